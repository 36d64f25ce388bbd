"""Draws the lettering of title and end cards: a large serif title, a subtitle, a footnote, a logo. Never cut off.

Knows nothing of frames or fades.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from studio.tools.film.text.breaking import even_lines
from studio.tools.film.text.drawing import Bitmap, glyph_paths, over, render, soft_shadow
from studio.tools.film.text.faces import FontChoice
from studio.tools.film.text.shaping import ShapedLine, line_metrics, shape_line

_TITLE_LINES = 3
_SUBTITLE_LINES = 3
_FOOTNOTE_LINES = 2
_OPTICAL_CENTRE = 0.38
_SHRINK = 0.92
_SHADOW_COLOUR = "#0b0e18"
_HAIRLINE = 0.0012
_EDGE = 0.0055
_SHADOW_REACH = 0.08
"""Widths of strokes, and how far a shadow is seen, as shares of the frame's measure."""


@dataclass(frozen=True)
class LetteringFonts:
    """Faces for the title and for the smaller text."""

    title: FontChoice
    text: FontChoice


@dataclass(frozen=True)
class _Setting:
    lines: tuple[ShapedLine, ...]
    step: float

    @property
    def height(self) -> float:
        return self.step * len(self.lines)


def draw_lettering(
    title: str,
    subtitle: str,
    footnote: str,
    *,
    language: str,
    fonts: LetteringFonts,
    colour: str,
    width: int,
    height: int,
    logo: npt.NDArray[np.uint8] | None = None,
) -> Bitmap:
    """Lettering for a frame of ``width`` x ``height`` pixels, as a bitmap of the whole frame.

    ``logo`` is BGRA with straight alpha. Titles wrap to at most three lines and shrink until they fit.
    """
    measure = min(width, height * 1.25)
    room = width * 0.84
    logo_height = height * 0.2 if logo is not None else 0.0
    gap = measure * 0.035
    title_setting = _fit(title, language, fonts.title, measure * 0.105, room, height * 0.45, _TITLE_LINES, 0.02)
    subtitle_setting = _fit(subtitle, language, fonts.text, measure * 0.038, room, height * 0.2, _SUBTITLE_LINES, 0.01)
    footnote_setting = _fit(footnote, language, fonts.text, measure * 0.024, room, height * 0.1, _FOOTNOTE_LINES, 0.0)
    block = logo_height + title_setting.height + subtitle_setting.height
    block += gap * (bool(logo_height) + bool(subtitle_setting.lines))
    # A little above the middle: pictures keep their sky calm, and their figures stand below it.
    top = max(height * 0.06, height * _OPTICAL_CENTRE - block / 2)
    image = np.zeros((height, width, 4), np.uint8)
    if logo is not None:
        _place_logo(image, logo, top, logo_height, room)
        top += logo_height + gap
    _place(image, title_setting, top, colour, measure)
    _place(image, subtitle_setting, top + title_setting.height + gap, colour, measure)
    _place(image, footnote_setting, height * 0.955 - footnote_setting.height, colour, measure)
    return Bitmap(image, 0, 0)


def _fit(
    text: str,
    language: str,
    fonts: FontChoice,
    size: float,
    max_width: float,
    max_height: float,
    max_lines: int,
    spacing: float,
) -> _Setting:
    """The largest setting of ``text`` up to ``size`` that has at most ``max_lines`` lines and fits."""
    text = " ".join(text.split())
    # A first guess saves trying sizes at which even perfectly even lines are too long.
    whole = shape_line(text, language, fonts, size, size * spacing).width
    size = min(size, 1.1 * size * max_lines * max_width / max(whole, 1.0))
    while text:
        # Breaking measures without letter spacing, which adds most to narrow letters.
        broken = even_lines(text, language, fonts, size, max_width / (1 + 2.5 * spacing), max_lines)
        shown = [text[line.start : line.end] for line in broken or ()]
        lines = tuple(shape_line(line, language, fonts, size, size * spacing) for line in shown)
        ascent, descent = line_metrics(size)
        setting = _Setting(lines, (ascent + descent) * 0.92)
        if lines and setting.height <= max_height and all(line.width <= max_width for line in lines):
            return setting
        size *= _SHRINK
    return _Setting((), 0.0)


def _place(image: npt.NDArray[np.uint8], setting: _Setting, top: float, colour: str, measure: float) -> None:
    """Draw a setting over ``image``, centred, with its shadow; only the part that it covers is touched."""
    if not setting.lines:
        return
    height, width = image.shape[:2]
    reach = measure * _SHADOW_REACH
    half = max(line.width for line in setting.lines) / 2 + reach
    left, right = max(0, int(width / 2 - half)), min(width, int(width / 2 + half) + 1)
    first, last = max(0, int(top - reach)), min(height, int(top + setting.height + reach) + 1)
    box = (slice(first, last), slice(left, right))

    def layer(colour: str, stroke: float) -> npt.NDArray[np.uint8]:
        paths = _paths(setting, width / 2 - left, top - first, stroke)
        body = f'<g fill="{colour}" stroke="{colour}" stroke-linejoin="round">{paths}</g>'
        return render(body, right - left, last - first)

    dark = layer(_SHADOW_COLOUR, measure * _EDGE)
    shadow = over(soft_shadow(dark, measure * 0.004, 0.8), soft_shadow(dark, measure * 0.025, 0.6))
    # Display faces have hairlines that video swallows: the letters carry a thin stroke of their own colour.
    image[box] = over(over(layer(colour, measure * _HAIRLINE), shadow), image[box])


def _paths(setting: _Setting, centre: float, top: float, stroke: float) -> str:
    paths = []
    for number, line in enumerate(setting.lines):
        ascent, descent = line_metrics(line.size)
        baseline = top + number * setting.step + setting.step / 2 + (ascent - descent) / 2
        paths.append(glyph_paths(line, centre - line.width / 2, baseline, stroke=stroke))
    return "".join(paths)


def _place_logo(
    image: npt.NDArray[np.uint8], logo: npt.NDArray[np.uint8], top: float, height: float, max_width: float
) -> None:
    scale = min(height / logo.shape[0], max_width / logo.shape[1])
    size = max(1, round(logo.shape[1] * scale)), max(1, round(logo.shape[0] * scale))
    # Colour is scaled with its alpha, or transparent edges bleed.
    solid = logo.astype(np.float32)
    solid[:, :, :3] *= solid[:, :, 3:] / 255
    scaled = cv2.resize(solid, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    alpha = np.clip(scaled[:, :, 3:], 0, 255)
    colour = np.clip(scaled[:, :, :3] * 255 / np.maximum(alpha, 1), 0, 255)
    left = (image.shape[1] - size[0]) // 2
    row = round(top + (height - size[1]) / 2)
    image[row : row + size[1], left : left + size[0]] = np.round(np.concatenate((colour, alpha), axis=2)).astype(
        np.uint8
    )
