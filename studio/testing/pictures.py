"""A quick image tool for tests: coloured bands in depth layers, different for every request."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass

from studio.production.canonical import canonical_json
from studio.tools.image import ImageProduct, ImageRequest
from studio.tools.layers import MEDIA_TYPE, Layer, LayeredPicture, write_layers
from studio.tools.tool import Capability, Workbench

_BANDS = 4


@dataclass(frozen=True)
class BandedPictures:
    """Draws a sky and four bands; the request decides their colours."""

    name: str = "testing:bands"
    version: str = "1"
    capability: Capability = Capability.IMAGE

    async def __call__(self, request: ImageRequest, bench: Workbench) -> ImageProduct:
        merged, layered = await asyncio.to_thread(_draw, request)
        return ImageProduct(picture=bench.add(merged, "image/png"), layers=bench.add(layered, MEDIA_TYPE))


def _draw(request: ImageRequest) -> tuple[bytes, bytes]:
    import cv2
    import numpy as np

    digest = hashlib.sha256(canonical_json(request).encode()).digest()
    width, height = request.width, request.height
    edge = LayeredPicture(width, height, ()).overscan(1.6)
    layers = []
    merged = np.zeros((height, width, 3), np.uint8)
    for number in range(_BANDS + 1):
        top = -edge if number == 0 else height * number // (_BANDS + 1)
        colour = [*digest[number * 3 : number * 3 + 3], 255]
        # A slope, so that no layer is a flat field that measures like a blank picture.
        rows = np.linspace(0.4, 1.0, height + edge - top)[:, None, None]
        image = np.broadcast_to(np.array(colour) * rows, (height + edge - top, width + 2 * edge, 4)).astype(np.uint8)
        image[..., 3] = 255
        depth = number * 1.6 / _BANDS
        layers.append(Layer(f"band {number}", image, -edge, top, depth))
        visible = max(top, 0)
        merged[visible:] = image[visible - top : height - top, edge : edge + width, :3]
    _, png = cv2.imencode(".png", merged)
    return png.tobytes(), write_layers(LayeredPicture(width, height, tuple(layers)), png.tobytes())
