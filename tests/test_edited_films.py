"""Edits of a film: what they change is made again, and every other part stays as it is."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from films import BRIEF, WISHES, film_bytes, made, studio_in

from studio import FilmResult, SetLine
from studio.production.document import Production
from studio.tools.language import LanguageProduct, LanguageRequest
from studio.tools.offline.rules.rules import Rules
from studio.tools.tool import Capability, Workbench

pytestmark = pytest.mark.usefixtures("small_films")


@dataclass
class Whims:
    """The rules, with another seed at every call: a language tool that never answers the same twice."""

    name: str = "testing:whims"
    version: str = "1"
    capability: Capability = Capability.LANGUAGE
    calls: itertools.count[int] = field(default_factory=itertools.count)

    async def __call__(self, request: LanguageRequest, bench: Workbench) -> LanguageProduct:
        return await Rules()(request.model_copy(update={"seed": request.seed + next(self.calls)}), bench)


def assets_by_part(production: Production) -> dict[str, str]:
    """The hash of every take, picture and segment."""
    found = {f"take/{key}": take.audio.hash for key, take in production.takes.items() if take.audio}
    found |= {f"picture/{key}": picture.picture.hash for key, picture in production.pictures.items()}
    found |= {f"segment/{key}": segment.video.hash for key, segment in production.segments.items()}
    return found


def test_one_line_edited_leaves_every_other_part_byte_identical(tmp_path: Path) -> None:
    whims = Whims()
    with studio_in(tmp_path, language=whims) as studio:
        first = studio.create(BRIEF, **{**WISHES, "music": False, "scenes": 2})
        calls = next(whims.calls)
        line = first.scenes[1].lines[0]
        words = line.text.rstrip(".") + ", and so it was."
        second = studio.edit(first.project, SetLine(scene=2, line=1, text=words))
        before, after = assets_by_part(first.production), assets_by_part(second.production)
        own = {f"take/{line.id}"} | {f"segment/{shot.id}" for shot in first.production.shots[first.scenes[1].id]}
        assert {part for part in before if before[part] != after[part]} <= own
        assert before[f"take/{line.id}"] != after[f"take/{line.id}"]
        assert before.keys() == after.keys()
        assert second.scenes[1].lines[0].text == words
        assert second.scenes[1].lines[0].edited == ("text",)
        # Only the film is judged anew.
        assert next(whims.calls) - calls <= 2 + 1
        assert film_bytes(second) != b""


def test_another_order_of_scenes_draws_and_speaks_nothing_again(workspace_copy: Path, film: FilmResult) -> None:
    with studio_in(workspace_copy) as studio:
        history = studio.workspace.history
        row = history.project(film.project)
        before = made(studio, film.project)
        turned = history.head(row).revised(scenes=tuple(reversed(film.scenes)))
        history.commit(row, turned, author="person", reason="The other way round.")
        again = studio.resume(film.project)
        new = made(studio, film.project) - before
    # The cards show the first and the last place; transitions have other neighbours; the film is another.
    assert not {"offline:espeak", "offline:soundscape"} & set(new)
    assert new["testing:bands"] <= 2
    first, second = assets_by_part(film.production), assets_by_part(again.production)
    assert {part for part in first if first[part] != second[part]} <= {
        f"{kind}/{card}" for kind in ("picture", "segment") for card in ("title", "end")
    }
