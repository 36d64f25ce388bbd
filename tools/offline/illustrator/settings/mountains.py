"""The mountains: a slope above a tarn, a high pass, a valley with a river."""

from __future__ import annotations

from studio.production.vocabulary import Framing
from studio.tools.offline.illustrator.canvas import Canvas, Point, smooth, under
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.cover import lay_turf
from studio.tools.offline.illustrator.pieces import Piece
from studio.tools.offline.illustrator.plants import bush, grass, tufts
from studio.tools.offline.illustrator.scene import FIGURE_DEPTH, Place, Scene, Site
from studio.tools.offline.illustrator.settings.land import conifer_sides, conifers, lay_water, paint_range, wooded_bank
from studio.tools.offline.illustrator.terrain import Profile, land, patches, rock, rolling, stones, trail
from studio.tools.offline.illustrator.water import glints


def paint(scene: Scene) -> Place:
    """Paint the layout of ``scene``."""
    return (_tarn, _pass, _valley)[scene.layout](scene)


def paint_ranges(scene: Scene, height: float, foot: float) -> None:
    """Three ranges of snowy peaks, the nearest standing on the level ``foot`` (0 horizon, 1 baseline)."""
    stage = scene.stage
    count = 5 if not stage.is_tall else 3
    tall = stage.height * height
    paint_range(scene, "far peaks", 0.08, stage.level(foot * 0.5), tall, count, 0.0, 0.35)
    paint_range(scene, "middle peaks", 0.14, stage.level(foot * 0.7), tall * 0.66, count + 2, 0.14, 0.45)
    paint_range(scene, "peaks", 0.22, stage.level(foot), tall * 0.86, count - 1, 0.3, 0.6)


def _tarn(scene: Scene) -> Place:
    stage, random = scene.stage, scene.random
    paint_ranges(scene, 0.34, 0.02)
    shore = scene.sheet("shore", 0.4, stage.horizon - stage.height * 0.12, stage.level(0.26) + stage.behind, detail=0.8)
    bank = rolling(random, stage.left(0.4), stage.right(0.4), stage.level(0.07), 5)
    wooded_bank(scene, shore, 0.4, bank, stage.level(0.26) + stage.behind, 42 * stage.size(0.4), 0.52)
    water = scene.sheet("tarn", 0.55, stage.level(0.18), stage.bottom(0.55))
    lay_water(scene, water, 0.55, stage.level(0.2), stage.level(0.9))
    ground = scene.sheet("ground", FIGURE_DEPTH, stage.level(-0.4))
    left, right = stage.left(1), stage.right(1)
    mirrored = not scene.lit_from_left
    slope = [
        (left, 0.56),
        (stage.width * 0.15, 0.6),
        (stage.width * 0.4, 0.7),
        (stage.width * 0.62, 0.84),
        # Before the lens figures stand across the frame: the shore is above their feet all along.
        *([(right, 0.9)] if stage.framing is Framing.CLOSE else [(stage.width * 0.8, 0.98), (right, 1.1)]),
    ]
    outline: list[Point] = [(x, stage.level(level)) for x, level in slope]
    if mirrored:
        outline = [(stage.width - x, y) for x, y in reversed(outline)]
    profile = Profile(tuple(outline))
    _slope(scene, ground, profile)
    shares = [share if not mirrored else 1 - share for share in (0.06, 0.14, 0.0, 0.19)]
    tall = stage.size(1)
    conifers(scene, ground, conifer_sides(scene, shares, profile, 170 * tall, 270 * tall), 0.72)
    scene.reach_up(stage.level(0.58) - 280 * stage.size(1))
    _front_rocks(scene)
    span = (stage.width * 0.2, stage.width * 0.66)
    span = (stage.width - span[1], stage.width - span[0]) if mirrored else span
    far_side = 0.78 if not mirrored else 0.22
    return Place(
        span,
        land=Site(shore, stage.width * far_side, stage.level(0.1), stage.person * 0.36, 0.4),
        afloat=Site(water, stage.width * far_side, stage.level(0.42), stage.person * 0.42, 0.55),
        water=(stage.width * 0.62, stage.width * 0.98, stage.level(0.62))
        if not mirrored
        else (stage.width * 0.02, stage.width * 0.38, stage.level(0.62)),
        edge=0.9,
    )


