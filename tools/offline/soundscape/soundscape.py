"""Synthesised ambiences and effects of an exact length, at a level that needs no further care.

The prompt's words are not read. Knows nothing of scenes.
"""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass

import numpy as np

from studio.production.vocabulary import Ambience
from studio.tools.film.loudness import LoudnessMeter
from studio.tools.offline.composer.wav import MEDIA_TYPE, RATE, Sound, quantised, wav
from studio.tools.offline.soundscape.ambiences import AMBIENCES
from studio.tools.offline.soundscape.effects import EFFECTS
from studio.tools.offline.soundscape.noise import generator
from studio.tools.sound import SoundProduct, SoundRequest
from studio.tools.tool import Capability, Workbench

_AMBIENCE_LEVEL = -30.0
"""LUFS at strength 0.5; 16 dB from the faintest to the strongest."""
_QUIETER = {Ambience.ROOM: 8.0}
"""LU below the others: the quiet of a room is quiet."""
_EFFECT_PEAK = -9.0
"""dBFS at strength 0.5; 12 dB from the faintest to the strongest."""
_SOFT_EDGE = RATE // 4
_SHORT_EDGE = 96
_PEAK = np.float32(10 ** (-3 / 20))


@dataclass(frozen=True)
class Soundscape:
    """Makes the sound of a place or a moment."""

    name: str = "offline:soundscape"
    version: str = "1"
    capability: Capability = Capability.SOUND

    async def __call__(self, request: SoundRequest, bench: Workbench) -> SoundProduct:
        """The sound as a WAV of exactly ``request.samples``; every request that is valid has an answer."""
        return await asyncio.to_thread(self._make, request, bench)

    def _make(self, request: SoundRequest, bench: Workbench) -> SoundProduct:
        rng = generator(request.seed)
        if isinstance(request.sound, Ambience):
            level = _AMBIENCE_LEVEL + 16 * (request.strength - 0.5) - _QUIETER.get(request.sound, 0.0)
            sound = _ambience(AMBIENCES[request.sound](rng, request.samples, request.strength), level)
        else:
            made = EFFECTS[request.sound](rng, request.samples, request.strength)
            sound = _effect(made, request.samples, request.strength)
        bench.report(0.9)
        return SoundProduct(audio=bench.add(wav(quantised(sound)), MEDIA_TYPE), samples=request.samples)


def _ambience(made: Sound, level: float) -> Sound:
    """``made`` at ``level`` LUFS, fading in and out over a quarter of a second, so that places can cross over."""
    sound = made * np.float32(10 ** ((level - _loudness(made)) / 20))
    # Single crackles and drops may stand out, but not by any amount.
    np.tanh(sound / _PEAK, out=sound)
    sound *= _PEAK
    edge = min(_SOFT_EDGE, len(sound) // 4)
    sound *= _edges(len(sound), edge, edge)
    return sound


def _effect(made: Sound, samples: int, strength: float) -> Sound:
    """Begins at once, is whole, and is followed by silence if there is room."""
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
