"""The bear: upright like a toy bear when awake, with arms to reach and wave."""

from __future__ import annotations

from studio.production.vocabulary import Accessory, Pose, Species
from studio.tools.image import StagedFigure
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.figures import accessories
from studio.tools.offline.illustrator.figures.beast_head import draw_beast_head, pale
from studio.tools.offline.illustrator.figures.breeds import BREEDS
from studio.tools.offline.illustrator.figures.build import CARRIED, View, view_of
from studio.tools.offline.illustrator.figures.canvas import Canvas, FigureDrawing
from studio.tools.offline.illustrator.figures.geometry import Point, curve, ellipse, limb, line, placed, turned

_ARMS = {
    Pose.STAND: ((16, 4), (16, 4)),
    Pose.WALK: ((-22, 6), (34, 44)),
    Pose.SIT: ((24, -8), (24, -8)),
    Pose.REACH: ((16, 4), (72, 94)),
    Pose.WAVE: ((118, 158), (16, 4)),
    Pose.LOOK_UP: ((14, 0), (14, 0)),
    Pose.SLEEP: ((0, 0), (0, 0)),
}


def draw_bear(canvas: Canvas, figure: StagedFigure, mirrored: bool) -> FigureDrawing:
    """A bear in full."""
    view = view_of(figure.facing)
    if figure.pose is Pose.SLEEP:
        return canvas.finish(mirrored, _asleep(canvas, figure))
    seated = figure.pose is Pose.SIT
    fur = figure.appearance.main_colour
    far = lighten(fur, -0.05)
    drop = 128.0 if seated else 0.0
    middle = (0.0, -320 + drop)
    wide = 178 if view is View.SIDE else 192
    head: Point = (28 if view is View.SIDE else 0, -628 + drop)
    if view is View.SIDE and not seated:
        canvas.shape(ellipse(-168, -226, 40, 36), fur)
    shoulder_y = -468 + drop
    near_at, far_at = _shoulders(view, shoulder_y)
    side = -1 if view is View.BACK else 1
    angles = _ARMS[figure.pose]
    near_carries = view is View.SIDE and figure.pose is Pose.WAVE
    if view is View.SIDE and figure.pose is Pose.WAVE:
        angles = angles[1], (104, 150)
    if view is not View.FRONT:
        _arm(canvas, figure, far_at, angles[1], far, side, carries=not near_carries)
    if not seated:
        _legs(canvas, figure, view, fur)
    _torso(canvas, view, middle, wide, fur)
    if seated:
        _feet_forward(canvas, view, fur)
    if figure.appearance.accessory is Accessory.BACKPACK and view is not View.FRONT:
        with canvas.at(placed(-110 if view is View.SIDE else 0, middle[1] - 170)):
            accessories.draw_backpack(canvas, 110, 200, figure.appearance.accent_colour, behind=view is View.BACK)
    near_side = -side if view is not View.SIDE else 1
    if near_carries:
        # Behind the head: what it holds would cross the face.
        _arm(canvas, figure, near_at, angles[0], fur, near_side, carries=True)
    _neckwear(canvas, figure, (head[0] * 0.6, head[1] + 122), view)
    angle = -16 if figure.pose is Pose.LOOK_UP and view is View.SIDE else 0
    with canvas.at(placed(head[0], head[1], angle)):
        raised = figure.pose is Pose.LOOK_UP and view is View.FRONT
        draw_beast_head(canvas, figure.appearance, BREEDS[Species.BEAR], view, figure.expression, False, raised)
    if view is View.FRONT:
        _arm(canvas, figure, far_at, angles[1], fur, 1, carries=True)
    if not near_carries:
        _arm(canvas, figure, near_at, angles[0], fur, near_side, carries=False)
    if seated and figure.appearance.accessory in CARRIED:
        away = -325 if view is View.SIDE else 325
        accessories.draw_set_down(canvas, figure.appearance.accessory, figure.appearance.accent_colour, away, 1.2)
    return canvas.finish(mirrored, (230 if seated else 190, 46))


def _torso(canvas: Canvas, view: View, middle: Point, wide: float, fur: str) -> None:
    torso = curve(
        [
            (0, middle[1] - 250),
            (wide * 0.66, middle[1] - 190),
            (wide, middle[1] + 40),
            (wide * 0.78, middle[1] + 176),
            (0, middle[1] + 188),
            (-wide * 0.78, middle[1] + 176),
            (-wide, middle[1] + 40),
            (-wide * 0.66, middle[1] - 190),
        ]
    )
    canvas.shape(torso, fur)
    if view is not View.BACK:
        canvas.detail(
            ellipse(48 if view is View.SIDE else 0, middle[1] + 34, 104 if view is View.SIDE else 122, 132),
            pale(fur),
            0.9,
        )
    else:
        canvas.shape(ellipse(0, middle[1] + 132, 42, 38), pale(fur), edge=True)


def _shoulders(view: View, y: float) -> tuple[Point, Point]:
    if view is View.SIDE:
        return (-60, y + 16), (92, y + 10)
    side = -1 if view is View.BACK else 1
    return (-side * 134, y), (side * 134, y)


