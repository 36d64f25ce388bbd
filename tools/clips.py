"""What tools that make clips share: the length and first frame that a service is asked for, and the clip as a product.

Knows nothing of any service's format, or of models.
"""

from __future__ import annotations

import base64
import io
import math
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from studio.errors import MalformedProduct
from studio.tools.prices import Price
from studio.tools.providers import ServiceModel
from studio.tools.tool import Capability, Workbench
from studio.tools.video import VideoProduct, VideoRequest

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_QUALITY = 95


@dataclass(frozen=True)
class ClipModel(ServiceModel):
    """The video model ``model`` of ``service``, which makes clips of a few lengths, sold by the second."""

    capability: Capability = Capability.VIDEO

    @property
    def seconds(self) -> tuple[int, ...]:
        """The lengths of its clips."""
        raise NotImplementedError

    def length(self, request: VideoRequest) -> Fraction | int:
        """The seconds that are asked for, and paid."""
        return asked_seconds(request, self.seconds)

    def longest(self, request: VideoRequest) -> int:
        """See ``studio.tools.video.Limited``."""
        return longest_frames(request, max(self.seconds))

    def most(self, request: VideoRequest) -> Decimal | None:
        """See ``studio.tools.tool.Priced``."""
        return for_seconds(self.service.price(self.model), self.length(request))


def asked_seconds(request: VideoRequest, choices: Sequence[int]) -> int:
    """The shortest of ``choices`` that is long enough for ``request``, else the longest."""
    needed = Fraction(request.frames * request.rate_denominator, request.rate_numerator)
    return min((one for one in choices if one >= needed), default=max(choices))


def longest_frames(request: VideoRequest, seconds: Fraction | int) -> int:
    """The frames of a clip of ``seconds`` at the rate of ``request``."""
    return max(1, math.floor(Fraction(request.rate_numerator, request.rate_denominator) * seconds))


def for_seconds(price: Price | None, seconds: Fraction | int) -> Decimal | None:
    """What ``seconds`` of video cost; None where nobody knows."""
    if price is None or price.second is None:
        return None
    return price.second * Decimal(math.ceil(seconds * 1000)) / 1000


def data_uri(content: bytes, size: tuple[int, int] | None, most: int) -> str:
    """A picture as a data URI of at most ``most`` characters, cropped evenly to ``size`` where that is given.

    PNG; JPEG, without anything to be seen of it, where that would be too long.
    """
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(content)) as opened:
        picture = opened.convert("RGB")
    if size is not None:
        picture = ImageOps.fit(picture, size, Image.Resampling.LANCZOS)
    for kind, options in (("PNG", {}), ("JPEG", {"quality": _QUALITY, "subsampling": 0}), ("JPEG", {"quality": 80})):
        buffer = io.BytesIO()
        picture.save(buffer, kind, **options)
        uri = f"data:image/{kind.lower()};base64,{base64.b64encode(buffer.getvalue()).decode()}"
        if len(uri) <= most:
            return uri
    return data_uri(content, (picture.width // 2, picture.height // 2), most)


async def clip(
    content: Path, request: VideoRequest, bench: Workbench, tool: str, *, retryable: bool = False
) -> VideoProduct:
    """The product of a video file that was sent. Raises ``MalformedProduct`` where nothing can be made of it."""
    from studio.tools.footage import conformed

    return await _product(partial(conformed, content), request, bench, tool, retryable=retryable)


async def clip_of_frames(
    frames: Iterable[npt.NDArray[np.uint8]], rate: Fraction, request: VideoRequest, bench: Workbench, tool: str
) -> VideoProduct:
    """The product of ``frames`` (each height x width x 3, RGB) at ``rate`` a second. Raises ``MalformedProduct``."""
    from studio.tools.footage import encoded

    return await _product(partial(encoded, frames, rate), request, bench, tool, retryable=False)


async def _product(
    write: Callable[[VideoRequest, Path, threading.Event], None],
    request: VideoRequest,
    bench: Workbench,
    tool: str,
    *,
    retryable: bool,
) -> VideoProduct:
    from studio.tools.film.encoder import MEDIA_TYPE, stoppable

    to = bench.scratch / "clip.mp4"
    try:
        await stoppable(partial(write, request, to))
    except ValueError as error:
        raise unusable(tool, error, retryable=retryable) from None
    return VideoProduct(video=bench.add(to, MEDIA_TYPE), frames=request.frames)


def unusable(tool: str, error: Exception, *, retryable: bool = False) -> MalformedProduct:
    """What is said of a clip that is none."""
    return MalformedProduct(f"{tool} made no clip that can be used: {error}.", tool=tool, retryable=retryable)
