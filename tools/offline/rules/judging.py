"""How the offline agents judge each other's pitches: every score is a function of named features.

Alignment asks whether the shape fits the kind, the style is the person's, the feeling is the one that the brief's tone
and audience call for, and the person's words are kept. Feasibility asks whether the shape's beats fit the length and
the music its mood. Creativity is the distance from the other pitches. A judge's temperament decides which of the
three it is strict about. Knows nothing of how pitches are made.
"""

from __future__ import annotations

import random as randomness
import re

from studio.production.tasks import BriefFacts, JudgementDraft, JudgePitches, PitchDraft, PitchOnTheTable, PitchScore
from studio.production.vocabulary import Kind, Mood, Setting, StoryShape, Style, Temperament, TimeOfDay
from studio.tools.offline.rules.recognition import recognise

AD_SHAPES = frozenset({StoryShape.PROBLEM_SOLUTION, StoryShape.BEFORE_AFTER, StoryShape.AIDA})
BEATS = {
    StoryShape.HEROS_JOURNEY: 6,
    StoryShape.ADVENTURE: 5,
    StoryShape.MYSTERY: 5,
    StoryShape.ROMANCE: 5,
    StoryShape.FABLE: 4,
    StoryShape.PROBLEM_SOLUTION: 3,
    StoryShape.BEFORE_AFTER: 3,
    StoryShape.AIDA: 4,
}
"""How many turns a shape needs to be told."""
SECONDS_A_BEAT = 5.0
"""The least time in which a turn can be told with pictures and a voice."""
MISFIT = 0.2
"""The score of a feature that goes against what was asked."""
NEUTRAL = 0.8
"""The score of a feature about which nothing was asked."""
HALF_FIT = 0.6
"""The score of a style in a mood that it can carry but was not made for."""
FAMILIAR = 0.4
"""The score of a feature that every other pitch has as well."""
MOST_INSTRUMENTS = 5

_STRICTNESS: dict[Temperament, tuple[float, float, float]] = {
    Temperament.TRADITIONAL: (0.8, 1.0, 1.2),
    Temperament.MODERN: (1.1, 0.9, 1.0),
    Temperament.FUTURISTIC: (1.3, 0.7, 1.0),
    Temperament.VINTAGE: (0.8, 1.1, 1.1),
    Temperament.MINIMAL: (1.0, 1.3, 1.0),
}
"""For creativity, feasibility and alignment: how much of what a pitch lacks is held against it."""

_MOODS_BY_WORD: dict[str, frozenset[Mood]] = {
    word: frozenset(moods)
    for words, moods in (
        ("calm quiet gentle peaceful serene soothing bedtime", (Mood.CALM, Mood.TENDER, Mood.HOPEFUL)),
        ("warm tender loving romantic heartfelt touching", (Mood.TENDER, Mood.HOPEFUL, Mood.CALM)),
        ("happy joyful cheerful bright upbeat", (Mood.JOYFUL, Mood.PLAYFUL, Mood.HOPEFUL)),
        ("funny playful silly humorous whimsical light", (Mood.PLAYFUL, Mood.JOYFUL)),
        ("hopeful inspiring uplifting optimistic", (Mood.HOPEFUL, Mood.TRIUMPHANT, Mood.JOYFUL)),
        ("bold proud triumphant energetic powerful", (Mood.TRIUMPHANT, Mood.EPIC, Mood.JOYFUL)),
        ("mysterious eerie spooky strange dreamy", (Mood.MYSTERIOUS, Mood.TENSE)),
        ("tense dark scary dramatic thrilling", (Mood.TENSE, Mood.MYSTERIOUS, Mood.EPIC)),
        ("sad melancholy bittersweet wistful nostalgic", (Mood.MELANCHOLY, Mood.TENDER, Mood.CALM)),
        ("epic grand heroic adventurous", (Mood.EPIC, Mood.TRIUMPHANT, Mood.HOPEFUL)),
        (
            "children kids toddlers child family families",
            (Mood.CALM, Mood.TENDER, Mood.JOYFUL, Mood.PLAYFUL, Mood.HOPEFUL, Mood.TRIUMPHANT),
        ),
    )
    for word in words.split()
}
_STYLE_MOODS: dict[Style, frozenset[Mood]] = {
    Style.STORYBOOK: frozenset(Mood),
    Style.WATERCOLOR: frozenset({Mood.CALM, Mood.TENDER, Mood.HOPEFUL, Mood.MELANCHOLY}),
    Style.PAPER: frozenset({Mood.JOYFUL, Mood.PLAYFUL, Mood.HOPEFUL}),
    Style.INK: frozenset({Mood.MYSTERIOUS, Mood.TENSE, Mood.MELANCHOLY}),
}
"""Moods that each style is at home in; neon is judged by place and hour."""
_FAST, _SLOW = 125, 75
_QUIET = frozenset({Mood.CALM, Mood.TENDER, Mood.MELANCHOLY, Mood.MYSTERIOUS})
_LOUD = frozenset({Mood.JOYFUL, Mood.TRIUMPHANT, Mood.EPIC})


