"""Nothing in a picture is cut off by its own layer, floats, or hides behind the figures."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

import cv2
import numpy as np
import pytest
from pictures import DRY, FORMATS, SETS, request_for, seed_of_layout

from studio.production.canonical import derive_seed
from studio.production.vocabulary import Framing, Landmark, Setting, Species, Style, TimeOfDay, Weather
from studio.tools.offline.illustrator import clouds, landmarks
from studio.tools.offline.illustrator.brush import Brush
from studio.tools.offline.illustrator.canvas import Canvas
from studio.tools.offline.illustrator.cast import draw_cast
from studio.tools.offline.illustrator.clouds import lightning
from studio.tools.offline.illustrator.composition import HIDDEN, hidden
from studio.tools.offline.illustrator.furniture import potted
from studio.tools.offline.illustrator.illustration import prepare
from studio.tools.offline.illustrator.landmark_buildings import draw_bridge
from studio.tools.offline.illustrator.landmark_things import draw_tent
from studio.tools.offline.illustrator.placement import Spot
from studio.tools.offline.illustrator.references import References
from studio.tools.offline.illustrator.rendering import rasterise
from studio.tools.offline.illustrator.scene import FIGURE_DEPTH, Scene, Sheet
from studio.tools.offline.illustrator.settings import LAYOUTS
from studio.tools.offline.illustrator.stage import Stage
from studio.tools.offline.illustrator.trees import conifer

OUTDOORS = tuple((setting, layout) for setting, layout in SETS if not setting.is_indoors)


@pytest.mark.parametrize("landmark", Landmark)
def test_no_landmark_is_cut_by_its_own_layer(landmark: Landmark, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawn alone, with its glow and smoke, it leaves the borders of its layer empty, save those of the overscan."""
    kind = landmarks._KINDS[landmark]
    own = Canvas("own_")
    brushes: list[Brush] = []

    def alone(brush: Brush) -> None:
        brushes.append(brush)
        kind.draw(replace(brush, canvas=own))

    monkeypatch.setitem(landmarks._KINDS, landmark, replace(kind, draw=alone))
    looks = itertools.cycle(itertools.product(Style, (TimeOfDay.DAY, TimeOfDay.NIGHT)))
    # Sets and looks go round together, so that every look is seen in several sets.
    for (setting, layout), (style, time) in zip(OUTDOORS, looks, strict=False):
        if landmark is Landmark.BRIDGE and (setting, layout) in DRY:
            continue
        own = Canvas("own_")
        request = request_for(
            setting, seed_of_layout(layout), species=(), landmark=landmark, style=style, time_of_day=time
        )
        scene, *_ = prepare(request, References())
        sheet = next(sheet for sheet in scene.sheets if sheet.canvas is brushes[-1].canvas)
        stage = scene.stage
        image, *_ = rasterise(replace(sheet, canvas=own, detail=1.0), stage.scale)
        over = stage.over(sheet.depth) - 1
        assert image[1:-1, 1:-1, 3].max() > 200
        if sheet.top > -over:
            assert image[0, :, 3].max() <= 2, (setting, layout, style, time)
        if sheet.left > -over:
            assert image[:, 0, 3].max() <= 2, (setting, layout, style, time)
        if sheet.right < stage.width + over:
            assert image[:, -1, 3].max() <= 2, (setting, layout, style, time)


@pytest.mark.parametrize("setting", [setting for setting in Setting if setting.is_indoors])
@pytest.mark.parametrize("framing", Framing)
def test_the_glow_of_hanging_lamps_ends_inside_their_layer(setting: Setting, framing: Framing) -> None:
    lamps = []
    for layout, size in itertools.product(range(LAYOUTS), ((320, 180), (180, 320))):
        request = request_for(
            setting, seed_of_layout(layout), species=(), size=size, framing=framing, time_of_day=TimeOfDay.NIGHT
        )
        scene, *_ = prepare(request, References())
        lamps += [rasterise(sheet, scene.stage.scale)[0] for sheet in scene.sheets if sheet.name == "lamps"]
    assert lamps
    assert all(image[-1, :, 3].max() <= 2 for image in lamps)


