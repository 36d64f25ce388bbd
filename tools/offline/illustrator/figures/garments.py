"""Clothes of people and children, fitted to a posture: torso, sleeves, trouser legs and shoes.

Knows cloth; hands, heads and what is carried are other modules'.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from studio.production.canonical import derive_seed
from studio.production.treatment import Appearance
from studio.production.vocabulary import Garment, Pose
from studio.tools.offline.illustrator.colour import lighten, mix, set_apart, to_oklab
from studio.tools.offline.illustrator.figures.build import Joints, Posture, View
from studio.tools.offline.illustrator.figures.canvas import Canvas
from studio.tools.offline.illustrator.figures.geometry import Path, Point, curve, ellipse, limb, line, placed

_TROUSERS = ("#2c3550", "#3b3f4a", "#4a3b3a", "#33463f", "#4a4258")
_SHOES = ("#3a2a24", "#5a3826", "#2b2c36", "#6a4530")
_DRESSED = 0.16
"""How far, in OKLab, clothes are from the skin at least."""
SKIRTED = (Garment.COAT, Garment.DRESS, Garment.ROBE)


@dataclass(frozen=True)
class Cut:
    """Where a garment ends (share of the leg below the hip; negative above), and its half widths in shoulders."""

    hem: float
    hem_half: float
    waist: float


_HIPS = 1.14
"""The half width of the hips of who sits in profile, in half widths of the shoulders."""

_CUTS = {
    Garment.COAT: Cut(0.46, 1.48, 1.1),
    Garment.DRESS: Cut(0.5, 1.62, 0.76),
    Garment.JACKET: Cut(0.03, 1.06, 1.06),
    Garment.ROBE: Cut(0.93, 1.5, 0.98),
    Garment.OVERALLS: Cut(0.06, 0.96, 0.98),
    Garment.SUIT: Cut(0.13, 1.1, 0.92),
    Garment.SPACESUIT: Cut(0.08, 1.04, 1.06),
}


@dataclass(frozen=True)
class Wardrobe:
    """The colours of one character's clothes."""

    torso: str
    sleeve: str
    accent: str
    trousers: str
    shoes: str


def _off_skin(colour: str, skin: str) -> str:
    """``colour``, or one apart from ``skin`` where the clothes would look like none."""
    if math.dist(to_oklab(colour), to_oklab(skin)) >= _DRESSED:
        return colour
    return set_apart(colour, skin, least=_DRESSED)


def wardrobe_of(appearance: Appearance, key: str) -> Wardrobe:
    """Main and accent as the appearance says; trousers and shoes chosen once for the character ``key``."""
    main, accent = (_off_skin(colour, appearance.skin) for colour in (appearance.main_colour, appearance.accent_colour))
    trousers = mix(_TROUSERS[derive_seed(0, key, "trousers") % len(_TROUSERS)], main, 0.12)
    shoes = _SHOES[derive_seed(0, key, "shoes") % len(_SHOES)]
    match appearance.garment:
        case Garment.OVERALLS:
            return Wardrobe(accent, accent, main, main, shoes)
        case Garment.SUIT:
            return Wardrobe(main, main, accent, lighten(main, -0.03), "#26232a")
        case Garment.SPACESUIT:
            return Wardrobe(main, main, accent, main, accent)
        case Garment.DRESS:
            stockings = mix("#4a4258", main, 0.3)
            return Wardrobe(main, main, accent, stockings, shoes)
        case _:
            return Wardrobe(main, main, accent, trousers, shoes)


def draw_leg(
    canvas: Canvas, posture: Posture, joints: Joints, wardrobe: Wardrobe, garment: Garment, near: bool
) -> None:
    """One leg with its shoe; the farther one a little darker."""
    build = posture.build
    thick = build.leg * (1.25 if garment is Garment.SPACESUIT else 1.0)
    cloth = wardrobe.trousers if near else lighten(wardrobe.trousers, -0.035)
    hip, knee, ankle = joints
    if posture.seated and garment in SKIRTED:
        skirt = wardrobe.torso if near else lighten(wardrobe.torso, -0.04)
        canvas.shape(limb([knee, ankle], [thick * 0.85, thick * 0.74]), cloth)
        _shoe(canvas, posture, joints, wardrobe, garment, near)
        canvas.shape(limb([hip, knee], [thick * 1.5, thick * 1.18]), skirt, edge=True)
        return
    radii = [thick * 1.12, thick * 0.92, thick * 0.76]
    canvas.shape(limb([hip, knee, ankle], radii), cloth, edge=posture.seated)
    if garment is Garment.SPACESUIT and not posture.seated:
        canvas.stroke(line((knee[0] - thick * 0.7, knee[1]), (knee[0] + thick * 0.7, knee[1])), wardrobe.accent, 9)
    _shoe(canvas, posture, joints, wardrobe, garment, near)


