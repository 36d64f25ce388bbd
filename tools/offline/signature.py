"""``offline:signature``: how alike pictures are, by their colours and their shapes. It knows nothing of what they show.

Colours are counted in Oklab, with soft borders between the bins; shapes are the directions of edges in each field of a
grid. Two pictures of one figure in other clothes are not alike here, and two figures dressed alike are.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.errors import ToolError
from studio.production.assets import Asset
from studio.tools.embedding import EmbeddingProduct, EmbeddingRequest
from studio.tools.tool import Capability, Workbench

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_SIDE = 96
_LIGHT, _HUE = 4, 7
"""Bins of lightness, and of each of the two axes of colour."""
_REACH = 0.2
"""How far from grey the colours of sRGB mostly reach, in Oklab."""
_GRID, _DIRECTIONS = 4, 8
_SHAPE = 0.6
"""What shapes weigh beside colours."""


@dataclass(frozen=True)
class Signature:
    """Vectors of colours and shapes, of length 1 and nowhere below 0."""

    name: str = "offline:signature"
    version: str = "1"
    capability: Capability = Capability.EMBEDDING

    async def __call__(self, request: EmbeddingRequest, bench: Workbench) -> EmbeddingProduct:
        """The vectors of pictures. Raises ``ToolError`` for texts, and for files that are no pictures."""
        if any(not isinstance(item, Asset) for item in request.items):
            raise ToolError(
                f"{self.name} sees pictures, and reads no texts.", next_step="Give it pictures.", tool=self.name
            )
        files = [bench.path(item) for item in request.items if isinstance(item, Asset)]
        return EmbeddingProduct(vectors=await asyncio.to_thread(lambda: tuple(self._seen(file) for file in files)))

    def _seen(self, path: Path) -> tuple[float, ...]:
        import cv2
        import numpy as np

        from studio.tools.film.oklab import from_bgr

        picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
        if picture is None:
            raise ToolError(f"{self.name} cannot read the picture {path.name!r}.", tool=self.name)
        lab = from_bgr(cv2.resize(picture, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).astype(np.uint8))
        colours, shapes = _colours(lab), _shapes(lab[..., 0])
        whole = np.concatenate(
            [colours / np.linalg.norm(colours), _SHAPE * shapes / max(float(np.linalg.norm(shapes)), 1e-9)]
        )
        return tuple((whole / np.linalg.norm(whole)).tolist())


def _colours(lab: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """How much of the picture is of each colour, softened so that a slightly other light is not another colour."""
    import numpy as np

    flat = lab.reshape(-1, 3)
    ranges = ((0.0, 1.0, _LIGHT), (-_REACH, _REACH, _HUE), (-_REACH, _REACH, _HUE))
    places = [
        np.clip((flat[:, axis] - low) / (high - low), 0, 1) * (count - 1)
        for axis, (low, high, count) in enumerate(ranges)
    ]
    counts = np.zeros(tuple(count for _, _, count in ranges))
    for corner in np.ndindex(2, 2, 2):
        lower = [
            np.minimum(place.astype(int) + step, counts.shape[axis] - 1)
            for axis, (place, step) in enumerate(zip(places, corner, strict=True))
        ]
        weight = np.prod(
            [1 - np.abs(place - bins).clip(0, 1) for place, bins in zip(places, lower, strict=True)], axis=0
        )
        np.add.at(counts, tuple(lower), weight)
    # Square roots: a small bright thing counts beside a large dark ground.
    return np.asarray(np.sqrt(counts.ravel() / len(flat)), np.float64)


def _shapes(light: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """Directions of edges (without their sign) in each field of the grid, by their strength."""
    import numpy as np

    down, across = np.gradient(light)
    strength, angle = np.hypot(down, across), np.arctan2(down, across) % np.pi
    bins = np.minimum((angle / np.pi * _DIRECTIONS).astype(int), _DIRECTIONS - 1)
    rows, columns = np.indices(light.shape) * _GRID // _SIDE
    found = np.zeros((_GRID, _GRID, _DIRECTIONS))
    np.add.at(found, (rows, columns, bins), strength)
    return np.sqrt(found.ravel())
