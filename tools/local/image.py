"""Pictures by the image models of diffusers in this process: ``diffusers:owner/model`` or ``diffusers:/folder``.

A model paints well at a few sizes only: the nearest shape is painted, scaled to cover the frame, and cropped evenly.
What comes has no layers; the film engine moves it as one.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from studio.errors import ContentRefused
from studio.production.brief import ReferencePicture
from studio.production.vocabulary import ReferenceUse
from studio.tools.image import ImageProduct, ImageRequest
from studio.tools.local.colours import colours_in_words
from studio.tools.local.families import Adapter, Family, adapters, family_of
from studio.tools.local.model import LocalModel
from studio.tools.local.painter import Commission, Painter
from studio.tools.local.weights import Weights
from studio.tools.painting import framed, nearest_size, picture_prompt
from studio.tools.tool import Capability, Workbench

if TYPE_CHECKING:
    from PIL.Image import Image

NO_ADAPTER = "none"
"""The setting with which references are only told of, where an adapter could show them."""
_LONGER = (512, 1024)
"""Between which a reference's longer side is, in pixels."""
_NARROWEST = 4
_DENOISERS = ("unet", "transformer", "prior", "decoder")
_PIXELS_A_TOKEN = 256
_CONVOLUTIONS = 0.35
"""A UNet computes with most of its weights at a fraction of the resolution; a transformer with all, for each token."""
_DECODING = 0.03
"""Operations that an autoencoder needs for a pixel and a weight."""


@dataclass(frozen=True)
class DiffusersImage(LocalModel):
    """The image model ``model``."""

    capability: Capability = Capability.IMAGE
    tuned: ClassVar[tuple[str, ...]] = ("sizes", "steps", "adapter")

    async def __call__(self, request: ImageRequest, bench: Workbench) -> ImageProduct:
        """The picture as PNG, of the asked size. Raises ``ContentRefused`` where the model's own check objects."""
        commission, family = await asyncio.to_thread(self._prepared, request, bench)
        # One that is shown references has shapes of its own inside.
        group = None if commission.references else (commission.width, commission.height, commission.steps)
        picture = await self.made(
            self.weights(), partial(Painter.load, family=family), Painter.paint, commission, group
        )
        if picture is None:
            raise ContentRefused(
                f"{self.name} made a picture that its own check does not let through.",
                next_step="Say the brief in other words.",
                tool=self.name,
                provider=self.service.name,
            )
        png = await asyncio.to_thread(framed, picture, request.width, request.height)
        return ImageProduct(picture=bench.add(png, "image/png"))

    @property
    def most_references(self) -> int:
        """See ``studio.tools.image.Referring``.

        An adapter gives one figure's looks to everybody, and takes more of a sheet than the figure: only where a person
        chose one.
        """
        family = self._family()
        if family.references == "pictures":
            return family.most_references
        return 1 if self.service.settings.adapter and self._adapter(family) is not None else 0

    def needs(self, request: ImageRequest) -> tuple[Weights, ...]:
        """The model, and the adapter where there are references that only it can show."""
        own, family = self.weights(), self._family()
        adapter = self._adapter(family) if self._shown(family, request) else None
        return (own,) if adapter is None else (own, self._adapter_weights(adapter))

    def operations(self, request: ImageRequest) -> float:
        """Of the denoiser for each token and step, and of the decoder for each pixel."""
        family, weights = self._family(), self.weights()
        width, height = self._size(family, request)
        folder = weights.found()
        convolutions = folder is not None and (folder / "unet").is_dir()
        tokens = width * height / _PIXELS_A_TOKEN
        passes = self._steps(family, request) * (2 if family.asks_twice() else 1)
        step = 2 * self.weights_of(weights, _DENOISERS) * tokens * (_CONVOLUTIONS if convolutions else 1)
        return passes * step + _DECODING * self.weights_of(weights, ("vae",)) * width * height

    def _prepared(self, request: ImageRequest, bench: Workbench) -> tuple[Commission, Family]:
        """What is painted, and in which family's way."""
        family = self._family()
        shown = self._shown(family, request)
        adapter = self._adapter(family) if shown else None
        pictures = {one: _opened(bench.path(one.asset)) for one in request.references}
        told = [one for one in request.references if one not in shown]
        width, height = self._size(family, request)
        commission = Commission(
            prompt=picture_prompt(request, len(shown)) if family.references == "pictures" else request.prompt,
            words=colours_in_words(told, [pictures[one] for one in told]),
            seed=request.seed,
            width=width,
            height=height,
            steps=self._steps(family, request),
            references=tuple(pictures[one] for one in shown),
            adapter=None if adapter is None else (self._adapter_weights(adapter).fetched(), adapter),
            refined=family.is_refined(request.width, request.height),
        )
        return commission, family

    def _family(self) -> Family:
        return family_of(self.model, self.weights().found())

    def _size(self, family: Family, request: ImageRequest) -> tuple[int, int]:
        size = nearest_size(self.service.settings.sizes or family.sizes, request.width, request.height)
        width, height = map(int, size.split("x"))
        return width, height

    def _steps(self, family: Family, request: ImageRequest) -> int:
        return self.service.settings.steps or family.steps_for(request.width, request.height)

    def _shown(self, family: Family, request: ImageRequest) -> tuple[ReferencePicture, ...]:
        """The references that the model is shown; of the others it is told."""
        if family.references == "pictures":
            return request.references[: family.most_references]
        if self._adapter(family) is None:
            return ()
        # An adapter takes what is in a picture, also where only the colours are meant.
        things = [one for one in request.references if one.use is not ReferenceUse.PALETTE]
        return tuple(things[: family.most_references])

    def _adapter(self, family: Family) -> Adapter | None:
        is_wanted = family.references == "adapter" and self.service.settings.adapter != NO_ADAPTER
        return adapters()[family.adapter] if is_wanted else None

    def _adapter_weights(self, adapter: Adapter) -> Weights:
        return replace(self.weights(self.service.settings.adapter or adapter.repository), only=adapter.files)


def _opened(path: Path) -> Image:
    """A reference as pipelines take it: neither tiny nor huge, and no narrow strip (it is extended by its edge)."""
    from PIL import Image, ImageOps

    with Image.open(path) as picture:
        plain: Image.Image = picture.convert("RGB")
    longer = min(_LONGER[1], max(_LONGER[0], *plain.size))
    plain = ImageOps.contain(plain, (longer, longer), Image.Resampling.LANCZOS)
    width, height = (max(side, longer // _NARROWEST) for side in plain.size)
    if (width, height) == plain.size:
        return plain
    edge: Any = plain.getpixel((0, 0))
    return ImageOps.pad(plain, (width, height), color=edge)
