"""What every agent does: it has a persona, it thinks through a language tool, and it takes part in the meeting.

An answer that does not fit its type, that the provider refused, or that its type allows and the work does not (a scene
too few, an unknown name), is asked for once more with the reason, then mended where code can, and is otherwise a
``MalformedProduct``.

Knows nothing of which tool answers, of the store or of the order of work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from studio.agents.acceptance import faults, mended
from studio.agents.prompt import system_prompt, task_prompt
from studio.errors import ContentRefused, MalformedProduct, ToolError
from studio.producer.thinking import Thinking
from studio.production.canonical import Document
from studio.production.tasks import (
    AgentProfile,
    BriefFacts,
    JudgementDraft,
    JudgePitches,
    Pitch,
    PitchDraft,
    PitchOnTheTable,
    Task,
)
from studio.tools.language import ShownPicture

AnswerT = TypeVar("AnswerT", bound=Document)

TRIES = 2
"""How often an agent asks before it gives up."""
WORKING_LANGUAGE = "en"
"""What is never heard or read in the film (directions, critiques) is written in this language."""


@dataclass(frozen=True)
class Agent:
    """A member of the studio. Calls raise ``ToolError`` when the language tool fails."""

    profile: AgentProfile
    thinking: Thinking

    async def pitch(self, brief: BriefFacts, seed: int) -> PitchDraft:
        """The film that this agent would make of ``brief``."""
        return await self._ask(Pitch(brief=brief, agent=self.profile), brief.language, seed)

    async def judge(self, brief: BriefFacts, pitches: tuple[PitchOnTheTable, ...], seed: int) -> JudgementDraft:
        """Scores 0..1 for every one of the others' ``pitches``, in one answer."""
        return await self._ask(JudgePitches(brief=brief, agent=self.profile, pitches=pitches), brief.language, seed)

    async def _ask(
        self,
        task: Task[AnswerT],
        language: str,
        seed: int,
        *,
        candidate: int = 0,
        attempt: int = 0,
        pictures: tuple[ShownPicture, ...] = (),
    ) -> AnswerT:
        found: tuple[str, ...] = ()
        for number in range(1, TRIES + 1):
            try:
                answer = await self.thinking.think(
                    task,
                    agent=self.profile,
                    system=system_prompt(self.profile),
                    prompt=task_prompt(task, found),
                    language=language,
                    seed=seed,
                    candidate=candidate,
                    attempt=attempt,
                    pictures=pictures,
                )
            except (MalformedProduct, ContentRefused) as error:
                if number == TRIES:
                    raise
                found = (_complaint(error),)
                continue
            found = faults(task, answer)
            if found and number == TRIES:
                answer = mended(task, answer)
                found = faults(task, answer)
            if not found:
                return answer
        raise MalformedProduct(
            f"{self.profile.name} ({self.profile.role}) gave no usable answer to {task.name()}: {found[0]}",
            next_step="Run again, or use another language tool.",
            task=task.name(),
        )


def _complaint(error: ToolError) -> str:
    if isinstance(error, ContentRefused):
        return "The last answer was refused as unsuitable. Keep to what anybody may see and read."
    return f"The answer is not the JSON that was asked for: {error.fields.get('reason', error.what)}."
