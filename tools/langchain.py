"""Any chat model of LangChain as a language tool: ``Studio(language=ChatAnthropic(model=...))``.

The object is the person's: it holds its own key, address and limits. Its own retries are best off, because the
producer tries again and puts money aside for each try. What it costs is known where a ``[[price]]`` in studio.toml is
for the provider "langchain"; what it can cost at most, where the object also caps its answers (``max_tokens=...``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from studio.errors import MalformedProduct, TimedOut, ToolError
from studio.production.money import FREE
from studio.tools.answers import json_in, with_schema
from studio.tools.http_status import error_of
from studio.tools.language import LanguageProduct, LanguageRequest
from studio.tools.prices import PriceList, Usage, bound_of_words, guess_of_words, known_prices, real_for_words
from studio.tools.shown import data_urls
from studio.tools.tool import Capability, Workbench

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage

PROVIDER = "langchain"
_NAMES = ("model_name", "model", "model_id", "deployment_name")
_CAPS = ("max_tokens", "max_completion_tokens", "max_output_tokens", "max_tokens_to_sample", "num_predict")
"""What chat models call the most tokens of an answer."""


def is_chat_model(value: object) -> bool:
    """Whether ``value`` is a chat model of LangChain. Imports nothing: who has one has imported it."""
    return any(
        kind.__name__ == "BaseChatModel" and kind.__module__.startswith("langchain_core.")
        for kind in type(value).__mro__
    )


@dataclass(frozen=True)
class LangChainLanguage:
    """``model`` asked with two messages, the second of which holds the task."""

    model: BaseChatModel = field(repr=False)
    prices: PriceList = field(default_factory=known_prices, repr=False)
    version: str = "1"
    capability: Capability = Capability.LANGUAGE

    @property
    def name(self) -> str:
        """``langchain:`` and the model's own name, or its class's where it has none."""
        return f"{PROVIDER}:{self._model_name()}"

    def most(self, request: LanguageRequest) -> Decimal | None:
        """By its price and its own cap; without a cap only a free one is known, because answers may get long."""
        price, cap = self.prices.of(PROVIDER, self._model_name()), self._cap()
        if price is not None and price.input == price.output == FREE:
            return FREE
        return None if cap is None else bound_of_words(price, _prompt_bytes(request), cap, len(request.pictures))

    def likely(self, request: LanguageRequest) -> Decimal | None:
        """See ``studio.tools.tool.Estimated``."""
        return guess_of_words(
            self.prices.of(PROVIDER, self._model_name()), _prompt_bytes(request), len(request.pictures)
        )

    @property
    def sees(self) -> bool:
        """Whether the model says of itself that it takes pictures."""
        profile: Any = getattr(self.model, "profile", None) or {}
        return bool(profile.get("image_inputs"))

    async def __call__(self, request: LanguageRequest, bench: Workbench) -> LanguageProduct:
        """The answer's JSON. Raises ``MalformedProduct``, and the model's failures as ``ToolError``s."""
        pictures = await data_urls(request.pictures, bench)
        try:
            message = await self.model.ainvoke(_messages(request, pictures))
        except Exception as error:
            raise self._in_words(error) from None
        cost = real_for_words(self.prices.of(PROVIDER, self._model_name()), _usage(message))
        if cost is not None:
            bench.charge(cost)
        try:
            return LanguageProduct(answer=json_in(str(message.text)))
        except ValueError as error:
            raise MalformedProduct(
                f"{self.name} did not answer {request.task} as asked: {error}.", tool=self.name, reason=str(error)
            ) from None

    def _in_words(self, error: Exception) -> ToolError:
        """Not in its own words: they may hold the key, which only the object knows."""
        status = getattr(error, "status_code", None)
        what = f"{self.name} failed with {type(error).__name__}"
        if isinstance(status, int) and status >= 400:
            return error_of(status)(f"{what} (status {status}).", tool=self.name, provider=PROVIDER, status=status)
        if isinstance(error, TimeoutError):
            return TimedOut(f"{what}.", tool=self.name, provider=PROVIDER)
        return ToolError(f"{what}.", next_step="Ask the model directly to see why.", tool=self.name)

    def _cap(self) -> int | None:
        """The most tokens of an answer; None where the model has no limit that can be read."""
        caps: list[Any] = [getattr(self.model, name, None) for name in _CAPS]
        return next((one for one in caps if isinstance(one, int) and one > 0), None)

    def _model_name(self) -> str:
        named: list[Any] = [getattr(self.model, name, None) for name in _NAMES]
        name = next((one for one in named if isinstance(one, str) and one), type(self.model).__name__)
        return "-".join(name.split())


def _messages(request: LanguageRequest, pictures: Iterable[tuple[str, str]] = ()) -> list[tuple[str, Any]]:
    said: Any = request.prompt
    for caption, url in pictures:
        said = [{"type": "text", "text": said}] if isinstance(said, str) else said
        said += [{"type": "text", "text": caption}, {"type": "image_url", "image_url": {"url": url}}]
    return [("system", with_schema(request.system, request.answer_schema)), ("human", said)]


def _usage(message: AIMessage) -> Usage | None:
    said = message.usage_metadata
    if said is None:
        return None
    details: dict[str, Any] = {**said.get("input_token_details", {})}
    # Some models count what they newly cache by how long they keep it ("ephemeral_5m_input_tokens"), and not again.
    written = sum(count for name, count in details.items() if name.startswith(("cache_creation", "ephemeral_")))
    return Usage(said["input_tokens"], said["output_tokens"], details.get("cache_read", 0), written)


def _prompt_bytes(request: LanguageRequest) -> int:
    texts = [text for _, text in _messages(request)] + [one.caption for one in request.pictures]
    return sum(len(text.encode()) for text in texts)
