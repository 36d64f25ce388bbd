"""What the voices around the melody play: pads, arpeggios, basses and percussion, to given chords.

Knows nothing of moods, motifs or sound.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from studio.tools.offline.composer.character import Pattern, Voice
from studio.tools.offline.composer.form import Section
from studio.tools.offline.composer.percussion import Drum
from studio.tools.offline.composer.scales import Chord, Key, voicing
from studio.tools.offline.composer.score import Note


@dataclass(frozen=True)
class Harmony:
    """A chord from beat ``start``, ``beats`` long; ``final`` is the last one, which rings."""

    start: float
    beats: float
    chord: Chord
    section: Section
    final: bool = False


def accompany(voice: Voice, key: Key, harmony: Sequence[Harmony], rng: random.Random) -> list[Note]:
    """The notes of ``voice`` under ``harmony``."""
    if voice.pattern is Pattern.PAD:
        return _pad(voice, key, harmony)
    if voice.pattern is Pattern.LINE:
        return _line(voice, key, harmony)
    if voice.pattern in _DRUMMING:
        return _drums(voice.pattern, harmony)
    if voice.pattern in _BASSES:
        return _bass(voice, key, harmony)
    return _figure(voice, key, harmony, rng)


def _pad(voice: Voice, key: Key, harmony: Sequence[Harmony]) -> list[Note]:
    notes = []
    before: tuple[int, ...] = ()
    for one in harmony:
        before = voicing(one.chord.pitch_classes(key), before, voice.centre - 9, voice.centre + 9)
        notes += [Note(one.start, one.beats, pitch, 0.6) for pitch in before]
    return notes


def _line(voice: Voice, key: Key, harmony: Sequence[Harmony]) -> list[Note]:
    """One long note a chord, moving as little as it can."""
    notes: list[Note] = []
    here = voice.centre
    for one in harmony:
        here = min(
            (_near(pitch, voice.centre) for pitch in one.chord.pitch_classes(key)), key=lambda to: abs(to - here)
        )
        notes.append(Note(one.start, one.beats, here, 0.6))
    return notes


_BASSES = {
    Pattern.LONG_BASS: ((0.0, 4.0, 0),),
    Pattern.STEPPING_BASS: ((0.0, 1.0, 0), (2.0, 1.0, 1)),
    Pattern.PULSE_BASS: tuple((half / 2, 0.4, 0) for half in range(8)),
}
"""Start and length in beats of the bar; 0 the root, 1 the fifth below or above."""


def _bass(voice: Voice, key: Key, harmony: Sequence[Harmony]) -> list[Note]:
    notes = []
    for one in harmony:
        classes = one.chord.pitch_classes(key)
        root = _near(classes[0], voice.centre)
        fifth = _near((key.pitch(one.chord.root + 4, 0)) % 12, voice.centre)
        if one.final:
            notes.append(Note(one.start, one.beats, root, 0.75))
            continue
        for start, length, kind in _BASSES[voice.pattern]:
            if start < one.beats:
                pitch = root if kind == 0 else fifth
                notes.append(
                    Note(one.start + start, min(length, one.beats - start), pitch, 0.72 if start == 0 else 0.6)
                )
    return notes


_FIGURES: dict[Pattern, tuple[tuple[float, float, int], ...]] = {
    Pattern.ROLLING: tuple((step / 2, 1.5, place) for step, place in enumerate((0, 2, 3, 4, 5, 4, 3, 2))),
    Pattern.SPARSE: ((0.0, 3.0, 0), (1.0, 2.5, 2), (1.5, 2.5, 3), (3.0, 1.5, 4)),
    Pattern.STRUM: tuple(
        (beat + late, 0.6, place)
        for beat, places in ((0.0, (0, 1, 2, 3)), (1.0, (2, 3, 4)), (1.5, (3, 4)), (2.5, (2, 3, 4)), (3.0, (1, 2, 3)))
        for late, place in ((0.03 * index, place) for index, place in enumerate(places))
    ),
    Pattern.OFFBEAT: tuple((beat + 0.5, 0.4, place) for beat in (0.0, 1.0, 2.0, 3.0) for place in (2, 3)),
    Pattern.OSTINATO: tuple((step / 2, 0.4, place) for step, place in enumerate((0, 0, 2, 0, 1, 0, 2, 1))),
}
"""Start and length in beats of the bar; the place counts the chord's notes upwards from around the centre."""


def _figure(voice: Voice, key: Key, harmony: Sequence[Harmony], rng: random.Random) -> list[Note]:
    notes = []
    for one in harmony:
        ladder = _ladder(one.chord.pitch_classes(key), voice.centre - 9)
        if one.final:
            notes += _final_roll(voice, one, ladder)
            continue
        for start, length, place in _FIGURES[voice.pattern]:
            if start >= one.beats or (one.section is Section.INTRO and start >= 2 and rng.random() < 0.35):
                continue
            accent = 0.12 if start == 0 else 0.0
            notes.append(Note(one.start + start, length, ladder[place], 0.5 + accent))
    return notes


