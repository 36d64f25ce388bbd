"""The critic: scores with evidence, and advice that can be followed."""

from __future__ import annotations

from dataclasses import dataclass

from studio.agents.agent import WORKING_LANGUAGE, Agent
from studio.production.critique import CritiqueDraft
from studio.production.screenplay import SceneDraft, ScreenplayDraft, ShotDraft
from studio.production.tasks import (
    BriefFacts,
    CritiqueFilm,
    CritiquePicture,
    CritiqueScreenplay,
    FilmEvidence,
    PictureEvidence,
    SceneMeasurements,
)
from studio.production.treatment import TreatmentDraft
from studio.tools.language import ShownPicture


@dataclass(frozen=True)
class Critic(Agent):
    """Judges what was made from what was measured of it."""

    async def critique_screenplay(
        self,
        brief: BriefFacts,
        treatment: TreatmentDraft,
        screenplay: ScreenplayDraft,
        measurements: tuple[SceneMeasurements, ...],
        seed: int,
    ) -> CritiqueDraft:
        """Pacing, variety, structure and alignment; ``measurements`` has one entry a scene."""
        task = CritiqueScreenplay(
            brief=brief, agent=self.profile, treatment=treatment, screenplay=screenplay, measurements=measurements
        )
        return await self._ask(task, WORKING_LANGUAGE, seed)

    async def critique_picture(
        self,
        scene: SceneDraft,
        shot: ShotDraft,
        measurements: PictureEvidence,
        seed: int,
        pictures: tuple[ShownPicture, ...] = (),
    ) -> CritiqueDraft:
        """Exposure, contrast, legibility, palette and identity of the picture of ``shot``.

        ``pictures`` are what a critic who sees is shown: the picture, and the figures' cast sheets.
        """
        task = CritiquePicture(agent=self.profile, scene=scene, shot=shot, measurements=measurements)
        return await self._ask(task, WORKING_LANGUAGE, seed, pictures=pictures)

    async def critique_film(
        self,
        brief: BriefFacts,
        treatment: TreatmentDraft,
        measurements: FilmEvidence,
        seed: int,
        pictures: tuple[ShownPicture, ...] = (),
    ) -> CritiqueDraft:
        """Pacing, picture, sound, readability and variety of the film; ``pictures`` are its contact sheets."""
        task = CritiqueFilm(brief=brief, agent=self.profile, treatment=treatment, measurements=measurements)
        return await self._ask(task, WORKING_LANGUAGE, seed, pictures=pictures)
