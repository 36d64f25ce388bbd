"""How video models are asked, by family, and how many frames they make. Knows nothing of how they are loaded."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import ceil, floor
from pathlib import Path
from typing import Annotated

from pydantic import Field

from studio.tools.local.families import Sized, grade, kind_of, table
from studio.tools.providers import Size


class VideoFamily(Sized):
    """See videos.toml, where every field is explained."""

    shown: str = ""
    told: str = ""
    rate: Annotated[int, Field(ge=1)]
    grid: Annotated[int, Field(ge=1)]
    frames: tuple[int, int]
    large: tuple[Size, ...] = ()
    guidance: float
    passes: int = 1
    side: int
    single: tuple[str, ...] = ()
    arguments: dict[str, float] = Field(default_factory=dict)

    def sizes_for(self, width: int, height: int) -> tuple[str, ...]:
        """What it makes for a film of that size."""
        return self.large if self.large and grade(width, height) > 0 else self.sizes

    def frames_for(self, frames: int, rate: Fraction) -> int:
        """How many of its own frames last at least as long as ``frames`` at ``rate``, as it counts them."""
        steps = ceil((frames - 1) / rate * self.rate / self.grid)
        return max(self._counted(self.frames[0]), steps * self.grid + 1)

    def longest(self, rate: Fraction) -> int:
        """The most frames at ``rate`` that it makes at once."""
        return floor((self._counted(self.frames[1]) - 1) * rate / self.rate) + 1

    def tokens(self, width: int, height: int, frames: int) -> float:
        """Of a clip as it sees it."""
        return (width / self.side) * (height / self.side) * ((frames - 1) / self.grid + 1)

    def _counted(self, frames: int) -> int:
        return (frames - 1) // self.grid * self.grid + 1


@cache
def video_families() -> dict[str, VideoFamily]:
    """All of them, by name."""
    return {name: VideoFamily.model_validate(entry) for name, entry in table("videos.toml").items()}


def video_family_of(model: str, folder: Path | None) -> VideoFamily | None:
    """The family of a model by its name, else by its files in ``folder``; None where nobody knows how to ask it."""
    return kind_of(model, folder, video_families())
