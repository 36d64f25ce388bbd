"""The screenplay of a brief: scenes along the arc with words within their budgets.

In a language without written templates the brief's own clauses are the only words.
"""

from __future__ import annotations

import random as randomness
from collections.abc import Iterable, Sequence
from dataclasses import replace

from studio.production.screenplay import LineDraft, SceneDraft, ScreenplayDraft
from studio.production.speaking import expected_seconds
from studio.production.tasks import BriefFacts, SceneBudget, WriteScreenplay
from studio.production.treatment import CharacterDraft, TreatmentDraft
from studio.production.vocabulary import Kind
from studio.tools.offline.rules.casting import character_name, in_own_words
from studio.tools.offline.rules.lexicon import base_language, has_templates, names_any
from studio.tools.offline.rules.material import Material
from studio.tools.offline.rules.narration import Narrator, OwnLine
from studio.tools.offline.rules.quoting import certain_name, lent_seconds, own_words
from studio.tools.offline.rules.recognition import Recognition, recognise_brief
from studio.tools.offline.rules.sentences import ENDS
from studio.tools.offline.rules.speakable import answers, stands_in
from studio.tools.offline.rules.staging import Stage, at_told_times, stages
from studio.tools.offline.rules.tellings import Telling, fitting, told_in
from studio.tools.offline.rules.templates import Fillings, book_for, fill

_PIECES_OF_ONE_SENTENCE = 2
_NAME = -1
"""Before the telling's opening."""


def write_screenplay(task: WriteScreenplay, random: randomness.Random) -> ScreenplayDraft:
    """One scene for each budget."""
    writer = Writer(task.brief, task.treatment, task.budgets, random)
    scenes = tuple(writer.scene(number) for number in range(len(task.budgets)))
    return ScreenplayDraft(title=task.treatment.title, scenes=scenes)


