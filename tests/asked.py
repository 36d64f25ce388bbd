"""The offline rules asked for a pitch, a treatment or a screenplay, shared by the tests of the rules."""

from __future__ import annotations

import random as randomness

from studio.production.screenplay import ScreenplayDraft
from studio.production.tasks import (
    AgentProfile,
    BriefFacts,
    MergeTreatment,
    PitchDraft,
    SceneBudget,
    Task,
    WriteScreenplay,
)
from studio.production.treatment import TreatmentDraft
from studio.production.vocabulary import (
    AgentRole,
    Kind,
    StoryShape,
    Style,
    Temperament,
)
from studio.tools.language import LanguageRequest
from studio.tools.offline.rules.rules import answer
from studio.tools.offline.rules.treating import merge_treatment
from studio.tools.offline.rules.writing import write_screenplay

KEEPER = "A lighthouse keeper befriends a storm"
DIRECTOR = AgentProfile(name="Director", role=AgentRole.DIRECTOR, temperament=Temperament.TRADITIONAL)
BUDGETS = (SceneBudget(seconds=7, spoken_seconds=4.2),) * 6


def facts(text: str = KEEPER, kind: Kind = Kind.STORY, language: str = "en", style: Style | None = None) -> BriefFacts:
    return BriefFacts(text=text, kind=kind, language=language, seconds=40, style=style)


def agent(role: AgentRole = AgentRole.WRITER, temperament: Temperament = Temperament.TRADITIONAL) -> AgentProfile:
    return AgentProfile(name=f"{role} {temperament}", role=role, temperament=temperament)


def request_of(task: Task[PitchDraft] | Task[TreatmentDraft] | Task[ScreenplayDraft], seed: int = 1) -> LanguageRequest:
    return LanguageRequest(
        task=task.name(),
        input=task.model_dump(mode="json"),
        system="",
        prompt="",
        answer_schema={},
        language="en",
        seed=seed,
    )


def ask(task: Task[PitchDraft] | Task[TreatmentDraft] | Task[ScreenplayDraft], seed: int = 1) -> str:
    return answer(request_of(task, seed)).answer


def treatment(brief: BriefFacts, seed: int = 1, speakers: tuple[str, ...] = ()) -> TreatmentDraft:
    task = MergeTreatment(brief=brief, agent=agent(AgentRole.DIRECTOR), pitches=(), speakers=speakers)
    return TreatmentDraft.model_validate_json(ask(task, seed))


def write(brief: BriefFacts, plan: TreatmentDraft, budgets: tuple[SceneBudget, ...] = BUDGETS) -> ScreenplayDraft:
    task = WriteScreenplay(brief=brief, agent=agent(), treatment=plan, budgets=budgets)
    return ScreenplayDraft.model_validate_json(ask(task))


def film(
    text: str,
    language: str,
    kind: Kind = Kind.STORY,
    *,
    seed: int = 1,
    seconds: tuple[float, ...] = (4.2,) * 6,
    shape: StoryShape | None = None,
) -> tuple[TreatmentDraft, WriteScreenplay, ScreenplayDraft]:
    """Treatment, task and screenplay of a brief in scenes with so many spoken ``seconds``."""
    random = randomness.Random(seed)
    brief = BriefFacts(text=text, kind=kind, language=language, seconds=sum(seconds) / 0.6)
    plan = merge_treatment(MergeTreatment(brief=brief, agent=DIRECTOR, pitches=()), random)
    plan = plan.model_copy(update={"shape": shape or plan.shape})
    budgets = tuple(SceneBudget(seconds=spoken / 0.6, spoken_seconds=spoken) for spoken in seconds)
    task = WriteScreenplay(brief=brief, agent=DIRECTOR, treatment=plan, budgets=budgets)
    return plan, task, write_screenplay(task, random)
