"""A sheet of SVG that shapes are put on, in stage units with y down.

Knows nothing of scenes, pixels or rendering. It writes only what renders fast: plain fills, strokes and
gradients; never group opacity, filters or clip paths.
"""

from __future__ import annotations

from collections.abc import Sequence

Point = tuple[float, float]
Stop = tuple[float, str, float]
"""Offset 0..1, colour, alpha 0..1."""


class Canvas:
    """Shapes in the order of painting. ``prefix`` keeps gradient names unique where drawings are merged."""

    def __init__(self, prefix: str = "g") -> None:
        self._prefix = prefix
        self._shapes: list[str] = []
        self._gradients: list[str] = []

    def document(self, left: float, top: float, width: float, height: float, pixels: tuple[int, int]) -> str:
        """The SVG text of a view (in units) at a size in pixels (width, height)."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{pixels[0]}" height="{pixels[1]}" '
            f'viewBox="{left:.3f} {top:.3f} {width:.3f} {height:.3f}" preserveAspectRatio="none">'
            f"<defs>{''.join(self._gradients)}</defs>{''.join(self._shapes)}</svg>"
        )

    def path(self, outline: str, fill: str, alpha: float = 1.0) -> None:
        """A filled path; ``outline`` is SVG path data."""
        self._shapes.append(f'<path d="{outline}" fill="{fill}"{_alpha("fill", alpha)}/>')

    def polygon(self, points: Sequence[Point], fill: str, alpha: float = 1.0) -> None:
        """A filled polygon."""
        self.path(straight(points), fill, alpha)

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, alpha: float = 1.0, radius: float = 0.0
    ) -> None:
        """A filled rectangle, with rounded corners where ``radius`` is not 0."""
        corner = f' rx="{radius:.2f}"' if radius else ""
        self._shapes.append(
            f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}"{corner} '
            f'fill="{fill}"{_alpha("fill", alpha)}/>'
        )

    def circle(self, x: float, y: float, radius: float, fill: str, alpha: float = 1.0) -> None:
        """A filled circle."""
        self._shapes.append(
            f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" fill="{fill}"{_alpha("fill", alpha)}/>'
        )

    def ellipse(self, x: float, y: float, across: float, down: float, fill: str, alpha: float = 1.0) -> None:
        """A filled ellipse with half axes ``across`` and ``down``."""
        self._shapes.append(
            f'<ellipse cx="{x:.2f}" cy="{y:.2f}" rx="{across:.2f}" ry="{down:.2f}" '
            f'fill="{fill}"{_alpha("fill", alpha)}/>'
        )

    def line(self, outline: str, colour: str, width: float, alpha: float = 1.0) -> None:
        """A stroked path with round ends; ``outline`` is SVG path data."""
        self._shapes.append(
            f'<path d="{outline}" fill="none" stroke="{colour}" stroke-width="{width:.2f}" '
            f'stroke-linecap="round" stroke-linejoin="round"{_alpha("stroke", alpha)}/>'
        )

    def glow(self, x: float, y: float, radius: float, colour: str, alpha: float) -> None:
        """A soft disc of light that fades to nothing at ``radius``."""
        name = self._name()
        stops = _stops(((0.0, colour, alpha), (0.35, colour, alpha * 0.42), (0.7, colour, alpha * 0.1), (1, colour, 0)))
        self._gradients.append(
            f'<radialGradient id="{name}" gradientUnits="userSpaceOnUse" cx="{x:.2f}" cy="{y:.2f}" '
            f'r="{radius:.2f}">{stops}</radialGradient>'
        )
        self.circle(x, y, radius, f"url(#{name})")

    def shadow(self, x: float, y: float, across: float, down: float, colour: str, alpha: float) -> None:
        """A soft flat ellipse with half axes ``across`` and ``down``, darkest in the middle."""
        name = self._name()
        stops = _stops(((0.0, colour, alpha), (0.55, colour, alpha * 0.7), (1.0, colour, 0.0)))
        self._gradients.append(f'<radialGradient id="{name}">{stops}</radialGradient>')
        self.ellipse(x, y, across, down, f"url(#{name})")

    def pool(self, x: float, y: float, across: float, down: float, stops: Sequence[Stop]) -> None:
        """The half of a flat ellipse around (x, y) that is nearer to the viewer, ``stops`` from its middle outwards."""
        name = self._name()
        self._gradients.append(
            f'<radialGradient id="{name}" gradientUnits="userSpaceOnUse" cx="0" cy="0" r="1" '
            f'gradientTransform="matrix({across:.2f} 0 0 {down:.2f} {x:.2f} {y:.2f})">{_stops(stops)}</radialGradient>'
        )
        data = f"M{x - across:.2f} {y:.2f}A{across:.2f} {down:.2f} 0 0 0 {x + across:.2f} {y:.2f}Z"
        self.path(data, f"url(#{name})")

    def gradient(self, start: Point, end: Point, stops: Sequence[Stop]) -> str:
        """A linear gradient from ``start`` to ``end``, to be used as a fill."""
        name = self._name()
        self._gradients.append(
            f'<linearGradient id="{name}" gradientUnits="userSpaceOnUse" x1="{start[0]:.2f}" y1="{start[1]:.2f}" '
            f'x2="{end[0]:.2f}" y2="{end[1]:.2f}">{_stops(stops)}</linearGradient>'
        )
        return f"url(#{name})"

    def fade(self, top: float, bottom: float, *colours: str) -> str:
        """A vertical gradient of evenly spaced opaque colours from ``top`` to ``bottom``."""
        last = len(colours) - 1
        return self.gradient((0, top), (0, bottom), [(i / last, colour, 1.0) for i, colour in enumerate(colours)])

    def wash(
        self, left: float, right: float, top: float, bottom: float, colours: Sequence[str], start: float, end: float
    ) -> None:
        """A rectangle with the vertical gradient that ``fade`` gives from ``start`` to ``end``.

        It is laid in flat bands, each a level of colour apart: the same pixels in a fraction of a gradient's time.
        """
        stops = [tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5)) for colour in colours]
        last, reach = len(stops) - 1, max(end - start, 1e-6)
        # Bands thinner than a pixel leave it partly open: this lies behind them.
        self.rect(left, top, right - left, bottom - top, colours[last // 2 + 1 if last > 1 else last])
        y = top
        while y < bottom:
            position = min(max((y - start) / reach, 0.0), 1.0) * last
            index = min(int(position), last - 1)
            low, high = stops[index], stops[index + 1]
            share = position - index
            levels = max(abs(b - a) for a, b in zip(low, high, strict=True))
            step = reach / last / levels if levels and (y - start) < reach else bottom - y
            step = min(max(step, 1.5), bottom - y)
            colour = "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(low, high, strict=True))
            # Each band reaches under the next, so that no seam shows between them.
            self.rect(left, y, right - left, min(step + 8, bottom - y), colour)
            y += step

    def slope(self, points: Sequence[Point], bottom: float, start: float, end: float, *colours: str) -> None:
        """The area under a smooth curve through ``points``, shaded from the height ``start`` to ``end``."""
        level = max(y for _, y in points) + 4
        fill = self.fade(start, end, *colours)
        if level >= bottom:
            self.path(under(points, bottom), fill)
            return
        self.path(under(points, level + 1), fill)
        self.wash(points[0][0], points[-1][0], level, bottom, colours, start, end)

    def insert(self, svg: str, x: float, y: float, scale: float, floor: float | None = None) -> None:
        """Foreign SVG elements with their origin at (x, y), ``scale`` units for one of theirs; none of it below the
        height ``floor``."""
        placed = f'<g transform="matrix({scale:.5f} 0 0 {scale:.5f} {x:.3f} {y:.3f})">{svg}</g>'
        if floor is not None:
            name = self._name()
            above = f'<rect x="-9999" y="-9999" width="19998" height="{9999 + floor:.2f}"/>'
            self._gradients.append(f'<clipPath id="{name}">{above}</clipPath>')
            placed = f'<g clip-path="url(#{name})">{placed}</g>'
        self._shapes.append(placed)

    def append(self, other: Canvas) -> None:
        """Put everything on ``other`` on top; its prefix must differ from this canvas's."""
        self._shapes += other._shapes
        self._gradients += other._gradients

    def _name(self) -> str:
        return f"{self._prefix}{len(self._gradients)}"


