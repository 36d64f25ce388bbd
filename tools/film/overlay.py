"""Captions and lettering over a shot: drawn once per change, blended only where they are.

Decides how large captions are and where they stand. Knows nothing of fonts or line breaking (``studio.tools.film.text``
does), nor of cameras. What no font covers is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from studio.tools.film.camera import view
from studio.tools.film.moving import read_picture
from studio.tools.film.planes import FramePlanes, Plane, Planes, blend, cover, to_planes
from studio.tools.film.regions import Region, find_regions
from studio.tools.film.requests import BurnedCaption, Lettering, ShotView
from studio.tools.film.text.breaking import MAX_LINES, caption_blocks
from studio.tools.film.text.drawing import Bitmap, CaptionLine, draw_caption
from studio.tools.film.text.fonts import CAPTION_FACE, FontChoice
from studio.tools.film.text.fonts import cover as covering_fonts
from studio.tools.film.text.lettering import LetteringFonts, draw_lettering
from studio.tools.tool import Workbench

_SHRINK = 0.94
_LEAST_SIZE = 6.0
_CAPTION_FADE = 3
_LETTERING_FADE = 18
"""Frames that each takes to appear and to go, at most a quarter of its time."""
_SHIPPED = FontChoice((CAPTION_FACE,))


@dataclass(frozen=True)
class CaptionPlace:
    """Pixels an em, the widest line, and the lowest descent of captions in a frame, all in pixels."""

    size: float
    max_width: float
    bottom: float


def caption_place(width: int, height: int) -> CaptionPlace:
    """Where captions stand in a frame of ``width`` x ``height``; blocks are broken for this size and width."""
    upright = height > width
    return CaptionPlace(
        size=max(9.0, min(width * 0.052, height * 0.046)),
        max_width=width * (0.86 if upright else 0.72),
        bottom=height * (0.88 if upright else 0.93),
    )


class Overlay:
    """What is written over the frames of one shot."""

    def __init__(self, shot: ShotView, bench: Workbench, width: int, height: int) -> None:
        self._shot, self._width, self._height = shot, width, height
        lettering = shot.lettering
        self._lettering = (
            None if lettering is None else _Writing(_lettering(shot, lettering, bench, width, height), width, height)
        )
        self._caption: _Writing | None = None
        self._caption_of: tuple[BurnedCaption, tuple[int, int] | None] | None = None

    def draw(self, frame: int, target: FramePlanes) -> None:
        """Write what ``frame`` of the shot shows into ``target``."""
        lettering = self._shot.lettering
        if lettering is not None and self._lettering is not None:
            self._lettering.draw(_opacity(frame, lettering.start, lettering.end, _LETTERING_FADE), target)
        for caption in self._shot.captions:
            opacity = _opacity(frame, caption.start, caption.end, _CAPTION_FADE)
            if opacity > 0:
                self._draw_caption(caption, frame, opacity, target)

    def _draw_caption(self, caption: BurnedCaption, frame: int, opacity: float, target: FramePlanes) -> None:
        heard = next(((w.start_char, w.end_char) for w in caption.words if w.start <= frame < w.end), None)
        if self._caption_of != (caption, heard):
            bitmap = _captioned(caption, heard, self._width, self._height)
            self._caption = None if bitmap is None else _Writing(bitmap, self._width, self._height)
            self._caption_of = (caption, heard)
        if self._caption is not None:
            self._caption.draw(opacity, target)


class _Writing:
    """A bitmap in planes, cut to the frame and divided into the parts where something is written."""

    def __init__(self, bitmap: Bitmap, width: int, height: int) -> None:
        x0, y0 = max(bitmap.left, 0) // 2 * 2, max(bitmap.top, 0) // 2 * 2
        x1 = min(bitmap.left + bitmap.image.shape[1], width)
        y1 = min(bitmap.top + bitmap.image.shape[0], height)
        canvas = np.zeros((max(-(-(y1 - y0) // 2) * 2, 0), max(-(-(x1 - x0) // 2) * 2, 0), 4), np.uint8)
        part = bitmap.image[max(-bitmap.top, 0) : y1 - bitmap.top, max(-bitmap.left, 0) : x1 - bitmap.left]
        row, column = max(bitmap.top, 0) - y0, max(bitmap.left, 0) - x0
        canvas[row : row + part.shape[0], column : column + part.shape[1]] = part
        self._left, self._top = x0, y0
        self._parts: list[tuple[Region, Planes]] = []
        if canvas.size and canvas[..., 3].any():
            planes = to_planes(canvas)
            regions = [] if planes.keep is None else find_regions(planes.keep)
            self._parts = [(region, _cut(planes, region)) for region in regions]

    def draw(self, opacity: float, target: FramePlanes) -> None:
        """Blend into ``target``; ``opacity`` 0..1."""
        if opacity <= 0:
            return
        for region, full in self._parts:
            planes = full if opacity >= 1 else _faded(full, opacity)
            left, top = self._left + region.x0, self._top + region.y0
            for colour, keep, plane, by in (
                (planes.y, planes.keep, target.y, 1),
                (planes.u, planes.keep_half, target.u, 2),
                (planes.v, planes.keep_half, target.v, 2),
            ):
                rows, columns = colour.shape
                if keep is not None:
                    blend(colour, keep, plane[top // by : top // by + rows, left // by : left // by + columns])


def _cut(planes: Planes, region: Region) -> Planes:
    return planes.each(
        lambda plane, by: np.ascontiguousarray(
            plane[region.y0 // by : region.y1 // by, region.x0 // by : region.x1 // by]
        )
    )


def _faded(planes: Planes, opacity: float) -> Planes:
    # What is kept of the picture behind is 255 - (255 - keep) * opacity, which is never negative.
    return planes.each(
        lambda colour, _: cast("Plane", cv2.convertScaleAbs(colour, alpha=opacity)),
        lambda keep, _: cast("Plane", cv2.convertScaleAbs(keep, alpha=opacity, beta=255 * (1 - opacity))),
    )


def _opacity(frame: int, start: int, end: int, longest_fade: int) -> float:
    """0 outside ``start`` <= frame < ``end``, 1 well inside, smooth in between."""
    if not start <= frame < end:
        return 0.0
    fade = min(longest_fade, (end - start) // 4)
    t = min((frame - start + 1) / (fade + 1), (end - frame) / (fade + 1), 1.0)
    return t * t * (3 - 2 * t)


def _captioned(caption: BurnedCaption, heard: tuple[int, int] | None, width: int, height: int) -> Bitmap | None:
    fonts = covering_fonts(caption.text, caption.language)
    if fonts is None:
        return None
    place = caption_place(width, height)
    size = place.size
    while True:
        blocks = caption_blocks(caption.text, caption.language, fonts, size, place.max_width)
        lines = [
            CaptionLine(caption.text[line.start : line.end], line.start) for block in blocks for line in block.lines
        ]
        if len(lines) <= MAX_LINES or size < _LEAST_SIZE:
            break
        size *= _SHRINK
    return draw_caption(lines, caption.language, fonts, size, centre=width / 2, bottom=place.bottom, highlight=heard)


def _lettering(shot: ShotView, lettering: Lettering, bench: Workbench, width: int, height: int) -> Bitmap:
    title, small = (
        covering_fonts(text, lettering.language, display=display)
        for text, display in ((lettering.title, True), (lettering.subtitle + lettering.footnote, False))
    )
    return draw_lettering(
        "" if title is None else lettering.title,
        "" if small is None else lettering.subtitle,
        "" if small is None else lettering.footnote,
        language=lettering.language,
        fonts=LetteringFonts(title or _SHIPPED, small or _SHIPPED),
        colour=lettering.colour,
        zoom=max(view(shot.move, shot.strength, frame, shot.frames, shot.seed).zoom for frame in (0, shot.frames - 1)),
        picture=_opaque(cover(read_picture(bench.path(shot.picture)), width, height)),
        logo=None if lettering.logo is None else _with_alpha(read_picture(bench.path(lettering.logo))),
    )


def _opaque(image: Plane) -> Plane:
    """BGR or BGRA as BGR."""
    return image[:, :, :3]


def _with_alpha(image: Plane) -> Plane:
    """BGR or BGRA as BGRA."""
    return image if image.shape[2] == 4 else cast("Plane", cv2.cvtColor(image, cv2.COLOR_BGR2BGRA))
