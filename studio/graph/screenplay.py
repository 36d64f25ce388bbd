"""The screenplay: written to the scenes' lengths, judged and revised; or the person's own words, staged.

The loop is bounded and numeric: it ends at the threshold or after ``ROUNDS`` revisions, and the best draft is kept.
"""

from __future__ import annotations

import math
import random

from studio.errors import BriefError, LengthTooShort
from studio.graph.context import RunContext, slice_if_stale
from studio.graph.lengths import budget, fitted, joined
from studio.graph.meeting import own_scenes
from studio.producer.notices import hearing
from studio.production.brief import MAX_SCENES
from studio.production.canonical import derive_seed
from studio.production.critique import ACCEPTED
from studio.production.document import PERSON, Production, ResolvedBrief, Scene, adopt_screenplay
from studio.production.made import Critique
from studio.production.reading import reading_seconds
from studio.production.screenplay import ScreenplayDraft
from studio.production.slices import brief_facts, screenplay_slice, treatment_of
from studio.production.speaking import expected_seconds
from studio.production.tasks import OwnScene, SceneBudget, SceneMeasurements
from studio.production.timeline import END, TITLE, around_scenes, card_seconds, scene_overhead
from studio.production.vocabulary import Mood, TextForm, TransitionKind

ROUNDS = 2
SECONDS_A_SCENE = 6.5
_LENGTH_TOLERANCE = 1.1
_UNEVENNESS = 0.12


async def write_screenplay(context: RunContext, production: Production) -> Production:
    """``production`` with a screenplay that is true to its brief and treatment."""
    stale = slice_if_stale(production, "screenplay", screenplay_slice(production))
    if stale is None:
        return production
    work = _write if production.brief.form is TextForm.BRIEF else _stage
    with hearing() as heard:
        written = await work(context, production)
    return with_transitions(written).with_slice("screenplay", stale, heard)


def scene_budgets(production: Production) -> tuple[SceneBudget, ...]:
    """The scenes of a film of the asked length: how long each is, and how much of it may be spoken."""
    brief = production.brief
    cards = sum(card_seconds(card, brief.seconds) for card in (TITLE, END))
    count = brief.scenes or max(1, min(MAX_SCENES, round((brief.seconds - cards) / SECONDS_A_SCENE)))
    whole = brief.seconds - around_scenes(count, brief.seconds)
    generator = random.Random(derive_seed(production.seed, "budgets"))
    weights = [1 + generator.uniform(-_UNEVENNESS, _UNEVENNESS) for _ in range(count)]
    seconds = [whole * weight / sum(weights) for weight in weights]
    return tuple(map(budget, seconds))


def measure_scenes(
    draft: ScreenplayDraft, budgets: tuple[SceneBudget, ...], language: str, *, voice: bool
) -> tuple[SceneMeasurements, ...]:
    """Expected seconds, words and repetition of every scene."""
    said: set[str] = set()
    measured = []
    for scene, length in zip(draft.scenes, budgets, strict=True):
        texts = [line.text for line in scene.lines]
        characters = sum(map(len, texts))
        repeated = sum(len(text) for text in texts if text.casefold() in said)
        said.update(text.casefold() for text in texts)
        measured.append(
            SceneMeasurements(
                spoken_seconds=sum(line_seconds(text, language, voice=voice) for text in texts),
                budget_seconds=length.spoken_seconds,
                words=sum(len(text.split()) for text in texts),
                repeated_share=repeated / characters if characters else 0.0,
            )
        )
    return tuple(measured)


def line_seconds(text: str, language: str, *, voice: bool) -> float:
    """How long a line is expected to be heard, or read where nobody speaks."""
    return expected_seconds(text, language) if voice else reading_seconds(text)


def with_transitions(production: Production) -> Production:
    """``production`` with a transition into every scene, chosen by how time and feeling change there."""
    scenes = []
    before: Scene | None = None
    for scene in production.scenes:
        kind = TransitionKind.DISSOLVE
        if before is not None and {before.mood, scene.mood} & {Mood.TENSE, Mood.EPIC} and before.mood != scene.mood:
            kind = TransitionKind.DIP
        elif before is not None and before.setting != scene.setting and scene.mood in (Mood.PLAYFUL, Mood.JOYFUL):
            kind = TransitionKind.WIPE
        scenes.append(scene.model_copy(update={"enters": kind}))
        before = scene
    return production.revised(scenes=tuple(scenes))


