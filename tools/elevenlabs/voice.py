"""Lines spoken by ElevenLabs: a voice per speaker, delivered as mood and direction ask, with the time of every word.

The times are those that the service gives for its characters; where it gives none that fit, they are estimated from the
sound. Several speakers in one take (its dialogue endpoint) are not asked for: a take is one line.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from studio.errors import BadRequest, MalformedProduct, UnsupportedLanguage
from studio.tools.casting import CastModel, named_voice
from studio.tools.elevenlabs.account import Account, Accounts, AccountVoice, ModelFacts, language_code
from studio.tools.elevenlabs.alignment import word_times
from studio.tools.elevenlabs.client import ONCE, connected, credits_of
from studio.tools.elevenlabs.delivery import Delivery, delivered, spoken_text
from studio.tools.prices import for_speech, for_tokens
from studio.tools.takes import Times, take
from studio.tools.tool import Capability, Workbench
from studio.tools.voice import VoiceProduct, VoiceRequest, VoiceSample

if TYPE_CHECKING:
    from elevenlabs import AudioWithTimestampsResponse

_FORMAT = "mp3_44100_128"
"""What every plan may have."""


@dataclass(frozen=True)
class ElevenLabsVoice(CastModel):
    """The speech model ``model`` of ``service``."""

    capability: Capability = Capability.VOICE
    accounts: Accounts = field(default_factory=Accounts, repr=False, compare=False)

    def most(self, request: VoiceRequest) -> Decimal | None:
        """See ``studio.tools.tool.Priced``."""
        cost = self.likely(request)
        return None if cost is None else cost * self.service.settings.voice_rate

    def likely(self, request: VoiceRequest) -> Decimal | None:
        """See ``studio.tools.tool.Estimated``."""
        return for_speech(self.service.price(self.model), spoken_text(self.model, request))

    async def __call__(self, request: VoiceRequest, bench: Workbench) -> VoiceProduct:
        """The take. Raises ``UnsupportedLanguage``, ``ContentRefused`` and the other ``ProviderError``s."""
        account = await self.accounts.known(self.service, self.name)
        facts = self._facts(account, request)
        voice = await self._cast(account, request)
        delivery = delivered(self.model, request, facts)
        try:
            made, taken = await self._spoken(voice, delivery, request)
        except BadRequest:
            # A voice that was there may be gone.
            self.accounts.forget()
            raise
        # A take of no use is paid for too.
        self._charge(taken, bench)
        named = voice.name if voice.name == voice.id else f"{voice.name} ({voice.id})"

        def times(spans: list[tuple[int, int]]) -> Times | None:
            told = made.alignment
            if told is None:
                return None
            starts, ends = told.character_start_times_seconds, told.character_end_times_seconds
            return word_times(request.text, spans, told.characters, starts, ends)

        try:
            content = base64.b64decode(made.audio_base_64, validate=True)
            return await asyncio.to_thread(
                take, content, request, voice=named, tool=self.name, bench=bench, times=times
            )
        # TypeError, AttributeError: the SDK takes whatever came for what it expected.
        except (ValueError, TypeError, AttributeError) as error:
            raise MalformedProduct(f"{self.name} sent no speech that can be used: {error}.", tool=self.name) from None

    async def clone(self, name: str, samples: Sequence[VoiceSample], description: str) -> str:
        """See ``studio.tools.voice.Cloning``: an instant clone, which the account keeps."""
        async with connected(self.service, self.name) as client:
            made = await client.voices.ivc.create(
                name=name,
                files=[(one.name, one.content, one.media_type) for one in samples],
                description=description,
                request_options=ONCE,
            )
            # The SDK does not look whether an answer is one.
            if not isinstance(getattr(made, "voice_id", None), str):
                raise ValueError("no voice")
        self.accounts.forget()
        return str(made.voice_id)

    def _facts(self, account: Account, request: VoiceRequest) -> ModelFacts:
        facts = account.models.get(self.model, ModelFacts())
        if facts.languages and language_code(request.language) not in facts.languages:
            raise UnsupportedLanguage(
                f"The voice {self.name} does not speak {request.language!r}; the line stays unspoken.",
                tool=self.name,
                language=request.language,
            )
        return facts

    async def _cast(self, account: Account, request: VoiceRequest) -> AccountVoice:
        settings, name = self.service.settings, self.service.name
        own = named_voice(settings.voices, request.speaker, request.direction)
        if own is None:
            cast = account.cast(
                request.speaker, request.direction, language_code(request.language), settings.voice_rate
            )
        else:
            cast = account.voice(own) or await self.accounts.unlisted(self.service, self.name, own)
        if cast is None or cast.rate > settings.voice_rate:
            what = f"The voice {own!r} costs {cast.rate} times the price" if cast else "The account has no voice"
            hint = (
                f"Set voice_rate = {cast.rate} under [providers.{name}], or name another."
                if cast
                else f"Add one there, or name one under [providers.{name}.voices]."
            )
            raise BadRequest(f"{what}.", next_step=hint, tool=self.name, provider=name)
        return cast

    async def _spoken(
        self, voice: AccountVoice, delivery: Delivery, request: VoiceRequest
    ) -> tuple[AudioWithTimestampsResponse, int | None]:
        async with connected(self.service, self.name) as client:
            from elevenlabs import VoiceSettings

            given: dict[str, Any] = {"style": delivery.style, "use_speaker_boost": delivery.speaker_boost}
            settings = VoiceSettings(
                stability=delivery.stability,
                similarity_boost=delivery.similarity,
                speed=delivery.speed,
                **{name: value for name, value in given.items() if value is not None},
            )
            response = await client.text_to_speech.with_raw_response.convert_with_timestamps(
                voice.id,
                text=delivery.text,
                model_id=self.model,
                output_format=_FORMAT,
                voice_settings=settings,
                seed=request.seed,
                request_options=ONCE,
            )
            # The SDK does not look whether an answer is one.
            if not isinstance(getattr(response.data, "audio_base_64", None), str):
                raise ValueError("no speech")
            return response.data, credits_of(response.headers)

    def _charge(self, taken: int | None, bench: Workbench) -> None:
        price = self.service.price(self.model)
        if price is not None and price.credits is not None and taken is not None:
            bench.charge(for_tokens(price.credits, taken))
