"""The state machine on small real films: what is made, what is made again, and what a failure leaves standing."""

from __future__ import annotations

import asyncio
import errno
import itertools
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from films import BRIEF, WISHES, Standing, film_bytes, forget, made, studio_in, uses
from productions import TREATMENT, scene_of

from studio import Event, FilmResult, SetLine, Studio
from studio.agents import default_team
from studio.errors import RunFailed, ToolError, UnsupportedLanguage
from studio.graph import pictures, screenplay, sound
from studio.graph.context import RunContext
from studio.graph.graph import compiled_film_graph
from studio.producer.producer import Producer
from studio.producer.record import RunRecord
from studio.production.canonical import derive_seed
from studio.production.document import Production, adopt_treatment
from studio.production.made import Picture
from studio.production.screenplay import ScreenplayDraft
from studio.production.slices import picture_slice
from studio.production.tasks import TASKS, ReviseScreenplay, WriteScreenplay
from studio.production.timeline import lay_out
from studio.production.vocabulary import Framing, Mood, Setting, Style, TimeOfDay, Weather
from studio.storage.tables import saved_id
from studio.testing import BandedPictures, FolderBench, ScriptedLanguage, ScriptedTool
from studio.tools.film.measure_film import MeasureFilmTool
from studio.tools.film.requests import FilmMeasureRequest
from studio.tools.film.text.srt_vtt import srt
from studio.tools.image import ImageProduct, ImageRequest, Staging
from studio.tools.language import LanguageProduct, LanguageRequest
from studio.tools.offline.rules.rules import Rules
from studio.tools.offline.speech.espeak import Espeak
from studio.tools.tool import Capability, Workbench
from studio.tools.voice import VoiceProduct, VoiceRequest

pytestmark = pytest.mark.usefixtures("small_films")


@pytest.fixture
def film(finished: Path) -> FilmResult:
    """The finished film."""
    with studio_in(finished) as studio:
        return studio.film(studio.workspace.history.projects()[0].name)


