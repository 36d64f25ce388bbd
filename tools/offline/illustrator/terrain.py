"""Land: hills, mountains, dunes, mesas, rocks and the ground that figures stand on.

Every function draws on a canvas in units and knows nothing of settings or weather; colours are given.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from studio.tools.offline.illustrator.canvas import Canvas, Point, smooth, straight, under
from studio.tools.offline.illustrator.colour import lighten, mix


@dataclass(frozen=True)
class Profile:
    """The skyline of a piece of land."""

    points: tuple[Point, ...]

    def __call__(self, x: float) -> float:
        """The height of the land at ``x`` (units)."""
        points = self.points
        if x <= points[0][0]:
            return points[0][1]
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            if x <= x1:
                return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
        return points[-1][1]


def rolling(random: Random, left: float, right: float, y: float, swell: float, wavelength: float = 420.0) -> Profile:
    """A gently rolling skyline around ``y``, at most ``swell`` above or below it."""
    waves = [(wavelength * random.uniform(0.8, 1.3) / k, random.uniform(0, math.tau), 0.62**k) for k in (1, 2, 3)]
    total = sum(weight for _, _, weight in waves)
    count = max(8, math.ceil((right - left) / 45))
    points = []
    for index in range(count + 1):
        x = left + (right - left) * index / count
        height = sum(weight * math.sin(math.tau * x / length + phase) for length, phase, weight in waves)
        points.append((x, y + swell * height / total))
    return Profile(tuple(points))


def land(
    canvas: Canvas, profile: Profile, bottom: float, top_colour: str, bottom_colour: str, reach: float = 0
) -> None:
    """The area under ``profile``, shaded from top to ``reach`` units below it (the mist at its foot)."""
    top = min(y for _, y in profile.points)
    end = top + reach if reach else bottom
    canvas.slope(profile.points, bottom, top, end, top_colour, bottom_colour)


def patches(
    canvas: Canvas,
    random: Random,
    left: float,
    right: float,
    top: float,
    bottom: float,
    count: int,
    light: str,
    dark: str,
    alpha: float,
    thickness: float = 1.0,
) -> None:
    """Long flat patches, by turns ``light`` and ``dark``, thicker towards the viewer, so that no plain lies empty."""
    parts: tuple[list[str], list[str]] = ([], [])
    for index in range(count):
        share = random.random() ** 1.2
        y = top + (bottom - top) * (0.02 + 0.98 * share)
        half = (right - left) * random.uniform(0.05, 0.14) * (0.5 + share)
        thick = (bottom - top) * (0.008 + 0.03 * share) * random.uniform(0.6, 1.3) * thickness
        x = random.uniform(left, right)
        bend = thick * random.uniform(-1.2, 1.2)
        parts[index % 2].append(
            f"M{x - half:.1f} {y:.1f}C{x - half * 0.4:.1f} {y - thick + bend:.1f} {x + half * 0.3:.1f} "
            f"{y - thick * 0.6:.1f} {x + half:.1f} {y + bend:.1f}C{x + half * 0.4:.1f} {y + thick:.1f} "
            f"{x - half * 0.5:.1f} {y + thick * 0.8 + bend:.1f} {x - half:.1f} {y:.1f}Z"
        )
    for outline, colour in zip(parts, (light, dark), strict=True):
        if outline:
            canvas.path("".join(outline), colour, alpha)


def edge_light(canvas: Canvas, profile: Profile, colour: str, width: float, alpha: float) -> None:
    """A thin band of light along the top of ``profile``."""
    lower = [(x, y + width) for x, y in reversed(profile.points)]
    canvas.path(smooth(profile.points) + "L" + smooth(lower)[1:] + "Z", colour, alpha)


def mountain(
    canvas: Canvas,
    random: Random,
    peak: Point,
    base: float,
    half: float,
    lit: str,
    dark: str,
    snow: str | None,
    mist: str,
    from_left: bool,
) -> None:
    """One peak with a lit and a dark face, jagged flanks, ribs and, where ``snow`` is a colour, a cap."""
    x, y = peak
    height = base - y

    def flank(side: int) -> list[Point]:
        points = []
        steps = 7
        for step in range(1, steps):
            t = step / steps
            wobble = random.uniform(-0.055, 0.055) * half
            points.append((x + side * (half * t**1.12) + wobble, y + height * t + random.uniform(-0.02, 0.02) * height))
        return [*points, (x + side * half, base)]

    left, right = flank(-1), flank(1)
    ridge: list[Point] = [(x, y)]
    drift = 0.0
    for step in range(1, 7):
        drift += random.uniform(-0.08, 0.1) * half * (1 if from_left else -1)
        ridge.append((x + drift + (0.05 if step % 2 else -0.05) * half, y + height * step / 6))
    faces = ((left, lit if from_left else dark), (right, dark if from_left else lit))
    for outline, colour in faces:
        fill = canvas.gradient((0, y), (0, base), [(0, colour, 1), (0.45, mix(colour, mist, 0.18), 1), (1, mist, 1)])
        canvas.polygon([(x, y), *outline, *reversed(ridge[1:])], fill)
    for outline, colour in faces:
        # Ribs: slivers of the other face's light break up the large plane.
        for index in (1, 3):
            start, end = outline[index], outline[index + 2]
            inner = (start[0] * 0.45 + ridge[index + 1][0] * 0.55, start[1] * 0.5 + ridge[index + 1][1] * 0.5)
            fill = canvas.gradient((0, y), (0, base), [(0, lighten(colour, -0.05), 0.5), (1, mist, 0.0)])
            canvas.polygon([inner, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + height * 0.1), end], fill)
    if snow is not None:
        _cap(canvas, random, (x, y), left, right, ridge, snow, from_left)


def _cap(
    canvas: Canvas,
    random: Random,
    peak: Point,
    left: Sequence[Point],
    right: Sequence[Point],
    ridge: Sequence[Point],
    snow: str,
    from_left: bool,
) -> None:
    depth = 2
    shaded = mix(snow, "#6f86b8", 0.32)
    for outline, colour in ((left, snow if from_left else shaded), (right, shaded if from_left else snow)):
        edge, middle = outline[depth - 1], ridge[depth]
        teeth: list[Point] = []
        for step in range(1, 7):
            t = step / 7
            low = (0.16 if step % 2 else -0.12) * (ridge[depth][1] - peak[1]) * random.uniform(0.6, 1.2)
            teeth.append((edge[0] + (middle[0] - edge[0]) * t, edge[1] + (middle[1] - edge[1]) * t + low))
        canvas.polygon([peak, *outline[:depth], *teeth, middle, *reversed(ridge[1:depth])], colour, 0.93)


def range_of_mountains(
    canvas: Canvas,
    random: Random,
    left: float,
    right: float,
    base: float,
    height: float,
    count: int,
    lit: str,
    dark: str,
    snow: str | None,
    mist: str,
    from_left: bool,
) -> None:
    """``count`` peaks side by side, the highest about ``height`` units, farther ones first."""
    step = (right - left) / count
    peaks = []
    for index in range(count):
        x = left + (index + random.uniform(0.25, 0.75)) * step
        tall = height * random.choice((1.0, 0.78, 0.6)) * random.uniform(0.85, 1.0)
        peaks.append((tall, x))
    for tall, x in sorted(peaks):
        mountain(
            canvas,
            random,
            (x, base - tall),
            base,
            tall * random.uniform(0.75, 1.0),
            lit,
            dark,
            # A small white peak before a large one would seem to shine through it.
            snow if tall > 0.68 * height else None,
            mist,
            from_left,
        )


def mesa(
    canvas: Canvas,
    random: Random,
    x: float,
    base: float,
    half: float,
    height: float,
    lit: str,
    dark: str,
    mist: str,
    from_left: bool,
) -> None:
    """A table mountain on a skirt of scree."""
    top = base - height
    shoulder = base - height * 0.38
    canvas.polygon(
        [(x - half * 1.55, base), (x - half, shoulder), (x + half, shoulder), (x + half * 1.55, base)],
        canvas.fade(shoulder, base, mix(lit, dark, 0.45), mist),
    )
    steps: list[Point] = [(x - half * 1.02, shoulder)]
    steps += [(x - half * 0.94, top + height * 0.12), (x - half * 0.9, top + height * 0.02), (x - half * 0.2, top)]
    steps += [(x + half * 0.35, top + height * 0.012), (x + half * 0.88, top + height * 0.03)]
    steps += [(x + half * 0.95, top + height * 0.16), (x + half * 1.02, shoulder)]
    canvas.polygon(steps, canvas.fade(top, base, lit, mix(lit, mist, 0.6)))
    split = x + half * random.uniform(-0.1, 0.25)
    side = 1 if from_left else -1
    far = x + side * half
    canvas.polygon(
        [(split, top), (far * 0.98 + x * 0.02, top + height * 0.04), (far, shoulder), (split + side * 4, shoulder)],
        canvas.fade(top, base, dark, mix(dark, mist, 0.6)),
        0.75,
    )
    for step in range(3):
        y = top + height * (0.14 + 0.14 * step)
        canvas.line(
            straight([(x - half * 0.93, y), (x - half * 0.1, y + 1.5), (x + half * 0.93, y)], closed=False),
            dark,
            max(1.0, height * 0.012),
            0.28,
        )


def dune(
    canvas: Canvas, crest: Sequence[Point], bottom: float, lit: str, dark: str, foot: str, from_left: bool
) -> None:
    """A dune under ``crest``, with the lee side of its highest point in shadow."""
    canvas.path(under(crest, bottom), canvas.fade(min(y for _, y in crest), bottom, lit, foot))
    top = min(range(len(crest)), key=lambda index: crest[index][1])
    x, y = crest[top]
    side = 1 if from_left else -1
    reach = (crest[-1][0] - x) if from_left else (x - crest[0][0])
    reach = min(reach, (bottom - y) * 2.6)
    lee = crest[top:] if from_left else list(reversed(crest[: top + 1]))
    lee = [point for point in lee if abs(point[0] - x) <= reach] or [(x, y)]
    end = lee[-1]
    fall = bottom - y
    curve: list[Point] = [
        (x + side * reach * 0.78, y + fall * 0.62),
        (x + side * reach * 0.3, y + fall * 0.42),
        (x + side * reach * 0.26, y + fall * 0.22),
        (x + side * reach * 0.06, y + fall * 0.1),
        (x, y),
    ]
    canvas.path(
        smooth([*lee, (end[0], end[1] + fall * 0.45), *curve]) + "Z", canvas.fade(y, y + fall * 0.7, dark, foot), 0.85
    )


def rock(canvas: Canvas, random: Random, x: float, y: float, half: float, lit: str, dark: str, from_left: bool) -> None:
    """A boulder that lies with its foot at (x, y)."""
    height = half * random.uniform(0.75, 1.1)
    outline: list[Point] = [
        (x - half, y),
        (x - half * 0.92, y - height * 0.45),
        (x - half * 0.5, y - height * random.uniform(0.85, 1)),
        (x + half * 0.15, y - height),
        (x + half * 0.72, y - height * random.uniform(0.55, 0.8)),
        (x + half, y),
    ]
    if not from_left:
        outline = [(2 * x - px, py) for px, py in outline]
    side = 1 if from_left else -1
    middle, low = (x + side * half * 0.1, y - height * 0.45), (x - side * half * 0.55, y - height * 0.1)
    canvas.shadow(x, y + half * 0.04, half * 1.3, half * 0.2, lighten(dark, -0.12), 0.5)
    # Its foot is round and a little sunk: it lies in the ground, not on a ruler.
    (x0, _), (x1, _) = outline[0], outline[-1]
    foot = f"Q{x1 + (x0 - x1) * 0.2:.2f} {y + half * 0.22:.2f} {x:.2f} {y + half * 0.13:.2f}T{x0:.2f} {y:.2f}Z"
    canvas.path(straight(outline, closed=False) + foot, dark)
    canvas.polygon([*outline[1:4], middle, low], lit, 0.75)


def stones(
    canvas: Canvas,
    random: Random,
    left: float,
    right: float,
    top: float,
    bottom: float,
    count: int,
    size: float,
    colour: str,
) -> None:
    """Flat facets strewn over a rock face, lighter and darker than ``colour``."""
    for _ in range(count):
        x, y = random.uniform(left, right), random.uniform(top, bottom)
        half = size * random.uniform(0.4, 1.0)
        points = []
        corners = random.choice((4, 5, 6))
        for corner in range(corners):
            angle = math.tau * (corner + random.uniform(-0.25, 0.25)) / corners
            points.append((x + half * math.cos(angle), y + half * 0.55 * math.sin(angle)))
        tone = random.choice((-0.07, -0.045, 0.035, 0.06))
        canvas.polygon(points, lighten(colour, tone), 0.6)
        if tone > 0:
            canvas.polygon([(px, min(py, y - half * 0.1)) for px, py in points], lighten(colour, tone + 0.05), 0.5)


def trail(canvas: Canvas, way: Sequence[tuple[float, float, float]], colour: str, alpha: float) -> None:
    """A path through the points of ``way`` (x, y, half its width there), the farthest first."""
    left = [(x - half, y) for x, y, half in way]
    right = [(x + half, y) for x, y, half in reversed(way)]
    canvas.path(smooth(left) + "L" + smooth(right)[1:] + "Z", colour, alpha)
