"""The robot: round joints, a screen for a face, a light in the chest."""

from __future__ import annotations

from studio.production.vocabulary import Accessory, Expression, Headwear, Pose
from studio.tools.image import StagedFigure
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.figures import accessories
from studio.tools.offline.illustrator.figures.build import CARRIED, View, view_of
from studio.tools.offline.illustrator.figures.canvas import Canvas, FigureDrawing
from studio.tools.offline.illustrator.figures.geometry import Point, box, curve, ellipse, limb, line, placed, turned
from studio.tools.offline.illustrator.figures.headwear import draw_headwear

_SCREEN = "#1b2233"
_GLOW = "#8ff0ff"
_ARMS = {
    Pose.STAND: ((14, 2), (14, 2)),
    Pose.WALK: ((-24, -4), (30, 40)),
    Pose.SIT: ((24, -10), (24, -10)),
    Pose.REACH: ((12, 4), (74, 92)),
    Pose.WAVE: ((124, 166), (14, 2)),
    Pose.LOOK_UP: ((18, 4), (18, 4)),
    Pose.SLEEP: ((10, 0), (10, 0)),
}


def draw_robot(canvas: Canvas, figure: StagedFigure, mirrored: bool) -> FigureDrawing:
    """A robot in full; asleep it sits powered down."""
    view = view_of(figure.facing)
    low = figure.pose in (Pose.SIT, Pose.SLEEP)
    drop = 164.0 if low else 0.0
    main = figure.appearance.main_colour
    dark = mix(main, "#20283c", 0.62)
    side = -1 if view is View.BACK else 1
    near_at, far_at = _shoulders(view, -372 + drop)
    angles = _ARMS[figure.pose]
    near_carries = view is View.SIDE and figure.pose is Pose.WAVE
    if view is View.SIDE and figure.pose is Pose.WAVE:
        angles = angles[1], (104, 152)
    if view is not View.FRONT:
        _arm(canvas, figure, far_at, angles[1], side if view is View.BACK else 1, dark, carries=not near_carries)
    if not low:
        _legs(canvas, figure, view, dark)
    _body(canvas, figure, view, drop, dark)
    if low and view is not View.BACK:
        _legs_forward(canvas, view, dark, main)
    near_side = 1 if view is View.SIDE else -side
    if near_carries:
        # Behind the head: what it holds would cross the face.
        _arm(canvas, figure, near_at, angles[0], near_side, dark, carries=True)
    slump = 18 if figure.pose is Pose.SLEEP else 0
    angle = 14 if slump and view is View.SIDE else -16 if figure.pose is Pose.LOOK_UP and view is View.SIDE else 0
    with canvas.at(placed(0, -410 + drop)):
        if figure.appearance.accessory is Accessory.SCARF:
            accessories.draw_scarf(canvas, 76, figure.appearance.accent_colour, view)
    with canvas.at(placed(14 if view is View.SIDE else 0, -520 + drop + slump, angle)):
        _head(canvas, figure, view, dark)
    if view is View.FRONT:
        _arm(canvas, figure, far_at, angles[1], 1, dark, carries=True)
    if not near_carries:
        _arm(canvas, figure, near_at, angles[0], near_side, dark, carries=False)
    if low:
        accessories.draw_set_down(
            canvas,
            figure.appearance.accessory if figure.appearance.accessory in CARRIED else Accessory.NONE,
            figure.appearance.accent_colour,
            230,
            0.9,
        )
    return canvas.finish(mirrored, (150 if low else 130, 34))


def _shoulders(view: View, y: float) -> tuple[Point, Point]:
    if view is View.SIDE:
        return (-46, y), (72, y)
    side = -1 if view is View.BACK else 1
    return (-side * 128, y), (side * 128, y)


def _arm(
    canvas: Canvas, figure: StagedFigure, at: Point, angles: tuple[float, float], side: int, dark: str, carries: bool
) -> None:
    main, accessory = figure.appearance.main_colour, figure.appearance.accessory
    holds = carries and accessory in CARRIED and figure.pose not in (Pose.SIT, Pose.SLEEP)
    if holds and figure.pose is not Pose.REACH:
        angles = (30, 72)
    elbow = turned(at, side * angles[0], 92)
    hand = turned(elbow, side * angles[1], 84)
    canvas.mark_whole(hand[1] - 40, hand[1] + max(40, accessories.HANGS.get(accessory, 0.0) if holds else 0.0))
    if holds:
        with canvas.at(placed(hand[0], hand[1])):
            match accessory:
                case Accessory.LANTERN:
                    accessories.draw_lantern(canvas)
                case Accessory.BASKET:
                    accessories.draw_basket(canvas, figure.appearance.accent_colour)
                case Accessory.STAFF:
                    accessories.draw_staff(canvas, -hand[1] - 6, figure.appearance.accent_colour)
                case _:
                    accessories.draw_book(canvas, figure.appearance.accent_colour, View.FRONT)
    canvas.shape(limb([at, elbow], [21, 19]), dark)
    canvas.shape(limb([elbow, hand], [26, 30]), main, edge=True)
    canvas.shape(ellipse(hand[0], hand[1], 33), dark, edge=True)
    canvas.shape(ellipse(at[0], at[1], 34), main, edge=True)
    canvas.detail(ellipse(at[0], at[1], 12), dark)


