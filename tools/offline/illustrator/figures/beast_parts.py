"""Legs, paws, neckwear and the placing of the head, shared by all postures of four-legged animals."""

from __future__ import annotations

from studio.production.vocabulary import Accessory, Pose, Species
from studio.tools.image import StagedFigure
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.figures import accessories
from studio.tools.offline.illustrator.figures.beast_head import draw_beast_head, muzzle_tip, pale
from studio.tools.offline.illustrator.figures.breeds import Breed
from studio.tools.offline.illustrator.figures.build import View
from studio.tools.offline.illustrator.figures.canvas import Canvas
from studio.tools.offline.illustrator.figures.geometry import Point, curve, ellipse, limb, line, placed


def place_head(canvas: Canvas, figure: StagedFigure, breed: Breed, at: Point, view: View, angle: float = 0.0) -> None:
    """The head at ``at``, turned by ``angle`` degrees, with what the mouth carries."""
    if figure.pose is Pose.LOOK_UP and view is View.SIDE:
        angle -= 24
    asleep = figure.pose is Pose.SLEEP
    with canvas.at(placed(at[0], at[1], angle)):
        carried = figure.appearance.accessory
        raised = figure.pose is Pose.LOOK_UP and view is View.FRONT
        draw_beast_head(canvas, figure.appearance, breed, view, figure.expression, asleep, raised)
        if view is View.BACK or asleep:
            return
        tip = muzzle_tip(breed, view)
        scale = max(0.42, breed.head / 150)
        with canvas.at(placed(tip[0], tip[1], -angle, scale)):
            canvas.mark_whole(-20, accessories.HANGS.get(carried, 20.0) * (2.1 if carried is Accessory.BASKET else 1.0))
            if carried is Accessory.LANTERN:
                accessories.draw_lantern(canvas)
            elif carried is Accessory.BASKET:
                # Large and on a cord, or right below a jaw it is a beard.
                canvas.stroke(line((0, -4), (0, 60)), accessories.WOOD, 9)
                with canvas.at(placed(0, 60, 0, 1.5)):
                    accessories.draw_basket(canvas, figure.appearance.accent_colour)
            elif carried is Accessory.STAFF:
                # Seen from the side it points ahead: its other half would cross the cheek.
                side = view is View.SIDE
                with canvas.at(placed(-8, -6, 14 if side else 0)):
                    accessories.draw_stick(
                        canvas, 34 if side else 105, 150 if side else 105, figure.appearance.accent_colour
                    )
            if carried in (Accessory.LANTERN, Accessory.BASKET, Accessory.STAFF):
                # The lip closes over it: one sees that it is held.
                fur = figure.appearance.main_colour
                canvas.shape(ellipse(-6, -5, 24, 12), pale(fur) if breed.mask else fur, edge=True, rim=False)


def draw_book(canvas: Canvas, figure: StagedFigure, breed: Breed, at: Point) -> None:
    """The book of an animal, which no paw can hold: it lies flat at ``at``, on a back or on the ground."""
    if figure.appearance.accessory is Accessory.BOOK:
        with canvas.at(placed(at[0], at[1], 0, max(0.6, breed.head / 80))):
            accessories.draw_flat_book(canvas, figure.appearance.accent_colour)


def draw_neckwear(canvas: Canvas, figure: StagedFigure, breed: Breed, chest: Point, head: Point, view: View) -> None:
    """A collar in the accent colour, or the scarf."""
    upright = figure.pose in (Pose.SIT, Pose.WAVE) or figure.appearance.species is Species.RABBIT
    share = 0.46 if breed.hoofed else 0.82 if upright else 0.6
    x, y = chest[0] + (head[0] - chest[0]) * (1 - share), chest[1] + (head[1] - chest[1]) * (1 - share)
    lean = 0.0 if view is not View.SIDE else min(40.0, breed.neck[0] / -breed.neck[1] * 45)
    half = breed.neck_radius * (1.12 if breed.hoofed else 1.0)
    accent = figure.appearance.accent_colour
    if figure.appearance.accessory is Accessory.SCARF:
        with canvas.at(placed(x, y, lean)):
            accessories.draw_scarf(canvas, half * 0.98, accent, view)
        return
    with canvas.at(placed(x, y, lean)):
        canvas.stroke(line((-half * 0.98, -2), (0, half * 0.26), (half * 0.98, -2)), accent, half * 0.28)
        if view is not View.BACK:
            canvas.detail(ellipse(half * 0.2, half * 0.46, half * 0.17), mix(accent, "#fff2c0", 0.6))


