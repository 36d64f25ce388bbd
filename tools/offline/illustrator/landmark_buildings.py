"""Landmarks that are built: lighthouse, cottage, castle, bridge and windmill. Knows nothing of where they stand."""

from __future__ import annotations

import math
from random import Random

from studio.tools.offline.illustrator.brush import Brush
from studio.tools.offline.illustrator.colour import lighten, mix


def draw_lighthouse(brush: Brush) -> None:
    """A striped tower with a lit lantern room, its beam, and a keeper's house."""
    red, white, iron = brush.tint("#c9453f"), brush.tint("#f4ede0"), brush.tint("#3a3f4f")
    brush.shadow(1.3)
    brush.box(-1.25, 0, 1.0, 0.55, brush.round_fill(-1.25, -0.2, white))
    brush.polygon([(-1.36, 0.5), (-1.1, 0.95), (-0.4, 0.95), (-0.2, 0.5)], brush.snow or red)
    for across in (-1.05, -0.7):
        brush.pane(across, 0.2, 0.16, 0.2, lighten(white, -0.15))
    low, high, top = 0.58, 0.36, 4.3
    bands = 6
    for index in range(bands):
        a, b = index / bands, (index + 1) / bands
        w0, w1 = low + (high - low) * a, low + (high - low) * b
        brush.polygon(
            [(-w0, top * a), (w0, top * a), (w1, top * b), (-w1, top * b)],
            brush.round_fill(-w0, w0, red if index % 2 else white),
        )
    for up in (1.25, 2.65):
        brush.box(-0.08, up, 0.16, 0.3, mix(brush.colours.lamp, iron, 0.0 if brush.colours.lamps_lit else 0.75), 0.08)
    brush.box(-0.15, 0, 0.3, 0.52, iron, 0.12)
    brush.box(-0.52, 4.3, 1.04, 0.12, iron)
    for across in (-0.46, -0.23, 0.0, 0.23, 0.46):
        brush.stroke([(across, 4.42), (across, 4.62)], iron, 0.03)
    brush.stroke([(-0.48, 4.62), (0.48, 4.62)], iron, 0.035)
    glass = (
        mix(brush.colours.lamp, "#ffffff", 0.45)
        if brush.colours.lamps_lit
        else mix(brush.colours.sky[3], "#ffffff", 0.3)
    )
    if brush.colours.lamps_lit:
        _beam(brush, 4.72)
    brush.box(-0.28, 4.42, 0.56, 0.6, glass)
    for across in (-0.28, -0.09, 0.09, 0.28):
        brush.stroke([(across, 4.42), (across, 5.02)], iron, 0.03)
    dome = [brush.at(-0.36, 5.0), brush.at(0.36, 5.0)]
    brush.canvas.path(
        f"M{dome[0][0]:.2f} {dome[0][1]:.2f}A{0.36 * brush.unit:.2f} {0.4 * brush.unit:.2f} 0 0 1 {dome[1][0]:.2f} "
        f"{dome[1][1]:.2f}Z",
        brush.round_fill(-0.36, 0.36, red),
    )
    brush.disc(0, 5.45, 0.06, iron)
    brush.lamp(0, 4.72, 2.2, 0.75)


def _beam(brush: Brush, up: float) -> None:
    x, y = brush.at(0, up)
    for side, reach, alpha in ((1, 15.0, 0.5), (-1, 7.0, 0.3)):
        end = x + side * reach * brush.unit
        fill = brush.canvas.gradient(
            (x, 0),
            (end, 0),
            [(0, brush.colours.lamp, alpha), (0.4, brush.colours.lamp, alpha * 0.45), (1, brush.colours.lamp, 0)],
        )
        spread = reach * brush.unit
        brush.canvas.polygon(
            [(x, y - 0.1 * brush.unit), (end, y - spread * 0.05), (end, y + spread * 0.13), (x, y + 0.1 * brush.unit)],
            fill,
        )