def _shoe(canvas: Canvas, posture: Posture, joints: Joints, wardrobe: Wardrobe, garment: Garment, near: bool) -> None:
    _, knee, ankle = joints
    size = posture.build.leg / 32
    colour = wardrobe.shoes if near else lighten(wardrobe.shoes, -0.03)
    if garment in (Garment.COAT, Garment.SPACESUIT, Garment.JACKET) and not posture.seated:
        share = 0.4
        top = (ankle[0] + (knee[0] - ankle[0]) * share, ankle[1] + (knee[1] - ankle[1]) * share)
        canvas.shape(limb([top, ankle], [28 * size, 27 * size]), colour)
    if posture.view is View.SIDE:
        lifted = ankle[1] < -posture.build.leg
        angle = 32.0 if lifted else 0.0
        with canvas.at(placed(ankle[0], ankle[1], angle, size)):
            foot = curve([(-30, -14), (0, -24), (26, -12), (62, 4), (70, 28, 0.4), (-30, 28.8, 0.4), (-33, 6)])
            canvas.shape(foot, colour)
            if canvas.close:
                canvas.stroke(line((-30, 24), (68, 24)), lighten(colour, -0.09), 5)
        return
    outward = 1 if ankle[0] > posture.hips[0] else -1
    if posture.seated:
        outward = -outward
    with canvas.at(placed(ankle[0] + outward * 5 * size, ankle[1], 0, size)):
        if posture.view is View.BACK:
            canvas.shape(curve([(-29, 28, 0.4), (-30, 2), (0, -16), (30, 2), (29, 28, 0.4), (0, 28.8)]), colour)
        else:
            canvas.shape(curve([(-36, 24, 0.7), (-30, -6), (0, -20), (30, -6), (36, 24, 0.7), (0, 28.8)]), colour)


def draw_torso(canvas: Canvas, appearance: Appearance, posture: Posture, wardrobe: Wardrobe) -> None:
    """The garment over chest and hips, with its own details."""
    cut = _CUTS[appearance.garment]
    outline = _torso(posture, cut)
    canvas.shape(outline, wardrobe.torso)
    if appearance.garment is Garment.OVERALLS:
        _bib(canvas, posture, wardrobe)
    elif posture.view is View.BACK:
        _back_seam(canvas, appearance, posture, wardrobe, cut)
    else:
        _front(canvas, appearance, posture, wardrobe, cut)
    if canvas.close:
        _folds(canvas, posture, wardrobe, cut)


def hem_of(posture: Posture, cut: Cut) -> Point:
    """The middle of the hem."""
    hip_x, hip_y = posture.hips
    if posture.seated:
        return hip_x - (12 if posture.view is View.SIDE else 0), -5
    return hip_x + (4 if posture.pose is Pose.WALK else 0), hip_y - hip_y * cut.hem


def _torso(posture: Posture, cut: Cut) -> Path:
    half = posture.half
    x, y = posture.chest
    hip_y = posture.hips[1]
    hem_x, hem_y = hem_of(posture, cut)
    hem = half * cut.hem_half
    if posture.seated:
        hem = half * (_HIPS if posture.view is View.SIDE else 1.45)
    elif posture.pose is Pose.WALK and posture.view is View.SIDE:
        hem *= 1.08
    waist_y = y + (hip_y - y) * 0.62
    waist_x = x + (hem_x - x) * 0.5
    waist = half * cut.waist
    dip = 4.0 if posture.seated else 14.0
    # Who sits in profile sits on round hips: with corners they would be a stump.
    corner = 0.8 if posture.seated and posture.view is View.SIDE else 0.35
    return curve([
        (x - half * 0.36, y - 26, 0.6), (x + half * 0.36, y - 26, 0.6), (x + half * 0.86, y + 2),
            (x + half * 1.0, y + 56),
        (waist_x + waist, waist_y), (hem_x + hem, hem_y - (14 if posture.seated else 0), corner), (hem_x, hem_y + dip),
        (hem_x - hem, hem_y - (14 if posture.seated else 0), corner), (waist_x - waist, waist_y),
        (x - half * 1.0, y + 56), (x - half * 0.86, y + 2),
    ])  # fmt: skip


