"""Writes a cue: harmony bar by bar, the motif's statements, and what every voice of the mood plays to them.

Knows nothing of how the instruments sound.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from studio.production.canonical import derive_seed
from studio.tools.music import MusicRequest
from studio.tools.offline.composer.accompaniment import Harmony, accompany
from studio.tools.offline.composer.character import CHARACTERS, Character, Pattern, Voice
from studio.tools.offline.composer.form import BAR, Section, Span, spans_of, timing_of
from studio.tools.offline.composer.motif import Motif, motif_of
from studio.tools.offline.composer.scales import Chord, Key
from studio.tools.offline.composer.score import Note, Part, Score

_JITTER = 0.012
"""Beats by which a player may be late."""


@dataclass(frozen=True)
class _Cue:
    character: Character
    key: Key
    motif: Motif
    spans: tuple[Span, ...]
    harmony: tuple[Harmony, ...]
    beats: float
    end: float


def arranged(request: MusicRequest) -> Score:
    """The score of ``request``: it states the film's motif as the mood has it and ends on its tonic."""
    character = CHARACTERS[request.mood]
    timing = timing_of(request.samples, character.tempo(request.direction))
    spans = spans_of(timing.beats)
    key = character.key(request.direction)
    cue = _Cue(
        character=character,
        key=key,
        motif=motif_of(request.theme_seed),
        spans=spans,
        harmony=_harmony(character, spans, timing.beats, timing.end),
        beats=timing.beats,
        end=timing.end,
    )
    parts = []
    for voice in character.voices:
        if request.intensity < voice.enters:
            continue
        rng = random.Random(derive_seed(request.seed, voice.stem, voice.instrument))
        notes = _played(cue, voice, rng)
        loudness = 0.72 + 0.28 * request.intensity
        level = voice.level * loudness * min(1.0, 0.6 + 2.0 * (request.intensity - voice.enters) + 0.2)
        parts.append(
            Part(voice.stem, voice.instrument, _humanised(notes, character, timing.end, rng), level, voice.pan)
        )
    return Score(timing, tuple(parts))


def _harmony(character: Character, spans: tuple[Span, ...], beats: float, end: float) -> tuple[Harmony, ...]:
    """One chord a bar, the cadence in the last half bar, the tonic to the end."""
    harmony: list[Harmony] = []
    for span in spans:
        chords = character.contrast if span.section is Section.CONTRAST else character.theme
        start, number = span.start, 0
        while start < span.start + span.beats:
            length = min(BAR, span.start + span.beats - start)
            harmony.append(Harmony(start, length, chords[number % len(chords)], span.section))
            start += length
            number += 1
    if harmony and beats > BAR:
        last = harmony.pop()
        if last.beats > BAR / 2:
            harmony.append(replace(last, beats=BAR / 2))
        harmony.append(Harmony(beats - BAR / 2, BAR / 2, character.cadence, last.section))
    tonic = Chord(0, hollow=character.hollow_end)
    harmony.append(Harmony(beats, end - beats, tonic, Section.OUTRO, final=True))
    return tuple(harmony)


def _played(cue: _Cue, voice: Voice, rng: random.Random) -> list[Note]:
    if voice.pattern in (Pattern.MELODY, Pattern.ECHO):
        return _melody(cue, voice)
    return accompany(voice, cue.key, cue.harmony, rng)


def _melody(cue: _Cue, voice: Voice) -> list[Note]:
    """The motif's statements through the form and a last note on the tonic; an echo answers in the gaps."""
    notes: list[Note] = []
    echo = voice.pattern is Pattern.ECHO
    for span in cue.spans:
        if span.section is Section.INTRO:
            continue
        if not echo or span.section is not Section.THEME:
            notes += _statements(cue, voice, span)
    # The last note is held: nothing may move under the final chord.
    last = cue.key.nearest(0 if not echo else 4, notes[-1].pitch if notes else voice.centre)
    notes.append(Note(cue.beats, cue.end - cue.beats, last, 0.72))
    return notes


