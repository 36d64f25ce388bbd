"""What each of Runway's models makes, as data: ``models.toml`` beside this file."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from studio.production.canonical import Document
from studio.tools.providers import Size

_FILE = Path(__file__).parent / "models.toml"
_USUAL = "usual"


class RunwayModel(Document):
    """``sizes`` with a picture (empty: those of the picture), ``text_sizes`` without one (empty: it needs one).

    ``seconds`` are the lengths that it makes. ``seed`` and ``audio``: it is told one, and to be silent.
    """

    sizes: tuple[Size, ...]
    text_sizes: tuple[Size, ...] = ()
    seconds: tuple[int, ...]
    seed: bool = False
    audio: bool = False


def runway_model(name: str) -> RunwayModel:
    """The model of that name; one that is not known is taken to be as most are."""
    known = _models()
    return known.get(name, known[_USUAL])


@cache
def _models() -> dict[str, RunwayModel]:
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: RunwayModel.model_validate(entry) for name, entry in entries.items()}
