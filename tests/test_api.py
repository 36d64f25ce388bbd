"""The Python API: sync and async, in scripts and in other people's event loops."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, aclosing
from pathlib import Path
from typing import Any

import pytest
from films import BRIEF, WISHES, Standing, film_bytes, forget, made, studio_in

from studio import Brief, Event, Reference, SetLine, Studio
from studio.errors import (
    BadInput,
    BriefError,
    LengthTooShort,
    ProjectBusy,
    ProjectNotFound,
    RunFailed,
    ToolError,
    ToolNotFound,
    UnknownOption,
)
from studio.export import export_project
from studio.production.vocabulary import Format, Quality, ReferenceUse, TextForm
from studio.storage.tables import ProjectRow
from studio.storage.workspace import Workspace
from studio.testing import BandedPictures
from studio.tools.image import ImageProduct, ImageRequest
from studio.tools.offline.speech.espeak import Espeak
from studio.tools.tool import Workbench
from studio.tools.voice import VoiceProduct, VoiceRequest

pytestmark = pytest.mark.usefixtures("small_films")

PROJECT = "a-lighthouse-keeper-befriends-a-storm"


def test_a_film_says_what_it_is(finished: Path) -> None:
    with studio_in(finished) as studio:
        film = studio.film(PROJECT)
    assert (film.project, film.cost) == (PROJECT, 0.0)
    assert film.path == finished / "films" / f"{PROJECT}.mp4"
    assert film.poster == film.path.with_suffix(".png")
    assert film.captions == (film.path.with_suffix(".srt"), film.path.with_suffix(".vtt"))
    assert all(path.is_file() for path in (film.path, film.poster, *film.captions))
    assert film.title == film.production.title
    assert film.scenes[1].lines[0] in film.lines
    assert film.degraded == ()


def test_a_film_opens_as_a_clip(finished: Path) -> None:
    with studio_in(finished) as studio:
        film = studio.film(PROJECT)
    clip = film.clip()
    try:
        assert clip.duration == pytest.approx(film.seconds, abs=0.05)
        assert tuple(clip.size) == film.production.rendition.size
    finally:
        clip.close()


def test_sync_calls_work_inside_a_running_loop(workspace_copy: Path) -> None:
    async def notebook() -> bytes:
        with studio_in(workspace_copy) as studio:
            return film_bytes(studio.create(BRIEF, **WISHES))

    assert asyncio.run(notebook()) == (workspace_copy / "films" / f"{PROJECT}.mp4").read_bytes()


def test_async_calls_work_in_any_loop(workspace_copy: Path) -> None:
    studio = studio_in(workspace_copy)
    brief = Brief(text=BRIEF, **{**WISHES, "quality": Quality.DRAFT})
    first = asyncio.run(studio.acreate(brief))
    second = asyncio.run(studio.aresume(first.project))
    assert first.project == f"{PROJECT}-2"
    assert film_bytes(second) == film_bytes(first)
    studio.close()


def test_a_stream_tells_everything_in_order(workspace_copy: Path) -> None:
    async def watch() -> list[Event]:
        with studio_in(workspace_copy) as studio:
            return [event async for event in studio.astream(BRIEF, **WISHES)]

    events = asyncio.run(watch())
    kinds = [event.event for event in events]
    assert (kinds[0], kinds[-1]) == ("run_started", "run_finished")
    assert kinds.count("scenes_planned") == 1
    begun = [(one.stage, one.scene) for one in events if one.event == "stage_started"]
    ended = [(one.stage, one.scene) for one in events if one.event == "stage_finished"]
    assert sorted(begun) == sorted(ended)
    scenes, stages = next((one.scenes, one.stages) for one in events if one.event == "scenes_planned")
    for scene, _ in scenes:
        own = [stage for stage, where in ended if where == scene]
        assert sorted(own) == ["music", "pictures", "segments", "shots", "voice"] == sorted(stages)
        assert own.index("shots") < own.index("voice") < own.index("music") < own.index("segments")


def test_closing_a_stream_stops_the_run(workspace_copy: Path) -> None:
    forget(workspace_copy, "voice")
    waiting = threading.Event()

    async def endless(request: VoiceRequest, bench: Workbench) -> VoiceProduct:
        waiting.set()
        await asyncio.sleep(3_600)
        raise AssertionError("nobody waits an hour")

    async def watch(studio: Studio) -> None:
        async with aclosing(studio.astream(BRIEF, **WISHES)) as events:
            async for _ in events:
                if waiting.is_set():
                    break
        # Nothing is left at work, and nobody holds the project.
        assert asyncio.all_tasks() == {asyncio.current_task()}
        with studio.workspace.hold_project(2, f"{PROJECT}-2"):
            pass

    with studio_in(workspace_copy, voice=Standing(Espeak(), endless)) as studio:
        asyncio.run(watch(studio))
        assert [run.outcome for run in studio.workspace.ledger.runs(2)] == ["cancelled"]
    with studio_in(workspace_copy) as studio:
        again = studio.resume(f"{PROJECT}-2")
        assert film_bytes(again) == film_bytes(studio.film(PROJECT))


def test_what_another_run_decided_until_a_project_is_held_counts(
    workspace_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = Workspace.hold_project

    def late(self: Workspace, project_id: int, name: str) -> AbstractContextManager[None]:
        monkeypatch.setattr(Workspace, "hold_project", usual)
        with studio_in(workspace_copy, budget=7, strict=True) as other:
            other.resume(name)
        return usual(self, project_id, name)

    monkeypatch.setattr(Workspace, "hold_project", late)
    with studio_in(workspace_copy, strict=False) as studio:
        studio.resume(PROJECT)
        choice = studio.choice(studio.workspace.history.project(PROJECT))
    assert (choice.budget, choice.strict) == (7, False)


def test_two_studios_work_side_by_side_in_one_process(workspace_copy: Path) -> None:
    def make(number: int) -> bytes:
        with studio_in(workspace_copy) as studio:
            return film_bytes(studio.create(BRIEF, **WISHES))

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(make, range(2))
    assert first == second
    with studio_in(workspace_copy) as studio:
        assert len(studio.workspace.history.projects()) == 3
        assert not made(studio, f"{PROJECT}-2") + made(studio, f"{PROJECT}-3")


def test_two_films_of_one_studio_share_its_workspace_and_what_a_provider_allows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "studio.toml").write_text("[providers.testing]\nconcurrency = 1\n", encoding="utf-8")
    opened: list[Path] = []
    usual = Workspace.__init__

    def slowly(self: Workspace, folder: Path) -> None:
        opened.append(folder)
        time.sleep(0.05)
        usual(self, folder)

    monkeypatch.setattr(Workspace, "__init__", slowly)
    running: list[str] = []
    at_once: list[int] = []

    async def paint(request: ImageRequest, bench: Workbench) -> ImageProduct:
        running.append(request.prompt)
        at_once.append(len(running))
        await asyncio.sleep(0.01)
        running.remove(request.prompt)
        return await BandedPictures()(request, bench)

    async def both(studio: Studio) -> None:
        films = ("A fox learns to paint", "An owl learns to dance")
        await asyncio.gather(*(studio.acreate(film, **WISHES) for film in films))

    with studio_in(tmp_path, image=Standing(BandedPictures(), paint)) as studio:
        asyncio.run(both(studio))
        assert len(studio.workspace.history.projects()) == 2
    assert opened == [tmp_path]
    assert set(at_once) == {1}


def test_one_thread_waits_on_a_studio_of_many(monkeypatch: pytest.MonkeyPatch, finished: Path) -> None:
    usual, made = asyncio.new_event_loop, []

    def slowly() -> asyncio.AbstractEventLoop:
        time.sleep(0.05)
        made.append(usual())
        return made[-1]

    def ask(studio: Studio) -> None:
        with pytest.raises(ProjectNotFound):
            studio.resume("nobody")

    monkeypatch.setattr("studio.loop.asyncio.new_event_loop", slowly)
    with studio_in(finished) as studio, ThreadPoolExecutor(2) as pool:
        list(pool.map(ask, [studio] * 2))
    assert len(made) == 1


def test_a_closed_studio_leaves_no_thread(finished: Path) -> None:
    before = threading.active_count()
    studio = studio_in(finished)
    with pytest.raises(ProjectNotFound):
        studio.resume("nobody")
    studio.close()
    studio.close()
    assert threading.active_count() == before


def test_a_project_is_renamed_with_its_files(workspace_copy: Path) -> None:
    with studio_in(workspace_copy) as studio:
        assert studio.rename(PROJECT, "storm") == "storm"
        assert {path.name for path in (workspace_copy / "films").iterdir()} == {
            "storm.mp4",
            "storm.png",
            "storm.srt",
            "storm.vtt",
        }
        assert studio.film("storm").path.is_file()
        with pytest.raises(BadInput):
            studio.rename("storm", "../storm")
        studio.delete("storm")
        assert list((workspace_copy / "films").iterdir()) == []
        with pytest.raises(ProjectNotFound):
            studio.film("storm")


def test_a_project_in_other_hands_is_left_alone(workspace_copy: Path) -> None:
    with studio_in(workspace_copy, budget=9, strict=True) as studio:
        row = studio.workspace.history.project(PROJECT)
        with Workspace(workspace_copy).hold_project(1, PROJECT):
            for act in (
                lambda: studio.resume(PROJECT),
                lambda: studio.edit(PROJECT, SetLine(scene=1, line=1, text="Yes.")),
                lambda: studio.rename(PROJECT, "storm"),
                lambda: studio.delete(PROJECT),
            ):
                with pytest.raises(ProjectBusy):
                    act()
        assert studio.workspace.history.project(PROJECT) == row
        assert studio.film(PROJECT).path.is_file()


def test_an_unfinished_project_has_no_film(workspace_copy: Path) -> None:
    async def refuse(request: VoiceRequest, bench: Workbench) -> VoiceProduct:
        raise ToolError("The voice has lost its voice.", tool="offline:espeak")

    with studio_in(workspace_copy, voice=Standing(Espeak(), refuse)) as studio:
        row = studio.begin(BRIEF, **WISHES)
        # An edit that could not be finished leaves no film that is true, either.
        with pytest.raises(RunFailed):
            studio.edit(PROJECT, SetLine(scene=1, line=1, text="Nobody ever said that."))
        for name in (row.name, PROJECT):
            message = f"^The project '{name}' has no film yet. Run: studio resume {name}$"
            with pytest.raises(BadInput, match=message):
                studio.film(name)
            with pytest.raises(BadInput, match=message):
                export_project(studio.workspace, studio.workspace.history.project(name), workspace_copy / "out")
        assert not (workspace_copy / "out").exists()


SCREENPLAY = """INT. LIGHTHOUSE - NIGHT

