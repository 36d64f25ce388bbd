"""Small, quick films for tests. As a program it makes one, or resumes it, in a process that may be killed."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

from studio import FilmResult, Studio
from studio.production import rendition
from studio.production.vocabulary import Quality
from studio.storage.tables import UsageRow, saved_id
from studio.testing import BandedPictures

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


def main(folder: str) -> None:
    """Make the film in ``folder``, or go on with it where it is there already."""
    rendition._LONG_SIDE = SMALL
    with studio_in(Path(folder)) as studio:
        rows = studio.workspace.history.projects()
        project = rows[0].name if rows else studio.begin(BRIEF, **WISHES).name
        sys.stdout.write(f"{studio.resume(project).path}\n")


if __name__ == "__main__":
    main(sys.argv[1])
