"""Four-legged animals: standing, walking, sitting, resting, curled up; from the side, the front and behind."""

from __future__ import annotations

from studio.production.vocabulary import Accessory, Pose, Species
from studio.tools.image import StagedFigure
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.figures import accessories
from studio.tools.offline.illustrator.figures.beast_head import draw_beast_head, muzzle_tip, pale
from studio.tools.offline.illustrator.figures.breeds import BREEDS, Breed, Tail
from studio.tools.offline.illustrator.figures.build import View, view_of
from studio.tools.offline.illustrator.figures.canvas import Canvas, FigureDrawing
from studio.tools.offline.illustrator.figures.geometry import Point, curve, ellipse, limb, line, placed


def draw_beast(canvas: Canvas, figure: StagedFigure, mirrored: bool) -> FigureDrawing:
    """A fox, cat, dog, rabbit, deer or horse in full."""
    breed = BREEDS[figure.appearance.species]
    pose, view = figure.pose, view_of(figure.facing)
    sits = pose in (Pose.SIT, Pose.WAVE) or (figure.appearance.species is Species.RABBIT and pose is not Pose.WALK)
    if pose is Pose.SLEEP:
        shadow = _curled(canvas, figure, breed, view)
    elif breed.hoofed and pose is Pose.SIT:
        shadow = _resting(canvas, figure, breed, view)
    elif sits and not breed.hoofed:
        shadow = _sitting(canvas, figure, breed, view)
    else:
        shadow = _standing(canvas, figure, breed, view)
    return canvas.finish(mirrored, shadow)


def _standing(canvas: Canvas, figure: StagedFigure, breed: Breed, view: View) -> tuple[float, float]:
    if view is View.BACK:
        return _standing_away(canvas, figure, breed)
    fur = figure.appearance.main_colour
    front = view is View.FRONT
    length = breed.length * (0.52 if front else 1.0)
    top = -breed.leg - breed.belly * 0.72
    hip, chest = (-length / 2, top + 4), (length / 2, top)
    _tail(canvas, breed, figure, (hip[0] - breed.hip * 0.75, hip[1] - breed.hip * 0.3), 1.0)
    stride = breed.leg * (0.36 if figure.pose is Pose.WALK else 0.0) * (0.5 if front else 1.0)
    lifted = figure.pose in (Pose.REACH, Pose.WAVE)
    far = lighten(fur, -0.07)
    inset = breed.leg_radius * 1.6
    _leg(canvas, breed, (hip[0] + inset, top), stride, far, hind=True)
    _leg(canvas, breed, (chest[0] + inset * (0.9 if not front else 0.7), top), -stride, far, hind=False)
    head = _head_at(figure, breed, chest, front)
    neck = (chest[0] - breed.chest * 0.1, chest[1] - breed.chest * 0.24)
    if figure.appearance.species is Species.HORSE:
        _mane(canvas, figure, breed, neck, head)
    canvas.shape(limb([neck, head], [breed.chest * 0.76, breed.neck_radius]), fur)
    middle = (0.0, top + breed.belly * 0.06)
    canvas.shape(limb([hip, middle, chest], [breed.hip, breed.belly, breed.chest]), fur)
    if breed.mask:
        bib = limb([(chest[0] + breed.chest * 0.36, chest[1] + breed.chest * 0.34),
                    (head[0] - breed.head * 0.05, head[1] + breed.head * 0.6)],
                   [breed.chest * 0.5, breed.neck_radius * 0.62])  # fmt: skip
        canvas.detail(bib, pale(fur), 0.95)
    _leg(canvas, breed, (hip[0] - breed.hip * 0.1, top), -stride, fur, hind=True)
    if lifted:
        _raised_leg(canvas, breed, (chest[0] + breed.leg_radius * 0.3, top + breed.chest * 0.3), fur, figure.pose)
    else:
        _leg(canvas, breed, (chest[0] - breed.leg_radius * 0.6, top), stride, fur, hind=False)
    if figure.appearance.accessory is Accessory.BACKPACK:
        _saddlebag(canvas, figure, breed, (-length * 0.06, top - breed.belly * 0.5))
    _neckwear(canvas, figure, breed, chest, head, view)
    _head(canvas, figure, breed, head, view)
    return (length / 2 + breed.hip * 1.1, breed.hip * 0.34)


