"""audiocraft as offers. Neither the package nor torch is ever imported in this process."""

from __future__ import annotations

from pathlib import Path

from studio.tools.audiocraft import environment
from studio.tools.offers import ProviderOffer
from studio.tools.service_offers import offers_in
from studio.tools.tool import Capability

_TOOLS = {
    Capability.MUSIC: ("studio.tools.audiocraft.music", "AudiocraftMusic"),
    Capability.SOUND: ("studio.tools.audiocraft.sound", "AudiocraftSound"),
}
_DOES = {
    Capability.MUSIC: "plays cues",
    Capability.SOUND: "makes ambiences and effects",
}


def offers() -> tuple[ProviderOffer, ...]:
    """Both kinds of models."""
    return offers_in(
        Path(__file__).parent / "services.toml",
        _TOOLS,
        _DOES,
        extra="audiocraft",
        packages=("huggingface_hub",),
        beside=environment.missing,
    )
