"""Space: a moon under a ringed planet, a world of crystals, an outpost of domes. No weather and no clouds anywhere."""

from __future__ import annotations

import math

from studio.tools.offline.illustrator.canvas import Canvas, Point, straight, under
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.pieces import Piece
from studio.tools.offline.illustrator.scene import FIGURE_DEPTH, Place, Scene, Site
from studio.tools.offline.illustrator.terrain import Profile, edge_light, land, patches, rock, rolling, stones

_PLANETS = (("#f0b27a", "#c8694f"), ("#7fc7d9", "#37649c"), ("#e69ab8", "#7d3f86"), ("#f2d59b", "#a8713f"))


def paint(scene: Scene) -> Place:
    """Paint the layout of ``scene``."""
    return (_ringed_planet, _crystals, _outpost)[scene.layout](scene)


def _planet(
    scene: Scene, canvas: Canvas, x: float, y: float, radius: float, tones: tuple[str, str], ringed: bool
) -> None:
    random = scene.random
    light, dark = (mix(tone, scene.colours.sky[2], 0.12) for tone in tones)
    side = -1 if scene.lit_from_left else 1
    canvas.glow(x, y, radius * 1.75, light, 0.42)
    tilt = math.radians(-16)

    def on_ring(angle: float, reach: float) -> Point:
        px, py = math.cos(angle) * reach, math.sin(angle) * reach * 0.27
        return x + px * math.cos(tilt) - py * math.sin(tilt), y + px * math.sin(tilt) + py * math.cos(tilt)

    def ring(start: float, end: float) -> None:
        for inner, outer, alpha in ((1.28, 1.5, 0.5), (1.54, 1.78, 0.7), (1.82, 1.9, 0.4)):
            steps = [start + (end - start) * index / 36 for index in range(37)]
            outline = [on_ring(a, radius * outer) for a in steps] + [
                on_ring(a, radius * inner) for a in reversed(steps)
            ]
            canvas.polygon(outline, lighten(light, 0.08), alpha)

    if ringed:
        ring(math.pi, math.tau)
    canvas.circle(
        x,
        y,
        radius,
        canvas.gradient(
            (x + side * radius, y - radius * 0.6),
            (x - side * radius, y + radius * 0.6),
            [(0, lighten(light, 0.08), 1), (0.45, light, 1), (0.8, dark, 1), (1, mix(dark, "#0a0618", 0.6), 1)],
        ),
    )
    for _ in range(6):
        at = random.uniform(-0.75, 0.75)
        half = math.sqrt(1 - at * at) * radius * 0.985
        thick = radius * random.uniform(0.02, 0.06)
        start, end = (x - half, y + at * radius), (x + half, y + at * radius)
        canvas.path(
            f"M{start[0]:.1f} {start[1]:.1f}Q{x:.1f} {start[1] + thick * 2.2:.1f} {end[0]:.1f} {end[1]:.1f}Q{x:.1f} "
            f"{start[1] + thick * 4.4:.1f} {start[0]:.1f} {start[1]:.1f}Z",
            dark,
            0.26,
        )
    if ringed:
        ring(0, math.pi)


def _ground(scene: Scene, craters: int) -> Canvas:
    stage, colours, random = scene.stage, scene.colours, scene.random
    ground = scene.sheet("ground", FIGURE_DEPTH, stage.level(0.45))
    left, right = stage.left(1), stage.right(1)
    profile = rolling(random, left, right, stage.level(0.73), 10, 760)
    dust = scene.shade(colours.stone, 0.6)
    land(ground, profile, stage.bottom(1), mix(dust, colours.glow, 0.16), scene.shade(colours.stone, 0.9))
    edge_light(ground, profile, colours.glow, 3 * stage.size(1), 0.28)
    light, deep = mix(dust, colours.glow, 0.28), scene.shade(colours.stone, 0.84)
    low = stage.bottom(1)
    patches(ground, random, left, right, stage.level(0.77), low, 30, light, deep, 0.26 * scene.texture, 2.8)
    stones(ground, random, left, right, stage.level(0.78), low, 46, 13 * stage.size(1), dust)
    for _ in range(14):
        x, y = random.uniform(left, right), random.uniform(stage.level(0.78), low)
        half = random.uniform(4, 15) * stage.size(1) * (0.5 + 0.5 * (y - stage.level(0.78)) / 100)
        rock(ground, random, x, y, half, light, deep, scene.lit_from_left)
    for _ in range(craters):
        x, y = random.uniform(left, right), random.uniform(stage.level(0.82), stage.bottom(1))
        half = random.uniform(12, 42) * stage.size(1) * (0.6 + 0.4 * (y - stage.level(0.8)) / 100)
        ground.ellipse(x, y - half * 0.02, half * 1.12, half * 0.27, lighten(dust, 0.05), 0.8)
        ground.ellipse(x, y, half, half * 0.22, lighten(dust, -0.09))
        ground.ellipse(
            x + (half * 0.1 if scene.lit_from_left else -half * 0.1),
            y + half * 0.04,
            half * 0.8,
            half * 0.15,
            lighten(dust, -0.05),
        )
    return ground