def _head_at(figure: StagedFigure, breed: Breed, chest: Point, front: bool) -> Point:
    dx, dy = breed.neck
    if figure.pose is Pose.REACH:
        dx, dy = dx * 1.35, dy * 0.8
    elif figure.pose is Pose.LOOK_UP:
        dx, dy = dx * 0.75, dy * 1.06
    return chest[0] + dx * (0.35 if front else 1.0), chest[1] + dy * (0.9 if front else 1.0)


def _head(canvas: Canvas, figure: StagedFigure, breed: Breed, at: Point, view: View, angle: float = 0.0) -> None:
    if figure.pose is Pose.LOOK_UP and view is View.SIDE:
        angle -= 24
    asleep = figure.pose is Pose.SLEEP
    with canvas.at(placed(at[0], at[1], angle)):
        carried = figure.appearance.accessory
        draw_beast_head(canvas, figure.appearance, breed, view, figure.expression, asleep)
        if view is View.BACK or asleep:
            return
        tip = muzzle_tip(breed, view)
        scale = max(0.42, breed.head / 150)
        with canvas.at(placed(tip[0], tip[1], -angle, scale)):
            if carried is Accessory.LANTERN:
                accessories.draw_lantern(canvas)
            elif carried is Accessory.BASKET:
                accessories.draw_basket(canvas, figure.appearance.accent_colour)


def _neckwear(canvas: Canvas, figure: StagedFigure, breed: Breed, chest: Point, head: Point, view: View) -> None:
    """A collar in the accent colour, or the scarf."""
    share = 0.46 if breed.hoofed else 0.6 if figure.pose is not Pose.SIT else 0.82
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


def _leg(canvas: Canvas, breed: Breed, top: Point, swing: float, colour: str, hind: bool) -> None:
    x, y = top
    r = breed.leg_radius
    foot = (x + swing, -r * 0.72)
    if hind:
        bend = breed.leg * (0.14 if breed.hoofed else 0.1)
        knee = (x + swing * 0.3 + bend * 0.5, y * 0.56)
        hock = (x + swing * 0.75 - bend, y * 0.3)
        joints, radii = [(x, y), knee, hock, foot], [breed.hip * 0.72, r * 1.55, r * 0.95, r * 0.8]
    else:
        joints, radii = [(x, y), (x + swing * 0.45, y * 0.45), foot], [breed.chest * 0.5, r * 1.1, r * 0.85]
    canvas.shape(limb(joints, radii), colour)
    _paw(canvas, breed, foot, colour)


def _paw(canvas: Canvas, breed: Breed, foot: Point, colour: str) -> None:
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


def _raised_leg(canvas: Canvas, breed: Breed, top: Point, colour: str, pose: Pose) -> None:
    x, y = top
    reach = breed.leg * (0.62 if breed.hoofed else 0.85)
    elbow = (x + reach * 0.6, y + reach * 0.16)
    lift = -0.3 if pose is Pose.WAVE and not breed.hoofed else 0.62 if breed.hoofed else -0.05
    paw = (elbow[0] + reach * (0.12 if breed.hoofed else 0.55), elbow[1] + reach * lift)
    r = breed.leg_radius
    canvas.shape(limb([(x, y), elbow, paw], [r * 1.35, r * 1.1, r * 0.9]), colour, edge=True)
    canvas.shape(ellipse(paw[0], paw[1], r * 1.15), "#3b2f33" if breed.hoofed else lighten(colour, 0.02), edge=True)


