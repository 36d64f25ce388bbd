"""Eyes, brows, mouth and blush: one family of faces for every species.

Knows expressions; knows nothing of heads. Coordinates are those of the canvas's current place.
"""

from __future__ import annotations

from dataclasses import dataclass

from studio.production.vocabulary import Expression
from studio.tools.offline.illustrator.colour import to_oklab
from studio.tools.offline.illustrator.figures.canvas import Canvas
from studio.tools.offline.illustrator.figures.geometry import Point, curve, ellipse, line

_PUPIL = "#1c1a24"
_WHITE = "#fdfaf2"

# How far brows rise, and how far their inner ends rise above (or sink below) their outer ends, in eye heights.
_BROWS = {
    Expression.NEUTRAL: (0.0, 0.0),
    Expression.HAPPY: (0.3, 0.05),
    Expression.SAD: (0.1, 0.55),
    Expression.AFRAID: (0.45, 0.5),
    Expression.SURPRISED: (0.75, 0.0),
    Expression.DETERMINED: (-0.25, -0.6),
}


@dataclass(frozen=True)
class Gaze:
    """Two eyes: ``near`` and ``far`` centres (left and right in the picture), half height, width of the far one.

    ``whites`` always show, so that dark eyes are seen in a dark face.
    """

    near: Point
    far: Point
    size: float
    far_width: float = 1.0
    lashes: bool = False
    whites: bool = False


def eyes(canvas: Canvas, gaze: Gaze, expression: Expression, asleep: bool) -> None:
    """Both eyes; wide open with whites when startled, closed lids when asleep."""
    for (x, y), width, outward in ((gaze.near, 1.0, -1), (gaze.far, gaze.far_width, 1)):
        half, tall = gaze.size * 0.72 * width, gaze.size
        canvas.mark_face(x, y + tall)
        if asleep:
            lid = line((x - half * 1.3, y), (x, y + tall * 0.55), (x + half * 1.3, y))
            canvas.stroke(lid, _PUPIL, tall * 0.28)
            continue
        startled = expression in (Expression.SURPRISED, Expression.AFRAID)
        if startled:
            canvas.detail(ellipse(x, y, half * 1.75, tall * 1.5), _WHITE)
        elif gaze.whites:
            canvas.detail(ellipse(x, y, half * 1.42, tall * 1.16), _WHITE, 0.92)
        shrink = 0.85 if startled else 1.0
        canvas.detail(ellipse(x, y, half * shrink, tall * shrink), _PUPIL)
        canvas.detail(ellipse(x + half * 0.3, y - tall * 0.38, half * 0.36, tall * 0.3), "#ffffff")
        if canvas.close:
            canvas.detail(ellipse(x - half * 0.3, y + tall * 0.42, half * 0.22, tall * 0.17), "#ffffff", 0.7)
            _lid(canvas, (x, y), half, tall, expression, outward)
        if gaze.lashes and not asleep:
            lash = line((x + outward * half * 0.35, y - tall * 0.95), (x + outward * half * 1.0, y - tall * 0.85),
                        (x + outward * half * 1.75, y - tall * 1.2))  # fmt: skip
            canvas.stroke(lash, _PUPIL, tall * 0.24)


def _lid(canvas: Canvas, at: Point, half: float, tall: float, expression: Expression, outward: int) -> None:
    x, y = at
    if expression is Expression.HAPPY:
        cheek = line((x - half * 1.1, y + tall * 1.3), (x, y + tall * 1.12), (x + half * 1.1, y + tall * 1.3))
        canvas.stroke(cheek, fine_line(canvas), tall * 0.13, 0.5)
        return
    lift = {Expression.SAD: -0.3, Expression.DETERMINED: 0.3}.get(expression, 0.0) * outward
    above = 1.9 if expression in (Expression.SURPRISED, Expression.AFRAID) else 1.32
    fold = line((x - half * 1.25, y - tall * (above - 0.3 - lift)), (x, y - tall * above),
                (x + half * 1.25, y - tall * (above - 0.3 + lift)))  # fmt: skip
    canvas.stroke(fold, fine_line(canvas), tall * 0.13, 0.55)


