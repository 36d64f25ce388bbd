"""Synthesised ambiences and effects of an exact length, at a level that needs no further care.

The prompt's words are not read. Knows nothing of scenes.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from studio.production.vocabulary import Ambience
from studio.tools.offline.soundscape.ambiences import AMBIENCES
from studio.tools.offline.soundscape.effects import EFFECTS
from studio.tools.offline.soundscape.levels import placed
from studio.tools.offline.soundscape.noise import generator
from studio.tools.sound import SoundProduct, SoundRequest
from studio.tools.tool import Capability, Workbench
from studio.tools.wav import MEDIA_TYPE, quantised, wav


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
            made = AMBIENCES[request.sound](rng, request.samples, request.strength)
        else:
            made = EFFECTS[request.sound](rng, request.samples, request.strength)
        sound = placed(made, request.sound, request.samples, request.strength)
        return SoundProduct(audio=bench.add(wav(quantised(sound)), MEDIA_TYPE), samples=request.samples)
