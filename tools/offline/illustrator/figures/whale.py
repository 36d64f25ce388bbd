"""The whale: swims through the air as through water, and never touches the ground."""

from __future__ import annotations

from studio.production.vocabulary import Accessory, Headwear, Pose
from studio.tools.image import StagedFigure
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.figures import accessories, face
from studio.tools.offline.illustrator.figures.build import CARRIED, View, view_of
from studio.tools.offline.illustrator.figures.canvas import Canvas, FigureDrawing
from studio.tools.offline.illustrator.figures.geometry import Point, curve, ellipse, limb, line, placed
from studio.tools.offline.illustrator.figures.headwear import draw_headwear

_HOVERS = 120.0


def draw_whale(canvas: Canvas, figure: StagedFigure, mirrored: bool) -> FigureDrawing:
    """A whale in full, ``_HOVERS`` above the ground. One that swims away shows its side: its back tells nothing."""
    view = View.FRONT if view_of(figure.facing) is View.FRONT else View.SIDE
    tilt = {Pose.LOOK_UP: -10.0, Pose.REACH: -9.0, Pose.WALK: -5.0, Pose.SLEEP: 6.0}.get(figure.pose, 0.0)
    if view is View.SIDE:
        with canvas.at(placed(0, -_HOVERS - 200 - abs(tilt) * 4, tilt)):
            belly = _profile(canvas, figure)
    else:
        with canvas.at(placed(0, -_HOVERS - 190)):
            belly = _head_on(canvas, figure)
    return canvas.finish(mirrored, (0, 0), belly)


def _profile(canvas: Canvas, figure: StagedFigure) -> float:
    """From the side; the height of the belly above the ground, which a fin may reach below."""
    main = figure.appearance.main_colour
    belly = mix(main, "#f6f1e6", 0.78)
    fluke = figure.pose in (Pose.WAVE, Pose.REACH)
    rise = -56 if fluke else 0
    canvas.shape(curve([(-356, -46 + rise), (-410, -142 + rise), (-486, -168 + rise, 0.4), (-452, -88 + rise, 0.7),
        (-470, -6 + rise, 0.4),
                        (-396, -14 + rise), (-344, 4 + rise)]), main)  # fmt: skip
    canvas.shape(limb([(60, 92), (14, 116), (-60, 144)], [54, 42, 12]), lighten(main, -0.07))
    body = curve([(-392, -52 + rise), (-260, -66), (-100, -146), (120, -196), (330, -146), (420, -10), (366, 116),
        (190, 172), (-30, 150),
                  (-220, 74), (-350, 4 + rise * 0.6)])  # fmt: skip
    canvas.shape(body, main)
    floor = canvas.height_of(body)
    under = curve(
        [(418, 16, 0.3), (352, 54), (160, 70), (-60, 78), (-240, 52), (-120, 118), (40, 158), (190, 168), (360, 112)]
    )
    canvas.detail(under, belly)
    for i in range(4):
        y = 88 + i * 20
        canvas.stroke(
            line((-60 + i * 46, y + 4), (120, y + 8), (360 - i * 34, y - 10)), mix(belly, main, 0.4), 4.5, 0.7
        )
    if canvas.close:
        for x, y, r in ((-60, -80, 12), (-20, -100, 8), (40, -128, 14), (90, -120, 7), (-120, -60, 9)):
            canvas.detail(ellipse(x, y, r, r * 0.8), lighten(main, 0.08), 0.7)
    asleep = figure.pose is Pose.SLEEP
    gaze = face.Gaze((238, -16), (352, -20), 23, 0.62, whites=face.is_dark(main))
    face.blush(canvas, gaze, 44, "#f08a86", 0.5)
    face.eyes(canvas, gaze, figure.expression, asleep)
    face.brows(canvas, gaze, figure.expression, lighten(main, -0.16), 0.34)
    face.mouth(canvas, 318, 46, 38, figure.expression, asleep)
    fin = limb(
        [
            (70, 92),
            (24, 118 if figure.pose is not Pose.WAVE else 40),
            (-48, 148 if figure.pose is not Pose.WAVE else -20),
        ],
        [56, 42, 12],
    )
    canvas.shape(fin, lighten(main, -0.04), edge=True)
    _spout(canvas, 150, -196)
    _wear(canvas, figure, View.SIDE, (214, -120, 17), gaze)
    return floor


