"""Spirits: a cloud, star, flame, ghost, moon or wave with a friendly face."""

from __future__ import annotations

import math
from dataclasses import dataclass

from studio.production.vocabulary import Accessory, Expression, Headwear, Pose, SpiritForm
from studio.tools.image import StagedFigure
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.figures import accessories, face
from studio.tools.offline.illustrator.figures.build import View, view_of
from studio.tools.offline.illustrator.figures.canvas import Canvas, FigureDrawing
from studio.tools.offline.illustrator.figures.geometry import Path, curve, ellipse, limb, line, placed
from studio.tools.offline.illustrator.figures.headwear import draw_headwear

_HOVERS = {
    SpiritForm.CLOUD: 70.0,
    SpiritForm.STAR: 60.0,
    SpiritForm.FLAME: 0.0,
    SpiritForm.GHOST: 50.0,
    SpiritForm.MOON: 60.0,
    SpiritForm.WAVE: 0.0,
}


@dataclass(frozen=True)
class Features:
    """Where a form wears its face: middle, half distance of the eyes, their size, the top of the head, arms.

    ``neck`` is the middle and the half width of the body where a scarf goes around it, below the mouth.
    """

    x: float
    y: float
    spread: float
    eye: float
    top: tuple[float, float, float]
    arms: tuple[float, float]
    arm_y: float
    neck: tuple[float, float]


_FEATURES = {
    SpiritForm.CLOUD: Features(0, -230, 66, 25, (10, -378, 1.1), (-240, 250), -170, (-5, 262)),
    SpiritForm.STAR: Features(0, -262, 54, 23, (0, -470, 0.6), (-262, 262), -348, (0, 138)),
    SpiritForm.FLAME: Features(0, -190, 56, 24, (6, -468, 0.62), (-150, 150), -150, (-2, 156)),
    SpiritForm.GHOST: Features(0, -372, 60, 25, (0, -470, 1.25), (-160, 160), -260, (0, 166)),
    SpiritForm.MOON: Features(34, -250, 56, 23, (20, -430, 1.1), (-190, 190), -200, (10, 184)),
    SpiritForm.WAVE: Features(-6, -190, 60, 24, (-10, -340, 1.0), (-200, 180), -150, (-22, 228)),
}


_RESTS = {SpiritForm.CLOUD: 45.0}
"""How far above the ground the middle of a form lies that bulges below it."""


def draw_spirit(canvas: Canvas, figure: StagedFigure, mirrored: bool) -> FigureDrawing:
    """A spirit in full; its body is lit from within, so ambient light and shading are mild.

    One that turns away shows its side: without a face it is a thing, a bush or a stone.
    """
    form = figure.appearance.spirit
    view = View.FRONT if view_of(figure.facing) is View.FRONT else View.SIDE
    features = _FEATURES[form]
    # Who sleeps has come down.
    hovers = _HOVERS[form] > 0 and figure.pose is not Pose.SLEEP
    lift = _HOVERS[form] if hovers else _RESTS.get(form, 0.0)
    lean = 7.0 if hovers and figure.pose is Pose.WALK else 0.0
    colour = figure.appearance.main_colour
    if form is SpiritForm.STAR:
        lean += {Pose.WAVE: 14.0, Pose.REACH: -10.0}.get(figure.pose, 0.0)
    with canvas.at(placed(0, -lift, lean)):
        held = _arms(canvas, figure, features, view)
        match form:
            case SpiritForm.CLOUD:
                _cloud(canvas, colour)
            case SpiritForm.STAR:
                _star(canvas, colour)
            case SpiritForm.FLAME:
                _flame(canvas, colour, figure.appearance.accent_colour)
            case SpiritForm.GHOST:
                _ghost(canvas, colour)
            case SpiritForm.MOON:
                _moon(canvas, colour)
            case SpiritForm.WAVE:
                _wave(canvas, colour)
        _face(canvas, figure, features, view)
        _wear(canvas, figure, features, view)
        _carry(canvas, figure, held)
    if hovers:
        return canvas.finish(mirrored, (0, 0), max(0.0, -canvas.bottom))
    return canvas.finish(mirrored, (210, 42))