def _front(scene: Scene) -> None:
    stage, colours, random = scene.stage, scene.colours, scene.random
    front = scene.sheet("foreground", 1.6, stage.height * 0.6)
    dark = mix(colours.stone[4], "#04030c", 0.35)
    for side in (-1, 1):
        edge = stage.left(1.6) if side < 0 else stage.right(1.6)
        points: list[Point] = [
            (edge, stage.height * 0.8),
            (edge - side * stage.width * 0.06, stage.height * 0.84),
            (edge - side * stage.width * 0.11, stage.height * 0.93),
            (edge - side * stage.width * 0.2, stage.height * 0.965),
            (edge - side * stage.width * 0.33, stage.height * 1.03),
            (edge - side * stage.width * 0.36, stage.bottom(1.6)),
            (edge, stage.bottom(1.6)),
        ]
        front.polygon(points, dark)
        front.line(straight(points[:5], closed=False), lighten(dark, 0.09), 2 * stage.size(0), 0.6)
        for _ in range(3):
            rock(
                front,
                random,
                edge - side * random.uniform(0.2, 0.34) * stage.width,
                stage.height * 1.02,
                random.uniform(12, 26) * stage.size(0),
                lighten(dark, 0.05),
                dark,
                scene.lit_from_left,
            )


def _ridges(scene: Scene, name: str, depth: float, level: float, rise: float, shade: float) -> tuple[Canvas, Profile]:
    stage, colours, random = scene.stage, scene.colours, scene.random
    canvas = scene.sheet(
        name,
        depth,
        stage.level(level) - rise * 3.2 * stage.size(depth),
        stage.level(level + 0.3) + stage.behind,
        detail=0.8,
    )
    left, right = stage.left(depth), stage.right(depth)
    points: list[Point] = []
    x = left
    while x < right:
        points.append((x, stage.level(level) - rise * stage.size(depth) * random.uniform(-0.3, 1.0)))
        x += random.uniform(26, 70) * stage.size(depth)
    points.append((right, stage.level(level)))
    body = straight(
        [*points, (right, stage.level(level + 0.3) + stage.behind), (left, stage.level(level + 0.3) + stage.behind)]
    )
    tone = mix(scene.shade(colours.stone, shade), colours.haze, 0.25)
    canvas.path(
        body,
        canvas.fade(
            stage.level(level) - rise,
            stage.level(level + 0.25),
            mix(tone, colours.glow, 0.12),
            mix(tone, colours.haze, 0.35),
        ),
    )
    # Every summit has a face that turns from the light.
    side = 1 if scene.lit_from_left else -1
    faces = []
    for (x0, y0), (x1, y1), (x2, y2) in zip(points[:-2], points[1:-1], points[2:], strict=True):
        if y1 < min(y0, y2):
            far = (x2, y2) if side > 0 else (x0, y0)
            foot = ((x1 * 2 + far[0]) / 3, max(y1, far[1]) + rise * 0.9 * stage.size(depth))
            faces.append(straight([(x1, y1), far, foot]))
    if faces:
        canvas.path("".join(faces), lighten(tone, -0.06), 0.55)
    canvas.line(straight(points, closed=False), colours.glow, 1.6 * stage.size(depth), 0.4)
    return canvas, Profile(tuple(points))


def _ringed_planet(scene: Scene) -> Place:
    stage, random = scene.stage, scene.random
    sky = scene.sheet("planet", 0.05, bottom=stage.level(0.3), detail=0.85)
    radius = min(stage.width * 0.2, stage.height * 0.2)
    tones = random.choice(_PLANETS)
    x = stage.width * (0.68 if scene.lit_from_left else 0.32)
    _planet(scene, sky, x, stage.horizon * 0.42, radius, tones, ringed=True)
    moon = scene.sheet("moon", 0.1, bottom=stage.level(0.3), detail=0.85)
    _planet(
        scene,
        moon,
        stage.width - x,
        stage.horizon * 0.24,
        radius * 0.2,
        _PLANETS[(_PLANETS.index(tones) + 1) % 4],
        ringed=False,
    )
    _ridges(scene, "far ridge", 0.2, 0.06, 26, 0.16)
    middle, profile = _ridges(scene, "ridge", 0.45, 0.3, 24, 0.4)
    site_x = stage.width * (0.24 if scene.lit_from_left else 0.76)
    _ground(scene, 15)
    _front(scene)
    return Place(
        (stage.width * 0.12, stage.width * 0.88),
        land=Site(middle, site_x, profile(site_x) + 10, stage.person * 0.46, 0.45),
    )


