"""What reference pictures and palettes do to a picture, and the colours that it is mixed from."""

from __future__ import annotations

import hashlib

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pictures import picture_of, request_for

from studio.errors import BadInput
from studio.production.assets import Asset
from studio.production.brief import ReferencePicture
from studio.production.vocabulary import (
    Framing,
    ReferenceUse,
    Setting,
    Species,
    TimeOfDay,
)
from studio.tools.offline.illustrator.colour import from_oklab, mix, to_oklab
from studio.tools.offline.illustrator.illustration import draw
from studio.tools.offline.illustrator.references import dominant_colours


def reference(use: ReferenceUse, image: np.ndarray, figure: str | None = None) -> tuple[ReferencePicture, bytes]:
    png = cv2.imencode(".png", image)[1].tobytes()
    asset = Asset(hash=hashlib.sha256(png).hexdigest(), media_type="image/png")
    return ReferencePicture(use=use, asset=asset, figure=figure), png


def cut_out(colour: tuple[int, int, int]) -> np.ndarray:
    image = np.zeros((120, 80, 4), np.uint8)
    cv2.rectangle(image, (15, 10), (65, 110), (*colour, 255), -1)
    return image


def test_the_product_photograph_is_in_the_picture() -> None:
    shown, png = reference(ReferenceUse.PRODUCT, cut_out((200, 30, 240)))
    request = request_for(Setting.MEADOW, 2, species=(), framing=Framing.MEDIUM, references=(shown,))
    picture = picture_of(draw(request, {shown.asset.hash: png})[1]).astype(int)
    magenta = (np.abs(picture - (200, 30, 240)).max(axis=2) < 12).sum()
    assert magenta > 0.01 * picture.shape[0] * picture.shape[1]


def test_a_photograph_with_a_ground_stands_on_a_card() -> None:
    shown, png = reference(ReferenceUse.PRODUCT, np.full((90, 120, 3), (20, 160, 60), np.uint8))
    request = request_for(Setting.ROOM, 2, species=(Species.PERSON,), references=(shown,))
    picture = picture_of(draw(request, {shown.asset.hash: png})[1]).astype(int)
    assert (np.abs(picture - (20, 160, 60)).max(axis=2) < 12).sum() > 50


def test_a_character_picture_dresses_its_figure() -> None:
    image = np.full((200, 100, 3), 255, np.uint8)
    image[10:40, 30:70] = (20, 20, 200)
    image[40:70, 35:65] = (120, 150, 200)
    image[70:190, 25:75] = (190, 60, 20)
    shown, png = reference(ReferenceUse.CHARACTER, image, "figure-0")
    request = request_for(Setting.MEADOW, 2, species=(Species.PERSON,), framing=Framing.CLOSE, references=(shown,))
    with_reference = picture_of(draw(request, {shown.asset.hash: png})[1]).astype(int)
    without = picture_of(draw(request.model_copy(update={"references": ()}), {})[1]).astype(int)
    assert np.abs(with_reference - without).max(axis=2).mean() > 4


def test_palettes_tint_the_picture() -> None:
    plain = (
        picture_of(draw(request_for(Setting.DESERT, 3, time_of_day=TimeOfDay.DAY), {})[1]).reshape(-1, 3).mean(axis=0)
    )
    teal = ("#0b3d3a", "#1f8a80", "#9fe5d9")
    given = request_for(Setting.DESERT, 3, time_of_day=TimeOfDay.DAY, palette=teal)
    tinted = picture_of(draw(given, {})[1]).reshape(-1, 3).mean(axis=0)
    assert tinted[1] - tinted[2] > plain[1] - plain[2] + 15
    image = np.zeros((30, 30, 3), np.uint8)
    for index, colour in enumerate(teal):
        image[index * 10 : index * 10 + 10] = [int(colour[i : i + 2], 16) for i in (5, 3, 1)]
    shown, png = reference(ReferenceUse.PALETTE, image)
    by_picture = request_for(Setting.DESERT, 3, time_of_day=TimeOfDay.DAY, references=(shown,))
    shifted = picture_of(draw(by_picture, {shown.asset.hash: png})[1]).reshape(-1, 3).mean(axis=0)
    assert shifted[1] - shifted[2] > plain[1] - plain[2] + 15


def test_what_is_no_picture_is_refused() -> None:
    asset = Asset(hash="0" * 64, media_type="image/png")
    request = request_for(Setting.ROOM, references=(ReferencePicture(use=ReferenceUse.PALETTE, asset=asset),))
    with pytest.raises(BadInput, match="palette reference"):
        draw(request, {asset.hash: b"not a picture"})


def test_dominant_colours_are_those_of_the_picture() -> None:
    image = np.zeros((40, 40, 4), np.uint8)
    image[:30] = (30, 60, 220, 255)
    image[30:] = (200, 120, 10, 255)
    found = dominant_colours(image, 2)
    for colour, expected in zip(found, ("#dc3c1e", "#0a78c8"), strict=True):
        assert np.allclose(to_oklab(colour), to_oklab(expected), atol=0.03)


@given(st.from_regex(r"^#[0-9a-f]{6}$", fullmatch=True), st.floats(0, 1))
def test_mixing_a_colour_with_itself_changes_nothing(colour: str, share: float) -> None:
    for one, other in zip(to_oklab(mix(colour, colour, share)), to_oklab(colour), strict=True):
        assert one == pytest.approx(other, abs=0.01)
    assert from_oklab(to_oklab(colour)) == colour
