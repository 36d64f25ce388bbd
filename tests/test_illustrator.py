"""The offline illustrator: its layers add up to the picture, every style and format works, bytes repeat."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
from pathlib import Path

import cv2
import numpy as np
import pytest
from pictures import FORMATS, SETS, picture_of, request_for, seed_of_layout

from studio.production.vocabulary import (
    Framing,
    Landmark,
    Setting,
    Style,
    TimeOfDay,
    Weather,
)
from studio.testing import FolderBench as Bench
from studio.tools.layers import MEDIA_TYPE, LayeredPicture, read_layers
from studio.tools.offline.illustrator.illustration import draw
from studio.tools.offline.illustrator.rendering import flatten
from studio.tools.offline.illustrator.settings import PAINTERS
from studio.tools.offline.illustrator.storybook import Storybook
from studio.tools.tool import Capability

FALLING = {"rain", "storm", "snow"}

# For each version of the tool and a few requests: a hash of everything that is drawn (the layers' SVG, the same on
# every machine), and the brightness of a 4 x 3 grid of the finished picture (which may differ by a level elsewhere).
# When a picture changes on purpose, raise ``Storybook.version`` and replace the entry with what the failing test says.
GOLDEN: dict[str, dict[str, tuple[str, str]]] = {
    "8": {
        "forest": ("32b5f1108049ce5c", "6089917074a0a572485a5b49"),
        "coast": ("290cba7e67c581c3", "472e2a337b70797542445356"),
        "room": ("c1977f095bf59fe5", "5f6b7059686f6d6850555850"),
        "space": ("65b8f3672ae7d5a9", "57522a2b9d7c4e634b34344f"),
        "village": ("832c9f1fede77904", "978e8c9ab8babebb8b82858f"),
        "portrait": ("79312f40fff674fa", "577794925d83a5a660606269"),
    }
}


@pytest.mark.parametrize(("setting", "layout"), SETS)
def test_every_layout_renders_in_layers_that_add_up_to_the_picture(setting: Setting, layout: int) -> None:
    number = SETS.index((setting, layout))
    size = FORMATS[number % len(FORMATS)]
    weather = list(Weather)[number % len(Weather)]
    time = list(TimeOfDay)[number % len(TimeOfDay)]
    layered, png = draw(request_for(setting, seed_of_layout(layout), size=size, weather=weather, time_of_day=time), {})
    picture = picture_of(png)
    assert picture.shape == (size[1], size[0], 3)
    assert (layered.width, layered.height) == size
    assert len({layer.depth for layer in layered.layers}) >= (5 if not setting.is_indoors else 4)
    assert np.abs(added_up(layered).astype(int) - picture.astype(int)).max() <= 2
    check_first_layer(layered)
    check_weather(layered, setting, weather)


def added_up(layered: LayeredPicture) -> np.ndarray:
    """Plain alpha compositing, written apart from the product's own."""
    total = np.zeros((layered.height, layered.width, 3))
    for layer in layered.layers:
        rows, columns = layer.image.shape[:2]
        padded = np.zeros((layered.height, layered.width, 4))
        top, left = max(layer.top, 0), max(layer.left, 0)
        bottom, right = min(layer.top + rows, layered.height), min(layer.left + columns, layered.width)
        if bottom > top and right > left:
            padded[top:bottom, left:right] = layer.image[
                top - layer.top : bottom - layer.top, left - layer.left : right - layer.left
            ]
        alpha = padded[:, :, 3:] / 255
        total = padded[:, :, :3] * alpha + total * (1 - alpha)
    return total


def check_first_layer(layered: LayeredPicture) -> None:
    first = layered.layers[0]
    over = layered.overscan(first.depth)
    assert first.image[:, :, 3].min() == 255
    assert first.left <= -over
    assert first.top <= -over
    assert first.left + first.image.shape[1] >= layered.width + over
    assert first.top + first.image.shape[0] >= layered.height + over


def check_weather(layered: LayeredPicture, setting: Setting, weather: Weather) -> None:
    names = [layer.name for layer in layered.layers]
    falling = [name for name in names if name in FALLING]
    wet = weather in (Weather.RAIN, Weather.STORM, Weather.SNOW)
    if setting is Setting.SPACE:
        assert not {"overcast", "mist", "clouds", "lightning", *FALLING} & set(names)
    elif setting.is_indoors:
        assert not wet or names.index(falling[0]) < names.index("wall")
    else:
        assert bool(falling) == wet
    for layer in layered.layers:
        if layer.name in FALLING:
            assert layer.wraps
            assert layer.drift[1] > 0


