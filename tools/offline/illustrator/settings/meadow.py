"""The meadow: hills with an old tree, a field of flowers, a hillside with hay and hedges."""

from __future__ import annotations

from studio.tools.offline.illustrator.canvas import Canvas
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.cover import FRONT_DEPTH, frame_sides, grassy_edge, lay_turf, open_side
from studio.tools.offline.illustrator.pieces import Piece
from studio.tools.offline.illustrator.plants import flowers, grass, tufts
from studio.tools.offline.illustrator.scene import FIGURE_DEPTH, Place, Scene, Site
from studio.tools.offline.illustrator.settings.land import grove, ridges
from studio.tools.offline.illustrator.sky import birds
from studio.tools.offline.illustrator.terrain import Profile, edge_light, land, patches, rolling, trail
from studio.tools.offline.illustrator.trees import broadleaf

_BLOSSOMS = ("#f2c14e", "#e8638c", "#fff3e0", "#8e6fd1", "#ef7d57")


def paint(scene: Scene) -> Place:
    """Paint the layout of ``scene``."""
    return (_old_tree, _flower_field, _hayfield)[scene.layout](scene)


def paint_hills(scene: Scene, swell: float) -> tuple[Canvas, Profile, Canvas, Profile]:
    """Far and middle hills with hedges and round trees: their canvases and skylines."""
    stage, colours, random = scene.stage, scene.colours, scene.random
    low = stage.level(0.1) + stage.behind
    back = scene.sheet("ridges", 0.1, stage.horizon - stage.height * 0.22, low, detail=0.6)
    ridges(scene, back, 0.1, ((stage.level(-0.32), 0.02), (stage.level(-0.2), 0.08)), low)
    far = scene.sheet(
        "far hills", 0.2, stage.horizon - stage.height * 0.25, stage.level(0.4) + stage.behind, detail=0.7
    )
    for row, shade in ((0, 0.14), (1, 0.26)):
        hill = rolling(
            random, stage.left(0.2), stage.right(0.2), stage.level(-0.08 + 0.16 * row), swell * (1.25 - 0.3 * row), 560
        )
        tone = scene.shade(colours.green, shade)
        land(far, hill, stage.level(0.4) + stage.behind, tone, mix(tone, colours.haze, 0.6), 110)
        edge_light(far, hill, colours.glow, 3, 0.2)
        for _ in range(6):
            grove(
                scene, far, random.uniform(stage.left(0.2), stage.right(0.2)), hill, 20 * stage.size(0.2), shade + 0.12
            )
    if not scene.is_wet and not scene.is_snowy:
        birds(
            far,
            random,
            stage.width * 0.15,
            stage.width * 0.85,
            stage.horizon - stage.height * 0.22,
            stage.horizon - stage.height * 0.12,
            5,
            8 * stage.size(0),
            scene.shade(colours.stone, 0.75),
        )
    middle = scene.sheet("hills", 0.5, stage.horizon - stage.height * 0.3, stage.level(0.7) + stage.behind, detail=0.85)
    slope = rolling(random, stage.left(0.5), stage.right(0.5), stage.level(0.3), swell, 640)
    tone = mix(scene.shade(colours.green, 0.4), colours.glow, 0.1)
    low = stage.level(0.7) + stage.behind
    land(middle, slope, low, tone, mix(scene.shade(colours.green, 0.46), colours.haze, 0.15), 150)
    # Fields: strips of crop and fallow.
    crop, fallow = mix(scene.shade(colours.sand, 0.4), tone, 0.45), scene.shade(colours.green, 0.52)
    left, right = stage.left(0.5), stage.right(0.5)
    patches(
        middle, random, left, right, stage.level(0.36), stage.level(0.72), 20, crop, fallow, 0.34 * scene.texture, 2.2
    )
    edge_light(middle, slope, colours.glow, 4, 0.22)
    tufts(middle, random, left, right, slope, stage.level(0.7), 60, 7 * stage.size(0.5), (fallow, mix(tone, crop, 0.6)))
    count = 6
    for index in range(count):
        x = left + (right - left) * (index + random.uniform(0.1, 0.9)) / count
        grove(scene, middle, x, slope, 46 * stage.size(0.5), 0.5)
    return far, hill, middle, slope


def paint_turf(scene: Scene) -> tuple[Canvas, Profile]:
    """The near ground of grass."""
    stage = scene.stage
    canvas = scene.sheet("ground", FIGURE_DEPTH, stage.level(0.25))
    profile = rolling(scene.random, stage.left(1), stage.right(1), stage.level(0.74), 10, 760)
    lay_turf(scene, canvas, profile)
    return canvas, profile


