"""Rows of houses for cities: a far skyline, and the two sides of a street in perspective."""

from __future__ import annotations

from studio.production.vocabulary import Style
from studio.tools.offline.illustrator.buildings import shop_sign, tower
from studio.tools.offline.illustrator.canvas import Canvas, Point, straight
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.scene import Scene


def lit_windows(scene: Scene) -> tuple[tuple[str, ...], float]:
    """Colours of lit windows, and the share of windows that are lit."""
    colours = scene.colours
    if scene.staging.style is Style.NEON:
        return ("#36e3ff", "#ff5fc4", "#ffd166", "#a98bff"), 0.42
    if not colours.lamps_lit:
        return (mix(colours.sky[3], "#ffffff", 0.3), mix(colours.sky[2], "#ffffff", 0.15)), 0.5
    warm = ("#ffd27a", "#ffb45e", "#fff0c2")
    return (warm if colours.is_night else warm[:2]), 0.45 if colours.is_night else 0.3


def paint_skyline(scene: Scene, foot: float, tall: float) -> Canvas:
    """Two rows of far towers that stand on the height ``foot``; returns the nearer row's canvas."""
    stage, colours, random = scene.stage, scene.colours, scene.random
    lit, share = lit_windows(scene)
    canvas, tint = Canvas(), colours.haze
    for name, depth, shade, rise, grid in (("far skyline", 0.1, 0.12, 1.0, 10), ("skyline", 0.24, 0.34, 0.78, 13)):
        canvas = scene.sheet(name, depth, foot - tall * rise * 1.25 - 30, foot + stage.behind, detail=0.7)
        wall = mix(scene.colours.stone[0 if shade < 0.2 else 1], colours.stone[2], 0.2 if shade < 0.2 else 0.55)
        x = stage.left(depth)
        while x < stage.right(depth):
            wide = random.uniform(42, 84) * stage.size(depth)
            height = tall * rise * random.uniform(0.45, 1.0)
            tint = mix(wall, colours.haze, 0.35 if shade < 0.2 else 0.08)
            tower(
                canvas,
                random,
                x,
                foot + 4,
                wide,
                height,
                lighten(tint, random.uniform(-0.015, 0.015)),
                tuple(mix(c, tint, 0.55 if shade < 0.2 else 0.25) for c in lit),
                share * 0.8,
                grid * stage.size(depth) * 0.8,
            )
            x += wide * random.uniform(0.92, 1.1)
        haze = canvas.gradient(
            (0, foot - tall * 0.45),
            (0, foot + 4),
            [(0, colours.haze, 0.0), (1, colours.haze, 0.62 if shade < 0.2 else 0.42)],
        )
        canvas.rect(
            stage.left(depth), foot - tall * 0.45, stage.right(depth) - stage.left(depth), tall * 0.45 + 4, haze
        )
        canvas.rect(
            stage.left(depth),
            foot + 2,
            stage.right(depth) - stage.left(depth),
            stage.behind,
            mix(tint, colours.haze, 0.5),
        )
    return canvas


