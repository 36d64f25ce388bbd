"""The coast: a cliff above the sea, a sandy beach, a bay between headlands."""

from __future__ import annotations

from dataclasses import replace

from studio.production.vocabulary import Framing, Weather
from studio.tools.offline.illustrator.canvas import Canvas, Point, smooth, under
from studio.tools.offline.illustrator.colour import mix
from studio.tools.offline.illustrator.cover import FRONT_DEPTH, frame_sides, grassy_edge, lay_sand, lay_turf
from studio.tools.offline.illustrator.pieces import Piece
from studio.tools.offline.illustrator.plants import grass, tufts
from studio.tools.offline.illustrator.scene import FIGURE_DEPTH, Place, Scene, Site
from studio.tools.offline.illustrator.settings.land import grove
from studio.tools.offline.illustrator.sky import birds
from studio.tools.offline.illustrator.terrain import Profile, edge_light, patches, rock, rolling, stones
from studio.tools.offline.illustrator.trees import palm
from studio.tools.offline.illustrator.water import glitter, open_sea, wave_row


def paint(scene: Scene) -> Place:
    """Paint the layout of ``scene``."""
    return (_cliff, _beach, _bay)[scene.layout](scene)


def paint_sea(scene: Scene, far_land: float) -> Site:
    """Far shore and open water down to the lower edge; ``far_land`` is how high the far shore rises (0: none)."""
    stage, colours, random = scene.stage, scene.colours, scene.random
    far = scene.sheet("far shore", 0.12, stage.horizon - stage.height * 0.16, stage.horizon + 6, detail=0.6)
    if far_land:
        points = []
        tip = stage.width * random.uniform(0.55, 0.95)
        left = stage.left(0.12)
        for index in range(14):
            x = left + (tip - left) * index / 13
            points.append((x, stage.horizon - far_land * (1 - (index / 13) ** 2) * random.uniform(0.8, 1.0)))
        far.path(
            under(points, stage.horizon + 6),
            far.fade(
                stage.horizon - far_land,
                stage.horizon + 6,
                mix(scene.shade(colours.stone, 0.14), colours.sky[3], 0.25),
                mix(colours.haze, colours.sky[4], 0.4),
            ),
        )
    if not scene.is_wet and not scene.is_snowy:
        birds(
            far,
            random,
            stage.width * 0.2,
            stage.width * 0.9,
            stage.horizon - stage.height * 0.13,
            stage.horizon - stage.height * 0.05,
            5,
            8 * stage.size(0),
            scene.shade(colours.stone, 0.75),
        )
    sea = scene.sheet("sea", 0.4, stage.horizon - 1)
    rough = {Weather.STORM: 1.0, Weather.RAIN: 0.6, Weather.CLOUDY: 0.4}.get(scene.staging.weather, 0.2)
    open_sea(
        sea,
        random,
        stage.left(0.4),
        stage.right(0.4),
        stage.horizon,
        stage.bottom(0.4),
        colours.water,
        colours.sky[4],
        stage.size(0.4),
        rough,
    )
    if not scene.is_wet:
        glitter(
            sea,
            random,
            scene.sun[0],
            stage.horizon + 4,
            stage.level(0.95),
            78 * stage.size(0.3),
            mix(colours.glow, "#ffffff", 0.4),
            0.95 if colours.lamps_lit or colours.is_night else 0.8,
        )
    return Site(sea, stage.width * (0.62 if scene.lit_from_left else 0.5), stage.level(0.26), stage.person * 0.42, 0.4)


