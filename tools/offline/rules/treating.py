"""The treatment: the best pitch carries, others lend what is their craft; the cast comes from the lexicon."""

from __future__ import annotations

import random as randomness

from studio.production.tasks import MergeTreatment, PitchOnTheTable
from studio.production.treatment import (
    CharacterDraft,
    Look,
    MusicDirection,
    ProductDraft,
    TreatmentDraft,
    VoiceDirection,
)
from studio.production.vocabulary import Age, AgentRole, Gender, Kind, Mood
from studio.tools.offline.rules.casting import cast_figures, cast_speakers, is_named, product_draft, told_genders
from studio.tools.offline.rules.lexicon import base_language
from studio.tools.offline.rules.naming import is_thing
from studio.tools.offline.rules.pitching import AD_SHAPES, STORY_SHAPES, music_direction
from studio.tools.offline.rules.products import product_forms, product_name, product_noun
from studio.tools.offline.rules.recognition import Recognition, recognise_brief
from studio.tools.offline.rules.titles import own_title, title
from studio.tools.offline.rules.wording import logline

MAX_CAST = 2
_DARK = frozenset({Mood.TENSE, Mood.MYSTERIOUS, Mood.MELANCHOLY, Mood.EPIC})


def merge_treatment(task: MergeTreatment, random: randomness.Random) -> TreatmentDraft:
    """The agreed concept."""
    facts = task.brief
    recognition = recognise_brief(facts)
    carrying = _best(task.pitches, None)
    shapes = AD_SHAPES if facts.kind is Kind.AD else STORY_SHAPES
    shape = carrying.pitch.shape if carrying and carrying.pitch.shape in shapes else shapes[0]
    # The offline pictures have colours of their own for every hour, truer than one palette for all of them;
    # a person's palette reaches them as a reference.
    look = _lent_look(task, carrying).model_copy(update={"palette": ()})
    if facts.style is not None:
        look = look.model_copy(update={"style": facts.style})
    told = tuple(line for scene in task.own_text for line in scene)
    mood = carrying.pitch.mood if carrying else Mood.CALM
    return TreatmentDraft(
        title=own_title(facts, told) if told else title(facts, recognition, shape),
        logline=logline(_told_text(told) or facts.text, facts.language),
        themes=tuple(named.value for named in recognition.moods[:3]),
        shape=shape,
        look=look,
        music=_lent_music(task, carrying, mood, random),
        narrator=_narrator(mood, random),
        cast=_cast(task, recognition, random),
        product=_product(task, recognition, random),
    )


def _told_text(told: tuple[str, ...]) -> str:
    """A person's own lines as one text; a heading above them, which ends without a mark, in a line of its own."""
    heading = len(told) > 1 and told[0][-1:].isalnum() and told[1][:1].isupper()
    return ("\n" if heading else " ").join((told[0], " ".join(told[1:]))) if told else ""


def _best(pitches: tuple[PitchOnTheTable, ...], role: AgentRole | None) -> PitchOnTheTable | None:
    """The best-scored pitch, of one craft if ``role`` is given; of equal ones the first."""
    among = [entry for entry in pitches if role is None or entry.agent.role is role]
    return max(among, key=lambda entry: (entry.mean_score or 0.0, -entry.number), default=None)


def _lent_look(task: MergeTreatment, carrying: PitchOnTheTable | None) -> Look:
    artist = _best(task.pitches, AgentRole.ARTIST)
    if artist is not None:
        return artist.pitch.look
    return carrying.pitch.look if carrying else Look()


def _lent_music(
    task: MergeTreatment, carrying: PitchOnTheTable | None, mood: Mood, random: randomness.Random
) -> MusicDirection:
    """The composer's music, where its mood is the film's."""
    composer = _best(task.pitches, AgentRole.COMPOSER)
    if composer is not None and composer.pitch.music.mood is mood:
        return composer.pitch.music
    if carrying is not None and carrying.pitch.music.mood is mood:
        return carrying.pitch.music
    return music_direction(mood, random)


def _narrator(mood: Mood, random: randomness.Random) -> VoiceDirection:
    gender = random.choice((Gender.FEMININE, Gender.MASCULINE))
    return VoiceDirection(gender=gender, age=Age.ADULT, pitch=-0.1 if mood in _DARK else 0.0, pace=-0.1, timbre="warm")


def _cast(task: MergeTreatment, recognition: Recognition, random: randomness.Random) -> tuple[CharacterDraft, ...]:
    if task.speakers:
        told = tuple(line for scene in task.own_text for line in scene)
        genders = told_genders(task.speakers, told, base_language(task.brief.language))
        return cast_speakers(task.speakers, recognition.figures, genders, random, task.brief.text)
    if task.brief.kind is Kind.AD:
        return ()
    told = tuple(line for scene in task.own_text for line in scene)
    figures = tuple(figure for figure in recognition.figures if not told or is_named(figure, told))
    return cast_figures(figures[:MAX_CAST], dict(recognition.ages), random)


def _product(task: MergeTreatment, recognition: Recognition, random: randomness.Random) -> ProductDraft | None:
    """The product by its certain name, or by the brief's word for a thing that can be drawn; None for a campaign."""
    facts = task.brief
    if facts.kind is not Kind.AD:
        return None
    name = product_name(facts.text, facts.language)
    if name is not None:
        forms = product_forms(facts.text, facts.language, name)
        # A shop, an occasion or a danger has no shape that a box could stand for.
        drawn = forms or facts.has_product_photo or is_thing(facts.text, facts.language, name)
        return product_draft(name, forms, random) if drawn else None
    nouns = ((product_noun(facts.text, facts.language, form), form) for form in recognition.products)
    return next((product_draft(noun, (form,), random) for noun, form in nouns if noun is not None), None)
