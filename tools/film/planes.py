"""Pictures in the encoder's own planes: BT.709 limited-range Y, and U and V at half resolution.

A layer is converted once; after that a film is composited without ever meeting RGB again. Colours are
premultiplied by alpha. Chroma is sited as H.264 has it by default: level with the even luma column, between two rows.
Knows nothing of cameras, shots or encoders.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

# ITU-R BT.709-6, section 3: luma coefficients, and the limited (narrow) 8-bit range of Y 16..235, C 16..240.
_KR, _KB = 0.2126, 0.0722
_KG = 1.0 - _KR - _KB
_Y = (219 * _KB, 219 * _KG, 219 * _KR, 16)
_U = (112, -112 * _KG / (1 - _KB), -112 * _KR / (1 - _KB), 128)
_V = (-112 * _KB / (1 - _KR), -112 * _KG / (1 - _KR), 112, 128)
_FROM_BGR = np.array([row[:3] for row in (_Y, _U, _V)], np.float64) / 255
_TO_BGR = np.linalg.inv(_FROM_BGR).astype(np.float32)
_OFFSET = np.array([16, 128, 128], np.float32)
SITING = 0.5
"""A chroma sample sits this many luma pixels left of the middle of the two that it belongs to."""


class FramePlanes:
    """One yuv420p frame in one buffer of ``height * 3 // 2`` rows, with views of its three planes."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.buffer: Plane = np.empty((height * 3 // 2, width), np.uint8)
        half = self.buffer[height:].reshape(height, width // 2)
        self.y: Plane = self.buffer[:height]
        self.u: Plane = half[: height // 2]
        self.v: Plane = half[height // 2 :]


@dataclass(frozen=True)
class Planes:
    """A picture: premultiplied planes, and ``keep`` (255 - alpha), at full and at half size, or None where opaque.

    ``keep`` is what remains of the picture behind. Width and height are even.
    """

    y: Plane
    u: Plane
    v: Plane
    keep: Plane | None
    keep_half: Plane | None

    @property
    def width(self) -> int:
        return int(self.y.shape[1])

    @property
    def height(self) -> int:
        return int(self.y.shape[0])

    def each(
        self, change: Callable[[Plane, int], Plane], change_keep: Callable[[Plane, int], Plane] | None = None
    ) -> Planes:
        """``change(plane, by)`` of every plane, with ``by`` 1 for full and 2 for half size."""
        of_keep = change_keep or change
        return Planes(
            change(self.y, 1),
            change(self.u, 2),
            change(self.v, 2),
            None if self.keep is None else of_keep(self.keep, 1),
            None if self.keep_half is None else of_keep(self.keep_half, 2),
        )


def even(position: float) -> int:
    """The even number nearest to ``position``."""
    return 2 * round(position / 2)


def to_planes(image: Plane) -> Planes:
    """``image`` (height x width x 3 BGR or 4 BGRA with straight alpha, uint8) in premultiplied planes.

    Odd sides grow by repeating the last row or column.
    """
    rows, columns = image.shape[:2]
    if rows % 2 or columns % 2:
        image = cast("Plane", cv2.copyMakeBorder(image, 0, rows % 2, 0, columns % 2, cv2.BORDER_REPLICATE))
    # Only the order of red and blue tells RGBA from BGRA, and premultiplying does not mind.
    premultiplied = cv2.cvtColor(image, cv2.COLOR_BGR2BGRA if image.shape[2] == 3 else cv2.COLOR_RGBA2mRGBA)
    alpha = cv2.extractChannel(premultiplied, 3)
    veiled = bool(alpha.min() < 255)
    half = _halved(cast("Plane", premultiplied))
    return Planes(
        _mixed(cast("Plane", premultiplied), _Y),
        _mixed(half, _U),
        _mixed(half, _V),
        cast("Plane", cv2.bitwise_not(alpha)) if veiled else None,
        cast("Plane", cv2.bitwise_not(cv2.extractChannel(half, 3))) if veiled else None,
    )


def blend(colour: Plane, keep: Plane, target: Plane) -> None:
    """Lay premultiplied ``colour`` over ``target``, of which ``keep`` / 255 stays visible; all height x width."""
    cv2.multiply(target, keep, dst=target, scale=1 / 255)
    cv2.add(target, colour, dst=target)


def to_bgr(frame: FramePlanes) -> Plane:
    """The frame as a height x width x 3 BGR picture."""
    size = (frame.width, frame.height)
    # Chroma sits level with the even luma column: a quarter of a chroma pixel left of where resize() assumes it.
    shift = np.array([[0.5, 0, 0], [0, 0.5, -0.25]], np.float64)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    u, v = (
        cv2.warpAffine(plane.astype(np.float32), shift, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        for plane in (frame.u, frame.v)
    )
    ycc = np.stack([frame.y.astype(np.float32), u, v], axis=-1) - _OFFSET
    return _rounded(cast("Floats", cv2.transform(ycc, _TO_BGR)))


def cover(image: Plane, width: int, height: int) -> Plane:
    """``image`` scaled to fill ``width`` x ``height`` and cut at the centre."""
    rows, columns = image.shape[:2]
    scale = max(width / columns, height / rows)
    size = (max(width, round(columns * scale)), max(height, round(rows * scale)))
    if size != (columns, rows):
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        image = cast("Plane", cv2.resize(image, size, interpolation=method))
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    return image[top : top + height, left : left + width]


def _mixed(image: Plane, weights: tuple[float, float, float, float]) -> Plane:
    """One plane from premultiplied blue, green, red and alpha; the offset is premultiplied like everything else."""
    blue, green, red, alpha = cv2.split(image)
    cool = cv2.addWeighted(blue, weights[0] / 255, green, weights[1] / 255, 0, dtype=cv2.CV_32F)
    warm = cv2.addWeighted(red, weights[2] / 255, alpha, weights[3] / 255, 0, dtype=cv2.CV_32F)
    return cast("Plane", cv2.add(cool, warm, dtype=cv2.CV_8U))


def _halved(image: Plane) -> Plane:
    """Half size: 1 2 1 around the even column (the mean of the pairs on either side), and the mean of two rows."""
    size = (image.shape[1] // 2, image.shape[0] // 2)
    before = cv2.copyMakeBorder(image, 0, 0, 1, 0, cv2.BORDER_REPLICATE)[:, :-1]
    pairs = [cv2.resize(each, size, interpolation=cv2.INTER_AREA) for each in (before, image)]
    return cast("Plane", cv2.addWeighted(pairs[0], 0.5, pairs[1], 0.5, 0))


def _rounded(plane: Floats) -> Plane:
    return np.clip(np.rint(plane), 0, 255).astype(np.uint8)
