"""The asset store: whole files under the hash of their bytes, or none."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from studio.errors import (
    AssetMissing,
    DiskFull,
    WorkspaceNotWritable,
)
from studio.storage.assets import AssetStore


def test_an_asset_is_stored_once_under_its_hash(tmp_path: Path) -> None:
    store = AssetStore(tmp_path)
    first, second = (store.add(b"picture", "image/png") for _ in range(2))
    assert first == second
    assert store.path(first) == tmp_path / first.hash[:2] / first.hash[2:]
    assert store.path(first).read_bytes() == b"picture"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [store.path(first)]


def test_a_file_is_moved_in(tmp_path: Path) -> None:
    store = AssetStore(tmp_path / "assets")
    for _ in range(2):
        file = tmp_path / "made.mp4"
        file.write_bytes(b"film")
        stored = store.add(file, "video/mp4")
        assert not file.exists()
    assert store.path(stored).read_bytes() == b"film"


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
