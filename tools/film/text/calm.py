"""Where in a picture words disturb least, and how bright it is there.

Detail is measured, so drawn, generated and photographed pictures are treated alike: what stands upright across a box
(a tower, a tree, a figure) weighs most, because it would cut through the lines; a horizon or a cloud weighs little.
Knows nothing of text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

_CELLS = 120
"""Cells that the shorter side is measured in."""
_EDGE = 34.0
"""The difference in colour (L*a*b*, 8 bits) from cell to cell that counts as an edge."""
_SLACK = 0.02
"""How far things may move under the lettering while the camera moves, as a share of the shorter side."""
_UPRIGHT, _TIP = 1.6, 2.0
"""Weight of what crosses a box from top to bottom, and of what only reaches into it, against the detail in it on
average."""
_TIP_SIZE = 0.055
"""How large what reaches in has to be, as a share of the shorter side."""


Colour = tuple[float, float, float]  # blue, green, red, 0..255


@dataclass(frozen=True)
class Tone:
    """The mean colour of a place, and the darkest and brightest tenth of its relative luminance (0..1)."""

    colour: Colour
    dark: float
    light: float


class Ground:
    """A picture as a ground for lettering. ``picture`` is BGR, uint8; boxes are in its pixels.

    ``zoom`` (1 or more) is how much larger than painted the camera shows it at most.
    """

    def __init__(self, picture: npt.NDArray[np.uint8], zoom: float = 1.0) -> None:
        self._zoom = zoom
        height, width = picture.shape[:2]
        self.width, self.height = width, height
        self._cell = min(width, height) / _CELLS
        size = (max(2, round(width / self._cell)), max(2, round(height / self._cell)))
        self._small = np.asarray(cv2.resize(picture[:, :, :3], size, interpolation=cv2.INTER_AREA), np.uint8)

    @cached_property
    def unrest(self) -> npt.NDArray[np.float32]:
        """0 where the picture is calm .. 1 where it is full of edges at some time, for each cell."""
        lab = cv2.cvtColor(self._small, cv2.COLOR_BGR2LAB).astype(np.float32)
        across, down = cv2.Sobel(lab, -1, 1, 0), cv2.Sobel(lab, -1, 0, 1)
        edges = np.minimum(np.sqrt((across**2 + down**2).sum(axis=2)) / (4 * _EDGE), 1.0)
        reach = 2 * max(1, round(_SLACK * _CELLS)) + 1
        # Between its edges a thing is as much in the way as on them.
        grown = cv2.dilate(edges**1.5, np.ones((reach, reach), np.uint8))
        if self._zoom > 1:
            rows, columns = grown.shape
            turn = cv2.getRotationMatrix2D(((columns - 1) / 2, (rows - 1) / 2), 0, self._zoom)
            grown = np.maximum(grown, cv2.warpAffine(grown, turn, (columns, rows), borderMode=cv2.BORDER_REPLICATE))
        return np.asarray(grown, np.float32)

    @cached_property
    def _clusters(self) -> npt.NDArray[np.float32]:
        """Where there is much detail in a small place: the tip of a tower rather than the rim of a cloud."""
        size = 2 * max(1, round(_TIP_SIZE * _CELLS / 2)) + 1
        return np.asarray(cv2.blur(self.unrest, (size, size)), np.float32) ** 3

    def costs(self, width: float, height: float) -> npt.NDArray[np.float32]:
        """What lettering of ``width`` x ``height`` pixels costs for every cell as its top left corner, 0..1 or so."""
        rows, columns = self.unrest.shape
        tall = min(rows, max(1, round(height / self._cell)))
        wide = min(columns, max(1, round(width / self._cell)))
        sums = np.cumsum(np.vstack([np.zeros((1, columns), np.float32), self.unrest]), axis=0)
        upright = (sums[tall:] - sums[:-tall]) / tall
        mean = cv2.blur(upright, (wide, 1), anchor=(0, 0))
        most = cv2.dilate(upright, np.ones((1, wide), np.uint8), anchor=(0, 0))
        tips = cv2.dilate(self._clusters, np.ones((tall, 1), np.uint8), anchor=(0, 0))
        tips = cv2.dilate(tips, np.ones((1, wide), np.uint8), anchor=(0, 0))[: rows - tall + 1]
        return np.asarray(mean + _UPRIGHT * most**2 + _TIP * tips, np.float32)[:, : columns - wide + 1]

    def corner(self, cells: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
        """The pixel at which each of ``cells`` begins, along either axis."""
        return np.asarray(cells * self._cell, np.float64)

    def tone(self, left: float, top: float, width: float, height: float) -> Tone:
        """The tone of a box."""
        rows, columns = self._small.shape[:2]
        first, last = int(max(0.0, top) / self._cell), int((top + height) / self._cell) + 1
        begin, end = int(max(0.0, left) / self._cell), int((left + width) / self._cell) + 1
        part = self._small[min(first, rows - 1) : last, min(begin, columns - 1) : end].reshape(-1, 3)
        dark, light = np.quantile(luminance(part), (0.1, 0.9))
        return Tone(_mean(part), float(dark), float(light))

    @cached_property
    def deep(self) -> Colour:
        """The mean colour of the picture's darkest tenth."""
        colours = self._small.reshape(-1, 3)
        light = luminance(colours)
        return _mean(colours[light <= np.quantile(light, 0.1)])


def _mean(colours: npt.NDArray[np.uint8]) -> Colour:
    blue, green, red = (float(value) for value in colours.mean(axis=0))
    return blue, green, red


def luminance(colours: npt.NDArray[np.uint8] | npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Relative luminance (WCAG 2) of BGR colours 0..255 along the last axis."""
    share = np.asarray(colours, np.float64) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.0722, 0.7152, 0.2126]), np.float64)


def contrast(first: float, second: float) -> float:
    """The contrast ratio (WCAG 2) of two luminances: 1 for equals .. 21 for black on white."""
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