def paint_islet(scene: Scene, share: float) -> Site:
    """A rock in the sea at ``share`` of the width, with room for a landmark."""
    stage, colours = scene.stage, scene.colours
    canvas = scene.sheet("islet", 0.42, stage.horizon - stage.height * 0.4, stage.level(0.16))
    x, unit = stage.width * share, 1.25 * stage.size(0.3)
    base = stage.level(0.08)
    points: list[Point] = [
        (x - 104 * unit, base),
        (x - 92 * unit, base - 10 * unit),
        (x - 66 * unit, base - 21 * unit),
        (x - 20 * unit, base - 27 * unit),
        (x + 40 * unit, base - 25 * unit),
        (x + 78 * unit, base - 15 * unit),
        (x + 102 * unit, base),
    ]
    face = mix(scene.shade(colours.stone, 0.45), colours.haze, 0.2)
    canvas.path(
        under(points, base + 1),
        canvas.fade(base - 27 * unit, base, mix(scene.shade(colours.green, 0.4), face, 0.25), face),
    )
    stones(canvas, scene.random, x - 84 * unit, x + 84 * unit, base - 9 * unit, base - 2, 16, 12 * unit, face)
    crown = Profile(tuple(points[1:-1]))
    grass(canvas, scene.random, x - 70 * unit, x + 74 * unit, crown, 6 * unit, 3, scene.shade(colours.green, 0.5))
    grove(scene, canvas, x + 46 * unit, crown, 22 * unit, 0.42)
    foam = mix(colours.water[0], "#ffffff", 0.5)
    canvas.rect(x - 112 * unit, base - 1.5, 224 * unit, 3, foam, 0.7, radius=1.5)
    canvas.rect(x - 90 * unit, base + 4, 170 * unit, 1.6, foam, 0.35, radius=0.8)
    return Site(canvas, x - 5 * unit, base - 19 * unit, stage.person * 0.28, 0.42, 112 * unit)


