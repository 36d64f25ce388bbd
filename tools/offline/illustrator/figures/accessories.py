"""The one thing that a character carries or wears, for people and for animals; laid out around its own handle."""

from __future__ import annotations

from studio.production.vocabulary import Accessory
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.figures.build import View
from studio.tools.offline.illustrator.figures.canvas import Canvas
from studio.tools.offline.illustrator.figures.geometry import box, curve, ellipse, limb, line, placed, polygon

WOOD = "#7a5233"
LANTERN_HEIGHT = 112.0
BASKET_HEIGHT = 118.0


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


def draw_staff(canvas: Canvas, foot: float, accent: str) -> None:
    """A walking staff through the origin down to ``foot`` below it, bound at the grip."""
    canvas.shape(limb([(4, foot), (-3, foot * 0.4), (2, -80), (10, -270)], [8, 9, 9.5, 13]), WOOD)
    canvas.shape(ellipse(10, -278, 21, 19), lighten(WOOD, -0.04))
    canvas.stroke(line((-3, -214), (13, -218)), accent, 12)


def draw_basket(canvas: Canvas, accent: str) -> None:
    """A basket of bread and flowers hanging from the origin."""
    straw = "#c08a4a"
    canvas.stroke(line((-56, 62), (-36, 4), (0, -6), (36, 4), (56, 62)), lighten(straw, -0.1), 9)
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


def draw_scarf(canvas: Canvas, half: float, colour: str, view: View) -> None:
    """A scarf around a neck at the origin, ``half`` the neck's half width; its end flies behind or hangs in front."""
    if view is View.SIDE:
        end = limb([(-half * 0.7, 6), (-half * 1.9, 18), (-half * 3.0, 2)], [half * 0.42, half * 0.4, half * 0.46])
        canvas.shape(end, lighten(colour, -0.03))
    else:
        x = -half * 0.5 if view is View.BACK else half * 0.6
        canvas.shape(limb([(x, 8), (x + 5, half * 1.9)], [half * 0.42, half * 0.42]), lighten(colour, -0.03), edge=True)
    canvas.shape(
        limb([(-half, -3), (0, half * 0.3), (half, -3)], [half * 0.48, half * 0.52, half * 0.48]), colour, edge=True
    )
    if canvas.close:
        fold = lighten(colour, -0.1)
        canvas.stroke(line((-half * 0.9, 4), (0, half * 0.42), (half * 0.9, 4)), fold, 4, 0.6)
        canvas.stroke(line((-half * 0.6, -half * 0.2), (half * 0.2, half * 0.1)), fold, 3, 0.5)


def draw_backpack(canvas: Canvas, half: float, height: float, colour: str, behind: bool) -> None:
    """A backpack whose straps meet at the origin: seen whole (``behind`` the camera's figure) or from its side."""
    if behind:
        canvas.shape(curve([(-half * 0.62, 6, 0.5), (0, -14), (half * 0.62, 6, 0.5), (half * 0.7, height * 0.6),
                            (half * 0.56, height, 0.6), (-half * 0.56, height, 0.6), (-half * 0.7, height * 0.6)]),
                     colour, edge=True)  # fmt: skip
        canvas.shape(
            box(-half * 0.42, height * 0.5, half * 0.42, height * 0.88, 14), lighten(colour, 0.05), edge=True, rim=False
        )
        canvas.stroke(line((-half * 0.6, height * 0.3), (0, height * 0.36), (half * 0.6, height * 0.3)), "#6b4a32", 8)
        canvas.shape(limb([(-half * 0.6, -26), (half * 0.6, -26)], [20, 20]), "#c9a36a")
        return
    canvas.shape(curve([(half * 0.2, 0, 0.5), (-half * 0.7, -4), (-half * 1.02, height * 0.4),
        (-half * 0.94, height, 0.6),
                        (half * 0.2, height, 0.4)]), colour)  # fmt: skip
    canvas.shape(box(-half * 1.12, height * 0.5, -half * 0.6, height * 0.88, 14), lighten(colour, 0.05), edge=True)
    canvas.shape(ellipse(-half * 0.45, -22, 25, 24), "#c9a36a")


def draw_set_down(canvas: Canvas, accessory: Accessory, accent: str, x: float, scale: float) -> None:
    """What can be carried, standing or lying on the ground around ``x``; nothing for what is worn."""
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
            with canvas.at(placed(x - 110 * scale, -26 * scale, 90, scale)):
                draw_staff(canvas, 60, accent)
        case Accessory.BACKPACK:
            with canvas.at(placed(x, -134 * scale, 0, scale)):
                draw_backpack(canvas, 74, 132, accent, behind=True)
        case _:
            return
