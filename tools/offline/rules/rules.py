"""The offline language tool: each task is answered by a rule, never by a model.

It reads the task's typed input and ignores prompts. The same request gives the same answer everywhere.
"""

from __future__ import annotations

import asyncio
import random as randomness
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import ValidationError

from studio.errors import ToolError, UnknownTask
from studio.production.canonical import Document, derive_seed
from studio.production.tasks import TASKS, BriefFacts, Task
from studio.tools.language import LanguageProduct, LanguageRequest
from studio.tools.tool import Capability, Workbench

Rule = Callable[[Any, randomness.Random], Document]


@cache
def rules() -> Mapping[str, Rule]:
    """The rule for every task, by the task's name."""
    from studio.tools.offline.rules.criticism import critique_film, critique_picture, critique_screenplay
    from studio.tools.offline.rules.directing import plan_shots
    from studio.tools.offline.rules.judging import judge_pitches
    from studio.tools.offline.rules.motion import describe_motion
    from studio.tools.offline.rules.ownwords import stage_own_text
    from studio.tools.offline.rules.painting import describe_character, describe_picture
    from studio.tools.offline.rules.pitching import pitch
    from studio.tools.offline.rules.revising import revise_screenplay
    from studio.tools.offline.rules.scoring import score_scene
    from studio.tools.offline.rules.treating import merge_treatment
    from studio.tools.offline.rules.writing import write_screenplay

    return {
        "Pitch": pitch,
        "JudgePitches": judge_pitches,
        "MergeTreatment": merge_treatment,
        "WriteScreenplay": write_screenplay,
        "StageOwnText": stage_own_text,
        "CritiqueScreenplay": critique_screenplay,
        "ReviseScreenplay": revise_screenplay,
        "PlanShots": plan_shots,
        "DescribeCharacter": describe_character,
        "DescribePicture": describe_picture,
        "CritiquePicture": critique_picture,
        "DescribeMotion": describe_motion,
        "ScoreScene": score_scene,
        "CritiqueFilm": critique_film,
    }


@dataclass(frozen=True)
class Rules:
    """Answers every ``Task`` by rule."""

    name: str = "offline:rules"
    version: str = "10"
    capability: Capability = Capability.LANGUAGE

    async def __call__(self, request: LanguageRequest, bench: Workbench) -> LanguageProduct:
        """The answer as JSON of the task's answer type; raises ``UnknownTask`` and ``ToolError``."""
        return await asyncio.to_thread(answer, request)


def answer(request: LanguageRequest) -> LanguageProduct:
    """Answer ``request`` by the rule of its task."""
    known: dict[str, type[Task[Document]]] = {task.name(): task for task in TASKS}
    if request.task not in known or request.task not in rules():
        raise UnknownTask(
            f"offline:rules has no rule for the task {request.task!r}.",
            next_step=f"It knows: {', '.join(sorted(rules()))}.",
            tool="offline:rules",
        )
    try:
        task = known[request.task].model_validate(request.input)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ToolError(
            f"The input of {request.task} does not fit: {where}: {first['msg']}.",
            next_step="Pass the task's own JSON.",
            tool="offline:rules",
        ) from error
    # Two films with one seed are told in different words.
    brief = getattr(task, "brief", None)
    told = brief.text if isinstance(brief, BriefFacts) else ""
    random = randomness.Random(derive_seed(request.seed, request.task, told))
    return LanguageProduct(answer=rules()[request.task](task, random).model_dump_json())
