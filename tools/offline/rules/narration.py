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

GOOD = 0.75
ENOUGH = 0.6
_ATTEMPTS = 6
_DIALOGUE_SHARE = 0.26
_BEFORE_MEETING = frozenset({"opening", "want", "departure", "trial"})
_MAX_COLOUR = 2
_COLOUR_SHARE = 0.75
_MANY = 100
_TRAIT_BEATS = frozenset({"opening", "want"})
_INTRODUCTION, _SPINE, _LAST = 1, 3, 9
_SECONDS_PER_EXTRA_COLOUR = 8.0
_WEIGHTS = {
    frozenset[str](): 1.0,
    frozenset({"hero"}): 2.8,
    frozenset({"hero", "other"}): 3.8,
    frozenset({"other"}): 3.8,
}


@dataclass(frozen=True)
class OwnLine:
    """A span of the brief and where it stands in its scene: lower ranks come first.

    Nothing else is said in the scene of a span that stands ``alone``.
    """

    text: str
    rank: int = 2
    alone: bool = False


@dataclass(frozen=True)
class _Candidate:
    """A line that could be said, and where it stands among the lines of its scene. The brief's own lines were chosen
    for the scene before and are always said."""

    line: LineDraft
    place: tuple[int, int]
    template: Template | None = None
    is_own: bool = False


@dataclass
class _Choice:
    """Lines taken for a scene, what they mention, and their seconds."""

    candidates: list[_Candidate] = field(default_factory=list)
    met: set[str] = field(default_factory=set)
    spoken: float = 0.0


