"""The offline composer: exact lengths, clean endings, moods that differ, and a motif that returns."""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
import sys
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import mido
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.production.treatment import MusicDirection
from studio.production.vocabulary import Mood
from studio.testing import FolderBench
from studio.testing.hearing import read_wav
from studio.tools.music import MusicProduct, MusicRequest
from studio.tools.offline.composer.arrangement import arranged
from studio.tools.offline.composer.character import CHARACTERS
from studio.tools.offline.composer.composer import Composer
from studio.tools.offline.composer.form import Section, spans_of, timing_of
from studio.tools.offline.composer.motif import motif_of
from studio.tools.offline.composer.notation import midi
from studio.tools.offline.composer.percussion import Drum, stroke
from studio.tools.offline.composer.scales import MODES, Chord, Key, voicing
from studio.tools.tool import Tool

RATE = 48_000
BENCH = FolderBench(Path(mkdtemp(prefix="studio-composer-")))
Samples = npt.NDArray[np.float64]


def request_of(mood: Mood, seconds: float = 6.0, **fields: object) -> MusicRequest:
    settled = {
        "prompt": "",
        "direction": MusicDirection(),
        "intensity": 0.7,
        "samples": round(seconds * RATE),
        "theme_seed": 11,
        "seed": 3,
        **fields,
    }
    return MusicRequest.model_validate({"mood": mood, **settled})


@lru_cache(maxsize=64)
def cue(request: MusicRequest) -> MusicProduct:
    return asyncio.run(Composer()(request, BENCH))


def played(product: MusicProduct) -> Samples:
    return read_wav(BENCH, product.audio, channels=2)


def notes_of(product: MusicProduct) -> tuple[dict[str, list[tuple[int, int, int]]], int]:
    """Notes of each track as (start tick, end tick, key), and the last tick of the file."""
    assert product.notes is not None
    assert product.notes.media_type == "audio/midi"
    file = mido.MidiFile(BENCH.path(product.notes))
    tracks: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    end = 0
    for track in file.tracks:
        now, name, sounding = 0, "", {}
        for message in track:
            now += message.time
            if message.type == "track_name":
                name = message.name
            elif message.type == "note_on":
                sounding[message.note] = now
            elif message.type == "note_off":
                tracks[name].append((sounding.pop(message.note), now, message.note))
        assert not sounding
        end = max(end, now)
    return tracks, end


def centroid(sound: Samples) -> float:
    """Centre of gravity of the power spectrum, in octaves above 20 Hz: how bright a sound is."""
    power = np.square(np.abs(np.fft.rfft(sound.mean(axis=1))))
    frequencies = np.fft.rfftfreq(len(sound), 1 / RATE)
    heard = frequencies > 20
    return float((power[heard] * np.log2(frequencies[heard] / 20)).sum() / power[heard].sum())


def onsets_a_second(product: MusicProduct, seconds: float) -> float:
    tracks, _ = notes_of(product)
    return len({start for notes in tracks.values() for start, _, _ in notes}) / seconds


def test_it_is_a_tool() -> None:
    tool: Tool[MusicRequest, MusicProduct] = Composer()
    assert (tool.name, tool.capability) == ("offline:composer", "music")


