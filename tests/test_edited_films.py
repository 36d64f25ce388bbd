"""Edits of a film: what they change is made again, and every other part stays as it is."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from films import BRIEF, WISHES, made, studio_in

from studio import FilmResult, Redraw, SetLine, SetScene
from studio.errors import ServerFailed
from studio.production.document import PERSON, Production
from studio.production.vocabulary import TimeOfDay, Weather
from studio.testing import BandedPictures
from studio.tools.image import ImageProduct, ImageRequest
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
        assert second.scenes[1].lines[0].author == PERSON
        # Only the film is judged anew.
        assert next(whims.calls) - calls <= 2 + 1
        assert second.production.film != first.production.film


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


@dataclass
class Flaky:
    """Quick pictures, once it works."""

    works: bool = False
    name: str = "testing:flaky"
    version: str = "1"
    capability: Capability = Capability.IMAGE

    async def __call__(self, request: ImageRequest, bench: Workbench) -> ImageProduct:
        if not self.works:
            raise ServerFailed("The server is down.", tool=self.name, retryable=False)
        return await BandedPictures()(request, bench)


def test_what_was_degraded_is_said_as_long_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "studio.toml").write_text('[fallback]\nimage = ["offline:storybook"]\n')
    flaky, notice = Flaky(), "offline:storybook stood in for testing:flaky: The server is down."
    with studio_in(tmp_path, image=flaky) as studio:
        first = studio.create(BRIEF, **WISHES)
        assert first.degraded == (notice,)
        flaky.works = True
        # What stands is not made again, and what is said of it stands too.
        assert studio.resume(first.project).degraded == (notice,)
        half = studio.edit(first.project, SetScene(scene=1, weather=Weather.SNOW, time_of_day=TimeOfDay.NIGHT))
        assert half.degraded == (notice,)
        whole = studio.edit(first.project, SetScene(scene=2, weather=Weather.SNOW, time_of_day=TimeOfDay.NIGHT))
        assert whole.degraded == ()


def test_shots_planned_anew_are_new_and_leave_nothing_of_the_old(workspace_copy: Path, film: FilmResult) -> None:
    scene = film.scenes[0].id
    seen = {shot.id for shot in film.production.shots[scene]}
    with studio_in(workspace_copy) as studio:
        for weather in (Weather.SNOW, Weather.FOG):
            edited = studio.edit(film.project, SetScene(scene=1, weather=weather)).production
            new = {shot.id for shot in edited.shots[scene]}
            assert not new & seen
            seen |= new
    there = {shot.id for shots in edited.shots.values() for shot in shots} | {"title", "end"}
    assert edited.pictures.keys() == edited.segments.keys() == there
    gone = seen - there
    assert not [part for part in (*edited.slices, *edited.transitions) if part.rpartition("/")[2] in gone]
    critiques = [(one.subject, one.round) for one in edited.critiques]
    assert len(set(critiques)) == len(critiques)
    assert not {subject for subject, _ in critiques} & gone


def test_a_picture_that_is_painted_again_has_its_own_critiques_alone(workspace_copy: Path, film: FilmResult) -> None:
    shot = film.production.shots[film.scenes[0].id][0].id
    with studio_in(workspace_copy) as studio:
        again = studio.edit(film.project, Redraw(scene=1, shot=1)).production
    assert again.pictures[shot] != film.production.pictures[shot]
    assert [one.critique for one in again.critiques if one.subject == shot] == [
        candidate.critique for candidate in again.pictures[shot].candidates
    ]