def _front(canvas: Canvas, appearance: Appearance, posture: Posture, wardrobe: Wardrobe, cut: Cut) -> None:
    half = posture.half
    side = posture.view is View.SIDE
    x, y = posture.chest
    hem_x, hem_y = hem_of(posture, cut)
    shift = half * (0.42 if side else 0.08)
    top, bottom = (x + shift * 0.8, y - 8), (hem_x + shift * 1.15, hem_y + 6)
    if posture.seated:
        bottom = (hem_x + shift, posture.hips[1] - 10)
    dark = lighten(wardrobe.torso, -0.11)
    match appearance.garment:
        case Garment.COAT | Garment.JACKET:
            canvas.stroke(line(top, bottom), dark, 4.5, 0.8)
            gap = half * 0.16
            for i in range(4 if appearance.garment is Garment.COAT else 3):
                share = 0.14 + i * 0.2 if appearance.garment is Garment.COAT else 0.22 + i * 0.27
                bx = top[0] + (bottom[0] - top[0]) * share + gap
                canvas.detail(ellipse(bx, top[1] + (bottom[1] - top[1]) * share, half * 0.07), wardrobe.accent)
            _collar(canvas, posture, lighten(wardrobe.torso, 0.04))
            if not posture.seated and not side:
                _pockets(canvas, posture, dark, cut)
        case Garment.DRESS:
            waist_y = y + (posture.hips[1] - y) * 0.62
            mid = x + (hem_x - x) * 0.5
            wide = half * 0.76
            belt = line((mid - wide, waist_y), (mid + shift * 0.4, waist_y + 9), (mid + wide, waist_y))
            canvas.stroke(belt, wardrobe.accent, half * 0.16)
            for side_of in (-1, 1):
                petal = curve([(top[0], y - 24, 0.2), (top[0] + side_of * half * 0.42, y - 24),
                               (top[0] + side_of * half * 0.4, y + 14),
                                   (top[0] + 2 * side_of, y + 4, 0.2)])  # fmt: skip
                canvas.detail(petal, mix(wardrobe.accent, "#ffffff", 0.55))
        case Garment.ROBE:
            canvas.stroke(line((x - half * 0.3, y - 22), top, bottom), wardrobe.accent, half * 0.14)
            _sash(canvas, posture, wardrobe.accent, cut)
        case Garment.SUIT:
            vee = curve([(top[0] - half * 0.34, y - 26, 0.0), (top[0] + half * 0.3, y - 26, 0.0),
                         (top[0] + half * 0.02, y + half * 0.95, 0.0)])  # fmt: skip
            canvas.detail(vee, "#f6f1e6")
            tie = curve([(top[0] - 9, y - 16, 0.0), (top[0] + 9, y - 16, 0.0), (top[0] + 12, y + half * 0.55, 0.0),
                         (top[0], y + half * 0.78, 0.0), (top[0] - 12, y + half * 0.55, 0.0)])  # fmt: skip
            canvas.detail(tie, wardrobe.accent)
            canvas.stroke(line((top[0] - half * 0.34, y - 24, 0), (top[0], y + half * 0.95, 0),
                (bottom[0], bottom[1])),
                          dark, 5, 0.8)  # fmt: skip
            canvas.detail(ellipse(top[0] + 3, y + half * 1.25, half * 0.06), dark)
        case _:
            _space_panel(canvas, posture, wardrobe, top)


def _collar(canvas: Canvas, posture: Posture, colour: str) -> None:
    x, y = posture.chest
    half = posture.half
    middle = x + half * (0.3 if posture.view is View.SIDE else 0.06)
    for side in (-1, 1):
        flap = curve([(middle, y - 16, 0.2), (middle + side * half * 0.44, y - 32, 0.5),
                      (middle + side * half * 0.46, y + 12, 0.3),
                          (middle + side * half * 0.1, y + 24, 0.2)])  # fmt: skip
        canvas.shape(flap, colour, edge=True, rim=False)


def _pockets(canvas: Canvas, posture: Posture, colour: str, cut: Cut) -> None:
    half = posture.half
    x, _ = posture.hips
    y = posture.hips[1] + (20 if cut.hem > 0.2 else -38)
    for side in (-1, 1):
        left = x + side * half * 0.62
        canvas.stroke(line((left - half * 0.2, y), (left + half * 0.2, y - 4)), colour, half * 0.09, 0.8)


