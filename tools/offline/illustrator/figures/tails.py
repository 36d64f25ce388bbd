"""Tails of four-legged animals: raised, from behind, on the ground, wrapped around a sleeper."""

from __future__ import annotations

from studio.tools.image import StagedFigure
from studio.tools.offline.illustrator.figures.beast_head import pale
from studio.tools.offline.illustrator.figures.breeds import Breed, Tail
from studio.tools.offline.illustrator.figures.canvas import Canvas
from studio.tools.offline.illustrator.figures.geometry import Point, ellipse, limb


def draw_tail(canvas: Canvas, breed: Breed, figure: StagedFigure, root: Point, spread: float) -> None:
    """A tail held behind from ``root``, seen from the side; ``spread`` scales how far it reaches."""
    x, y = root
    size = breed.hip
    fur = figure.appearance.main_colour
    match breed.tail:
        case Tail.BRUSH:
            tip = (x - size * 2.6 * spread, y + size * 0.25)
            canvas.shape(limb([(x + size * 0.5, y), (x - size * 0.9 * spread, y + size * 0.5),
                (x - size * 1.8 * spread, y + size * 0.35), tip],
                              [size * 0.24, size * 0.5, size * 0.62, size * 0.1]), fur)  # fmt: skip
            canvas.shape(limb([(x - size * 1.95 * spread, y + size * 0.33), tip], [size * 0.5, size * 0.09]), pale(fur))
        case Tail.WHIP:
            canvas.shape(limb([(x + size * 0.5, y), (x - size * 0.7 * spread, y - size * 0.1),
                (x - size * 1.1 * spread, y - size * 1.3),
                               (x - size * 0.7 * spread, y - size * 2.3)], [size * 0.24, size * 0.22, size * 0.2,
                                   size * 0.17]), fur)  # fmt: skip
        case Tail.CURLED:
            canvas.shape(limb([(x + size * 0.5, y), (x - size * 0.5 * spread, y - size * 0.6),
                (x - size * 0.9 * spread, y - size * 1.4),
                               (x - size * 0.45 * spread, y - size * 1.75)], [size * 0.28, size * 0.26,
                                   size * 0.22, size * 0.12]), fur)  # fmt: skip
        case Tail.PUFF:
            canvas.shape(ellipse(x + size * 0.1, y + size * 0.1, size * 0.36, size * 0.33), pale(fur))
        case Tail.HAIR:
            hair = figure.appearance.hair_colour
            low = min(y + size * 2.5, -size * 0.12)
            canvas.shape(limb([(x + size * 0.4, y - size * 0.2), (x - size * 0.45, y + size * 0.3 * spread),
                (x - size * 0.6, (y + low) / 2 + size * 0.2),
                               (x - size * 0.85, low)], [size * 0.16, size * 0.26, size * 0.3, size * 0.08]),
                                   hair)  # fmt: skip


def draw_tail_from_behind(canvas: Canvas, breed: Breed, figure: StagedFigure, root: Point) -> None:
    """A tail that hangs or rises before the rump."""
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
                        (x - size * 0.9, y + size * 0.5),
                        (x - size * 1.5, y - size * 0.3),
                        (x - size * 1.35, y - size * 1.2),
                    ],
                    [size * 0.22, size * 0.22, size * 0.2, size * 0.16],
                ),
                fur,
                edge=True,
            )


def draw_tail_on_ground(canvas: Canvas, breed: Breed, figure: StagedFigure, side: int) -> None:
    """A tail lying beside a sitting animal, to the right for ``side`` 1, to the left for -1."""
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


def draw_wrapped_tail(canvas: Canvas, breed: Breed, figure: StagedFigure, half: float) -> None:
    """A tail wrapped before a sleeper whose body is ``half`` wide to each side."""
    size = breed.hip
    fur = figure.appearance.main_colour
    thick = size * {Tail.BRUSH: 0.4, Tail.HAIR: 0.26}.get(breed.tail, 0.2)
    if breed.tail is Tail.PUFF:
        canvas.shape(ellipse(-half * 0.98, -size * 0.5, size * 0.34), pale(fur))
        return
    colour = figure.appearance.hair_colour if breed.tail is Tail.HAIR else fur
    tip = (half * 0.3, -thick * 0.7)
    canvas.shape(limb([(-half * 0.96, -thick * 1.7), (-half * 0.5, -thick), (half * 0.05, -thick),
        tip], [thick * 0.7, thick, thick, thick * 0.45]),
                 colour, edge=True)  # fmt: skip
    if breed.tail is Tail.BRUSH:
        canvas.shape(limb([(half * 0.08, -thick), tip], [thick * 0.86, thick * 0.42]), pale(fur))
