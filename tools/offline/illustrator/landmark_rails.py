"""Railways: the train, the track that goes on to both ends of a layer, and the viaduct that carries it over water.

Knows nothing of where they run.
"""

from __future__ import annotations

import math

from studio.tools.offline.illustrator.brush import Brush
from studio.tools.offline.illustrator.colour import lighten, mix

VIADUCT = 0.95
"""How high above the water the rails on a viaduct are, in adults."""
_BAY, _PIER = 1.9, 0.34
"""From one pier of a viaduct to the next, and how wide a pier is, in adults."""


def draw_track(brush: Brush, left: float, right: float) -> None:
    """Ballast, sleepers and a rail at the brush's foot from ``left`` to ``right`` (units)."""
    low, high = ((x - brush.x) / brush.unit for x in (left, right))
    gravel = mix(mix(brush.colours.stone[2], brush.colours.stone[3], 0.3), brush.colours.haze, 0.2 * (1 - brush.depth))
    brush.polygon([(low, 0.0), (high, 0.0), (high, -0.2), (low, -0.2)], gravel)
    sleeper = brush.tint("#6b4a35")
    for index in range(math.floor((high - low) / 0.3)):
        brush.box(low + 0.08 + index * 0.3, -0.07, 0.14, 0.07, sleeper)
    brush.box(low, 0.0, high - low, 0.07, brush.tint("#33323d"))


def draw_viaduct(brush: Brush, left: float, right: float) -> None:
    """Stone arches in the water from ``left`` to ``right`` (units), ``VIADUCT`` below the brush's foot, and a track."""
    low, high = ((x - brush.x) / brush.unit for x in (left, right))
    stone, half = brush.tint("#b5a99c"), _BAY / 2 - _PIER / 2
    foot, spring = -VIADUCT, -VIADUCT + 0.1
    bays = range(math.floor(low / _BAY), math.ceil(high / _BAY) + 1)
    outline = f"M{left:.2f} {brush.y:.2f}L{right:.2f} {brush.y:.2f}"
    foam = mix(brush.colours.water[0], "#ffffff", 0.4)
    for bay in reversed(bays):
        a, b = brush.at(bay * _BAY + half, foot), brush.at(bay * _BAY - half, foot)
        level = brush.at(0, spring)[1]
        outline += (
            f"L{a[0]:.2f} {a[1]:.2f}L{a[0]:.2f} {level:.2f}A{half * brush.unit:.2f} {(-spring - 0.3) * brush.unit:.2f}"
            f" 0 0 0 {b[0]:.2f} {level:.2f}L{b[0]:.2f} {b[1]:.2f}"
        )
    bottom = brush.at(0, foot)[1]
    brush.canvas.path(outline + "Z", brush.canvas.fade(brush.y, bottom, lighten(stone, 0.03), lighten(stone, -0.1)))
    for bay in bays:
        pier = (bay + 0.5) * _BAY
        brush.stroke([(pier - _PIER * 0.8, foot), (pier + _PIER * 0.8, foot)], foam, 0.05, 0.8)
    brush.stroke([(low, -0.16), (high, -0.16)], lighten(stone, -0.12), 0.06)
    draw_track(brush, left, right)


def draw_train(brush: Brush) -> None:
    """A steam engine with two carriages, its wheels on the foot."""
    engine, red, brass = brush.tint("#2f5d55"), brush.tint("#b2453f"), brush.tint("#d9b25f")
    iron = brush.tint("#33323d")
    for left, colour in ((-3.4, red), (-1.62, red)):
        brush.box(left, 0.28, 1.62, 0.82, brush.round_fill(left, left + 1.62, colour), 0.08)
        brush.box(left - 0.05, 1.06, 1.72, 0.13, brush.snow or lighten(colour, -0.12), 0.06)
        brush.box(left, 0.42, 1.62, 0.06, brass)
        for index in range(4):
            brush.pane(left + 0.25 + 0.375 * index, 0.62, 0.24, 0.3, lighten(colour, -0.1))
        for across in (0.35, 1.27):
            brush.disc(left + across, 0.22, 0.17, iron)
            brush.disc(left + across, 0.22, 0.07, brass)
    for left in (-1.78, 0.0):
        brush.box(left, 0.34, 0.2, 0.07, iron)
    brush.box(0.18, 0.3, 0.85, 1.0, brush.round_fill(0.18, 1.03, engine), 0.05)
    brush.box(0.1, 1.26, 1.02, 0.12, brush.snow or lighten(engine, -0.1), 0.05)
    brush.pane(0.6, 0.72, 0.4, 0.36, lighten(engine, -0.1))
    x, y = brush.at(1.0, 1.0)
    brush.canvas.rect(
        x,
        y,
        1.9 * brush.unit,
        0.66 * brush.unit,
        brush.canvas.fade(y, y + 0.66 * brush.unit, lighten(engine, 0.1), engine, lighten(engine, -0.1)),
        radius=0.12 * brush.unit,
    )
    for across in (1.4, 2.0):
        brush.box(across, 0.34, 0.06, 0.66, brass)
    brush.polygon([(2.42, 0.98), (2.36, 1.4), (2.8, 1.4), (2.74, 0.98)], iron)
    brush.disc(1.62, 1.05, 0.16, brass)
    for index in range(5):
        brush.disc(
            2.5 - 0.42 * index,
            1.62 + 0.13 * index,
            0.17 + 0.055 * index,
            mix(brush.colours.haze, "#ffffff", 0.45),
            0.62 - 0.1 * index,
        )
    for across, radius in ((1.25, 0.24), (1.85, 0.24), (2.45, 0.17), (0.55, 0.24)):
        brush.disc(across, radius + 0.05, radius, iron)
        brush.disc(across, radius + 0.05, radius * 0.68, red)
        brush.disc(across, radius + 0.05, radius * 0.25, brass)
    brush.stroke([(0.55, 0.3), (1.85, 0.3)], brass, 0.05)
    brush.polygon([(2.86, 0.07), (3.3, 0.07), (2.88, 0.4)], iron)
    brush.lamp(2.95, 0.72, 1.1, 0.6)
    brush.disc(2.93, 0.72, 0.1, brush.colours.lamp)
