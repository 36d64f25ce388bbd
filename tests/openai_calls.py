"""Calls of the tools that speak OpenAI's format: one tool, one request, one answer."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from openai_wire import PITCH

from studio.production.vocabulary import Framing, Setting, Style, TimeOfDay, Weather
from studio.testing import FolderBench
from studio.testing.wire import WireServer
from studio.tools.image import ImageProduct, ImageRequest, Staging
from studio.tools.language import LanguageProduct, LanguageRequest
from studio.tools.offers import make_tool
from studio.tools.providers import Configuration, ProviderSettings, Service
from studio.tools.tool import Capability, Tool
from studio.tools.voice import VoiceRequest

STAGING = Staging(
    setting=Setting.SEA, time_of_day=TimeOfDay.NIGHT, weather=Weather.STORM, framing=Framing.WIDE, style=Style.PAPER
)
LINE = VoiceRequest(text="The lamp was lit, and the storm came closer.", language="en", speaker="narrator")
PICTURE = ImageRequest(prompt="A lighthouse in a storm", staging=STAGING, width=960, height=540, seed=3)


def tool(name: str, capability: Capability, **given: Any) -> Tool[Any, Any]:
    """A tool of a provider with more settings."""
    provider = name.partition(":")[0]
    return make_tool(name, capability, Configuration({provider: ProviderSettings(**given)}))


def writer(**given: Any) -> Tool[Any, Any]:
    return tool("openai:gpt-6-luna", Capability.LANGUAGE, **given)


def local_writer(server: WireServer, **given: Any) -> Tool[Any, Any]:
    return tool("ollama:gpt-oss:20b", Capability.LANGUAGE, base_url=f"{server.url}/v1", **given)


def painter(**given: Any) -> Tool[Any, Any]:
    return tool("openai:gpt-image-2.5-flare", Capability.IMAGE, **given)


def speaker(**given: Any) -> Tool[Any, Any]:
    return tool("openai:tts-1", Capability.VOICE, **given)


def say(one: Tool[Any, Any], folder: Path, request: LanguageRequest = PITCH) -> tuple[LanguageProduct, FolderBench]:
    bench = FolderBench(folder)
    return asyncio.run(one(request, bench)), bench


def paint(one: Tool[Any, Any], folder: Path, request: ImageRequest = PICTURE) -> tuple[ImageProduct, FolderBench]:
    bench = FolderBench(folder)
    return asyncio.run(one(request, bench)), bench


def a_service(name: str, url: str, **given: Any) -> Service:
    return Service(name, ProviderSettings(base_url=url, **given), url)
