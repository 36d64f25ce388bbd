"""Music and sounds by pipelines of diffusers in this process, such as ACE-Step and Stable Audio.

What is longer than a pipeline makes at once repeats. The film's motif is not theirs: what the cues have in common is
what they are asked for.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from studio.production.canonical import content_hash
from studio.production.rendition import SAMPLE_RATE
from studio.tools.cues import cue_of, noise_of
from studio.tools.local.model import LocalModel
from studio.tools.local.player import Piece, PiecePlayer
from studio.tools.local.sound_families import SoundFamily, sound_family_of
from studio.tools.music import MusicProduct, MusicRequest
from studio.tools.prompting import key_in_words, music_prompt, sound_prompt
from studio.tools.sound import SoundProduct, SoundRequest
from studio.tools.tool import Capability, Workbench

if TYPE_CHECKING:
    from studio.tools.recordings import Sound

_LEAST = 1.0
_DENOISERS = ("unet", "transformer")


@dataclass(frozen=True)
class _DiffusersPieces(LocalModel):
    """What music and sounds share: how a pipeline is asked, and how long it takes."""

    def operations(self, request: MusicRequest | SoundRequest) -> float:
        """Of the denoiser for each token and step."""
        family = self._family()
        passes = family.steps * (2 if family.asks_twice() else 1)
        tokens = family.tokens * family.computed(_seconds(request))
        return 2 * self.weights_of(self.weights(), _DENOISERS) * tokens * passes

    async def _made(
        self, words: str, request: MusicRequest | SoundRequest, told: Mapping[str, Any], family: SoundFamily
    ) -> Sound:
        """What the pipeline makes of ``words``, at 48 kHz in stereo."""
        seed = int(content_hash([request, words])[:15], 16)
        piece = Piece(words, min(_seconds(request), family.longest), seed, told)
        load = partial(PiecePlayer.load, family=family)
        sound, rate = await self.made(self.weights(), load, PiecePlayer.play, piece)
        return await asyncio.to_thread(_as_stereo, sound, rate)

    def _family(self) -> SoundFamily:
        return sound_family_of(self.model, self.weights().found())


@dataclass(frozen=True)
class DiffusersMusic(_DiffusersPieces):
    """The music model ``model``."""

    capability: Capability = Capability.MUSIC

    async def __call__(self, request: MusicRequest, bench: Workbench) -> MusicProduct:
        """The cue. Raises ``MalformedProduct`` where the model plays nothing."""
        await self.awake()
        family = await asyncio.to_thread(self._family)
        told: dict[str, Any] = {}
        if family.tempo:
            told[family.tempo] = request.direction.beats_per_minute
        if family.key:
            told[family.key] = key_in_words(request.direction)
        sound = await self._made(music_prompt(request), request, told, family)
        return await asyncio.to_thread(cue_of, sound, request, tool=self.name, bench=bench)


@dataclass(frozen=True)
class DiffusersSound(_DiffusersPieces):
    """The model ``model`` for ambiences and effects."""

    capability: Capability = Capability.SOUND

    async def __call__(self, request: SoundRequest, bench: Workbench) -> SoundProduct:
        """The sound. Raises ``MalformedProduct`` where nothing is heard."""
        await self.awake()
        family = await asyncio.to_thread(self._family)
        sound = await self._made(sound_prompt(request), request, {}, family)
        return await asyncio.to_thread(noise_of, sound, request, tool=self.name, bench=bench)


def _seconds(request: MusicRequest | SoundRequest) -> float:
    # Rounded up, so that what comes is long enough.
    return max(_LEAST, math.ceil(request.samples * 10 / SAMPLE_RATE) / 10)


def _as_stereo(sound: Sound, rate: int) -> Sound:
    from studio.tools.recordings import resampled, stereo

    return stereo(resampled(sound, rate))
