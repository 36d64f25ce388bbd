"""Runway as an offer. Imports the SDK only when a call is made."""

from __future__ import annotations

from pathlib import Path

from studio.tools.offers import ProviderOffer
from studio.tools.service_offers import offers_in
from studio.tools.tool import Capability

_TOOLS = {Capability.VIDEO: ("studio.tools.runway.video", "RunwayVideo")}
_DOES = {Capability.VIDEO: "makes clips from a picture or from words"}


def offers() -> tuple[ProviderOffer, ...]:
    """Every service for each of its capabilities."""
    return offers_in(Path(__file__).parent / "services.toml", _TOOLS, _DOES, extra="runway", packages=("runwayml",))
