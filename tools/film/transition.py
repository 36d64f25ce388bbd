"""The tool that makes the frames between two shots from both of them; both keep moving, each with its own lettering."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from studio.errors import ToolError
from studio.production.vocabulary import TransitionKind
from studio.tools.film.compositor import Compositor
from studio.tools.film.encoder import MEDIA_TYPE, Draw, encode, stoppable
from studio.tools.film.planes import FramePlanes
from studio.tools.film.requests import SegmentProduct, TransitionRequest
from studio.tools.film.segment import check_size, rate_of
from studio.tools.tool import Capability, Workbench

_DIP = (30, 129, 127)
"""Y, U, V at the bottom of a dip: the darkest grey that still is a picture and not a gap."""
_SOFTNESS = 0.12
"""Width of a wipe's edge as a share of the frame's width."""


@dataclass(frozen=True)
class TransitionTool:
    """``film:transition``: the first frame equals the shot before, the last one the shot after."""

    name: str = "film:transition"
    version: str = "3"
    capability: Capability = Capability.FILM

    async def __call__(self, request: TransitionRequest, bench: Workbench) -> SegmentProduct:
        return await stoppable(lambda stop: _make(request, bench, stop))


def _make(request: TransitionRequest, bench: Workbench, stop: threading.Event) -> SegmentProduct:
    draw = transition_frames(request, bench)
    path = bench.scratch / "transition.mp4"
    encode(path, request.video, request.frames, draw, stop)
    return SegmentProduct(video=bench.add(path, MEDIA_TYPE), frames=request.frames)


def transition_frames(request: TransitionRequest, bench: Workbench) -> Draw:
    """What draws the transition's frames; raises ``ToolError`` where there is no such transition."""
    video, frames = request.video, request.frames
    if request.kind is TransitionKind.CUT:
        raise ToolError("A cut has no frames of its own.", next_step="Join the two segments.", tool=TransitionTool.name)
    if request.before_first + frames > request.before.frames or frames > request.after.frames:
        raise ToolError(
            f"A transition of {frames} frames does not fit into its shots.",
            next_step="Use a shorter transition or longer shots.",
            tool=TransitionTool.name,
        )
    check_size(video)
    before = Compositor(request.before, bench, video.width, video.height, rate_of(video))
    after = Compositor(request.after, bench, video.width, video.height, rate_of(video))
    old, new = FramePlanes(video.width, video.height), FramePlanes(video.width, video.height)
    mix = _MIXES[request.kind]

    def draw(number: int, planes: FramePlanes) -> None:
        before.compose(request.before_first + number, old)
        after.compose(number, new)
        t = number / (frames - 1)
        mix(old, new, t * t * (3 - 2 * t), planes)

    return draw


def _dissolve(old: FramePlanes, new: FramePlanes, share: float, shown: FramePlanes) -> None:
    cv2.addWeighted(old.buffer, 1 - share, new.buffer, share, 0, dst=shown.buffer)


def _dip(old: FramePlanes, new: FramePlanes, share: float, shown: FramePlanes) -> None:
    picture, strength = (old, 1 - 2 * share) if share < 0.5 else (new, 2 * share - 1)
    for source, target, dark in zip((picture.y, picture.u, picture.v), (shown.y, shown.u, shown.v), _DIP, strict=True):
        cv2.addWeighted(source, strength, source, 0, dark * (1 - strength), dst=target)


def _wipe(old: FramePlanes, new: FramePlanes, share: float, shown: FramePlanes) -> None:
    edge = _SOFTNESS * shown.width
    front = share * (shown.width + edge)
    columns = np.arange(shown.width, dtype=np.float32) + np.float32(0.5)
    weight = np.clip((front - columns) / edge, 0, 1).astype(np.float32)
    for before, after, target in ((old.y, new.y, shown.y), (old.u, new.u, shown.u), (old.v, new.v, shown.v)):
        _by_column(before, after, weight if before is old.y else weight[::2], target)


def _by_column(
    before: npt.NDArray[np.uint8],
    after: npt.NDArray[np.uint8],
    weight: npt.NDArray[np.float32],
    target: npt.NDArray[np.uint8],
) -> None:
    """``target`` is ``after`` where ``weight`` (per column) is 1 and ``before`` where it is 0."""
    done, begun = int(np.count_nonzero(weight == 1)), int(np.count_nonzero(weight > 0))
    target[:, :done] = after[:, :done]
    target[:, begun:] = before[:, begun:]
    if begun > done:
        part = slice(done, begun)
        share = np.broadcast_to(weight[part], (target.shape[0], begun - done)).copy()
        target[:, part] = cv2.blendLinear(
            np.ascontiguousarray(after[:, part]), np.ascontiguousarray(before[:, part]), share, 1 - share
        )


def _slide(old: FramePlanes, new: FramePlanes, share: float, shown: FramePlanes) -> None:
    moved = 2 * round(share * shown.width / 2)
    for before, after, target, by in (
        (old.y, new.y, shown.y, moved),
        (old.u, new.u, shown.u, moved // 2),
        (old.v, new.v, shown.v, moved // 2),
    ):
        width = target.shape[1]
        target[:, : width - by] = before[:, by:]
        target[:, width - by :] = after[:, :by]


_MIXES = {
    TransitionKind.DISSOLVE: _dissolve,
    TransitionKind.DIP: _dip,
    TransitionKind.WIPE: _wipe,
    TransitionKind.SLIDE: _slide,
}