def _tail(canvas: Canvas, breed: Breed, figure: StagedFigure, root: Point, spread: float) -> None:
    x, y = root
    size = breed.hip
    fur = figure.appearance.main_colour
    match breed.tail:
        case Tail.BRUSH:
            tip = (x - size * 2.6 * spread, y + size * 0.25)
            canvas.shape(limb([(x + size * 0.5, y), (x - size * 0.9 * spread, y + size * 0.5), (x - size * 1.8 * spread, y + size * 0.35), tip],
                              [size * 0.24, size * 0.5, size * 0.62, size * 0.1]), fur)  # fmt: skip
            canvas.shape(limb([(x - size * 1.95 * spread, y + size * 0.33), tip], [size * 0.5, size * 0.09]), pale(fur))
        case Tail.WHIP:
            canvas.shape(limb([(x + size * 0.5, y), (x - size * 0.7 * spread, y - size * 0.1), (x - size * 1.1 * spread, y - size * 1.3),
                               (x - size * 0.7 * spread, y - size * 2.3)], [size * 0.24, size * 0.22, size * 0.2, size * 0.17]), fur)  # fmt: skip
        case Tail.CURLED:
            canvas.shape(limb([(x + size * 0.5, y), (x - size * 0.5 * spread, y - size * 0.6), (x - size * 0.9 * spread, y - size * 1.4),
                               (x - size * 0.45 * spread, y - size * 1.75)], [size * 0.28, size * 0.26, size * 0.22, size * 0.12]), fur)  # fmt: skip
        case Tail.PUFF:
            canvas.shape(ellipse(x + size * 0.1, y + size * 0.1, size * 0.36, size * 0.33), pale(fur))
        case Tail.HAIR:
            hair = figure.appearance.hair_colour
            low = min(y + size * 2.5, -size * 0.12)
            canvas.shape(limb([(x + size * 0.4, y - size * 0.2), (x - size * 0.45, y + size * 0.3 * spread), (x - size * 0.6, (y + low) / 2 + size * 0.2),
                               (x - size * 0.85, low)], [size * 0.16, size * 0.26, size * 0.3, size * 0.08]), hair)  # fmt: skip


def _mane(canvas: Canvas, figure: StagedFigure, breed: Breed, neck: Point, head: Point) -> None:
    back = breed.neck_radius
    canvas.shape(limb([(head[0] - back * 0.5, head[1] - back * 0.9), ((head[0] + neck[0]) / 2 - back * 0.95, (head[1] + neck[1]) / 2),
                       (neck[0] - back * 1.3, neck[1] + back * 0.1)], [back * 0.42, back * 0.6, back * 0.3]),
                 figure.appearance.hair_colour)  # fmt: skip


def _saddlebag(canvas: Canvas, figure: StagedFigure, breed: Breed, at: Point) -> None:
    with canvas.at(placed(at[0], at[1], 0, breed.belly / 70)):
        accessories.draw_backpack(canvas, 46, 76, figure.appearance.accent_colour, behind=True)


def _standing_away(canvas: Canvas, figure: StagedFigure, breed: Breed) -> tuple[float, float]:
    fur = figure.appearance.main_colour
    top = -breed.leg - breed.belly * 0.72
    head = (0.0, top + breed.neck[1] * 0.86)
    far = lighten(fur, -0.07)
    for side in (-1, 1):
        _leg(canvas, breed, (side * breed.hip * 0.3, top), 0, far, hind=False)
    canvas.shape(limb([(0, top), head], [breed.chest * 0.8, breed.neck_radius]), fur)
    _neckwear(canvas, figure, breed, (0, top), head, View.BACK)
    _head(canvas, figure, breed, head, View.BACK)
    lift = breed.leg * 0.12 if figure.pose is Pose.WALK else 0.0
    for side in (-1, 1):
        x = side * breed.hip * 0.58
        canvas.shape(limb([(x, top), (x, top * 0.5), (x, -breed.leg_radius - (lift if side > 0 else 0))],
                          [breed.hip * 0.48, breed.leg_radius * 1.3, breed.leg_radius * 0.95]), fur)  # fmt: skip
        if side < 0 or not lift:
            _paw(canvas, breed, (x, 0), fur)
    canvas.shape(ellipse(0, top, breed.hip * 1.08, breed.hip * 1.1), fur, edge=True)
    if figure.appearance.accessory is Accessory.BACKPACK:
        _saddlebag(canvas, figure, breed, (0, top - breed.belly * 0.7))
    _tail_from_behind(canvas, breed, figure, (0, top - breed.hip * 0.3))
    return (breed.hip * 1.3, breed.hip * 0.34)


