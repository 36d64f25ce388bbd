"""The sheet that one figure is drawn on: collects shapes under the scene's light and measures them.

Knows light, shading, rim and outline; knows nothing of anatomy. Never uses group opacity, filters or clip paths,
which the renderer pays for with a whole layer each.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache

from studio.tools.offline.illustrator.colour import lighten, mix, to_oklab
from studio.tools.offline.illustrator.figures.geometry import Affine, Path, Point, ellipse
from studio.tools.offline.illustrator.light import Light

_RIM = 7.0
_LINE, _CLOSE_LINE = 0.62, 0.36
"""Share of the light's outline width that a figure of ``_FULL_SIZE`` is drawn with, far off and in close shots."""
_FULL_SIZE, _LEAST, _MOST = 1000.0, 0.26, 1.1
_DARK_LINE = 0.5
_INNER = 0.7
"""Lines inside a figure are thinner than its contour."""


@lru_cache(maxsize=4096)
def _mixed(first: str, second: str, share: float) -> str:
    return mix(first, second, share)


@dataclass(frozen=True)
class FigureDrawing:
    """SVG elements in figure units, ground contact at the origin, y downward, and what composition needs of them.

    Left, top, right and bottom hold every pixel, glows too; ``width`` and ``height`` are the body's without glows.
    ``chin`` is the height above the ground of the lowest of eyes and mouth, None where no face shows;
    ``shadow`` is the half width and half height of the contact shadow, (0, 0) where nothing touches the ground;
    ``hovers`` the height of the lowest point above the ground, of a swimmer that of its belly; ``whole`` are spans of
    height (low, high) that no edge of the frame may cut: hands with what they hold.
    """

    svg: str
    left: float
    top: float
    right: float
    bottom: float
    shadow: tuple[float, float]
    hovers: float
    width: float
    height: float
    chin: float | None = None
    whole: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class _Outlined:
    """A shape whose line is weighed when the size of the whole figure is known."""

    data: str
    fill: str
    weight: float

    def drawn(self, colour: str, line: float) -> str:
        return (
            f'<path d="{self.data}" fill="{self.fill}" stroke="{colour}" stroke-width="{line * self.weight:.1f}"'
            ' stroke-linejoin="round"/>'
        )


