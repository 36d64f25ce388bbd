"""Clips by a workflow of ComfyUI: ``comfyui:animate.json``, with or without a first frame.

The workflow keeps its own frames a second, and no clip is asked for that is longer than the one that it was saved with:
that fits its model and the machine. What comes is brought to the film's rate, length and size.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from studio.errors import BadRequest
from studio.tools.clips import clip
from studio.tools.comfyui.model import ComfyUIModel
from studio.tools.comfyui.slots import Slots, clip_slots
from studio.tools.comfyui.workflow import Workflow
from studio.tools.prompting import video_prompt
from studio.tools.tool import Capability, Workbench
from studio.tools.video import VideoProduct, VideoRequest

_GROUP = 8
"""Models that move pictures count frames in groups of 8, or of 4, and one more."""


@dataclass(frozen=True)
class ComfyUIVideo(ComfyUIModel):
    """The workflow ``model``, which makes a clip."""

    capability: Capability = Capability.VIDEO
    step: ClassVar[int] = 32

    @staticmethod
    def places(workflow: Workflow) -> Slots:
        """See ``studio.tools.comfyui.slots``."""
        return clip_slots(workflow)

    def most(self, request: VideoRequest) -> Decimal | None:
        """See ``studio.tools.tool.Priced``."""
        price = self.service.price(self.model)
        if price is None or price.second is None:
            return None
        return price.second * math.ceil(request.frames * request.rate_denominator / request.rate_numerator)

    def longest(self, request: VideoRequest) -> int:
        """As long as the workflow's own clip."""
        seconds = self._own_length() / self.slots.rate
        return max(1, math.floor(seconds * request.rate_numerator / request.rate_denominator + 1e-6))

    async def __call__(self, request: VideoRequest, bench: Workbench) -> VideoProduct:
        """The clip. Raises ``BadRequest``, ``MalformedProduct`` and the other ``ProviderError``s."""
        if self.slots.pictures and request.picture is None:
            raise BadRequest(
                f"{self.name} moves a picture, and was given none.", tool=self.name, provider=self.service.name
            )
        values = self.asked(video_prompt(request), request.seed, request.width, request.height)
        values += [(place, self._length(request)) for place in self.slots.length]
        shown = [] if request.picture is None else [(place, request.picture) for place in self.slots.pictures]
        file = await self.run(values, shown, bench)
        return await clip(file, request, bench, self.name, retryable=True)

    def _length(self, request: VideoRequest) -> int:
        """The frames to ask for: enough, in the model's groups, and no more than its own where they are enough."""
        seconds = request.frames * request.rate_denominator / request.rate_numerator
        needed = math.ceil(seconds * self.slots.rate - 1e-6)
        whole = math.ceil((needed - 1) / _GROUP) * _GROUP + 1
        own = self._own_length()
        return own if needed <= own < whole else whole

    def _own_length(self) -> int:
        return int(self.own(self.slots.length[0]))
