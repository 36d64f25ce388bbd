"""Trees: conifers, broad-leaved trees, birches and palms, far woods, and the trunks and boughs that frame a picture."""

from __future__ import annotations

import math
from random import Random

from studio.tools.offline.illustrator.canvas import Canvas, Point, smooth, straight
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.plants import blade, puff
from studio.tools.offline.illustrator.terrain import Profile

_TIERS = 7
"""Rows of boughs on a fir."""


def conifer(
    canvas: Canvas,
    random: Random,
    x: float,
    foot: float,
    height: float,
    lit: str,
    dark: str,
    from_left: bool,
    snow: str | None = None,
) -> None:
    """A fir of ``height`` units with ragged tiers, one side in the light."""
    half = height * random.uniform(0.19, 0.24)
    # The lowest boughs lie on the ground, in a shadow of their own: no bare trunk that light could cut off.
    crown = height * 0.985
    canvas.shadow(x, foot - height * 0.005, half * 1.35, height * 0.04, lighten(dark, -0.06), 0.75)
    left: list[Point] = []
    right: list[Point] = []
    for tier in range(_TIERS):
        low = (tier + 1) / _TIERS
        y = foot - height + crown * low
        reach = half * low**0.85
        notch = half * (low * 0.62) ** 1.05
        for points, side in ((left, -1), (right, 1)):
            points.append((x + side * reach * random.uniform(0.9, 1.08), y + height * 0.012 * random.uniform(-1, 1)))
            if tier < _TIERS - 1:
                points.append((x + side * notch, y - height * 0.022))
    top = (x, foot - height)
    low_left, low_right = left[-1], right[-1]
    hem = [(x + (low_right[0] - x) * 0.5, foot), (x, foot + height * 0.012), (x + (low_left[0] - x) * 0.5, foot)]
    canvas.path(straight([top, *right, *hem, *reversed(left)]), dark)
    canvas.path(straight([top, *(left if from_left else right), hem[2 if from_left else 0], hem[1]]), lit)
    if snow is not None:
        for points, side in ((left, -1), (right, 1)):
            for index in range(0, len(points) - 1, 2):
                px, py = points[index]
                canvas.polygon(
                    [
                        (px, py),
                        (px - side * half * 0.42, py - height * 0.045),
                        (x + (px - x) * 0.42, py - height * 0.012),
                    ],
                    snow,
                    0.85,
                )
        canvas.polygon(
            [top, (x + half * 0.12, top[1] + height * 0.09), (x - half * 0.12, top[1] + height * 0.09)], snow, 0.9
        )


def tree_line(
    canvas: Canvas, random: Random, left: float, right: float, profile: Profile, height: float, step: float, colour: str
) -> None:
    """A far wood of simple spires along ``profile``, in one path."""
    parts = []
    x = left
    while x < right:
        tall = height * random.uniform(0.55, 1.1)
        y = profile(x) + height * 0.08
        half = tall * 0.15
        points: list[Point] = [(x, y - tall)]
        for tier in (1, 2, 3):
            low = tier / 3
            points += [
                (x + half * low, y - tall * (1 - low * 0.92)),
                (x + half * low * 0.55, y - tall * (1.0 - low * 0.9)),
            ]
        parts.append(straight([*points, *[(2 * x - px, py) for px, py in reversed(points[1:])]]))
        x += step * random.uniform(0.55, 1.4)
    canvas.path("".join(parts), colour)


