"""Draws the lettering of title and end cards: a large serif title, a subtitle, a footnote, a logo. Never cut off.

The words go where the picture is calm, as large as that place allows, in lines of even length. They are light or dark
as the picture asks, over a soft shade that is no stronger than legibility needs. Knows nothing of frames or fades.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from studio.tools.film.text.breaking import balanced_lines
from studio.tools.film.text.calm import Colour, Ground, Tone, contrast, luminance
from studio.tools.film.text.drawing import Bitmap, glyph_paths, over, render, soft_shadow
from studio.tools.film.text.faces import FontChoice
from studio.tools.film.text.shaping import ShapedLine, line_metrics, shape_line

_TITLE, _SUBTITLE, _FOOTNOTE = 0.1, 0.038, 0.026
"""The largest sizes in ems, as shares of the frame's measure."""
_TITLE_LINES = 8
_SUBTITLE_LINES = 3
_FOOTNOTE_LINES = 2
_SPACING = 0.02
_MARGIN = 0.075
_FOOT = 0.945
_OPTICAL_CENTRE = 0.37
_SHRINK = 0.92
_LEAST_SHARE = 0.5
"""Titles are not made smaller than this share of what would fit for the sake of a calm place."""
_UNREST_COST, _SIZE_COST, _ASIDE_COST, _ABOVE_COST = 1.0, 0.9, 0.3, 0.35
_LINE_COST, _UNEVEN_COST, _NARROW_COST = 0.04, 0.3, 0.6
_AIR = 0.8
"""Room that is kept free on either side of the lines, in ems."""
_NARROW = 4.5
"""Lines narrower than so many ems look like words that were left over; a text is not broken into such alone."""
_CONTRAST = 4.5
"""WCAG 2's ratio for text; large letters would do with 3."""
_DARKEST_GROUND = 0.42
"""Letters are dark only where all of the ground is brighter than this luminance."""
_INK = 0.018
"""The luminance of dark letters at most."""
_STRONGEST_SHADE = 0.8
_HAIRLINE = 0.0012
_PAD, _BLUR = 0.35, 0.6
"""How far the shade reaches beyond the lines before it is blurred, and the blur, in ems."""
_LEAST_BLUR = 0.02
"""The least blur as a share of the measure: under small words a tight shade would look like a label."""


@dataclass(frozen=True)
class LetteringFonts:
    """Faces for the title and for the smaller text."""

    title: FontChoice
    text: FontChoice


@dataclass(frozen=True)
class _Setting:
    lines: tuple[ShapedLine, ...] = ()
    step: float = 0.0

    @property
    def width(self) -> float:
        return max((line.width for line in self.lines), default=0.0)

    @property
    def height(self) -> float:
        return self.step * len(self.lines)

    @property
    def size(self) -> float:
        return self.lines[0].size if self.lines else 0.0

    @property
    def cost(self) -> float:
        """Of lines that are many, uneven, or single short words."""
        if len(self.lines) < 2:
            return 0.0
        narrowest = min(line.width for line in self.lines)
        scant = max(0.0, 1 - narrowest / (_NARROW * self.size))
        uneven = 1 - narrowest / max(self.width, 1.0)
        return _LINE_COST * (len(self.lines) - 1) + _UNEVEN_COST * uneven**2 + _NARROW_COST * scant


@dataclass(frozen=True)
class _Inks:
    """Colours of letters and shade (hex), and how strong the shade is, 0..1."""

    letters: str
    shade: str
    strength: float


def draw_lettering(
    title: str,
    subtitle: str,
    footnote: str,
    *,
    language: str,
    fonts: LetteringFonts,
    colour: str,
    picture: npt.NDArray[np.uint8],
    zoom: float = 1.0,
    logo: npt.NDArray[np.uint8] | None = None,
) -> Bitmap:
    """Lettering over ``picture`` (BGR, as large as the frame), as a bitmap of the whole frame.

    ``zoom`` is how much larger than painted the camera shows the picture at most, while the lettering stays.
    ``colour`` is that of light letters. ``logo`` is BGRA with straight alpha. Titles wrap and shrink until they fit.
    """
    height, width = picture.shape[:2]
    ground = Ground(picture, zoom)
    measure = min(width, height * 1.25)
    room = width * (1 - 2 * _MARGIN)
    logo_height = height * 0.18 if logo is not None else 0.0
    gap = measure * 0.035
    below = _fit(subtitle, language, fonts.text, measure * _SUBTITLE, room, height * 0.2, _SUBTITLE_LINES)
    foot = _fit(footnote, language, fonts.text, measure * _FOOTNOTE, room, height * 0.1, _FOOTNOTE_LINES)
    extra = (logo_height + gap) * bool(logo_height) + (below.height + gap) * bool(below.lines)
    least = max(below.width, 0.0 if logo is None else min(room, logo_height * logo.shape[1] / logo.shape[0]))
    foot_top = height * _FOOT - foot.height
    settings = list(_settings(title, language, fonts.title, measure * _TITLE, room, height * 0.5, _TITLE_LINES))
    chosen, centre, top = _place(ground, settings or [_Setting()], extra, least, foot_top - 2 * gap)
    image = np.zeros((height, width, 4), np.uint8)
    if logo is not None:
        _place_logo(image, logo, centre, top, logo_height, room)
        top += logo_height + gap
    _draw(image, ground, chosen, centre, top, colour, measure)
    _draw(image, ground, below, centre, top + chosen.height + gap * bool(chosen.lines), colour, measure)
    _draw(image, ground, foot, width / 2, foot_top, colour, measure)
    return Bitmap(image, 0, 0)