def _statements(cue: _Cue, voice: Voice, span: Span) -> list[Note]:
    """The motif again and again: question, answer, question, and a held note to breathe."""
    notes: list[Note] = []
    start, number = span.start, 0
    while span.start + span.beats - start >= BAR / 2:
        room = span.start + span.beats - start
        longest = max(0.5, min(cue.character.stretch, room / BAR))
        stretch = max(factor for factor in (0.5, 1.0, 2.0) if factor <= longest)
        slot = max(stretch * BAR, min(BAR, room))
        if notes and (room < BAR or number % 4 == 3):
            notes.append(Note(start, 0.9 * slot, _held_pitch(cue, notes[-1].pitch, start), 0.6))
        else:
            notes += _statement(cue, voice, span, start, number, stretch)
        start += slot
        number += 1
    return notes


def _statement(cue: _Cue, voice: Voice, span: Span, start: float, number: int, stretch: float) -> list[Note]:
    chord = _chord_at(cue, start)
    motif = cue.motif.stretched(stretch)
    if span.section is Section.CONTRAST:
        motif = motif.inverted()
    home = cue.key.nearest(0, voice.centre) - cue.key.pitch(0, 0)
    lift = 12 if span.section is Section.VARIATION and voice.pattern is Pattern.MELODY and voice.centre < 72 else 0

    def far(one: Motif) -> float:
        pitches = [cue.key.pitch(degree, 0) + home for degree in one.degrees]
        return abs(sum(pitches) / len(pitches) - voice.centre)

    if span.section is Section.THEME and number == 0:
        shifts: tuple[int, ...] = (-7, 0)
    else:
        # Sequence: the motif moves with the harmony, and stays in its register.
        shifts = (chord.root % 7 - 7, chord.root % 7)
    motif = min((motif.moved(shift) for shift in shifts), key=far)
    if number % 2 == 1:
        motif = _answer(motif, chord)
    notes = []
    place = start
    for index, (degree, length) in enumerate(zip(motif.degrees, motif.lengths, strict=True)):
        accent = 0.12 if index == 0 else 0.0
        pitch = cue.key.pitch(degree, 0) + home + lift
        notes.append(Note(place, length * cue.character.staccato, pitch, 0.62 + accent + 0.03 * (number % 2)))
        place += length
    return notes


def _chord_at(cue: _Cue, beat: float) -> Chord:
    return next(one.chord for one in reversed(cue.harmony) if one.start <= beat)


def _held_pitch(cue: _Cue, before: int, beat: float) -> int:
    """The note of the chord at ``beat`` that is nearest to the pitch ``before``."""
    chord = _chord_at(cue, beat)
    return min((cue.key.nearest(degree, before) for degree in chord.degrees[:3]), key=lambda pitch: abs(pitch - before))


def _answer(motif: Motif, chord: Chord) -> Motif:
    """``motif`` ending on another note than its own, the nearest one of ``chord``."""
    last = motif.degrees[-1]
    goals = (degree + octave for degree in chord.degrees[:3] for octave in (-7, 0, 7))
    return motif.answered(min((goal for goal in goals if goal != last), key=lambda goal: (abs(goal - last), goal)))


def _humanised(notes: list[Note], character: Character, end: float, rng: random.Random) -> tuple[Note, ...]:
    """Small differences in time and force, the mood's swing, and nothing beyond the cue."""
    played = []
    for note in sorted(notes, key=lambda one: (one.start, one.pitch)):
        late = rng.random() * _JITTER
        if character.swing and round(note.start * 2) % 2 == 1 and abs(note.start * 2 - round(note.start * 2)) < 0.01:
            late += character.swing
        start = min(note.start + late, note.start + 0.5 * (end - note.start))
        velocity = min(1.0, max(0.1, note.velocity * (0.93 + 0.14 * rng.random())))
        length = min(max(0.05, note.length), end - start)
        played.append(Note(start, length, note.pitch, velocity))
    return tuple(played)
