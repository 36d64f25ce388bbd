"""Scales, chords and the voice leading between them.

Knows nothing of moods, rhythm or instruments.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

MODES = {
    "ionian": (0, 2, 4, 5, 7, 9, 11),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "aeolian": (0, 2, 3, 5, 7, 8, 10),
    "harmonic": (0, 2, 3, 5, 7, 8, 11),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
}


@dataclass(frozen=True)
class Key:
    """A tonic (pitch class) and a mode; a degree is counted from 0, the tonic, and goes on through the octaves."""

    tonic: int
    mode: str

    def pitch(self, degree: int, octave: int) -> int:
        """The MIDI key of ``degree`` with the tonic in ``octave`` (4 holds middle C)."""
        steps = MODES[self.mode]
        return 12 * (octave + 1) + self.tonic + 12 * (degree // 7) + steps[degree % 7]

    def nearest(self, degree: int, centre: int) -> int:
        """The pitch of ``degree``, in the octave nearest to the MIDI key ``centre``."""
        pitch = self.pitch(degree % 7, 0)
        return pitch + 12 * round((centre - pitch) / 12)


@dataclass(frozen=True)
class Chord:
    """Stacked thirds on degree ``root``; ``colour`` degrees above the root are added to the triad (1 is a ninth)."""

    root: int
    colour: tuple[int, ...] = ()
    hollow: bool = False
    raised_third: bool = False

    @property
    def degrees(self) -> tuple[int, ...]:
        """Degrees of the chord in its key, the root first."""
        triad = (0, 4) if self.hollow else (0, 2, 4)
        return tuple(self.root + step for step in (*triad, *self.colour))

    def pitch_classes(self, key: Key) -> tuple[int, ...]:
        """Pitch classes of the chord, the root first; a dominant in minor may raise its third."""
        classes = [key.pitch(degree, 0) % 12 for degree in self.degrees]
        if self.raised_third and not self.hollow:
            classes[1] = (classes[0] + 4) % 12
        return tuple(dict.fromkeys(classes))


def voicing(classes: tuple[int, ...], before: tuple[int, ...], low: int, high: int) -> tuple[int, ...]:
    """One pitch for each of ``classes`` between ``low`` and ``high``, moving as little as it can from ``before``.

    Without a chord before, the voicing lies in the middle of the range. Neighbours closer than a whole tone and
    more than an octave apart are avoided.
    """
    choices = [[pitch for pitch in range(low, high + 1) if pitch % 12 == one] for one in classes]
    middle = (low + high) / 2

    def cost(pitches: tuple[int, ...]) -> tuple[float, tuple[int, ...]]:
        ordered = tuple(sorted(pitches))
        gaps = [above - below for below, above in itertools.pairwise(ordered)]
        rough = sum(6.0 for gap in gaps if gap < 2) + sum(4.0 for gap in gaps if gap > 12)
        if before:
            moved = float(sum(min(abs(pitch - old) for old in before) for pitch in ordered))
            moved += 0.7 * abs(ordered[-1] - before[-1]) + 0.15 * abs(sum(ordered) / len(ordered) - middle)
        else:
            moved = sum(abs(pitch - middle) for pitch in ordered) * 0.5
        return moved + rough, ordered

    return min(cost(pitches) for pitches in itertools.product(*choices))[1]
