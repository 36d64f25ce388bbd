"""The sound capability: an ambience or an effect of an exact length."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from studio.production.assets import Asset
from studio.production.canonical import Document
from studio.production.vocabulary import Ambience, Effect


class SoundRequest(Document):
    """``samples`` at 48 kHz; an effect may end in silence, never cut off. ``strength`` 0..1: a breeze or a gale."""

    prompt: str
    sound: Ambience | Effect
    strength: Annotated[float, Field(ge=0, le=1)] = 0.5
    samples: Annotated[int, Field(ge=4_800)]
    seed: int


class SoundProduct(Document):
    """``audio`` is a stereo WAV (48 kHz, 16 bit)."""

    audio: Asset
    samples: int
