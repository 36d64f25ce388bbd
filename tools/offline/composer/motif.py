"""The film's motif: a few notes drawn from the theme seed, and what a cue may do with them.

Knows nothing of keys, moods or instruments.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass

_RHYTHMS = (
    (1.0, 0.5, 0.5, 1.0, 1.0),
    (1.5, 0.5, 1.0, 1.0),
    (1.5, 0.5, 0.5, 0.5, 1.0),
    (0.5, 0.5, 1.0, 2.0),
    (1.0, 1.0, 0.5, 0.5, 1.0),
    (2.0, 0.5, 0.5, 1.0),
    (0.5, 1.0, 0.5, 1.0, 1.0),
)
"""Lengths in beats; each fills a bar of four."""
_STEPS = (-1, 1, -1, 1, -2, 2, 1)
_LEAPS = (3, 4, -3, 2)


@dataclass(frozen=True)
class Motif:
    """``degrees`` of the scale from the tonic, and ``lengths`` in beats that fill one bar of four."""

    degrees: tuple[int, ...]
    lengths: tuple[float, ...]

    @property
    def beats(self) -> float:
        """Its length."""
        return sum(self.lengths)

    def moved(self, steps: int) -> Motif:
        """Sequence: the same shape ``steps`` of the scale higher."""
        return Motif(tuple(degree + steps for degree in self.degrees), self.lengths)

    def stretched(self, factor: float) -> Motif:
        """Augmentation (above 1) or diminution (below 1)."""
        return Motif(self.degrees, tuple(length * factor for length in self.lengths))

    def inverted(self) -> Motif:
        """Mirrored at its first note."""
        return Motif(tuple(2 * self.degrees[0] - degree for degree in self.degrees), self.lengths)

    def answered(self, last: int) -> Motif:
        """The same with another last note: a question becomes an answer."""
        return Motif((*self.degrees[:-1], last), self.lengths)


def motif_of(theme_seed: int) -> Motif:
    """The motif of a film: it begins on a note of the tonic chord, has one leap, and stays within an octave."""
    rng = random.Random(f"motif {theme_seed}")
    lengths = rng.choice(_RHYTHMS)
    leap_at = rng.randrange(1, len(lengths) - 1)
    while True:
        degrees = [rng.choice((0, 2, 4))]
        for place in range(1, len(lengths)):
            degrees.append(degrees[-1] + rng.choice(_LEAPS if place == leap_at else _STEPS))
        # It should turn, rest at its end, and move through at least three pitches.
        steps = [after - before for before, after in itertools.pairwise(degrees)]
        turns = min(steps) < 0 < max(steps)
        spans = min(degrees) >= -2 and max(degrees) <= 7 and len(set(degrees)) >= 3
        if turns and spans and degrees[-1] % 7 in (0, 1, 2, 4):
            return Motif(tuple(degrees), lengths)
