"""A quick video tool for tests: a bright bar crosses the picture, once in a clip, and the picture stays behind it."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from studio.tools.tool import Capability, Workbench
from studio.tools.video import VideoProduct, VideoRequest

if TYPE_CHECKING:
    from studio.tools.film.planes import FramePlanes

_BAR = 0.1
"""The bar's width as a share of the frame's."""


@dataclass(frozen=True)
class BarFootage:
    """Clips of at most ``most_frames`` frames. Without a picture the bar crosses grey."""

    most_frames: int = 10_000
    name: str = "testing:bar"
    version: str = "1"
    capability: Capability = Capability.VIDEO

    def most(self, _request: VideoRequest) -> Decimal:
        """It costs nothing."""
        return Decimal(0)

    def longest(self, _request: VideoRequest) -> int:
        """See ``studio.tools.video.Limited``."""
        return self.most_frames

    async def __call__(self, request: VideoRequest, bench: Workbench) -> VideoProduct:
        """The clip. Raises ``ToolError`` for a picture that cannot be read."""
        from studio.tools.film.encoder import stoppable

        return await stoppable(lambda stop: _film(request, bench, stop))


def _film(request: VideoRequest, bench: Workbench, stop: threading.Event) -> VideoProduct:
    from studio.tools.film.encoder import MEDIA_TYPE, encode
    from studio.tools.film.requests import VideoSettings

    still = _still(request, bench)
    width = max(2, round(_BAR * request.width))

    def draw(number: int, planes: FramePlanes) -> None:
        planes.buffer[:] = still.buffer
        left = round((request.width + width) * number / request.frames) - width
        planes.y[:, max(left, 0) : max(left + width, 0)] = 235

    video = VideoSettings(
        width=request.width,
        height=request.height,
        rate_numerator=request.rate_numerator,
        rate_denominator=request.rate_denominator,
        preset="ultrafast",
    )
    path = bench.scratch / "bar.mp4"
    encode(path, video, request.frames, draw, stop)
    return VideoProduct(video=bench.add(path, MEDIA_TYPE), frames=request.frames)


def _still(request: VideoRequest, bench: Workbench) -> FramePlanes:
    from studio.tools.film.moving import read_picture
    from studio.tools.film.planes import FramePlanes, cover, to_planes

    still = FramePlanes(request.width, request.height)
    if request.picture is None:
        still.buffer[:] = 128
        return still
    planes = to_planes(cover(read_picture(bench.path(request.picture))[..., :3], still.width, still.height))
    still.y[:], still.u[:], still.v[:] = planes.y, planes.u, planes.v
    return still
