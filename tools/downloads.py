"""Files that a service made and says where to fetch.

The address is data from elsewhere: only http and https, nothing inside of this machine or its network but the service's
own host, so many bytes and no more. A key goes to the service's own address alone. Knows nothing of any service.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from studio.errors import MalformedProduct, ServerFailed
from studio.tools.connections import NEVER, trust
from studio.tools.providers import Service
from studio.tools.service_errors import no_answer, of_status, retry_after, timed_out, unreachable

if TYPE_CHECKING:
    import httpx2

MOST_BYTES = 1 << 30
_REDIRECTS = 5
_UNNAMED = ("application/octet-stream", "binary/octet-stream", "application/binary")
_EXPIRED = (401, 403)
"""What a signed address answers once it is not valid any more: another look at the job may give a new one."""
_GONE = (404, 410)


async def downloaded(
    url: str, to: Path, kind: str, service: Service, tool: str, most: int = MOST_BYTES, key: str | None = None
) -> Path:
    """Fetch ``url``, a file of the ``kind`` "video" or "image", into the file ``to``; returns ``to``.

    ``key`` goes along to ``url`` itself, which is the service's own then.

    Raises ``MalformedProduct`` for an address that is not fetched, a file that is gone or has more than ``most`` bytes,
    and ``ProviderError``: ``ServerFailed`` where the address has expired, so that whoever asks again gets another one.
    """
    import httpx2

    try:
        async with (
            asyncio.timeout(service.settings.timeout),
            httpx2.AsyncClient(timeout=service.settings.timeout, verify=trust(), follow_redirects=False) as client,
        ):
            for _ in range(_REDIRECTS + 1):
                await _allow(url, service, tool)
                headers = {"authorization": f"Bearer {key}"} if key else {}
                async with client.stream("GET", url, headers=headers) as response:
                    if response.next_request is not None:
                        url, key = str(response.next_request.url), None
                        continue
                    _allow_peer(response, url, service, tool)
                    await _kept(response, to, kind, service, tool, most, keyed=bool(headers))
                    return to
            raise no_answer(service, tool, "too many redirects")
    except (httpx2.TimeoutException, TimeoutError) as error:
        if isinstance(error, httpx2.ConnectTimeout):
            raise unreachable(service, tool, never=False) from None
        raise timed_out(service, tool) from None
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        if type(error).__name__ in NEVER:
            raise ServerFailed(
                f"Where {service.name} keeps what it made cannot be reached.", tool=tool, provider=service.name
            ) from None
        raise unreachable(service, tool, never=False) from None


async def _kept(
    response: httpx2.Response, to: Path, kind: str, service: Service, tool: str, most: int, *, keyed: bool
) -> None:
    status = response.status_code
    if status in _GONE:
        raise MalformedProduct(f"What {tool} made is gone.", tool=tool, status=status, retryable=True)
    if status in _EXPIRED and not keyed:
        raise ServerFailed(
            f"The address of what {tool} made is not valid any more (status {status}).",
            tool=tool,
            provider=service.name,
            status=status,
            retry_after=retry_after(response.headers),
        )
    if status >= 400:
        error = of_status(service, tool, status, "the file cannot be fetched", response.headers)
        # It was made, and has its price.
        error.unpaid = False
        raise error
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not media_type.startswith(f"{kind}/") and media_type not in _UNNAMED:
        raise no_answer(service, tool, media_type or "a file of no type")
    written = 0
    with to.open("wb") as file:
        async for chunk in response.aiter_bytes():
            written += len(chunk)
            if written > most:
                raise MalformedProduct(f"{tool} made a file of more than {most >> 20} MB.", tool=tool)
            file.write(chunk)


async def _allow(url: str, service: Service, tool: str) -> None:
    """Raise ``MalformedProduct`` for an address that a service has no business to send anybody to."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
        raise _forbidden(service, tool)
    if _is_own(host, service):
        return
    if _is_number(host) or _proxy_for(parts.scheme, host):
        # Behind a proxy, who resolves a name is elsewhere, and so is whatever it leads to.
        addresses = [host]
    else:
        try:
            found = await asyncio.get_running_loop().getaddrinfo(
                host, parts.port or (443 if parts.scheme == "https" else 80), type=socket.SOCK_STREAM
            )
        except OSError:
            raise ServerFailed(
                f"Where {service.name} keeps what it made cannot be found.", tool=tool, provider=service.name
            ) from None
        addresses = [str(one[4][0]) for one in found]
    if host == "localhost" or not all(map(_is_public, addresses)):
        raise _forbidden(service, tool)


def _allow_peer(response: httpx2.Response, url: str, service: Service, tool: str) -> None:
    """The same of where the connection really went: a name may lead elsewhere the second time."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if _is_own(host, service) or _proxy_for(parts.scheme, host):
        return
    stream = response.extensions.get("network_stream")
    told: Callable[[str], Any] = getattr(stream, "get_extra_info", lambda _: None)
    peer = told("server_addr")
    if peer is None or not _is_public(str(peer[0])):
        raise _forbidden(service, tool)


def _is_own(host: str, service: Service) -> bool:
    return host == urlsplit(service.settings.base_url).hostname


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _is_public(address: str) -> bool:
    """Whether anybody may be sent there; a name that is no number passes."""
    if not _is_number(address):
        return True
    number = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(number, "ipv4_mapped", None)
    return (mapped or number).is_global and not number.is_multicast


def _proxy_for(scheme: str, host: str) -> bool:
    proxies = getproxies()
    return bool(proxies.get(scheme) or proxies.get("all")) and not proxy_bypass(host)


def _forbidden(service: Service, tool: str) -> MalformedProduct:
    return MalformedProduct(
        f"{service.name} sends {tool} to an address that is not fetched.",
        next_step="Only public addresses and the host of base_url are.",
        tool=tool,
    )
