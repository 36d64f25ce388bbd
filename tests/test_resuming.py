"""Films that go on: what a second run makes again, and what a kill, a loss or a failure leaves standing."""

from __future__ import annotations

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
from pathlib import Path

import pytest
from films import BRIEF, WISHES, Standing, film_bytes, forget, made, studio_in, uses

from studio import Event, FilmResult, Reference
from studio.errors import BadInput, ReferenceMissing, RunFailed, ToolError
from studio.production.vocabulary import ReferenceUse
from studio.storage.tables import saved_id
from studio.tools.offline.speech.espeak import Espeak
from studio.tools.tool import Workbench
from studio.tools.voice import VoiceProduct, VoiceRequest

pytestmark = pytest.mark.usefixtures("small_films")


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


def test_a_lost_reference_is_asked_for_and_can_be_given_again(tmp_path: Path) -> None:
    from PIL import Image

    for name, colour in (("logo.png", "red"), ("other.png", "blue")):
        Image.new("RGB", (60, 60), colour).save(tmp_path / name)
    logo = Reference(use=ReferenceUse.LOGO, path=tmp_path / "logo.png")
    folder = tmp_path / "work"
    with studio_in(folder) as studio:
        whole = studio.create(BRIEF, **WISHES, references=(logo,))
        project, asset = whole.project, whole.production.brief.references[0].asset
        runs = len(studio.workspace.ledger.runs(1))
        studio.workspace.assets.path(asset).unlink()
        with pytest.raises(
            ReferenceMissing, match=rf"logo .*image/png.* studio resume {project} --reference logo=FILE"
        ):
            studio.resume(project)
        assert len(studio.workspace.ledger.runs(1)) == runs
        with pytest.raises(BadInput, match=r"no reference picture palette\. It has: logo\."):
            studio.give(project, Reference(use=ReferenceUse.PALETTE, path=logo.path))
        studio.give(project, logo)
        assert studio.resume(project).production == whole.production
        studio.workspace.assets.path(asset).unlink()
        studio.give(project, logo.model_copy(update={"path": tmp_path / "other.png"}))
        other = studio.resume(project).production
        assert other.brief.references[0].asset != asset
        before, after = whole.production.segments, other.segments
        assert {shot for shot in before if before[shot] != after[shot]} == {"title", "end"}
