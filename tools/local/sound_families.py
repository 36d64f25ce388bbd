"""How pipelines of diffusers that make sound are asked, by family. Knows nothing of how they are loaded."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from studio.tools.local.families import Guided, kind_of, table


class SoundFamily(Guided):
    """See sound_families.toml, where every field is explained."""

    length: str
    longest: Annotated[float, Field(gt=0)]
    whole: bool = False
    tokens: Annotated[float, Field(gt=0)]
    steps: Annotated[int, Field(ge=1)]
    tempo: str = ""
    key: str = ""
    says: dict[str, str] = Field(default_factory=dict)

    def computed(self, seconds: float) -> float:
        """How many seconds are computed where ``seconds`` are asked for."""
        return self.longest if self.whole else min(self.longest, seconds)


@cache
def sound_families() -> dict[str, SoundFamily]:
    """All of them, by name."""
    return {name: SoundFamily.model_validate(entry) for name, entry in table("sound_families.toml").items()}


def sound_family_of(model: str, folder: Path | None) -> SoundFamily:
    """The family of a model by its name, else by its files where they are in ``folder``."""
    return kind_of(model, folder, sound_families()) or sound_families()["other"]
