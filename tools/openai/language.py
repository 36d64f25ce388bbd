"""Language models of OpenAI and of whatever speaks its format.

The prompt is the agents'; a schema says what the answer looks like, and whether it does is found out by who asked.
A malformed answer is an error with its reason, with which the agent asks once more: a repair is a further request.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from studio.errors import ContentRefused, MalformedProduct
from studio.tools.answers import json_in
from studio.tools.language import LanguageProduct, LanguageRequest
from studio.tools.openai.client import connected
from studio.tools.openai.cost import likely_for_words, most_for_words
from studio.tools.openai.talk import ask
from studio.tools.prices import real_for_words
from studio.tools.providers import ServiceModel
from studio.tools.service_errors import QUOTED, quoted
from studio.tools.shown import data_urls
from studio.tools.tool import Capability, Workbench


@dataclass(frozen=True)
class OpenAILanguage(ServiceModel):
    """The language model ``model`` of ``service``."""

    capability: Capability = Capability.LANGUAGE

    def most(self, request: LanguageRequest) -> Decimal | None:
        """See ``studio.tools.tool.Priced``."""
        return most_for_words(self.service.price(self.model), request, self.service.settings)

    def likely(self, request: LanguageRequest) -> Decimal | None:
        """See ``studio.tools.tool.Estimated``."""
        return likely_for_words(self.service.price(self.model), request, self.service.settings)

    @property
    def sees(self) -> bool:
        """See ``studio.tools.language.Seeing``."""
        return self.service.settings.sees

    async def __call__(self, request: LanguageRequest, bench: Workbench) -> LanguageProduct:
        """The answer's JSON. Raises ``MalformedProduct``, ``ContentRefused`` and the other ``ProviderError``s."""
        pictures = await data_urls(request.pictures, bench)
        async with connected(self.service, self.name) as client:
            reply = await ask(client, self.model, request, self.service.settings, pictures)
        cost = real_for_words(self.service.price(self.model), reply.usage)
        if cost is not None:
            bench.charge(cost)
        if reply.refusal:
            raise ContentRefused(
                f"{self.name} refuses to answer {request.task}: {quoted(reply.refusal, self.service, QUOTED)}.",
                next_step="Say the brief in other words.",
                tool=self.name,
                provider=self.service.name,
            )
        try:
            answer = json_in(quoted(reply.text, self.service))
        except ValueError as error:
            cap = self.service.settings.max_output_tokens
            reason = f"it was cut off after {cap} tokens; answer more briefly" if reply.cut else str(error)
            raise MalformedProduct(
                f"{self.name} did not answer {request.task} as asked: {reason}.", tool=self.name, reason=reason
            ) from None
        return LanguageProduct(answer=answer)
