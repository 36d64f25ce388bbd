"""audiocraft's own environment: where it is, whether it is there, and how it is made.

A folder with a virtual environment, made once by ``studio tools install audiocraft``. What it holds is data
(environment.toml). Knows nothing of models.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from studio.errors import BadInput, ToolError
from studio.production.canonical import Document, content_hash

NAME = "audiocraft"
INSTALL = f"studio tools install {NAME}"
VARIABLE = "STUDIO_AUDIOCRAFT"
"""The environment variable that says where the folder is instead."""
_APPLICATION = "creative-studio"
_READY = "studio.json"
"""Stands in a folder that is whole: of which recipe it is, and what it computes with."""
_PATIENCE = 5
"""Seconds in which the index of torch for CPUs has to answer."""
_PROBE = """
import json, torch
try:
    import torchaudio
except OSError:
    # Its own kernels are linked to CUDA; it does without them where they are not there.
    assert torch.version.cuda is None
    print(json.dumps({"remove": True}))
else:
    from audiocraft.models import AudioGen, MusicGen
    print(json.dumps({"device": "cuda" if torch.cuda.is_available() else "cpu"}))
"""


class Recipe(Document):
    """See environment.toml, where every field is explained."""

    packages: tuple[str, ...]
    alone: tuple[str, ...]
    cpu_index: str
    cpu_size: float
    cuda_size: float


@cache
def recipe() -> Recipe:
    """What the environment is made of."""
    return Recipe.model_validate(
        tomllib.loads(Path(__file__).with_name("environment.toml").read_text(encoding="utf-8"))
    )


def folder() -> Path:
    """Where the environment is, or will be: in the user's cache folder."""
    if named := os.environ.get(VARIABLE, ""):
        return Path(named).expanduser().absolute()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / _APPLICATION / NAME


def python() -> Path:
    """The environment's Python, whether it is there or not."""
    return folder() / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def missing() -> str:
    """What to run before it can be used; empty where it is there, whole, and of today's recipe."""
    return "" if _ready().get("recipe") == _fingerprint() and python().is_file() else INSTALL


def device() -> str:
    """What it computes with, as was found when it was made: "cuda" or "cpu"."""
    return str(_ready().get("device", "cpu"))


def has_gpu() -> bool:
    """Whether this machine has a GPU that torch's usual build computes with."""
    return shutil.which("nvidia-smi") is not None


def size_in_words() -> str:
    """How much of the disk it takes on this machine."""
    return f"about {recipe().cuda_size if has_gpu() else recipe().cpu_size:g} GB"


def install(say: Callable[[str], object]) -> Path:
    """Make the environment, from the beginning; what installers say goes to standard error. Returns its folder.

    Raises ``BadInput`` where the folder is somebody else's, or being made, and ``ToolError`` where it cannot be made.
    """
    from filelock import FileLock, Timeout

    place = folder()
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(f"{place}.lock", timeout=0):
            _make(place, say)
    except Timeout:
        raise BadInput(f"Another process is making {str(place)!r}.", next_step="Wait until it has ended.") from None
    return place


def _make(place: Path, say: Callable[[str], object]) -> None:
    if place.exists():
        if any(place.iterdir()) and not (place / "pyvenv.cfg").is_file():
            raise BadInput(
                f"{str(place)!r} holds something else.",
                next_step=f"Name another folder in {VARIABLE}, or an empty one.",
            )
        shutil.rmtree(place)
    uv = shutil.which("uv")
    _run([uv, "venv", "--python", sys.executable, str(place)] if uv else [sys.executable, "-m", "venv", str(place)])
    installing = [uv, "pip", "install", "--python", str(python())] if uv else [str(python()), "-m", "pip", "install"]
    if not sys.stderr.isatty():
        installing.append("--quiet")
    installing += _of_the_right_torch(by_uv=bool(uv), say=say)
    _run([*installing, *recipe().packages])
    _run([*installing, "--no-deps", *recipe().alone])
    found = _probed()
    if found.get("remove"):
        for library in place.glob("[Ll]ib/**/site-packages/torchaudio/lib/*.so"):
            library.unlink()
        found = _probed()
    ready = {"recipe": _fingerprint(), "device": found["device"]}
    (place / _READY).write_text(json.dumps(ready), encoding="utf-8")


def _of_the_right_torch(*, by_uv: bool, say: Callable[[str], object]) -> list[str]:
    """Options that take torch for a CPU from where it is, on a machine that has nothing better."""
    if has_gpu() or not sys.platform.startswith("linux"):
        return []
    if not _answers(recipe().cpu_index):
        say(f"{recipe().cpu_index} cannot be reached: torch is taken from the usual index.")
        return []
    return ["--torch-backend", "cpu"] if by_uv else ["--extra-index-url", recipe().cpu_index]


def _answers(address: str) -> bool:
    import urllib.request

    try:
        with urllib.request.urlopen(f"{address}/torchaudio/", timeout=_PATIENCE):  # noqa: S310 - of the recipe
            return True
    except OSError:
        return False


def _probed() -> dict[str, Any]:
    """What the new environment finds when its packages are imported."""
    done = subprocess.run(  # noqa: S603 - a command of the recipe
        [str(python()), "-I", "-c", _PROBE], capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        raise ToolError(f"{NAME} cannot be imported in its new environment: {last}.", next_step=f"Run again: {INSTALL}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _run(command: Sequence[str | None]) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(words, stdout=sys.stderr.fileno(), check=False)  # noqa: S603 - a command of the recipe
    if done.returncode:
        raise ToolError(
            f"The environment of {NAME} could not be made: {Path(words[0]).name} ended with status {done.returncode}.",
            next_step=f"What it said stands above; then run again: {INSTALL}",
        )


def _ready() -> dict[str, Any]:
    try:
        ready: dict[str, Any] = json.loads((folder() / _READY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return ready


def _fingerprint() -> str:
    return content_hash([recipe().packages, recipe().alone])[:12]
