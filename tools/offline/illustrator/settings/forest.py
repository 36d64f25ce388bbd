"""The forest: a clearing between firs, a birch grove with shafts of light, an old wood with a winding path."""

from __future__ import annotations

from studio.production.vocabulary import Framing
from studio.tools.offline.illustrator.canvas import Canvas
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.cover import frame_sides, grassy_edge, lay_turf
from studio.tools.offline.illustrator.plants import bush, fern, grass, mushroom, tufts
from studio.tools.offline.illustrator.scene import FIGURE_DEPTH, Place, Scene, Site
from studio.tools.offline.illustrator.settings.land import conifers, paint_range, ridges, wooded_bank
from studio.tools.offline.illustrator.terrain import Profile, land, rolling, trail
from studio.tools.offline.illustrator.trees import birch, broadleaf, conifer, framing_trunk, leafy_bough


def paint(scene: Scene) -> Place:
    """Paint the layout of ``scene``."""
    return (_clearing, _birches, _old_wood)[scene.layout](scene)


def _clearing(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    _far_mountains(scene, 0.34)
    for name, depth, level, shade, tall in (("far wood", 0.24, -0.02, 0.14, 62), ("wood", 0.36, 0.12, 0.3, 84)):
        low = stage.level(0.4) + stage.behind
        far = scene.sheet(name, depth, stage.level(level) - 150 * stage.size(depth), low, detail=0.75)
        hill = rolling(random, stage.left(depth), stage.right(depth), stage.level(level), 14, 520)
        wooded_bank(scene, far, depth, hill, low, stage.size(depth) * tall, shade)
    site = _firs(scene, 0.55, 0.3, 14, 225)
    if colours.lamps_lit and not scene.is_wet and not scene.is_snowy:
        _fireflies(scene)
    _floor(scene, path=True)
    _dark_frame(scene)
    return Place((stage.width * 0.16, stage.width * 0.84), land=site)


def _birches(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    _far_mountains(scene, 0.2)
    far = scene.sheet("far grove", 0.28, -stage.over(0.3), stage.level(0.3) + stage.behind, detail=0.6)
    hill = rolling(random, stage.left(0.28), stage.right(0.28), stage.level(0.05), 10)
    ridges(scene, far, 0.28, ((stage.level(-0.1), 0.06), (stage.level(-0.02), 0.12)), stage.level(0.3) + stage.behind)
    for _ in range(16):
        x = random.uniform(stage.left(0.28), stage.right(0.28))
        broadleaf(
            far,
            random,
            x,
            hill(x) + 8,
            stage.size(0.28) * random.uniform(150, 230),
            scene.shade(colours.green, 0.2),
            scene.shade(colours.green, 0.32),
            scene.lit_from_left,
        )
    _undergrowth(scene, far, hill, 0.28, 0.26)
    land(far, hill, stage.level(0.3) + stage.behind, scene.shade(colours.green, 0.26), colours.haze, 120)
    middle = scene.sheet("grove", 0.55, -stage.over(0.55), stage.level(0.55) + stage.behind, detail=0.75)
    hill = rolling(random, stage.left(0.55), stage.right(0.55), stage.level(0.3), 9)
    land(
        middle,
        hill,
        stage.level(0.6) + stage.behind,
        scene.shade(colours.green, 0.42),
        scene.shade(colours.green, 0.34),
        130,
    )
    bark = mix(colours.tint("#ece8df", 0.7), colours.haze, 0.15)
    site = Site(middle, stage.width * 0.5, stage.level(0.34), stage.person * 0.5, 0.55)
    count = 11 if not stage.is_tall else 7
    for index in range(count):
        x = stage.left(0.55) + (index + random.uniform(0.2, 0.8)) * (stage.right(0.55) - stage.left(0.55)) / count
        if abs(x - stage.width * 0.5) > stage.width * 0.1:
            birch(
                middle,
                random,
                x,
                hill(x) + 6,
                -stage.over(0.55),
                stage.size(0.55) * random.uniform(9, 15),
                bark,
                scene.shade(colours.green, 0.75),
            )
    _undergrowth(scene, middle, hill, 0.55, 0.46)
    grass(
        middle,
        random,
        stage.left(0.55),
        stage.right(0.55),
        hill,
        12 * stage.size(0.55),
        5,
        scene.shade(colours.green, 0.5),
    )
    if not (scene.is_wet or scene.is_snowy or colours.is_night):
        _light_shafts(scene)
    canvas = _floor(scene, path=False)
    for _ in range(7):
        x = random.choice((random.uniform(0, 0.14), random.uniform(0.86, 1))) * stage.width
        mushroom(
            canvas,
            x,
            stage.level(random.uniform(0.8, 1.0)),
            16 * stage.size(1),
            colours.tint("#c8452f"),
            colours.tint("#f0e2c8"),
        )
    front = scene.sheet("foreground", 1.6)
    frame_sides(scene, front, boughs=-1)
    frame_sides(scene, front, boughs=1, bushes=())
    grassy_edge(scene, front)
    return Place((stage.width * 0.13, stage.width * 0.87), land=site)


def _old_wood(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    _far_mountains(scene, 0.45)
    far = scene.sheet(
        "far wood", 0.3, stage.horizon - 190 * stage.size(0.3), stage.level(0.3) + stage.behind, detail=0.6
    )
    hill = rolling(random, stage.left(0.3), stage.right(0.3), stage.level(0.02), 14)
    for index in range(16):
        x = stage.left(0.3) + (index + random.random()) / 16 * (stage.right(0.3) - stage.left(0.3))
        tall = stage.size(0.3) * random.uniform(90, 150)
        shade = scene.shade(colours.green, 0.16 + 0.1 * (index % 2))
        if index % 3:
            broadleaf(far, random, x, hill(x) + 6, tall, shade, scene.shade(colours.green, 0.36), scene.lit_from_left)
        else:
            conifer(far, random, x, hill(x) + 6, tall, lighten(shade, 0.03), shade, scene.lit_from_left)
    land(
        far,
        hill,
        stage.level(0.3) + stage.behind,
        scene.shade(colours.green, 0.28),
        mix(scene.shade(colours.green, 0.3), colours.haze, 0.4),
        100,
    )
    middle = scene.sheet("wood", 0.58, -stage.over(0.58), stage.level(0.6) + stage.behind, detail=0.75)
    hill = rolling(random, stage.left(0.58), stage.right(0.58), stage.level(0.32), 10)
    land(
        middle,
        hill,
        stage.level(0.6) + stage.behind,
        scene.shade(colours.green, 0.44),
        scene.shade(colours.green, 0.4),
        130,
    )
    site = Site(middle, stage.width * 0.5, stage.level(0.36), stage.person * 0.5, 0.58)
    for x_share in (-0.04, 0.1, 0.24, 0.77, 0.9, 1.03):
        x = stage.width * (x_share + random.uniform(-0.03, 0.03))
        broadleaf(
            middle,
            random,
            x,
            hill(x) + 10,
            stage.size(0.58) * random.uniform(230, 300),
            scene.shade(colours.green, 0.5),
            scene.shade(colours.green, 0.72),
            scene.lit_from_left,
            scene.snow if scene.is_snowy else None,
        )
    _undergrowth(scene, middle, hill, 0.58, 0.52)
    grass(
        middle,
        random,
        stage.left(0.58),
        stage.right(0.58),
        hill,
        12 * stage.size(0.58),
        5,
        scene.shade(colours.green, 0.54),
    )
    if colours.is_night and not scene.is_wet and not scene.is_snowy:
        _fireflies(scene)
    canvas = _floor(scene, path=True)
    for x_share in (0.03, 0.1, 0.91, 0.98):
        fern(
            canvas,
            random,
            stage.width * x_share,
            stage.level(0.98 + random.uniform(-0.1, 0.1)),
            42 * stage.size(1),
            scene.shade(colours.green, 0.86),
        )
    front = scene.sheet("foreground", 1.6)
    bark = colours.green[4]
    _arch(scene, front, bark)
    grassy_edge(scene, front)
    return Place((stage.width * 0.17, stage.width * 0.83), land=site)


def _undergrowth(scene: Scene, canvas: Canvas, hill: Profile, depth: float, shade: float) -> None:
    """Shrubs between the trees of a wood, along ``hill``."""
    stage, random = scene.stage, scene.random
    for _ in range(14):
        x, size = random.uniform(stage.left(depth), stage.right(depth)), stage.size(depth) * random.uniform(18, 34)
        tone = lighten(scene.shade(scene.colours.green, shade), random.uniform(-0.02, 0.03))
        bush(canvas, random, x, hill(x) + 8, size * 1.3, size, tone, random.choice((-1, 1)))


def _far_mountains(scene: Scene, height: float) -> None:
    stage = scene.stage
    count = 4 if not stage.is_tall else 2
    paint_range(scene, "mountains", 0.14, stage.level(0.1), stage.height * height * 0.75, count, 0.04, 0.5)


def _firs(scene: Scene, depth: float, nearness: float, count: int, height: float) -> Site:
    stage, colours, random = scene.stage, scene.colours, scene.random
    canvas = scene.sheet(
        "firs", depth, stage.level(nearness) - height * 1.7 * stage.size(depth), stage.level(0.62) + stage.behind
    )
    hill = rolling(random, stage.left(depth), stage.right(depth), stage.level(nearness), 12)
    land(
        canvas,
        hill,
        stage.level(0.62) + stage.behind,
        scene.shade(colours.green, 0.46),
        scene.shade(colours.green, 0.38),
        120,
    )
    count = count if not stage.is_tall else 8
    spots = []
    for index in range(count):
        share = (index + random.uniform(0.25, 0.75)) / count
        x = stage.left(depth) + share * (stage.right(depth) - stage.left(depth))
        # The middle stays open: taller towards the sides.
        tall = height * stage.size(depth) * (0.4 + 1.15 * abs(share - 0.5) ** 0.8) * random.uniform(0.8, 1.15)
        spots.append((x, hill(x) + random.uniform(2, 30), tall))
    conifers(scene, canvas, sorted(spots, key=lambda spot: spot[1]), 0.46)
    tones = (scene.shade(colours.green, 0.58), scene.shade(colours.green, 0.36))
    tufts(
        canvas, random, stage.left(depth), stage.right(depth), hill, stage.level(0.6), 50, 9 * stage.size(depth), tones
    )
    grass(canvas, random, stage.left(depth), stage.right(depth), hill, 9, 6, scene.shade(colours.green, 0.55))
    return Site(canvas, stage.width * 0.5, stage.level(nearness + 0.1), stage.person * 0.5, depth)


def _floor(scene: Scene, path: bool) -> Canvas:
    stage, colours, random = scene.stage, scene.colours, scene.random
    canvas = scene.sheet("ground", FIGURE_DEPTH, stage.level(0.45))
    left, right = stage.left(1), stage.right(1)
    profile = rolling(random, left, right, stage.level(0.74), 9, 600)
    near = lay_turf(scene, canvas, profile, 0.6, 14.0)
    if path:
        middle = stage.width * 0.5
        pale = mix(scene.shade(colours.sand, 0.5), near, 0.4)
        trail(
            canvas,
            [
                (middle + 16, profile(middle + 16) + 3, 11),
                (middle + 8, stage.level(0.81), 22),
                (middle - 4, stage.level(0.9), 42),
                (middle + 12, stage.level(1.08), 92),
                (middle + 30, stage.bottom(1), 185),
            ],
            pale,
            0.42,
        )
    return canvas


def _fireflies(scene: Scene) -> None:
    stage, random = scene.stage, scene.random
    sheet = scene.sheet("fireflies", 0.85, stage.horizon - stage.height * 0.12)
    for _ in range(22):
        x, y = random.uniform(0.08, 0.92) * stage.width, random.uniform(stage.horizon - 30, stage.level(1.0))
        size = stage.size(0.6) * random.uniform(0.7, 1.2)
        sheet.glow(x, y, 11 * size, "#ffe9a0", 0.55)
        sheet.circle(x, y, 1.6 * size, "#fff8d8")


def _light_shafts(scene: Scene) -> None:
    stage, colours = scene.stage, scene.colours
    sheet = scene.sheet("light", 0.7, -stage.over(0.7), stage.level(0.9), detail=0.25)
    lean = 0.4 if scene.lit_from_left else -0.4
    top = -stage.over(0.7)
    for index, share in enumerate((0.18, 0.4, 0.66, 0.86)):
        x = stage.width * share - lean * stage.height * 0.4
        width = stage.width * (0.035 + 0.02 * (index % 2))
        reach = stage.level(0.85) - top
        fill = sheet.gradient(
            (0, top),
            (0, stage.level(0.85)),
            [(0, colours.glow, 0.42), (0.6, colours.glow, 0.18), (1, colours.glow, 0.0)],
        )
        sheet.polygon(
            [
                (x, top),
                (x + width, top),
                (x + width * 2.4 + lean * reach, top + reach),
                (x + lean * reach, top + reach),
            ],
            fill,
        )
    scene.sheets[-1].softness = 5


def _dark_frame(scene: Scene) -> None:
    stage, colours, random = scene.stage, scene.colours, scene.random
    front = scene.sheet("foreground", 1.6)
    bark, edge = scene.colours.green[4], mix(colours.green[4], colours.glow, 0.16)
    width = (86 if not stage.is_tall else 66) * stage.size(0)
    for side, x in ((1, stage.width * 0.035), (-1, stage.width * 0.965)):
        framing_trunk(front, random, x, -stage.over(1.6), stage.bottom(1.6), width, bark, side, edge)
    grassy_edge(scene, front)


def _arch(scene: Scene, canvas: Canvas, bark: str) -> None:
    stage, random = scene.stage, scene.random
    # Where figures are tall the boughs stay at the sides, or they would hang before their heads.
    long, short = (0.4, 0.27) if stage.framing is Framing.WIDE else (0.24, 0.15)
    for side, x in ((1, stage.left(1.6)), (-1, stage.right(1.6))):
        inner = stage.width * (0.1 if side > 0 else 0.9)
        top, bottom = -stage.over(1.6), stage.bottom(1.6)
        canvas.path(
            f"M{x:.1f} {top:.1f}L{inner + side * stage.width * 0.12:.1f} {top:.1f}"
            f"Q{inner - side * 12:.1f} {stage.height * 0.2:.1f} {inner - side * 20:.1f} {stage.height * 0.5:.1f}"
            f"Q{inner - side * 18:.1f} {stage.height * 0.85:.1f} {inner + side * 26:.1f} {bottom:.1f}L{x:.1f} "
            f"{bottom:.1f}Z",
            bark,
        )
        leafy_bough(canvas, random, x, stage.height * 0.02, stage.width * long + stage.over(1.6), side, bark, bark)
        leafy_bough(
            canvas,
            random,
            x,
            stage.height * 0.15,
            stage.width * short + stage.over(1.6),
            side,
            lighten(bark, 0.03),
            bark,
        )
        knot = (inner - side * 34, stage.height * 0.4)
        canvas.ellipse(knot[0], knot[1], 9, 17, lighten(bark, -0.05))
