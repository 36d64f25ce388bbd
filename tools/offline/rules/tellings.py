"""Tellings: small stories that one hand wrote through all the beats of a film, so that its narration is one story.

``tellings.toml`` of a language holds one table for each. A telling recognises nobody (it frames the brief's own words),
the hero, or the hero and the other. ``subjects.toml`` holds those that are told around the brief's own words where it
speaks of their subject. Knows nothing of time and of scenes: narration says what of a telling fits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar

from studio.production.vocabulary import StoryShape
from studio.tools.offline.rules.lexicon import count_beginnings, read_toml
from studio.tools.offline.rules.templates import Fillings, Template, fill

FILE = "tellings.toml"
SUBJECTS = "subjects.toml"
SPEAKERS = {"spoken_by_hero": "hero", "spoken_by_other": "other"}
"""The tables within a telling in which a figure answers it, and whose words they hold."""

_MEETING, _OPENING = "ally", "opening"
NamedT = TypeVar("NamedT")
_ABOUT = frozenset({"figures", "shapes", "words", *SPEAKERS})


@dataclass(frozen=True, eq=False)
class Telling:
    """One story: ``lines`` by beat in the order in which they are said; of each beat any beginning can be said alone.

    ``figures`` are the slots that it names, ``shapes`` those that it suits (none: every shape). ``spoken`` holds what a
    figure answers, by the slot's name and the beat. ``words``, beginnings of words, name its subject; without them it
    has none.
    """

    name: str
    figures: frozenset[str]
    shapes: frozenset[StoryShape]
    lines: Mapping[str, tuple[Template, ...]]
    spoken: Mapping[str, Mapping[str, tuple[Template, ...]]]
    words: tuple[str, ...] = ()

    def suits(self, shape: StoryShape) -> bool:
        """Whether it can be told in ``shape``."""
        return not self.shapes or shape in self.shapes

    def is_whole_in(self, beats: Collection[str]) -> bool:
        """Whether nobody is missing from it where only ``beats`` are told: a figure comes in at the opening or the
        meeting."""
        return self.figures <= self.opening.introduces or _MEETING in beats

    @property
    def opening(self) -> Template:
        """Its very first line, without which nothing of it is told."""
        return self.lines[_OPENING][0]

    @property
    def all_lines(self) -> tuple[tuple[Template, ...], ...]:
        """What is told and what is answered, a tuple a beat."""
        return (*self.lines.values(), *(lines for spoken in self.spoken.values() for lines in spoken.values()))

    def texts(self, fillings: Fillings) -> frozenset[str]:
        """All of its finished lines."""
        return frozenset(fill(line, fillings) for lines in self.lines.values() for line in lines)

    def beginnings(self, fillings: Fillings) -> frozenset[str]:
        """The finished first lines of its beats."""
        return frozenset(fill(lines[0], fillings) for lines in self.lines.values())


def tellings(language: str) -> tuple[Telling, ...]:
    """The tellings of ``language`` without a subject, in the file's order; none where none have been written."""
    return _read(language, FILE)


def subjects(language: str) -> tuple[Telling, ...]:
    """The tellings of ``language`` about a subject, which name nobody."""
    return _read(language, SUBJECTS)


def fitting(
    language: str, figures: frozenset[str], shape: StoryShape, beats: Collection[str], text: str = ""
) -> tuple[Telling, ...]:
    """The tellings about ``figures`` in ``shape`` that are whole with only ``beats``; of those that name nobody
    those whose subject ``text`` speaks of most, if there are any.

    Where the second figure has no beat to come in, those about the hero alone.
    """
    spoken_of = most_spoken_of(text, language, {telling: telling.words for telling in subjects(language)})
    if not figures and spoken_of:
        return spoken_of
    for named in dict.fromkeys((figures, figures & {"hero"})):
        found = tuple(
            telling
            for telling in tellings(language)
            if telling.figures == named and telling.suits(shape) and telling.is_whole_in(beats)
        )
        if found:
            return found
    return ()


def most_spoken_of(text: str, language: str, words: Mapping[NamedT, tuple[str, ...]]) -> tuple[NamedT, ...]:
    """Those of whose ``words`` most stand in ``text``; none where none does."""
    counts = {name: count_beginnings(text.lower(), listed, language) for name, listed in words.items()}
    most = max(counts.values(), default=0)
    return tuple(name for name, count in counts.items() if count == most) if most else ()


def told_in(texts: Iterable[str], candidates: Iterable[Telling], fillings: Fillings) -> Telling | None:
    """The telling of which most lines stand among ``texts``; None if none does."""
    said = frozenset(texts)
    counted = [(len(said & telling.texts(fillings)), telling) for telling in candidates]
    most, telling = max(counted, key=lambda entry: entry[0], default=(0, None))
    return telling if most else None


@cache
def _read(language: str, file: str) -> tuple[Telling, ...]:
    if not files(__package__).joinpath(language, file).is_file():
        return ()
    return tuple(
        Telling(
            name=name,
            figures=frozenset(table.get("figures", ())),
            shapes=frozenset(StoryShape(shape) for shape in table.get("shapes", ())),
            lines=_by_beat(name, {beat: lines for beat, lines in table.items() if beat not in _ABOUT}),
            spoken={figure: _by_beat(name, table.get(key, {})) for key, figure in SPEAKERS.items()},
            words=tuple(table.get("words", ())),
        )
        for name, table in read_toml(language, file).items()
    )


def _by_beat(name: str, beats: Mapping[str, list[str]]) -> dict[str, tuple[Template, ...]]:
    return {
        beat: tuple(Template(text, name, beat, order) for order, text in enumerate(lines))
        for beat, lines in beats.items()
    }
