"""What stands about a set and makes way: drawn when figures and landmark have their places, clear of both.

Knows boxes, not what is drawn in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from studio.tools.offline.illustrator.canvas import Canvas
from studio.tools.offline.illustrator.placement import Spot
from studio.tools.offline.illustrator.stage import Stage

_GAP = 0.008
"""The least distance between two things, in widths of the frame."""
_STEPS = 12


@dataclass(frozen=True)
class Box:
    """What something takes of the picture, in units, and the canvas that it is drawn on."""

    canvas: Canvas
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box, gap: float) -> bool:
        """Whether less than ``gap`` is between the two."""
        across = self.left < other.right + gap and other.left < self.right + gap
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True)
class Piece:
    """Something with its foot at (x, ``foot``), ``half`` to each side and ``tall``; ``draw`` draws it at an x.

    ``roam`` is how far to either side it may move. All in units.
    """

    canvas: Canvas
    x: float
    foot: float
    half: float
    tall: float
    draw: Callable[[float], None]
    roam: float = 0.0

    def box(self, x: float) -> Box:
        """What it takes when it stands at ``x``."""
        return Box(self.canvas, x - self.half, self.foot - self.tall, x + self.half, self.foot)


def furnish(
    stage: Stage, pieces: Sequence[Piece], ground: Canvas, spots: Sequence[Spot], landmark: Box | None
) -> list[Box]:
    """Draw ``pieces`` from the farthest foot to the nearest and return where they stand.

    What would touch the landmark or, on the ``ground``, a figure, moves aside, as little as it can; where there is no
    room it is left out. What may move is never cut by the frame.
    """
    gap = stage.width * _GAP
    figures = [Box(ground, spot.left, spot.top, spot.right, max(spot.bottom, spot.y)) for spot in spots]
    stood: dict[Piece, tuple[float, Box]] = {}

    def is_free(piece: Piece, box: Box) -> bool:
        taken = [*(figures if piece.canvas is ground else ()), *((landmark,) if landmark is not None else ())]
        inside = not piece.roam or (gap <= box.left and box.right <= stage.width - gap)
        return inside and not any(box.meets(other, gap) for other in taken)

    # Whoever can keep its place does; the others take what is left.
    for piece in pieces:
        if is_free(piece, box := piece.box(piece.x)):
            stood[piece] = piece.x, box
    for piece in pieces:
        for x in _places(piece) if piece not in stood else ():
            box = piece.box(x)
            if is_free(piece, box) and not any(box.meets(other, gap) for _, other in stood.values()):
                stood[piece] = x, box
                break
    for piece in sorted(stood, key=lambda piece: piece.foot):
        piece.draw(stood[piece][0])
    return [box for _, box in stood.values()]


def _places(piece: Piece) -> Iterator[float]:
    """Where it may stand besides its own place, the nearest first."""
    for step in range(1, _STEPS + 1 if piece.roam else 1):
        for side in (-1, 1):
            yield piece.x + side * piece.roam * step / _STEPS
