"""Small plants: grass, tufts, flowers, ferns, shrubs, cactus, mushrooms and reeds."""

from __future__ import annotations

import math
from random import Random

from studio.tools.offline.illustrator.canvas import Canvas, straight
from studio.tools.offline.illustrator.colour import lighten
from studio.tools.offline.illustrator.terrain import Profile


def grass(
    canvas: Canvas,
    random: Random,
    left: float,
    right: float,
    profile: Profile,
    height: float,
    step: float,
    colour: str,
) -> None:
    """Blades along ``profile``, in one path; ``step`` is the mean distance between them.

    Towards both ends they are fewer and lower: a row of even blades would end like a comb.
    """
    parts = []
    x = left
    fade = min(6 * height, (right - left) * 0.4)
    while x < right:
        y = profile(x) + height * 0.12
        share = min(1.0, (x - left) / fade, (right - x) / fade)
        tall = height * random.uniform(0.45, 1.1) * (0.25 + 0.75 * share)
        lean = tall * random.uniform(-0.5, 0.5)
        width = max(0.9, tall * 0.075)
        parts.append(
            f"M{x - width:.1f} {y:.1f}Q{x + lean * 0.2 - width * 0.4:.1f} {y - tall * 0.6:.1f} {x + lean:.1f} "
            f"{y - tall:.1f}"
            f"Q{x + lean * 0.3 + width:.1f} {y - tall * 0.5:.1f} {x + width:.1f} {y:.1f}Z"
        )
        x += step * random.uniform(0.4, 1.6) * (2.2 - 1.2 * share)
    if parts:
        canvas.path("".join(parts), colour)


def flowers(
    canvas: Canvas,
    random: Random,
    left: float,
    right: float,
    top: float,
    bottom: float,
    count: int,
    size: float,
    colours: tuple[str, ...],
    stem: str,
) -> None:
    """Small flowers on stems, larger the lower they stand."""
    spots = sorted((random.uniform(top, bottom), random.uniform(left, right)) for _ in range(count))
    for y, x in spots:
        near = size * (0.55 + 0.6 * (y - top) / max(bottom - top, 1))
        tall = near * random.uniform(1.6, 2.6)
        colour = random.choice(colours)
        canvas.line(
            f"M{x:.1f} {y:.1f}Q{x + near * 0.2:.1f} {y - tall * 0.5:.1f} {x:.1f} {y - tall:.1f}", stem, near * 0.14
        )
        for petal in range(5):
            angle = math.tau * petal / 5 + 0.3
            canvas.circle(
                x + math.cos(angle) * near * 0.34, y - tall + math.sin(angle) * near * 0.3, near * 0.27, colour
            )
        canvas.circle(x, y - tall, near * 0.2, "#f6d765")


def fern(canvas: Canvas, random: Random, x: float, foot: float, size: float, colour: str) -> None:
    """A tuft of arching fronds."""
    for index in range(7):
        angle = math.radians(20 + 140 * index / 6 + random.uniform(-6, 6))
        reach = size * random.uniform(0.8, 1.1)
        tip = (x + math.cos(angle) * reach, foot - math.sin(angle) * reach * 0.8 + reach * 0.12)
        bend = (x + math.cos(angle) * reach * 0.5, foot - math.sin(angle) * reach * 0.95)
        width = size * 0.09
        canvas.path(
            f"M{x:.1f} {foot:.1f}Q{bend[0] - width:.1f} {bend[1]:.1f} {tip[0]:.1f} {tip[1]:.1f}"
            f"Q{bend[0] + width:.1f} {bend[1] + width:.1f} {x + width * 0.3:.1f} {foot:.1f}Z",
            lighten(colour, random.uniform(-0.02, 0.03)),
        )


def cactus(
    canvas: Canvas, random: Random, x: float, foot: float, height: float, lit: str, dark: str, from_left: bool
) -> None:
    """A saguaro with two arms."""
    width = height * 0.13
    canvas.shadow(x, foot + width * 0.35, width * 1.7, width * 0.4, lighten(dark, -0.1), 0.6)
    for side, low, tall in ((-1, random.uniform(0.35, 0.45), 0.3), (1, random.uniform(0.45, 0.6), 0.26)):
        y = foot - height * low
        reach = height * 0.2
        elbow = straight([(x, y), (x + side * reach, y), (x + side * reach, y - height * tall)], closed=False)
        canvas.line(elbow, dark, width * 0.72)
        canvas.line(elbow, lit, width * 0.36, 0.55)
    stem = f"M{x:.1f} {foot:.1f}L{x:.1f} {foot - height + width / 2:.1f}"
    canvas.line(stem, dark, width)
    shift = -width * 0.18 if from_left else width * 0.18
    canvas.line(
        f"M{x + shift:.1f} {foot - 1:.1f}L{x + shift:.1f} {foot - height + width / 2:.1f}", lit, width * 0.42, 0.6
    )


