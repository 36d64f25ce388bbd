"""The video capability: a moving picture of a few seconds, without sound."""

from __future__ import annotations

from typing import Annotated, Any, Protocol, runtime_checkable

from pydantic import Field

from studio.production.assets import Asset
from studio.production.canonical import Document
from studio.production.vocabulary import CameraMove
from studio.tools.tool import Tool


class VideoRequest(Document):
    """``frames`` at ``rate_numerator / rate_denominator`` a second; ``width`` and ``height`` in pixels, both even.

    ``picture`` is the first frame, or None where the prompt alone decides; ``move`` is what the camera does.
    """

    prompt: str
    picture: Asset | None = None
    move: CameraMove = CameraMove.STATIC
    width: Annotated[int, Field(ge=64, le=8192, multiple_of=2)]
    height: Annotated[int, Field(ge=64, le=8192, multiple_of=2)]
    frames: Annotated[int, Field(ge=1)]
    rate_numerator: Annotated[int, Field(ge=1)] = 24
    rate_denominator: Annotated[int, Field(ge=1)] = 1
    seed: int


class VideoProduct(Document):
    """``video`` is a file that FFmpeg decodes, with exactly ``frames`` frames of the asked size and no sound."""

    video: Asset
    frames: int


@runtime_checkable
class Limited(Protocol):
    """What a video tool has beside its call where a clip cannot be as long as one likes."""

    def longest(self, request: VideoRequest) -> int:
        """The most frames that one call makes, at the rate and size of ``request``; at least 1."""
        ...


def longest(tool: Tool[Any, Any], request: VideoRequest) -> int:
    """The most frames that one call makes: as many as are asked for where the tool does not say."""
    return tool.longest(request) if isinstance(tool, Limited) else request.frames
