"""What can be said of a reference picture to a model that reads words only: what it is there for, and its colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from studio.production.brief import ReferencePicture
from studio.production.vocabulary import ReferenceUse

if TYPE_CHECKING:
    from PIL.Image import Image

_MOST = 3
_SIDE = 64
_LEAST_SHARE = 0.08
_NAMES = {
    "black": "#111111",
    "dark grey": "#4a4a4a",
    "grey": "#8c8c8c",
    "silver": "#c4c7cb",
    "white": "#f7f7f5",
    "cream": "#f1e6c8",
    "beige": "#d8c3a0",
    "brown": "#6b4423",
    "rust": "#a4502c",
    "red": "#c8202a",
    "crimson": "#861a2c",
    "pink": "#e79bb0",
    "orange": "#ef7d22",
    "ochre": "#c8922f",
    "yellow": "#f2cf3b",
    "olive": "#74792f",
    "green": "#3b9448",
    "dark green": "#1f4d33",
    "mint": "#a5d9c0",
    "teal": "#1f7f82",
    "turquoise": "#3fc1c0",
    "sky blue": "#86bfe6",
    "blue": "#2a62c4",
    "navy": "#1c2b52",
    "violet": "#6a48ac",
    "lilac": "#bfa6dc",
}
_WHOSE = {
    ReferenceUse.PRODUCT: "the product in {}",
    ReferenceUse.LOGO: "the emblem in {}",
    ReferenceUse.CHARACTER: "the main figure in {}",
    ReferenceUse.PALETTE: "palette of {}",
}


def colours_in_words(references: Sequence[ReferencePicture], pictures: Sequence[Image]) -> str:
    """The colours of each of the ``references``, whose pictures these are; empty where there are none."""
    told = (
        _WHOSE[one.use].format(" and ".join(main_colours(picture)))
        for one, picture in zip(references, pictures, strict=True)
    )
    return ", ".join(told)


def main_colours(picture: Image) -> list[str]:
    """The names of up to three colours that fill most of a picture, the largest first."""
    import numpy as np
    from PIL import Image

    small = picture.convert("RGB").resize((_SIDE, _SIDE), Image.Resampling.BOX)
    counts = small.quantize(2 * _MOST).convert("RGB").getcolors() or []
    names, codes = (
        list(_NAMES),
        np.array([[int(code[at : at + 2], 16) for at in (1, 3, 5)] for code in _NAMES.values()]),
    )
    shares: dict[str, float] = {}
    for count, colour in counts:
        # Eyes see green best and blue least.
        distance = ((codes - np.array(colour)) ** 2 * (0.3, 0.5, 0.2)).sum(axis=1)
        name = names[int(distance.argmin())]
        shares[name] = shares.get(name, 0.0) + count / _SIDE**2
    ordered = sorted(shares, key=lambda name: -shares[name])
    return [name for name in ordered[:_MOST] if shares[name] >= _LEAST_SHARE] or ordered[:1]