def _final_roll(voice: Voice, one: Harmony, ladder: Sequence[int]) -> list[Note]:
    """The last chord: together where the figure is short, else rolled upwards within its first third."""
    if voice.pattern in (Pattern.OSTINATO, Pattern.OFFBEAT):
        return [Note(one.start, min(one.beats, 1.0), pitch, 0.66) for pitch in ladder[:3]]
    step = min(0.14, one.beats / 3 / 5)
    return [
        Note(one.start + step * index, one.beats - step * index, pitch, 0.6 - 0.03 * index)
        for index, pitch in enumerate(ladder[:5])
    ]


_DRUMMING: dict[Pattern, tuple[tuple[float, Drum, float], ...]] = {
    Pattern.BRUSHES: (
        *((beat, Drum.SOFT_KICK, 0.6) for beat in (0.0, 2.0)),
        *((beat, Drum.BRUSH, 0.55) for beat in (1.0, 3.0)),
        *((half / 2, Drum.SHAKER, 0.3 + 0.12 * (half % 2)) for half in range(8)),
    ),
    Pattern.TOYS: (
        *((beat, Drum.HIGH_BLOCK, 0.5) for beat in (0.0, 1.5, 3.0)),
        *((beat, Drum.LOW_BLOCK, 0.45) for beat in (1.0, 2.5)),
        *((beat + 0.5, Drum.SHAKER, 0.3) for beat in (0.0, 1.0, 2.0, 3.0)),
        (3.5, Drum.TRIANGLE, 0.25),
    ),
    Pattern.MARCH: (
        (0.0, Drum.FRAME, 0.8),
        (2.0, Drum.FRAME, 0.65),
        *((beat, Drum.FIELD, 0.45) for beat in (1.0, 1.5, 3.0, 3.25, 3.5)),
        (0.0, Drum.CYMBAL, 0.35),
    ),
    Pattern.HEARTBEAT: (
        *((beat, Drum.HEART, 0.8) for beat in (0.0, 2.0)),
        *((beat + 0.33, Drum.HEART, 0.5) for beat in (0.0, 2.0)),
        *((half / 2, Drum.TICK, 0.28) for half in range(1, 8, 2)),
    ),
    Pattern.DRUMS: (
        (0.0, Drum.GREAT, 0.95),
        (1.5, Drum.GREAT, 0.6),
        (2.0, Drum.GREAT, 0.75),
        *((beat, Drum.FRAME, 0.5) for beat in (1.0, 2.5, 3.0, 3.5)),
        (0.0, Drum.CYMBAL, 0.3),
    ),
    Pattern.SHAKER: (
        *((half / 2, Drum.SHAKER, 0.35 + 0.15 * (half % 2)) for half in range(8)),
        (0.0, Drum.SOFT_KICK, 0.4),
        (2.0, Drum.SOFT_KICK, 0.3),
    ),
}
_LAST_STROKE: dict[Pattern, tuple[Drum, ...]] = {
    Pattern.BRUSHES: (Drum.SOFT_KICK, Drum.TRIANGLE),
    Pattern.TOYS: (Drum.HIGH_BLOCK, Drum.TRIANGLE),
    Pattern.MARCH: (Drum.FRAME, Drum.CYMBAL),
    Pattern.HEARTBEAT: (Drum.HEART,),
    Pattern.DRUMS: (Drum.GREAT, Drum.CYMBAL),
    Pattern.SHAKER: (Drum.TRIANGLE,),
}


def _drums(pattern: Pattern, harmony: Sequence[Harmony]) -> list[Note]:
    notes = []
    for one in harmony:
        if one.final:
            notes += [Note(one.start, min(1.0, one.beats), int(drum), 0.7) for drum in _LAST_STROKE[pattern]]
        elif one.section is not Section.INTRO:
            notes += [
                Note(one.start + start, 0.25, int(drum), velocity)
                for start, drum, velocity in _DRUMMING[pattern]
                if start < one.beats and not (drum is Drum.CYMBAL and one.start % 16)
            ]
    return notes


def _ladder(classes: Sequence[int], low: int) -> list[int]:
    """The chord's notes upwards from its root at or above ``low``, two octaves and more."""
    root = low + (classes[0] - low) % 12
    above = sorted((pitch - classes[0]) % 12 for pitch in classes)
    return [root + octave + step for octave in (0, 12, 24) for step in above]


def _near(pitch_class: int, centre: int) -> int:
    return pitch_class + 12 * round((centre - pitch_class) / 12)