async def _write(context: RunContext, production: Production) -> Production:
    crew = context.crew()
    writer, critic = crew.writers[0], crew.critic
    facts, treatment, budgets = brief_facts(production), treatment_of(production), scene_budgets(production)
    seed = derive_seed(production.seed, "screenplay")
    draft = await writer.write(facts, treatment, budgets, seed)
    if production.brief.scenes is None:
        draft, budgets = joined(draft, budgets, production.brief.seconds)
    best: tuple[float, ScreenplayDraft] | None = None
    critiques: list[Critique] = []
    for number in range(ROUNDS + 1):
        lengths = _fitted(draft, budgets, production.brief)
        measured = measure_scenes(draft, lengths, facts.language, voice=production.brief.voice)
        critique = await critic.critique_screenplay(facts, treatment, draft, measured, derive_seed(seed, "critique"))
        context.producer.note_critique(
            critique, critic=critic.profile.name, subject="screenplay", scene="", round_number=number
        )
        critiques.append(Critique(critic=critic.profile.name, subject="screenplay", round=number, critique=critique))
        if best is None or critique.overall > best[0]:
            best = (critique.overall, draft)
        if critique.overall >= ACCEPTED or number == ROUNDS:
            break
        draft = await writer.revise(facts, treatment, budgets, draft, critique, number + 1, seed)
    chosen = draft if best is None else best[1]
    seconds = tuple(length.seconds for length in _fitted(chosen, budgets, production.brief))
    adopted = adopt_screenplay(production, chosen, seconds, writer.profile.name)
    return adopted.revised(critiques=adopted.critiques + tuple(critiques))


def _fitted(draft: ScreenplayDraft, budgets: tuple[SceneBudget, ...], brief: ResolvedBrief) -> tuple[SceneBudget, ...]:
    spoken = tuple(
        sum(line_seconds(line.text, brief.language, voice=brief.voice) for line in scene.lines)
        for scene in draft.scenes
    )
    return fitted(budgets, spoken, tuple(len(scene.lines) for scene in draft.scenes))


async def _stage(context: RunContext, production: Production) -> Production:
    scenes = own_scenes(production)
    seconds = own_scene_seconds(production, scenes)
    crew = context.crew()
    writer = crew.writers[0]
    treatment = treatment_of(production)
    staged = await writer.stage(
        brief_facts(production),
        treatment,
        treatment.title,
        scenes,
        derive_seed(production.seed, "screenplay"),
    )
    # The words are the person's: whatever the language tool answered, they are kept as they were written.
    draft = staged.model_copy(
        update={
            "scenes": tuple(
                scene.model_copy(update={"lines": own.lines}) for scene, own in zip(staged.scenes, scenes, strict=True)
            )
        }
    )
    return adopt_screenplay(
        production,
        draft,
        seconds,
        writer.profile.name,
        line_author=PERSON,
        headings=tuple(scene.heading for scene in scenes),
    )


def check_own_text(production: Production) -> None:
    """Raises ``BadInput`` for a person's own text that has no words to tell, or more than an explicit length holds."""
    if production.brief.form is TextForm.BRIEF:
        return
    scenes = own_scenes(production)
    if not scenes:
        raise BriefError(
            f"The text is a {production.brief.form} without words to tell: it only has headings or directions.",
            next_step="Write what happens or is said, or use --as brief.",
        )
    own_scene_seconds(production, scenes)


def own_scene_seconds(production: Production, scenes: tuple[OwnScene, ...]) -> tuple[float, ...]:
    """How long the scenes of a person's own text are: as long as their words, or stretched to an explicit length.

    Raises ``LengthTooShort`` where an explicit length cannot hold them.
    """
    brief = production.brief
    needed = [
        sum(line_seconds(line.text, brief.language, voice=brief.voice) for line in scene.lines)
        + scene_overhead(len(scene.lines))
        for scene in scenes
    ]
    around = around_scenes(len(scenes), brief.seconds)
    whole = sum(needed) + around
    if not brief.length_is_explicit:
        return tuple(round(seconds, 2) for seconds in needed)
    if whole > brief.seconds * _LENGTH_TOLERANCE:
        raise LengthTooShort(
            f"The text needs about {math.ceil(whole)} seconds; the length is {brief.seconds:g}.",
            next_step=f"Use --length {math.ceil(whole)} or more, leave the length out, or shorten the text.",
            needed=math.ceil(whole),
        )
    stretch = max(1.0, (brief.seconds - around) / sum(needed))
    return tuple(round(seconds * stretch, 2) for seconds in needed)
