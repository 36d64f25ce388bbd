"""The offline signature of pictures: near where colours and shapes are."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from alike import picture, three

from studio.errors import ToolError
from studio.production.assets import Asset
from studio.testing import EmbeddingConformance, FolderBench
from studio.tools.embedding import EmbeddingRequest
from studio.tools.offline.signature import Signature


def likeness(folder: Path, one: Asset, other: Asset) -> float:
    made = asyncio.run(Signature()(EmbeddingRequest(items=(one, other)), FolderBench(folder)))
    return sum(a * b for a, b in zip(*made.vectors, strict=True))


class TestSignature(EmbeddingConformance):
    tool = Signature()
    picklable = False  # its pictures are in a folder that another process is not given

    def items(self, folder: Path) -> tuple[str | Asset, ...]:
        return three(folder)


def test_colours_and_shapes_both_count(tmp_path: Path) -> None:
    tower = picture(tmp_path, "#1c2b52", "#f1e6c8", tall=True)
    boat = picture(tmp_path, "#1c2b52", "#f1e6c8")
    other_light = picture(tmp_path, "#86bfe6", "#c8202a", tall=True)
    neither = picture(tmp_path, "#86bfe6", "#c8202a")
    same = likeness(tmp_path, tower, tower)
    assert same == pytest.approx(1)
    assert same > likeness(tmp_path, tower, boat) > likeness(tmp_path, tower, neither)
    assert same > likeness(tmp_path, tower, other_light) > likeness(tmp_path, tower, neither)


def test_texts_and_other_files_are_refused(tmp_path: Path) -> None:
    bench = FolderBench(tmp_path)
    with pytest.raises(ToolError, match="reads no texts"):
        asyncio.run(Signature()(EmbeddingRequest(items=("a storm",)), bench))
    with pytest.raises(ToolError, match="cannot read the picture"):
        asyncio.run(Signature()(EmbeddingRequest(items=(bench.add(b"no picture", "image/png"),)), bench))
