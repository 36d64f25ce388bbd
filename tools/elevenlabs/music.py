"""Instrumental cues by ElevenLabs, of an exact length. Knows nothing of the film's other cues: no theme returns."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass
from decimal import Decimal

from studio.production.rendition import SAMPLE_RATE
from studio.tools.cues import cue
from studio.tools.elevenlabs.client import ONCE, connected, sound_of
from studio.tools.music import MusicProduct, MusicRequest
from studio.tools.prompting import music_prompt
from studio.tools.providers import ServiceModel
from studio.tools.tool import Capability, Workbench

_SHORTEST_MS, _LONGEST_MS = 3_000, 600_000
"""What the service makes; a longer cue repeats, a shorter one is cut."""
_MINUTE_MS = 60_000


@dataclass(frozen=True)
class ElevenLabsMusic(ServiceModel):
    """The music model ``model`` of ``service``."""

    capability: Capability = Capability.MUSIC

    def most(self, request: MusicRequest) -> Decimal | None:
        """See ``studio.tools.tool.Priced``."""
        price = self.service.price(self.model)
        if price is None or price.minute is None:
            return None
        return max(price.call or Decimal(0), price.minute * _length_ms(request) / _MINUTE_MS)

    async def __call__(self, request: MusicRequest, bench: Workbench) -> MusicProduct:
        """The cue. Raises ``ContentRefused`` and the other ``ProviderError``s."""
        async with (
            connected(self.service, self.name) as client,
            client.music.with_raw_response.compose(
                prompt=music_prompt(request),
                music_length_ms=_length_ms(request),
                model_id=self.model,
                force_instrumental=True,
                request_options=ONCE,
            ) as response,
        ):
            content = await sound_of(response)
        return await asyncio.to_thread(cue, content, request, tool=self.name, bench=bench)


def _length_ms(request: MusicRequest) -> int:
    return min(_LONGEST_MS, max(_SHORTEST_MS, math.ceil(request.samples * 1000 / SAMPLE_RATE)))
