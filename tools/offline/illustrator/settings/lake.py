"""The lake: a shore with reeds, a jetty, an island seen over lily pads."""

from __future__ import annotations

from studio.tools.offline.illustrator.canvas import Canvas, Point, under
from studio.tools.offline.illustrator.colour import mix
from studio.tools.offline.illustrator.cover import (
    FRONT_DEPTH,
    frame_sides,
    front_colour,
    grassy_edge,
    lay_turf,
    open_side,
)
from studio.tools.offline.illustrator.pieces import Piece
from studio.tools.offline.illustrator.plants import reeds
from studio.tools.offline.illustrator.scene import FIGURE_DEPTH, Place, Scene, Site
from studio.tools.offline.illustrator.settings.land import conifers, lay_water, ridges, wooded_bank
from studio.tools.offline.illustrator.settings.sea import deck
from studio.tools.offline.illustrator.terrain import Profile, rock, rolling
from studio.tools.offline.illustrator.water import lily_pads

_BANK = -0.06
"""Where on the ground plane a landmark on the far shore has its foot: clearly above the waterline."""
_SHORE = 0.025
"""Where the ground of the far shore ends at the waterline."""


def paint(scene: Scene) -> Place:
    """Paint the layout of ``scene``."""
    return (_reeds, _jetty, _island)[scene.layout](scene)


def _far_shore(scene: Scene) -> tuple[Canvas, Canvas]:
    """Wooded hills beyond the water and their reflection: the canvases of the far shore and of the water."""
    stage, colours, random = scene.stage, scene.colours, scene.random
    low = stage.level(0.06) + stage.behind
    hills = scene.sheet("hills", 0.14, stage.horizon - stage.height * 0.24, low, detail=0.6)
    rows = [(stage.horizon - lift * stage.size(0.14), shade) for lift, shade in ((78, 0.02), (52, 0.1), (26, 0.2))]
    ridges(scene, hills, 0.14, rows, low)
    low = stage.level(0.08) + stage.behind
    wood = scene.sheet("far shore", 0.28, stage.horizon - stage.height * 0.14, low, detail=0.8)
    bank = rolling(random, stage.left(0.28), stage.right(0.28), stage.level(-0.01), 4)
    wooded_bank(scene, wood, 0.28, bank, low, 46 * stage.size(0.28), 0.46)
    water = scene.sheet("lake", 0.45, stage.level(0.04))
    top = stage.level(0.055)
    lay_water(scene, water, 0.45, top, stage.level(0.9))
    shadow, deep = scene.shade(colours.green, 0.46), colours.water[2]
    reach = 66 * stage.size(0.28)
    stops = [(0.0, mix(shadow, deep, 0.35), 0.8), (0.5, mix(shadow, deep, 0.5), 0.4), (1.0, deep, 0.0)]
    water.rect(
        stage.left(0.45),
        top,
        stage.right(0.45) - stage.left(0.45),
        reach,
        water.gradient((0, top), (0, top + reach), stops),
    )
    return wood, water


