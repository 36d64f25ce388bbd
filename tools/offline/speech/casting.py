"""Which voice speaks: from a direction and a speaker's name to the engine's settings.

The variants are those that stay clean at the engine's volume and do not whisper, croak or sing. The same speaker with
the same direction always gets the same voice; two speakers of one kind usually get different ones.
"""

from __future__ import annotations

from studio.production.canonical import derive_seed
from studio.production.speaking import MOOD_PACE, WORDS_A_MINUTE
from studio.production.treatment import VoiceDirection
from studio.production.vocabulary import Age, Gender, Mood
from studio.tools.offline.speech.engine import EngineVoice

_VARIANTS: dict[Gender, tuple[str, ...]] = {
    Gender.FEMININE: ("f2", "f3", "f1", "Annie"),
    Gender.MASCULINE: ("m3", "m1", "m7", "m4"),
    Gender.NEUTRAL: ("f1", "m3", "f3", "m1"),
}
_LIGHT_VARIANTS = ("f3", "f2", "f4")
_PITCH_OF_AGE = {Age.YOUNG: 8, Age.ADULT: 0, Age.OLD: -8}
_PACE_OF_AGE = {Age.YOUNG: 1.03, Age.ADULT: 1.0, Age.OLD: 0.92}
_MOODS: dict[Mood, tuple[int, int]] = {
    Mood.CALM: (0, -4),
    Mood.TENDER: (1, 0),
    Mood.JOYFUL: (4, 14),
    Mood.PLAYFUL: (4, 16),
    Mood.HOPEFUL: (2, 6),
    Mood.TRIUMPHANT: (2, 12),
    Mood.MYSTERIOUS: (-4, -10),
    Mood.TENSE: (-1, -4),
    Mood.MELANCHOLY: (-4, -12),
    Mood.EPIC: (-3, 8),
}
"""How much higher a voice lies and how much wider it moves, in the engine's steps."""


def cast(language_voice: str, speaker: str, direction: VoiceDirection, mood: Mood, pace: float) -> EngineVoice:
    """The engine's settings for ``speaker``; ``pace`` multiplies the speed (0.5..2)."""
    is_girl = direction.age is Age.YOUNG and direction.gender is not Gender.MASCULINE
    pool = _LIGHT_VARIANTS if is_girl else _VARIANTS[direction.gender]
    draw = derive_seed(0, "voice", speaker)
    variant = pool[draw % len(pool)]
    own_pitch = draw // len(pool) % 9 - 4
    mood_pitch, mood_range = _MOODS[mood]
    rate = WORDS_A_MINUTE * MOOD_PACE[mood] * _PACE_OF_AGE[direction.age] * (1 + 0.2 * direction.pace) * pace
    pitch = 48 + own_pitch + mood_pitch + _PITCH_OF_AGE[direction.age] + round(24 * direction.pitch)
    return EngineVoice(
        name=f"{language_voice}+{variant}",
        rate=min(450, max(80, round(rate))),
        pitch=min(99, max(0, pitch)),
        range=min(99, max(0, 48 + mood_range)),
    )
