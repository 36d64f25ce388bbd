"""The director: one treatment from many pitches, and the shots of a scene."""

from __future__ import annotations

from dataclasses import dataclass

from studio.agents.agent import Agent
from studio.production.screenplay import SceneDraft, ShotPlanDraft
from studio.production.tasks import BriefFacts, MergeTreatment, PitchOnTheTable, PlanShots
from studio.production.treatment import TreatmentDraft
from studio.production.vocabulary import Kind


@dataclass(frozen=True)
class Director(Agent):
    """Holds the film together."""

    async def merge(
        self,
        brief: BriefFacts,
        pitches: tuple[PitchOnTheTable, ...],
        own_text: tuple[tuple[str, ...], ...],
        seed: int,
        speakers: tuple[str, ...] = (),
    ) -> TreatmentDraft:
        """One treatment from the judged ``pitches``. ``own_text`` is the person's text by scene, and ``speakers`` those
        who speak in it; both empty for a brief."""
        task = MergeTreatment(brief=brief, agent=self.profile, pitches=pitches, own_text=own_text, speakers=speakers)
        return await self._ask(task, brief.language, seed)

    async def plan_shots(
        self, kind: Kind, language: str, treatment: TreatmentDraft, scene: SceneDraft, seconds: float, seed: int
    ) -> ShotPlanDraft:
        """The shots of ``scene``, which lasts ``seconds``."""
        task = PlanShots(
            agent=self.profile, kind=kind, language=language, treatment=treatment, scene=scene, seconds=seconds
        )
        return await self._ask(task, language, seed)
