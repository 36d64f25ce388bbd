"""For every test: no network, nothing of the machine's own settings, and small films where they are asked for."""

from __future__ import annotations

import os
import sys
from typing import Any

import pytest

pytest.register_assert_rewrite("studio.testing")

for _name in [name for name in os.environ if name.startswith(("LANGSMITH_", "LANGCHAIN_", "STUDIO_"))]:
    del os.environ[_name]

_LOOPBACK = ("127.", "::1", "localhost")
_REACHING_OUT = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.gethostbyname")


class NetworkOff(RuntimeError):
    """A test tried to reach another machine."""


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _REACHING_OUT:
        return
    target = arguments[0] if event.startswith("socket.get") else arguments[1]
    host = target[0] if isinstance(target, tuple) else target
    # A path or bytes is a Unix socket; no host at all is this machine.
    has_host = isinstance(target, tuple) or event.startswith("socket.get")
    if has_host and host and not str(host).startswith(_LOOPBACK):
        raise NetworkOff(f"{event} to {host!r}: tests do not use the network")


sys.addaudithook(_refuse_network)


@pytest.fixture
def small_films(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts of thumbnail size: the same work on fewer pixels."""
    from films import SMALL

    monkeypatch.setattr("studio.production.rendition._LONG_SIDE", SMALL)
