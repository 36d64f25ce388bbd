"""What an account has: its voices with what is known of each, and what its models can do. Asked once, and kept.

Listing costs nothing. A tool's calls on one event loop share the answer, also while it is on its way.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from studio.errors import ProviderError
from studio.production.languages import primary_language
from studio.production.treatment import VoiceDirection
from studio.production.vocabulary import Age, Gender
from studio.tools.casting import drawn
from studio.tools.elevenlabs.client import ONCE, connected
from studio.tools.providers import Service

if TYPE_CHECKING:
    from elevenlabs.client import AsyncElevenLabs

_PAGE = 100
_MOST_PAGES = 5
_GENDERS = {
    "female": Gender.FEMININE,
    "male": Gender.MASCULINE,
    "neutral": Gender.NEUTRAL,
    "non-binary": Gender.NEUTRAL,
}
_AGES = {"young": Age.YOUNG, "middle-aged": Age.ADULT, "old": Age.OLD}
_TAGS = {"nb": "no", "nn": "no", "tl": "fil"}
"""Languages that the service calls otherwise than BCP 47."""


@dataclass(frozen=True)
class AccountVoice:
    """A voice and what the account says of it.

    ``rate`` is how many times a model's price it costs. ``somebodys``: it is a clone that the account made, and so
    speaks only where it is named.
    """

    id: str
    name: str
    gender: Gender | None = None
    age: Age | None = None
    languages: frozenset[str] = frozenset()
    rate: Decimal = Decimal(1)
    somebodys: bool = False


@dataclass(frozen=True)
class ModelFacts:
    """What a model can do. Without ``languages`` it has not said which it speaks."""

    languages: frozenset[str] = frozenset()
    style: bool = False
    speaker_boost: bool = False


@dataclass(frozen=True)
class Account:
    """The account's voices, and its models by their ids."""

    voices: tuple[AccountVoice, ...]
    models: dict[str, ModelFacts]

    def voice(self, name: str) -> AccountVoice | None:
        """The voice of that id or name; None where the account does not list it."""
        return next((one for one in self.voices if name in (one.id, one.name)), None)

    def cast(self, speaker: str, direction: VoiceDirection, language: str, dearest: Decimal) -> AccountVoice | None:
        """The voice of a speaker, always the same: by gender, then language, then age, as far as the account says so.

        None where the account has none that costs at most ``dearest`` times its model's price.
        """

        def fits(one: AccountVoice) -> tuple[int, int, int]:
            return (
                _match(one.gender, direction.gender),
                1 if not one.languages else 2 * (language in one.languages),
                _match(one.age, direction.age),
            )

        free = [one for one in self.voices if one.rate <= dearest and not one.somebodys]
        if not free:
            return None
        best = max(map(fits, free))
        chosen = {one.id: one for one in free if fits(one) == best}
        return chosen[drawn(chosen, speaker)]


@dataclass(eq=False)
class Accounts:
    """The account behind a service, once it was asked for."""

    _known: Account | None = None
    _unlisted: dict[str, AccountVoice] = field(default_factory=dict, repr=False)
    _asking: asyncio.Task[Account] | None = field(default=None, repr=False)

    async def known(self, service: Service, tool: str) -> Account:
        """The account; raises ``ProviderError``, and asks again after one."""
        if self._known is not None:
            return self._known
        if self._asking is None or self._asking.done() or self._asking.get_loop() is not asyncio.get_running_loop():
            self._asking = asyncio.create_task(_asked(service, tool))
        self._known = await asyncio.shield(self._asking)
        return self._known

    async def unlisted(self, service: Service, tool: str, voice_id: str) -> AccountVoice:
        """A voice that the account does not list; raises ``ProviderError``, also where there is none of that id.

        It is never taken at its word: nobody would know what it costs.
        """
        if voice_id not in self._unlisted:
            async with _listing(service, tool) as client:
                self._unlisted[voice_id] = _voice(await client.voices.get(voice_id, request_options=ONCE))
        return self._unlisted[voice_id]

    def forget(self) -> None:
        """Ask again the next time: something is not as it was."""
        self._known = None
        self._unlisted.clear()


def language_code(tag: str) -> str:
    """The service's code for a BCP 47 tag: its primary language, ISO 639-1 where that has one."""
    primary = primary_language(tag)
    return _TAGS.get(primary, primary)


async def _asked(service: Service, tool: str) -> Account:
    voices: list[Any] = []
    token: str | None = None
    async with _listing(service, tool) as client:
        for _ in range(_MOST_PAGES):
            page = await client.voices.search(page_size=_PAGE, next_page_token=token, request_options=ONCE)
            voices += page.voices
            token = page.next_page_token
            if not page.has_more or token is None:
                break
        models = await client.models.list(request_options=ONCE)
        return Account(tuple(map(_voice, voices)), {one.model_id: _facts(one) for one in models})


@asynccontextmanager
async def _listing(service: Service, tool: str) -> AsyncIterator[AsyncElevenLabs]:
    """A client that only asks what there is, for which nobody pays."""
    try:
        async with connected(service, tool) as client:
            yield client
    except ProviderError as error:
        error.unpaid = True
        raise


def _voice(one: Any) -> AccountVoice:
    labels = {name: value.lower().replace("_", "-").replace(" ", "-") for name, value in (one.labels or {}).items()}
    verified: Iterable[str] = (str(known.language) for known in one.verified_languages or ())
    spoken = (*verified, *filter(None, [labels.get("language")]))
    rates = [1.0] if one.sharing is None else [1.0, one.sharing.rate or 1.0]
    return AccountVoice(
        id=one.voice_id,
        name=one.name or one.voice_id,
        gender=_GENDERS.get(labels.get("gender", "")),
        age=_AGES.get(labels.get("age", "")),
        languages=frozenset(map(language_code, spoken)),
        rate=Decimal(str(max(rates))),
        somebodys=one.category == "cloned" or (one.category == "professional" and bool(one.is_owner)),
    )


def _facts(one: Any) -> ModelFacts:
    return ModelFacts(
        languages=frozenset(language_code(known.language_id) for known in one.languages or ()),
        style=bool(one.can_use_style),
        speaker_boost=bool(one.can_use_speaker_boost),
    )


def _match(known: object | None, wanted: object) -> int:
    """2 where they agree, 1 where nothing is known, else 0."""
    return 1 if known is None else 2 * (known == wanted)
