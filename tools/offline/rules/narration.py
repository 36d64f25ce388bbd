"""Choosing the words of scenes: a telling, single written lines and the brief's own, within the seconds for words.

A telling is the spine of a film: its lines stand together and in their order, and other lines only where time is left.
No line is said twice in a film. Where material runs out, less is said. Knows nothing of pictures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import dropwhile
from math import ceil

from studio.production.screenplay import NARRATOR, LineDraft
from studio.production.speaking import expected_seconds
from studio.tools.offline.rules.material import (
    AFTER_SPINE,
    INTRODUCTION,
    LAST,
    SIGHT,
    SIGHTS,
    SPINE,
    Candidate,
    Material,
)
from studio.tools.offline.rules.staging import Stage
from studio.tools.offline.rules.tellings import Telling
from studio.tools.offline.rules.templates import fill

FULL = 0.85
"""A scene that speaks for this share of its budget is full enough."""

GOOD = 0.75
ENOUGH = 0.6
_WHOLE = 1.0
_ATTEMPTS = 6
_DIALOGUE_SHARE = 0.26
_BEFORE_MEETING = frozenset({"opening", "want", "departure", "trial"})
_MAX_COLOUR = 2
_COLOUR_SHARE = 0.75
_SIGHT_SHARE = 0.35
_SECONDS_PER_EXTRA_COLOUR = 8.0


@dataclass(frozen=True)
class OwnLine:
    """A span of the brief and where it stands in its scene: lower ranks come first.

    Nothing else is said in the scene of a span that stands ``alone``. A span that ``goes_on`` is not the beginning of
    its sentence.
    """

    text: str
    rank: int = 2
    alone: bool = False
    goes_on: bool = False


@dataclass
class _Choice:
    """Lines taken for a scene of ``budget`` seconds for words, what they mention, and their seconds."""

    budget: float
    candidates: list[Candidate] = field(default_factory=list)
    met: set[str] = field(default_factory=set)
    spoken: float = 0.0
    quotes: bool = False
    begins_brief: bool = False

    @property
    def ends_with_brief(self) -> bool:
        """Whether a span of the brief, such as its slogan, is said after everything else."""
        return any(line.template is None and line.place[0] > LAST for line in self.candidates)

    def is_spoken(self, share: float) -> bool:
        """Whether words take this share of the budget."""
        return self.spoken >= share * self.budget


@dataclass
class Narrator:
    """Writes the scenes of ``stages`` one after another and remembers what was said.

    ``said`` may be filled with lines that stand already; figures in ``awaited`` are first named by a span of the brief
    that is still to come; scenes in ``reworded`` are to be said in other words than before; those in ``quoted``
    have spans of the brief, between which nothing is told. Without a ``telling`` every
    beat takes single lines.
    """

    material: Material
    language: str
    stages: tuple[Stage, ...]
    telling: Telling | None = None
    said: set[str] = field(default_factory=set)
    awaited: set[str] = field(default_factory=set)
    reworded: set[int] = field(default_factory=set)
    quoted: frozenset[int] = frozenset()
    _lines: int = 0
    _dialogues: int = 0
    _speaker: str = NARRATOR
    _sighted: bool = False
    _met: set[str] = field(default_factory=set)

    def scene(self, number: int, budget: float, own: Iterable[OwnLine] = ()) -> tuple[LineDraft, ...]:
        """The lines of scene ``number``, spoken within ``budget`` seconds; ``own`` are spans of the brief that belong
        here, and are always said.

        A few seeded choices are tried and the one that fills the budget best is kept.
        """
        own = tuple(own)
        told = self._goes_on(number)
        if self.telling is not None and told and number > 0:
            self._met |= self.telling.opening.introduces
        good = ENOUGH if told and number not in self.reworded else GOOD
        best: _Choice | None = None
        for _ in range(_ATTEMPTS):
            choice = self._quoted(number, budget, own)
            if not any(line.alone for line in own):
                (self._tell if told else self._fill)(choice, number)
            if best is None or choice.spoken > best.spoken:
                best = choice
            if best.is_spoken(good):
                break
        chosen = best.candidates if best is not None else []
        for candidate in chosen:
            self.said.add(candidate.line.text)
            self._met |= self.material.mentioned(candidate)
        speakers = [candidate.line.speaker for candidate in chosen if candidate.line.speaker != NARRATOR]
        self._sighted = any(line.template is not None and line.template.section in SIGHTS for line in chosen)
        self._lines += len(chosen)
        self._dialogues += len(speakers)
        self._speaker = speakers[-1] if speakers else self._speaker
        return tuple(candidate.line for candidate in sorted(chosen, key=lambda candidate: candidate.place))

    def await_figures(self, own: Iterable[OwnLine]) -> None:
        """Leave the first mention of figures to those spans of the brief that name them."""
        for line in own:
            self.awaited |= self.material.mentioned(Candidate(LineDraft(text=line.text), (0, 0)))

    def _quoted(self, number: int, budget: float, own: tuple[OwnLine, ...]) -> _Choice:
        """A choice with what must be said: the brief's own spans, and the product's name."""
        choice = _Choice(budget, quotes=bool(own))
        choice.begins_brief = choice.quotes and not self._lines and all(line.rank > OwnLine.rank for line in own)
        for at, line in enumerate(own):
            span = Candidate(LineDraft(text=line.text), (line.rank, at))
            if self._can_follow(span, choice, number):
                self._add(span, choice)
        if self._names_product(number):
            self._take(choice, number, self.material.naming(self.stages[number]), 1, full=_WHOLE)
        return choice

    def _fill(self, choice: _Choice, number: int) -> None:
        """Single lines of the beat, what can be seen and felt, and an answer; beside a telling only what can be seen,
        and what is clear by itself."""
        if choice.begins_brief:
            # Nothing but a telling precedes the brief's own first words.
            return
        if self.telling is not None:
            self._add_asides(choice, number)
            return
        stage, before = self.stages[number], self._before(number)
        # Where the brief tells the story itself, little is put after its sentences, and nothing between them.
        full = ENOUGH if choice.quotes else FULL
        if choice.quotes and (self._lies_within_brief(number) or choice.ends_with_brief):
            return
        spine = self.material.spine(stage)
        colours = self.material.colours(stage, before)
        if number == len(self.stages) - 1:
            # Nothing that is felt follows the last word, and nothing the brief's.
            colours = [line for line in colours if line.place[0] == SIGHT and not choice.quotes]
        self._take(choice, number, self._introductions(number), 1, full)
        self._take(choice, number, spine, 0 if choice.candidates and stage.beat != "ally" else 1, full)
        if self.material.random.random() < _COLOUR_SHARE:
            self._take(choice, number, self._seen(choice, colours), 1, full)
        if not choice.quotes and self._may_speak():
            names = [name for name in ("hero", "other") if name == "hero" or name in self._met]
            self._take(choice, number, self._in_turn(self.material.dialogue(stage, names)), 1)
        self._take(choice, number, spine, 2, full)
        most = _MAX_COLOUR + int(choice.budget / _SECONDS_PER_EXTRA_COLOUR)
        self._take(choice, number, self._seen(choice, colours), most, full)
        self._take(choice, number, spine, full=full)
        if not choice.is_spoken(ENOUGH):
            self._take(choice, number, self.material.reserve(stage), full=full)

    def _tell(self, choice: _Choice, number: int) -> None:
        """The telling's lines of this scene as far as they fit, an answer to them, and a sight that opens the scene;
        asides only where much of the time would be silent, or where other words were asked for.

        A scene for which the telling has nothing, or nothing that fits, has asides alone.
        """
        stage, last = self.stages[number], len(self.stages) - 1
        within, edge = self._lies_within_brief(number), number in (0, last)
        # The brief's own sentences stay together: the telling opens the film before them and goes on after them.
        told = [] if (within and number > 0) or self._leaves_out(number) else self._told(number)
        if choice.ends_with_brief or (choice.is_spoken(ENOUGH) and not edge):
            told = []
        if not self._take(choice, number, told[:1], full=_WHOLE):
            self._add_asides(choice, number)
            return
        self._take(choice, number, self._answers(number, told[0]), 1)
        # Scene after scene that opens with the light would be a list.
        sights = [] if self._sighted or choice.quotes else self.material.changes(stage, self._before(number))
        early = not edge and self.material.random.random() < _SIGHT_SHARE
        seen = early and self._take(choice, number, sights, 1)
        for line in told[1:]:
            if not self._take(choice, number, [line], full=_WHOLE):
                break
        if not seen:
            self._take(choice, number, sights, 1)
        if number not in (0, last) and not choice.quotes:
            full = FULL if number in self.reworded else ENOUGH
            self._take(choice, number, self.material.asides(stage), full=full)

    def _add_asides(self, choice: _Choice, number: int) -> None:
        """A sight and lines that are clear by themselves, where the brief tells nothing, or has told everything."""
        stage, last = self.stages[number], len(self.stages) - 1
        if choice.quotes and (self._lies_within_brief(number) or number == last or choice.is_spoken(ENOUGH)):
            return
        full = FULL if number in self.reworded else ENOUGH
        if self._lies_within_brief(number):
            # What is seen speaks of nobody, so that the brief's next sentence still means whom it meant.
            if not self._take(choice, number, self.material.sights(stage), 1, full):
                self._take(choice, number, self.material.asides(stage), 1, full)
            return
        if not choice.quotes:
            self._take(choice, number, self.material.changes(stage, self._before(number)), 1, full)
        self._take(choice, number, self.material.asides(stage), full=full)

    def _lies_within_brief(self, number: int) -> bool:
        """Whether the brief goes on after scene ``number``, in which it has begun."""
        return bool(self.quoted) and min(self.quoted) <= number < max(self.quoted)

    def _goes_on(self, number: int) -> bool:
        """Whether scene ``number`` has its place in the telling: it opens the film, or the opening has been told. Of a
        subject every line can be said without."""
        if self.telling is None:
            return False
        if number == 0 or self.telling.words:
            return True
        return fill(self.telling.opening, self.material.fillings) in self.said

    def _leaves_out(self, number: int) -> bool:
        """Whether other words than the telling's are asked for, and nothing said elsewhere leans on those left out."""
        if self.telling is None or number not in self.reworded or number in (0, len(self.stages) - 1):
            return False
        lines = self.telling.lines[self.stages[number].beat]
        return not any(fill(line, self.material.fillings) in self.said for line in lines)

    def _told(self, number: int) -> list[Candidate]:
        """The telling's next lines for scene ``number``: what its beat still has, shared with later scenes of it."""
        beat = self.stages[number].beat
        lines = self.telling.lines.get(beat, ()) if self.telling is not None else ()
        ranks = [INTRODUCTION if number == 0 else SPINE for line in lines]
        candidates = [self.material.narrated(line, rank, line.order) for line, rank in zip(lines, ranks, strict=True)]
        unsaid = list(dropwhile(lambda candidate: candidate.line.text in self.said, candidates))
        share = sum(stage.beat == beat for stage in self.stages[number:])
        return unsaid[: ceil(len(unsaid) / share)]

    def _answers(self, number: int, told: Candidate) -> list[Candidate]:
        """What a figure says to ``told``: the telling's own words to the first line of a beat, or a single line of a
        figure that ``told`` names."""
        if self.telling is None or told.template is None or not self._may_speak():
            return []
        beat = self.stages[number].beat
        if not any(self.telling.spoken.values()):
            return self._in_turn(self.material.dialogue(self.stages[number], sorted(told.template.needs)))
        lines = {name: spoken.get(beat, ()) for name, spoken in self.telling.spoken.items()}
        return self._in_turn(self.material.speeches(lines)) if told.template.order == 0 else []

    def _may_speak(self) -> bool:
        """Whether it is time for a figure to speak: figures have about a fifth of the lines."""
        return self._dialogues <= _DIALOGUE_SHARE * (self._lines + 1) - 0.4

    def _in_turn(self, speeches: list[Candidate]) -> list[Candidate]:
        """Those of the figure first who did not speak last."""
        return sorted(speeches, key=lambda candidate: candidate.line.speaker == self._speaker)

    def _introductions(self, number: int) -> list[Candidate]:
        """The hero's first mention, or the second figure's arrival."""
        beat, before = self.stages[number].beat, self._before(number)
        if beat == "opening" and not self._met:
            return self.material.introducing()
        if beat == "ally" and (before is None or before.beat != beat):
            return self.material.arriving()
        return []

    def _seen(self, choice: _Choice, colours: list[Candidate]) -> list[Candidate]:
        """``colours``, of which what can be seen opens the scene, or follows what the brief tells."""
        if not choice.quotes:
            return colours
        return [replace(line, place=(AFTER_SPINE, 0)) if line.place[0] == SIGHT else line for line in colours]

    def _names_product(self, number: int) -> bool:
        return self.stages[number].beat in ("meet", "call") and self.material.fillings.product is not None

    def _before(self, number: int) -> Stage | None:
        return self.stages[number - 1] if number > 0 else None

    def _take(
        self, choice: _Choice, number: int, candidates: Iterable[Candidate], most: int = -1, full: float = FULL
    ) -> int:
        """Add up to ``most`` of ``candidates`` that fit until ``full`` of the budget is spoken; how many were added.

        Words of figures are added even then.
        """
        taken = 0
        for candidate in candidates:
            if taken == most or (candidate.template is not None and choice.is_spoken(full)):
                break
            fits = choice.spoken + self._seconds(candidate) <= choice.budget
            if fits and self._can_follow(candidate, choice, number):
                self._add(candidate, choice)
                taken += 1
        return taken

    def _add(self, candidate: Candidate, choice: _Choice) -> None:
        choice.candidates.append(candidate)
        choice.met |= self.material.mentioned(candidate)
        choice.spoken += self._seconds(candidate)

    def _seconds(self, candidate: Candidate) -> float:
        return expected_seconds(candidate.line.text, self.language)

    def _can_follow(self, candidate: Candidate, choice: _Choice, number: int) -> bool:
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
        early = self.stages[number].beat in _BEFORE_MEETING
        return not template.introduces & met and not ("other" in unmet and early)
