"""How models of diffusers are asked, by family: data, because models come and go.

Knows nothing of how they are loaded.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol, TypeVar

from pydantic import Field

from studio.production.canonical import Document
from studio.tools.local.weights import PIPELINE
from studio.tools.providers import Size

_HERE = Path(__file__).parent
_SMALL, _LARGE = 1024, 2048
"""Up to which longer side, in pixels, a picture is a draft's and a standard film's."""


class Family(Document):
    """See families.toml, where every field is explained."""

    words: tuple[str, ...] = ()
    pipelines: tuple[str, ...] = ()
    steps: tuple[int, int, int]
    guidance: float | None = None
    guidance_name: str = "guidance_scale"
    negative: str = ""
    sizes: Annotated[tuple[Size, ...], Field(min_length=1)]
    prompt: Literal["keywords", "sentences"]
    references: Literal["pictures", "adapter", "words"]
    adapter: str = ""
    most_references: int = 1
    refine: Annotated[float, Field(ge=0, lt=1)] = 0.0

    def steps_for(self, width: int, height: int) -> int:
        """Denoising steps of a picture of that size."""
        return self.steps[(max(width, height) > _SMALL) + (max(width, height) > _LARGE)]

    def is_refined(self, width: int, height: int) -> bool:
        """Whether a picture of that size is painted over at it."""
        return self.refine > 0 and max(width, height) > _LARGE

    def asks_twice(self) -> bool:
        """Whether every step is computed with and without the prompt."""
        return self.guidance is not None and self.guidance > 1


class SoundFamily(Document):
    """See sound_families.toml, where every field is explained."""

    words: tuple[str, ...] = ()
    pipelines: tuple[str, ...] = ()
    length: str
    longest: Annotated[float, Field(gt=0)]
    whole: bool = False
    tokens: Annotated[float, Field(gt=0)]
    steps: Annotated[int, Field(ge=1)]
    guidance: float | None = None
    negative: str = ""
    tempo: str = ""
    key: str = ""
    says: dict[str, str] = Field(default_factory=dict)

    def computed(self, seconds: float) -> float:
        """How many seconds are computed where ``seconds`` are asked for."""
        return self.longest if self.whole else min(self.longest, seconds)

    def asks_twice(self) -> bool:
        """Whether every step is computed with and without the prompt."""
        return self.guidance is not None and self.guidance > 1


class _Known(Protocol):
    @property
    def words(self) -> tuple[str, ...]: ...
    @property
    def pipelines(self) -> tuple[str, ...]: ...


KnownT = TypeVar("KnownT", bound=_Known)


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
    return {name: Family.model_validate(entry) for name, entry in _table("families.toml").items()}


@cache
def adapters() -> dict[str, Adapter]:
    """All of them, by name."""
    return {name: Adapter.model_validate(entry) for name, entry in _table("adapters.toml").items()}


@cache
def sound_families() -> dict[str, SoundFamily]:
    """All of them, by name."""
    return {name: SoundFamily.model_validate(entry) for name, entry in _table("sound_families.toml").items()}


def family_of(model: str, folder: Path | None) -> Family:
    """The family of an image model by its name, else by its files where they are in ``folder``."""
    return _found(families(), model, folder)


def sound_family_of(model: str, folder: Path | None) -> SoundFamily:
    """The family of a model of sound, found in the same way."""
    return _found(sound_families(), model, folder)


def _found(known: dict[str, KnownT], model: str, folder: Path | None) -> KnownT:
    name = model.lower()
    for family in known.values():
        if any(word in name for word in family.words):
            return family
    pipeline = ""
    if folder is not None and (folder / PIPELINE).is_file():
        pipeline = json.loads((folder / PIPELINE).read_text(encoding="utf-8")).get("_class_name", "")
    of_class = [family for family in known.values() if pipeline in family.pipelines]
    return of_class[0] if of_class else known["other"]


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))