def _sash(canvas: Canvas, posture: Posture, colour: str, cut: Cut) -> None:
    x, y = posture.chest
    waist_y = y + (posture.hips[1] - y) * 0.62
    mid = x + (hem_of(posture, cut)[0] - x) * 0.5
    wide = posture.half * cut.waist * 0.99
    canvas.stroke(line((mid - wide, waist_y), (mid, waist_y + 8), (mid + wide, waist_y)), colour, posture.half * 0.2)


def _space_panel(canvas: Canvas, posture: Posture, wardrobe: Wardrobe, top: Point) -> None:
    half = posture.half
    x, y = top
    with canvas.at(placed(x - half * 0.1, y + half * 0.85, 0, half / 100)):
        panel = curve([(-46, -34, 0.4), (46, -34, 0.4), (46, 34, 0.4), (-46, 34, 0.4)])
        canvas.shape(panel, mix(wardrobe.torso, "#dfe5ec", 0.75), edge=True, rim=False)
        canvas.detail(ellipse(-22, -10, 10), "#ff6f61", glows=True)
        canvas.detail(ellipse(8, -10, 10), "#7fe0c3", glows=True)
        canvas.stroke(line((-28, 16), (30, 16)), wardrobe.accent, 8)
    chest_x, chest_y = posture.chest
    ring = ellipse(chest_x + half * 0.06, chest_y - 16, half * 0.66, half * 0.2)
    canvas.shape(ring, mix(wardrobe.accent, "#dfe5ec", 0.4))


def _bib(canvas: Canvas, posture: Posture, wardrobe: Wardrobe) -> None:
    half = posture.half
    side = posture.view is View.SIDE
    x, y = posture.chest
    hip_y = posture.hips[1]
    cut = _CUTS[Garment.OVERALLS]
    hem_x, hem_y = hem_of(posture, cut)
    waist_y = y + (hip_y - y) * 0.6
    corner = 0.8 if posture.seated and side else 0.4
    low = half * (_HIPS if posture.seated and side else 1.45 if posture.seated else 0.98)
    colour = wardrobe.trousers
    pants = curve([(x - half * 0.985, waist_y, 0.2), (x, waist_y + 8), (x + half * 0.985, waist_y, 0.2),
                   (hem_x + low, hem_y - (12 if posture.seated else 0), corner), (hem_x, hem_y + 6),
                   (hem_x - low, hem_y - (12 if posture.seated else 0), corner)])  # fmt: skip
    canvas.shape(pants, colour)
    middle = x + half * (0.28 if side else 0.04)
    wide = half * (0.5 if side else 0.6)
    top = y + half * 0.5
    straps = ((-0.95, -0.42), (0.95, 0.62)) if not side else ((-0.9, -0.5), (0.9, 0.5))
    for at, up in straps:
        strap = line((middle + wide * at, top + 8), (x + half * up, y - 14))
        canvas.stroke(strap, colour, half * 0.17)
    if posture.view is View.BACK:
        return
    bib = curve([(middle - wide, top, 0.25), (middle + wide, top, 0.25), (middle + wide * 1.12, waist_y + 14, 0.2),
                 (middle - wide * 1.12, waist_y + 14, 0.2)])  # fmt: skip
    canvas.shape(bib, colour, rim=False)
    pocket = curve([(middle - wide * 0.5, top + half * 0.24, 0.2), (middle + wide * 0.5, top + half * 0.24, 0.2),
                    (middle + wide * 0.4, top + half * 0.62), (middle - wide * 0.4, top + half * 0.62)])  # fmt: skip
    canvas.detail(pocket, lighten(colour, -0.06))
    for at in (-0.8, 0.8):
        canvas.detail(ellipse(middle + wide * at, top + 13, half * 0.07), "#e9c46a")


