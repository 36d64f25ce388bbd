"""Draws captions: bright text with a dark outline over a soft shadow, and the word that is heard in a warm colour.

Glyph outlines come shaped; a highlighted word changes colour glyph by glyph, so joined scripts stay joined. Knows
nothing of time or of frames.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt
import resvg_py

from studio.tools.film.text.faces import FontChoice
from studio.tools.film.text.shaping import ShapedLine, line_metrics, outline, shape_line, units_per_em

TEXT_COLOUR = "#fffdf5"
HEARD_COLOUR = "#ffcf5c"
_OUTLINE_COLOUR = "#10131c"
_LINE_HEIGHT = 1.32
_OUTLINE = 0.11
"""Width of the dark outline's stroke in ems; half of it shows."""


@dataclass(frozen=True)
class Bitmap:
    """``image`` is height x width x 4, uint8, BGRA with straight alpha; its corner belongs at ``left``, ``top``."""

    image: npt.NDArray[np.uint8]
    left: int
    top: int


@dataclass(frozen=True)
class CaptionLine:
    """A line to draw, and where its text begins in the caption's own text (for the highlight)."""

    text: str
    start: int = 0


@dataclass(frozen=True)
class _Plate:
    """A caption without highlight: the letters' alpha, what is behind them, and both together."""

    letters: npt.NDArray[np.uint8]
    back: npt.NDArray[np.uint8]
    image: npt.NDArray[np.uint8]


def draw_caption(
    lines: Sequence[CaptionLine],
    language: str,
    fonts: FontChoice,
    size: float,
    *,
    centre: float,
    bottom: float,
    highlight: tuple[int, int] | None = None,
) -> Bitmap:
    """Lines of text centred on ``centre`` with the lowest line's descent at ``bottom`` (pixels in the frame).

    ``size`` is pixels an em. ``highlight`` is a range of characters of the caption's text. The size and place of the
    bitmap do not depend on it; the next word of the same caption redraws only that word.
    """
    texts = tuple(line.text for line in lines)
    plate = _plate(texts, language, fonts, size)
    height, width = plate.letters.shape
    image = plate.image.copy()
    if highlight is not None:
        for number, line in enumerate(lines):
            marked = (max(0, highlight[0] - line.start), highlight[1] - line.start)
            _mark(image, plate, texts, number, marked, language, fonts, size)
    return Bitmap(image, round(centre - width / 2), round(bottom + _margin(size) - height))


def glyph_paths(
    line: ShapedLine, x: float, baseline: float, *, marked: tuple[int, int] | None = None, stroke: float = 0.0
) -> str:
    """SVG paths of a line that begins at ``x``, or of its characters ``marked``; ``stroke`` is in pixels."""
    paths: list[str] = []
    for glyph in line.glyphs:
        data = outline(glyph.face, glyph.glyph)
        if not data or (marked is not None and not marked[0] <= glyph.cluster < marked[1]):
            continue
        scale = line.size / units_per_em(glyph.face)
        edge = f' stroke-width="{stroke / scale:.1f}"' if stroke else ""
        paths.append(
            f'<path transform="translate({x + glyph.x:.3f} {baseline + glyph.y:.3f})'
            f' scale({scale:.6f} {-scale:.6f})"{edge} d="{data}"/>'
        )
    return "".join(paths)


def _margin(size: float) -> int:
    return round(size * 0.6)


def _origin(lines: Sequence[ShapedLine], number: int, width: int, size: float) -> tuple[float, float]:
    """Where line ``number`` begins in the bitmap: x and baseline."""
    ascent, _ = line_metrics(size)
    return (width - lines[number].width) / 2, _margin(size) + ascent + number * size * _LINE_HEIGHT


