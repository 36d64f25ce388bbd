"""Choosing the words of scenes: written lines and the brief's own, within the seconds that may be spoken.

No line is said twice in a film. Where material runs out, less is said. Knows nothing of pictures.
"""

from __future__ import annotations

import random as randomness
from collections.abc import Iterable
from dataclasses import dataclass, field

from studio.production.screenplay import NARRATOR, LineDraft
from studio.production.vocabulary import Setting, StoryShape, TimeOfDay
from studio.tools.offline.rules.casting import character_name
from studio.tools.offline.rules.lexicon import figure_looks
from studio.tools.offline.rules.recognition import Recognition
from studio.tools.offline.rules.staging import Stage
from studio.tools.offline.rules.templates import Book, Fillings, Template, fill
from studio.tools.offline.speech.pace import expected_seconds

FULL = 0.85
"""A scene that speaks for this share of its budget is full enough."""

ENOUGH = 0.6
_DIALOGUE_SHARE = 0.22
FIRST_MENTION = "a"
_BEFORE_MEETING = frozenset({"opening", "want", "departure", "trial"})
_MAX_COLOUR = 2
_SECONDS_PER_EXTRA_COLOUR = 8.0
_WEIGHTS = {
    frozenset[str](): 1.0,
    frozenset({"hero"}): 1.8,
    frozenset({"hero", "other"}): 2.4,
    frozenset({"other"}): 2.4,
}


@dataclass(frozen=True)
class _Candidate:
    """A line that could be said, and where it stands among the lines of its scene."""

    line: LineDraft
    place: tuple[int, int]
    template: Template | None = None


