"""Water: the open sea in rows of waves, still lakes with reflections, and light glittering on either."""

from __future__ import annotations

import math
from random import Random

from studio.tools.offline.illustrator.canvas import Canvas, Point, smooth
from studio.tools.offline.illustrator.colour import mix, ramp
from studio.tools.offline.illustrator.ramps import Ramp


def still(canvas: Canvas, left: float, right: float, top: float, bottom: float, stops: Ramp, sky: str) -> None:
    """A flat sheet of water that mirrors the sky at its far edge."""
    canvas.rect(
        left,
        top,
        right - left,
        bottom - top,
        canvas.fade(top, bottom, mix(stops[0], sky, 0.5), stops[1], stops[2], stops[3]),
    )


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


def glitter(
    canvas: Canvas, random: Random, x: float, top: float, bottom: float, spread: float, colour: str, strength: float
) -> None:
    """The road of light under a low sun or the moon."""
    rows = max(10, int((bottom - top) / 5))
    near: list[str] = []
    far: list[str] = []
    for row in range(rows):
        share = row / rows
        y = top + (bottom - top) * share + random.uniform(-1.5, 1.5)
        for _ in range(3):
            offset = random.gauss(0, 0.4 + 0.5 * share) * spread
            half = spread * random.uniform(0.05, 0.26) * (0.5 + 0.7 * share)
            thick = max(0.5, half * 0.07)
            (near if abs(offset) < spread * 0.45 else far).append(
                f"M{x + offset - half:.1f} {y:.1f}Q{x + offset:.1f} {y - thick * 1.4:.1f} {x + offset + half:.1f} "
                f"{y:.1f}"
                f"Q{x + offset:.1f} {y + thick * 1.4:.1f} {x + offset - half:.1f} {y:.1f}Z"
            )
    for parts, alpha in ((far, 0.4 * strength), (near, 0.85 * strength)):
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
) -> None:
    """One row of swell from ``y`` down to ``bottom``, with a bright line on its crests."""
    points: list[Point] = []
    phase = random.uniform(0, math.tau)
    count = max(12, int((right - left) / (length / 6)))
    for index in range(count + 1):
        x = left + (right - left) * index / count
        swing = math.sin(x / length * math.tau + phase) + 0.35 * math.sin(x / length * math.tau * 2.3 + phase * 2)
        points.append((x, y - height * swing / 1.35))
    canvas.path(
        smooth(points) + f"L{right:.1f} {bottom:.1f}L{left:.1f} {bottom:.1f}Z",
        canvas.fade(y - height, bottom, colour, foot),
    )
    canvas.line(smooth(points), foam, max(0.9, height * 0.16), 0.42)


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
    canvas.rect(
        left,
        top,
        right - left,
        bottom - top,
        canvas.fade(top, top + (bottom - top) * 0.3, mix(stops[0], sky, 0.4), stops[1]),
    )
    foam = mix(stops[0], "#ffffff", 0.35)
    rows = 8
    for row in range(rows):
        share = ((row + 0.6) / rows) ** 1.5
        y = top + (bottom - top) * share
        colour = ramp(stops, 0.12 + 0.7 * share)
        below = ramp(stops, min(1.0, 0.4 + 0.75 * share))
        # Each row need only reach under the next: painting less is what makes the sea fast.
        low = bottom if row == rows - 1 else min(bottom, top + (bottom - top) * ((row + 1.6) / rows) ** 1.5 + 30 * size)
        wave_row(
            canvas,
            random,
            left,
            right,
            y,
            low,
            size * (60 + 210 * share),
            size * (0.7 + 7.5 * share) * (0.5 + 1.2 * rough),
            colour,
            below,
            foam,
        )
        ripples(
            canvas, random, left, right, y + 4, y + 4 + (bottom - top) * 0.1, 10, size * (16 + 30 * share), foam, 0.28
        )


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
