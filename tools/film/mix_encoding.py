"""AAC-LC in MP4, written and read block by block, of an exact length in samples.

The encoder's priming is signalled by an edit list in units of one sample, so that players and stream copies keep
sound and picture together. Knows nothing of what is in the sound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Literal

import av
import numpy as np

from studio.production.canonical import Document
from studio.tools.wav import RATE, Sound

MEDIA_TYPE = "audio/mp4"
_FRAME = 1024
_FRAMES_A_BLOCK = 48
_OPTIONS = {"movflags": "+faststart", "fflags": "+bitexact", "movie_timescale": str(RATE)}


class SoundSettings(Document):
    """The encoder's dials: bits a second of AAC-LC in stereo, and how it searches.

    At this rate ``fast`` is as good as ``twoloop`` (FFmpeg's documentation says better) at 40 % of its time.
    """

    bit_rate: int = 192_000
    coder: Literal["fast", "twoloop"] = "fast"


def encode_aac(blocks: Iterable[Sound], path: Path, settings: SoundSettings) -> None:
    """Write ``blocks`` (each n x 2 float32) to ``path``; the same blocks give the same bytes."""
    with av.open(str(path), "w", format="mp4", options=_OPTIONS) as container:
        stream = container.add_stream("aac", rate=RATE, layout="stereo", options={"aac_coder": settings.coder})
        stream.bit_rate = settings.bit_rate
        start = 0
        for piece in _frames(blocks):
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(piece.T), format="fltp", layout="stereo")
            frame.sample_rate = RATE
            frame.time_base = Fraction(1, RATE)
            frame.pts = start
            start += len(piece)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def decode_sound(path: Path) -> Iterator[Sound]:
    """The first sound stream of ``path`` in blocks of n x 2 float32 at its own rate, cut to its signalled length."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        left = None
        if stream.duration is not None and stream.time_base is not None:
            left = round(stream.duration * stream.time_base * stream.rate)
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=stream.rate)
        pieces: list[Sound] = []
        for frame in container.decode(stream):
            pieces += [np.ascontiguousarray(piece.to_ndarray().T, np.float32) for piece in resampler.resample(frame)]
            if len(pieces) >= _FRAMES_A_BLOCK:
                block = np.concatenate(pieces)[:left]
                left = None if left is None else left - len(block)
                pieces = []
                yield block
        # The last frame decodes to a whole one; only the container knows how much of it is sound.
        if pieces:
            yield np.concatenate(pieces)[:left]


def _frames(blocks: Iterable[Sound]) -> Iterator[Sound]:
    """``blocks`` cut anew into frames of what the encoder takes; the last may be shorter."""
    rest: Sound = np.zeros((0, 2), np.float32)
    for block in blocks:
        joined = np.concatenate((rest, block))
        whole = len(joined) // _FRAME * _FRAME
        for start in range(0, whole, _FRAME):
            yield joined[start : start + _FRAME]
        rest = joined[whole:]
    if len(rest):
        yield rest
