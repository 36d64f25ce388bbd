"""The one thing that a character carries or wears, for people and for animals; laid out around its own handle."""

from __future__ import annotations

import math

from studio.production.vocabulary import Accessory
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.figures.build import CARRIED, View
from studio.tools.offline.illustrator.figures.canvas import Canvas
from studio.tools.offline.illustrator.figures.geometry import box, curve, ellipse, limb, line, placed, polygon

WOOD = "#7a5233"
LANTERN_HEIGHT = 112.0
BASKET_HEIGHT = 118.0
SET_DOWN_HALF = 66.0
"""Half the width of what stands on the ground, at full size."""
HANGS = {Accessory.LANTERN: LANTERN_HEIGHT, Accessory.BASKET: BASKET_HEIGHT, Accessory.BOOK: 54.0}
"""How far below a hand what it carries reaches, at full size; a staff goes down to the ground."""
_LYING = 300.0
"""The length of a staff on the ground, a little shortened by the way it lies."""


def draw_lantern(canvas: Canvas) -> None:
    """A lit lantern hanging from the origin, with its glow."""
    metal = "#4b3b32"
    canvas.glow(0, 66, 128, "#ffcf6b", 0.62)
    canvas.stroke(line((-24, 34), (0, -4), (24, 34)), metal, 6)
    canvas.shape(box(-27, 40, 27, 100, 10), "#ffe7a3", depth=0.0)
    canvas.detail(ellipse(0, 74, 15, 22), "#fff6d5", glows=True)
    canvas.detail(curve([(0, 52, 0.2), (9, 74), (0, 88), (-9, 74)]), "#ff9d3c", glows=True)
    for x in (-26, 26):
        canvas.stroke(line((x, 40), (x, 102)), metal, 6)
    canvas.shape(curve([(-33, 42, 0.2), (-20, 26), (20, 26), (33, 42, 0.2)]), metal)
    canvas.shape(box(-33, 97, 33, LANTERN_HEIGHT, 5), metal)


def draw_book(canvas: Canvas, cover: str, view: View) -> None:
    """A book held upright before the origin."""
    if view is View.SIDE:
        canvas.shape(polygon((-10, -62), (44, -74), (52, 36), (-2, 46)), cover)
        canvas.detail(polygon((44, -72), (56, -68), (63, 36), (52, 36)), "#f4ead2")
        canvas.stroke(line((4, -40), (32, -46)), mix(cover, "#ffffff", 0.6), 7)
        return
    canvas.shape(box(-44, -60, 44, 52, 7), cover)
    canvas.detail(box(-30, -44, 30, -18, 4), mix(cover, "#ffffff", 0.55))
    canvas.stroke(line((-34, -58), (-34, 50)), lighten(cover, -0.1), 5)


def draw_flat_book(canvas: Canvas, cover: str) -> None:
    """A closed book lying flat on the origin."""
    canvas.shape(polygon((-54, -34), (-36, -48), (62, -48), (52, -34)), lighten(cover, 0.03))
    # Thick boards and dun pages: a white block would be a bar, not a book.
    canvas.detail(polygon((-48, -33), (52, -33), (52, -9), (-48, -9)), "#e6d6b0")
    canvas.detail(polygon((52, -33), (60, -45), (60, -18), (52, -9)), "#d3c096")
    canvas.stroke(line((-44, -20), (50, -20)), "#b9a376", 2.5, 0.7)
    canvas.shape(box(-54, -36, 54, -28, 3), lighten(cover, -0.02))
    canvas.shape(box(-54, -11, 54, 0, 3), lighten(cover, -0.06))
    canvas.shape(limb([(-50, -32), (-50, -5)], [6, 6]), cover)


def draw_staff(canvas: Canvas, foot: float, accent: str) -> None:
    """A walking staff through the origin down to ``foot`` below it, bound at the grip."""
    canvas.shape(limb([(4, foot), (-3, foot * 0.4), (2, -80), (10, -270)], [8, 9, 9.5, 13]), WOOD)
    canvas.shape(ellipse(10, -278, 21, 19), lighten(WOOD, -0.04))
    canvas.stroke(line((-3, -214), (13, -218)), accent, 12)


