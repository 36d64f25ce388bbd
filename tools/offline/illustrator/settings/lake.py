"""The lake: a shore with reeds, a jetty, an island seen over lily pads."""

from __future__ import annotations

from studio.tools.offline.illustrator.canvas import Canvas, Point, under
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.plants import conifer, grass, leafy_bough, reeds, tree_line
from studio.tools.offline.illustrator.scene import FIGURE_DEPTH, Place, Scene, Site
from studio.tools.offline.illustrator.settings.sea import deck
from studio.tools.offline.illustrator.terrain import Profile, land, rock, rolling
from studio.tools.offline.illustrator.water import glitter, lily_pads, ripples, still


def paint(scene: Scene) -> Place:
    """Paint the layout of ``scene``."""
    return (_reeds, _jetty, _island)[scene.layout](scene)


def _far_shore(scene: Scene) -> Canvas:
    """Wooded hills beyond the water and their reflection; returns the water's canvas."""
    stage, colours, random = scene.stage, scene.colours, scene.random
    hills = scene.sheet("hills", 0.14, stage.horizon - stage.height * 0.2, stage.level(0.06) + stage.behind, detail=0.6)
    for row, shade in ((0, 0.08), (1, 0.2)):
        ridge = rolling(
            random, stage.left(0.14), stage.right(0.14), stage.horizon - (44 - 22 * row) * stage.size(0.14), 24, 480
        )
        land(
            hills,
            ridge,
            stage.level(0.06) + stage.behind,
            scene.shade(colours.green, shade),
            mix(scene.shade(colours.green, shade), colours.haze, 0.55),
            80,
        )
    wood = scene.sheet(
        "far shore", 0.28, stage.horizon - stage.height * 0.14, stage.level(0.08) + stage.behind, detail=0.8
    )
    bank = rolling(random, stage.left(0.28), stage.right(0.28), stage.level(-0.01), 4)
    tree_line(
        wood,
        random,
        stage.left(0.28),
        stage.right(0.28),
        bank,
        50 * stage.size(0.28),
        10 * stage.size(0.28),
        scene.shade(colours.green, 0.36),
    )
    tree_line(
        wood,
        random,
        stage.left(0.28),
        stage.right(0.28),
        Profile(tuple((x, y + 5) for x, y in bank.points)),
        36 * stage.size(0.28),
        12 * stage.size(0.28),
        scene.shade(colours.green, 0.46),
    )
    land(
        wood,
        Profile(tuple((x, y + 4) for x, y in bank.points)),
        stage.level(0.08) + stage.behind,
        scene.shade(colours.green, 0.46),
        scene.shade(colours.green, 0.46),
    )
    water = scene.sheet("lake", 0.45, stage.level(0.04))
    top = stage.level(0.055)
    still(water, stage.left(0.45), stage.right(0.45), top, stage.bottom(0.45), colours.water, colours.sky[4])
    shadow = scene.shade(colours.green, 0.46)
    reach = 62 * stage.size(0.28)
    mirror = water.gradient(
        (0, top),
        (0, top + reach),
        [
            (0, mix(shadow, colours.water[2], 0.35), 0.75),
            (0.5, mix(shadow, colours.water[2], 0.5), 0.35),
            (1, colours.water[2], 0.0),
        ],
    )
    water.rect(stage.left(0.45), top, stage.right(0.45) - stage.left(0.45), reach, mirror)
    light = mix(colours.water[0], "#ffffff", 0.3)
    ripples(
        water,
        random,
        stage.left(0.45),
        stage.right(0.45),
        top + 4,
        stage.bottom(0.45),
        90,
        40 * stage.size(0.4),
        light,
        0.36,
    )
    if not scene.is_wet:
        glitter(
            water,
            random,
            scene.sun[0],
            top + 5,
            stage.level(0.85),
            54 * stage.size(0.3),
            mix(colours.glow, "#ffffff", 0.4),
            0.65 if colours.lamps_lit else 0.4,
        )
    return water


