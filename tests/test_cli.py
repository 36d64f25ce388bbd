"""The command line: one clear line for every mistake, one path for every film."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from films import BRIEF
from rich.console import Console

from studio import Studio
from studio.cli import main
from studio.cli.plain import plain
from studio.cli.progress import Progress
from studio.producer.events import OutcomeUnknown, SceneFailed, ScenesPlanned, StageFinished
from studio.storage.workspace import Workspace
from studio.testing import BandedPictures
from studio.tools.offers import ToolOffer, offers
from studio.tools.tool import Capability

PROJECT = "a-lighthouse-keeper-befriends-a-storm"

RUN = """
import sys
sys.path.insert(0, sys.argv.pop(1))
import films
from studio.production import rendition
from studio.testing import BandedPictures
from studio.tools import offers

rendition._LONG_SIDE = films.SMALL
offered = offers.offers()["offline:storybook"]
offers.offers()["offline:storybook"] = offers.ToolOffer(offered.name, offered.capability, "", BandedPictures)
from studio import Studio
from studio.cli import main
from studio.cli.plain import plain
from studio.cli.progress import Progress
from studio.producer.events import SceneFailed, ScenesPlanned, StageFinished
main()
"""
"""The ``studio`` command with quick, small pictures."""
COMMAND = [sys.executable, "-c", RUN, str(Path(__file__).parent)]


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


Command = Callable[..., Done]


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], small_films: None) -> Command:
    """Runs ``studio`` as a process would, but in this one: starting Python anew takes longer than most commands."""
    for name in ("offline:storybook", BandedPictures().name):
        monkeypatch.setitem(offers(), name, ToolOffer(name, Capability.IMAGE, "quick pictures", BandedPictures))

    def run(*words: str, workspace: Path | None = None, stdin: bytes = b"") -> Done:
        where = ["--workspace", str(workspace)] if workspace else []
        monkeypatch.setattr(sys, "argv", ["studio", *words, *where])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        out, err = capfd.readouterr()
        assert isinstance(left.value.code, int)
        return Done(left.value.code, out, err)

    return run


MISTAKES: list[tuple[list[str], bytes, str]] = [
    (["create", ""], b"", "The brief is empty. Say in a few words what the film is about."),
    (["create", " \n "], b"", "The brief is empty."),
    (["create", "-"], b"", "The brief is empty."),
    (["create", "-"], b"\xff\xfe story", "Standard input is not valid UTF-8 (byte 0)."),
    (["create", "-"], b"a\x00story", "Standard input is binary: it holds NUL bytes."),
    (["create", "no-such-story.txt"], b"", "The file 'no-such-story.txt' does not exist."),
    (["create", "stories/keeper"], b"", "The file 'stories/keeper' does not exist."),
    (["create", "/no/such/place/story.md"], b"", "The file '/no/such/place/story.md' does not exist."),
    (["create", "binary.txt"], b"", "The file 'binary.txt' is binary: it holds NUL bytes."),
    (["create", "story.fdx"], b"", "The file 'story.fdx' does not exist."),
    (["create", "story.rtf"], b"", "The file 'story.rtf' is an RTF document. Save it as plain text in UTF-8"),
    (["create", "my story.docx"], b"", "The file 'my story.docx' is a ZIP archive, as documents of Word"),
    (["create", "saved.page"], b"", "The file 'saved.page' is a web page."),
    (["create", "-"], b"%PDF-1.7 story", "Standard input is a PDF document."),
    (["create", "-"], "\ufeffThe storm".encode("utf-16-le"), "Standard input is text in UTF-16."),
    (["create", "latin.txt"], b"", "The file 'latin.txt' is not valid UTF-8"),
    (["create", "empty.txt"], b"", "The brief is empty."),
    (["create", "folder.txt"], b"", "The file 'folder.txt' is a folder."),
    (["create", "x" * 20_001], b"", "The brief has 20,001 characters; 20,000 are the most."),
    (["create", BRIEF, "--length", "0"], b"", "The length 0.0 cannot be made. Use 5 to 10800 seconds."),
    (["create", BRIEF, "--length=-1"], b"", "The length -1.0 cannot be made."),
    (["create", BRIEF, "--length", "1000000"], b"", "The length 1000000.0 cannot be made."),
    (["create", BRIEF, "--length", "soon"], b"", "Invalid value for '--length'"),
    (["create", BRIEF, "--scenes", "0"], b"", "0 scenes cannot be made."),
    (["create", BRIEF, "--style", "oil"], b"", "style 'oil' is not known. Use one of: storybook, watercolor, paper,"),
    (["create", BRIEF, "--format", "4:3"], b"", "format '4:3' is not known. Use one of: 16:9, 9:16, 1:1, 4:5."),
    (["create", BRIEF, "--quality", "best"], b"", "quality 'best' is not known. Use one of: draft, standard, final."),
    (["create", BRIEF, "--kind", "poem"], b"", "kind 'poem' is not known. Use one of: story, ad."),
    (["create", BRIEF, "--as", "poem"], b"", "is not known. Use one of: brief, outline, story, screenplay."),
    (["create", BRIEF, "--captions", "maybe"], b"", "captions 'maybe' is not known. Use one of: burned, beside, none."),
    (["create", BRIEF, "--language", "klingon!"], b"", "The language 'klingon!' is not a language tag."),
    (
        ["create", BRIEF, "--voice", "acme:voice"],
        b"",
        "There is no voice tool 'acme:voice'. Use one of: offline:espeak",
    ),
    (["create", BRIEF, "--image", "none"], b"", "There is no image tool 'none'. Use one of: offline:storybook"),
    (["create", BRIEF, "--sound", "none"], b"", "There is no sound tool 'none'. Use one of: offline:soundscape"),
    (["estimate", BRIEF, "--sound", "none"], b"", "There is no sound tool 'none'. Use one of: offline:soundscape"),
    (["create", BRIEF, "--reference", "logo.png"], b"", "The reference 'logo.png' is not usable."),
    (["create", BRIEF, "--reference", "logo=gone.png"], b"", "The reference 'gone.png' cannot be read"),
    (["create", BRIEF, "--reference", "mascot=latin.txt"], b"", "reference 'mascot' is not known. Use one of:"),
    (["create", BRIEF, "--reference", "logo=latin.txt"], b"", "is not a picture that can be read."),
    (["create", BRIEF, "--colour", "red"], b"", "No such option: --colour. See: studio create --help"),
    (["create"], b"", "Missing argument 'brief'. See: studio create --help"),
    (["resume", "nobody"], b"", "There is no project 'nobody'. There are none yet."),
    (["show", "../../etc/passwd"], b"", "There is no project '../../etc/passwd'."),
    (["delete", "nobody", "--yes"], b"", "There is no project 'nobody'."),
    (["export", "nobody", "out"], b"", "There is no project 'nobody'."),
    (["rename", "nobody", "somebody"], b"", "There is no project 'nobody'."),
    (["create", "~nobody-of-that-name/story.txt"], b"", "The file '~nobody-of-that-name/story.txt' does not exist."),
    (["create", BRIEF, "--reference", "logo=~nobody-of-that-name/logo.png"], b"", "cannot be read"),
    (["create", "-"], b"a " * 1_000_001, "Standard input is larger than 2,000,000 bytes."),
    (["film", "x"], b"", "No such command 'film'."),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files that are no stories."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "binary.txt").write_bytes(b"\x7fELF\x00\x00\x00")
    (folder / "story.rtf").write_bytes(rb"{\rtf1\ansi A keeper.}")
    (folder / "my story.docx").write_bytes(b"PK\x03\x04word")
    (folder / "saved.page").write_bytes(b"<!DOCTYPE html><p>A keeper.</p>")
    (folder / "latin.txt").write_bytes("Das M\xe4rchen".encode("latin-1"))
    (folder / "empty.txt").write_bytes(b"\n\n")
    (folder / "folder.txt").mkdir()
    return folder


@pytest.mark.parametrize(("words", "stdin", "message"), MISTAKES, ids=[" ".join(one[0])[:40] for one in MISTAKES])
def test_a_mistake_is_one_clear_line_and_exit_code_2(
    studio: Command,
    words: list[str],
    stdin: bytes,
    message: str,
    desk: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(desk)
    monkeypatch.setenv("STUDIO_WORKSPACE", str(tmp_path / "work"))
    Workspace(tmp_path / "work").close()
    before = sorted(desk.rglob("*"))
    done = studio(*words, stdin=stdin)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(desk.rglob("*")) == before
    assert not list((tmp_path / "work").glob("films/*"))
    with closing(sqlite3.connect(tmp_path / "work" / "studio.db")) as connection, connection:
        assert connection.execute("SELECT count(*) FROM project").fetchone() == (0,)


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["voice", "list"],
        ["show", "x"],
        ["resume", "x"],
        ["export", "x", "out"],
        ["rename", "x", "y"],
        ["delete", "x", "--yes"],
    ],
    ids=" ".join,
)
def test_who_looks_in_the_wrong_folder_makes_no_workspace_there(
    studio: Command, tmp_path: Path, words: list[str]
) -> None:
    done = studio(*words, workspace=tmp_path / "typo")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"There is no workspace in '{tmp_path / 'typo'}'. ")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "typo").exists()


def test_a_workspace_that_cannot_be_used_is_one_clear_line(studio: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = studio("create", BRIEF, workspace=tmp_path / "file" / "work")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "cannot be written" in done.stderr
    (tmp_path / "studio.db").write_text("My diary")
    done = studio("list", workspace=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "is damaged: it is not a SQLite file" in done.stderr
    assert (tmp_path / "studio.db").read_text() == "My diary"


def test_a_film_is_one_path_when_piped_and_events_with_json(studio: Command, finished: Path, tmp_path: Path) -> None:
    work = Path(shutil.copytree(finished, tmp_path / "work"))
    wishes = ["--quality", "draft", "--length", "9", "--scenes", "2"]
    done = studio("create", BRIEF, *wishes, workspace=work)
    film = work / "films" / f"{PROJECT}-2.mp4"
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{film}\n", "")
    assert film.read_bytes() == (work / "films" / f"{PROJECT}.mp4").read_bytes()
    told = studio("resume", PROJECT, "--json", workspace=work)
    events = [json.loads(line) for line in told.stdout.splitlines()]
    assert (told.returncode, told.stderr) == (0, "")
    assert [events[0]["event"], events[-2]["event"], events[-1]["event"]] == ["run_started", "run_finished", "film"]
    assert events[-1]["path"] == str(work / "films" / f"{PROJECT}.mp4")
    assert (events[-1]["scenes"], events[-1]["cost"], events[-1]["degraded"]) == (2, 0.0, [])


def test_a_story_comes_from_standard_input_or_a_file(studio: Command, tmp_path: Path) -> None:
    """Begun only: an explicit length that is too short ends it after the words were read."""
    story = "Once there was a lamp. " * 60
    (tmp_path / "story.txt").write_text(story)
    for words, stdin in ((["-"], story.encode()), ([str(tmp_path / "story.txt")], b"")):
        done = studio("create", *words, "--length", "6", "--as", "story", workspace=tmp_path / "work", stdin=stdin)
        assert done.returncode == 2
        assert done.stderr.startswith("The text needs about ")
        assert len(done.stderr.splitlines()) == 1


def test_what_is_there_can_be_listed_shown_and_exported(studio: Command, finished: Path, tmp_path: Path) -> None:
    work = Path(shutil.copytree(finished, tmp_path / "work"))
    listed = studio("list", workspace=work).stdout.splitlines()
    assert [line.split("\t")[:2] for line in listed] == [[PROJECT, "finished"]]
    assert json.loads(studio("list", "--json", workspace=work).stdout)["project"] == PROJECT

    shown = studio("show", PROJECT, workspace=work).stdout
    with closing(sqlite3.connect(work / "studio.db")) as connection, connection:
        row = connection.execute("SELECT production FROM version JOIN project ON head = version.id").fetchone()
    production = json.loads(row[0])
    for scene in production["scenes"]:
        assert all(line["text"] in shown for line in scene["lines"])
    assert json.loads(studio("show", PROJECT, "--json", workspace=work).stdout) == production

    history = studio("show", PROJECT, "--history", workspace=work).stdout
    for word in ("Pitch", "JudgePitches", "MergeTreatment", "round 1", "Version ", "offline:espeak", "$0.00"):
        assert word in history
    cost = studio("show", PROJECT, "--cost", workspace=work).stdout
    assert studio("show", PROJECT, "--cost", "--history", workspace=work).stdout == history + cost
    entries = [
        json.loads(line) for line in studio("show", PROJECT, "--history", "--json", workspace=work).stdout.splitlines()
    ]
    assert [entry["at"] for entry in entries] == sorted(entry["at"] for entry in entries)
    assert {entry["kind"] for entry in entries} == {"version", "message", "critique", "run", "usage"}

    done = studio("export", PROJECT, str(tmp_path / "out"), "--layers", "--music", workspace=work)
    written = [Path(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert all(path.is_file() for path in written)
    names = {path.relative_to(tmp_path / "out").as_posix() for path in written}
    assert {f"{PROJECT}.{suffix}" for suffix in ("mp4", "png", "srt", "vtt", "json")} <= names
    assert {"layers/title/title.ora", "layers/title/00.png", "layers/scene-01-shot-1/01.png"} <= names
    assert {"music/title.wav", "music/title.mid", "music/scene-02.wav"} <= names
    exported = (tmp_path / "out" / f"{PROJECT}.mp4").read_bytes()
    assert exported == (work / "films" / f"{PROJECT}.mp4").read_bytes()
    assert json.loads((tmp_path / "out" / f"{PROJECT}.json").read_text()) == production
    (tmp_path / "taken").write_text("in the way")
    refused = studio("export", PROJECT, str(tmp_path / "taken"), workspace=work)
    assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1)


def test_signing_without_its_library_says_what_to_install(
    studio: Command, finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "c2pa", None)
    signed = ("--certificate", "chain.pem", "--key", "key.pem")
    done = studio("export", PROJECT, str(tmp_path / "out"), *signed, workspace=finished)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Signing needs the package c2pa-python. pip install 'creative-studio[c2pa]'\n"
    assert not (tmp_path / "out").exists()


def test_a_project_in_other_hands_is_one_clear_line(studio: Command, finished: Path, tmp_path: Path) -> None:
    work = Path(shutil.copytree(finished, tmp_path / "work"))
    with Workspace(work).hold_project(1, PROJECT):
        done = studio("resume", PROJECT, workspace=work)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"The project '{PROJECT}' is being worked on by process {os.getpid()} on ")
    assert done.stderr.endswith("Wait until it is done, or stop it; then resume.\n")


def test_an_unfinished_project_has_no_film_to_export(studio: Command, tmp_path: Path) -> None:
    with Studio(tmp_path / "work") as begun:
        name = begun.begin(BRIEF).name
    assert studio("list", workspace=tmp_path / "work").stdout.startswith(f"{name}\tunfinished\t")
    done = studio("export", name, str(tmp_path / "out"), workspace=tmp_path / "work")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"The project {name!r} has no film yet. Run: studio resume {name}\n"
    assert not (tmp_path / "out").exists()


def test_renaming_and_deleting(studio: Command, finished: Path, tmp_path: Path) -> None:
    work = Path(shutil.copytree(finished, tmp_path / "work"))
    assert studio("rename", PROJECT, "storm", workspace=work).stdout == "storm\n"
    assert (work / "films" / "storm.mp4").is_file()
    bad = studio("rename", "storm", "../../storm", workspace=work)
    assert (bad.returncode, len(bad.stderr.splitlines())) == (2, 1)
    kept = studio("delete", "storm", workspace=work, stdin=b"n\n")
    assert kept.returncode == 130
    assert (work / "films" / "storm.mp4").is_file()
    assert studio("delete", "storm", "--yes", workspace=work).returncode == 0
    assert list((work / "films").iterdir()) == []
    assert studio("list", workspace=work).stdout == ""


def test_tools_and_doctor(studio: Command, tmp_path: Path) -> None:
    listed = {line.split("\t")[0]: line.split("\t")[1:3] for line in studio("tools").stdout.splitlines()}
    assert listed["offline:rules"] == ["language", "ready"]
    assert {"offline:storybook", "offline:espeak", "offline:composer", "offline:soundscape"} <= set(listed)
    told = [json.loads(line) for line in studio("tools", "--json").stdout.splitlines()]
    assert {one["tool"] for one in told} == set(listed)
    examined = studio("doctor", workspace=tmp_path / "new")
    assert examined.returncode in (0, 1)
    assert f"workspace {tmp_path / 'new'} can be made; " in examined.stdout
    assert not (tmp_path / "new").exists()
    assert "H.264 and AAC can be encoded" in examined.stdout
    assert "ok  Latin captions" in examined.stdout
    (tmp_path / "file").write_text("in the way")
    blocked = studio("doctor", workspace=tmp_path / "file" / "work")
    assert blocked.returncode == 1
    assert f"NO  workspace {tmp_path / 'file' / 'work'} cannot be made: {tmp_path / 'file'} " in blocked.stdout


@pytest.mark.skipif(os.name == "nt", reason="signals are sent differently there")
def test_ctrl_c_stops_says_how_to_go_on_and_that_works(finished: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    wishes = ["--quality", "draft", "--length", "9", "--scenes", "2", "--json", "-w", str(work)]
    with subprocess.Popen(
        [*COMMAND, "create", BRIEF, *wishes], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line)["event"] == "scenes_planned":
                break
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said == f"Stopped; what was made is kept. Go on with: studio resume {PROJECT}\n"
    assert list((work / "films").iterdir()) == []
    assert list((work / "scratch").iterdir()) == []
    done = subprocess.run(
        [*COMMAND, "resume", PROJECT, "-w", str(work)], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert Path(done.stdout.strip()).read_bytes() == (finished / "films" / f"{PROJECT}.mp4").read_bytes()


def test_a_reader_who_leaves_early_is_no_error(finished: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "show", PROJECT, "--history", "-w", str(finished)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("\x1b]0;title\x07 The  end\n\n\x1b[31mred", "]0;title The end [31mred"),
        ("\u202egnp.exe", "gnp.exe"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("[bold]not markup[/bold]", "[bold]not markup[/bold]"),
    ],
)
def test_a_terminal_is_steered_by_no_text(text: str, printed: str) -> None:
    assert plain(text) == printed


def test_the_display_takes_titles_and_places_for_text() -> None:
    progress = Progress("a-film", as_json=False)
    progress.take(
        ScenesPlanned(title="[red]The\x1b[2J end", scenes=(("scene-1", "[/] the pier"),), stages=("shots", "voice"))
    )
    progress.take(StageFinished(stage="voice", scene="scene-1"))
    progress.take(SceneFailed(scene="scene-1", message="[/bold]\x1b[31m"))
    shown = Console(width=80, record=True, file=io.StringIO())
    shown.print(progress.renderable())
    told = shown.export_text()
    assert "[red]The[2J end" in told
    assert "1 [/] the pier" in told
    assert "clips" not in told
    assert "✓" in told
    assert "\x1b" not in told


def test_calls_of_unknown_outcome_are_not_said_to_be_all_killed() -> None:
    progress = Progress("a-film", as_json=False)
    progress.take(OutcomeUnknown(calls=3, cost=0.25))
    (notice,) = progress.notices
    assert "3 earlier calls (stopped, timed out or broken off)" in notice
    assert "up to $0.25" in notice


def test_help_names_every_command(studio: Command) -> None:
    done = studio("--help")
    assert done.returncode == 0
    assert studio().stdout == done.stdout
    for command in ("create", "resume", "list", "show", "export", "rename", "delete", "tools", "doctor"):
        assert command in done.stdout


def test_a_lost_reference_is_given_again(studio: Command, finished: Path, tmp_path: Path) -> None:
    work = shutil.copytree(finished, tmp_path / "work")
    done = studio("resume", PROJECT, "--reference", "logo=nowhere.png", workspace=work)
    assert done.returncode == 2
    assert "The reference 'nowhere.png' cannot be read" in done.stderr
