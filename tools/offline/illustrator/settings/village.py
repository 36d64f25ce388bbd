"""The village: a lane between houses, a hamlet on a hill, a square with a well."""

from __future__ import annotations

from studio.tools.offline.illustrator.buildings import house, town_house
from studio.tools.offline.illustrator.canvas import Canvas
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.cover import FRONT_DEPTH, frame_sides, front_colour, grassy_edge, open_side
from studio.tools.offline.illustrator.lamps import light_string, post
from studio.tools.offline.illustrator.pieces import Piece
from studio.tools.offline.illustrator.plants import flowers
from studio.tools.offline.illustrator.scene import FIGURE_DEPTH, Place, Scene, Site
from studio.tools.offline.illustrator.settings.land import grove, ridges
from studio.tools.offline.illustrator.settings.meadow import paint_hills, paint_turf
from studio.tools.offline.illustrator.terrain import trail
from studio.tools.offline.illustrator.trees import broadleaf
from studio.tools.offline.illustrator.weather import puddles

_BULBS = ("#ffd27a", "#ff9e7a", "#ffe9b0")


def paint(scene: Scene) -> Place:
    """Paint the layout of ``scene``."""
    return (_lane, _hamlet, _square)[scene.layout](scene)


def _back_hills(scene: Scene) -> None:
    stage, random = scene.stage, scene.random
    canvas = scene.sheet(
        "hills", 0.14, stage.horizon - stage.height * 0.24, stage.level(0.2) + stage.behind, detail=0.6
    )
    low = stage.level(0.2) + stage.behind
    rows = [(stage.horizon - lift * stage.size(0.14), shade) for lift, shade in ((92, 0.02), (62, 0.1), (28, 0.22))]
    ridge = ridges(scene, canvas, 0.14, rows, low)
    for _ in range(8):
        grove(scene, canvas, random.uniform(stage.left(0.14), stage.right(0.14)), ridge, 24 * stage.size(0.14), 0.3)


def _cobbles(scene: Scene, level: float) -> Canvas:
    """A paved ground from ``level`` down."""
    stage, colours, random = scene.stage, scene.colours, scene.random
    canvas = scene.sheet("ground", FIGURE_DEPTH, stage.level(level) - 60 * stage.size(1))
    left, right = stage.left(1), stage.right(1)
    stone = mix(scene.shade(colours.stone, 0.46), scene.shade(colours.sand, 0.5), 0.4)
    top = stage.level(level)
    shades = (mix(stone, colours.glow, 0.12), lighten(stone, -0.16))
    canvas.wash(left, right, top, stage.bottom(1), shades, top, stage.bottom(1))
    y, row = top + 5, 0
    while y < stage.bottom(1):
        near = (y - stage.horizon) / (stage.baseline - stage.horizon)
        step = 34 * near * stage.size(1) * 0.8
        x = left + (row % 2) * step / 2
        tones: dict[float, list[str]] = {-0.05: [], -0.028: [], 0.03: []}
        while x < right:
            half, flat = step * 0.43, step * 0.15
            tones[random.choice((-0.05, -0.028, 0.03))].append(
                f"M{x - half:.1f} {y:.1f}A{half:.1f} {flat:.1f} 0 1 0 {x + half:.1f} {y:.1f}A{half:.1f} {flat:.1f} "
                f"0 1 0 {x - half:.1f} {y:.1f}Z"
            )
            x += step
        for tone, parts in tones.items():
            if parts:
                canvas.path("".join(parts), lighten(stone, tone), 0.5)
        y += step * 0.36
        row += 1
    if scene.is_wet:
        puddles(canvas, random, left, right, stage.level(level + 0.12), stage.bottom(1), 12, 60 * stage.size(1), scene)
    return canvas


