"""The services of ``services.toml`` as offers. Imports the SDK only when a call is made."""

from __future__ import annotations

from pathlib import Path

from studio.tools.offers import ProviderOffer
from studio.tools.service_offers import offers_in
from studio.tools.tool import Capability

_TOOLS = {
    Capability.LANGUAGE: ("studio.tools.openai.language", "OpenAILanguage"),
    Capability.IMAGE: ("studio.tools.openai.image", "OpenAIImage"),
    Capability.VIDEO: ("studio.tools.openai.video", "OpenAIVideo"),
    Capability.VOICE: ("studio.tools.openai.voice", "OpenAIVoice"),
}
_DOES = {
    Capability.LANGUAGE: "writes and judges",
    Capability.IMAGE: "paints pictures",
    Capability.VIDEO: "makes clips from a picture or from words",
    Capability.VOICE: "speaks; the times of words are estimated",
}


def offers() -> tuple[ProviderOffer, ...]:
    """Every service for each of its capabilities."""
    return offers_in(Path(__file__).parent / "services.toml", _TOOLS, _DOES)
