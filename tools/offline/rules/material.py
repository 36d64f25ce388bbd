"""Which written lines suit a stage of the film: those of its beat, what can be seen and felt, what a figure says.

Each is a candidate with its place among the lines of a scene. Knows nothing of time and of what was said before.
"""

from __future__ import annotations

import random as randomness
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studio.production.screenplay import LineDraft
from studio.production.vocabulary import Setting, StoryShape
from studio.tools.offline.rules.casting import character_name
from studio.tools.offline.rules.lexicon import base_language, figure_looks, names_any
from studio.tools.offline.rules.recognition import Recognition
from studio.tools.offline.rules.staging import Stage
from studio.tools.offline.rules.tellings import tellings
from studio.tools.offline.rules.templates import Book, Fillings, Template, fill

SIGHT, INTRODUCTION, SPINE, AFTER_SPINE, MOOD, LAST = 0, 1, 3, 4, 5, 9
"""Ranks of lines in a scene, lowest first; words of figures come after moods, a figure's rank its own."""

SIGHTS = frozenset({"place", "weather", "landmark", "time"})
"""Sections of lines about what can be seen."""

_SPEAKERS = {"hero": 6, "other": 7}
_MANY = 100
_TRAIT_BEATS = frozenset({"opening", "want"})
_WEIGHTS = {
    frozenset[str](): 1.0,
    frozenset({"hero"}): 2.8,
    frozenset({"hero", "other"}): 3.8,
    frozenset({"other"}): 3.8,
}


@dataclass(frozen=True)
class Candidate:
    """A line that could be said, and where it stands among the lines of its scene."""

    line: LineDraft
    place: tuple[int, int]
    template: Template | None = None


