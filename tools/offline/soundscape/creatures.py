"""Voices of small animals: a bird's song and a cricket's chirp.

Knows nothing of how many there are.
"""

from __future__ import annotations

import numpy as np

from studio.tools.offline.soundscape.noise import Generator, hump, sine
from studio.tools.wav import RATE, Mono


def birdsong(rng: Generator) -> Mono:
    """One phrase of one bird: a few kinds of syllable, each a glide, a trill or a warble between 2 and 7 kHz."""
    home = rng.uniform(2600, 4600)
    syllables = [_syllable(rng, home) for _ in range(int(rng.integers(1, 4)))]
    phrase: list[Mono] = []
    for syllable in syllables:
        for _ in range(int(rng.integers(1, 5))):
            phrase += [syllable, np.zeros(int(rng.uniform(0.03, 0.09) * RATE), np.float32)]
    return np.concatenate(phrase)


def _syllable(rng: Generator, home: float) -> Mono:
    length = int(rng.uniform(0.05, 0.2) * RATE)
    along = np.linspace(0, 1, length)
    kind = int(rng.integers(3))
    if kind == 0:
        pitch = home * (1 + rng.uniform(-0.3, 0.45) * along)
    elif kind == 1:
        pitch = home * (1 + 0.12 * np.sin(2 * np.pi * rng.uniform(18, 34) * along * length / RATE))
    else:
        pitch = home * (1 + rng.uniform(0.2, 0.5) * np.sin(np.pi * along))
    tone = sine(pitch, length) + 0.12 * sine(2 * pitch, length)
    return (tone * np.sin(np.pi * along) ** 0.7).astype(np.float32)


def cricket(rng: Generator) -> tuple[Mono, float]:
    """One chirp of three or four pulses near 4.5 kHz, and the seconds from chirp to chirp."""
    pitch = rng.uniform(4100, 5000)
    pulse = int(0.018 * RATE)
    gap = np.zeros(int(0.012 * RATE), np.float32)
    parts: list[Mono] = []
    for _ in range(int(rng.integers(3, 5))):
        parts += [sine(pitch, pulse) * hump(pulse, 0.006, 0.02), gap]
    return np.concatenate(parts), float(rng.uniform(0.34, 0.62))
