"""Pictures by the models at fal: painted from a prompt, or after references where the model takes them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, sqrt
from typing import Any

from studio.errors import ContentRefused, MalformedProduct
from studio.tools.clips import data_uri
from studio.tools.downloads import downloaded
from studio.tools.fal.models import FalImageFamily, image_family
from studio.tools.fal.queue import FalQueue
from studio.tools.fal.results import address_of
from studio.tools.image import ImageProduct, ImageRequest
from studio.tools.jobs import finished
from studio.tools.painting import fitted, nearest_size, picture_prompt
from studio.tools.providers import ServiceModel
from studio.tools.tool import Capability, Workbench

_PIXELS = 1_000_000
"""What models paint well, and what is priced as one megapixel."""
_STEP = 16
_MOST_BYTES = 64 << 20
_MOST_REFERENCE = 4_000_000
"""Characters of a data URI."""


@dataclass(frozen=True)
class FalImage(ServiceModel):
    """The image model ``model`` of ``service``."""

    capability: Capability = Capability.IMAGE

    def most(self, request: ImageRequest) -> Decimal | None:
        """See ``studio.tools.tool.Priced``."""
        price = self.service.price(self.model)
        if price is None or price.megapixel is None or not self.family.size:
            return None if price is None else price.picture
        across, down = _size(request, self.service.settings.sizes)
        return price.megapixel * ceil(across * down / _PIXELS)

    async def __call__(self, request: ImageRequest, bench: Workbench) -> ImageProduct:
        """The picture as PNG, of the asked size. Raises ``ContentRefused`` and the other ``ProviderError``s."""
        queue = FalQueue(self, await self._arguments(request, bench))
        made = await finished(queue, bench, self.service, self.name)
        if True in (made.get("has_nsfw_concepts") or []):
            # The picture is black then, and paid for; the job would say the same again.
            bench.ended()
            raise ContentRefused(
                f"{self.service.name} does not show the picture that it made.",
                tool=self.name,
                provider=self.service.name,
            )
        address = address_of(made, "image", self.name)
        to = bench.scratch / "made"
        content = await downloaded(address, to, "image", self.service, self.name, _MOST_BYTES)
        try:
            png = await asyncio.to_thread(fitted, content.read_bytes(), request.width, request.height)
        except (OSError, ValueError, SyntaxError) as error:
            raise MalformedProduct(
                f"{self.name} sent a picture that cannot be read ({type(error).__name__}).",
                tool=self.name,
                retryable=True,
            ) from error
        return ImageProduct(picture=bench.add(png, "image/png"))

    @property
    def family(self) -> FalImageFamily:
        """What the model calls its arguments."""
        return image_family(self.model)

    async def _arguments(self, request: ImageRequest, bench: Workbench) -> dict[str, Any]:
        family = self.family
        shown = request.references[: family.most_references]
        arguments: dict[str, Any] = {**family.extra, "prompt": picture_prompt(request, family.most_references)}
        if family.seed:
            arguments[family.seed] = request.seed % 2**31
        if family.size:
            across, down = _size(request, self.service.settings.sizes)
            arguments[family.size] = {"width": across, "height": down}
        elif family.aspect:
            shapes = [one.replace(":", "x") for one in family.aspects]
            arguments[family.aspect] = nearest_size(shapes, request.width, request.height).replace("x", ":")
        if shown:
            contents = [bench.path(one.asset).read_bytes() for one in shown]
            arguments[family.references] = [
                await asyncio.to_thread(data_uri, content, None, _MOST_REFERENCE) for content in contents
            ]
        return arguments


def _size(request: ImageRequest, sizes: tuple[str, ...]) -> tuple[int, int]:
    """The nearest of ``sizes``; without any, the asked shape with about a megapixel, in steps of 16."""
    if sizes:
        across, down = map(int, nearest_size(sizes, request.width, request.height).split("x"))
        return across, down
    scale = sqrt(_PIXELS / (request.width * request.height))
    across, down = (max(_STEP, int(side * scale) // _STEP * _STEP) for side in (request.width, request.height))
    return across, down