def mushroom(canvas: Canvas, x: float, foot: float, size: float, cap: str, stem: str) -> None:
    """A toadstool with pale spots."""
    canvas.path(
        f"M{x - size * 0.16:.1f} {foot:.1f}Q{x - size * 0.08:.1f} {foot - size * 0.4:.1f} {x - size * 0.13:.1f} "
        f"{foot - size * 0.6:.1f}L{x + size * 0.13:.1f} {foot - size * 0.6:.1f}Q{x + size * 0.08:.1f} "
        f"{foot - size * 0.4:.1f} {x + size * 0.18:.1f} {foot:.1f}Z",
        stem,
    )
    canvas.path(
        f"M{x - size * 0.5:.1f} {foot - size * 0.52:.1f}Q{x - size * 0.45:.1f} {foot - size * 1.1:.1f} {x:.1f} "
        f"{foot - size * 1.1:.1f}Q{x + size * 0.45:.1f} {foot - size * 1.1:.1f} {x + size * 0.5:.1f} "
        f"{foot - size * 0.52:.1f}Q{x:.1f} {foot - size * 0.4:.1f} {x - size * 0.5:.1f} {foot - size * 0.52:.1f}Z",
        cap,
    )
    for dx, dy, radius in ((-0.2, 0.75, 0.08), (0.08, 0.92, 0.07), (0.24, 0.68, 0.09)):
        canvas.circle(x + dx * size, foot - dy * size, radius * size, lighten(stem, 0.05), 0.9)


def reeds(
    canvas: Canvas,
    random: Random,
    x: float,
    foot: float,
    height: float,
    count: int,
    spread: float,
    colour: str,
    head: str,
) -> None:
    """Bulrushes in a clump."""
    for _ in range(count):
        px = x + random.uniform(-spread, spread)
        tall = height * random.uniform(0.6, 1.1)
        lean = tall * random.uniform(-0.12, 0.12)
        canvas.line(
            f"M{px:.1f} {foot:.1f}Q{px:.1f} {foot - tall * 0.5:.1f} {px + lean:.1f} {foot - tall:.1f}",
            colour,
            height * 0.018,
        )
        if random.random() < 0.6:
            canvas.line(
                f"M{px + lean * 0.84:.1f} {foot - tall * 0.84:.1f}L{px + lean * 0.98:.1f} {foot - tall * 0.98:.1f}",
                head,
                height * 0.045,
            )


def blade(x: float, y: float, angle: float, length: float) -> str:
    """Path data of a pointed leaf from (x, y)."""
    ux, uy = math.cos(angle) * length, math.sin(angle) * length
    return (
        f"M{x:.1f} {y:.1f}Q{x + ux * 0.45 - uy * 0.34:.1f} {y + uy * 0.45 + ux * 0.34:.1f} {x + ux:.1f} {y + uy:.1f}"
        f"Q{x + ux * 0.45 + uy * 0.34:.1f} {y + uy * 0.45 - ux * 0.34:.1f} {x:.1f} {y:.1f}Z"
    )


def bush(
    canvas: Canvas, random: Random, x: float, foot: float, half: float, height: float, leaf: str, side: int
) -> None:
    """A leafy shrub around ``x``, ``half`` its width; its leaves point up and to ``side`` (1: right, -1: left)."""
    parts = []
    for index in range(9):
        t = -1 + 2 * index / 8
        tall = height * (1 - 0.75 * t * t) * random.uniform(0.75, 1.0)
        parts.append(puff(x + t * half, foot - tall * 0.5, max(half * 0.24, tall * 0.5)))
    for _ in range(46):
        t = random.uniform(-1.05, 1.05)
        tall = height * (1 - 0.7 * t * t) * random.uniform(0.55, 1.08)
        angle = math.radians(-90 + 55 * t + 25 * side * random.random())
        parts.append(blade(x + t * half, foot - tall, angle, height * random.uniform(0.12, 0.22)))
    canvas.path("".join(parts), leaf)


def tufts(
    canvas: Canvas,
    random: Random,
    left: float,
    right: float,
    profile: Profile,
    bottom: float,
    count: int,
    size: float,
    tones: tuple[str, ...],
) -> None:
    """Clumps of grass strewn from ``profile`` down to ``bottom``, larger towards the viewer, one path for each tone."""
    parts: list[list[str]] = [[] for _ in tones]
    for index in range(count):
        x, share = random.uniform(left, right), random.random() ** 0.85
        top = profile(x)
        y = top + (bottom - top) * (0.04 + 0.96 * share)
        tall = size * (0.55 + 0.95 * share) * random.uniform(0.7, 1.2)
        for blade in range(5):
            lean = (blade - 2) * 0.3 + random.uniform(-0.12, 0.12)
            foot, width = x + (blade - 2) * tall * 0.1, max(0.7, tall * 0.07)
            tip = tall * (1 - 0.13 * abs(blade - 2)) * random.uniform(0.8, 1.1)
            parts[index % len(tones)].append(
                f"M{foot - width:.1f} {y:.1f}Q{foot + lean * tip * 0.2:.1f} {y - tip * 0.6:.1f} "
                f"{foot + lean * tip:.1f} {y - tip:.1f}Q{foot + lean * tip * 0.35 + width:.1f} {y - tip * 0.5:.1f} "
                f"{foot + width:.1f} {y:.1f}Z"
            )
    for outline, tone in zip(parts, tones, strict=True):
        if outline:
            canvas.path("".join(outline), tone, 0.85)


def puff(x: float, y: float, radius: float) -> str:
    """Path data of a circle, for many in one path."""
    return (
        f"M{x - radius:.1f} {y:.1f}a{radius:.1f} {radius:.1f} 0 1 0 {2 * radius:.1f} 0"
        f"a{radius:.1f} {radius:.1f} 0 1 0 {-2 * radius:.1f} 0Z"
    )