def _place(
    ground: Ground, settings: list[_Setting], extra: float, least: float, floor: float
) -> tuple[_Setting, float, float]:
    """The setting that suits the picture best, the middle of its lines and the top of its block, in pixels.

    ``extra`` is the height of what else is in the block, ``least`` its width, ``floor`` where the block ends at most.
    """
    largest = max(setting.size for setting in settings)
    settings = [setting for setting in settings if setting.size >= largest * _LEAST_SHARE]
    best: tuple[float, _Setting, float, float] | None = None
    for setting in settings:
        wide, tall = max(setting.width, least), setting.height + extra
        if not wide:
            continue
        air = _AIR * setting.size
        costs = _UNREST_COST * ground.costs(wide + 2 * air, tall + air)
        rows, columns = (np.arange(count) for count in costs.shape)
        left, top = np.meshgrid(ground.corner(columns) + air, ground.corner(rows) + air / 2)
        middle, centre = (left + wide / 2) / ground.width, (top + tall / 2) / ground.height
        costs += _ASIDE_COST * np.abs(middle - 0.5) + _ABOVE_COST * np.abs(centre - _OPTICAL_CENTRE)
        costs += setting.cost + _SIZE_COST * np.log(largest / setting.size if setting.size else 1.0)
        edge = _MARGIN * min(ground.width, ground.height)
        outside = (left < edge) | (left + wide > ground.width - edge) | (top < edge) | (top + tall > floor)
        costs[outside] = np.inf
        row, column = np.unravel_index(int(costs.argmin()), costs.shape)
        cost = float(costs[row, column])
        if best is None or cost < best[0]:
            best = (cost, setting, float(left[row, column]) + wide / 2, float(top[row, column]))
    if best is None or not np.isfinite(best[0]):
        setting = settings[-1]
        return setting, ground.width / 2, max(0.0, min(floor, ground.height) - setting.height - extra) / 2
    return best[1:]


def _settings(
    text: str, language: str, fonts: FontChoice, size: float, max_width: float, max_height: float, max_lines: int
) -> Iterator[_Setting]:
    """Settings of ``text`` that fit, in one line and in several, each from the largest size up to ``size`` down."""
    text = " ".join(text.split())
    # A word that would be small even alone on its line may be broken.
    for broken in balanced_lines(text, language, fonts, size * _LEAST_SHARE, max_width, max_lines):
        shown = [text[line.start : line.end] for line in broken]
        full = _set(shown, language, fonts, size)
        if full.width <= 0:
            continue  # nothing of it is drawn: emoji, say
        if len(shown) > 1 and full.width < _NARROW * size:
            continue  # "The" over "End"
        largest = size * min(1.0, max_width / full.width, max_height / full.height)
        share = 1.0
        while share >= _LEAST_SHARE:
            yield _set(shown, language, fonts, largest * share)
            share *= _SHRINK


def _set(shown: list[str], language: str, fonts: FontChoice, size: float) -> _Setting:
    lines = tuple(shape_line(line, language, fonts, size, size * _SPACING) for line in shown)
    return _Setting(lines, sum(line_metrics(size)) * 0.9)


def _fit(
    text: str, language: str, fonts: FontChoice, size: float, max_width: float, max_height: float, max_lines: int
) -> _Setting:
    """The largest setting of ``text`` up to ``size`` that has at most ``max_lines`` lines and fits."""
    fitting = _settings(text, language, fonts, size, max_width, max_height, max_lines)
    return max(fitting, key=lambda setting: setting.size, default=_Setting())


