"""Whether a picture's figures are those of their cast sheets, where there are sheets and a tool that can tell.

Knows nothing of what is done about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.graph.context import RunContext
from studio.producer.making import Credit
from studio.production.assets import Asset
from studio.production.slices import FigureSlice
from studio.tools.embedding import EmbeddingProduct, EmbeddingRequest, likeness_of
from studio.tools.tool import Capability


@dataclass(frozen=True)
class Identity:
    """``identity`` 0..1 is the least sure figure's; ``copied`` where the picture is as near as only a copy is."""

    identity: float
    copied: bool


async def identify(
    context: RunContext, figures: Sequence[FigureSlice], picture: Asset, credit: Credit
) -> Identity | None:
    """The likeness of ``picture`` to the nearest view of each figure's sheet; None where nobody can tell."""
    producer, sheets = context.producer, [figure.sheet.pictures for figure in figures if figure.sheet.pictures]
    if not sheets or not producer.has(Capability.EMBEDDING):
        return None
    tool = producer.tool(Capability.EMBEDDING)
    read = likeness_of(tool)
    if read is None:
        return None
    views = [view.picture for sheet in sheets for view in sheet]
    made = await producer.make(
        tool, EmbeddingRequest(items=(picture, *views)), EmbeddingProduct, role="critic", credit=credit
    )
    seen, *known = made.vectors
    likenesses = iter([sum(one * other for one, other in zip(seen, vector, strict=True)) for vector in known])
    nearest = [max(next(likenesses) for _ in sheet) for sheet in sheets]
    sure = min(nearest)
    return Identity(
        identity=round(min(1.0, max(0.0, (sure - read.other) / (read.same - read.other))), 4),
        copied=max(nearest) >= read.copy_from,
    )
