"""Small clips of known content, as services and models make them: any codec, rate, size, with sound or turned."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from studio.tools.video import VideoRequest

Picture = npt.NDArray[np.uint8]


def grey(level: int, width: int = 96, height: int = 64) -> Picture:
    return np.full((height, width, 3), level, np.uint8)


def rising(frames: int, width: int = 96, height: int = 64, *, last: int = 200) -> list[Picture]:
    """Greys from 50 up to ``last``, as far apart as one another."""
    return [grey(round(50 + (last - 50) * n / max(1, frames - 1)), width, height) for n in range(frames)]


def clip(
    path: Path,
    pictures: Iterable[Picture],
    rate: Fraction | int = 24,
    *,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    times: list[int] | None = None,
    sound: bool = False,
    aspect: Fraction | None = None,
) -> Path:
    """A file of ``pictures`` (RGB); ``times`` are milliseconds of each where they do not come at ``rate``."""
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=rate)
        ear: Any = container.add_stream("aac", rate=48_000, layout="mono") if sound else None
        for number, pixels in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            if number == 0:
                stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, pix_fmt
                if aspect is not None:
                    stream.sample_aspect_ratio = aspect
                if times is not None:
                    stream.codec_context.time_base = Fraction(1, 1000)
            frame.pts, frame.time_base = (
                (number, 1 / Fraction(rate)) if times is None else (times[number], Fraction(1, 1000))
            )
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if ear is not None:
            noise = av.AudioFrame.from_ndarray(np.zeros((1, 4800), np.float32), format="fltp", layout="mono")
            noise.sample_rate = 48_000
            container.mux(ear.encode(noise))
            container.mux(ear.encode(None))
    return path


def asked(width: int = 96, height: int = 64, frames: int = 24, rate: Fraction | int = 24) -> VideoRequest:
    whole = Fraction(rate)
    return VideoRequest(
        prompt="x",
        width=width,
        height=height,
        frames=frames,
        rate_numerator=whole.numerator,
        rate_denominator=whole.denominator,
        seed=1,
    )


def seen(path: Path) -> list[Picture]:
    """The frames of a file, RGB."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24").astype(np.uint8) for frame in container.decode(video=0)]


def levels(path: Path) -> list[float]:
    """The mean of every frame."""
    return [float(one.mean()) for one in seen(path)]
