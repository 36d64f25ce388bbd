"""Four-legged animals low on the ground: sitting up, resting with folded legs, curled up asleep."""

from __future__ import annotations

import math

from studio.production.vocabulary import Accessory, Pose, Species
from studio.tools.image import StagedFigure
from studio.tools.offline.illustrator.colour import lighten
from studio.tools.offline.illustrator.figures import accessories
from studio.tools.offline.illustrator.figures.beast_head import pale
from studio.tools.offline.illustrator.figures.beast_parts import (
    draw_book,
    draw_mane,
    draw_neckwear,
    draw_paw,
    draw_raised_leg,
    place_head,
)
from studio.tools.offline.illustrator.figures.breeds import Breed, Tail
from studio.tools.offline.illustrator.figures.build import View
from studio.tools.offline.illustrator.figures.canvas import Canvas
from studio.tools.offline.illustrator.figures.geometry import Point, curve, ellipse, limb, line, placed
from studio.tools.offline.illustrator.figures.tails import draw_tail, draw_tail_on_ground, draw_wrapped_tail


def draw_sitting(canvas: Canvas, figure: StagedFigure, breed: Breed, view: View) -> tuple[float, float]:
    """Sitting up; gives the half sizes of the contact shadow."""
    sit = _sitting_side if view is View.SIDE else _sitting_upright
    chest, head, shadow = sit(canvas, figure, breed, view)
    if figure.appearance.accessory is Accessory.BACKPACK and view is not View.FRONT:
        away = -breed.chest * 0.9 if view is View.SIDE else 0.0
        if view is View.SIDE:
            # Its straps go round the chest.
            for reach, level in ((0.84, 0.06), (0.5, 0.9)):
                start = (away, chest[1] + breed.chest * (level + 0.12))
                end = (chest[0] + breed.chest * reach, chest[1] + breed.chest * level)
                canvas.stroke(line(start, end), "#6b4a32", breed.chest * 0.1)
        with canvas.at(placed(away, chest[1] + breed.chest * 0.1, 0, breed.chest / 66)):
            accessories.draw_backpack(canvas, 50, 74, figure.appearance.accent_colour, behind=True)
    draw_neckwear(canvas, figure, breed, chest, head, view)
    place_head(canvas, figure, breed, head, view)
    draw_book(canvas, figure, breed, (shadow[0] + breed.head * 0.5, 0))
    return shadow


def _seat(breed: Breed) -> float:
    """How high the chest of a sitting animal is."""
    return breed.leg * 0.62 + breed.belly * 1.1 + breed.length * 0.12


Seated = tuple[Point, Point, tuple[float, float]]  # chest, head, contact shadow


def _sitting_side(canvas: Canvas, figure: StagedFigure, breed: Breed, _view: View) -> Seated:
    fur = figure.appearance.main_colour
    r, hip, tall = breed.leg_radius, breed.hip, _seat(breed)
    rump, chest = (-breed.length * 0.2, -hip * 1.0), (breed.length * 0.16, -tall)
    draw_tail(
        canvas,
        breed,
        figure,
        (rump[0] - hip * 0.8, -hip * (1.0 if breed.tail is Tail.BRUSH else 0.5)),
        1.0,
    )
    head = _seated_head(figure, breed, chest, 0.55)
    canvas.shape(
        limb([(chest[0] + r * 0.9, chest[1]), (chest[0] + r * 1.6, -r)], [breed.chest * 0.5, r * 0.9]),
        lighten(fur, -0.07),
    )
    canvas.shape(limb([chest, head], [breed.chest * 0.78, breed.neck_radius]), fur)
    canvas.shape(
        limb([rump, (breed.length * 0.0, -tall * 0.66), chest], [hip * 1.02, hip * 0.98, breed.chest * 0.86]), fur
    )
    if breed.mask:
        canvas.detail(limb([(chest[0] + breed.chest * 0.42, chest[1] + breed.chest * 0.75),
            (head[0] + 2, head[1] + breed.head * 0.62)],
                           [breed.chest * 0.42, breed.neck_radius * 0.55]), pale(fur), 0.95)  # fmt: skip
    canvas.shape(ellipse(rump[0] + hip * 0.28, -hip * 0.72, hip * 0.84, hip * 0.7), fur, edge=True, rim=False)
    canvas.shape(
        limb([(rump[0] + hip * 0.1, -r * 0.8), (rump[0] + hip * 1.2, -r * 0.8)], [r * 0.78, r * 0.78]),
        fur,
        edge=True,
    )
    shoulder = (chest[0] + r * 0.2, chest[1] + breed.chest * 0.3)
    if figure.pose in (Pose.WAVE, Pose.REACH):
        draw_raised_leg(canvas, breed, shoulder, fur, figure.pose)
    else:
        canvas.shape(
            limb([shoulder, (shoulder[0] + r * 0.4, -r * 0.9)], [breed.chest * 0.42, r * 0.85]), fur, edge=True
        )
        draw_paw(canvas, breed, (shoulder[0] + r * 0.4, 0), fur)
    return chest, head, (breed.length * 0.36 + hip, hip * 0.34)


