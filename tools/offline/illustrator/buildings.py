"""Buildings: cottages, town houses and towers, with their windows, awnings and signs."""

from __future__ import annotations

from random import Random

from studio.tools.offline.illustrator.canvas import Canvas, Point, straight
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.ramps import Colours

_WALLS = ("#e8d3b0", "#d9a47e", "#c9d2c4", "#e3bfae", "#b9c7d6", "#efe0c4")
_ROOFS = ("#a8493a", "#7f4a56", "#4f6272", "#91583b", "#5f6b4d")
_AWNINGS = ("#b8455a", "#3f7f86", "#c98f3c", "#6a5a9c", "#4c7a54")
_NEONS = ("#5fe9ff", "#ff5fb0", "#ffd166", "#a98bff")


def window(
    canvas: Canvas, x: float, y: float, width: float, height: float, colours: Colours, frame: str, lit: bool
) -> None:
    """A window with a cross bar, its upper left corner at (x, y); ``lit`` from inside or mirroring the sky."""
    glass = mix(colours.lamp, "#ffffff", 0.15) if lit else mix(colours.sky[2], colours.stone[3], 0.45)
    if lit:
        canvas.glow(x + width / 2, y + height / 2, max(width, height) * 1.5, colours.lamp, 0.28)
    canvas.rect(x - width * 0.09, y - width * 0.09, width * 1.18, height + width * 0.18, frame)
    canvas.rect(
        x,
        y,
        width,
        height,
        canvas.fade(y, y + height, glass, mix(glass, colours.lamp if lit else colours.sky[4], 0.35)),
    )
    canvas.rect(x + width * 0.46, y, width * 0.08, height, frame)
    canvas.rect(x, y + height * 0.46, width, width * 0.08, frame)


def house(
    canvas: Canvas,
    random: Random,
    x: float,
    foot: float,
    width: float,
    height: float,
    colours: Colours,
    depth: float,
    from_left: bool,
    snow: str | None = None,
) -> None:
    """A small house with its left foot at (x, foot); ``height`` is of the walls, the roof comes on top."""
    wall = colours.tint(random.choice(_WALLS), depth)
    roof = colours.tint(random.choice(_ROOFS), depth)
    frame = lighten(wall, -0.16)
    top = foot - height
    front = random.random() < 0.5
    peak = height * random.uniform(0.5, 0.75)
    shade = canvas.gradient(
        (x, 0),
        (x + width, 0),
        [(0, lighten(wall, 0.03 if from_left else -0.07), 1), (1, lighten(wall, -0.07 if from_left else 0.03), 1)],
    )
    chimney = x + width * random.choice((0.2, 0.72))
    canvas.rect(chimney, top - peak * 0.95, width * 0.1, peak * 0.9, lighten(roof, -0.06))
    if front:
        canvas.polygon([(x, foot), (x, top), (x + width / 2, top - peak), (x + width, top), (x + width, foot)], shade)
        eaves = width * 0.07
        for side in (-1, 1):
            low = (x - eaves, top + eaves) if side < 0 else (x + width + eaves, top + eaves)
            ridge: Point = (x + width / 2, top - peak - eaves * 0.6)
            canvas.polygon(
                [ridge, low, (low[0], low[1] - eaves * 1.5), (ridge[0], ridge[1] - eaves * 1.6)],
                roof if (side < 0) == from_left else lighten(roof, -0.05),
            )
            if snow is not None:
                canvas.polygon(
                    [
                        (ridge[0], ridge[1] - eaves * 1.6),
                        (low[0], low[1] - eaves * 1.5),
                        (low[0], low[1] - eaves * 2.1),
                        (ridge[0], ridge[1] - eaves * 2.3),
                    ],
                    snow,
                )
        canvas.circle(
            x + width / 2, top - peak * 0.35, width * 0.07, colours.lamp if colours.lamps_lit else lighten(frame, -0.05)
        )
    else:
        canvas.rect(x, top, width, height, shade)
        over = width * 0.07
        canvas.polygon(
            [
                (x - over, top + over * 0.4),
                (x + width * 0.1, top - peak),
                (x + width * 0.9, top - peak),
                (x + width + over, top + over * 0.4),
            ],
            canvas.fade(top - peak, top, lighten(roof, 0.05), lighten(roof, -0.04)),
        )
        for step in (0.3, 0.6):
            y = top - peak * (1 - step)
            canvas.line(
                straight(
                    [
                        (x + width * 0.1 * (1 - step) - over * step, y),
                        (x + width - width * 0.1 * (1 - step) + over * step, y),
                    ],
                    closed=False,
                ),
                lighten(roof, -0.08),
                height * 0.012,
                0.6,
            )
        if snow is not None:
            canvas.polygon(
                [
                    (x - over * 0.2, top - peak * 0.45),
                    (x + width * 0.1, top - peak * 1.06),
                    (x + width * 0.9, top - peak * 1.06),
                    (x + width + over * 0.2, top - peak * 0.45),
                ],
                snow,
                0.92,
            )
    door = x + width * random.uniform(0.42, 0.5)
    canvas.rect(door, foot - height * 0.48, width * 0.16, height * 0.48, lighten(roof, -0.08), radius=width * 0.03)
    canvas.circle(door + width * 0.13, foot - height * 0.22, width * 0.012, colours.lamp)
    size = width * 0.15
    for share in (0.14, 0.74):
        window(
            canvas,
            x + width * share,
            foot - height * 0.66,
            size,
            size * 1.15,
            colours,
            frame,
            colours.lamps_lit and random.random() < 0.8,
        )