def draw_cottage(brush: Brush) -> None:
    """A thatched cottage with a smoking chimney and a round-topped door."""
    wall, thatch, wood = brush.tint("#efdfc2"), brush.snow or brush.tint("#b8863f"), brush.tint("#7a4f36")
    brush.shadow(1.7)
    brush.box(0.6, 1.55, 0.3, 0.75, brush.tint("#8d6a5a"))
    for index in range(3):
        brush.disc(
            0.78 + 0.14 * index,
            2.45 + 0.26 * index,
            0.13 + 0.05 * index,
            mix(brush.colours.haze, "#ffffff", 0.3),
            0.5 - 0.13 * index,
        )
    brush.box(-1.2, 0, 2.4, 1.05, brush.round_fill(-1.2, 1.2, wall))
    a, b, c, d = brush.at(-1.5, 0.9), brush.at(-0.85, 2.05), brush.at(0.85, 2.05), brush.at(1.5, 0.9)
    brush.canvas.path(
        f"M{a[0]:.2f} {a[1]:.2f}Q{brush.at(-1.05, 1.25)[0]:.2f} {brush.at(0, 1.6)[1]:.2f} {b[0]:.2f} {b[1]:.2f}"
        f"L{c[0]:.2f} {c[1]:.2f}Q{brush.at(1.05, 0)[0]:.2f} {brush.at(0, 1.6)[1]:.2f} {d[0]:.2f} {d[1]:.2f}"
        f"Q{brush.x:.2f} {brush.at(0, 1.12)[1]:.2f} {a[0]:.2f} {a[1]:.2f}Z",
        brush.round_fill(-1.5, 1.5, thatch),
    )
    for index in range(7):
        across = -1.0 + index / 3
        brush.stroke([(across * 0.85, 1.95), (across * 1.2, 1.12)], lighten(thatch, -0.07), 0.025, 0.6)
    door = brush.at(-0.2, 0)
    brush.canvas.path(
        f"M{door[0]:.2f} {door[1]:.2f}v{-0.48 * brush.unit:.2f}a{0.2 * brush.unit:.2f} {0.2 * brush.unit:.2f} 0 0 1 "
        f"{0.4 * brush.unit:.2f} 0v{0.48 * brush.unit:.2f}Z",
        wood,
    )
    brush.disc(0.12, 0.34, 0.03, brush.colours.lamp)
    for across in (-0.75, 0.75):
        brush.pane(across, 0.36, 0.34, 0.38, lighten(wood, 0.05))
    # Shrubs in the lee of the walls, flat where they stand: whole discs would be wheels.
    for across, half, tall in ((-1.2, 0.2, 0.2), (-1.0, 0.16, 0.3), (1.24, 0.16, 0.17), (1.05, 0.2, 0.28)):
        brush.mound(across, half, tall, brush.growth(0.4 if tall > 0.2 else 0.55))


GATE = (-0.36, 0.0, 0.36, 0.9)
"""Left, bottom, right and top of a castle's gate, in adults."""
BRICK = (0.16, 0.07)
"""Width and height of a brick that shows in a castle's wall, in adults."""
_SLITS = (-1.5, -1.0, 0.9, 1.4)
_SLIT = (0.7, 0.12, 0.3)
"""Bottom, width and height of a narrow window; ``_SLITS`` are their left edges."""
_CLEAR = 0.05


def draw_castle(brush: Brush) -> None:
    """Keep, four towers with pointed roofs, a gate and banners."""
    stone, roof = brush.tint("#c9c2c4"), brush.tint("#5a6fa0")
    brush.shadow(2.9)

    def tower(across: float, half: float, height: float, tall_roof: float) -> None:
        brush.box(across - half, 0, half * 2, height, brush.round_fill(across - half, across + half, stone))
        for index in range(4):
            brush.box(across - half * 1.15 + index * half * 0.66, height, half * 0.34, 0.14, stone)
        brush.box(across - half * 1.15, height - 0.08, half * 2.3, 0.12, lighten(stone, -0.06))
        brush.polygon(
            [(across - half * 1.2, height + 0.12), (across, height + tall_roof), (across + half * 1.2, height + 0.12)],
            brush.round_fill(across - half, across + half, brush.snow or roof),
        )
        brush.stroke([(across, height + tall_roof), (across, height + tall_roof + 0.36)], lighten(stone, -0.2), 0.03)
        brush.polygon(
            [
                (across, height + tall_roof + 0.36),
                (across + 0.34, height + tall_roof + 0.27),
                (across, height + tall_roof + 0.17),
            ],
            brush.tint("#d9574a"),
        )
        for up in (height * 0.5, height * 0.78):
            brush.box(
                across - half * 0.18,
                up,
                half * 0.36,
                0.26,
                brush.colours.lamp if brush.colours.lamps_lit else lighten(stone, -0.28),
                half * 0.18,
            )
        brush.lamp(across, height * 0.78 + 0.1, 0.7, 0.35)

    tower(-1.15, 0.38, 2.9, 1.0)
    tower(1.2, 0.36, 2.6, 0.95)
    tower(0.1, 0.55, 3.4, 1.25)
    brush.box(-2.1, 0, 4.2, 1.35, brush.round_fill(-2.1, 2.1, lighten(stone, -0.015)))
    for index in range(14):
        brush.box(-2.1 + 0.3 * index + 0.03, 1.35, 0.17, 0.16, lighten(stone, -0.015))
    tower(-2.1, 0.42, 2.0, 0.95)
    tower(2.1, 0.42, 2.1, 0.95)
    gate = brush.at(-0.36, 0)
    brush.canvas.path(
        f"M{gate[0]:.2f} {gate[1]:.2f}v{-0.5 * brush.unit:.2f}a{0.36 * brush.unit:.2f} {0.4 * brush.unit:.2f} 0 0 1 "
        f"{0.72 * brush.unit:.2f} 0v{0.5 * brush.unit:.2f}Z",
        brush.tint("#54392c"),
    )
    for across in _SLITS:
        brush.box(across, *_SLIT, lighten(stone, -0.2), 0.06)
    for left, bottom in _bricks(brush.random):
        brush.box(left, bottom, *BRICK, lighten(stone, brush.random.choice((-0.05, 0.03))), 0.02)