def _lane(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    _back_hills(scene)
    snow = scene.snow if scene.is_snowy else None
    far = scene.sheet(
        "far houses", 0.35, stage.horizon - stage.height * 0.3, stage.level(0.3) + stage.behind, detail=0.85
    )
    width = 74 * stage.size(0.35)
    x = stage.left(0.35)
    while x < stage.right(0.35):
        wide = width * random.uniform(0.85, 1.2)
        if abs(x + wide / 2 - stage.width * 0.5) > wide * 0.8:
            house(
                far,
                random,
                x,
                stage.level(0.16),
                wide,
                wide * random.uniform(0.75, 1.0),
                colours,
                0.45,
                scene.lit_from_left,
                snow,
            )
        x += wide * 1.03
    pave = mix(scene.shade(colours.stone, 0.4), scene.shade(colours.sand, 0.46), 0.4)
    far.rect(
        stage.left(0.35),
        stage.level(0.155),
        stage.right(0.35) - stage.left(0.35),
        stage.behind + 60,
        far.fade(stage.level(0.155), stage.level(0.6), mix(pave, colours.haze, 0.4), pave),
    )
    middle = scene.sheet("houses", 0.65, -stage.over(0.65), stage.level(0.6) + stage.behind)
    width = min(150 * stage.size(0.65), stage.width * 0.26)
    foot = stage.level(0.56)
    for side in (-1, 1):
        x = stage.width * (0.5 + side * 0.22)
        for index in range(3 if not stage.is_tall else 2):
            wide = width * (1 + 0.2 * index)
            left = x if side > 0 else x - wide
            town_house(
                middle,
                random,
                left,
                foot + 12 * index,
                wide,
                wide * random.uniform(1.3, 1.7),
                colours,
                0.75 + 0.1 * index,
                scene.lit_from_left,
                snow,
            )
            x += side * wide
    for left, right in ((stage.left(0.65), stage.width * 0.28), (stage.width * 0.72, stage.right(0.65))):
        middle.rect(left, foot - 2, right - left, stage.behind + 80, pave)
    light_string(
        middle,
        # From corner to corner across the lane, below the eaves.
        (stage.width * 0.276, foot - width * 1.12),
        (stage.width * 0.724, foot - width * 1.16),
        16 * stage.size(0.6),
        9,
        2.4 * stage.size(0.6),
        scene.shade(colours.stone, 0.9),
        _BULBS,
        colours.lamps_lit,
    )
    ground = _cobbles(scene, 0.56)
    foot, tall = stage.level(0.86), stage.person * 1.35
    posts = tuple(post(scene, ground, stage.width * share, foot, tall, side) for share, side in ((0.1, 1), (0.9, -1)))
    _front(scene)
    # Where the lane ends, as large as the houses there: nearer it would be a toy between these.
    site = Site(far, stage.width * 0.5, stage.level(0.24), stage.person * 0.34, 0.35, stage.width * 0.42)
    return Place((stage.width * 0.15, stage.width * 0.85), land=site, edge=0.58, pieces=posts)


def _hamlet(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    _, _, middle, slope = paint_hills(scene, 24)
    snow = scene.snow if scene.is_snowy else None
    scene.reach_up(stage.horizon - stage.height * 0.4)
    count = 6 if not stage.is_tall else 4
    spots = sorted(
        (slope(stage.width * share) + random.uniform(2, 26) * stage.size(0.5), stage.width * share)
        for share in [0.08 + 0.84 * (i + random.uniform(0.2, 0.8)) / count for i in range(count)]
    )

    def hut(y: float, x: float) -> Piece:
        wide = 62 * stage.size(0.5) * random.uniform(0.85, 1.15)

        def draw(at: float) -> None:
            house(middle, random, at - wide / 2, y, wide, wide * 0.6, colours, 0.62, scene.lit_from_left, snow)

        return Piece(middle, x, y, wide * 0.56, wide * 1.15, draw)

    huts = tuple(hut(*spot) for spot in spots)
    site = Site(
        middle,
        stage.width * (0.24 if scene.lit_from_left else 0.8),
        slope(stage.width * 0.24) + 6,
        stage.person * 0.42,
        0.5,
    )
    ground, profile = paint_turf(scene)
    trail(
        ground,
        [
            (stage.width * 0.47, profile(stage.width * 0.47) + 2, 9),
            (stage.width * 0.5, stage.level(0.83), 21),
            (stage.width * 0.53, stage.level(0.95), 50),
            (stage.width * 0.49, stage.level(1.12), 104),
            (stage.width * 0.45, stage.bottom(1), 190),
        ],
        mix(scene.shade(colours.sand, 0.42), colours.green[3], 0.2),
        0.6,
    )
    wall = scene.shade(colours.stone, 0.62)
    for x0, x1 in ((stage.left(1), stage.width * 0.36), (stage.width * 0.64, stage.right(1))):
        _dry_wall(scene, ground, x0, x1, profile(x0) + 8 * stage.size(1), wall)
    if not scene.is_snowy:
        flowers(
            ground,
            random,
            stage.left(1),
            stage.right(1),
            stage.level(0.84),
            stage.level(0.9),
            22,
            5.5 * stage.size(1),
            tuple(colours.tint(c) for c in ("#f2c14e", "#e8638c", "#fff3e0")),
            scene.shade(colours.green, 0.74),
        )
    _front(scene, boughs=open_side(scene))
    return Place((stage.width * 0.1, stage.width * 0.9), land=site, pieces=huts)


def _square(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    _back_hills(scene)
    snow = scene.snow if scene.is_snowy else None
    row = scene.sheet("houses", 0.5, -stage.over(0.5), stage.level(0.5) + stage.behind, detail=0.9)
    foot = stage.level(0.36)
    width = min(120 * stage.size(0.5), stage.width * 0.24)
    x = stage.left(0.5) - width * 0.3
    while x < stage.right(0.5):
        wide = width * random.uniform(0.82, 1.12)
        town_house(
            row, random, x, foot, wide, wide * random.uniform(1.25, 1.85), colours, 0.68, scene.lit_from_left, snow
        )
        x += wide
    row.rect(
        stage.left(0.5),
        foot - 1,
        stage.right(0.5) - stage.left(0.5),
        stage.behind + 90,
        scene.shade(colours.stone, 0.5),
    )
    tree = scene.sheet("trees", 0.75, stage.level(0.6) - 320 * stage.size(0.75), stage.level(0.7) + stage.behind)
    for share in (0.04, 0.97):
        broadleaf(
            tree,
            random,
            stage.width * share,
            stage.level(0.6),
            220 * stage.size(0.75),
            scene.shade(colours.green, 0.56),
            scene.shade(colours.green, 0.85),
            scene.lit_from_left,
            snow,
        )
    light_string(
        tree,
        (stage.width * 0.05, stage.level(0.6) - 130 * stage.size(0.75)),
        (stage.width * 0.96, stage.level(0.6) - 140 * stage.size(0.75)),
        20 * stage.size(0.6),
        12,
        2.8 * stage.size(0.6),
        scene.shade(colours.stone, 0.9),
        _BULBS,
        colours.lamps_lit,
    )
    ground = _cobbles(scene, 0.48)
    well, at, unit = stage.width * 0.86, stage.level(0.84), stage.size(1)
    piece = Piece(ground, well, at, 68 * unit, 196 * unit, lambda x: _well(scene, ground, x, at))
    scene.reach_up(at - 240 * unit)
    _front(scene)
    span = (stage.width * 0.07, well - 92 * stage.size(1))
    # Before the houses: what stood behind them would not be seen.
    site = Site(ground, stage.width * 0.46, stage.level(0.51), stage.person * 0.42, 0.95, stage.width * 0.8)
    return Place(span, land=site, edge=0.5, pieces=(piece,))


def _well(scene: Scene, canvas: Canvas, x: float, foot: float) -> None:
    colours, unit = scene.colours, scene.stage.size(1)
    stone, wood, roof = scene.shade(colours.stone, 0.55), colours.tint("#7a5236"), colours.tint("#a8493a")
    half, tall = 52 * unit, 46 * unit
    canvas.shadow(x, foot, half * 1.4, half * 0.3, colours.stone[4], 0.5)
    for side in (-1, 1):
        canvas.rect(x + side * half * 0.82 - 4 * unit, foot - 150 * unit, 8 * unit, 130 * unit, wood)
    canvas.line(f"M{x:.1f} {foot - 128 * unit:.1f}L{x:.1f} {foot - 76 * unit:.1f}", lighten(wood, 0.12), 1.6 * unit)
    canvas.rect(x - 8 * unit, foot - 78 * unit, 16 * unit, 15 * unit, lighten(wood, -0.06), radius=2)
    canvas.rect(x - half * 0.86, foot - 134 * unit, half * 1.72, 8 * unit, lighten(wood, -0.05), radius=4)
    canvas.path(
        f"M{x - half:.1f} {foot - tall:.1f}L{x - half:.1f} {foot - 4 * unit:.1f}Q{x:.1f} {foot + 14 * unit:.1f} "
        f"{x + half:.1f} {foot - 4 * unit:.1f}L{x + half:.1f} {foot - tall:.1f}Z",
        canvas.gradient(
            (x - half, 0),
            (x + half, 0),
            [
                (0, lighten(stone, 0.05 if scene.lit_from_left else -0.12), 1),
                (1, lighten(stone, -0.12 if scene.lit_from_left else 0.05), 1),
            ],
        ),
    )
    for row in range(3):
        for column in range(5):
            canvas.rect(
                x - half * 0.9 + (column + 0.5 * (row % 2)) * half * 0.36,
                foot - tall + (8 + 13 * row) * unit,
                half * 0.28,
                9 * unit,
                lighten(stone, -0.05 if (row + column) % 2 else 0.04),
                0.7,
                radius=3,
            )
    canvas.ellipse(x, foot - tall, half, half * 0.16, lighten(stone, 0.06))
    canvas.ellipse(x, foot - tall, half * 0.8, half * 0.11, colours.stone[4])
    peak = foot - 196 * unit
    canvas.polygon(
        [(x - half * 1.25, foot - 142 * unit), (x, peak), (x + half * 1.25, foot - 142 * unit)],
        canvas.fade(peak, foot - 142 * unit, lighten(roof, 0.05), roof),
    )
    if scene.is_snowy:
        canvas.polygon(
            [(x - half * 0.8, foot - 162 * unit), (x, peak - 5 * unit), (x + half * 0.8, foot - 162 * unit)], scene.snow
        )


def _dry_wall(scene: Scene, canvas: Canvas, left: float, right: float, y: float, stone: str) -> None:
    random, unit = scene.random, scene.stage.size(1)
    for row in range(3):
        x = left - random.uniform(0, 14) * unit
        while x < right:
            wide = random.uniform(13, 25) * unit
            end = min(x + wide, right)
            if end - x > 4:
                canvas.rect(
                    x,
                    y - (row + 1) * 9 * unit,
                    end - x - 1.2,
                    9.6 * unit,
                    lighten(stone, random.uniform(-0.05, 0.05)),
                    radius=3 * unit,
                )
            x += wide
    if scene.is_snowy:
        canvas.rect(left, y - 30 * unit, right - left, 5 * unit, scene.snow, radius=2.5 * unit)


def _front(scene: Scene, boughs: int = 0) -> None:
    stage, colours, random = scene.stage, scene.colours, scene.random
    front = scene.sheet("foreground", FRONT_DEPTH, stage.height * 0.55 if not boughs else -1e6)
    grassy_edge(scene, front, blade=34.0)
    frame_sides(scene, front, boughs)
    if scene.is_snowy:
        return
    dark = front_colour(scene)
    for side in (-1, 1):
        edge = stage.width / 2 + side * (stage.width / 2 + stage.over(FRONT_DEPTH))
        for _ in range(12):
            x, y = edge - side * random.uniform(0.0, 0.2) * stage.width, stage.height * random.uniform(0.9, 0.99)
            tone = mix(colours.tint(random.choice(("#e8638c", "#f2c14e"))), dark, 0.4)
            front.circle(x, y, random.uniform(2.5, 4.5) * stage.size(0), tone)