def _reeds(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    wood, water = _far_shore(scene)
    x = stage.width * (0.66 if scene.lit_from_left else 0.36)
    ground = scene.sheet("ground", FIGURE_DEPTH, stage.level(0.6) - 115 * stage.size(1))
    outline: list[Point] = [
        (stage.left(1), stage.level(0.62)),
        (stage.width * 0.12, stage.level(0.68)),
        (stage.width * 0.4, stage.level(0.78)),
        (stage.width * 0.7, stage.level(0.79)),
        (stage.width * 0.92, stage.level(0.72)),
        (stage.right(1), stage.level(0.64)),
    ]
    profile = Profile(tuple(outline))
    _bank(scene, ground, profile)
    stem, head = scene.shade(colours.green, 0.72), mix(scene.shade(colours.sand, 0.9), "#3a2418", 0.4)
    for share in (0.02, 0.08, 0.13, 0.88, 0.93, 0.99):
        at = stage.width * share
        reeds(ground, random, at, profile(at) + 8, 95 * stage.size(1), 7, 24 * stage.size(1), stem, head)
    _reed_frame(scene)
    return Place(
        (stage.width * 0.13, stage.width * 0.88),
        land=Site(wood, stage.width * 0.78, stage.level(_BANK), stage.person * 0.3, 0.28),
        afloat=Site(water, x, stage.level(0.3), stage.person * 0.42, 0.45),
        water=(stage.width * 0.04, stage.width * 0.96, stage.level(0.56)),
    )


def _jetty(scene: Scene) -> Place:
    stage = scene.stage
    wood, water = _far_shore(scene)
    x = stage.width * (0.3 if not scene.lit_from_left else 0.7)
    ground = scene.sheet("ground", FIGURE_DEPTH, stage.level(0.5))
    deck(scene, ground, stage.left(1), stage.right(1))
    _reed_frame(scene)
    return Place(
        (stage.width * 0.08, stage.width * 0.92),
        land=Site(wood, stage.width * 0.24, stage.level(_BANK), stage.person * 0.3, 0.28, shore=stage.level(_SHORE)),
        afloat=Site(water, x, stage.level(0.32), stage.person * 0.42, 0.45),
        water=(stage.width * 0.04, stage.width * 0.96, stage.level(0.6)),
        is_deck=True,
    )


def _island(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    _, water = _far_shore(scene)
    x, y = stage.width * (0.72 if scene.lit_from_left else 0.26), stage.level(0.22)
    unit = stage.size(0.45)
    green = scene.shade(colours.green, 0.5)
    water.ellipse(x, y + 13 * unit, 128 * unit, 13 * unit, mix(green, colours.water[3], 0.5), 0.7)
    islet: list[Point] = [
        (x - 125 * unit, y + 8 * unit),
        (x - 80 * unit, y - 6 * unit),
        (x, y - 12 * unit),
        (x + 85 * unit, y - 6 * unit),
        (x + 125 * unit, y + 8 * unit),
    ]
    water.path(under(islet, y + 9 * unit), green)
    trees = ((-104, 40), (-92, 62), (-76, 92), (-58, 66), (56, 74), (72, 108), (90, 70), (102, 44))
    conifers(scene, water, [(x + at * unit, y - 2 * unit, tall * unit) for at, tall in trees], 0.48)
    scene.reach_up(stage.horizon - stage.height * 0.42)
    pads = (scene.shade(colours.green, 0.6), colours.tint("#f3c3d4"))
    span = (stage.left(0.45), stage.right(0.45), stage.level(0.5), stage.level(0.7))
    lily_pads(water, random, *span, 34, 19 * stage.size(0.6), *pads)
    ground = scene.sheet("ground", FIGURE_DEPTH, stage.level(0.2))
    _bank(scene, ground, rolling(random, stage.left(1), stage.right(1), stage.level(0.76), 9, 700))
    stone = (scene.shade(colours.stone, 0.5), scene.shade(colours.stone, 0.8))
    foot, half = stage.level(0.86), 36 * stage.size(1)
    boulder = Piece(
        ground, stage.width * 0.93, foot, half, half,
        lambda at: rock(ground, random, at, foot, half, *stone, scene.lit_from_left),
    )  # fmt: skip
    front = scene.sheet("foreground", FRONT_DEPTH)
    grassy_edge(scene, front)
    frame_sides(scene, front, boughs=open_side(scene), bushes=(-open_side(scene),))
    return Place(
        (stage.width * 0.08, stage.width * 0.86),
        land=Site(water, x, y - 8 * unit, stage.person * 0.34, 0.45, 110 * unit),
        afloat=Site(water, stage.width - x, stage.level(0.32), stage.person * 0.42, 0.45),
        water=(stage.width * 0.04, stage.width * 0.96, stage.level(0.58)),
        pieces=(boulder,),
    )


def _bank(scene: Scene, canvas: Canvas, profile: Profile) -> None:
    """Turf with a wet edge against the water."""
    wet = under([(x, y - 5) for x, y in profile.points], scene.stage.bottom(1))
    canvas.path(wet, mix(scene.colours.water[0], "#ffffff", 0.3), 0.5)
    lay_turf(scene, canvas, profile, 0.6, 14.0)


def _reed_frame(scene: Scene) -> None:
    stage, random = scene.stage, scene.random
    front = scene.sheet("foreground", FRONT_DEPTH, stage.height * 0.3)
    dark = front_colour(scene)
    tall = stage.height * 0.42 + stage.over(FRONT_DEPTH)
    for x in (stage.width * 0.01, stage.width * 0.99):
        reeds(front, random, x, stage.bottom(FRONT_DEPTH), tall, 14, stage.width * 0.06, dark, dark)
    grassy_edge(scene, front)