def _old_tree(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    _, _, middle, slope = paint_hills(scene, 26)
    x = stage.width * (0.3 if scene.lit_from_left else 0.64)
    site = Site(middle, x, slope(x) + 4, stage.person * 0.46, 0.5)
    canvas, profile = paint_turf(scene)
    side = 0.9 if scene.lit_from_left else 0.1
    tall = min(stage.person * 2.6, profile(stage.width * side) - stage.height * 0.1)
    canvas.shadow(stage.width * side, stage.level(0.86), tall * 0.2, tall * 0.035, scene.shade(colours.green, 1.0), 0.7)
    broadleaf(
        canvas,
        random,
        stage.width * side,
        stage.level(0.86),
        tall,
        scene.shade(colours.green, 0.62),
        scene.shade(colours.green, 0.9),
        scene.lit_from_left,
        scene.snow if scene.is_snowy else None,
    )
    scene.reach_up(stage.level(0.86) - tall * 1.12)
    _front(scene, flowered=not scene.is_snowy)
    ground = (stage.width * 0.07, stage.width * 0.78) if side > 0.5 else (stage.width * 0.22, stage.width * 0.93)
    return Place(ground, land=site)


def _flower_field(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    _, _, middle, slope = paint_hills(scene, 20)
    site = Site(middle, stage.width * 0.68, slope(stage.width * 0.68) + 4, stage.person * 0.46, 0.5)
    if not scene.is_snowy:
        tones = tuple(mix(scene.colours.tint(colour, 0.6), colours.haze, 0.15) for colour in _BLOSSOMS)
        for _ in range(150):
            x = random.uniform(stage.left(0.5), stage.right(0.5))
            y = slope(x) + random.uniform(8, 60) * stage.size(0.5)
            middle.circle(x, y, random.uniform(1.2, 2.2) * stage.size(0.5), random.choice(tones), 0.85)
    canvas, _ = paint_turf(scene)
    if not scene.is_snowy:
        tones = tuple(scene.colours.tint(colour) for colour in _BLOSSOMS)
        flowers(
            canvas,
            random,
            stage.left(1),
            stage.right(1),
            stage.level(0.79),
            stage.level(0.95),
            60,
            6.5 * stage.size(1),
            tones,
            scene.shade(colours.green, 0.74),
        )
    _front(scene, flowered=not scene.is_snowy)
    return Place((stage.width * 0.08, stage.width * 0.92), land=site)


def _hayfield(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    _, _, middle, slope = paint_hills(scene, 32)
    x = stage.width * 0.34
    site = Site(middle, x, slope(x) + 4, stage.person * 0.46, 0.5)
    field = mix(scene.shade(colours.sand, 0.3), scene.shade(colours.green, 0.4), 0.35)
    far = [
        _stack(scene, middle, px, slope(px) + 26 * stage.size(0.5), 22 * stage.size(0.5), field)
        for px in (stage.width * (0.5 + 0.11 * index) + random.uniform(-8, 8) for index in range(5))
    ]
    canvas, profile = paint_turf(scene)
    trail(
        canvas,
        [
            (stage.width * 0.52, profile(stage.width * 0.52) + 2, 9),
            (stage.width * 0.49, stage.level(0.83), 21),
            (stage.width * 0.46, stage.level(0.95), 50),
            (stage.width * 0.49, stage.level(1.12), 104),
            (stage.width * 0.56, stage.bottom(1), 190),
        ],
        mix(scene.shade(colours.sand, 0.4), colours.green[3], 0.25),
        0.5,
    )
    stack = _stack(scene, canvas, stage.width * 0.05, stage.level(0.9), 50 * stage.size(1), field)
    _front(scene, flowered=False, boughs=open_side(scene))
    return Place((stage.width * 0.16, stage.width * 0.93), land=site, pieces=(*far, stack))


def _stack(scene: Scene, canvas: Canvas, x: float, foot: float, half: float, straw: str) -> Piece:
    """A haystack that makes way."""
    return Piece(canvas, x, foot, half, half * 1.6, lambda at: _haystack(scene, canvas, at, foot, half, straw))


def _haystack(scene: Scene, canvas: Canvas, x: float, y: float, half: float, straw: str) -> None:
    """A haystack on its contact shadow, its foot in the grass."""
    canvas.shadow(
        x, y + half * 0.08, half * 1.25, half * 0.24, lighten(scene.shade(scene.colours.green, 0.8), -0.1), 0.6
    )
    canvas.path(
        f"M{x - half:.1f} {y:.1f}Q{x - half * 1.05:.1f} {y - half * 1.0:.1f} {x - half * 0.25:.1f} "
        f"{y - half * 1.45:.1f}Q{x:.1f} {y - half * 1.6:.1f} {x + half * 0.25:.1f} "
        f"{y - half * 1.45:.1f}Q{x + half * 1.05:.1f} {y - half * 1.0:.1f} {x + half:.1f} {y:.1f}Q{x:.1f} "
        f"{y + half * 0.3:.1f} {x - half:.1f} {y:.1f}Z",
        canvas.gradient(
            (x - half, 0),
            (x + half, 0),
            [
                (0, lighten(straw, 0.08 if scene.lit_from_left else -0.1), 1),
                (1, lighten(straw, -0.1 if scene.lit_from_left else 0.08), 1),
            ],
        ),
    )
    for share in (0.3, 0.6, 0.9):
        canvas.line(
            f"M{x - half * 0.9:.1f} {y - half * share:.1f}Q{x:.1f} {y - half * (share - 0.18):.1f} "
            f"{x + half * 0.9:.1f} {y - half * share:.1f}",
            lighten(straw, -0.12),
            half * 0.03,
            0.5,
        )
    foot = Profile(((x - half * 1.2, y + half * 0.1), (x + half * 1.2, y + half * 0.1)))
    blades = scene.shade(scene.colours.green, 0.74)
    grass(canvas, scene.random, x - half * 1.2, x + half * 1.2, foot, half * 0.24, half * 0.08, blades)


def _front(scene: Scene, flowered: bool, boughs: int = 0) -> None:
    stage, random = scene.stage, scene.random
    front = scene.sheet("foreground", FRONT_DEPTH, stage.height * 0.66 if not boughs else -1e6)
    grassy_edge(scene, front)
    frame_sides(scene, front, boughs, bushes=(-1, 1) if not flowered else (open_side(scene),))
    if flowered:
        tones = tuple(mix(scene.colours.tint(colour), scene.colours.green[4], 0.35) for colour in _BLOSSOMS)
        for left, right in ((stage.left(1.6), stage.width * 0.2), (stage.width * 0.8, stage.right(1.6))):
            flowers(
                front,
                random,
                left,
                right,
                stage.height * 0.97,
                stage.height * 1.04,
                11,
                17 * stage.size(0),
                tones,
                scene.colours.green[4],
            )