def _back_seam(canvas: Canvas, appearance: Appearance, posture: Posture, wardrobe: Wardrobe, cut: Cut) -> None:
    x, y = posture.chest
    hem_x, hem_y = hem_of(posture, cut)
    dark = lighten(wardrobe.torso, -0.1)
    waist_y = y + (posture.hips[1] - y) * 0.7
    if appearance.garment in (Garment.ROBE, Garment.DRESS):
        wide = posture.half * cut.waist * 0.98
        at = y + (posture.hips[1] - y) * 0.62
        canvas.stroke(line((x - wide, at), (x, at + 7), (x + wide, at)), wardrobe.accent, posture.half * 0.17)
        return
    canvas.stroke(line((x, waist_y + 24), (hem_x, hem_y + 2)), dark, 4.5, 0.75)
    if appearance.garment is Garment.COAT:
        half_belt = posture.half * 0.5
        canvas.stroke(line((x - half_belt, waist_y), (x + half_belt, waist_y)), dark, posture.half * 0.12, 0.9)
        for side in (-1, 1):
            canvas.detail(ellipse(x + side * half_belt * 0.9, waist_y, posture.half * 0.06), wardrobe.accent)
    if appearance.garment is Garment.SPACESUIT:
        pack = curve([(x - 66, y + 20, 0.4), (x + 66, y + 20, 0.4), (x + 62, waist_y, 0.4), (x - 62, waist_y, 0.4)])
        canvas.shape(pack, mix(wardrobe.torso, "#dfe5ec", 0.6), edge=True, rim=False)
        canvas.stroke(line((x - 30, y + 70), (x + 30, y + 70)), wardrobe.accent, 10)


def _folds(canvas: Canvas, posture: Posture, wardrobe: Wardrobe, cut: Cut) -> None:
    half = posture.half
    x, y = posture.chest
    hem_x, hem_y = hem_of(posture, cut)
    dark = lighten(wardrobe.torso, -0.09)
    light = lighten(wardrobe.torso, 0.06)
    waist_y = y + (posture.hips[1] - y) * 0.66
    if cut.hem > 0.2 and not posture.seated:
        for share in (-0.62, -0.22, 0.66):
            start = (x + share * half * 0.8, waist_y + 40)
            end = (hem_x + share * half * cut.hem_half * 0.8, hem_y - 10)
            canvas.stroke(line(start, end), dark, 5, 0.45)
        canvas.stroke(line((x + 0.3 * half, waist_y + 70), (hem_x + 0.42 * half, hem_y - 20)), light, 5, 0.4)
    canvas.stroke(line((x - half * 0.66, y + 70), (x - half * 0.5, y + 96), (x - half * 0.2, y + 104)), dark, 4, 0.4)
    canvas.stroke(line((x + half * 0.82, waist_y - 22), (x + half * 0.6, waist_y - 8)), dark, 4, 0.4)


_SLEEVE = (1.08, 0.94, 0.8)
_SLEEVES = {Garment.ROBE: (1.1, 1.15, 1.3), Garment.SPACESUIT: (1.3, 1.2, 1.1)}
"""Half widths at shoulder, elbow and wrist, in half widths of an arm."""


def reach_of_hand(posture: Posture, garment: Garment) -> float:
    """How far beyond the wrist the middle of the hand is, so that it shows before the sleeve's round end."""
    return posture.build.arm * _SLEEVES.get(garment, _SLEEVE)[2] * 0.62 + posture.build.hand * 0.4


def draw_sleeve(canvas: Canvas, posture: Posture, joints: Joints, wardrobe: Wardrobe, garment: Garment) -> None:
    """A sleeve from shoulder to wrist."""
    thick = posture.build.arm
    shoulder, elbow, wrist = joints
    radii = [thick * share for share in _SLEEVES.get(garment, _SLEEVE)]
    canvas.shape(limb([shoulder, elbow, wrist], radii), wardrobe.sleeve, edge=True)
    cuff_colour = {
        Garment.COAT: lighten(wardrobe.sleeve, -0.07),
        Garment.ROBE: wardrobe.accent,
        Garment.SPACESUIT: wardrobe.accent,
        Garment.SUIT: "#f6f1e6",
        Garment.DRESS: mix(wardrobe.accent, "#ffffff", 0.55),
    }.get(garment)
    if cuff_colour is not None:
        dx, dy = wrist[0] - elbow[0], wrist[1] - elbow[1]
        span = (dx * dx + dy * dy) ** 0.5 or 1.0
        nx, ny = -dy / span * radii[2] * 0.82, dx / span * radii[2] * 0.82
        at = (wrist[0] + dx / span * radii[2] * 0.4, wrist[1] + dy / span * radii[2] * 0.4)
        canvas.stroke(line((at[0] - nx, at[1] - ny), (at[0] + nx, at[1] + ny)), cuff_colour, thick * 0.34)
    if canvas.close:
        crease = lighten(wardrobe.sleeve, -0.1)
        canvas.stroke(
            line((elbow[0] - thick * 0.5, elbow[1] - 6), (elbow[0] + thick * 0.1, elbow[1] + 2)), crease, 4, 0.5
        )