def draw_stick(canvas: Canvas, back: float, front: float, accent: str) -> None:
    """A short staff held in a mouth at the origin: ``back`` of it to the left and ``front`` to the right."""
    canvas.shape(limb([(-back, back * 0.1), (0, 0), (front, -front * 0.14)], [8, 9, 12]), WOOD)
    canvas.stroke(line((front * 0.66, -front * 0.2), (front * 0.7, 0)), accent, 12)


def draw_basket(canvas: Canvas, accent: str) -> None:
    """A basket of bread and flowers hanging from the origin."""
    straw = "#c08a4a"
    canvas.stroke(line((-56, 62), (-36, 4), (0, -6), (36, 4), (56, 62)), lighten(straw, -0.16), 11)
    canvas.detail(ellipse(-24, 50, 22, 16), "#d9a45f")
    for x, y in ((6, 44), (30, 50), (18, 36)):
        canvas.detail(ellipse(x, y, 13), accent)
        canvas.detail(ellipse(x, y, 5), mix(accent, "#ffffff", 0.7))
    canvas.shape(curve([(-64, 56, 0.2), (0, 64), (64, 56, 0.2), (52, BASKET_HEIGHT - 6, 0.6), (0, BASKET_HEIGHT),
                        (-52, BASKET_HEIGHT - 6, 0.6)]), straw)  # fmt: skip
    for y in (76, 94):
        canvas.stroke(line((-57, y), (0, y + 7), (57, y)), lighten(straw, -0.1), 4, 0.7)


def draw_glasses(
    canvas: Canvas, near: tuple[float, float], far: tuple[float, float], size: float, far_width: float
) -> None:
    """Round glasses before two eyes, ``size`` the radius of a lens."""
    frame = "#4a3428"
    for (x, y), width in ((near, 1.0), (far, far_width)):
        canvas.detail(ellipse(x, y, size * width, size), "#e9f6ff", 0.28)
        canvas.stroke(ellipse(x, y, size * width, size), frame, size * 0.17)
    canvas.stroke(line((near[0] + size, near[1] - 2), (far[0] - size * far_width, far[1] - 2)), frame, size * 0.17)
    canvas.stroke(line((near[0] - size, near[1] - 2), (near[0] - size * 1.7, near[1] - 6)), frame, size * 0.15)
    if far_width == 1.0:
        # From the front both sides show.
        canvas.stroke(line((far[0] + size, far[1] - 2), (far[0] + size * 1.7, far[1] - 6)), frame, size * 0.15)


def draw_scarf(canvas: Canvas, half: float, colour: str, view: View, thick: float | None = None) -> None:
    """A scarf around a neck at the origin, ``half`` the neck's half width; its ends hang down, fringed.

    ``thick`` is half the height of the band; for a neck it follows from the width, for what has none it is less.
    """
    band = half * 0.4 if thick is None else thick
    sag = min(half * 0.3, band * 1.1)
    end = lighten(colour, -0.05)
    if view is View.SIDE:
        # It hangs down the back: stretched out it would be an arm.
        behind = [(-half * 0.74, 2.0), (-half - band * 0.3, band * 1.5), (-half - band * 0.35, band * 3.5)]
        _scarf_end(canvas, behind, band, end)
    shown = [(-half, -band * 0.1), (0, sag), (half, -band * 0.1)]
    canvas.shape(limb(shown, [band * 0.94, band, band * 0.94]), colour, edge=True)
    if view is not View.SIDE:
        x = -half * 0.34 if view is View.BACK else half * 0.4
        hanging = [(x, sag * 0.5), (x + band * 0.3, sag + band * 2.0), (x, sag + band * 3.4)]
        _scarf_end(canvas, hanging, band, end)
        canvas.shape(ellipse(x, sag * 0.8, band * 1.02, band * 0.98), colour, edge=True, rim=False)
    if canvas.close:
        fold = lighten(colour, -0.1)
        canvas.stroke(line((-half * 0.9, band * 0.2), (0, sag + band * 0.3), (half * 0.9, band * 0.2)), fold, 4, 0.6)