def broadleaf(
    canvas: Canvas,
    random: Random,
    x: float,
    foot: float,
    height: float,
    leaf: str,
    bark: str,
    from_left: bool,
    snow: str | None = None,
) -> None:
    """A round-crowned tree: forked trunk, crown of overlapping puffs lit from one side."""
    trunk = height * 0.05
    fork = foot - height * 0.46
    canvas.path(
        f"M{x - trunk * 1.5:.1f} {foot:.1f}Q{x - trunk * 0.6:.1f} {foot - height * 0.12:.1f} {x - trunk * 0.6:.1f} "
        f"{fork:.1f}"
        f"L{x - height * 0.17:.1f} {fork - height * 0.2:.1f}L{x - height * 0.14:.1f} {fork - height * 0.21:.1f}"
        f"L{x:.1f} {fork - height * 0.06:.1f}L{x + height * 0.13:.1f} {fork - height * 0.22:.1f}"
        f"L{x + height * 0.16:.1f} {fork - height * 0.2:.1f}L{x + trunk * 0.6:.1f} {fork:.1f}"
        f"Q{x + trunk * 0.7:.1f} {foot - height * 0.12:.1f} {x + trunk * 1.6:.1f} {foot:.1f}"
        f"Q{x + trunk * 0.4:.1f} {foot - trunk * 0.1:.1f} {x:.1f} {foot + trunk * 0.16:.1f}"
        f"Q{x - trunk * 0.5:.1f} {foot - trunk * 0.1:.1f} {x - trunk * 1.5:.1f} {foot:.1f}Z",
        bark,
    )
    puffs = [(x, foot - height * 0.7, height * 0.2)]
    for angle in range(0, 360, 40):
        radians = math.radians(angle + random.uniform(-16, 16))
        away = random.uniform(0.85, 1.12)
        puffs.append(
            (
                x + math.cos(radians) * height * 0.22 * away,
                foot - height * 0.68 + math.sin(radians) * height * 0.17 * away,
                height * random.uniform(0.1, 0.155),
            )
        )
    dark, light = lighten(leaf, -0.065), lighten(leaf, 0.06)
    shift = -1 if from_left else 1
    # Three depths of foliage, each a little nearer to the light, and loose leaves that break the outline.
    canvas.path("".join(puff(px, py + radius * 0.14, radius) for px, py, radius in puffs), dark)
    canvas.path(
        "".join(puff(px + shift * radius * 0.16, py - radius * 0.06, radius * 0.86) for px, py, radius in puffs), leaf
    )
    lit: list[str] = []
    loose: list[str] = []
    for px, py, radius in puffs:
        for _ in range(7):
            around = random.uniform(0, math.tau)
            reach = radius * random.uniform(0.85, 0.98)
            at = (px + math.cos(around) * reach, py + math.sin(around) * reach)
            loose.append(blade(*at, around + random.uniform(-0.6, 0.6), radius * random.uniform(0.3, 0.44)))
            if math.sin(around) < 0.25 and (px - x) * shift > -height * 0.1:
                near = (px + (at[0] - px) * 0.6 + shift * radius * 0.2, py + (at[1] - py) * 0.62)
                lit.append(blade(*near, around + random.uniform(-0.8, 0.8), radius * random.uniform(0.34, 0.5)))
    canvas.path("".join(loose), leaf)
    canvas.path("".join(lit), light, 0.8)
    if snow is not None:
        # It follows the round that it lies on, in one piece where rounds meet.
        caps = []
        for px, py, radius in puffs:
            if py < foot - height * 0.66:
                middle, top, r = px + shift * radius * 0.16, py - radius * 0.06, radius * 0.88
                half, low = r * 0.86, top - r * 0.5
                caps.append(
                    f"M{middle - half:.1f} {low:.1f}A{r:.1f} {r:.1f} 0 0 1 {middle + half:.1f} {low:.1f}"
                    f"Q{middle + half * 0.6:.1f} {low + r * 0.4:.1f} {middle + half * 0.2:.1f} {low:.1f}"
                    f"Q{middle - half * 0.4:.1f} {low + r * 0.34:.1f} {middle - half:.1f} {low:.1f}Z"
                )
        canvas.path("".join(caps), snow, 0.92)


