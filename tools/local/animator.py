"""A loaded video model at work: a pipeline of diffusers, asked as its family is, for one clip at a time.

Knows nothing of films, files or requests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.tools.local.hardware import Hardware
from studio.tools.local.placing import place
from studio.tools.local.prompts import as_long_as_read
from studio.tools.local.seeding import generator
from studio.tools.local.video_families import VideoFamily
from studio.tools.local.weights import variant

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from PIL.Image import Image

    Frames = npt.NDArray[np.uint8]

_DECODING = 400
"""Bytes for each pixel of a clip that is decoded as a whole, about; where they are not there it is done in tiles."""


@dataclass(frozen=True)
class Clip:
    """One clip to be made; it begins with ``picture``, of the same size, where there is one."""

    prompt: str
    seed: int
    width: int
    height: int
    frames: int
    steps: int
    picture: Image | None = None


class Animator:
    """A pipeline on its device."""

    def __init__(self, pipeline: Any, family: VideoFamily, device: Hardware) -> None:
        self._pipeline = pipeline
        self._family = family
        self._device = device

    @classmethod
    def load(cls, folder: Path, device: Hardware, family: VideoFamily) -> Animator:
        """The pipeline of ``folder``. What is too large for the device as a whole is moved there part by part."""
        import diffusers
        import torch

        kind = getattr(diffusers, family.shown or family.told)
        precision = {"default": device.dtype} | dict.fromkeys(family.single, torch.float32)
        half = variant(folder, half=device.bytes_a_weight < 4)
        pipeline = kind.from_pretrained(str(folder), dtype=precision, variant=half)
        place(pipeline, folder, device)
        return cls(pipeline, family, device)

    def animate(self, clips: list[Clip]) -> list[Frames]:
        """Each clip as frames x height x width x 3, red, green and blue; ``FloatingPointError`` where it is none."""
        return [self._animated(clip) for clip in clips]

    def _animated(self, clip: Clip) -> Frames:
        import numpy as np

        pipeline = self._for(clip)
        takes = frozenset(signature(pipeline.__call__).parameters)
        is_tight = clip.frames * clip.width * clip.height * _DECODING > self._device.free_bytes()
        pipeline.vae.enable_tiling() if is_tight else pipeline.vae.disable_tiling()
        given: dict[str, Any] = {} if clip.picture is None else {"image": clip.picture}
        if self._family.avoided:
            given["negative_prompt"] = self._family.avoided
        if "frame_rate" in takes:
            given["frame_rate"] = self._family.rate
        made = pipeline(
            prompt=self._prompt(clip.prompt, pipeline),
            width=clip.width,
            height=clip.height,
            num_frames=clip.frames,
            num_inference_steps=clip.steps,
            guidance_scale=self._family.guidance,
            generator=generator(clip.seed),
            output_type="np",
            **given,
            **{name: value for name, value in self._family.arguments.items() if name in takes},
        )
        frames: Frames = np.stack(list(_in_bytes(made.frames[0])))
        return frames

    def _for(self, clip: Clip) -> Any:
        """The pipeline that begins with a picture, or the one that does not: with the same parts."""
        import diffusers

        kind = getattr(diffusers, self._family.told if clip.picture is None else self._family.shown)
        if isinstance(self._pipeline, kind):
            pipeline = self._pipeline
        else:
            wanted = [name for name in signature(kind.__init__).parameters if name != "self"]
            parts = self._pipeline.components | dict(self._pipeline.config)
            pipeline = kind(
                **{name: self._pipeline.components.get(name, parts[name]) for name in wanted if name in parts}
            )
        pipeline.set_progress_bar_config(disable=True)
        return pipeline

    def _prompt(self, prompt: str, pipeline: Any) -> str:
        """As much of it as the model reads: the pipeline says how many tokens."""
        most = signature(pipeline.__call__).parameters["max_sequence_length"].default
        return as_long_as_read(prompt, "", pipeline.tokenizer, most)


def _in_bytes(frames: npt.NDArray[np.float32]) -> Iterator[Frames]:
    import numpy as np

    for frame in frames:
        if not np.isfinite(frame).all():
            raise FloatingPointError("its frames hold no numbers")
        yield np.rint(frame.clip(0, 1) * 255).astype(np.uint8)
