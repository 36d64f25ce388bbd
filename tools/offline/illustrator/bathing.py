"""Swimmers in water: the set's own, a pond on dry land, a basin on pavement, a tub indoors. Nobody swims in the air.

Knows drawings and the colours of the scene, not how the set is drawn nor who swims.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from studio.production.vocabulary import Framing, Setting
from studio.tools.offline.illustrator.canvas import Canvas
from studio.tools.offline.illustrator.colour import lighten, mix, ramp, set_apart
from studio.tools.offline.illustrator.figures import FigureDrawing
from studio.tools.offline.illustrator.placement import Extent, Spot
from studio.tools.offline.illustrator.scene import Place, Scene


class Water(Enum):
    """What a swimmer is in."""

    OPEN = "open"
    POND = "pond"
    BASIN = "basin"
    TUB = "tub"

    @property
    def is_walled(self) -> bool:
        """Whether it stands above the ground in a wall."""
        return self in (Water.BASIN, Water.TUB)


_ROOM = {Water.OPEN: 1.2, Water.POND: 1.45, Water.BASIN: 1.35, Water.TUB: 1.2}
"""The width of the water in widths of its swimmer."""
_PAVED = (Setting.VILLAGE, Setting.CITY)
_DIP = 0.17
"""How deep the belly is under water, in half widths of the swimmer."""
_WALL = {Water.OPEN: 0.0, Water.POND: 0.0, Water.BASIN: 0.3, Water.TUB: 0.3}
_FLAT = {Water.OPEN: 0.2, Water.POND: 0.19, Water.BASIN: 0.3, Water.TUB: 0.3}
"""The height of the wall and half the depth of the water's surface, in half widths of the swimmer."""


def water_of(scene: Scene, ground: Place) -> Water:
    """The water that there is for a swimmer on ``ground``; in a close framing the set's own is too far off."""
    is_open = ground.water is not None and scene.stage.framing is not Framing.CLOSE
    if scene.staging.setting.is_indoors or (ground.is_deck and not is_open):
        return Water.TUB
    if is_open:
        return Water.OPEN
    return Water.BASIN if scene.staging.setting in _PAVED else Water.POND


def basin_of(extent: Extent, water: Water) -> Extent:
    """The room that a swimmer of ``extent`` takes as it lies in a pond or tub, down to the near side of that."""
    half = extent.width / 2
    rise = _WALL[water] - _DIP
    return replace(
        extent,
        width=extent.width * _ROOM[water],
        height=extent.height - extent.hover + half * rise,
        hover=0.0,
        below=half * _FLAT[water],
        behind=half * _FLAT[water] if water is Water.POND else 0.0,
    )


def bathe(canvas: Canvas, scene: Scene, drawing: FigureDrawing, spot: Spot, x: float, water: Water) -> None:
    """The swimmer with its origin at ``x``, its belly under water that reaches the height of ``spot``; a tub stands
    there, and its water is higher."""
    tones, stage = scene.colours.water, scene.stage
    middle, half = (spot.left + spot.right) / 2, (drawing.right - drawing.left) * spot.scale / 2
    wall = half * _WALL[water]
    y = spot.y - wall
    rim, flat = half * _ROOM[water] * 0.98, half * _FLAT[water]
    ground = scene.ground_tone(0.7)
    if water is Water.POND:
        # Water of the colour of the ground is no water.
        tones = (*tones[:2], set_apart(tones[2], ground, least=0.12), *tones[3:])
    bank = mix(scene.shade(scene.colours.sand, 0.4), scene.shade(scene.colours.green, 0.5), 0.4)
    bank = set_apart(bank, tones[2], ground, least=0.09)
    if water is Water.POND:
        canvas.ellipse(middle, y, rim, flat, bank)
    elif water.is_walled:
        _tub_inside(canvas, scene, middle, y, rim, flat, spot.y, _wall_of(scene, water))
    if water is not Water.OPEN:
        canvas.ellipse(middle, y + half * 0.01, rim * 0.96, flat * 0.88, tones[2])
        canvas.ellipse(middle - half * 0.1, y - half * 0.05, half * 0.8, half * 0.09, tones[1], 0.6)
    # Open water ends a swimmer in a line: anything laid over its belly would look like a plate under it. Elsewhere the
    # near water is laid over it, and no fin shows below the rim.
    floor = y + (half * 0.03 if water is Water.OPEN else flat * 0.55)
    canvas.insert(drawing.svg, x, y + drawing.hovers * spot.scale + half * _DIP, spot.scale, floor)
    if water is Water.OPEN:
        deep = ramp(tones, 0.1 + 0.8 * (y - stage.horizon) / (stage.height - stage.horizon))
        canvas.shadow(middle, y + half * 0.07, half * 0.95, half * 0.07, deep, 0.55)
    else:
        # In front of a swimmer lie its water and the bank or the wall.
        edge = bank if water is Water.POND else lighten(_wall_of(scene, water), 0.05)
        canvas.pool(middle, y, rim, flat, [(0, edge, 1.0), (1, edge, 1.0)])
        shallow = mix(tones[2], tones[1], 0.3)
        canvas.pool(middle, y, rim * 0.96, flat * 0.88, [(0, shallow, 0.9), (0.6, tones[2], 1.0), (1, tones[2], 1.0)])
    _foam(canvas, mix(tones[0], "#ffffff", 0.55), middle, y, half)
    if water.is_walled:
        _tub_wall(
            canvas, scene, middle, y, rim, flat, wall, _wall_of(scene, water), 0.9 if water is Water.TUB else 0.98
        )


