"""Lines spoken by OpenAI's speech endpoint and servers with its format.

Nothing comes but sound: when each word is heard is estimated from it. Voices are names that settings give by the kind
of speaker; the service reports no cost, so a call costs its price by characters.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from studio.errors import BadRequest, MalformedProduct, UnsupportedLanguage
from studio.production.languages import primary_language
from studio.production.speaking import directed_pace
from studio.tools.casting import CastModel, named_voice
from studio.tools.openai.client import connected
from studio.tools.prices import for_speech
from studio.tools.prompting import voice_instructions
from studio.tools.recordings import is_sound
from studio.tools.takes import take
from studio.tools.tool import Capability, Workbench
from studio.tools.voice import VoiceProduct, VoiceRequest

_SLOWEST, _FASTEST = 0.25, 4.0


@dataclass(frozen=True)
class OpenAIVoice(CastModel):
    """The speech model ``model`` of ``service``."""

    capability: Capability = Capability.VOICE

    def most(self, request: VoiceRequest) -> Decimal | None:
        """See ``studio.tools.tool.Priced``."""
        return for_speech(self.service.price(self.model), request.text)

    async def __call__(self, request: VoiceRequest, bench: Workbench) -> VoiceProduct:
        """The take. Raises ``UnsupportedLanguage``, ``ContentRefused`` and the other ``ProviderError``s."""
        self._understand(request.language)
        voice = self._cast(request)
        content = await self._spoken(voice, request)
        try:
            return await asyncio.to_thread(take, content, request, voice=voice, tool=self.name, bench=bench)
        except ValueError as error:
            raise MalformedProduct(f"{self.name} sent no speech that can be used: {error}.", tool=self.name) from None

    def _understand(self, tag: str) -> None:
        spoken = self.service.settings.voice_languages
        if spoken and primary_language(tag) not in spoken:
            raise UnsupportedLanguage(
                f"The voice {self.name} does not speak {tag!r}; the line stays unspoken.", tool=self.name, language=tag
            )

    def _cast(self, request: VoiceRequest) -> str:
        voice = named_voice(self.service.settings.voices, request.speaker, request.direction)
        if voice is None:
            name = self.service.name
            raise BadRequest(
                f"{self.name} has no voice for {request.speaker!r}.",
                next_step=f'Name one: any = "VOICE" under [providers.{name}.voices].',
                tool=self.name,
                provider=name,
            )
        return voice

    async def _spoken(self, voice: str, request: VoiceRequest) -> bytes:
        speed = directed_pace(request.mood, request.direction, request.pace)
        wishes: dict[str, Any] = {"speed": round(min(_FASTEST, max(_SLOWEST, speed)), 3)}
        if self.service.settings.voice_instructions:
            wishes["instructions"] = voice_instructions(request)
        async with connected(self.service, self.name) as client:
            made = await client.audio.speech.create(
                model=self.model, voice=voice, input=request.text, response_format="wav", **wishes
            )
            # The SDK does not look whether an answer is one.
            if not is_sound(made.response.headers.get("content-type", "")):
                raise ValueError("no sound")
            return made.content
