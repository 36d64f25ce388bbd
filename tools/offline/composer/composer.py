"""The offline composer: rule-based music for a scene, played by synthesised instruments.

The film's motif returns in every cue as the cue's mood has it. The prompt's words are not read.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from studio.tools.music import MusicProduct, MusicRequest, Stem
from studio.tools.offline.composer.arrangement import arranged
from studio.tools.offline.composer.character import CHARACTERS
from studio.tools.offline.composer.notation import MEDIA_TYPE as MIDI
from studio.tools.offline.composer.notation import midi
from studio.tools.offline.composer.performance import performed
from studio.tools.tool import Capability, Workbench
from studio.tools.wav import MEDIA_TYPE as WAV
from studio.tools.wav import wav


@dataclass(frozen=True)
class Composer:
    """Writes and plays a cue of an exact length."""

    name: str = "offline:composer"
    version: str = "2"
    capability: Capability = Capability.MUSIC

    async def __call__(self, request: MusicRequest, bench: Workbench) -> MusicProduct:
        """The cue as audio, MIDI and stems; every request that is valid has an answer."""
        return await asyncio.to_thread(self._compose, request, bench)

    def _compose(self, request: MusicRequest, bench: Workbench) -> MusicProduct:
        score = arranged(request)
        performance = performed(score, CHARACTERS[request.mood].room)
        return MusicProduct(
            audio=bench.add(wav(performance.mix), WAV),
            samples=request.samples,
            notes=bench.add(midi(score), MIDI),
            stems=tuple(Stem(name=name, audio=bench.add(wav(pcm), WAV)) for name, pcm in performance.stems),
        )
