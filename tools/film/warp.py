"""Subpixel shift and scale of one plane, written straight into a rectangle of another.

A camera that neither turns nor shears needs no general warp: a shift is OpenCV's getRectSubPix and a scale its resize
with a fractional factor, five to ten times cheaper than warpAffine. Knows nothing of colour or layers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.uint8]

_TOLERANCE = 1 / 40
"""Error of position, in pixels, that nobody sees."""
_MOST_SKIPPED = 26


@dataclass(frozen=True)
class Axis:
    """Pixel ``i`` of the target shows position ``(i + 0.5) / scale + offset`` of the source (pixel centres at .5).

    ``scale`` is 1 or more.
    """

    scale: float
    offset: float

    def halved(self, siting: float) -> Axis:
        """The same for planes of half size whose samples sit ``siting`` full pixels before the middle of their pair."""
        # Position p in a full plane is (p + siting) / 2 in a half one, on both sides of the mapping.
        return Axis(self.scale, (self.offset + siting - siting / self.scale) / 2)


@dataclass(frozen=True)
class Window:
    """``width`` x ``height`` pixels of a target from (``left``, ``top``), and where in a source they come from."""

    across: Axis
    down: Axis
    left: int
    top: int
    width: int
    height: int

    def sample(self, source: Plane, target: Plane) -> None:
        """Fill ``target`` (height x width) from ``source``, bilinear; beyond its edge the outermost pixels repeat."""
        if self.across.scale == 1.0:
            _shift(source, self.left + self.across.offset, self.top + self.down.offset, target)
        else:
            self._scale(source, target)

    def _scale(self, source: Plane, target: Plane) -> None:
        column, skip_x, rest_x = _anchor(self.across, self.left)
        row, skip_y, rest_y = _anchor(self.down, self.top)
        part = _part(
            source,
            column,
            row,
            math.ceil((self.width + skip_x + 2) / self.across.scale) + 1,
            math.ceil((self.height + skip_y + 2) / self.down.scale) + 1,
        )
        scaled = cv2.resize(part, None, fx=self.across.scale, fy=self.down.scale, interpolation=cv2.INTER_LINEAR)
        if abs(rest_x) <= _TOLERANCE and abs(rest_y) <= _TOLERANCE:
            np.copyto(target, scaled[skip_y : skip_y + self.height, skip_x : skip_x + self.width])
        else:
            _shift(
                cast("Plane", scaled), skip_x + rest_x * self.across.scale, skip_y + rest_y * self.down.scale, target
            )


def _shift(source: Plane, left: float, top: float, target: Plane) -> None:
    height, width = target.shape
    cv2.getRectSubPix(source, (width, height), (left + (width - 1) / 2, top + (height - 1) / 2), patch=target)


def _anchor(axis: Axis, first: int) -> tuple[int, int, float]:
    """Where in the source to start, how many scaled pixels to skip, and the error that remains, in source pixels.

    resize() ties the corner of what it is given to the corner of what it makes. The phase between them is chosen
    by starting some pixels earlier: every pixel that is skipped moves it by 1 - 1 / scale.
    """
    step = 1 - 1 / axis.scale
    start = first / axis.scale + axis.offset - 2 / axis.scale
    best = (round(start), 2, start - round(start))
    goal = math.ceil(start)
    while goal - start <= step * _MOST_SKIPPED:
        more = round((goal - start) / step)
        reached = start + more * step
        if abs(reached - goal) < abs(best[2]):
            best = (goal - more, 2 + more, reached - goal)
        goal += 1
    return best


def _part(source: Plane, column: int, row: int, width: int, height: int) -> Plane:
    """A window of ``source``, extended by repetition where it reaches beyond."""
    rows, columns = source.shape
    x0, y0, x1, y1 = max(column, 0), max(row, 0), min(column + width, columns), min(row + height, rows)
    window = source[y0:y1, x0:x1]
    above, below, before, after = y0 - row, row + height - y1, x0 - column, column + width - x1
    if not (above or below or before or after):
        return window
    return cast("Plane", cv2.copyMakeBorder(window, above, below, before, after, cv2.BORDER_REPLICATE))
