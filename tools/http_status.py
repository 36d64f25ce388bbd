"""Which of our errors an HTTP status stands for, whichever SDK reported it."""

from __future__ import annotations

from studio.errors import (
    BadRequest,
    NotAuthorised,
    ProviderError,
    QuotaExhausted,
    RateLimited,
    ServerFailed,
    TimedOut,
)

_KINDS: dict[int, type[ProviderError]] = {
    401: NotAuthorised,
    402: QuotaExhausted,
    403: NotAuthorised,
    408: TimedOut,
    409: RateLimited,
    429: RateLimited,
}


def error_of(status: int) -> type[ProviderError]:
    """The kind of error of a ``status`` of 400 or more."""
    return _KINDS.get(status, ServerFailed if status >= 500 else BadRequest)
