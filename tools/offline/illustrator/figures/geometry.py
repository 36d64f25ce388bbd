"""Outlines as cubic Bézier paths: smooth closed curves, ellipses, and limbs of varying thickness.

Knows nothing of colour or of what is drawn. Points are (x, y) with y growing downward; a third number is the
roundness of the curve at that point (1 smooth, 0 a corner).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
Knot = tuple[float, float] | tuple[float, float, float]

_HANDLE = 0.38  # handle length as a share of the chord; four points make a near circle
_KAPPA = 0.5523
_FLAT = 4  # straight pieces that a segment is flattened to
# Bernstein weights of a cubic at the ends of those pieces.
_STEPS = tuple(
    ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3) for t in (i / _FLAT for i in range(1, _FLAT + 1))
)


@dataclass(frozen=True)
class Affine:
    """x' = a x + c y + e, y' = b x + d y + f (the order of SVG's ``matrix``)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def apply(self, point: Point) -> Point:
        """``point`` moved."""
        x, y = point
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: Affine) -> Affine:
        """The map that does ``inner`` first and then this one."""
        e, f = self.apply((inner.e, inner.f))
        return Affine(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            e,
            f,
        )

    @property
    def scale(self) -> float:
        """The mean factor by which lengths grow."""
        return math.sqrt(abs(self.a * self.d - self.b * self.c))


def placed(x: float = 0.0, y: float = 0.0, angle: float = 0.0, scale: float = 1.0, flip: bool = False) -> Affine:
    """Scale (mirrored left to right if ``flip``), turn clockwise by ``angle`` degrees, then move to (x, y)."""
    turn = math.radians(angle)
    across = -scale if flip else scale
    return Affine(
        math.cos(turn) * across, math.sin(turn) * across, -math.sin(turn) * scale, math.cos(turn) * scale, x, y
    )


@dataclass(frozen=True)
class Path:
    """A start point and three points (two handles, one end) for every cubic segment."""

    points: tuple[Point, ...]
    closed: bool = True

    def moved(self, by: Affine) -> Path:
        """The path under ``by``."""
        return Path(tuple(by.apply(point) for point in self.points), self.closed)

    def wound(self) -> Path:
        """The same outline, wound clockwise on screen, so that overlapping outlines add up in one fill."""
        ends = self.points[::3]
        pairs = zip(ends, ends[1:] + ends[:1], strict=True)
        area = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)
        return self if area >= 0 else Path(self.points[::-1], self.closed)

    def flattened(self) -> list[Point]:
        """Points along the path, for measuring it."""
        found = [self.points[0]]
        for i in range(0, len(self.points) - 1, 3):
            (x0, y0), (x1, y1), (x2, y2), (x3, y3) = self.points[i : i + 4]
            found += [(a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3) for a, b, c, d in _STEPS]
        return found

    def data(self) -> str:
        """The value of an SVG ``d`` attribute."""
        parts = [f"M{_number(self.points[0][0])} {_number(self.points[0][1])}"]
        for i in range(0, len(self.points) - 1, 3):
            p0, p1, p2, p3 = self.points[i : i + 4]
            if p1 == p0 and p2 == p3:
                parts.append(f"L{_number(p3[0])} {_number(p3[1])}")
            else:
                parts.append("C" + " ".join(f"{_number(x)} {_number(y)}" for x, y in (p1, p2, p3)))
        return "".join(parts) + ("Z" if self.closed else "")


def curve(knots: Sequence[Knot], closed: bool = True) -> Path:
    """A curve through ``knots``; closed unless told otherwise."""
    count = len(knots)
    at: list[Point] = [(knot[0], knot[1]) for knot in knots]
    round_at = [knot[2] if len(knot) == 3 else 1.0 for knot in knots]
    directions: list[Point] = []
    for i, here in enumerate(at):
        before = at[i - 1] if closed or i else here
        after = at[(i + 1) % count] if closed or i + 1 < count else here
        span = math.hypot(after[0] - before[0], after[1] - before[1]) or 1.0
        directions.append(((after[0] - before[0]) / span, (after[1] - before[1]) / span))
    points = [at[0]]
    for i in range(count if closed else count - 1):
        j = (i + 1) % count
        reach = math.dist(at[i], at[j]) * _HANDLE
        out, into = reach * round_at[i], reach * round_at[j]
        points.append((at[i][0] + directions[i][0] * out, at[i][1] + directions[i][1] * out))
        points.append((at[j][0] - directions[j][0] * into, at[j][1] - directions[j][1] * into))
        points.append(at[j])
    return Path(tuple(points), closed)


