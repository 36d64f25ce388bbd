"""Credentials and connection: one call of a service through the official SDK, and its failures as errors of ours.

The SDK's own retries are off: the producer alone retries. A connection lives as long as its call, because loops come
and go under a tool; calls take seconds, shaking hands takes milliseconds. Knows nothing of what is asked.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING

from studio.errors import ContentRefused, ProviderError, QuotaExhausted
from studio.tools.providers import Service
from studio.tools.service_errors import key_for, no_answer, of_status, timed_out, unreachable

if TYPE_CHECKING:
    import openai

_NO_KEY = "none"
"""The SDK insists on a key; servers of one's own do not look at it."""
_KINDS: dict[str, type[ProviderError]] = {
    "content_policy_violation": ContentRefused,
    "moderation_blocked": ContentRefused,
    "content_filter": ContentRefused,
    "insufficient_quota": QuotaExhausted,
    "billing_hard_limit_reached": QuotaExhausted,
    "billing_not_active": QuotaExhausted,
}
_NEVER = ("ConnectError", "ConnectTimeout", "UnsupportedProtocol")


@asynccontextmanager
async def connected(service: Service, tool: str) -> AsyncIterator[openai.AsyncOpenAI]:
    """A client for one call within the service's time; whatever goes wrong in its block is a ``ProviderError``."""
    import openai

    settings = service.settings
    key = key_for(service, tool)
    # The address is always said: the SDK must not find another one in the environment.
    client = openai.AsyncOpenAI(
        api_key=key or _NO_KEY,
        base_url=settings.base_url,
        timeout=settings.timeout,
        max_retries=0,
        http_client=openai.DefaultAsyncHttpxClient(verify=_trust()),
    )
    try:
        async with client, asyncio.timeout(settings.timeout):
            yield client
    except ProviderError:
        raise
    # ValueError: what came is not the JSON that it said it was. TimeoutError: it came too slowly.
    except (openai.OpenAIError, ValueError, TimeoutError) as error:
        raise _in_words(error, service, tool) from None


def _in_words(error: Exception, service: Service, tool: str) -> ProviderError:
    import openai

    if isinstance(error, (openai.APITimeoutError, TimeoutError)):
        return timed_out(service, tool)
    if isinstance(error, openai.APIStatusError):
        body = error.body
        message = body.get("message") if isinstance(body, dict) else None
        # A page of HTML says nothing to anybody.
        said = (
            message if isinstance(message, str) and message else f"no reason that can be read ({type(error).__name__})"
        )
        kind = _KINDS.get(str(error.code or ""))
        return of_status(service, tool, error.status_code, said, error.response.headers, kind)
    if isinstance(error, openai.APIConnectionError):
        return unreachable(service, tool, never=type(error.__cause__).__name__ in _NEVER)
    return no_answer(service, tool, type(error).__name__)


@cache
def _trust() -> ssl.SSLContext:
    # Reading the certificates takes longer than everything else that a client needs. The SDK's own choice of them.
    from httpx2 import create_ssl_context

    return create_ssl_context()
