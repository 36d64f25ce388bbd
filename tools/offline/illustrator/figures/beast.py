"""Four-legged animals: standing, walking, sitting, resting, curled up; from the side, the front and behind."""

from __future__ import annotations

from studio.production.vocabulary import Accessory, Pose, Species
from studio.tools.image import StagedFigure
from studio.tools.offline.illustrator.colour import lighten
from studio.tools.offline.illustrator.figures import accessories
from studio.tools.offline.illustrator.figures.beast_head import pale
from studio.tools.offline.illustrator.figures.beast_low import draw_curled, draw_resting, draw_sitting
from studio.tools.offline.illustrator.figures.beast_parts import (
    draw_book,
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
from studio.tools.offline.illustrator.figures.geometry import Point, limb, line, placed
from studio.tools.offline.illustrator.figures.tails import draw_tail, draw_tail_from_behind

_LEATHER = "#6b4a32"
_SCALE = 1.15  # breeds are measured a little small


def draw_beast(canvas: Canvas, figure: StagedFigure, mirrored: bool) -> FigureDrawing:
    """A fox, cat, dog, rabbit, deer or horse in full."""
    breed = BREEDS[figure.appearance.species]
    pose, view = figure.pose, view_of(figure.facing)
    sits = pose in (Pose.SIT, Pose.WAVE) or (figure.appearance.species is Species.RABBIT and pose is not Pose.WALK)
    with canvas.at(placed(0, 0, 0, _SCALE)):
        if pose is Pose.SLEEP and not breed.hoofed:
            across, down = draw_curled(canvas, figure, breed)
        elif breed.hoofed and pose in (Pose.SIT, Pose.SLEEP):
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
    # On half its legs it stands on nothing.
    canvas.mark_whole(head[1], -1)
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
    beside = length / 2 + breed.hip * 1.1
    # On the back it is seen from the side only.
    at = (beside + breed.head * 0.5, 0.0) if front else (-length * 0.12, top - breed.belly * 0.9)
    draw_book(canvas, figure, breed, at)
    return (beside, breed.hip * 0.34)


def _head_at(figure: StagedFigure, breed: Breed, chest: Point, front: bool) -> Point:
    dx, dy = breed.neck
    if figure.pose is Pose.REACH:
        dx, dy = dx * 1.35, dy * 0.8
    elif figure.pose is Pose.LOOK_UP:
        dx, dy = dx * 0.75, dy * 1.06
    return chest[0] + dx * (0.35 if front else 1.0), chest[1] + dy * (0.9 if front else 1.0)


def _saddlebag(canvas: Canvas, figure: StagedFigure, breed: Breed, at: Point) -> None:
    """A pack on the flank, on two girths that are seen above and below it."""
    r = breed.belly
    for side in (-0.34, 0.34):
        x = at[0] + side * r
        canvas.stroke(
            line((x, at[1] - r * 0.4), (x + r * 0.06, at[1] + r * 0.6), (x, at[1] + r * 1.5)), _LEATHER, r * 0.1
        )
    with canvas.at(placed(at[0], at[1], 0, r / 84)):
        accessories.draw_backpack(canvas, 54, 74, figure.appearance.accent_colour, behind=True)


def _standing_away(canvas: Canvas, figure: StagedFigure, breed: Breed) -> tuple[float, float]:
    """Seen from behind and a little from the side, as a storybook turns an animal away: legs, back and tail show."""
    fur = figure.appearance.main_colour
    far = lighten(fur, -0.07)
    r, length = breed.leg_radius, breed.length * 0.46
    top = -breed.leg - breed.belly * 0.72
    hip, chest = (-length * 0.36, top + 6), (length * 0.64, top - breed.belly * 0.1)
    stride = breed.leg * (0.14 if figure.pose is Pose.WALK else 0.0)
    draw_leg(canvas, breed, (chest[0] + r * 1.3, top), -stride, far, hind=False)
    draw_leg(canvas, breed, (chest[0] - r * 1.3, top), stride, far, hind=False)
    head = (chest[0] + breed.neck[0] * 0.24, chest[1] + breed.neck[1] * 0.94)
    canvas.mark_whole(head[1], -1)
    if figure.appearance.species is Species.HORSE:
        draw_mane(canvas, figure, breed, chest, head)
    canvas.shape(limb([chest, head], [breed.chest * 0.76, breed.neck_radius]), fur)
    draw_neckwear(canvas, figure, breed, chest, head, View.BACK)
    place_head(canvas, figure, breed, head, View.BACK, 5)
    canvas.shape(limb([chest, hip], [breed.chest * 0.94, breed.hip]), fur, edge=True)
    if figure.appearance.accessory is Accessory.BACKPACK:
        # Between the shoulders, beyond the rump.
        _saddlebag(canvas, figure, breed, ((hip[0] + chest[0]) / 2, top - breed.belly * 0.86))
    for side in (1, -1):
        x = hip[0] + side * breed.hip * 0.56
        foot = (x + side * stride, -r * 0.72)
        canvas.shape(limb([(x, top + breed.hip * 0.3), (x + side * r * 0.35, top * 0.45), foot],
                          [breed.hip * 0.5, r * 1.3, r * 0.88]), fur if side < 0 else far)  # fmt: skip
        draw_paw(canvas, breed, foot, fur)
    canvas.shape(limb([(hip[0], top - breed.hip * 0.02), (hip[0], top + breed.hip * 0.24)],
                      [breed.hip * 1.02, breed.hip * 1.04]), fur, edge=True)  # fmt: skip
    draw_tail_from_behind(canvas, breed, figure, (hip[0], top - breed.hip * 0.42))
    draw_book(canvas, figure, breed, (chest[0] + r * 2.6 + breed.head * 0.7, 0.0))
    return (breed.hip * 1.6, breed.hip * 0.34)