def straight(points: Sequence[Point], closed: bool = True) -> str:
    """Path data through ``points`` in straight lines."""
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points) + ("Z" if closed else "")


def smooth(points: Sequence[Point], closed: bool = False) -> str:
    """Path data of a Catmull-Rom curve through ``points`` (as cubic Béziers)."""
    count = len(points)
    parts = [f"M{points[0][0]:.2f} {points[0][1]:.2f}"]
    for index in range(count if closed else count - 1):
        if closed:
            before, start, end, after = (points[(index + step) % count] for step in (-1, 0, 1, 2))
        else:
            before, start = points[max(index - 1, 0)], points[index]
            end, after = points[index + 1], points[min(index + 2, count - 1)]
        parts.append(
            f"C{start[0] + (end[0] - before[0]) / 6:.2f} {start[1] + (end[1] - before[1]) / 6:.2f} "
            f"{end[0] - (after[0] - start[0]) / 6:.2f} {end[1] - (after[1] - start[1]) / 6:.2f} "
            f"{end[0]:.2f} {end[1]:.2f}"
        )
    return "".join(parts) + ("Z" if closed else "")


def under(points: Sequence[Point], bottom: float) -> str:
    """Path data of the area between a smooth curve through ``points`` and the level ``bottom``."""
    return f"{smooth(points)}L{points[-1][0]:.2f} {bottom:.2f}L{points[0][0]:.2f} {bottom:.2f}Z"


def _alpha(what: str, alpha: float) -> str:
    return "" if alpha >= 1.0 else f' {what}-opacity="{max(alpha, 0.0):.3f}"'


def _stops(stops: Sequence[Stop]) -> str:
    return "".join(
        f'<stop offset="{offset:.3f}" stop-color="{colour}"{_alpha("stop", alpha)}/>' for offset, colour, alpha in stops
    )
