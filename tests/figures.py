"""Figures for tests, drawn and looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import cv2
import numpy as np
import resvg_py
from numpy.typing import NDArray

from studio.production.treatment import Appearance
from studio.production.vocabulary import (
    Species,
)
from studio.tools.image import StagedFigure
from studio.tools.offline.illustrator.figures import FigureDrawing
from studio.tools.offline.illustrator.light import Light

LIGHT = Light(ambient="#ffe9c8", ambient_share=0.1, rim="#fff3d6", rim_strength=0.8, from_left=True, shadow="#2b2f55")
NEUTRAL = replace(LIGHT, ambient_share=0.0, rim_strength=0.0)
INK = replace(LIGHT, outline="#1a1a1a", outline_width=7.0)
FLAT = replace(NEUTRAL, outline="#1a1a1a", outline_width=7.0)
MARGIN = 60
SCALE = 0.15  # pixels to a unit


def staged(species: Species = Species.PERSON, **words: Any) -> StagedFigure:
    """A figure; words that a figure does not have belong to its appearance."""
    own = {name: words.pop(name) for name in ("key", "pose", "expression", "facing") if name in words}
    return StagedFigure(appearance=Appearance(species=species, **words), **({"key": "mara"} | own))


FACED = (Species.WHALE, Species.SPIRIT)
"""Who shows the face whichever way it turns."""


def picture(drawing: FigureDrawing) -> NDArray[np.uint8]:
    """The drawing with MARGIN units around its bounds, as BGRA."""
    left, top = drawing.left - MARGIN, drawing.top - MARGIN
    width, height = drawing.right - left + MARGIN, drawing.bottom - top + MARGIN
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * SCALE:.0f}" height="{height * SCALE:.0f}"'
        f' viewBox="{left} {top} {width} {height}" preserveAspectRatio="none">{drawing.svg}</svg>'
    )
    ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    data = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)
    image = cv2.imdecode(np.frombuffer(bytes(data), np.uint8), cv2.IMREAD_UNCHANGED)
    assert image is not None
    return image.astype(np.uint8)


def covered(image: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """The box of visible pixels: left, top, right, bottom."""
    rows, columns = np.nonzero(image[..., 3] > 2)
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


def assert_inside(drawing: FigureDrawing) -> tuple[int, int, int, int]:
    image = picture(drawing)
    box = covered(image)
    height, width = image.shape[:2]
    edge = int(MARGIN * SCALE) - 1
    assert box[0] >= edge
    assert box[1] >= edge
    assert box[2] <= width - edge
    assert box[3] <= height - edge
    return box
