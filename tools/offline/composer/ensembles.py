"""Sections of many players and voices: sound with a breadth that no single oscillator has.

Each pitch is one long, seamless loop whose harmonics are bands of random phase instead of lines (the idea of Nasca
Octavian Paul's PADsynth, 2006), so that it has the slow beating of a section. Knows nothing of rhythm.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from studio.tools.wav import RATE, Sound

_LOOP = 1 << 17


@dataclass(frozen=True)
class Ensemble:
    """A section's tone and how it begins and ends.

    Harmonics fall by ``slope`` dB an octave above ``corner`` Hz, and by half of it below; each is ``width`` cents wide;
    ``formants`` are (Hz, Hz wide, gain) peaks. ``attack`` and ``release`` in seconds. ``bloom`` 0..1 is how much
    brighter the tone is after the attack than in it, ``shimmer`` the rate of a tremolo in Hz, and ``hardness`` 0..1 how
    much of the tone is only its first stroke.
    """

    slope: float
    corner: float
    width: float
    attack: float
    release: float
    formants: tuple[tuple[float, float, float], ...] = ()
    bloom: float = 0.0
    shimmer: float = 0.0
    hardness: float = 0.0


def played(ensemble: Ensemble, pitch: int, seconds: float) -> Sound:
    """One note, stereo, held for ``seconds`` and then released; its level is that of a soft section, about -20 dBFS."""
    held = max(int(seconds * RATE), 1)
    length = held + int(ensemble.release * RATE)
    time = np.arange(length, dtype=np.float32) / np.float32(RATE)
    attack = min(ensemble.attack, 0.6 * seconds + 0.005)
    envelope = np.sin(np.minimum(time / attack, 1.0) * np.float32(np.pi / 2)) ** 2
    envelope[held:] *= np.linspace(1.0, 0.0, length - held, dtype=np.float32) ** 2
    if ensemble.hardness:
        envelope *= (1 - ensemble.hardness) + ensemble.hardness * np.exp(time / np.float32(-0.11))
    if ensemble.shimmer:
        envelope *= 0.72 + 0.28 * np.sin(2 * np.pi * ensemble.shimmer * time)
    sound = _looped(_loop(ensemble, pitch, False), pitch, length)
    if ensemble.bloom:
        swell = (ensemble.bloom * np.minimum(time / (2.2 * attack), 1.0))[:, None]
        sound += swell * (_looped(_loop(ensemble, pitch, True), pitch, length) - sound)
    sound *= envelope[:, None]
    return sound


def _looped(loop: Sound, pitch: int, length: int) -> Sound:
    """``length`` samples of ``loop``, from a place that is each pitch's own."""
    start = pitch * 9_973 % _LOOP
    rounds = -(-(start + length) // _LOOP)
    pieces = [loop[start if number == 0 else 0 : start + length - number * _LOOP] for number in range(rounds)]
    return np.concatenate(pieces)


# A megabyte each, made in a few milliseconds: enough for the tones of one part, and no more for a long film.
@lru_cache(maxsize=16)
def _loop(ensemble: Ensemble, pitch: int, bright: bool) -> Sound:
    fundamental = 440.0 * 2 ** ((pitch - 69) / 12)
    magnitudes = np.zeros(_LOOP // 2 + 1, np.float32)
    slope = ensemble.slope * (0.55 if bright else 1.0)
    for number in range(1, int(min(60, 13_000 / fundamental)) + 1):
        centre = fundamental * number
        deviation = max(centre * (2 ** (ensemble.width / 1200) - 1), 0.5)
        reach = int(3.5 * deviation * _LOOP / RATE) + 1
        middle = round(centre * _LOOP / RATE)
        bins = np.arange(max(1, middle - reach), min(len(magnitudes) - 1, middle + reach))
        band = np.exp(-0.5 * ((bins * RATE / _LOOP - centre) / deviation) ** 2)
        # Equal power for every harmonic, however wide; then the tone.
        band *= _tone(ensemble, slope, centre, number) / np.sqrt(np.square(band).sum())
        magnitudes[bins] += band.astype(np.float32)
    loop = np.stack([np.fft.irfft(magnitudes * phases, _LOOP) for phases in _phases()], axis=1)
    loop *= 0.1 / np.sqrt(np.square(loop).mean())
    return loop.astype(np.float32)


def _tone(ensemble: Ensemble, slope: float, frequency: float, number: int) -> float:
    octaves = np.log2(number)
    above = max(0.0, float(np.log2(frequency / ensemble.corner)))
    gain = 10 ** ((-0.5 * slope * octaves - 0.5 * slope * above) / 20)
    for centre, width, peak in ensemble.formants:
        gain *= 1 + peak * np.exp(-0.5 * ((frequency - centre) / width) ** 2)
    return float(gain)


@lru_cache(maxsize=1)
def _phases() -> tuple[npt.NDArray[np.complex64], ...]:
    rng = np.random.Generator(np.random.PCG64(1_789))
    return tuple(
        np.exp(2j * np.pi * rng.random(_LOOP // 2 + 1, dtype=np.float32)).astype(np.complex64) for _ in range(2)
    )
