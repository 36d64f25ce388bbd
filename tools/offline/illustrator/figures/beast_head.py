"""The head of a four-legged animal, laid out around the middle of its skull."""

from __future__ import annotations

from studio.production.treatment import Appearance
from studio.production.vocabulary import Accessory, Expression, Headwear, Species
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.figures import accessories, face
from studio.tools.offline.illustrator.figures.breeds import Breed, Ears
from studio.tools.offline.illustrator.figures.build import View
from studio.tools.offline.illustrator.figures.canvas import Canvas
from studio.tools.offline.illustrator.figures.geometry import Path, Point, curve, ellipse, limb, line, placed
from studio.tools.offline.illustrator.figures.headwear import clear_of_eyes, draw_headwear

_TURN = {View.SIDE: 0.72, View.FRONT: 0.08, View.BACK: 0.0}


_RAISED = 0.14
"""How much higher the face of a raised head is, in heads."""
_NOSTRIL = "#3a2a2a"
_LASHES = 1.4
"""The upper end of an eye above its middle, in eyes."""


def eye_level(breed: Breed, raised: bool = False) -> float:
    """The height of the eyes, from the middle of the skull."""
    return -breed.head * ((0.3 if breed.hoofed else 0.12) + (_RAISED if raised else 0.0))


def pale(colour: str) -> str:
    """The colour of masks, bellies and tail tips on fur of ``colour``."""
    return mix(colour, "#fff6e6", 0.8)


def draw_beast_head(
    canvas: Canvas,
    appearance: Appearance,
    breed: Breed,
    view: View,
    expression: Expression,
    asleep: bool,
    raised: bool = False,
) -> None:
    """Ears, skull, muzzle and face (higher if ``raised``); headwear and glasses too."""
    turn = _TURN[view]
    size, tall = breed.head, breed.head * breed.tall_head
    fur = appearance.main_colour
    if appearance.species is Species.DEER:
        _antlers(canvas, size, turn)
    if view is View.BACK:
        _muzzle_beyond(canvas, appearance, breed)
    if breed.ears is not Ears.FLOPPY:
        _ears(canvas, breed, fur, view)
    elif view is View.SIDE:
        _ears(canvas, breed, fur, view, (1,))
    # Without a face, a head of the body's colour needs a line around it.
    canvas.shape(_skull(appearance.species, size, tall, turn), fur, edge=view is View.BACK)
    if view is View.BACK:
        _nape(canvas, appearance, size, tall)
    elif appearance.species is Species.HORSE:
        _forelock(canvas, appearance.hair_colour, size, turn)
    if view is View.BACK:
        if breed.ears is Ears.FLOPPY:
            _ears(canvas, breed, fur, view)
        _headwear(canvas, appearance, breed, view)
        return
    with canvas.at(placed(0, -size * _RAISED if raised else 0.0)):
        _muzzle(canvas, appearance, breed, turn, expression, asleep)
    if breed.ears is Ears.FLOPPY:
        _ears(canvas, breed, fur, view, (-1,) if view is View.SIDE else (-1, 1))
    _headwear(canvas, appearance, breed, view, raised)


def muzzle_tip(breed: Breed, view: View) -> tuple[float, float]:
    """Where something hangs from the mouth."""
    reach, _, down, drop = breed.muzzle
    turn = _TURN[view]
    return breed.head * reach * turn * 1.1, breed.head * (drop + down * 0.7)


def _skull(species: Species, size: float, tall: float, turn: float) -> Path:
    if species in (Species.FOX, Species.CAT):
        # Wide, tufted cheeks.
        left, right = -size * (1.1 - 0.1 * turn), size * (1.1 - 0.2 * turn)
        tuft = 0.25 if turn else 0.9
        return curve([(0, -tall), (size * 0.74, -tall * 0.7), (size * 0.96, -tall * 0.05), (right, tall * 0.5, tuft),
                      (size * 0.5, tall * 0.86), (0, tall * 0.98), (-size * 0.5, tall * 0.86),
                      (left, tall * 0.5, tuft),
                      (-size * 0.96, -tall * 0.05), (-size * 0.74, -tall * 0.7)])  # fmt: skip
    return ellipse(0, 0, size, tall)