def test_layers_reach_into_the_overscan_of_their_depth() -> None:
    layered, _ = draw(request_for(Setting.FOREST, 3, size=(480, 270)), {})
    ground = next(layer for layer in layered.layers if layer.name == "ground")
    over = layered.overscan(1.0)
    assert ground.left <= -over
    assert ground.left + ground.image.shape[1] >= layered.width + over
    assert ground.top + ground.image.shape[0] >= layered.height + over
    assert ground.vector is not None
    assert ground.vector.startswith("<svg")


@pytest.mark.parametrize(("style", "size"), [*zip(Style, itertools.cycle(FORMATS), strict=False)])
def test_every_style_and_format_has_the_exact_size(style: Style, size: tuple[int, int]) -> None:
    layered, png = draw(request_for(Setting.COAST, 5, size=size, style=style, landmark=Landmark.LIGHTHOUSE), {})
    assert picture_of(png).shape[:2] == (size[1], size[0])
    check_first_layer(layered)


def test_styles_differ() -> None:
    pictures = [picture_of(draw(request_for(Setting.LAKE, 2, style=style), {})[1]).astype(int) for style in Style]
    for one, other in itertools.combinations(pictures, 2):
        assert np.abs(one - other).mean() > 3


def test_the_same_request_gives_the_same_bytes(tmp_path: Path) -> None:
    request = request_for(Setting.VILLAGE, 9, weather=Weather.SNOW)
    tool = Storybook()
    first = asyncio.run(tool(request, Bench(tmp_path)))
    second = asyncio.run(tool(request, Bench(tmp_path)))
    assert first == second
    other = asyncio.run(tool(request.model_copy(update={"seed": 10}), Bench(tmp_path)))
    assert other.picture != first.picture


def test_the_product_is_a_picture_and_its_layers(tmp_path: Path) -> None:
    bench, tool = Bench(tmp_path), Storybook()
    assert (tool.name, tool.capability) == ("offline:storybook", Capability.IMAGE)
    product = asyncio.run(tool(request_for(Setting.SEA, 4), bench))
    assert product.layers is not None
    assert product.layers.media_type == MEDIA_TYPE
    layered = read_layers(bench.path(product.layers))
    picture = picture_of(bench.path(product.picture).read_bytes())
    assert np.array_equal(flatten(layered.layers, layered.width, layered.height), picture)


def test_golden_pictures_belong_to_the_version() -> None:
    """Fails when a picture changes: then raise ``Storybook.version`` and put the printed entry under it."""
    storm = Weather.STORM
    requests = {
        "forest": request_for(Setting.FOREST, 1, species=()),
        "coast": request_for(
            Setting.COAST, 2, species=(), weather=storm, style=Style.PAPER, landmark=Landmark.LIGHTHOUSE
        ),
        "room": request_for(Setting.ROOM, 3, species=(), time_of_day=TimeOfDay.NIGHT, style=Style.INK, size=(256, 256)),
        "space": request_for(Setting.SPACE, 4, species=(), framing=Framing.MEDIUM, style=Style.NEON),
        "village": request_for(Setting.VILLAGE, 5, species=(), style=Style.WATERCOLOR, size=(180, 320)),
        "portrait": request_for(Setting.MEADOW, 6, framing=Framing.CLOSE),
    }
    found = {name: signature(*draw(request, {})) for name, request in requests.items()}
    expected = GOLDEN.get(Storybook().version, {})
    assert found.keys() == expected.keys(), found
    for name, (drawing, grid) in found.items():
        assert drawing == expected[name][0], (name, found[name])
        levels, known = np.frombuffer(bytes.fromhex(grid + expected[name][1]), np.uint8).reshape(2, -1).astype(int)
        assert np.abs(levels - known).max() <= 1, (name, found[name])


def signature(layered: LayeredPicture, png: bytes) -> tuple[str, str]:
    drawn = "".join(f"{layer.name} {layer.depth} {layer.drift} {layer.vector}" for layer in layered.layers)
    gray = cv2.cvtColor(picture_of(png), cv2.COLOR_BGR2GRAY)
    grid = cv2.resize(gray, (4, 3), interpolation=cv2.INTER_AREA)
    return hashlib.sha256(drawn.encode()).hexdigest()[:16], grid.tobytes().hex()


def test_every_setting_has_a_painter() -> None:
    assert set(PAINTERS) == set(Setting)