def fine_line(canvas: Canvas) -> str:
    """The colour of fine lines in a face; darker where the style draws outlines."""
    return "#1c1a24" if canvas.light.outline else "#4a2f2a"


def brows(canvas: Canvas, gaze: Gaze, expression: Expression, colour: str, weight: float = 0.42) -> None:
    """Two brows above the eyes, ``weight`` thick in eye heights."""
    lift, slant = _BROWS[expression]
    for (x, y), width, outward in ((gaze.near, 1.0, -1), (gaze.far, gaze.far_width, 1)):
        size = gaze.size
        top = y - size * (2.1 + lift)
        inner, outer = x - outward * size * 1.05 * width, x + outward * size * 1.15 * width
        knots = ((inner, top - size * slant * 0.6 + size * 0.1), (x, top - size * 0.26),
                 (outer, top + size * slant * 0.6 + size * 0.22))  # fmt: skip
        canvas.stroke(line(*knots), colour, size * weight)


def mouth(
    canvas: Canvas, x: float, y: float, width: float, expression: Expression, asleep: bool, colour: str | None = None
) -> None:
    """A mouth centred at (x, y), ``width`` half wide, drawn in ``colour`` or that of fine lines."""
    canvas.mark_face(x, y + width * 0.7)
    thick = max(2.0, width * 0.2)
    colour = colour or fine_line(canvas)
    if asleep:
        canvas.stroke(line((x - width * 0.4, y), (x, y + width * 0.14), (x + width * 0.4, y)), colour, thick)
    elif expression is Expression.HAPPY:
        lips = curve([(x - width, y - width * 0.15, 0.2), (x, y + width * 0.02), (x + width, y - width * 0.15, 0.2),
                      (x + width * 0.55, y + width * 0.68), (x - width * 0.55, y + width * 0.68)])  # fmt: skip
        canvas.detail(lips, "#6b2530")
        canvas.detail(ellipse(x, y + width * 0.52, width * 0.42, width * 0.24), "#e0777a")
        if canvas.close:
            teeth = curve([(x - width * 0.75, y - width * 0.06, 0.2), (x, y + width * 0.05),
                           (x + width * 0.75, y - width * 0.06, 0.2), (x, y + width * 0.22)])  # fmt: skip
            canvas.detail(teeth, _WHITE)
    elif expression is Expression.SURPRISED:
        canvas.detail(ellipse(x, y + width * 0.2, width * 0.38, width * 0.52), "#6b2530")
    elif expression is Expression.AFRAID:
        knots = ((x - width * 0.8, y + width * 0.22), (x - width * 0.4, y - width * 0.05), (x, y + width * 0.2),
                 (x + width * 0.4, y - width * 0.05), (x + width * 0.8, y + width * 0.22))  # fmt: skip
        canvas.stroke(line(*knots), colour, thick)
    else:
        bend, half = {
            Expression.SAD: (-0.36, 0.75),
            Expression.DETERMINED: (-0.06, 0.8),
        }.get(expression, (0.3, 0.78))
        arc = line((x - width * half, y), (x, y + width * bend), (x + width * half, y - width * 0.04))
        canvas.stroke(arc, colour, thick)


def blush(canvas: Canvas, gaze: Gaze, drop: float, colour: str = "#e8736c", strength: float = 0.42) -> None:
    """Rosy cheeks ``drop`` below and outside the eyes."""
    size = gaze.size
    for (x, y), width, outward in ((gaze.near, 1.0, -1), (gaze.far, gaze.far_width, 1)):
        cheek = ellipse(x + outward * size * 0.7 * width, y + drop, size * 1.15 * width, size * 0.75)
        canvas.detail(cheek, colour, strength)


def tear(canvas: Canvas, x: float, y: float, size: float) -> None:
    """A tear whose top is at (x, y)."""
    drop = curve([(x, y, 0.0), (x + size * 0.5, y + size * 1.1), (x, y + size * 1.7), (x - size * 0.5, y + size * 1.1)])
    canvas.detail(drop, "#bfe6ff", 0.85)


def is_dark(colour: str) -> bool:
    """Whether dark eyes and lines would be lost on ``colour``."""
    return to_oklab(colour)[0] < 0.5
