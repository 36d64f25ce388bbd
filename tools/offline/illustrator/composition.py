"""Where a landmark stands so that the figures do not hide it: a choice among places, sizes and leanings of the group.

A pure function of boxes. Knows nothing of drawing, of sets or of which landmark it is.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from studio.tools.offline.illustrator.placement import Spot
from studio.tools.offline.illustrator.stage import Stage

HIDDEN = 0.12
"""The share of a landmark's width that figures may stand before."""

_SIZES = (1.0, 0.8, 0.64, 0.5)
_STEPS = 12
_CLEARANCE = 0.02


@dataclass(frozen=True)
class Stand:
    """A landmark's middle ``x``, its size in units of an adult, and where the group leans (0 left .. 1 right)."""

    x: float
    unit: float
    lean: float


def hidden(stage: Stage, x: float, half: float, foot: float, spots: Sequence[Spot]) -> float:
    """The share (0..1) of a landmark ``half`` to each side of ``x`` that has figures in its columns.

    Whoever ends well below its ``foot`` hides nothing; one that ends right under it would wear it as a hat.
    """
    covered = 0.0
    for spot in spots:
        if spot.top < foot + stage.height * _CLEARANCE:
            covered += max(0.0, min(spot.right, x + half) - max(spot.left, x - half))
    return min(1.0, covered / (2 * half))


def settle(
    stage: Stage,
    wish: tuple[float, float],
    span: tuple[float, float],
    width: float,
    foot: float,
    spots_at: Callable[[float], Sequence[Spot]],
) -> tuple[Stand, float]:
    """Where a landmark of ``width`` adults stands, and the share of it that is hidden.

    ``wish`` is its x and its adult's height, ``span`` the ground that it must stay on, ``spots_at`` the figures for a
    lean. The first of these that hides little wins: another lean, another place (near ones first), a smaller size.
    """
    x0, unit0 = wish
    away = 0.82 if x0 < stage.width * 0.5 else 0.18
    groups = [(lean, spots_at(lean)) for lean in (away, float(round(away)), 0.5, 1 - away, 1 - float(round(away)))]
    best, least = Stand(x0, unit0, away), 2.0
    for size in _SIZES:
        half = width * unit0 * size / 2
        low, high = span[0] + half, span[1] - half
        places = [x0] if high <= low else [low + (high - low) * step / _STEPS for step in range(_STEPS + 1)]
        clamped = min(max(x0, low), high) if high > low else x0
        for x, (lean, spots) in itertools.product(sorted([clamped, *places], key=lambda x: abs(x - x0)), groups):
            share = hidden(stage, x, half, foot, spots)
            if share < least - 1e-9:
                best, least = Stand(x, unit0 * size, lean), share
        if least <= HIDDEN:
            break
    return best, least
