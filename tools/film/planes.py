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
_FROM_BGR = np.array(
    [
        [219 * _KB, 219 * _KG, 219 * _KR],
        [112, -112 * _KG / (1 - _KB), -112 * _KR / (1 - _KB)],
        [-112 * _KB / (1 - _KR), -112 * _KG / (1 - _KR), 112],
    ],
    np.float32,
) / np.float32(255)
_TO_BGR = np.linalg.inv(_FROM_BGR.astype(np.float64)).astype(np.float32)
_OFFSET = np.array([16, 128, 128], np.float32)
SITING = 0.5
"""A chroma sample sits this many luma pixels left of the middle of the two that it belongs to."""
_STRIP = 128


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
    height, width = image.shape[:2]
    full, half = (height, width), (height // 2, width // 2)
    veiled = image.shape[2] == 4 and int(image[..., 3].min()) < 255
    planes = Planes(
        np.empty(full, np.uint8),
        np.empty(half, np.uint8),
        np.empty(half, np.uint8),
        np.empty(full, np.uint8) if veiled else None,
        np.empty(half, np.uint8) if veiled else None,
    )
    for top in range(0, height, _STRIP):
        _convert(image[top : top + _STRIP], planes, top)
    return planes


def _convert(strip: Plane, planes: Planes, top: int) -> None:
    rows, half = slice(top, top + len(strip)), slice(top // 2, (top + len(strip)) // 2)
    ycc = cast("Floats", cv2.transform(strip[..., :3].astype(np.float32), _FROM_BGR)) + _OFFSET
    if planes.keep is not None and planes.keep_half is not None:
        alpha = strip[..., 3].astype(np.float32)
        ycc *= (alpha / np.float32(255))[..., None]
        planes.keep[rows] = 255 - strip[..., 3]
        planes.keep_half[half] = _rounded(255 - _halved(alpha))
    planes.y[rows] = _rounded(ycc[..., 0])
    planes.u[half] = _rounded(_halved(ycc[..., 1]))
    planes.v[half] = _rounded(_halved(ycc[..., 2]))


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


def _halved(plane: Floats) -> Floats:
    """Half size: 1 2 1 around the even column, and the mean of two rows."""
    rows = (plane[0::2] + plane[1::2]) * np.float32(0.5)
    before = np.concatenate([rows[:, :1], rows[:, 1:-1:2]], axis=1)
    return cast("Floats", (before + 2 * rows[:, 0::2] + rows[:, 1::2]) * np.float32(0.25))


def _rounded(plane: Floats) -> Plane:
    return np.clip(np.rint(plane), 0, 255).astype(np.uint8)
