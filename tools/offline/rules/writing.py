"""The screenplay of a brief, and its revision: scenes along the arc with words within their budgets.

In a language without written templates the brief's own clauses are the only words.
"""

from __future__ import annotations

import random as randomness
import re

from studio.production.screenplay import LineDraft, SceneDraft, ScreenplayDraft
from studio.production.tasks import BriefFacts, ReviseScreenplay, SceneBudget, WriteScreenplay
from studio.production.treatment import CharacterDraft, TreatmentDraft
from studio.production.vocabulary import Kind
from studio.tools.offline.rules.casting import character_name
from studio.tools.offline.rules.lexicon import base_language, has_templates
from studio.tools.offline.rules.narration import ENOUGH, Narrator
from studio.tools.offline.rules.quoting import certain_name, own_words
from studio.tools.offline.rules.recognition import Recognition, recognise_brief
from studio.tools.offline.rules.staging import Stage, stages
from studio.tools.offline.rules.templates import Fillings, book
from studio.tools.offline.speech.pace import expected_seconds

_TARGET_SCENE = re.compile(r"scene\s+(\d+)", re.IGNORECASE)


def write_screenplay(task: WriteScreenplay, random: randomness.Random) -> ScreenplayDraft:
    """One scene for each budget."""
    writer = _Writer(task.brief, task.treatment, task.budgets, random)
    scenes = tuple(writer.scene(number) for number in range(len(task.budgets)))
    return ScreenplayDraft(title=task.treatment.title, scenes=scenes)


def revise_screenplay(task: ReviseScreenplay, random: randomness.Random) -> ScreenplayDraft:
    """The screenplay with new words in every scene that is too long, too short, repeats another or was criticised."""
    writer = _Writer(task.brief, task.treatment, task.budgets, random)
    weak = _weak_scenes(task)
    kept: set[str] = set()
    for number, scene in enumerate(task.screenplay.scenes):
        if number not in weak:
            kept |= {line.text for line in scene.lines}
    writer.keep(kept)
    scenes = []
    for number, budget in enumerate(task.budgets):
        if number < len(task.screenplay.scenes):
            scene = task.screenplay.scenes[number]
            if number in weak:
                lines = writer.scene(number).lines
                if not lines:
                    lines = _shortened(scene.lines, budget, task.brief.language, kept)
                scene = scene.model_copy(update={"lines": lines})
            scenes.append(scene)
        else:
            scenes.append(writer.scene(number))
    return ScreenplayDraft(title=task.screenplay.title, scenes=tuple(scenes))


class _Writer:
    """Stages and words of one film."""

    def __init__(
        self,
        facts: BriefFacts,
        treatment: TreatmentDraft,
        budgets: tuple[SceneBudget, ...],
        random: randomness.Random,
    ) -> None:
        self._budgets = budgets
        self._language = facts.language
        self._recognition = _in_cast(recognise_brief(facts), treatment.cast)
        self._cast = treatment.cast
        # The pictures' course is drawn apart from the words, so that a revision keeps it.
        course = randomness.Random(f"{facts.text}/{treatment.music.tonic}/{len(budgets)}")
        self._stages = stages(
            facts.kind, treatment.shape, treatment.music.mood, self._recognition, len(budgets), course
        )
        self._own = own_words(facts, treatment, tuple(budget.spoken_seconds for budget in budgets))
        self._said: set[str] = set()
        self._narrator: Narrator | None = None
        if has_templates(facts.language):
            fillings = Fillings(product=certain_name(facts, treatment))
            if facts.kind is Kind.STORY:
                fillings = Fillings(self._recognition.hero, self._recognition.other)
            self._narrator = Narrator(
                book=book(base_language(facts.language), facts.kind),
                language=facts.language,
                shape=treatment.shape,
                recognition=self._recognition,
                fillings=fillings,
                random=random,
                said=self._said,
            )
            self._narrator.await_figures(line for lines in self._own for line in lines)

    def keep(self, said: set[str]) -> None:
        """Lines that stand in the film already and must not be said again."""
        self._said |= said

    def scene(self, number: int) -> SceneDraft:
        stage = self._stages[number]
        budget = self._budgets[number].spoken_seconds
        if self._narrator is not None:
            lines = self._narrator.scene(stage, budget, self._own[number])
        else:
            lines = self._clauses_within(number, budget)
        return SceneDraft(
            setting=stage.setting,
            time_of_day=stage.time,
            weather=stage.weather,
            mood=stage.mood,
            landmark=stage.landmark,
            action=lines[0].text if lines else "",
            characters=self._seen(stage, number, lines),
            lines=lines,
        )

    def _clauses_within(self, number: int, budget: float) -> tuple[LineDraft, ...]:
        lines = []
        left = budget
        for line in self._own[number]:
            cost = expected_seconds(line.text, self._language)
            if cost <= left and line.text not in self._said:
                self._said.add(line.text)
                lines.append(LineDraft(text=line.text))
                left -= cost
        return tuple(lines)

    def _seen(self, stage: Stage, number: int, lines: tuple[LineDraft, ...]) -> tuple[str, ...]:
        """Who is in the picture: the hero nearly always, the other once they have met, and whoever speaks."""
        names = [member.name for member in self._cast]
        if not names:
            return ()
        speakers = {line.speaker for line in lines}
        late = stage.beat in ("ally", "turn", "climax", "return", "closing") or number == len(self._stages) - 1
        seen = [name for place, name in enumerate(names) if place == 0 or (late and place == 1) or name in speakers]
        return tuple(seen)


def _in_cast(recognition: Recognition, cast: tuple[CharacterDraft, ...]) -> Recognition:
    """Only figures that are in the cast are spoken of."""
    names = {member.name for member in cast}
    figures = tuple(figure for figure in recognition.figures if character_name(figure) in names)
    return Recognition(**{**vars(recognition), "figures": figures})


def _weak_scenes(task: ReviseScreenplay) -> set[int]:
    """Scenes whose words miss their budget or repeat earlier ones, and those that the critique names."""
    weak = set()
    said: set[str] = set()
    for number, (scene, budget) in enumerate(zip(task.screenplay.scenes, task.budgets, strict=False)):
        seconds = sum(expected_seconds(line.text, task.brief.language) for line in scene.lines)
        texts = {line.text for line in scene.lines}
        if not ENOUGH * budget.spoken_seconds <= seconds <= budget.spoken_seconds or texts & said:
            weak.add(number)
        said |= texts
    for suggestion in task.critique.suggestions:
        named = _TARGET_SCENE.search(suggestion.target)
        if named is not None:
            weak.add(int(named[1]) - 1)
    return weak


def _shortened(
    lines: tuple[LineDraft, ...], budget: SceneBudget, language: str, kept: set[str]
) -> tuple[LineDraft, ...]:
    """The first lines that fit and are said nowhere else."""
    left = budget.spoken_seconds
    fitting = []
    for line in lines:
        cost = expected_seconds(line.text, language)
        if cost <= left and line.text not in kept:
            fitting.append(line)
            left -= cost
    return tuple(fitting)
