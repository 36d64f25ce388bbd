"""For every test: no network, nothing of the machine's own settings, and small films where they are asked for."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from desks import Desk
    from video_wire import Maker

    from studio import FilmResult
    from studio.storage.workspace import Workspace
    from studio.testing.wire import WireServer

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
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A blank workspace."""
    from studio.storage.workspace import Workspace

    with Workspace(tmp_path / "work") as opened:
        yield opened


@pytest.fixture(scope="module")
def small_films() -> Iterator[None]:
    """Drafts of thumbnail size: the same work on fewer pixels."""
    from films import SMALL

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("studio.production.rendition._LONG_SIDE", SMALL)
        yield


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one small finished film. Only to be read, or copied."""
    from films import BRIEF, SMALL, WISHES, studio_in

    folder = tmp_path_factory.mktemp("finished") / "work"
    with pytest.MonkeyPatch.context() as patch, studio_in(folder) as studio:
        patch.setattr("studio.production.rendition._LONG_SIDE", SMALL)
        studio.create(BRIEF, **WISHES)
    return folder


@pytest.fixture
def workspace_copy(finished: Path, tmp_path: Path) -> Path:
    """A copy of the finished workspace, to be worked in."""
    return Path(shutil.copytree(finished, tmp_path / "work"))


@pytest.fixture
def film(finished: Path) -> FilmResult:
    """The finished film."""
    from films import studio_in

    with studio_in(finished) as studio:
        return studio.film(studio.workspace.history.projects()[0].name)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A producer over a workspace of its own."""
    from desks import Desk

    return Desk(tmp_path / "work")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[WireServer]:
    """A server in OpenAI's place; each test says what it answers."""
    from openai_wire import KEY, failed

    from studio.testing.wire import WireServer

    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with WireServer(lambda _: failed(500, message="The test did not say what to answer.")) as running:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{running.url}/v1")
        yield running


@pytest.fixture(params=["Runway", "Videos", "Fal"])
def service(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Maker]:
    """Each of the services that make clips, with a server in its place."""
    import video_wire

    one: Maker = getattr(video_wire, request.param)()
    with video_wire.served(one, monkeypatch):
        yield one
