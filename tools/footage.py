"""Video that a service sent or a model made, as the film needs it: exact frames, rate and size, without sound.

Read and written frame by frame, so that memory does not grow with length. Same footage, same bytes. Knows nothing of
who made it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from studio.tools.video import VideoRequest

if TYPE_CHECKING:
    import av
    import numpy as np
    import numpy.typing as npt

    from studio.tools.film.planes import FramePlanes, Plane

_SLOWEST = Fraction(85, 100)
"""A clip may be this share of what was asked for; it is slowed to fit."""
_SAME = 1 / 32
"""Nearer to a frame than this share of the time to the next, it is that frame: files keep times in milliseconds."""
_CRF, _PRESET = 12, "veryfast"
"""It is encoded once more in the film: so much that nothing is seen of the first time, and quickly."""
_LARGEST = 8192
_UNSAID = 2
"""FFmpeg's number for a matrix that the file does not name."""
_FILES = {
    # A playlist would have FFmpeg fetch whatever it names, from this machine and from elsewhere.
    "format_whitelist": "mov,matroska,webm,avi,mpegts,ogg,ivf,gif,apng,nut",
    "protocol_whitelist": "file",
}


def conformed(content: Path, request: VideoRequest, to: Path, stop: threading.Event | None = None) -> None:
    """Write the video in the file ``content`` to ``to`` as H.264 in MP4, as ``request`` asks: frames, rate, size.

    Scaled to cover the frame and cropped evenly; where rates differ, neighbouring frames are blended; what is too long
    is cut at its end, what is at most 15 % too short is slowed. Raises ``ValueError`` where it is shorter, or is no
    video that can be decoded, ``DiskFull``, and ``RunCancelled`` soon after ``stop`` was set.
    """
    from studio.tools.film.encoder import encode
    from studio.tools.film.planes import to_planes
    from studio.tools.film.requests import VideoSettings

    rate = Fraction(request.rate_numerator, request.rate_denominator)
    whole = (request.frames - 1) / rate
    lasts = _lasts(content, whole)
    if lasts < whole * _SLOWEST:
        has, wanted = float(lasts + 1 / rate), float(request.frames / rate)
        raise ValueError(f"it is about {has:.2f} s long where {wanted:.2f} s were asked for")
    pace = min(1 / rate, lasts / (request.frames - 1)) if whole else Fraction(0)
    shown = _blended(_decoded(content, (request.width, request.height)), (n * pace for n in range(request.frames)))

    def draw(_: int, frame: FramePlanes) -> None:
        planes = to_planes(next(shown))
        frame.y[:], frame.u[:], frame.v[:] = planes.y, planes.u, planes.v

    settings = VideoSettings(
        width=request.width,
        height=request.height,
        rate_numerator=request.rate_numerator,
        rate_denominator=request.rate_denominator,
        preset=_PRESET,
        crf=_CRF,
    )
    encode(to, settings, request.frames, draw, stop or threading.Event(), index_first=True)


def encoded(
    frames: Iterable[npt.NDArray[np.uint8]],
    rate: Fraction,
    request: VideoRequest,
    to: Path,
    stop: threading.Event | None = None,
) -> None:
    """``conformed``, of ``frames`` (each height x width x 3, RGB) at ``rate`` a second that a model made."""
    import av

    # How many they are shows at their end: until then they wait beside the file, without loss.
    whole = to.with_name(f"{to.name}.nut")
    try:
        with av.open(str(whole), "w", format="nut", options={"fflags": "+bitexact"}) as container:
            stream: Any = None
            for number, pixels in enumerate(frames):
                frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format="bgr0")
                if stream is None:
                    stream = container.add_stream("ffv1", rate=rate)
                    stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "bgr0"
                    stream.time_base = stream.codec_context.time_base = 1 / rate
                frame.pts, frame.time_base = number, 1 / rate
                container.mux(stream.encode(frame))
            if stream is None:
                raise ValueError("there is nothing in it")
            container.mux(stream.encode(None))
        conformed(whole, request, to, stop)
    finally:
        whole.unlink(missing_ok=True)


class _Shown:
    """A decoded frame, scaled to cover a size only where it is looked at: height x width x 3, BGR."""

    def __init__(self, frame: av.VideoFrame, aspect: Fraction, size: tuple[int, int]) -> None:
        self._frame, self._aspect, self._size = frame, aspect, size

    @cached_property
    def picture(self) -> Plane:
        import cv2
        import numpy as np
        from av.video.reformatter import Colorspace

        from studio.tools.film.planes import cover

        frame = self._frame
        # Files that do not say it mean what was usual at their size.
        usual = Colorspace.ITU709 if frame.height >= 720 else Colorspace.ITU601
        matrix = usual if frame.colorspace == _UNSAID else None
        pixels = cast("Plane", frame.reformat(format="bgr24", src_colorspace=matrix).to_ndarray())
        if self._aspect != 1:
            wide = max(1, round(frame.width * self._aspect))
            pixels = cast("Plane", cv2.resize(pixels, (wide, frame.height), interpolation=cv2.INTER_AREA))
        turned = np.rot90(pixels, round(frame.rotation / 90) % 4)
        return cover(np.ascontiguousarray(turned), *self._size)


def _lasts(content: Path, enough: Fraction) -> Fraction:
    """Seconds from the first frame to the last one, or to the first that comes ``enough`` after it."""
    latest = Fraction(0)
    for latest, _ in _decoded(content, (0, 0)):
        if latest >= enough:
            break
    return latest


def _decoded(content: Path, size: tuple[int, int]) -> Iterator[tuple[Fraction, _Shown]]:
    """Every frame with the seconds after the first one that it is shown."""
    import av

    with _readable(), av.open(str(content), options=_FILES) as container:
        if not container.streams.video:
            raise ValueError("there is no video in it")
        stream = container.streams.video[0]
        if max(stream.width, stream.height) > _LARGEST:
            raise ValueError(f"its frames of {stream.width}x{stream.height} are too large")
        usual = 1 / (stream.average_rate or Fraction(24))
        aspect = stream.sample_aspect_ratio or Fraction(1)
        tick = Fraction(stream.time_base or usual)
        first: Fraction | None = None
        latest = -usual
        for frame in container.decode(stream):
            begins = None if frame.pts is None else frame.pts * tick
            if first is None:
                first = begins or Fraction(0)
            time = latest + usual if begins is None else begins - first
            if time > latest:
                yield time, _Shown(frame, aspect, size)
                latest = time
        if first is None:
            raise ValueError("there is nothing in it")


def _blended(frames: Iterator[tuple[Fraction, _Shown]], times: Iterable[Fraction]) -> Iterator[Plane]:
    """What is seen at each of ``times``, which rise: a frame, or its neighbours by how near they are."""
    import cv2

    begun, here = next(frames)
    following = next(frames, None)
    for time in times:
        while following is not None and following[0] <= time:
            begun, here = following
            following = next(frames, None)
        share = 0.0 if following is None else float((time - begun) / (following[0] - begun))
        if following is None or share < _SAME:
            yield here.picture
        elif share > 1 - _SAME:
            yield following[1].picture
        else:
            yield cast("Plane", cv2.addWeighted(here.picture, 1 - share, following[1].picture, share, 0))


@contextmanager
def _readable() -> Iterator[None]:
    """FFmpeg's errors while reading, as ``ValueError``."""
    import av

    try:
        yield
    except av.FFmpegError as error:
        raise ValueError(f"it cannot be decoded ({type(error).__name__})") from None