def _sitting_upright(canvas: Canvas, figure: StagedFigure, breed: Breed, view: View) -> Seated:
    fur = figure.appearance.main_colour
    r, hip, tall = breed.leg_radius, breed.hip, _seat(breed)
    wave = figure.pose is Pose.WAVE
    chest = (0.0, -tall)
    head = _seated_head(figure, breed, chest, 0.0)
    side = 1 if view is View.FRONT else -1
    draw_tail_on_ground(canvas, breed, figure, side)
    canvas.shape(limb([chest, head], [breed.chest * 0.8, breed.neck_radius]), fur)
    canvas.shape(curve([(0, chest[1] - breed.chest * 0.5), (breed.chest * 0.78, chest[1] + breed.chest * 0.1),
        (hip * 1.16, -hip * 0.8),
                        (hip * 1.02, -3, 0.7), (0, -1), (-hip * 1.02, -3, 0.7), (-hip * 1.16, -hip * 0.8),
                        (-breed.chest * 0.78, chest[1] + breed.chest * 0.1)]), fur)  # fmt: skip
    if view is View.FRONT:
        if breed.mask:
            canvas.detail(
                ellipse(0, chest[1] + breed.chest * 0.62, breed.chest * 0.46, breed.chest * 0.86), pale(fur), 0.95
            )
        for foot in (-1, 1):
            canvas.shape(ellipse(foot * hip * 0.92, -r * 0.85, r * 1.5, r * 0.85), fur, edge=True)
            if wave and foot < 0:
                continue
            canvas.shape(limb([(foot * breed.chest * 0.36, chest[1] + breed.chest * 0.5),
                (foot * breed.chest * 0.34, -r)],
                              [r * 1.2, r * 0.9]), fur, edge=True)  # fmt: skip
            canvas.shape(
                ellipse(foot * breed.chest * 0.34, -r * 0.85, r * 1.15, r * 0.85), lighten(fur, 0.02), edge=True
            )
    else:
        for flank in (-1, 1):
            # Haunches, and the soles that they sit on.
            canvas.shape(ellipse(flank * hip * 0.7, -hip * 0.66, hip * 0.52, hip * 0.64), fur, edge=True, rim=False)
            canvas.shape(ellipse(flank * hip * 0.98, -r * 0.8, r * 1.35, r * 0.8), lighten(fur, -0.05), edge=True)
        if breed.tail is Tail.PUFF:
            canvas.shape(ellipse(0, -hip * 0.4, hip * 0.34), pale(fur), edge=True)
    if wave:
        elbow = (-breed.chest * 1.35, chest[1] + breed.chest * 0.5)
        paw = (-breed.head * 1.15 - r * 1.6, elbow[1] - breed.leg * 0.5)
        canvas.shape(
            limb([(-breed.chest * 0.5, chest[1] + breed.chest * 0.3), elbow, paw], [r * 1.5, r * 1.15, r * 0.9]),
            fur,
            edge=True,
        )
        canvas.shape(ellipse(paw[0], paw[1], r * 1.15), lighten(fur, 0.02), edge=True)
    return chest, head, (hip * 1.5, hip * 0.34)


def _seated_head(figure: StagedFigure, breed: Breed, chest: Point, forward: float) -> Point:
    lift = 1.0 if figure.pose is not Pose.LOOK_UP else 1.04
    return chest[0] + breed.neck[0] * forward, chest[1] + breed.neck[1] * 0.86 * lift


def draw_curled(canvas: Canvas, figure: StagedFigure, breed: Breed) -> tuple[float, float]:
    """Curled up asleep; gives the half sizes of the contact shadow."""
    fur = figure.appearance.main_colour
    half = breed.length * 0.42 + breed.hip * 0.5
    tall = breed.hip * 1.72
    canvas.shape(curve([(-half, -tall * 0.34), (-half * 0.62, -tall * 0.9), (0, -tall),
        (half * 0.62, -tall * 0.82), (half, -tall * 0.3),
                        (half * 0.8, -1, 0.6), (-half * 0.8, -1, 0.6)]), fur)  # fmt: skip
    canvas.shape(ellipse(-half * 0.46, -tall * 0.42, half * 0.44, tall * 0.4), fur, edge=True, rim=False)
    _, _, down, drop = breed.muzzle
    low = max(breed.tall_head * 0.98, drop + down * 1.25)
    head = (half * 0.82, -breed.head * low)
    # The neck is behind the head, and so is what is worn around it.
    thick = 0.62 if figure.appearance.accessory is Accessory.SCARF else 0.26
    collar = line(
        (head[0] - breed.head * 0.95, head[1] - breed.head * 0.2), (head[0] - breed.head, head[1] + breed.head * 0.35)
    )
    canvas.stroke(collar, figure.appearance.accent_colour, breed.neck_radius * thick)
    place_head(canvas, figure, breed, head, View.FRONT, 8)
    draw_wrapped_tail(canvas, breed, figure, half)
    _set_down_behind(canvas, figure, breed, -half)
    return (half * 1.15, breed.hip * 0.34)