def columns_taken(brush: Brush, width: float, spots: Sequence[Spot]) -> float:
    """The share of the landmark's columns in which a figure reaches up to the landmark's foot."""
    left, right = brush.x - width * brush.unit / 2, brush.x + width * brush.unit / 2
    columns = np.linspace(left, right, 400)
    taken = np.zeros(400, bool)
    for spot in spots:
        if spot.top < brush.y:
            taken |= (columns > spot.left) & (columns < spot.right)
    return float(taken.mean())


@pytest.mark.parametrize("framing", [Framing.MEDIUM, Framing.CLOSE])
def test_figures_do_not_hide_the_landmark(framing: Framing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over random stagings: a close framing shows it clear of the figures or not at all, a medium one nearly always.

    Through a window too.
    """
    random = Random(11)
    shown, crowded = 0, 0
    for _ in range(90):
        setting = random.choice(list(Setting))
        landmark = random.choice(list(Landmark))
        kind = landmarks._KINDS[landmark]
        brushes: list[Brush] = []
        with monkeypatch.context() as patch:
            patch.setitem(landmarks._KINDS, landmark, replace(kind, draw=brushes.append))
            request = request_for(
                setting,
                random.randrange(2**31),
                framing=framing,
                landmark=landmark,
                species=tuple(random.choices(list(Species), k=random.choice((1, 1, 2, 3)))),
            )
            scene, place, members = prepare(request, References())
        if not brushes:
            assert framing is Framing.CLOSE or (landmark is Landmark.BRIDGE and (setting, scene.layout) in DRY)
            continue
        shown += 1
        taken = columns_taken(brushes[0], kind.width, draw_cast(scene, place, members, 0.0).spots)
        if framing is Framing.CLOSE:
            assert taken <= HIDDEN + 0.01, (setting, landmark)
        crowded += taken > HIDDEN + 0.01
    assert shown >= 30
    assert crowded <= 0.03 * shown


def test_who_ends_below_the_foot_hides_nothing() -> None:
    stage = Stage(320, 180, Framing.MEDIUM)
    x, foot = stage.width / 2, stage.horizon
    near = Spot(x, stage.baseline, 1.0, x - 20, foot - 50, x, stage.baseline)
    assert hidden(stage, x, 40, foot, [near]) == pytest.approx(0.25)
    assert hidden(stage, x, 40, foot, [replace(near, top=foot + stage.height * 0.1)]) == 0
    assert hidden(stage, x + 200, 40, foot, [near]) == 0


@pytest.mark.parametrize("framing", [Framing.WIDE, Framing.MEDIUM])
def test_a_boat_on_dry_land_has_water_under_all_of_its_hull(framing: Framing, monkeypatch: pytest.MonkeyPatch) -> None:
    """No nearer land covers its mere, which is wider than the hull and centred under it."""
    kind = landmarks._KINDS[Landmark.SAILBOAT]
    brushes: list[Brush] = []
    monkeypatch.setitem(landmarks._KINDS, Landmark.SAILBOAT, replace(kind, draw=brushes.append))
    dry = 0
    for setting, layout in OUTDOORS:
        request = request_for(
            setting, seed_of_layout(layout), species=(), landmark=Landmark.SAILBOAT, framing=framing, size=(480, 270)
        )
        scene, place, _ = prepare(request, References())
        brush, scale = brushes.pop(), scene.stage.scale
        if place.afloat is not None or brush.is_ashore or setting in (Setting.SPACE, Setting.SEA):
            continue
        dry += 1
        at = next(index for index, sheet in enumerate(scene.sheets) if sheet.canvas is brush.canvas)
        hull = 1.05 * brush.unit
        for sheet in scene.sheets[at + 1 :]:
            if sheet.depth <= FIGURE_DEPTH:
                image, left, top, _ = rasterise(replace(sheet, detail=1.0), scale)
                row = round((brush.y + 0.04 * brush.unit) * scale) - top
                start, end = round((brush.x - hull) * scale) - left, round((brush.x + hull) * scale) - left
                if 0 <= row < image.shape[0]:
                    # Stalks and trunks may cross it.
                    assert (image[row, max(start, 0) : end, 3] > 128).mean() < 0.25, (setting, layout, sheet.name)
    assert dry >= 10


@pytest.mark.parametrize("from_left", [True, False])
def test_a_fir_is_one_shape_down_to_the_ground(from_left: bool) -> None:
    for seed in range(12):
        canvas = Canvas()
        conifer(canvas, Random(seed), 100, 190, 170, "#335544", "#223333", from_left)
        image, *_ = rasterise(Sheet("fir", 1.0, canvas, 0, 200, 0, 200), 2.0)
        solid = (image[:, :, 3] > 200).astype(np.uint8)
        assert cv2.connectedComponents(solid)[0] == 2
        rows = np.flatnonzero(solid.max(axis=1))
        assert rows[-1] >= 2 * 190 - 2
        # The foot is as broad as a tree's, not a post under a gap.
        assert solid[2 * 187].sum() > 0.15 * solid.sum(axis=1).max()


def test_lightning_leaves_the_clouds_and_goes_down() -> None:
    """Every bolt starts at the top or on another bolt, and trunks fall more than they wander."""
    for seed in range(40):
        canvas = Canvas()
        lightning(canvas, Random(seed), (500.0, 10.0), 400.0, 1.0)
        paths = re.findall(r'<path d="M([^"]+)" fill="none" stroke="#ffffff"', canvas.document(0, 0, 1, 1, (1, 1)))
        bolts = [[tuple(map(float, point.split())) for point in path.split("L")] for path in paths]
        corners = {point for bolt in bolts for point in bolt[1:]}
        trunks = [bolt for bolt in bolts if bolt[0][1] == 10.0]
        assert trunks
        assert all(bolt[0] in corners for bolt in bolts if bolt not in trunks)
        for bolt in bolts:
            assert bolt[-1][1] > bolt[0][1]
        for trunk in trunks:
            assert trunk[-1][1] - trunk[0][1] > 2 * abs(trunk[-1][0] - trunk[0][0])


@pytest.mark.parametrize(
    "landmark", [Landmark.CASTLE, Landmark.TRAIN, Landmark.BRIDGE, Landmark.SAILBOAT, Landmark.TENT]
)
def test_there_is_ground_or_water_under_every_landmark(landmark: Landmark, monkeypatch: pytest.MonkeyPatch) -> None:
    """From end to end of its foot, also where a crowd leaves it little room."""
    kind = landmarks._KINDS[landmark]
    brushes: list[Brush] = []
    monkeypatch.setitem(landmarks._KINDS, landmark, replace(kind, draw=brushes.append))
    framings = itertools.cycle((Framing.WIDE, Framing.MEDIUM))
    for (setting, layout), framing in zip(OUTDOORS, framings, strict=False):
        if setting is Setting.SPACE and landmark is Landmark.SAILBOAT:
            continue
        if landmark is Landmark.BRIDGE and (setting, layout) in DRY:
            continue
        who = (Species.HORSE, Species.DEER, Species.BEAR)
        request = request_for(setting, seed_of_layout(layout), species=who, landmark=landmark, framing=framing)
        scene, *_ = prepare(request, References())
        brush, scale = brushes.pop(), scene.stage.scale
        y, half = brush.y + 0.12 * brush.unit + 3, 0.42 * kind.width * brush.unit
        solid = np.zeros(round(2 * half * scale), bool)
        for sheet in scene.sheets:
            if sheet.name not in ("clouds", "far clouds") and sheet.top < y < sheet.bottom:
                strip = replace(sheet, top=y - 4, bottom=y + 4, left=brush.x - half, right=brush.x + half, detail=1.0)
                image, *_ = rasterise(strip, scale)
                solid |= image[image.shape[0] // 2, : solid.size, 3] > 200
        assert solid.all(), (setting, layout, framing)


def test_nothing_hides_a_balloon(monkeypatch: pytest.MonkeyPatch) -> None:
    """No house, hill or tree of the set is before it, save what stands on the figures' own ground."""
    for setting, layout in OUTDOORS:
        request = request_for(setting, seed_of_layout(layout), landmark=Landmark.BALLOON, framing=Framing.MEDIUM)
        scene, *_ = prepare(request, References())
        at = next(index for index, sheet in enumerate(scene.sheets) if sheet.name == "landmark")
        assert all(sheet.depth >= FIGURE_DEPTH for sheet in scene.sheets[at + 1 :]), (setting, layout)


STILL = ("sea", "lake", "river", "tarn")
"""Layers of water, which end at a level line of their own."""


@pytest.mark.parametrize("setting", Setting)
def test_no_layer_is_cut_off_at_its_top(setting: Setting) -> None:
    """Trees, reeds, lamps and their glow end inside the part of their layer that is rendered."""
    looks = itertools.cycle((weather, time) for weather in (Weather.CLEAR, Weather.SNOW) for time in TimeOfDay)
    for layout, size, framing in itertools.product(range(LAYOUTS), FORMATS, Framing):
        weather, time = next(looks)
        request = request_for(
            setting, seed_of_layout(layout), size=size, framing=framing, weather=weather, time_of_day=time, species=()
        )
        scene, *_ = prepare(request, References())
        for sheet in scene.sheets:
            over = scene.stage.over(sheet.depth)
            if sheet.name in STILL or sheet.top <= -over + 1:
                continue
            higher = replace(sheet, top=-over, bottom=min(sheet.bottom, sheet.top + 20), detail=0.6, softness=0.0)
            image, left, top, _ = rasterise(higher, scene.stage.scale)
            row = round(sheet.top * scene.stage.scale) - top - 1
            above = image[max(0, row - 2) : row, max(0, -left) : max(0, -left) + size[0], 3]
            assert (above > 5).any(axis=0).sum() < 2, (layout, size, framing, sheet.name)


@pytest.mark.parametrize("time", TimeOfDay)
def test_clouds_leave_the_sun_whole(time: TimeOfDay, monkeypatch: pytest.MonkeyPatch) -> None:
    """All but thin streaks, which may cross it."""
    monkeypatch.setattr(clouds, "_streaks", lambda *_: None)
    for setting, seed in itertools.product((Setting.MEADOW, Setting.SEA, Setting.DESERT), range(8)):
        for size in FORMATS[:2]:
            scene, *_ = prepare(request_for(setting, seed, size=size, time_of_day=time, species=()), References())
            for sheet in scene.sheets:
                if sheet.name in ("clouds", "far clouds"):
                    assert before_the_sun(scene, sheet) < 40, (setting, seed, size, sheet.name)


@pytest.mark.parametrize("time", TimeOfDay)
@pytest.mark.parametrize("setting", [setting for setting in Setting if setting.is_indoors])
def test_the_sun_in_a_window_is_whole(setting: Setting, time: TimeOfDay) -> None:
    """No cloud, mountain or bar of the window is before it, and all of it is in the opening."""
    for layout, size, framing, seed in itertools.product(range(LAYOUTS), FORMATS[:2], Framing, range(2)):
        number = [n for n in range(60) if derive_seed(n, "layout") % LAYOUTS == layout][seed]
        request = request_for(setting, number, size=size, framing=framing, time_of_day=time, species=())
        scene, *_ = prepare(request, References())
        assert scene.disc > 0.02 * scene.stage.height
        for sheet in scene.sheets:
            if sheet.name in ("clouds", "outside", "wall"):
                assert before_the_sun(scene, sheet) < 100, (layout, size, framing, sheet.name)


def before_the_sun(scene: Scene, sheet: Sheet) -> int:
    """How opaque ``sheet`` is at most before the disc of sun or moon."""
    scale = scene.stage.scale
    image, left, top, _ = rasterise(replace(sheet, detail=1.0), scale)
    x, y = scene.sun[0] * scale - left, scene.sun[1] * scale - top
    rows, columns = np.indices(image.shape[:2])
    disc = (rows - y) ** 2 + (columns - x) ** 2 < (scene.disc * 0.9 * scale) ** 2
    return int(image[..., 3][disc].max(initial=0))


def test_a_plant_in_a_pot_is_one_shape() -> None:
    """No leaf is cut off from the rest by its own edges."""
    scene, *_ = prepare(request_for(Setting.ROOM, time_of_day=TimeOfDay.DAY), References())
    for seed in range(60):
        canvas = Canvas()
        potted(canvas, Random(seed), 200.0, 300.0, 200.0, scene.colours, "none")
        image, *_ = rasterise(Sheet("plant", 1.0, canvas, 0, 320, 0, 400), 1.0)
        shapes, _, stats, _ = cv2.connectedComponentsWithStats((image[..., 3] > 100).astype(np.uint8))
        assert shapes == 2, (seed, stats[1:].tolist())


def test_a_tent_leans_in_at_both_ends_and_a_bridge_has_banks() -> None:
    def drawn(draw: Callable[[Brush], None]) -> np.ndarray:
        """A picture of 12 x 8 adults, 40 pixels each, the foot in the middle of row 280."""
        scene, *_ = prepare(request_for(Setting.MEADOW, 1, species=()), References())
        canvas = Canvas()
        draw(landmarks._brush(scene, canvas, 240, 280, 40, 1.0, False))
        return rasterise(Sheet("one", 1.0, canvas, 0, 320, 0, 480), 1.0)[0][..., 3] > 200

    tent = drawn(draw_tent)
    ends = [np.flatnonzero(tent[280 - round(up * 40)])[[0, -1]] for up in (0.2, 0.6, 1.0)]
    assert all(low[0] < high[0] and low[1] > high[1] for low, high in itertools.pairwise(ends))
    bridge = drawn(draw_bridge)
    for side in (-1, 1):
        # Beyond the last stone of the deck, 3.3 adults from the middle.
        assert bridge[280 - 16, 240 + side * round(3.7 * 40)]
        assert not bridge[280 - 40, 240 + side * round(4.2 * 40)]


@pytest.mark.parametrize(("setting", "layout"), SETS)
def test_layers_are_painted_from_far_to_near(setting: Setting, layout: int) -> None:
    """With a landmark on a layer of its own too."""
    request = request_for(setting, seed_of_layout(layout), species=(), landmark=Landmark.BALLOON)
    scene, *_ = prepare(request, References())
    depths = [sheet.depth for sheet in scene.sheets]
    assert depths == sorted(depths)


def test_a_landmark_leaves_the_sun_whole_where_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a disc behind towers looks like scraps on their roofs."""
    kind = landmarks._KINDS[Landmark.CASTLE]
    brushes: list[Brush] = []
    monkeypatch.setitem(landmarks._KINDS, Landmark.CASTLE, replace(kind, draw=brushes.append))
    for setting, layout, time in itertools.product((Setting.MEADOW, Setting.DESERT), range(LAYOUTS), TimeOfDay):
        request = request_for(
            setting, seed_of_layout(layout), species=(), landmark=Landmark.CASTLE, framing=Framing.WIDE
        )
        staging = request.staging.model_copy(update={"time_of_day": time})
        scene, *_ = prepare(request.model_copy(update={"staging": staging}), References())
        brush = brushes.pop()
        half, (x, y) = kind.width * brush.unit / 2, scene.sun
        beside = abs(brush.x - x) >= half + scene.disc
        assert beside or brush.y - kind.height * brush.unit > y + scene.disc, (setting, layout, time)
