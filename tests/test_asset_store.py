"""The asset store: whole files under the hash of their bytes, or none."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
from pathlib import Path

import pytest
from desks import REQUEST, Desk

from studio.errors import (
    AssetMissing,
    DiskFull,
    WorkspaceNotWritable,
)
from studio.storage.assets import AssetStore
from studio.testing import FolderBench, ScriptedTool
from studio.tools.model3d import Model3dProduct
from studio.tools.tool import Capability, Workbench


def test_an_asset_is_stored_once_under_its_hash(tmp_path: Path) -> None:
    store = AssetStore(tmp_path)
    first, second = (store.add(b"picture", "image/png") for _ in range(2))
    assert first == second
    assert store.path(first) == tmp_path / first.hash[:2] / first.hash[2:]
    assert store.path(first).read_bytes() == b"picture"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [store.path(first)]


def test_a_file_is_moved_out_of_scratch_and_copied_from_anywhere_else(tmp_path: Path) -> None:
    store, scratch = AssetStore(tmp_path / "assets"), tmp_path / "scratch"
    scratch.mkdir()
    own = tmp_path / "own.mp4"
    own.write_bytes(b"film")
    for content in (b"film", b"another"):
        file = scratch / "made.mp4"
        file.write_bytes(content)
        stored = store.add(file, "video/mp4", scratch=scratch)
        assert not file.exists()
        assert store.path(stored).read_bytes() == content
    own.write_bytes(b"a person's own")
    link = scratch / "link.mp4"
    link.symlink_to(own)
    for file in (own, link):
        stored = store.add(file, "video/mp4", scratch=scratch)
        assert own.read_bytes() == store.path(stored).read_bytes() == b"a person's own"
    assert own.read_bytes() == store.path(store.add(own, "video/mp4")).read_bytes()
    assert not any((tmp_path / "assets" / "incoming").iterdir())


@pytest.mark.parametrize("where", ["folder", "run"])
def test_a_tool_s_own_file_outlives_its_call(tmp_path: Path, where: str) -> None:
    own = tmp_path / "model.glb"
    own.write_bytes(b"carved long ago")

    def lend(_: object, bench: Workbench) -> Model3dProduct:
        return Model3dProduct(model=bench.add(own, "model/gltf-binary"))

    with ScriptedTool(Capability.MODEL3D, [lend]) as tool:
        if where == "folder":
            asyncio.run(tool(REQUEST, FolderBench(tmp_path / "bench")))
        else:
            asyncio.run(Desk(tmp_path / "work").carve(tool))
    assert own.read_bytes() == b"carved long ago"


def test_a_missing_asset_is_named(tmp_path: Path) -> None:
    store = AssetStore(tmp_path)
    lost = store.add(b"picture", "image/png")
    store.path(lost).unlink()
    assert not store.has(lost)
    with pytest.raises(AssetMissing, match=rf"{lost.hash[:12]}.*missing.*made again"):
        store.path(lost)
    assert store.add(b"picture", "image/png") == lost
    assert store.has(lost)


@pytest.mark.parametrize("moment", ["write", "fsync", "replace"])
@pytest.mark.parametrize("from_file", [False, True])
def test_a_crash_before_the_last_step_leaves_nothing_under_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str, from_file: bool
) -> None:
    store = AssetStore(tmp_path / "assets")
    content: bytes | Path = b"half a picture"
    if from_file:
        content = tmp_path / "made.png"
        content.write_bytes(b"half a picture")

    def crash(*arguments: object, **named: object) -> None:
        raise KeyboardInterrupt

    if moment == "write":
        monkeypatch.setattr(shutil if from_file else Path, "move" if from_file else "open", crash)
    if moment == "fsync":
        monkeypatch.setattr(os, "fsync", crash)
    if moment == "replace":
        monkeypatch.setattr(Path, "replace", crash)
    if moment == "write" and from_file:
        monkeypatch.setattr("studio.storage.assets._hash_file", lambda path: "ab" * 32)
    with pytest.raises(KeyboardInterrupt):
        store.add(content, "image/png")
    monkeypatch.undo()
    assert [path for path in (tmp_path / "assets").rglob("*") if path.is_file()] == []
    again = store.add(b"half a picture", "image/png")
    assert store.path(again).read_bytes() == b"half a picture"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def full(descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", full)
    store = AssetStore(tmp_path)
    with pytest.raises(DiskFull, match=r"No space left .* Free some space, then resume") as raised:
        store.add(b"picture", "image/png")
    assert "\n" not in str(raised.value)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_another_failure_of_the_disk_is_not_called_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(WorkspaceNotWritable, match="Input/output error"):
        AssetStore(tmp_path).add(b"picture", "image/png")
