"""Loudness and true peak of sound that arrives in blocks (ITU-R BS.1770-4).

Keeps filter states and ten numbers for a second of sound, never the sound itself. Knows nothing of files or films.
"""

from __future__ import annotations

import math
from array import array

import numpy as np
import numpy.typing as npt

from studio.tools.wav import RATE, Sound

Curve = npt.NDArray[np.float32]
"""One value a sample."""

REACH = 8
"""Samples on both sides of a sample that the interpolation between samples uses."""

_STEP = RATE // 10
_HOP = RATE // 100
_SEARCHED = 2_400
_SILENT = 10 ** (-60 / 20)
_NOTHING = 10 ** (-100 / 20)
_CLIPPED = 32767 / 32768
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0

# BS.1770-4, tables 1 and 2: the head's shelf and the RLB high-pass at 48 kHz.
_K_WEIGHTING = np.array(
    [
        [1.53512485958697, -2.69169619938640, 1.19839281085285, 1.0, -1.69065929318241, 0.73248077421585],
        [1.0, -2.0, 1.0, 1.0, -1.99004745483398, 0.99007225036621],
    ]
)


def _interpolator() -> npt.NDArray[np.float32]:
    """Three phases of a windowed sinc, for a quarter, a half and three quarters of the way to the next sample."""
    offsets = np.arange(-REACH + 1, REACH + 1)
    parts = np.array([[0.25], [0.5], [0.75]])
    window = np.kaiser(8 * REACH + 1, 7.0)[4 * (offsets + REACH) - np.array([[1], [2], [3]])]
    phases = np.sinc(offsets - parts) * window
    return np.asarray(phases / phases.sum(axis=1, keepdims=True), np.float32)


# BS.1770-4, annex 2, asks for at least 4x oversampling and leaves the interpolator open.
_PHASES = _interpolator()
OVERSHOOT = float(np.abs(_PHASES).sum(axis=1).max())
"""A peak between samples is at most this many times the highest sample around it."""


def true_magnitude(sound: Sound) -> Curve:
    """The highest magnitude at and right after each sample of ``sound``, in either channel, four times oversampled.

    The first and last ``REACH`` samples are context: n x 2 gives n - 2 ``REACH`` values.
    """
    count = len(sound) - 2 * REACH
    highest = np.zeros(count, np.float32)
    between = np.empty(count, np.float32)
    term = np.empty(count, np.float32)
    for channel in (0, 1):
        samples = np.ascontiguousarray(sound[:, channel])
        np.maximum(highest, np.abs(samples[REACH : REACH + count]), out=highest)
        for phase in _PHASES:
            between[:] = 0
            for tap, weight in enumerate(phase, start=1):
                between += np.multiply(samples[tap : tap + count], weight, out=term)
            np.maximum(highest, np.abs(between, out=between), out=highest)
    return highest


def magnitude(sound: Sound) -> Curve:
    """The higher magnitude of both channels at each sample of ``sound`` (n x 2)."""
    return np.asarray(np.maximum(np.abs(sound[:, 0]), np.abs(sound[:, 1])), np.float32)


def decibels(amplitude: float) -> float:
    """Amplitude relative to full scale, in dB; ``amplitude`` is above 0."""
    return 20 * math.log10(amplitude)


class LoudnessMeter:
    """Measures sound at 48 kHz in stereo; blocks may have any length, and their borders do not matter."""

    def __init__(self) -> None:
        self._filter = np.zeros((len(_K_WEIGHTING), 2, 2))
        self._rest = np.zeros((0, 2))
        self._energies = array("d")
        self._unsearched: Sound = np.zeros((REACH, 2), np.float32)
        self._peak = 0.0
        self._clipped = 0
        self._samples = 0
        self._hop_rest: Curve = np.zeros(0, np.float32)
        self._silence = 0
        self._longest_silence = 0

    def add(self, block: Sound) -> None:
        """Measure ``block``, n x 2 float32 samples that follow the last block's."""
        if not len(block):
            return
        self._samples += len(block)
        self._clipped += int(np.count_nonzero(np.abs(block) >= _CLIPPED))
        self._weigh(block)
        joined = np.concatenate((self._unsearched, block))
        self._peak = _highest(joined, self._peak)
        self._unsearched = joined[-2 * REACH :]
        self._find_silence(magnitude(block))

    @property
    def integrated(self) -> float | None:
        """Gated loudness in LUFS; None if no 400 ms are louder than -70 LUFS."""
        energies = np.frombuffer(self._energies, np.float64)
        if len(energies) < 4:
            return None
        blocks = np.convolve(energies, np.full(4, 0.25), "valid")
        blocks = blocks[blocks > _energy(_ABSOLUTE_GATE)]
        if not len(blocks):
            return None
        relative = _energy(_loudness(float(blocks.mean())) + _RELATIVE_GATE)
        return _loudness(float(blocks[blocks > relative].mean()))

    @property
    def true_peak(self) -> float | None:
        """The highest value of the oversampled sound in dBTP; None if nothing is above -100 dB."""
        after = np.zeros((REACH, 2), np.float32)
        peak = _highest(np.concatenate((self._unsearched, after)), self._peak)
        return decibels(peak) if peak > _NOTHING else None

    @property
    def clipped_share(self) -> float:
        """Samples at or beyond full scale, 0..1."""
        return self._clipped / (2 * self._samples) if self._samples else 0.0

    @property
    def longest_silence_seconds(self) -> float:
        """The longest stretch in which every 10 ms stay below -60 dBFS."""
        return max(self._silence, self._longest_silence) * _HOP / RATE

    def _weigh(self, block: Sound) -> None:
        # Slow to import, and not needed for a film that is in the store.
        from scipy import signal

        weighted, self._filter = signal.sosfilt(_K_WEIGHTING, block, axis=0, zi=self._filter)
        weighted = np.concatenate((self._rest, weighted))
        whole = len(weighted) // _STEP * _STEP
        # Both channels weigh 1: the sum over channels of each one's mean square.
        steps = np.square(weighted[:whole]).reshape(-1, 2 * _STEP).sum(axis=1) / _STEP
        self._energies.extend(steps.tolist())
        self._rest = weighted[whole:]

    def _find_silence(self, levels: Curve) -> None:
        levels = np.concatenate((self._hop_rest, levels))
        whole = len(levels) // _HOP * _HOP
        for loudest in levels[:whole].reshape(-1, _HOP).max(axis=1).tolist():
            if loudest < _SILENT:
                self._silence += 1
            else:
                self._longest_silence = max(self._longest_silence, self._silence)
                self._silence = 0
        self._hop_rest = levels[whole:]


def _highest(sound: Sound, so_far: float) -> float:
    """The true peak of ``sound`` but its context, or ``so_far``; looks between samples only where it could matter."""
    levels = magnitude(sound)
    for start in range(0, len(sound) - 2 * REACH, _SEARCHED):
        end = start + _SEARCHED + 2 * REACH
        if float(levels[start:end].max()) * OVERSHOOT > so_far:
            so_far = max(so_far, float(true_magnitude(sound[start:end]).max()))
    return so_far


def _loudness(energy: float) -> float:
    return -0.691 + 10 * math.log10(energy)


def _energy(loudness: float) -> float:
    return float(10 ** ((loudness + 0.691) / 10))