def _arm(
    canvas: Canvas,
    figure: StagedFigure,
    at: Point,
    angles: tuple[float, float],
    colour: str,
    side: int,
    carries: bool,
) -> None:
    accessory = figure.appearance.accessory
    holds = carries and accessory in CARRIED and figure.pose is not Pose.SIT
    if holds and figure.pose is not Pose.REACH:
        angles = (34, 70) if accessory is not Accessory.BOOK else (30, 20)
    elbow = turned(at, side * angles[0], 132)
    paw = turned(elbow, side * angles[1], 112)
    scale = 1.2
    hangs = accessories.HANGS.get(accessory, 0.0) * scale if holds else 0.0
    canvas.mark_whole(paw[1] - 56, paw[1] + max(56, hangs))
    if holds:
        with canvas.at(placed(paw[0], paw[1], 0, scale)):
            match accessory:
                case Accessory.LANTERN:
                    accessories.draw_lantern(canvas)
                case Accessory.BASKET:
                    accessories.draw_basket(canvas, figure.appearance.accent_colour)
                case Accessory.STAFF:
                    accessories.draw_staff(canvas, -paw[1] / scale - 6, figure.appearance.accent_colour)
                case _:
                    accessories.draw_book(canvas, figure.appearance.accent_colour, View.FRONT)
    canvas.shape(limb([at, elbow, paw], [62, 54, 50]), colour, edge=True)
    if angles[1] > 100:
        canvas.detail(ellipse(paw[0], paw[1] - 10, 24, 22), mix(colour, "#f2a09a", 0.4))
    if canvas.close:
        for dx in (-18, 0, 18):
            canvas.stroke(
                line((paw[0] + dx, paw[1] + 28), (paw[0] + dx * 1.1, paw[1] + 42)), lighten(colour, -0.14), 5, 0.7
            )


def _legs(canvas: Canvas, figure: StagedFigure, view: View, fur: str) -> None:
    stride = 76.0 if figure.pose is Pose.WALK else 0.0
    side = view is View.SIDE
    spots = ((50 - stride, lighten(fur, -0.05)), (-42 + stride, fur)) if side else ((92, fur), (-92, fur))
    for i, (x, colour) in enumerate(spots):
        lift = 22.0 if stride and i == 0 else 0.0
        canvas.shape(limb([(x * 0.7, -210), (x, -110), (x, -56 - lift)], [84, 76, 60]), colour)
        toe = 34 if view is View.SIDE else 0
        foot = curve(
            [
                (x - 66, -34 - lift),
                (x + toe * 0.4, -78 - lift),
                (x + 64 + toe, -40 - lift),
                (x + 66 + toe, -3 - lift, 0.6),
                (x - 62, -3 - lift, 0.6),
            ]
        )
        canvas.shape(foot, colour, edge=True)


def _feet_forward(canvas: Canvas, view: View, fur: str) -> None:
    if view is View.BACK:
        return
    if view is View.SIDE:
        canvas.shape(limb([(20, -76), (190, -66)], [80, 62]), fur, edge=True)
        canvas.shape(ellipse(226, -78, 46, 76), fur, edge=True)
        return
    for side in (-1, 1):
        canvas.shape(ellipse(side * 140, -78, 78, 77), fur, edge=True)
        canvas.detail(ellipse(side * 144, -70, 42, 40), mix(fur, "#f2a09a", 0.4))
        for dx in (-40, 0, 40):
            canvas.detail(ellipse(side * 144 + dx, -128 + abs(dx) * 0.3, 14, 13), mix(fur, "#f2a09a", 0.4))


def _neckwear(canvas: Canvas, figure: StagedFigure, at: Point, view: View) -> None:
    accent = figure.appearance.accent_colour
    with canvas.at(placed(at[0], at[1])):
        if figure.appearance.accessory is Accessory.SCARF:
            accessories.draw_scarf(canvas, 96, accent, view)
            return
        if view is View.BACK:
            canvas.stroke(line((-100, -8), (0, 16), (100, -8)), accent, 26)
            return
        for side in (-1, 1):
            bow = curve([(0, 8), (side * 52, -24, 0.6), (side * 58, 36, 0.6)])
            canvas.shape(bow, accent, edge=True)
        canvas.shape(ellipse(0, 8, 17, 18), lighten(accent, -0.05), edge=True)


def _asleep(canvas: Canvas, figure: StagedFigure) -> tuple[float, float]:
    fur = figure.appearance.main_colour
    canvas.shape(ellipse(-292, -150, 38, 36), fur)
    canvas.shape(
        curve([(-300, -120), (-230, -270), (-60, -330), (110, -286), (220, -160), (210, -3, 0.2), (-240, -3, 0.2)]), fur
    )
    canvas.shape(ellipse(-150, -110, 130, 106), fur, edge=True, rim=False)
    canvas.shape(limb([(-140, -50), (-20, -46)], [46, 44]), fur, edge=True)
    # The neck is behind the head, and so is what is worn around it.
    thick = 68 if figure.appearance.accessory is Accessory.SCARF else 30
    canvas.stroke(line((92, -262), (54, -160), (70, -62)), figure.appearance.accent_colour, thick)
    with canvas.at(placed(212, -138, 6)):
        draw_beast_head(canvas, figure.appearance, BREEDS[Species.BEAR], View.FRONT, figure.expression, asleep=True)
    canvas.shape(limb([(60, -54), (180, -38)], [50, 38]), fur, edge=True)
    accessories.draw_set_down(canvas, figure.appearance.accessory, figure.appearance.accent_colour, -370, 1.2)
    return (310, 50)
