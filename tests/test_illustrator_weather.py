"""Sky, weather and ground of a picture: what falls stays outside, what drifts has no seam, washes are gradients."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from random import Random

import numpy as np
import pytest
from pictures import request_for, seed_of_layout

from studio.production.vocabulary import (
    Landmark,
    Setting,
    Weather,
)
from studio.tools.offline.illustrator import clouds
from studio.tools.offline.illustrator.canvas import Canvas, Point
from studio.tools.offline.illustrator.clouds import cumulus, lightning
from studio.tools.offline.illustrator.illustration import draw, prepare
from studio.tools.offline.illustrator.references import References
from studio.tools.offline.illustrator.rendering import rasterise, share_of
from studio.tools.offline.illustrator.scene import Sheet
from studio.tools.offline.illustrator.settings import LAYOUTS
from studio.tools.offline.illustrator.stage import Stage


@pytest.mark.parametrize("weather", Weather)
def test_what_drifts_sideways_repeats_without_a_seam(weather: Weather) -> None:
    """The step from a layer's last column to its first is no larger than steps inside it."""
    layered, _ = draw(request_for(Setting.SEA, 3, weather=weather, species=()), {})
    drifting = [layer for layer in layered.layers if layer.wraps and layer.drift[1] == 0]
    assert drifting
    for layer in drifting:
        shown = layer.image[:, :, :3].astype(float) * (layer.image[:, :, 3:] / 255.0)
        inside = np.abs(np.diff(shown, axis=1)).mean(axis=(0, 2))
        seam = np.abs(shown[:, -1] - shown[:, 0]).mean()
        assert seam <= max(inside.max() * 1.5, 1.0), layer.name


def test_fog_lies_between_the_layers() -> None:
    layered, _ = draw(request_for(Setting.FOREST, 3, weather=Weather.FOG), {})
    names = [layer.name for layer in layered.layers]
    far, near = names.index("far mist"), names.index("mist")
    assert 0 < far < near - 1
    assert near < names.index("ground")


def test_the_heads_of_clouds_are_in_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut by its edge, a tower of cloud is a bucket."""
    heads: list[float] = []

    def record(canvas: Canvas, random: Random, centre: Point, half: float, *_: object) -> None:
        before = len(canvas.document(0, 0, 1, 1, (1, 1)))
        cumulus(canvas, random, centre, half, *_)  # type: ignore[arg-type]
        drawn = canvas.document(0, 0, 1, 1, (1, 1))[before - len("</svg>") :]
        heads.append(min(float(y) for y in re.findall(r"[ML]-?[0-9.]+ (-?[0-9.]+)", drawn)))

    monkeypatch.setattr(clouds, "cumulus", record)
    for seed, weather in product(range(8), (Weather.CLEAR, Weather.CLOUDY)):
        prepare(request_for(Setting.SEA, seed, weather=weather, species=()), References())
    assert len(heads) > 60
    assert min(heads) > 0


@pytest.mark.parametrize("landmark", [Landmark.BALLOON, Landmark.SAILBOAT])
@pytest.mark.parametrize("layout", range(LAYOUTS))
def test_what_flies_in_space_is_before_no_planet(layout: int, landmark: Landmark) -> None:
    for seed in range(3):
        request = request_for(
            Setting.SPACE, seed_of_layout(layout) + LAYOUTS * 100 * seed, landmark=landmark, species=()
        )
        scene, *_ = prepare(request, References())
        (flown,) = [sheet for sheet in scene.sheets if sheet.name == "landmark"]
        own = share_of(rasterise(framed(flown, scene.stage), 0.5)[0]) > 0.5
        for planet in (sheet for sheet in scene.sheets if sheet.name in ("planet", "moon")):
            there = share_of(rasterise(framed(planet, scene.stage), 0.5)[0]) > 0.5
            assert (own & there).sum() < 0.1 * own.sum(), (seed, planet.name)


def framed(sheet: Sheet, stage: Stage) -> Sheet:
    return replace(sheet, top=0.0, bottom=stage.height, left=0.0, right=stage.width, detail=1.0)


def test_lightning_has_more_than_one_shape() -> None:
    """Bolts to the ground and bolts that stay under the clouds, all within the sky that they are given."""
    depths, reaches = [], []
    for seed in range(24):
        canvas = Canvas()
        lightning(canvas, Random(seed), (500.0, 10.0), 400.0, 1.0)
        trunk = re.findall(r'd="M([^"]+)"', canvas.document(0, 0, 1, 1, (1, 1)))[0]
        points = [tuple(map(float, pair.split())) for pair in trunk.split("L")]
        depths.append(points[-1][1])
        reaches.append(abs(points[-1][0] - points[0][0]))
    assert max(depths) == pytest.approx(400, abs=1)
    assert min(depths) < 300
    assert max(depths) < 401
    assert max(reaches) > 3 * min(reaches)


@pytest.mark.parametrize("colours", [("#204060", "#f0d090"), ("#ffffff", "#808080", "#101820"), ("#336699", "#336699")])
@pytest.mark.parametrize("scale", [0.24, 1.3])
def test_a_wash_is_the_gradient_that_it_stands_for(colours: tuple[str, ...], scale: float) -> None:
    def shown(canvas: Canvas) -> np.ndarray:
        return rasterise(Sheet("sheet", 1.0, canvas, 0, 400, 0, 100), scale)[0].astype(int)[2:-2, 2:-2]

    banded, smooth = Canvas("a"), Canvas("b")
    banded.wash(0, 100, 0, 400, colours, 20, 330)
    smooth.rect(0, 0, 100, 400, smooth.fade(20, 330, *colours))
    assert np.abs(shown(banded) - shown(smooth)).max() <= 3
