"""The mountains: a slope above a tarn, a high pass, a valley with a river."""

from __future__ import annotations

from studio.tools.offline.illustrator.canvas import Canvas, Point, smooth, under
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.plants import conifer, grass, tree_line
from studio.tools.offline.illustrator.scene import FIGURE_DEPTH, Place, Scene, Site
from studio.tools.offline.illustrator.terrain import Profile, land, range_of_mountains, rock, rolling, stones, trail
from studio.tools.offline.illustrator.water import glitter, ripples, still


def paint(scene: Scene) -> Place:
    """Paint the layout of ``scene``."""
    return (_tarn, _pass, _valley)[scene.layout](scene)


def paint_ranges(scene: Scene, height: float, foot: float) -> None:
    """Two ranges of snowy peaks, standing on the level ``foot`` (0 horizon, 1 baseline)."""
    stage, colours, random = scene.stage, scene.colours, scene.random
    count = 5 if not stage.is_tall else 3
    for name, depth, share, shade in (("far peaks", 0.1, 0.8, 0.06), ("peaks", 0.2, 1.0, 0.26)):
        base = stage.level(foot) if depth > 0.15 else stage.level(foot * 0.6)
        tall = stage.height * height * share
        canvas = scene.sheet(name, depth, base - tall * 1.1, base + stage.behind, detail=0.75)
        lit = mix(scene.shade(colours.stone, shade), colours.glow, 0.14)
        mist = mix(colours.haze, colours.stone[0], 0.3)
        snow = mix("#ffffff", colours.sky[3], 0.5 - shade)
        if colours.is_night:
            snow = mix(snow, colours.sky[3], 0.35)
        range_of_mountains(
            canvas,
            random,
            stage.left(depth) - 60,
            stage.right(depth) + 60,
            base,
            tall,
            count + (1 if depth < 0.15 else 0),
            lit,
            mix(scene.shade(colours.stone, shade + 0.26), mist, 0.2),
            snow,
            mist,
            scene.lit_from_left,
        )
        canvas.rect(stage.left(depth), base - 1, stage.right(depth) - stage.left(depth), stage.behind, mist)


def _tarn(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    paint_ranges(scene, 0.34, 0.02)
    shore = scene.sheet("shore", 0.4, stage.horizon - stage.height * 0.12, stage.level(0.26) + stage.behind, detail=0.8)
    bank = rolling(random, stage.left(0.4), stage.right(0.4), stage.level(0.07), 5)
    tree_line(
        shore,
        random,
        stage.left(0.4),
        stage.right(0.4),
        bank,
        48 * stage.size(0.4),
        11 * stage.size(0.4),
        scene.shade(colours.green, 0.52),
    )
    land(
        shore,
        bank,
        stage.level(0.24),
        scene.shade(colours.green, 0.52),
        mix(scene.shade(colours.green, 0.5), colours.water[2], 0.4),
    )
    water = scene.sheet("tarn", 0.55, stage.level(0.18), stage.bottom(0.55))
    still(
        water, stage.left(0.55), stage.right(0.55), stage.level(0.2), stage.bottom(0.55), colours.water, colours.sky[4]
    )
    ripples(
        water,
        random,
        stage.left(0.55),
        stage.right(0.55),
        stage.level(0.23),
        stage.level(0.9),
        46,
        30,
        mix(colours.water[0], "#ffffff", 0.3),
        0.4,
    )
    if not scene.is_wet:
        glitter(
            water,
            random,
            scene.sun[0],
            stage.level(0.24),
            stage.level(0.7),
            50 * stage.size(0.5),
            mix(colours.glow, "#ffffff", 0.4),
            0.6,
        )
    ground = scene.sheet("ground", FIGURE_DEPTH, stage.level(-0.4))
    left, right = stage.left(1), stage.right(1)
    mirrored = not scene.lit_from_left
    slope = [
        (left, 0.56),
        (stage.width * 0.15, 0.6),
        (stage.width * 0.4, 0.7),
        (stage.width * 0.62, 0.84),
        (stage.width * 0.8, 0.98),
        (right, 1.1),
    ]
    outline: list[Point] = [(x, stage.level(level)) for x, level in slope]
    if mirrored:
        outline = [(stage.width - x, y) for x, y in reversed(outline)]
    profile = Profile(tuple(outline))
    _slope(scene, ground, profile)
    for share in (0.03, 0.1, 0.17):
        x = stage.width * (share if not mirrored else 1 - share)
        conifer(
            ground,
            random,
            x,
            profile(x) + 14 * stage.size(1),
            stage.size(1) * random.uniform(190, 270),
            scene.shade(colours.green, 0.72),
            scene.shade(colours.green, 0.88),
            scene.lit_from_left,
            scene.snow if scene.is_snowy else None,
        )
    scene.sheets[-1].top = max(-stage.over(1), stage.level(0.58) - 280 * stage.size(1))
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
    )