def judge_pitches(task: JudgePitches, random: randomness.Random) -> JudgementDraft:
    """A score for every pitch, with a comment that names its strongest and its weakest feature."""
    return JudgementDraft(scores=tuple(_judged(task, entry, random) for entry in task.pitches))


def alignment_features(brief: BriefFacts, pitch: PitchDraft) -> dict[str, float]:
    """Named features 0..1 of how well ``pitch`` keeps to ``brief``."""
    wanted = _wanted_moods(brief)
    return {
        f"the shape {_words(pitch.shape)} for this {_KIND[brief.kind]}": (
            1.0 if (pitch.shape in AD_SHAPES) == (brief.kind is Kind.AD) else MISFIT
        ),
        f"the {pitch.look.style} style for this {_KIND[brief.kind]}": style_fit(brief, pitch),
        f"the {pitch.mood} mood for the tone and audience": (
            NEUTRAL if not wanted else 1.0 if pitch.mood in wanted else MISFIT
        ),
        "keeping the brief's own words": kept_words(brief.text, f"{pitch.concept} {pitch.argument}"),
    }


def style_fit(brief: BriefFacts, pitch: PitchDraft) -> float:
    """1 for the person's own style; where they chose none, how well the pitch's suits its mood and the places."""
    style = pitch.look.style
    if brief.style is not None:
        return 1.0 if style is brief.style else MISFIT
    if style is Style.NEON:
        read = recognise(brief.text, brief.language)
        glows = Setting.SPACE in read.settings or (Setting.CITY in read.settings and TimeOfDay.NIGHT in read.times)
        return 1.0 if glows else MISFIT
    return 1.0 if pitch.mood in _STYLE_MOODS[style] else HALF_FIT


def feasibility_features(brief: BriefFacts, pitch: PitchDraft) -> dict[str, float]:
    """Named features 0..1 of how well ``pitch`` can be made in the asked length."""
    needed = BEATS[pitch.shape] * SECONDS_A_BEAT
    tempo = pitch.music.beats_per_minute
    clash = (pitch.music.mood in _QUIET and tempo > _FAST) or (pitch.music.mood in _LOUD and tempo < _SLOW)
    return {
        f"{BEATS[pitch.shape]} turns in {brief.seconds:.0f} s": min(1.0, brief.seconds / needed),
        f"{tempo} beats a minute for {pitch.music.mood} music": MISFIT if clash else 1.0,
        f"an ensemble of {len(pitch.music.instruments)}": min(
            1.0, MOST_INSTRUMENTS / max(1, len(pitch.music.instruments))
        ),
    }