The lamp turns. Mara listens to the sea.

MARA
You again. Come in, then.

STORM
I only wanted to see the light.

EXT. COAST - DAY

The sea is calm.

MARA
Will you come back?
"""


def test_a_person_s_own_screenplay_is_kept_word_for_word(tmp_path: Path) -> None:
    wishes: dict[str, Any] = {"form": "screenplay", "quality": "draft", "music": False}
    with studio_in(tmp_path) as studio:
        with pytest.raises(LengthTooShort) as raised:
            studio.create(SCREENPLAY, from_file=True, length=6, **wishes)
        assert studio.workspace.history.projects() == []
        needed = raised.value.fields["needed"]
        assert f"--length {needed}" in str(raised.value)
        assert raised.value.exit_code == 2
        film = studio.create(SCREENPLAY, from_file=True, length=needed, **wishes)
    told = " ".join(line.text for line in film.lines)
    # Speakers' names and headings are not said; every other word is, in its order.
    assert told == (
        "The lamp turns. Mara listens to the sea. You again. Come in, then. I only wanted to see the light. "
        "The sea is calm. Will you come back?"
    )
    assert {line.author for line in film.lines} == {"person"}
    assert [scene.heading for scene in film.scenes] == ["INT. LIGHTHOUSE - NIGHT", "EXT. COAST - DAY"]
    names = {member.id: member.name for member in film.production.treatment.cast} if film.production.treatment else {}
    speakers = {line.text: names.get(line.speaker, "").casefold() for line in film.lines}
    assert speakers["I only wanted to see the light."] == "storm"
    assert speakers["Will you come back?"] == "mara"
    assert speakers["The sea is calm."] == ""
    assert abs(film.seconds - needed) <= needed * 0.1


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"length": 0}, "The length 0 cannot be made. Use 5 to 10800 seconds."),
        ({"length": -3}, "The length -3 cannot be made."),
        ({"length": 1_000_000}, "The length 1000000 cannot be made."),
        ({"length": float("nan")}, "The length nan cannot be made."),
        ({"scenes": 0}, "0 scenes cannot be made. Use 1 to 600."),
        ({"style": "oil"}, "style 'oil' is not known. Use one of: storybook, watercolor, paper, ink, neon."),
        ({"language": "../etc"}, "The language '../etc' is not a language tag."),
        ({"lenght": 40}, "The brief's lenght is not usable"),
        ({"seed": "soon"}, "The brief's seed is not usable"),
        ({"tone": "dry\x1b[2J"}, r"The tone holds the control character '\x1b'."),
        ({"audience": "\udcff"}, r"The audience holds the control character '\udcff'."),
        ({"length": 20, "form": "screenplay"}, "The text is a screenplay without words to tell"),
    ],
)
def test_a_wish_that_cannot_be_met_starts_nothing(tmp_path: Path, wishes: dict[str, Any], message: str) -> None:
    text = "INT. LIGHTHOUSE - NIGHT" if wishes.get("form") == "screenplay" else BRIEF
    with Studio(tmp_path) as studio, pytest.raises(BadInput) as raised:
        studio.create(text, **wishes)
    assert str(raised.value).startswith(message)
    assert "\n" not in str(raised.value)
    assert list(tmp_path.glob("films/*")) == []


@pytest.mark.parametrize(
    "look",
    [
        lambda studio: studio.film("x"),
        lambda studio: studio.resume("x"),
        lambda studio: studio.edit("x", SetLine(scene=1, line=1, text="x")),
        lambda studio: studio.give("x"),
        lambda studio: studio.fetch("x"),
        lambda studio: studio.rename("x", "y"),
        lambda studio: studio.delete("x"),
        lambda studio: studio.workspace.history.projects(),
        lambda studio: studio.estimate_of(ProjectRow(name="x", title="x", brief="x", settings="{}")),
    ],
)
def test_who_looks_in_the_wrong_folder_makes_no_workspace_there(tmp_path: Path, look: Callable[[Studio], Any]) -> None:
    with Studio(tmp_path / "typo") as studio:
        with pytest.raises(BadInput, match="There is no workspace in"):
            look(studio)
        assert not (tmp_path / "typo").exists()
        # Whoever begins a film there makes one.
        studio.begin(BRIEF)
        assert [row.name for row in studio.workspace.history.projects()] == [PROJECT]


@pytest.mark.parametrize("text", ["", " \n\t", "...", "\x00", "a\x07b", "x" * 20_001])
def test_a_text_that_is_no_brief_is_refused(tmp_path: Path, text: str) -> None:
    with Studio(tmp_path) as studio, pytest.raises(BriefError):
        studio.create(text)


def test_a_reference_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"\x89PNG but not really")
    for name, message in (("logo.png", "is not a picture that can be read"), ("gone.png", "cannot be read")):
        reference = Reference(use=ReferenceUse.LOGO, path=tmp_path / name)
        with Studio(tmp_path / "work") as studio:
            with pytest.raises(BadInput, match=message):
                studio.create(BRIEF, references=(reference,))
            assert studio.workspace.history.projects() == []


def test_a_tool_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    with (
        Studio(tmp_path, voice="acme:voice") as studio,
        pytest.raises(ToolNotFound, match=r"Use one of: offline:espeak"),
    ):
        studio.tools()
    with pytest.raises(UnknownOption, match="offline"):
        Studio(tmp_path, preset="acme")


def test_tools_of_one_s_own_are_used(tmp_path: Path) -> None:
    with Studio(tmp_path, image=BandedPictures()) as studio:
        assert studio.tools()["image"] == "testing:bands"


def test_the_workspace_comes_from_the_argument_then_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Studio().folder == tmp_path / "studio-work"
    monkeypatch.setenv("STUDIO_WORKSPACE", str(tmp_path / "elsewhere"))
    assert Studio().folder == tmp_path / "elsewhere"
    assert Studio(tmp_path / "here").folder == tmp_path / "here"
    assert list(tmp_path.iterdir()) == []


def test_a_brief_is_resolved_by_what_it_is(tmp_path: Path) -> None:
    with Studio(tmp_path) as studio:
        row = studio.begin(Brief(text=BRIEF, format=Format.TALL), length=20)
        production = studio.workspace.history.head(row)
        assert (production.brief.form, production.brief.language) == (TextForm.BRIEF, "en")
        assert (production.brief.seconds, production.brief.length_is_explicit) == (20, True)
        assert production.rendition.format is Format.TALL
        german = studio.begin("Ein Leuchtturmwärter freundet sich mit einem Sturm an")
        assert studio.workspace.history.head(german).brief.language == "de"


def test_an_edit_of_what_is_not_there_changes_nothing(workspace_copy: Path) -> None:
    with studio_in(workspace_copy) as studio:
        versions = studio.workspace.history.versions(studio.workspace.history.project(PROJECT))
        with pytest.raises(BadInput, match="There is no scene 9"):
            studio.edit(PROJECT, SetLine(scene=1, line=1, text="Yes."), SetLine(scene=9, line=1, text="No."))
        assert studio.workspace.history.versions(studio.workspace.history.project(PROJECT)) == versions