def draw_leg(canvas: Canvas, breed: Breed, top: Point, swing: float, colour: str, hind: bool) -> None:
    """A leg from ``top`` to the ground, its foot ``swing`` forward; ``hind`` legs have a hock."""
    x, y = top
    r = breed.leg_radius
    foot = (x + swing, -r * 0.72)
    if hind:
        bend = breed.leg * (0.09 if breed.hoofed else 0.1)
        knee = (x + swing * 0.3 + bend * 0.5, y * 0.56)
        hock = (x + swing * 0.75 - bend, y * 0.3)
        joints, radii = [(x, y), knee, hock, foot], [breed.hip * 0.72, r * 1.55, r * 0.95, r * 0.8]
    else:
        joints, radii = [(x, y), (x + swing * 0.45, y * 0.45), foot], [breed.chest * 0.5, r * 1.1, r * 0.85]
    canvas.shape(limb(joints, radii), colour)
    draw_paw(canvas, breed, foot, colour)


def draw_paw(canvas: Canvas, breed: Breed, foot: Point, colour: str) -> None:
    """A paw or hoof on the ground below ``foot``."""
    r = breed.leg_radius
    x, _ = foot
    if breed.hoofed:
        hoof = curve(
            [
                (x - r * 0.85, -r * 1.5, 0.2),
                (x + r * 0.85, -r * 1.5, 0.2),
                (x + r * 1.3, -0.5, 0.2),
                (x - r * 1.0, -0.5, 0.2),
            ]
        )
        canvas.shape(hoof, "#3b2f33")
        return
    paw = curve(
        [
            (x - r * 0.95, -r * 0.7),
            (x, -r * 1.5),
            (x + r * 1.1, -r * 1.1),
            (x + r * 1.6, -1, 0.4),
            (x - r * 0.95, -1, 0.4),
        ]
    )
    canvas.shape(paw, lighten(colour, 0.02))


def draw_raised_leg(canvas: Canvas, breed: Breed, top: Point, colour: str, pose: Pose) -> None:
    """A front leg lifted from ``top`` to reach, wave or step; it grows out of the shoulder like the other legs."""
    x, y = top
    r = breed.leg_radius
    if breed.hoofed:
        knee = (x + breed.leg * 0.34, y + breed.leg * 0.16)
        foot = (knee[0] - breed.leg * 0.04, knee[1] + breed.leg * 0.34)
    elif pose is Pose.WAVE:
        knee = (x + breed.leg * 0.51, y + breed.leg * 0.14)
        foot = (knee[0] + breed.leg * 0.47, knee[1] - breed.leg * 0.26)
    else:
        knee = (x + breed.leg * 0.42, y + breed.leg * 0.26)
        foot = (knee[0] + breed.leg * 0.4, knee[1] + breed.leg * 0.06)
    canvas.shape(limb([(x, y), knee, foot], [breed.chest * 0.44, r * 1.1, r * 0.85]), colour)
    if pose is Pose.WAVE and not breed.hoofed:
        canvas.shape(ellipse(foot[0], foot[1], r * 1.15), lighten(colour, 0.02), edge=True)
        return
    # The hoof or paw ends the leg, as on the ground.
    with canvas.at(placed(foot[0], foot[1] + r * (1.0 if breed.hoofed else 0.72), 8 if breed.hoofed else 0)):
        draw_paw(canvas, breed, (0.0, 0.0), colour)


def draw_mane(canvas: Canvas, figure: StagedFigure, breed: Breed, neck: Point, head: Point) -> None:
    """A mane along the back of the neck."""
    back = breed.neck_radius
    canvas.shape(limb([(head[0] - back * 0.5, head[1] - back * 0.9),
        ((head[0] + neck[0]) / 2 - back * 0.95, (head[1] + neck[1]) / 2),
                       (neck[0] - back * 1.3, neck[1] + back * 0.1)], [back * 0.42, back * 0.6, back * 0.3]),
                 figure.appearance.hair_colour)  # fmt: skip
