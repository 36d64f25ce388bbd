"""The tool that makes a film's poster: one frame of a shot, with its lettering, as a PNG."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from fractions import Fraction

import cv2

from studio.errors import ToolError
from studio.tools.film.compositor import Compositor
from studio.tools.film.planes import FramePlanes, to_bgr
from studio.tools.film.requests import PosterProduct, PosterRequest
from studio.tools.tool import Capability, Workbench

_RATE = Fraction(24)
"""A still has no frame rate; drifting layers stand where they would in a film of this one."""


@dataclass(frozen=True)
class PosterTool:
    """``film:poster``."""

    name: str = "film:poster"
    version: str = "3"
    capability: Capability = Capability.FILM

    async def __call__(self, request: PosterRequest, bench: Workbench) -> PosterProduct:
        return await asyncio.to_thread(_make, request, bench)


def _make(request: PosterRequest, bench: Workbench) -> PosterProduct:
    if not 0 <= request.frame < request.shot.frames:
        raise ToolError(
            f"Frame {request.frame} is not in a shot of {request.shot.frames} frames.",
            next_step="Ask for a frame of the shot.",
            tool=PosterTool.name,
        )
    width, height = request.width + request.width % 2, request.height + request.height % 2
    planes = FramePlanes(width, height)
    Compositor(request.shot, bench, width, height, _RATE).compose(request.frame, planes)
    done, png = cv2.imencode(".png", to_bgr(planes)[: request.height, : request.width])
    if not done:
        raise ToolError("The poster could not be written as a PNG.", tool=PosterTool.name)
    return PosterProduct(poster=bench.add(png.tobytes(), "image/png"))
