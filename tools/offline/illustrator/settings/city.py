"""The city: an avenue at the level of its lamps, a roof above the skyline, a promenade by the river."""

from __future__ import annotations

import itertools

from studio.tools.offline.illustrator.buildings import tower
from studio.tools.offline.illustrator.canvas import Canvas, Point, straight
from studio.tools.offline.illustrator.colour import lighten, mix, set_apart
from studio.tools.offline.illustrator.cover import FRONT_DEPTH, frame_sides, open_side
from studio.tools.offline.illustrator.lamps import light_string, post
from studio.tools.offline.illustrator.pieces import Piece
from studio.tools.offline.illustrator.plants import bush
from studio.tools.offline.illustrator.scene import FIGURE_DEPTH, Place, Scene, Site
from studio.tools.offline.illustrator.settings.land import lay_water
from studio.tools.offline.illustrator.settings.skyline import lit_windows, paint_skyline, paint_street
from studio.tools.offline.illustrator.weather import puddles

_BULBS = ("#ffd27a", "#7adfff", "#ff8fc0", "#ffe9b0")


def paint(scene: Scene) -> Place:
    """Paint the layout of ``scene``."""
    return (_avenue, _roof, _promenade)[scene.layout](scene)


def _avenue(scene: Scene) -> Place:
    stage, colours = scene.stage, scene.colours
    skyline = paint_skyline(scene, stage.level(0.08), stage.height * 0.34)
    paint_street(scene)
    ground = scene.sheet("ground", FIGURE_DEPTH, stage.level(0.05))
    vanish: Point = (stage.width / 2, stage.level(-0.02))
    left, right, low = stage.left(1), stage.right(1), stage.bottom(1)
    asphalt = scene.shade(colours.stone, 0.78)
    pave = mix(scene.shade(colours.stone, 0.58), colours.glow, 0.06)
    kerb = stage.level(0.1)
    half_far, half_near = stage.width * 0.07, stage.width * 0.62

    def foot(x: float) -> float:
        """Where the houses of the street meet the pavement at ``x``."""
        return vanish[1] + 1.06 * (stage.baseline - stage.horizon) * abs(x - vanish[0]) / stage.width

    inner = (vanish[0] - half_far, vanish[0] + half_far)
    pavement = [(left, foot(left)), (inner[0], foot(inner[0])), (inner[1], foot(inner[1])), (right, foot(right))]
    ground.polygon([*pavement, (right, low), (left, low)], ground.fade(kerb, low, pave, lighten(pave, -0.14)))
    road = [
        (vanish[0] - half_far, kerb),
        (vanish[0] + half_far, kerb),
        (vanish[0] + half_near, low),
        (vanish[0] - half_near, low),
    ]
    ground.polygon(road, ground.fade(kerb, low, mix(asphalt, colours.haze, 0.25), lighten(asphalt, -0.06)))
    for side in (-1, 1):
        ground.line(
            straight([(vanish[0] + side * half_far, kerb), (vanish[0] + side * half_near, low)], closed=False),
            lighten(pave, 0.06),
            3,
            0.7,
        )
    for index in range(7):
        t0, t1 = (index / 7) ** 1.7, ((index + 0.5) / 7) ** 1.7
        y0, y1 = kerb + (low - kerb) * t0, kerb + (low - kerb) * t1
        w0, w1 = 1.2 + 7 * t0, 1.2 + 7 * t1
        ground.polygon(
            [(vanish[0] - w0, y0), (vanish[0] + w0, y0), (vanish[0] + w1, y1), (vanish[0] - w1, y1)],
            mix("#f0e6c8", asphalt, 0.35),
            0.6,
        )
    if scene.is_snowy:
        for side in (-1, 1):
            ground.polygon(
                [
                    (vanish[0] + side * half_far, kerb),
                    (vanish[0] + side * half_near, low),
                    (vanish[0] + side * half_near * 1.6, low),
                    (vanish[0] + side * half_far * 1.9, kerb),
                ],
                scene.snow,
                0.7,
            )
    _reflections(scene, ground, stage.level(0.25), low, (0.05, 0.19, 0.31, 0.69, 0.81, 0.95))
    posts = []
    for share, nearness in ((0.31, 0.3), (0.69, 0.3), (0.19, 0.5), (0.81, 0.5), (0.05, 0.8), (0.95, 0.8)):
        foot_at, tall = stage.level(nearness), stage.person * (0.42 + 1.15 * nearness)
        posts.append(post(scene, ground, stage.width * share, foot_at, tall, 1 if share < 0.5 else -1))
    _street_front(scene)
    return Place(
        (stage.width * 0.17, stage.width * 0.83),
        # No wider than the gap between the houses.
        land=Site(skyline, stage.width * 0.5, stage.level(0.035), stage.person * 0.26, 0.24, stage.width * 0.25),
        edge=0.5,
        pieces=tuple(posts),
    )


