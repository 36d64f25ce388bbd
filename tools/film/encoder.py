"""Frames in, H.264 out: one closed GOP after another in MP4, the same bytes for the same frames, fit to be joined.

Encoding runs in a thread of its own beside the drawing. Knows nothing of shots.
"""

from __future__ import annotations

import asyncio
import errno
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import NoReturn, TypeVar

import av
import cv2
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from studio.errors import DiskFull, RunCancelled, ToolError
from studio.tools.film.planes import FramePlanes
from studio.tools.film.requests import VideoSettings

MEDIA_TYPE = "video/mp4"
_WAITING = 3
"""Frames that may wait between drawing and encoding."""
_KEYFRAME_SECONDS = 4
_AVX_512F = 13
"""OpenCV's number for the instruction set; its Python package has no name for it."""

T = TypeVar("T")
Draw = Callable[[int, FramePlanes], None]
"""Fills the planes with the frame of that number."""


def encode(
    path: Path,
    video: VideoSettings,
    frames: int,
    draw: Draw,
    stop: threading.Event,
    *,
    index_first: bool = False,
) -> None:
    """Write ``frames`` frames to ``path``; ``draw(number, planes)`` fills each in order.

    With ``index_first`` the file can be played before all of it is there.

    Raises ``ToolError``, ``DiskFull``, or ``RunCancelled`` soon after ``stop`` was set; what was begun is removed then.
    """
    free: queue.Queue[FramePlanes | None] = queue.Queue()
    for _ in range(_WAITING):
        free.put(FramePlanes(video.width, video.height))
    drawn: queue.Queue[FramePlanes | None] = queue.Queue()
    failures: list[BaseException] = []

    def work() -> None:
        try:
            _write(path, video, _until_none(drawn, free), index_first)
        except BaseException as error:  # handed to the thread that draws, which raises it
            failures.append(error)
            free.put(None)

    worker = threading.Thread(target=work, name="encoder")
    worker.start()
    try:
        for number in range(frames):
            planes = free.get()
            if planes is None or failures:
                break
            if stop.is_set():
                raise RunCancelled("The drawing was stopped.", next_step="Resume to go on.")
            draw(number, planes)
            drawn.put(planes)
    except BaseException:
        drawn.put(None)
        worker.join()
        path.unlink(missing_ok=True)
        raise
    drawn.put(None)
    worker.join()
    if failures:
        path.unlink(missing_ok=True)
        raise_translated(failures[0], f"encoding {path.stem} as {video.width}x{video.height} H.264")


def _until_none(drawn: queue.Queue[FramePlanes | None], free: queue.Queue[FramePlanes | None]) -> Iterator[FramePlanes]:
    while (planes := drawn.get()) is not None:
        yield planes
        free.put(planes)


def _write(path: Path, video: VideoSettings, frames: Iterator[FramePlanes], index_first: bool) -> None:
    rate = Fraction(video.rate_numerator, video.rate_denominator)
    options = {
        "preset": video.preset,
        "crf": str(video.crf),
        # One GOP never refers to another, headers do not depend on what is shown, threads decide bytes: all fixed.
        # The preset's lookahead of 40 frames holds 130 MB more at 1080p, for nothing that is seen in shots this short.
        "x264-params": "stitchable=1:open-gop=0:rc-lookahead=20"
        f":keyint={round(_KEYFRAME_SECONDS * rate)}:threads={video.threads}{_instructions()}",
    }
    layout = {"movflags": "+faststart"} if index_first else {}
    with av.open(str(path), "w", format="mp4", options={"fflags": "+bitexact", **layout}) as container:
        stream = container.add_stream("libx264", rate=rate, options=options)
        stream.width, stream.height, stream.pix_fmt = video.width, video.height, "yuv420p"
        stream.time_base = stream.codec_context.time_base = 1 / rate
        context = stream.codec_context
        context.color_range = ColorRange.MPEG
        context.colorspace = Colorspace.ITU709
        context.color_primaries = ColorPrimaries.BT709
        context.color_trc = ColorTrc.BT709
        context.thread_count = video.threads
        for number, planes in enumerate(frames):
            frame = av.VideoFrame.from_numpy_buffer(planes.buffer, "yuv420p")
            frame.color_range, frame.colorspace = ColorRange.MPEG, Colorspace.ITU709
            frame.color_primaries, frame.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
            frame.pts, frame.time_base = number, 1 / rate
            for packet in stream.encode(frame):
                packet.duration = 1
                container.mux(packet)
        for packet in stream.encode(None):
            packet.duration = 1
            container.mux(packet)


async def stoppable(make: Callable[[threading.Event], T]) -> T:
    """``make`` in a thread; where the awaiting task is cancelled its event is set, so that the thread ends soon."""
    stop = threading.Event()
    try:
        return await asyncio.to_thread(make, stop)
    except asyncio.CancelledError:
        stop.set()
        raise


def _instructions() -> str:
    """Keeps x264 from AVX-512: with it, the same frames now and then gave other bytes when the machine was busy.

    Names the sets that every such processor has; where there is no AVX-512 x264 finds out for itself.
    """
    return ":asm=SSE2Fast,LZCNT,AVX2" if cv2.checkHardwareSupport(_AVX_512F) else ""


@contextmanager
def whole_or_nothing(path: Path, doing: str) -> Iterator[None]:
    """Removes ``path`` where the block fails, and raises PyAV's and the system's errors as Studio's own."""
    try:
        yield
    except BaseException as error:
        path.unlink(missing_ok=True)
        raise_translated(error, doing)


def raise_translated(error: BaseException, doing: str) -> NoReturn:
    """Raise a PyAV or system error met while ``doing`` something as ``ToolError`` or ``DiskFull``, others unchanged."""
    if not isinstance(error, (av.FFmpegError, OSError)):
        raise error
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        raise DiskFull(
            f"The disk was full while {doing}.", next_step="Free some space and resume; what was made is kept."
        ) from error
    raise ToolError(
        f"FFmpeg failed while {doing}: {error.strerror or error}.", next_step="Make this part again.", tool="film"
    ) from error
