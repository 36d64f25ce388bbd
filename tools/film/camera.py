"""The virtual camera: where it looks at a given frame of a shot, and where that puts a layer of a given depth.

Pure functions of move, strength, frame and seed. Knows nothing of pictures, sizes in pixels or encoders.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from studio.production.vocabulary import CameraMove
from studio.tools.layers import OVERSCAN

_REACH = 0.85 * OVERSCAN
"""The farthest that the camera ever pans, as a share of the longer side; the rest is for interpolation."""
_SWAY = 0.055 * OVERSCAN
"""Amplitude of the hand-held breathing while the camera moves."""
_STATIC_SWAY = 0.085 * OVERSCAN
"""The same when nothing else moves: enough that no stretch of a shot stands still."""
_TRAVEL_PER_FRAME = 0.0011
"""Mean pan per frame, as a share of the longer side, that a short shot may not exceed."""
_ZOOM_PER_FRAME = 0.0022
"""Mean growth of the picture per frame that a short shot may not exceed."""

_PANS = {
    CameraMove.PAN_LEFT: (-1.0, 0.0),
    CameraMove.PAN_RIGHT: (1.0, 0.0),
    CameraMove.TILT_UP: (0.0, -1.0),
    CameraMove.TILT_DOWN: (0.0, 1.0),
}


@dataclass(frozen=True)
class View:
    """Where the camera is: ``x`` and ``y`` to the right and down as a share of the frame's longer side at depth 1.

    ``zoom`` is the size of things at depth 1 relative to the picture as painted, 1 or more.
    """

    x: float
    y: float
    zoom: float

    def scale(self, depth: float) -> float:
        """How large a layer of ``depth`` appears: the nearer, the faster it grows, as when a camera rolls forward."""
        return 1.0 + (self.zoom - 1.0) * (0.45 + 0.55 * depth)

    def shift(self, depth: float) -> tuple[float, float]:
        """How far a layer of ``depth`` is displaced, right and down, as a share of the longer side."""
        return -self.x * depth, -self.y * depth


def view(move: CameraMove, strength: float, frame: int, frames: int, seed: int) -> View:
    """The camera at ``frame`` (0 to ``frames`` - 1) of a shot of ``frames``; ``strength`` 0..1 is how far it goes.

    ``|x|`` and ``|y|`` stay below ``OVERSCAN`` and ``zoom`` at or above 1, so that no layer shows its edge.
    """
    progress = ease(frame / max(frames - 1, 1))
    sway_x, sway_y = _sway(frame, seed, _STATIC_SWAY if move is CameraMove.STATIC else _SWAY)
    if move in _PANS:
        along_x, along_y = _PANS[move]
        half = min(_REACH * (0.3 + 0.5 * strength), frames * _TRAVEL_PER_FRAME / 2)
        offset = half * (2.0 * progress - 1.0)
        # It breathes across the move only: along it, breathing would slow the move to a stop.
        return View(offset * along_x, sway_y, 1.0) if along_x else View(sway_x, offset * along_y, 1.0)
    if move in (CameraMove.PUSH_IN, CameraMove.PULL_OUT):
        growth = min(0.06 + 0.13 * strength, frames * _ZOOM_PER_FRAME)
        if move is CameraMove.PULL_OUT:
            progress = 1.0 - progress
        return View(sway_x, sway_y, 1.0 + growth * progress)
    return View(sway_x, sway_y, 1.0)


def ease(t: float) -> float:
    """Progress 0..1 at time ``t`` 0..1: slow at both ends, never quite at rest, without a jump in speed."""
    return 0.4 * t + 0.6 * t * t * (3.0 - 2.0 * t)


def _sway(frame: int, seed: int, amplitude: float) -> tuple[float, float]:
    """Hand-held breathing: slow waves of incommensurable length; starts at rest in the middle."""
    chance = random.Random(seed)
    length_x, length_y = chance.uniform(90, 112), chance.uniform(64, 80)
    sign_x, sign_y = chance.choice((-1, 1)), chance.choice((-1, 1))
    wave_x = math.sin(2 * math.pi * frame / length_x)
    wave_y = math.sin(2 * math.pi * frame / length_y)
    return sign_x * amplitude * wave_x, sign_y * 0.7 * amplitude * wave_y