class Canvas:
    """Shapes are added from back to front. ``close`` asks the caller for finer detail; ``shape`` draws the same."""

    def __init__(self, light: Light, prefix: str, close: bool = False) -> None:
        self.light = light
        self.close = close
        self._prefix = prefix
        self._elements: list[str | _Outlined] = []
        self._definitions: dict[str, str] = {}
        self._silhouette: list[str] = []
        self._place = Affine()
        self._box = [float("inf"), float("inf"), float("-inf"), float("-inf")]
        self._solid = list(self._box)
        self._chin: float | None = None
        self._whole: list[tuple[float, float]] = []

    @contextmanager
    def at(self, place: Affine) -> Iterator[None]:
        """Everything drawn inside is moved by ``place``."""
        before = self._place
        self._place = before.after(place)
        try:
            yield
        finally:
            self._place = before

    def tint(self, colour: str, share: float = 1.0) -> str:
        """``colour`` as it looks in this light; ``share`` below 1 for things that glow by themselves."""
        return _mixed(colour, self.light.ambient, self.light.ambient_share * share)

    def shape(self, path: Path, colour: str, *, edge: bool = False, rim: bool = True, depth: float = 1.0) -> None:
        """A body part: shaded (``depth`` strong), outlined where the style outlines, lit at the rim.

        ``edge`` sets it off from a part of the same colour behind it.
        """
        outline = path.moved(self._place)
        fill = self._shading(colour, depth)
        margin = 0.0
        data = outline.data()
        if self.light.outline is not None:
            margin = self.light.outline_width * _LINE * _MOST / 2
            self._elements.append(_Outlined(data, fill, 1.0 if rim else _INNER))
        elif edge:
            dark = self.tint(mix(lighten(colour, -0.16), self.light.shadow, 0.2))
            margin = 1.5
            self._elements.append(
                f'<path d="{data}" fill="{fill}" stroke="{dark}" stroke-width="3" stroke-opacity="0.45"'
                ' stroke-linejoin="round"/>'
            )
        else:
            self._elements.append(f'<path d="{data}" fill="{fill}"/>')
        if rim:
            wound = outline.wound()
            self._silhouette.append(data if wound is outline else wound.data())
        self._measure(outline, margin, self._rim_shift() if rim else (0.0, 0.0))

    def detail(self, path: Path, colour: str, opacity: float = 1.0, glows: bool = False) -> None:
        """A flat marking on a part."""
        outline = path.moved(self._place)
        faint = f' fill-opacity="{opacity:g}"' if opacity < 1 else ""
        fill = self.tint(colour, 0.25 if glows else 1.0)
        self._elements.append(f'<path d="{outline.data()}" fill="{fill}"{faint}/>')
        self._measure(outline, 0.0)

    def stroke(self, path: Path, colour: str, width: float, opacity: float = 1.0) -> None:
        """A line with round ends, ``width`` in units of the current place."""
        outline = path.moved(self._place)
        thick = width * self._place.scale
        faint = f' stroke-opacity="{opacity:g}"' if opacity < 1 else ""
        self._elements.append(
            f'<path d="{outline.data()}" fill="none" stroke="{self.tint(colour)}" stroke-width="{thick:.1f}"'
            f' stroke-linecap="round" stroke-linejoin="round"{faint}/>'
        )
        self._measure(outline, thick / 2)

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float = 0.6) -> None:
        """Light around a point, fading to nothing at ``radius``."""
        stops = (
            f'<stop offset="0" stop-color="{colour}" stop-opacity="{strength:g}"/>'
            f'<stop offset="0.45" stop-color="{colour}" stop-opacity="{strength * 0.3:g}"/>'
            f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/>'
        )
        name = self._define(f"glow {colour} {strength}", f'<radialGradient id="{{id}}">{stops}</radialGradient>')
        outline = ellipse(x, y, radius).moved(self._place)
        self._elements.append(f'<path d="{outline.data()}" fill="url(#{name})"/>')
        self._measure(outline, 0.0, solid=False)

    def finish(self, mirrored: bool, shadow: tuple[float, float], hovers: float = 0.0) -> FigureDrawing:
        """The drawing, mirrored left to right if asked (``shadow`` and ``hovers`` as in FigureDrawing)."""
        left, top, right, bottom = self._box
        if mirrored:
            left, right = -right, -left
        shift = self._rim_shift(self._size_share())
        rim = ""
        if self.light.rim_strength > 0 and self._silhouette:
            moved = f"translate({shift[0]:.2f} {shift[1]:.2f})"
            rim = (
                f'<path transform="{moved}" d="{"".join(self._silhouette)}" fill="{self.light.rim}"'
                f' fill-opacity="{min(1.0, self.light.rim_strength):g}"/>'
            )
        body = rim + "".join(self._drawn(element) for element in self._elements)
        if mirrored:
            body = f'<g transform="scale(-1 1)">{body}</g>'
        definitions = "".join(self._definitions.values())
        svg = (f"<defs>{definitions}</defs>" if definitions else "") + body
        width, height = self._solid[2] - self._solid[0], self._solid[3] - self._solid[1]
        whole = tuple(sorted(self._whole))
        return FigureDrawing(svg, left, top, right, bottom, shadow, hovers, width, height, self._chin, whole)

    def mark_face(self, x: float, y: float) -> None:
        """Note that a part of the face reaches down to (x, y)."""
        height = -self._place.apply((x, y))[1]
        self._chin = height if self._chin is None else min(self._chin, height)

    def mark_whole(self, top: float, bottom: float) -> None:
        """Note that what lies between two heights of the current place is shown whole or not at all."""
        low, high = -self._place.apply((0.0, bottom))[1], -self._place.apply((0.0, top))[1]
        self._whole.append((low, high))

    @property
    def bottom(self) -> float:
        """The lowest point so far, glows apart."""
        return self._solid[3]

    def height_of(self, path: Path) -> float:
        """How high above the ground the lowest point of ``path`` would be drawn here."""
        return -max(y for _, y in path.moved(self._place).flattened())

    def _drawn(self, element: str | _Outlined) -> str:
        """``element`` as SVG; a small figure, which is shown enlarged, has thinner lines than a large one."""
        if isinstance(element, str) or self.light.outline is None:
            return str(element)
        line = self.light.outline_width * self._size_share() * (_CLOSE_LINE if self.close else _LINE)
        return element.drawn(self.light.outline, line)

    def _size_share(self) -> float:
        size = max(self._solid[3] - self._solid[1], 0.75 * (self._solid[2] - self._solid[0]))
        return min(_MOST, max(_LEAST, size / _FULL_SIZE))

    def _rim_shift(self, share: float = _MOST) -> Point:
        reach = _RIM * share
        return (-reach if self.light.from_left else reach), -reach * 0.45

    def _shading(self, colour: str, depth: float) -> str:
        if depth <= 0 or (self.light.outline is not None and to_oklab(self.light.outline)[0] < _DARK_LINE):
            # Drawn in ink the form is in the lines, and the colours are flat washes.
            return self.tint(colour)
        key = f"form {colour} {depth}"
        if key in self._definitions:
            return f"url(#{self._name(key)})"
        lit = self.tint(mix(lighten(colour, 0.045 * depth), self.light.rim, 0.1 * depth * self.light.rim_strength))
        dark = self.tint(mix(lighten(colour, -0.075 * depth), self.light.shadow, 0.12 * depth))
        x1, x2 = ("0", "1") if self.light.from_left else ("1", "0")
        name = self._define(
            key,
            f'<linearGradient id="{{id}}" x1="{x1}" y1="0" x2="{x2}" y2="0.7"><stop offset="0" stop-color="{lit}"/>'
            f'<stop offset="0.45" stop-color="{self.tint(colour)}"/><stop offset="1" stop-color="{dark}"/>'
            "</linearGradient>",
        )
        return f"url(#{name})"

    def _define(self, key: str, markup: str) -> str:
        if key not in self._definitions:
            self._definitions[key] = markup.replace("{id}", f"{self._prefix}-{len(self._definitions)}")
        return self._name(key)

    def _name(self, key: str) -> str:
        return self._definitions[key].split('id="', 1)[1].split('"', 1)[0]

    def _measure(self, path: Path, margin: float, shift: Point = (0.0, 0.0), solid: bool = True) -> None:
        points = path.flattened()
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        left, right = min(xs) - margin + min(0.0, shift[0]), max(xs) + margin + max(0.0, shift[0])
        top, bottom = min(ys) - margin + min(0.0, shift[1]), max(ys) + margin + max(0.0, shift[1])
        for box in (self._box, self._solid) if solid else (self._box,):
            box[:] = min(box[0], left), min(box[1], top), max(box[2], right), max(box[3], bottom)


def canvas_for(light: Light, prefix: str, close: bool, mirrored: bool) -> Canvas:
    """A canvas whose light comes from the other side if the drawing will be mirrored at the end."""
    return Canvas(replace(light, from_left=light.from_left != mirrored), prefix, close)