def _set_down_behind(canvas: Canvas, figure: StagedFigure, breed: Breed, end: float) -> None:
    """What was carried, beyond the tail, which reaches a little farther than the ``end`` of the body."""
    scale = breed.head / 130
    beside = end - breed.hip * 0.4 - accessories.SET_DOWN_HALF * scale
    accessories.draw_set_down(canvas, figure.appearance.accessory, figure.appearance.accent_colour, beside, scale)


def draw_resting(canvas: Canvas, figure: StagedFigure, breed: Breed, view: View) -> tuple[float, float]:
    """Lying with the legs folded and the head up, or laid on the ground ahead in sleep; gives the half sizes of the
    contact shadow."""
    fur = figure.appearance.main_colour
    asleep = figure.pose is Pose.SLEEP
    if asleep:
        view = View.SIDE
    r = breed.leg_radius
    length = breed.length * (1.0 if view is View.SIDE else 0.7)
    middle = -breed.belly * 0.96
    chest = (length * 0.42, middle - breed.belly * 0.14)
    if view is View.BACK:
        chest = (length * 0.1, middle - breed.belly * 0.1)
    head = (chest[0] + breed.neck[0] * (0.8 if view is View.SIDE else 0.2), chest[1] + breed.neck[1] * 0.92)
    if asleep:
        _, _, down, drop = breed.muzzle
        low = max(breed.tall_head * 0.98, drop + down * 1.1)
        head = (chest[0] + math.hypot(*breed.neck) * 0.78, -breed.head * low)
    draw_tail(
        canvas,
        breed,
        figure,
        (-length * 0.5 - breed.hip * 0.6, middle * 0.9),
        0.7 if breed.tail is not Tail.HAIR else 0.5,
    )
    # The far foreleg ends behind the near one.
    end = length * 0.24 + breed.leg * 0.36
    canvas.shape(limb([(length * 0.2, -r * 1.4), (end, -r * 1.3)], [r * 1.4, r * 0.9]), lighten(fur, -0.07))
    if figure.appearance.species is Species.HORSE:
        draw_mane(canvas, figure, breed, chest, head)
    canvas.shape(limb([chest, head], [breed.chest * 0.76, breed.neck_radius]), fur)
    canvas.shape(
        limb(
            [(-length * 0.46, -breed.hip * 0.98), (0, -breed.belly), (length * 0.4, -breed.chest)],
            [breed.hip * 0.97, breed.belly, breed.chest * 0.99],
        ),
        fur,
    )
    if breed.mask and view is not View.BACK:
        canvas.detail(limb([(chest[0] + breed.chest * 0.36, chest[1] + breed.chest * 0.2),
            (head[0] - breed.head * 0.05, head[1] + breed.head * 0.6)],
                           [breed.chest * 0.46, breed.neck_radius * 0.6]), pale(fur), 0.95)  # fmt: skip
    canvas.shape(
        ellipse(-length * 0.36, -breed.hip * 0.72, breed.hip * 0.9, breed.hip * 0.7), fur, edge=True, rim=False
    )
    for start, reach in ((-length * 0.3, 0.3), (length * 0.24, 0.42)):
        knee = (start + breed.leg * reach, -r * 0.95)
        canvas.shape(limb([(start, -r * 1.15), knee], [r * 1.3, r * 0.9]), fur, edge=True)
        canvas.shape(ellipse(knee[0] + r * 0.3, knee[1], r * 1.0, r * 0.9), "#3b2f33")
    draw_neckwear(canvas, figure, breed, chest, head, view)
    place_head(canvas, figure, breed, head, view, 6 if asleep else 0)
    if asleep:
        _set_down_behind(canvas, figure, breed, -length * 0.5 - breed.hip * (1.5 if breed.tail is Tail.HAIR else 0.9))
    else:
        draw_book(canvas, figure, breed, (-length * (0.1 if view is View.SIDE else 0.3), -breed.belly * 1.9))
    return (length * 0.5 + breed.hip * 1.2, breed.hip * 0.34)
