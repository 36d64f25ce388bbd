"""Pictures by OpenAI's image models and servers with their format: painted from a prompt, or after references.

A model makes a few sizes only: the nearest shape is asked for, scaled to cover the frame, and cropped evenly. What
comes has no layers; the film engine moves it as one.
"""

from __future__ import annotations

import asyncio
import base64
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from studio.errors import MalformedProduct
from studio.production.brief import ReferencePicture
from studio.tools.image import ImageProduct, ImageRequest
from studio.tools.openai.client import connected
from studio.tools.openai.cost import most_for_picture, real_for_picture
from studio.tools.painting import fitted, nearest_size, picture_prompt
from studio.tools.providers import ServiceModel
from studio.tools.tool import Capability, Workbench

if TYPE_CHECKING:
    from openai import AsyncOpenAI
    from openai.types import ImagesResponse

_SMALL, _LARGE = 1024, 2048
"""Up to which longer side, in pixels, the lowest and the middle quality are asked for."""
_MOST_REFERENCES = 16
_USUAL_SIZES = ("1024x1024", "1536x1024", "1024x1536")


@dataclass(frozen=True)
class OpenAIImage(ServiceModel):
    """The image model ``model`` of ``service``."""

    capability: Capability = Capability.IMAGE

    def most(self, request: ImageRequest) -> Decimal | None:
        """See ``studio.tools.tool.Priced``."""
        price = self.service.price(self.model)
        return most_for_picture(price, request, picture_prompt(request, _MOST_REFERENCES), self._quality(request) or "")

    @property
    def most_references(self) -> int:
        """See ``studio.tools.image.Referring``."""
        return _MOST_REFERENCES

    async def __call__(self, request: ImageRequest, bench: Workbench) -> ImageProduct:
        """The picture as PNG, of the asked size. Raises ``ContentRefused`` and the other ``ProviderError``s."""
        async with connected(self.service, self.name) as client:
            made = await self._painted(client, request, bench)
        # A picture of no use is paid for too.
        self._charge(made, bench)
        content = self._content(made)
        try:
            png = await asyncio.to_thread(fitted, content, request.width, request.height)
        except (OSError, ValueError, SyntaxError) as error:
            raise self._malformed(f"sent a picture that cannot be read ({type(error).__name__})") from error
        return ImageProduct(picture=bench.add(png, "image/png"))

    async def _painted(self, client: AsyncOpenAI, request: ImageRequest, bench: Workbench) -> ImagesResponse:
        from openai.types import ImagesResponse

        wishes: dict[str, Any] = {
            "model": self.model,
            "prompt": picture_prompt(request, _MOST_REFERENCES),
            "size": nearest_size(self.service.settings.sizes or _USUAL_SIZES, request.width, request.height),
            "n": 1,
        }
        quality = self._quality(request)
        if quality is not None:
            wishes["quality"] = quality
        references = request.references[:_MOST_REFERENCES]
        made: ImagesResponse
        if references:
            files = await asyncio.to_thread(_files, references, bench)
            made = await client.images.edit(image=files, **wishes)
        else:
            made = await client.images.generate(**wishes)
        # The SDK does not look whether an answer is one.
        if not isinstance(made, ImagesResponse) or made.data is None:
            raise ValueError("no pictures")
        return made

    def _content(self, made: ImagesResponse) -> bytes:
        encoded = made.data[0].b64_json if made.data else None
        if not encoded:
            raise self._malformed("answered without a picture")
        try:
            return base64.b64decode(encoded, validate=True)
        except ValueError:
            raise self._malformed("sent a picture that is not base64") from None

    def _malformed(self, what: str) -> MalformedProduct:
        # Unlike words, which go back to the agent with the reason, the same request is made once more.
        return MalformedProduct(f"{self.name} {what}.", tool=self.name, retryable=True)

    def _charge(self, made: ImagesResponse, bench: Workbench) -> None:
        usage = made.usage
        if usage is None:
            return
        details = usage.input_tokens_details
        cost = real_for_picture(
            self.service.price(self.model), details.text_tokens, details.image_tokens, usage.output_tokens
        )
        if cost is not None:
            bench.charge(cost)

    def _quality(self, request: ImageRequest) -> str | None:
        names = self.service.settings.qualities
        if names is None:
            return None
        longer = max(request.width, request.height)
        return names[0 if longer <= _SMALL else 1 if longer <= _LARGE else 2]


def _files(references: tuple[ReferencePicture, ...], bench: Workbench) -> list[tuple[str, bytes, str]]:
    return [
        (f"reference-{number}.{one.asset.media_type.partition('/')[2]}", bench.path(one.asset).read_bytes(), media)
        for number, one in enumerate(references, 1)
        if (media := one.asset.media_type)
    ]
