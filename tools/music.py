"""The music capability: one cue of an exact length."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from studio.production.assets import Asset
from studio.production.canonical import Document
from studio.production.treatment import MusicDirection
from studio.production.vocabulary import Mood


class MusicRequest(Document):
    """``samples`` at 48 kHz is the exact length. ``theme_seed`` is the film's (its motif returns in every cue);
    ``seed`` is the cue's own. ``intensity`` 0..1 sets how much plays."""

    prompt: str
    direction: MusicDirection
    mood: Mood
    intensity: Annotated[float, Field(ge=0, le=1)] = 0.5
    samples: Annotated[int, Field(ge=4_800)]
    theme_seed: int
    seed: int


class Stem(Document):
    """One instrument group of a cue."""

    name: str
    audio: Asset


class MusicProduct(Document):
    """``audio`` is a stereo WAV (48 kHz, 16 bit), peak at most -3 dBFS; stems add up to it. ``notes`` is MIDI."""

    audio: Asset
    samples: int
    notes: Asset | None = None
    stems: tuple[Stem, ...] = ()
