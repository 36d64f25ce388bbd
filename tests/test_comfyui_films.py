"""A whole film with pictures by a person's workflow: made, resumed, listed; and found fault with before it begins."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from comfyui_calls import saved
from comfyui_wire import Comfy, comfyui, painting
from films import BRIEF, WISHES, made
from paid import decoded_frames, run_cli, settings_for

from studio import Studio
from studio.errors import SettingsError
from studio.storage.workspace import is_workspace
from studio.testing.wire import WireServer

pytestmark = pytest.mark.usefixtures("small_films")


@pytest.fixture
def served() -> Iterator[tuple[WireServer, Comfy]]:
    with comfyui() as running:
        yield running


def test_a_film_with_a_persons_own_workflow(
    served: tuple[WireServer, Comfy], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, comfy = served
    settings_for(tmp_path, f'[providers.comfyui]\nbase_url = "{server.url}"\n')
    saved(tmp_path / "work", painting())
    # It is looked for beside studio.toml, wherever one is.
    monkeypatch.chdir(tmp_path)
    with Studio(tmp_path / "work", image="comfyui:workflow.json", budget=0) as studio:
        film = studio.create(BRIEF, **WISHES)
        pictures = made(studio, film.project)["comfyui:workflow.json"]
        assert decoded_frames(film) == film.production.film.frames  # type: ignore[union-attr]
        assert (film.cost, film.degraded) == (0, ())
        assert pictures == len(comfy.history) >= 4
        # One job at a time, because there is one GPU behind it; and none twice.
        order = [one.path.partition("?")[0] for one in server.received if one.path.startswith(("/prompt", "/view"))]
        assert order == ["/prompt", "/view"] * pictures
        assert len({json.dumps(entry["prompt"][2]) for entry in comfy.history.values()}) == pictures
        assert studio.resume(film.project).path == film.path
        assert len(comfy.history) == pictures


def test_what_is_wrong_with_the_workflow_is_said_before_anything_is_begun(
    served: tuple[WireServer, Comfy], tmp_path: Path
) -> None:
    server, _ = served
    settings_for(
        tmp_path,
        f'[tools]\nwith = "comfyui"\n[providers.comfyui]\nimage = "workflow.json"\nbase_url = "{server.url}"\n',
    )
    saved(tmp_path / "work", painting(n9=None))
    with Studio(tmp_path / "work") as studio:
        with pytest.raises(SettingsError, match="nothing was found that is what saves the picture") as raised:
            studio.create(BRIEF, **WISHES)
        assert raised.value.exit_code == 2
        assert not is_workspace(studio.folder)
    assert server.received == []


def test_the_list_of_tools_has_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_cli(monkeypatch, "tools", "--json", "-w", str(tmp_path)) == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    mine = {one["capability"]: one for one in listed if one["tool"].startswith("comfyui:")}
    assert set(mine) == {"image", "video"}
    for one in mine.values():
        # It may be running where this is run.
        assert one["ready"] or one["missing"].endswith("Start it: python main.py in ComfyUI's folder")
        assert "comfyui:workflow.json" in one["summary"]
