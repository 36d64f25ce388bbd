"""The owl: upright and round, with a face of two discs."""

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
_EYES = -180
"""The height of the eyes."""


def draw_owl(canvas: Canvas, figure: StagedFigure, mirrored: bool) -> FigureDrawing:
    """An owl, upright."""
    view = view_of(figure.facing)
    main, accent = figure.appearance.main_colour, figure.appearance.accent_colour
    pose = figure.pose
    asleep = pose is Pose.SLEEP
    turn = 18.0 if view is View.SIDE else 0.0
    if view is View.SIDE:
        canvas.shape(curve([(-70, -70), (-96, -12), (-60, -6, 0.3), (-30, -40)]), lighten(main, -0.06))
    elif view is View.BACK:
        canvas.shape(curve([(-34, -60), (34, -60), (26, 0, 0.3), (-26, 0, 0.3)]), lighten(main, -0.08))
    raised = pose in (Pose.WAVE, Pose.REACH)
    if raised:
        side = 1 if pose is Pose.REACH else -1
        canvas.shape(
            limb(
                [(side * 70, -150), (side * 132, -176), (side * 168, -222 if pose is Pose.WAVE else -176)], [34, 34, 12]
            ),
            lighten(main, -0.05),
        )
    if view is not View.BACK:
        for x in (-28, 28):
            for dx in (-11, 0, 11):
                canvas.shape(ellipse(x + dx + turn * 0.6, -6, 6.5, 7), _BEAK)
    step = 8.0 if pose is Pose.WALK else 0.0
    with canvas.at(placed(0, 0, step * 0.6)):
        _coat(canvas, main, view, turn)
        _wings(canvas, figure, view)
        _owl_head(canvas, figure, view, asleep, turn)
        with canvas.at(placed(turn * 0.4, -136)):
            if figure.appearance.accessory is Accessory.SCARF:
                shown = View.BACK if view is View.BACK else View.FRONT
                accessories.draw_scarf(canvas, 92, accent, shown, thick=13)
        scale = 0.62
        if figure.appearance.headwear is not Headwear.HOOD:
            lift = -190.0
            if view is not View.BACK:
                # No brim lies over the eyes.
                brow = _EYES - 20 - (6 if pose is Pose.LOOK_UP else 0)
                lift = clear_of_eyes(figure.appearance.headwear, lift, brow, scale)
            with canvas.at(placed(turn * 0.4, lift, 0, scale)):
                draw_headwear(canvas, figure.appearance, view)
    accessories.draw_set_down(canvas, figure.appearance.accessory, accent, 146, 0.62)
    return canvas.finish(mirrored, (92, 20))


def _coat(canvas: Canvas, main: str, view: View, turn: float) -> None:
    for side in (-1, 1):
        canvas.shape(
            curve(
                [(side * 24 + turn * 0.4, -222), (side * 76 + turn * 0.3, -266, 0.1), (side * 84 + turn * 0.3, -190)]
            ),
            main,
        )
    body = curve(
        [
            (0, -238),
            (66, -226),
            (92, -160),
            (96, -84),
            (62, -14),
            (0, -4),
            (-62, -14),
            (-96, -84),
            (-92, -160),
            (-66, -226),
        ]
    )
    canvas.shape(body, main)
    if view is View.BACK:
        mark = lighten(main, -0.09)
        for x, y in ((-24, -176), (0, -168), (24, -176), (-12, -142), (12, -142), (0, -112)):
            canvas.stroke(line((x - 10, y), (x, y + 8), (x + 10, y)), mark, 5)
    else:
        canvas.detail(
            curve(
                [
                    (turn, -140),
                    (turn + 50, -110),
                    (turn + 44, -36),
                    (turn, -16),
                    (turn - 44, -36),
                    (turn - 50, -110),
                ]
            ),
            mix(main, "#fff3dd", 0.72),
        )
        mark = lighten(main, -0.06)
        for x, y in ((-22, -96), (0, -88), (22, -96), (-11, -66), (11, -66), (0, -44)):
            canvas.stroke(line((turn + x - 8, y), (turn + x, y + 7), (turn + x + 8, y)), mark, 4.5)


def _wings(canvas: Canvas, figure: StagedFigure, view: View) -> None:
    main, pose = figure.appearance.main_colour, figure.pose
    raised = pose in (Pose.WAVE, Pose.REACH)
    wings = (-1,) if view is View.SIDE else (-1, 1)
    for side in wings:
        if raised and side == (1 if pose is Pose.REACH else -1) and view is not View.SIDE:
            continue
        inner = 0.36 if view is not View.BACK else 0.1
        wing = curve(
            [
                (side * 82, -150),
                (side * 108, -96),
                (side * 76, -26, 0.3),
                (side * 90 * inner + side * 22, -70),
                (side * 62, -136),
            ]
        )
        canvas.shape(wing, lighten(main, -0.07), edge=True)
        if canvas.close or view is View.BACK:
            for y in (-100, -74, -50):
                canvas.stroke(
                    line((side * 60, y), (side * 78, y + 12), (side * 92, y + 4)), lighten(main, -0.14), 4, 0.6
                )


def _owl_head(canvas: Canvas, figure: StagedFigure, view: View, asleep: bool, turn: float) -> None:
    main = figure.appearance.main_colour
    lift = -6 if figure.pose is Pose.LOOK_UP else 0
    if view is View.BACK:
        return
    disc = mix(main, "#fff3dd", 0.6)
    y = _EYES + lift
    for side in (-1, 1):
        x = turn * 1.6 + side * (36 - turn * 0.3)
        canvas.detail(ellipse(x, y, 40 - turn * 0.3, 41), disc)
    gaze = face.Gaze((turn * 1.6 - 33 + turn * 0.3, y), (turn * 1.6 + 33 - turn * 0.3, y), 15, 0.94)
    if not asleep:
        for x, _ in (gaze.near, gaze.far):
            canvas.detail(ellipse(x, y, 23, 24), figure.appearance.accent_colour)
    face.eyes(
        canvas, gaze, figure.expression if figure.expression is not Expression.SURPRISED else Expression.NEUTRAL, asleep
    )
    if figure.expression is not Expression.NEUTRAL:
        face.brows(canvas, gaze, figure.expression, lighten(main, -0.16), 0.5)
    face.blush(canvas, gaze, 28, "#e8736c", 0.35)
    bx = turn * 2.0
    canvas.shape(curve([(bx - 12, y + 12), (bx, y + 6), (bx + 12, y + 12), (bx, y + 38, 0.2)]), _BEAK, rim=False)
    if figure.expression in (Expression.HAPPY, Expression.SURPRISED) and not asleep:
        canvas.detail(curve([(bx - 8, y + 32, 0.3), (bx + 8, y + 32, 0.3), (bx, y + 46)]), "#8a3a30")
    if figure.appearance.accessory is Accessory.GLASSES:
        accessories.draw_glasses(canvas, gaze.near, gaze.far, 27, 0.96)
