"""What fal's models call their arguments, as data: ``models.toml`` beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field

from studio.production.canonical import Document

_FILE = Path(__file__).parent / "models.toml"


class _Family(Document):
    """Models whose names begin with ``match``. ``seed`` names that argument; ``extra`` is sent as it is."""

    match: str
    seed: str = "seed"
    extra: dict[str, Any] = Field(default_factory=dict, alias="with")


class FalImageFamily(_Family):
    """``size`` names the argument of width and height, or ``aspect`` that of one of the ``aspects``.

    ``references`` names that of the reference pictures, of which it takes ``most_references``.
    """

    size: str = ""
    aspect: str = ""
    aspects: tuple[str, ...] = ()
    references: str = ""
    most_references: int = 0


class FalVideoFamily(_Family):
    """``picture`` names the argument of the first frame, ``duration`` that of the length.

    A length is one of ``seconds``, said in words with its ``unit``, or as ``numbers``. Or else it is so many ``frames``
    (the argument's name): ``step`` times a number, and one, from ``least`` to ``longest``, at ``rate`` a second, which
    ``rate_argument`` says. Without an argument every clip has the first of ``seconds``.
    """

    picture: str = "image_url"
    duration: str = ""
    seconds: tuple[int, ...] = ()
    unit: str = ""
    numbers: bool = False
    frames: str = ""
    step: int = 1
    least: int = 1
    longest: int = 1
    rate: int = 24
    rate_argument: str = ""


FamilyT = TypeVar("FamilyT", bound=_Family)


def image_family(model: str) -> FalImageFamily:
    """What a model that paints calls its arguments."""
    return _best(model, _families()[0])


def video_family(model: str) -> FalVideoFamily:
    """What a model that makes clips calls its arguments."""
    return _best(model, _families()[1])


def _best(model: str, families: Iterable[FamilyT]) -> FamilyT:
    return max((one for one in families if model.startswith(one.match)), key=lambda one: len(one.match))


@cache
def _families() -> tuple[tuple[FalImageFamily, ...], tuple[FalVideoFamily, ...]]:
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return (
        tuple(map(FalImageFamily.model_validate, entries["image"])),
        tuple(map(FalVideoFamily.model_validate, entries["video"])),
    )