def paint_street(scene: Scene) -> None:
    """Houses along both sides of the avenue, in perspective, nearer ones on nearer layers."""
    stage, colours, random = scene.stage, scene.colours, scene.random
    lit, share = lit_windows(scene)
    vanish: Point = (stage.width / 2, stage.level(-0.02))
    glowing = colours.lamps_lit
    steps = ((0.38, 0.12, 0.21, 0.16, 0.52), (0.62, 0.21, 0.35, 0.3, 0.72), (0.8, 0.35, 0.62, 0.52, 0.9))
    for number, (depth, near_in, near_out, foot_level, shade) in enumerate(steps):
        canvas = scene.sheet(
            f"street {number + 1}",
            depth,
            -stage.over(depth),
            stage.level(foot_level + 0.25) + stage.behind * 0.6,
            detail=0.75,
        )
        for side in (-1, 1):
            inner, outer = vanish[0] + side * stage.width * near_in, vanish[0] + side * stage.width * near_out
            tall = stage.height * (0.26 + 0.2 * number) * random.uniform(0.92, 1.12)
            wall = mix(scene.colours.stone[2], scene.colours.stone[3], shade)
            wall = mix(wall, colours.tint(random.choice(("#9a5a4a", "#5a6a8a", "#8a7a5a", "#6a4a6a"))), 0.22)
            slope_in, slope_out = 1.0, 1.0 + 0.45 * (near_out - near_in) / near_out
            foot_in = vanish[1] + (stage.level(foot_level) - vanish[1]) * 0.72
            foot_out = vanish[1] + (foot_in - vanish[1]) * near_out / near_in
            top_in, top_out = foot_in - tall * slope_in, foot_in - tall * slope_out * near_out / near_in * 0.78
            low = stage.level(foot_level + 0.25) + stage.behind * 0.6
            canvas.polygon(
                [(inner, low), (inner, top_in), (outer, top_out), (outer, low)],
                canvas.gradient(
                    (inner, 0),
                    (outer, 0),
                    [(0, mix(wall, colours.haze, 0.3 - 0.1 * number), 1), (1, lighten(wall, -0.05), 1)],
                ),
            )
            _perspective_windows(
                scene,
                canvas,
                (inner, outer),
                (top_in, top_out),
                (foot_in, foot_out),
                3 + number // 2,
                5 + number,
                lit,
                share,
                wall,
            )
            _shop_band(scene, canvas, (inner, outer), (foot_in, foot_out), tall, number)
            if number:
                unit = stage.size(depth) * (0.5 + 0.35 * number)
                x = inner + side * (outer - inner) * side * 0.32
                shop_sign(
                    canvas,
                    random,
                    x - 13 * unit,
                    foot_in - tall * 0.55,
                    26 * unit,
                    62 * unit,
                    lighten(wall, -0.12),
                    glowing,
                )


def _perspective_windows(
    scene: Scene,
    canvas: Canvas,
    across: tuple[float, float],
    top: tuple[float, float],
    foot: tuple[float, float],
    columns: int,
    rows: int,
    lit: tuple[str, ...],
    share: float,
    wall: str,
) -> None:
    random = scene.random
    dark: list[str] = []
    bright: dict[str, list[str]] = {colour: [] for colour in lit}

    def at(u: float, v: float) -> Point:
        upper, lower = top[0] + (top[1] - top[0]) * u, foot[0] + (foot[1] - foot[0]) * u
        return across[0] + (across[1] - across[0]) * u, upper + (lower - upper) * v

    for column in range(columns):
        for row in range(rows):
            u0, u1 = (column + 0.26) / columns, (column + 0.74) / columns
            v0, v1 = 0.06 + 0.68 * (row + 0.14) / rows, 0.06 + 0.68 * (row + 0.72) / rows
            box = straight([at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)])
            (bright[random.choice(lit)] if random.random() < share else dark).append(box)
    if dark:
        canvas.path("".join(dark), lighten(wall, -0.06), 0.9)
    for colour, boxes in bright.items():
        if boxes:
            canvas.path("".join(boxes), colour)


def _shop_band(
    scene: Scene, canvas: Canvas, across: tuple[float, float], foot: tuple[float, float], tall: float, number: int
) -> None:
    """Lit shop windows and an awning at street level."""
    colours, random = scene.colours, scene.random
    rise = tall * 0.2
    grow = 1 + 0.4 * (foot[1] - foot[0]) / max(tall, 1)
    glass = mix(colours.lamp, "#ffffff", 0.12) if colours.lamps_lit else mix(colours.sky[2], colours.stone[3], 0.35)
    canvas.polygon(
        [(across[0], foot[0] - rise), (across[1], foot[1] - rise * grow), (across[1], foot[1]), (across[0], foot[0])],
        glass,
        0.9,
    )
    tone = colours.tint(random.choice(("#b8455a", "#3f7f86", "#c98f3c", "#6a5a9c")))
    stripe = colours.tint("#f3e9d8")
    count = 5 + number
    for index in range(count):
        u0, u1 = index / count, (index + 1) / count
        x0, x1 = across[0] + (across[1] - across[0]) * u0, across[0] + (across[1] - across[0]) * u1
        y0, y1 = (
            foot[0] + (foot[1] - foot[0]) * u0 - rise * (1 + (grow - 1) * u0),
            foot[0] + (foot[1] - foot[0]) * u1 - rise * (1 + (grow - 1) * u1),
        )
        drop = rise * 0.45
        canvas.polygon(
            [(x0, y0 - drop * 0.4), (x1, y1 - drop * 0.4), (x1, y1 + drop), (x0, y0 + drop)],
            tone if index % 2 == 0 else stripe,
        )
