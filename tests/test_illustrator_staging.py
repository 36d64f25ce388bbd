"""Where things stand in a picture: figures on firm ground, nobody cut off, landmarks where they can be."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pictures import DRY, FORMATS, SETS, cast_of, request_for, seed_of_layout

from studio.production.treatment import Appearance
from studio.production.vocabulary import (
    Facing,
    Framing,
    Landmark,
    Pose,
    ProductForm,
    Setting,
    Species,
    Style,
    TimeOfDay,
)
from studio.tools.image import StagedFigure, StagedProduct
from studio.tools.offline.illustrator import cast, furniture, landmarks
from studio.tools.offline.illustrator.brush import Brush
from studio.tools.offline.illustrator.canvas import Canvas
from studio.tools.offline.illustrator.cast import draw_cast
from studio.tools.offline.illustrator.figures import FigureDrawing, draw_figure
from studio.tools.offline.illustrator.finish import border
from studio.tools.offline.illustrator.illustration import draw, prepare
from studio.tools.offline.illustrator.landmark_buildings import BRICK, GATE, draw_castle
from studio.tools.offline.illustrator.pieces import Piece, furnish
from studio.tools.offline.illustrator.placement import Extent
from studio.tools.offline.illustrator.placement import place as stand
from studio.tools.offline.illustrator.references import References
from studio.tools.offline.illustrator.rendering import flatten, rasterise
from studio.tools.offline.illustrator.scene import Place, Scene, Site
from studio.tools.offline.illustrator.settings import LAYOUTS
from studio.tools.offline.illustrator.stage import Stage


def test_formats_are_composed_for_and_not_cropped() -> None:
    """In a tall frame a figure takes more of the width than in a wide one, and still stands inside it."""
    shares = {}
    for size in FORMATS:
        drawn, stage, _ = cast_of(request_for(Setting.MEADOW, 1, size=size, species=(Species.PERSON,)))
        spot = drawn.spots[0]
        shares[size] = (spot.right - spot.left) / stage.width
    assert shares[(180, 320)] > shares[(256, 256)] > shares[(320, 180)]


figures = st.lists(
    st.builds(
        StagedFigure,
        key=st.just("someone"),
        appearance=st.builds(Appearance, species=st.sampled_from(Species)),
        pose=st.sampled_from(Pose),
        facing=st.sampled_from(Facing),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(
    setting=st.sampled_from(Setting),
    seed=st.integers(0, 10_000),
    size=st.sampled_from(((640, 360), (360, 640), (480, 480), (400, 500))),
    framing=st.sampled_from((Framing.WIDE, Framing.MEDIUM)),
    who=figures,
    landmark=st.none() | st.sampled_from(Landmark),
    with_product=st.booleans(),
)
def test_nobody_overlaps_or_is_cut_off(
    setting: Setting,
    seed: int,
    size: tuple[int, int],
    framing: Framing,
    who: list[StagedFigure],
    landmark: Landmark | None,
    with_product: bool,
) -> None:
    product = StagedProduct(form=ProductForm.BOTTLE, main_colour="#2f6f8f", accent_colour="#e3b23c")
    request = request_for(
        setting, seed, size=size, framing=framing, landmark=landmark, product=product if with_product else None
    )
    staging = request.staging.model_copy(update={"figures": tuple(who)})
    drawn, stage, ground = cast_of(request.model_copy(update={"staging": staging}))
    assert len(drawn.spots) == len(who) + with_product
    for spot in drawn.spots:
        assert 0 <= spot.left < spot.right <= stage.width
        assert 0 <= spot.top < spot.bottom <= stage.height
    boxes = sorted((spot.left, spot.right) for spot in drawn.spots)
    for (_, right), (left, _) in itertools.pairwise(boxes):
        assert right <= left + 1e-6
    walkers = [
        spot
        for spot, figure in zip(drawn.spots, who, strict=False)
        if figure.appearance.species is not Species.WHALE and not with_product
    ]
    for spot in walkers:
        assert ground[0] - 1e-6 <= spot.left
        assert spot.right <= ground[1] + 1e-6


@pytest.mark.parametrize(("setting", "layout"), SETS)
def test_firm_ground_is_under_every_foot(setting: Setting, layout: int) -> None:
    """The ground layer is opaque at the baseline, all along the span that the layout offers."""
    for size, framing in (((320, 180), Framing.WIDE), ((180, 320), Framing.WIDE), ((320, 180), Framing.MEDIUM)):
        request = request_for(setting, seed_of_layout(layout), size=size, framing=framing, species=())
        scene, ground, _ = prepare(request, References())
        image, left, top, _ = rasterise(next(s for s in scene.sheets if s.name == "ground"), scene.stage.scale)
        row = round(scene.stage.baseline * scene.stage.scale) - top
        start = max(0, round(ground.ground[0] * scene.stage.scale)) - left
        end = min(size[0], round(ground.ground[1] * scene.stage.scale)) - left
        assert end - start > size[0] * 0.2
        assert image[row, start + 1 : end - 1, 3].min() > 240


@given(
    widths=st.lists(st.floats(80, 1200), min_size=1, max_size=5),
    heights=st.lists(st.floats(120, 1100), min_size=5, max_size=5),
    lean=st.floats(0, 1),
    framing=st.sampled_from(Framing),
    size=st.sampled_from(FORMATS),
)
def test_placement_keeps_order_and_room(
    widths: list[float], heights: list[float], lean: float, framing: Framing, size: tuple[int, int]
) -> None:
    stage = Stage(*size, framing)
    ground = (stage.width * 0.1, stage.width * 0.9)
    spots = stand(stage, ground, [Extent(w, h) for w, h in zip(widths, heights, strict=False)], lean)
    assert [spot.left for spot in spots] == sorted(spot.left for spot in spots)
    for spot in spots:
        assert spot.top >= stage.height * 0.04
        assert spot.left >= 0
        assert spot.right <= stage.width + 1e-6
    if framing is Framing.CLOSE:
        # One rule for all: everybody stands whole on one ground, or everybody is cut, and not by a hair.
        whole = [spot.bottom <= stage.height for spot in spots]
        assert all(whole) or not any(whole)
        for spot in spots:
            if all(whole):
                assert spot.bottom == pytest.approx(spots[0].bottom)
                assert 0.02 * stage.height < stage.height - spot.bottom <= 0.06 * stage.height
            else:
                assert (stage.height - spot.top) / (spot.bottom - spot.top) <= 0.781
        lying = [spot for spot, width, height in zip(spots, widths, heights, strict=False) if width > 1.7 * height]
        assert all(spot.bottom < stage.height for spot in lying)
    else:
        assert all(spot.bottom == pytest.approx(stage.baseline) for spot in spots)


@settings(max_examples=30, deadline=None)
@given(setting=st.sampled_from(Setting), framing=st.sampled_from(Framing), size=st.sampled_from(FORMATS), who=figures)
def test_a_torn_border_shaves_nobody(
    setting: Setting, framing: Framing, size: tuple[int, int], who: list[StagedFigure]
) -> None:
    """The paper edge of a watercolour lies over no figure, save those that a close framing cuts clearly."""
    request = request_for(setting, 3, size=size, framing=framing, style=Style.WATERCOLOR)
    request = request.model_copy(update={"staging": request.staging.model_copy(update={"figures": tuple(who)})})
    scene, ground, members = prepare(request, References())
    spots = draw_cast(scene, ground, members, 0.0).spots
    stage = scene.stage
    (edge,) = border(stage, Style.WATERCOLOR, 5)
    for spot in spots:
        whole = spot.bottom <= stage.height
        assert whole or (stage.height - stage.inset - spot.top) / (spot.bottom - spot.top) <= 0.781
        left, top, right, bottom = (
            round(share * stage.scale) for share in (spot.left, spot.top, spot.right, min(spot.bottom, stage.height))
        )
        rows = slice(top, bottom) if whole else slice(top, round((stage.height - 2 * stage.inset) * stage.scale))
        assert edge.image[rows, left:right, 3].max(initial=0) < 128


@settings(max_examples=80, deadline=None)
@given(setting=st.sampled_from(Setting), seed=st.integers(0, 99), size=st.sampled_from(FORMATS), who=figures)
def test_a_close_framing_cuts_off_no_face(
    setting: Setting, seed: int, size: tuple[int, int], who: list[StagedFigure]
) -> None:
    request = request_for(setting, seed, size=size, framing=Framing.CLOSE)
    request = request.model_copy(update={"staging": request.staging.model_copy(update={"figures": tuple(who)})})
    scene, ground, members = prepare(request, References())
    spots = draw_cast(scene, ground, members, 0.0).spots
    for member, spot in zip(members, spots, strict=True):
        assert member.drawing is not None
        if member.drawing.chin is not None and not member.swims:
            assert spot.y - member.drawing.chin * spot.scale < scene.stage.height
        if member.rests and not member.swims and not member.drawing.hovers:
            # Nor the things that are on the ground beside who sits or sleeps.
            assert spot.y < scene.stage.height


def test_a_figure_is_the_same_in_every_shot() -> None:
    """Its drawing depends on what is staged and on the light, not on seed, framing, format or who else is there."""
    alone = (Species.PERSON,)
    shots = [
        request_for(Setting.MEADOW, seed_of_layout(0), species=alone),
        request_for(Setting.MEADOW, seed_of_layout(0) + 3 * 2**20, species=alone),
        request_for(Setting.MEADOW, seed_of_layout(0), species=alone, framing=Framing.MEDIUM, size=FORMATS[1]),
        request_for(Setting.MEADOW, seed_of_layout(0), species=(*alone, Species.FOX), landmark=Landmark.CASTLE),
    ]
    prepared = [prepare(shot, References()) for shot in shots]
    lit = [scene.lit_from_left for scene, *_ in prepared]
    drawings = [members[0].drawing for *_, members in prepared]
    same_light = [drawing for drawing, left in zip(drawings, lit, strict=True) if left == lit[0]]
    assert len(same_light) >= 3
    assert all(drawing == drawings[0] for drawing in same_light)


def test_every_figure_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def counted(figure: StagedFigure, *rest: Any) -> FigureDrawing:
        drawn.append(figure.key)
        return draw_figure(figure, *rest)

    monkeypatch.setattr(cast, "draw_figure", counted)
    draw(request_for(Setting.MEADOW, 1, landmark=Landmark.CASTLE), {})
    assert drawn == ["figure-0", "figure-1"]


def test_legibility_sets_figures_apart_from_what_is_behind_them() -> None:
    """The steps in lightness just inside and just outside of the figures grow."""

    def contrast(legibility: float) -> float:
        request = request_for(
            Setting.FOREST, 2, size=(480, 270), time_of_day=TimeOfDay.NIGHT, framing=Framing.MEDIUM,
            species=(Species.PERSON,), legibility=legibility,
        )  # fmt: skip
        layered, _ = draw(request, {})
        index = next(i for i, layer in enumerate(layered.layers) if layer.name == "figures")
        figure = layered.layers[index]
        behind = cv2.cvtColor(flatten(layered.layers[:index], 480, 270), cv2.COLOR_BGR2GRAY).astype(float)
        top, left = figure.top, figure.left
        solid = figure.image[:, :, 3] > 200
        own = cv2.cvtColor(figure.image[:, :, :3], cv2.COLOR_BGR2GRAY).astype(float)
        under = behind[top : top + solid.shape[0], left : left + solid.shape[1]][: 270 - top]
        return float(np.abs(own[: under.shape[0]] - under)[solid[: under.shape[0]]].mean())

    assert contrast(1.0) > contrast(0.0) * 1.15


def test_landmarks_show_wherever_they_are_staged() -> None:
    """By what is drawn, not by pixels: a shape too many at the right place is what a landmark is."""
    for setting in (Setting.SEA, Setting.ROOM, Setting.SPACE, Setting.CITY):
        seed = seed_of_layout(list(Setting).index(setting) % LAYOUTS)
        bare, *_ = prepare(request_for(setting, seed, species=()), References())
        length = sum(len(sheet.canvas.document(0, 0, 1, 1, (1, 1))) for sheet in bare.sheets)
        for landmark in Landmark:
            given, *_ = prepare(request_for(setting, seed, species=(), landmark=landmark), References())
            drawn = sum(len(sheet.canvas.document(0, 0, 1, 1, (1, 1))) for sheet in given.sheets)
            assert drawn > length + 600, (setting, landmark)


OUTDOORS = tuple((setting, layout) for setting, layout in SETS if not setting.is_indoors)


def brushes_of(
    landmark: Landmark, monkeypatch: pytest.MonkeyPatch, **how: Any
) -> Iterator[tuple[Setting, Scene, Place, Brush]]:
    """The brush that ``landmark`` is drawn with in every outdoor set that has it, and the place that it leaves."""
    kind = landmarks._KINDS[landmark]
    brushes: list[Brush] = []
    monkeypatch.setitem(landmarks._KINDS, landmark, replace(kind, draw=brushes.append))
    for setting, layout in OUTDOORS:
        if landmark is Landmark.BRIDGE and (setting, layout) in DRY:
            continue
        scene, place, _ = prepare(request_for(setting, seed_of_layout(layout), landmark=landmark, **how), References())
        yield setting, scene, place, brushes.pop()


@pytest.mark.parametrize("framing", Framing)
def test_boats_float_wherever_they_are(framing: Framing, monkeypatch: pytest.MonkeyPatch) -> None:
    """On open water, or on a mere of their own; in space, where there is none, in the sky; on pavement on a cradle."""
    meres: list[Site] = []
    monkeypatch.setattr(landmarks, "lay_mere", lambda scene, site, half: meres.append(site))
    for setting, scene, place, brush in brushes_of(Landmark.SAILBOAT, monkeypatch, framing=framing, species=()):
        sheet = next(sheet for sheet in scene.sheets if sheet.canvas is brush.canvas)
        assert brush.is_afloat == (setting is not Setting.SPACE and not brush.is_ashore)
        if meres:
            site = meres.pop()
            assert (site.canvas, site.x, site.y) == (brush.canvas, brush.x, brush.y)
        elif setting is Setting.SPACE:
            assert sheet.name == "landmark"
            assert brush.y < scene.stage.horizon
        elif brush.is_ashore:
            assert setting in (Setting.CITY, Setting.VILLAGE)
        else:
            assert place.afloat is not None, setting
            assert brush.canvas is place.afloat.canvas
            assert brush.y > max(sheet.top, scene.stage.horizon)


@pytest.mark.parametrize("landmark", [Landmark.TENT, Landmark.CAMPFIRE])
def test_nobody_camps_on_planks(landmark: Landmark, monkeypatch: pytest.MonkeyPatch) -> None:
    """Camps are on the figures' ground, save on piers, jetties and rafts: there they are seen on the far shore."""
    afar = set()
    for setting, scene, _, brush in brushes_of(landmark, monkeypatch):
        ground = next(sheet.canvas for sheet in scene.sheets if sheet.name == "ground")
        if brush.canvas is not ground:
            afar.add((setting, scene.layout))
    assert afar == {(Setting.SEA, 0), (Setting.SEA, 1), (Setting.LAKE, 1)}


