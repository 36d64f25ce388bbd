"""Any chat model of LangChain as a language tool: ``Studio(language=ChatAnthropic(model=...))``.

The object is the person's: it holds its own key, address and limits. Its own retries are best off, because the
producer tries again. What it costs is known where a ``[[price]]`` in studio.toml is for the provider "langchain".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from studio.errors import MalformedProduct, TimedOut, ToolError
from studio.production.money import FREE
from studio.tools.answers import json_in, with_schema
from studio.tools.http_status import error_of
from studio.tools.language import LanguageProduct, LanguageRequest
from studio.tools.prices import PriceList, for_tokens, known_prices
from studio.tools.tool import Capability, Workbench

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage

PROVIDER = "langchain"
_NAMES = ("model_name", "model", "model_id", "deployment_name")


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

    def most(self, _request: LanguageRequest) -> Decimal | None:
        """Free where its price is nothing; else nobody knows how long its answers may get."""
        price = self.prices.of(PROVIDER, self._model_name())
        return FREE if price is not None and price.input == price.output == FREE else None

    async def __call__(self, request: LanguageRequest, bench: Workbench) -> LanguageProduct:
        """The answer's JSON. Raises ``MalformedProduct``, and the model's failures as ``ToolError``s."""
        said = [("system", with_schema(request.system, request.answer_schema)), ("human", request.prompt)]
        try:
            message = await self.model.ainvoke(said)
        except Exception as error:
            raise self._in_words(error) from None
        self._charge(message, bench)
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

    def _charge(self, message: AIMessage, bench: Workbench) -> None:
        price, usage = self.prices.of(PROVIDER, self._model_name()), message.usage_metadata
        if price is not None and usage is not None and price.input is not None and price.output is not None:
            into = for_tokens(price.input, usage["input_tokens"])
            bench.charge(into + for_tokens(price.output, usage["output_tokens"]))

    def _model_name(self) -> str:
        named: list[Any] = [getattr(self.model, name, None) for name in _NAMES]
        name = next((one for one in named if isinstance(one, str) and one), type(self.model).__name__)
        return "-".join(name.split())
