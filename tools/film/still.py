"""The tool that takes a still from a piece of footage, so that the next piece can begin where it ends."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import cv2

from studio.errors import ToolError
from studio.tools.film.planes import FramePlanes, to_bgr
from studio.tools.film.playback import Playback
from studio.tools.film.requests import StillProduct, StillRequest
from studio.tools.tool import Capability, Workbench


@dataclass(frozen=True)
class StillTool:
    """``film:still``."""

    name: str = "film:still"
    version: str = "1"
    capability: Capability = Capability.FILM

    async def __call__(self, request: StillRequest, bench: Workbench) -> StillProduct:
        return await asyncio.to_thread(_make, request, bench)


def _make(request: StillRequest, bench: Workbench) -> StillProduct:
    planes = FramePlanes(request.width, request.height)
    Playback((request.footage,), bench, request.width, request.height).show(request.frame, planes)
    done, png = cv2.imencode(".png", to_bgr(planes))
    if not done:
        raise ToolError("The still could not be written as a PNG.", tool=StillTool.name)
    return StillProduct(picture=bench.add(png.tobytes(), "image/png"))
