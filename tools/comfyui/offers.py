"""ComfyUI as offers: every workflow file is a model. Reads none before a tool is made."""

from __future__ import annotations

from pathlib import Path

from studio.tools.offers import ProviderOffer
from studio.tools.service_offers import offers_in
from studio.tools.tool import Capability

_TOOLS = {
    Capability.IMAGE: ("studio.tools.comfyui.image", "ComfyUIImage"),
    Capability.VIDEO: ("studio.tools.comfyui.video", "ComfyUIVideo"),
}
_DOES = {
    Capability.IMAGE: "paints pictures",
    Capability.VIDEO: "moves pictures",
}


def offers() -> tuple[ProviderOffer, ...]:
    """ComfyUI for each of its capabilities."""
    return offers_in(Path(__file__).parent / "services.toml", _TOOLS, _DOES)
