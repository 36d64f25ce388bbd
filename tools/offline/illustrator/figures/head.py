"""The head of a person or child, laid out around its own centre: 90 units to the side, 98 to the crown and chin.

Knows hair, beard and face; headwear and the body are other modules'.
"""

from __future__ import annotations

from studio.production.treatment import Appearance
from studio.production.vocabulary import Age, Expression, Garment, Gender, Hairstyle, Headwear, Species
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.figures import face
from studio.tools.offline.illustrator.figures.build import View
from studio.tools.offline.illustrator.figures.canvas import Canvas
from studio.tools.offline.illustrator.figures.geometry import Path, Point, curve, ellipse, line

COVERING = (Headwear.CAP, Headwear.STRAW_HAT, Headwear.BEANIE, Headwear.HOOD, Headwear.HELMET)
_TURN = {View.SIDE: 0.78, View.FRONT: 0.2, View.BACK: 0.0}


def in_glass(appearance: Appearance) -> bool:
    """Whether the head is inside a space helmet, with long hair tucked away; only people wear the suit to it."""
    suited = appearance.garment is Garment.SPACESUIT and appearance.species in (Species.PERSON, Species.CHILD)
    return suited and appearance.headwear is Headwear.HELMET


def draw_hair_behind(canvas: Canvas, appearance: Appearance, view: View) -> None:
    """The hair that falls behind the neck and shoulders; nothing from behind or in a hood."""
    if view is View.BACK or appearance.headwear is Headwear.HOOD:
        return
    if appearance.hair is Hairstyle.LONG:
        canvas.shape(_long_hair(view), appearance.hair_colour)
    elif appearance.hair is Hairstyle.CURLY:
        canvas.shape(_curls(view, appearance.headwear in COVERING), appearance.hair_colour)
    elif appearance.hair is Hairstyle.BUN and appearance.headwear in COVERING:
        x, y = (-92, 26) if view is View.SIDE else (-74, 62)
        canvas.shape(ellipse(x, y, 34, 32), appearance.hair_colour)
    elif appearance.hair is Hairstyle.BUN:
        x, y = (-46, -104) if view is View.SIDE else (-6, -116)
        canvas.shape(ellipse(x, y, 40, 37), appearance.hair_colour)


def draw_head(
    canvas: Canvas, appearance: Appearance, view: View, expression: Expression, asleep: bool, rise: float
) -> None:
    """Ears, skull, face (moved up by ``rise``), beard and hair; without face from behind."""
    turn = _TURN[view]
    skin = appearance.skin
    if view is not View.SIDE:
        for side in (-1, 1):
            canvas.shape(ellipse(side * 88 - turn * 12, 14, 15, 21), skin)
    canvas.shape(_skull(appearance, view), skin)
    if view is View.BACK:
        _hair_from_behind(canvas, appearance)
        return
    if view is View.SIDE:
        ear = ellipse(-34, 16, 15, 22)
        canvas.shape(ear, skin, edge=True, rim=False)
    _face(canvas, appearance, view, expression, asleep, rise)
    _hair_in_front(canvas, appearance, view)


def _skull(appearance: Appearance, view: View) -> Path:
    round_cheek = 1.06 if appearance.species is Species.CHILD else 1.0
    jaw = 62 if appearance.gender is Gender.MASCULINE and appearance.species is Species.PERSON else 54
    if view is View.SIDE:
        return curve([(2, -98), (70, -66), (89, -10), (90, 24), (78, 66), (46, 95), (4, 92), (-44, 70),
                      (-84, 24), (-88, -24), (-64, -76)])  # fmt: skip
    return curve([(0, -98), (64, -74), (90, -14), (88 * round_cheek, 34), (jaw * round_cheek, 80), (4, 98),
                  (-jaw * round_cheek, 80), (-88 * round_cheek, 34), (-90, -14), (-64, -74)])  # fmt: skip