class Writer:
    """Stages and words of one film, which goes on with the telling that stands among the lines of ``told``."""

    def __init__(
        self,
        facts: BriefFacts,
        treatment: TreatmentDraft,
        budgets: tuple[SceneBudget, ...],
        random: randomness.Random,
        told: Iterable[str] = (),
    ) -> None:
        self._budgets = budgets
        self._language = facts.language
        self._text = facts.text
        self._recognition = _in_cast(recognise_brief(facts), treatment.cast)
        self._cast = treatment.cast
        # The pictures' course is drawn apart from the words, so that a revision keeps it.
        course = randomness.Random(f"{facts.text}/{treatment.music.tonic}/{len(budgets)}")
        self._stages = stages(
            facts.kind, treatment.shape, treatment.music.mood, self._recognition, len(budgets), course
        )
        self._seconds = lent_seconds(facts, treatment, tuple(budget.spoken_seconds for budget in budgets))
        self._own = self._called(own_words(facts, treatment, self._seconds), facts, treatment.title)
        self._tells = sum(map(len, self._own)) > _PIECES_OF_ONE_SENTENCE and facts.kind is Kind.STORY
        self._leads = not self._tells or self._is_told_of_first()
        self._said: set[str] = set()
        self._action = ""
        self._narrator: Narrator | None = None
        if has_templates(facts.language):
            fillings = Fillings(product=certain_name(facts, treatment))
            if facts.kind is Kind.STORY:
                # What the brief tells of its figures is not added to, but for a hero who leads it.
                other = None if self._tells else self._recognition.other
                hero = in_own_words(self._recognition.hero, facts) if self._leads else None
                fillings = Fillings(hero, other)
            drawn = f"{facts.text}/{treatment.music.tonic}"
            lines = book_for(facts.text, base_language(facts.language), facts.kind, treatment.shape, drawn)
            material = Material(lines, treatment.shape, self._recognition, fillings, facts.language, random)
            telling = self._telling(material, told) if facts.kind is Kind.STORY else None
            if telling is not None and any(self._own):
                self._own = self._framed(facts, treatment, fill(telling.opening, fillings))
                self._own = self._together(self._own)
            elif telling is None:
                self._own = self._together(self._own, leaning=True)
            self._stages = self._placed()
            self._narrator = Narrator(material, facts.language, self._stages, telling, self._said)
            self._narrator.await_figures(line for lines in self._own for line in lines)
            self._narrator.quoted = _quoted(self._own)
        else:
            self._stages = self._placed()

    def _called(self, own: list[list[OwnLine]], facts: BriefFacts, title: str) -> list[list[OwnLine]]:
        """``own``; where a story's brief is only a name for it, and tells of nobody that the lines know, the narrator
        begins with that name, or nobody would hear what the film is about."""
        lines = [line for members in own for line in members]
        is_named = [line.text for line in lines] == [facts.text.strip()] and not facts.text.strip().endswith(
            tuple(ENDS)
        )
        is_known = self._recognition.hero is not None
        if facts.kind is not Kind.STORY or not has_templates(facts.language) or is_known or (lines and not is_named):
            return own
        stop = "。" if base_language(facts.language) == "zh" else "."
        called = title if title.endswith(tuple(ENDS)) else title + stop
        if title.casefold() not in facts.text.casefold() or self._cost(called) > self._seconds[0]:
            return own
        return [[OwnLine(called, rank=_NAME)], *([] for _ in own[1:])]

    def _placed(self) -> tuple[Stage, ...]:
        """The stages where and when the brief's own words tell of them."""
        texts = [" ".join(line.text for line in lines) for lines in self._own]
        return _in_one_place(at_told_times(self._stages, texts, self._language), self._own)

    def keep(self, said: set[str]) -> None:
        """Lines that stand in the film already and must not be said again."""
        self._said |= said

    def leave_in_place(self, scenes: Sequence[SceneDraft], text: str) -> None:
        """The spans of ``text``, the brief, stay in the scenes in which they stand: some are not written again."""
        known = {line.text: line for lines in self._own for line in lines}
        standing = [
            [known.get(line.text, OwnLine(line.text)) for line in scene.lines if line.text in text] for scene in scenes
        ]
        if any(standing):
            self._own = [*standing, *([] for _ in self._budgets)][: len(self._budgets)]
            if self._narrator is not None:
                self._narrator.quoted = _quoted(self._own)

    def reword(self, number: int, lines: Iterable[LineDraft]) -> None:
        """Say scene ``number`` in other words than ``lines``; how its part of the telling begins may
        stay, and so do the brief's own."""
        if self._narrator is not None:
            telling, fillings = self._narrator.telling, self._narrator.material.fillings
            beginnings = telling.beginnings(fillings) if telling is not None else frozenset()
            self._narrator.reworded.add(number)
            own = {line.text for line in self._own[number]}
            self._said |= {line.text for line in lines} - beginnings - own

    def _framed(self, facts: BriefFacts, treatment: TreatmentDraft, opening: str) -> list[list[OwnLine]]:
        """The brief's own words with room for ``opening`` before them; as they were where words would be lost to it."""
        whole, *others = self._seconds
        room = max(0.0, whole - self._cost(opening))
        for left in (room, 0.0):
            framed = own_words(facts, treatment, (left, *others))
            begins = sum(self._cost(line.text) for line in framed[0]) <= room
            if begins and _words(framed) == _words(self._own):
                return framed
        return self._own

    def _together(self, own: list[list[OwnLine]], *, leaning: bool = False) -> list[list[OwnLine]]:
        """``own`` without scenes between its spans in which nothing of the brief is told, as far as they fit: a
        sentence may lean on the one before it. With ``leaning``, only those move that begin so."""
        language = base_language(self._language)
        moved: list[list[OwnLine]] = [[] for _ in own]
        place = next((number for number, lines in enumerate(own) if lines), 0)
        for number, lines in enumerate(own):
            if not lines:
                continue
            leans = stands_in(lines[0].text, language) or answers(lines[0].text, language)
            if (leaning and not leans) or (number == len(own) - 1 and _is_last_word(lines)):
                place = number
            begun = place
            while place < number and not self._fits(lines, place):
                place += 1
            if place > begun and any(line.goes_on for line in lines):
                return own
            moved[place] = lines
            place += 1
        if leaning:
            return moved
        for number in sorted(_quoted(moved), reverse=True)[1:]:
            # Where the second cannot come earlier, the first may come later.
            after = next(at for at in range(number + 1, len(own)) if moved[at])
            place = next((at for at in range(after - 1, number, -1) if self._fits(moved[number], at)), number)
            moved[place], moved[number] = moved[number], moved[place]
        return moved

    def _fits(self, lines: list[OwnLine], number: int) -> bool:
        return sum(self._cost(line.text) for line in lines) <= self._seconds[number]

    def _cost(self, text: str) -> float:
        return expected_seconds(text, self._language)

    def _telling(self, material: Material, told: Iterable[str]) -> Telling | None:
        """The telling that stands in ``told``, or one of those of which most scenes have time for the first line.

        The brief's own words are framed by one that names nobody.
        """
        figures = frozenset[str]() if any(self._own) else material.fillings.names
        beats = [stage.beat for stage in self._stages]
        candidates = fitting(base_language(self._language), figures, material.shape, beats, self._text)
        found = told_in(told, candidates, material.fillings)
        if found is not None or not candidates:
            return found

        def begun(telling: Telling) -> int:
            firsts = (self._cost(fill(telling.lines[beat][0], material.fillings)) for beat in beats)
            return sum(cost <= seconds for cost, seconds in zip(firsts, self._seconds, strict=True))

        most = max(map(begun, candidates))
        return material.random.choice([telling for telling in candidates if begun(telling) == most])

    def scene(self, number: int) -> SceneDraft:
        stage = self._stages[number]
        if self._narrator is not None:
            lines = self._narrator.scene(number, self._seconds[number], self._own[number])
        else:
            lines = self._own_lines(number)
        # Where nothing is said, what was told last goes on.
        self._action = lines[0].text if lines else self._action
        return SceneDraft(
            setting=stage.setting,
            time_of_day=stage.time,
            weather=stage.weather,
            mood=stage.mood,
            landmark=stage.landmark,
            action=self._action,
            characters=self._seen(stage, number, lines),
            lines=lines,
        )

    def _own_lines(self, number: int) -> tuple[LineDraft, ...]:
        """The brief's own words for a scene, where nothing else can be said."""
        lines = tuple(LineDraft(text=line.text) for line in self._own[number] if line.text not in self._said)
        self._said |= {line.text for line in lines}
        return lines

    def _seen(self, stage: Stage, number: int, lines: tuple[LineDraft, ...]) -> tuple[str, ...]:
        """Who is in the picture: the hero nearly always, the other once they have met, and whoever speaks; where the
        brief tells the story, those of whom the scene's lines tell, and a hero who leads it."""
        names = [member.name for member in self._cast]
        if not names:
            return ()
        speakers = {line.speaker for line in lines}
        late = stage.beat in ("ally", "turn", "climax", "return", "closing") or number == len(self._stages) - 1
        if self._tells:
            told = " ".join(line.text for line in lines)
            figures = {character_name(figure): figure for figure in self._recognition.figures}
            speakers |= {name for name, figure in figures.items() if names_any(told, figure.words, self._language)}
            late = False
        return tuple(
            name
            for place, name in enumerate(names)
            if (place == 0 and self._leads) or (late and place == 1) or name in speakers
        )

    def _is_told_of_first(self) -> bool:
        """Whether the first of the brief's sentences tells of the hero."""
        hero = self._recognition.hero
        first = next((line.text for lines in self._own for line in lines), "")
        return hero is not None and names_any(first, hero.words, self._language)


