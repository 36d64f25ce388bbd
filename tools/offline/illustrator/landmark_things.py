"""Landmarks that come and go: boat, fire, tent, balloon, rocket, and the one great tree.

Knows nothing of where they stand.
"""

from __future__ import annotations

import math
from dataclasses import replace

from studio.tools.offline.illustrator.brush import Brush
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.trees import broadleaf

_CRADLE = 0.34
"""How high above the ground the keel of a boat ashore is, in adults."""


def _cradle(brush: Brush) -> None:
    """Beams and props that hold a boat upright on land."""
    wood, height = brush.tint("#8a6242"), _CRADLE
    brush.shadow(1.3)
    brush.box(-0.9, 0.0, 1.85, 0.08, lighten(wood, -0.08))
    for across in (-0.62, 0.02, 0.66):
        brush.stroke([(across - 0.2, 0.0), (across - 0.12, height + 0.22)], wood, 0.09)
        brush.stroke([(across + 0.2, 0.0), (across + 0.12, height + 0.22)], lighten(wood, -0.05), 0.09)
        brush.box(across - 0.2, height - 0.1, 0.4, 0.1, lighten(wood, 0.04))


def draw_sailboat(brush: Brush) -> None:
    """A small boat under two sails, in water where it is afloat, on a cradle where it is ashore."""
    if brush.is_ashore:
        _cradle(brush)
        brush = replace(brush, y=brush.y - _CRADLE * brush.unit)
    hull, sail, mast = brush.tint("#a2493f"), brush.tint("#fbf3e2"), brush.tint("#6b4a35")
    if brush.is_afloat:
        x, y = brush.at(0, 0)
        brush.canvas.ellipse(
            x, y + 0.06 * brush.unit, 1.05 * brush.unit, 0.12 * brush.unit, brush.colours.water[4], 0.35
        )
    brush.stroke([(0.05, 0.2), (0.05, 2.5)], mast, 0.06)
    main, jib = brush.at(0.1, 2.42), brush.at(0.0, 2.25)
    boom, bow = brush.at(0.95, 0.5), brush.at(-0.85, 0.48)
    foot = brush.at(0.1, 0.5)
    belly = brush.at(0.95, 1.45)
    brush.canvas.path(
        f"M{main[0]:.2f} {main[1]:.2f}Q{belly[0]:.2f} {belly[1]:.2f} {boom[0]:.2f} {boom[1]:.2f}L{foot[0]:.2f} "
        f"{foot[1]:.2f}Z",
        brush.round_fill(0.1, 0.95, sail),
    )
    front = brush.at(-0.62, 1.2)
    inner = brush.at(0.0, 0.52)
    brush.canvas.path(
        f"M{jib[0]:.2f} {jib[1]:.2f}Q{front[0]:.2f} {front[1]:.2f} {bow[0]:.2f} {bow[1]:.2f}L{inner[0]:.2f} "
        f"{inner[1]:.2f}Z",
        lighten(sail, -0.05),
    )
    brush.polygon([(0.05, 2.5), (0.4, 2.58), (0.05, 2.68)], brush.tint("#e2b04a"))
    left, right, keel_left, keel_right = (
        brush.at(-1.05, 0.42),
        brush.at(1.1, 0.42),
        brush.at(-0.72, 0.0),
        brush.at(0.8, 0.0),
    )
    brush.canvas.path(
        f"M{left[0]:.2f} {left[1]:.2f}L{right[0]:.2f} {right[1]:.2f}Q{right[0] - 0.1 * brush.unit:.2f} "
        f"{keel_right[1]:.2f} {keel_right[0]:.2f} {keel_right[1]:.2f}L{keel_left[0]:.2f} {keel_left[1]:.2f}"
        f"Q{left[0] + 0.1 * brush.unit:.2f} {keel_left[1]:.2f} {left[0]:.2f} {left[1]:.2f}Z",
        brush.round_fill(-1.05, 1.1, hull),
    )
    brush.box(-1.07, 0.37, 2.19, 0.08, lighten(hull, 0.1), 0.04)
    if brush.is_afloat:
        foam = mix(brush.colours.water[0], "#ffffff", 0.5)
        for drop, half, alpha in ((0.02, 0.95, 0.8), (-0.06, 1.15, 0.4)):
            brush.stroke([(-half, drop), (half, drop)], foam, 0.045, alpha)


