"""A shot's layers made ready to be moved: scaled to the video, in the encoder's planes, padded, and divided in regions.

A picture without layers becomes one layer of its own. Knows nothing of cameras or frames.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from studio.errors import ToolError
from studio.tools.film.planes import Plane, Planes, cover, even, to_planes
from studio.tools.film.regions import Region, find_regions, largest_solid, whole
from studio.tools.film.requests import ShotView
from studio.tools.layers import OVERSCAN, Layer, LayeredPicture, read_layers
from studio.tools.tool import Workbench

PAD = 8
"""Pixels added on each side of a layer so that interpolation never meets its edge; more than ``regions.MARGIN``."""
_PLAIN_DEPTH = 0.5
"""A picture without layers moves as a layer of this depth: enough to live, and little is lost at its edges."""


@dataclass(frozen=True)
class MovingLayer:
    """A layer in planes. ``left`` and ``top`` place the corner of its padding in the frame, in pixels; ``drift`` is in
    pixels a frame. ``period_x`` and ``period_y`` are the lengths after which it repeats, or None where it does not.
    """

    planes: Planes
    left: float
    top: float
    depth: float
    drift: tuple[float, float]
    period_x: int | None
    period_y: int | None
    regions: Sequence[Region]
    solid: Region | None

    @property
    def wraps(self) -> bool:
        """Whether it repeats along any axis."""
        return self.period_x is not None or self.period_y is not None


def load_layers(shot: ShotView, bench: Workbench, width: int, height: int, rate: Fraction) -> tuple[MovingLayer, ...]:
    """The layers of ``shot``, farthest first, for a frame of ``width`` x ``height``, which they cover evenly."""
    if shot.layers is None:
        return (_plain(read_picture(bench.path(shot.picture)), width, height),)
    picture = read_layers(bench.path(shot.layers))
    return tuple(
        _moving(layer, picture, (width, height), rate, opaque=number == 0)
        for number, layer in enumerate(picture.layers)
    )


def read_picture(path: Path) -> Plane:
    """A picture file as 8-bit BGR or BGRA; raises ``ToolError`` where it cannot be decoded."""
    content = np.fromfile(path, np.uint8)
    image = cv2.imdecode(content, cv2.IMREAD_UNCHANGED) if content.size else None
    if image is None or image.dtype != np.uint8:
        raise ToolError(f"The picture {path.name} cannot be decoded.", next_step="Draw this picture again.")
    return cast("Plane", cv2.cvtColor(image, cv2.COLOR_GRAY2BGR) if image.ndim == 2 else image)


def _plain(image: Plane, width: int, height: int) -> MovingLayer:
    margin = even(OVERSCAN * _PLAIN_DEPTH * max(width, height)) + 2
    planes = to_planes(cover(image[..., :3], width + 2 * margin, height + 2 * margin))
    regions = whole(planes.width, planes.height)
    return MovingLayer(planes, -margin, -margin, _PLAIN_DEPTH, (0.0, 0.0), None, None, regions, regions[0])


def _moving(
    layer: Layer, picture: LayeredPicture, size: tuple[int, int], rate: Fraction, *, opaque: bool
) -> MovingLayer:
    scale = max(size[0] / picture.width, size[1] / picture.height)
    rows, columns = layer.image.shape[:2]
    wraps = tuple(layer.wraps and speed != 0 for speed in layer.drift)
    # A wrapping layer repeats in whole chroma samples; the thinnest has one.
    new = max(2, even(columns * scale)), max(2, even(rows * scale))
    planes = _scaled(to_planes(layer.image[..., :3] if opaque else layer.image), new)
    ends = _ends(layer, picture, wraps)
    if any(ends) and not opaque and planes.keep is None:
        # A photo, say: beyond its edges one sees what is behind.
        planes = replace(planes, keep=np.zeros_like(planes.y), keep_half=np.zeros_like(planes.u))
    planes = _padded(planes, ends, wraps)
    period_x, period_y = (side if wrapping else None for side, wrapping in zip(new, wraps, strict=True))
    regions = whole(planes.width, planes.height) if planes.keep is None else find_regions(planes.keep)
    per_frame = scale / float(rate)
    return MovingLayer(
        planes,
        (size[0] - picture.width * scale) / 2 + layer.left * scale - PAD,
        (size[1] - picture.height * scale) / 2 + layer.top * scale - PAD,
        layer.depth,
        (layer.drift[0] * per_frame, layer.drift[1] * per_frame),
        period_x,
        period_y,
        _within(regions, period_x, period_y),
        None if any(wraps) else regions[0] if planes.keep is None else largest_solid(planes.keep),
    )


def _ends(layer: Layer, picture: LayeredPicture, wraps: tuple[bool, ...]) -> tuple[bool, bool, bool, bool]:
    """Whether a layer ends within the frame at its top, bottom, left and right; one that wraps (x, y) has no end."""
    rows, columns = layer.image.shape[:2]
    wraps_x, wraps_y = wraps
    return (
        not wraps_y and layer.top > 0,
        not wraps_y and layer.top + rows < picture.height,
        not wraps_x and layer.left > 0,
        not wraps_x and layer.left + columns < picture.width,
    )


def _scaled(planes: Planes, size: tuple[int, int]) -> Planes:
    if size == (planes.width, planes.height):
        return planes
    method = cv2.INTER_AREA if size[0] < planes.width else cv2.INTER_LINEAR

    def scaled(plane: Plane, by: int) -> Plane:
        return cast("Plane", cv2.resize(plane, (size[0] // by, size[1] // by), interpolation=method))

    return planes.each(scaled)


def _padded(planes: Planes, ends: tuple[bool, bool, bool, bool], wraps: tuple[bool, ...]) -> Planes:
    """Pads with nothing where a layer ends (top, bottom, left, right), with its other end where it wraps (x, y), and
    with more of the same where it reaches beyond the frame."""
    wraps_x, wraps_y = wraps
    wrapping = (wraps_y, wraps_y, wraps_x, wraps_x)
    ending = tuple(end and planes.keep is not None for end in ends)
    going_on = tuple(not end and not wrap for end, wrap in zip(ending, wrapping, strict=True))

    def padded(plane: Plane, by: int, nothing: int) -> Plane:
        pad = PAD // by
        plane = _bordered(plane, (wraps_y, wraps_y, False, False), pad, cv2.BORDER_WRAP)
        plane = _bordered(plane, (False, False, wraps_x, wraps_x), pad, cv2.BORDER_WRAP)
        plane = _bordered(plane, going_on, pad, cv2.BORDER_REPLICATE)
        return _bordered(plane, ending, pad, cv2.BORDER_CONSTANT, nothing)

    return planes.each(lambda plane, by: padded(plane, by, 0), lambda plane, by: padded(plane, by, 255))


def _bordered(plane: Plane, sides: tuple[bool, ...], pad: int, kind: int, value: int = 0) -> Plane:
    top, bottom, left, right = (pad * side for side in sides)
    return cast("Plane", cv2.copyMakeBorder(plane, top, bottom, left, right, kind, value=value))


def _within(regions: Sequence[Region], period_x: int | None, period_y: int | None) -> list[Region]:
    """``regions`` cut to one period of a padded layer."""
    x0, x1 = (0, math.inf) if period_x is None else (PAD, PAD + period_x)
    y0, y1 = (0, math.inf) if period_y is None else (PAD, PAD + period_y)
    cut = [
        Region(int(max(r.x0, x0)), int(max(r.y0, y0)), int(min(r.x1, x1)), int(min(r.y1, y1)), r.solid) for r in regions
    ]
    return [region for region in cut if region.x0 < region.x1 and region.y0 < region.y1]