@dataclass
class Narrator:
    """Writes a film's scenes one after another and remembers what was said.

    ``said`` may be filled with lines that stand already; figures in ``awaited`` are first named by a span of the brief
    that is still to come.
    """

    book: Book
    language: str
    shape: StoryShape
    recognition: Recognition
    fillings: Fillings
    random: randomness.Random
    said: set[str] = field(default_factory=set)
    awaited: set[str] = field(default_factory=set)
    _lines: int = 0
    _dialogues: int = 0
    _speaker: str = NARRATOR
    _time: TimeOfDay | None = None
    _together: bool = False
    _met: set[str] = field(default_factory=set)

    def seconds(self, text: str) -> float:
        """How long ``text`` takes to say."""
        return expected_seconds(text, self.language)

    def scene(self, stage: Stage, budget: float, own: Iterable[OwnLine] = ()) -> tuple[LineDraft, ...]:
        """The lines of one scene, spoken within ``budget`` seconds; ``own`` are spans of the brief that belong here.

        A few seeded choices are tried and the one that fills the budget best is kept.
        """
        own = tuple(own)
        spans = [_Candidate(LineDraft(text=line.text), (line.rank, at), is_own=True) for at, line in enumerate(own)]
        # Nothing precedes the brief's own first words.
        begins = not self._lines and bool(own) and all(line.rank > OwnLine.rank for line in own)
        alone = begins or any(line.alone for line in own)
        best: _Choice | None = None
        for _ in range(_ATTEMPTS):
            choice = self._choice(stage, budget, spans, alone)
            if best is None or choice.spoken > best.spoken:
                best = choice
            if best.spoken >= GOOD * budget:
                break
        chosen = best.candidates if best is not None else []
        for candidate in chosen:
            self.said.add(candidate.line.text)
            self._met |= self._mentioned(candidate)
        self._lines += len(chosen)
        self._dialogues += sum(candidate.line.speaker != NARRATOR for candidate in chosen)
        speakers = [candidate.line.speaker for candidate in chosen if candidate.line.speaker != NARRATOR]
        self._speaker = speakers[-1] if speakers else self._speaker
        self._time = stage.time
        self._together = self._together or stage.beat == "ally"
        return tuple(candidate.line for candidate in sorted(chosen, key=lambda candidate: candidate.place))

    def _choice(self, stage: Stage, budget: float, spans: list[_Candidate], alone: bool) -> _Choice:
        choice = _Choice()

        # Where the brief tells the story itself, little is put between its sentences.
        full = ENOUGH if spans else FULL

        def take(candidates: Iterable[_Candidate], most: int) -> None:
            for candidate in candidates:
                if most == 0 or (choice.spoken >= full * budget and candidate.template is not None):
                    return
                cost = self.seconds(candidate.line.text)
                if (candidate.is_own or choice.spoken + cost <= budget) and self._can_follow(candidate, choice, stage):
                    choice.candidates.append(candidate)
                    choice.met |= self._mentioned(candidate)
                    choice.spoken += cost
                    most -= 1

        naming = stage.beat in ("meet", "call") and self.fillings.product is not None
        take(spans, -1)
        if naming:
            full = 1.0
            take(self._introductions(stage), 1)
            full = ENOUGH if spans else FULL
        if alone:
            return choice
        spine = self._spine(stage)
        if not naming:
            take(self._introductions(stage), 1)
        take(spine, 0 if choice.candidates and stage.beat != "ally" else 1)
        if self.random.random() < _COLOUR_SHARE:
            take(self._colours(stage, told=bool(spans)), 1)
        take(self._dialogue(stage) if not spans else (), 1)
        take(spine, 2)
        take(self._colours(stage, told=bool(spans)), _MAX_COLOUR + int(budget / _SECONDS_PER_EXTRA_COLOUR))
        take(spine, -1)
        if choice.spoken < ENOUGH * budget:
            take(self._reserve(stage), -1)
        return choice

    def await_figures(self, own: Iterable[OwnLine]) -> None:
        """Leave the first mention of figures to those spans of the brief that name them."""
        for line in own:
            self.awaited |= self._mentioned(_Candidate(LineDraft(text=line.text), (0, 0)))

    def _mentioned(self, candidate: _Candidate) -> frozenset[str]:
        """The figures that a line speaks of; a span of the brief by any of their words."""
        if candidate.template is not None:
            return candidate.template.needs
        said = candidate.line.text.lower()
        figures = (("hero", self.fillings.hero), ("other", self.fillings.other))
        return frozenset(name for name, figure in figures if figure and any(word in said for word in figure.words))

    def _usable(self, section: str, key: str) -> list[Template]:
        lines = self.book.get(section, {}).get(key, ())
        return [template for template in lines if template.needs <= self.fillings.names]

    def _narrated(self, template: Template, rank: int, order: int) -> _Candidate:
        return _Candidate(LineDraft(text=fill(template, self.fillings)), (rank, order), template)

    def _can_follow(self, candidate: _Candidate, choice: _Choice, stage: Stage) -> bool:
        """Whether a line is new, names the product at most once a scene, and mentions figures in order.

        A first mention comes first, and only once; "the other" needs one, or the beat in which they meet.
        """
        template = candidate.template
        if candidate.line.text in self.said or any(candidate.line.text == c.line.text for c in choice.candidates):
            return False
        if template is None:
            return True
        if "product" in template.needs & choice.met:
            return False
        met = self._met | choice.met
        if template.needs & (self.awaited - met):
            return False
        unmet = template.needs - template.introduces - met
        return not template.introduces & met and not ("other" in unmet and stage.beat in _BEFORE_MEETING)

    def _introductions(self, stage: Stage) -> list[_Candidate]:
        """The hero's first mention, the second figure's arrival, the product's name and its last word."""
        sections = ("every", self.shape)
        rank = _INTRODUCTION
        if stage.beat in ("meet", "call") and self.fillings.product:
            lines = [t for section in sections for t in self._usable(section, stage.beat) if t.needs]
            rank = _LAST if stage.beat == "call" else rank
        elif stage.beat == "opening" and not self._met:
            lines = [t for section in sections for t in self._usable(section, "opening") if "hero" in t.introduces]
        elif stage.beat == "ally" and not self._together:
            lines = self._usable("every", "arrival")
        else:
            return []
        self.random.shuffle(lines)
        return [self._narrated(template, rank, self._order(template)) for template in lines]

    def _spine(self, stage: Stage) -> list[_Candidate]:
        """The lines of the beat in a seeded order that prefers those about the figures."""
        weighed = []
        for template in (*self._usable(self.shape, stage.beat), *self._usable("every", stage.beat)):
            weight = _WEIGHTS.get(template.needs, 2.0) * (1.3 if template.section == self.shape else 1.0)
            weighed.append((self.random.random() ** (1 / weight), template))
        weighed.sort(key=lambda entry: -entry[0])
        return [self._narrated(template, _SPINE, self._order(template)) for _, template in weighed]

    def _order(self, template: Template) -> int:
        """Where a line of the beat stands among the others: the shape's own lines open it."""
        return template.order + (0 if template.section == self.shape else _MANY)

    def _colours(self, stage: Stage, *, told: bool) -> list[_Candidate]:
        """What can be seen and felt: place and weather that the brief names, the light where it changes, the mood."""
        recognition = self.recognition
        before = []
        if stage.setting in recognition.settings or stage.setting is recognition.home:
            before += self._usable("place", stage.setting)
        if stage.weather in recognition.weathers and not stage.setting.is_indoors:
            before += self._usable("weather", stage.weather) * 2
        if stage.landmark in recognition.landmarks and stage.landmark is not None:
            before += self._usable("landmark", stage.landmark)
        if self._time not in (None, stage.time) and stage.setting is not Setting.SPACE:
            before += self._usable("time", stage.time)
        after = self._usable("mood", stage.mood)
        if recognition.hero is not None and stage.beat in _TRAIT_BEATS:
            after += self._usable("trait", figure_looks()[recognition.hero.id].group)
        # What the brief tells comes before what can be seen.
        found = [self._narrated(template, 4 if told else 0, 0) for template in before]
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
            if figure is None or name not in self.fillings.names or (name == "other" and name not in self._met):
                continue
            speaker = character_name(figure)
            rank = 6 if name == "hero" else 7
            found += [
                _Candidate(LineDraft(speaker=speaker, text=template.text), (rank, 0))
                for template in self._usable(f"spoken_by_{name}", stage.beat)
            ]
        self.random.shuffle(found)
        # They take turns.
        return sorted(found, key=lambda candidate: candidate.line.speaker == self._speaker)

    def _reserve(self, stage: Stage) -> list[_Candidate]:
        """Lines of the same beat from other shapes that say nothing about anybody."""
        found = []
        for section in self.book:
            if section in (*StoryShape, "every") and section != self.shape:
                lines = [t for t in self._usable(section, stage.beat) if not t.needs]
                found += [self._narrated(template, 4, template.order) for template in lines]
        self.random.shuffle(found)
        return found
