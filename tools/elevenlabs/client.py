"""Credentials and connection: one call through the official SDK, and its failures as errors of ours.

The SDK's own retries are off: the producer alone retries. A connection lives as long as its call. Knows nothing of what
is asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from studio.errors import BadRequest, ContentRefused, MissingExtra, ProviderError, QuotaExhausted
from studio.tools.connections import trust
from studio.tools.providers import Service
from studio.tools.recordings import is_sound
from studio.tools.service_errors import key_for, no_answer, of_status, timed_out, unreachable

if TYPE_CHECKING:
    from elevenlabs.client import AsyncElevenLabs
    from elevenlabs.core.request_options import RequestOptions

ONCE: RequestOptions = {"max_retries": 0}
"""Goes with every request."""
_KINDS: dict[str, type[ProviderError]] = {
    "quota_exceeded": QuotaExhausted,
    "insufficient_credits": QuotaExhausted,
    "payment_required": QuotaExhausted,
    "bad_prompt": ContentRefused,
    "bad_composition_plan": ContentRefused,
    "content_against_policy": ContentRefused,
    "content_policy_violation": ContentRefused,
    "moderation_blocked": ContentRefused,
    "voice_not_found": BadRequest,
    "model_not_found": BadRequest,
    "output_format_not_allowed": BadRequest,
    "subscription_required": BadRequest,
}
"""What a failure's own code says better than its status: a used-up quota comes as 401, as a wrong key does."""
_HINTS = {
    "voice_not_found": "Look at the voices that studio.toml names, and at those of the account.",
    "subscription_required": "The account's plan does not include it.",
}


@asynccontextmanager
async def connected(service: Service, tool: str) -> AsyncIterator[AsyncElevenLabs]:
    """A client for one call within the service's time; whatever goes wrong in its block is a ``ProviderError``.

    Raises ``MissingExtra`` where the SDK is not installed.
    """
    try:
        import httpx
        from elevenlabs.client import AsyncElevenLabs
        from elevenlabs.core.api_error import ApiError
        from elevenlabs.core.parse_error import ParsingError
    except ImportError as error:
        raise MissingExtra(
            f"{tool} needs the package elevenlabs.", next_step="pip install 'creative-studio[elevenlabs]'", tool=tool
        ) from error
    settings = service.settings
    key = key_for(service, tool)
    try:
        async with (
            # No redirects: the key would follow them to another host.
            httpx.AsyncClient(timeout=settings.timeout, verify=trust(), follow_redirects=False) as connection,
            asyncio.timeout(settings.timeout),
        ):
            # Address and key are always said: the SDK must not find others in the environment.
            yield AsyncElevenLabs(
                base_url=settings.base_url, api_key=key, timeout=settings.timeout, httpx_client=connection
            )
    except ApiError as error:
        status = error.status_code or 0
        if status < 400:
            raise no_answer(service, tool, type(error).__name__) from None
        code, said = _reason(error.body)
        headers = {name.lower(): value for name, value in (error.headers or {}).items()}
        raise of_status(service, tool, status, said, headers, _KINDS.get(code), _HINTS.get(code, "")) from None
    except (httpx.TimeoutException, TimeoutError) as error:
        if isinstance(error, httpx.ConnectTimeout):
            raise unreachable(service, tool, never=True) from None
        raise timed_out(service, tool) from None
    except httpx.HTTPError as error:
        never = isinstance(error, (httpx.ConnectError, httpx.UnsupportedProtocol))
        raise unreachable(service, tool, never=never) from None
    # TypeError, AttributeError: the SDK takes whatever came for what it expected.
    except (ParsingError, ValueError, TypeError, AttributeError) as error:
        raise no_answer(service, tool, type(error).__name__) from None


async def sound_of(response: Any) -> bytes:
    """The whole sound of a streamed answer; ``ValueError`` where it is none."""
    if not is_sound(str(response.headers.get("content-type", ""))):
        raise ValueError("no sound")
    return b"".join([chunk async for chunk in response.data])


def credits_of(headers: Mapping[str, str]) -> int | None:
    """The credits that a call took, as its answer reports them; None where it does not."""
    try:
        return max(0, round(float(headers["character-cost"])))
    except (KeyError, ValueError, OverflowError):
        return None


def _reason(body: Any) -> tuple[str, str]:
    """The code and the words of a failure: ``{"detail": {"status", "message"}}``, or a list of what is not valid."""
    detail = body.get("detail") if isinstance(body, dict) else None
    if isinstance(detail, list):
        said = "; ".join(str(one.get("msg", "")) for one in detail if isinstance(one, dict))
        return "", said or "the request is not valid"
    if isinstance(detail, dict):
        code = str(detail.get("status") or detail.get("code") or "")
        return code, str(detail.get("message") or code)
    # A page of HTML says nothing to anybody.
    return "", detail if isinstance(detail, str) else "no reason that can be read"
