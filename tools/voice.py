"""The voice capability: one spoken line, with the time of every word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Protocol, runtime_checkable

from pydantic import Field

from studio.production.assets import Asset
from studio.production.canonical import Document
from studio.production.treatment import VoiceDirection
from studio.production.vocabulary import Mood


class SpokenWord(Document):
    """A word as the caption shows it (``text[start_char:end_char]`` of the line), and when it is heard, in samples."""

    start_char: int
    end_char: int
    start: int
    end: int


class VoiceRequest(Document):
    """``language`` is a BCP 47 tag. ``speaker`` is stable for the character, so that it keeps its voice.

    ``pace`` multiplies the speed of the voice as directed: 1 is normal, 1.2 is a fifth faster.
    """

    text: Annotated[str, Field(min_length=1)]
    language: str
    speaker: str
    direction: VoiceDirection = VoiceDirection()
    mood: Mood = Mood.CALM
    pace: Annotated[float, Field(ge=0.5, le=2.0)] = 1.0
    seed: int = 0


class VoiceProduct(Document):
    """``audio`` is a mono WAV (48 kHz, 16 bit) without leading or trailing silence beyond 50 ms.

    ``words`` covers every word of the text, in order, without gaps in the text other than spaces and punctuation.
    ``samples`` is the length. ``voice`` names the voice that was cast.
    """

    audio: Asset
    samples: int
    words: tuple[SpokenWord, ...]
    voice: str


@dataclass(frozen=True)
class VoiceSample:
    """A recording of a voice, as a file."""

    name: str
    media_type: str
    content: bytes


@runtime_checkable
class Cloning(Protocol):
    """What a voice tool has beside its call where its service can imitate a voice. Consent is the caller's matter."""

    async def clone(self, name: str, samples: Sequence[VoiceSample], description: str) -> str:
        """The service's name for a new voice like that of the ``samples``; raises ``ProviderError``."""
        ...