def _pass(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    paint_ranges(scene, 0.42, 0.2)
    near = scene.sheet("ridge", 0.5, stage.horizon - stage.height * 0.24, stage.level(0.7) + stage.behind, detail=0.8)
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
    for share in (0.08, 0.14, 0.2, 0.79, 0.86, 0.93):
        x = stage.width * share
        conifer(
            near,
            random,
            x,
            near_profile(x) + 8,
            stage.size(0.5) * random.uniform(70, 110),
            scene.shade(colours.green, 0.58),
            scene.shade(colours.green, 0.7),
            scene.lit_from_left,
            scene.snow if scene.is_snowy else None,
        )
    site = Site(near, stage.width * 0.5, stage.level(0.44), stage.person * 0.42, 0.5)
    ground = scene.sheet("ground", FIGURE_DEPTH, stage.level(0.4))
    profile = rolling(random, stage.left(1), stage.right(1), stage.level(0.74), 12, 620)
    rockface = scene.shade(colours.stone, 0.72)
    land(ground, profile, stage.bottom(1), mix(rockface, colours.glow, 0.14), scene.shade(colours.stone, 0.95))
    stones(
        ground,
        random,
        stage.left(1),
        stage.right(1),
        stage.level(0.84),
        stage.bottom(1),
        46,
        34 * stage.size(0.7),
        rockface,
    )
    grass(ground, random, stage.left(1), stage.right(1), profile, 9 * stage.size(1), 9, scene.shade(colours.green, 0.7))
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
    _cairn(scene, ground, stage.width * 0.88, stage.level(0.83))
    _front_rocks(scene)
    return Place((stage.width * 0.17, stage.width * 0.82), land=site)


def _valley(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    paint_ranges(scene, 0.36, 0.04)
    floor = scene.sheet(
        "valley", 0.5, stage.horizon - stage.height * 0.16, stage.level(0.75) + stage.behind, detail=0.85
    )
    meadow = rolling(random, stage.left(0.5), stage.right(0.5), stage.level(0.1), 8)
    tree_line(
        floor,
        random,
        stage.left(0.5),
        stage.right(0.5),
        meadow,
        54 * stage.size(0.4),
        15 * stage.size(0.4),
        scene.shade(colours.green, 0.36),
    )
    land(
        floor,
        meadow,
        stage.level(0.75) + stage.behind,
        mix(scene.shade(colours.green, 0.36), colours.glow, 0.12),
        scene.shade(colours.green, 0.5),
    )
    middle = stage.width * 0.56
    bed = mix(colours.water[1], colours.sky[4], 0.35)
    trail(
        floor,
        [
            (middle + 60, stage.level(0.13), 4),
            (middle - 10, stage.level(0.24), 13),
            (middle + 70, stage.level(0.4), 26),
            (middle - 20, stage.level(0.75), 90),
            (middle, stage.level(0.75) + stage.behind, 190),
        ],
        bed,
        0.95,
    )
    ripples(floor, random, middle - 40, middle + 70, stage.level(0.3), stage.level(0.75), 14, 26, "#ffffff", 0.4)
    for share in (0.06, 0.12, 0.2, 0.27, 0.78, 0.85, 0.93):
        x = stage.width * share
        conifer(
            floor,
            random,
            x,
            stage.level(0.3) + random.uniform(0, 26),
            stage.size(0.5) * random.uniform(80, 130),
            scene.shade(colours.green, 0.5),
            scene.shade(colours.green, 0.66),
            scene.lit_from_left,
            scene.snow if scene.is_snowy else None,
        )
    site = Site(floor, stage.width * 0.32, stage.level(0.34), stage.person * 0.44, 0.5)
    ground = scene.sheet("ground", FIGURE_DEPTH, stage.level(0.3))
    profile = rolling(random, stage.left(1), stage.right(1), stage.level(0.73), 12, 700)
    _slope(scene, ground, profile)
    for share in (0.95, 1.02):
        x = stage.width * share
        conifer(
            ground,
            random,
            x,
            stage.level(0.88),
            stage.size(1) * random.uniform(230, 300),
            scene.shade(colours.green, 0.74),
            scene.shade(colours.green, 0.9),
            scene.lit_from_left,
            scene.snow if scene.is_snowy else None,
        )
    scene.sheets[-1].top = max(-stage.over(1), stage.level(0.88) - 310 * stage.size(1))
    _front_rocks(scene)
    return Place(
        (stage.width * 0.07, stage.width * 0.84),
        land=site,
        afloat=Site(floor, middle, stage.level(0.6), stage.person * 0.2, 0.5),
    )


def _slope(scene: Scene, canvas: Canvas, profile: Profile) -> None:
    stage, colours, random = scene.stage, scene.colours, scene.random
    left, right = stage.left(1), stage.right(1)
    turf = mix(scene.shade(colours.green, 0.66), colours.glow, 0.1)
    land(canvas, profile, stage.bottom(1), turf, scene.shade(colours.green, 0.9))
    grass(canvas, random, left, right, profile, 11 * stage.size(1), 5, scene.shade(colours.green, 0.76))
    for _ in range(16):
        x, y = random.uniform(left, right), random.uniform(stage.level(0.95), stage.bottom(1))
        if y > profile(x) + 16:
            rock(
                canvas,
                random,
                x,
                y,
                random.uniform(5, 14) * stage.size(1),
                mix(colours.stone[2], turf, 0.3),
                scene.shade(colours.stone, 0.8),
                scene.lit_from_left,
            )
        tuft = Profile(((x - 9, y), (x + 9, y)))
        if y > profile(x) + 10:
            grass(
                canvas,
                random,
                x - 10,
                x + 10,
                tuft,
                11 * stage.size(1),
                3,
                lighten(turf, random.choice((-0.06, 0.04))),
                0.8,
            )


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
        grass(front, random, low, high, profile, 30 * stage.size(0), 8, dark)
