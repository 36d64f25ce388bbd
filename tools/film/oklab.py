"""Colours where distance is difference as seen: OKLab (Ottosson 2020, https://bottosson.github.io/posts/oklab/)."""

from __future__ import annotations

from typing import cast

import numpy as np
import numpy.typing as npt

Colours = npt.NDArray[np.float32]

_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    np.float32,
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    np.float32,
)


def from_bgr(bgr: npt.NDArray[np.uint8]) -> Colours:
    """... x 3 sRGB values in blue, green, red order as ... x 3 of lightness 0..1, a and b (about -0.4..0.4)."""
    srgb = bgr[..., ::-1].astype(np.float32) / np.float32(255)
    linear = np.where(srgb <= 0.04045, srgb / np.float32(12.92), ((srgb + 0.055) / 1.055) ** 2.4).astype(np.float32)
    return cast("Colours", np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T)


def from_hex(colour: str) -> Colours:
    """``#rrggbb`` as lightness, a and b."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return from_bgr(np.array([blue, green, red], np.uint8))