def _head_on(canvas: Canvas, figure: StagedFigure) -> float:
    """From the front; gives what ``_profile`` gives."""
    main = figure.appearance.main_colour
    belly = mix(main, "#f6f1e6", 0.78)
    asleep = figure.pose is Pose.SLEEP
    for side in (-1, 1):
        up = figure.pose in (Pose.WAVE, Pose.REACH) and side == (1 if figure.pose is Pose.REACH else -1)
        tip = (side * 390, -110.0) if up else (side * 360, 150.0)
        canvas.shape(limb([(side * 190, 40), (side * 290, 40 if up else 96), tip], [66, 56, 16]), lighten(main, -0.05))
    body = curve(
        [
            (0, -212),
            (110, -194),
            (206, -122),
            (262, -10),
            (236, 104),
            (120, 176),
            (0, 190),
            (-120, 176),
            (-236, 104),
            (-262, -10),
            (-206, -122),
            (-110, -194),
        ]
    )
    canvas.shape(body, main)
    floor = canvas.height_of(body)
    gaze = face.Gaze((-124, -20), (124, -20), 24, whites=face.is_dark(main))
    canvas.detail(
        curve([(-250, 40, 0.4), (0, 72), (250, 40, 0.4), (222, 110), (112, 172), (0, 187), (-112, 172), (-222, 110)]),
        belly,
    )
    for x in (-120, -60, 0, 60, 120):
        canvas.stroke(line((x * 1.1, 84), (x, 128), (x * 0.8, 166)), mix(belly, main, 0.4), 4.5, 0.7)
    face.blush(canvas, gaze, 46, "#f08a86", 0.5)
    face.eyes(canvas, gaze, figure.expression, asleep)
    face.brows(canvas, gaze, figure.expression, lighten(main, -0.16), 0.34)
    face.mouth(canvas, 0, 24, 44, figure.expression, asleep)
    _spout(canvas, 0, -204)
    _wear(canvas, figure, View.FRONT, (0, -130, 0), gaze)
    return floor


def _spout(canvas: Canvas, x: float, y: float) -> None:
    water = "#bfe6f5"
    for side in (-1, 1):
        canvas.stroke(
            line((x, y), (x + side * 8, y - 60), (x + side * 54, y - 86), (x + side * 70, y - 54)), water, 13, 0.9
        )
        canvas.detail(ellipse(x + side * 76, y - 26, 9, 12), water, 0.9)


def _wear(canvas: Canvas, figure: StagedFigure, view: View, top: tuple[float, float, float], gaze: face.Gaze) -> None:
    accent = figure.appearance.accent_colour
    x, y, angle = top
    if figure.appearance.headwear not in (Headwear.NONE, Headwear.HOOD):
        with canvas.at(placed(x, y, angle)):
            draw_headwear(canvas, figure.appearance, view)
    accessory, side = figure.appearance.accessory, view is View.SIDE
    if accessory is Accessory.GLASSES:
        accessories.draw_glasses(canvas, gaze.near, gaze.far, 44, gaze.far_width)
    elif accessory is Accessory.BACKPACK and side:
        canvas.stroke(line((-4, -178), (10, -60), (2, 60)), "#6b4a32", 14)
        with canvas.at(placed(20, -150, -8)):
            accessories.draw_backpack(canvas, 84, 130, accent, behind=True)
    elif accessory in CARRIED:
        _on_the_back(canvas, figure, view)
    if accessory is Accessory.SCARF and view is View.FRONT:
        with canvas.at(placed(0, 84)):
            # Thin, so that its end does not hang below the belly.
            accessories.draw_scarf(canvas, 120, accent, view, thick=18)
    elif view is View.SIDE:
        band = line((-262, -64), (-240, -4), (-262, 44))
        canvas.stroke(band, accent, 44 if accessory is Accessory.SCARF else 20)
    elif view is View.FRONT and accessory not in CARRIED:
        for end in (-1, 1):
            canvas.shape(curve([(0, 118), (end * 62, 82, 0.6), (end * 66, 152, 0.6)]), accent, edge=True)
        canvas.shape(ellipse(0, 118, 20, 21), lighten(accent, -0.05), edge=True)


def _on_the_back(canvas: Canvas, figure: StagedFigure, view: View) -> None:
    """What it carries, out of the water; seen from the front it is on the head, where no hat is. A staff would roll
    off."""
    accessory = figure.appearance.accessory
    if accessory is Accessory.STAFF or (view is View.FRONT and figure.appearance.headwear is not Headwear.NONE):
        return
    at: Point = (-60, -148) if view is View.SIDE else (-92, -190)
    with canvas.at(placed(*at, -16 if view is View.SIDE else -14)):
        if accessory is Accessory.BOOK:
            # Flat: upright it would be stuck in the back.
            accessories.draw_flat_book(canvas, figure.appearance.accent_colour)
            return
        accessories.draw_set_down(canvas, accessory, figure.appearance.accent_colour, 0.0, 1.0)
