"""One frame of a shot: every layer put where the camera's view puts it, farthest first, or its footage as it is; then
captions and lettering.

Works in the encoder's planes. What is hidden behind solid parts of nearer layers is not drawn, and the far layers that
have not moved since the last frame are not drawn again. Knows nothing of encoding, transitions or timelines.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from studio.tools.film.camera import View, view
from studio.tools.film.moving import PAD, MovingLayer, load_layers
from studio.tools.film.overlay import Overlay
from studio.tools.film.planes import SITING, FramePlanes, Plane, blend, even
from studio.tools.film.playback import Playback
from studio.tools.film.regions import Region
from studio.tools.film.requests import ShotView
from studio.tools.film.warp import Axis, Window
from studio.tools.tool import Workbench

_STEP = 32
"""Placements are rounded to this fraction of a pixel, so that what hardly moves need not be drawn in every frame."""


@dataclass(frozen=True)
class _Box:
    """A rectangle of the frame, even on all sides."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def empty(self) -> bool:
        return self.x0 >= self.x1 or self.y0 >= self.y1

    def without(self, cover: _Box) -> _Box:
        """This box less ``cover`` where what remains is still a box; else unchanged."""
        if cover.x0 <= self.x0 and cover.x1 >= self.x1:
            if cover.y0 <= self.y0 < cover.y1:
                return _Box(self.x0, cover.y1, self.x1, self.y1)
            if cover.y0 < self.y1 <= cover.y1:
                return _Box(self.x0, self.y0, self.x1, cover.y0)
        if cover.y0 <= self.y0 and cover.y1 >= self.y1:
            if cover.x0 <= self.x0 < cover.x1:
                return _Box(cover.x1, self.y0, self.x1, self.y1)
            if cover.x0 < self.x1 <= cover.x1:
                return _Box(self.x0, self.y0, cover.x0, self.y1)
        return self


@dataclass(frozen=True)
class _Placement:
    """How frame pixels map to pixels of a padded layer."""

    across: Axis
    down: Axis


