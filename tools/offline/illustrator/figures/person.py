"""People and children: puts head, clothes, limbs and what they carry together, from back to front."""

from __future__ import annotations

from studio.production.vocabulary import Accessory, Age, Garment, Hairstyle, Pose, Species
from studio.tools.image import StagedFigure
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.figures import accessories, garments, head, headwear
from studio.tools.offline.illustrator.figures.build import (
    CARRIED,
    NEAR_CARRIES,
    SET_DOWN,
    Joints,
    Posture,
    View,
    posture_of,
)
from studio.tools.offline.illustrator.figures.canvas import Canvas, FigureDrawing
from studio.tools.offline.illustrator.figures.geometry import Affine, curve, ellipse, limb, line, placed

_CHILD_ITEMS = 0.8  # what children carry is smaller


def draw_person(canvas: Canvas, figure: StagedFigure, mirrored: bool) -> FigureDrawing:
    """A person or child in full."""
    appearance = figure.appearance
    posture = posture_of(appearance, figure.pose, figure.facing)
    young = appearance.age is Age.YOUNG and appearance.species is Species.PERSON
    scale = 0.95 if young else 1.0
    with canvas.at(placed(0, 0, 0, scale)):
        _draw_body(canvas, figure, posture)
    half = posture.half * scale
    if posture.seated:
        shadow = (half * (2.0 if posture.view is View.SIDE else 1.7), half * 0.36)
    else:
        shadow = (half * (1.7 if figure.pose is Pose.WALK else 1.25), half * 0.26)
    return canvas.finish(mirrored, shadow)


def _draw_body(canvas: Canvas, figure: StagedFigure, posture: Posture) -> None:
    appearance = figure.appearance
    wardrobe = garments.wardrobe_of(appearance, figure.key)
    view, garment = posture.view, appearance.garment
    back = view is View.BACK
    head_place = _head_place(posture)

    if not (head.in_glass(appearance) and appearance.hair is Hairstyle.LONG):
        with canvas.at(head_place):
            head.draw_hair_behind(canvas, appearance, view)
    if appearance.accessory is Accessory.BACKPACK and not back:
        _backpack(canvas, figure, posture)
    near_carries = view is View.SIDE and figure.pose in NEAR_CARRIES
    if view is View.SIDE or back:
        _arm(canvas, figure, posture, posture.far_arm, wardrobe, carries=not near_carries)
    legs = ((posture.far_leg, False), (posture.near_leg, True))
    if not posture.seated:
        for joints, near in legs:
            garments.draw_leg(canvas, posture, joints, wardrobe, garment, near)
    chin = head_place.apply((0, 66))
    thick = posture.build.hand * 1.0
    canvas.shape(limb([chin, posture.chest], [thick, thick * 1.1]), appearance.skin, depth=0.6)
    garments.draw_torso(canvas, appearance, posture, wardrobe)
    if posture.seated and not back:
        for joints, near in legs:
            garments.draw_leg(canvas, posture, joints, wardrobe, garment, near)
    if back:
        _arm(canvas, figure, posture, posture.near_arm, wardrobe, carries=False)
    if posture.asleep:
        _blanket(canvas, posture, appearance.accent_colour)
    _worn(canvas, figure, posture)
    with canvas.at(head_place):
        _head(canvas, figure, posture)
    if view is View.FRONT:
        _arm(canvas, figure, posture, posture.far_arm, wardrobe, carries=True)
    if not back:
        _arm(canvas, figure, posture, posture.near_arm, wardrobe, carries=near_carries)


def _worn(canvas: Canvas, figure: StagedFigure, posture: Posture) -> None:
    """A backpack seen from behind, a scarf."""
    appearance, view = figure.appearance, posture.view
    if appearance.accessory is Accessory.BACKPACK and view is View.BACK:
        _backpack(canvas, figure, posture)
    elif appearance.accessory is Accessory.SCARF:
        with canvas.at(placed(posture.chest[0] + (8 if view is View.SIDE else 0), posture.chest[1] - 26)):
            accessories.draw_scarf(canvas, posture.build.hand * 2.1, appearance.accent_colour, view)


def _head(canvas: Canvas, figure: StagedFigure, posture: Posture) -> None:
    appearance, view = figure.appearance, posture.view
    rise = 12.0 if figure.pose is Pose.LOOK_UP and view is View.FRONT else 0.0
    head.draw_head(canvas, appearance, view, figure.expression, posture.asleep, rise)
    if appearance.accessory is Accessory.GLASSES and view is not View.BACK:
        gaze = head.gaze_of(appearance, view, rise)
        accessories.draw_glasses(canvas, gaze.near, gaze.far, gaze.size * 1.75, gaze.far_width)
    with canvas.at(placed(0, -rise)):
        headwear.draw_headwear(canvas, appearance, view, strapped=True)


def _head_place(posture: Posture) -> Affine:
    x, y = posture.head
    return placed(x, y, posture.head_angle, posture.build.head_scale)


