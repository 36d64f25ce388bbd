"""Clips by the models at fal: from the shot's picture, or from words where the model or the request has none."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from studio.errors import BadRequest
from studio.tools.clips import ClipModel, asked_seconds, clip, data_uri, longest_frames
from studio.tools.downloads import downloaded
from studio.tools.fal.models import FalVideoFamily, video_family
from studio.tools.fal.queue import FalQueue
from studio.tools.fal.results import address_of
from studio.tools.jobs import finished
from studio.tools.prompting import video_prompt
from studio.tools.tool import Workbench
from studio.tools.video import VideoProduct, VideoRequest

_MOST_WORDS = 1500
_MOST_PICTURE = 8_000_000
"""Characters of a data URI: the least of the models' own limits is 10 MB."""
_FROM_WORDS, _FROM_PICTURES = "text-to-video", "image-to-video"


@dataclass(frozen=True)
class FalVideo(ClipModel):
    """The video model ``model`` of ``service``."""

    def longest(self, request: VideoRequest) -> int:
        """See ``studio.tools.video.Limited``."""
        family = self.family
        seconds = Fraction(family.longest, family.rate) if family.frames else max(self.seconds)
        return longest_frames(request, seconds)

    async def __call__(self, request: VideoRequest, bench: Workbench) -> VideoProduct:
        """The clip. Raises ``ContentRefused`` and the other ``ProviderError``s."""
        queue = FalQueue(self, await self._arguments(request, bench))
        made = await finished(queue, bench, self.service, self.name)
        address = address_of(made, "video", self.name)
        content = await downloaded(address, bench.scratch / "made", "video", self.service, self.name)
        return await clip(content, request, bench, self.name)

    @property
    def family(self) -> FalVideoFamily:
        """What the model calls its arguments."""
        return video_family(self.model)

    @property
    def seconds(self) -> tuple[int, ...]:
        """The lengths of its clips."""
        return self.service.settings.seconds or self.family.seconds

    async def _arguments(self, request: VideoRequest, bench: Workbench) -> dict[str, Any]:
        family = self.family
        arguments: dict[str, Any] = {**family.extra, "prompt": video_prompt(request, _MOST_WORDS)}
        if family.seed:
            arguments[family.seed] = request.seed % 2**31
        if family.frames:
            arguments[family.frames] = self._frames(request)
            if family.rate_argument:
                arguments[family.rate_argument] = family.rate
        elif family.duration:
            seconds = asked_seconds(request, self.seconds)
            arguments[family.duration] = seconds if family.numbers else f"{seconds}{family.unit}"
        if request.picture is None:
            if _FROM_PICTURES in self.model:
                raise BadRequest(
                    f"{self.name} makes clips from pictures only.", tool=self.name, provider=self.service.name
                )
        elif _FROM_WORDS not in self.model:
            # The clip has the picture's shape.
            content = bench.path(request.picture).read_bytes()
            arguments[family.picture] = await asyncio.to_thread(data_uri, content, None, _MOST_PICTURE)
        return arguments

    def _frames(self, request: VideoRequest) -> int:
        """So many that they last as long as what is asked for, in the model's own steps."""
        family = self.family
        last = Fraction(request.frames * request.rate_denominator * family.rate, request.rate_numerator) - 1
        wanted = ceil(last / family.step) * family.step + 1
        return min(family.longest, max(family.least, wanted))

    def length(self, request: VideoRequest) -> Fraction | int:
        family = self.family
        if family.frames:
            return Fraction(self._frames(request), family.rate)
        return asked_seconds(request, self.seconds)
