"""The artist: how a shot is painted."""

from __future__ import annotations

from dataclasses import dataclass

from studio.agents.agent import WORKING_LANGUAGE, Agent
from studio.production.screenplay import PictureDraft, SceneDraft, ShotDraft
from studio.production.tasks import DescribePicture
from studio.production.treatment import TreatmentDraft


@dataclass(frozen=True)
class Artist(Agent):
    """Describes pictures; an image tool paints them."""

    async def describe(
        self,
        treatment: TreatmentDraft,
        scene: SceneDraft,
        shot: ShotDraft,
        seed: int,
        note: str = "",
        attempt: int = 0,
        candidate: int = 0,
    ) -> PictureDraft:
        """A prompt, and a direction for each figure of ``shot``; ``note`` is the critic's advice on the last one."""
        task = DescribePicture(agent=self.profile, treatment=treatment, scene=scene, shot=shot, note=note)
        return await self._ask(task, WORKING_LANGUAGE, seed, candidate=candidate, attempt=attempt)