def town_house(
    canvas: Canvas,
    random: Random,
    x: float,
    foot: float,
    width: float,
    height: float,
    colours: Colours,
    depth: float,
    from_left: bool,
    snow: str | None = None,
) -> None:
    """A tall narrow house with a shop at street level, an awning and two or three floors."""
    wall = colours.tint(random.choice(_WALLS), depth)
    roof = colours.tint(random.choice(_ROOFS), depth)
    frame = lighten(wall, -0.17)
    top = foot - height
    canvas.rect(
        x,
        top,
        width,
        height,
        canvas.gradient(
            (x, 0),
            (x + width, 0),
            [(0, lighten(wall, 0.03 if from_left else -0.06), 1), (1, lighten(wall, -0.06 if from_left else 0.03), 1)],
        ),
    )
    style = random.choice(("gable", "flat", "mansard"))
    rise = width * random.uniform(0.4, 0.6)
    if style == "gable":
        canvas.polygon([(x - width * 0.05, top), (x + width / 2, top - rise), (x + width * 1.05, top)], roof)
        canvas.circle(x + width / 2, top - rise * 0.38, width * 0.09, colours.lamp if colours.lamps_lit else frame)
    elif style == "mansard":
        canvas.polygon(
            [
                (x - width * 0.04, top),
                (x + width * 0.08, top - rise * 0.8),
                (x + width * 0.92, top - rise * 0.8),
                (x + width * 1.04, top),
            ],
            roof,
        )
        window(canvas, x + width * 0.4, top - rise * 0.58, width * 0.2, rise * 0.42, colours, frame, colours.lamps_lit)
    else:
        canvas.rect(x - width * 0.04, top - width * 0.07, width * 1.08, width * 0.08, roof)
    if snow is not None:
        if style == "gable":
            canvas.polygon(
                [
                    (x + width * 0.06, top - rise * 0.28),
                    (x + width / 2, top - rise * 1.1),
                    (x + width * 0.94, top - rise * 0.28),
                    (x + width / 2, top - rise * 0.78),
                ],
                snow,
            )
        else:
            lift = rise * 0.8 if style == "mansard" else width * 0.07
            canvas.rect(
                x + width * 0.02, top - lift - width * 0.04, width * 0.96, width * 0.06, snow, radius=width * 0.03
            )
    shop = min(height * 0.34, width * 0.85)
    floors = max(1, round((height - shop) / (width * 0.62)))
    rise = (height - shop) / floors
    size = min(width * 0.2, rise * 0.42)
    for floor in range(floors):
        for share in (0.16, 0.62):
            window(
                canvas,
                x + width * share,
                top + rise * (floor + 0.26),
                size,
                size * 1.35,
                colours,
                frame,
                colours.lamps_lit and random.random() < 0.7,
            )
    lit = colours.lamps_lit
    canvas.rect(
        x + width * 0.08,
        foot - shop * 0.68,
        width * 0.56,
        shop * 0.5,
        mix(colours.lamp, "#ffffff", 0.1) if lit else mix(colours.sky[2], colours.stone[3], 0.5),
    )
    canvas.rect(x + width * 0.7, foot - shop * 0.7, width * 0.2, shop * 0.7, lighten(roof, -0.06))
    awning(
        canvas,
        x + width * 0.03,
        foot - shop * 0.86,
        width * 0.94,
        shop * 0.24,
        colours.tint(random.choice(_AWNINGS), depth),
        colours.tint("#f3e9d8", depth),
    )


def awning(canvas: Canvas, x: float, y: float, width: float, height: float, colour: str, stripe: str) -> None:
    """A striped awning with a scalloped edge."""
    count = 6
    step = width / count
    for index in range(count):
        fill = colour if index % 2 == 0 else stripe
        left, right = x + index * step, x + (index + 1) * step
        canvas.path(
            f"M{left + step * 0.12:.1f} {y:.1f}L{right:.1f} {y:.1f}L{right:.1f} {y + height * 0.75:.1f}"
            f"A{step / 2:.1f} {height * 0.28:.1f} 0 0 1 {left:.1f} {y + height * 0.75:.1f}Z",
            fill,
        )


