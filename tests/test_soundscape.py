"""Synthesised ambiences and effects: exact lengths, levels, soft edges, and a fingerprint for each."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.production.vocabulary import Ambience, Effect
from studio.testing import FolderBench
from studio.testing.hearing import read_wav
from studio.tools.film.loudness import LoudnessMeter
from studio.tools.offline.soundscape.soundscape import Soundscape
from studio.tools.sound import SoundProduct, SoundRequest
from studio.tools.tool import Tool

RATE = 48_000
BENCH = FolderBench(Path(mkdtemp(prefix="studio-soundscape-")))
Samples = npt.NDArray[np.float64]
SOUNDS: list[Ambience | Effect] = [*Ambience, *Effect]


@lru_cache(maxsize=128)
def sound_of(sound: Ambience | Effect, samples: int = 6 * RATE, strength: float = 0.5, seed: int = 5) -> Samples:
    request = SoundRequest(prompt="", sound=sound, strength=strength, samples=samples, seed=seed)
    product = asyncio.run(Soundscape()(request, BENCH))
    assert product.samples == samples
    return read_wav(BENCH, product.audio, channels=2)


def share(sound: Samples, low: float, high: float) -> float:
    """Share of the power between two frequencies."""
    power = np.square(np.abs(np.fft.rfft(sound.mean(axis=1))))
    frequencies = np.fft.rfftfreq(len(sound), 1 / RATE)
    return float(power[(frequencies >= low) & (frequencies < high)].sum() / power[frequencies > 15].sum())


def envelope(sound: Samples, seconds: float) -> Samples:
    """Root mean square of each stretch of ``seconds``."""
    step = int(seconds * RATE)
    whole = len(sound) // step * step
    return np.sqrt(np.square(sound[:whole].mean(axis=1)).reshape(-1, step).mean(axis=1))


def onsets(sound: Samples, rise: float = 4.0) -> int:
    """How often the level of 5 ms is ``rise`` times that of the 20 ms before, at least 60 ms apart."""
    levels = envelope(sound, 0.005) + 2e-5
    count, last = 0, -100
    for place in range(4, len(levels)):
        if levels[place] > rise * levels[place - 4 : place].mean() and place - last > 12:
            count, last = count + 1, place
    return count


def test_it_is_a_tool() -> None:
    tool: Tool[SoundRequest, SoundProduct] = Soundscape()
    assert (tool.name, tool.capability) == ("offline:soundscape", "sound")


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(SOUNDS), st.integers(4_800, 4 * RATE), st.floats(0, 1), st.integers(0, 2**31 - 1))
def test_every_length_is_exact_and_clean(sound: Ambience | Effect, samples: int, strength: float, seed: int) -> None:
    made = sound_of(sound, samples, strength, seed)
    assert len(made) == samples
    assert 0.003 < np.abs(made).max() <= 10 ** (-2.9 / 20)
    assert np.abs(made[0]).max() < 0.005
    assert np.abs(made[-1]).max() < 0.005
    # A tenth of a second of thunder does not hold a whole wave of it.
    assert np.abs(made.mean(axis=0)).max() < (0.003 if samples > RATE else 0.03)


@pytest.mark.parametrize("sound", SOUNDS)
def test_the_same_request_gives_the_same_bytes(sound: Ambience | Effect) -> None:
    request = SoundRequest(prompt="", sound=sound, samples=RATE // 2, seed=1)
    first = asyncio.run(Soundscape()(request, BENCH))
    assert asyncio.run(Soundscape()(request, BENCH)) == first
    assert asyncio.run(Soundscape()(request.model_copy(update={"seed": 2}), BENCH)) != first


@pytest.mark.parametrize("sound", Ambience)
def test_an_ambience_is_level_wide_and_fades_at_its_edges(sound: Ambience) -> None:
    made = sound_of(sound)
    meter = LoudnessMeter()
    meter.add(made.astype(np.float32))
    assert meter.integrated == pytest.approx(-38 if sound is Ambience.ROOM else -30, abs=1.5)
    assert np.corrcoef(made[:, 0], made[:, 1])[0, 1] < 0.9
    edge, inside = envelope(made[:2400], 0.05)[0], envelope(made, 0.05).mean()
    assert edge < 0.4 * inside
    assert envelope(made[-2400:], 0.05)[0] < 0.4 * inside


@pytest.mark.parametrize("sound", Ambience)
def test_an_ambience_does_not_repeat(sound: Ambience) -> None:
    """No two stretches are alike: the best match of one second elsewhere in the sound stays far from 1."""
    made = sound_of(sound).mean(axis=1)
    piece = made[RATE : 2 * RATE]
    size = 1 << 19
    spectrum = np.fft.rfft(made, size) * np.conj(np.fft.rfft(piece, size))
    match = np.fft.irfft(spectrum, size)[: len(made) - RATE]
    energy = np.convolve(np.square(made), np.ones(RATE // 10))[RATE // 10 :: RATE // 10]
    power = np.array([energy[i // (RATE // 10) : i // (RATE // 10) + 10].sum() for i in range(0, len(match), 4800)])
    norm = np.sqrt(np.repeat(power, 4800)[: len(match)] * np.square(piece).sum())
    likeness = np.abs(match) / np.maximum(norm, 1e-9)
    likeness[RATE // 2 : 3 * RATE // 2] = 0
    # A clock is meant to tick alike.
    assert likeness.max() < (0.99 if sound is Ambience.ROOM else 0.9)


def test_strength_makes_ambiences_louder() -> None:
    for sound in Ambience:
        soft, strong = (sound_of(sound, RATE, strength) for strength in (0.0, 1.0))
        assert np.square(strong).mean() > 6 * np.square(soft).mean()


@pytest.mark.parametrize("sound", Effect)
def test_an_effect_peaks_where_it_should_and_is_never_cut_off(sound: Effect) -> None:
    for samples in (RATE // 2, 8 * RATE):
        made = sound_of(sound, samples)
        assert 20 * np.log10(np.abs(made).max()) == pytest.approx(-9, abs=0.1)
        levels = envelope(made, 0.025)
        assert levels[-1] < 0.12 * levels.max()
        assert np.abs(np.diff(made[-480:], axis=0)).max() < 0.02


def test_effects_repeat_as_often_as_they_fit() -> None:
    for effect, short, long in ((Effect.FOOTSTEPS, 1.0, 4.0), (Effect.HEARTBEAT, 1.0, 5.0)):
        assert onsets(sound_of(effect, int(long * RATE))) > onsets(sound_of(effect, int(short * RATE))) >= 1


FINGERPRINTS: dict[Ambience | Effect, list[tuple[float, float, float, float]]] = {
    # sound: (low Hz, high Hz, at least, at most) shares of the power
    Ambience.SEA: [(40, 1200, 0.35, 0.97), (2000, 12000, 0.03, 0.5)],
    Ambience.RAIN: [(2000, 16000, 0.7, 1.0)],
    Ambience.WIND: [(60, 1200, 0.8, 1.0), (4000, 20000, 0.0, 0.05)],
    Ambience.CITY: [(30, 400, 0.5, 1.0), (4000, 20000, 0.0, 0.05)],
    Ambience.FIRE: [(30, 500, 0.2, 0.95), (1000, 16000, 0.05, 0.8)],
    Ambience.BIRDS: [(2000, 9000, 0.75, 1.0)],
    Ambience.CRICKETS: [(3800, 5300, 0.6, 1.0)],
    Ambience.STREAM: [(300, 6000, 0.75, 1.0)],
    Ambience.ROOM: [(30, 800, 0.5, 1.0)],
    Ambience.SPACE: [(30, 250, 0.8, 1.0)],
    Effect.THUNDER: [(20, 400, 0.6, 1.0)],
    Effect.BELL: [(100, 1200, 0.7, 1.0)],
    Effect.CHIME: [(800, 6000, 0.9, 1.0)],
    Effect.WHOOSH: [(150, 6000, 0.8, 1.0)],
    Effect.SPLASH: [(500, 16000, 0.6, 1.0)],
    Effect.FOOTSTEPS: [(40, 200, 0.1, 0.95), (600, 10000, 0.02, 0.9)],
    Effect.DOOR: [(40, 3500, 0.8, 1.0)],
    Effect.SPARKLE: [(1200, 16000, 0.95, 1.0)],
    Effect.HEARTBEAT: [(25, 150, 0.9, 1.0)],
    Effect.FOGHORN: [(80, 1500, 0.9, 1.0)],
}


@pytest.mark.parametrize("sound", SOUNDS)
def test_a_sound_has_its_spectrum(sound: Ambience | Effect) -> None:
    for low, high, least, most in FINGERPRINTS[sound]:
        assert least <= share(sound_of(sound), low, high) <= most


def test_sounds_move_as_they_do_in_nature() -> None:
    # Waves, gusts and songs swell; rain and running water are steady.
    def swing(sound: Ambience) -> float:
        levels = envelope(sound_of(sound)[RATE // 2 : -RATE // 2], 0.1)
        return float(levels.std() / levels.mean())

    assert min(map(swing, (Ambience.SEA, Ambience.WIND, Ambience.BIRDS))) > 0.22
    assert max(map(swing, (Ambience.RAIN, Ambience.STREAM))) < 0.15
    # Fire crackles.
    assert onsets(sound_of(Ambience.FIRE), 2.5) > 8
    # A clock ticks twice a second over a deep tone, which a difference filter removes.
    assert 10 <= onsets(8 * np.diff(sound_of(Ambience.ROOM), axis=0), 3.0) <= 13


# Octave bands' levels in dB of what version 1 makes. If one of these changes, so must ``Soundscape.version``.
GOLDEN_LEVELS: dict[Ambience | Effect, list[float]] = {
    Ambience.SEA: [5.17, 6.24, 5.34, 6.31, 6.42, 3.66, 6.64, 2.71],
    Ambience.RAIN: [-9.49, -2.73, -3.86, -7.75, -0.51, 5.92, 8.63, 6.85],
    Ambience.WIND: [11.28, 14.48, 11.36, 7.02, -1.12, -7.79, -5.36, -2.31],
    Ambience.CITY: [12.41, 13.15, 10.78, 9.4, 5.77, -0.26, -8.94, -13.57],
    Ambience.FIRE: [12.64, 12.79, 8.24, 1.96, -0.5, 2.35, 4.59, 4.01],
    Ambience.BIRDS: [-13.52, -8.15, -5.59, -9.06, -13.15, 9.36, 12.2, -6.16],
    Ambience.CRICKETS: [-4.45, -0.3, -3.12, -8.44, -13.85, -19.51, 13.17, -21.13],
    Ambience.STREAM: [-17.81, -9.39, 2.63, 9.9, 10.36, 7.11, 1.14, -0.61],
    Ambience.ROOM: [5.64, 4.03, -0.99, 3.56, -2.57, -3.16, -22.03, -19.55],
    Ambience.SPACE: [15.17, 7.91, -1.21, -4.23, -7.99, -21.03, -21.08, -17.99],
    Effect.THUNDER: [16.67, 15.28, 8.45, 4.76, 3.44, 3.12, -0.76, -2.27],
    Effect.BELL: [-14.68, 17.19, 21.7, 16.31, 10.89, -5.61, -5.2, -6.11],
    Effect.CHIME: [-45.97, -39.31, -27.26, 21.06, 20.73, 7.79, 7.15, -6.2],
    Effect.WHOOSH: [-29.95, -2.86, 10.85, 11.15, 10.15, 7.32, -0.83, -10.13],
    Effect.SPLASH: [-10.14, -2.31, -4.85, 2.1, 5.19, 6.8, 6.05, 3.98],
    Effect.FOOTSTEPS: [13.03, 2.12, -8.43, -11.26, -3.54, 1.63, 1.64, -0.7],
    Effect.DOOR: [10.26, 0.05, 0.94, 2.43, 3.9, 1.98, -5.19, -6.91],
    Effect.SPARKLE: [-53.36, -50.18, -44.6, -26.98, 14.54, 16.58, 17.68, -1.68],
    Effect.HEARTBEAT: [18.53, 0.65, -11.88, -28.6, -42.68, -52.32, -55.88, -55.06],
    Effect.FOGHORN: [18.76, 12.36, 21.14, 14.98, 4.6, -58.46, -57.59, -56.25],
}


def _levels(sound: Samples) -> list[float]:
    power = np.square(np.abs(np.fft.rfft(sound.mean(axis=1)))) / len(sound)
    frequencies = np.fft.rfftfreq(len(sound), 1 / RATE)
    edges = 60 * 2.0 ** np.arange(8)
    bands = [power[(frequencies >= low) & (frequencies < 2 * low)].sum() for low in edges]
    return [round(10 * float(np.log10(band + 1e-6)), 2) for band in bands]


@pytest.mark.parametrize("sound", SOUNDS)
def test_version_1_is_what_it_was(sound: Ambience | Effect) -> None:
    assert Soundscape().version == "1"
    assert _levels(sound_of(sound)) == pytest.approx(GOLDEN_LEVELS[sound], abs=0.05)
