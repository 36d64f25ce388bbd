"""The desert: table mountains and cactus, high dunes, an oasis."""

from __future__ import annotations

from studio.tools.offline.illustrator.canvas import Canvas, Point, under
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.cover import FRONT_DEPTH, lay_sand
from studio.tools.offline.illustrator.pieces import Piece
from studio.tools.offline.illustrator.plants import cactus, grass, tufts
from studio.tools.offline.illustrator.scene import FIGURE_DEPTH, Place, Scene, Site
from studio.tools.offline.illustrator.terrain import Profile, dune, mesa, rock, rolling
from studio.tools.offline.illustrator.trees import palm
from studio.tools.offline.illustrator.water import ripples


def paint(scene: Scene) -> Place:
    """Paint the layout of ``scene``."""
    return (_mesas, _dunes, _oasis)[scene.layout](scene)


def _mesas(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    for name, depth, shade, tall, shares in (
        ("farthest mesas", 0.08, 0.02, 84, (0.0, 0.22, 0.34, 0.62, 0.9)),
        ("far mesas", 0.14, 0.16, 66, (0.12, 0.5, 0.72, 0.84, 1.02)),
        ("mesas", 0.24, 0.32, 128, (0.05, 0.42, 0.96)),
    ):
        base = stage.level({0.08: -0.02, 0.14: 0.05}.get(depth, 0.13))
        canvas = scene.sheet(name, depth, base - tall * 1.3 * stage.size(depth), base + stage.behind, detail=0.75)
        mist = mix(colours.haze, scene.shade(colours.sand, 0.12), 0.5)
        for share in shares:
            x = stage.width * (share + random.uniform(-0.04, 0.04))
            height = tall * stage.size(depth) * random.uniform(0.75, 1.05)
            mesa(
                canvas,
                random,
                x,
                base,
                height * random.uniform(0.5, 1.2),
                height,
                mix(scene.shade(colours.sand, shade), colours.glow, 0.12),
                scene.shade(colours.sand, shade + 0.24),
                mist,
                scene.lit_from_left,
            )
        canvas.rect(stage.left(depth), base - 1, stage.right(depth) - stage.left(depth), stage.behind, mist)
    middle = _dune_row(scene, "dunes", 0.5, (0.1, 0.3), (0.24, 0.4), 22)
    for share in (0.2, 0.7):
        cactus(
            middle,
            random,
            stage.width * share,
            stage.level(0.44),
            52 * stage.size(0.5),
            scene.shade(colours.green, 0.5),
            scene.shade(colours.green, 0.7),
            scene.lit_from_left,
        )
    site = Site(middle, stage.width * 0.42, stage.level(0.4), stage.person * 0.45, 0.5)
    ground = _sand_floor(scene)
    leaf, dark, foot = scene.shade(colours.green, 0.7), scene.shade(colours.green, 0.88), stage.level(0.9)

    def stand(share: float, height: float) -> Piece:
        tall = height * stage.size(1)

        def draw(x: float) -> None:
            cactus(ground, random, x, foot, tall, leaf, dark, scene.lit_from_left)

        return Piece(ground, stage.width * share, foot, tall * 0.24, tall, draw)

    stands = tuple(stand(*at) for at in ((0.9, 175), (0.97, 105), (0.05, 130)))
    scene.reach_up(stage.level(0.9) - 190 * stage.size(1))
    _front(scene)
    return Place((stage.width * 0.14, stage.width * 0.82), land=site, pieces=stands)


def _dunes(scene: Scene) -> Place:
    stage = scene.stage
    _dune_row(scene, "far dunes", 0.14, (-0.12, 0.1), (0.05, 0.14), 26)
    _dune_row(scene, "dunes", 0.35, (0.0, 0.36), (0.22, 0.36), 40)
    near = _dune_row(scene, "near dunes", 0.62, (0.26, 0.62), (0.48, 0.62), 40)
    # On the nearest dunes: a crest before it would cut off its foot.
    site = Site(near, stage.width * 0.5, stage.level(0.52), stage.person * 0.46, 0.62)
    ground = _sand_floor(scene)
    _footprints(scene, ground)
    _front(scene)
    return Place((stage.width * 0.07, stage.width * 0.93), land=site)


def _oasis(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    _dune_row(scene, "far dunes", 0.14, (-0.1, 0.1), (0.05, 0.14), 26)
    middle = _dune_row(scene, "dunes", 0.4, (0.06, 0.5), (0.2, 0.5), 26)
    pool = stage.width * 0.56
    y, half = stage.level(0.47), stage.width * 0.3
    middle.ellipse(
        pool, y, half * 1.06, 30 * stage.size(0.4), mix(scene.shade(colours.sand, 0.5), colours.water[3], 0.3)
    )
    middle.ellipse(
        pool,
        y,
        half,
        26 * stage.size(0.4),
        middle.fade(y - 26, y + 26, mix(colours.water[0], colours.sky[4], 0.5), colours.water[2]),
    )
    ripples(middle, random, pool - half * 0.7, pool + half * 0.7, y - 14, y + 14, 14, 30, "#ffffff", 0.35)
    leaf, blades = scene.shade(colours.green, 0.5), scene.shade(colours.green, 0.55)
    bark = mix(scene.shade(colours.sand, 0.75), colours.stone[3], 0.2)

    def stand(share: float, height: float, lean: float) -> Piece:
        foot, tall = y - 2 + 14 * abs(share), height * stage.size(0.4)

        def draw(x: float) -> None:
            palm(middle, random, x, foot, tall, leaf, bark, lean)
            tuft = Profile(((x - 30, foot + 2), (x + 30, foot + 2)))
            grass(middle, random, x - 26, x + 26, tuft, 18 * stage.size(0.4), 4, blades)

        return Piece(middle, pool + half * share, foot, tall * 0.5, tall * 1.2, draw)

    palms = tuple(stand(*at) for at in ((-0.98, 150, 0.14), (-0.8, 200, -0.1), (0.82, 175, 0.12), (0.97, 220, -0.08)))
    site = Site(middle, stage.width * 0.14, stage.level(0.4), stage.person * 0.4, 0.4)
    scene.reach_up(stage.level(0.4) - 270 * stage.size(0.4))
    ground = _sand_floor(scene)
    grass(
        ground,
        random,
        stage.left(1),
        stage.width * 0.12,
        rolling(random, stage.left(1), stage.width, stage.level(0.8), 3),
        30 * stage.size(1),
        5,
        scene.shade(colours.green, 0.7),
    )
    rock(
        ground,
        random,
        stage.width * 0.95,
        stage.level(0.88),
        34 * stage.size(1),
        scene.shade(colours.sand, 0.5),
        scene.shade(colours.sand, 0.8),
        scene.lit_from_left,
    )
    front = scene.sheet("foreground", 1.6)
    dark = mix(colours.green[4], "#05080f", 0.1)
    palm(
        front,
        random,
        stage.right(1.6) - stage.over(1.6) * 0.75,
        stage.bottom(1.6),
        stage.height * 0.74 if stage.is_tall else min(stage.height * 0.98, stage.width * 0.95),
        dark,
        mix(dark, colours.sand[4], 0.4),
        -0.08,
    )
    return Place(
        (stage.width * 0.1, stage.width * 0.88),
        land=site,
        afloat=Site(middle, pool, y + 4, stage.person * 0.34, 0.4),
        pieces=palms,
    )


def _dune_row(
    scene: Scene, name: str, depth: float, levels: tuple[float, float], shades: tuple[float, float], swell: float
) -> Canvas:
    stage, colours, random = scene.stage, scene.colours, scene.random
    top, bottom = levels
    canvas = scene.sheet(
        name,
        depth,
        stage.level(top) - swell * 2.2 * stage.size(depth),
        stage.level(bottom + 0.3) + stage.behind,
        detail=0.8,
    )
    left, right = stage.left(depth), stage.right(depth)
    for row in range(2):
        level = stage.level(top + (bottom - top) * 0.45 * row)
        shade = shades[0] + (shades[1] - shades[0]) * row
        peak = left + (right - left) * (
            random.uniform(0.2, 0.4) if (row + scene.layout) % 2 else random.uniform(0.6, 0.8)
        )
        lift = swell * stage.size(depth) * random.uniform(0.9, 1.3)
        crest: list[Point] = []
        for index in range(21):
            x = left + (right - left) * index / 20
            away = (x - peak) / (right - left)
            crest.append((x, level - lift * max(0.0, 1 - abs(away) * 2.6) ** 1.25 - 0.35 * lift * (1 - abs(away))))
        crest.append((peak, level - lift * 1.35))
        crest.sort()
        lit = mix(scene.shade(colours.sand, shade), colours.glow, 0.16)
        dune(
            canvas,
            crest,
            stage.level(bottom + 0.3) + stage.behind,
            lit,
            scene.shade(colours.sand, shade + 0.22),
            mix(scene.shade(colours.sand, shade + 0.06), colours.haze, 0.25),
            scene.lit_from_left,
        )
    return canvas


def _sand_floor(scene: Scene) -> Canvas:
    stage, colours, random = scene.stage, scene.colours, scene.random
    ground = scene.sheet("ground", FIGURE_DEPTH, stage.level(0.3))
    left, right = stage.left(1), stage.right(1)
    profile = rolling(random, left, right, stage.level(0.72), 12, 800)
    lay_sand(scene, ground, profile, 0.44)
    dry = mix(scene.shade(colours.green, 0.66), scene.shade(colours.sand, 0.6), 0.5)
    tufts(ground, random, left, right, profile, stage.height, 22, 22 * stage.size(1), (dry, lighten(dry, -0.05)))
    return ground


def _footprints(scene: Scene, canvas: Canvas) -> None:
    stage, colours = scene.stage, scene.colours
    mark = lighten(scene.shade(colours.sand, 0.5), -0.08)
    for step in range(18):
        t = step / 17
        x = stage.width * (0.98 - 0.4 * t)
        y = stage.level(0.78 + 0.18 * t * t)
        canvas.ellipse(
            x, y + (3 if step % 2 else -3), (3 + 5 * t) * stage.size(0.6), (1.2 + 1.6 * t) * stage.size(0.6), mark, 0.6
        )


def _front(scene: Scene) -> None:
    """Boulders and dry grass in the corners."""
    stage, colours, random = scene.stage, scene.colours, scene.random
    front = scene.sheet("foreground", FRONT_DEPTH, stage.height * 0.7)
    dark = mix(colours.sand[4], "#0a0610", 0.25)
    left, right = stage.left(FRONT_DEPTH), stage.right(FRONT_DEPTH)
    points: list[Point] = [
        (left, stage.height * 0.95),
        (stage.width * 0.2, stage.height * 0.99),
        (stage.width * 0.5, stage.height * 1.04),
        (stage.width * 0.8, stage.height * 0.985),
        (right, stage.height * 0.92),
    ]
    fill = front.fade(stage.height * 0.92, stage.bottom(FRONT_DEPTH), lighten(dark, 0.04), dark)
    front.path(under(points, stage.bottom(FRONT_DEPTH)), fill)
    profile = Profile(tuple(points))
    for corner in (-1, 1):
        for away, half in ((0.0, 110), (0.07, 66), (0.12, 38), (0.16, 20)):
            x = stage.width * (away if corner < 0 else 1 - away)
            tones = (lighten(dark, 0.05), lighten(dark, 0.01))
            rock(front, random, x, profile(x) + 14, half * stage.size(0), *tones, scene.lit_from_left)
    for low, high in ((left, stage.width * 0.16), (stage.width * 0.82, right)):
        grass(front, random, low, high, profile, 46 * stage.size(0), 6, dark)
