"""Pitches of the offline agents, and the treatment that comes of them."""

from __future__ import annotations

from asked import KEEPER, agent, ask, facts

from studio.production.tasks import (
    AgentProfile,
    BriefFacts,
    MergeTreatment,
    Pitch,
    PitchDraft,
    PitchOnTheTable,
)
from studio.production.treatment import TreatmentDraft
from studio.production.vocabulary import (
    AgentRole,
    Mood,
    StoryShape,
    Style,
    Temperament,
)


def pitch(brief: BriefFacts, profile: AgentProfile, seed: int = 1) -> PitchDraft:
    return PitchDraft.model_validate_json(ask(Pitch(brief=brief, agent=profile), seed))


def test_pitches_quote_the_brief_and_say_that_they_are_drafts() -> None:
    made = pitch(facts(), agent())
    assert KEEPER in made.concept
    assert "offline draft" in made.argument
    german = pitch(facts("Ein Fuchs sucht den Mond", language="de"), agent())
    assert "Ein Fuchs sucht den Mond" in german.concept
    assert "Offline-Entwurf" in german.argument


def test_temperaments_differ_and_a_wished_style_wins() -> None:
    styles = {pitch(facts(), agent(AgentRole.ARTIST, temperament)).look.style for temperament in Temperament}
    assert styles == set(Style)
    wished = pitch(facts(style=Style.INK), agent(AgentRole.ARTIST, Temperament.FUTURISTIC))
    assert wished.look.style is Style.INK
    shapes = {pitch(facts("Zorblax"), agent(), seed).shape for seed in range(12)}
    assert len(shapes) > 1


def test_a_named_shape_and_tone_are_followed() -> None:
    assert pitch(facts("A detective looks for a missing cat"), agent()).shape is StoryShape.MYSTERY
    toned = facts().model_copy(update={"tone": "a bit spooky and mysterious"})
    assert pitch(toned, agent()).mood is Mood.MYSTERIOUS


def test_the_best_pitch_carries_and_artist_and_composer_lend() -> None:
    def table(number: int, role: AgentRole, score: float, **changes: object) -> PitchOnTheTable:
        base = pitch(facts(), agent(role)).model_copy(update=changes)
        return PitchOnTheTable(number=number, agent=agent(role), pitch=base, mean_score=score)

    music = pitch(facts(), agent()).music.model_copy(update={"mood": Mood.EPIC, "tonic": 11})
    look = pitch(facts(), agent()).look.model_copy(update={"style": Style.PAPER})
    pitches = (
        table(1, AgentRole.WRITER, 0.4, shape=StoryShape.FABLE),
        table(2, AgentRole.WRITER, 0.9, shape=StoryShape.ROMANCE, mood=Mood.EPIC),
        table(3, AgentRole.ARTIST, 0.5, look=look),
        table(4, AgentRole.COMPOSER, 0.5, music=music),
    )
    task = MergeTreatment(brief=facts(), agent=agent(AgentRole.DIRECTOR), pitches=pitches)
    merged = TreatmentDraft.model_validate_json(ask(task))
    assert merged.shape is StoryShape.ROMANCE
    assert merged.look.style is Style.PAPER
    assert merged.music.tonic == 11
