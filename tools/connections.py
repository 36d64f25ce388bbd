"""What every connection to a service shares, whichever SDK makes it: whom it trusts, and how long it may take."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from studio.tools.providers import Service

if TYPE_CHECKING:
    import ssl

NEVER = ("ConnectError", "ConnectTimeout", "UnsupportedProtocol")
"""Errors of httpx and httpx2 after which nothing was asked."""
_EXCHANGE = 120.0


@cache
def trust() -> ssl.SSLContext:
    """The certificates to trust. Reading them takes longer than everything else that a client needs."""
    from httpx2 import create_ssl_context

    return create_ssl_context()


def exchange_seconds(service: Service) -> float:
    """How long one question about a job, or its submission, may take: the job itself has the service's whole time."""
    return min(_EXCHANGE, service.settings.timeout)