@pytest.mark.parametrize("landmark", Landmark)
def test_landmarks_are_inside_the_frame(landmark: Landmark, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = landmarks._KINDS[landmark]
    for setting, scene, _, brush in brushes_of(landmark, monkeypatch):
        half, stage = kind.width * brush.unit / 2, scene.stage
        assert half <= brush.x + 1e-6, setting
        assert brush.x + half <= stage.width + 1e-6, setting
        assert brush.y - kind.height * brush.unit >= 0, setting


@pytest.mark.parametrize(("setting", "layout"), SETS)
def test_before_the_lens_every_foot_is_on_firm_ground(setting: Setting, layout: int) -> None:
    """Under the whole width of who is shown down to the feet: a paw beyond the lip of a cliff stands on air."""
    for size in FORMATS:
        request = request_for(
            setting, seed_of_layout(layout), size=size, framing=Framing.CLOSE, species=(Species.FOX, Species.FOX)
        )
        scene, place, members = prepare(request, References())
        scale = scene.stage.scale
        image, left, top, _ = rasterise(next(s for s in scene.sheets if s.name == "ground"), scale)
        spots = draw_cast(scene, place, members, 0.0).spots
        assert any(spot.y < scene.stage.height for spot in spots)
        for spot in spots:
            under = slice(round(spot.left * scale) - left + 1, round(spot.right * scale) - left - 1)
            assert image[round(spot.y * scale) - top, under, 3].min() > 240, size


def test_the_farther_a_thing_on_the_floor_the_earlier_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[float] = []
    canvas = Canvas()
    pieces = [Piece(canvas, 100.0 * foot, foot, 5.0, 1.0, drawn.append) for foot in (3.0, 1.0, 2.0)]
    furnish(Stage(*FORMATS[0], Framing.WIDE), pieces, canvas, (), None)
    assert drawn == [100.0, 200.0, 300.0]
    # Plants in pots touch the floor: each has its shadow before it.
    for layout in range(LAYOUTS):
        for setting in (Setting.ROOM, Setting.WORKSHOP):
            shadows: list[tuple[float, float]] = []
            pots: list[tuple[float, float]] = []
            shadow, plant = Canvas.shadow, furniture._plant
            with monkeypatch.context() as patch:
                patch.setattr(
                    Canvas, "shadow", lambda *given, of=shadow, to=shadows: (to.append(given[1:3]), of(*given))[1]
                )
                patch.setattr(
                    furniture, "_plant", lambda *given, of=plant, to=pots: (to.append(given[2:4]), of(*given))[1]
                )
                prepare(request_for(setting, seed_of_layout(layout), species=()), References())
            on_floor = [(x, y) for x, y in pots if y > Stage(*FORMATS[0], Framing.WIDE, indoors=True).level(0.46)]
            assert set(on_floor) <= set(shadows)
            assert on_floor or setting is Setting.ROOM or layout != 1


@pytest.mark.parametrize("setting", [Setting.ROOM, Setting.WORKSHOP])
def test_nothing_grows_before_the_lens_indoors(setting: Setting) -> None:
    for layout in range(LAYOUTS):
        scene, *_ = prepare(request_for(setting, seed_of_layout(layout), species=()), References())
        for sheet in scene.sheets:
            if sheet.depth > 1.0:
                image, _, top, _ = rasterise(sheet, scene.stage.scale)
                low = round(scene.stage.height * 0.5 * scene.stage.scale) - top
                assert not image[max(low, 0) :, :, 3].any()


def test_bricks_keep_clear_of_the_castles_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    boxes: list[tuple[float, float]] = []

    def record(_: Brush, left: float, bottom: float, width: float, height: float, *rest: Any) -> None:
        if (width, height) == BRICK:
            boxes.append((left, bottom))

    monkeypatch.setattr(Brush, "box", record)
    for seed in range(12):
        boxes.clear()
        scene, *_ = prepare(request_for(Setting.MEADOW, seed, species=()), References())
        brush = landmarks._brush(scene, scene.sheets[0].canvas, 0.0, 0.0, 100.0, 0.5, False)
        draw_castle(replace(brush, random=Random(seed)))
        assert len(boxes) >= 5
        for x, y in boxes:
            assert x + BRICK[0] <= GATE[0] or x >= GATE[2] or y >= GATE[3]
