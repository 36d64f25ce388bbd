"""The services of ``services.toml`` as offers. Imports the SDK only when a call is made."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from studio.tools.offers import ProviderOffer
from studio.tools.providers import ProviderSettings, Service
from studio.tools.secrets import find_key
from studio.tools.tool import Capability, Tool

_SERVICES = Path(__file__).parent / "services.toml"
_TOOLS = {Capability.LANGUAGE: ("language", "OpenAILanguage"), Capability.IMAGE: ("image", "OpenAIImage")}
_DOES = {Capability.LANGUAGE: "writes and judges", Capability.IMAGE: "paints pictures"}


def offers() -> tuple[ProviderOffer, ...]:
    """Every service for each of its capabilities."""
    found = []
    for name, entry in tomllib.loads(_SERVICES.read_text(encoding="utf-8")).items():
        summary, capabilities = entry.pop("summary"), entry.pop("capabilities")
        settings = ProviderSettings.model_validate(entry)
        found += [
            ProviderOffer(
                provider=name,
                capability=Capability(capability),
                summary=f"{_DOES[Capability(capability)]}: {summary}",
                settings=settings,
                make=_maker(Capability(capability)),
                missing=_missing,
            )
            for capability in capabilities
        ]
    return tuple(found)


def _missing(service: Service) -> str:
    settings = service.settings
    if not settings.base_url:
        return f"Set base_url under [providers.{service.name}] in studio.toml."
    if settings.needs_key and find_key(settings.key_variable) is None:
        return f"Set {settings.key_variable} in the environment."
    return ""


def _maker(capability: Capability) -> Callable[[str, Service], Tool[Any, Any]]:
    module, tool = _TOOLS[capability]

    def make(model: str, service: Service) -> Tool[Any, Any]:
        made: Tool[Any, Any] = getattr(import_module(f"studio.tools.openai.{module}"), tool)(model, service)
        return made

    return make