def gaze_of(appearance: Appearance, view: View, rise: float) -> face.Gaze:
    """Where the eyes are."""
    turn = _TURN[view]
    child = appearance.species is Species.CHILD
    middle = turn * 44
    spread = (35 if child else 33) * (1 - 0.26 * turn)
    level = (12.0 if child else 4.0) - rise
    size = (16.5 if child else 13.5) * (1.1 if appearance.age is Age.YOUNG and not child else 1.0)
    lashes = appearance.gender is Gender.FEMININE
    return face.Gaze(
        (middle - spread, level),
        (middle + spread, level),
        size,
        1 - 0.24 * turn,
        lashes=lashes,
        whites=face.is_dark(appearance.skin),
    )


def _face(
    canvas: Canvas, appearance: Appearance, view: View, expression: Expression, asleep: bool, rise: float
) -> None:
    turn = _TURN[view]
    child = appearance.species is Species.CHILD
    middle = turn * 44
    gaze = gaze_of(appearance, view, rise)
    size, level = gaze.size, gaze.near[1]
    old = appearance.age is Age.OLD
    rosy = mix(appearance.skin, "#e0443e", 0.55)
    face.blush(canvas, gaze, size * 2.05, rosy, 0.5 if child or expression is Expression.HAPPY else 0.34)
    face.eyes(canvas, gaze, expression, asleep)
    grey = appearance.hair_colour if appearance.hair is not Hairstyle.NONE or appearance.beard else "#4a382c"
    heavy = 0.62 if appearance.gender is Gender.MASCULINE or old else 0.42
    face.brows(canvas, gaze, Expression.NEUTRAL if asleep else expression, mix(grey, "#241a16", 0.15), heavy)
    tip = middle + 5 + turn * 9
    shade = mix(lighten(appearance.skin, -0.1), "#c4503c", 0.25)
    nose = line((tip - 7, level + 12), (tip + 8, level + 31), (tip - 3, level + 37))
    canvas.stroke(nose, shade, 5.5)
    if canvas.close:
        _fine_lines(canvas, appearance, gaze, shade, turn)
    if appearance.beard and not child:
        _beard(canvas, appearance, turn)
    lips = middle + turn * 6
    line_colour = face.fine_line(canvas) if appearance.beard and not child else mix(appearance.skin, "#1f0a0c", 0.72)
    face.mouth(canvas, lips, level + 57, 21 if child else 22, expression, asleep, line_colour)
    if expression is Expression.SAD and canvas.close and not asleep:
        face.tear(canvas, gaze.near[0] - size * 0.5, gaze.near[1] + size * 1.2, 9)


def _fine_lines(canvas: Canvas, appearance: Appearance, gaze: face.Gaze, shade: str, turn: float) -> None:
    x, y = gaze.near
    if appearance.age is Age.OLD:
        for corner, outward in ((gaze.near, -1), (gaze.far, 1)):
            for lift in (-3, 7):
                start = (corner[0] + outward * 19, corner[1] + lift * 0.6)
                canvas.stroke(line(start, (start[0] + outward * 12, start[1] + lift)), shade, 2.6, 0.7)
        middle = (gaze.near[0] + gaze.far[0]) / 2
        canvas.stroke(line((middle - 30, y - 46), (middle, y - 50), (middle + 30, y - 46)), shade, 2.4, 0.6)
    if appearance.species is Species.CHILD:
        for dx, dy in ((-12, 27), (-2, 34), (-20, 36)):
            canvas.detail(ellipse(x + dx, y + dy, 2.6), shade, 0.7)
    glint = ellipse(turn * 44 + 8, y + 22, 4.5, 6)
    canvas.detail(glint, lighten(appearance.skin, 0.1), 0.35)


def _beard(canvas: Canvas, appearance: Appearance, turn: float) -> None:
    middle = turn * 40
    low = 132 if appearance.age is Age.OLD else 112
    left = -92 + turn * 46
    right = 92 + turn * 2
    outline = curve([
        (left, -2, 0.4), (left + 24, 30), (middle - 34, 44), (middle, 38), (middle + 34, 44),
        (right - 14, 30), (right - 2, -2, 0.4), (right - 4, 52), (middle + 40, low - 18), (middle + 4, low),
        (middle - 48, low - 18), (left + 6, 56),
    ])  # fmt: skip
    canvas.shape(outline, appearance.hair_colour)
    light = lighten(appearance.hair_colour, 0.07)
    for side in (-1, 1):
        moustache = curve([(middle, 40, 0.3), (middle + side * 22, 36), (middle + side * 42, 54, 0.2),
                           (middle + side * 18, 55), (middle, 50, 0.3)])  # fmt: skip
        canvas.detail(moustache, light)
    if canvas.close:
        dark = lighten(appearance.hair_colour, -0.08)
        for dx in (-30, 0, 30):
            canvas.stroke(line((middle + dx, 84), (middle + dx * 0.8, low - 22)), dark, 3, 0.5)