def draw_campfire(brush: Brush) -> None:
    """Logs, stones and a flame that lights the ground."""
    x, y = brush.at(0, 0)
    brush.canvas.shadow(x, y, 1.5 * brush.unit, 0.3 * brush.unit, "#ffb45e", 0.55)
    brush.canvas.glow(x, y - 0.28 * brush.unit, 1.3 * brush.unit, "#ff9a3c", 0.5)
    bark, ash = brush.tint("#6a4430"), brush.tint("#7d7f88")
    for across in (-0.32, -0.19, -0.04, 0.12, 0.26, 0.35):
        brush.canvas.ellipse(
            *brush.at(across, 0.01), 0.075 * brush.unit, 0.05 * brush.unit, lighten(ash, 0.03 * math.sin(across * 30))
        )
    brush.stroke([(-0.28, 0.05), (0.2, 0.16)], bark, 0.09)
    brush.stroke([(0.28, 0.05), (-0.2, 0.16)], lighten(bark, -0.04), 0.09)
    for half, tall, colour, lean in (
        (0.2, 0.56, "#f2622e", 0.04),
        (0.14, 0.43, "#ff9d33", -0.03),
        (0.085, 0.28, "#ffe08a", 0.01),
    ):
        left, right, tip = brush.at(-half, 0.16), brush.at(half, 0.16), brush.at(lean, 0.12 + tall)
        brush.canvas.path(
            f"M{left[0]:.2f} {left[1]:.2f}Q{brush.at(-half * 1.1, 0)[0]:.2f} {brush.at(0, 0.1 + tall * 0.5)[1]:.2f} "
            f"{tip[0]:.2f} {tip[1]:.2f}Q{brush.at(half * 1.3, 0)[0]:.2f} {brush.at(0, 0.1 + tall * 0.45)[1]:.2f} "
            f"{right[0]:.2f} {right[1]:.2f}Q{brush.x:.2f} {brush.at(0, 0.06)[1]:.2f} {left[0]:.2f} {left[1]:.2f}Z",
            colour,
        )
    for across, up in ((-0.2, 0.72), (0.12, 0.86), (0.24, 0.64)):
        brush.disc(across, up, 0.016, "#ffd98a", 0.9)


def draw_tent(brush: Brush) -> None:
    """A ridge tent seen past its open end: both ends slope, as canvas over a ridge does."""
    cloth, inside = brush.tint("#d98a3a"), mix(brush.colours.lamp, "#8a5a34", 0.25 if brush.colours.lamps_lit else 0.85)
    rope, near, far = lighten(cloth, -0.2), (-0.1, 1.2), (0.52, 1.08)
    brush.shadow(1.2)
    for ridge, peg in ((near, (-1.08, -0.02)), (far, (1.2, 0.1))):
        brush.stroke([ridge, peg], rope, 0.02, 0.8)
    brush.polygon([(0.56, 0.0), near, far, (1.05, 0.14)], lighten(cloth, -0.075))
    brush.polygon([(0.56, 0.0), (0.23, 0.6), (0.79, 0.61), (1.05, 0.14)], lighten(cloth, -0.1), 0.5)
    brush.polygon([(-0.88, 0), near, (0.56, 0.0)], brush.round_fill(-0.88, 0.56, cloth))
    brush.polygon([(-0.42, 0), (-0.1, 0.86), (0.18, 0)], inside)
    brush.polygon([(-0.42, 0), (-0.1, 0.86), (-0.26, 0.3), (-0.54, 0)], lighten(cloth, 0.07))
    brush.polygon([(0.18, 0), (-0.1, 0.86), (0.06, 0.3), (0.3, 0)], lighten(cloth, 0.05))
    brush.lamp(-0.1, 0.25, 0.9, 0.45)
    brush.stroke([near, far], rope, 0.03)
    if brush.snow is not None:
        brush.polygon([(-0.32, 0.86), (-0.1, 1.25), (0.53, 1.13), (0.72, 0.76), (0.36, 0.9), (0.06, 0.86)], brush.snow)


def draw_balloon(brush: Brush) -> None:
    """A hot-air balloon with coloured gores and a basket."""
    tones = (brush.tint("#d9574a"), brush.tint("#f2c14e"), brush.tint("#f7ecd6"), brush.tint("#3f8f9a"))
    top, radius = 3.3, 1.08
    centre = top - radius
    x, y = brush.at(0, centre)
    r = radius * brush.unit
    neck = brush.at(0, 0.72)
    if brush.colours.lamps_lit:
        brush.canvas.glow(x, y, r * 1.7, brush.colours.lamp, 0.35)
    shares = (-1.0, -0.72, -0.36, 0.0, 0.36, 0.72, 1.0)
    for index in range(6):
        a, b = shares[index], shares[index + 1]
        low = 0.2 * brush.unit
        brush.canvas.path(
            f"M{x:.2f} {y - r:.2f}C{x + a * r * 1.33:.2f} {y - r:.2f} {x + a * r * 1.33:.2f} {y + r * 0.45:.2f} "
            f"{neck[0] + a * low:.2f} {neck[1]:.2f}"
            f"L{neck[0] + b * low:.2f} {neck[1]:.2f}C{x + b * r * 1.33:.2f} {y + r * 0.45:.2f} "
            f"{x + b * r * 1.33:.2f} {y - r:.2f} {x:.2f} {y - r:.2f}Z",
            tones[index % 4],
        )
    side = -0.34 if brush.from_left else 0.34
    brush.canvas.shadow(x + side * r, y - r * 0.25, r * 0.42, r * 0.6, "#ffffff", 0.22)
    basket = brush.tint("#a8743f")
    # Before a dark sky they are light.
    rope = mix(brush.tint("#e8d3a8"), "#ffffff", 0.2) if brush.colours.lamps_lit else brush.tint("#5a4436")
    for across in (-0.19, -0.07, 0.07, 0.19):
        brush.stroke([(across, 0.74), (across, 0.34)], rope, 0.04)
    brush.box(-0.22, 0.0, 0.44, 0.34, brush.round_fill(-0.22, 0.22, basket), 0.06)
    brush.box(-0.25, 0.3, 0.5, 0.06, lighten(basket, 0.06), 0.03)


