"""Where figures stand: side by side on the ground that a layout offers, never overlapping, never cut off.

A pure function of measures. Knows nothing of drawing, of seeds or of what the ground is made of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from studio.production.vocabulary import Framing
from studio.tools.offline.illustrator.stage import Stage

FIGURE_UNITS = 1000.0
"""The height of a grown person in the figures' own units."""

_GAP = 0.1
_MARGIN = 0.045
_SMALL = 420.0
# What a close framing shows of a figure's height where it shows all of it, and at least shows below the chin.
_WHOLE, _UNDER_CHIN = 1.06, 0.12


@dataclass(frozen=True)
class Extent:
    """What one member of the group needs, in figure units: ``width``, ``height`` from the ground to its top, how high
    above the ground its lowest point hovers, how much at its foot a close framing may cut off, how high the lower
    end of its face is, where it shows one, and whether it sits or sleeps, with its things on the ground beside it."""

    width: float
    height: float
    hover: float = 0.0
    base: float = 0.0
    chin: float | None = None
    rests: bool = False


@dataclass(frozen=True)
class Spot:
    """The ground under one member (x, y) in stage units, its size in stage units a figure unit, and its box."""

    x: float
    y: float
    scale: float
    left: float
    top: float
    right: float
    bottom: float


def place(
    stage: Stage,
    ground: tuple[float, float],
    extents: Sequence[Extent],
    lean: float = 0.5,
    level: float | None = None,
    distance: float = 1.0,
) -> tuple[Spot, ...]:
    """A spot for each of ``extents``, in their order from left to right.

    ``ground`` is the span of firm ground in units, ``level`` its height (the stage's baseline where None), ``lean``
    0..1 moves the group from the left end of its free room to the right end, and ``distance`` 0..1 makes what stands
    farther off smaller. Widths that do not fit make everybody smaller together. In wide and medium framings every
    box lies inside the frame; in a close one it is cut by the lower edge alone, below the face, and what is small,
    sits or lies is not cut at all.
    """
    if not extents:
        return ()
    margin = stage.width * _MARGIN
    left, right = max(ground[0], margin), min(ground[1], stage.width - margin)
    if stage.framing is Framing.CLOSE:
        left, right = margin, stage.width - margin
    factors = [_factor(extent, stage.framing) for extent in extents]
    gap = FIGURE_UNITS * _GAP
    needed = sum(extent.width * factor for extent, factor in zip(extents, factors, strict=True))
    needed += gap * (len(extents) - 1)
    tallest = max(_size(extent) * factor for extent, factor in zip(extents, factors, strict=True))
    # Where nobody is large the camera comes nearer.
    nearer = 1.0 if stage.framing is Framing.CLOSE else min(1.5, max(1.0, 700 / tallest))
    scale = min(stage.adult / FIGURE_UNITS * nearer * distance, (right - left) / needed)
    foot = stage.baseline if level is None else level
    ceiling = stage.height * 0.05
    for extent, factor in zip(extents, factors, strict=True):
        if stage.framing is Framing.CLOSE:
            scale = min(scale, (stage.height - ceiling) / (extent.height * factor * _visible(extent)))
        else:
            scale = min(scale, (foot - ceiling) / (extent.height * factor))
    # A group that is small because it is wide is shown down to its feet, so that its heads are where heads belong.
    shrunk = scale * FIGURE_UNITS / stage.adult
    x = left + (right - left - needed * scale) * lean
    spots = []
    for extent, factor in zip(extents, factors, strict=True):
        own = scale * factor
        width, height = extent.width * own, extent.height * own
        seen = min(_WHOLE, _visible(extent) / min(1.0, shrunk)) if not extent.base else _visible(extent)
        y = stage.height + height * (1 - seen) if stage.framing is Framing.CLOSE else foot
        spots.append(Spot(x + width / 2, y, own, x, y - height, x + width, y - extent.hover * own))
        x += width + gap * scale
    return tuple(spots)


def raised(spot: Spot, y: float) -> Spot:
    """``spot`` moved up or down to the height ``y``."""
    return replace(spot, y=y, top=spot.top + y - spot.y, bottom=spot.bottom + y - spot.y)


def _factor(extent: Extent, framing: Framing) -> float:
    """Small ones are drawn larger than life, so that they can be read beside people; most in a close framing."""
    least, most = (560, 1.9) if framing is Framing.CLOSE else (390, 1.6)
    return min(most, max(1.0, least / _size(extent)))


def _size(extent: Extent) -> float:
    """How large it looks: somebody who lies is not small."""
    return max(extent.height, 0.75 * extent.width)


def _visible(extent: Extent) -> float:
    """The share of a figure above the lower edge in a close framing, over 1 where ground shows below it.

    People are seen from the waist, what is small, sits or lies as a whole; nobody loses the face.
    """
    if extent.base:
        return 1 - extent.base / extent.height
    if extent.hover:
        return 1 - 0.6 * extent.hover / extent.height
    if extent.rests or extent.width > 1.7 * extent.height or extent.height < _SMALL:
        return _WHOLE
    tall = min(1.0, max(0.0, (extent.height - 350) / 550))
    face = 0.0 if extent.chin is None else 1 - extent.chin / extent.height + _UNDER_CHIN
    return min(_WHOLE, max(0.86 - 0.26 * tall, face))
