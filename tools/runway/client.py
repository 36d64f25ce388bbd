"""Credentials and connection: one exchange through the official SDK, and its failures as errors of ours.

The SDK's own retries and its own waiting are off. Knows nothing of what is asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from studio.errors import MissingExtra, ProviderError, QuotaExhausted
from studio.tools.connections import exchange_seconds, trust
from studio.tools.providers import Service
from studio.tools.sdk_errors import in_words
from studio.tools.service_errors import key_for

if TYPE_CHECKING:
    from runwayml import AsyncRunwayML

_NO_KEY = "none"
"""The SDK insists on a key; servers of one's own do not look at it."""


@asynccontextmanager
async def connected(service: Service, tool: str) -> AsyncIterator[AsyncRunwayML]:
    """A client for one exchange; whatever goes wrong in its block is a ``ProviderError``.

    Raises ``MissingExtra`` where the SDK is not installed.
    """
    try:
        import runwayml
    except ImportError as error:
        raise MissingExtra(
            f"{tool} needs the package runwayml.", next_step="pip install 'creative-studio[runway]'", tool=tool
        ) from error
    key, seconds = key_for(service, tool), exchange_seconds(service)
    # Address and key are always said: the SDK must not find others in the environment.
    client = runwayml.AsyncRunwayML(
        api_key=key or _NO_KEY,
        base_url=service.settings.base_url,
        timeout=seconds,
        max_retries=0,
        # No redirects: what is asked for would follow them to another host.
        http_client=runwayml.DefaultAsyncHttpxClient(verify=trust(), follow_redirects=False),
    )
    try:
        async with client, asyncio.timeout(seconds):
            yield client
    except ProviderError:
        raise
    # TypeError, AttributeError: the SDK takes whatever came for what it expected.
    except (runwayml.RunwayMLError, ValueError, TypeError, AttributeError, TimeoutError) as error:
        raise in_words(error, runwayml, _reason, service, tool, seconds) from None


def _reason(error: Any) -> tuple[str, type[ProviderError] | None]:
    said = error.body.get("error") if isinstance(error.body, dict) else None
    said = said if isinstance(said, str) else ""
    # An account without credits is a bad request there.
    return said, QuotaExhausted if error.status_code == 400 and "enough credits" in said else None
