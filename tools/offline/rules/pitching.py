"""An agent's pitch: the brief quoted, a shape, a mood, a look and music that fit the agent's craft and temperament."""

from __future__ import annotations

import random as randomness

from studio.production.tasks import AgentProfile, BriefFacts, Pitch, PitchDraft
from studio.production.treatment import Look, MusicDirection
from studio.production.vocabulary import AgentRole, Kind, Mood, StoryShape, Style, Temperament
from studio.tools.offline.rules.lexicon import base_language, has_templates, lexicon
from studio.tools.offline.rules.products import product_name
from studio.tools.offline.rules.recognition import Recognition, read, recognise_brief
from studio.tools.offline.rules.templates import proposal
from studio.tools.offline.rules.wording import logline

STORY_SHAPES = (
    StoryShape.ADVENTURE,
    StoryShape.FABLE,
    StoryShape.HEROS_JOURNEY,
    StoryShape.ROMANCE,
    StoryShape.MYSTERY,
)
AD_SHAPES = (StoryShape.PROBLEM_SOLUTION, StoryShape.BEFORE_AFTER, StoryShape.AIDA)
_DEFAULT_SHAPES = (StoryShape.ADVENTURE, StoryShape.FABLE, StoryShape.HEROS_JOURNEY)
_SHAPE_MOODS = {
    StoryShape.ADVENTURE: (Mood.HOPEFUL, Mood.CALM, Mood.TENDER),
    StoryShape.FABLE: (Mood.TENDER, Mood.HOPEFUL, Mood.CALM),
    StoryShape.HEROS_JOURNEY: (Mood.HOPEFUL, Mood.CALM, Mood.MYSTERIOUS),
    StoryShape.ROMANCE: (Mood.TENDER, Mood.HOPEFUL),
    StoryShape.MYSTERY: (Mood.MYSTERIOUS, Mood.TENSE),
    StoryShape.PROBLEM_SOLUTION: (Mood.HOPEFUL, Mood.JOYFUL),
    StoryShape.BEFORE_AFTER: (Mood.HOPEFUL, Mood.CALM),
    StoryShape.AIDA: (Mood.JOYFUL, Mood.HOPEFUL),
}
"""Feelings that suit any story of a shape: nothing loud or funny that the brief did not ask for."""

_NOT_SOLD = frozenset({Mood.TENSE, Mood.MELANCHOLY, Mood.MYSTERIOUS})
"""Feelings that an advertisement has only where its tone asks for them: in its text they are what it is against."""

_STYLES = {
    Temperament.TRADITIONAL: Style.STORYBOOK,
    Temperament.MODERN: Style.PAPER,
    Temperament.FUTURISTIC: Style.NEON,
    Temperament.VINTAGE: Style.WATERCOLOR,
    Temperament.MINIMAL: Style.INK,
}
_PALETTES = {
    Mood.CALM: ("#2b4a5e", "#7fa8b3", "#e8dcc3", "#c98d5a"),
    Mood.TENDER: ("#5a3f5f", "#c98a8f", "#f2d8c2", "#e8b06a"),
    Mood.JOYFUL: ("#2f7a8a", "#f2b83a", "#e8694a", "#fbeed3"),
    Mood.PLAYFUL: ("#3a6ea5", "#f2c14e", "#d9534a", "#f7ead0"),
    Mood.HOPEFUL: ("#33507a", "#8fb8c9", "#f2c98a", "#e88a5a"),
    Mood.TRIUMPHANT: ("#3a2f5f", "#c9503a", "#f2b83a", "#f7e6c0"),
    Mood.MYSTERIOUS: ("#1f2a44", "#3f5a73", "#7a6a9a", "#c9b37a"),
    Mood.TENSE: ("#20242e", "#4a5260", "#8a3f3a", "#d0c3a8"),
    Mood.MELANCHOLY: ("#2e3a4a", "#6a7f93", "#b3b8bd", "#a88a78"),
    Mood.EPIC: ("#1f2f4f", "#6a4a7a", "#d9733a", "#f2d6a0"),
}
_MINOR = frozenset({Mood.MYSTERIOUS, Mood.TENSE, Mood.MELANCHOLY})
_TEMPI = {
    Mood.CALM: 68,
    Mood.TENDER: 72,
    Mood.JOYFUL: 116,
    Mood.PLAYFUL: 108,
    Mood.HOPEFUL: 92,
    Mood.TRIUMPHANT: 112,
    Mood.MYSTERIOUS: 76,
    Mood.TENSE: 100,
    Mood.MELANCHOLY: 62,
    Mood.EPIC: 96,
}
_INSTRUMENTS = {
    Mood.CALM: ("piano", "strings"),
    Mood.TENDER: ("piano", "harp", "strings"),
    Mood.JOYFUL: ("guitar", "bells", "flute"),
    Mood.PLAYFUL: ("marimba", "pizzicato", "flute"),
    Mood.HOPEFUL: ("piano", "strings", "harp"),
    Mood.TRIUMPHANT: ("brass", "strings", "drums"),
    Mood.MYSTERIOUS: ("celesta", "strings"),
    Mood.TENSE: ("strings", "drums"),
    Mood.MELANCHOLY: ("cello", "piano"),
    Mood.EPIC: ("brass", "strings", "drums"),
}


