"""Things in rooms: windows, shelves, tables, rugs, tools and plants in pots."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random

from studio.tools.offline.illustrator.canvas import Canvas, Point, smooth, straight
from studio.tools.offline.illustrator.colour import lighten, mix, set_apart
from studio.tools.offline.illustrator.ramps import Colours

_BOOKS = ("#a63d40", "#3f6f8f", "#d9a441", "#4c7a54", "#6a4c93", "#e8dcc4", "#27364f", "#c77b4a")
_JARS = ("#8fb3a3", "#c98f6a", "#d9c7a0", "#5f7fa3", "#a86a7a")
ROUND_BAR = 0.42
"""Where the bars of a round window cross it, in its radii from the middle."""

_TEETH = 12
"""Of a cog wheel."""


def shelf(
    canvas: Canvas, random: Random, left: float, right: float, y: float, unit: float, colours: Colours, wood: str
) -> None:
    """A board at height ``y`` with books, jars and a plant on it."""
    x = left + 6 * unit
    while x < right - 16 * unit:
        kind = random.random()
        if kind < 0.62:
            for _ in range(random.randint(2, 5)):
                wide, tall = random.uniform(6, 10) * unit, random.uniform(28, 44) * unit
                if x + wide > right - 4 * unit:
                    break
                cover = colours.tint(random.choice(_BOOKS))
                canvas.rect(x, y - tall, wide, tall, cover, radius=1.0)
                canvas.rect(x, y - tall * 0.82, wide, tall * 0.06, lighten(cover, 0.14), 0.8)
                canvas.rect(x, y - tall * 0.24, wide, tall * 0.06, lighten(cover, 0.14), 0.8)
                x += wide + 0.8 * unit
            x += random.uniform(4, 10) * unit
        elif kind < 0.86:
            half, tall = random.uniform(9, 14) * unit, random.uniform(20, 32) * unit
            if x + 2 * half > right - 4 * unit:
                break
            clay = colours.tint(random.choice(_JARS))
            canvas.rect(
                x,
                y - tall,
                half * 2,
                tall,
                canvas.gradient((x, 0), (x + 2 * half, 0), [(0, lighten(clay, 0.05), 1), (1, lighten(clay, -0.09), 1)]),
                radius=half * 0.6,
            )
            canvas.rect(
                x + half * 0.4, y - tall - 5 * unit, half * 1.2, 7 * unit, lighten(clay, -0.12), radius=2 * unit
            )
            x += 2 * half + random.uniform(5, 12) * unit
        else:
            if x + 30 * unit > right - 4 * unit:
                break
            _plant(canvas, random, x + 15 * unit, y, 34 * unit, colours)
            x += random.uniform(34, 42) * unit
    canvas.rect(left, y, right - left, 6 * unit, wood, radius=2)
    canvas.rect(left, y + 6 * unit, right - left, 4 * unit, lighten(wood, -0.12), 0.5)


def potted(canvas: Canvas, random: Random, x: float, foot: float, height: float, colours: Colours, shadow: str) -> None:
    """A plant in a clay pot on the floor, with its contact shadow."""
    canvas.shadow(x, foot, height * 0.26, height * 0.05, shadow, 0.75)
    _plant(canvas, random, x, foot, height, colours)


def _plant(canvas: Canvas, random: Random, x: float, foot: float, height: float, colours: Colours) -> None:
    leaf, clay = colours.tint("#4f8a5b"), colours.tint("#b8694a")
    for index in range(9):
        angle = math.radians(25 + 130 * index / 8 + random.uniform(-8, 8))
        reach = height * random.uniform(0.5, 0.78)
        tip = (x + math.cos(angle) * reach * 0.8, foot - height * 0.3 - math.sin(angle) * reach)
        bend = (x + math.cos(angle) * reach * 0.3, foot - height * 0.3 - math.sin(angle) * reach * 0.9)
        # Wide across its own direction, or the edges of one that leans would cross and cut its tip off.
        aside, along = math.sin(angle) * height * 0.06, math.cos(angle) * height * 0.06
        canvas.path(
            f"M{x - height * 0.03:.1f} {foot - height * 0.3:.1f}Q{bend[0] - aside:.1f} {bend[1] - along:.1f} "
            f"{tip[0]:.1f} {tip[1]:.1f}"
            f"Q{bend[0] + aside:.1f} {bend[1] + along:.1f} {x + height * 0.03:.1f} "
            f"{foot - height * 0.3:.1f}Z",
            lighten(leaf, random.uniform(-0.04, 0.05)),
        )
    canvas.polygon(
        [
            (x - height * 0.2, foot - height * 0.34),
            (x + height * 0.2, foot - height * 0.34),
            (x + height * 0.14, foot),
            (x - height * 0.14, foot),
        ],
        clay,
    )
    canvas.rect(
        x - height * 0.23, foot - height * 0.38, height * 0.46, height * 0.1, lighten(clay, 0.05), radius=height * 0.02
    )


def panes(box: tuple[float, float, float, float], unit: float) -> tuple[int, int]:
    """How many panes a rectangular window has across and down; its opening is ``box`` as in ``window_frame``."""
    left, top, right, bottom = box
    return max(2, round((right - left) / (110 * unit))), max(2, round((bottom - top) / (120 * unit)))


def window_frame(
    canvas: Canvas, box: tuple[float, float, float, float], wood: str, unit: float, is_round: bool
) -> None:
    """The frame and bars of a window whose opening is ``box`` (left, top, right, bottom)."""
    left, top, right, bottom = box
    x, y, half, tall = (left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2
    bar = 4.6 * unit
    light = lighten(wood, 0.1)
    if is_round:
        for share in (-ROUND_BAR, ROUND_BAR):
            reach = math.sqrt(1 - share * share)
            canvas.line(
                straight([(x + half * share, y - tall * reach), (x + half * share, y + tall * reach)], closed=False),
                wood,
                bar,
            )
            canvas.line(
                straight([(x - half * reach, y + tall * share), (x + half * reach, y + tall * share)], closed=False),
                wood,
                bar,
            )
        ring = (
            f"M{x - half:.1f} {y:.1f}A{half:.1f} {tall:.1f} 0 1 1 {x + half:.1f} {y:.1f}A{half:.1f} {tall:.1f} 0 1 "
            f"1 {x - half:.1f} {y:.1f}Z"
        )
        canvas.line(ring, wood, 12 * unit)
        canvas.line(ring, light, 2.4 * unit, 0.7)
        return
    columns, rows = panes(box, unit)
    for index in range(1, columns):
        px = left + (right - left) * index / columns
        canvas.line(straight([(px, top), (px, bottom)], closed=False), wood, bar)
    for index in range(1, rows):
        py = top + (bottom - top) * index / rows
        canvas.line(straight([(left, py), (right, py)], closed=False), wood, bar)
    canvas.line(straight([(left, top), (right, top), (right, bottom), (left, bottom)]), wood, 12 * unit)
    canvas.line(straight([(left, top), (right, top), (right, bottom), (left, bottom)]), light, 2.4 * unit, 0.7)
    canvas.rect(
        left - 16 * unit, bottom + 2 * unit, right - left + 32 * unit, 11 * unit, lighten(wood, 0.05), radius=3 * unit
    )


def curtain(
    canvas: Canvas, random: Random, x: float, top: float, bottom: float, width: float, side: int, cloth: str
) -> None:
    """A curtain gathered towards ``side`` (-1 left, 1 right) of its outer edge ``x``."""
    inner = x - side * width
    waist = top + (bottom - top) * 0.62
    canvas.path(
        f"M{x:.1f} {top:.1f}L{inner:.1f} {top:.1f}Q{inner:.1f} {waist - 40:.1f} {x - side * width * 0.38:.1f} "
        f"{waist:.1f}"
        f"Q{x - side * width * 0.62:.1f} {(waist + bottom) / 2:.1f} {x - side * width * 0.66:.1f} {bottom:.1f}"
        f"L{x:.1f} {bottom:.1f}Z",
        canvas.gradient(
            (x, 0), (inner, 0), [(0, lighten(cloth, -0.07), 1), (0.5, cloth, 1), (1, lighten(cloth, 0.05), 1)]
        ),
    )
    for index in range(4):
        share = 0.14 + 0.2 * index + random.uniform(-0.03, 0.03)
        canvas.line(
            f"M{x - side * width * share:.1f} {top:.1f}Q{x - side * width * share:.1f} {waist - 30:.1f} "
            f"{x - side * width * share * 0.42:.1f} {waist:.1f}"
            f"Q{x - side * width * share * 0.6:.1f} {(waist + bottom) / 2:.1f} {x - side * width * share * 0.7:.1f} "
            f"{bottom:.1f}",
            lighten(cloth, -0.09),
            width * 0.02,
            0.6,
        )
    canvas.rect(
        min(x, x - side * width * 0.42),
        waist - width * 0.04,
        width * 0.42,
        width * 0.09,
        lighten(cloth, 0.14),
        radius=width * 0.04,
    )


def feet(canvas: Canvas, xs: Sequence[float], y: float, half: float, shadow: str) -> None:
    """Contact shadows of legs ``half`` thick to each side that end at the height ``y``, and the shade between them."""
    left, right = min(xs) - half * 5, max(xs) + half * 5
    canvas.shadow((left + right) / 2, y, (right - left) * 0.56, max(half * 2.6, (right - left) * 0.05), shadow, 0.5)
    for x in xs:
        canvas.shadow(x, y, half * 4, half * 1.3, shadow, 0.85)


def table(
    canvas: Canvas, left: float, right: float, foot: float, height: float, wood: str, floor: str, shadow: str
) -> float:
    """A table on the floor line ``foot``, its legs set off from the ``floor``; returns the height of its top."""
    top, thick, leg = foot - height, height * 0.13, height * 0.1
    dark = set_apart(lighten(wood, -0.08), floor)
    feet(canvas, (left + leg * 1.5, right - leg * 1.5), foot, leg / 2, shadow)
    canvas.rect(left + leg * 1.6, foot - height * 0.3, right - left - leg * 3.2, leg * 0.6, lighten(dark, 0.02))
    for x in (left + leg, right - leg * 2):
        canvas.rect(x, top + thick, leg, height - thick, dark, radius=leg * 0.15)
    canvas.rect(
        left,
        top,
        right - left,
        thick,
        canvas.fade(top, top + thick, lighten(wood, 0.08), lighten(wood, -0.02)),
        radius=thick * 0.3,
    )
    return top


def teapot(canvas: Canvas, x: float, foot: float, size: float, clay: str, steaming: bool) -> None:
    """A round teapot and two cups."""
    canvas.path(
        f"M{x - size * 0.75:.1f} {foot - size * 0.42:.1f}Q{x - size * 1.1:.1f} {foot - size * 0.5:.1f} "
        f"{x - size * 1.12:.1f} {foot - size * 0.82:.1f}L{x - size * 0.98:.1f} {foot - size * 0.84:.1f}"
        f"Q{x - size * 0.9:.1f} {foot - size * 0.64:.1f} {x - size * 0.62:.1f} {foot - size * 0.66:.1f}Z",
        clay,
    )
    canvas.line(
        f"M{x + size * 0.55:.1f} {foot - size * 0.74:.1f}Q{x + size * 1.15:.1f} {foot - size * 0.86:.1f} "
        f"{x + size * 0.98:.1f} {foot - size * 0.4:.1f}Q{x + size * 0.88:.1f} {foot - size * 0.2:.1f} "
        f"{x + size * 0.6:.1f} {foot - size * 0.22:.1f}",
        clay,
        size * 0.12,
    )
    canvas.ellipse(
        x,
        foot - size * 0.45,
        size * 0.75,
        size * 0.45,
        canvas.gradient((x - size, 0), (x + size, 0), [(0, lighten(clay, 0.08), 1), (1, lighten(clay, -0.1), 1)]),
    )
    canvas.ellipse(x, foot - size * 0.86, size * 0.34, size * 0.1, lighten(clay, 0.04))
    canvas.circle(x, foot - size * 0.98, size * 0.09, lighten(clay, -0.06))
    for offset in (-1.75, 1.7):
        cx = x + offset * size
        canvas.path(
            f"M{cx - size * 0.3:.1f} {foot - size * 0.34:.1f}L{cx + size * 0.3:.1f} {foot - size * 0.34:.1f}"
            f"Q{cx + size * 0.26:.1f} {foot:.1f} {cx:.1f} {foot:.1f}Q{cx - size * 0.26:.1f} {foot:.1f} "
            f"{cx - size * 0.3:.1f} {foot - size * 0.34:.1f}Z",
            "#efe6d6",
        )
        canvas.ellipse(cx, foot - size * 0.34, size * 0.3, size * 0.06, "#b98a5a")
    if steaming:
        steam: list[Point] = [
            (x - size * 1.05, foot - size * 1.0),
            (x - size * 0.95, foot - size * 1.3),
            (x - size * 1.12, foot - size * 1.6),
            (x - size * 0.98, foot - size * 1.95),
        ]
        canvas.line(smooth(steam), "#ffffff", size * 0.14, 0.2)


def rug(canvas: Canvas, x: float, y: float, half: float, flat: float, cloth: str, trim: str) -> None:
    """An oval rug with rings."""
    canvas.ellipse(x, y, half, flat, lighten(cloth, -0.06))
    canvas.ellipse(x, y - flat * 0.04, half * 0.98, flat * 0.95, cloth)
    for share in (0.88, 0.62):
        outline = (
            f"M{x - half * share:.1f} {y:.1f}A{half * share:.1f} {flat * share * 0.93:.1f} 0 1 0 "
            f"{x + half * share:.1f} {y:.1f}A{half * share:.1f} {flat * share * 0.93:.1f} 0 1 0 "
            f"{x - half * share:.1f} {y:.1f}Z"
        )
        canvas.line(outline, trim, flat * 0.035, 0.8)


def armchair(canvas: Canvas, x: float, foot: float, size: float, cloth: str, wood: str, shadow: str) -> None:
    """A cosy armchair seen from the front."""
    feet(canvas, (x - size * 0.42, x + size * 0.42), foot, size * 0.05, shadow)
    for side in (-1, 1):
        canvas.rect(x + side * size * 0.42 - size * 0.04, foot - size * 0.14, size * 0.08, size * 0.14, wood)
    canvas.rect(
        x - size * 0.44,
        foot - size * 1.0,
        size * 0.88,
        size * 0.75,
        canvas.fade(foot - size, foot - size * 0.3, lighten(cloth, 0.05), lighten(cloth, -0.05)),
        radius=size * 0.2,
    )
    canvas.rect(x - size * 0.38, foot - size * 0.48, size * 0.76, size * 0.26, lighten(cloth, 0.06), radius=size * 0.09)
    for side in (-1, 1):
        canvas.rect(
            x + side * size * 0.46 - size * 0.12,
            foot - size * 0.62,
            size * 0.24,
            size * 0.5,
            lighten(cloth, -0.02),
            radius=size * 0.11,
        )
    canvas.rect(
        x - size * 0.42, foot - size * 0.26, size * 0.84, size * 0.15, lighten(cloth, -0.05), radius=size * 0.05
    )


def gear(canvas: Canvas, x: float, y: float, radius: float, metal: str) -> None:
    """A cog wheel."""
    outline: list[Point] = []
    for index in range(_TEETH * 4):
        reach = radius if index % 4 in (0, 1) else radius * 0.84
        angle = math.tau * index / (_TEETH * 4)
        outline.append((x + math.cos(angle) * reach, y + math.sin(angle) * reach))
    canvas.polygon(outline, metal)
    canvas.circle(x, y, radius * 0.62, lighten(metal, -0.08))
    canvas.circle(x, y, radius * 0.5, lighten(metal, 0.04))
    for index in range(4):
        angle = math.tau * index / 4 + 0.4
        canvas.circle(
            x + math.cos(angle) * radius * 0.3, y + math.sin(angle) * radius * 0.3, radius * 0.12, lighten(metal, -0.14)
        )
    canvas.circle(x, y, radius * 0.12, lighten(metal, -0.18))


def clock(canvas: Canvas, x: float, y: float, radius: float, rim: str, hour: float) -> None:
    """A wall clock; ``hour`` 0..12."""
    canvas.circle(x, y, radius, rim)
    canvas.circle(x, y, radius * 0.84, "#f4ecd8")
    for index in range(12):
        angle = math.tau * index / 12
        canvas.line(
            straight(
                [
                    (x + math.cos(angle) * radius * 0.68, y + math.sin(angle) * radius * 0.68),
                    (x + math.cos(angle) * radius * 0.76, y + math.sin(angle) * radius * 0.76),
                ],
                closed=False,
            ),
            "#4a3a32",
            radius * 0.05,
        )
    for turn, reach, width in ((hour / 12, 0.42, 0.08), (hour % 1, 0.62, 0.05)):
        angle = math.tau * turn - math.pi / 2
        canvas.line(
            straight(
                [(x, y), (x + math.cos(angle) * radius * reach, y + math.sin(angle) * radius * reach)], closed=False
            ),
            "#2e2622",
            radius * width,
        )


def tools_on_wall(
    canvas: Canvas, random: Random, left: float, right: float, y: float, unit: float, wood: str, metal: str
) -> None:
    """Hammer, saw, wrench, pliers and chisels on pegs along a rail at ``y``."""
    canvas.rect(left, y - 4 * unit, right - left, 6 * unit, lighten(wood, -0.06), radius=2)
    x = left + 16 * unit
    while x < right - 16 * unit:
        canvas.circle(x, y, 2.4 * unit, lighten(metal, 0.1))
        kind = random.choice(("hammer", "saw", "wrench", "chisel"))
        if kind == "hammer":
            canvas.rect(x - 2.5 * unit, y + 10 * unit, 5 * unit, 46 * unit, wood, radius=2)
            canvas.rect(x - 13 * unit, y + 4 * unit, 26 * unit, 11 * unit, metal, radius=2)
        elif kind == "saw":
            canvas.polygon(
                [
                    (x - 9 * unit, y + 20 * unit),
                    (x + 9 * unit, y + 20 * unit),
                    (x + 4 * unit, y + 66 * unit),
                    (x - 1 * unit, y + 66 * unit),
                ],
                lighten(metal, 0.12),
            )
            canvas.rect(x - 11 * unit, y + 3 * unit, 22 * unit, 18 * unit, wood, radius=5 * unit)
        elif kind == "wrench":
            canvas.rect(x - 2.6 * unit, y + 8 * unit, 5.2 * unit, 48 * unit, metal, radius=2)
            canvas.circle(x, y + 8 * unit, 8 * unit, metal)
            canvas.circle(x, y + 5 * unit, 3.6 * unit, lighten(wood, -0.16))
            canvas.circle(x, y + 58 * unit, 6.5 * unit, metal)
        else:
            canvas.rect(x - 3.4 * unit, y + 4 * unit, 6.8 * unit, 24 * unit, mix(wood, "#b8503a", 0.5), radius=3)
            canvas.rect(x - 2.4 * unit, y + 28 * unit, 4.8 * unit, 32 * unit, lighten(metal, 0.1))
        x += random.uniform(30, 40) * unit
