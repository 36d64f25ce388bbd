"""A provider's services as offers, from a TOML file beside its code: one table per service, named as people say it.

``summary``, ``capabilities`` and ``start`` are the offer's, everything else in a table is ``ProviderSettings``. Imports
neither an SDK nor a tool before one is made.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from studio.tools.offers import ProviderOffer
from studio.tools.providers import ProviderSettings, Service
from studio.tools.secrets import find_key
from studio.tools.tool import Capability, Tool


def offers_in(
    file: Path,
    tools: Mapping[Capability, tuple[str, str]],
    does: Mapping[Capability, str],
    extra: str = "",
    packages: tuple[str, ...] = (),
    beside: Callable[[], str] = str,
    only: str = "",
    *,
    served: bool = True,
) -> tuple[ProviderOffer, ...]:
    """Every service of ``file`` for each of its capabilities.

    ``tools`` says where the tool of a capability is (module and class), ``does`` what it does in a few words.
    ``packages`` are what they need beyond the core, and ``extra`` is the extra that installs them.
    ``beside`` says what else has to be run before, or nothing. ``only`` names the one service that is meant, where not
    all are. What is not ``served`` has no address: its models are files of the person's own.
    """
    found = []
    for name, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
        if only not in ("", name):
            continue
        summary, capabilities, start = entry.pop("summary"), entry.pop("capabilities"), entry.pop("start", "")
        settings = ProviderSettings.model_validate(entry)
        found += [
            ProviderOffer(
                provider=name,
                capability=capability,
                summary=f"{does[capability]}: {summary}",
                settings=settings,
                make=_maker(*tools[capability]),
                missing=_missing(extra, packages, beside, served=served),
                start=start,
            )
            for capability in map(Capability, capabilities)
        ]
    return tuple(found)


def to_install(extra: str, packages: tuple[str, ...]) -> str:
    """What to do before the ``packages`` of an ``extra`` can be used; empty where they are there. Imports nothing."""
    return "" if all(find_spec(name) is not None for name in packages) else f"pip install 'creative-studio[{extra}]'"


def _missing(
    extra: str, packages: tuple[str, ...], beside: Callable[[], str], *, served: bool
) -> Callable[[Service], str]:
    def missing(service: Service) -> str:
        settings = service.settings
        if install := " && ".join(filter(None, (to_install(extra, packages), beside()))):
            return install
        if served and not settings.base_url:
            return f"Set base_url under [providers.{service.name}] in studio.toml."
        if settings.needs_key and find_key(settings.key_variable) is None:
            return f"Set {settings.key_variable} in the environment."
        return ""

    return missing


def _maker(module: str, tool: str) -> Callable[[str, Service], Tool[Any, Any]]:
    def make(model: str, service: Service) -> Tool[Any, Any]:
        made: Tool[Any, Any] = getattr(import_module(module), tool)(model, service)
        return made

    return make
