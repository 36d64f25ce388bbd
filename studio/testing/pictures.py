"""A quick image tool for tests: patterned bands in depth layers, in the film's palette, different for every request."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from decimal import Decimal

from studio.production.canonical import canonical_json
from studio.tools.image import ImageProduct, ImageRequest
from studio.tools.layers import MEDIA_TYPE, Layer, LayeredPicture, write_layers
from studio.tools.tool import Capability, Workbench

_BANDS = 4
_NEAREST = 1.6
_ROWS, _COLUMNS = 8, 9
_DARKEST = 0.3


@dataclass(frozen=True)
class BandedPictures:
    """Draws a sky and four bands; the request decides their pattern. No figures are drawn."""

    name: str = "testing:bands"
    version: str = "2"
    capability: Capability = Capability.IMAGE

    def most(self, _request: ImageRequest) -> Decimal:
        """It costs nothing."""
        return Decimal(0)

    async def __call__(self, request: ImageRequest, bench: Workbench) -> ImageProduct:
        """The picture and its layers; references are not read."""
        merged, layered = await asyncio.to_thread(_draw, request)
        return ImageProduct(picture=bench.add(merged, "image/png"), layers=bench.add(layered, MEDIA_TYPE))


def _draw(request: ImageRequest) -> tuple[bytes, bytes]:
    import cv2
    import numpy as np

    digest = hashlib.shake_256(canonical_json(request).encode()).digest(_ROWS * _COLUMNS + 3 * (_BANDS + 1))
    width, height = request.width, request.height
    edge = LayeredPicture(width, height, ()).overscan(_NEAREST)
    # Light and dark cells, so that no picture measures like a blank, and none like another.
    cells = np.frombuffer(digest[: _ROWS * _COLUMNS], np.uint8).reshape(_ROWS, _COLUMNS).astype(np.float32) / 255
    whole = cv2.resize(cells, (width + 2 * edge, height + 2 * edge), interpolation=cv2.INTER_LINEAR)
    light = (_DARKEST + (1 - _DARKEST) * whole)[..., None]
    layers = []
    merged = np.zeros((height, width, 3), np.uint8)
    for number in range(_BANDS + 1):
        top = -edge if number == 0 else height * number // (_BANDS + 1)
        shown = light[top + edge :]
        image = np.full((*shown.shape[:2], 4), 255, np.uint8)
        image[..., :3] = np.rint(np.array(_colour(request, digest, number)) * shown)
        layers.append(Layer(f"band {number}", image, -edge, top, number * _NEAREST / _BANDS))
        visible = max(top, 0)
        merged[visible:] = image[visible - top : height - top, edge : edge + width, :3]
    _, png = cv2.imencode(".png", merged)
    return png.tobytes(), write_layers(LayeredPicture(width, height, tuple(layers)), png.tobytes())


def _colour(request: ImageRequest, digest: bytes, number: int) -> tuple[int, int, int]:
    """Blue, green and red of a band: of the palette where there is one."""
    palette = request.staging.palette
    if palette:
        colour = palette[number % len(palette)].removeprefix("#")
        return int(colour[4:], 16), int(colour[2:4], 16), int(colour[:2], 16)
    blue, green, red = digest[_ROWS * _COLUMNS + 3 * number :][:3]
    return blue, green, red
