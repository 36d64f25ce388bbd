"""What an official SDK raises, as our errors: those of OpenAI and Runway come from one generator, and fail alike.

Knows nothing of what was asked.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from studio.errors import ProviderError
from studio.tools.connections import NEVER
from studio.tools.providers import Service
from studio.tools.service_errors import no_answer, of_status, timed_out, unreachable

Reason = Callable[[Any], tuple[str, type[ProviderError] | None]]
"""From the SDK's error of a status to what the service said, and its kind where that tells it better."""


def in_words(
    error: Exception, sdk: ModuleType, reason: Reason, service: Service, tool: str, seconds: float | None = None
) -> ProviderError:
    """``error``, raised by ``sdk`` or while its answer was read, by its cause; ``seconds`` is how long it was given."""
    if isinstance(error, (sdk.APITimeoutError, TimeoutError)):
        return timed_out(service, tool, seconds)
    if isinstance(error, sdk.APIStatusError) and error.status_code >= 400:
        said, kind = reason(error)
        # A page of HTML says nothing to anybody.
        said = said or f"no reason that can be read ({type(error).__name__})"
        return of_status(service, tool, error.status_code, said, error.response.headers, kind)
    # A redirect is followed nowhere.
    if isinstance(error, sdk.APIConnectionError) and not isinstance(error, sdk.APIStatusError):
        return unreachable(service, tool, never=type(error.__cause__).__name__ in NEVER)
    return no_answer(service, tool, type(error).__name__)
