"""Whoever swims is in water, wherever the scene is: its belly is covered, and nothing of it shows beside the basin."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pictures import SETS, request_for, seed_of_layout

from studio.production.vocabulary import Facing, Framing, Landmark, Pose, Setting, Species
from studio.tools.offline.illustrator import landmarks
from studio.tools.offline.illustrator.bathing import Water, bathe, water_of
from studio.tools.offline.illustrator.brush import Brush
from studio.tools.offline.illustrator.canvas import Canvas
from studio.tools.offline.illustrator.cast import draw_cast
from studio.tools.offline.illustrator.figures import FigureDrawing
from studio.tools.offline.illustrator.illustration import prepare
from studio.tools.offline.illustrator.placement import Spot
from studio.tools.offline.illustrator.references import References
from studio.tools.offline.illustrator.rendering import rasterise
from studio.tools.offline.illustrator.scene import Sheet

BLOCK = FigureDrawing(
    '<rect x="-400" y="-400" width="800" height="280" fill="#ff0000"/>', -400, -400, 400, -120, (0, 0), 120, 800, 280
)
"""A red swimmer as large as a whale."""


@pytest.mark.parametrize("water", Water)
def test_the_belly_is_under_water(water: Water) -> None:
    scene, *_ = prepare(request_for(Setting.ROOM if water is Water.TUB else Setting.LAKE, 1, species=()), References())
    canvas, y = Canvas(), 300.0
    bathe(canvas, scene, BLOCK, Spot(500, y, 0.5, 280, 100, 720, y), 500, water)
    image, *_ = rasterise(Sheet("bath", 1.0, canvas, 0, 420, 200, 800), 1.0)
    red = (image[:, :, 2] > 200) & (image[:, :, 1] < 60)
    surface = round(y - 200 * 0.3 if water.is_walled else y)
    assert red[surface - 30, 110:490].all()
    # In the middle at once, towards the ends as far as the water is seen through.
    assert not red[surface + 12 :, 200:400].any()
    assert not red[surface + 34 :].any()
    if water is not Water.OPEN:
        assert image[surface + 12 : surface + 20, 250:350, 3].min() > 200


@pytest.mark.parametrize(("setting", "layout"), SETS)
@pytest.mark.parametrize("framing", Framing)
def test_there_is_water_for_a_whale_in_every_set(setting: Setting, layout: int, framing: Framing) -> None:
    """Its own where the set has some and it is not too far off; a tub on boards, a pond elsewhere."""
    request = request_for(setting, seed_of_layout(layout), framing=framing, species=(Species.PERSON, Species.WHALE))
    scene, ground, members = prepare(request, References())
    water = water_of(scene, ground)
    if water is not Water.OPEN:
        assert (water is Water.TUB) == (setting.is_indoors or ground.is_deck)
    if setting not in (Setting.SEA, Setting.COAST, Setting.LAKE):
        assert water is not Water.OPEN or ground.water is not None
    cast = draw_cast(scene, ground, members, 0.0)
    person, whale = cast.spots
    assert person.right <= whale.left + 1e-6 or whale.right <= person.left + 1e-6
    if water is Water.OPEN:
        assert ground.water is not None
        assert ground.water[0] <= whale.left <= whale.right <= ground.water[1]
        assert whale.y < person.y
    elif framing is not Framing.CLOSE:
        assert whale.y == pytest.approx(person.y)


@pytest.mark.parametrize("setting", [Setting.ROOM, Setting.MEADOW])
@pytest.mark.parametrize("pose", Pose)
@pytest.mark.parametrize("facing", [Facing.FRONT, Facing.LEFT])
def test_a_close_whale_is_whole_with_its_spout_and_its_basin(setting: Setting, pose: Pose, facing: Facing) -> None:
    """Nothing of either reaches an edge of the frame, and no fin shows below the water."""
    request = request_for(setting, 1, framing=Framing.CLOSE, species=(Species.WHALE,))
    whale = request.staging.figures[0].model_copy(update={"pose": pose, "facing": facing})
    request = request.model_copy(update={"staging": request.staging.model_copy(update={"figures": (whale,)})})
    scene, ground, members = prepare(request, References())
    sheet, stage = draw_cast(scene, ground, members, 0.0).sheet, scene.stage
    assert sheet is not None
    wide = replace(sheet, top=-50, bottom=stage.height + 50, left=-50, right=stage.width + 50)
    image, left, top, _ = rasterise(wide, stage.scale)
    rows, columns = np.nonzero(image[:, :, 3] > 200)
    assert rows.min() + top > 0.03 * request.height
    assert rows.max() + top < 0.995 * request.height
    assert columns.min() + left > 0
    assert columns.max() + left < request.width
    (drawing,) = [member.drawing for member in members]
    assert drawing is not None
    assert drawing.bottom <= -drawing.hovers + 16


@pytest.mark.parametrize("seed", range(9))
def test_nobody_swims_in_a_fire(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A camp on the shore is beside the swimmers behind it too."""
    kind = landmarks._KINDS[Landmark.CAMPFIRE]
    brushes: list[Brush] = []
    monkeypatch.setitem(landmarks._KINDS, Landmark.CAMPFIRE, replace(kind, draw=brushes.append))
    who = (Species.CAT, Species.WHALE)
    request = request_for(Setting.COAST, seed, framing=Framing.MEDIUM, landmark=Landmark.CAMPFIRE, species=who)
    scene, ground, members = prepare(request, References())
    (brush,) = brushes
    half = kind.width * brush.unit / 2
    for spot in draw_cast(scene, ground, members, 0.0).spots:
        assert spot.right <= brush.x - half or spot.left >= brush.x + half
