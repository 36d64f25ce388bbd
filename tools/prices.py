"""What models cost, as data with a date: ``prices.toml`` beside this file, and whatever a person's settings add.

Knows nothing of wire formats; each provider's tools know which of these rates apply to a call.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from studio.production.canonical import Document
from studio.production.money import FREE

_FILE = Path(__file__).parent / "prices.toml"
_MILLION = 1_000_000
_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")

_SOLD_BY = ("output", "image_output", "picture", "megapixel", "characters", "minute", "second")
AROUND = 500
"""More tokens than a format puts around a prompt."""
PICTURE_TOKENS = 4_000
"""More tokens than a shown picture of at most 1024 pixels has: 1024 patches of 32 pixels, times OpenAI's largest
published factor (2.46), are 2,520."""
_USUAL_PICTURE = 1_000
_BYTES_A_TOKEN = 4
_USUAL_ANSWER = 900
"""Output tokens of a usual answer, some thoughts included: a guess, which nothing but the estimate relies on."""

Dollars = Annotated[Decimal, Field(ge=0)]


class LongContext(Document):
    """Requests of more than ``above`` input tokens cost ``input`` and ``output`` times as much, all of them."""

    above: int
    input: Dollars
    output: Dollars


class Price(Document):
    """What a model costs in US dollars: tokens and ``characters`` of speech per million, a ``picture`` each, or by
    the ``megapixel``, each begun one counting whole.

    Sound and music cost by the ``minute`` of what is made, video by the ``second``; ``call`` is the most that one call
    can cost, where that may be more. ``credits`` is what a million of a service's credits are worth, where its
    answers report some.

    ``as_of`` is when it was read, ``source`` where. ``picture_tokens`` are the most output tokens of one picture by
    quality, ``reference_tokens`` the most input tokens of one reference picture: bounds, not bills.
    """

    provider: str
    model: str
    as_of: date
    source: str
    input: Dollars | None = None
    cached_input: Dollars | None = None
    cache_write: Dollars | None = None
    output: Dollars | None = None
    image_input: Dollars | None = None
    image_output: Dollars | None = None
    picture: Dollars | None = None
    megapixel: Dollars | None = None
    characters: Dollars | None = None
    minute: Dollars | None = None
    second: Dollars | None = None
    call: Dollars | None = None
    credits: Dollars | None = None
    picture_tokens: dict[str, int] = Field(default_factory=dict)
    reference_tokens: int | None = None
    long_context: LongContext | None = None

    @model_validator(mode="after")
    def _something(self) -> Price:
        if all(getattr(self, rate) is None for rate in _SOLD_BY):
            raise ValueError(f"a price needs one of {', '.join(_SOLD_BY)}")
        return self

    def in_words(self) -> str:
        """The rates and their date, for a person."""
        rates = {
            "in": self.input,
            "out": self.output,
            "picture in": self.image_input,
            "picture out": self.image_output,
        }
        words = [f"${rate.normalize():f} {what}" for what, rate in rates.items() if rate is not None]
        tokens = f"{', '.join(words)} per million tokens" if words else ""
        units = {
            "a picture": self.picture,
            "a megapixel": self.megapixel,
            "per million characters": self.characters,
            "a minute": self.minute,
            "a second": self.second,
            "a call at most": self.call,
        }
        each = [f"${rate.normalize():f} {unit}" for unit, rate in units.items() if rate is not None]
        return f"{'; '.join(filter(None, (tokens, *each)))} ({self.as_of})"


@dataclass(frozen=True)
class PriceList:
    """Prices, of which the last for a model counts."""

    prices: tuple[Price, ...] = ()

    def of(self, provider: str, model: str) -> Price | None:
        """The price of a model; a dated snapshot costs what its model costs, unless it has a price of its own."""
        for name in (model, _SNAPSHOT.sub("", model)):
            for price in reversed(self.prices):
                if (price.provider, price.model) == (provider, name):
                    return price
        return None

    def with_more(self, prices: Iterable[Price]) -> PriceList:
        """These, and ``prices``, which replace those of the same models."""
        return PriceList((*self.prices, *prices))


@cache
def known_prices() -> PriceList:
    """The prices that this version was released with."""
    return PriceList(tuple(Price(**entry) for entry in tomllib.loads(_FILE.read_text(encoding="utf-8"))["price"]))


def for_tokens(rate: Decimal, tokens: int) -> Decimal:
    """``tokens``, or characters or credits, at ``rate`` dollars per million."""
    return rate * tokens / _MILLION


def for_speech(price: Price | None, text: str) -> Decimal | None:
    """What ``text`` costs to say; a character that UTF-16 writes as two counts as two, as services may count it."""
    if price is None or price.characters is None:
        return None
    return for_tokens(price.characters, len(text.encode("utf-16-le")) // 2)


@dataclass(frozen=True)
class Usage:
    """The tokens that a call to a language model really took; cached and newly cached ones are among ``input``."""

    input: int
    output: int
    cached: int = 0
    cache_writes: int = 0


def real_for_words(price: Price | None, usage: Usage | None) -> Decimal | None:
    """What a call cost by its usage; None where either is not known."""
    if price is None or usage is None or price.input is None or price.output is None:
        return None
    cached = price.input if price.cached_input is None else price.cached_input
    written = price.input if price.cache_write is None else price.cache_write
    plain = max(0, usage.input - usage.cached - usage.cache_writes)
    into = for_tokens(price.input, plain) + for_tokens(cached, usage.cached) + for_tokens(written, usage.cache_writes)
    return _in_all(price, usage.input, into, for_tokens(price.output, usage.output))


def bound_of_words(price: Price | None, prompt_bytes: int, cap: int, pictures: int = 0) -> Decimal | None:
    """The most that an answer of at most ``cap`` tokens to so many ``pictures`` can cost; None where nobody knows.

    A token is at least one byte, so no prompt has more tokens than bytes.
    """
    return _for_words(price, prompt_bytes + AROUND + pictures * PICTURE_TOKENS, cap)


def guess_of_words(price: Price | None, prompt_bytes: int, pictures: int = 0) -> Decimal | None:
    """Four bytes a token, and an answer of usual length."""
    return _for_words(price, prompt_bytes // _BYTES_A_TOKEN + pictures * _USUAL_PICTURE, _USUAL_ANSWER)


def _for_words(price: Price | None, into: int, out: int) -> Decimal | None:
    if price is None or price.input is None or price.output is None:
        return None
    dearest = max(price.input, price.cache_write or FREE)
    return _in_all(price, into, for_tokens(dearest, into), for_tokens(price.output, out))


def _in_all(price: Price, tokens: int, cost_in: Decimal, cost_out: Decimal) -> Decimal:
    """Both costs of a call with so many input ``tokens``."""
    if price.long_context is not None and tokens > price.long_context.above:
        return cost_in * price.long_context.input + cost_out * price.long_context.output
    return cost_in + cost_out
