"""Credentials and connection: one call of a service through the official SDK, and its failures as errors of ours.

The SDK's own retries are off: the producer alone retries. A connection lives as long as its call, because loops come
and go under a tool; calls take seconds, shaking hands takes milliseconds. Knows nothing of what is asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from studio.errors import ContentRefused, ProviderError, QuotaExhausted
from studio.tools.connections import trust
from studio.tools.providers import Service
from studio.tools.sdk_errors import in_words
from studio.tools.service_errors import key_for

if TYPE_CHECKING:
    import openai

_NO_KEY = "none"
"""The SDK insists on a key; servers of one's own do not look at it."""
KINDS: dict[str, type[ProviderError]] = {
    "content_policy_violation": ContentRefused,
    "moderation_blocked": ContentRefused,
    "content_filter": ContentRefused,
    "insufficient_quota": QuotaExhausted,
    "billing_hard_limit_reached": QuotaExhausted,
    "billing_not_active": QuotaExhausted,
}
"""What a failure's own code says better than its status."""


@asynccontextmanager
async def connected(service: Service, tool: str, within: float | None = None) -> AsyncIterator[openai.AsyncOpenAI]:
    """A client for one call ``within`` so many seconds, or the service's time.

    Whatever goes wrong in its block is a ``ProviderError``.
    """
    import openai

    settings = service.settings
    seconds = settings.timeout if within is None else within
    key = key_for(service, tool)
    # The address is always said: the SDK must not find another one in the environment.
    client = openai.AsyncOpenAI(
        api_key=key or _NO_KEY,
        base_url=settings.base_url,
        timeout=seconds,
        max_retries=0,
        # No redirects: what is asked for would follow them to another host.
        http_client=openai.DefaultAsyncHttpxClient(verify=trust(), follow_redirects=False),
    )
    try:
        async with client, asyncio.timeout(seconds):
            yield client
    except ProviderError:
        raise
    # ValueError, KeyError: what came is not the JSON that it said it was. TimeoutError: it came too slowly.
    except (openai.OpenAIError, ValueError, KeyError, TimeoutError) as error:
        raise in_words(error, openai, _reason, service, tool, seconds) from None


def _reason(error: openai.APIStatusError) -> tuple[str, type[ProviderError] | None]:
    message = error.body.get("message") if isinstance(error.body, dict) else None
    return message if isinstance(message, str) else "", KINDS.get(str(error.code or ""))