def birch(
    canvas: Canvas, random: Random, x: float, foot: float, top: float, width: float, bark: str, mark: str
) -> None:
    """A slim pale trunk from ``foot`` to ``top`` with dark marks."""
    lean = random.uniform(-0.03, 0.03) * (foot - top)
    canvas.path(
        f"M{x - width * 0.75:.1f} {foot:.1f}Q{x - width * 0.4:.1f} {(foot * 2 + top) / 3:.1f} "
        f"{x + lean - width * 0.35:.1f} {top:.1f}"
        f"L{x + lean + width * 0.35:.1f} {top:.1f}Q{x + width * 0.45:.1f} {(foot * 2 + top) / 3:.1f} "
        f"{x + width * 0.8:.1f} {foot:.1f}Z",
        canvas.gradient((x - width, 0), (x + width, 0), [(0, lighten(bark, 0.04), 1), (1, mix(bark, mark, 0.4), 1)]),
    )
    y = top
    while y < foot - width:
        side = random.choice((-1, 1))
        t = (y - foot) / (top - foot)
        centre = x + lean * t
        canvas.ellipse(centre + side * width * 0.22, y, width * random.uniform(0.1, 0.24), width * 0.05, mark, 0.75)
        y += width * random.uniform(0.7, 2.2)


def palm(
    canvas: Canvas, random: Random, x: float, foot: float, height: float, leaf: str, bark: str, lean: float
) -> None:
    """A palm that leans by ``lean`` (share of its height, either sign)."""
    top = (x + lean * height, foot - height)
    knee = (x + lean * height * 0.22, foot - height * 0.5)
    width = height * 0.03
    canvas.path(
        f"M{x - width * 1.4:.1f} {foot:.1f}Q{knee[0] - width:.1f} {knee[1]:.1f} {top[0] - width * 0.6:.1f} {top[1]:.1f}"
        f"L{top[0] + width * 0.6:.1f} {top[1]:.1f}Q{knee[0] + width:.1f} {knee[1]:.1f} {x + width * 1.4:.1f} "
        f"{foot:.1f}Z",
        bark,
    )
    for index, angle in enumerate((205, 165, 232, 132, 15, -25, 48, -52)):
        _frond(
            canvas, random, top, height * 0.44 * random.uniform(0.85, 1.1), angle + random.uniform(-8, 8), leaf, index
        )
    canvas.circle(top[0], top[1] + height * 0.02, height * 0.028, bark)


def _frond(canvas: Canvas, random: Random, top: Point, reach: float, angle: float, leaf: str, index: int) -> None:
    """One arching palm leaf with a split lower edge."""
    radians = math.radians(angle)
    tip = (top[0] + math.cos(radians) * reach, top[1] - math.sin(radians) * reach * 0.55 + reach * 0.35)
    bend = (top[0] + math.cos(radians) * reach * 0.55, top[1] - math.sin(radians) * reach * 0.62 - reach * 0.22)

    def along(t: float) -> Point:
        return (
            (1 - t) ** 2 * top[0] + 2 * t * (1 - t) * bend[0] + t * t * tip[0],
            (1 - t) ** 2 * top[1] + 2 * t * (1 - t) * bend[1] + t * t * tip[1],
        )

    steps = 13
    upper = [along(step / steps) for step in range(steps + 1)]
    lower: list[Point] = []
    for step in range(steps - 1, 0, -1):
        t = step / steps
        x, y = along(t)
        hang = reach * 0.3 * math.sin(math.pi * min(1.0, t * 0.92 + 0.08)) ** 0.7 * random.uniform(0.85, 1.1)
        drift = (tip[0] - top[0]) * 0.1
        lower += [(x + drift, y + hang), (x - drift * 0.1, y + hang * 0.42)]
    canvas.path(straight([*upper, *lower]), lighten(leaf, 0.03 if index % 2 else -0.03))
    canvas.line(smooth(upper[::4]), lighten(leaf, 0.08), max(0.8, reach * 0.012), 0.7)


