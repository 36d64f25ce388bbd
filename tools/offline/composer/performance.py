"""Plays a score: every note at its sample, every part in its place, and the room around them.

Knows nothing of why the notes are there, nor of files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.tools.offline.composer.instruments import sound_of
from studio.tools.offline.composer.room import Room, reverberation
from studio.tools.offline.composer.score import Part, Score
from studio.tools.wav import RATE, Sound, quantised

PEAK = 10 ** (-3.2 / 20)
"""The cue's highest sample: -3.2 dBFS."""
_LEVEL = 10 ** (-19 / 20)
"""Root mean square of a cue, unless its peak forbids it."""
ROOM_STEM = "room"
_SENT = {"bass": 0.35, "percussion": 0.6}
"""How much of a stem reaches the room; the others are there wholly."""
_START = 96
_LONGEST_FADE = 1.4


@dataclass(frozen=True)
class Performance:
    """A cue as 16-bit samples x 2: the whole, and each stem by name. The stems add up to the whole within rounding."""

    mix: npt.NDArray[np.int16]
    stems: tuple[tuple[str, npt.NDArray[np.int16]], ...]


def performed(score: Score, room: Room) -> Performance:
    """``score`` in ``room``, exactly as long as its timing says; what the room answers is a stem of its own."""
    samples = score.timing.samples
    stems: list[tuple[str, Sound]] = []
    sent: Sound = np.zeros((samples, 2), np.float32)
    for name in dict.fromkeys(part.name for part in score.parts):
        dry = _dry([part for part in score.parts if part.name == name], score)
        sent += dry * np.float32(_SENT.get(name, 1.0))
        stems.append((name, dry))
    stems.append((ROOM_STEM, reverberation(sent, room)))
    for _, stem in stems:
        _shape_edges(stem, score)
    mix = np.sum([stem for _, stem in stems], axis=0)
    peak = float(np.abs(mix).max())
    level = float(np.sqrt(np.square(mix).mean(dtype=np.float64)))
    gain = np.float32(min(PEAK / peak, _LEVEL / level))
    return Performance(quantised(mix * gain), tuple((name, quantised(stem * gain)) for name, stem in stems))


def _dry(parts: Sequence[Part], score: Score) -> Sound:
    samples = score.timing.samples
    dry: Sound = np.zeros((samples, 2), np.float32)
    for part in parts:
        left = np.cos((part.pan + 1) * np.pi / 4) * np.sqrt(2)
        right = np.sin((part.pan + 1) * np.pi / 4) * np.sqrt(2)
        place = np.array((left, right), np.float32) * np.float32(part.level)
        cache: dict[tuple[int, int], Sound] = {}
        for note in part.notes:
            start = round(note.start * score.timing.beat_samples)
            # Twentieths of a second: few enough lengths that a note is often the same sound again.
            length = max(1, round(note.length * score.timing.beat_samples * 20 / RATE))
            if (note.pitch, length) not in cache:
                cache[note.pitch, length] = sound_of(part.instrument, note.pitch, length / 20)
            sound = cache[note.pitch, length][: samples - start]
            dry[start : start + len(sound)] += sound * (place * np.float32(note.velocity**1.4))
    return dry


def _shape_edges(sound: Sound, score: Score) -> None:
    """Two milliseconds at the start; at the end the last chord dies away to nothing."""
    ringing = len(sound) - score.timing.beats * score.timing.beat_samples
    fade = max(1, int(min(_LONGEST_FADE * RATE, 0.7 * ringing)))
    start = min(_START, len(sound) // 8)
    sound[:start] *= (np.arange(start, dtype=np.float32) / start)[:, None]
    sound[-fade:] *= (np.cos(np.linspace(0, np.pi / 2, fade)) ** 2).astype(np.float32)[:, None]
    sound[-1] = 0.0
