"""What is written before anything sounds: notes in beats, parts, and the score of a cue.

Knows nothing of instruments' sound or of files.
"""

from __future__ import annotations

from dataclasses import dataclass

from studio.tools.wav import RATE


@dataclass(frozen=True)
class Note:
    """``start`` and ``length`` in beats, ``pitch`` as a MIDI key, ``velocity`` 0..1."""

    start: float
    length: float
    pitch: int
    velocity: float


@dataclass(frozen=True)
class Part:
    """What one instrument plays. ``pan`` -1 left .. 1 right; ``level`` is a linear gain."""

    name: str
    instrument: str
    notes: tuple[Note, ...]
    level: float
    pan: float = 0.0


@dataclass(frozen=True)
class Timing:
    """How a cue fills its samples: ``beats`` until the final chord, at a tempo; what is left is the final chord's."""

    samples: int
    beats: float
    beats_per_minute: float

    @property
    def beat_samples(self) -> float:
        """Samples in a beat."""
        return 60 * RATE / self.beats_per_minute

    @property
    def end(self) -> float:
        """The end of the cue in beats."""
        return self.samples / self.beat_samples


@dataclass(frozen=True)
class Score:
    """A cue on paper."""

    timing: Timing
    parts: tuple[Part, ...]
