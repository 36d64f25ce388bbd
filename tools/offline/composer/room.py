"""A stereo room: convolution with an impulse of decaying noise.

Knows nothing of what plays in it. Transforms are NumPy's: SciPy's keep a plan for every length that they have met,
several MiB each.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from studio.tools.wav import RATE, Mono, Sound


@dataclass(frozen=True)
class Room:
    """``seconds`` until sound has fallen by 60 dB, ``brightness`` 0..1 of its tail, ``wet`` the gain of its answer."""

    seconds: float
    brightness: float
    wet: float


def reverberation(sound: Sound, room: Room) -> Sound:
    """What ``room`` answers to ``sound`` (n x 2), at the same length; the sound itself is not in it."""
    spectra, size = _impulse(room)
    step = size // 2
    mono = sound.mean(axis=1)
    wet = np.zeros((len(sound) + size, 2), np.float32)
    for start in range(0, len(mono), step):
        spectrum = np.fft.rfft(mono[start : start + step], size)
        for channel in range(2):
            wet[start : start + size, channel] += np.fft.irfft(spectrum * spectra[channel], size)
    return wet[: len(sound)] * np.float32(room.wet)


@lru_cache(maxsize=2)
def _impulse(room: Room) -> tuple[npt.NDArray[np.complex64], int]:
    """The spectra of both channels' impulses and their size; the impulse fills half of it, for overlap-add."""
    length = int(room.seconds * 1.1 * RATE)
    size = 1 << (2 * length - 1).bit_length()
    rng = np.random.Generator(np.random.PCG64(20_480))
    time = np.arange(length, dtype=np.float32) / np.float32(RATE)
    impulses = np.zeros((2, length), np.float32)
    for channel in range(2):
        noise = rng.standard_normal(length, dtype=np.float32)
        # High tones die sooner than low ones: two bands with decays of their own.
        dark = _darkened(noise, 900.0)
        bright = (noise - dark) * room.brightness
        tail = dark * np.exp(-6.9 * time / room.seconds) + bright * np.exp(-12.0 * time / room.seconds)
        # The room speaks 12 ms after the sound and builds up over 20 ms.
        tail *= np.clip((time - 0.012) / 0.02, 0.0, 1.0)
        impulses[channel] = _without_rumble(tail)
        impulses[channel] /= np.sqrt(np.square(impulses[channel]).sum())
    return np.stack([np.fft.rfft(impulse, size) for impulse in impulses]), size


def _darkened(noise: Mono, cutoff: float) -> Mono:
    spectrum = np.fft.rfft(noise)
    frequencies = np.fft.rfftfreq(len(noise), 1 / RATE)
    darkened = np.fft.irfft(spectrum / np.sqrt(1 + (frequencies / cutoff) ** 2), len(noise))
    return darkened.astype(np.float32, copy=False)


def _without_rumble(tail: Mono) -> Mono:
    spectrum = np.fft.rfft(tail)
    spectrum *= np.clip(np.fft.rfftfreq(len(tail), 1 / RATE) / 120.0, 0.0, 1.0)
    return np.fft.irfft(spectrum, len(tail)).astype(np.float32, copy=False)
