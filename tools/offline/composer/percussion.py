"""Drums and small percussion, synthesised stroke by stroke.

Knows nothing of rhythm.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

import numpy as np

from studio.tools.wav import RATE, Mono


class Drum(IntEnum):
    """What is struck; the value is its key on General MIDI's drum channel."""

    HEART = 35
    SOFT_KICK = 36
    BRUSH = 38
    FIELD = 40
    GREAT = 41
    FRAME = 47
    CYMBAL = 49
    SHAKER = 70
    TICK = 75
    HIGH_BLOCK = 76
    LOW_BLOCK = 77
    TRIANGLE = 81


def stroke(drum: Drum) -> Mono:
    """One stroke, mono, with a peak of 1."""
    from scipy import signal  # slow to import

    sound: Mono = _STROKES[drum]()
    attack = np.minimum(np.arange(len(sound)) / 24.0, 1.0)
    release = np.minimum((len(sound) - 1 - np.arange(len(sound))) / 480.0, 1.0)
    # A struck skin leaves no standing pressure behind.
    sound = signal.sosfilt(signal.butter(2, 24.0, "highpass", fs=RATE, output="sos"), sound) * attack * release
    return np.asarray(sound / np.abs(sound).max(), np.float32)


def _skin(seconds: float, pitch: float, bend: float, decay: float, slap: float) -> Mono:
    """A drum skin: two modes that fall from ``bend`` times their pitch, and the noise of the hand or stick."""
    time = np.arange(int(seconds * RATE)) / RATE
    cycles = pitch * (time + (bend - 1) * 0.03 * (1 - np.exp(-time / 0.03)))
    skin = np.sin(2 * np.pi * cycles) * np.exp(-time / decay)
    skin += 0.35 * np.sin(2 * np.pi * 1.59 * cycles) * np.exp(-time / (decay * 0.5))
    slap_noise = slap * _noise(len(time), 47, 200.0, 2200.0) * np.exp(-time / 0.02)
    return np.asarray(skin + slap_noise, np.float32)


def _hiss(seconds: float, low: float, high: float, rise: float, decay: float) -> Mono:
    time = np.arange(int(seconds * RATE)) / RATE
    envelope = (1 - np.exp(-time / rise)) * np.exp(-time / decay)
    return np.asarray(_noise(len(time), 38, low, high) * envelope, np.float32)


def _bar(seconds: float, partials: tuple[tuple[float, float, float], ...]) -> Mono:
    """Wood or metal: partials as (frequency in Hz, amplitude, decay in seconds)."""
    time = np.arange(int(seconds * RATE)) / RATE
    sound = sum(
        amplitude * np.sin(2 * np.pi * pitch * time) * np.exp(-time / decay) for pitch, amplitude, decay in partials
    )
    return np.asarray(sound, np.float32)


def _field() -> Mono:
    rattle = _hiss(0.22, 900.0, 6500.0, 0.001, 0.06)
    skin = _skin(0.22, 170.0, 1.3, 0.05, 0.4)
    return 0.5 * rattle + 0.7 * skin


def _cymbal() -> Mono:
    metal = _bar(2.2, tuple((f, 0.12, 0.9) for f in (3170.0, 4270.0, 5410.0, 6730.0, 8090.0)))
    return metal * 0.3 + _hiss(2.2, 2800.0, 11000.0, 0.012, 0.55)


def _noise(samples: int, seed: int, low: float, high: float) -> Mono:
    from scipy import signal

    rng = np.random.Generator(np.random.PCG64(seed))
    band = signal.butter(2, (low, high), "bandpass", fs=RATE, output="sos")
    noise: Mono = signal.sosfilt(band, rng.standard_normal(samples))
    return noise * 1.5


_STROKES: dict[Drum, Callable[[], Mono]] = {
    Drum.HEART: lambda: _skin(0.4, 46.0, 1.6, 0.1, 0.02),
    Drum.SOFT_KICK: lambda: _skin(0.35, 56.0, 2.0, 0.09, 0.08),
    Drum.BRUSH: lambda: _hiss(0.3, 1400.0, 7500.0, 0.012, 0.07),
    Drum.FIELD: _field,
    Drum.GREAT: lambda: _skin(1.4, 62.0, 1.5, 0.34, 0.3),
    Drum.FRAME: lambda: _skin(0.8, 92.0, 1.35, 0.19, 0.3),
    Drum.CYMBAL: _cymbal,
    Drum.SHAKER: lambda: _hiss(0.1, 4200.0, 11000.0, 0.008, 0.022),
    Drum.TICK: lambda: _bar(0.08, ((2380.0, 1.0, 0.008), (3890.0, 0.5, 0.005))),
    Drum.HIGH_BLOCK: lambda: _bar(0.16, ((1120.0, 1.0, 0.022), (2730.0, 0.35, 0.01))),
    Drum.LOW_BLOCK: lambda: _bar(0.18, ((760.0, 1.0, 0.028), (1890.0, 0.35, 0.012))),
    Drum.TRIANGLE: lambda: _bar(1.6, ((4130.0, 1.0, 0.5), (6890.0, 0.5, 0.35), (9210.0, 0.3, 0.2))),
}