def _tail_from_behind(canvas: Canvas, breed: Breed, figure: StagedFigure, root: Point) -> None:
    x, y = root
    size = breed.hip
    fur = figure.appearance.main_colour
    match breed.tail:
        case Tail.PUFF:
            canvas.shape(ellipse(x, y + size * 0.4, size * 0.34), pale(fur), edge=True)
        case Tail.BRUSH:
            low = min(y + size * 2.1, -10.0)
            canvas.shape(
                limb(
                    [(x, y), (x + size * 0.3, (y + low) / 2), (x + size * 0.2, low)],
                    [size * 0.22, size * 0.5, size * 0.12],
                ),
                fur,
                edge=True,
            )
            canvas.shape(
                limb([(x + size * 0.26, low - size * 0.5), (x + size * 0.2, low)], [size * 0.34, size * 0.1]), pale(fur)
            )
        case Tail.HAIR:
            hair = figure.appearance.hair_colour
            canvas.shape(
                limb(
                    [(x, y), (x, y + size * 1.2), (x + size * 0.1, y + size * 2.4)],
                    [size * 0.14, size * 0.3, size * 0.1],
                ),
                hair,
            )
        case _:
            canvas.shape(
                limb(
                    [
                        (x, y + size * 0.3),
                        (x + size * 1.3, y + size * 0.5),
                        (x + size * 2.0, y - size * 0.3),
                        (x + size * 1.9, y - size * 1.2),
                    ],
                    [size * 0.22, size * 0.22, size * 0.2, size * 0.16],
                ),
                fur,
                edge=True,
            )


