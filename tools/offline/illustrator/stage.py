"""The stage that a picture is composed on: its units, horizon, ground line and sizes, for every format and framing.

One unit is a thousandth of the geometric mean of the frame's sides, so that a tree of 200 units takes the same
share of a wide frame and of a tall one. Formats are composed for, not cropped: horizon, ground line and the height
of an adult follow from the aspect ratio. Knows nothing of what is drawn.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from studio.production.vocabulary import Framing
from studio.tools.layers import OVERSCAN


@dataclass(frozen=True)
class Stage:
    """``width`` and ``height`` of the frame in units; ``scale`` is pixels a unit.

    ``horizon`` and ``baseline`` (where feet stand) are heights in units, y down. ``adult`` is the height of a grown
    person who stands on the baseline. In a close framing the baseline of the figures lies below the frame, while
    the set is still drawn for ``baseline``. ``inset`` is the width (units) of a border painted over the frame's edges,
    inside which figures stand.
    """

    pixel_width: int
    pixel_height: int
    framing: Framing
    indoors: bool = False
    inset: float = 0.0

    @property
    def scale(self) -> float:
        return math.sqrt(self.pixel_width * self.pixel_height) / 1000

    @property
    def width(self) -> float:
        return self.pixel_width / self.scale

    @property
    def height(self) -> float:
        return self.pixel_height / self.scale

    @property
    def aspect(self) -> float:
        return self.pixel_width / self.pixel_height

    @property
    def is_tall(self) -> bool:
        return self.aspect < 0.7

    @property
    def horizon(self) -> float:
        share = {Framing.WIDE: 0.56, Framing.MEDIUM: 0.53, Framing.CLOSE: 0.55}[self.framing]
        return self.height * (share + 0.07 * self._tallness)

    @property
    def baseline(self) -> float:
        share = {Framing.WIDE: 0.855, Framing.MEDIUM: 0.9, Framing.CLOSE: 0.97}[self.framing]
        return self.height * share

    @property
    def adult(self) -> float:
        """The height of a grown person that the framing asks for, before making room for many."""
        if self.framing is Framing.CLOSE:
            return min(self.height * 1.42, self.width * 1.5)
        return self.person

    @property
    def person(self) -> float:
        """The height of a grown person on the baseline of the set."""
        if self.framing is Framing.WIDE:
            return self.height * ((0.38 if self.indoors else 0.27) - (0.09 if self.indoors else 0.05) * self._tallness)
        return self.height * (0.52 - 0.08 * self._tallness)

    def size(self, depth: float) -> float:
        """How much larger things of ``depth`` are drawn than in a wide shot of a 16:9 frame (1)."""
        near = {Framing.WIDE: 1.35 if self.indoors else 1.0, Framing.MEDIUM: 1.75, Framing.CLOSE: 2.1}[self.framing]
        shape = 1.0 + 0.28 * self._tallness
        return shape * (1 + (near - 1) * min(depth, 1.0))

    @property
    def _tallness(self) -> float:
        """0 for a wide frame .. 1 for a tall one."""
        return min(1.0, max(0.0, (1.8 - self.aspect) / 1.25))

    def over(self, depth: float) -> float:
        """The overscan of a layer of ``depth``, in units."""
        return OVERSCAN * max(self.width, self.height) * max(depth, 0.25) + 2

    def left(self, depth: float) -> float:
        return -self.over(depth)

    def right(self, depth: float) -> float:
        return self.width + self.over(depth)

    def bottom(self, depth: float) -> float:
        return self.height + self.over(depth)

    def level(self, nearness: float) -> float:
        """A height on the ground plane: 0 at the horizon, 1 at the baseline, more is nearer."""
        return self.horizon + (self.baseline - self.horizon) * nearness

    @property
    def behind(self) -> float:
        """How far (in units) layers must go on behind the one in front of them, so that parallax opens no gap."""
        return 0.11 * max(self.width, self.height)
