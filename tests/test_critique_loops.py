"""The loops of critique: what fails is made again, within bounds, and the best is kept."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from films import BRIEF, WISHES, film_bytes, made, studio_in
from productions import scene_of
from stages import Stage

from studio import FilmResult
from studio.graph import pictures, screenplay
from studio.production.canonical import derive_seed
from studio.production.document import Production
from studio.production.made import Picture
from studio.production.screenplay import ScreenplayDraft
from studio.production.slices import picture_slice
from studio.production.tasks import ReviseScreenplay, WriteScreenplay
from studio.production.vocabulary import Framing, Mood, Setting, Style, TimeOfDay, Weather
from studio.storage.history import History
from studio.testing import BandedPictures, ScriptedLanguage
from studio.tools.image import ImageProduct, ImageRequest, Staging
from studio.tools.offline.rules.rules import Rules
from studio.tools.tool import Capability, Workbench

pytestmark = pytest.mark.usefixtures("small_films")


@dataclass(frozen=True)
class Twins:
    """The same picture for every request with one of ``seeds``, and one of its own for every other."""

    seeds: frozenset[int]
    name: str = "testing:twins"
    version: str = "1"
    capability: Capability = Capability.IMAGE

    async def __call__(self, request: ImageRequest, bench: Workbench) -> ImageProduct:
        if request.seed in self.seeds:
            staging = Staging(
                setting=Setting.COAST,
                time_of_day=TimeOfDay.DAY,
                weather=Weather.CLEAR,
                framing=Framing.WIDE,
                style=Style.INK,
            )
            request = ImageRequest(prompt="", staging=staging, width=request.width, height=request.height, seed=0)
        return await BandedPictures()(request, bench)


def _twins(production: Production, attempts: Sequence[int]) -> Twins:
    """Pictures of the film's shots that are all alike in those attempts."""
    return Twins(
        frozenset(
            derive_seed(picture_slice(production, one, shot).seed, "image", str(candidate), str(attempt))
            for one in production.scenes
            for shot in production.shots[one.id]
            for candidate in range(pictures.ATTEMPTS)
            for attempt in attempts
        )
    )


def _attempts(film: FilmResult) -> dict[str, int]:
    return {shot.id: shot.attempt for shots in film.production.shots.values() for shot in shots}


def test_pictures_that_look_alike_are_painted_again_once(tmp_path: Path, film: FilmResult) -> None:
    production = film.production
    first, *others = [shot.id for one in production.scenes for shot in production.shots[one.id]]
    with studio_in(tmp_path, image=_twins(production, [0])) as studio:
        repaired = studio.create(BRIEF, **WISHES)
        attempts = _attempts(repaired)
        assert attempts == {first: 0, **dict.fromkeys(others, 1)}
        shown = {repaired.production.pictures[shot_id].picture.hash for shot_id in attempts}
        assert len(shown) == len(attempts)
        assert sorted(one.round for one in repaired.critiques if one.subject == "film") == [0, 1]
        # What was repaired is what the project stands at: a further run finds nothing to do.
        before = made(studio, repaired.project)
        again = studio.resume(repaired.project)
        assert made(studio, repaired.project) == before
        assert again.production == repaired.production
        assert again.production.pictures == repaired.production.pictures
    assert film_bytes(again) == film_bytes(repaired)


class Killed(BaseException):
    """The process ends."""


def _killed_at(commit: int) -> Callable[..., str]:
    """``History.commit`` of a process that ends where it would write that version."""
    committed = itertools.count()
    write = History.commit

    def commit_or_die(self: History, *what: Any, **more: Any) -> str:
        if next(committed) == commit:
            raise Killed
        return write(self, *what, **more)

    return commit_or_die