def _face(canvas: Canvas, figure: StagedFigure, features: Features, view: View) -> None:
    turn = 26.0 if view is View.SIDE else 0.0
    rise = -16 if figure.pose is Pose.LOOK_UP else 0
    x, y = features.x + turn * 1.5, features.y + rise
    spread = features.spread * (0.88 if turn else 1.0)
    gaze = face.Gaze(
        (x - spread, y),
        (x + spread, y),
        features.eye,
        0.84 if turn else 1.0,
        whites=face.is_dark(figure.appearance.main_colour),
    )
    asleep = figure.pose is Pose.SLEEP
    face.blush(canvas, gaze, features.eye * 1.75, "#f0787c", 0.5)
    face.eyes(canvas, gaze, figure.expression, asleep)
    if figure.expression is not Expression.NEUTRAL and not asleep:
        face.brows(canvas, gaze, figure.expression, lighten(figure.appearance.main_colour, -0.3), 0.34)
    face.mouth(canvas, x + turn * 0.2, y + features.eye * 2.0, features.eye * 1.3, figure.expression, asleep)
    if figure.expression is Expression.SAD and canvas.close and not asleep:
        face.tear(canvas, x - spread - 6, y + features.eye * 1.3, 15)
    if figure.appearance.accessory is Accessory.GLASSES:
        accessories.draw_glasses(canvas, gaze.near, gaze.far, features.eye * 1.8, gaze.far_width)


def _arms(canvas: Canvas, figure: StagedFigure, features: Features, view: View) -> tuple[float, float]:
    """Two stubby arms behind the body; gives the hand that carries."""
    left, right = features.arms
    y = features.arm_y
    colour = lighten(figure.appearance.main_colour, 0.03)
    wave, reach = figure.pose is Pose.WAVE, figure.pose is Pose.REACH
    held = (right, y)
    for x, lifted in ((left, wave), (right, reach)):
        out = 1 if x > 0 else -1
        if figure.appearance.spirit is SpiritForm.STAR:
            # It carries at the tip of its side point: farther down, what hangs there would cut off the point below.
            held = (right, y)
            continue
        tip = (
            (x + out * 52, y - 84) if lifted and wave else (x + out * 86, y - 18) if lifted else (x + out * 34, y + 30)
        )
        canvas.shape(
            limb([(x - out * 34, y - 6), (x + out * 16, y + (2 if lifted else 16)), tip], [30, 28, 25]),
            colour,
            edge=True,
        )
        if out > 0:
            held = tip
    return held


def _carry(canvas: Canvas, figure: StagedFigure, at: tuple[float, float]) -> None:
    accent = figure.appearance.accent_colour
    canvas.mark_whole(at[1] - 30, at[1] + max(30, accessories.HANGS.get(figure.appearance.accessory, 0.0)))
    with canvas.at(placed(at[0], at[1])):
        match figure.appearance.accessory:
            case Accessory.LANTERN:
                accessories.draw_lantern(canvas)
            case Accessory.BASKET:
                accessories.draw_basket(canvas, accent)
            case Accessory.BOOK:
                accessories.draw_book(canvas, accent, View.FRONT)
            case Accessory.STAFF:
                accessories.draw_staff(canvas, -at[1] - 6, accent)
            case _:
                return
        # The hand closes over what it holds.
        canvas.shape(ellipse(0, 2, 27, 22), lighten(figure.appearance.main_colour, 0.03), edge=True)


def _wear(canvas: Canvas, figure: StagedFigure, features: Features, view: View) -> None:
    x, y, scale = features.top
    if figure.appearance.headwear not in (Headwear.NONE, Headwear.HOOD):
        with canvas.at(placed(x, y + 66 * scale, 0, scale)):
            draw_headwear(canvas, figure.appearance, view)
    low = features.y + features.eye * 4.4
    if figure.appearance.accessory is Accessory.SCARF:
        with canvas.at(placed(features.neck[0], low)):
            front = View.BACK if view is View.BACK else View.FRONT
            accessories.draw_scarf(
                canvas,
                features.neck[1],
                figure.appearance.accent_colour,
                front,
                thick=26 if _HOVERS[figure.appearance.spirit] else 17,
            )
    elif figure.appearance.accessory is Accessory.BACKPACK and view is View.BACK:
        with canvas.at(placed(features.x, features.y - 40)):
            accessories.draw_backpack(canvas, 110, 170, figure.appearance.accent_colour, behind=True)


def _cloud(canvas: Canvas, colour: str) -> None:
    puffs = (
        (-6, -272, 138),
        (128, -250, 112),
        (-140, -220, 112),
        (206, -168, 92),
        (-212, -142, 84),
        (96, -122, 118),
        (-86, -112, 112),
        (4, -150, 150),
    )
    for i, (x, y, r) in enumerate(puffs):
        canvas.shape(ellipse(x, y, r, r * 0.96), lighten(colour, 0.05 - 0.012 * i), depth=1.3)
    for x, y in ((-96, 18), (-8, 34), (88, 14)):
        canvas.detail(
            curve([(x, y - 24, 0.0), (x + 13, y + 4), (x, y + 17), (x - 13, y + 4)]), mix(colour, "#dff3ff", 0.6)
        )