def creativity_features(pitch: PitchDraft, others: tuple[PitchDraft, ...]) -> dict[str, float]:
    """Named features 0..1 of how far ``pitch`` is from ``others``; neutral when there are none."""
    if not others:
        return {"its own idea": NEUTRAL}
    likeness = max(_likeness(pitch.concept, other.concept) for other in others)
    return {
        f"its {_words(pitch.shape)} shape": _distance(pitch.shape, [other.shape for other in others]),
        f"its {pitch.mood} mood": _distance(pitch.mood, [other.mood for other in others]),
        f"its {pitch.look.style} look": _distance(
            (pitch.look.style, pitch.look.palette), [(other.look.style, other.look.palette) for other in others]
        ),
        "its own words": 1 - (1 - FAMILIAR) * likeness,
    }


def kept_words(brief: str, text: str) -> float:
    """The share 0..1 of the brief's first telling words (or, where words are not spaced, pairs of characters) that
    ``text`` has."""
    wanted = _telling(brief)[:24]
    if not wanted:
        return NEUTRAL
    given = set(_telling(text))
    return sum(word in given for word in wanted) / len(wanted)


def _judged(task: JudgePitches, entry: PitchOnTheTable, random: randomness.Random) -> PitchScore:
    others = tuple(other.pitch for other in task.pitches if other.number != entry.number)
    features = (
        creativity_features(entry.pitch, others),
        feasibility_features(task.brief, entry.pitch),
        alignment_features(task.brief, entry.pitch),
    )
    scores = [
        # A strict judge counts more than what is lacking, a lenient one less.
        round(min(1.0, max(0.0, 1 - strictness * (1 - _mean(found)))), 3)
        for found, strictness in zip(features, _STRICTNESS[task.agent.temperament], strict=True)
    ]
    everything = {name: value for found in features for name, value in found.items()}
    best = max(everything, key=lambda name: everything[name])
    worst = min(everything, key=lambda name: everything[name])
    praise, doubt = random.choice((("Speaks for it", "against it"), ("Keep", "think again about"), ("Strong", "weak")))
    comment = f"{praise}: {best} ({everything[best]:.2f}); {doubt}: {worst} ({everything[worst]:.2f})."
    return PitchScore(
        number=entry.number, creativity=scores[0], feasibility=scores[1], alignment=scores[2], comment=comment
    )


_KIND = {Kind.STORY: "story", Kind.AD: "advertisement"}


def _wanted_moods(brief: BriefFacts) -> frozenset[Mood]:
    found = [
        _MOODS_BY_WORD[word]
        for word in re.findall(r"[a-z]+", f"{brief.tone} {brief.audience}".casefold())
        if word in _MOODS_BY_WORD
    ]
    return frozenset().union(*found)


def _telling(text: str) -> list[str]:
    """Words of four letters or more, and pairs of neighbouring characters of scripts without spaces; each once."""
    words = re.findall(r"[^\W\d_]{2,}", text.casefold())
    telling: list[str] = []
    for word in words:
        if _unspaced(word):
            telling += [word[i : i + 2] for i in range(len(word) - 1)]
        elif len(word) >= 4:
            telling.append(word)
    return list(dict.fromkeys(telling))


def _unspaced(word: str) -> bool:
    return any(
        "\u0e00" <= letter <= "\u0eff" or "\u3040" <= letter <= "\u30ff" or "\u4e00" <= letter <= "\u9fff"
        for letter in word
    )


def _likeness(one: str, other: str) -> float:
    """Shared telling words of two texts over all of theirs (Jaccard index)."""
    first, second = set(_telling(one)), set(_telling(other))
    return len(first & second) / len(first | second) if first | second else 0.0


def _distance(value: object, others: list[object]) -> float:
    unlike = sum(other != value for other in others) / len(others)
    return FAMILIAR + (1 - FAMILIAR) * unlike


def _mean(features: dict[str, float]) -> float:
    return sum(features.values()) / len(features)


def _words(shape: StoryShape) -> str:
    return "hero's journey" if shape is StoryShape.HEROS_JOURNEY else shape.value.replace("_", " ")
