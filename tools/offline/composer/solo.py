"""Single instruments, struck, plucked, bowed and blown, built from their partials.

Knows nothing of rhythm or of the room.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.tools.wav import RATE, Mono

_BEATING_PARTIALS = 3


@dataclass(frozen=True)
class Struck:
    """Partials are (multiple of the pitch, amplitude, share of the decay); ``decay`` in seconds is middle C's.

    ``stiffness`` stretches the partials as a string's do, two strings ``beating`` Hz apart sound together, ``knock`` is
    the noise of the hammer or finger around ``knock_pitch`` Hz. A released note ends within ``damped`` seconds, or
    rings on if that is 0, for at most ``longest`` seconds.
    """

    partials: tuple[tuple[float, float, float], ...]
    decay: float
    attack: float = 0.001
    stiffness: float = 0.0
    beating: float = 0.0
    knock: float = 0.0
    knock_pitch: float = 400.0
    damped: float = 0.0
    longest: float = 4.0


@dataclass(frozen=True)
class Sung:
    """A bowed or blown tone: harmonics' amplitudes, attack and release in seconds, vibrato (Hz, cents), and breath."""

    harmonics: tuple[float, ...]
    attack: float
    release: float
    vibrato: float = 5.2
    depth: float = 14.0
    breath: float = 0.0
    breath_band: tuple[float, float] = (800.0, 5000.0)


def struck(instrument: Struck, pitch: int, seconds: float) -> Mono:
    """One note, mono, with a peak of about 0.5."""
    fundamental = 440.0 * 2 ** ((pitch - 69) / 12)
    # High strings and bars die sooner than low ones.
    decay = instrument.decay * 2 ** ((60 - pitch) / 24)
    rings = min(instrument.longest, 5.0 * decay)
    if instrument.damped:
        rings = min(rings, seconds + instrument.damped)
    samples = int(rings * RATE)
    time = np.arange(samples) / RATE
    sound = np.zeros(samples, np.float32)
    for number, (multiple, amplitude, share) in enumerate(instrument.partials):
        frequency = fundamental * multiple * np.sqrt(1 + instrument.stiffness * multiple**2)
        if frequency > 15_000:
            continue
        # Below -70 dB a partial is over.
        heard = time[: int(8.0 * decay * share * RATE)]
        partial = _sine((frequency - 0.5 * instrument.beating) * heard + 0.13 * number)
        if instrument.beating and number < _BEATING_PARTIALS:
            partial = 0.5 * (partial + _sine((frequency + 0.5 * instrument.beating) * heard + 0.13 * number))
        sound[: len(heard)] += (
            partial * np.exp(heard.astype(np.float32) * np.float32(-1 / (decay * share))) * np.float32(amplitude)
        )
    if instrument.knock:
        thump = min(samples, int(0.06 * RATE))
        noise = _noise(thump, pitch, (instrument.knock_pitch * 0.5, instrument.knock_pitch * 2.2))
        sound[:thump] += (instrument.knock * noise * np.exp(-np.arange(thump) / (0.012 * RATE))).astype(np.float32)
    sound *= np.minimum(time / instrument.attack, 1.0).astype(np.float32)
    tail = min(samples, int(max(instrument.damped, 0.05) * RATE))
    sound[samples - tail :] *= (np.linspace(1.0, 0.0, tail) ** 2).astype(np.float32)
    total = sum(amplitude for _, amplitude, _ in instrument.partials)
    return sound * np.float32(0.6 / total)


def sung(instrument: Sung, pitch: int, seconds: float) -> Mono:
    """One note, mono, with a peak of about 0.5; vibrato grows after the attack."""
    fundamental = 440.0 * 2 ** ((pitch - 69) / 12)
    held = max(1, int(seconds * RATE))
    samples = held + int(instrument.release * RATE)
    time = np.arange(samples) / RATE
    attack = min(instrument.attack, 0.5 * seconds + 0.004)
    depth = instrument.depth / 1200 * np.log(2) * np.clip((time - 0.18) / 0.5, 0.0, 1.0)
    # The integral of a small sinusoidal deviation of frequency.
    bend = depth / (2 * np.pi * instrument.vibrato) * (1 - np.cos(2 * np.pi * instrument.vibrato * time))
    cycles = fundamental * (time + bend)
    rise = np.sin(np.minimum(time / attack, 1.0) * (np.pi / 2)) ** 2
    fall = np.clip((samples - np.arange(samples)) / (samples - held + 1), 0.0, 1.0) ** 2
    sound = np.zeros(samples, np.float32)
    for number, amplitude in enumerate(instrument.harmonics, start=1):
        if fundamental * number < 14_000:
            # Higher harmonics speak a little later and end a little sooner.
            sound += (amplitude * rise ** (1 + 0.15 * number) * _sine(number * cycles)).astype(np.float32)
    if instrument.breath:
        sound += (instrument.breath * rise * _noise(samples, pitch, instrument.breath_band)).astype(np.float32)
    sound *= fall.astype(np.float32)
    return sound * np.float32(0.6 / sum(instrument.harmonics))


def _sine(cycles: Mono) -> Mono:
    return np.sin(((cycles - np.floor(cycles)) * (2 * np.pi)).astype(np.float32))


def _noise(samples: int, seed: int, band: tuple[float, float]) -> Mono:
    from scipy import signal  # slow to import

    rng = np.random.Generator(np.random.PCG64(seed))
    shape = signal.butter(1, band, "bandpass", fs=RATE, output="sos")
    noise: Mono = signal.sosfilt(shape, rng.standard_normal(samples).astype(np.float32))
    return noise
