"""A loaded image model at work: a pipeline of diffusers, asked as its family is, for one picture or a batch.

Every picture has a generator of its own on the CPU, so that neither the batch nor the device decides what is seen.
Knows nothing of frames, files or requests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.tools.local.families import Adapter, Family
from studio.tools.local.hardware import Hardware
from studio.tools.local.placing import place
from studio.tools.local.prompts import as_long_as_read
from studio.tools.local.seeding import generator
from studio.tools.local.weights import variant

if TYPE_CHECKING:
    from PIL.Image import Image

_REFINED_SIDE = 2048
_GRID = 16
"""Sides that every family takes are multiples of it."""


@dataclass(frozen=True)
class Commission:
    """One picture to be painted: ``words`` are said of the references where they cannot be shown.

    ``adapter`` is what shows the references, and its folder, where the pipeline cannot. ``refined`` paints over the
    picture at a larger size.
    """

    prompt: str
    words: str
    seed: int
    width: int
    height: int
    steps: int
    references: tuple[Image, ...] = ()
    adapter: tuple[Path, Adapter] | None = None
    refined: bool = False


class Painter:
    """A pipeline on its device."""

    def __init__(self, pipeline: Any, family: Family) -> None:
        self._pipeline = pipeline
        self._family = family
        self._has_adapter = False
        self._takes = frozenset(signature(pipeline.__call__).parameters)

    @classmethod
    def load(cls, folder: Path, device: Hardware, family: Family) -> Painter:
        """The pipeline of ``folder``. What is too large for the device as a whole is moved there part by part."""
        from diffusers import AutoPipelineForText2Image, DiffusionPipeline

        wishes = {"dtype": device.dtype, "variant": variant(folder, half=device.bytes_a_weight < 4)}
        try:
            pipeline = AutoPipelineForText2Image.from_pretrained(str(folder), **wishes)
        except ValueError:
            # A pipeline that has no general name, such as one that only edits.
            pipeline = DiffusionPipeline.from_pretrained(str(folder), **wishes)
        place(pipeline, folder, device)
        pipeline.set_progress_bar_config(disable=True)
        return cls(pipeline, family)

    def paint(self, commissions: list[Commission]) -> list[Image | None]:
        """The pictures in the commissions' order; None where the model's own check refuses to show one.

        All are of one size and number of steps; one that has references comes alone.
        """
        first = commissions[0]
        arguments = self._arguments(commissions) | self._shown(first)
        made = self._pipeline(width=first.width, height=first.height, num_inference_steps=first.steps, **arguments)
        refused = getattr(made, "nsfw_content_detected", None) or [False] * len(commissions)
        return [
            None if no else self._refined(picture, one) if one.refined else picture
            for picture, one, no in zip(made.images, commissions, refused, strict=True)
        ]

    def _arguments(self, commissions: Sequence[Commission]) -> dict[str, Any]:
        family = self._family
        asked: dict[str, Any] = {
            "prompt": [self._prompt(one) for one in commissions],
            "generator": [generator(one.seed) for one in commissions],
        }
        if family.guidance is not None:
            asked[family.guidance_name] = family.guidance
        if family.avoided and "negative_prompt" in self._takes:
            asked["negative_prompt"] = [family.avoided] * len(commissions)
        return asked

    def _prompt(self, one: Commission) -> str:
        """The prompt, as much of it as the model reads."""
        tokenizer = getattr(self._pipeline, "tokenizer", None)
        if self._family.prompt != "keywords" or tokenizer is None:
            return "\n".join(filter(None, (one.prompt, one.words)))
        return as_long_as_read(one.prompt, one.words, tokenizer, tokenizer.model_max_length)

    def _shown(self, one: Commission) -> dict[str, Any]:
        """How the pipeline is shown the references, or that there are none."""
        if one.references and one.adapter is None:
            return {"image": list(one.references)}
        if one.references and one.adapter is not None:
            if not self._has_adapter:
                self._fit(*one.adapter)
            self._pipeline.set_ip_adapter_scale(one.adapter[1].scale)
            return {"ip_adapter_image": [list(one.references)]}
        if self._has_adapter:
            # Once it is there it wants a picture, of which nothing is taken.
            self._pipeline.set_ip_adapter_scale(0.0)
            return {"ip_adapter_image": [[_blank()]]}
        return {}

    def _fit(self, folder: Path, adapter: Adapter) -> None:
        place, _, name = adapter.weights.rpartition("/")
        self._pipeline.load_ip_adapter(
            str(folder), subfolder=place, weight_name=name, image_encoder_folder=adapter.encoder, local_files_only=True
        )
        self._has_adapter = True

    def _refined(self, picture: Image, one: Commission) -> Image:
        """``picture`` enlarged, and painted over once more where the family's pipelines can."""
        from diffusers import AutoPipelineForImage2Image
        from PIL import Image

        scale = _REFINED_SIDE / max(picture.size)
        width, height = (round(side * scale / _GRID) * _GRID for side in picture.size)
        larger = picture.resize((width, height), Image.Resampling.LANCZOS)
        again = AutoPipelineForImage2Image.from_pipe(self._pipeline)
        again.set_progress_bar_config(disable=True)
        arguments = self._arguments([one]) | self._shown(one)
        # Of all steps only the last ones are made: at least one of them.
        strength = max(self._family.refine, 1 / one.steps)
        if "width" in signature(again.__call__).parameters:
            arguments |= {"width": width, "height": height}
        made = again(image=[larger], strength=strength, num_inference_steps=one.steps, **arguments)
        refined: Image.Image = made.images[0]
        return refined


def _blank() -> Image:
    from PIL import Image

    return Image.new("RGB", (224, 224))
