"""audiocraft before it plays: its environment made by either installer, what is said while it is missing, weights."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hub_wire import NAME, Hub, hub
from local_calls import tool

from studio.cli import main
from studio.cli.report import list_tools
from studio.errors import BadInput, ToolError, ToolNotFound, Unreachable
from studio.production.treatment import MusicDirection
from studio.production.vocabulary import Mood
from studio.tools import service_offers
from studio.tools.audiocraft import environment
from studio.tools.audiocraft.model import _beside
from studio.tools.music import MusicRequest
from studio.tools.offers import make_tool, preset
from studio.tools.providers import Configuration, ProviderSettings, Service
from studio.tools.tool import Capability, InProcess

CUE = MusicRequest(prompt="rain", direction=MusicDirection(), mood=Mood.CALM, samples=48_000 * 10, theme_seed=1, seed=2)
INSTALLER = """#!{python}
import json, pathlib, sys
log = pathlib.Path({log!r})
log.write_text(log.read_text() + json.dumps(sys.argv[1:]) + "\\n")
if {status} and "pip" in sys.argv:
    sys.exit({status})
if sys.argv[1] == "venv":
    place = pathlib.Path(sys.argv[-1])
    (place / "bin").mkdir(parents=True)
    (place / "pyvenv.cfg").write_text("home = here")
    libraries = place / "lib" / "python3" / "site-packages" / "torchaudio" / "lib"
    libraries.mkdir(parents=True)
    (libraries / "kernels.so").write_text("wants CUDA")
    python = place / "bin" / "python"
    python.write_text({found!r})
    python.chmod(0o755)
