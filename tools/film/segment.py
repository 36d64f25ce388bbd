"""The tool that turns a shot into a segment: its own frames as encoded video, wherever in the film it stands."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from fractions import Fraction

from studio.errors import ToolError
from studio.tools.film.compositor import Compositor
from studio.tools.film.encoder import MEDIA_TYPE, Draw, encode, stoppable
from studio.tools.film.planes import FramePlanes
from studio.tools.film.requests import SegmentProduct, SegmentRequest, VideoSettings
from studio.tools.tool import Capability, Workbench

LEAST_FRAMES = 6


@dataclass(frozen=True)
class SegmentTool:
    """``film:segment``: draws and encodes frames ``first`` to ``last`` of a shot."""

    name: str = "film:segment"
    version: str = "3"
    capability: Capability = Capability.FILM

    async def __call__(self, request: SegmentRequest, bench: Workbench) -> SegmentProduct:
        return await stoppable(lambda stop: _make(request, bench, stop))


def _make(request: SegmentRequest, bench: Workbench, stop: threading.Event) -> SegmentProduct:
    draw, frames = segment_frames(request, bench), request.last - request.first
    path = bench.scratch / "segment.mp4"
    encode(path, request.video, frames, draw, stop)
    return SegmentProduct(video=bench.add(path, MEDIA_TYPE), frames=frames)


def segment_frames(request: SegmentRequest, bench: Workbench) -> Draw:
    """What draws the segment's frames; raises ``ToolError`` where there is no such segment."""
    frames = request.last - request.first
    if request.first < 0 or request.last > request.shot.frames or frames < LEAST_FRAMES:
        raise ToolError(
            f"Frames {request.first} to {request.last} are no segment of a shot of {request.shot.frames} frames.",
            next_step=f"A segment needs at least {LEAST_FRAMES} frames of its shot.",
            tool=SegmentTool.name,
        )
    video = request.video
    check_size(video)
    compositor = Compositor(request.shot, bench, video.width, video.height, rate_of(video))

    def draw(number: int, planes: FramePlanes) -> None:
        compositor.compose(request.first + number, planes)

    return draw


def rate_of(video: VideoSettings) -> Fraction:
    """Frames per second."""
    return Fraction(video.rate_numerator, video.rate_denominator)


def check_size(video: VideoSettings) -> None:
    """Raises ``ToolError`` unless yuv420p can hold the size."""
    if video.width % 2 or video.height % 2 or video.width < 16 or video.height < 16:
        raise ToolError(
            f"A video of {video.width}x{video.height} cannot be encoded.",
            next_step="Use even sides of at least 16 pixels.",
            tool=SegmentTool.name,
        )
