"""The songbird: on the ground, or on the wing when it reaches or waves."""

from __future__ import annotations

from studio.production.vocabulary import Accessory, Expression, Headwear, Pose
from studio.tools.image import StagedFigure
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.figures import accessories, face
from studio.tools.offline.illustrator.figures.build import View, view_of
from studio.tools.offline.illustrator.figures.canvas import Canvas, FigureDrawing
from studio.tools.offline.illustrator.figures.geometry import curve, ellipse, limb, line, placed
from studio.tools.offline.illustrator.figures.headwear import clear_of_eyes, draw_headwear

_BEAK = "#f0a23a"
_FLIGHT = 240.0
_EYE, _HAT = 9.5, 0.43
"""Half the height of an eye, and the scale of headwear."""


def draw_bird(canvas: Canvas, figure: StagedFigure, mirrored: bool) -> FigureDrawing:
    """A songbird; it hovers with beating wings when it reaches or waves."""
    view = view_of(figure.facing)
    flying = figure.pose in (Pose.REACH, Pose.WAVE)
    with canvas.at(placed(0, -_FLIGHT if flying else 0)):
        if view is View.SIDE:
            _side(canvas, figure, flying)
        else:
            _round(canvas, figure, view, flying)
    if flying:
        return canvas.finish(mirrored, (0, 0), -canvas.bottom)
    return canvas.finish(mirrored, (62, 13))


def _set_down(canvas: Canvas, figure: StagedFigure, x: float, scale: float) -> None:
    """Small creatures have what they carry beside them."""
    accessories.draw_set_down(canvas, figure.appearance.accessory, figure.appearance.accent_colour, x, scale)


def _side(canvas: Canvas, figure: StagedFigure, flying: bool) -> None:
    main = figure.appearance.main_colour
    asleep = figure.pose is Pose.SLEEP
    wing_colour = lighten(main, -0.08)
    step = 10.0 if figure.pose is Pose.WALK else 0.0
    if flying:
        canvas.shape(limb([(0, -78), (-34, -140), (-78, -176)], [22, 20, 6]), lighten(main, -0.12))
    else:
        for dx in (-8 - step, 12 + step):
            canvas.stroke(line((6 + dx * 0.5, -26), (6 + dx, -4)), _BEAK, 5)
            canvas.stroke(line((2 + dx, -3), (20 + dx, -3)), _BEAK, 5)
    canvas.shape(curve([(-44, -62), (-108, -46, 0.3), (-118, -26, 0.3), (-50, -34)]), wing_colour)
    nod = -14 if figure.pose is Pose.LOOK_UP else 0
    canvas.shape(curve([(-56, -62), (-14, -98), (40, -90), (66, -56), (40, -24), (-12, -18), (-48, -36)]), main)
    canvas.detail(curve([(20, -66), (60, -62), (44, -28), (4, -22), (-6, -40)]), mix(main, "#fff3dd", 0.7))
    with canvas.at(placed(34, -104, nod)):
        canvas.shape(ellipse(0, 0, 46, 43), main)
        gaze = face.Gaze((8, -5), (32, -5), _EYE, 0.72, whites=True)
        _blush(canvas, gaze)
        beak = curve([(38, 0), (70, 8, 0.1), (38, 17)])
        canvas.shape(beak, _BEAK)
        if figure.expression in (Expression.HAPPY, Expression.SURPRISED) and not asleep:
            canvas.shape(curve([(36, 12), (60, 20, 0.1), (34, 24)]), lighten(_BEAK, -0.1))
        _small_face(canvas, figure, gaze, asleep)
    wing = limb([(-4, -70), (-30, -126), (-56, -182)], [30, 27, 8]) if flying else curve(
        [(16, -74), (-30, -76), (-76, -44, 0.2), (-26, -30), (10, -42)])  # fmt: skip
    canvas.shape(wing, wing_colour, edge=True)
    _wear(canvas, figure, View.SIDE, (34, -104), (22, -68))
    if not flying:
        _set_down(canvas, figure, 98, 0.45)


