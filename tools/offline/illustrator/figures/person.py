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
from studio.tools.offline.illustrator.figures.geometry import Affine, box, curve, ellipse, limb, line, placed

_CHILD_ITEMS = 0.8  # what children carry is smaller


def draw_person(canvas: Canvas, figure: StagedFigure, mirrored: bool) -> FigureDrawing:
    """A person or child in full."""
    appearance = figure.appearance
    posture = posture_of(appearance, figure.pose, figure.facing)
    young = appearance.age is Age.YOUNG and appearance.species is Species.PERSON
    scale = 0.95 if young else 1.0
    if posture.lying:
        tall = -posture.build.head_y
        place = placed(tall * 0.52 * scale, -_lift(figure, posture) * scale, -90, scale)
    else:
        place = placed(0, 0, 0, scale)
    if posture.lying:
        _bedding(canvas, figure, posture, scale)
    with canvas.at(place):
        _draw_body(canvas, figure, posture)
    if posture.lying:
        _tuck_in(canvas, figure, posture, scale)
        accessories.draw_set_down(
            canvas,
            appearance.accessory,
            appearance.accent_colour,
            -posture.build.head_y * 0.78,
            _CHILD_ITEMS if appearance.species is Species.CHILD else 1.0,
        )
    half = posture.half * scale
    if posture.lying:
        shadow = (-posture.build.head_y * 0.56, half * 0.24)
    elif posture.seated:
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
            head.draw_hair_behind(canvas, appearance, view, posture.lying)
    if appearance.accessory is Accessory.BACKPACK and not back and not posture.lying:
        _backpack(canvas, figure, posture)
    near_carries = view is View.SIDE and figure.pose in NEAR_CARRIES
    if view is View.SIDE or posture.lying or back:
        _arm(canvas, figure, posture, posture.far_arm, wardrobe, carries=not posture.lying and not near_carries)
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
    _worn(canvas, figure, posture)
    if back and not posture.lying:
        _arm(canvas, figure, posture, posture.near_arm, wardrobe, carries=False)
    with canvas.at(head_place):
        _head(canvas, figure, posture)
    if view is View.FRONT and not posture.lying:
        _arm(canvas, figure, posture, posture.far_arm, wardrobe, carries=True)
    if not back or posture.lying:
        _arm(canvas, figure, posture, posture.near_arm, wardrobe, carries=near_carries)


def _worn(canvas: Canvas, figure: StagedFigure, posture: Posture) -> None:
    """A backpack seen from behind, a scarf."""
    appearance, view = figure.appearance, posture.view
    if appearance.accessory is Accessory.BACKPACK and view is View.BACK and not posture.lying:
        _backpack(canvas, figure, posture)
    elif appearance.accessory is Accessory.SCARF:
        with canvas.at(placed(posture.chest[0] + (8 if view is View.SIDE else 0), posture.chest[1] - 26)):
            accessories.draw_scarf(canvas, posture.build.hand * 2.1, appearance.accent_colour, view)


def _head(canvas: Canvas, figure: StagedFigure, posture: Posture) -> None:
    appearance, view = figure.appearance, posture.view
    rise = 12.0 if figure.pose is Pose.LOOK_UP and view is View.FRONT else 0.0
    head.draw_head(canvas, appearance, view, figure.expression, posture.lying, rise)
    if appearance.accessory is Accessory.GLASSES and view is not View.BACK:
        gaze = head.gaze_of(appearance, view, rise)
        accessories.draw_glasses(canvas, gaze.near, gaze.far, gaze.size * 1.75, gaze.far_width)
    with canvas.at(placed(0, -rise)):
        headwear.draw_headwear(canvas, appearance, view, posture.lying)


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
    hand = (
        wrist[0] + (wrist[0] - elbow[0]) / span * size * 0.8,
        wrist[1] + (wrist[1] - elbow[1]) / span * size * 0.8,
    )
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
    if posture.seated and appearance.accessory in SET_DOWN:
        away = -1 if posture.view is View.BACK else 1
        beside = -posture.half * 1.9 if posture.view is View.SIDE else away * posture.half * 2.3
        accessories.draw_set_down(canvas, appearance.accessory, accent, beside, size)
        return
    with canvas.at(placed(hand[0], hand[1], 0, size)):
        match appearance.accessory:
            case Accessory.LANTERN:
                accessories.draw_lantern(canvas)
            case Accessory.BOOK:
                accessories.draw_book(canvas, accent, posture.view)
            case Accessory.STAFF:
                accessories.draw_staff(canvas, -hand[1] / size - 6, accent)
            case _:
                accessories.draw_basket(canvas, accent)


