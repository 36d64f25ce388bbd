"""How alike pictures are, with real models at tiny size: what sees, what reads."""

from __future__ import annotations

import asyncio
import math
from pathlib import Path

import pytest
from alike import three
from local_calls import tool
from tiny_models import clip, dino

from studio.errors import ToolError
from studio.production.assets import Asset
from studio.testing import EmbeddingConformance, FolderBench
from studio.tools.embedding import EmbeddingProduct, EmbeddingRequest
from studio.tools.tool import Capability


@pytest.fixture(scope="module")
def eyes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("eyes")
    clip(folder)
    dino(folder)
    return folder


def seen(model: Path, bench: FolderBench, *items: str | Asset) -> EmbeddingProduct:
    one = tool("transformers", model, Capability.EMBEDDING)
    product: EmbeddingProduct = asyncio.run(one(EmbeddingRequest(items=items), bench))
    return product


def test_clip_sees_and_reads(eyes: Path, tmp_path: Path) -> None:
    bench = FolderBench(tmp_path)
    picture = three(tmp_path)[0]
    vectors = seen(eyes / "tiny-clip", bench, "a storm at sea", picture, "a storm at sea " * 60).vectors
    assert len({len(vector) for vector in vectors}) == 1
    assert all(math.isclose(math.hypot(*vector), 1.0, abs_tol=1e-6) for vector in vectors)


def test_dino_sees_only(eyes: Path, tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="reads no texts"):
        seen(eyes / "tiny-dino", FolderBench(tmp_path), "a storm at sea")


class _OfPictures(EmbeddingConformance):
    def items(self, folder: Path) -> tuple[str | Asset, ...]:
        return three(folder)


class TestClip(_OfPictures):
    picklable = False  # its pictures are in a folder that another process is not given

    @pytest.fixture(autouse=True)
    def _tiny(self, eyes: Path) -> None:
        self.tool = tool("transformers", eyes / "tiny-clip", Capability.EMBEDDING)


class TestDino(_OfPictures):
    picklable = False

    @pytest.fixture(autouse=True)
    def _tiny(self, eyes: Path) -> None:
        self.tool = tool("transformers", eyes / "tiny-dino", Capability.EMBEDDING)


del _OfPictures
