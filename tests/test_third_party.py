"""The package that docs/tools.md shows is installed from a folder, passes the suite, and makes a film."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "tools.md").read_text(encoding="utf-8")


def block(language: str, holding: str) -> str:
    """The code block of the page that holds these words."""
    (found,) = [one for one in re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL) if holding in one]
    return str(found)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the page's package is installed."""
    source, target = tmp_path_factory.mktemp("acme"), tmp_path_factory.mktemp("site")
    (source / "acme_studio.py").write_text(block("python", "acme_studio.py"), encoding="utf-8")
    (source / "pyproject.toml").write_text(block("toml", "[project]"), encoding="utf-8")
    options = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "install", *options, "--target", str(target), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return target


def run(installed: Path, *arguments: str, where: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(installed), str(where)])}
    return subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=where, capture_output=True, text=True, check=False
    )


def test_a_provider_is_less_than_forty_lines() -> None:
    code = [line for line in block("python", "acme_studio.py").splitlines() if line.strip()]
    assert len(code) < 40


def test_it_is_listed_and_makes_a_film_under_a_budget(installed: Path, tmp_path: Path) -> None:
    listed = run(installed, "-m", "studio.cli", "tools", where=tmp_path)
    assert "acme:flat\timage\tready\tprice not known\tpaints gradients" in listed.stdout
    wishes = ["--length", "8", "--scenes", "1", "--quality", "draft", "--budget", "0.50"]
    done = run(installed, "-m", "studio.cli", "create", "A fox", "--image", "acme:flat", *wishes, where=tmp_path)
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()).stat().st_size > 0
    shown = run(installed, "-m", "studio.cli", "show", "a-fox", "--cost", where=tmp_path)
    paid = re.search(r"By tool:\n  acme:flat: \$(\S+)", shown.stdout)
    assert paid
    # Every picture said that it cost a fifth of a cent.
    assert round(float(paid[1]) * 1000) % 2 == 0


def test_it_passes_the_suite(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "test_acme.py").write_text(block("python", "ImageConformance"), encoding="utf-8")
    done = run(installed, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_acme.py", where=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "passed" in done.stdout
