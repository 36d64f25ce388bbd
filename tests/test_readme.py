"""Every code block and every command of the README does what it says."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from openai_wire import openai_server
from paid import run_cli

from studio.testing.wire import WireServer

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
STORY = "The keeper lit the lamp. The storm came closer. It only wanted to be seen."


def _run(arguments: list[str], where: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=where, capture_output=True, text=True, timeout=240, check=False
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for both tests, as a reader would have: what one made, the other finds in the store."""
    return tmp_path_factory.mktemp("reader")


def test_python_blocks_run(folder: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(blocks) >= 3
    for block in blocks:
        done = _run(["-c", block], folder)
        assert done.returncode == 0, done.stderr
    assert "The sea had been waiting all day." in done.stdout
    assert list((folder / "studio-work" / "films").glob("*.mp4"))


def test_commands_run(folder: Path) -> None:
    (folder / "story.txt").write_text(STORY, encoding="utf-8")
    shown = re.sub(r"```python\n.*?```", "", README, flags=re.DOTALL)
    commands = [shlex.split(one) for one in re.findall(r"^    studio (.+)$", shown, re.MULTILINE)]
    assert {words[0] for words in commands} == {"create", "list", "show", "export", "doctor"}
    for words in commands:
        if words[0] == "create":
            # The story sets its own length; the others are made short.
            words += ["--quality", "draft", *([] if "story.txt" in words else ["--length", "8"])]
        done = _run(["-m", "studio.cli", *words], folder)
        assert done.returncode == 0, f"studio {words}: {done.stderr}"
    assert list((folder / "folder" / "layers").rglob("*.ora"))
    assert list((folder / "folder" / "music").glob("*.mid"))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[WireServer]:
    with openai_server(monkeypatch) as running:
        yield running


@pytest.mark.usefixtures("small_films")
def test_commands_with_real_models_run(
    server: WireServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also those that stand in a sentence. A server on this machine is OpenAI and Ollama."""
    (tmp_path / "studio.toml").write_text(f'[providers.ollama]\nbase_url = "{server.url}/v1"\n', encoding="utf-8")
    monkeypatch.setenv("STUDIO_WORKSPACE", str(tmp_path))
    (block,) = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    commands = [shlex.split(line) for line in block.splitlines()]
    assert [words[:2] for words in commands] == [
        ["studio", one] for one in ("tools", "estimate", "create", "create", "show")
    ]
    project = commands[-1][2]
    inline = [shlex.split(one) for one in re.findall(r"`(studio [a-z][^`]*)`", README)]
    # What installs two gigabytes is tried where the checks make that environment.
    install = ["studio", "tools", "install", "audiocraft"]
    assert {words[1] for words in inline if words != install} == {"create", "resume"}
    inline = [[*words, "--help"] if words == install else words for words in inline]
    commands += [[project if word == "PROJECT" else word for word in words] for words in inline]
    for _, *words in commands:
        makes = words[0] == "create" and "--help" not in words
        short = ["--length", "8", "--scenes", "1", "--quality", "draft"] if makes else []
        assert run_cli(monkeypatch, *words, *short) == 0, f"studio {words}: {capsys.readouterr().err}"
    assert "spent of a budget of $2.50" in capsys.readouterr().out
    assert len(list((tmp_path / "films").glob("*.mp4"))) == 2


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(((?!http)[^)]+)\)", README))))
def test_links_lead_somewhere(path: str) -> None:
    assert (ROOT / path).exists()
