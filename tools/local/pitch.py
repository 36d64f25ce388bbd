"""How high a model's voice is made: by its direction, and to tell speakers apart where it has one voice only.

Pitch is the speed at which samples are played; who speaks slower by as much keeps the pace.
"""

from __future__ import annotations

from studio.production.vocabulary import Age
from studio.tools.casting import NARRATOR, drawn
from studio.tools.voice import VoiceRequest

_SEMITONES = {Age.YOUNG: 2.0, Age.OLD: -1.0}
_OTHERS = (-1.5, -0.75, 0.75, 1.5)
"""Semitones by which characters are told from the narrator."""
_DIRECTED = 2.5
_STEP = 100
"""Hz in which a sampling rate is turned into a pitch: finer ones take long to convert."""


def directed_pitch(request: VoiceRequest) -> float:
    """How much higher than the model's own voice a line is directed to be, as a factor."""
    return _factor(_SEMITONES.get(request.direction.age, 0.0) + _DIRECTED * request.direction.pitch)


def apart(speaker: str) -> float:
    """How much higher a speaker is than the narrator, as a factor."""
    return 1.0 if speaker == NARRATOR else _factor(float(drawn(map(str, _OTHERS), speaker)))


def pitched(rate: int, pitch: float) -> int:
    """The sampling rate at which sound of ``rate`` is ``pitch`` times as high."""
    return round(rate * pitch / _STEP) * _STEP


def _factor(semitones: float) -> float:
    return float(2.0 ** (semitones / 12))