def _points(count: int, outer: float, inner: float, x: float, y: float) -> Path:
    knots = []
    for i in range(count * 2):
        r, roundness = (outer, 0.9) if i % 2 == 0 else (inner, 0.55)
        angle = math.pi * i / count - math.pi / 2
        knots.append((x + math.cos(angle) * r, y + math.sin(angle) * r, roundness))
    return curve(knots)


def _star(canvas: Canvas, colour: str) -> None:
    canvas.glow(0, -262, 330, mix(colour, "#fff2b8", 0.6), 0.55)
    canvas.shape(_points(5, 285, 165, 0, -262), colour)
    canvas.detail(_points(5, 205, 130, 0, -262), mix(colour, "#fffbe6", 0.55), 0.5, glows=True)


def _flame(canvas: Canvas, colour: str, accent: str) -> None:
    canvas.glow(0, -210, 300, colour, 0.5)
    canvas.shape(curve([(10, -560, 0.1), (66, -430), (92, -380, 0.5), (130, -440, 0.1), (196, -250), (170, -90),
        (80, -10), (0, -4), (-80, -10),
                        (-174, -90), (-190, -230), (-140, -350, 0.3), (-104, -300, 0.5), (-70, -420)]),
                            colour)  # fmt: skip
    canvas.detail(curve([(0, -400, 0.1), (60, -300), (130, -200), (112, -70), (0, -16), (-112, -70), (-130, -190),
        (-60, -290)]),
                  mix(accent, "#ffd968", 0.6), 0.85, glows=True)  # fmt: skip
    canvas.detail(ellipse(0, -120, 84, 92), "#fff3c4", 0.5, glows=True)


def _ghost(canvas: Canvas, colour: str) -> None:
    canvas.glow(0, -300, 320, mix(colour, "#ffffff", 0.5), 0.28)
    canvas.shape(curve([(0, -540), (120, -502), (180, -380), (190, -180), (206, -20, 0.3), (140, -62),
        (96, -4, 0.3), (44, -58), (0, -4, 0.3),
                        (-48, -58), (-96, -4, 0.3), (-142, -62), (-206, -20, 0.3), (-190, -180), (-180, -380),
                            (-120, -502)]), colour)  # fmt: skip
    canvas.detail(ellipse(-70, -450, 40, 60, 25), "#ffffff", 0.25)


def _moon(canvas: Canvas, colour: str) -> None:
    canvas.glow(10, -250, 330, mix(colour, "#fff6cf", 0.6), 0.5)
    canvas.shape(ellipse(10, -250, 226, 226), colour)
    crater = lighten(colour, -0.09)
    for x, y, r in ((-110, -330, 42), (-150, -220, 28), (-70, -120, 34), (120, -400, 28), (150, -130, 32)):
        canvas.detail(ellipse(x, y, r, r * 0.9), crater, 0.75)
    if canvas.close:
        for x, y, r in ((-40, -410, 14), (60, -80, 12), (-190, -290, 11)):
            canvas.detail(ellipse(x, y, r, r * 0.9), crater, 0.6)


def _wave(canvas: Canvas, colour: str) -> None:
    foam = mix(colour, "#f4fdff", 0.8)
    canvas.shape(curve([(-290, -4, 0.3), (-266, -90), (-220, -230), (-110, -350), (40, -410), (190, -380),
        (280, -290), (270, -210, 0.3),
                        (210, -250), (160, -210), (190, -120), (270, -50), (310, -4, 0.3)]), colour)  # fmt: skip
    canvas.shape(curve([(-120, -352, 0.3), (40, -418), (196, -388), (288, -294), (274, -200, 0.4), (232, -238),
        (196, -262), (150, -268, 0.4),
                        (96, -330), (20, -346), (-60, -326)]), foam)  # fmt: skip
    for x, y, r in ((286, -180, 20), (316, -230, 13), (250, -168, 12)):
        canvas.shape(ellipse(x, y, r), foam)
    for x in (-220, -130, -40, 60, 150, 240):
        canvas.shape(ellipse(x, -26, 54, 24), foam)
    canvas.stroke(line((-210, -120), (-170, -220), (-96, -300)), mix(colour, "#ffffff", 0.4), 9, 0.6)
