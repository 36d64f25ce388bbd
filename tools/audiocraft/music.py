"""Music by audiocraft's MusicGen, at the exact length of its scene.

What is longer than the model hears at once goes on from its own last seconds. The film's motif is not its: what the
cues have in common is what they are asked for.
"""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass
from typing import ClassVar

from studio.production.rendition import SAMPLE_RATE
from studio.tools.audiocraft.model import AudiocraftModel
from studio.tools.cues import cue
from studio.tools.music import MusicProduct, MusicRequest
from studio.tools.prompting import music_prompt
from studio.tools.tool import Capability, Workbench

_LEAST = 1.0
_MORE = 0.1
"""Seconds beyond what is needed: the model makes whole tokens only."""


@dataclass(frozen=True)
class AudiocraftMusic(AudiocraftModel):
    """The music model ``model``."""

    capability: Capability = Capability.MUSIC
    kind: ClassVar[str] = "music"

    async def __call__(self, request: MusicRequest, bench: Workbench) -> MusicProduct:
        """The cue. Raises ``MalformedProduct`` where the model plays nothing, and as ``AudiocraftModel.played``."""
        content = await self.played(music_prompt(request), request, bench)
        return await asyncio.to_thread(cue, content, request, tool=self.name, bench=bench)

    def length(self, request: MusicRequest) -> float:
        """The cue's."""
        return max(_LEAST, math.ceil(request.samples * 10 / SAMPLE_RATE) / 10 + _MORE)