def _pass(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    paint_ranges(scene, 0.42, 0.2)
    crowns = stage.horizon - stage.height * 0.16 - 125 * stage.size(0.5)
    near = scene.sheet("ridge", 0.5, crowns, stage.level(0.7) + stage.behind, detail=0.8)
    outline: list[Point] = [
        (stage.left(0.5), stage.horizon - stage.height * 0.16),
        (stage.width * 0.16, stage.horizon - stage.height * 0.05),
        (stage.width * 0.36, stage.level(0.36)),
        (stage.width * 0.62, stage.level(0.42)),
        (stage.width * 0.84, stage.level(0.02)),
        (stage.right(0.5), stage.horizon - stage.height * 0.12),
    ]
    face = scene.shade(colours.stone, 0.56)
    near.path(
        under(outline, stage.level(0.7) + stage.behind),
        near.fade(stage.horizon - stage.height * 0.16, stage.level(0.7), face, mix(face, colours.haze, 0.3)),
    )
    stones(near, random, stage.left(0.5), stage.width * 0.3, stage.level(0.1), stage.level(0.6), 20, 30, face)
    stones(near, random, stage.width * 0.72, stage.right(0.5), stage.level(0.15), stage.level(0.6), 20, 30, face)
    near_profile = Profile(tuple(outline))
    tall = stage.size(0.5)
    shares = (0.03, 0.06, 0.1, 0.14, 0.2, 0.25, 0.74, 0.79, 0.83, 0.88, 0.93, 0.97)
    conifers(scene, near, conifer_sides(scene, shares, near_profile, 56 * tall, 110 * tall), 0.58)
    grass(near, random, stage.left(0.5), stage.right(0.5), near_profile, 7, 5, scene.shade(colours.green, 0.6))
    site = Site(near, stage.width * 0.5, stage.level(0.44), stage.person * 0.42, 0.5)
    ground = scene.sheet("ground", FIGURE_DEPTH, stage.level(0.4))
    profile = rolling(random, stage.left(1), stage.right(1), stage.level(0.74), 12, 620)
    rockface = scene.shade(colours.stone, 0.72)
    left, right = stage.left(1), stage.right(1)
    land(ground, profile, stage.bottom(1), mix(rockface, colours.glow, 0.14), scene.shade(colours.stone, 0.95))
    light, deep = mix(rockface, colours.glow, 0.25), scene.shade(colours.stone, 0.88)
    patches(ground, random, left, right, stage.level(0.78), stage.bottom(1), 22, light, deep, 0.24 * scene.texture, 2.6)
    stones(ground, random, left, right, stage.level(0.82), stage.bottom(1), 80, 34 * stage.size(0.7), rockface)
    moss = scene.shade(colours.green, 0.7)
    grass(ground, random, left, right, profile, 9 * stage.size(1), 7, moss)
    tufts(
        ground,
        random,
        left,
        right,
        profile,
        stage.height,
        44,
        13 * stage.size(1),
        (moss, scene.shade(colours.green, 0.82)),
    )
    for share, size in ((0.05, 40), (0.12, 20), (0.94, 46), (0.87, 22)):
        rock(
            ground,
            random,
            stage.width * share,
            stage.level(0.86),
            size * stage.size(1),
            mix(rockface, colours.glow, 0.22),
            scene.shade(colours.stone, 0.9),
            scene.lit_from_left,
        )
    low, half = stage.level(0.83), 26 * stage.size(1)
    cairn = Piece(ground, stage.width * 0.84, low, half, 52 * stage.size(1), lambda x: _cairn(scene, ground, x, low))
    _front_rocks(scene)
    return Place((stage.width * 0.17, stage.width * 0.82), land=site, edge=0.84, pieces=(cairn,))


def _valley(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    paint_ranges(scene, 0.36, 0.04)
    floor = scene.sheet(
        "valley", 0.5, stage.horizon - stage.height * 0.16, stage.level(0.75) + stage.behind, detail=0.85
    )
    meadow = rolling(random, stage.left(0.5), stage.right(0.5), stage.level(0.1), 8)
    wooded_bank(scene, floor, 0.5, meadow, stage.level(0.75) + stage.behind, 46 * stage.size(0.4), 0.36)
    grass_top = scene.shade(colours.green, 0.42)
    light, deep = mix(grass_top, colours.glow, 0.2), scene.shade(colours.green, 0.54)
    left, right = stage.left(0.5), stage.right(0.5)
    patches(floor, random, left, right, stage.level(0.2), stage.level(0.8), 26, light, deep, 0.3 * scene.texture, 2.2)
    tufts(floor, random, left, right, meadow, stage.level(0.75), 70, 8 * stage.size(0.5), (deep, light))
    middle = stage.width * 0.56
    bed = mix(colours.water[1], colours.sky[4], 0.35)
    river = [
        (middle + 60, stage.level(0.13), 4.0),
        (middle - 10, stage.level(0.24), 13.0),
        (middle + 70, stage.level(0.4), 26.0),
        (middle - 20, stage.level(0.75), 90.0),
        (middle, stage.level(0.75) + stage.behind, 190.0),
    ]
    trail(floor, river, bed, 0.95)
    glints(floor, random, river[2:4], 14, "#ffffff", 0.4)
    stand = rolling(random, left, right, stage.level(0.34), 10)
    tall = stage.size(0.5)
    shares = (0.03, 0.07, 0.12, 0.16, 0.21, 0.27, 0.72, 0.78, 0.82, 0.87, 0.93, 0.98)
    conifers(scene, floor, conifer_sides(scene, shares, stand, 74 * tall, 130 * tall), 0.5)
    site = Site(floor, stage.width * 0.32, stage.level(0.34), stage.person * 0.44, 0.5)
    ground = scene.sheet("ground", FIGURE_DEPTH, stage.level(0.3))
    profile = rolling(random, stage.left(1), stage.right(1), stage.level(0.73), 12, 700)
    _slope(scene, ground, profile)
    foot = Profile(((0.0, stage.level(0.84)), (stage.width, stage.level(0.84))))
    tall = stage.size(1)
    conifers(scene, ground, conifer_sides(scene, (0.98, 0.94, 1.03), foot, 200 * tall, 300 * tall), 0.74)
    scene.reach_up(stage.level(0.88) - 310 * stage.size(1))
    _front_rocks(scene)
    return Place(
        (stage.width * 0.07, stage.width * 0.84),
        land=site,
    )


def _slope(scene: Scene, canvas: Canvas, profile: Profile) -> None:
    """Alpine turf with boulders."""
    stage, colours, random = scene.stage, scene.colours, scene.random
    turf = lay_turf(scene, canvas, profile, 0.64, 11.0)
    lit, dark = mix(colours.stone[2], turf, 0.3), scene.shade(colours.stone, 0.8)
    for _ in range(16):
        x, y = random.uniform(stage.left(1), stage.right(1)), random.uniform(stage.level(0.95), stage.bottom(1))
        if y > profile(x) + 16:
            rock(canvas, random, x, y, random.uniform(5, 14) * stage.size(1), lit, dark, scene.lit_from_left)


def _cairn(scene: Scene, canvas: Canvas, x: float, y: float) -> None:
    colours = scene.colours
    unit = scene.stage.size(1)
    for index, half in enumerate((24, 19, 15, 10, 6)):
        canvas.ellipse(
            x + (-2 if index % 2 else 2) * unit,
            y - index * 11 * unit,
            half * unit,
            7 * unit,
            lighten(scene.shade(colours.stone, 0.66), 0.03 * (index % 2)),
        )


def _front_rocks(scene: Scene) -> None:
    stage, colours, random = scene.stage, scene.colours, scene.random
    front = scene.sheet("foreground", 1.6, stage.height * 0.45)
    dark = mix(colours.stone[4], "#05080f", 0.15)
    for side in (-1, 1):
        edge = stage.left(1.6) if side < 0 else stage.right(1.6)
        points = [
            (edge, stage.height * 0.83),
            (edge - side * stage.width * 0.1, stage.height * 0.88),
            (edge - side * stage.width * 0.18, stage.height * 0.955),
            (edge - side * stage.width * 0.34, stage.height * 1.02),
            (edge - side * stage.width * 0.4, stage.bottom(1.6)),
        ]
        front.path(
            smooth(points) + f"L{edge:.1f} {stage.bottom(1.6):.1f}Z",
            front.fade(stage.height * 0.83, stage.bottom(1.6), lighten(dark, 0.03), dark),
        )
        profile = Profile(tuple(sorted(points[:4])))
        low, high = min(x for x, _ in points), max(x for x, _ in points)
        inner = edge - side * (stage.over(1.6) + stage.width * 0.06)
        reach = (min(edge, inner), max(edge, inner), stage.height * 0.93, stage.bottom(1.6))
        stones(front, random, *reach, 12, 30 * stage.size(0), dark)
        grass(front, random, low, high, profile, 34 * stage.size(0), 6, dark)
    if scene.layout != 0:
        return
    # A shrub grows in on the side away from the trees.
    side = 1 if scene.lit_from_left else -1
    edge = stage.width / 2 + side * (stage.width / 2 + stage.over(1.6))
    bush(front, random, edge - side * stage.over(1.6), stage.height * 1.0, 60, 84 * stage.size(0), dark, -side)