def framing_trunk(
    canvas: Canvas, random: Random, x: float, top: float, bottom: float, width: float, bark: str, side: int, edge: str
) -> None:
    """A dark trunk at the edge of the frame, its branches reaching inwards (``side`` 1: to the right, -1: left)."""
    canvas.path(
        f"M{x - width * 0.42:.1f} {top:.1f}L{x + width * 0.42:.1f} {top:.1f}Q{x + width * 0.48:.1f} "
        f"{(top + bottom) / 2:.1f} "
        f"{x + width * 0.72:.1f} {bottom:.1f}L{x - width * 0.72:.1f} {bottom:.1f}Q{x - width * 0.48:.1f} "
        f"{(top + bottom) / 2:.1f} {x - width * 0.42:.1f} {top:.1f}Z",
        canvas.gradient(
            (x - width / 2, 0),
            (x + width / 2, 0),
            [(0, bark if side > 0 else lighten(edge, 0.0), 1), (0.5, bark, 1), (1, edge if side > 0 else bark, 1)],
        ),
    )
    for _ in range(9):
        y = random.uniform(top, bottom)
        px = x + random.uniform(-0.3, 0.3) * width
        canvas.line(
            f"M{px:.1f} {y:.1f}L{px + random.uniform(-2, 2):.1f} {y + width * random.uniform(0.3, 0.8):.1f}",
            lighten(bark, 0.045),
            width * 0.025,
            0.6,
        )
    reach_limit = (bottom - top) * 0.52
    count = 5
    for index in range(count):
        y = top + reach_limit * (0.06 + 0.94 * index / count) + random.uniform(-6, 6)
        reach = width * random.uniform(1.5, 2.3)
        start = x + side * width * 0.3
        tip = (start + side * reach, y + reach * 0.22)
        canvas.line(
            f"M{start:.1f} {y:.1f}Q{start + side * reach * 0.5:.1f} {y + reach * 0.02:.1f} {tip[0]:.1f} {tip[1]:.1f}",
            bark,
            width * 0.05,
        )
        needles = []
        for step in range(34):
            t = step / 33
            px = start + side * reach * t
            py = y + reach * 0.22 * t * t
            length = width * 0.27 * random.uniform(0.5, 1.1) * (1.1 - 0.5 * t)
            needles.append(straight([(px - 2.2, py), (px + side * length * 0.55, py + length), (px + 2.2, py)]))
            needles.append(
                straight([(px - 1.6, py), (px + side * length * 0.7, py - length * 0.25), (px + 1.6, py + 1)])
            )
        canvas.path("".join(needles), bark)


def leafy_bough(
    canvas: Canvas, random: Random, x: float, y: float, reach: float, side: int, leaf: str, bark: str
) -> None:
    """A bough that hangs into the frame from its edge at (x, y), its twigs set with leaves on both sides."""
    spine: list[Point] = [(x, y), (x + side * reach * 0.4, y + reach * 0.06), (x + side * reach, y + reach * 0.3)]
    canvas.line(smooth(spine), bark, reach * 0.024)
    twigs: list[str] = []
    leaves: list[str] = []
    for index in range(11):
        t = 0.12 + 0.86 * index / 10
        px, py = x + side * reach * t, y + reach * (0.06 * t + 0.24 * t**1.9)
        angle = math.radians(random.uniform(22, 62) * (1 if index % 2 else -0.8))
        length = reach * random.uniform(0.14, 0.22) * (1.1 - 0.45 * t)
        ux, uy = side * math.cos(angle), math.sin(angle) + 0.25
        twigs.append(straight([(px, py), (px + ux * length, py + uy * length)], closed=False))
        for step in range(6):
            along = length * (0.2 + 0.16 * step)
            lx, ly = px + ux * along, py + uy * along
            turn = (0.9 if step % 2 else -0.9) * random.uniform(0.6, 1.2)
            leaves.append(blade(lx, ly, math.atan2(uy, ux) + turn, reach * random.uniform(0.045, 0.07)))
        leaves.append(blade(px + ux * length, py + uy * length, math.atan2(uy, ux), reach * 0.065))
    canvas.line("".join(twigs), bark, reach * 0.009)
    canvas.path("".join(leaves), leaf)