def polygon(*corners: Point) -> Path:
    """A closed outline with straight sides."""
    return curve([(x, y, 0.0) for x, y in corners])


def line(*knots: Knot) -> Path:
    """An open curve, to be stroked."""
    return curve(knots, closed=False)


def ellipse(x: float, y: float, across: float, down: float | None = None, angle: float = 0.0) -> Path:
    """An ellipse with half sizes ``across`` and ``down`` (a circle without the latter), turned by ``angle`` degrees."""
    tall = across if down is None else down
    k = _KAPPA
    unit: tuple[Point, ...] = (
        (1, 0), (1, k), (k, 1), (0, 1), (-k, 1), (-1, k), (-1, 0),
        (-1, -k), (-k, -1), (0, -1), (k, -1), (1, -k), (1, 0),
    )  # fmt: skip
    return Path(tuple((px * across, py * tall) for px, py in unit)).moved(placed(x, y, angle))


def box(left: float, top: float, right: float, bottom: float, radius: float) -> Path:
    """A rectangle with rounded corners."""
    r = min(radius, (right - left) / 2, (bottom - top) / 2)
    k = r * (1 - _KAPPA)
    points: list[Point] = [(left + r, top)]
    for corner, arrive, leave in (
        ((right, top), (right - r, top), (right, top + r)),
        ((right, bottom), (right, bottom - r), (right - r, bottom)),
        ((left, bottom), (left + r, bottom), (left, bottom - r)),
        ((left, top), (left, top + r), (left + r, top)),
    ):
        points += [points[-1], arrive, arrive]
        points += [_towards(corner, arrive, k / r), _towards(corner, leave, k / r), leave]
    return Path(tuple(points))


def limb(joints: Sequence[Point], radii: Sequence[float]) -> Path:
    """A limb with round ends along ``joints``, ``radii`` thick there; bends are smooth."""
    spine = line(*joints)
    centres = spine.flattened()
    widths = [radii[0]]
    for first, second in pairwise(radii):
        widths += [first + (second - first) * step / _FLAT for step in range(1, _FLAT + 1)]
    left: list[Knot] = []
    right: list[Knot] = []
    for i, (x, y) in enumerate(centres):
        before, after = centres[max(0, i - 1)], centres[min(len(centres) - 1, i + 1)]
        span = math.dist(before, after) or 1.0
        nx, ny = (before[1] - after[1]) / span * widths[i], (after[0] - before[0]) / span * widths[i]
        for side, point in ((left, (x + nx, y + ny)), (right, (x - nx, y - ny))):
            # On the inside of a sharp bend the edge would fold over and leave a hole.
            if not any(math.dist(point, c) < w * 0.98 for c, w in zip(centres, widths, strict=True)):
                side.append(point)
    return curve([*left, *_cap(centres[-2], centres[-1], widths[-1]), *reversed(right),
                  *_cap(centres[1], centres[0], widths[0])])  # fmt: skip


def turned(start: Point, angle: float, length: float) -> Point:
    """The point ``length`` away from ``start``; ``angle`` in degrees from straight down, positive to the right."""
    turn = math.radians(angle)
    return start[0] + math.sin(turn) * length, start[1] + math.cos(turn) * length


def _cap(inner: Point, end: Point, radius: float) -> list[Knot]:
    heading = math.atan2(end[1] - inner[1], end[0] - inner[0])
    return [
        (end[0] + math.cos(heading + side) * radius, end[1] + math.sin(heading + side) * radius)
        for side in (math.pi / 4, 0.0, -math.pi / 4)
    ]


def _towards(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