@dataclass(frozen=True)
class Material:
    """The lines of a book that can be filled, in seeded orders."""

    book: Book
    shape: StoryShape
    recognition: Recognition
    fillings: Fillings
    language: str
    random: randomness.Random

    def mentioned(self, candidate: Candidate) -> frozenset[str]:
        """The figures that a line speaks of; a span of the brief by any of their words."""
        if candidate.template is not None:
            return candidate.template.needs
        said = candidate.line.text
        figures = (("hero", self.fillings.hero), ("other", self.fillings.other))
        return frozenset(name for name, figure in figures if figure and names_any(said, figure.words, self.language))

    def narrated(self, template: Template, rank: int, order: int) -> Candidate:
        """A line of the narrator."""
        return Candidate(LineDraft(text=fill(template, self.fillings)), (rank, order), template)

    def naming(self, stage: Stage) -> list[Candidate]:
        """Lines that name the product: where it is met, or as the last word."""
        lines = [line for section in ("every", self.shape) for line in self._usable(section, stage.beat) if line.needs]
        return self._shuffled(lines, LAST if stage.beat == "call" else INTRODUCTION)

    def introducing(self) -> list[Candidate]:
        """Lines in which the hero is mentioned for the first time."""
        lines = [line for section in ("every", self.shape) for line in self._usable(section, "opening")]
        return self._shuffled([line for line in lines if "hero" in line.introduces], INTRODUCTION)

    def arriving(self) -> list[Candidate]:
        """Lines in which the second figure comes."""
        return self._shuffled(self._usable("every", "arrival"), INTRODUCTION)

    def spine(self, stage: Stage) -> list[Candidate]:
        """The lines of the beat in a seeded order that prefers those about the figures."""
        weighed = []
        for template in (*self._usable(self.shape, stage.beat), *self._usable("every", stage.beat)):
            weight = _WEIGHTS.get(template.needs, 2.0) * (1.3 if template.section == self.shape else 1.0)
            weighed.append((self.random.random() ** (1 / weight), template))
        weighed.sort(key=lambda entry: -entry[0])
        return [self.narrated(template, SPINE, self._order(template)) for _, template in weighed]

    def reserve(self, stage: Stage) -> list[Candidate]:
        """Lines of the same beat from other shapes that say nothing about anybody."""
        others = [section for section in self.book if section in (*StoryShape, "every") and section != self.shape]
        lines = [line for section in others for line in self._usable(section, stage.beat) if not line.needs]
        self.random.shuffle(lines)
        return [self.narrated(line, AFTER_SPINE, line.order) for line in lines]

    def asides(self, stage: Stage) -> list[Candidate]:
        """Lines of the beat that are true and clear by themselves: those of the tellings that name nobody."""
        lines = [
            line
            for telling in tellings(base_language(self.language))
            if not telling.figures
            for line in telling.lines[stage.beat]
        ]
        return self._shuffled(lines, AFTER_SPINE)

    def colours(self, stage: Stage, before: Stage | None) -> list[Candidate]:
        """What can be seen and felt; the light where it changes."""
        seen = [
            line
            for kind, lines in self._sights(stage).items()
            if kind != "time" or _is_new(kind, stage, before)
            for line in lines
        ]
        found = seen + self.moods(stage)
        self.random.shuffle(found)
        return found

    def changes(self, stage: Stage, before: Stage | None) -> list[Candidate]:
        """What can be seen and could not be seen ``before``, new weather first."""
        found = [
            (kind != "weather", self.random.random(), line)
            for kind, lines in self._sights(stage).items()
            if (before is None and kind != "time") or _is_new(kind, stage, before)
            for line in lines
        ]
        return [line for _, _, line in sorted(found, key=lambda entry: entry[:2])]

    def sights(self, stage: Stage) -> list[Candidate]:
        """Whatever can be seen."""
        found = [line for lines in self._sights(stage).values() for line in lines]
        self.random.shuffle(found)
        return found

    def moods(self, stage: Stage) -> list[Candidate]:
        """How the scene feels, and what the hero is like."""
        found = self._usable("mood", stage.mood)
        if self.recognition.hero is not None and stage.beat in _TRAIT_BEATS:
            found += self._usable("trait", figure_looks()[self.recognition.hero.id].group)
        self.random.shuffle(found)
        return [self.narrated(line, MOOD, 0) for line in found]

    def dialogue(self, stage: Stage, names: Iterable[str]) -> list[Candidate]:
        """What the figures of these ``names`` say in the beat."""
        return self.speeches({name: self._usable(f"spoken_by_{name}", stage.beat) for name in names})

    def speeches(self, lines: Mapping[str, Iterable[Template]]) -> list[Candidate]:
        """``lines``, by the slot's name, as the words of their figures."""
        found = []
        for name, rank in _SPEAKERS.items():
            figure = getattr(self.recognition, name)
            if figure is not None and name in self.fillings.names:
                speaker = character_name(figure)
                found += [
                    Candidate(LineDraft(speaker=speaker, text=line.text), (rank, 0)) for line in lines.get(name, ())
                ]
        self.random.shuffle(found)
        return found

    def _sights(self, stage: Stage) -> dict[str, list[Candidate]]:
        """Lines about place, weather and landmark that the brief names and about the light, by what they are about."""
        recognition = self.recognition
        found: dict[str, list[Template]] = {}
        if stage.setting in recognition.settings or stage.setting is recognition.home:
            found["setting"] = self._usable("place", stage.setting)
        if stage.weather in recognition.weathers and not stage.setting.is_indoors:
            found["weather"] = self._usable("weather", stage.weather) * 2
        if stage.landmark in recognition.landmarks and stage.landmark is not None:
            found["landmark"] = self._usable("landmark", stage.landmark)
        if stage.setting is not Setting.SPACE:
            found["time"] = self._usable("time", stage.time)
        return {kind: [self.narrated(line, SIGHT, 0) for line in lines] for kind, lines in found.items()}

    def _usable(self, section: str, key: str) -> list[Template]:
        lines = self.book.get(section, {}).get(key, ())
        return [template for template in lines if template.needs <= self.fillings.names]

    def _shuffled(self, lines: list[Template], rank: int) -> list[Candidate]:
        self.random.shuffle(lines)
        return [self.narrated(line, rank, self._order(line)) for line in lines]

    def _order(self, template: Template) -> int:
        """Where a line of the beat stands among the others: the shape's own lines open it."""
        return template.order + (0 if template.section == self.shape else _MANY)


def _is_new(kind: str, stage: Stage, before: Stage | None) -> bool:
    return before is not None and getattr(before, kind) is not getattr(stage, kind)