def test_a_brief_becomes_a_film(film: FilmResult) -> None:
    import av

    with av.open(str(film.path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (len(container.streams.video), len(container.streams.audio)) == (1, 1)
        assert (video.codec_context.name, video.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (video.codec_context.width, video.codec_context.height) == film.production.rendition.size
        assert video.average_rate == Fraction(24)
        assert (audio.codec_context.name, audio.codec_context.sample_rate, audio.codec_context.channels) == (
            "aac",
            48_000,
            2,
        )
        times = [frame.pts * frame.time_base for frame in container.decode(video)]
    assert times == [Fraction(number, 24) for number in range(len(times))]
    assert film.production.film is not None
    assert len(times) == film.production.film.frames == lay_out(film.production).frames
    assert abs(film.seconds - WISHES["length"]) <= WISHES["length"] * 0.1
    content = film_bytes(film)
    assert content.index(b"moov") < content.index(b"mdat")
    assert len(film.scenes) == WISHES["scenes"]
    assert film.poster.read_bytes().startswith(b"\x89PNG")
    assert {critique.subject for critique in film.critiques} >= {"screenplay", "film"}


def test_the_film_is_neither_black_nor_frozen_nor_silent_and_loud_enough(film: FilmResult, tmp_path: Path) -> None:
    bench = FolderBench(tmp_path)
    request = FilmMeasureRequest(film=bench.add(film_bytes(film), "video/mp4"))
    measured = asyncio.run(MeasureFilmTool()(request, bench))
    assert (measured.black, measured.frozen) == ((), ())
    assert measured.longest_silence < 1.0
    assert measured.loudness == pytest.approx(-16, abs=1)
    assert measured.true_peak is not None
    assert measured.true_peak <= -1.5
    assert measured.clipped == 0


def test_captions_are_shown_when_the_words_are_heard(film: FilmResult) -> None:
    production = film.production
    timeline = lay_out(production)
    shown = film.captions[0].read_text(encoding="utf-8").strip().split("\n\n")
    spans = [block.split("\n")[1].split(" --> ") for block in shown]
    words = " ".join(" ".join(block.split("\n")[2:]) for block in shown)
    assert words == " ".join(line.text for line in film.lines)
    for timed in timeline.scenes:
        for line in timed.lines:
            start = production.rendition.seconds(timed.start + line.start)
            end = start + production.takes[line.line].samples / 48_000
            own = [(_seconds(first), _seconds(last)) for first, last in spans if abs(_seconds(first) - start) < 0.002]
            assert len(own) == 1
            assert max(_seconds(last) for _, last in spans if _seconds(last) >= end) >= end
    assert srt([], Fraction(24)) == ""


def _seconds(stamp: str) -> float:
    hours, minutes, seconds = stamp.replace(",", ".").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def test_the_same_brief_again_runs_no_tool(workspace_copy: Path, film: FilmResult) -> None:
    with studio_in(workspace_copy) as studio:
        again = studio.create(BRIEF, **WISHES)
        assert again.project == f"{film.project}-2"
        assert made(studio, again.project) == Counter()
        assert all(use.outcome == "stored" for use in uses(studio, again.project))
    assert film_bytes(again) == film_bytes(film)
    assert again.production == film.production


def test_without_the_checkpoint_tables_a_resume_makes_the_same_film(workspace_copy: Path, film: FilmResult) -> None:
    with closing(sqlite3.connect(workspace_copy / "studio.db")) as connection, connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert {"checkpoints", "writes"} <= set(tables)
        connection.execute("DROP TABLE checkpoints")
        connection.execute("DROP TABLE writes")
    with studio_in(workspace_copy) as studio:
        before = made(studio, film.project)
        again = studio.resume(film.project)
        assert made(studio, film.project) == before
    assert film_bytes(again) == film_bytes(film)


def test_checkpoints_of_a_finished_run_are_gone(finished: Path) -> None:
    with closing(sqlite3.connect(finished / "studio.db")) as connection:
        assert connection.execute("SELECT count(*) FROM checkpoints").fetchone() == (0,)


def test_lost_files_are_made_again_and_nothing_else(workspace_copy: Path, film: FilmResult) -> None:
    production = film.production
    lost = [production.segments["title"].video, production.takes[film.lines[0].id].audio]
    with studio_in(workspace_copy) as studio:
        before = made(studio, film.project)
        film_asset = production.film.video if production.film else None
        for asset in [*lost, film_asset]:
            assert asset is not None
            studio.workspace.assets.path(asset).unlink()
        again = studio.resume(film.project)
        assert made(studio, film.project) - before == Counter(
            {"film:segment": 1, "offline:espeak": 1, "film:assemble": 1}
        )
    assert film_bytes(again) == film_bytes(film)


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_killed_at_three_moments_it_finishes_as_if_nothing_had_happened(tmp_path: Path, film: FilmResult) -> None:
    """In another workspace and in other processes, so this also shows that the bytes depend on neither."""
    folder = tmp_path / "work"
    command = [sys.executable, str(Path(__file__).with_name("films.py")), str(folder)]
    moments = random.Random(20).sample(range(1, 24), 3)
    for moment in moments:
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in itertools.islice(process.stdout, moment):
                pass
            process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    path = Path(done.stdout.splitlines()[-1])
    assert path.read_bytes() == film_bytes(film)
    with studio_in(folder) as studio:
        use = uses(studio, film.project)
        assert [run.outcome for run in studio.workspace.ledger.runs(1)] == ["interrupted"] * 3 + ["finished"]
    times = Counter(one.key for one in use if one.outcome == "made")
    assert set(times.values()) == {1}
    assert list((folder / "scratch").iterdir()) == []


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


def _breaking(text: str, error: Exception) -> Standing:
    async def answer(request: VoiceRequest, bench: Workbench) -> VoiceProduct:
        if request.text == text:
            raise error
        return await Espeak()(request, bench)

    return Standing(Espeak(), answer)


def test_a_scene_that_fails_keeps_its_siblings_work(workspace_copy: Path, film: FilmResult) -> None:
    forget(workspace_copy, "voice")
    broken = film.scenes[1]
    fault = ToolError("The voice has lost its voice.", tool="offline:espeak")
    with studio_in(workspace_copy, voice=_breaking(broken.lines[0].text, fault)) as studio:
        with pytest.raises(RunFailed) as raised:
            studio.create(BRIEF, **WISHES)
        project = raised.value.fields["project"]
        assert list(raised.value.fields["failures"]) == [broken.id]
        message = str(raised.value)
        assert message.startswith("Scene 2 could not be made: The voice has lost its voice.")
        assert "is kept" in message
        assert "\n" not in message
        row = studio.workspace.history.project(project)
        head = studio.workspace.history.head(row)
        assert list(head.takes) == [film.scenes[0].lines[0].id]
        assert set(head.pictures) == set(film.production.pictures)
        assert {shot.id for shot in head.shots[film.scenes[0].id]} <= set(head.segments)
        assert studio.workspace.ledger.runs(saved_id(row))[-1].outcome == "failed"
    with studio_in(workspace_copy) as studio:
        again = studio.resume(project)
        assert made(studio, project) == Counter({"offline:espeak": 2})
    assert film_bytes(again) == film_bytes(film)


def test_a_disk_that_fills_up_in_mid_run_loses_nothing(
    workspace_copy: Path, film: FilmResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget(workspace_copy, "voice")

    async def forgetful(request: VoiceRequest, bench: Workbench) -> VoiceProduct:
        product = await Espeak()(request, bench)
        # Other bytes, so that they have to be written.
        content = bench.path(product.audio).read_bytes()
        return product.model_copy(update={"audio": bench.add(content + b"\0\0", "audio/wav")})

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with studio_in(workspace_copy, voice=Standing(Espeak(), forgetful)) as studio:
        with pytest.raises(RunFailed, match=r"No space left .* resume") as raised:
            studio.create(BRIEF, **WISHES)
        monkeypatch.undo()
    with studio_in(workspace_copy) as studio:
        again = studio.resume(raised.value.fields["project"])
    assert again.production.title == film.production.title


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


def test_pictures_that_look_alike_are_painted_again_once(tmp_path: Path, film: FilmResult) -> None:
    production = film.production
    seeds = [
        derive_seed(picture_slice(production, one, shot).seed, "image", str(candidate), "0")
        for one in production.scenes
        for shot in production.shots[one.id]
        for candidate in range(pictures.ATTEMPTS)
    ]
    first, *others = [shot.id for one in production.scenes for shot in production.shots[one.id]]
    with studio_in(tmp_path, image=Twins(frozenset(seeds))) as studio:
        repaired = studio.create(BRIEF, **WISHES)
        attempts = {shot.id: shot.attempt for shots in repaired.production.shots.values() for shot in shots}
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


def test_a_run_that_breaks_is_not_left_running(workspace_copy: Path, film: FilmResult) -> None:
    def broken(event: Event) -> None:
        if event.event == "scenes_planned":
            raise ZeroDivisionError("a listener's own fault")

    with studio_in(workspace_copy) as studio:
        with pytest.raises(ZeroDivisionError):
            studio.resume(film.project, on_event=broken)
        runs = studio.workspace.ledger.runs(1)
        assert (runs[-1].outcome, runs[-1].error) == ("failed", "a listener's own fault")
        assert film_bytes(studio.resume(film.project)) == film_bytes(film)


# Stages by themselves


class Stage:
    """A run's context over a workspace, for stages that are called without the graph."""

    def __init__(self, folder: Path, **tools: Any) -> None:
        studio = studio_in(folder, **tools)
        row = studio.begin(BRIEF, **WISHES)
        self.workspace = studio.workspace
        self.project_id = saved_id(row)
        run = self.workspace.ledger.start_run(self.project_id)
        self.record = RunRecord(
            self.workspace.ledger, project_id=self.project_id, run_id=run, listen=lambda event: None
        )
        producer = Producer(self.workspace, studio.toolbox(), self.record)
        history = self.workspace.history
        self.context = RunContext(producer=producer, team=default_team(), project=row, history=history)
        self.production = adopt_treatment(history.head(row), TREATMENT, "Director")


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
    told = scene_of(WORDS, mood=Mood.TENSE), scene_of("The sea was loud.", setting=Setting.SEA, mood=Mood.TENSE)
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


def test_a_language_that_the_voice_cannot_read_is_shown_and_said(tmp_path: Path, film: FilmResult) -> None:
    lines = film.scenes[0].lines
    refusal = UnsupportedLanguage("testing:scripted does not read Klingon.")
    with ScriptedTool(Capability.VOICE, [refusal] * len(lines)) as voice:
        stage = Stage(tmp_path, voice=voice)
        blank = film.production.revised(takes={}, slices={})
        patch = asyncio.run(sound.speak(stage.context, blank, film.scenes[0]))
    assert [take.audio for take in patch.takes.values()] == [None] * len(lines)
    assert list(stage.context.producer.degraded) == ["No voice: testing:scripted does not read Klingon."]
    version = stage.context.commit(blank, author="Director", reason="r")
    assert stage.workspace.history.version(version).degraded == tuple(stage.context.producer.degraded)


def test_every_task_is_asked_in_a_film_of_a_brief(finished: Path) -> None:
    with studio_in(finished) as studio:
        asked = {message.task for message in studio.workspace.ledger.messages(1)}
    assert {task.name() for task in TASKS} - asked <= {"StageOwnText", "ReviseScreenplay"}


def test_everybody_judges_everybody_else_s_pitch(finished: Path) -> None:
    with studio_in(finished) as studio:
        messages = studio.workspace.ledger.messages(1)
    pitched = [message.agent for message in messages if message.task == "Pitch"]
    judged = [message.agent for message in messages if message.task == "JudgePitches"]
    assert len(set(pitched)) == 7
    assert sorted(pitched) == sorted(judged)


def test_the_graph_can_be_drawn() -> None:
    drawn = compiled_film_graph().get_graph()
    assert {"treatment", "screenplay", "scene", "card", "join", "assemble", "review"} <= set(drawn.nodes)


def test_a_studio_forgets_nothing_between_processes(finished: Path) -> None:
    with Studio(finished) as studio:
        assert [row.name for row in studio.workspace.history.projects()] == ["a-lighthouse-keeper-befriends-a-storm"]
