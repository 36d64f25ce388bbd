"""Sheets to pixels: SVG through resvg, blurs through OpenCV, and layers added up to a picture.

Images are height x width x 4, uint8, BGRA with straight alpha. Knows nothing of scenes or styles.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import resvg_py

from studio.tools.layers import Layer
from studio.tools.offline.illustrator.scene import Sheet

Image = npt.NDArray[np.uint8]
Plane = npt.NDArray[np.floating[Any]]

# Rows that are added up at a time: few enough to stay in the processor's cache.
_STRIP = 96


def rasterise(sheet: Sheet, scale: float) -> tuple[Image, int, int, str]:
    """``sheet`` at ``scale`` pixels a unit: the image, its left and top in pixels, and its SVG text."""
    left, top = math.floor(sheet.left * scale), math.floor(sheet.top * scale)
    width, height = math.ceil(sheet.right * scale) - left, math.ceil(sheet.bottom * scale) - top
    rendered = (max(2, round(width * sheet.detail)), max(2, round(height * sheet.detail)))
    vector = sheet.canvas.document(left / scale, top / scale, width / scale, height / scale, rendered)
    png = resvg_py.svg_to_bytes(svg_string=vector, skip_system_fonts=True)
    image = np.asarray(cv2.imdecode(np.frombuffer(bytes(png), np.uint8), cv2.IMREAD_UNCHANGED), np.uint8)
    if sheet.softness or rendered != (width, height):
        sigma = sheet.softness * scale * rendered[0] / width
        image = soften(image, sigma, (width, height))
    return image, left, top, vector


def soften(image: Image, sigma: float, size: tuple[int, int]) -> Image:
    """``image`` blurred by ``sigma`` pixels and brought to ``size`` (width, height), without fringes."""
    premultiplied = cv2.convertScaleAbs(image)
    alpha = image[:, :, 3]
    opaque = bool(alpha.min() == 255)
    if not opaque:
        premultiplied = cv2.multiply(image, cv2.merge([alpha, alpha, alpha, np.full_like(alpha, 255)]), scale=1 / 255)
    if sigma > 0.3:
        premultiplied = cv2.GaussianBlur(premultiplied, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
    if (premultiplied.shape[1], premultiplied.shape[0]) != size:
        premultiplied = cv2.resize(premultiplied, size, interpolation=cv2.INTER_LINEAR)
    if opaque:
        return premultiplied.astype(np.uint8, copy=False)
    spread = np.maximum(premultiplied[:, :, 3], 1)
    straight = cv2.divide(premultiplied, cv2.merge([spread, spread, spread, np.full_like(spread, 255)]), scale=255)
    return straight.astype(np.uint8, copy=False)


def crop(image: Image, left: int, top: int, *, across: bool = True) -> tuple[Image, int, int] | None:
    """``image`` without its transparent margins (``across``: left and right too), or None where all is empty."""
    alpha = image[:, :, 3]
    # A glow cut off at its last faint levels would end in a straight seam.
    rows = np.flatnonzero(alpha.max(axis=1) > 0)
    if rows.size == 0:
        return None
    first, last = int(rows[0]), int(rows[-1]) + 1
    start, end = 0, image.shape[1]
    if across:
        columns = np.flatnonzero(alpha.max(axis=0) > 0)
        start, end = int(columns[0]), int(columns[-1]) + 1
    return np.ascontiguousarray(image[first:last, start:end]), left + start, top + first


def flatten(layers: Sequence[Layer], width: int, height: int) -> Image:
    """The layers added up: height x width x 3, BGR."""
    picture = np.empty((height, width, 3), np.uint8)
    for first in range(0, height, _STRIP):
        last = min(first + _STRIP, height)
        picture[first:last] = _strip(layers, width, first, last)
    return picture


def _strip(layers: Sequence[Layer], width: int, first: int, last: int) -> Image:
    """Rows ``first`` to ``last`` of the layers added up."""
    # In float: with a dozen translucent layers, rounding after each would add up to visible levels.
    strip = np.zeros((last - first, width, 3), np.float32)
    for layer in layers:
        left, top = max(layer.left, 0), max(layer.top, first)
        right = min(layer.left + layer.image.shape[1], width)
        bottom = min(layer.top + layer.image.shape[0], last)
        if right <= left or bottom <= top:
            continue
        part = layer.image[top - layer.top : bottom - layer.top, left - layer.left : right - layer.left]
        colour, alpha = cv2.cvtColor(part, cv2.COLOR_BGRA2BGR), cv2.extractChannel(part, 3)
        below = strip[top - first : bottom - first, left:right]
        if alpha.min() == 255:
            below[:] = colour
            continue
        share = alpha.astype(np.float32)
        share *= 1 / 255
        below[:] = cv2.blendLinear(colour.astype(np.float32), below, share, 1 - share)
    return cv2.convertScaleAbs(strip).astype(np.uint8, copy=False)


def encode(picture: npt.NDArray[np.uint8]) -> bytes:
    """``picture`` as PNG, compressed for speed."""
    fast = [cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_SUB]
    _, png = cv2.imencode(".png", picture, fast)
    return png.tobytes()


def noise(seed: int, width: int, height: int, cells: int, octaves: int = 4, *, wraps: bool = False) -> Plane:
    """Cloudy noise 0..1, height x width: ``octaves`` of smooth value noise, the coarsest ``cells`` across.

    With ``wraps`` the right edge continues at the left.
    """
    generator = np.random.Generator(np.random.PCG64(seed))
    total = np.zeros((height, width), np.float32)
    weight = 1.0
    for octave in range(octaves):
        across = cells * 2**octave
        down = max(2, round(across * height / width) + 1)
        if across > width and octave:
            break
        grid = generator.random((down, across), np.float32)
        if wraps:
            total += weight * wrapped(grid, width, height, cv2.INTER_CUBIC)
        else:
            total += weight * cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
        weight *= 0.5
    low, high = float(total.min()), float(total.max())
    return ((total - low) / max(high - low, 1e-6)).astype(np.float32)


def wrapped(plane: npt.NDArray[Any], width: int, height: int, how: int = cv2.INTER_LINEAR) -> npt.NDArray[Any]:
    """``plane``, whose right edge continues at its left, brought to another size at which it still does."""
    across = plane.shape[1]
    padded = np.concatenate([plane[:, -2:], plane, plane[:, :2]], axis=1)
    wide = cv2.resize(padded, (round(width * (across + 4) / across), height), interpolation=how)
    start = round(width * 2 / across)
    return wide[:, start : start + width]


def resized(plane: Plane, width: int, height: int) -> Plane:
    """``plane`` brought to another size."""
    smaller = width < plane.shape[1]
    how = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    return cv2.resize(plane, (width, height), interpolation=how).astype(np.float32, copy=False)


def blurred(plane: Plane, sigma: float) -> Plane:
    """``plane`` under a Gaussian of ``sigma`` pixels."""
    return cv2.GaussianBlur(plane, (0, 0), sigma).astype(np.float32, copy=False)


def share_of(image: Image) -> Plane:
    """The alpha of ``image`` as 0..1."""
    return image[:, :, 3].astype(np.float32) / 255


def bgr(colour: str) -> tuple[int, int, int]:
    """``#rrggbb`` as OpenCV orders it."""
    return int(colour[5:7], 16), int(colour[3:5], 16), int(colour[1:3], 16)