def _snout(canvas: Canvas, species: Species, breed: Breed, at: Point, turn: float, fur: str, light: str) -> None:
    """The muzzle without its nose: a shape that comes forward, or a marking where it lies within the face."""
    x, y = at
    size = breed.head
    reach, wide, down, _ = breed.muzzle
    if turn < 0.3:
        snout = ellipse(x, y, size * wide * 1.1, size * down * 1.15)
        canvas.shape(snout, light, rim=False, depth=0.5)
        return
    snout = limb([(x * 0.1, y - size * 0.06), (x, y)], [size * wide * 1.2, size * wide * 0.9])
    if reach * turn + wide * 0.9 < 1:
        canvas.detail(snout, light)
        return
    canvas.shape(snout, fur if species is Species.FOX else light, depth=0.5)
    if species is Species.FOX:
        canvas.detail(limb([(x * 0.3, y + size * 0.18), (x * 1.02, y + size * 0.14)], [size * 0.3, size * 0.24]), light)


def _muzzle_beyond(canvas: Canvas, appearance: Appearance, breed: Breed) -> None:
    """What is seen of the muzzle of a head that looks away and a little aside, or it would be a ball."""
    size, fur = breed.head, appearance.main_colour
    reach, wide, down, drop = breed.muzzle
    # Short muzzles show just their nose.
    tip = (size * (0.86 + 0.4 * reach), size * (drop - 0.06))
    light = pale(fur) if breed.mask and appearance.species is not Species.FOX else fur
    snout = limb([(size * 0.5, tip[1] - size * 0.08), tip], [size * wide * 1.1, size * wide * 0.62])
    canvas.shape(snout, light, edge=True)
    if appearance.species is Species.HORSE:
        nostril = ellipse(tip[0] + size * wide * 0.3, tip[1] - size * 0.02, size * 0.08, size * 0.12)
        canvas.detail(nostril, _NOSTRIL)
        return
    nose = size * down * 0.36
    canvas.detail(
        ellipse(tip[0] + size * wide * 0.5, tip[1] - size * down * 0.24, nose, nose * 0.86), _nose(appearance.species)
    )


def _nape(canvas: Canvas, appearance: Appearance, size: float, tall: float) -> None:
    """The back of a head: a mane, or a stripe of darker fur down to the neck."""
    if appearance.species is Species.HORSE:
        hair = appearance.hair_colour
        mane = limb(
            [(size * 0.06, -tall * 1.02), (-size * 0.04, -tall * 0.3), (-size * 0.16, tall * 0.6),
             (-size * 0.42, tall * 1.3), (-size * 0.66, tall * 1.78)],
            [size * 0.22, size * 0.38, size * 0.42, size * 0.36, size * 0.1],
        )  # fmt: skip
        canvas.shape(mane, hair)
        strand = lighten(hair, 0.1 if face.is_dark(hair) else -0.12)
        for across in (-0.14, 0.06, 0.24):
            lock = line(
                (size * (across + 0.04), -tall * 0.8),
                (size * across, tall * 0.1),
                (size * (across - 0.32), tall * 0.98),
                (size * (across * 0.6 - 0.52), tall * 1.42),
            )
            canvas.stroke(lock, strand, size * 0.035, 0.75)
        return
    # One stripe from crown to neck: marks to both sides of it would be closed eyes.
    fur = appearance.main_colour
    dark = lighten(fur, 0.11 if face.is_dark(fur) else -0.1)
    stripe = limb([(0, -tall * 0.84), (0, 0.0), (0, tall * 0.86)], [size * 0.05, size * 0.12, size * 0.2])
    canvas.detail(stripe, dark, 0.45)


def _nose(species: Species) -> str:
    return "#2b2226" if species not in (Species.RABBIT, Species.CAT) else "#c9737a"