def _bricks(random: Random) -> list[tuple[float, float]]:
    """Lower left corners of the bricks that show in a castle's wall, none of them on its gate or a window."""
    # Left, bottom, right and top in adults.
    openings = [GATE, *((x, _SLIT[0], x + _SLIT[1], _SLIT[0] + _SLIT[2]) for x in _SLITS)]
    spots = ((random.uniform(-1.62, 1.46), random.uniform(0.15, 1.1)) for _ in range(26))
    return [
        (x, y)
        for x, y in spots
        if not any(
            left - _CLEAR < x + BRICK[0] and x < right + _CLEAR and low - _CLEAR < y + BRICK[1] and y < top + _CLEAR
            for left, low, right, top in openings
        )
    ]


_BRIDGE_STONE = "#b5a99c"
_BRIDGE_DECK = 1.2
"""How high the crown of a bridge is; its ends are at ``_BRIDGE_ENDS`` of that."""
_BRIDGE_ENDS = 0.62
_BRIDGE_HALF = 3.3
ARCH = 0.85
"""Half the width of the middle arch of a bridge, in adults."""


def draw_approaches(brush: Brush, left: float, right: float) -> None:
    """Low arches that lead to a bridge from ``left`` and ``right`` (units)."""
    stone, top = brush.tint(_BRIDGE_STONE), _BRIDGE_DECK * _BRIDGE_ENDS
    foam = mix(brush.colours.water[0], "#ffffff", 0.4)
    bay, half = 1.5, 0.56
    fill = brush.canvas.fade(brush.at(0, top)[1], brush.y, lighten(stone, 0.02), lighten(stone, -0.1))
    for side, end in ((-1, left), (1, right)):
        reach = abs(end - brush.x) / brush.unit
        near, far = brush.at(side * (_BRIDGE_HALF - 0.1), 0), brush.at(side * reach, top)
        outline = f"M{near[0]:.2f} {near[1]:.2f}L{near[0]:.2f} {far[1]:.2f}L{far[0]:.2f} {far[1]:.2f}V{near[1]:.2f}"
        count = max(0, math.floor((reach - _BRIDGE_HALF - half) / bay + 0.38))
        middles = [_BRIDGE_HALF + bay * (index + 0.62) for index in range(count)]
        for middle in reversed(middles):
            a, b = brush.at(side * (middle + half), 0), brush.at(side * (middle - half), 0)
            arc = f"{half * brush.unit:.2f} {top * 0.62 * brush.unit:.2f} 0 0 {0 if side > 0 else 1}"
            outline += f"L{a[0]:.2f} {a[1]:.2f}A{arc} {b[0]:.2f} {b[1]:.2f}"
        brush.canvas.path(outline + "Z", fill)
        for middle in [_BRIDGE_HALF - bay * 0.38, *middles] if brush.is_afloat else ():
            pier = side * (middle + bay / 2)
            brush.stroke([(pier - 0.3, 0.0), (pier + 0.3, 0.0)], foam, 0.05, 0.8)
        rail = [(side * (_BRIDGE_HALF - 0.1), top), (side * reach, top)]
        brush.stroke(rail, brush.snow or lighten(stone, 0.08), 0.12)