def test_a_repairing_film_that_is_killed_at_any_version_is_the_same_film(
    tmp_path: Path, film: FilmResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Alike in the second attempt as well: there is no third, however often the run goes on.
    with studio_in(tmp_path, image=_twins(film.production, [0, 1])) as studio:
        whole = studio.create(BRIEF, **WISHES)
        assert sorted(_attempts(whole).values()) == [0] + [1] * (len(_attempts(whole)) - 1)
        history = studio.workspace.history
        reasons = [one.reason for one in history.versions(history.project(whole.project))]
        assert sum("painted again" in reason for reason in reasons) == 1
        for number in range(len(reasons)):
            project = studio.begin(BRIEF, **WISHES).name
            with monkeypatch.context() as patch:
                patch.setattr(History, "commit", _killed_at(number))
                with pytest.raises(Killed):
                    studio.resume(project)
            again = studio.resume(project)
            assert again.production == whole.production, number
            assert film_bytes(again) == film_bytes(whole)


def _picture(folder: Path, image: Any, production: Production) -> tuple[Picture, list[float]]:
    stage = Stage(folder, image=image)
    shown = production.scenes[0]
    needs = picture_slice(production, shown, production.shots[shown.id][0])
    picture, critiques = asyncio.run(pictures.paint(stage.context, needs, subject="shot-1", scene=shown.id))
    stage.record.write()
    stored = stage.workspace.ledger.critiques(stage.project_id)
    assert [row.overall for row in stored] == [critique.critique.overall for critique in critiques]
    return picture, [critique.critique.overall for critique in critiques]


@dataclass(frozen=True)
class Dark:
    """Pictures without light, at least ``until`` a critic asked for clearer ones."""

    until: float
    name: str = "testing:dark"
    version: str = "1"
    capability: Capability = Capability.IMAGE

    async def __call__(self, request: ImageRequest, bench: Workbench) -> ImageProduct:
        if request.legibility >= self.until:
            return await BandedPictures()(request, bench)
        import cv2
        import numpy as np

        shade = np.full((request.height, request.width, 3), round(4 + 4 * request.legibility), np.uint8)
        return ImageProduct(picture=bench.add(cv2.imencode(".png", shade)[1].tobytes(), "image/png"))


def test_a_picture_that_fails_is_painted_again_until_it_passes(tmp_path: Path, film: FilmResult) -> None:
    picture, scores = _picture(tmp_path, Dark(until=0.5), film.production)
    assert len(scores) == 2
    assert scores[0] < 0.7 <= scores[1]
    assert picture.chosen == 1
    exposure = [candidate.critique.score("exposure") for candidate in picture.candidates]
    assert exposure[0] < exposure[1]


def test_the_loop_is_bounded_and_keeps_the_best(tmp_path: Path, film: FilmResult) -> None:
    picture, scores = _picture(tmp_path, Dark(until=9), film.production)
    assert len(scores) == pictures.ATTEMPTS
    assert max(scores) < 0.7
    assert scores[picture.chosen] == max(scores)


def test_a_picture_that_passes_is_painted_once(tmp_path: Path, film: FilmResult) -> None:
    _, scores = _picture(tmp_path, BandedPictures(), film.production)
    assert len(scores) == 1
    assert scores[0] >= 0.7


WORDS = "A lighthouse keeper looked at the storm."


def test_a_screenplay_that_repeats_itself_is_revised_and_the_better_one_kept(tmp_path: Path) -> None:
    first, second = scene_of(WORDS, mood=Mood.TENSE), scene_of(WORDS, setting=Setting.SEA, mood=Mood.CALM)
    poor = ScreenplayDraft(title="Again and again", scenes=(first, second))
    with ScriptedLanguage({WriteScreenplay: [poor]}, otherwise=Rules()) as language:
        stage = Stage(tmp_path, language=language)
        written = asyncio.run(screenplay.write_screenplay(stage.context, stage.production))
    judged = [critique.critique for critique in written.critiques if critique.subject == "screenplay"]
    assert 2 <= len(judged) <= screenplay.ROUNDS + 1
    assert judged[0].overall < 0.7 <= judged[-1].overall
    assert judged[0].score("variety") < judged[-1].score("variety")
    said = [line.text for _, line in written.lines()]
    assert len(set(said)) == len(said)
    stage.record.write()
    rows = stage.workspace.ledger.critiques(stage.project_id)
    assert [row.round for row in rows] == list(range(len(judged)))


def test_a_revision_that_is_worse_is_not_taken(tmp_path: Path) -> None:
    told = scene_of("The sea.", mood=Mood.TENSE), scene_of("It rained.", setting=Setting.SEA, mood=Mood.CALM)
    fair = ScreenplayDraft(title="Fair", scenes=told)
    worse = ScreenplayDraft(title="Worse", scenes=(scene_of("Yes."), scene_of("Yes.")))
    answers: dict[Any, Any] = {WriteScreenplay: [fair], ReviseScreenplay: [worse] * screenplay.ROUNDS}
    with ScriptedLanguage(answers, otherwise=Rules()) as language:
        stage = Stage(tmp_path, language=language)
        written = asyncio.run(screenplay.write_screenplay(stage.context, stage.production))
    scores = [critique.critique.overall for critique in written.critiques]
    assert len(scores) == screenplay.ROUNDS + 1
    assert 0.7 > scores[0] > max(scores[1:])
    assert written.title == "Fair"
    assert [line.text for _, line in written.lines()] == [line.text for one in fair.scenes for line in one.lines]
