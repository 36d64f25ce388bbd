"""The artist: how a shot is painted."""

from __future__ import annotations

from dataclasses import dataclass

from studio.agents.agent import WORKING_LANGUAGE, Agent
from studio.production.screenplay import MotionDraft, PictureDraft, SceneDraft, SheetDraft, ShotDraft
from studio.production.tasks import DescribeCharacter, DescribeMotion, DescribePicture
from studio.production.treatment import CharacterDraft, Look, TreatmentDraft


@dataclass(frozen=True)
class Artist(Agent):
    """Describes pictures and what moves in them; image and video tools make them."""

    async def describe_character(self, look: Look, character: CharacterDraft, seed: int, note: str = "") -> SheetDraft:
        """What ``character`` looks like, for its cast sheet; ``note`` is why the last wording could not be used."""
        task = DescribeCharacter(agent=self.profile, look=look, character=character, note=note)
        return await self._ask(task, WORKING_LANGUAGE, seed)

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

    async def describe_motion(
        self, treatment: TreatmentDraft, scene: SceneDraft, shot: ShotDraft, picture: str, seed: int, note: str = ""
    ) -> MotionDraft:
        """What moves in ``shot``, whose picture was painted from the words ``picture``."""
        task = DescribeMotion(
            agent=self.profile, treatment=treatment, scene=scene, shot=shot, picture=picture, note=note
        )
        return await self._ask(task, WORKING_LANGUAGE, seed)
