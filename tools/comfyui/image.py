"""Pictures by a workflow of ComfyUI: ``comfyui:workflow.json``.

A model paints well at one number of pixels only, which the workflow was saved with: the film's shape is asked for at
that, scaled to cover the frame, and cropped evenly. What comes has no layers; the film engine moves it as one.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from studio.errors import MalformedProduct
from studio.tools.comfyui.model import ComfyUIModel
from studio.tools.comfyui.slots import Slots, picture_slots
from studio.tools.comfyui.workflow import Workflow
from studio.tools.image import ImageProduct, ImageRequest
from studio.tools.painting import fitted, picture_prompt
from studio.tools.tool import Capability, Workbench


@dataclass(frozen=True)
class ComfyUIImage(ComfyUIModel):
    """The workflow ``model``, which makes a picture."""

    capability: Capability = Capability.IMAGE
    step: ClassVar[int] = 8

    @staticmethod
    def places(workflow: Workflow) -> Slots:
        """See ``studio.tools.comfyui.slots``."""
        return picture_slots(workflow)

    @property
    def most_references(self) -> int:
        """See ``studio.tools.image.Referring``."""
        return len(self.slots.pictures)

    def most(self, request: ImageRequest) -> Decimal | None:
        """See ``studio.tools.tool.Priced``."""
        price = self.service.price(self.model)
        return None if price is None else price.picture

    async def __call__(self, request: ImageRequest, bench: Workbench) -> ImageProduct:
        """The picture as PNG, of the asked size. Raises ``MalformedProduct`` and the ``ProviderError``s."""
        slots = self.slots.pictures
        prompt = picture_prompt(request, len(slots))
        # A place without a reference keeps the picture that the workflow was saved with.
        shown = [(place, one.asset) for place, one in zip(slots, request.references, strict=False)]
        file = await self.run(self.asked(prompt, request.seed, request.width, request.height), shown, bench)
        try:
            content = await asyncio.to_thread(file.read_bytes)
            png = await asyncio.to_thread(fitted, content, request.width, request.height)
        except (OSError, ValueError, SyntaxError) as error:
            raise MalformedProduct(
                f"{self.name} sent a picture that cannot be read ({type(error).__name__}).",
                tool=self.name,
                retryable=True,
            ) from error
        return ImageProduct(picture=bench.add(png, "image/png"))
