"""Every code block and every command of the README does what it says."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

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
    commands = re.findall(r"^    studio (.+)$", shown, re.MULTILINE)
    assert {shlex.split(one)[0] for one in commands} == {"create", "list", "show", "export", "doctor"}
    for command in commands:
        words = shlex.split(command)
        if words[0] == "create":
            # The story sets its own length; the others are made short.
            words += ["--quality", "draft", *([] if "story.txt" in words else ["--length", "8"])]
        done = _run(["-m", "studio.cli", *words], folder)
        assert done.returncode == 0, f"studio {command}: {done.stderr}"
    assert list((folder / "folder" / "layers").rglob("*.ora"))
    assert list((folder / "folder" / "music").glob("*.mid"))


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(((?!http)[^)]+)\)", README))))
def test_links_lead_somewhere(path: str) -> None:
    assert (ROOT / path).exists()
