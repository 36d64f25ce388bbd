"""Where a landmark stands so that the figures do not hide it: a choice among places, sizes and stances of the group.

A pure function of boxes. Knows nothing of drawing, of sets or of which landmark it is.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from studio.tools.offline.illustrator.placement import Spot
from studio.tools.offline.illustrator.stage import Stage

HIDDEN = 0.02
"""The share of a landmark's width that figures may stand before."""

_SIZES = (1.0, 0.8, 0.64, 0.5)
_CLOSER = 0.6
"""The share of its ground that a group is drawn together on where it leaves a landmark no room."""

_STEPS = 12
_CLEARANCE = 0.02


@dataclass(frozen=True)
class Stance:
    """How the group stands: on which ``ground`` (left, right), and where in its free room, 0 left .. 1 right."""

    ground: tuple[float, float]
    lean: float


@dataclass(frozen=True)
class Stand:
    """A landmark's middle ``x``, its size in units of an adult, and how the group stands beside it."""

    x: float
    unit: float
    stance: Stance


def stances(ground: tuple[float, float], away: int) -> tuple[list[Stance], list[Stance]]:
    """Ways to stand on ``ground``, those on the side ``away`` (-1 left, 1 right) first: at ease, and drawn together."""
    left, right = ground
    leans: tuple[float, ...] = (0.82, 1.0, 0.5, 0.18, 0.0)
    middle = (right - left) * _CLOSER
    sides = [Stance((right - middle, right), 1.0), Stance((left, left + middle), 0.0)]
    if away < 0:
        leans, sides = tuple(1 - lean for lean in leans), sides[::-1]
    return [Stance(ground, lean) for lean in leans], sides


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
    ground: tuple[float, float],
    spots_at: Callable[[Stance], Sequence[Spot]],
    shun: tuple[float, float] | None = None,
    reach: float = 1.0,
) -> tuple[Stand, float]:
    """Where a landmark of ``width`` adults stands, and the share of it that is hidden.

    ``wish`` is its x and its adult's height, ``span`` the ground that it must stay on, ``spots_at`` the figures as
    they stand on their ``ground``, ``shun`` the columns of the sun or moon, which it leaves whole where it can, and
    ``reach`` how much wider what lies around it is. The
    first of these that hides little wins: another lean of the group, another place (near ones first), a smaller size;
    and where that does not help, the same with the group drawn together.
    """
    x0, unit0 = wish
    at_ease, together = stances(ground, 1 if x0 < stage.width * 0.5 else -1)
    best, least = Stand(x0, unit0, at_ease[0]), 2.0
    for ways, sizes in ((at_ease, _SIZES[:-1]), (together, _SIZES)):
        groups = [(stance, spots_at(stance)) for stance in ways]
        for size in sizes:
            half = width * unit0 * size / 2
            low, high = span[0] + half, span[1] - half
            places = [x0] if high <= low else [low + (high - low) * step / _STEPS for step in range(_STEPS + 1)]
            clamped = min(max(x0, low), high) if high > low else x0
            for x, (stance, spots) in itertools.product(_by_wish([clamped, *places], x0, half, shun), groups):
                share = hidden(stage, x, half * reach, foot, spots)
                if share < least - 1e-9:
                    best, least = Stand(x, unit0 * size, stance), share
            if least <= HIDDEN:
                return best, least
    return best, least


def _by_wish(places: Sequence[float], x0: float, half: float, shun: tuple[float, float] | None) -> list[float]:
    """``places`` for something ``half`` to each side, the nearest to ``x0`` first, those before ``shun`` last."""

    def is_before(x: float) -> bool:
        return shun is not None and x - half < shun[1] and x + half > shun[0]

    return sorted(places, key=lambda x: (is_before(x), abs(x - x0)))