def _round(canvas: Canvas, figure: StagedFigure, view: View, flying: bool) -> None:
    main = figure.appearance.main_colour
    wing_colour = lighten(main, -0.08)
    back = view is View.BACK
    if not flying:
        for x in (-18, 18):
            canvas.stroke(line((x, -24), (x, -4)), _BEAK, 5)
            canvas.stroke(line((x - 9, -3), (x + 9, -3)), _BEAK, 5)
    for side in (-1, 1):
        if flying:
            # From behind they are spread lower, clear of the head.
            reach = ((36, -66), (92, -84), (142, -94)) if back else ((36, -74), (88, -112), (134, -138))
            canvas.shape(limb([(side * x, y) for x, y in reach], [26, 26, 7]), wing_colour)
    if back:
        # It looks aside, so that the beak tells a bird from a ball: below a brim, above a spread wing.
        drop = 0 if flying else 16
        canvas.shape(curve([(34, -134 + drop), (80, -119 + drop, 0.1), (40, -104 + drop)]), _BEAK)
    canvas.shape(
        curve([(0, -146), (44, -128), (58, -70), (44, -28), (0, -16), (-44, -28), (-58, -70), (-44, -128)]), main
    )
    if back:
        _folded_from_behind(canvas, main, flying)
    else:
        canvas.detail(ellipse(0, -52, 34, 33), mix(main, "#fff3dd", 0.7))
        gaze = face.Gaze((-18, -106), (18, -106), _EYE, whites=True)
        _blush(canvas, gaze)
        canvas.shape(curve([(-11, -97), (0, -101), (11, -97), (0, -82, 0.2)]), _BEAK, rim=False)
        _small_face(canvas, figure, gaze, figure.pose is Pose.SLEEP)
        for side in () if flying else (-1, 1):
            wing = curve([(side * 48, -88), (side * 66, -58), (side * 44, -26, 0.3), (side * 36, -60)])
            canvas.shape(wing, wing_colour, edge=True)
    _wear(canvas, figure, view, (0, -106), (0, -88 if back else -76))
    if not flying:
        _set_down(canvas, figure, 90, 0.45)


def _folded_from_behind(canvas: Canvas, main: str, flying: bool) -> None:
    """A fan of tail feathers below the back, and a wing folded along each side."""
    for x in (-17, 17, 0):
        canvas.shape(limb([(x * 0.35, -52), (x, -9)], [8, 8.5]), lighten(main, -0.14), edge=True)
    for side in () if flying else (-1, 1):
        wing = curve([(side * 40, -96), (side * 66, -66), (side * 58, -34), (side * 34, -16, 0.2), (side * 27, -50)])
        canvas.shape(wing, lighten(main, -0.08), edge=True)
        for y in (-58, -44):
            feather = line((side * 36, y - 4), (side * 46, y + 6), (side * 57, y - 4))
            canvas.stroke(feather, lighten(main, -0.16), 3, 0.7)


def _blush(canvas: Canvas, gaze: face.Gaze) -> None:
    """Drawn before the beak, which stands out from the cheeks."""
    face.blush(canvas, gaze, 17, "#e8736c", 0.45)


def _small_face(canvas: Canvas, figure: StagedFigure, gaze: face.Gaze, asleep: bool) -> None:
    face.eyes(canvas, gaze, figure.expression, asleep)
    if figure.expression is not Expression.NEUTRAL and not asleep:
        face.brows(canvas, gaze, figure.expression, lighten(figure.appearance.main_colour, -0.25), 0.4)
    if figure.appearance.accessory is Accessory.GLASSES:
        accessories.draw_glasses(canvas, gaze.near, gaze.far, 14, gaze.far_width)


def _wear(
    canvas: Canvas, figure: StagedFigure, view: View, head: tuple[float, float], neck: tuple[float, float]
) -> None:
    accent = figure.appearance.accent_colour
    with canvas.at(placed(neck[0], neck[1])):
        if figure.appearance.accessory is Accessory.SCARF:
            accessories.draw_scarf(canvas, 36 if view is View.SIDE else 46, accent, view, thick=9)
        elif view is not View.BACK:
            canvas.stroke(line((-30, 0), (0, 9), (32, -1)), accent, 7)
        else:
            # From side to side: a short one would be a mouth.
            canvas.stroke(line((-53, -4), (0, 1), (53, -4)), accent, 7)
    if figure.appearance.headwear is not Headwear.HOOD:
        lift = head[1] - 2
        if view is not View.BACK:
            # No brim lies over the eyes.
            level = head[1] - (5 if view is View.SIDE else 0)
            lift = clear_of_eyes(figure.appearance.headwear, lift, level - _EYE * 1.3, _HAT)
        with canvas.at(placed(head[0], lift, 0, _HAT)):
            draw_headwear(canvas, figure.appearance, view)
