"""Calls of ElevenLabs' tools: one tool, one request, one answer."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from studio.production.treatment import MusicDirection, VoiceDirection
from studio.production.vocabulary import Ambience, Mood
from studio.testing import FolderBench
from studio.tools.music import MusicRequest
from studio.tools.offers import make_tool
from studio.tools.providers import Configuration, ProviderSettings
from studio.tools.sound import SoundRequest
from studio.tools.tool import Capability, Tool
from studio.tools.voice import VoiceRequest

LINE = VoiceRequest(text="The lamp was lit, and the storm came closer.", language="en", speaker="narrator")
CUE = MusicRequest(
    prompt="Solo piano under rain",
    direction=MusicDirection(mood=Mood.CALM, tonic=2, minor=True, beats_per_minute=72, instruments=("piano", "cello")),
    mood=Mood.MELANCHOLY,
    intensity=0.3,
    samples=4 * 48_000 + 5,
    theme_seed=7,
    seed=1,
)
SEA = SoundRequest(prompt="sea", sound=Ambience.SEA, strength=0.5, samples=2 * 48_000 + 7, seed=3)


def tool(name: str, capability: Capability, **given: Any) -> Tool[Any, Any]:
    """A tool of ElevenLabs with more settings."""
    return make_tool(f"elevenlabs:{name}", capability, Configuration({"elevenlabs": ProviderSettings(**given)}))


def speaker(model: str = "eleven_v3", **given: Any) -> Tool[Any, Any]:
    return tool(model, Capability.VOICE, **given)


def composer(**given: Any) -> Tool[Any, Any]:
    return tool("music_v2", Capability.MUSIC, **given)


def rustler(**given: Any) -> Tool[Any, Any]:
    return tool("eleven_text_to_sound_v2", Capability.SOUND, **given)


def ask(one: Tool[Any, Any], request: Any, folder: Path) -> tuple[Any, FolderBench]:
    bench = FolderBench(folder)
    return asyncio.run(one(request, bench)), bench


def directed(speaker_id: str = "narrator", language: str = "en", **direction: Any) -> VoiceRequest:
    """The usual line for another kind of speaker."""
    return LINE.model_copy(
        update={"speaker": speaker_id, "language": language, "direction": VoiceDirection(**direction)}
    )
