"""The tool that measures a film by decoding it once: length, black and frozen stretches, silence, loudness.

Streams: one small frame and a few numbers are kept, however long the film. Knows nothing of what the film should be.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import cv2
import numpy as np
import numpy.typing as npt
from av.audio.stream import AudioStream

from studio.errors import ToolError
from studio.tools.film.encoder import raise_translated
from studio.tools.film.loudness import LoudnessMeter
from studio.tools.film.requests import FilmMeasurements, FilmMeasureRequest
from studio.tools.tool import Capability, Workbench
from studio.tools.wav import RATE

Luma = npt.NDArray[np.uint8]

_WIDTH = 480
_BLACK_LUMA = 28
_BLACK_SHARE = 0.98
_BLACK_SECONDS = 0.2
_FROZEN_DIFFERENCE = 0.2
"""Mean difference of luma, in steps of 255, up to which two frames are the same but for the encoder, which refines a
still by 0.1 and more. The calmest shots, a breathing camera at night, differ by 0.7 after a second."""
_FROZEN_SECONDS = 1.0


@dataclass(frozen=True)
class MeasureFilmTool:
    """``film:measure_film``."""

    name: str = "film:measure_film"
    version: str = "1"
    capability: Capability = Capability.FILM

    async def __call__(self, request: FilmMeasureRequest, bench: Workbench) -> FilmMeasurements:
        return await asyncio.to_thread(_measure, bench.path(request.film))


@dataclass
class _Stretches:
    """Collects runs of frames that last at least ``least`` frames."""

    least: int
    found: list[tuple[int, int]] = field(default_factory=list)
    begun: int = 0

    def end(self, frame: int) -> None:
        """The run that has begun ends before ``frame``; the next one begins there."""
        if frame - self.begun >= self.least:
            self.found.append((self.begun, frame - self.begun))
        self.begun = frame


class _Watcher:
    """Looks for black and frozen stretches in frames that come one by one."""

    def __init__(self, rate: Fraction) -> None:
        self._rate = rate
        self._black = _Stretches(max(1, round(_BLACK_SECONDS * rate)))
        self._frozen = _Stretches(max(2, round(_FROZEN_SECONDS * rate)))
        self._reference: Luma | None = None
        self.frames = 0

    def see(self, luma: Luma) -> None:
        if float((luma <= _BLACK_LUMA).mean()) < _BLACK_SHARE:
            self._black.end(self.frames)
            self._black.begun = self.frames + 1
        # Compared with the first frame of the stretch, not with the last one: slow movement adds up, noise does not.
        if self._reference is None or float(cv2.absdiff(luma, self._reference).mean()) > _FROZEN_DIFFERENCE:
            self._frozen.end(self.frames)
            self._reference = luma
        self.frames += 1

    def finish(self) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
        """Black and frozen stretches."""
        self._black.end(self.frames)
        self._frozen.end(self.frames)
        return tuple(self._black.found), tuple(self._frozen.found)


class _Ear:
    """Feeds decoded sound to a meter, up to the length that the container signals: the last frame decodes to more."""

    def __init__(self, meter: LoudnessMeter, stream: AudioStream) -> None:
        self._meter = meter
        self._resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)
        known = stream.duration is not None and stream.time_base is not None
        self._most = round(stream.duration * stream.time_base * RATE) if known else None  # type: ignore[operator]
        self.samples = 0

    def hear(self, frame: av.AudioFrame | None) -> None:
        """Measure ``frame``; None ends the sound."""
        for part in self._resampler.resample(frame):
            sound = part.to_ndarray().T.astype(np.float32, copy=False)
            if self._most is not None:
                sound = sound[: self._most - self.samples]
            self.samples += len(sound)
            self._meter.add(sound)


def _measure(path: Path) -> FilmMeasurements:
    try:
        with av.open(str(path)) as container:
            return _decode(container)
    except (av.FFmpegError, OSError) as error:
        raise_translated(error, "decoding the film")


def _decode(container: av.container.InputContainer) -> FilmMeasurements:
    if not container.streams.video:
        raise ToolError("The film holds no video.", next_step="Assemble it again.", tool=MeasureFilmTool.name)
    video = container.streams.video[0]
    video.thread_type = "AUTO"
    rate = video.average_rate or Fraction(24)
    watcher, meter = _Watcher(Fraction(rate.numerator, rate.denominator)), LoudnessMeter()
    ear = _Ear(meter, container.streams.audio[0]) if container.streams.audio else None
    for frame in container.decode(video, *container.streams.audio[:1]):
        if isinstance(frame, av.VideoFrame):
            watcher.see(_small_luma(frame))
        elif ear is not None and isinstance(frame, av.AudioFrame):
            ear.hear(frame)
    if ear is not None:
        ear.hear(None)
    black, frozen = watcher.finish()
    heard = 0.0 if ear is None else ear.samples / RATE
    seconds = max(float(watcher.frames / rate), heard)
    return FilmMeasurements(
        seconds=round(seconds, 6),
        frames=watcher.frames,
        black=black,
        frozen=frozen,
        longest_silence=round(meter.longest_silence_seconds if heard else seconds, 3),
        loudness=None if meter.integrated is None else round(meter.integrated, 2),
        true_peak=None if meter.true_peak is None else round(meter.true_peak, 2),
        clipped=meter.clipped_share,
    )


def _small_luma(frame: av.VideoFrame) -> Luma:
    """The frame's luma at the measuring width; a copy, as the decoder reuses its memory."""
    plane = frame.planes[0]
    luma = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[: frame.height, : frame.width]
    scale = min(1.0, _WIDTH / frame.width)
    size = (max(1, round(frame.width * scale)), max(1, round(frame.height * scale)))
    return cast("Luma", cv2.resize(luma, size, interpolation=cv2.INTER_AREA))
