"""The embedding capability: texts and pictures as vectors whose nearness is nearness of meaning."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from studio.production.assets import Asset
from studio.production.canonical import Document


class EmbeddingRequest(Document):
    """Texts or pictures, at least one; a tool that has no eye for pictures refuses them with a ``ToolError``."""

    items: Annotated[tuple[str | Asset, ...], Field(min_length=1)]


class EmbeddingProduct(Document):
    """A vector for each item, in order, all of one size and of length 1: their dot product is their likeness, -1..1."""

    vectors: tuple[tuple[float, ...], ...]
