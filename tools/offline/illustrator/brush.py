"""How landmarks are drawn: in heights of an adult from a foot point, in the light of a scene."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from studio.tools.offline.illustrator.buildings import window
from studio.tools.offline.illustrator.canvas import Canvas, Point, straight
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.ramps import Colours


@dataclass(frozen=True)
class Brush:
    """Where and in which light a landmark is drawn: its foot (x, y), ``unit`` the height of an adult there in units.

    ``is_ashore`` says that what floats stands on land, where there is no water for it, ``leads_on`` that what leads
    across goes on to both sides.
    """

    canvas: Canvas
    x: float
    y: float
    unit: float
    depth: float
    colours: Colours
    from_left: bool
    random: Random
    snow: str | None
    is_afloat: bool
    water: str
    is_ashore: bool = False
    leads_on: bool = False

    def at(self, across: float, up: float) -> Point:
        """A point ``across`` to the right of and ``up`` above the foot, in adults."""
        return self.x + across * self.unit, self.y - up * self.unit

    def tint(self, colour: str) -> str:
        return self.colours.tint(colour, self.depth)

    def polygon(self, points: list[Point], fill: str, alpha: float = 1.0) -> None:
        """A polygon in adults."""
        self.canvas.polygon([self.at(*point) for point in points], fill, alpha)

    def box(self, left: float, bottom: float, width: float, height: float, fill: str, radius: float = 0.0) -> None:
        """A rectangle in adults, its lower left corner at (left, bottom)."""
        x, y = self.at(left, bottom + height)
        self.canvas.rect(x, y, width * self.unit, height * self.unit, fill, radius=radius * self.unit)

    def disc(self, across: float, up: float, radius: float, fill: str, alpha: float = 1.0) -> None:
        self.canvas.circle(*self.at(across, up), radius * self.unit, fill, alpha)

    def mound(self, across: float, half: float, tall: float, fill: str) -> None:
        """A heap on the ground, ``half`` to each side of ``across``."""
        x, y = self.at(across, 0)
        wide, high = half * self.unit, tall * self.unit
        self.canvas.path(
            f"M{x - wide:.2f} {y:.2f}C{x - wide * 0.8:.2f} {y - high * 0.8:.2f} {x - wide * 0.45:.2f} {y - high:.2f} "
            f"{x:.2f} {y - high:.2f}S{x + wide * 0.8:.2f} {y - high * 0.8:.2f} {x + wide:.2f} {y:.2f}Z",
            fill,
        )

    def growth(self, shade: float) -> str:
        """The colour of turf and shrubs at this depth, 0 pale .. 1 dark; under snow, snow."""
        green = mix(self.colours.green[2], self.colours.green[3], shade)
        return (
            mix(green, self.snow, 0.6)
            if self.snow is not None
            else mix(green, self.colours.haze, 0.3 * (1 - self.depth))
        )

    def stroke(self, points: list[Point], colour: str, width: float, alpha: float = 1.0) -> None:
        self.canvas.line(
            straight([self.at(*point) for point in points], closed=False), colour, max(0.8, width * self.unit), alpha
        )

    def round_fill(self, left: float, right: float, colour: str) -> str:
        """A gradient across a round body, lit from the light's side."""
        lit, dark = lighten(colour, 0.05), lighten(colour, -0.1)
        start, end = (self.at(left, 0)[0], 0.0), (self.at(right, 0)[0], 0.0)
        return self.canvas.gradient(
            *((start, end) if self.from_left else (end, start)), [(0, lit, 1), (0.5, colour, 1), (1, dark, 1)]
        )

    def lamp(self, across: float, up: float, reach: float, alpha: float = 0.5) -> None:
        """A glow, only while lamps are lit."""
        if self.colours.lamps_lit:
            self.canvas.glow(*self.at(across, up), reach * self.unit, self.colours.lamp, alpha)

    def pane(self, across: float, up: float, width: float, height: float, frame: str) -> None:
        """A window, lit when lamps are."""
        x, y = self.at(across - width / 2, up + height)
        window(self.canvas, x, y, width * self.unit, height * self.unit, self.colours, frame, self.colours.lamps_lit)

    def shadow(self, half: float) -> None:
        if not self.is_afloat:
            self.canvas.shadow(self.x, self.y, half * self.unit, half * 0.14 * self.unit, self.colours.green[4], 0.4)
