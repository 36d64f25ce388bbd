"""Which of a service's voices a speaker gets: by the kind of speaker, and always the same one.

A speaker keeps its voice as long as that is among those it is drawn from; more or fewer of them move few speakers
(rendezvous hashing). Knows nothing of who the speakers are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studio.production.canonical import content_hash, derive_seed
from studio.production.treatment import VoiceDirection
from studio.tools.providers import ServiceModel

NARRATOR = "narrator"
ANY = "any"


def kinds(speaker: str, direction: VoiceDirection) -> tuple[str, ...]:
    """What a speaker can be found under, the most exact first: narrator, feminine-old, feminine, old, any."""
    gender, age = direction.gender.value, direction.age.value
    own = (NARRATOR,) if speaker == NARRATOR else ()
    return (*own, f"{gender}-{age}", gender, age, ANY)


def named_voice(voices: Mapping[str, tuple[str, ...]], speaker: str, direction: VoiceDirection) -> str | None:
    """The voice that ``voices`` has for a speaker of this kind; None where it has none."""
    for kind in kinds(speaker, direction):
        if voices.get(kind):
            return drawn(voices[kind], speaker)
    return None


def drawn(voices: Iterable[str], speaker: str) -> str:
    """One of ``voices``, of which there is at least one: the same for the same speaker, whatever their order."""
    return max(sorted(voices), key=lambda voice: derive_seed(0, "voice", speaker, voice))


@dataclass(frozen=True)
class CastModel(ServiceModel):
    """A model whose voices settings can name: others of them speak otherwise, which its version tells."""

    @property
    def version(self) -> str:
        """Of the format, of an unusual address, and of the named voices."""
        named = self.service.settings.voices
        return f"{super().version}-{content_hash(named)[:8]}" if named else super().version
