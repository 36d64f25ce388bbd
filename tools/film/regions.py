"""Which parts of a layer are empty, solid or see-through, so that only what can be seen is warped and blended.

Computed once per layer on a coarse grid. Knows nothing of frames or cameras.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt

MARGIN = 6
"""A solid rectangle is solid, and an empty one empty, for this many pixels beyond its edges too: what
interpolation, chroma subsampling and rounding to even pixels may touch."""

_CELL = 32
_BANDS = (2, 3, 4, 6, 8)
"""Heights of a band in cells that are tried; none so high that its pixels leave the processor's cache."""
_GAPS = (1, 4, 10)
"""Cells that a gap must have to split a run."""
# Nanoseconds on a 2.5 GHz core: what a pixel of each kind costs, and what every further rectangle costs.
_SOLID_COST, _VEILED_COST, _REGION_COST = 0.7, 2.2, 60_000.0
_LEAST_SOLID = 6

Grid = npt.NDArray[np.bool_]
_EMPTY, _VEILED, _SOLID = 0, 1, 2


@dataclass(frozen=True)
class Region:
    """Pixels ``x0`` <= x < ``x1``, ``y0`` <= y < ``y1`` of a layer; ``solid`` where nothing behind can be seen."""

    x0: int
    y0: int
    x1: int
    y1: int
    solid: bool


def whole(width: int, height: int) -> list[Region]:
    """The regions of an opaque layer."""
    return [Region(0, 0, width, height, solid=True)]


def find_regions(keep: npt.NDArray[np.uint8]) -> list[Region]:
    """The cheapest division found of all but a layer's empty parts; ``keep`` is 255 - alpha, height x width."""
    solid, empty = _cells(keep)
    height, width = keep.shape
    divisions = [list(_divide(solid, empty, band, gap, width, height)) for band in _BANDS for gap in _GAPS]
    return min(divisions, key=_cost)


def largest_solid(keep: npt.NDArray[np.uint8]) -> Region | None:
    """The largest rectangle of a layer behind which nothing can be seen, or None where there is none worth it."""
    solid, _ = _cells(keep)
    best, place = 0, (0, 0, 0, 0)
    heights = np.zeros(solid.shape[1], int)
    for row in range(solid.shape[0]):
        heights = np.where(solid[row], heights + 1, 0)
        for tall in np.unique(heights[heights > 0]).tolist():
            edges = np.flatnonzero(np.diff(np.concatenate([[0], (heights >= tall).astype(int), [0]]))).tolist()
            for start, end in zip(edges[::2], edges[1::2], strict=True):
                if (end - start) * tall > best:
                    best, place = (end - start) * tall, (start, row + 1 - tall, end, row + 1)
    if best < _LEAST_SOLID:
        return None
    x0, y0, x1, y1 = place
    return _region((x0, x1, _SOLID), y0, y1, keep.shape[1], keep.shape[0])


def _cost(regions: Sequence[Region]) -> float:
    return sum(
        _REGION_COST + (r.x1 - r.x0) * (r.y1 - r.y0) * (_SOLID_COST if r.solid else _VEILED_COST) for r in regions
    )


def _cells(keep: npt.NDArray[np.uint8]) -> tuple[Grid, Grid]:
    """Grids of ``_CELL`` pixels: wholly solid, and wholly empty, each including ``MARGIN`` around the cell."""
    down, across = (-(-side // _CELL) for side in keep.shape)
    kernel = np.ones((2 * MARGIN + 1, 2 * MARGIN + 1), np.uint8)
    # Beyond a layer's edge there is more of the same: padding where it ends, picture where its edge is never seen.
    most = cv2.dilate(keep, kernel, borderType=cv2.BORDER_REPLICATE)
    least = cv2.erode(keep, kernel, borderType=cv2.BORDER_REPLICATE)
    rest = (0, down * _CELL - keep.shape[0], 0, across * _CELL - keep.shape[1])
    shape = (down, _CELL, across, _CELL)
    most = cv2.copyMakeBorder(most, *rest, cv2.BORDER_REPLICATE).reshape(shape)
    least = cv2.copyMakeBorder(least, *rest, cv2.BORDER_REPLICATE).reshape(shape)
    return cast("Grid", most.max(axis=(1, 3)) == 0), cast("Grid", least.min(axis=(1, 3)) == 255)


def _divide(solid: Grid, empty: Grid, band: int, gap: int, width: int, height: int) -> Iterator[Region]:
    """Regions in bands of ``band`` rows of cells; equal runs of solid cells in bands below each other are one."""
    rows = solid.shape[0]
    growing: dict[tuple[int, int, int], int] = {}
    for top in range(0, rows, band):
        part = slice(top, min(top + band, rows))
        kinds = np.where(solid[part].all(axis=0), _SOLID, np.where(empty[part].all(axis=0), _EMPTY, _VEILED))
        runs = _runs(kinds.tolist(), gap)
        for run in [run for run in growing if run not in runs]:
            yield _region(run, growing.pop(run), top, width, height)
        for run in runs:
            if run[2] == _SOLID:
                growing.setdefault(run, top)
            else:
                yield _region(run, top, min(top + band, rows), width, height)
    for run, top in growing.items():
        yield _region(run, top, rows, width, height)


def _runs(kinds: list[int], gap: int) -> list[tuple[int, int, int]]:
    """Runs (first cell, last + 1, kind) that are not empty; short gaps and short solid runs join their neighbours."""
    runs = _joined([(at, at + 1, kind) for at, kind in enumerate(kinds)])
    outer = (0, len(runs) - 1)
    veiled = [
        (start, end, _VEILED)
        if end - start < gap and (kind == _SOLID or (kind == _EMPTY and number not in outer))
        else (start, end, kind)
        for number, (start, end, kind) in enumerate(runs)
    ]
    return [run for run in _joined(veiled) if run[2] != _EMPTY]


def _joined(runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    joined: list[tuple[int, int, int]] = []
    for start, end, kind in runs:
        if joined and joined[-1][2] == kind:
            joined[-1] = (joined[-1][0], end, kind)
        else:
            joined.append((start, end, kind))
    return joined


def _region(run: tuple[int, int, int], top: int, bottom: int, width: int, height: int) -> Region:
    start, end, kind = run
    return Region(start * _CELL, top * _CELL, min(end * _CELL, width), min(bottom * _CELL, height), kind == _SOLID)
