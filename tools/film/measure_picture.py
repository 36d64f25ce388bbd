"""The tool that measures a picture: numbers that a critic can reason from, of pixels alone.

Knows nothing of what the picture should show.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

from studio.tools.film import oklab
from studio.tools.film.moving import read_picture
from studio.tools.film.planes import Plane
from studio.tools.film.requests import PictureMeasurements, PictureMeasureRequest
from studio.tools.layers import Layer, LayeredPicture, read_layers
from studio.tools.tool import Capability, Workbench

_WIDTH = 480
"""Pictures are measured at this length of their longer side: what is seen, not grain."""
_BLOCK = 8
_FLAT = 2.0
"""Spread of luma, in steps of 255, up to which a block is flat."""
_LIGHTNESS_WEIGHT = 0.35
"""How much a lighter or darker shade of a palette's colour is another colour."""
_FULL_DRIFT = 0.25
_FULL_CONTRAST = 0.25
"""OKLab distance between figure and surroundings that is as clear as can be: about white text on a mid grey."""
_FIGURES = "figures"


@dataclass(frozen=True)
class MeasurePictureTool:
    """``film:measure_picture``."""

    name: str = "film:measure_picture"
    version: str = "1"
    capability: Capability = Capability.FILM

    async def __call__(self, request: PictureMeasureRequest, bench: Workbench) -> PictureMeasurements:
        return await asyncio.to_thread(_measure, request, bench)


def _measure(request: PictureMeasureRequest, bench: Workbench) -> PictureMeasurements:
    picture = _reduced(_on_black(read_picture(bench.path(request.picture))))
    luma = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    low, high = np.percentile(luma, (5, 95))
    layers = None if request.layers is None else read_layers(bench.path(request.layers))
    return PictureMeasurements(
        brightness=_share(luma.mean() / 255),
        contrast=_share((high - low) / 255),
        detail=_share(_detail(luma)),
        legibility=None if layers is None else _legibility(layers),
        palette_drift=_palette_drift(picture, request.palette) if request.palette else None,
        signature=_signature(luma),
    )


def _share(value: float | np.floating) -> float:
    return round(min(max(float(value), 0.0), 1.0), 4)


def _on_black(image: Plane) -> Plane:
    """``image`` without alpha."""
    return image if image.shape[2] == 3 else _premultiplied(image)[..., :3]


def _premultiplied(image: Plane) -> Plane:
    """BGRA with straight alpha as BGRA with premultiplied alpha."""
    # Only the order of red and blue tells RGBA from BGRA, and premultiplying does not mind.
    return cast("Plane", cv2.cvtColor(image, cv2.COLOR_RGBA2mRGBA))


def _reduced(image: Plane) -> Plane:
    scale = _WIDTH / max(image.shape[:2])
    if scale >= 1:
        return image
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _detail(luma: npt.NDArray[np.float32]) -> float:
    """The share of blocks that are not flat."""
    rows, columns = (max(side // _BLOCK, 1) * _BLOCK for side in luma.shape)
    grown = cv2.resize(luma, (columns, rows), interpolation=cv2.INTER_AREA)
    blocks = grown.reshape(rows // _BLOCK, _BLOCK, columns // _BLOCK, _BLOCK)
    return float((blocks.std(axis=(1, 3)) > _FLAT).mean())


def _palette_drift(picture: Plane, palette: tuple[str, ...]) -> float:
    """Mean distance of the picture's colours from the nearest of the palette, lightness counting less than hue."""
    weights = np.array([_LIGHTNESS_WEIGHT, 1, 1], np.float32)
    small = cv2.resize(picture, (96, 54), interpolation=cv2.INTER_AREA)
    colours = oklab.from_bgr(small.astype(np.uint8, copy=False)).reshape(-1, 1, 3)
    wanted = np.stack([oklab.from_hex(colour) for colour in palette])[None]
    distance = np.linalg.norm((colours - wanted) * weights, axis=-1).min(axis=1)
    return _share(distance.mean() / _FULL_DRIFT)


def _signature(luma: npt.NDArray[np.float32]) -> str:
    """The difference hash: whether each of 8 x 8 cells is brighter than its right neighbour."""
    small = cv2.resize(luma, (9, 8), interpolation=cv2.INTER_AREA)
    bits = (small[:, :-1] > small[:, 1:]).ravel()
    return "".join(f"{byte:02x}" for byte in np.packbits(bits).tolist())


def _legibility(picture: LayeredPicture) -> float | None:
    """How much the colours just inside the figures' outline differ from those just outside, where it can be seen."""
    scale = min(1.0, _WIDTH / max(picture.width, picture.height))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    seen = np.zeros((size[1], size[0], 3), np.float32)
    figure = np.zeros((size[1], size[0]), np.float32)
    for layer in picture.layers:
        if layer.wraps:
            continue
        image = _in_frame(layer, picture, size)
        alpha = image[..., 3:]
        seen = seen * (1 - alpha) + image[..., :3]
        figure *= 1 - alpha[..., 0]
        if layer.name == _FIGURES or layer.depth == 1.0:
            figure = np.maximum(figure, alpha[..., 0])
    inside = (figure > 0.5).astype(np.uint8)
    if not inside.any():
        return None
    width = max(2, round(max(size) / 120))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * width + 1, 2 * width + 1))
    inner = (inside - cv2.erode(inside, kernel, borderType=cv2.BORDER_REPLICATE)).astype(np.float32)
    outer = (cv2.dilate(inside, kernel) - inside).astype(np.float32)
    edge = cv2.morphologyEx(inside, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8), borderType=cv2.BORDER_REPLICATE) > 0
    colours = oklab.from_bgr(np.clip(np.rint(seen * 255), 0, 255).astype(np.uint8))
    reach = (4 * width + 1, 4 * width + 1)
    near_in, share_in = cv2.blur(colours * inner[..., None], reach), cv2.blur(inner, reach)
    near_out, share_out = cv2.blur(colours * outer[..., None], reach), cv2.blur(outer, reach)
    usable = edge & (share_in > 1e-3) & (share_out > 1e-3)
    if not usable.any():
        return None
    difference = near_in[usable] / share_in[usable, None] - near_out[usable] / share_out[usable, None]
    return _share(np.minimum(np.linalg.norm(difference, axis=-1) / _FULL_CONTRAST, 1).mean())


def _in_frame(layer: Layer, picture: LayeredPicture, size: tuple[int, int]) -> npt.NDArray[np.float32]:
    """What the frame shows of ``layer``, premultiplied BGRA 0..1, at ``size``."""
    rows, columns = layer.image.shape[:2]
    x0, y0 = max(layer.left, 0), max(layer.top, 0)
    x1, y1 = min(layer.left + columns, picture.width), min(layer.top + rows, picture.height)
    frame = np.zeros((picture.height, picture.width, 4), np.uint8)
    if x0 < x1 and y0 < y1:
        part = layer.image[y0 - layer.top : y1 - layer.top, x0 - layer.left : x1 - layer.left]
        frame[y0:y1, x0:x1] = _premultiplied(part)
    small = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
    return small.reshape(size[1], size[0], 4).astype(np.float32) / np.float32(255)