@dataclass
class Narrator:
    """Writes a film's scenes one after another and remembers what was said.

    ``said`` may be filled with lines that stand already.
    """

    book: Book
    language: str
    shape: StoryShape
    recognition: Recognition
    fillings: Fillings
    random: randomness.Random
    said: set[str] = field(default_factory=set)
    _lines: int = 0
    _dialogues: int = 0
    _time: TimeOfDay | None = None
    _met: set[str] = field(default_factory=set)

    def seconds(self, text: str) -> float:
        """How long ``text`` takes to say."""
        return expected_seconds(text, self.language)

    def scene(self, stage: Stage, budget: float, own: Iterable[str] = ()) -> tuple[LineDraft, ...]:
        """The lines of one scene, spoken within ``budget`` seconds; ``own`` are spans of the brief that belong here."""
        chosen: list[_Candidate] = []
        left = budget

        def take(candidates: Iterable[_Candidate], most: int) -> None:
            nonlocal left
            for candidate in candidates:
                if most == 0 or budget - left >= FULL * budget:
                    return
                cost = self.seconds(candidate.line.text)
                if cost <= left and candidate.line.text not in self.said and self._mentions_in_order(candidate, stage):
                    chosen.append(candidate)
                    self.said.add(candidate.line.text)
                    self._met |= candidate.template.needs if candidate.template else set()
                    left -= cost
                    most -= 1

        spine = self._spine(stage)
        take(self._introductions(stage), 1)
        take([_Candidate(LineDraft(text=text), (2, number)) for number, text in enumerate(own)], -1)
        take(spine, 1 if not chosen else 0)
        if self.random.random() < 0.75:
            take(self._colours(stage), 1)
        take(self._dialogue(stage), 1)
        take(spine, 2)
        take(self._colours(stage), _MAX_COLOUR + int(budget / _SECONDS_PER_EXTRA_COLOUR))
        take(spine, -1)
        if budget - left < ENOUGH * budget:
            take(self._reserve(stage), -1)
        self._lines += len(chosen)
        self._dialogues += sum(candidate.line.speaker != NARRATOR for candidate in chosen)
        self._time = stage.time
        return tuple(candidate.line for candidate in sorted(chosen, key=lambda candidate: candidate.place))

    def _usable(self, section: str, key: str) -> list[Template]:
        lines = self.book.get(section, {}).get(key, ())
        return [template for template in lines if template.needs <= self.fillings.names]

    def _narrated(self, template: Template, rank: int, order: int) -> _Candidate:
        return _Candidate(LineDraft(text=fill(template, self.fillings)), (rank, order), template)

    def _mentions_in_order(self, candidate: _Candidate, stage: Stage) -> bool:
        """A first mention comes first, and only once; "the other" needs one, or the beat in which they meet."""
        template = candidate.template
        if template is None:
            return True
        for name in template.needs:
            is_first = f"{{{name}:{FIRST_MENTION}}}" in template.text.lower()
            if is_first and name in self._met:
                return False
            if name == "other" and not is_first and name not in self._met and stage.beat in _BEFORE_MEETING:
                return False
        return True

    def _introductions(self, stage: Stage) -> list[_Candidate]:
        """Lines that mention a figure for the first time, in the first scene; the name of the product when it comes."""
        if stage.beat == "meet" and self.fillings.product:
            lines = [t for t in self._usable("every", "meet") + self._usable(self.shape, "meet") if t.needs]
        elif stage.beat == "opening" and not self.said:
            lines = [
                t for s in ("every", self.shape) for t in self._usable(s, "opening") if "{hero:a}" in t.text.lower()
            ]
        else:
            return []
        self.random.shuffle(lines)
        return [self._narrated(template, 1, 0) for template in lines]

    def _spine(self, stage: Stage) -> list[_Candidate]:
        """The lines of the beat in a seeded order that prefers those about the figures."""
        lines = [(t, 10 + t.order) for t in self._usable("every", stage.beat)]
        lines += [(t, t.order) for t in self._usable(self.shape, stage.beat)]
        weighed = []
        for template, order in lines:
            weight = _WEIGHTS.get(template.needs, 2.0) * (1.3 if template.section == self.shape else 1.0)
            weighed.append((self.random.random() ** (1 / weight), template, order))
        weighed.sort(key=lambda entry: -entry[0])
        return [self._narrated(template, 3, order) for _, template, order in weighed]

    def _colours(self, stage: Stage) -> list[_Candidate]:
        """What can be seen and felt: place and weather that the brief names, the light where it changes, the mood."""
        recognition = self.recognition
        before = []
        if stage.setting in recognition.settings or stage.setting is recognition.home:
            before += self._usable("place", stage.setting)
        if stage.weather in recognition.weathers and not stage.setting.is_indoors:
            before += self._usable("weather", stage.weather) * 2
        if stage.landmark in recognition.landmarks and stage.landmark is not None:
            before += self._usable("landmark", stage.landmark)
        if stage.time is not self._time and stage.setting is not Setting.SPACE:
            before += self._usable("time", stage.time)
        after = self._usable("mood", stage.mood)
        if recognition.hero is not None:
            after += self._usable("trait", figure_looks()[recognition.hero.id].group)
        found = [self._narrated(template, 0, 0) for template in before]
        found += [self._narrated(template, 5, 0) for template in after]
        self.random.shuffle(found)
        return found

    def _dialogue(self, stage: Stage) -> list[_Candidate]:
        """A short line of a figure, as long as figures speak about a fifth of the lines."""
        if self._dialogues > _DIALOGUE_SHARE * (self._lines + 1) - 0.4:
            return []
        found = []
        for name in ("hero", "other"):
            figure = getattr(self.recognition, name)
            if figure is None or name not in self.fillings.names:
                continue
            speaker = character_name(figure)
            rank = 6 if name == "hero" else 7
            for template in self._usable(f"spoken_by_{name}", stage.beat):
                found.append(_Candidate(LineDraft(speaker=speaker, text=template.text), (rank, 0)))
        self.random.shuffle(found)
        return found

    def _reserve(self, stage: Stage) -> list[_Candidate]:
        """Lines of the same beat from other shapes that say nothing about anybody."""
        found = []
        for section in self.book:
            if section in (*StoryShape, "every") and section != self.shape:
                lines = [t for t in self._usable(section, stage.beat) if not t.needs]
                found += [self._narrated(template, 4, template.order) for template in lines]
        self.random.shuffle(found)
        return found