def _crystals(scene: Scene) -> Place:
    stage, colours, random = scene.stage, scene.colours, scene.random
    sky = scene.sheet("planet", 0.05, bottom=stage.level(0.3), detail=0.85)
    radius = min(stage.width, stage.height) * 0.42
    _planet(
        scene,
        sky,
        stage.width * (0.24 if scene.lit_from_left else 0.78),
        stage.level(0.1),
        radius,
        random.choice(_PLANETS),
        ringed=False,
    )
    _planet(
        scene,
        sky,
        stage.width * (0.8 if scene.lit_from_left else 0.2),
        stage.horizon * 0.26,
        radius * 0.16,
        random.choice(_PLANETS),
        ringed=True,
    )
    far, far_profile = _ridges(scene, "far ridge", 0.22, 0.1, 20, 0.2)
    scene.reach_up(stage.level(0.1) - 20 - 80 * stage.size(0.22))
    for _ in range(9):
        x = random.uniform(0, 1) * stage.width
        _crystal(scene, far, x, far_profile(x) + 8, random.uniform(30, 66) * stage.size(0.22), 0.3)
    middle, profile = _ridges(scene, "ridge", 0.5, 0.34, 16, 0.42)
    for share in (0.04, 0.12, 0.2, 0.8, 0.88, 0.97):
        x = stage.width * share
        _crystal(scene, middle, x, profile(x) + 12, random.uniform(90, 150) * stage.size(0.5), 0.7)
    scene.reach_up(stage.level(0.34) - 230 * stage.size(0.5))
    site = Site(middle, stage.width * 0.5, profile(stage.width * 0.5) + 10, stage.person * 0.46, 0.5)
    ground = _ground(scene, 7)
    foot, tall = stage.level(0.93), 130 * stage.size(1)

    def stand(share: float) -> Piece:
        return Piece(
            ground, stage.width * share, foot, tall * 0.4, tall, lambda x: _crystal(scene, ground, x, foot, tall, 1.0)
        )

    stands = (stand(0.03), stand(0.96))
    scene.reach_up(stage.level(0.93) - 200 * stage.size(1))
    for _ in range(26):
        x, y = random.uniform(stage.left(1), stage.right(1)), random.uniform(stage.level(0.82), stage.bottom(1))
        ground.circle(x, y, random.uniform(1.0, 2.4) * stage.size(1), mix(colours.glow, "#8af0ff", 0.5), 0.8)
    _front(scene)
    return Place((stage.width * 0.14, stage.width * 0.86), land=site, pieces=stands)


def _crystal(scene: Scene, canvas: Canvas, x: float, foot: float, height: float, depth: float) -> None:
    colours, random = scene.colours, scene.random
    tone = mix(colours.tint(random.choice(("#7ae0e8", "#c58bf0", "#f08bc0"))), colours.haze, 0.5 * (1 - depth))
    canvas.glow(x, foot - height * 0.4, height * 0.9, tone, 0.34)
    for lean, tall in ((-0.42, 0.62), (0.4, 0.7), (0.0, 1.0)):
        top = (x + lean * height * 0.62, foot - height * tall)
        half = height * 0.11
        base = x + lean * height * 0.2
        shoulder = (top[0], top[1] + height * 0.14)
        canvas.polygon(
            [
                (base - half, foot),
                (shoulder[0] - half, shoulder[1]),
                top,
                (shoulder[0], shoulder[1] + height * 0.05),
                (base, foot),
            ],
            lighten(tone, 0.08 if scene.lit_from_left else -0.1),
        )
        canvas.polygon(
            [
                (base + half, foot),
                (shoulder[0] + half, shoulder[1]),
                top,
                (shoulder[0], shoulder[1] + height * 0.05),
                (base, foot),
            ],
            lighten(tone, -0.1 if scene.lit_from_left else 0.08),
        )


