"""What sits on a head, laid out around the head's centre like the head itself."""

from __future__ import annotations

from studio.production.treatment import Appearance
from studio.production.vocabulary import Headwear
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.figures.build import View
from studio.tools.offline.illustrator.figures.canvas import Canvas
from studio.tools.offline.illustrator.figures.geometry import curve, ellipse, line, placed, polygon
from studio.tools.offline.illustrator.figures.head import in_glass

_GOLD = "#e9b93f"
_STRAW = "#e3bf6f"
LOWEST = {
    Headwear.CAP: -6.0,
    Headwear.STRAW_HAT: -16.0,
    Headwear.BEANIE: -14.0,
    Headwear.CROWN: -50.0,
    Headwear.HELMET: -8.0,
}
"""How far down, from the centre of a head, what is before a face reaches."""


def clear_of_eyes(headwear: Headwear, lift: float, brow: float, scale: float) -> float:
    """``lift``, where the centre of the headwear is, or so much higher that at ``scale`` it ends above ``brow``."""
    return min(lift, brow - LOWEST[headwear] * scale) if headwear in LOWEST else lift


def draw_headwear(canvas: Canvas, appearance: Appearance, view: View, *, strapped: bool = False) -> None:
    """The headwear of ``appearance``, on top of head and hair; ``strapped`` under a chin where there is one."""
    match appearance.headwear:
        case Headwear.CAP:
            _cap(canvas, appearance.accent_colour, view)
        case Headwear.STRAW_HAT:
            _straw_hat(canvas, appearance.accent_colour, view)
        case Headwear.BEANIE:
            _beanie(canvas, appearance.accent_colour, view)
        case Headwear.HOOD:
            _hood(canvas, appearance.main_colour, view)
        case Headwear.CROWN:
            _crown(canvas, appearance.accent_colour, view)
        case Headwear.HELMET if in_glass(appearance):
            _bubble(canvas, appearance.accent_colour, view)
        case Headwear.HELMET:
            _helmet(canvas, appearance.accent_colour, view, strapped)
        case Headwear.NONE:
            return


def _cap(canvas: Canvas, colour: str, view: View) -> None:
    dome = curve([(-101, -26, 0.3), (-100, -70), (-60, -116), (4, -126), (66, -112), (100, -66), (99, -26, 0.3),
                  (0, -20)])  # fmt: skip
    canvas.shape(dome, colour)
    band = mix(colour, "#ffffff", 0.35)
    canvas.stroke(line((-97, -30), (0, -24), (96, -30)), band, 13)
    canvas.shape(ellipse(0, -126, 11, 7), lighten(colour, -0.05))
    dark = lighten(colour, -0.09)
    if view is View.SIDE:
        canvas.shape(
            curve([(4, -42, 0.5), (60, -52), (128, -46), (152, -24), (132, -12), (60, -18), (4, -22, 0.5)]), dark
        )
    elif view is View.FRONT:
        canvas.shape(curve([(-74, -34, 0.4), (10, -48), (88, -36, 0.4), (96, -14), (12, -6), (-72, -12)]), dark)
    if canvas.close:
        canvas.stroke(line((-30, -122), (-46, -76), (-48, -34)), dark, 3, 0.7)
        canvas.stroke(line((30, -122), (48, -76), (50, -34)), dark, 3, 0.7)


def _straw_hat(canvas: Canvas, accent: str, view: View) -> None:
    brim = curve([(-172, -40), (-90, -64), (0, -72), (90, -64), (172, -40), (96, -24), (0, -18), (-96, -24)])
    if view is View.SIDE:
        brim = curve([(-158, -28), (-90, -60), (0, -72), (96, -66), (176, -50), (110, -26), (0, -20), (-92, -16)])
    canvas.shape(brim, _STRAW)
    dome = curve(
        [(-88, -58, 0.3), (-80, -106), (-48, -136), (0, -142), (48, -136), (80, -106), (88, -58, 0.3), (0, -48)]
    )
    canvas.shape(dome, lighten(_STRAW, 0.03))
    canvas.detail(curve([(-89, -60, 0.3), (-86, -88, 0.3), (0, -78), (86, -88, 0.3), (89, -60, 0.3), (0, -48)]), accent)
    if canvas.close:
        weave = lighten(_STRAW, -0.11)
        for y in (-104, -120):
            canvas.stroke(line((-70, y), (0, y + 9), (70, y)), weave, 3, 0.6)
        canvas.stroke(line((-130, -38), (0, -34), (130, -38)), weave, 3, 0.6)


def _beanie(canvas: Canvas, colour: str, view: View) -> None:
    tail = -8 if view is View.SIDE else 0
    dome = curve(
        [(-98, -38, 0.3), (-88, -94), (-40, -132), (tail, -138), (44, -130), (90, -92), (98, -38, 0.3), (0, -30)]
    )
    canvas.shape(ellipse(tail, -148, 28, 27), mix(colour, "#ffffff", 0.4))
    canvas.shape(dome, colour)
    cuff = curve([(-103, -22, 0.4), (-103, -60, 0.4), (0, -56), (103, -60, 0.4), (103, -22, 0.4), (0, -14)])
    canvas.shape(cuff, lighten(colour, 0.05), edge=True)
    if canvas.close:
        rib = lighten(colour, -0.08)
        for x in (-78, -52, -26, 0, 26, 52, 78):
            canvas.stroke(line((x, -56), (x, -22 + abs(x) * 0.02)), rib, 3.5, 0.6)