def _draw(
    image: npt.NDArray[np.uint8],
    ground: Ground,
    setting: _Setting,
    centre: float,
    top: float,
    colour: str,
    measure: float,
) -> None:
    """Draw a setting over ``image`` around ``centre``, on its shade; only the part that it covers is touched."""
    if not setting.lines:
        return
    height, width = image.shape[:2]
    inks = _inks(ground.tone(centre - setting.width / 2, top, setting.width, setting.height), ground.deep, colour)
    blur = max(setting.size * _BLUR, measure * _LEAST_BLUR)
    reach = blur * 2.5
    half = setting.width / 2 + reach
    left, right = max(0, int(centre - half)), min(width, int(centre + half) + 1)
    first, last = max(0, int(top - reach)), min(height, int(top + setting.height + reach) + 1)
    box = (slice(first, last), slice(left, right))
    x, y = centre - left, top - first

    # Display faces have hairlines that video swallows: the letters carry a thin stroke of their own colour.
    stroke = measure * _HAIRLINE
    paths = _paths(setting, x, y, stroke)
    letters = render(
        f'<g fill="{inks.letters}" stroke="{inks.letters}" stroke-linejoin="round">{paths}</g>',
        right - left,
        last - first,
    )
    bars = np.zeros_like(letters)
    for number, line in enumerate(setting.lines):
        half, low, high = line.width / 2 + setting.size * _PAD, y + number * setting.step, setting.step * 1.05
        bars[max(0, round(low)) : round(low + high), max(0, round(x - half)) : round(x + half), 3] = 255
    shade = soft_shadow(bars, blur, inks.strength)
    close = soft_shadow(letters, setting.size * 0.07, inks.strength)
    shade[:, :, 3] = 255 - cv2.multiply(255 - shade[:, :, 3], 255 - close[:, :, 3], scale=1 / 255)
    shade[:, :, :3] = np.round(_bgr(inks.shade))
    image[box] = over(over(letters, shade), image[box]) if image[box].any() else over(letters, shade)


def _inks(tone: Tone, deep: Colour, light: str) -> _Inks:
    """Light letters on a darker shade, or ``deep`` ones on a lighter; the shade has the ground's own hue."""
    own, dark = np.array(tone.colour), np.array(deep)
    letters, shade, worst = _bgr(light), own * 0.22, tone.light
    if tone.dark > _DARKEST_GROUND:
        dark *= min(1.0, (_INK / max(float(luminance(dark)), 1e-6)) ** 0.45)
        letters, shade, worst = dark, 255 - (255 - own) * 0.35, tone.dark
    ink, under = float(luminance(letters)), float(luminance(shade))
    strength = 0.0
    while strength < _STRONGEST_SHADE and contrast(ink, worst + (under - worst) * strength) < _CONTRAST:
        strength += 0.05
    return _Inks(_hex(letters), _hex(shade), min(_STRONGEST_SHADE, strength + 0.1))


def _bgr(colour: str) -> npt.NDArray[np.float64]:
    return np.array([int(colour[index : index + 2], 16) for index in (5, 3, 1)], np.float64)


def _hex(colour: npt.NDArray[np.float64]) -> str:
    blue, green, red = (round(float(value)) for value in np.clip(colour, 0, 255))
    return f"#{red:02x}{green:02x}{blue:02x}"


def _paths(setting: _Setting, centre: float, top: float, stroke: float) -> str:
    paths = []
    for number, line in enumerate(setting.lines):
        ascent, descent = line_metrics(line.size)
        baseline = top + number * setting.step + setting.step / 2 + (ascent - descent) / 2
        paths.append(glyph_paths(line, centre - line.width / 2, baseline, stroke=stroke))
    return "".join(paths)


def _place_logo(
    image: npt.NDArray[np.uint8],
    logo: npt.NDArray[np.uint8],
    centre: float,
    top: float,
    height: float,
    max_width: float,
) -> None:
    scale = min(height / logo.shape[0], max_width / logo.shape[1])
    size = max(1, round(logo.shape[1] * scale)), max(1, round(logo.shape[0] * scale))
    # Colour is scaled with its alpha, or transparent edges bleed.
    solid = logo.astype(np.float32)
    solid[:, :, :3] *= solid[:, :, 3:] / 255
    scaled = cv2.resize(solid, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    alpha = np.clip(scaled[:, :, 3:], 0, 255)
    colour = np.clip(scaled[:, :, :3] * 255 / np.maximum(alpha, 1), 0, 255)
    left = min(max(0, round(centre - size[0] / 2)), image.shape[1] - size[0])
    row = max(0, round(top + (height - size[1]) / 2))
    image[row : row + size[1], left : left + size[0]] = np.round(np.concatenate((colour, alpha), axis=2)).astype(
        np.uint8
    )