def _muzzle(
    canvas: Canvas, appearance: Appearance, breed: Breed, turn: float, expression: Expression, asleep: bool
) -> None:
    size, fur = breed.head, appearance.main_colour
    reach, wide, down, drop = breed.muzzle
    x, y = size * reach * turn, size * drop
    light = pale(fur) if breed.mask else mix(fur, "#fff6e6", 0.28)
    species = appearance.species
    if species is Species.FOX:
        for side in (-1, 1):
            cheek = curve([(x * 0.8, y - size * 0.1), (side * size * (0.62 - 0.12 * turn) + x * 0.3, y - size * 0.14),
                           (side * size * (0.98 - 0.16 * turn), size * 0.42, 0.3), (side * size * 0.42, size * 0.76),
                           (x * 0.6, size * 0.8)])  # fmt: skip
            canvas.detail(cheek, light)
    _snout(canvas, species, breed, (x, y), turn, fur, light)
    spread = size * 0.44 * (1 - 0.2 * turn)
    middle = size * 0.3 * turn
    level = eye_level(breed)
    gaze = face.Gaze(
        (middle - spread, level), (middle + spread, level), size * breed.eye, 1 - 0.25 * turn, whites=face.is_dark(fur)
    )
    face.blush(canvas, gaze, size * 0.36, "#e8736c", 0.28)
    face.eyes(canvas, gaze, expression, asleep)
    if expression is not Expression.NEUTRAL and not asleep:
        face.brows(canvas, gaze, expression, lighten(fur, 0.2 if face.is_dark(fur) else -0.22), 0.34)
    nose_x, nose_y = x + size * wide * 0.62 * turn, y - size * down * 0.5
    dark = _nose(species)
    if species is Species.HORSE:
        for side in (-1, 1):
            canvas.detail(
                ellipse(x + side * size * 0.2 + size * 0.2 * turn, y + size * 0.06, size * 0.055, size * 0.09),
                _NOSTRIL,
            )
    else:
        nose = size * {Species.DOG: 0.17, Species.BEAR: 0.18}.get(species, 0.13)
        canvas.detail(curve([(nose_x - nose, nose_y - nose * 0.5), (nose_x, nose_y - nose * 0.75),
                             (nose_x + nose, nose_y - nose * 0.5), (nose_x, nose_y + nose * 0.8, 0.5)]),
                                 dark)  # fmt: skip
        canvas.detail(ellipse(nose_x - nose * 0.25, nose_y - nose * 0.38, nose * 0.3, nose * 0.17), "#ffffff", 0.55)
    mouth_y = y + size * down * (0.5 if turn < 0.3 else 0.4 if not breed.hoofed else 0.5)
    if not asleep and species is not Species.HORSE:
        face_line = face.fine_line(canvas)
        canvas.stroke(
            line((nose_x, nose_y + size * 0.1), (nose_x - turn * size * 0.06, mouth_y)), face_line, size * 0.035, 0.7
        )
    # In profile the mouth lies back along the jaw.
    face.mouth(canvas, x - size * 0.05 * turn, mouth_y, size * (0.25 - 0.06 * turn), expression, asleep)
    if canvas.close or species is Species.CAT:
        _whiskers(canvas, species, x, y, size)


def _whiskers(canvas: Canvas, species: Species, x: float, y: float, size: float) -> None:
    if species not in (Species.CAT, Species.FOX, Species.RABBIT):
        return
    colour = "#fffaf0" if species is not Species.RABBIT else "#8a7a72"
    for side in (-1, 1):
        for lift in (-0.04, 0.12):
            start = (x + side * size * 0.4, y + size * lift)
            end = (x + side * size * 1.0, y + size * (lift * 2.0 - 0.02))
            canvas.stroke(line(start, end), colour, size * 0.028, 0.8)