def _long_hair(view: View) -> Path:
    if view is View.SIDE:
        return curve([(10, -108), (-62, -92), (-104, -20), (-112, 80), (-124, 190), (-70, 222), (-16, 190),
                      (-10, 60), (40, -40)])  # fmt: skip
    return curve([(0, -110), (76, -84), (106, -10), (112, 90), (122, 178), (78, 192), (50, 120), (-50, 120),
                  (-78, 192), (-122, 178), (-112, 90), (-104, -10), (-76, -84)])  # fmt: skip


def _curls(view: View, covered: bool) -> Path:
    around: list[Point]
    if view is View.SIDE:
        around = [(-14, -126), (-84, -100), (-124, -36), (-122, 40), (-78, 92), (-20, 60), (0, -20), (50, -100)]
    else:
        low = 98 if view is View.BACK else 60
        around = [(0, -132), (74, -112), (120, -46), (122, 32), (84, 84), (0, low), (-84, 84), (-122, 32),
                  (-120, -46), (-74, -112)]  # fmt: skip
    if covered:
        around = [(x * 0.96, max(y, -70)) for x, y in around]
    return _scalloped(around, 0.22)


def _scalloped(around: list[Point], bulge: float) -> Path:
    knots: list[tuple[float, float, float]] = []
    middle_x = sum(x for x, _ in around) / len(around)
    middle_y = sum(y for _, y in around) / len(around)
    for i, (x, y) in enumerate(around):
        nx, ny = around[(i + 1) % len(around)]
        knots.append((x, y, 0.15))
        mx, my = (x + nx) / 2, (y + ny) / 2
        knots.append((mx + (mx - middle_x) * bulge, my + (my - middle_y) * bulge, 1.25))
    return curve(knots)


def _hair_in_front(canvas: Canvas, appearance: Appearance, view: View) -> None:
    style, colour = appearance.hair, appearance.hair_colour
    if style is Hairstyle.NONE:
        return
    side = view is View.SIDE
    if side:
        low = 44 if style in (Hairstyle.LONG, Hairstyle.BRAIDS, Hairstyle.CURLY) else 14
        cap = curve([
            (84, -52, 0.5), (62, -88), (4, -112), (-66, -92), (-100, -28), (-92, low), (-66, low + 18, 0.6),
            (-52, 6), (-22, -8, 0.5), (-12, -34, 0.6), (30, -58), (84, -46, 0.5),
        ])  # fmt: skip
    elif style in (Hairstyle.SHORT, Hairstyle.CURLY):
        cap = curve([
            (-94, 8, 0.3), (-102, -34), (-74, -94), (0, -114), (74, -94), (102, -34), (94, 8, 0.3), (84, -26),
            (58, -54, 0.6), (6, -42), (-40, -62), (-80, -34),
        ])  # fmt: skip
    else:
        cap = curve([
            (-92, 40, 0.3), (-104, -28), (-76, -92), (0, -113), (76, -92), (104, -28), (92, 40, 0.3),
            (82, -16), (26, -70, 0.4), (12, -66, 0.4), (-40, -46), (-80, -10),
        ])  # fmt: skip
    canvas.shape(cap, colour)
    if style is Hairstyle.CURLY and appearance.headwear not in COVERING:
        for x, y, r in ((-58, -76, 38), (-14, -96, 38), (34, -92, 36), (70, -64, 27)):
            canvas.shape(ellipse(x - (12 if side else 0), y, r), colour, edge=True)
    if style is Hairstyle.BRAIDS and not in_glass(appearance):
        for x in (-70,) if side else (-92, 92):
            draw_braid(canvas, appearance, x)
    if canvas.close:
        _strands(canvas, colour, side)


