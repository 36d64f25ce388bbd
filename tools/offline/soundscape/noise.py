"""Raw matter of natural sounds: noise of a given spectrum, curves that wander, and grains scattered in time.

Knows nothing of what they are used for.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from studio.tools.wav import RATE, Mono, Sound

Generator = np.random.Generator
_COARSE = 48


def generator(seed: int) -> Generator:
    """A stream of random numbers that is the same everywhere."""
    return np.random.Generator(np.random.PCG64(seed))


def coloured(rng: Generator, samples: int, levels: Sequence[tuple[float, float]]) -> Mono:
    """Gaussian noise whose level over frequency follows (Hz, dB) points, straight between them; RMS 1."""
    from scipy.fft import next_fast_len  # slow to import

    size = next_fast_len(samples + RATE // 10, real=True)
    bins = size // 2 + 1
    # White noise has a random spectrum of the same distribution: it needs no transform to get there.
    spectrum = rng.standard_normal(2 * bins, dtype=np.float32).view(np.complex64)
    octaves = np.log2(np.maximum(np.arange(bins, dtype=np.float32), 1.0) * np.float32(RATE / size))
    points = np.array(levels)
    decibels = np.interp(octaves, np.log2(points[:, 0]), points[:, 1]).astype(np.float32)
    spectrum *= np.exp(decibels * np.float32(np.log(10) / 20))
    spectrum[0] = 0.0
    # NumPy's transform: SciPy's keeps a plan for every length that it has met, several MiB each.
    noise = np.fft.irfft(spectrum, size)[:samples].astype(np.float32, copy=False)
    noise *= np.float32(1 / max(float(np.sqrt(np.square(noise).mean())), 1e-9))
    return noise


def coloured_stereo(rng: Generator, samples: int, levels: Sequence[tuple[float, float]], width: float = 0.8) -> Sound:
    """The same on two channels; ``width`` 0..1 is how little they share."""
    shared = np.float32(np.sqrt(1 - width / 2)) * coloured(rng, samples, levels)
    opposed = np.float32(np.sqrt(width / 2)) * coloured(rng, samples, levels)
    return np.stack((shared + opposed, shared - opposed), axis=1)


def wandering(rng: Generator, samples: int, seconds: float, low: float, high: float) -> Mono:
    """A smooth curve between ``low`` and ``high`` that takes a new turn about every ``seconds``."""
    knots = int(samples / RATE / seconds) + 4
    values = rng.random(knots)
    # A thousand points a second are as good as every sample.
    coarse = np.arange(samples // _COARSE + 2) * (_COARSE / RATE / seconds) + rng.random()
    whole = coarse.astype(np.int64)
    part = coarse - whole
    smooth = part * part * (3 - 2 * part)
    curve = values[whole] * (1 - smooth) + values[np.minimum(whole + 1, knots - 1)] * smooth
    fine = np.interp(np.arange(samples), np.arange(len(curve)) * _COARSE, low + (high - low) * curve)
    return np.asarray(fine, np.float32)


def moments(rng: Generator, samples: int, a_second: float) -> npt.NDArray[np.int64]:
    """Random places of events (a Poisson process), in order."""
    count = int(rng.poisson(a_second * samples / RATE))
    return np.sort(rng.integers(0, samples, count))


def place(sound: Sound, grain: Mono, start: int, gain: float, pan: float) -> None:
    """Add ``grain`` to ``sound`` from ``start``; ``pan`` -1 left .. 1 right. What is beyond the end is left out."""
    if start >= len(sound):
        return
    grain = grain[: len(sound) - start]
    angle = (pan + 1) * np.pi / 4
    sound[start : start + len(grain), 0] += np.float32(gain * np.cos(angle)) * grain
    sound[start : start + len(grain), 1] += np.float32(gain * np.sin(angle)) * grain


def hump(samples: int, attack: float, decay: float) -> Mono:
    """An envelope that rises over ``attack`` seconds and falls by 1/e every ``decay``, to nothing at its end."""
    time = np.arange(samples) / RATE
    rise = np.minimum(time / max(attack, 1 / RATE), 1.0)
    fall = np.exp(-np.maximum(time - attack, 0.0) / decay)
    end = np.minimum((samples - 1 - np.arange(samples)) / max(1, samples // 4), 1.0)
    return (rise * fall * end).astype(np.float32)


def sine(frequency: npt.ArrayLike, samples: int, phase: float = 0.0) -> Mono:
    """A sine of ``frequency`` Hz, a number or one for each sample."""
    steps = np.broadcast_to(np.asarray(frequency, np.float64) / RATE, (samples,))
    cycles = np.cumsum(steps) + phase
    return np.sin(((cycles - np.floor(cycles)) * (2 * np.pi)).astype(np.float32))
