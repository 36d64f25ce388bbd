"""Small, quick films for tests. As a program it makes one, or resumes it, in a process that may be killed."""

from __future__ import annotations

import sqlite3
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio import Event, FilmResult, Studio
from studio.producer.events import RequestAnswered
from studio.production import rendition
from studio.production.vocabulary import Quality
from studio.storage.tables import UsageRow, saved_id
from studio.storage.workspace import is_workspace
from studio.testing import BandedPictures
from studio.tools.tool import Capability, Workbench

SMALL = {Quality.DRAFT: 256, Quality.STANDARD: 384, Quality.FINAL: 512}
"""Longer sides in pixels: the same work on fewer of them."""
BRIEF = "A lighthouse keeper befriends a storm"
WISHES: dict[str, Any] = {"quality": "draft", "length": 9, "scenes": 2}


def studio_in(folder: Path, **tools: Any) -> Studio:
    """A studio over ``folder`` with quick pictures."""
    return Studio(folder, **{"image": BandedPictures(), **tools})


def uses(studio: Studio, project: str) -> list[UsageRow]:
    """Every use of a tool by a project, in order."""
    workspace = studio.workspace
    return workspace.ledger.usage(saved_id(workspace.history.project(project)))


def made(studio: Studio, project: str) -> Counter[str]:
    """How many products each tool really made for a project."""
    return Counter(use.tool for use in uses(studio, project) if use.outcome == "made")


def film_bytes(film: FilmResult) -> bytes:
    """The film as it is published."""
    return film.path.read_bytes()


def forget(folder: Path, capability: str) -> None:
    """Take the products of one capability out of a closed workspace's store, so that they have to be made again."""
    with closing(sqlite3.connect(folder / "studio.db")) as connection, connection:
        connection.execute("DELETE FROM product WHERE capability = ?", (capability,))


@dataclass(frozen=True)
class Standing:
    """Another tool's stand-in: its name and version, so that it answers the same requests, and ``answer`` instead."""

    inner: Any
    answer: Callable[[Any, Workbench], Awaitable[Any]]

    @property
    def name(self) -> str:
        return str(self.inner.name)

    @property
    def version(self) -> str:
        return str(self.inner.version)

    @property
    def capability(self) -> Capability:
        return Capability(self.inner.capability)

    async def __call__(self, request: Any, bench: Workbench) -> Any:
        return await self.answer(request, bench)


def main(folder: str) -> None:
    """Make the film in ``folder``, or go on with it where it is there already; every product made is a line."""
    rendition._LONG_SIDE = SMALL

    def tell(event: Event) -> None:
        if isinstance(event, RequestAnswered) and not event.stored:
            sys.stdout.write(f"made {event.tool}\n")
            sys.stdout.flush()

    with studio_in(Path(folder)) as studio:
        rows = studio.workspace.history.projects() if is_workspace(studio.folder) else []
        project = rows[0].name if rows else studio.begin(BRIEF, **WISHES).name
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        sys.stdout.write(f"{studio.resume(project, on_event=tell).path}\n")


if __name__ == "__main__":
    main(sys.argv[1])