def _legs(canvas: Canvas, figure: StagedFigure, view: View, dark: str) -> None:
    main = figure.appearance.main_colour
    stride = 84.0 if figure.pose is Pose.WALK else 0.0
    spots = (
        ((-10, -stride), (14, stride))
        if stride and view is View.SIDE
        else ((42, 0.0), (-36, 0.0))
        if view is View.SIDE
        else ((58, 0.0), (-58, 0.0))
    )
    for i, (x, step) in enumerate(spots):
        lift = 16.0 if stride and i == 0 else 0.0
        canvas.shape(limb([(x, -190), (x + step, -70 - lift)], [24, 24]), dark)
        for y in (-150, -122, -94):
            share = (y + 190) / 120
            canvas.stroke(line((x + step * share - 22, y), (x + step * share + 22, y)), lighten(dark, 0.12), 4)
        toe = 22 if view is View.SIDE else 0
        foot = curve([(x + step - 52, -26 - lift), (x + step + toe * 0.3, -74 - lift),
            (x + step + 50 + toe, -30 - lift),
                      (x + step + 54 + toe, -2 - lift, 0.3), (x + step - 54, -2 - lift, 0.3)])  # fmt: skip
        canvas.shape(foot, main, edge=True)


def _legs_forward(canvas: Canvas, view: View, dark: str, main: str) -> None:
    spots = ((150, -40),) if view is View.SIDE else ((-70, -44), (70, -44))
    if view is View.SIDE:
        canvas.shape(limb([(20, -40), (130, -34)], [28, 26]), dark, edge=True)
    for x, y in spots:
        if view is View.SIDE:
            canvas.shape(box(x - 18, -104, x + 34, -2, 20), main, edge=True)
        else:
            canvas.shape(ellipse(x, y, 54, 43), main, edge=True)
            canvas.detail(ellipse(x, y + 2, 34, 25), dark)


def _body(canvas: Canvas, figure: StagedFigure, view: View, drop: float, dark: str) -> None:
    main, accent = figure.appearance.main_colour, figure.appearance.accent_colour
    wide = 104 if view is View.SIDE else 126
    with canvas.at(placed(0, -290 + drop)):
        canvas.shape(box(-40, -150, 40, -100, 12), dark)
        if figure.appearance.accessory is Accessory.BACKPACK and view is View.SIDE:
            with canvas.at(placed(-70, -96)):
                accessories.draw_backpack(canvas, 70, 150, accent, behind=False)
        canvas.shape(
            curve(
                [
                    (-wide * 0.86, -112, 0.5),
                    (0, -126),
                    (wide * 0.86, -112, 0.5),
                    (wide, 0),
                    (wide * 0.84, 108),
                    (0, 122),
                    (-wide * 0.84, 108),
                    (-wide, 0),
                ]
            ),
            main,
        )
        canvas.shape(
            curve(
                [
                    (-wide * 0.95, 52, 0.2),
                    (0, 66),
                    (wide * 0.95, 52, 0.2),
                    (wide * 0.82, 110),
                    (0, 123),
                    (-wide * 0.82, 110),
                ]
            ),
            dark,
            rim=False,
        )
        if view is View.BACK:
            canvas.shape(box(-62, -80, 62, 30, 16), lighten(main, -0.06), edge=True, rim=False)
            for y in (-54, -28, -2):
                canvas.stroke(line((-38, y), (38, y)), dark, 7, 0.7)
            if figure.appearance.accessory is Accessory.BACKPACK:
                with canvas.at(placed(0, -100)):
                    accessories.draw_backpack(canvas, 92, 160, accent, behind=True)
            return
        x = 34 if view is View.SIDE else 0
        canvas.shape(ellipse(x + 26, -34, 40), lighten(main, 0.08), edge=True, rim=False)
        canvas.detail(ellipse(x + 26, -34, 30), _SCREEN)
        canvas.detail(ellipse(x + 26, -34, 23), accent, glows=True)
        canvas.detail(ellipse(x + 18, -44, 8, 6), "#ffffff", 0.75)
        for y in (-58, -40, -22):
            canvas.stroke(line((x - 68, y), (x - 34, y)), dark, 7, 0.75)
        if canvas.close:
            for bx in (-0.78, 0.78):
                for by in (-84, 34):
                    canvas.detail(ellipse(bx * wide, by, 6), dark, 0.8)
            canvas.stroke(line((-wide * 0.7, -104), (0, -114), (wide * 0.5, -108)), "#ffffff", 6, 0.4)


