"""Ambiences and effects by audiocraft's AudioGen. Knows nothing of scenes."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass
from typing import ClassVar

from studio.production.rendition import SAMPLE_RATE
from studio.tools.audiocraft.model import AudiocraftModel
from studio.tools.cues import noise
from studio.tools.prompting import sound_prompt
from studio.tools.sound import SoundProduct, SoundRequest
from studio.tools.tool import Capability, Workbench

_LEAST, _MOST = 2.0, 10.0
"""Seconds: no effect fits into less, and the model hears no more at once. A longer ambience repeats."""
_MORE = 0.1
"""Seconds beyond what is needed: the model makes whole tokens only."""


@dataclass(frozen=True)
class AudiocraftSound(AudiocraftModel):
    """The sound model ``model``."""

    capability: Capability = Capability.SOUND
    kind: ClassVar[str] = "sound"

    async def __call__(self, request: SoundRequest, bench: Workbench) -> SoundProduct:
        """The sound. Raises ``MalformedProduct`` where nothing is heard, and as ``AudiocraftModel.played``."""
        content = await self.played(sound_prompt(request), request, bench)
        return await asyncio.to_thread(noise, content, request, tool=self.name, bench=bench)

    def length(self, request: SoundRequest) -> float:
        """The sound's, where it is not looped or followed by silence."""
        return min(_MOST, max(_LEAST, math.ceil(request.samples * 10 / SAMPLE_RATE) / 10 + _MORE))
