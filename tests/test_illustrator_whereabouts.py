"""Things are only where they can be: boats and swimmers in water of their size, the rest as far off as it is small."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pictures import DRY, SETS, request_for, seed_of_layout

from studio.production.vocabulary import Framing, Landmark, Setting, Species, TimeOfDay
from studio.tools.offline.illustrator import landmarks
from studio.tools.offline.illustrator.bathing import Water, basin_of, water_of
from studio.tools.offline.illustrator.brush import Brush
from studio.tools.offline.illustrator.canvas import Canvas
from studio.tools.offline.illustrator.cast import draw_cast
from studio.tools.offline.illustrator.illustration import prepare
from studio.tools.offline.illustrator.placement import Extent
from studio.tools.offline.illustrator.references import References
from studio.tools.offline.illustrator.rendering import rasterise
from studio.tools.offline.illustrator.scene import Place, Scene, Sheet, Site
from studio.tools.offline.illustrator.settings import city

OUTDOORS = tuple((setting, layout) for setting, layout in SETS if not setting.is_indoors)
JETTIES = ((Setting.SEA, 0), (Setting.LAKE, 1))

Staged = Callable[..., tuple[Scene, Place, list[Brush]]]


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Staged:
    """Prepares a set with a landmark and tells with which brushes that was drawn."""

    def prepared(setting: Setting, layout: int, landmark: Landmark, **how: Any) -> tuple[Scene, Place, list[Brush]]:
        brushes: list[Brush] = []
        kind = replace(landmarks._KINDS[landmark], draw=brushes.append)
        with monkeypatch.context() as patch:
            patch.setitem(landmarks._KINDS, landmark, kind)
            request = request_for(setting, seed_of_layout(layout), landmark=landmark, **how)
            scene, place, _ = prepare(request, References())
        return scene, place, brushes

    return prepared


@pytest.mark.parametrize(("setting", "layout"), DRY)
def test_a_boat_on_pavement_stands_on_its_cradle(
    setting: Setting, layout: int, stage: Staged, monkeypatch: pytest.MonkeyPatch
) -> None:
    meres: list[Site] = []
    monkeypatch.setattr(landmarks, "lay_mere", lambda scene, site, half: meres.append(site))
    _, _, (brush,) = stage(setting, layout, Landmark.SAILBOAT, species=())
    assert not meres
    assert brush.is_ashore
    assert not brush.is_afloat


def test_a_cradle_carries_the_keel(stage: Staged) -> None:
    """Wood stands between the ground and the hull, and nothing of the boat is below the ground."""
    _, _, (brush,) = stage(Setting.CITY, 1, Landmark.SAILBOAT, species=())
    own = Canvas()
    landmarks._KINDS[Landmark.SAILBOAT].draw(replace(brush, canvas=own, x=300.0, y=400.0, unit=100.0))
    image, *_ = rasterise(Sheet("boat", 1.0, own, 0, 500, 0, 600), 1.0)
    assert (image[395, 180:420, 3] > 200).mean() > 0.5
    assert 0.1 < (image[380, 180:420, 3] > 200).mean() < 0.7
    assert (image[350, 240:360, 3] > 200).all()
    assert image[408:, :, 3].max() < 200


def test_a_boat_has_room_to_sail_on_its_mere(stage: Staged, monkeypatch: pytest.MonkeyPatch) -> None:
    halves: list[float] = []
    monkeypatch.setattr(landmarks, "lay_mere", lambda scene, site, half: halves.append(half))
    for setting, layout in OUTDOORS:
        _, _, (brush,) = stage(setting, layout, Landmark.SAILBOAT, species=())
        if halves:
            assert halves.pop() >= 2.8 * 1.05 * brush.unit, (setting, layout)
            assert brush.is_afloat


@pytest.mark.parametrize("landmark", [Landmark.CAMPFIRE, Landmark.TENT])
@pytest.mark.parametrize("framing", Framing)
@pytest.mark.parametrize(("setting", "layout"), JETTIES)
def test_seen_from_a_jetty_a_camp_is_small(
    setting: Setting, layout: int, framing: Framing, landmark: Landmark, stage: Staged
) -> None:
    """On the far shore nobody is as high as the trees."""
    scene, place, brushes = stage(setting, layout, landmark, framing=framing, species=())
    (brush,) = brushes
    assert place.land is not None
    assert landmarks._KINDS[landmark].height * brush.unit < 46 * scene.stage.size(place.land.depth)


def test_on_the_lakes_far_shore_a_camp_is_at_the_waterline(stage: Staged) -> None:
    for framing, landmark in itertools.product(Framing, (Landmark.CAMPFIRE, Landmark.TENT)):
        scene, _, (brush,) = stage(Setting.LAKE, 1, landmark, framing=framing, species=())
        (lake,) = [sheet for sheet in scene.sheets if sheet.name == "lake"]
        assert scene.stage.horizon < brush.y < scene.stage.level(0.055), framing
        assert brush.canvas is not lake.canvas


@pytest.mark.parametrize("landmark", [Landmark.COTTAGE, Landmark.TRAIN, Landmark.SAILBOAT, Landmark.WINDMILL])
@pytest.mark.parametrize("framing", [Framing.WIDE, Framing.MEDIUM])
def test_on_a_roof_landmarks_are_seen_on_the_next_block(landmark: Landmark, framing: Framing, stage: Staged) -> None:
    """Beyond the parapet, and no larger than at that distance."""
    scene, _, (brush,) = stage(Setting.CITY, 1, landmark, framing=framing)
    (terrace,) = [sheet for sheet in scene.sheets if sheet.name == "terrace"]
    assert brush.canvas is terrace.canvas
    assert scene.stage.horizon < brush.y < scene.stage.level(0.6)
    assert brush.unit <= scene.stage.person * 0.4


@pytest.mark.parametrize(("setting", "layout"), [pair for pair in DRY if pair != (Setting.CITY, 0)])
def test_rails_go_on_across_level_ground(
    setting: Setting, layout: int, stage: Staged, monkeypatch: pytest.MonkeyPatch
) -> None:
    spans: list[tuple[float, float]] = []
    monkeypatch.setattr(landmarks, "draw_track", lambda brush, left, right: spans.append((left, right)))
    scene, place, (brush,) = stage(setting, layout, Landmark.TRAIN, species=())
    ((left, right),) = spans
    assert place.land is not None
    wanted = place.land.span or (0.0, scene.stage.width)
    assert left <= wanted[0]
    assert right >= wanted[1]
    assert left < brush.x - 3 * brush.unit < brush.x + 3 * brush.unit < right


@pytest.mark.parametrize("layout", range(3))
def test_a_whale_in_town_is_in_the_river_or_in_a_walled_basin(layout: int) -> None:
    for setting in (Setting.CITY, Setting.VILLAGE):
        request = request_for(setting, seed_of_layout(layout), species=(Species.WHALE, Species.CAT))
        scene, ground, members = prepare(request, References())
        at_the_river = setting is Setting.CITY and layout == 2
        assert water_of(scene, ground) is (Water.OPEN if at_the_river else Water.BASIN)
        whale, cat = draw_cast(scene, ground, members, 0.0).spots
        assert whale.y < cat.y if at_the_river else whale.y == pytest.approx(cat.y)


def test_ponds_and_basins_are_wider_than_their_swimmer() -> None:
    whale = Extent(900.0, 500.0, 120.0)
    assert basin_of(whale, Water.POND).width >= 1.45 * whale.width
    assert basin_of(whale, Water.BASIN).width >= 1.3 * whale.width


@pytest.mark.parametrize("setting", [setting for setting in Setting if not setting.is_indoors])
def test_a_close_camp_is_on_the_figures_ground(setting: Setting, stage: Staged) -> None:
    """Never on a height behind them, as large as a house there; on planks it stays on the far shore."""
    for layout in range(3):
        scene, place, brushes = stage(setting, layout, Landmark.CAMPFIRE, framing=Framing.CLOSE, species=(Species.CAT,))
        ground = next(sheet.canvas for sheet in scene.sheets if sheet.name == "ground")
        for brush in brushes:
            assert brush.canvas is ground or place.is_deck or brush.y > scene.stage.horizon
            if brush.canvas is ground:
                assert place.ground[0] - 1e-6 <= brush.x <= place.ground[1] + 1e-6


@pytest.mark.parametrize("layout", range(3))
@pytest.mark.parametrize("framing", [Framing.WIDE, Framing.MEDIUM])
def test_the_light_of_a_fire_lies_on_the_ground(layout: int, framing: Framing, stage: Staged) -> None:
    """Where the ground ends in the frame, at a cliff, the fire keeps clear of its end."""
    scene, bare, _ = prepare(
        request_for(Setting.COAST, seed_of_layout(layout), framing=framing, species=()), References()
    )
    _, _, (brush,) = stage(Setting.COAST, layout, Landmark.CAMPFIRE, framing=framing, species=())
    for end in bare.ground:
        if 0.05 * scene.stage.width < end < 0.95 * scene.stage.width:
            assert abs(brush.x - end) >= 1.15 * brush.unit


def test_lamplight_lies_on_the_street_below_its_lamps() -> None:
    request = request_for(Setting.CITY, 1, time_of_day=TimeOfDay.NIGHT, species=())
    scene, *_ = prepare(request, References())
    canvas, stage = Canvas(), scene.stage
    city._reflections(scene, canvas, stage.level(0.72), stage.bottom(1), (0.2,))
    image, *_ = rasterise(Sheet("light", 1.0, canvas, 0, stage.height, 0, stage.width), stage.scale)
    lit = np.nonzero(image[:, :, 3].max(axis=0) > 4)[0] / image.shape[1]
    assert lit.size
    assert lit.min() > 0.12
    assert lit.max() < 0.28
