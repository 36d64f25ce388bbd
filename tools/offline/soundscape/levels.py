"""How loud a sound of a place or a moment is, and how it begins and ends, whoever made it.

Knows nothing of how sounds are made.
"""

from __future__ import annotations

import math

import numpy as np

from studio.production.vocabulary import Ambience, Effect
from studio.tools.film.loudness import LoudnessMeter
from studio.tools.wav import RATE, Sound

_AMBIENCE_LEVEL = -30.0
"""LUFS at strength 0.5; 16 dB from the faintest to the strongest."""
_QUIETER = {Ambience.ROOM: 8.0}
"""LU below the others: the quiet of a room is quiet."""
_EFFECT_PEAK = -9.0
"""dBFS at strength 0.5; 12 dB from the faintest to the strongest."""
_SOFT_EDGE = RATE // 4
_SHORT_EDGE = 96
_PEAK = np.float32(10 ** (-3 / 20))


def placed(made: Sound, sound: Ambience | Effect, samples: int, strength: float) -> Sound:
    """``made``, n x 2 and not silent, as the ``sound`` of ``samples`` that it stands for; ``strength`` is 0..1.

    An ambience, which is as long as that already, fades in and out over a quarter of a second, so that places can cross
    over. An effect, which is at most as long, begins at once and is followed by silence.
    """
    if isinstance(sound, Ambience):
        return _ambience(made, _AMBIENCE_LEVEL + 16 * (strength - 0.5) - _QUIETER.get(sound, 0.0))
    return _effect(made, samples, strength)


def _ambience(made: Sound, level: float) -> Sound:
    sound = made * np.float32(10 ** ((level - _loudness(made)) / 20))
    # Single crackles and drops may stand out, but not by any amount.
    np.tanh(sound / _PEAK, out=sound)
    sound *= _PEAK
    edge = min(_SOFT_EDGE, len(sound) // 4)
    sound *= _edges(len(sound), edge, edge)
    return sound


def _effect(made: Sound, samples: int, strength: float) -> Sound:
    peak = 10 ** ((_EFFECT_PEAK + 12 * (strength - 0.5)) / 20)
    sound: Sound = np.zeros((samples, 2), np.float32)
    sound[: len(made)] = made * _edges(len(made), _SHORT_EDGE, len(made) // 3)
    sound *= np.float32(peak / np.abs(sound).max())
    return sound


def _loudness(sound: Sound) -> float:
    """LUFS; of what is too short or too faint for a gated measurement, the plain level in dB."""
    meter = LoudnessMeter()
    meter.add(sound)
    if meter.integrated is not None:
        return meter.integrated
    return 10 * math.log10(float(np.square(sound).mean(dtype=np.float64)) * 2 + 1e-12)


def _edges(samples: int, fade_in: int, fade_out: int) -> Sound:
    place = np.arange(samples)
    rise = np.minimum(place / fade_in, 1.0)
    fall = np.minimum((samples - 1 - place) / fade_out, 1.0)
    return (np.sin(np.minimum(rise, fall) * np.pi / 2) ** 2).astype(np.float32)[:, None]
