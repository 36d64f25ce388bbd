"""Ambiences that loop and single effects by ElevenLabs, of an exact length. Knows nothing of scenes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from decimal import Decimal

from studio.production.rendition import SAMPLE_RATE
from studio.production.vocabulary import Ambience
from studio.tools.cues import noise
from studio.tools.elevenlabs.client import ONCE, connected, sound_of
from studio.tools.prompting import sound_prompt
from studio.tools.providers import ServiceModel
from studio.tools.sound import SoundProduct, SoundRequest
from studio.tools.tool import Capability, Workbench

_SHORTEST, _LONGEST = 0.5, 30.0
"""Seconds that the service makes: a longer ambience repeats, a longer effect is followed by silence."""
_FORMAT = "mp3_44100_128"


@dataclass(frozen=True)
class ElevenLabsSound(ServiceModel):
    """The model ``model`` of ``service`` for sound effects."""

    capability: Capability = Capability.SOUND

    def most(self, request: SoundRequest) -> Decimal | None:
        """See ``studio.tools.tool.Priced``."""
        price = self.service.price(self.model)
        cost = self.likely(request)
        return None if price is None or cost is None else max(price.call or Decimal(0), cost)

    def likely(self, request: SoundRequest) -> Decimal | None:
        """See ``studio.tools.tool.Estimated``."""
        price = self.service.price(self.model)
        if price is None or price.minute is None:
            return None
        return price.minute * Decimal(str(_seconds(request))) / 60

    async def __call__(self, request: SoundRequest, bench: Workbench) -> SoundProduct:
        """The sound. Raises ``ContentRefused`` and the other ``ProviderError``s."""
        async with (
            connected(self.service, self.name) as client,
            client.text_to_sound_effects.with_raw_response.convert(
                text=sound_prompt(request),
                duration_seconds=_seconds(request),
                loop=isinstance(request.sound, Ambience),
                model_id=self.model,
                output_format=_FORMAT,
                request_options=ONCE,
            ) as response,
        ):
            content = await sound_of(response)
        return await asyncio.to_thread(noise, content, request, tool=self.name, bench=bench)


def _seconds(request: SoundRequest) -> float:
    # Rounded up, so that what comes is long enough.
    exact = -(-request.samples * 100 // SAMPLE_RATE) / 100
    return min(_LONGEST, max(_SHORTEST, exact))