def _outpost(scene: Scene) -> Place:
    stage, colours = scene.stage, scene.colours
    sky = scene.sheet("planet", 0.05, bottom=stage.level(0.3), detail=0.85)
    radius = min(stage.width, stage.height) * 0.13
    x = stage.width * (0.7 if scene.lit_from_left else 0.28)
    _planet(scene, sky, x, stage.horizon * 0.36, radius, _PLANETS[1], ringed=False)
    _ridges(scene, "far ridge", 0.18, 0.06, 32, 0.14)
    middle, profile = _ridges(scene, "outpost", 0.45, 0.3, 10, 0.4)

    def dome(share: float, size: float) -> Piece:
        x, half = stage.width * share, size * stage.size(0.45)
        foot = profile(x) + 8

        def draw(at: float) -> None:
            _dome(scene, middle, at, foot, half)

        return Piece(middle, x, foot, half * 1.1, half * 1.3, draw)

    domes = tuple(dome(*at) for at in ((0.16, 62), (0.27, 40), (0.82, 52)))
    mast = stage.width * 0.91
    foot = profile(mast)
    middle.line(
        straight([(mast, foot + 6), (mast, foot - 110 * stage.size(0.45))], closed=False),
        lighten(colours.tint("#e4e6f2", 0.7), -0.12),
        5.5 * stage.size(0.45),
    )
    middle.path(
        under(
            [
                (mast - 28 * stage.size(0.45), foot - 128 * stage.size(0.45)),
                (mast, foot - 104 * stage.size(0.45)),
                (mast + 28 * stage.size(0.45), foot - 128 * stage.size(0.45)),
            ],
            foot - 128 * stage.size(0.45),
        ),
        colours.tint("#e4e6f2", 0.7),
    )
    scene.reach_up(stage.level(0.3) - 190 * stage.size(0.45))
    site = Site(middle, stage.width * 0.55, profile(stage.width * 0.55) + 10, stage.person * 0.46, 0.45)
    ground = _ground(scene, 8)
    lights = tuple(_light(scene, ground, side, index / 3) for side in (-1, 1) for index in range(4))
    _front(scene)
    return Place((stage.width * 0.12, stage.width * 0.88), land=site, pieces=(*domes, *lights))


def _light(scene: Scene, canvas: Canvas, side: int, share: float) -> Piece:
    """One of the lights that lead up to the outpost on one ``side``, ``share`` (0..1) of the way to the viewer."""
    stage, unit = scene.stage, scene.stage.size(1)
    foot = stage.level(0.84 + 0.3 * share)

    def draw(x: float) -> None:
        canvas.glow(x, foot - 8 * unit, 34 * unit, "#7fe9ff", 0.5)
        canvas.rect(x - 3 * unit, foot - 13 * unit, 6 * unit, 14 * unit, scene.colours.tint("#d9dcf0"), radius=2)
        canvas.circle(x, foot - 14 * unit, 3.4 * unit, "#c6f6ff")

    return Piece(canvas, stage.width * (0.5 + side * (0.16 + 0.3 * share)), foot, 4 * unit, 18 * unit, draw)


def _dome(scene: Scene, canvas: Canvas, x: float, foot: float, half: float) -> None:
    colours = scene.colours
    shell, glass = colours.tint("#d6d9ec", 0.7), mix(colours.tint("#8fd6e8", 0.8), colours.lamp, 0.2)
    canvas.glow(x, foot - half * 0.5, half * 1.8, colours.lamp, 0.3)
    canvas.path(
        f"M{x - half:.1f} {foot:.1f}A{half:.1f} {half * 0.95:.1f} 0 0 1 {x + half:.1f} {foot:.1f}Z",
        canvas.gradient(
            (x - half, 0),
            (x + half, 0),
            [
                (0, lighten(shell, 0.05 if scene.lit_from_left else -0.2), 1),
                (1, lighten(shell, -0.2 if scene.lit_from_left else 0.05), 1),
            ],
        ),
    )
    for index in range(4):
        wx = x + half * (-0.54 + 0.36 * index)
        canvas.rect(
            wx - half * 0.11,
            foot - half * 0.5,
            half * 0.22,
            half * 0.3,
            colours.lamp if index % 2 else glass,
            radius=half * 0.1,
        )
    for reach in (0.94, 0.62):
        canvas.line(
            f"M{x - half * reach:.1f} {foot - half * 0.64 * (1.2 - reach):.1f}Q{x:.1f} "
            f"{foot - half * (1.9 - reach):.1f} {x + half * reach:.1f} {foot - half * 0.64 * (1.2 - reach):.1f}",
            lighten(shell, -0.14),
            half * 0.02,
            0.6,
        )
    canvas.rect(
        x - half * 1.06, foot - half * 0.07, half * 2.12, half * 0.12, lighten(shell, -0.16), radius=half * 0.05
    )
    canvas.line(straight([(x, foot - half * 0.94), (x, foot - half * 1.25)], closed=False), shell, half * 0.03)
    canvas.circle(x, foot - half * 1.27, half * 0.045, "#ff8fa0")
