"""Calls of ComfyUI's tools: one workflow, one request, one answer."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from openai_calls import PICTURE

from studio.testing import FolderBench
from studio.tools.offers import make_tool
from studio.tools.providers import Configuration, ProviderSettings
from studio.tools.tool import Capability, Tool
from studio.tools.video import VideoRequest

CLIP = VideoRequest(prompt="Waves roll in under a lighthouse.", width=192, height=108, frames=48, seed=5)


def saved(folder: Path, nodes: Any, name: str = "workflow.json") -> Path:
    """A workflow file in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(nodes if isinstance(nodes, str) else json.dumps(nodes), encoding="utf-8")
    return file


def tool(
    folder: Path,
    nodes: Any,
    url: str = "http://127.0.0.1:9",
    capability: Capability = Capability.IMAGE,
    **given: Any,
) -> Tool[Any, Any]:
    """A tool of a workflow in ``folder``, which is the workspace's."""
    saved(folder, nodes)
    settings = {"comfyui": ProviderSettings(base_url=url, **given)}
    return make_tool("comfyui:workflow.json", capability, Configuration(settings, folder=folder))


def ask(one: Tool[Any, Any], folder: Path, request: Any = PICTURE) -> tuple[Any, FolderBench]:
    bench = FolderBench(folder)
    return asyncio.run(one(request, bench)), bench