def _backpack(canvas: Canvas, figure: StagedFigure, posture: Posture) -> None:
    half = posture.half
    x, y = posture.chest
    back = posture.view is View.BACK
    height = min(-posture.build.shoulder_y * 0.36, -y * 0.8)
    at = x - half * 0.6 if posture.view is View.SIDE else x
    with canvas.at(placed(at, y + 14)):
        accessories.draw_backpack(
            canvas, half * (1.32 if posture.view is View.FRONT else 1.0), height,
            figure.appearance.accent_colour, behind=back or posture.view is View.FRONT,
        )  # fmt: skip


def _arm(
    canvas: Canvas, figure: StagedFigure, posture: Posture, joints: Joints, wardrobe: garments.Wardrobe, carries: bool
) -> None:
    appearance = figure.appearance
    accessory = appearance.accessory if carries else Accessory.NONE
    elbow, wrist = joints[1], joints[2]
    size = posture.build.hand
    span = ((wrist[0] - elbow[0]) ** 2 + (wrist[1] - elbow[1]) ** 2) ** 0.5 or 1.0
    reach = garments.reach_of_hand(posture, appearance.garment) / span
    hand = (wrist[0] + (wrist[0] - elbow[0]) * reach, wrist[1] + (wrist[1] - elbow[1]) * reach)
    held = _CHILD_ITEMS if appearance.species is Species.CHILD else 1.0
    canvas.mark_whole(hand[1] - size * 1.6, hand[1] + max(size * 1.2, accessories.HANGS.get(accessory, 0.0) * held))
    if accessory in CARRIED:
        _carried(canvas, figure, posture, hand)
    skin = wardrobe.accent if appearance.garment is Garment.SPACESUIT else appearance.skin
    canvas.shape(ellipse(hand[0], hand[1], size * 0.98), skin, edge=True)
    thumb = -1 if hand[0] < posture.chest[0] else 1
    if canvas.close:
        canvas.shape(ellipse(hand[0] - thumb * size * 0.55, hand[1] - size * 0.35, size * 0.4, size * 0.62, 25), skin,
                     edge=True, rim=False)  # fmt: skip
    garments.draw_sleeve(canvas, posture, joints, wardrobe, appearance.garment)


def _carried(canvas: Canvas, figure: StagedFigure, posture: Posture, hand: tuple[float, float]) -> None:
    appearance = figure.appearance
    accent = appearance.accent_colour
    size = _CHILD_ITEMS if appearance.species is Species.CHILD else 1.0
    if posture.asleep or (posture.seated and appearance.accessory in SET_DOWN):
        away = -1 if posture.view is View.BACK else 1
        beside = -posture.half * 1.9 if posture.view is View.SIDE else away * posture.half * 2.3
        accessories.draw_set_down(canvas, appearance.accessory, accent, beside, size)
        return
    with canvas.at(placed(hand[0], hand[1], 0, size)):
        match appearance.accessory:
            case Accessory.LANTERN:
                accessories.draw_lantern(canvas)
            case Accessory.BOOK:
                # Above the ground, however low a sitting child holds it.
                with canvas.at(placed(0, -6 if posture.seated else 0)):
                    accessories.draw_book(canvas, accent, posture.view)
            case Accessory.STAFF:
                accessories.draw_staff(canvas, -hand[1] / size - 6, accent)
            case _:
                accessories.draw_basket(canvas, accent)


def _blanket(canvas: Canvas, posture: Posture, colour: str) -> None:
    """A blanket over the lap and legs of a sleeper, down to the ground around them."""
    half, back = posture.half, posture.view is View.BACK
    _, hip = posture.hips
    cloth, hem = lighten(colour, 0.03), mix(colour, "#fff6e6", 0.6)
    if posture.view is View.SIDE:
        (_, (knee_x, knee_y), (foot_x, _)) = posture.near_leg
        far_knee_x, far_knee_y = posture.far_leg[1]
        end = max(foot_x, posture.far_leg[2][0]) + half * 0.5
        top = min(knee_y, far_knee_y) - posture.build.leg * 1.35
        outline = curve([(-half * 0.95, -2, 0.4), (-half * 0.66, hip * 1.05), (half * 0.2, hip * 1.4),
            (knee_x * 0.66, (hip + top) * 0.6), ((knee_x + far_knee_x) / 2, top), (end - half * 0.3, top * 0.42),
            (end, -2, 0.4)])  # fmt: skip
        canvas.shape(outline, cloth, edge=True)
        crease = line((knee_x, top * 0.8), (knee_x * 0.9, top * 0.4), (knee_x * 0.5, -14))
    else:
        wide = max(abs(x) for leg in (posture.near_leg, posture.far_leg) for x, _ in leg) + posture.build.leg * 1.5
        top = hip * (1.9 if back else 1.5) - posture.build.leg
        outline = curve([(-wide, -2, 0.5), (-wide * 0.96, top * 0.45), (-wide * 0.56, top * 0.9), (0, top),
            (wide * 0.56, top * 0.9), (wide * 0.96, top * 0.45), (wide, -2, 0.5)])  # fmt: skip
        canvas.shape(outline, cloth, edge=True)
        edge = line((-wide * 0.6, top * 0.84), (0, top * 0.96), (wide * 0.6, top * 0.84))
        canvas.stroke(edge, hem, half * 0.14)
        crease = line((wide * 0.24, top * 0.7), (wide * 0.34, top * 0.4), (wide * 0.3, -14))
    canvas.stroke(crease, lighten(cloth, -0.1), 5, 0.5)
