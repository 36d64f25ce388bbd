"""What lies on the ground lies under what stands there, and what stands there has a foot; light ends softly."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np
import pytest
from pictures import request_for, seed_of_layout

from studio.production.vocabulary import Framing, Setting, Style, TimeOfDay, Weather
from studio.tools.offline.illustrator import lamps
from studio.tools.offline.illustrator.canvas import Canvas
from studio.tools.offline.illustrator.illustration import prepare
from studio.tools.offline.illustrator.lamps import street_lamp
from studio.tools.offline.illustrator.plants import grass
from studio.tools.offline.illustrator.references import References
from studio.tools.offline.illustrator.rendering import crop, rasterise
from studio.tools.offline.illustrator.scene import Sheet
from studio.tools.offline.illustrator.settings import LAYOUTS, city
from studio.tools.offline.illustrator.sky import paint_sky
from studio.tools.offline.illustrator.terrain import Profile
from studio.tools.offline.illustrator.water import glints, glitter


@pytest.mark.parametrize("layout", range(LAYOUTS))
def test_puddles_and_reflections_are_laid_before_what_stands_on_the_street(
    layout: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    for module, name in ((city, "_reflections"), (city, "_planter"), (city, "_water_tank"), (lamps, "street_lamp")):
        drawn = getattr(module, name)

        def noted(*words: object, name: str = name, drawn: object = drawn) -> object:
            order.append(name)
            assert callable(drawn)
            return drawn(*words)

        monkeypatch.setattr(module, name, noted)
    prepare(request_for(Setting.CITY, seed_of_layout(layout), weather=Weather.RAIN, species=()), References())
    assert order[0] == "_reflections"
    assert len(order) > 1


@pytest.mark.parametrize("time", [TimeOfDay.DAY, TimeOfDay.NIGHT])
def test_puddles_and_reflections_stay_below_the_edge_of_the_ground(time: TimeOfDay) -> None:
    for framing in Framing:
        request = request_for(Setting.CITY, 1, weather=Weather.RAIN, time_of_day=time, framing=framing, species=())
        scene, *_ = prepare(request, References())
        canvas, stage = Canvas(), scene.stage
        top = stage.level(0.72)
        city._reflections(scene, canvas, top, stage.bottom(1), (0.3, 0.7))
        image, _, first, _ = rasterise(Sheet("wet", 1.0, canvas, 0, stage.height, 0, stage.width), stage.scale)
        edge = int(top * stage.scale) - first
        assert image[:edge, :, 3].max() <= 2
        assert image[edge:, :, 3].max() > 40


def test_a_river_glints_on_its_water_alone() -> None:
    way = [(300.0, 20.0, 26.0), (180.0, 140.0, 90.0)]
    canvas = Canvas()
    glints(canvas, Random(4), way, 60, "#ffffff", 1.0)
    image, *_ = rasterise(Sheet("river", 1.0, canvas, 0, 160, 0, 420), 1.0)
    rows, columns = np.nonzero(image[:, :, 3] > 60)
    assert rows.size > 100
    share = (rows - 20) / 120
    middle, half = 300 - 120 * share, 26 + 64 * share
    assert (np.abs(columns - middle) < half * 0.75 + 2).all()


def test_light_glitters_on_the_water_and_not_above_it() -> None:
    canvas = Canvas()
    glitter(canvas, Random(3), 200, 60, 160, 50, "#ffffff", 1.0)
    image, *_ = rasterise(Sheet("sea", 1.0, canvas, 0, 200, 0, 400), 1.0)
    assert image[:54, :, 3].max() == 0
    assert image[70, 180:220, 3].min() > 40


def test_a_street_lamp_stands_on_a_broad_foot_in_its_shadow() -> None:
    scene, *_ = prepare(request_for(Setting.CITY, 1, species=()), References())
    canvas = Canvas()
    street_lamp(canvas, 100, 280, 250, "#202430", scene.colours, 1)
    image, *_ = rasterise(Sheet("lamp", 1.0, canvas, 0, 300, 0, 200), 2.0)
    solid = (image[:, :, 3] > 250).sum(axis=1)
    post, foot = np.median(solid[2 * 120 : 2 * 220]), solid[2 * 276 : 2 * 284].max()
    assert foot > 3 * post
    # It ends flat: the last rows are no point.
    lowest = int(np.flatnonzero(solid)[-1])
    assert solid[lowest - 4] > 2 * post
    assert (image[2 * 280 + 4, :, 3] > 20).sum() > 1.5 * foot


def test_cropping_takes_no_faint_light_away() -> None:
    image = np.zeros((40, 60, 4), np.uint8)
    image[10:30, 20:40, 3] = 200
    image[20, 5:55, 3] = 1
    cropped = crop(image, 0, 0)
    assert cropped is not None
    assert cropped[0].shape[:2] == (20, 50)
    assert cropped[1:] == (5, 10)


@pytest.mark.parametrize("seed", range(4))
def test_high_cloud_climbs_without_steps(seed: int) -> None:
    """From one column to the next a streak of cloud moves by part of a row, never by a whole one at once."""
    request = request_for(Setting.COAST, seed, size=(640, 360), style=Style.STORYBOOK, species=())
    scene, *_ = prepare(request, References())
    image, *_ = paint_sky(scene, seed)
    # The sky is painted at a quarter of its size, in light that varies slowly.
    height, width = image.shape[0] // 4, image.shape[1] // 4
    small = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)[4 : height // 3, :, 1].astype(float)
    steps = np.abs(np.diff(small, axis=1)).mean(axis=0)
    assert np.abs(np.diff(steps)).mean() < 0.21


def test_a_strip_of_grass_thins_out_at_its_ends() -> None:
    canvas = Canvas()
    grass(canvas, Random(2), 100, 400, Profile(((0, 80), (500, 80))), 30, 3, "#335533")
    image, *_ = rasterise(Sheet("grass", 1.0, canvas, 0, 100, 0, 500), 1.0)
    rows = [np.flatnonzero(image[:, at : at + 20, 3].max(axis=1) > 100).min() for at in (100, 240, 380)]
    assert rows[1] + 10 < min(rows[0], rows[2])
