"""What stands in a set stands apart: from figures and landmarks, from the floor behind it, from the edge of a frame."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import partial
from random import Random
from typing import Any

import numpy as np
import pytest
from pictures import SETS, request_for, seed_of_layout

from studio.production.treatment import Appearance
from studio.production.vocabulary import (
    Accessory,
    Facing,
    Framing,
    Landmark,
    Pose,
    Setting,
    Species,
    Style,
    TimeOfDay,
    Weather,
)
from studio.tools.image import ImageRequest, StagedFigure
from studio.tools.offline.illustrator import illustration
from studio.tools.offline.illustrator.bathing import Water, basin_of, water_of
from studio.tools.offline.illustrator.canvas import Canvas
from studio.tools.offline.illustrator.cast import spots_of
from studio.tools.offline.illustrator.colour import set_apart, to_oklab
from studio.tools.offline.illustrator.illustration import prepare
from studio.tools.offline.illustrator.pieces import Box, Piece, furnish
from studio.tools.offline.illustrator.placement import Spot
from studio.tools.offline.illustrator.references import References
from studio.tools.offline.illustrator.rendering import rasterise
from studio.tools.offline.illustrator.settings import LAYOUTS, interior
from studio.tools.offline.illustrator.stage import Stage

STAGE = Stage(320, 180, Framing.WIDE)


def staged(random: Random, setting: Setting, framing: Framing, accessory: Accessory | None = None) -> ImageRequest:
    """A scene with up to three figures of any kind, pose and facing."""
    figures = tuple(
        StagedFigure(
            key=f"figure-{index}",
            appearance=Appearance(
                species=random.choice(list(Species)), accessory=accessory or random.choice(list(Accessory))
            ),
            pose=random.choice(list(Pose)),
            facing=random.choice(list(Facing)),
        )
        for index in range(random.choice((1, 2, 3)))
    )
    request = request_for(
        setting,
        random.randrange(2**31),
        framing=framing,
        landmark=random.choice([None, *Landmark]),
        weather=random.choice(list(Weather)),
    )
    return request.model_copy(update={"staging": request.staging.model_copy(update={"figures": figures})})


def test_furniture_makes_way() -> None:
    """It keeps its place where that is free, moves as little as it can, and is left out where there is no room."""
    canvas, wall, drawn = Canvas("a"), Canvas("b"), []

    def piece(x: float, roam: float = 0.0, on: Canvas = canvas) -> Piece:
        return Piece(on, x, 400.0, 50.0, 100.0, drawn.append, roam)

    someone = Spot(300.0, 450.0, 1.0, 280.0, 200.0, 320.0, 450.0)
    assert furnish(STAGE, [piece(600.0)], canvas, [someone], None)
    assert not furnish(STAGE, [piece(300.0)], canvas, [someone], None)
    assert furnish(STAGE, [piece(300.0, on=wall)], canvas, [someone], None)
    assert drawn == [600.0, 300.0]
    (moved,) = furnish(STAGE, [piece(320.0, roam=240.0)], canvas, [someone], None)
    assert 320.0 < moved.left < 360.0
    tower = Box(canvas, 350.0, 0.0, 460.0, 400.0)
    (moved,) = furnish(STAGE, [piece(320.0, roam=240.0)], canvas, [someone], tower)
    assert moved.right < 280.0
    first, second = furnish(STAGE, [piece(320.0, roam=240.0), piece(500.0)], canvas, [someone], None)
    assert first.right < second.left or second.right < first.left


def test_nothing_that_stands_in_a_set_touches_figures_or_landmark(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over hundreds of random scenes; and in most of them some of it is there."""
    random, kept, offered = Random(5), 0, 0
    for _ in range(300):
        calls: list[tuple[Any, list[Box]]] = []

        def noted(*given: Any, calls: list[tuple[Any, list[Box]]] = calls) -> list[Box]:
            stood = furnish(*given)
            calls.append((given, stood))
            return stood

        monkeypatch.setattr(illustration, "furnish", noted)
        setting = random.choice((*Setting, Setting.ROOM, Setting.WORKSHOP, Setting.VILLAGE, Setting.CITY))
        prepare(staged(random, setting, random.choice(list(Framing))), References())
        ((_, pieces, ground, spots, landmark), stood) = calls.pop()
        kept, offered = kept + len(stood), offered + len(pieces)
        for box in stood:
            if box.canvas is ground:
                columns = [spot for spot in spots if spot.left < box.right and box.left < spot.right]
                assert not any(spot.top < box.bottom and box.top < spot.y for spot in columns), setting
            if landmark is not None and landmark.canvas is box.canvas:
                apart = box.right <= landmark.left or landmark.right <= box.left
                assert apart or box.bottom <= landmark.top or landmark.bottom <= box.top, setting
    assert offered > 300
    assert kept > 0.5 * offered


def test_a_colour_set_apart_differs_from_every_ground() -> None:
    random = Random(3)
    for _ in range(300):
        colour, *grounds = (f"#{random.randrange(2**24):06x}" for _ in range(random.choice((2, 3))))
        got = to_oklab(set_apart(colour, *grounds))[0]
        gaps = [got - to_oklab(ground)[0] for ground in grounds]
        # White is the end of it, and a colour that no screen shows is paled a little.
        assert min(map(abs, gaps)) > 0.1 or got > 0.98
    assert set_apart("#101010", "#f0f0f0") == "#101010"


