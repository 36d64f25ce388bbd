"""Checks that tell a person whether films can be made here, and what to do where not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from studio.cli.listening import not_running
from studio.errors import BadInput
from studio.tools.tool import Capability

if TYPE_CHECKING:
    from studio.api import Studio

_SAMPLES = {
    "Latin": ("en", "Aa"),
    "Greek": ("el", "Αα"),
    "Cyrillic": ("ru", "Аа"),
    "Chinese": ("zh", "灯塔"),
    "Japanese": ("ja", "ひかり"),
    "Korean": ("ko", "등대"),
    "Arabic": ("ar", "منارة"),
    "Hebrew": ("he", "מגדלור"),
    "Hindi": ("hi", "दीपक"),
    "Thai": ("th", "ประภาคาร"),
}
_ENOUGH_BYTES = 2_000_000_000


def examine(studio: Studio) -> bool:
    """Print every finding on a line; True where films can be made."""
    sound = True
    for good, text in _findings(studio):
        sound = sound and good
        typer.echo(f"{'ok ' if good else 'NO '} {text}")
    for name, text in _fonts():
        typer.echo(f"{'ok ' if not text else '-- '} {name} captions{': ' + text if text else ''}")
    return sound


def _findings(studio: Studio) -> Iterator[tuple[bool, str]]:
    yield _has_room(studio)
    try:
        silent = not_running(studio.settings().configuration)
        for name, tool in studio.tools().items():
            missing = silent.get((tool.partition(":")[0], Capability(name)), "")
            yield not missing, f"{name}: {tool}{f' is {missing}' if missing else ''}"
    except BadInput as error:
        yield False, str(error)
    yield _encodes(), "H.264 and AAC can be encoded"


def _has_room(studio: Studio) -> tuple[bool, str]:
    """Whether the workspace can be used, or made where there is none: who only asks makes none."""
    from studio.storage.workspace import is_workspace

    if is_workspace(studio.folder):
        # Opened, so that a damaged one is told.
        there, can = studio.workspace.folder, "written"
    else:
        there, can = next(one for one in (studio.folder, *studio.folder.parents) if one.exists()), "made"
        if not (there.is_dir() and os.access(there, os.W_OK | os.X_OK)):
            return False, f"workspace {studio.folder} cannot be made: {there} cannot be written"
    free = shutil.disk_usage(there).free
    return free > _ENOUGH_BYTES, f"workspace {studio.folder} can be {can}; {free / 1e9:.1f} GB free"


def _encodes() -> bool:
    import av

    return all(name in av.codecs_available for name in ("libx264", "aac"))


def _fonts() -> Iterator[tuple[str, str]]:
    from studio.tools.film.text.fonts import cover, missing_font_notice

    for name, (language, text) in _SAMPLES.items():
        yield name, "" if cover(text, language) else missing_font_notice(text, language)