def _reeds(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    water = _far_shore(scene)
    afloat = Site(
        water, stage.width * (0.66 if scene.lit_from_left else 0.36), stage.level(0.3), stage.person * 0.42, 0.45
    )
    ground = scene.sheet("ground", FIGURE_DEPTH, stage.level(0.1))
    left, right = stage.left(1), stage.right(1)
    outline: list[Point] = [
        (left, stage.level(0.62)),
        (stage.width * 0.12, stage.level(0.68)),
        (stage.width * 0.4, stage.level(0.78)),
        (stage.width * 0.7, stage.level(0.79)),
        (stage.width * 0.92, stage.level(0.72)),
        (right, stage.level(0.64)),
    ]
    profile = Profile(tuple(outline))
    _bank(scene, ground, profile)
    for share in (0.02, 0.08, 0.93, 0.99):
        x = stage.width * share
        reeds(
            ground,
            random,
            x,
            profile(x) + 8,
            95 * stage.size(1),
            7,
            24 * stage.size(1),
            scene.shade(colours.green, 0.72),
            mix(scene.shade(colours.sand, 0.9), "#3a2418", 0.4),
        )
    _reed_frame(scene)
    return Place(
        (stage.width * 0.13, stage.width * 0.88),
        land=Site(_sheet(scene, "far shore"), stage.width * 0.78, stage.level(0.02), stage.person * 0.3, 0.28),
        afloat=afloat,
        water=(stage.width * 0.04, stage.width * 0.96, stage.level(0.56)),
    )


def _jetty(scene: Scene) -> Place:
    stage = scene.stage
    water = _far_shore(scene)
    afloat = Site(
        water, stage.width * (0.3 if not scene.lit_from_left else 0.7), stage.level(0.32), stage.person * 0.42, 0.45
    )
    site = Site(_sheet(scene, "far shore"), stage.width * 0.24, stage.level(0.02), stage.person * 0.3, 0.28)
    ground = scene.sheet("ground", FIGURE_DEPTH, stage.level(0.5))
    deck(scene, ground, stage.left(1), stage.right(1))
    _reed_frame(scene)
    return Place(
        (stage.width * 0.08, stage.width * 0.92),
        land=site,
        afloat=afloat,
        water=(stage.width * 0.04, stage.width * 0.96, stage.level(0.6)),
    )


def _island(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    water = _far_shore(scene)
    x, y = stage.width * (0.72 if scene.lit_from_left else 0.26), stage.level(0.22)
    unit = stage.size(0.45)
    water.ellipse(
        x, y + 13 * unit, 128 * unit, 13 * unit, mix(scene.shade(colours.green, 0.5), colours.water[3], 0.5), 0.7
    )
    islet: list[Point] = [
        (x - 125 * unit, y + 8 * unit),
        (x - 80 * unit, y - 6 * unit),
        (x, y - 12 * unit),
        (x + 85 * unit, y - 6 * unit),
        (x + 125 * unit, y + 8 * unit),
    ]
    water.path(under(islet, y + 9 * unit), scene.shade(colours.green, 0.5))
    for offset, tall in ((-86, 60), (-62, 84), (62, 96), (88, 66)):
        conifer(
            water,
            random,
            x + offset * unit,
            y - 2 * unit,
            tall * unit,
            scene.shade(colours.green, 0.48),
            scene.shade(colours.green, 0.62),
            scene.lit_from_left,
            scene.snow if scene.is_snowy else None,
        )
    scene.sheets[-1].top = stage.horizon - stage.height * 0.42
    site = Site(water, x, y - 8 * unit, stage.person * 0.34, 0.45, 190 * unit)
    ground = scene.sheet("ground", FIGURE_DEPTH, stage.level(0.2))
    profile = rolling(random, stage.left(1), stage.right(1), stage.level(0.76), 9, 700)
    lily_pads(
        water,
        random,
        stage.left(0.45),
        stage.right(0.45),
        stage.level(0.5),
        stage.level(0.7),
        24,
        19 * stage.size(0.6),
        scene.shade(colours.green, 0.6),
        colours.tint("#f3c3d4"),
    )
    _bank(scene, ground, profile)
    rock(
        ground,
        random,
        stage.width * 0.93,
        stage.level(0.86),
        36 * stage.size(1),
        scene.shade(colours.stone, 0.5),
        scene.shade(colours.stone, 0.8),
        scene.lit_from_left,
    )
    front = scene.sheet("foreground", 1.6)
    dark = mix(colours.green[4], "#05080f", 0.05)
    for index in range(4):
        leafy_bough(
            front,
            random,
            stage.left(1.6),
            stage.height * (-0.02 + 0.06 * index),
            stage.width * (0.36 - 0.06 * index) + stage.over(1.6),
            1,
            lighten(dark, 0.02 * (index % 2)),
            dark,
        )
    _front_bank(scene, front)
    return Place(
        (stage.width * 0.08, stage.width * 0.86),
        land=site,
        afloat=Site(water, stage.width - x, stage.level(0.32), stage.person * 0.42, 0.45),
        water=(stage.width * 0.04, stage.width * 0.96, stage.level(0.58)),
    )


def _sheet(scene: Scene, name: str) -> Canvas:
    return next(sheet.canvas for sheet in scene.sheets if sheet.name == name)


def _bank(scene: Scene, canvas: Canvas, profile: Profile) -> None:
    stage, colours, random = scene.stage, scene.colours, scene.random
    left, right = stage.left(1), stage.right(1)
    canvas.path(
        under([(x, y - 5) for x, y in profile.points], stage.bottom(1)), mix(colours.water[0], "#ffffff", 0.3), 0.5
    )
    turf = mix(scene.shade(colours.green, 0.6), colours.glow, 0.12)
    land(canvas, profile, stage.bottom(1), turf, scene.shade(colours.green, 0.86))
    grass(canvas, random, left, right, profile, 14 * stage.size(1), 4, scene.shade(colours.green, 0.7))
    for _ in range(22):
        x, y = random.uniform(left, right), random.uniform(stage.level(0.9), stage.bottom(1))
        grass(
            canvas,
            random,
            x - 9,
            x + 9,
            Profile(((x - 9, y), (x + 9, y))),
            10 * stage.size(1),
            3,
            lighten(turf, random.choice((-0.06, 0.03))),
            0.75,
        )


def _reed_frame(scene: Scene) -> None:
    stage, colours, random = scene.stage, scene.colours, scene.random
    front = scene.sheet("foreground", 1.6, stage.height * 0.3)
    dark = mix(colours.green[4], "#05080f", 0.1)
    for x in (stage.width * 0.01, stage.width * 0.99):
        reeds(
            front,
            random,
            x,
            stage.bottom(1.6),
            stage.height * 0.42 + stage.over(1.6),
            12,
            stage.width * 0.06,
            dark,
            dark,
        )
    _front_bank(scene, front)


def _front_bank(scene: Scene, canvas: Canvas) -> None:
    stage, random = scene.stage, scene.random
    colour = mix(scene.colours.green[4], "#05080f", 0.1)
    left, right = stage.left(1.6), stage.right(1.6)
    points = []
    for index in range(25):
        x = left + (right - left) * index / 24
        away = abs(x - stage.width / 2) / (right - stage.width / 2)
        points.append((x, stage.height * (1.03 - 0.07 * away**2)))
    canvas.path(under(points, stage.bottom(1.6)), colour)
    grass(canvas, random, left, right, Profile(tuple(points)), 46 * stage.size(0), 5, colour)