def lightness_at(image: np.ndarray, left: int, top: int, scale: float, x: float, y: float) -> float:
    """The lightness (0..1) of a rendered layer at a point in units."""
    blue, green, red = image[round(y * scale) - top, round(x * scale) - left, :3]
    return to_oklab(f"#{red:02x}{green:02x}{blue:02x}")[0]


@pytest.mark.parametrize("setting", [Setting.ROOM, Setting.WORKSHOP])
def test_legs_of_tables_are_seen_before_the_floor(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    """At every hour: each leg is darker or lighter than the boards beside it, and its foot is in a shadow."""
    tables: list[Sequence[Any]] = []
    table = interior.table
    monkeypatch.setattr(interior, "table", lambda *given: (tables.append(given), table(*given))[1])
    seen = 0
    for layout, time in itertools.product(range(LAYOUTS), TimeOfDay):
        tables.clear()
        request = request_for(setting, seed_of_layout(layout), size=(960, 540), time_of_day=time, species=())
        scene, *_ = prepare(request, References())
        floor = next(sheet for sheet in scene.sheets if sheet.name == "ground")
        lightness = partial(lightness_at, *rasterise(floor, scene.stage.scale)[:3], scene.stage.scale)
        seen += len(tables)
        for _, start, end, foot, height, *_rest in tables:
            leg = height * 0.1
            for x in (start + leg * 1.5, end - leg * 1.5):
                y = foot - height * 0.2
                assert abs(lightness(x, y) - lightness(x + leg * 1.5, y)) > 0.12, (layout, time)
                assert lightness(x + leg, foot + 2) < lightness(x + leg * 6, foot + height * 0.35) - 0.04
    assert seen >= len(TimeOfDay)


@pytest.mark.parametrize(("setting", "layout"), [(s, n) for s, n in SETS if not s.is_indoors])
@pytest.mark.parametrize("framing", Framing)
def test_a_pond_lies_on_the_ground(setting: Setting, layout: int, framing: Framing) -> None:
    """All round its rim, on slopes too, and no part of it beyond the frame."""
    for species in ((Species.WHALE,), (Species.WHALE, Species.PERSON), (Species.FOX, Species.WHALE)):
        scene, place, members = prepare(
            request_for(setting, seed_of_layout(layout), framing=framing, species=species), References()
        )
        if water_of(scene, place) is not Water.POND:
            continue
        scale = scene.stage.scale
        image, left, top, _ = rasterise(next(s for s in scene.sheets if s.name == "ground"), scale)
        at = species.index(Species.WHALE)
        spot, basin = spots_of(scene, place, members)[at], basin_of(members[at].extent, Water.POND)
        middle, half = (spot.left + spot.right) / 2, (spot.right - spot.left) / 2
        assert spot.y + basin.below * spot.scale <= scene.stage.height
        for angle in np.linspace(0, 2 * np.pi, 48):
            x, y = middle + half * np.cos(angle), spot.y + basin.below * spot.scale * np.sin(angle)
            assert image[round(y * scale) - top, round(x * scale) - left, 3] > 240, (species, angle)


def test_no_edge_cuts_a_hand_or_what_it_holds() -> None:
    """In close framings over random figures: all of it is in the picture, or none."""
    random, cut = Random(8), 0
    for _ in range(420):
        held = random.choice((Accessory.LANTERN, Accessory.BASKET, Accessory.BOOK, Accessory.NONE))
        request = staged(random, Setting.MEADOW, Framing.CLOSE, held)
        scene, place, members = prepare(request, References())
        edge = scene.stage.height - scene.stage.inset
        for member, spot in zip(members, spots_of(scene, place, members), strict=True):
            assert member.drawing is not None
            if spot.y <= edge:
                continue
            cut += 1
            height = (spot.y - edge) / spot.scale
            assert not any(low < height < high for low, high in member.drawing.whole)
    assert cut > 20


@pytest.mark.parametrize("style", [Style.STORYBOOK, Style.WATERCOLOR])
def test_the_far_quay_is_seen_between_houses_and_river(style: Style) -> None:
    """What stands on it does not stand on water."""
    for time in TimeOfDay:
        request = request_for(Setting.CITY, seed_of_layout(2), size=(640, 360), time_of_day=time, style=style)
        scene, place, _ = prepare(request, References())
        assert place.land is not None
        names = {sheet.name: sheet for sheet in scene.sheets}
        image, left, top, _ = rasterise(names["skyline"], scene.stage.scale)
        water, w_left, w_top, _ = rasterise(names["river"], scene.stage.scale)
        x = scene.stage.width * 0.5
        quay = image[round((place.land.y + 6) * scene.stage.scale) - top, round(x * scene.stage.scale) - left, :3]
        river = water[round((place.land.y + 26) * scene.stage.scale) - w_top, round(x * scene.stage.scale) - w_left, :3]
        assert np.abs(quay.astype(int) - river.astype(int)).max() > 16, time
