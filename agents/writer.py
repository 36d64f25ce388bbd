"""The writer: screenplays, their revision, and the staging of a person's own text."""

from __future__ import annotations

from dataclasses import dataclass

from studio.agents.agent import Agent
from studio.production.critique import CritiqueDraft
from studio.production.screenplay import ScreenplayDraft
from studio.production.tasks import (
    BriefFacts,
    OwnScene,
    ReviseScreenplay,
    SceneBudget,
    StageOwnText,
    WriteScreenplay,
)
from studio.production.treatment import TreatmentDraft


@dataclass(frozen=True)
class Writer(Agent):
    """Tells the story in scenes and lines."""

    async def write(
        self, brief: BriefFacts, treatment: TreatmentDraft, budgets: tuple[SceneBudget, ...], seed: int
    ) -> ScreenplayDraft:
        """A screenplay with exactly one scene for each of ``budgets`` (in seconds)."""
        task = WriteScreenplay(brief=brief, agent=self.profile, treatment=treatment, budgets=budgets)
        return await self._ask(task, brief.language, seed)

    async def revise(
        self,
        brief: BriefFacts,
        treatment: TreatmentDraft,
        budgets: tuple[SceneBudget, ...],
        screenplay: ScreenplayDraft,
        critique: CritiqueDraft,
        number: int,
        seed: int,
    ) -> ScreenplayDraft:
        """``screenplay`` again in the light of ``critique``; ``number`` counts the revisions from 1."""
        task = ReviseScreenplay(
            brief=brief,
            agent=self.profile,
            treatment=treatment,
            budgets=budgets,
            screenplay=screenplay,
            critique=critique,
            round=number,
        )
        return await self._ask(task, brief.language, seed)

    async def stage(
        self, brief: BriefFacts, treatment: TreatmentDraft, title: str, scenes: tuple[OwnScene, ...], seed: int
    ) -> ScreenplayDraft:
        """A set, light, weather, mood and action for each of the person's own ``scenes``, whose lines are kept."""
        task = StageOwnText(brief=brief, agent=self.profile, treatment=treatment, title=title, scenes=scenes)
        return await self._ask(task, brief.language, seed)
