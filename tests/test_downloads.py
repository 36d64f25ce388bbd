"""Files that services name: what is fetched, what is not, and how much of it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studio.errors import MalformedProduct, ServerFailed, StudioError, TimedOut
from studio.testing.wire import Received, Sent, WireServer
from studio.tools import downloads
from studio.tools.downloads import downloaded
from studio.tools.providers import ProviderSettings, Service

PICTURE = Sent(b"pixels", media_type="image/png")
PUBLIC = "93.184.215.14"


@pytest.fixture
def files() -> Iterator[WireServer]:
    with WireServer(lambda _: PICTURE) as running:
        yield running


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "getproxies", dict)


def fetch(url: str, folder: Path, base: str = "https://api.example.com", **more: Any) -> bytes:
    service = Service("acme", ProviderSettings(base_url=base, timeout=more.pop("timeout", 5)))
    return asyncio.run(downloaded(url, folder / "made", "image", service, "acme:painter", **more)).read_bytes()


def resolving(patch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Every name leads to ``addresses``."""

    async def found(_self: object, host: str, port: int, **_: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    patch.setattr(asyncio.BaseEventLoop, "getaddrinfo", found)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.com/made.png",
        "/etc/passwd",
        "made.png",
        "http://",
        "http://user:secret@example.com/made.png",
        "http://localhost:1/made.png",
        "http://127.0.0.1:1/made.png",
        "http://127.1/made.png",
        "http://10.0.0.7/made.png",
        "http://192.168.1.1/made.png",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/made.png",
        "http://[fe80::1]/made.png",
        "http://[::ffff:127.0.0.1]/made.png",
        "http://0.0.0.0/made.png",
    ],
)
def test_nothing_is_fetched_from_inside(tmp_path: Path, url: str) -> None:
    with pytest.raises(MalformedProduct, match="not fetched") as raised:
        fetch(url, tmp_path)
    assert not raised.value.retryable
    assert list(tmp_path.iterdir()) == []


def test_nor_by_a_name_that_leads_there(files: WireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = files.url.rpartition(":")[2]
    for addresses in (("127.0.0.1",), (PUBLIC, "127.0.0.1")):
        resolving(monkeypatch, *addresses)
        with pytest.raises(MalformedProduct, match="not fetched"):
            fetch(f"http://cdn.example.com:{port}/made.png", tmp_path)
    assert files.received == []


def test_nor_by_a_name_that_leads_there_the_second_time(
    files: WireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was looked up first was public, and the connection goes inside all the same."""
    port = files.url.rpartition(":")[2]
    resolve = asyncio.BaseEventLoop.getaddrinfo
    times: list[str] = []

    async def turning(self: Any, host: str, port: int, **more: Any) -> Any:
        times.append(host)
        if len(times) == 1:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (PUBLIC, port))]
        return await resolve(self, "127.0.0.1", port, **more)

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", turning)
    with pytest.raises(MalformedProduct, match="not fetched"):
        fetch(f"http://cdn.example.com:{port}/made.png", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_redirect_leads_nowhere_else_either(files: WireServer, tmp_path: Path) -> None:
    for place in ("http://10.0.0.7/made.png", "file:///etc/passwd"):
        files.script.append(Sent(b"", 302, headers={"location": place}))
        with pytest.raises(StudioError):
            fetch(f"{files.url}/made.png", tmp_path, base=files.url)
    assert list(tmp_path.iterdir()) == []


def test_the_service_s_own_host_is_fetched_from_with_redirects(files: WireServer, tmp_path: Path) -> None:
    files.script.append(Sent(b"", 302, headers={"location": "/elsewhere.png"}))
    assert fetch(f"{files.url}/made.png", tmp_path, base=f"{files.url}/v1", key="secret") == b"pixels"
    assert [one.path for one in files.received] == ["/made.png", "/elsewhere.png"]
    # The key is for the address that it was given for.
    assert [one.headers.get("authorization") for one in files.received] == ["Bearer secret", None]


def test_redirects_end(files: WireServer, tmp_path: Path) -> None:
    files.answer = lambda _: Sent(b"", 302, headers={"location": "/round.png"})
    with pytest.raises(ServerFailed, match="too many redirects"):
        fetch(f"{files.url}/round.png", tmp_path, base=files.url)
    assert len(files.received) == 6


def test_so_many_bytes_and_no_more(files: WireServer, tmp_path: Path) -> None:
    files.answer = lambda _: Sent(b"x" * 3_000_000, media_type="image/png")
    with pytest.raises(MalformedProduct, match="more than 1 MB"):
        fetch(f"{files.url}/made.png", tmp_path, base=files.url, most=1 << 20)
    assert fetch(f"{files.url}/made.png", tmp_path, base=files.url, most=3_000_000) == b"x" * 3_000_000


def test_who_sends_slowly_is_not_waited_for(files: WireServer, tmp_path: Path) -> None:
    files.answer = lambda _: Sent(hangs=True)
    with pytest.raises(TimedOut):
        fetch(f"{files.url}/made.png", tmp_path, base=files.url, timeout=0.3)


@pytest.mark.parametrize("media_type", ["text/html", "application/json", "video/mp4", ""])
def test_what_is_something_else_is_not_kept(files: WireServer, tmp_path: Path, media_type: str) -> None:
    files.answer = lambda _: Sent(b"?", media_type=media_type)
    with pytest.raises(ServerFailed, match="no answer"):
        fetch(f"{files.url}/made.png", tmp_path, base=files.url)


def test_behind_a_proxy_names_are_the_proxy_s_to_resolve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(received: Received) -> Sent:
        assert received.path == "http://cdn.example.com/made.png"
        return PICTURE

    with WireServer(answer) as proxy:
        monkeypatch.setattr(downloads, "getproxies", lambda: {"http": proxy.url})
        monkeypatch.setenv("http_proxy", proxy.url)
        assert fetch("http://cdn.example.com/made.png", tmp_path) == b"pixels"
        with pytest.raises(MalformedProduct, match="not fetched"):
            fetch("http://169.254.169.254/latest/", tmp_path)