@pytest.mark.parametrize("mood", Mood)
def test_a_cue_is_clean_and_ends_in_silence(mood: Mood) -> None:
    product = cue(request_of(mood))
    sound = played(product)
    assert len(sound) == product.samples == 6 * RATE
    assert np.abs(sound).max() <= 10 ** (-3 / 20)
    assert np.abs(sound).max() > 0.3
    assert np.abs(sound.mean(axis=0)).max() < 2e-4
    assert np.abs(sound[0]).max() < 1e-3
    assert np.abs(sound[-1]).max() == 0
    # The end dies away: no step at the last sample, and every tenth of a second is softer than the one before.
    tail = np.sqrt(np.square(sound[-RATE // 2 :]).reshape(5, -1).mean(axis=1))
    assert (np.diff(tail) < 0).all()
    assert tail[-1] < 0.02
    assert (sound[:, 0] != sound[:, 1]).any()


@settings(max_examples=12, deadline=None)
@given(
    st.integers(4_800, 3 * RATE),
    st.sampled_from(list(Mood)),
    st.floats(0, 1),
    st.integers(0, 2**31 - 1),
    st.integers(50, 160),
    st.booleans(),
)
def test_every_length_is_exact(samples: int, mood: Mood, intensity: float, seed: int, tempo: int, minor: bool) -> None:
    direction = MusicDirection(beats_per_minute=tempo, minor=minor, tonic=seed % 12)
    request = request_of(mood, samples=samples, intensity=intensity, theme_seed=seed, seed=seed, direction=direction)
    product = asyncio.run(Composer()(request, BENCH))
    sound = played(product)
    assert len(sound) == samples
    assert 0.05 < np.abs(sound).max() <= 10 ** (-3 / 20)


@settings(max_examples=60, deadline=None)
@given(st.integers(4_800, 600 * RATE), st.sampled_from(list(Mood)), st.integers(50, 160), st.integers(0, 2**31 - 1))
def test_notes_lie_within_the_cue_and_can_be_heard(samples: int, mood: Mood, tempo: int, seed: int) -> None:
    request = request_of(
        mood, samples=samples, theme_seed=seed, seed=seed, direction=MusicDirection(beats_per_minute=tempo), intensity=1
    )
    score = arranged(request)
    assert len(score.parts) >= 4
    for part in score.parts:
        for note in part.notes:
            assert 0 <= note.start < note.start + note.length <= score.timing.end + 1e-6
            assert 20 <= note.pitch <= 108
            assert 0.1 <= note.velocity <= 1


@given(st.integers(4_800, 600 * RATE), st.floats(44, 176))
def test_the_form_fills_the_beats(samples: int, tempo: float) -> None:
    timing = timing_of(samples, tempo)
    assert timing.beats * timing.beat_samples < samples
    spans = spans_of(timing.beats)
    place = 0.0
    for span in spans:
        assert span.start == place
        assert span.beats > 0
        place += span.beats
    assert place == timing.beats


def test_long_cues_have_a_form() -> None:
    sections = [span.section for span in spans_of(24 * 4)]
    assert sections[0] is Section.INTRO
    assert sections[1] is Section.THEME
    assert sections[-1] is Section.OUTRO
    assert {Section.VARIATION, Section.CONTRAST} <= set(sections)


def test_stems_add_up() -> None:
    product = cue(request_of(Mood.JOYFUL))
    stems = [read_wav(BENCH, stem.audio, channels=2) for stem in product.stems]
    assert len(stems) >= 5
    assert len({stem.name for stem in product.stems}) == len(stems)
    off = np.abs(np.sum(stems, axis=0) - played(product)).max() * 32768
    assert off <= len(stems)


def test_the_same_request_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    request = request_of(Mood.TENDER, 2.0)
    code = (
        "import asyncio, sys; from pathlib import Path; from studio.testing import FolderBench;"
        "from studio.tools.music import MusicRequest; from studio.tools.offline.composer.composer import Composer;"
        "request = MusicRequest.model_validate_json(sys.argv[1]);"
        "print(asyncio.run(Composer()(request, FolderBench(Path(sys.argv[2])))).model_dump_json())"
    )
    other = subprocess.run(
        [sys.executable, "-c", code, request.model_dump_json(), str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert MusicProduct.model_validate_json(other.stdout) == asyncio.run(Composer()(request, BENCH))


def test_other_seeds_give_other_music() -> None:
    request = request_of(Mood.TENDER, 2.0)
    assert cue(request).audio != cue(request.model_copy(update={"seed": 4})).audio
    assert cue(request).notes != cue(request.model_copy(update={"theme_seed": 12})).notes


def test_moods_differ_in_tempo_mode_brightness_and_density() -> None:
    """Any two moods are apart in at least two of: tempo, mode, brightness, density, instruments of the melody."""
    direction = MusicDirection()
    measured = {}
    for mood in Mood:
        product = cue(request_of(mood))
        character = CHARACTERS[mood]
        measured[mood] = (
            character.tempo(direction),
            character.key(direction),
            centroid(played(product)),
            onsets_a_second(product, 6.0),
            character.voices[0].instrument,
        )
    for one in Mood:
        for other in Mood:
            if one >= other:
                continue
            a, b = measured[one], measured[other]
            apart = [
                abs(np.log2(a[0] / b[0])) > 0.15,
                a[1] != b[1],
                abs(a[2] - b[2]) > 0.25,
                abs(np.log2(a[3] / b[3])) > 0.25,
                a[4] != b[4],
            ]
            assert sum(apart) >= 2, (one, other, a, b)


def test_lively_moods_are_denser_and_faster_than_still_ones() -> None:
    density = {mood: onsets_a_second(cue(request_of(mood)), 6.0) for mood in Mood}
    for lively in (Mood.JOYFUL, Mood.PLAYFUL, Mood.TENSE, Mood.TRIUMPHANT):
        for still in (Mood.CALM, Mood.MELANCHOLY, Mood.MYSTERIOUS):
            assert density[lively] > 1.5 * density[still]


def test_intensity_sets_how_much_plays() -> None:
    for mood in Mood:
        parts = [len(arranged(request_of(mood, intensity=intensity)).parts) for intensity in (0.0, 0.5, 1.0)]
        assert parts[0] < parts[2]
        assert parts == sorted(parts)


@pytest.mark.parametrize("mood", Mood)
@pytest.mark.parametrize("theme_seed", [1, 2, 3])
def test_the_motif_returns_in_every_cue(mood: Mood, theme_seed: int) -> None:
    """The first notes of the melody, read from the MIDI file, are the motif's degrees in the cue's key."""
    request = request_of(mood, 3.2, theme_seed=theme_seed, intensity=0.0)
    tracks, _ = notes_of(asyncio.run(Composer()(request, BENCH)))
    character = CHARACTERS[mood]
    melody = next(notes for name, notes in tracks.items() if character.voices[_melody_of(mood)].instrument in name)
    key = character.key(request.direction)
    motif = motif_of(theme_seed)
    expected = [key.pitch(degree, 4) for degree in motif.degrees]
    heard = [pitch for _, _, pitch in sorted(melody)][: len(expected)]
    assert np.diff(heard).tolist() == np.diff(expected).tolist()


def _melody_of(mood: Mood) -> int:
    return next(i for i, voice in enumerate(CHARACTERS[mood].voices) if voice.pattern == "melody")


@given(st.integers(0, 2**31 - 1))
def test_a_motif_is_singable(theme_seed: int) -> None:
    motif = motif_of(theme_seed)
    assert motif.beats == 4
    assert motif.degrees[0] in (0, 2, 4)
    assert max(motif.degrees) - min(motif.degrees) <= 9
    steps = np.diff(motif.degrees)
    assert steps.min() < 0 < steps.max()
    assert motif.stretched(2).beats == 8
    assert np.diff(motif.inverted().degrees).tolist() == (-steps).tolist()


def test_a_cue_ends_on_its_tonic() -> None:
    for mood in Mood:
        request = request_of(mood)
        score = arranged(request)
        key = CHARACTERS[mood].key(request.direction)
        tonic_chord = {key.pitch(degree, 0) % 12 for degree in (0, 2, 4)}
        for part in score.parts:
            if part.instrument == "percussion":
                continue
            last = [note for note in part.notes if note.start >= score.timing.beats]
            assert last
            assert {note.pitch % 12 for note in last} <= tonic_chord
            if part.name == "bass":
                assert last[0].pitch % 12 == key.tonic


def test_a_cue_follows_the_films_key() -> None:
    major, minor = MusicDirection(tonic=2), MusicDirection(tonic=2, minor=True)
    assert CHARACTERS[Mood.CALM].key(major) == Key(2, "ionian")
    assert CHARACTERS[Mood.CALM].key(minor) == Key(2, "dorian")
    # Relative keys: B minor for D major, F major for D minor.
    assert CHARACTERS[Mood.MELANCHOLY].key(major) == Key(11, "aeolian")
    assert CHARACTERS[Mood.JOYFUL].key(minor) == Key(5, "ionian")


@given(
    st.sampled_from(sorted(MODES)),
    st.integers(0, 11),
    st.lists(st.integers(0, 6), min_size=2, max_size=8),
)
def test_voices_lead_smoothly(mode: str, tonic: int, roots: list[int]) -> None:
    key = Key(tonic, mode)
    before: tuple[int, ...] = ()
    for root in roots:
        classes = Chord(root).pitch_classes(key)
        after = voicing(classes, before, 51, 69)
        assert {pitch % 12 for pitch in after} == set(classes)
        assert all(51 <= pitch <= 69 for pitch in after)
        if before:
            assert max(min(abs(pitch - old) for old in before) for pitch in after) <= 5
        before = after


@pytest.mark.parametrize("drum", Drum)
def test_a_stroke_has_its_peak_early_and_ends_softly(drum: Drum) -> None:
    sound = stroke(drum)
    assert np.abs(sound).max() == pytest.approx(1.0)
    assert np.abs(sound).argmax() < 0.06 * RATE
    assert abs(sound[-1]) < 1e-3


# What version 1 writes. If one of these changes, so must ``Composer.version``.
GOLDEN_MIDI: dict[Mood, str] = {
    Mood.CALM: "e22071f8483400fb",
    Mood.TENDER: "31adb141cc522fe7",
    Mood.JOYFUL: "abe34022cab8d1ca",
    Mood.PLAYFUL: "0929272704c1f0d1",
    Mood.HOPEFUL: "7d09e66fa85d3443",
    Mood.TRIUMPHANT: "2a58c4c132918262",
    Mood.MYSTERIOUS: "49518fc6eeb926bb",
    Mood.TENSE: "4fac06df60bbc0ef",
    Mood.MELANCHOLY: "8e026cd50f0709b5",
    Mood.EPIC: "e0d8a179a623b5d5",
}

GOLDEN_LEVELS: dict[Mood, list[float]] = {
    Mood.CALM: [23.44, 18.98, 22.58, 28.98, 20.23, 13.45, 8.02, 3.86],
    Mood.TENDER: [-2.71, 27.81, 25.91, 27.81, 15.89, 11.59, 10.09, 7.33],
    Mood.JOYFUL: [23.87, 24.15, 22.0, 28.19, 24.34, 16.41, 17.08, 8.45],
    Mood.PLAYFUL: [19.08, 20.01, 22.62, 22.4, 15.29, 4.79, 14.99, 2.71],
    Mood.HOPEFUL: [19.62, 24.38, 25.06, 26.81, 23.76, 19.24, 17.25, 10.56],
    Mood.TRIUMPHANT: [21.68, 16.75, 21.84, 23.35, 23.0, 19.8, 19.25, 17.08],
    Mood.MYSTERIOUS: [17.28, 23.69, 23.43, 25.68, 21.8, 10.82, 9.16, -0.36],
    Mood.TENSE: [21.94, 22.89, 20.86, 18.12, 15.57, 13.28, 10.62, 4.08],
    Mood.MELANCHOLY: [13.46, 27.91, 26.15, 23.79, 17.95, 10.42, 8.91, 7.43],
    Mood.EPIC: [27.69, 16.46, 21.51, 23.17, 20.44, 16.19, 15.11, 13.28],
}


def _levels(sound: Samples) -> list[float]:
    """Level in dB of octave bands from 60 Hz up: a fingerprint that no other processor's rounding moves."""
    power = np.square(np.abs(np.fft.rfft(sound.mean(axis=1)))) / len(sound)
    frequencies = np.fft.rfftfreq(len(sound), 1 / RATE)
    edges = 60 * 2.0 ** np.arange(8)
    bands = [power[(frequencies >= low) & (frequencies < 2 * low)].sum() for low in edges]
    return [round(10 * float(np.log10(band)), 2) for band in bands]


@pytest.mark.parametrize("mood", Mood)
def test_version_2_is_what_it_was(mood: Mood) -> None:
    assert Composer().version == "2"
    request = request_of(mood)
    assert hashlib.sha256(midi(arranged(request))).hexdigest()[:16] == GOLDEN_MIDI[mood]
    assert _levels(played(cue(request))) == pytest.approx(GOLDEN_LEVELS[mood], abs=0.05)