def pitch(task: Pitch, random: randomness.Random) -> PitchDraft:
    """One agent's idea."""
    recognition = recognise_brief(task.brief)
    shape = _shape(task.brief, task.agent, recognition, random)
    mood = _mood(task.brief, shape, recognition, random)
    language = base_language(task.brief.language) if has_templates(task.brief.language) else "en"
    words = proposal(language)
    quoted = words["concept"][shape].replace("{brief}", logline(task.brief.text, task.brief.language))
    manner = words["manner"][task.agent.temperament]
    return PitchDraft(
        concept=f"{quoted} {manner}",
        argument=words["argument"]["draft"],
        shape=shape,
        mood=mood,
        look=look(task.brief, task.agent, mood, manner, random),
        music=music_direction(mood, random),
    )


def look(facts: BriefFacts, agent: AgentProfile, mood: Mood, note: str, random: randomness.Random) -> Look:
    """The style that was asked for, or the one that an artist's temperament likes; a palette by mood."""
    style = facts.style
    if style is None:
        style = _STYLES[agent.temperament] if agent.role is AgentRole.ARTIST else Style.STORYBOOK
    colours = list(_PALETTES[mood])
    if random.random() < 0.5:
        colours[1], colours[2] = colours[2], colours[1]
    return Look(style=style, palette=tuple(colours), note=note)


def music_direction(mood: Mood, random: randomness.Random) -> MusicDirection:
    """Key, tempo and instruments for a mood; the tonic is drawn."""
    return MusicDirection(
        mood=mood,
        tonic=random.choice((0, 2, 3, 5, 7, 9, 10)),
        minor=mood in _MINOR,
        beats_per_minute=_TEMPI[mood] + random.choice((-4, 0, 4)),
        instruments=_INSTRUMENTS[mood],
    )


def _shape(facts: BriefFacts, agent: AgentProfile, recognition: Recognition, random: randomness.Random) -> StoryShape:
    """A shape that the brief names comes first; bold temperaments take the second one."""
    if facts.kind is Kind.AD:
        # A campaign or an occasion is no answer to a problem: it wants to be looked at.
        is_sold = recognition.products or product_name(facts.text, facts.language) is not None
        return random.choice(AD_SHAPES) if is_sold else StoryShape.AIDA
    named = [shape for shape in recognition.shapes if shape in STORY_SHAPES]
    bold = agent.temperament in (Temperament.MODERN, Temperament.FUTURISTIC)
    if named:
        return named[min(int(bold), len(named) - 1)]
    if recognition.other is not None and not bold:
        return random.choice((StoryShape.FABLE, StoryShape.ADVENTURE))
    return random.choice(_DEFAULT_SHAPES)


def _mood(facts: BriefFacts, shape: StoryShape, recognition: Recognition, random: randomness.Random) -> Mood:
    """The asked tone, then a mood that the brief names, then one that fits the shape."""
    if facts.tone:
        languages = dict.fromkeys((base_language(facts.language), "en"))
        for language in languages:
            if has_templates(language):
                moods = read(facts.tone, lexicon(language)).moods
                if moods:
                    return moods[0]
    named = [mood for mood in recognition.moods if facts.kind is Kind.STORY or mood not in _NOT_SOLD]
    if named:
        return named[0]
    return random.choice(_SHAPE_MOODS[shape])
