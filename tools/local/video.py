"""Clips by the video models of diffusers in this process: ``diffusers:owner/model`` or ``diffusers:/folder``.

A clip begins with the request's picture; what the model was taught decides its size, rate and length, and what comes
is scaled, cropped and resampled to what is asked for.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from studio.errors import BadRequest, ToolNotFound
from studio.tools.clips import clip_of_frames, unusable
from studio.tools.local.animator import Animator, Clip
from studio.tools.local.model import LocalModel
from studio.tools.local.video_families import VideoFamily, video_families, video_family_of
from studio.tools.local.weights import PIPELINE
from studio.tools.painting import nearest_size
from studio.tools.prompting import video_prompt
from studio.tools.tool import Capability, Workbench
from studio.tools.video import VideoProduct, VideoRequest

if TYPE_CHECKING:
    from PIL.Image import Image

_DECODING = 0.03
"""Operations that an autoencoder needs for a pixel and a weight."""


@dataclass(frozen=True)
class DiffusersVideo(LocalModel):
    """The video model ``model``."""

    capability: Capability = Capability.VIDEO
    tuned: ClassVar[tuple[str, ...]] = ("sizes", "steps")

    async def __call__(self, request: VideoRequest, bench: Workbench) -> VideoProduct:
        """The clip. Raises ``BadRequest`` for one that is longer than the model makes, or cannot begin as asked."""
        await self.awake()
        family = await asyncio.to_thread(self._fit_for, request)
        clip = await asyncio.to_thread(self._clip, family, request, bench)
        load = partial(Animator.load, family=family)
        try:
            frames = await self.made(self.weights(), load, Animator.animate, clip)
        except FloatingPointError as error:
            raise unusable(self.name, error) from None
        return await clip_of_frames(frames, Fraction(family.rate), request, bench, self.name)

    def longest(self, request: VideoRequest) -> int:
        """See ``studio.tools.video.Limited``."""
        return self._family().longest(_rate(request))

    def operations(self, request: VideoRequest) -> float:
        """Of the denoiser for each token and step, and of the decoder for each pixel."""
        family, weights = self._family(), self.weights()
        width, height = self._size(family, request)
        frames = family.frames_for(min(request.frames, self.longest(request)), _rate(request))
        # Of two denoisers one works at a time.
        step = 2 * self.weights_of(weights, ("transformer",)) * family.tokens(width, height, frames)
        decoding = _DECODING * self.weights_of(weights, ("vae",)) * width * height * frames
        return family.passes * self._steps(family, request) * step + decoding

    def _fit_for(self, request: VideoRequest) -> VideoFamily:
        family = self._family()
        most = family.longest(_rate(request))
        if request.frames > most:
            raise BadRequest(
                f"{self.name} makes {most} frames at once, and {request.frames} were asked for.",
                next_step="Ask for several clips, each beginning with the last frame of the one before.",
                tool=self.name,
            )
        if request.picture is None and not family.told:
            raise BadRequest(
                f"{self.name} needs a picture to begin with.",
                next_step="Give it one, or choose a model that makes clips from words.",
                tool=self.name,
            )
        return family

    def _clip(self, family: VideoFamily, request: VideoRequest, bench: Workbench) -> Clip:
        width, height = self._size(family, request)
        shows = request.picture is not None and family.shown
        return Clip(
            prompt=video_prompt(request),
            seed=request.seed,
            width=width,
            height=height,
            frames=family.frames_for(request.frames, _rate(request)),
            steps=self._steps(family, request),
            picture=_begun(bench.path(request.picture), width, height) if request.picture and shows else None,
        )

    def _family(self) -> VideoFamily:
        family = video_family_of(self.model, self.weights().found())
        if family is None:
            raise ToolNotFound(
                f"{self.name} is no video model that is known here.",
                next_step=f"Known are: {', '.join(video_families())}. A folder is known by its {PIPELINE}.",
                tool=self.name,
            )
        return family

    def _size(self, family: VideoFamily, request: VideoRequest) -> tuple[int, int]:
        sizes = self.service.settings.sizes or family.sizes_for(request.width, request.height)
        width, height = map(int, nearest_size(sizes, request.width, request.height).split("x"))
        return width, height

    def _steps(self, family: VideoFamily, request: VideoRequest) -> int:
        return self.service.settings.steps or family.steps_for(request.width, request.height)


def _begun(path: Path, width: int, height: int) -> Image:
    """The picture within a frame of another shape, so that it is whole again once the clip is cropped to its shape.

    What is beside it mirrors its edges: a model goes on with bars that it is shown.
    """
    import cv2
    import numpy as np
    from PIL import Image, ImageOps

    with Image.open(path) as picture:
        inside = ImageOps.contain(picture.convert("RGB"), (width, height), Image.Resampling.LANCZOS)
    across, down = width - inside.width, height - inside.height
    edges = (down // 2, down - down // 2, across // 2, across - across // 2)
    framed: Any = cv2.copyMakeBorder(np.asarray(inside), *edges, cv2.BORDER_REFLECT)
    return Image.fromarray(framed)


def _rate(request: VideoRequest) -> Fraction:
    return Fraction(request.rate_numerator, request.rate_denominator)