def _foam(canvas: Canvas, colour: str, middle: float, y: float, half: float) -> None:
    """Rings on the water around a swimmer ``half`` to each side of ``middle``."""
    for reach, drop, alpha in ((1.0, 0.0, 0.8), (0.84, 0.06, 0.5), (0.6, 0.12, 0.3)):
        level = y + half * drop
        canvas.line(
            f"M{middle - half * reach:.1f} {level:.1f}Q{middle - half * 0.4:.1f} {level + half * 0.05:.1f} "
            f"{middle:.1f} {level + half * 0.03:.1f}"
            f"Q{middle + half * 0.5:.1f} {level:.1f} {middle + half * reach:.1f} {level + half * 0.01:.1f}",
            colour,
            max(1.2, half * 0.02),
            alpha,
        )


def _tub_inside(
    canvas: Canvas, scene: Scene, x: float, y: float, rim: float, flat: float, floor: float, side: str
) -> None:
    """The far side of a tub or basin and its shadow on the ``floor``."""
    canvas.shadow(x, floor + flat * 0.7, rim * 1.1, flat * 0.9, scene.colours.stone[4], 0.55)
    canvas.ellipse(x, y, rim * 1.02, flat * 1.04, lighten(side, 0.05))


def _tub_wall(
    canvas: Canvas, scene: Scene, x: float, y: float, rim: float, flat: float, wall: float, wood: str, taper: float
) -> None:
    """The near side of the tub or basin, over the water; a tub has a hoop.

    ``taper`` is the width of its foot in widths of its rim.
    """
    sides = [(0, lighten(wood, 0.05), 1.0), (0.5, wood, 1.0), (1, lighten(wood, -0.12), 1.0)]
    start, end = (x - rim, 0.0), (x + rim, 0.0)
    fill = canvas.gradient(*((start, end) if scene.lit_from_left else (end, start)), sides)
    foot = rim * taper

    def arc(share: float) -> str:
        """The near edge of a ring between rim (0) and foot (1)."""
        half, low = rim * 1.02 + (foot - rim * 1.02) * share, y + wall * share
        bow = flat * (1.04 - 0.1 * share)
        return f"{x - half:.1f} {low:.1f}A{half:.1f} {bow:.1f} 0 0 0 {x + half:.1f} {low:.1f}"

    canvas.path(
        f"M{arc(0)}L{x + foot:.1f} {y + wall:.1f}A{foot:.1f} {flat * 0.94:.1f} 0 0 1 {x - foot:.1f} {y + wall:.1f}Z",
        fill,
    )
    canvas.line(f"M{arc(0)}", lighten(wood, 0.09), max(1.5, flat * 0.14))
    if taper < 0.95:
        canvas.line(f"M{arc(0.62)}", mix(scene.colours.stone[3], wood, 0.3), max(1.5, flat * 0.2))


def _wall_of(scene: Scene, water: Water) -> str:
    """The colour of a basin's stone or a tub's wood."""
    if water is Water.TUB:
        return scene.colours.tint("#b98a5a")
    stone = mix(scene.shade(scene.colours.stone, 0.35), scene.shade(scene.colours.sand, 0.4), 0.35)
    return set_apart(stone, scene.shade(scene.colours.stone, 0.5), scene.colours.water[2], least=0.1)