def tower(
    canvas: Canvas,
    random: Random,
    x: float,
    foot: float,
    width: float,
    height: float,
    wall: str,
    lit: tuple[str, ...],
    share_lit: float,
    grid: float,
    edge: str | None = None,
) -> None:
    """A city block with a grid of windows; ``edge`` draws a bright line along its roof and sides."""
    top = foot - height
    canvas.rect(x, top, width, height, canvas.fade(top, foot, wall, lighten(wall, 0.02)))
    crown = random.choice(("flat", "step", "spire", "tank"))
    if crown == "step":
        canvas.rect(x + width * 0.2, top - grid * 1.4, width * 0.6, grid * 1.5, wall)
    elif crown == "spire":
        canvas.polygon([(x + width * 0.3, top), (x + width * 0.5, top - grid * 3.4), (x + width * 0.7, top)], wall)
    elif crown == "tank":
        canvas.rect(x + width * 0.6, top - grid * 1.1, width * 0.22, grid * 1.1, lighten(wall, -0.03))
        canvas.line(
            f"M{x + width * 0.25:.1f} {top:.1f}L{x + width * 0.25:.1f} {top - grid * 1.8:.1f}",
            lighten(wall, -0.02),
            max(1.0, grid * 0.08),
        )
    columns, rows = max(1, int(width / grid)), max(1, int(height / (grid * 1.25)))
    inset = (width - columns * grid) / 2
    dark: list[str] = []
    bright: dict[str, list[str]] = {colour: [] for colour in lit}
    for row in range(rows):
        for column in range(columns):
            left, upper = x + inset + (column + 0.24) * grid, top + grid * 0.6 + row * grid * 1.25
            box = straight(
                [
                    (left, upper),
                    (left + grid * 0.52, upper),
                    (left + grid * 0.52, upper + grid * 0.66),
                    (left, upper + grid * 0.66),
                ]
            )
            (bright[random.choice(lit)] if random.random() < share_lit else dark).append(box)
    if dark:
        canvas.path("".join(dark), lighten(wall, -0.045), 0.8)
    for colour, boxes in bright.items():
        if boxes:
            canvas.path("".join(boxes), colour, 0.95)
    if edge is not None:
        canvas.line(
            straight([(x, foot), (x, top), (x + width, top), (x + width, foot)], closed=False),
            edge,
            max(0.8, grid * 0.06),
            0.6,
        )


def shop_sign(
    canvas: Canvas, random: Random, x: float, y: float, width: float, height: float, back: str, glowing: bool
) -> None:
    """A hanging sign in the shape of a lantern board, with a picture instead of letters."""
    colour = random.choice(_NEONS) if glowing else random.choice(_AWNINGS)
    if glowing:
        canvas.glow(x + width / 2, y + height / 2, height * 0.85, colour, 0.5)
    canvas.rect(x, y, width, height, back, radius=width * 0.16)
    inner = width * 0.09
    outline = straight(
        [
            (x + inner, y + inner),
            (x + width - inner, y + inner),
            (x + width - inner, y + height - inner),
            (x + inner, y + height - inner),
        ]
    )
    canvas.line(outline, colour, width * 0.06)
    cx, cy, r = x + width / 2, y + height * 0.3, width * 0.2
    kind = random.choice(("cup", "moon", "fish", "leaf"))
    if kind == "cup":
        canvas.line(
            f"M{cx - r:.1f} {cy - r:.1f}L{cx - r * 0.7:.1f} {cy + r:.1f}L{cx + r * 0.7:.1f} {cy + r:.1f}"
            f"L{cx + r:.1f} {cy - r:.1f}Z",
            colour,
            width * 0.05,
        )
    elif kind == "moon":
        canvas.path(
            f"M{cx + r * 0.3:.1f} {cy - r:.1f}A{r:.1f} {r:.1f} 0 1 0 {cx + r * 0.3:.1f} {cy + r:.1f}A{r * 1.2:.1f} "
            f"{r * 1.2:.1f} 0 0 1 {cx + r * 0.3:.1f} {cy - r:.1f}Z",
            colour,
        )
    elif kind == "fish":
        canvas.ellipse(cx - r * 0.15, cy, r * 0.85, r * 0.5, colour)
        canvas.polygon([(cx + r * 0.5, cy), (cx + r * 1.1, cy - r * 0.5), (cx + r * 1.1, cy + r * 0.5)], colour)
    else:
        canvas.path(
            f"M{cx:.1f} {cy + r:.1f}Q{cx - r * 1.2:.1f} {cy:.1f} {cx:.1f} {cy - r * 1.1:.1f}Q{cx + r * 1.2:.1f} "
            f"{cy:.1f} {cx:.1f} {cy + r:.1f}Z",
            colour,
        )
    for index in range(3):
        yy = y + height * (0.56 + 0.12 * index)
        canvas.line(
            f"M{cx - r * 0.8:.1f} {yy:.1f}L{cx + r * (0.8 if index < 2 else 0.2):.1f} {yy:.1f}", colour, width * 0.05
        )
