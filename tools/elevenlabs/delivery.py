"""How a line is spoken: the settings of a voice by mood and direction, for each family of models.

Facts about models, as their maker's documentation has them: v3 takes directions in square brackets and a stability of
0, 0.5 or 1; the others take any stability, and a style where the model says that it can. All take a speed from 0.7 to
1.2. Pitch cannot be set. Knows nothing of the wire.
"""

from __future__ import annotations

from dataclasses import dataclass

from studio.production.speaking import directed_pace
from studio.production.vocabulary import Mood
from studio.tools.elevenlabs.account import ModelFacts
from studio.tools.voice import VoiceRequest

_SLOWEST, _FASTEST = 0.7, 1.2
_SIMILARITY = 0.75
_MOODS: dict[Mood, tuple[float, float, str]] = {
    Mood.CALM: (0.6, 0.0, ""),
    Mood.TENDER: (0.5, 0.15, "gently"),
    Mood.JOYFUL: (0.35, 0.35, "happily"),
    Mood.PLAYFUL: (0.3, 0.4, "playfully"),
    Mood.HOPEFUL: (0.45, 0.2, "warmly"),
    Mood.TRIUMPHANT: (0.35, 0.4, "proudly"),
    Mood.MYSTERIOUS: (0.45, 0.25, "mysteriously"),
    Mood.TENSE: (0.35, 0.3, "nervously"),
    Mood.MELANCHOLY: (0.5, 0.2, "sadly"),
    Mood.EPIC: (0.4, 0.35, "dramatically"),
}
"""Stability and style (0..1) of a voice in a mood, and the mood as a stage direction."""


@dataclass(frozen=True)
class Delivery:
    """What is sent beside the voice: the ``text``, with directions where the model reads them, and the settings."""

    text: str
    stability: float
    similarity: float
    speed: float
    style: float | None = None
    speaker_boost: bool | None = None


def takes_directions(model: str) -> bool:
    """Whether a model reads words in square brackets as directions, and does not speak them."""
    return model.startswith("eleven_v3")


def spoken_text(model: str, request: VoiceRequest) -> str:
    """The text as it is sent, which is what is paid for."""
    word = _MOODS[request.mood][2]
    return f"[{word}] {request.text}" if word and takes_directions(model) else request.text


def delivered(model: str, request: VoiceRequest, facts: ModelFacts) -> Delivery:
    """How ``model`` is asked to speak ``request``."""
    stability, style, _ = _MOODS[request.mood]
    pace = directed_pace(request.mood, request.direction, request.pace)
    in_words = takes_directions(model)
    return Delivery(
        text=spoken_text(model, request),
        stability=0.5 if in_words else stability,
        similarity=_SIMILARITY,
        speed=round(min(_FASTEST, max(_SLOWEST, pace)), 3),
        style=style if facts.style and not in_words else None,
        speaker_boost=True if facts.speaker_boost and not in_words else None,
    )
