"""Footage as frames of a shot: piece after piece, in the encoder's planes. Knows nothing of who made it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

import av
import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace

from studio.errors import ToolError
from studio.production.made import Footage
from studio.tools.film.planes import FramePlanes
from studio.tools.tool import Workbench


class Playback:
    """Shows frames by number, in any order; consecutive ones are cheapest. Not for two threads at once."""

    def __init__(self, footage: Sequence[Footage], bench: Workbench, width: int, height: int) -> None:
        self._paths = [bench.path(piece.video) for piece in footage]
        self._ends = list(accumulate(piece.frames for piece in footage))
        self._shown = FramePlanes(width, height)
        self._piece = self._number = -1
        self._frames: Iterator[VideoFrame] = iter(())

    @property
    def frames(self) -> int:
        """How many there are."""
        return self._ends[-1] if self._ends else 0

    def show(self, frame: int, target: FramePlanes) -> None:
        """Draw ``frame`` into ``target``, which has the playback's size. Raises ``ToolError`` where it is not there."""
        piece = next((number for number, end in enumerate(self._ends) if frame < end), len(self._ends))
        if frame < 0 or piece == len(self._ends):
            raise self._without(frame)
        number = frame - (self._ends[piece - 1] if piece else 0)
        if piece != self._piece or number < self._number:
            self._piece, self._number = piece, -1
            self._frames = self._decoded(piece)
        decoded = None
        while self._number < number:
            decoded = next(self._frames, None)
            if decoded is None:
                raise self._without(frame)
            self._number += 1
        if decoded is not None:
            self._keep(decoded)
        np.copyto(target.buffer, self._shown.buffer)

    def _decoded(self, piece: int) -> Iterator[VideoFrame]:
        try:
            with av.open(str(self._paths[piece])) as container:
                yield from container.decode(container.streams.video[0])
        except (av.FFmpegError, IndexError) as error:
            raise ToolError(
                f"The footage {self._paths[piece].name} cannot be decoded ({type(error).__name__}).",
                next_step="Have this shot made again.",
            ) from error

    def _keep(self, frame: VideoFrame) -> None:
        fitted = frame.reformat(
            width=self._shown.width,
            height=self._shown.height,
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
        )
        np.copyto(self._shown.buffer, fitted.to_ndarray())

    def _without(self, frame: int) -> ToolError:
        return ToolError(
            f"Frame {frame} is not in a footage of {self.frames} frames.", next_step="Have this shot made again."
        )