def draw_bridge(brush: Brush) -> None:
    """A stone bridge of three arches, from one bank to the other or between its approaches."""
    stone = brush.tint(_BRIDGE_STONE)
    length, deck = _BRIDGE_HALF, _BRIDGE_DECK
    bank = mix(brush.growth(0.5), stone, 0.35)
    banks = () if brush.leads_on else (-1, 1)
    for side in banks:
        brush.mound(side * 3.5, 0.95, 0.78, lighten(bank, -0.03))
    left, right = brush.at(-length, 0), brush.at(length, 0)
    low, high = brush.at(0, deck * _BRIDGE_ENDS)[1], brush.at(0, deck + 0.3)[1]
    outline = (
        f"M{left[0]:.2f} {left[1]:.2f}L{left[0]:.2f} {low:.2f}Q{brush.x:.2f} {high - 0.5 * brush.unit:.2f} "
        f"{right[0]:.2f} {low:.2f}L{right[0]:.2f} {right[1]:.2f}"
    )
    for across, half, rise in ((2.1, 0.55, 0.62), (0.0, ARCH, 1.05), (-2.1, 0.55, 0.62)):
        a, b = brush.at(across + half, 0), brush.at(across - half, 0)
        outline += f"L{a[0]:.2f} {a[1]:.2f}A{half * brush.unit:.2f} {rise * brush.unit:.2f} 0 0 0 {b[0]:.2f} {b[1]:.2f}"
    brush.canvas.path(outline + "Z", brush.canvas.fade(high, brush.y, lighten(stone, 0.05), lighten(stone, -0.08)))
    for across, half, rise in ((2.1, 0.55, 0.62), (0.0, ARCH, 1.05), (-2.1, 0.55, 0.62)):
        a, b = brush.at(across + half, 0), brush.at(across - half, 0)
        brush.canvas.line(
            f"M{a[0]:.2f} {a[1]:.2f}A{half * brush.unit:.2f} {rise * brush.unit:.2f} 0 0 0 {b[0]:.2f} {b[1]:.2f}",
            lighten(stone, -0.12),
            0.07 * brush.unit,
        )
    rail = f"M{left[0]:.2f} {low:.2f}Q{brush.x:.2f} {high - 0.5 * brush.unit:.2f} {right[0]:.2f} {low:.2f}"
    brush.canvas.line(rail, brush.snow or lighten(stone, 0.08), 0.12 * brush.unit)
    for side in banks:
        brush.mound(side * 3.62, 0.82, 0.6, bank)
        brush.mound(side * 3.25, 0.34, 0.26, lighten(bank, 0.03))
    for across in (-2.9, -1.2, 1.2, 2.9):
        # Where the deck's curve is there.
        up = deck * _BRIDGE_ENDS + (deck * (1 - _BRIDGE_ENDS) + 0.8) / 2 * (1 - (across / length) ** 2)
        brush.stroke([(across, up), (across, up + 0.42)], lighten(stone, -0.2), 0.04)
        brush.lamp(across, up + 0.48, 0.7, 0.5)
        brush.disc(across, up + 0.48, 0.08, brush.colours.lamp if brush.colours.lamps_lit else lighten(stone, 0.1))


def draw_windmill(brush: Brush) -> None:
    """A tower mill with four lattice sails."""
    wall, cap, wood = brush.tint("#eadfcb"), brush.snow or brush.tint("#8a4a3f"), brush.tint("#6b4a35")
    brush.shadow(1.2)
    brush.polygon([(-0.72, 0), (0.72, 0), (0.46, 2.5), (-0.46, 2.5)], brush.round_fill(-0.72, 0.72, wall))
    brush.box(-0.85, 1.0, 1.7, 0.09, wood)
    for across in (-0.8, -0.4, 0.0, 0.4, 0.8):
        brush.stroke([(across, 1.09), (across, 1.32)], wood, 0.03)
    brush.stroke([(-0.84, 1.32), (0.84, 1.32)], wood, 0.03)
    a, b = brush.at(-0.54, 2.46), brush.at(0.54, 2.46)
    brush.canvas.path(
        f"M{a[0]:.2f} {a[1]:.2f}Q{a[0]:.2f} {brush.at(0, 3.15)[1]:.2f} {brush.x:.2f} {brush.at(0, 3.15)[1]:.2f}"
        f"Q{b[0]:.2f} {brush.at(0, 3.15)[1]:.2f} {b[0]:.2f} {b[1]:.2f}Z",
        brush.round_fill(-0.54, 0.54, cap),
    )
    brush.box(-0.17, 0, 0.34, 0.58, wood, 0.12)
    for up in (0.62, 1.6):
        brush.pane(0.0 if up > 1 else 0.42, up, 0.22, 0.3, wood)
    hub = (0.0, 2.7)
    sail = brush.tint("#f7efdf")
    for quarter in range(4):
        angle = math.radians(22 + 90 * quarter)
        ux, uy = math.cos(angle), math.sin(angle)
        vx, vy = -uy, ux
        tip = (hub[0] + ux * 1.62, hub[1] + uy * 1.62)
        brush.stroke([hub, tip], wood, 0.06)
        corners = [
            (hub[0] + ux * s + vx * w, hub[1] + uy * s + vy * w)
            for s, w in ((0.4, 0.02), (1.6, 0.02), (1.6, 0.36), (0.4, 0.3))
        ]
        brush.polygon(corners, sail, 0.92)
        for step in range(1, 5):
            s = 0.4 + 0.24 * step
            brush.stroke(
                [(hub[0] + ux * s, hub[1] + uy * s), (hub[0] + ux * s + vx * 0.34, hub[1] + uy * s + vy * 0.34)],
                lighten(wood, 0.12),
                0.02,
                0.8,
            )
    brush.disc(*hub, 0.13, wood)