def _cliff(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    afloat = paint_sea(scene, 36 * stage.size(0))
    # Out at sea: on the cliff itself there is no room but for figures.
    islet = paint_islet(scene, 0.88)
    share = min(0.92, 0.5 + 0.3 * max(0.0, 1.78 - stage.aspect))
    if stage.framing is Framing.CLOSE:
        # Before the lens the figures take the width of the frame: so does the cliff, up to where feet can be.
        share = max(share, 0.97)
    end = stage.width * share
    ground = scene.sheet("ground", FIGURE_DEPTH, stage.level(0.35))
    top = stage.level(0.8)
    left = stage.left(1)
    points: list[Point] = [
        (left, top - 12),
        (stage.width * 0.08, top - 16),
        (end * 0.4, top - 10),
        (end * 0.75, top),
        (end, stage.level(0.92)),
        (end + 34, stage.level(1.08)),
        (end + 62, stage.level(1.22)),
        (end + 120, stage.bottom(1) + 30),
    ]
    rockface = scene.shade(colours.stone, 0.8)
    ground.path(
        under(points, stage.bottom(1) + 40),
        ground.fade(top - 16, stage.bottom(1), mix(rockface, colours.green[3], 0.3), scene.shade(colours.stone, 0.98)),
    )
    turf = mix(scene.shade(colours.green, 0.6), colours.glow, 0.08)
    lower: list[Point] = [
        (end + 26, stage.level(1.05)),
        (end * 0.8, stage.level(1.1)),
        (end * 0.45, stage.level(1.16)),
        (left, stage.level(1.13)),
    ]
    ground.path(
        smooth(points[:5]) + "L" + smooth(lower)[1:] + "Z",
        ground.fade(top - 16, stage.level(1.15), turf, mix(turf, rockface, 0.55)),
    )
    stones(ground, random, left, end, stage.level(1.14), stage.bottom(1), 70, 34 * stage.size(0.6), rockface)
    profile = Profile(tuple(points[:5]))
    light, deep = mix(turf, colours.glow, 0.2), scene.shade(colours.green, 0.84)
    patches(ground, random, left, end * 0.9, top + 10, stage.level(1.1), 16, light, deep, 0.22 * scene.texture)
    tufts(ground, random, left, end * 0.96, profile, stage.level(1.1), 60, 14 * stage.size(1), (deep, light))
    grass(ground, random, left, end * 0.98, profile, 15 * stage.size(0.8), 4, scene.shade(colours.green, 0.74))
    lip = Profile(tuple(reversed(lower)))
    grass(ground, random, left, end, lip, 17 * stage.size(0.8), 5, scene.shade(colours.green, 0.82))
    _near_spray(scene)
    return Place(
        (stage.width * 0.02, end * 0.94),
        land=islet,
        afloat=replace(afloat, span=(stage.width * 0.38, stage.width * 0.77)),
        water=(end + 40, stage.width * 1.0, stage.level(0.72)),
        edge=0.93,
    )


def _beach(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    afloat = paint_sea(scene, 48 * stage.size(0))
    surf = scene.sheet("surf", 0.7, stage.level(0.4), stage.level(0.95) + stage.behind)
    foam = mix(colours.water[0], "#ffffff", 0.6)
    for row, shade in ((0.52, 0.5), (0.62, 0.42)):
        wave_row(
            surf,
            random,
            stage.left(0.7),
            stage.right(0.7),
            stage.level(row),
            stage.level(0.95) + stage.behind,
            190 * stage.size(0.7),
            3.5 * stage.size(0.7),
            mix(colours.water[2], colours.water[1], shade),
            colours.water[1],
            foam,
        )
    ground = scene.sheet("ground", FIGURE_DEPTH, stage.level(0.5))
    left, right = stage.left(1), stage.right(1)
    wet = rolling(random, left, right, stage.level(0.7), 8, 700)
    sand = scene.shade(colours.sand, 0.36)
    ground.path(under([(x, y - 10) for x, y in wet.points], stage.bottom(1)), foam, 0.7)
    ground.path(under([(x, y - 4) for x, y in wet.points], stage.bottom(1)), mix(sand, colours.water[2], 0.42))
    lay_sand(scene, ground, Profile(tuple((x, y + 17) for x, y in wet.points)), 0.36)
    for _ in range(9):
        _shell(
            ground,
            random.uniform(left, right),
            random.uniform(stage.level(0.9), stage.height),
            4.5 * stage.size(1),
            colours.tint("#f3d9c6"),
        )
    rocks = []
    for side, x in ((1, stage.width * 0.06), (-1, stage.width * 0.95)):
        for at, level, size, shade in ((x, 0.9, 34, 0.55), (x + side * 34 * stage.size(1), 0.93, 17, 0.5)):
            rocks.append(_boulder(scene, ground, at, stage.level(level), size * stage.size(1), shade))
    front = scene.sheet("foreground", 1.6)
    dark = mix(colours.green[4], "#05080f", 0.1)
    # In a tall frame the crown hangs above the figures, not before them.
    tall = stage.height * 0.94 if stage.is_tall else min(stage.height * 0.95, stage.width * 0.9)
    palm(
        front,
        random,
        stage.left(1.6) + stage.over(1.6) * 0.9,
        stage.bottom(1.6),
        tall,
        dark,
        mix(dark, colours.sand[4], 0.4),
        0.1,
    )
    grassy_edge(scene, front)
    frame_sides(scene, front, bushes=(1,))
    return Place(
        (stage.width * 0.13, stage.width * 0.87),
        land=Site(ground, stage.width * 0.8, stage.level(0.8), stage.person * 0.7, 1.0),
        afloat=afloat,
        water=(stage.width * 0.05, stage.width * 0.95, stage.level(0.5)),
        pieces=tuple(rocks),
    )


def _bay(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    afloat = paint_sea(scene, 20 * stage.size(0))
    head = scene.sheet("headland", 0.6, stage.horizon - stage.height * 0.2, stage.level(0.62) + 8)
    right, tip = stage.right(0.6), stage.width * 0.66
    points: list[Point] = [
        # It falls to the water in ledges.
        (tip, stage.level(0.44)),
        (tip + (right - tip) * 0.02, stage.level(0.36)),
        (tip + (right - tip) * 0.07, stage.level(0.33)),
        (tip + (right - tip) * 0.1, stage.level(0.2)),
        (tip + (right - tip) * 0.17, stage.level(0.15)),
        (tip + (right - tip) * 0.21, stage.horizon - 18 * stage.size(0.6)),
        (tip + (right - tip) * 0.29, stage.horizon - 40 * stage.size(0.6)),
        (tip + (right - tip) * 0.6, stage.horizon - 58 * stage.size(0.6)),
        (right, stage.horizon - 76 * stage.size(0.6)),
    ]
    face = scene.shade(colours.stone, 0.55)
    head.path(
        under(points, stage.level(0.46)),
        head.fade(stage.horizon - 76, stage.level(0.5), mix(scene.shade(colours.green, 0.45), face, 0.3), face),
    )
    edge_light(head, Profile(tuple(points[1:])), mix(scene.shade(colours.green, 0.4), colours.glow, 0.25), 9, 0.6)
    slope = Profile(tuple(points))
    for share in (0.3, 0.42, 0.52, 0.6, 0.7, 0.82):
        x = tip + (right - tip) * share
        stones(head, random, x - 30, x + 90, slope(x) + 22, stage.level(0.42), 12, 26 * stage.size(0.6), face)
    reefs = [(-0.05, 10), (-0.015, 20), (0.04, 13), (0.12, 18), (0.2, 11), (0.33, 16), (0.5, 12), (0.66, 17)]
    for share, size in reefs:
        pale, dark = mix(face, colours.glow, 0.15), scene.shade(colours.stone, 0.7)
        x, y = tip + (right - tip) * share, stage.level(0.447)
        rock(head, random, x, y, size * stage.size(0.6), pale, dark, scene.lit_from_left)
    brow = tip + (right - tip) * 0.36
    grove(scene, head, brow, slope, 30 * stage.size(0.6), 0.5)
    tufts(head, random, brow, right, slope, stage.horizon, 26, 8, (scene.shade(colours.green, 0.6),))
    head.rect(tip - 10, stage.level(0.445), right - tip + 10, 4, mix(colours.water[0], "#ffffff", 0.6), 0.6, radius=2)
    ground = scene.sheet("ground", FIGURE_DEPTH, stage.level(0.35))
    outline: list[Point] = [
        (stage.left(1), stage.level(0.58)),
        (stage.width * 0.16, stage.level(0.66)),
        (stage.width * 0.4, stage.level(0.78)),
        (stage.width * 0.7, stage.level(0.8)),
        (stage.right(1), stage.level(0.77)),
    ]
    profile = Profile(tuple(outline))
    lay_turf(scene, ground, profile, 0.58, 14.0)
    _fence(scene, ground, profile)
    front = scene.sheet("foreground", FRONT_DEPTH, stage.height * 0.62)
    grassy_edge(scene, front)
    frame_sides(scene, front, bushes=(-1,))
    return Place(
        (stage.width * 0.06, stage.width * 0.94),
        land=Site(
            head, stage.width * 0.9, stage.horizon - 50 * stage.size(0.6), stage.person * 0.4, 0.6, stage.width * 0.2
        ),
        # Not behind the headland.
        afloat=replace(afloat, x=min(afloat.x, tip * 0.5), span=(stage.width * 0.05, tip)),
        water=(stage.width * 0.16, stage.width * 0.5, stage.level(0.46)),
        edge=0.82,
    )


def _boulder(scene: Scene, canvas: Canvas, x: float, foot: float, half: float, shade: float) -> Piece:
    lit, dark = scene.shade(scene.colours.stone, shade), scene.shade(scene.colours.stone, shade + 0.26)

    def draw(at: float) -> None:
        rock(canvas, scene.random, at, foot, half, lit, dark, scene.lit_from_left)

    return Piece(canvas, x, foot, half, half, draw)


def _shell(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    canvas.path(
        f"M{x - size:.1f} {y:.1f}Q{x:.1f} {y - size * 1.6:.1f} {x + size:.1f} {y:.1f}Q{x:.1f} {y + size * 0.5:.1f} "
        f"{x - size:.1f} {y:.1f}Z",
        colour,
    )


def _fence(scene: Scene, canvas: Canvas, profile: Profile) -> None:
    stage, random = scene.stage, scene.random
    wood = mix(scene.shade(scene.colours.sand, 0.85), scene.colours.stone[3], 0.4)
    tall = 34 * stage.size(1)
    previous: Point | None = None
    for index in range(7):
        x = stage.width * (0.5 + 0.08 * index)
        y = profile(x) + 6
        canvas.line(f"M{x:.1f} {y:.1f}L{x + random.uniform(-2, 2):.1f} {y - tall:.1f}", wood, 4.6 * stage.size(0.6))
        if previous is not None:
            for share in (0.45, 0.82):
                canvas.line(
                    f"M{previous[0]:.1f} {previous[1] - tall * share:.1f}L{x:.1f} {y - tall * share:.1f}",
                    wood,
                    2.6 * stage.size(0.6),
                )
        previous = (x, y)


def _near_spray(scene: Scene) -> None:
    stage, colours = scene.stage, scene.colours
    front = scene.sheet("foreground", 1.5, stage.height * 0.86)
    wave_row(
        front,
        scene.random,
        stage.left(1.5),
        stage.right(1.5),
        stage.height * 1.0,
        stage.bottom(1.5),
        260 * stage.size(1),
        9 * stage.size(0.6),
        mix(colours.water[4], colours.water[3], 0.35),
        colours.water[4],
        mix(colours.water[0], "#ffffff", 0.4),
    )
    scene.reach_up(stage.height * 0.7)
    frame_sides(scene, front, bushes=(-1,))
