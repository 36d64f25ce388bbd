"""Revisions of a screenplay: what the critic asks for is changed, and the rest stays."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from asked import BUDGETS, agent, ask, facts, treatment, write

from studio.graph.screenplay import measure_scenes
from studio.production.critique import CritiqueDraft, Suggestion
from studio.production.screenplay import LineDraft, SceneDraft, ScreenplayDraft
from studio.production.speaking import expected_seconds
from studio.production.tasks import (
    BriefFacts,
    CritiqueScreenplay,
    ReviseScreenplay,
)
from studio.production.treatment import TreatmentDraft
from studio.production.vocabulary import (
    AgentRole,
    Kind,
    Mood,
    Weather,
)
from studio.tools.offline.rules.criticism import critique_screenplay


def _revise(draft: ScreenplayDraft, suggestions: tuple[Suggestion, ...] = ()) -> ScreenplayDraft:
    critique = CritiqueDraft(scores=(), suggestions=suggestions, alignment=0.5, overall=0.5)
    task = ReviseScreenplay(
        brief=facts(),
        agent=agent(),
        treatment=treatment(facts()),
        budgets=BUDGETS,
        screenplay=draft,
        critique=critique,
        round=1,
    )
    return ScreenplayDraft.model_validate_json(ask(task, seed=9))


def _seconds(scene: SceneDraft) -> float:
    return sum(expected_seconds(line.text, "en") for line in scene.lines)


def test_a_revision_mends_what_is_too_long_too_short_or_repeated() -> None:
    draft = write(facts(), treatment(facts()))
    long = (
        LineDraft(text="This line goes on, and on, and on, far beyond what anybody could say in the time there is."),
    )
    scenes = list(draft.scenes)
    scenes[1] = scenes[1].model_copy(update={"lines": long})
    scenes[2] = scenes[2].model_copy(update={"lines": ()})
    scenes[4] = scenes[4].model_copy(update={"lines": scenes[3].lines})
    revised = _revise(draft.model_copy(update={"scenes": tuple(scenes)}))
    assert revised.scenes[0] == scenes[0]
    assert revised.scenes[3] == scenes[3]
    for number in (1, 2, 4):
        assert 0.6 * 4.2 <= _seconds(revised.scenes[number]) <= 4.2
    said = [line.text for scene in revised.scenes for line in scene.lines]
    assert len(said) == len(set(said))


def test_a_revision_rewrites_the_scene_that_the_critic_names() -> None:
    draft = write(facts(), treatment(facts()))
    revised = _revise(draft, (Suggestion(target="scene 3", advice="Say it differently."),))
    assert revised.scenes[2].lines != draft.scenes[2].lines
    assert revised.scenes[3:] == draft.scenes[3:]


def _alike(scene: SceneDraft, **changes: object) -> SceneDraft:
    return scene.model_copy(update={"mood": Mood.CALM, "weather": Weather.CLEAR, **changes})


FAULTS: list[tuple[str, str, Callable[[ScreenplayDraft], ScreenplayDraft]]] = [
    ("variety", "staged", lambda draft: _with(draft, [_alike(draft.scenes[0])] * 2 + list(draft.scenes[2:]))),
    (
        "structure",
        "ends tense",
        lambda draft: _with(draft, [*draft.scenes[:-1], draft.scenes[-1].model_copy(update={"mood": Mood.TENSE})]),
    ),
    ("structure", "one mood", lambda draft: _with(draft, [_alike(scene) for scene in draft.scenes])),
    ("structure", "nothing happens", lambda draft: _with(draft, [_emptied(draft.scenes[0]), *draft.scenes[1:]])),
    ("structure", "no title", lambda draft: draft.model_copy(update={"title": " "})),
    (
        "structure",
        "never seen",
        lambda draft: _with(draft, [scene.model_copy(update={"characters": ()}) for scene in draft.scenes]),
    ),
]


def _with(draft: ScreenplayDraft, scenes: list[SceneDraft]) -> ScreenplayDraft:
    return draft.model_copy(update={"scenes": tuple(scenes)})


def _emptied(scene: SceneDraft) -> SceneDraft:
    return scene.model_copy(update={"action": "", "lines": ()})


def _criticised(draft: ScreenplayDraft, brief: BriefFacts, plan: TreatmentDraft) -> CritiqueDraft:
    measured = measure_scenes(draft, BUDGETS, brief.language, voice=True)
    task = CritiqueScreenplay(
        brief=brief, agent=agent(AgentRole.CRITIC), treatment=plan, screenplay=draft, measurements=measured
    )
    return critique_screenplay(task, random.Random(0))


def _score(critique: CritiqueDraft, criterion: str) -> float:
    return next(score.score for score in critique.scores if score.criterion == criterion)


@pytest.mark.parametrize(("criterion", "fault", "spoil"), FAULTS)
def test_a_revision_follows_what_the_critic_suggests(
    criterion: str, fault: str, spoil: Callable[[ScreenplayDraft], ScreenplayDraft]
) -> None:
    brief = facts()
    plan = treatment(brief)
    spoiled = spoil(write(brief, plan))
    before = _criticised(spoiled, brief, plan)
    assert fault in next(score.evidence for score in before.scores if score.criterion == criterion)
    task = ReviseScreenplay(
        brief=brief,
        agent=agent(),
        treatment=plan,
        budgets=BUDGETS,
        screenplay=spoiled,
        critique=before,
        round=1,
    )
    after = _criticised(ScreenplayDraft.model_validate_json(ask(task, seed=9)), brief, plan)
    assert _score(after, criterion) > _score(before, criterion)
    assert after.overall > before.overall


def test_a_revision_names_the_product() -> None:
    brief = facts("Launch the Trail Flask, a bottle made of recycled steel, for weekend hikers", Kind.AD)
    plan = treatment(brief)
    draft = write(brief, plan)
    unnamed = _with(
        draft,
        [
            scene.model_copy(update={"lines": tuple(line for line in scene.lines if "Trail Flask" not in line.text)})
            for scene in draft.scenes
        ],
    )
    before = _criticised(unnamed, brief, plan)
    named = tuple(one for one in before.suggestions if one.advice == "name Trail Flask")
    assert named
    critique = before.model_copy(update={"suggestions": named})
    task = ReviseScreenplay(
        brief=brief, agent=agent(), treatment=plan, budgets=BUDGETS, screenplay=unnamed, critique=critique, round=1
    )
    revised = ScreenplayDraft.model_validate_json(ask(task, seed=9))
    assert "Trail Flask" in revised.scenes[-1].lines[-1].text
    assert _score(_criticised(revised, brief, plan), "alignment") > _score(before, "alignment")
