"""A look-ahead limiter for sound that arrives in blocks: it turns down before a true peak and lets go slowly.

Knows nothing of loudness targets or files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from studio.tools.film.loudness import OVERSHOOT, REACH, magnitude, true_magnitude
from studio.tools.wav import RATE, Sound

_HOP = 32
_LOOK_AHEAD = 8
"""Hops of look-ahead: 5.3 ms, which is also how long the gain takes to fall."""
_RELEASE = 60.0 * _HOP / RATE
"""dB a hop: the gain comes back by 60 dB a second."""
_LEAD = _HOP + REACH
_FOLLOWING = (_LOOK_AHEAD + 1) * _HOP + REACH
_SEARCHED = 75 * _HOP


def limited(blocks: Iterable[Sound], gain_db: float, ceiling_db: float) -> Iterator[Sound]:
    """``blocks`` with ``gain_db`` applied, and less wherever a true peak would pass ``ceiling_db``.

    Blocks are n x 2 float32 with n a multiple of 32, except the last; they come out at the same lengths. Four
    times oversampled peaks of the result stay at the ceiling to within 0.2 dB: that much a moving gain bends a wave.
    """
    curve = _GainCurve(10 ** (ceiling_db / 20))
    gain = np.float32(10 ** (gain_db / 20))
    before: Sound = np.zeros((_LEAD, 2), np.float32)
    held: Sound | None = None
    for block in blocks:
        louder = block * gain
        if held is not None:
            yield held * curve.over(before, held, louder[:_FOLLOWING])
            before = np.concatenate((before, held))[-_LEAD:]
        held = louder
    if held is not None:
        yield held * curve.over(before, held, held[:0])


class _GainCurve:
    """The gain that keeps peaks under the ceiling, hop by hop; remembers what a release and its smoothing need."""

    def __init__(self, ceiling: float) -> None:
        self._ceiling = ceiling
        self._recent: npt.NDArray[np.float64] | None = None

    def over(self, before: Sound, block: Sound, after: Sound) -> Sound:
        """The gain for every sample of ``block`` (n x 1 float32, or 1 x 1 for all), given its surroundings."""
        hops = -(-len(block) // _HOP)
        # One more boundary than hops: the gain moves in straight lines from boundary to boundary.
        needed = self._needed(before, block, after, hops + 1 + _LOOK_AHEAD)
        ahead = np.lib.stride_tricks.sliding_window_view(needed, _LOOK_AHEAD + 1).min(axis=1)
        recent = np.full(_LOOK_AHEAD, ahead[0]) if self._recent is None else self._recent
        # y[i] = min(x[i], y[i-1] + r), in closed form.
        ramp = _RELEASE * np.arange(len(ahead))
        released = ramp + np.minimum.accumulate(np.minimum(ahead - ramp, recent[-1] + _RELEASE))
        joined = np.concatenate((recent, np.minimum(released, 0.0)))
        # Every averaged value looks ahead at this boundary, so the average is at most what it needs.
        smooth = np.lib.stride_tricks.sliding_window_view(joined, _LOOK_AHEAD + 1).mean(axis=1)
        self._recent = joined[hops : hops + _LOOK_AHEAD]
        if not smooth.any():
            return np.ones((1, 1), np.float32)
        places = np.arange(len(block)) / _HOP
        curve = np.interp(places, np.arange(len(smooth)), 10 ** (smooth / 20))
        return np.asarray(curve, np.float32)[:, None]

    def _needed(self, before: Sound, block: Sound, after: Sound, boundaries: int) -> npt.NDArray[np.float64]:
        """The gain in dB (0 or less) that each hop boundary needs for the hops on both of its sides."""
        wanted = _LEAD + boundaries * _HOP + REACH
        joined = np.concatenate((before, block, after))[:wanted]
        joined = np.pad(joined, ((0, wanted - len(joined)), (0, 0)))
        levels = magnitude(joined)
        peaks = np.zeros((boundaries + 1) * _HOP, np.float32)
        for start in range(0, len(peaks), _SEARCHED):
            end = start + _SEARCHED + 2 * REACH
            # Where no sample is near the ceiling, nothing between samples can pass it.
            if float(levels[start:end].max()) * OVERSHOOT > self._ceiling:
                peaks[start : start + _SEARCHED] = true_magnitude(joined[start:end])
        highest = peaks.reshape(-1, _HOP).max(axis=1)
        gains = -20 * np.log10(np.maximum(highest / self._ceiling, 1.0), dtype=np.float64)
        return np.asarray(np.minimum(gains[:-1], gains[1:]), np.float64)