def _hood(canvas: Canvas, colour: str, view: View) -> None:
    if view is View.BACK:
        canvas.shape(curve([(6, -152, 0.2), (64, -104), (112, -34), (116, 40), (84, 112), (0, 128), (-84, 112),
                            (-116, 40), (-112, -34), (-56, -106)]), colour)  # fmt: skip
        canvas.stroke(line((4, -130), (-2, -20), (0, 96)), lighten(colour, -0.1), 4, 0.6)
        return
    if view is View.SIDE:
        ring = curve([
            (34, 118, 0.3), (-40, 126), (-104, 92), (-124, 10), (-112, -66), (-66, -118), (-16, -152, 0.2),
            (30, -116), (74, -88), (94, -64, 0.6), (60, -64), (6, -58), (-32, -6), (-24, 60), (34, 98, 0.3),
        ])  # fmt: skip
    else:
        ring = curve([
            (52, 122, 0.3), (100, 98), (118, 36), (112, -40), (66, -106), (4, -152, 0.2), (-58, -106), (-112, -40),
            (-118, 36), (-100, 98), (-52, 122, 0.3), (0, 116), (-50, 92, 0.3), (-80, 34), (-72, -38), (0, -74),
            (74, -38), (82, 34), (52, 92, 0.3), (6, 108),
        ])  # fmt: skip
    canvas.shape(ring, colour, edge=True)
    if canvas.close:
        inner = line((-26, 66), (-38, -6), (4, -64), (84, -64)) if view is View.SIDE else line(
            (-58, 88), (-86, 34), (-78, -38), (0, -80), (80, -38), (88, 34), (60, 88))  # fmt: skip
        canvas.stroke(inner, lighten(colour, -0.1), 4, 0.7)


def _crown(canvas: Canvas, accent: str, view: View) -> None:
    # Its corners are on the round of the skull, bald or not.
    points = [
        (-70, -62),
        (-82, -124),
        (-44, -96),
        (-26, -136),
        (0, -100),
        (26, -136),
        (44, -96),
        (82, -124),
        (70, -62),
    ]
    lean = 3 if view is View.SIDE else 0
    canvas.shape(polygon(*((x + lean, y) for x, y in points), (lean, -50)), _GOLD)
    for x, y in ((-82, -126), (-26, -138), (26, -138), (82, -126)):
        canvas.shape(ellipse(x + lean, y, 8), lighten(_GOLD, 0.06))
    for x, y in ((-40, -76), (0, -70), (40, -76)):
        canvas.detail(ellipse(x + lean, y, 8.5, 10), accent)
    if canvas.close:
        canvas.stroke(line((-66 + lean, -68), (lean, -56), (66 + lean, -68)), lighten(_GOLD, -0.12), 4, 0.7)


def _helmet(canvas: Canvas, colour: str, view: View, strapped: bool) -> None:
    dome = curve(
        [(-108, -22, 0.3), (-106, -70), (-66, -124), (0, -136), (66, -124), (106, -70), (108, -22, 0.3), (0, -14)]
    )
    canvas.shape(dome, colour)
    ridge = curve([(-15, -142, 0.4), (15, -142, 0.4), (17, -20, 0.4), (-17, -20, 0.4)])
    x = 26.0 if view is View.SIDE else 0.0
    canvas.detail(ridge.moved(placed(x * 0.4, 2)), lighten(colour, 0.1))
    brim = curve([(-116, -16, 0.6), (-106, -38), (0, -30), (106, -38), (116 + x, -16, 0.6), (0, -8)])
    canvas.shape(brim, lighten(colour, -0.09))
    if strapped and view is not View.BACK:
        near = -30 if view is View.SIDE else -82
        canvas.stroke(line((near, -12), (near + 8, 50), (30 if view is View.SIDE else -20, 96)), "#4a3a30", 7)
        if view is View.FRONT:
            canvas.stroke(line((88, -12), (78, 50), (28, 96)), "#4a3a30", 7)
    if canvas.close:
        canvas.detail(ellipse(-56, -84, 12, 20, 35), "#ffffff", 0.35)


def _bubble(canvas: Canvas, accent: str, view: View) -> None:
    x = 8 if view is View.SIDE else 0
    canvas.detail(ellipse(x, -6, 140, 137), "#bfe3f5", 0.13)
    canvas.stroke(ellipse(x, -6, 140, 137), "#eef6fa", 9, 0.85)
    canvas.stroke(line((x - 104, -54), (x - 72, -98), (x - 24, -120)), "#ffffff", 13, 0.8)
    canvas.stroke(line((x + 112, 34), (x + 96, 66)), "#ffffff", 9, 0.55)
    canvas.shape(ellipse(x - 126, 6, 20, 27) if view is not View.SIDE else ellipse(-122, 14, 22, 30), "#dfe5ec")
    if view is not View.SIDE:
        canvas.shape(ellipse(126, 6, 20, 27), "#dfe5ec")
    canvas.detail(ellipse(-124, 10, 8, 11), accent)
