"""The treatment meeting: everybody pitches, everybody judges the others' pitches, the director merges."""

from __future__ import annotations

import asyncio

from studio.agents import manuscript
from studio.graph.context import RunContext, slice_if_stale
from studio.graph.references import strangers
from studio.producer.notices import hearing
from studio.production.canonical import derive_seed
from studio.production.document import Production, adopt_treatment
from studio.production.slices import brief_facts, treatment_slice
from studio.production.tasks import JudgementDraft, OwnScene, PitchOnTheTable
from studio.production.vocabulary import TextForm


async def hold_meeting(context: RunContext, production: Production) -> Production:
    """``production`` with a treatment that is true to its brief."""
    stale = slice_if_stale(production, "treatment", treatment_slice(production))
    if stale is None:
        return production
    with hearing() as heard:
        agreed = await _agreed(context, production)
        # Now, because it cannot change any more: what is not wanted at any price should not cost anything first.
        for notice in strangers(agreed):
            context.producer.degrade(notice)
    return agreed.with_slice("treatment", stale, heard)


async def _agreed(context: RunContext, production: Production) -> Production:
    crew = context.crew()
    facts = brief_facts(production)
    seed = derive_seed(production.seed, "meeting")
    drafts = await asyncio.gather(
        *(agent.pitch(facts, derive_seed(seed, agent.profile.name)) for agent in crew.everyone)
    )
    pitches = tuple(
        PitchOnTheTable(number=number, agent=agent.profile, pitch=draft)
        for number, (agent, draft) in enumerate(zip(crew.everyone, drafts, strict=True), 1)
    )
    judgements = await asyncio.gather(
        *(
            agent.judge(
                facts,
                tuple(pitch for pitch in pitches if pitch.agent != agent.profile),
                derive_seed(seed, "judge", agent.profile.name),
            )
            for agent in crew.everyone
        )
    )
    judged = tuple(pitch.model_copy(update={"mean_score": mean_score(pitch.number, judgements)}) for pitch in pitches)
    own = own_scenes(production)
    draft = await crew.director.merge(
        facts,
        judged,
        tuple(tuple(line.text for line in scene.lines) for scene in own),
        derive_seed(seed, "merge"),
        manuscript.speakers(own),
    )
    return adopt_treatment(production, draft, crew.director.profile.name)


def mean_score(number: int, judgements: list[JudgementDraft]) -> float:
    """The mean of creativity, feasibility and alignment over everybody who judged that pitch; 0 without judges."""
    scores = [
        (score.creativity + score.feasibility + score.alignment) / 3
        for judgement in judgements
        for score in judgement.scores
        if score.number == number
    ]
    return sum(scores) / len(scores) if scores else 0.0


def own_scenes(production: Production) -> tuple[OwnScene, ...]:
    """The person's own words by scene, where the text is theirs; empty for a brief."""
    brief = production.brief
    if brief.form is TextForm.BRIEF:
        return ()
    return manuscript.own_scenes(brief.text, brief.form, brief.scenes)
