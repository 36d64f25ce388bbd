"""Colours: #rrggbb strings, mixed in OKLab (Björn Ottosson, 2020: https://bottosson.github.io/posts/oklab/)."""

from __future__ import annotations

from collections.abc import Sequence

Lab = tuple[float, float, float]

_DARKEST = 0.14
"""The lightness below which a colour is black."""


def mix(first: str, second: str, share: float) -> str:
    """The colour ``share`` (0..1) of the way from ``first`` to ``second``, as the eye sees it."""
    a, b = to_oklab(first), to_oklab(second)
    return from_oklab((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share))


def lighten(colour: str, amount: float) -> str:
    """``colour`` with its OKLab lightness moved by ``amount`` (-1..1)."""
    lightness, a, b = to_oklab(colour)
    return from_oklab((min(1.0, max(0.0, lightness + amount)), a, b))


def set_apart(colour: str, *grounds: str, least: float = 0.17) -> str:
    """``colour`` so much lighter or darker that its OKLab lightness is ``least`` from that of each of ``grounds``.

    Darker than all of them where that is possible, as what stands before the light is.
    """
    lightness, a, b = to_oklab(colour)
    levels = [to_oklab(ground)[0] for ground in grounds]

    def distance(level: float) -> float:
        return min(abs(level - other) for other in levels)

    if distance(lightness) >= least:
        return colour
    dark, light = min(levels) - least, min(1.0, max(levels) + least)
    if dark < _DARKEST:
        dark = max(light, (min(levels) + max(levels)) / 2, key=distance)
    # Near black and near white there are only pale colours.
    chroma = min(1.0, dark / max(lightness, 1e-6), (1 - dark) / max(1 - lightness, 1e-6))
    return from_oklab((dark, a * chroma, b * chroma))


def ramp(stops: Sequence[str], position: float) -> str:
    """The colour at ``position`` (0..1) of evenly spaced ``stops``."""
    scaled = min(max(position, 0.0), 1.0) * (len(stops) - 1)
    index = min(int(scaled), len(stops) - 2)
    return mix(stops[index], stops[index + 1], scaled - index)


def to_oklab(colour: str) -> Lab:
    """``#rrggbb`` as OKLab (lightness 0..1)."""
    r, g, b = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    l_ = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    m_ = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    s_ = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * l_ + 0.7936177850 * m_ - 0.0040720468 * s_,
        1.9779984951 * l_ - 2.4285922050 * m_ + 0.4505937099 * s_,
        0.0259040371 * l_ + 0.7827717662 * m_ - 0.8086757660 * s_,
    )


def from_oklab(lab: Lab) -> str:
    """OKLab as ``#rrggbb``, clipped to sRGB."""
    lightness, a, b = lab
    l_ = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    m_ = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    s_ = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_,
        -1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_,
        -0.0041960863 * l_ - 0.7034186147 * m_ + 1.7076147010 * s_,
    )
    return "#" + "".join(f"{round(255 * _gamma(min(1.0, max(0.0, value)))):02x}" for value in linear)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _gamma(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
