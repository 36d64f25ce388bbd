"""Films of models on this machine: every kind at tiny size with a language server; what a slow machine asks first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import pytest
from films import BRIEF, WISHES, uses
from hub_wire import NAME, Hub, hub
from openai_wire import openai_server
from paid import run_cli
from tiny_models import clip, musicgen, stable_audio, stable_diffusion_xl, vits

from studio import Studio
from studio.errors import TooSlow
from studio.storage.workspace import is_workspace
from studio.testing.wire import WireServer
from studio.tools.local.hardware import Hardware, hardware
from studio.tools.local.image import DiffusersImage

pytestmark = pytest.mark.usefixtures("small_films")

_SIZES = ["128x72"]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    for make in (stable_diffusion_xl, vits, musicgen, stable_audio, clip):
        make(folder)
    return folder


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[WireServer]:
    with openai_server(monkeypatch) as running:
        yield running


def settings_for(folder: Path, server: WireServer, models: Path, more: str = "") -> Path:
    """A workspace whose local models are these."""
    work = folder / "work"
    work.mkdir()
    (work / "studio.toml").write_text(
        f"""{more}
        [providers.ollama]
        base_url = "{server.url}/v1"
        [providers.diffusers]
        image = "{models / "sdxl-turbo-tiny"}"
        sound = "{models / "tiny-sounds"}"
        sizes = {json.dumps(_SIZES)}
        steps = 2
        adapter = "none"
        [providers.transformers]
        voice = "{models / "tiny-tts"}"
        music = "{models / "tiny-musicgen"}"
        embedding = "{models / "tiny-clip"}"
        """,
        encoding="utf-8",
    )
    return work


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that computes very slowly."""
    monkeypatch.setattr("studio.tools.local.model.cpu_flops", lambda: 1e5)


def arguments(work: Path, *more: str) -> list[str]:
    return ["create", BRIEF, "--quality", "draft", "--length", "9", "--scenes", "2", "-w", str(work), *more]


def test_a_film_of_local_models_only(server: WireServer, models: Path, tmp_path: Path) -> None:
    with Studio(settings_for(tmp_path, server, models), preset="local", budget=0) as studio:
        assert studio.tools() == {
            "language": "ollama:gpt-oss:20b",
            "image": f"diffusers:{models / 'sdxl-turbo-tiny'}",
            "voice": f"transformers:{models / 'tiny-tts'}",
            "music": f"transformers:{models / 'tiny-musicgen'}",
            "sound": f"diffusers:{models / 'tiny-sounds'}",
            "embedding": f"transformers:{models / 'tiny-clip'}",
        }
        film = studio.create(BRIEF, **WISHES)
        made = Counter(use.tool.partition(":")[0] for use in uses(studio, film.project) if use.outcome == "made")
        assert {"ollama", "diffusers", "transformers", "film"} == set(made)
        assert film.degraded == ()
    assert film.cost == 0
    assert film.production.film is not None
    with av.open(str(film.path)) as container:
        assert sum(1 for _ in container.decode(video=0)) == film.production.film.frames
    with av.open(str(film.path)) as container:
        heard = max(float(abs(frame.to_ndarray()).max()) for frame in container.decode(audio=0))
    assert heard > 0.01
    assert all(line.text for scene in film.scenes for line in scene.lines)


def test_a_slow_machine_is_agreed_to_first(
    server: WireServer, models: Path, tmp_path: Path, slow: None, capsys: pytest.CaptureFixture[str]
) -> None:
    work = settings_for(tmp_path, server, models)
    with Studio(work, preset="local") as studio:
        with pytest.raises(TooSlow, match="no GPU") as raised:
            studio.create(BRIEF, **WISHES)
        assert raised.value.fields["seconds"] > 120
        assert raised.value.exit_code == 2
        # Nothing was begun.
        assert studio.workspace.history.projects() == []
        studio.agree_to_wait()
        project = studio.begin(BRIEF, **WISHES)
        # Whoever agreed is not asked again.
        assert studio.choice(project).slow
    with Studio(work) as studio:
        assert studio.choice(project).slow