def _head(canvas: Canvas, figure: StagedFigure, view: View, dark: str) -> None:
    main, accent = figure.appearance.main_colour, figure.appearance.accent_colour
    asleep = figure.pose is Pose.SLEEP
    covered = figure.appearance.headwear is not Headwear.NONE
    if not covered:
        canvas.stroke(line((0, -100), (6, -168)), dark, 9)
        canvas.glow(8, -178, 44, accent, 0.0 if asleep else 0.5)
        canvas.shape(ellipse(8, -178, 18), accent)
    if view is not View.SIDE:
        for side in (-1, 1):
            canvas.shape(box(side * 128 - 16, -34, side * 128 + 16, 34, 13), dark)
    canvas.shape(
        curve([(-118, -72), (0, -112), (118, -72), (126, 20), (104, 88, 0.8), (0, 100), (-104, 88, 0.8), (-126, 20)]),
        main,
    )
    if view is View.SIDE:
        canvas.shape(ellipse(-66, 4, 32, 36), dark, edge=True, rim=False)
        canvas.detail(ellipse(-66, 4, 14, 16), accent)
    if view is View.BACK:
        # Louvres: a round and a bow would be a nose and a mouth.
        canvas.detail(box(-58, -8, 58, 70, 14), lighten(main, -0.05))
        for y in (10, 30, 50):
            canvas.stroke(line((-40, y), (40, y)), dark, 9)
    else:
        x = 40.0 if view is View.SIDE else 0.0
        wide = 74 if view is View.SIDE else 92
        rise = -20 if figure.pose is Pose.LOOK_UP and view is View.FRONT else 0
        with canvas.at(placed(0, rise)):
            canvas.shape(box(x - wide, -52, x + wide, 64, 44), _SCREEN, rim=False, depth=0.6)
            _screen_face(canvas, x, wide * 0.44, figure.expression, asleep)
            glare = line((x - wide * 0.76, -16), (x - wide * 0.56, -36), (x - wide * 0.2, -42))
            canvas.stroke(glare, "#ffffff", 6, 0.4)
    if figure.appearance.accessory is Accessory.GLASSES and view is not View.BACK:
        x = 40.0 if view is View.SIDE else 0.0
        spread = 32.0 if view is View.SIDE else 40.0
        accessories.draw_glasses(canvas, (x - spread, -4), (x + spread, -4), 34, 1.0)
    with canvas.at(placed(0, -6, 0, 1.2)):
        draw_headwear(canvas, figure.appearance, view)


def _screen_face(canvas: Canvas, x: float, spread: float, expression: Expression, asleep: bool) -> None:
    canvas.mark_face(x, 50)
    for side in (-1, 1):
        at = x + side * spread
        if asleep:
            canvas.stroke(line((at - 17, 0), (at + 17, 0)), mix(_GLOW, _SCREEN, 0.5), 7)
        elif expression is Expression.HAPPY:
            canvas.stroke(line((at - 18, 6), (at, -14), (at + 18, 6)), _GLOW, 10)
        elif expression is Expression.SURPRISED:
            canvas.detail(ellipse(at, -4, 21, 24), _GLOW, glows=True)
            canvas.detail(ellipse(at, -4, 10, 12), _SCREEN)
        else:
            canvas.detail(ellipse(at, -4, 15, 21), _GLOW, glows=True)
            canvas.detail(ellipse(at + 4, -11, 5, 6), "#ffffff", glows=True)
            slant = {Expression.SAD: 10, Expression.AFRAID: 9, Expression.DETERMINED: -10}.get(expression, 0)
            if slant:
                canvas.stroke(line((at - side * 18, -28 - slant), (at + side * 18, -28 + slant)), _GLOW, 7)
    bend = {Expression.HAPPY: 12, Expression.SAD: -9, Expression.AFRAID: -6, Expression.DETERMINED: 0}.get(
        expression, 7
    )
    if expression is Expression.SURPRISED:
        canvas.detail(ellipse(x, 40, 9, 11), _GLOW, glows=True)
    elif not asleep:
        canvas.stroke(line((x - 18, 38), (x, 38 + bend), (x + 18, 38)), _GLOW, 6)
