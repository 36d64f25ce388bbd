"""A provider as it is used here: where it answers, how it is asked, and what its models cost. Never a key."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Annotated, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, field_validator

from studio.production.canonical import Document, content_hash
from studio.production.money import FREE
from studio.tools.prices import Price, PriceList, known_prices
from studio.tools.tool import CHOSEN, Capability

SpeakerKind = Annotated[
    str, Field(pattern=r"^(narrator|any|((feminine|masculine|neutral)(-(young|adult|old))?)|young|adult|old)$")
]
Words = Annotated[tuple[str, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)]
Size = Annotated[str, Field(pattern=r"^[1-9][0-9]{1,4}x[1-9][0-9]{1,4}$")]


_OF_ONE_SERVICE = {
    *(one.value for one in CHOSEN),
    *("base_url", "base_url_variable", "key_variable", "needs_key", "free", "voices", "voice_languages"),
}


class ProviderSettings(Document):
    """How a provider is used; what a person leaves out is as the provider's own offer says.

    ``like`` names the provider whose wire format it speaks. ``key_variable`` is the environment variable that holds
    the key; without a name, no key is sent. ``timeout`` is in seconds, for a whole answer; a
    service that works on jobs is asked every ``poll_seconds`` how far one is. ``max_output_tokens``
    caps an answer, and with it its cost. ``language``, ``image`` and the other capabilities are the models of the
    preset. ``sizes`` are the pictures and clips that it makes, ``seconds`` the
    lengths of its clips. ``api`` is what a language model is asked through,
    ``cap_field`` how the cap is called there; ``shows_schema`` writes the schema of an answer into the prompt as well,
    for servers that only promise it; a model that ``sees`` is shown pictures. ``free`` is for models of one's own.
    ``steps`` (of denoising) and ``adapter`` (whose IP-Adapter) are for models in this process. What is empty is as
    usual.

    ``voices`` are a service's names of voices by the kind of speaker (see ``studio.tools.casting``); a speaker is given
    one of its kind, always the same. ``voice_rate`` is how many times a model's price the dearest of them may cost.
    ``voice_languages`` are the languages that they speak (primary tags of BCP 47); without any, nobody knows.
    ``voice_instructions``: they are told in words how to speak.
    """

    like: str = "compatible"
    base_url: str = ""
    base_url_variable: str = ""
    key_variable: str = ""
    needs_key: bool = False
    free: bool = False
    concurrency: Annotated[int, Field(ge=1, le=256)] = 4
    requests_per_minute: Annotated[int, Field(ge=1)] | None = None
    timeout: Annotated[float, Field(gt=0, le=3600)] = 180.0
    poll_seconds: Annotated[float, Field(gt=0, le=60)] = 5.0
    max_output_tokens: Annotated[int, Field(ge=256)] = 16_000
    language: str = ""
    image: str = ""
    voice: str = ""
    music: str = ""
    sound: str = ""
    video: str = ""
    model3d: str = ""
    embedding: str = ""
    voices: dict[SpeakerKind, Words] = Field(default_factory=dict)
    voice_rate: Annotated[Decimal, Field(ge=1)] = Decimal(1)
    voice_languages: tuple[str, ...] = ()
    voice_instructions: bool = False
    api: Literal["chat", "responses"] = "chat"
    cap_field: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    shows_schema: bool = True
    sends_seed: bool = False
    sees: bool = False
    reasoning_effort: str = ""
    sizes: tuple[Size, ...] = ()
    seconds: tuple[Annotated[int, Field(ge=1, le=600)], ...] = ()
    steps: Annotated[int, Field(ge=1, le=200)] | None = None
    adapter: str = ""
    qualities: tuple[str, str, str] | None = None
    """What a picture's quality is called up to 1024 pixels, up to 2048, and above; None where there is no such word."""

    @field_validator("base_url")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("it must begin with http:// or https://")
        if parts.username or parts.password or parts.query:
            raise ValueError("it must not hold a name, a password or a query: keys belong into the environment")
        return value.rstrip("/")

    def format_alone(self) -> ProviderSettings:
        """What holds for another service of the same wire format: not the address, the models, nor whose key it is."""
        return ProviderSettings.model_validate(self.model_dump(exclude=_OF_ONE_SERVICE, exclude_unset=True))

    def models(self) -> dict[Capability, str]:
        """The models of the preset."""
        return {one: model for one in CHOSEN if (model := getattr(self, one.value))}

    def over(self, offered: ProviderSettings) -> ProviderSettings:
        """These on top of the environment's address, on top of what is ``offered``."""
        given = offered.model_dump() | self.model_dump(exclude_unset=True)
        elsewhere = os.environ.get(given["base_url_variable"], "") if given["base_url_variable"] else ""
        if elsewhere and "base_url" not in self.model_fields_set:
            given["base_url"] = elsewhere
        return ProviderSettings.model_validate(given)


@dataclass(frozen=True)
class Service:
    """A provider under its name; ``offered_url`` is where its offer says that it answers.

    ``folder`` is where the files are that a person names without a whole path.
    """

    name: str
    settings: ProviderSettings
    offered_url: str = ""
    prices: PriceList = field(default_factory=known_prices, repr=False)
    folder: Path = Path()

    def price(self, model: str) -> Price | None:
        """What a model costs; None where nobody knows."""
        if self.settings.free:
            zero = dict.fromkeys(("input", "output", "picture", "megapixel", "characters", "minute", "second"), FREE)
            source = "runs on a machine of one's own"
            return Price.model_validate(
                {"provider": self.name, "model": model, "as_of": "1970-01-01", "source": source, **zero}
            )
        return self.prices.of(self.name, model)

    def version(self, own: str) -> str:
        """The version of a tool of this service: another address is another model under the same name."""
        if self.settings.base_url == self.offered_url:
            return own
        return f"{own}-{content_hash(self.settings.base_url)[:8]}"


@dataclass(frozen=True)
class ServiceModel:
    """What every tool that is a ``model`` of a ``service`` has."""

    model: str
    service: Service
    format_version: ClassVar[str] = "1"
    """Another one whenever the same request would be asked or answered in another way."""

    @property
    def name(self) -> str:
        """``provider:model``."""
        return f"{self.service.name}:{self.model}"

    @property
    def version(self) -> str:
        """Of the format, and of the address where it is not the usual one."""
        return self.service.version(self.format_version)


@dataclass(frozen=True)
class Configuration:
    """What a person set about providers, by name, and the prices that they gave; ``folder`` is the workspace's."""

    providers: Mapping[str, ProviderSettings] = field(default_factory=dict)
    prices: PriceList = field(default_factory=known_prices, repr=False)
    folder: Path = Path()