def _reflections(scene: Scene, canvas: Canvas, top: float, bottom: float, lamps: tuple[float, ...]) -> None:
    """Puddles and soft columns of lamp light, stronger where it is wet, on the ground below ``top``.

    ``lamps`` are the shares of the width at which lamps are: no other place mirrors any. What stands on the ground is
    drawn after them.
    """
    stage, colours, random = scene.stage, scene.colours, scene.random
    if scene.is_wet:
        size = 66 * stage.size(1)
        puddles(canvas, random, stage.left(1), stage.right(1), max(top, stage.level(0.5)), bottom, 11, size, scene)
    if not colours.lamps_lit:
        return
    strength = 0.42 if scene.is_wet else 0.2
    for _ in range(16):
        across, down = random.uniform(7, 15) * stage.size(1), random.uniform(26, 60) * stage.size(1)
        x = (random.choice(lamps) + random.uniform(-0.03, 0.03)) * stage.width
        y, colour = random.uniform(top, bottom - 20), random.choice(("#ffd27a", "#ffb45e"))
        canvas.shadow(
            x,
            max(y, top + down),
            across,
            down,
            colour,
            strength * random.uniform(0.5, 1.0),
        )


def _roof(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    paint_skyline(scene, stage.level(0.3), stage.height * 0.44)
    lit, share = lit_windows(scene)
    near = scene.sheet("near towers", 0.55, -stage.over(0.55), stage.level(0.7) + stage.behind, detail=0.9)
    wall = mix(colours.stone[2], colours.stone[3], 0.6)
    for x_share, wide, tall in ((-0.1, 0.2, 0.62), (0.1, 0.13, 0.4), (0.78, 0.14, 0.46), (0.92, 0.2, 0.66)):
        tower(
            near,
            random,
            stage.width * x_share,
            stage.level(0.7) + stage.behind,
            stage.width * wide,
            stage.height * tall * 0.75 + stage.behind + 60,
            mix(wall, colours.tint("#7a5a6a"), 0.2),
            lit,
            share,
            17 * stage.size(0.55),
            mix(colours.glow, wall, 0.5),
        )
    terrace = _terrace(scene)
    ground = scene.sheet("ground", FIGURE_DEPTH, -stage.over(1))
    left, right = stage.left(1), stage.right(1)
    floor = mix(scene.shade(colours.stone, 0.66), colours.tint("#a8745a"), 0.3)
    edge = stage.level(0.72)
    tank = stage.width * (0.1 if scene.lit_from_left else 0.9)
    parapet = 30 * stage.size(1)
    ground.rect(
        left,
        edge - parapet,
        right - left,
        parapet + 4,
        ground.fade(edge - parapet, edge, lighten(floor, -0.02), lighten(floor, -0.1)),
    )
    ground.rect(
        left,
        edge - parapet - 6 * stage.size(1),
        right - left,
        8 * stage.size(1),
        scene.snow if scene.is_snowy else lighten(floor, 0.08),
    )
    ground.rect(
        left,
        edge,
        right - left,
        stage.bottom(1) - edge,
        ground.fade(edge, stage.bottom(1), mix(floor, colours.glow, 0.1), lighten(floor, -0.12)),
    )
    for index in range(9):
        x = left + (right - left) * index / 8
        ground.line(
            straight([(stage.width / 2 + (x - stage.width / 2) * 0.86, edge), (x, stage.bottom(1))], closed=False),
            lighten(floor, -0.08),
            1.4,
            0.5,
        )
    for level in (0.82, 0.98, 1.2):
        ground.line(
            straight([(left, stage.level(level)), (right, stage.level(level))], closed=False),
            lighten(floor, -0.08),
            1.4,
            0.45,
        )
    _reflections(scene, ground, edge + 4, stage.bottom(1), tuple(share / 8 for share in range(1, 8)))
    other, unit = stage.width - tank, stage.size(1)
    low, lower = edge + 14 * unit, edge + 16 * unit
    pieces = (
        Piece(ground, tank, lower, 50 * unit, 240 * unit, lambda x: _water_tank(scene, ground, x, lower)),
        Piece(ground, other, low, 48 * unit, 72 * unit, lambda x: _planter(scene, ground, x, low), stage.width * 0.06),
    )
    posts = (stage.width * 0.02, stage.width * 0.98)
    for x in posts:
        ground.line(
            straight([(x, edge + 6), (x, edge - stage.person * 1.15)], closed=False),
            scene.shade(colours.stone, 0.95),
            4 * stage.size(1),
        )
    light_string(
        ground,
        (posts[0], edge - stage.person * 1.12),
        (posts[1], edge - stage.person * 1.12),
        24 * stage.size(1),
        13,
        3.2 * stage.size(1),
        scene.shade(colours.stone, 0.95),
        _BULBS,
        colours.lamps_lit,
    )
    _street_front(scene)
    side = 92 * stage.size(1)
    box = 52 * stage.size(1)
    ground_span = (tank + side, other - box) if tank < stage.width / 2 else (other + box, tank - side)
    return Place(
        ground_span,
        land=terrace,
        edge=0.75,
        pieces=pieces,
    )


def _terrace(scene: Scene) -> Site:
    """The flat roof of the next block, between the near towers: what is far stands on it, at the size of its distance.

    On the figures' own roof it would be a toy, and in the streets beyond it would hang in the haze.
    """
    stage, colours = scene.stage, scene.colours
    depth, foot, unit = 0.62, stage.level(0.34), stage.size(0.62)
    left, right = stage.width * 0.21, stage.width * 0.8
    canvas = scene.sheet("terrace", depth, foot - 12 * unit, stage.level(0.72) + stage.behind, detail=0.9)
    wall = mix(scene.shade(colours.stone, 0.52), colours.tint("#8a6a6a"), 0.25)
    deck = mix(lighten(wall, 0.07), colours.glow, 0.12)
    low = stage.level(0.44)
    slope = (low - foot) * 0.5
    canvas.polygon(
        [(left + slope, foot), (right - slope, foot), (right, low), (left, low)], scene.snow if scene.is_snowy else deck
    )
    canvas.rect(
        left,
        low,
        right - left,
        stage.level(0.72) + stage.behind - low,
        canvas.fade(low, stage.level(0.72), wall, lighten(wall, -0.08)),
    )
    canvas.rect(left - 4 * unit, low - 5 * unit, right - left + 8 * unit, 9 * unit, lighten(wall, 0.05), radius=2)
    lit, share = lit_windows(scene)
    across, down = 16 * unit, 20 * unit
    for row in range(int((stage.level(0.72) - low) / (1.7 * down)) + 1):
        for column in range(int((right - left) / (2 * across)) - 1):
            pane = scene.random.choice(lit) if scene.random.random() < share else lighten(wall, -0.08)
            canvas.rect(
                left + (1.6 + 2 * column) * across * 1.0,
                low + (0.6 + 1.7 * row) * down,
                across * 0.8,
                down * 0.9,
                pane,
                0.85,
            )
    y = (foot + low) / 2
    span = (left + slope, right - slope)
    return Site(canvas, stage.width * 0.5, y, stage.person * 0.3, depth, span[1] - span[0], span)


def _promenade(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    skyline = paint_skyline(scene, stage.level(0.04), stage.height * 0.34)
    lit, _ = lit_windows(scene)
    river = scene.sheet("river", 0.45, stage.level(0.0))
    top = stage.level(0.05)
    lay_water(scene, river, 0.45, top, stage.level(0.9))
    wall = mix(colours.stone[2], colours.water[2], 0.4)
    _quay(scene, skyline, top)
    mirror = river.gradient((0, top), (0, stage.level(0.36)), [(0, wall, 0.7), (1, wall, 0.0)])
    river.rect(stage.left(0.45), top, stage.right(0.45) - stage.left(0.45), stage.level(0.36) - top, mirror)
    if colours.lamps_lit:
        for _ in range(42):
            x, y = random.uniform(0, 1) * stage.width, random.uniform(stage.level(0.1), stage.level(0.6))
            river.shadow(x, y, 3.4 * stage.size(0.4), random.uniform(12, 42) * stage.size(0.4), random.choice(lit), 0.5)
    ground = scene.sheet("ground", FIGURE_DEPTH, stage.level(0.1))
    left, right = stage.left(1), stage.right(1)
    pave = mix(scene.shade(colours.stone, 0.5), scene.shade(colours.sand, 0.5), 0.35)
    edge = stage.level(0.72)
    tones = (mix(pave, colours.glow, 0.12), lighten(pave, -0.16))
    ground.wash(left, right, edge - 8, stage.bottom(1), tones, edge, stage.bottom(1))
    _slabs(scene, ground, pave, edge)
    ground.rect(left, edge - 8, right - left, 9 * stage.size(1), scene.snow if scene.is_snowy else lighten(pave, 0.07))
    iron = scene.shade(colours.stone, 0.95)
    _reflections(scene, ground, edge + 10, stage.bottom(1), (0.065, 0.935))
    rail = 62 * stage.size(1)
    for lift in (1.0, 0.55):
        ground.line(
            straight([(left, edge - rail * lift), (right, edge - rail * lift)], closed=False),
            iron,
            (4.2 if lift == 1.0 else 2.2) * stage.size(0.8),
        )
    x = left
    while x < right:
        ground.line(straight([(x, edge), (x, edge - rail)], closed=False), iron, 2.0 * stage.size(0.8))
        x += 22 * stage.size(1)
    foot, tall = stage.level(0.82), stage.person * 1.5
    posts = tuple(post(scene, ground, stage.width * share, foot, tall, side) for share, side in ((0.05, 1), (0.95, -1)))
    front = scene.sheet("foreground", FRONT_DEPTH)
    at_right = open_side(scene) > 0
    frame_sides(scene, front, boughs=open_side(scene), bushes=(-open_side(scene),))
    span = (stage.width * 0.1, stage.width * 0.8) if at_right else (stage.width * 0.2, stage.width * 0.9)
    return Place(
        span,
        # Of finite room: on the quay, which is level and needs no ground laid under what stands there.
        land=Site(skyline, stage.width * 0.46, top - _quay_height(scene), stage.person * 0.3, 0.24, stage.width * 0.9),
        afloat=Site(river, stage.width * 0.5, stage.level(0.3), stage.person * 0.4, 0.45),
        # Swimmers are in the river, and seen over the railing.
        water=(stage.width * 0.07, stage.width * 0.93, min(stage.level(0.4), edge - rail - stage.height * 0.015)),
        edge=0.76,
        pieces=posts,
    )


def _quay_height(scene: Scene) -> float:
    """How high the far bank of the river stands above its water."""
    return 13 * scene.stage.size(0.24)


def _quay(scene: Scene, canvas: Canvas, water: float) -> None:
    """The walled bank at the foot of the far houses, down to the ``water``."""
    stage, colours = scene.stage, scene.colours
    left, width, tall = stage.left(0.24), stage.right(0.24) - stage.left(0.24), _quay_height(scene)
    top = water - tall
    stone = mix(scene.shade(colours.stone, 0.5), colours.haze, 0.25)
    wall = set_apart(stone, mix(colours.water[0], colours.sky[4], 0.6), least=0.14)
    canvas.rect(left, top, width, tall + stage.behind, canvas.fade(top, water, wall, lighten(wall, -0.05)))
    canvas.rect(left, top, width, tall * 0.24, scene.snow if scene.is_snowy else lighten(wall, 0.07))
    step = 46 * stage.size(0.24)
    joints = [left + step * index for index in range(1, int(width / step) + 1)]
    canvas.path("".join(straight([(x, top), (x + 1, top), (x + 1, water), (x, water)]) for x in joints), wall, 0.6)


def _slabs(scene: Scene, canvas: Canvas, pave: str, top: float) -> None:
    """Paving stones from ``top`` to the viewer, in rows that widen towards the lower edge."""
    stage, random = scene.stage, scene.random
    middle, bottom = stage.width / 2, stage.bottom(1)
    tones: dict[float, list[str]] = {-0.025: [], 0.0: [], 0.02: []}
    joints: list[str] = []
    rows = 8
    levels = [top + (bottom - top) * (row / rows) ** 1.4 for row in range(rows + 1)]
    for row, (y0, y1) in enumerate(itertools.pairwise(levels)):
        near0, near1 = (1 + 0.9 * (y - top) / (bottom - top) for y in (y0, y1))
        joints.append(straight([(stage.left(1), y1), (stage.right(1), y1)], closed=False))
        step = stage.width / 20
        for column in range(-16, 16):
            x0 = (column + 0.5 * (row % 2)) * step
            corners = [(x0 * near0, y0), ((x0 + step) * near0, y0), ((x0 + step) * near1, y1), (x0 * near1, y1)]
            shape = [(middle + x, y) for x, y in corners]
            tones[random.choice(list(tones))].append(straight(shape))
            joints.append(straight([shape[0], shape[3]], closed=False))
    for tone, slabs in tones.items():
        if tone and slabs:
            canvas.path("".join(slabs), lighten(pave, tone), 0.55)
    canvas.line("".join(joints), lighten(pave, -0.1), 1.3, 0.45)


def _water_tank(scene: Scene, canvas: Canvas, x: float, foot: float) -> None:
    colours, unit = scene.colours, scene.stage.size(1)
    wood, iron = colours.tint("#8a5f45"), scene.shade(colours.stone, 0.95)
    half = 46 * unit
    for side in (-0.8, -0.28, 0.28, 0.8):
        canvas.line(
            straight([(x + side * half, foot), (x + side * half * 0.92, foot - 92 * unit)], closed=False),
            iron,
            4 * unit,
        )
    canvas.line(
        straight([(x - half * 0.8, foot - 20 * unit), (x + half * 0.75, foot - 84 * unit)], closed=False),
        iron,
        2 * unit,
    )
    canvas.line(
        straight([(x + half * 0.8, foot - 20 * unit), (x - half * 0.75, foot - 84 * unit)], closed=False),
        iron,
        2 * unit,
    )
    top = foot - 196 * unit
    canvas.rect(
        x - half,
        top,
        half * 2,
        106 * unit,
        canvas.gradient(
            (x - half, 0),
            (x + half, 0),
            [
                (0, lighten(wood, 0.05 if scene.lit_from_left else -0.12), 1),
                (1, lighten(wood, -0.12 if scene.lit_from_left else 0.05), 1),
            ],
        ),
    )
    for share in (0.2, 0.5, 0.82):
        canvas.rect(x - half, top + 106 * unit * share, half * 2, 3 * unit, iron, 0.8)
    canvas.polygon(
        [(x - half * 1.12, top), (x, top - 44 * unit), (x + half * 1.12, top)],
        scene.snow if scene.is_snowy else lighten(iron, 0.05),
    )


def _planter(scene: Scene, canvas: Canvas, x: float, foot: float) -> None:
    colours, random, unit = scene.colours, scene.random, scene.stage.size(1)
    leaf, box = mix(scene.shade(colours.green, 0.3), colours.tint("#6f9a58"), 0.6), colours.tint("#b0694a")
    bush(canvas, random, x, foot - 26 * unit, 40 * unit, 40 * unit, leaf, 1)
    for _ in range(8):
        canvas.circle(
            x + random.uniform(-36, 36) * unit,
            foot - random.uniform(34, 62) * unit,
            4 * unit,
            colours.tint(random.choice(("#f2c14e", "#e8638c", "#fff3e0"))),
        )
    canvas.rect(
        x - 46 * unit,
        foot - 32 * unit,
        92 * unit,
        32 * unit,
        canvas.fade(foot - 32 * unit, foot, lighten(box, 0.03), lighten(box, -0.08)),
        radius=4 * unit,
    )


def _street_front(scene: Scene) -> None:
    """Dark shapes at the lower corners: a bench back and a planter's leaves."""
    stage, colours, random = scene.stage, scene.colours, scene.random
    front = scene.sheet("foreground", 1.6, stage.height * 0.66)
    dark = mix(colours.stone[4], "#05060c", 0.25)
    for side in (-1, 1):
        edge = stage.left(1.6) if side < 0 else stage.right(1.6)
        inner = edge - side * (stage.width * 0.12 + stage.over(1.6))
        low, high = min(edge, inner), max(edge, inner)
        half, tall = (high - low) / 2, 84 * stage.size(0)
        for shift, tone in ((0.4, 0.035), (-0.1, 0.0)):
            x = (low + high) / 2 - side * shift * half
            bush(front, random, x, stage.height * 0.95, half * 0.75, tall, lighten(dark, tone), -side)
        front.rect(low, stage.height * 0.93, high - low, stage.bottom(1.6) - stage.height * 0.93, dark, radius=6)
        awning_y = stage.height * 0.93
        front.rect(low - 4, awning_y, high - low + 8, 9 * stage.size(0), lighten(dark, 0.04), radius=4)
