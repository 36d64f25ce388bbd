"""What leads across a picture, a railway or a bridge, goes on to both its ends and stands on something all the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pictures import DRY, SETS, request_for, seed_of_layout

from studio.production.vocabulary import Framing, Landmark, Setting, Species, Weather
from studio.tools.offline.illustrator import landmarks
from studio.tools.offline.illustrator.brush import Brush
from studio.tools.offline.illustrator.illustration import prepare
from studio.tools.offline.illustrator.landmark_rails import VIADUCT
from studio.tools.offline.illustrator.references import References
from studio.tools.offline.illustrator.scene import FIGURE_DEPTH, Place, Scene, Site

OUTDOORS = tuple((setting, layout) for setting, layout in SETS if not setting.is_indoors)
OPEN = tuple(
    pair for pair in OUTDOORS if pair[0] not in (Setting.CITY, Setting.VILLAGE) or pair == (Setting.VILLAGE, 1)
)
WET = (*(pair for pair in OUTDOORS if pair[0] in (Setting.SEA, Setting.COAST)), (Setting.LAKE, 2))


class Crossing:
    """A set prepared with a landmark, and all that was laid for it: the name of each thing, its brush and its ends."""

    def __init__(
        self, patch: pytest.MonkeyPatch, setting: Setting, layout: int, landmark: Landmark, **how: Any
    ) -> None:
        self.laid: dict[str, tuple[Brush, float, float]] = {}
        self.grounds: dict[str, tuple[Site, float]] = {}
        self.brush: Brush | None = None
        for name in ("draw_track", "draw_viaduct", "draw_approaches"):
            patch.setattr(landmarks, name, lambda brush, *ends, name=name: self.laid.update({name: (brush, *ends)}))
        for name in ("lay_hillock", "lay_stream", "lay_mere"):
            patch.setattr(
                landmarks, name, lambda scene, site, half, *_, name=name: self.grounds.update({name: (site, half)})
            )
        kind = replace(landmarks._KINDS[landmark], draw=lambda brush: setattr(self, "brush", brush))
        patch.setitem(landmarks._KINDS, landmark, kind)
        request = request_for(setting, seed_of_layout(layout), landmark=landmark, **how)
        self.scene: Scene
        self.place: Place
        self.scene, self.place, _ = prepare(request, References())


@pytest.mark.parametrize("landmark", [Landmark.TRAIN, Landmark.BRIDGE])
@pytest.mark.parametrize("framing", [Framing.WIDE, Framing.MEDIUM])
@pytest.mark.parametrize(("setting", "layout"), OPEN)
def test_it_goes_on_to_both_ends_of_the_picture(
    setting: Setting, layout: int, framing: Framing, landmark: Landmark, monkeypatch: pytest.MonkeyPatch
) -> None:
    crossing = Crossing(monkeypatch, setting, layout, landmark, framing=framing, weather=Weather.SNOW)
    ((_, left, right),) = crossing.laid.values()
    assert left <= 0
    assert right >= crossing.scene.stage.width


@pytest.mark.parametrize("landmark", [Landmark.TRAIN, Landmark.BRIDGE])
@pytest.mark.parametrize(("setting", "layout"), OPEN)
def test_on_land_the_ground_under_it_is_level_all_the_way(
    setting: Setting, layout: int, landmark: Landmark, monkeypatch: pytest.MonkeyPatch
) -> None:
    crossing = Crossing(monkeypatch, setting, layout, landmark, species=())
    if "lay_hillock" in crossing.grounds:
        site, half = crossing.grounds["lay_hillock"]
        assert site.x - half <= 0
        assert site.x + half >= crossing.scene.stage.width
    else:
        assert crossing.brush is not None
        assert crossing.brush.is_afloat


@pytest.mark.parametrize("landmark", [Landmark.TRAIN, Landmark.BRIDGE])
@pytest.mark.parametrize(("setting", "layout"), WET)
def test_wide_water_is_crossed_on_arches(
    setting: Setting, layout: int, landmark: Landmark, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their feet are on the water, before every islet that ends above them."""
    crossing = Crossing(monkeypatch, setting, layout, landmark, species=())
    ((name, (brush, _, _)),) = crossing.laid.items()
    assert name == ("draw_viaduct" if landmark is Landmark.TRAIN else "draw_approaches")
    foot = brush.y + (VIADUCT * brush.unit if landmark is Landmark.TRAIN else 0.0)
    assert crossing.place.afloat is not None
    assert foot == pytest.approx(crossing.place.afloat.y)
    assert foot > crossing.scene.stage.horizon
    sheets = crossing.scene.sheets
    own = next(index for index, sheet in enumerate(sheets) if sheet.canvas is brush.canvas)
    for sheet in sheets[own + 1 :]:
        assert sheet.depth >= FIGURE_DEPTH or sheet.bottom >= foot, sheet.name


@pytest.mark.parametrize(("setting", "layout"), OPEN)
def test_a_bridge_on_land_spans_a_stream(setting: Setting, layout: int, monkeypatch: pytest.MonkeyPatch) -> None:
    crossing = Crossing(monkeypatch, setting, layout, Landmark.BRIDGE, species=())
    assert crossing.brush is not None
    is_dry = not crossing.brush.is_afloat and setting is not Setting.SPACE
    assert ("lay_stream" in crossing.grounds) == is_dry
    if is_dry:
        site, half = crossing.grounds["lay_stream"]
        assert (site.x, site.y) == (crossing.brush.x, crossing.brush.y)
        assert half == pytest.approx(landmarks.ARCH * crossing.brush.unit)


@pytest.mark.parametrize("framing", Framing)
@pytest.mark.parametrize(("setting", "layout"), DRY)
def test_on_pavement_without_water_there_is_no_bridge(
    setting: Setting, layout: int, framing: Framing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would stand on roofs or before doors, with its ends in the walls of houses."""
    crossing = Crossing(monkeypatch, setting, layout, Landmark.BRIDGE, framing=framing)
    assert crossing.brush is None
    assert not crossing.laid
    assert crossing.place.landmark is None


@pytest.mark.parametrize("framing", [Framing.WIDE, Framing.MEDIUM])
def test_in_town_a_bridge_crosses_the_river(framing: Framing, monkeypatch: pytest.MonkeyPatch) -> None:
    crossing = Crossing(monkeypatch, Setting.CITY, 2, Landmark.BRIDGE, framing=framing)
    ((brush, left, right),) = crossing.laid.values()
    (river,) = [sheet for sheet in crossing.scene.sheets if sheet.name == "river"]
    assert brush.is_afloat
    assert brush.canvas is river.canvas
    assert left <= 0 < crossing.scene.stage.width <= right


@pytest.mark.parametrize("landmark", [Landmark.WINDMILL, Landmark.SAILBOAT, Landmark.CASTLE, Landmark.COTTAGE])
@pytest.mark.parametrize(("setting", "layout"), OUTDOORS)
def test_beside_large_figures_no_landmark_is_a_toy(
    setting: Setting, layout: int, landmark: Landmark, monkeypatch: pytest.MonkeyPatch
) -> None:
    trio = (Species.PERSON, Species.BEAR, Species.CHILD)
    alone, together = (
        Crossing(monkeypatch, setting, layout, landmark, framing=Framing.CLOSE, species=species).brush
        for species in ((), trio)
    )
    assert alone is not None
    assert together is None or together.unit > 0.66 * alone.unit
