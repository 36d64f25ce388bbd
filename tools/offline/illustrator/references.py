"""Reference pictures: the product's photograph, a character's colours, a palette.

A logo is not used here: the film's cards show it. Knows nothing of scenes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from studio.errors import BadInput
from studio.production.brief import ReferencePicture
from studio.production.vocabulary import ReferenceUse, Species
from studio.tools.image import StagedFigure, Staging
from studio.tools.offline.illustrator.colour import to_oklab
from studio.tools.offline.illustrator.rendering import Image

_PALETTE_SIZE = 5
_SAMPLE = 48


@dataclass(frozen=True)
class Photograph:
    """A picture with alpha, cropped to what it shows. ``is_cut_out`` tells whether its ground is transparent."""

    image: Image
    is_cut_out: bool

    def width_for(self, height: float) -> float:
        """Its width at ``height``."""
        return float(height * self.image.shape[1] / self.image.shape[0])


@dataclass(frozen=True)
class References:
    """What the reference pictures say. ``characters`` holds pairs of a figure's key (None: the first figure) and the
    dominant colours from the top, the middle and the lower part of its picture."""

    product: Photograph | None = None
    palette: tuple[str, ...] = ()
    characters: tuple[tuple[str | None, tuple[str, str, str]], ...] = ()

    def dress(self, staging: Staging) -> Staging:
        """``staging`` with its figures in the colours of their reference pictures."""
        figures = list(staging.figures)
        for key, colours in self.characters:
            for index, figure in enumerate(figures):
                if figure.key == key or (key is None and index == 0):
                    figures[index] = _dressed(figure, colours)
        return staging.model_copy(update={"figures": tuple(figures)})


def read_references(references: Sequence[ReferencePicture], content: Mapping[str, bytes]) -> References:
    """Decode and measure ``references``; ``content`` holds their bytes by hash. Raises ``BadInput`` for no picture."""
    product: Photograph | None = None
    palette: tuple[str, ...] = ()
    characters: list[tuple[str | None, tuple[str, str, str]]] = []
    for reference in references:
        if reference.use is ReferenceUse.LOGO:
            continue
        image = _decode(content[reference.asset.hash], reference.use)
        if reference.use is ReferenceUse.PRODUCT:
            product = _photograph(image)
        elif reference.use is ReferenceUse.PALETTE:
            palette = (*palette, *dominant_colours(image, _PALETTE_SIZE))
        else:
            characters.append((reference.figure, _character_colours(image)))
    return References(product, palette, tuple(characters))


def dominant_colours(image: Image, count: int) -> tuple[str, ...]:
    """Up to ``count`` colours of ``image``, the most frequent first (k-means in OKLab-like CIE Lab, seeded by hand)."""
    small = cv2.resize(image, (_SAMPLE, _SAMPLE), interpolation=cv2.INTER_AREA).reshape(-1, 4)
    shown = small[small[:, 3] > 127]
    if shown.size == 0:
        return ()
    lab = cv2.cvtColor(shown[None, :, :3], cv2.COLOR_BGR2LAB)[0].astype(np.float32)
    # Start from colours spread over the lightness order: no random start, so the same picture gives the same palette.
    order = np.argsort(lab[:, 0], kind="stable")
    picks = np.linspace(0, len(order) - 1, count).round().astype(int)
    centres = lab[order[picks]]
    nearest = np.zeros(len(lab), np.intp)
    for _ in range(12):
        nearest = np.argmin(((lab[:, None, :] - centres[None]) ** 2).sum(axis=2), axis=1)
        for index in range(count):
            members = lab[nearest == index]
            if len(members):
                centres[index] = members.mean(axis=0)
    sizes = np.bincount(nearest, minlength=count)
    colours = cv2.cvtColor(np.clip(centres, 0, 255).astype(np.uint8)[None], cv2.COLOR_LAB2BGR)[0]
    ranked = sorted(range(count), key=lambda index: (-int(sizes[index]), index))
    found: list[str] = []
    for index in ranked:
        blue, green, red = (int(value) for value in colours[index])
        colour = f"#{red:02x}{green:02x}{blue:02x}"
        if sizes[index] and colour not in found:
            found.append(colour)
    return tuple(found)


def _decode(content: bytes, use: ReferenceUse) -> Image:
    image = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)
    if image is None:
        raise BadInput(f"The {use.value} reference is not a picture.", next_step="Give a PNG, JPEG or WebP file.")
    if image.dtype == np.uint16:
        image = (image // 257).astype(np.uint8)
    if image.ndim == 2:
        image = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    if image.shape[2] == 3:
        image = cv2.cvtColor(image, cv2.COLOR_BGR2BGRA)
    longest = max(image.shape[:2])
    if longest > 1600:
        size = (max(1, image.shape[1] * 1600 // longest), max(1, image.shape[0] * 1600 // longest))
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return image.astype(np.uint8, copy=False)


def _photograph(image: Image) -> Photograph:
    alpha = image[:, :, 3]
    is_cut_out = bool((alpha < 128).mean() > 0.03)
    if not is_cut_out:
        return Photograph(image, is_cut_out=False)
    rows, columns = np.flatnonzero(alpha.max(axis=1) > 12), np.flatnonzero(alpha.max(axis=0) > 12)
    if rows.size == 0:
        raise BadInput(
            "The product reference is wholly transparent.", next_step="Give a picture that shows the product."
        )
    return Photograph(
        np.ascontiguousarray(image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]), is_cut_out=True
    )


def _character_colours(image: Image) -> tuple[str, str, str]:
    """The leading colours of the upper fifth (hair), the next (face) and the lower part (clothes), no ground."""
    height, width = image.shape[:2]
    body = image[:, width // 4 : width - width // 4]
    ground = np.median(
        np.concatenate([image[: max(1, height // 20)].reshape(-1, 4), image[:, :2].reshape(-1, 4)]), axis=0
    )
    away = np.abs(body[:, :, :3].astype(np.int16) - ground[:3].astype(np.int16)).sum(axis=2) > 45
    masked = np.ascontiguousarray(body.copy())
    masked[:, :, 3] = np.where(away, masked[:, :, 3], 0)
    parts = []
    for start, end in ((0.0, 0.2), (0.12, 0.34), (0.38, 0.85)):
        part = np.ascontiguousarray(masked[int(start * height) : max(int(end * height), int(start * height) + 1)])
        if not (part[:, :, 3] > 127).any():
            part = np.ascontiguousarray(body)
        ranked = dominant_colours(part, 3) or ("#808080",)
        parts.append(min(ranked, key=_unlike_skin) if start == 0.12 else ranked[0])
    return parts[0], parts[1], parts[2]


def _unlike_skin(colour: str) -> float:
    """Distance from the line of human skin tones in OKLab, whatever their lightness."""
    lightness, a, b = to_oklab(colour)
    return abs(a - 0.04) + abs(b - 0.06) + max(0.0, 0.3 - lightness)


def _dressed(figure: StagedFigure, colours: tuple[str, str, str]) -> StagedFigure:
    hair, skin, clothes = colours
    changes: dict[str, str] = {"main_colour": clothes}
    if figure.appearance.species in (Species.PERSON, Species.CHILD):
        changes |= {"hair_colour": hair, "skin": skin}
    return figure.model_copy(update={"appearance": figure.appearance.model_copy(update=changes)})