def _sitting(canvas: Canvas, figure: StagedFigure, breed: Breed, view: View) -> tuple[float, float]:
    fur = figure.appearance.main_colour
    r, hip = breed.leg_radius, breed.hip
    tall = breed.leg * 0.62 + breed.belly * 1.1 + breed.length * 0.12
    wave = figure.pose is Pose.WAVE
    if view is View.SIDE:
        rump, chest = (-breed.length * 0.2, -hip * 1.0), (breed.length * 0.16, -tall)
        _tail(
            canvas,
            breed,
            figure,
            (rump[0] - hip * 0.8, -hip * 0.55 if breed.tail is not Tail.WHIP else -hip * 0.35),
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
            canvas.detail(limb([(chest[0] + breed.chest * 0.42, chest[1] + breed.chest * 0.75), (head[0] + 2, head[1] + breed.head * 0.62)],
                               [breed.chest * 0.42, breed.neck_radius * 0.55]), pale(fur), 0.95)  # fmt: skip
        canvas.shape(ellipse(rump[0] + hip * 0.28, -hip * 0.72, hip * 0.84, hip * 0.7), fur, edge=True, rim=False)
        canvas.shape(
            limb([(rump[0] + hip * 0.1, -r * 0.8), (rump[0] + hip * 1.2, -r * 0.8)], [r * 0.78, r * 0.78]),
            fur,
            edge=True,
        )
        shoulder = (chest[0] + r * 0.2, chest[1] + breed.chest * 0.3)
        if wave or figure.pose is Pose.REACH:
            _raised_leg(canvas, breed, shoulder, fur, figure.pose)
        else:
            canvas.shape(
                limb([shoulder, (shoulder[0] + r * 0.4, -r * 0.9)], [breed.chest * 0.42, r * 0.85]), fur, edge=True
            )
            _paw(canvas, breed, (shoulder[0] + r * 0.4, 0), fur)
        shadow = (breed.length * 0.36 + hip, hip * 0.34)
    else:
        chest = (0.0, -tall)
        head = _seated_head(figure, breed, chest, 0.0)
        side = 1 if view is View.FRONT else -1
        _tail_on_ground(canvas, breed, figure, side)
        canvas.shape(limb([chest, head], [breed.chest * 0.8, breed.neck_radius]), fur)
        canvas.shape(curve([(0, chest[1] - breed.chest * 0.5), (breed.chest * 0.78, chest[1] + breed.chest * 0.1), (hip * 1.16, -hip * 0.8),
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
                canvas.shape(limb([(foot * breed.chest * 0.36, chest[1] + breed.chest * 0.5), (foot * breed.chest * 0.34, -r)],
                                  [r * 1.2, r * 0.9]), fur, edge=True)  # fmt: skip
                canvas.shape(
                    ellipse(foot * breed.chest * 0.34, -r * 0.85, r * 1.15, r * 0.85), lighten(fur, 0.02), edge=True
                )
        elif breed.tail is Tail.PUFF:
            canvas.shape(ellipse(0, -hip * 0.4, hip * 0.34), pale(fur), edge=True)
        shadow = (hip * 1.5, hip * 0.34)
        if wave:
            elbow = (-breed.chest * 1.35, chest[1] + breed.chest * 0.5)
            paw = (-breed.head * 1.15 - r * 1.6, elbow[1] - breed.leg * 0.5)
            canvas.shape(
                limb([(-breed.chest * 0.5, chest[1] + breed.chest * 0.3), elbow, paw], [r * 1.5, r * 1.15, r * 0.9]),
                fur,
                edge=True,
            )
            canvas.shape(ellipse(paw[0], paw[1], r * 1.15), lighten(fur, 0.02), edge=True)
    if figure.appearance.accessory is Accessory.BACKPACK and view is not View.FRONT:
        away = -breed.chest * 0.9 if view is View.SIDE else 0.0
        with canvas.at(placed(away, chest[1] + breed.chest * 0.1, 0, breed.chest / 66)):
            accessories.draw_backpack(canvas, 50, 74, figure.appearance.accent_colour, behind=True)
    _neckwear(canvas, figure, breed, chest, head, view)
    _head(canvas, figure, breed, head, view)
    return shadow


def _seated_head(figure: StagedFigure, breed: Breed, chest: Point, forward: float) -> Point:
    lift = 1.0 if figure.pose is not Pose.LOOK_UP else 1.04
    return chest[0] + breed.neck[0] * forward, chest[1] + breed.neck[1] * 0.86 * lift


def _tail_on_ground(canvas: Canvas, breed: Breed, figure: StagedFigure, side: int) -> None:
    size = breed.hip
    fur = figure.appearance.main_colour
    if breed.tail is Tail.PUFF:
        return
    thick = 0.42 if breed.tail is Tail.BRUSH else 0.2
    tip = (side * size * 2.35, -size * (0.62 if breed.tail is not Tail.BRUSH else 0.5))
    canvas.shape(limb([(side * size * 0.5, -size * thick), (side * size * 1.5, -size * thick), tip],
                      [size * thick * 0.8, size * thick, size * thick * 0.5]), fur)  # fmt: skip
    if breed.tail is Tail.BRUSH:
        canvas.shape(limb([(side * size * 1.95, -size * 0.45), tip], [size * 0.31, size * 0.2]), pale(fur))


def _curled(canvas: Canvas, figure: StagedFigure, breed: Breed, view: View) -> tuple[float, float]:
    fur = figure.appearance.main_colour
    big = breed.hip * (1.0 if not breed.hoofed else 0.92)
    half = breed.length * 0.42 + breed.hip * 0.5
    tall = big * 1.72
    canvas.shape(curve([(-half, -tall * 0.34), (-half * 0.62, -tall * 0.9), (0, -tall), (half * 0.62, -tall * 0.82), (half, -tall * 0.3),
                        (half * 0.8, -1, 0.6), (-half * 0.8, -1, 0.6)]), fur)  # fmt: skip
    canvas.shape(ellipse(-half * 0.46, -tall * 0.42, half * 0.44, tall * 0.4), fur, edge=True, rim=False)
    head = (half * 0.82, -breed.head * breed.tall_head * 0.9)
    if view is View.BACK:
        head = (half * 0.7, -tall * 0.62)
    if breed.hoofed:
        canvas.shape(
            limb(
                [(half * 0.3, -breed.leg_radius), (half * 1.15, -breed.leg_radius)],
                [breed.leg_radius * 1.3, breed.leg_radius],
            ),
            lighten(fur, -0.05),
        )
        head = (half * 1.0, -breed.head * 1.12)
        canvas.shape(limb([(half * 0.3, -tall * 0.62), head], [breed.chest * 0.7, breed.neck_radius * 0.95]), fur)
    if figure.appearance.accessory is Accessory.SCARF:
        with canvas.at(placed(head[0] - breed.head * 0.5, head[1] + breed.head * 0.3)):
            accessories.draw_scarf(canvas, breed.neck_radius, figure.appearance.accent_colour, View.BACK)
    else:
        canvas.stroke(line((head[0] - breed.head * 0.95, head[1] - breed.head * 0.2), (head[0] - breed.head * 1.05, head[1] + breed.head * 0.4)),
                      figure.appearance.accent_colour, breed.neck_radius * 0.26)  # fmt: skip
    _head(canvas, figure, breed, head, View.BACK if view is View.BACK else View.FRONT, 8)
    _wrapped_tail(canvas, breed, figure, half)
    _beside(canvas, figure, breed, -half * 1.1)
    return (half * 1.15, breed.hip * 0.34)


def _wrapped_tail(canvas: Canvas, breed: Breed, figure: StagedFigure, half: float) -> None:
    size = breed.hip
    fur = figure.appearance.main_colour
    thick = size * {Tail.BRUSH: 0.4, Tail.HAIR: 0.26}.get(breed.tail, 0.2)
    if breed.tail is Tail.PUFF:
        canvas.shape(ellipse(-half * 0.98, -size * 0.5, size * 0.34), pale(fur))
        return
    colour = figure.appearance.hair_colour if breed.tail is Tail.HAIR else fur
    tip = (half * 0.3, -thick * 0.7)
    canvas.shape(limb([(-half * 0.96, -thick * 1.7), (-half * 0.5, -thick), (half * 0.05, -thick), tip], [thick * 0.7, thick, thick, thick * 0.45]),
                 colour, edge=True)  # fmt: skip
    if breed.tail is Tail.BRUSH:
        canvas.shape(limb([(half * 0.08, -thick), tip], [thick * 0.86, thick * 0.42]), pale(fur))


def _resting(canvas: Canvas, figure: StagedFigure, breed: Breed, view: View) -> tuple[float, float]:
    """Lying with the head up, legs folded under."""
    fur = figure.appearance.main_colour
    r = breed.leg_radius
    length = breed.length * (1.0 if view is View.SIDE else 0.7)
    middle = -breed.belly * 0.96
    chest = (length * 0.42, middle - breed.belly * 0.14)
    if view is View.BACK:
        chest = (length * 0.1, middle - breed.belly * 0.1)
    head = (chest[0] + breed.neck[0] * (0.8 if view is View.SIDE else 0.2), chest[1] + breed.neck[1] * 0.92)
    _tail(
        canvas,
        breed,
        figure,
        (-length * 0.5 - breed.hip * 0.6, middle * 0.9),
        0.7 if breed.tail is not Tail.HAIR else 0.5,
    )
    canvas.shape(
        limb([(length * 0.3, -r * 1.2), (length * 0.3 + breed.leg * 0.5, -r * 1.1)], [r * 1.5, r]), lighten(fur, -0.07)
    )
    if figure.appearance.species is Species.HORSE:
        _mane(canvas, figure, breed, chest, head)
    canvas.shape(limb([chest, head], [breed.chest * 0.76, breed.neck_radius]), fur)
    canvas.shape(
        limb(
            [(-length * 0.46, -breed.hip * 0.98), (0, -breed.belly), (length * 0.4, -breed.chest)],
            [breed.hip * 0.97, breed.belly, breed.chest * 0.99],
        ),
        fur,
    )
    if breed.mask and view is not View.BACK:
        canvas.detail(limb([(chest[0] + breed.chest * 0.36, chest[1] + breed.chest * 0.2), (head[0] - breed.head * 0.05, head[1] + breed.head * 0.6)],
                           [breed.chest * 0.46, breed.neck_radius * 0.6]), pale(fur), 0.95)  # fmt: skip
    canvas.shape(
        ellipse(-length * 0.36, -breed.hip * 0.72, breed.hip * 0.9, breed.hip * 0.7), fur, edge=True, rim=False
    )
    for start, reach in ((-length * 0.3, 0.3), (length * 0.24, 0.42)):
        knee = (start + breed.leg * reach, -r * 0.95)
        canvas.shape(limb([(start, -r * 1.15), knee], [r * 1.3, r * 0.9]), fur, edge=True)
        canvas.shape(ellipse(knee[0] + r * 0.3, knee[1], r * 1.0, r * 0.9), "#3b2f33")
    _neckwear(canvas, figure, breed, chest, head, view)
    _head(canvas, figure, breed, head, view)
    return (length * 0.5 + breed.hip * 1.2, breed.hip * 0.34)


def _beside(canvas: Canvas, figure: StagedFigure, breed: Breed, x: float) -> None:
    """What was carried in the mouth stands beside the sleeper."""
    scale = max(0.42, breed.head / 150)
    if figure.appearance.accessory is Accessory.LANTERN:
        with canvas.at(placed(x, -accessories.LANTERN_HEIGHT * scale, 0, scale)):
            accessories.draw_lantern(canvas)
    elif figure.appearance.accessory is Accessory.BASKET:
        with canvas.at(placed(x, -accessories.BASKET_HEIGHT * scale, 0, scale)):
            accessories.draw_basket(canvas, figure.appearance.accent_colour)
