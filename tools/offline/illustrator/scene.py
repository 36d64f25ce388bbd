"""A scene while it is painted: sheets from far to near, and where things may stand on them.

Knows nothing of particular settings, of styles or of pixels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from random import Random

from studio.production.vocabulary import Setting, Style, Weather
from studio.tools.image import Staging
from studio.tools.offline.illustrator.canvas import Canvas, Point
from studio.tools.offline.illustrator.colour import mix, ramp
from studio.tools.offline.illustrator.pieces import Box, Piece
from studio.tools.offline.illustrator.ramps import Colours, Ramp
from studio.tools.offline.illustrator.stage import Stage

FIGURE_DEPTH = 1.0

# The share of the picture's resolution that layers are rendered at: what is far is soft in the air, what is before the
# figures is soft to the lens, and rendering costs by the pixel.
_FAR_DETAIL = 0.78
_GROUND_DETAIL = 0.85
_FOREGROUND_DETAIL = 0.5


@dataclass
class Sheet:
    """One layer's drawing. ``top``, ``bottom``, ``left`` and ``right`` bound what is rendered (units).

    ``detail`` is the resolution that it is rendered at (1 is full), ``softness`` the radius of a blur in units,
    ``drift`` in units a second.
    """

    name: str
    depth: float
    canvas: Canvas
    top: float
    bottom: float
    left: float
    right: float
    detail: float = 1.0
    softness: float = 0.0
    drift: tuple[float, float] = (0.0, 0.0)
    wraps: bool = False


@dataclass(frozen=True)
class Site:
    """Where a landmark can stand: its foot at (x, y), in a place where an adult is ``adult`` units high.

    ``room`` is the width of firm ground around ``x``, in units; ``span`` its ends where they are known. ``shore`` is
    the height of the ground at the waterline, where ``y`` is up on a bank.
    """

    canvas: Canvas
    x: float
    y: float
    adult: float
    depth: float
    room: float = math.inf
    span: tuple[float, float] | None = None
    shore: float | None = None


@dataclass(frozen=True)
class Place:
    """What a painted setting offers: the span of firm ground at the baseline, and sites for landmarks.

    ``ground`` is (left, right) in units: a foot anywhere between them, at the stage's baseline, is on firm ground.
    ``water`` is open water in front of which nothing stands: (left, right, y) for swimmers, where there is any.
    ``lean`` is where in their free room figures stand, 0 left .. 1 right, so that they do not hide the landmark.
    ``is_deck`` says that the ground is made of planks: nobody camps or lights a fire on it. ``edge`` is how near (0 the
    horizon, 1 the baseline) the far edge of the ground is, where it is nearest. ``pieces`` stand where they are
    clear of the figures and of ``landmark``.
    """

    ground: tuple[float, float]
    land: Site | None = None
    afloat: Site | None = None
    water: tuple[float, float, float] | None = None
    lean: float | None = None
    is_deck: bool = False
    edge: float = 0.81
    pieces: tuple[Piece, ...] = ()
    landmark: Box | None = None


@dataclass
class Scene:
    """``layout`` is 0, 1 or 2; ``sun`` is where the sun or moon stands and ``disc`` its radius, in units."""

    stage: Stage
    colours: Colours
    staging: Staging
    layout: int
    random: Random
    sun: Point
    disc: float
    sheets: list[Sheet] = field(default_factory=list)

    def sheet(
        self,
        name: str,
        depth: float,
        top: float = -1e6,
        bottom: float = 1e6,
        *,
        left: float = -1e6,
        right: float = 1e6,
        detail: float = 1.0,
    ) -> Canvas:
        """Begin the next nearer layer; what is drawn outside its bounds (units) or the overscan is not rendered."""
        stage = self.stage
        over = stage.over(depth)
        canvas = Canvas(f"{name[:2]}{len(self.sheets)}_")
        self.sheets.append(
            Sheet(
                name,
                depth,
                canvas,
                max(top, -over),
                min(bottom, stage.bottom(depth)),
                max(left, stage.left(depth)),
                min(right, stage.right(depth)),
                detail
                * (
                    _FOREGROUND_DETAIL
                    if depth > FIGURE_DEPTH
                    else _GROUND_DETAIL
                    if depth == FIGURE_DEPTH
                    else _FAR_DETAIL
                ),
            )
        )
        return canvas

    def reach_up(self, y: float) -> None:
        """Let the nearest layer so far be rendered from the height ``y`` down, if it is not already."""
        sheet = self.sheets[-1]
        sheet.top = max(min(sheet.top, y), -self.stage.over(sheet.depth))

    @property
    def lit_from_left(self) -> bool:
        return self.sun[0] < self.stage.width / 2

    @property
    def is_snowy(self) -> bool:
        return self.staging.weather is Weather.SNOW and self.staging.setting is not Setting.SPACE

    @property
    def is_wet(self) -> bool:
        return self.staging.weather in (Weather.RAIN, Weather.STORM) and self.staging.setting is not Setting.SPACE

    @property
    def texture(self) -> float:
        """How strong faint markings may be, 0..1: less in styles that draw a line round every step in tone."""
        return 0.45 if self.staging.style in (Style.INK, Style.NEON) else 1.0

    @property
    def snow(self) -> str:
        """The colour of lying snow in this light."""
        return mix("#f4f7fc", self.colours.sky[2], 0.42 if self.colours.is_night else 0.22)

    def ground_tone(self, depth: float) -> str:
        """The colour of open ground at ``depth``: turf, sand or stone."""
        setting, colours = self.staging.setting, self.colours
        if setting is Setting.DESERT:
            return self.shade(colours.sand, depth)
        return self.shade(colours.stone if setting in (Setting.SPACE, Setting.CITY) else colours.green, depth)

    def shade(self, stops: Ramp, depth: float) -> str:
        """The colour of land at ``depth`` (0 far .. 1 near), whitened by lying snow."""
        colour = ramp(stops, depth)
        return mix(colour, self.snow, 0.5 - 0.12 * depth) if self.is_snowy else colour