def _in_one_place(stages: tuple[Stage, ...], own: list[list[OwnLine]]) -> tuple[Stage, ...]:
    """``stages`` in which a sentence that goes on in the next scene goes on where and when it began."""
    kept: list[Stage] = []
    for stage, lines in zip(stages, own, strict=True):
        goes_on = bool(kept) and any(line.goes_on for line in lines)
        kept.append(replace(kept[-1], beat=stage.beat) if goes_on else stage)
    return tuple(kept)


def _quoted(own: list[list[OwnLine]]) -> frozenset[int]:
    """The scenes in which the brief tells; a last word, such as a slogan, stands by itself."""
    told = [number for number, lines in enumerate(own) if lines]
    ends = len(told) > 1 and told[-1] == len(own) - 1 and _is_last_word(own[-1])
    return frozenset(told[:-1] if ends else told)


def _is_last_word(lines: list[OwnLine]) -> bool:
    """Whether the lines of a last scene follow everything else."""
    return all(line.rank > OwnLine.rank for line in lines)


def _words(own: list[list[OwnLine]]) -> list[str]:
    return " ".join(line.text for lines in own for line in lines).split()


def _in_cast(recognition: Recognition, cast: tuple[CharacterDraft, ...]) -> Recognition:
    """Only figures that are in the cast are spoken of."""
    names = {member.name for member in cast}
    figures = tuple(figure for figure in recognition.figures if character_name(figure) in names)
    return Recognition(**{**vars(recognition), "figures": figures})