def _ears(canvas: Canvas, breed: Breed, fur: str, view: View, sides: tuple[int, ...] = (-1, 1)) -> None:
    size, tall = breed.head, breed.head * breed.tall_head
    inside: Path | None
    inner = mix(fur, "#f2a09a", 0.6)
    back = view is View.BACK
    for side in sides:
        shift = -size * 0.14 if view is View.SIDE else 0.0
        match breed.ears:
            case Ears.POINTED:
                place = placed(side * size * 0.6 + shift, -tall * 0.62, side * 14)
                outer = curve([(-size * 0.34, size * 0.2, 0.4), (-size * 0.24, -size * 0.36),
                    (side * size * 0.06, -size * 0.72, 0.1),
                               (size * 0.28, -size * 0.34), (size * 0.34, size * 0.2, 0.4)])  # fmt: skip
                inside = curve([(-size * 0.18, size * 0.1, 0.4), (-size * 0.12, -size * 0.26),
                    (side * size * 0.04, -size * 0.5, 0.1),
                                (size * 0.15, -size * 0.24), (size * 0.18, size * 0.1, 0.4)])  # fmt: skip
            case Ears.LONG:
                place = placed(
                    side * size * 0.4 + shift,
                    -tall * 0.7,
                    side * (9 if view is not View.SIDE else 5) - (10 if view is View.SIDE else 0),
                )
                outer = limb(
                    [(0, size * 0.3), (0, -size * 0.7), (0, -size * 1.4)], [size * 0.2, size * 0.28, size * 0.16]
                )
                inside = limb([(0, 0), (0, -size * 0.7), (0, -size * 1.34)], [size * 0.1, size * 0.15, size * 0.07])
            case Ears.ROUND:
                place = placed(side * size * 0.72 + shift, -tall * 0.74)
                outer, inside = ellipse(0, 0, size * 0.34), ellipse(0, size * 0.04, size * 0.2)
            case Ears.LEAF:
                place = placed(side * size * 0.72 + shift, -tall * 0.6, side * (48 if not _upright(breed) else 22))
                outer = curve(
                    [(0, size * 0.3), (-size * 0.26, -size * 0.24), (0, -size * 0.8, 0.2), (size * 0.26, -size * 0.24)]
                )
                inside = curve(
                    [(0, size * 0.1), (-size * 0.14, -size * 0.22), (0, -size * 0.6, 0.2), (size * 0.14, -size * 0.22)]
                )
            case Ears.FLOPPY:
                near = 0.66 if view is View.SIDE and side < 0 else 0.86 if view is not View.SIDE else 0.7
                place = placed(side * size * near + shift, -tall * 0.5, -side * (16 if view is not View.SIDE else -12))
                outer = curve(
                    [
                        (-size * 0.2, -size * 0.2),
                        (size * 0.2, -size * 0.2),
                        (size * 0.32, size * 0.5),
                        (0, size * 0.86),
                        (-size * 0.32, size * 0.5),
                    ]
                )
                inside = None
        with canvas.at(place):
            apart = breed.ears is Ears.FLOPPY or back
            canvas.shape(outer, lighten(fur, -0.09) if apart else fur, edge=apart)
            if inside is not None and not back:
                canvas.detail(inside, inner)


def _upright(breed: Breed) -> bool:
    return breed.tail.value == "hair"


def _antlers(canvas: Canvas, size: float, turn: float) -> None:
    bone = "#b98d5e"
    for side in (-1, 1):
        x = side * size * 0.34 - size * 0.12 * turn
        tip = (x + side * size * 0.75, -size * 2.35)
        canvas.shape(
            limb(
                [(x, -size * 0.7), (x + side * size * 0.62, -size * 1.4), tip], [size * 0.1, size * 0.085, size * 0.04]
            ),
            bone,
        )
        canvas.shape(
            limb(
                [(x + side * size * 0.45, -size * 1.2), (x + side * size * 0.1, -size * 1.78)],
                [size * 0.07, size * 0.035],
            ),
            bone,
        )
        canvas.shape(
            limb(
                [(x + side * size * 0.64, -size * 1.6), (x + side * size * 1.15, -size * 1.95)],
                [size * 0.07, size * 0.035],
            ),
            bone,
        )


def _forelock(canvas: Canvas, colour: str, size: float, turn: float) -> None:
    x = size * 0.16 * turn
    canvas.shape(curve([(x - size * 0.3, -size * 1.16), (x + size * 0.1, -size * 1.26),
        (x + size * 0.4, -size * 0.95),
                        (x + size * 0.24, -size * 0.42, 0.3), (x, -size * 0.6),
                            (x - size * 0.3, -size * 0.5, 0.3)]), colour)  # fmt: skip


def _headwear(canvas: Canvas, appearance: Appearance, breed: Breed, view: View, raised: bool = False) -> None:
    if appearance.headwear is not Headwear.NONE and appearance.headwear is not Headwear.HOOD:
        scale = breed.head / 98 * 0.82
        lift = -breed.head * 0.16
        if view is not View.BACK:
            # No brim lies over the eyes.
            brow = eye_level(breed, raised) - breed.head * breed.eye * _LASHES
            lift = clear_of_eyes(appearance.headwear, lift, brow, scale)
        with canvas.at(placed(0, lift, 0, scale)):
            draw_headwear(canvas, appearance, view)
    if appearance.accessory is Accessory.GLASSES and view is not View.BACK:
        turn, size = _TURN[view], breed.head
        spread, middle = size * 0.44 * (1 - 0.2 * turn), size * 0.3 * turn
        level = eye_level(breed, raised)
        accessories.draw_glasses(
            canvas, (middle - spread, level), (middle + spread, level), size * 0.36, 1 - 0.25 * turn
        )