def draw_rocket(brush: Brush) -> None:
    """A rounded rocket on three fins."""
    shell, red = brush.tint("#eceaf0"), brush.tint("#d1483f")
    brush.shadow(1.0)
    # Its pad is dark: it shows on snow and in haze.
    pad = brush.tint("#5d5f6b")
    brush.box(-1.2, -0.2, 2.4, 0.22, lighten(pad, -0.06), 0.06)
    brush.box(-1.2, -0.06, 2.4, 0.1, lighten(pad, 0.06), 0.05)
    for side in (-1, 1):
        a, b, c, d = (
            brush.at(side * 0.42, 1.5),
            brush.at(side * 0.92, 0.7),
            brush.at(side * 0.9, 0.0),
            brush.at(side * 0.4, 0.62),
        )
        brush.canvas.path(
            f"M{a[0]:.2f} {a[1]:.2f}Q{b[0]:.2f} {a[1]:.2f} {c[0]:.2f} {c[1]:.2f}L{d[0]:.2f} {d[1]:.2f}Z",
            lighten(red, 0.03 if (side < 0) == brush.from_left else -0.07),
        )
    nose, base_left, base_right = brush.at(0, 4.5), brush.at(-0.4, 0.45), brush.at(0.4, 0.45)
    wide = 1.05 * brush.unit
    brush.canvas.path(
        f"M{nose[0]:.2f} {nose[1]:.2f}C{nose[0] + wide:.2f} {brush.at(0, 3.3)[1]:.2f} {nose[0] + wide * 0.62:.2f} "
        f"{brush.at(0, 1.5)[1]:.2f} {base_right[0]:.2f} {base_right[1]:.2f}L{base_left[0]:.2f} {base_left[1]:.2f}"
        f"C{nose[0] - wide * 0.62:.2f} {brush.at(0, 1.5)[1]:.2f} {nose[0] - wide:.2f} {brush.at(0, 3.3)[1]:.2f} "
        f"{nose[0]:.2f} {nose[1]:.2f}Z",
        brush.round_fill(-0.6, 0.6, shell),
    )
    tip_left, tip_right = brush.at(-0.455, 3.55), brush.at(0.455, 3.55)
    brush.canvas.path(
        f"M{nose[0]:.2f} {nose[1]:.2f}Q{brush.at(0.36, 0)[0]:.2f} {brush.at(0, 4.1)[1]:.2f} {tip_right[0]:.2f} "
        f"{tip_right[1]:.2f}Q{nose[0]:.2f} {brush.at(0, 3.42)[1]:.2f} {tip_left[0]:.2f} {tip_left[1]:.2f}"
        f"Q{brush.at(-0.36, 0)[0]:.2f} {brush.at(0, 4.1)[1]:.2f} {nose[0]:.2f} {nose[1]:.2f}Z",
        brush.round_fill(-0.5, 0.5, red),
    )
    brush.lamp(0, 2.75, 0.9, 0.5)
    brush.disc(0, 2.75, 0.28, brush.tint("#8d99b0"))
    brush.disc(0, 2.75, 0.21, mix(brush.tint("#6fc3d9"), brush.colours.lamp, 0.5 if brush.colours.lamps_lit else 0.0))
    brush.disc(-0.07, 2.82, 0.06, "#ffffff", 0.7)
    brush.box(-0.06, 0.0, 0.12, 1.5, lighten(red, -0.05), 0.05)
    brush.box(-0.32, 0.3, 0.64, 0.18, brush.tint("#6a6f80"), 0.05)


def draw_great_tree(brush: Brush) -> None:
    """One huge old tree with a lantern and a swing."""
    leaf = mix(brush.colours.green[2], brush.colours.green[3], 0.45)
    bark = mix(brush.tint("#6a4a38"), brush.colours.green[4], 0.3)
    brush.shadow(1.6)
    broadleaf(brush.canvas, brush.random, brush.x, brush.y, 5.1 * brush.unit, leaf, bark, brush.from_left, brush.snow)
    rope = lighten(bark, 0.1)
    for across in (0.85, 1.15):
        brush.stroke([(across, 2.5), (across, 0.55)], rope, 0.025)
    brush.box(0.78, 0.5, 0.44, 0.06, brush.tint("#a8743f"), 0.02)
    brush.lamp(-0.9, 1.95, 1.1, 0.6)
    # Its cord begins among the leaves, wherever they end.
    brush.stroke([(-0.8, 3.1), (-0.9, 2.05)], lighten(bark, -0.06), 0.045)
    brush.box(-1.0, 1.8, 0.2, 0.28, mix(brush.colours.lamp, "#8a6a4a", 0.0 if brush.colours.lamps_lit else 0.5), 0.05)
