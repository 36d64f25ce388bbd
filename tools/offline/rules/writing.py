"""The screenplay of a brief: scenes along the arc with words within their budgets.

In a language without written templates the brief's own clauses are the only words.
"""

from __future__ import annotations

import random as randomness

from studio.production.screenplay import LineDraft, SceneDraft, ScreenplayDraft
from studio.production.tasks import BriefFacts, SceneBudget, WriteScreenplay
from studio.production.treatment import CharacterDraft, TreatmentDraft
from studio.production.vocabulary import Kind
from studio.tools.offline.rules.casting import character_name
from studio.tools.offline.rules.lexicon import base_language, has_templates
from studio.tools.offline.rules.narration import Narrator
from studio.tools.offline.rules.quoting import certain_name, own_words
from studio.tools.offline.rules.recognition import Recognition, recognise_brief
from studio.tools.offline.rules.staging import Stage, stages
from studio.tools.offline.rules.templates import Fillings, book

_PIECES_OF_ONE_SENTENCE = 2


def write_screenplay(task: WriteScreenplay, random: randomness.Random) -> ScreenplayDraft:
    """One scene for each budget."""
    writer = Writer(task.brief, task.treatment, task.budgets, random)
    scenes = tuple(writer.scene(number) for number in range(len(task.budgets)))
    return ScreenplayDraft(title=task.treatment.title, scenes=scenes)


class Writer:
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
                fillings = Fillings(self._recognition.hero if self._leads else None, other)
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
            told = " ".join(line.text for line in lines).lower()
            figures = {character_name(figure): figure for figure in self._recognition.figures}
            speakers |= {name for name, figure in figures.items() if any(word in told for word in figure.words)}
            late = False
        return tuple(
            name
            for place, name in enumerate(names)
            if (place == 0 and self._leads) or (late and place == 1) or name in speakers
        )

    def _is_told_of_first(self) -> bool:
        """Whether the first of the brief's sentences tells of the hero."""
        hero = self._recognition.hero
        first = next((line.text.lower() for lines in self._own for line in lines), "")
        return hero is not None and any(word in first for word in hero.words)


def _in_cast(recognition: Recognition, cast: tuple[CharacterDraft, ...]) -> Recognition:
    """Only figures that are in the cast are spoken of."""
    names = {member.name for member in cast}
    figures = tuple(figure for figure in recognition.figures if character_name(figure) in names)
    return Recognition(**{**vars(recognition), "figures": figures})
