"""What a person gets back: a film with everything that can be asked of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from studio.production.document import Line, Production, Scene
from studio.production.made import Critique

if TYPE_CHECKING:
    from moviepy import VideoFileClip


@dataclass(frozen=True)
class FilmResult:
    """A finished film. ``cost`` is in US dollars, ``seconds`` the film's length."""

    project: str
    path: Path
    production: Production = field(repr=False)
    cost: float = 0.0

    @property
    def title(self) -> str:
        """The film's title."""
        return self.production.title

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """The scenes in order, with their lines."""
        return self.production.scenes

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line in order."""
        return tuple(line for _, line in self.production.lines())

    @property
    def critiques(self) -> tuple[Critique, ...]:
        """Every critique, of the screenplay, of the pictures and of the film."""
        return self.production.critiques

    @property
    def degraded(self) -> tuple[str, ...]:
        """What could not be done as asked, in a sentence each."""
        return self.production.degraded

    @property
    def seconds(self) -> float:
        """The film's length."""
        film = self.production.film
        return self.production.rendition.seconds(film.frames) if film else 0.0

    @property
    def poster(self) -> Path:
        """The poster, beside the film."""
        return self.path.with_suffix(".png")

    @property
    def captions(self) -> tuple[Path, ...]:
        """The caption files beside the film."""
        film = self.production.film
        return tuple(self.path.with_suffix(f".{suffix}") for suffix, _ in (film.captions if film else ()))

    def clip(self) -> VideoFileClip:
        """The film as a MoviePy clip, to edit further."""
        from studio.tools.film.clip import film_clip

        return film_clip(self.path)
