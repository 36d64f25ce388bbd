"""Servers on this machine that are not running: a quick knock at their ports, and at nobody else's.

Only for who asks what there is: a film does not look first, its first call says it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

from studio.tools.offers import services
from studio.tools.providers import Configuration
from studio.tools.tool import Capability

_PATIENCE = 0.3
"""Seconds for all knocks together: on one machine a port answers at once, or nobody is there."""

_Door = tuple[str, int]


def not_running(configuration: Configuration) -> dict[tuple[str, Capability], str]:
    """The services that are to be on this machine and are not, and what to do, by their names and capabilities."""
    there = services(configuration)
    doors = {service.settings.base_url: _doors(service.settings.base_url) for _, service in there.values()}
    opened = asyncio.run(_answering(set().union(*doors.values())))
    found = {}
    for place, (offer, service) in there.items():
        address = service.settings.base_url
        if doors[address] and not opened.intersection(doors[address]):
            start = f"Start it: {offer.start}" if offer.start else "Start the server there."
            found[place] = f"not running at {address}. {start}"
    return found


def _doors(address: str) -> tuple[_Door, ...]:
    """Where to knock for a URL; nowhere where it is not on this machine."""
    parts = urlsplit(address)
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = parts.hostname or ""
        if host == "localhost":
            return ("127.0.0.1", port), ("::1", port)
        # A name would have to be looked up, and that asks others.
        return ((host, port),) if ip_address(host).is_loopback else ()
    except ValueError:
        return ()


async def _answering(doors: Iterable[_Door]) -> set[_Door]:
    found: set[_Door] = set()

    async def knock(door: _Door) -> None:
        with suppress(OSError):
            _, writer = await asyncio.open_connection(*door)
            found.add(door)
            writer.close()
            await writer.wait_closed()

    with suppress(TimeoutError):
        async with asyncio.timeout(_PATIENCE):
            await asyncio.gather(*map(knock, doors))
    return found
