"""Four-legged animals: standing, walking, sitting, resting, curled up; from the side, the front and behind."""

from __future__ import annotations

from studio.production.vocabulary import Accessory, Pose, Species
from studio.tools.image import StagedFigure
from studio.tools.offline.illustrator.colour import lighten
from studio.tools.offline.illustrator.figures import accessories
from studio.tools.offline.illustrator.figures.beast_head import pale
from studio.tools.offline.illustrator.figures.beast_low import draw_curled, draw_resting, draw_sitting
from studio.tools.offline.illustrator.figures.beast_parts import (
    draw_leg,
    draw_mane,
    draw_neckwear,
    draw_paw,
    draw_raised_leg,
    place_head,
)
from studio.tools.offline.illustrator.figures.breeds import BREEDS, Breed
from studio.tools.offline.illustrator.figures.build import View, view_of
from studio.tools.offline.illustrator.figures.canvas import Canvas, FigureDrawing
from studio.tools.offline.illustrator.figures.geometry import Point, ellipse, limb, placed
from studio.tools.offline.illustrator.figures.tails import draw_tail, draw_tail_from_behind

_SCALE = 1.15  # breeds are measured a little small


def draw_beast(canvas: Canvas, figure: StagedFigure, mirrored: bool) -> FigureDrawing:
    """A fox, cat, dog, rabbit, deer or horse in full."""
    breed = BREEDS[figure.appearance.species]
    pose, view = figure.pose, view_of(figure.facing)
    sits = pose in (Pose.SIT, Pose.WAVE) or (figure.appearance.species is Species.RABBIT and pose is not Pose.WALK)
    with canvas.at(placed(0, 0, 0, _SCALE)):
        if pose is Pose.SLEEP:
            across, down = draw_curled(canvas, figure, breed, view)
        elif breed.hoofed and pose is Pose.SIT:
            across, down = draw_resting(canvas, figure, breed, view)
        elif sits and not breed.hoofed:
            across, down = draw_sitting(canvas, figure, breed, view)
        else:
            across, down = _standing(canvas, figure, breed, view)
    return canvas.finish(mirrored, (across * _SCALE, down * _SCALE))


def _standing(canvas: Canvas, figure: StagedFigure, breed: Breed, view: View) -> tuple[float, float]:
    if view is View.BACK:
        return _standing_away(canvas, figure, breed)
    fur = figure.appearance.main_colour
    front = view is View.FRONT
    length = breed.length * (0.52 if front else 1.0)
    top = -breed.leg - breed.belly * 0.72
    hip, chest = (-length / 2, top + 4), (length / 2, top)
    draw_tail(canvas, breed, figure, (hip[0] - breed.hip * 0.75, hip[1] - breed.hip * 0.3), 1.0)
    stride = breed.leg * (0.36 if figure.pose is Pose.WALK else 0.0) * (0.3 if front else 1.0)
    lifted = figure.pose in (Pose.REACH, Pose.WAVE)
    far = lighten(fur, -0.07)
    inset = breed.leg_radius * 1.6
    draw_leg(canvas, breed, (hip[0] + inset, top), stride, far, hind=True)
    draw_leg(canvas, breed, (chest[0] + inset * (0.9 if not front else 0.7), top), -stride, far, hind=False)
    head = _head_at(figure, breed, chest, front)
    neck = (chest[0] - breed.chest * 0.1, chest[1] - breed.chest * 0.24)
    if figure.appearance.species is Species.HORSE:
        draw_mane(canvas, figure, breed, neck, head)
    canvas.shape(limb([neck, head], [breed.chest * 0.76, breed.neck_radius]), fur)
    middle = (0.0, top + breed.belly * 0.06)
    canvas.shape(limb([hip, middle, chest], [breed.hip, breed.belly, breed.chest]), fur)
    if breed.mask:
        bib = limb([(chest[0] + breed.chest * 0.36, chest[1] + breed.chest * 0.34),
                    (head[0] - breed.head * 0.05, head[1] + breed.head * 0.6)],
                   [breed.chest * 0.5, breed.neck_radius * 0.62])  # fmt: skip
        canvas.detail(bib, pale(fur), 0.95)
    draw_leg(canvas, breed, (hip[0] - breed.hip * 0.1, top), -stride, fur, hind=True)
    if lifted:
        draw_raised_leg(canvas, breed, (chest[0] + breed.leg_radius * 0.3, top + breed.chest * 0.3), fur, figure.pose)
    else:
        draw_leg(canvas, breed, (chest[0] - breed.leg_radius * 0.6, top), stride, fur, hind=False)
    if figure.appearance.accessory is Accessory.BACKPACK:
        _saddlebag(canvas, figure, breed, (-length * 0.06, top - breed.belly * 0.5))
    draw_neckwear(canvas, figure, breed, chest, head, view)
    place_head(canvas, figure, breed, head, view)
    return (length / 2 + breed.hip * 1.1, breed.hip * 0.34)


def _head_at(figure: StagedFigure, breed: Breed, chest: Point, front: bool) -> Point:
    dx, dy = breed.neck
    if figure.pose is Pose.REACH:
        dx, dy = dx * 1.35, dy * 0.8
    elif figure.pose is Pose.LOOK_UP:
        dx, dy = dx * 0.75, dy * 1.06
    return chest[0] + dx * (0.35 if front else 1.0), chest[1] + dy * (0.9 if front else 1.0)


def _saddlebag(canvas: Canvas, figure: StagedFigure, breed: Breed, at: Point) -> None:
    with canvas.at(placed(at[0], at[1], 0, breed.belly / 70)):
        accessories.draw_backpack(canvas, 46, 76, figure.appearance.accent_colour, behind=True)


def _standing_away(canvas: Canvas, figure: StagedFigure, breed: Breed) -> tuple[float, float]:
    fur = figure.appearance.main_colour
    top = -breed.leg - breed.belly * 0.72
    head = (0.0, top + breed.neck[1] * 0.86)
    far = lighten(fur, -0.07)
    for side in (-1, 1):
        draw_leg(canvas, breed, (side * breed.hip * 0.3, top), 0, far, hind=False)
    canvas.shape(limb([(0, top), head], [breed.chest * 0.8, breed.neck_radius]), fur)
    draw_neckwear(canvas, figure, breed, (0, top), head, View.BACK)
    place_head(canvas, figure, breed, head, View.BACK)
    lift = breed.leg * 0.12 if figure.pose is Pose.WALK else 0.0
    for side in (-1, 1):
        x = side * breed.hip * 0.58
        canvas.shape(limb([(x, top), (x, top * 0.5), (x, -breed.leg_radius - (lift if side > 0 else 0))],
                          [breed.hip * 0.48, breed.leg_radius * 1.3, breed.leg_radius * 0.95]), fur)  # fmt: skip
        if side < 0 or not lift:
            draw_paw(canvas, breed, (x, 0), fur)
    canvas.shape(ellipse(0, top, breed.hip * 1.08, breed.hip * 1.1), fur, edge=True)
    if figure.appearance.accessory is Accessory.BACKPACK:
        _saddlebag(canvas, figure, breed, (0, top - breed.belly * 0.7))
    draw_tail_from_behind(canvas, breed, figure, (0, top - breed.hip * 0.3))
    return (breed.hip * 1.3, breed.hip * 0.34)