"""
FOUND = """#!{python}
import json, pathlib
there = list(pathlib.Path(__file__).parent.parent.rglob("*.so"))
print(json.dumps({{"remove": True}} if there else {{"device": "cpu"}}))
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the environment is to be."""
    monkeypatch.setenv(environment.VARIABLE, str(tmp_path / "own"))
    monkeypatch.setattr(environment, "has_gpu", lambda: False)
    monkeypatch.setattr(environment, "_answers", lambda _: True)
    return tmp_path / "own"


def installer(folder: Path, monkeypatch: pytest.MonkeyPatch, status: int = 0) -> Path:
    """A uv that notes what it is told, and makes an environment whose Python only knows what it computes with."""
    log, programs = folder / "log", folder / "programs"
    programs.mkdir()
    log.write_text("")
    found = FOUND.format(python=sys.executable)
    (programs / "uv").write_text(INSTALLER.format(python=sys.executable, log=str(log), status=status, found=found))
    (programs / "uv").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    return log


def told(log: Path) -> list[list[str]]:
    return [json.loads(line) for line in log.read_text().splitlines()]


def test_while_it_is_missing_every_place_says_what_to_run(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for capability in (Capability.MUSIC, Capability.SOUND):
        with pytest.raises(ToolNotFound, match="studio tools install audiocraft"):
            make_tool("audiocraft:any/model", capability)
    monkeypatch.setattr(service_offers, "find_spec", lambda _: None)
    list_tools(Configuration(), as_json=True)
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    ours = [one for one in listed if one["tool"].startswith("audiocraft:")]
    assert [one["capability"] for one in ours] == ["music", "sound"]
    both = "pip install 'creative-studio[audiocraft]' && studio tools install audiocraft"
    assert {one["missing"] for one in ours} == {both}
    assert all("CC-BY-NC" in one["summary"] for one in ours)
    assert preset("audiocraft") == {
        Capability.MUSIC: "audiocraft:facebook/musicgen-small",
        Capability.SOUND: "audiocraft:facebook/audiogen-medium",
    }


@pytest.mark.parametrize(
    ("platform", "variable", "folder"),
    [
        ("linux", "XDG_CACHE_HOME", "creative-studio/audiocraft"),
        ("win32", "LOCALAPPDATA", "creative-studio/audiocraft"),
        ("darwin", "HOME", "Library/Caches/creative-studio/audiocraft"),
    ],
)
def test_it_lies_in_the_user_s_cache_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, variable: str, folder: str
) -> None:
    monkeypatch.delenv(environment.VARIABLE, raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv(variable, str(tmp_path))
    assert environment.folder() == tmp_path / folder


@pytest.mark.skipif(sys.platform == "win32", reason="the installer is a script")
def test_the_command_says_the_size_and_makes_it(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    log = installer(tmp_path, monkeypatch)
    monkeypatch.setattr("sys.argv", ["studio", "tools", "install", "audiocraft", "--yes"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    said = capfd.readouterr()
    assert said.out.strip() == str(place)
    assert "about 2 GB" in said.err
    assert "CC-BY-NC" in said.err
    made, packages, alone = told(log)
    assert made[:1] == ["venv"]
    assert {"torch==2.13.0", "transformers>=5,<6"} < set(packages)
    assert not {"--no-deps", "audiocraft==1.3.0"} & set(packages)
    assert {"--no-deps", "audiocraft==1.3.0"} < set(alone)
    assert all(" --torch-backend cpu " in f" {' '.join(one)} " for one in (packages, alone)) or sys.platform != "linux"
    # What wants CUDA where there is none is gone, and it is whole.
    assert not list(place.rglob("*.so"))
    assert environment.missing() == ""
    assert environment.device() == "cpu"
    # An environment of another recipe is made again.
    monkeypatch.setattr(environment, "_fingerprint", lambda: "another")
    assert environment.missing() == environment.INSTALL


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere torch's usual build is for the CPU")
def test_torch_is_the_one_for_this_machine(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log, notes = installer(tmp_path, monkeypatch), list[str]()
    monkeypatch.setattr(environment, "_answers", lambda _: False)
    environment.install(notes.append)
    assert "cannot be reached" in notes[0]
    assert "--torch-backend" not in told(log)[1]
    monkeypatch.setattr(environment, "_answers", lambda _: True)
    monkeypatch.setattr(environment, "has_gpu", lambda: True)
    environment.install(notes.append)
    assert "--torch-backend" not in told(log)[4]
    assert len(notes) == 1
    assert environment.size_in_words() == "about 5.5 GB"


@pytest.mark.skipif(sys.platform == "win32", reason="the installer is a script")
def test_an_installer_that_fails_leaves_nothing_that_looks_ready(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installer(tmp_path, monkeypatch, status=2)
    with pytest.raises(ToolError, match=r"uv ended with status 2\. What it said stands above; then run again: studio"):
        environment.install(print)
    assert environment.missing() == environment.INSTALL


def test_somebody_else_s_folder_is_left_alone(place: Path) -> None:
    place.mkdir()
    (place / "thesis.txt").write_text("years of work")
    with pytest.raises(BadInput, match="holds something else"):
        environment.install(print)
    assert (place / "thesis.txt").read_text() == "years of work"


def test_only_the_command_for_it_installs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["studio", "tools", "install", "torch"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "Use one of: audiocraft." in capsys.readouterr().err


def test_weights_are_said_with_their_size_and_fetched(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("huggingface_hub", reason="the hub's client: pip install 'creative-studio[audiocraft]'")
    from studio.tools.audiocraft.music import AudiocraftMusic

    repository = tmp_path / "repository"
    repository.mkdir()
    for name in ("state_dict.bin", "compression_state_dict.bin", "model.safetensors"):
        (repository / name).write_bytes(name[:1].encode() * 5_000)
    answer = Hub(repository)
    with hub(monkeypatch, tmp_path / "cache", answer) as server:
        settings = ProviderSettings(base_url=server.url, free=True)
        one = AudiocraftMusic(NAME, Service("audiocraft", settings))
        assert isinstance(one, InProcess)
        assert one.to_fetch(CUE) == 10_000
        assert one.seconds(CUE) > 0
        one.fetch(CUE)
        assert sorted(answer.sent) == ["compression_state_dict.bin", "state_dict.bin"]
        assert one.to_fetch(CUE) == 0
    away = AudiocraftMusic("else/where", Service("audiocraft", settings))
    with pytest.raises(Unreachable, match="cannot be reached, and the model is not on this machine"):
        away.to_fetch(CUE)


def test_models_of_the_hub_bring_what_reads_their_texts() -> None:
    assert "t5-base" in _beside("facebook/musicgen-small")
    assert "t5-large" in _beside("facebook/audiogen-medium")
    assert _beside("somebody/a-model") == ()


def test_another_folder_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "_ready", lambda: {"recipe": environment._fingerprint()})
    monkeypatch.setattr(environment, "python", lambda: Path(sys.executable))
    pytest.importorskip("huggingface_hub", reason="the hub's client: pip install 'creative-studio[audiocraft]'")
    versions = set()
    for size in (10, 20):
        folder = tmp_path / str(size)
        folder.mkdir()
        (folder / "state_dict.bin").write_bytes(b"w" * size)
        versions.add(tool("audiocraft", folder, Capability.MUSIC).version)
    assert len(versions) == 2
