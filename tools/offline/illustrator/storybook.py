"""The offline illustrator as a tool: an image request in, a picture with its depth layers out.

It draws by rule from the staging and never reads the prompt. Knows nothing of stories.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from studio.tools.image import ImageProduct, ImageRequest
from studio.tools.layers import MEDIA_TYPE, write_layers
from studio.tools.tool import Capability, Workbench


@dataclass(frozen=True)
class Storybook:
    """Draws storybook pictures in layers, with no model, key or network.

    The same request gives the same bytes; ``version`` changes whenever that would not hold.
    """

    name: str = "offline:storybook"
    version: str = "8"
    capability: Capability = Capability.IMAGE

    async def __call__(self, request: ImageRequest, bench: Workbench) -> ImageProduct:
        """Draw ``request``; raises ``BadInput`` for a reference that is no picture."""
        references = {
            reference.asset.hash: await asyncio.to_thread(bench.path(reference.asset).read_bytes)
            for reference in request.references
        }
        picture, layers = await asyncio.to_thread(illustrate, request, references)
        return ImageProduct(picture=bench.add(picture, "image/png"), layers=bench.add(layers, MEDIA_TYPE))


def illustrate(request: ImageRequest, references: dict[str, bytes]) -> tuple[bytes, bytes]:
    """The picture (PNG) and its layers (OpenRaster) as bytes; ``references`` holds reference files by hash."""
    from studio.tools.offline.illustrator.illustration import draw

    layered, png = draw(request, references)
    return png, write_layers(layered, png)