@lru_cache(maxsize=4)
def _plate(texts: tuple[str, ...], language: str, fonts: FontChoice, size: float) -> _Plate:
    shaped = [shape_line(text, language, fonts, size) for text in texts]
    ascent, descent = line_metrics(size)
    width = int(max((line.width for line in shaped), default=0)) + 2 * _margin(size) + 2
    height = int(ascent + descent + size * _LINE_HEIGHT * (len(shaped) - 1)) + 2 * _margin(size) + 2
    stroke = max(2.0, size * _OUTLINE)
    thin, thick = [
        "".join(
            glyph_paths(line, *_origin(shaped, number, width, size), stroke=edge) for number, line in enumerate(shaped)
        )
        for edge in (0.0, stroke)
    ]
    silhouette = render(
        f'<g fill="{_OUTLINE_COLOUR}" stroke="{_OUTLINE_COLOUR}" stroke-linejoin="round">{thick}</g>', width, height
    )
    letters = render(f'<g fill="{TEXT_COLOUR}">{thin}</g>', width, height)
    back = over(silhouette, soft_shadow(silhouette, size * 0.14, 0.7))
    return _Plate(letters[:, :, 3], back, over(letters, back))


def _mark(
    image: npt.NDArray[np.uint8],
    plate: _Plate,
    texts: tuple[str, ...],
    number: int,
    marked: tuple[int, int],
    language: str,
    fonts: FontChoice,
    size: float,
) -> None:
    """Recolour the glyphs of the characters ``marked`` of one line; their edges stay as they are."""
    shaped = [shape_line(text, language, fonts, size) for text in texts]
    inside = [glyph for glyph in shaped[number].glyphs if marked[0] <= glyph.cluster < marked[1]]
    if not inside:
        return
    x, baseline = _origin(shaped, number, image.shape[1], size)
    reach = size * 0.5
    left = max(0, int(x + min(glyph.x for glyph in inside) - reach))
    right = min(image.shape[1], int(x + max(glyph.x + glyph.advance for glyph in inside) + reach) + 1)
    top = max(0, int(baseline - size * 1.3))
    bottom = min(image.shape[0], int(baseline + size * 0.7))
    body = glyph_paths(shaped[number], x - left, baseline - top, marked=marked)
    heard = render(f'<g fill="{HEARD_COLOUR}">{body}</g>', right - left, bottom - top)
    box = (slice(top, bottom), slice(left, right))
    front = np.empty_like(heard)
    front[:, :, :3] = np.where(heard[:, :, 3:] > 0, _bgr(HEARD_COLOUR), _bgr(TEXT_COLOUR))
    front[:, :, 3] = plate.letters[box]
    image[box] = over(front, plate.back[box])


def _bgr(colour: str) -> npt.NDArray[np.uint8]:
    return np.array([int(colour[index : index + 2], 16) for index in (5, 3, 1)], np.uint8)


def render(body: str, width: int, height: int) -> npt.NDArray[np.uint8]:
    """SVG elements as a BGRA picture with straight alpha."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{body}</svg>'
    png = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)
    image = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    return np.asarray(image, np.uint8)


def soft_shadow(image: npt.NDArray[np.uint8], radius: float, strength: float) -> npt.NDArray[np.uint8]:
    """A blurred black copy of a picture's alpha; ``radius`` in pixels, ``strength`` 0..1 is its opacity."""
    height, width = image.shape[:2]
    # A wide blur has no detail: it is made small and enlarged.
    shrink = max(1, int(radius / 3))
    small = cv2.resize(image[:, :, 3], (-(-width // shrink), -(-height // shrink)), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small.astype(np.float32), (0, 0), max(0.5, radius / shrink))
    shadow = np.zeros_like(image)
    alpha = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)
    shadow[:, :, 3] = np.clip(alpha * strength, 0, 255).astype(np.uint8)
    return shadow


def over(front: npt.NDArray[np.uint8], back: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Porter and Duff's "over" of two BGRA pictures of one size with straight alpha."""
    front_alpha = front[:, :, 3:].astype(np.float32) / 255
    back_alpha = back[:, :, 3:].astype(np.float32) / 255 * (1 - front_alpha)
    alpha = front_alpha + back_alpha
    colour = front[:, :, :3] * front_alpha + back[:, :, :3] * back_alpha
    mixed = np.empty_like(front)
    mixed[:, :, :3] = np.round(colour / np.maximum(alpha, 1e-6)).astype(np.uint8)
    mixed[:, :, 3:] = np.round(alpha * 255).astype(np.uint8)
    return mixed
