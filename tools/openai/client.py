"""Credentials and connection: one call of a service through the official SDK, and its failures as errors of ours.

The SDK's own retries are off: the producer alone retries. A connection lives as long as its call, because loops come
and go under a tool; calls take seconds, shaking hands takes milliseconds. Knows nothing of what is asked.
"""

from __future__ import annotations

import asyncio
import email.utils
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from studio.errors import (
    BadRequest,
    ContentRefused,
    NotAuthorised,
    ProviderError,
    QuotaExhausted,
    RateLimited,
    ServerFailed,
    TimedOut,
    Unreachable,
)
from studio.tools.http_status import error_of
from studio.tools.providers import Service
from studio.tools.secrets import find_key, without_key

if TYPE_CHECKING:
    import openai

_NO_KEY = "none"
"""The SDK insists on a key; servers of one's own do not look at it."""
_QUOTED = 200
_POLICY = ("content_policy_violation", "moderation_blocked", "content_filter")
_QUOTA = ("insufficient_quota", "billing_hard_limit_reached", "billing_not_active")


@asynccontextmanager
async def connected(service: Service, tool: str) -> AsyncIterator[openai.AsyncOpenAI]:
    """A client for one call within the service's time; whatever goes wrong in its block is a ``ProviderError``."""
    import openai

    settings = service.settings
    key = find_key(settings.key_variable)
    if key is None and settings.needs_key:
        raise NotAuthorised(
            f"{tool} needs a key.",
            next_step=f"Set {settings.key_variable} in the environment.",
            tool=tool,
            provider=service.name,
        )
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
        raise in_words(error, service, tool) from None


def quoted(text: str, service: Service, most: int | None = None) -> str:
    """What a service said, without the key that it was asked with, and cut to ``most`` characters."""
    plain = without_key(text, find_key(service.settings.key_variable))
    return plain if most is None else " ".join(plain.split())[:most].rstrip(".")


def in_words(error: Exception, service: Service, tool: str) -> ProviderError:
    """A failure of the SDK or its connection as an error that says what to do, and does not hold the key."""
    import openai

    known: dict[str, Any] = {"tool": tool, "provider": service.name}
    where = f"{service.name} ({service.settings.base_url})"
    if isinstance(error, (openai.APITimeoutError, TimeoutError)):
        return TimedOut(
            f"{tool} did not answer within {service.settings.timeout:g} seconds.",
            next_step=f"Raise timeout under [providers.{service.name}].",
            **known,
        )
    if isinstance(error, openai.APIStatusError):
        return _of_status(error, service, known)
    if isinstance(error, openai.APIConnectionError):
        never = type(error.__cause__).__name__ in ("ConnectError", "ConnectTimeout", "UnsupportedProtocol")
        what = "cannot be reached" if never else "broke the connection"
        hint = f"Start the server, or set base_url under [providers.{service.name}]." if service.settings.free else ""
        return Unreachable(
            f"{where} {what}.", next_step=hint or "Look whether this machine is online.", unpaid=never, **known
        )
    return ServerFailed(f"{where} sent something that is no answer ({type(error).__name__}).", **known)


def _of_status(error: openai.APIStatusError, service: Service, known: dict[str, Any]) -> ProviderError:
    status, code = error.status_code, str(error.code or "")
    said = _said(error, service)
    known = {**known, "status": status}
    name, variable = service.name, service.settings.key_variable
    if code in _POLICY:
        return ContentRefused(f"{name} refuses to make this: {said}.", unpaid=True, **known)
    if code in _QUOTA:
        return QuotaExhausted(f"The account at {name} has nothing left.", next_step="Look at its billing.", **known)
    kind = error_of(status)
    if kind is NotAuthorised:
        # What such an answer says may quote the key, in full or in part.
        hint = f"Look at {variable} in the environment." if variable else f"Set key_variable under [providers.{name}]."
        return NotAuthorised(f"{name} does not accept the key (status {status}).", next_step=hint, **known)
    if kind is RateLimited:
        hint = f"Set requests_per_minute under [providers.{name}]."
        return RateLimited(f"{name} is asked too often.", next_step=hint, retry_after=_retry_after(error), **known)
    if status == 404:
        return BadRequest(f"{name} does not know the model or the address: {said}.", **known)
    return kind(f"{name} answered with status {status}: {said}.", retry_after=_retry_after(error), **known)


def _said(error: openai.APIStatusError, service: Service) -> str:
    body = error.body
    message = body.get("message") if isinstance(body, dict) else None
    # A page of HTML says nothing to anybody.
    words = message if isinstance(message, str) and message else f"no reason that can be read ({type(error).__name__})"
    return quoted(words, service, _QUOTED)


def _retry_after(error: openai.APIStatusError) -> float | None:
    headers = error.response.headers
    try:
        if "retry-after-ms" in headers:
            return max(0.0, float(headers["retry-after-ms"]) / 1000)
        return max(0.0, float(headers["retry-after"]))
    except KeyError:
        return None
    except ValueError:
        moment = email.utils.parsedate_tz(headers.get("retry-after", ""))
        return None if moment is None else max(0.0, email.utils.mktime_tz(moment) - time.time())


@cache
def _trust() -> ssl.SSLContext:
    # Reading the certificates takes longer than everything else that a client needs. The SDK's own choice of them.
    from httpx2 import create_ssl_context

    return create_ssl_context()
