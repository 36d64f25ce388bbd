"""Where figures stand: side by side on the ground that a layout offers, never overlapping, never cut off.

A pure function of measures. Knows nothing of drawing, of seeds or of what the ground is made of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.production.vocabulary import Framing
from studio.tools.offline.illustrator.stage import Stage

FIGURE_UNITS = 1000.0
"""The height of a grown person in the figures' own units."""

_GAP = 0.1
_MARGIN = 0.045
_SMALL = 420.0
_UNDER_CHIN = 0.12
"""The share of a figure's height that a close framing shows below its chin at least."""
_CLEAR_CUT = 0.78
"""The largest share of its height that a figure shows and is still clearly cut, not by a hair."""
_FLOOR = 0.045
"""The ground below whole figures in a close framing, in heights of the frame."""
_RIM = 0.02
"""The ground below what they lie in."""
_LESS = 0.2
"""How much less of a figure may be shown than it asks for, in its heights."""
_SPARE = 0.012
"""How far from what must stay whole a cut is, in heights of the figure."""
_LEAST = 0.4
"""The share of their size below which nobody shrinks for a pool: where the ground ends too near, it is cut."""


@dataclass(frozen=True)
class Extent:
    """What one member of the group needs, in figure units: ``width``, ``height`` from the ground to its top, how high
    above the ground its lowest point hovers, how much at its foot a close framing may cut off, how high the lower
    end of its face is, where it shows one, whether it sits or sleeps, with its things on the ground beside it, how far
    what it lies in reaches down ``below`` its ground and back ``behind`` it, and between which heights no edge may cut
    it (``whole``)."""

    width: float
    height: float
    hover: float = 0.0
    base: float = 0.0
    chin: float | None = None
    rests: bool = False
    below: float = 0.0
    behind: float = 0.0
    whole: tuple[tuple[float, float], ...] = ()


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
    edge: float | None = None,
) -> tuple[Spot, ...]:
    """A spot for each of ``extents``, in their order from left to right.

    ``ground`` is the span of firm ground in units, ``level`` its height (the stage's baseline where None), ``lean``
    0..1 moves the group from the left end of its free room to the right end, ``distance`` 0..1 makes what stands
    farther off smaller, and nothing lies on the ground beyond its far ``edge``. Widths that do not fit make everybody
    smaller together. In wide and medium framings every box lies inside the frame, which a painted border makes smaller.
    In a close one either everybody is cut by the lower edge, clearly, below the face and through no hand, or nobody is:
    what is small, sits, lies or floats is shown whole, and then so are its neighbours, on one ground.
    """
    if not extents:
        return ()
    close = stage.framing is Framing.CLOSE
    margin = stage.width * _MARGIN + stage.inset
    left, right = max(ground[0], margin), min(ground[1], stage.width - margin)
    factors = [_factor(extent, stage.framing) for extent in extents]
    gap = FIGURE_UNITS * _GAP
    needed = sum(extent.width * factor for extent, factor in zip(extents, factors, strict=True))
    needed += gap * (len(extents) - 1)
    tallest = max(_size(extent) * factor for extent, factor in zip(extents, factors, strict=True))
    # Where nobody is large the camera comes nearer.
    nearer = 1.0 if close else min(1.5, max(1.0, 700 / tallest))
    scale = min(stage.adult / FIGURE_UNITS * nearer * distance, (right - left) / needed)
    foot = stage.baseline if level is None else level
    ceiling, floor = stage.height * 0.05 + stage.inset, stage.height - stage.inset
    # A group that is small because it is wide is shown down to its feet, so that its heads are where heads belong.
    shrunk = min(1.0, scale * FIGURE_UNITS / stage.adult)
    shown = [_uncut(extent, _visible(extent) / (1.0 if extent.base else shrunk)) for extent in extents]
    back = max(extent.behind * factor for extent, factor in zip(extents, factors, strict=True))
    all_cut = close and all(extent.base or seen <= _CLEAR_CUT for extent, seen in zip(extents, shown, strict=True))
    if close and not all_cut:
        deepest = max(extent.below * factor for extent, factor in zip(extents, factors, strict=True))
        tops = [extent.height * factor for extent, factor in zip(extents, factors, strict=True) if not extent.base]
        for deep, low in ((0.0, floor - stage.height * _FLOOR), (deepest, floor - stage.height * _RIM)):
            scale = min([scale, *((low - ceiling) / (top + deep) for top in tops)])
            if edge is not None and back:
                scale = min(scale, max((low - edge) / (back + deep), _LEAST * scale))
        foot = floor - max(stage.height * _FLOOR, stage.height * _RIM + deepest * scale)
    elif edge is not None and back:
        scale = min(scale, max((foot - edge) / back, _LEAST * scale))
    is_cut = [all_cut or (close and extent.base > 0) for extent in extents]
    for extent, factor, seen, cut in zip(extents, factors, shown, is_cut, strict=True):
        if cut:
            scale = min(scale, (floor - ceiling) / (extent.height * factor * seen))
        elif not close:
            scale = min(scale, (foot - ceiling) / (extent.height * factor))
    x = left + (right - left - needed * scale) * lean
    spots = []
    for extent, factor, seen, cut in zip(extents, factors, shown, is_cut, strict=True):
        own = scale * factor
        width, height = extent.width * own, extent.height * own
        y = floor + height * (1 - seen) if cut else foot
        spots.append(Spot(x + width / 2, y, own, x, y - height, x + width, y - extent.hover * own))
        x += width + gap * scale
    return tuple(spots)


def _factor(extent: Extent, framing: Framing) -> float:
    """Small ones are drawn larger than life, so that they can be read beside people; most in a close framing."""
    least, most = (560, 1.9) if framing is Framing.CLOSE else (390, 1.6)
    return min(most, max(1.0, least / _size(extent)))


def _size(extent: Extent) -> float:
    """How large it looks: somebody who lies is not small."""
    return max(extent.height, 0.75 * extent.width)


def _uncut(extent: Extent, share: float) -> float:
    """The share to show in place of ``share``, so that the edge cuts nothing that must stay whole.

    A little more or, where that would be nearly all, a little less down to the face, or everything.
    """
    if share >= 1 or extent.base:
        return share
    tall, cut = extent.height, extent.height * (1 - share)
    lower, upper = cut, cut
    for low, high in sorted(extent.whole, key=lambda span: -span[1]):
        lower = low - tall * _SPARE if low < lower < high else lower
    for low, high in extent.whole:
        upper = high + tall * _SPARE if low < upper < high else upper
    if 1 - lower / tall <= _CLEAR_CUT:
        return 1 - lower / tall
    face = tall if extent.chin is None else extent.chin - tall * _UNDER_CHIN
    return 1 - upper / tall if upper <= min(face, cut + tall * _LESS) else 1.0


def _visible(extent: Extent) -> float:
    """The share of a figure above the lower edge in a close framing, 1 for what is to be seen as a whole.

    People are seen from the waist, what is small, sits, lies, floats or bathes as a whole; nobody loses the face.
    """
    if extent.base:
        return 1 - extent.base / extent.height
    loose = extent.hover or extent.below or extent.rests
    if loose or extent.width > 1.7 * extent.height or extent.height < _SMALL:
        return 1.0
    tall = min(1.0, max(0.0, (extent.height - 350) / 550))
    face = 0.0 if extent.chin is None else 1 - extent.chin / extent.height + _UNDER_CHIN
    return min(1.0, max(0.86 - 0.26 * tall, face))
