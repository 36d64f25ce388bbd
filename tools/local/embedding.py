"""How alike pictures are, by CLIP, SigLIP or DINOv2 of transformers in this process. The first two read texts too."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from studio.errors import ToolError
from studio.production.assets import Asset
from studio.tools.embedding import EmbeddingProduct, EmbeddingRequest, Likeness
from studio.tools.local.families import table
from studio.tools.local.hardware import Hardware
from studio.tools.local.model import LocalModel
from studio.tools.tool import Capability, Workbench

_TOKENS = 256
"""Of a picture, as these models cut it."""


@dataclass(frozen=True)
class TransformersEmbedding(LocalModel):
    """The embedding model ``model``."""

    capability: Capability = Capability.EMBEDDING
    single_precision: ClassVar[bool] = True

    @property
    def likeness(self) -> Likeness | None:
        """See ``studio.tools.embedding.Identifying``."""
        return next((read for word, read in _likenesses().items() if word in self.model.lower()), None)

    async def __call__(self, request: EmbeddingRequest, bench: Workbench) -> EmbeddingProduct:
        """The vectors. Raises ``ToolError`` for texts where the model has only eyes."""
        await self.awake()
        items = [bench.path(item) if isinstance(item, Asset) else item for item in request.items]
        made = await asyncio.gather(
            *(self.made(self.weights(), Eye.load, Eye.see, (item, self.name), type(item).__name__) for item in items)
        )
        return EmbeddingProduct(vectors=tuple(made))

    def operations(self, request: EmbeddingRequest) -> float:
        """For every token of every item."""
        return 2 * self.weights_of(self.weights()) * _TOKENS * len(request.items)


@cache
def _likenesses() -> dict[str, Likeness]:
    """likeness.toml, by the word in a model's name."""
    return {word: Likeness.model_validate(entry) for word, entry in table("likeness.toml").items()}


class Eye:
    """A loaded model with what prepares pictures, and texts where it reads them."""

    def __init__(self, model: Any, images: Any, texts: Any) -> None:
        self._model = model
        self._images = images
        self._texts = texts

    @classmethod
    def load(cls, folder: Path, device: Hardware) -> Eye:
        """The model of ``folder``, in single precision: likenesses are small differences."""
        import torch
        from transformers import AutoImageProcessor, AutoModel, AutoTokenizer

        model = AutoModel.from_pretrained(folder, dtype=torch.float32).to(device.device).eval()
        reads = hasattr(model, "get_text_features")
        return cls(
            model, AutoImageProcessor.from_pretrained(folder), AutoTokenizer.from_pretrained(folder) if reads else None
        )

    def see(self, items: list[tuple[Path | str, str]]) -> list[tuple[float, ...]]:
        """A vector of length 1 for each picture file or text."""
        import torch

        with torch.inference_mode():
            return [self._seen(item) if isinstance(item, Path) else self._read(item, tool) for item, tool in items]

    def _seen(self, path: Path) -> tuple[float, ...]:
        from PIL import Image

        with Image.open(path) as picture:
            pixels = self._images(images=picture.convert("RGB"), return_tensors="pt").to(self._model.device)
        if hasattr(self._model, "get_image_features"):
            return _unit(self._model.get_image_features(**pixels))
        return _unit(self._model(**pixels))

    def _read(self, text: str, tool: str) -> tuple[float, ...]:
        if self._texts is None:
            raise ToolError(f"{tool} sees pictures, and reads no texts.", next_step="Give it pictures.", tool=tool)
        # SigLIP has learnt from texts that were filled up to their full length, others from plain ones.
        filled = str(self._model.config.model_type).startswith("siglip")
        tokens = self._texts(
            text,
            padding="max_length" if filled else True,
            truncation=True,
            max_length=self._length(),
            return_tensors="pt",
        )
        return _unit(self._model.get_text_features(**tokens.to(self._model.device)))

    def _length(self) -> int:
        return int(self._model.config.text_config.max_position_embeddings)


def _unit(made: Any) -> tuple[float, ...]:
    """What a model made of one item, as a vector of length 1."""
    vector = made if hasattr(made, "norm") else made.pooler_output
    vector = vector.flatten().double()
    return tuple((vector / vector.norm()).tolist())
