"""One question to a language model in OpenAI's two wire formats, as one kind of reply.

Chat Completions with a JSON schema is what most servers speak; Responses is what OpenAI's own serves best. Where a
server refuses the schema, it is shown to the model instead. Knows nothing of what the answer means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.tools.answers import strict_schema, with_schema
from studio.tools.language import LanguageRequest
from studio.tools.prices import Usage
from studio.tools.providers import ProviderSettings

if TYPE_CHECKING:
    from openai import APIStatusError, AsyncOpenAI


Pictures = Sequence[tuple[str, str]]
"""The captions and ``data:`` URLs of what the model is shown."""

_IN_WORDS: set[tuple[str, str]] = set()
"""The addresses and models that refuse a schema as such, as long as this process lives."""
_NAMED = ("response_format", "response format", "text.format", "schema")
"""What a refusal of the schema speaks of."""


@dataclass(frozen=True)
class Reply:
    """What came back: a text, or a ``refusal``; ``cut`` where the text ends before its end."""

    text: str
    usage: Usage | None
    refusal: str = ""
    cut: bool = False


def system_text(request: LanguageRequest, settings: ProviderSettings) -> str:
    """The system prompt, with the schema of the answer where the server may not hold to it by itself."""
    if not settings.shows_schema:
        return request.system
    return with_schema(request.system, request.answer_schema)


async def ask(
    client: AsyncOpenAI, model: str, request: LanguageRequest, settings: ProviderSettings, pictures: Pictures = ()
) -> Reply:
    """The reply of ``model``; raises ``ValueError`` where what came is none, and the SDK's errors.

    Where the server refuses the schema, it is asked once more, in words alone, and so from then on.
    """
    from openai import APIStatusError

    put = _respond if settings.api == "responses" else _chat
    place = settings.base_url, model
    if place not in _IN_WORDS:
        try:
            return await put(client, model, request, settings, pictures)
        except APIStatusError as error:
            if not _refuses_schema(error, settings):
                raise
    reply = await put(client, model, request, settings.model_copy(update={"shows_schema": True}), pictures, held=False)
    # Only now: whoever refuses this as well had another reason.
    _IN_WORDS.add(place)
    return reply


def _refuses_schema(error: APIStatusError, settings: ProviderSettings) -> bool:
    # Older builds of llama.cpp call it an error of their own. Whoever sends bills may have one for such an error.
    refused = error.status_code in (400, 422) or (error.status_code == 500 and settings.free)
    return refused and any(word in error.response.text.lower() for word in _NAMED)


async def _chat(
    client: AsyncOpenAI,
    model: str,
    request: LanguageRequest,
    settings: ProviderSettings,
    pictures: Pictures,
    held: bool = True,
) -> Reply:
    from openai.types.chat import ChatCompletion

    wishes: dict[str, Any] = {settings.cap_field: settings.max_output_tokens}
    if held:
        schema = {"name": request.task, "schema": strict_schema(request.answer_schema), "strict": True}
        wishes["response_format"] = {"type": "json_schema", "json_schema": schema}
    if settings.sends_seed:
        wishes["seed"] = request.seed
    if settings.reasoning_effort:
        wishes["reasoning_effort"] = settings.reasoning_effort
    said: list[Any] = [
        {"role": "system", "content": system_text(request, settings)},
        {"role": "user", "content": _shown(request, pictures) if pictures else request.prompt},
    ]
    made = await client.chat.completions.create(model=model, messages=said, **wishes)
    # The SDK does not look whether an answer is one.
    if not isinstance(made, ChatCompletion) or not made.choices:
        raise ValueError("no completion")
    choice, usage = made.choices[0], made.usage
    details = usage.prompt_tokens_details if usage else None
    return Reply(
        text=choice.message.content or "",
        usage=Usage(usage.prompt_tokens, usage.completion_tokens, (details and details.cached_tokens) or 0)
        if usage
        else None,
        refusal=choice.message.refusal or ("its content filter" if choice.finish_reason == "content_filter" else ""),
        cut=choice.finish_reason == "length",
    )


def _shown(request: LanguageRequest, pictures: Pictures) -> list[Any]:
    parts: list[Any] = [{"type": "text", "text": request.prompt}]
    for caption, url in pictures:
        parts += [{"type": "text", "text": caption}, {"type": "image_url", "image_url": {"url": url}}]
    return parts


async def _respond(
    client: AsyncOpenAI,
    model: str,
    request: LanguageRequest,
    settings: ProviderSettings,
    pictures: Pictures,
    held: bool = True,
) -> Reply:
    from openai.types.responses import Response

    wishes: dict[str, Any] = {}
    if held:
        schema = strict_schema(request.answer_schema)
        wishes["text"] = {"format": {"type": "json_schema", "name": request.task, "schema": schema, "strict": True}}
    if settings.reasoning_effort:
        wishes["reasoning"] = {"effort": settings.reasoning_effort}
    made = await client.responses.create(
        model=model,
        instructions=system_text(request, settings),
        input=_shown_in_turn(request, pictures) if pictures else request.prompt,
        max_output_tokens=settings.max_output_tokens,
        # A person's film is theirs: the provider is not asked to keep it.
        store=False,
        **wishes,
    )
    if not isinstance(made, Response) or not isinstance(made.output, list):
        raise ValueError("no response")
    if made.status == "failed":
        raise ValueError("a response that failed")
    refusals = [
        part.refusal
        for item in made.output
        if item.type == "message"
        for part in item.content
        if part.type == "refusal"
    ]
    reason = made.incomplete_details.reason if made.incomplete_details else None
    usage, details = made.usage, made.usage.input_tokens_details if made.usage else None
    return Reply(
        text=made.output_text,
        usage=Usage(
            usage.input_tokens,
            usage.output_tokens,
            getattr(details, "cached_tokens", 0) or 0,
            getattr(details, "cache_write_tokens", 0) or 0,
        )
        if usage
        else None,
        refusal=refusals[0] if refusals else ("its content filter" if reason == "content_filter" else ""),
        cut=reason == "max_output_tokens",
    )


def _shown_in_turn(request: LanguageRequest, pictures: Pictures) -> list[Any]:
    parts: list[Any] = [{"type": "input_text", "text": request.prompt}]
    for caption, url in pictures:
        picture = {"type": "input_image", "image_url": url, "detail": "auto"}
        parts += [{"type": "input_text", "text": caption}, picture]
    return [{"role": "user", "content": parts}]
