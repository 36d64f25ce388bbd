"""What tests of paid films share: a studio over a folder, what servers were asked, where keys were left."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest

from studio import FilmResult, Studio
from studio.cli import main
from studio.testing.wire import Received, WireServer


def studio_with(folder: Path, **choice: Any) -> Studio:
    return Studio(folder / "work", **{"preset": "openai", **choice})


def settings_for(folder: Path, text: str) -> None:
    (folder / "work").mkdir(exist_ok=True)
    (folder / "work" / "studio.toml").write_text(text, encoding="utf-8")


def asked(server: WireServer, which: Callable[[Received], bool] = lambda _: True) -> Counter[str]:
    """How often each request came, of those that are meant."""
    meant = [one for one in server.received if which(one)]
    return Counter(hashlib.sha256(f"{one.path} {one.said!r}".encode()).hexdigest() for one in meant)


def places_of(key: str, folder: Path) -> list[str]:
    """The files below ``folder`` that hold ``key``."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    return [path.name for path in files if key.encode() in path.read_bytes()]


def decoded_frames(film: FilmResult) -> int:
    with av.open(str(film.path)) as container:
        return sum(1 for _ in container.decode(video=0))


def run_cli(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The exit code of the command."""
    monkeypatch.setattr(sys, "argv", ["studio", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)
