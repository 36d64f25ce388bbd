"""The tool that puts pictures side by side on one sheet, each with a number, so that many can be seen at a glance."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass

import cv2
import numpy as np

from studio.errors import ToolError
from studio.tools.film.moving import read_picture
from studio.tools.film.planes import Plane, cover
from studio.tools.film.requests import ContactSheetProduct, ContactSheetRequest
from studio.tools.tool import Capability, Workbench

_LONGER = 1024
"""Pixels of the sheet's longer side, about."""
_GAP = 6
_GROUND, _LETTER = 24, (245, 245, 245)


@dataclass(frozen=True)
class ContactSheetTool:
    """``film:contact_sheet``."""

    name: str = "film:contact_sheet"
    version: str = "1"
    capability: Capability = Capability.FILM

    async def __call__(self, request: ContactSheetRequest, bench: Workbench) -> ContactSheetProduct:
        return await asyncio.to_thread(_make, request, bench)


def _make(request: ContactSheetRequest, bench: Workbench) -> ContactSheetProduct:
    columns, rows, width, height = _grid(len(request.pictures), request.width / request.height)
    label = max(14, height // 8)
    sheet = np.full((rows * (height + label + _GAP) + _GAP, columns * (width + _GAP) + _GAP, 3), _GROUND, np.uint8)
    for number, one in enumerate(request.pictures):
        top = _GAP + (number // columns) * (height + label + _GAP)
        left = _GAP + (number % columns) * (width + _GAP)
        sheet[top : top + height, left : left + width] = _cell(read_picture(bench.path(one.picture)), width, height)
        place, size = (left + 2, top + height + label - 4), label / 34
        cv2.putText(sheet, str(one.number), place, cv2.FONT_HERSHEY_SIMPLEX, size, _LETTER, 1, cv2.LINE_AA)
    done, png = cv2.imencode(".png", sheet)
    if not done:
        raise ToolError("The contact sheet could not be written as a PNG.", tool=ContactSheetTool.name)
    return ContactSheetProduct(sheet=bench.add(png.tobytes(), "image/png"))


def _grid(count: int, shape: float) -> tuple[int, int, int, int]:
    """Columns, rows, and the width and height of a cell of ``shape``, for a sheet that is about square."""
    columns = max(1, min(count, math.ceil(math.sqrt(count / shape))))
    rows = math.ceil(count / columns)
    width = min(_LONGER // columns, round(_LONGER / rows * shape)) - _GAP
    return columns, rows, max(16, width), max(16, round(width / shape))


def _cell(picture: Plane, width: int, height: int) -> Plane:
    return cover(picture[..., :3], width, height)