def _scarf_end(canvas: Canvas, along: list[tuple[float, float]], band: float, colour: str) -> None:
    """A loose end that widens a little and ends in a fringe."""
    canvas.shape(limb(along, [band * 0.62, band * 0.72, band * 0.78]), colour, edge=True)
    (x0, y0), (x, y) = along[-2:]
    length = math.hypot(x - x0, y - y0) or 1.0
    dx, dy = (x - x0) / length * band, (y - y0) / length * band
    for share in (-0.5, 0.0, 0.5):
        start = (x + dx * 0.66 - dy * share, y + dy * 0.66 + dx * share)
        canvas.stroke(line(start, (start[0] + dx * 0.5, start[1] + dy * 0.5)), colour, band * 0.2)
    stripe = (x - dx * 0.1, y - dy * 0.1)
    canvas.stroke(
        line((stripe[0] - dy * 0.6, stripe[1] + dx * 0.6), (stripe[0] + dy * 0.6, stripe[1] - dx * 0.6)),
        mix(colour, "#fff6e6", 0.55),
        band * 0.2,
    )


def draw_backpack(canvas: Canvas, half: float, height: float, colour: str, behind: bool) -> None:
    """A backpack whose straps meet at the origin: seen whole (``behind`` the camera's figure) or from its side."""
    if behind:
        canvas.shape(limb([(-half * 0.56, -12), (half * 0.56, -12)], [half * 0.2, half * 0.2]), "#c9a36a")
        canvas.shape(curve([(-half * 0.62, 6, 0.5), (0, -8), (half * 0.62, 6, 0.5), (half * 0.74, height * 0.6),
                            (half * 0.6, height, 0.6), (-half * 0.6, height, 0.6), (-half * 0.74, height * 0.6)]),
                     colour, edge=True)  # fmt: skip
        flap = curve([(-half * 0.64, 4, 0.5), (0, -9), (half * 0.64, 4, 0.5), (half * 0.66, height * 0.3),
                      (0, height * 0.48), (-half * 0.66, height * 0.3)])  # fmt: skip
        pocket = box(-half * 0.42, height * 0.58, half * 0.42, height * 0.9, half * 0.14)
        canvas.shape(pocket, lighten(colour, 0.05), edge=True, rim=False)
        canvas.shape(flap, lighten(colour, -0.07), edge=True, rim=False)
        for x in (-half * 0.3, half * 0.3):
            canvas.stroke(line((x, height * 0.3), (x, height * 0.5)), "#6b4a32", half * 0.1)
        return
    canvas.shape(curve([(half * 0.2, 0, 0.5), (-half * 0.7, -4), (-half * 1.02, height * 0.4),
        (-half * 0.94, height, 0.6),
                        (half * 0.2, height, 0.4)]), colour)  # fmt: skip
    canvas.shape(box(-half * 1.12, height * 0.5, -half * 0.6, height * 0.88, 14), lighten(colour, 0.05), edge=True)
    canvas.shape(ellipse(-half * 0.45, -22, 25, 24), "#c9a36a")


def draw_set_down(canvas: Canvas, accessory: Accessory, accent: str, x: float, scale: float) -> None:
    """What can be carried, standing or lying on the ground around ``x``, with its shadow; nothing for what is worn.

    What is long reaches outwards from there: whoever put it down is at 0.
    """
    if accessory not in CARRIED and accessory is not Accessory.BACKPACK:
        return
    side = 1 if x > 0 else -1
    inner = x - side * 60 * scale
    length = _LYING * scale if accessory is Accessory.STAFF else 120 * scale
    with canvas.at(placed(inner + side * length / 2, -2 * scale)):
        canvas.detail(ellipse(0, 0, length * 0.56, 11 * scale), canvas.light.shadow, 0.3)
    match accessory:
        case Accessory.LANTERN:
            with canvas.at(placed(x, -LANTERN_HEIGHT * scale, 0, scale)):
                draw_lantern(canvas)
        case Accessory.BASKET:
            with canvas.at(placed(x, -BASKET_HEIGHT * scale, 0, scale)):
                draw_basket(canvas, accent)
        case Accessory.BOOK:
            with canvas.at(placed(x, -54 * scale, 0, scale)):
                draw_book(canvas, accent, View.FRONT)
        case Accessory.STAFF:
            with canvas.at(placed(inner + side * 50 * scale, -17 * scale, side * 90, scale * 0.84)):
                draw_staff(canvas, 60, accent)
        case Accessory.BACKPACK:
            with canvas.at(placed(x, -134 * scale, 0, scale)):
                draw_backpack(canvas, 74, 132, accent, behind=True)
        case _:
            return