def draw_braid(canvas: Canvas, appearance: Appearance, x: float) -> None:
    """A braid hanging from beside the ear, with a ribbon in the accent colour."""
    sway = 8 if x > 0 else -8
    for i in range(4):
        knot = ellipse(x + sway * i * 0.5, 46 + i * 34, 22 - i * 1.5, 25)
        canvas.shape(knot, appearance.hair_colour, edge=True)
    canvas.shape(ellipse(x + sway * 2, 172, 12, 9), appearance.accent_colour)
    tail = curve([(x + sway * 2 - 6, 176, 0.3), (x + sway * 2 + 6, 176, 0.3), (x + sway * 2 + 13, 206),
                  (x + sway * 2, 212), (x + sway * 2 - 13, 206)])  # fmt: skip
    canvas.shape(tail, appearance.hair_colour)


def _strands(canvas: Canvas, colour: str, side: bool) -> None:
    light, dark = lighten(colour, 0.1), lighten(colour, -0.07)
    shift = -14 if side else 0
    canvas.stroke(line((-58 + shift, -62), (-24 + shift, -88), (20 + shift, -94)), light, 6, 0.55)
    canvas.stroke(line((-80 + shift * 0.6, -30), (-60 + shift, -66)), light, 4, 0.4)
    canvas.stroke(line((-40 + shift, -58), (0 + shift, -78), (44 + shift, -72)), dark, 3.5, 0.5)


def _hair_from_behind(canvas: Canvas, appearance: Appearance) -> None:
    style, colour = appearance.hair, appearance.hair_colour
    if style is Hairstyle.NONE:
        if canvas.close:
            canvas.stroke(line((-30, 78), (0, 86), (30, 78)), lighten(appearance.skin, -0.1), 4, 0.5)
        return
    tucked = in_glass(appearance)
    if style is Hairstyle.LONG and not tucked:
        _long_hair_from_behind(canvas, appearance)
    elif style is Hairstyle.CURLY:
        canvas.shape(_curls(View.BACK, appearance.headwear in COVERING), colour)
    else:
        canvas.shape(
            curve([(0, -112), (74, -92), (102, -30), (96, 40), (66, 84), (0, 92), (-66, 84), (-96, 40), (-102, -30),
                   (-74, -92)]), colour)  # fmt: skip
    if style is Hairstyle.BUN:
        canvas.shape(ellipse(0, 44 if appearance.headwear in COVERING else -70, 42, 38), colour, edge=True)
    if style is Hairstyle.BRAIDS and not tucked:
        canvas.stroke(line((0, -104), (2, -20), (0, 70)), lighten(colour, -0.08), 4, 0.6)
        for x in (-56, 56):
            draw_braid(canvas, appearance, x)
    # Without strands a head seen from behind is a blank.
    if style is not Hairstyle.LONG or tucked:
        for x, low in ((-64, 36), (-38, 62), (-8, 44), (22, 66), (54, 40)):
            strand = line((x * 0.4, -88), (x * 1.12, -16), (x, low))
            canvas.stroke(strand, lighten(colour, -0.1), 4.5, 0.6)


def _long_hair_from_behind(canvas: Canvas, appearance: Appearance) -> None:
    """Locks that part over the back and end in points; a child's end above the shoulders, as its head is large."""
    colour = appearance.hair_colour
    low = 128.0 if appearance.species is Species.CHILD else 196.0
    tips: list[tuple[float, float, float]] = []
    for x, drop in ((62, 0.94), (24, 1.0), (-18, 0.96), (-58, 0.9)):
        tips += [(x, low * drop, 0.3), (x - 20, low * 0.84, 0.3)]
    canvas.shape(
        curve([(0, -112), (78, -88), (104, -10), (98, 64), (86, low * 0.84), *tips[:-1], (-88, low * 0.8), (-98, 64),
               (-104, -10), (-78, -88)]), colour)  # fmt: skip
    for x, deep in ((-76, 0.7), (-40, 0.8), (4, 0.8), (44, 0.8), (78, 0.68)):
        canvas.stroke(line((x * 0.5, -84), (x * 1.02, 8), (x * 0.92, low * deep)), lighten(colour, -0.13), 5, 0.75)
    for x in (-58, 24, 60):
        canvas.stroke(line((x * 0.6, -70), (x * 1.05, 0), (x, low * 0.6)), lighten(colour, 0.09), 5, 0.6)
