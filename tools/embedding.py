"""The embedding capability: texts and pictures as vectors whose nearness is nearness of meaning."""

from __future__ import annotations

from typing import Annotated, Any, Protocol, runtime_checkable

from pydantic import Field

from studio.production.assets import Asset
from studio.production.canonical import Document
from studio.tools.tool import Tool


class EmbeddingRequest(Document):
    """Texts or pictures, at least one; a tool that has no eye for pictures refuses them with a ``ToolError``."""

    items: Annotated[tuple[str | Asset, ...], Field(min_length=1)]


class EmbeddingProduct(Document):
    """A vector for each item, in order, all of one size and of length 1: their dot product is their likeness, -1..1."""

    vectors: tuple[tuple[float, ...], ...]


class Likeness(Document):
    """How likeness of two pictures is to be read: as ``other`` subjects, surely the ``same``, or a ``copy``.

    Each is a dot product, -1..1; what is between ``other`` and ``same`` is undecided.
    """

    other: float
    same: float
    copy_from: float


@runtime_checkable
class Identifying(Protocol):
    """What an embedding tool has beside its call where its vectors tell subjects apart."""

    @property
    def likeness(self) -> Likeness | None:
        """How its likenesses are read; None where nobody knows."""
        ...


def likeness_of(tool: Tool[Any, Any]) -> Likeness | None:
    """How a tool's likenesses are read; None where it does not say."""
    return tool.likeness if isinstance(tool, Identifying) else None
