"""Water: the open sea in rows of waves, still lakes with reflections, and light glittering on either."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from random import Random

from studio.tools.offline.illustrator.canvas import Canvas, Point, smooth
from studio.tools.offline.illustrator.colour import mix, ramp
from studio.tools.offline.illustrator.ramps import Ramp
from studio.tools.offline.illustrator.terrain import patches


def still(canvas: Canvas, left: float, right: float, top: float, bottom: float, stops: Ramp, sky: str) -> None:
    """A flat sheet of water that mirrors the sky at its far edge."""
    canvas.wash(left, right, top, bottom, (mix(stops[0], sky, 0.6), *stops[1:4]), top, bottom)


def ripples(
    canvas: Canvas,
    random: Random,
    left: float,
    right: float,
    top: float,
    bottom: float,
    count: int,
    size: float,
    colour: str,
    alpha: float,
) -> None:
    """Short level strokes, longer towards the viewer."""
    parts = []
    for _ in range(count):
        share = random.random() ** 0.8
        y = top + (bottom - top) * share
        half = size * (0.3 + share) * random.uniform(0.5, 1.2)
        x = random.uniform(left, right)
        parts.append(f"M{x - half:.1f} {y:.1f}Q{x:.1f} {y - half * 0.05:.1f} {x + half:.1f} {y:.1f}")
    if parts:
        canvas.line("".join(parts), colour, max(0.8, size * 0.05), alpha)


def glints(
    canvas: Canvas, random: Random, way: Sequence[tuple[float, float, float]], count: int, colour: str, alpha: float
) -> None:
    """Short level strokes on a river through the points of ``way`` (x, y, half its width there), none on its banks."""
    parts = []
    for _ in range(count):
        (x0, y0, half0), (x1, y1, half1) = random.choice(list(itertools.pairwise(way)))
        share = random.uniform(0.05, 0.95)
        # Between its points the river bends: only its middle is surely water.
        middle, half = x0 + (x1 - x0) * share, (half0 + (half1 - half0) * share) * 0.5
        length = half * random.uniform(0.3, 0.7)
        x, y = middle + random.uniform(-1, 1) * (half - length), y0 + (y1 - y0) * share
        parts.append(f"M{x - length:.1f} {y:.1f}Q{x:.1f} {y - length * 0.05:.1f} {x + length:.1f} {y:.1f}")
    canvas.line("".join(parts), colour, 1.3, alpha)


def glitter(
    canvas: Canvas, random: Random, x: float, top: float, bottom: float, spread: float, colour: str, strength: float
) -> None:
    """The road of light under a low sun or the moon: a soft sheen, and sparks that lie closer along its middle."""
    alpha = 0.2 * strength
    sheen = ((0.0, colour, alpha), (0.55, colour, alpha * 0.7), (1.0, colour, 0.0))
    # Only on the water: a landmark may have its canvas reach up above it.
    canvas.pool(x, top, spread * 3.4, (bottom - top) * 1.1, sheen)
    canvas.pool(x, top, spread * 1.5, (bottom - top) * 0.8, sheen)
    rows = max(12, int((bottom - top) / 3.6))
    near: list[str] = []
    far: list[str] = []
    for row in range(rows):
        share = row / rows
        y = top + (bottom - top) * share + random.uniform(-1.5, 1.5)
        for _ in range(4):
            offset = random.gauss(0, 0.36 + 0.62 * share) * spread
            half = spread * random.uniform(0.04, 0.26) * (0.45 + 0.8 * share)
            thick = max(0.6, half * 0.075)
            (near if abs(offset) < spread * (0.3 + 0.3 * share) else far).append(
                f"M{x + offset - half:.1f} {y:.1f}Q{x + offset:.1f} {y - thick * 1.4:.1f} {x + offset + half:.1f} "
                f"{y:.1f}"
                f"Q{x + offset:.1f} {y + thick * 1.4:.1f} {x + offset - half:.1f} {y:.1f}Z"
            )
    for parts, alpha in ((far, 0.42 * strength), (near, 0.88 * strength)):
        if parts:
            canvas.path("".join(parts), colour, alpha)


def wave_row(
    canvas: Canvas,
    random: Random,
    left: float,
    right: float,
    y: float,
    bottom: float,
    length: float,
    height: float,
    colour: str,
    foot: str,
    foam: str,
    rough: float = 0.0,
) -> None:
    """One row of swell from ``y`` down to ``bottom``, with a bright line on its crests.

    ``rough`` 0..1 sharpens the crests, and from about a half on they break into white caps.
    """
    phase = random.uniform(0, math.tau)
    count = max(16, int((right - left) / (length / (8 if rough < 0.5 else 14))))

    def rise(x: float) -> float:
        along = x / length * math.tau + phase
        swing = math.sin(along) + 0.35 * math.sin(along * 0.43 + phase * 2)
        # A trochoid: flat troughs and steep crests.
        fold: float = (1 - abs(math.sin(along / 2 + 0.9 * math.sin(along * 0.23 + phase)))) ** 1.2
        cusp = 2 * fold - 0.7
        return (1 - rough) * swing / 1.35 + rough * 1.25 * cusp

    points: list[Point] = []
    for index in range(count + 1):
        x = left + (right - left) * index / count
        points.append((x, y - height * rise(x)))
    canvas.slope(points, bottom, y - height, bottom, colour, foot)
    # The hollow behind a crest is darker: it sets one row off from the next.
    canvas.line(smooth([(x, py + height * 0.34) for x, py in points]), foot, max(1.0, height * 0.5), 0.28)
    canvas.line(smooth(points), foam, max(0.9, height * (0.16 + 0.06 * rough)), 0.42 + 0.25 * rough)
    if rough > 0.5:
        caps = []
        for before, (x, py), after in zip(points[:-2], points[1:-1], points[2:], strict=True):
            if py < min(before[1], after[1]) and random.random() < 0.6:
                half = length * random.uniform(0.05, 0.12)
                caps.append(
                    f"M{x - half:.1f} {py + height * 0.42:.1f}Q{x - half * 0.3:.1f} {py - height * 0.02:.1f} {x:.1f} "
                    f"{py - height * 0.1:.1f}Q{x + half * 0.5:.1f} {py + height * 0.1:.1f} {x + half:.1f} "
                    f"{py + height * 0.55:.1f}Q{x + half * 0.2:.1f} {py + height * 0.3:.1f} {x - half:.1f} "
                    f"{py + height * 0.42:.1f}Z"
                )
        if caps:
            canvas.path("".join(caps), mix(foam, "#ffffff", 0.5), 0.75)


def open_sea(
    canvas: Canvas,
    random: Random,
    left: float,
    right: float,
    top: float,
    bottom: float,
    stops: Ramp,
    sky: str,
    size: float,
    rough: float,
) -> None:
    """The sea from its horizon at ``top`` to the viewer; ``rough`` 0..1."""
    # Only the strip that no wave covers is seen.
    shown = top + (bottom - top) * 0.3
    canvas.wash(left, right, top, shown, (mix(stops[0], sky, 0.6), stops[1]), top, shown)
    foam = mix(stops[0], "#ffffff", 0.35)
    # Where the far water lies still it mirrors the sky in thin bands.
    patches(
        canvas, random, left, right, top + 2, top + (bottom - top) * 0.24, 26, mix(stops[0], sky, 0.5), stops[2], 0.3
    )
    rows = 9
    for row in range(rows):
        share = ((row + 0.6) / rows) ** 1.5
        y = top + (bottom - top) * share
        colour = ramp(stops, 0.12 + 0.7 * share)
        below = ramp(stops, min(1.0, 0.36 + 0.78 * share))
        # Each row need only reach under the next: painting less is what makes the sea fast.
        low = bottom if row == rows - 1 else min(bottom, top + (bottom - top) * ((row + 1.6) / rows) ** 1.5 + 34 * size)
        wave_row(
            canvas,
            random,
            left,
            right,
            y,
            low,
            size * (70 + 250 * share),
            size * (0.9 + 9.0 * share) * (0.55 + 1.3 * rough),
            colour,
            below,
            foam,
            rough if share > 0.15 else 0.0,
        )
        deep = min(bottom, y + 6 + (bottom - top) * 0.12)
        patches(canvas, random, left, right, y + 5, deep, 6, mix(colour, foam, 0.3), below, 0.26)
        ripples(canvas, random, left, right, y + 4, deep, 13, size * (14 + 34 * share), foam, 0.3)


def lily_pads(
    canvas: Canvas,
    random: Random,
    left: float,
    right: float,
    top: float,
    bottom: float,
    count: int,
    size: float,
    leaf: str,
    blossom: str,
) -> None:
    """Floating leaves, some with a flower."""
    for _ in range(count):
        x, y = random.uniform(left, right), random.uniform(top, bottom)
        half = size * random.uniform(0.6, 1.1)
        canvas.path(
            f"M{x:.1f} {y:.1f}L{x + half * 0.9:.1f} {y - half * 0.16:.1f}A{half:.1f} {half * 0.34:.1f} 0 1 0 "
            f"{x + half:.1f} {y + half * 0.06:.1f}Z",
            leaf,
        )
        if random.random() < 0.4:
            for petal in (-0.5, -0.2, 0.2, 0.5):
                canvas.ellipse(x - half * 0.3 + petal * half * 0.4, y - half * 0.22, half * 0.15, half * 0.2, blossom)
