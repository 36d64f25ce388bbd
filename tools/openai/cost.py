"""What a call costs: at most before it is made, usually, and really once its usage is known."""

from __future__ import annotations

import json
from decimal import Decimal

from studio.production.money import FREE
from studio.tools.answers import strict_schema
from studio.tools.image import ImageRequest
from studio.tools.language import LanguageRequest
from studio.tools.openai.talk import system_text
from studio.tools.prices import AROUND, Price, bound_of_words, for_tokens, guess_of_words
from studio.tools.providers import ProviderSettings


def most_for_words(price: Price | None, request: LanguageRequest, settings: ProviderSettings) -> Decimal | None:
    """The answer is capped; see ``bound_of_words``."""
    return bound_of_words(price, _prompt_bytes(request, settings), settings.max_output_tokens, len(request.pictures))


def likely_for_words(price: Price | None, request: LanguageRequest, settings: ProviderSettings) -> Decimal | None:
    """See ``guess_of_words``."""
    return guess_of_words(price, _prompt_bytes(request, settings), len(request.pictures))


def most_for_picture(price: Price | None, request: ImageRequest, prompt: str, quality: str) -> Decimal | None:
    """By the picture where it is sold so, else by the most tokens that a picture of that quality has."""
    if price is None:
        return None
    if price.picture is not None:
        return price.picture
    tokens = price.picture_tokens.get(quality)
    if price.image_output is None or tokens is None:
        return None
    cost = for_tokens(price.image_output, tokens)
    cost += for_tokens(price.input or FREE, len(prompt.encode()) + AROUND)
    if request.references:
        if price.image_input is None or price.reference_tokens is None:
            return None
        cost += for_tokens(price.image_input, price.reference_tokens * len(request.references))
    return cost


def real_for_picture(price: Price | None, text: int, pictures: int, output: int) -> Decimal | None:
    """What a picture cost by its tokens; None where they are not what it is sold by."""
    if price is None or price.picture is not None or price.image_output is None:
        return None
    into = for_tokens(price.input or FREE, text) + for_tokens(price.image_input or FREE, pictures)
    return into + for_tokens(price.image_output, output)


def _prompt_bytes(request: LanguageRequest, settings: ProviderSettings) -> int:
    schema = json.dumps(strict_schema(request.answer_schema))
    captions = sum(len(one.caption.encode()) for one in request.pictures)
    return len(system_text(request, settings).encode()) + len(request.prompt.encode()) + len(schema) + captions