class Compositor:
    """Draws the frames of one shot, in any order; consecutive frames are cheapest. Not for two threads at once."""

    def __init__(self, shot: ShotView, bench: Workbench, width: int, height: int, rate: Fraction) -> None:
        self._shot, self._width, self._height = shot, width, height
        self._playback = Playback(shot.footage, bench, width, height) if shot.footage else None
        self._layers = () if self._playback else load_layers(shot, bench, width, height, rate)
        self._overlay = Overlay(shot, bench, width, height)
        self._last: tuple[_Placement, ...] = ()
        self._still = FramePlanes(width, height)
        self._still_of: tuple[_Placement, ...] = ()
        # Two rectangles at a time wait here to be blended; small ones stay in the processor's cache.
        self._veil = np.empty(width * height, np.uint8)
        self._colour = np.empty(width * height, np.uint8)

    @property
    def layers(self) -> int:
        """How many layers are moved."""
        return len(self._layers)

    def compose(self, frame: int, target: FramePlanes) -> None:
        """Draw ``frame`` of the shot into ``target``, which has the compositor's size."""
        if self._playback is not None:
            self._playback.show(frame, target)
        else:
            self._compose_layers(frame, target)
        self._overlay.draw(frame, target)

    def _compose_layers(self, frame: int, target: FramePlanes) -> None:
        shot = self._shot
        camera = view(shot.move, shot.strength, frame, shot.frames, shot.seed)
        placements = tuple(self._place(layer, camera, frame) for layer in self._layers)
        resting = 0
        while resting < len(self._last) and placements[resting] == self._last[resting]:
            resting += 1
        self._last = placements
        if resting:
            if self._still_of != placements[:resting]:
                self._draw(placements[:resting], 0, self._still)
                self._still_of = placements[:resting]
            np.copyto(target.buffer, self._still.buffer)
        self._draw(placements, resting, target)

    def _place(self, layer: MovingLayer, camera: View, frame: int) -> _Placement:
        longer = max(self._width, self._height)
        scale = camera.scale(layer.depth)
        shift_x, shift_y = camera.shift(layer.depth)
        drift_x, drift_y = layer.drift

        def along(shift: float, drift: float, period: int | None, origin: float, side: int, length: int) -> Axis:
            centre, shown = length / 2, scale
            moved = shift * longer + drift * frame * scale
            if layer.wraps:
                # Clouds, mist and rain keep their size, which nobody sees and is much cheaper, and their place.
                away = 0.0 if period is not None else origin + side / 2 - centre
                moved, shown = shift * longer + drift * frame + away * (scale - 1), 1.0
            # The frame's centre is the fixed point of the zoom.
            return Axis(shown, centre - origin - (centre + round(moved * _STEP) / _STEP) / shown)

        return _Placement(
            along(shift_x, drift_x, layer.period_x, layer.left, layer.planes.width, self._width),
            along(shift_y, drift_y, layer.period_y, layer.top, layer.planes.height, self._height),
        )

    def _draw(self, placements: tuple[_Placement, ...], first: int, target: FramePlanes) -> None:
        """Draw the layers from ``first`` on over what ``target`` shows already."""
        hiding: list[_Box] = []
        jobs: list[tuple[MovingLayer, _Placement, list[_Box]]] = []
        for number in range(len(placements) - 1, first - 1, -1):
            layer, placement = self._layers[number], placements[number]
            jobs.append((layer, placement, list(hiding)))
            if layer.solid is not None:
                hiding.append(_box(layer.solid, placement.across, placement.down))
        for layer, placement, hidden_by in reversed(jobs):
            for across in _repeated(placement.across, layer.period_x, self._width):
                for down in _repeated(placement.down, layer.period_y, self._height):
                    for region, box in self._visible(layer, across, down, hidden_by):
                        self._draw_box(layer, region.solid, across, down, box, target)

    def _visible(
        self, layer: MovingLayer, across: Axis, down: Axis, hidden_by: list[_Box]
    ) -> Iterator[tuple[Region, _Box]]:
        for region in layer.regions:
            box = _box(region, across, down)
            box = _Box(max(box.x0, 0), max(box.y0, 0), min(box.x1, self._width), min(box.y1, self._height))
            for cover in hidden_by:
                box = box.without(cover)
            if not box.empty:
                yield region, box

    def _draw_box(
        self, layer: MovingLayer, solid: bool, across: Axis, down: Axis, box: _Box, target: FramePlanes
    ) -> None:
        planes = layer.planes
        x0, y0, width, height = box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0
        full = Window(across, down, x0, y0, width, height)
        half = Window(across.halved(SITING), down.halved(0.0), x0 // 2, y0 // 2, width // 2, height // 2)
        luma, chroma = [(planes.y, target.y)], [(planes.u, target.u), (planes.v, target.v)]
        self._paint(full, None if solid else planes.keep, luma)
        self._paint(half, None if solid else planes.keep_half, chroma)

    def _paint(self, window: Window, keep: Plane | None, pairs: list[tuple[Plane, Plane]]) -> None:
        size = window.width * window.height
        shape = (window.height, window.width)
        veil, colour = self._veil[:size].reshape(shape), self._colour[:size].reshape(shape)
        if keep is not None:
            window.sample(keep, veil)
        for source, target in pairs:
            shown = target[window.top : window.top + window.height, window.left : window.left + window.width]
            if keep is None:
                window.sample(source, shown)
            else:
                window.sample(source, colour)
                blend(colour, veil, shown)


def _repeated(axis: Axis, period: int | None, length: int) -> list[Axis]:
    """The axis once, or once for every repetition that the frame shows."""
    if period is None:
        return [axis]
    first, last = axis.offset - PAD, length / axis.scale + axis.offset - PAD
    numbers = range(math.floor(first / period), math.floor(last / period) + 1)
    return [Axis(axis.scale, axis.offset - number * period) for number in numbers]


def _box(region: Region, across: Axis, down: Axis) -> _Box:
    return _Box(
        even((region.x0 - across.offset) * across.scale),
        even((region.y0 - down.offset) * down.scale),
        even((region.x1 - across.offset) * across.scale),
        even((region.y1 - down.offset) * down.scale),
    )