def _lift(figure: StagedFigure, posture: Posture) -> float:
    """Half the width of what rests on the ground when lying on one side: shoulders or head, whichever is wider."""
    wide = figure.appearance.hair is Hairstyle.CURLY or head.in_glass(figure.appearance)
    head_half = 146 if wide else 118
    return max(posture.half * 1.16, posture.build.head_scale * head_half)


def _bedding(canvas: Canvas, figure: StagedFigure, posture: Posture, scale: float) -> None:
    """The mat under a sleeper and the pillow under the head."""
    tall = -posture.build.head_y * scale
    size = posture.build.head_scale * scale
    pillow = mix(figure.appearance.accent_colour, "#fff6e6", 0.72)
    x = -tall * 0.48
    mat = box(-tall * 0.62, -(_lift(figure, posture) - posture.half) * scale, tall * 0.66, -1, 16)
    canvas.shape(mat, lighten(figure.appearance.accent_colour, -0.07))
    canvas.shape(
        curve(
            [
                (x - 130 * size, -4, 0.6),
                (x - 120 * size, -58 * size),
                (x, -46 * size),
                (x + 104 * size, -54 * size),
                (x + 112 * size, -4, 0.6),
            ]
        ),
        pillow,
    )


def _tuck_in(canvas: Canvas, figure: StagedFigure, posture: Posture, scale: float) -> None:
    """The blanket over a sleeper from the waist to the feet."""
    tall = -posture.build.head_y * scale
    half = posture.half * scale
    colour = lighten(figure.appearance.accent_colour, 0.03)
    start, end = -tall * 0.02, tall * 0.6
    high = (_lift(figure, posture) + posture.half * 1.08) * scale
    canvas.shape(
        curve(
            [
                (start - half * 0.1, -2, 0.4),
                (start - half * 0.22, -high * 0.5),
                (start, -high * 0.97, 0.5),
                (start + tall * 0.16, -high),
                (end - tall * 0.2, -high * 0.93),
                (end - half * 0.2, -high * 0.86),
                (end + half * 0.3, -high * 0.4),
                (end + half * 0.5, -2, 0.4),
            ]
        ),
        colour,
    )
    fold = line((start - half * 0.02, -10), (start - half * 0.1, -high * 0.5), (start + half * 0.1, -high * 0.93))
    canvas.stroke(fold, mix(colour, "#fff6e6", 0.6), half * 0.3)
    crease = lighten(colour, -0.08)
    canvas.stroke(
        line((start + tall * 0.14, -high * 0.2), (end - tall * 0.2, -high * 0.42), (end, -high * 0.3)), crease, 5, 0.5
    )
    canvas.stroke(line((start + tall * 0.1, -high * 0.7), (start + tall * 0.26, -high * 0.6)), crease, 5, 0.5)
    for share, low, high_at in ((0.16, 0.04, 0.985), (0.3, 0.03, 0.88)):
        x = start + tall * share
        stripe = line((x + 4, -high * low), (x - 10, -high * 0.5), (x + 4, -high * high_at))
        canvas.stroke(stripe, figure.appearance.main_colour, half * 0.14)
