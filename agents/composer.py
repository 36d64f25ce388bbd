"""The composer: what is heard in a scene besides voices."""

from __future__ import annotations

from dataclasses import dataclass

from studio.agents.agent import Agent
from studio.production.screenplay import CueSheetDraft, SceneDraft
from studio.production.tasks import ScoreScene
from studio.production.treatment import MusicDirection


@dataclass(frozen=True)
class Composer(Agent):
    """Writes cue sheets; music and sound tools play them."""

    async def score(
        self, music: MusicDirection, scene: SceneDraft, seconds: float, language: str, seed: int
    ) -> CueSheetDraft:
        """Mood, intensity, ambiences and effects for ``scene``, which lasts ``seconds``."""
        task = ScoreScene(agent=self.profile, music=music, scene=scene, seconds=seconds)
        return await self._ask(task, language, seed)
