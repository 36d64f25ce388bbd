"""Calls of the tools that are models in this process: one tool with settings, many requests at once."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from studio.testing import FolderBench
from studio.tools.offers import make_tool
from studio.tools.providers import Configuration, ProviderSettings
from studio.tools.tool import Capability, Tool


def tool(provider: str, folder: Path | str, capability: Capability, **given: Any) -> Tool[Any, Any]:
    """The model of ``folder`` as a tool of ``provider``."""
    return make_tool(f"{provider}:{folder}", capability, Configuration({provider: ProviderSettings(**given)}))


def all_made(one: Tool[Any, Any], requests: list[Any], bench: FolderBench) -> list[Any]:
    """The products of ``requests`` that wait together."""

    async def together() -> list[Any]:
        return list(await asyncio.gather(*(one(request, bench) for request in requests)))

    return asyncio.run(together())