def test_the_command_says_how_long_and_goes_on_with_yes(
    server: WireServer,
    models: Path,
    tmp_path: Path,
    slow: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    work = settings_for(tmp_path, server, models)
    assert run_cli(monkeypatch, *arguments(work, "--with", "diffusers")) == 2
    told = capsys.readouterr().err
    assert "This machine has no GPU: on its CPU, diffusers:" in told
    assert "Go on all the same with --yes" in told
    assert run_cli(monkeypatch, *arguments(work, "--with", "diffusers", "--yes")) == 0
    assert Path(capsys.readouterr().out.strip()).stat().st_size > 0


def test_price_and_waiting_are_asked_about_at_once(
    server: WireServer,
    models: Path,
    tmp_path: Path,
    slow: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Neither a budget nor slow = true in the settings leaves anything to ask of what the other is about."""
    work, asked = settings_for(tmp_path, server, models), []
    file = work / "studio.toml"
    monkeypatch.setattr("studio.cli.commands._is_there", lambda: True)
    monkeypatch.setattr("typer.confirm", lambda question, **_: asked.append(question))
    both = arguments(work, "--with", "openai,diffusers", "--voice", "none")
    assert run_cli(monkeypatch, *both) == 130
    told = capsys.readouterr().err
    assert "on its CPU, diffusers:" in told
    assert "It costs about $" in told
    assert asked == ["Go on?"]
    assert run_cli(monkeypatch, *both, "--budget", "9") == 130
    told = capsys.readouterr().err
    assert "on its CPU, diffusers:" in told
    assert "It costs" not in told
    assert len(asked) == 2
    file.write_text(f"slow = true\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    assert run_cli(monkeypatch, *both) == 130
    assert len(asked) == 3
    with Studio(work) as studio:
        assert not is_workspace(studio.folder)
    assert run_cli(monkeypatch, *arguments(work, "--with", "diffusers")) == 0
    assert "on its CPU, diffusers:" in capsys.readouterr().err
    assert len(asked) == 3


def test_other_tools_for_a_project_are_agreed_to_as_well(
    server: WireServer,
    models: Path,
    tmp_path: Path,
    slow: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    work = settings_for(tmp_path, server, models)
    with Studio(work) as studio:
        project = studio.begin(BRIEF, **WISHES).name
    again = ["resume", project, "--with", "diffusers", "-w", str(work)]
    assert run_cli(monkeypatch, *again) == 2
    assert "Go on all the same with --yes" in capsys.readouterr().err
    with Studio(work) as studio:
        assert studio.choice(studio.workspace.history.project(project)).presets == ()
    monkeypatch.setattr("studio.cli.commands._is_there", lambda: True)
    monkeypatch.setattr("typer.confirm", lambda *_, **__: True)
    assert run_cli(monkeypatch, *again) == 0
    with Studio(work) as studio:
        assert studio.choice(studio.workspace.history.project(project)).slow


def test_what_only_stands_in_is_not_fetched_before(
    server: WireServer, models: Path, tmp_path: Path, slow: None
) -> None:
    stands_in = '[fallback]\nimage = ["diffusers:nobody/asks"]\n'
    with Studio(settings_for(tmp_path, server, models, stands_in)) as studio:
        expected = studio.estimate(BRIEF, **WISHES)
        assert [one.at_most > one.usually for one in expected.calls if one.tool == "diffusers:nobody/asks"] == [True]
        assert (expected.to_fetch, expected.cpu_seconds) == (0, 0)
        studio.fetch(studio.begin(BRIEF, **WISHES).name)


def test_with_a_gpu_nobody_waits(
    server: WireServer, models: Path, tmp_path: Path, slow: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.tools.local.model.hardware", lambda: Hardware("cuda", "bfloat16"))
    with Studio(settings_for(tmp_path, server, models), preset="local") as studio:
        assert studio.estimate(BRIEF, **WISHES).cpu_seconds == 0
        studio.begin(BRIEF, **WISHES)
    assert hardware().device in ("cpu", "mps", "cuda")


def test_what_has_to_be_fetched_is_said_and_fetched_first(
    server: WireServer,
    models: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = Hub(models / "sdxl-turbo-tiny")
    begun: list[bool] = []
    usual = DiffusersImage.__call__

    async def noted(self: DiffusersImage, request: Any, bench: Any) -> Any:
        begun.append(self.to_fetch(request) == 0)
        return await usual(self, request, bench)

    monkeypatch.setattr(DiffusersImage, "__call__", noted)
    with hub(monkeypatch, tmp_path / "cache", answer) as running:
        work = tmp_path / "work"
        work.mkdir()
        (work / "studio.toml").write_text(
            f'[providers.diffusers]\nbase_url = "{running.url}"\nadapter = "none"\n'
            f"sizes = {json.dumps(_SIZES)}\nsteps = 1\n"
        )
        given = arguments(work, "--image", f"diffusers:{NAME}", "--length", "6", "--scenes", "1")
        assert run_cli(monkeypatch, *given) == 0
    assert f"diffusers:{NAME} fetches 6 MB first." in capsys.readouterr().err
    assert begun
    assert all(begun)
