"""How models of diffusers are asked, by family: data, because models come and go.

Knows nothing of how they are loaded.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field

from studio.production.canonical import Document
from studio.tools.local.weights import PIPELINE
from studio.tools.providers import Size

_HERE = Path(__file__).parent
KindT = TypeVar("KindT", bound="Kind")

_SMALL, _LARGE = 1024, 2048
"""Up to which longer side, in pixels, a picture is a draft's and a standard film's."""


class Kind(Document):
    """What a family is known by: words in the models' names, classes of pipelines, a mark in their own settings."""

    words: tuple[str, ...] = ()
    pipelines: tuple[str, ...] = ()
    marked: str = ""


class Guided(Kind):
    """A family whose steps may be led towards the prompt, and away from what it is ``negative`` about."""

    guidance: float | None = None
    negative: str = ""

    def asks_twice(self) -> bool:
        """Whether every step is computed with and without the prompt."""
        return self.guidance is not None and self.guidance > 1

    @property
    def avoided(self) -> str:
        """What its steps are led away from; empty where they are not."""
        return self.negative if self.asks_twice() else ""


class Sized(Guided):
    """A family whose pictures, still or moving, have native sizes, and more steps the larger they are."""

    steps: tuple[int, int, int]
    sizes: Annotated[tuple[Size, ...], Field(min_length=1)]

    def steps_for(self, width: int, height: int) -> int:
        """Denoising steps of a picture of that size."""
        return self.steps[grade(width, height)]


class Family(Sized):
    """See families.toml, where every field is explained."""

    guidance_name: str = "guidance_scale"
    prompt: Literal["keywords", "sentences"]
    references: Literal["pictures", "adapter", "words"]
    adapter: str = ""
    most_references: int = 1
    refine: Annotated[float, Field(ge=0, lt=1)] = 0.0

    def is_refined(self, width: int, height: int) -> bool:
        """Whether a picture of that size is painted over at it."""
        return self.refine > 0 and max(width, height) > _LARGE


class Adapter(Document):
    """See adapters.toml."""

    repository: str
    weights: str
    encoder: str
    scale: Annotated[float, Field(ge=0, le=1)]

    @property
    def files(self) -> tuple[str, ...]:
        """What is needed of the repository."""
        return (self.weights, f"{self.encoder}/config.json", f"{self.encoder}/model.safetensors")


@cache
def families() -> dict[str, Family]:
    """All of them, by name."""
    return {name: Family.model_validate(entry) for name, entry in table("families.toml").items()}


@cache
def adapters() -> dict[str, Adapter]:
    """All of them, by name."""
    return {name: Adapter.model_validate(entry) for name, entry in table("adapters.toml").items()}


def grade(width: int, height: int) -> int:
    """Whose a picture of that size in pixels is: 0 a draft's, 1 a standard film's, 2 a final one's."""
    return (max(width, height) > _SMALL) + (max(width, height) > _LARGE)


def family_of(model: str, folder: Path | None) -> Family:
    """The family of an image model by its name, else by its files where they are in ``folder``."""
    return kind_of(model, folder, families()) or families()["other"]


def kind_of(model: str, folder: Path | None, kinds: Mapping[str, KindT]) -> KindT | None:
    """Which of ``kinds`` a model is by its name, else by its files where they are in ``folder``."""
    name = model.lower()
    for kind in kinds.values():
        if any(word in name for word in kind.words):
            return kind
    index: dict[str, Any] = {}
    if folder is not None and (folder / PIPELINE).is_file():
        index = json.loads((folder / PIPELINE).read_text(encoding="utf-8"))
    of_class = (one for one in kinds.values() if index.get("_class_name", "") in one.pipelines)
    return next((one for one in of_class if not one.marked or index.get(one.marked)), None)


def table(name: str) -> dict[str, Any]:
    """A file of data beside this one."""
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))
