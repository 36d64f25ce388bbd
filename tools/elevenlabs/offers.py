"""ElevenLabs as offers. Imports the SDK only when a call is made."""

from __future__ import annotations

from pathlib import Path

from studio.tools.offers import ProviderOffer
from studio.tools.service_offers import offers_in
from studio.tools.tool import Capability

_TOOLS = {
    Capability.VOICE: ("studio.tools.elevenlabs.voice", "ElevenLabsVoice"),
    Capability.MUSIC: ("studio.tools.elevenlabs.music", "ElevenLabsMusic"),
    Capability.SOUND: ("studio.tools.elevenlabs.sound", "ElevenLabsSound"),
}
_DOES = {
    Capability.VOICE: "speaks, with the time of every word",
    Capability.MUSIC: "composes instrumental music",
    Capability.SOUND: "makes ambiences and effects",
}


def offers() -> tuple[ProviderOffer, ...]:
    """Every service for each of its capabilities."""
    return offers_in(
        Path(__file__).parent / "services.toml", _TOOLS, _DOES, extra="elevenlabs", packages=("elevenlabs",)
    )
