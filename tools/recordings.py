"""Sound that a service sent or a model made, as the film needs it: 48 kHz, an exact length, a known level.

Sounds are float32, samples x channels, full scale is 1. Knows nothing of who made them.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, cast

from studio.production.rendition import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Sound = npt.NDArray[np.float32]

_CROSSING = SAMPLE_RATE // 10
"""Samples over which a sound that is repeated crosses into itself."""
_LONGEST_FADE = 1.2
_CUE_PEAK = 10 ** (-3.2 / 20)
_CUE_LEVEL = 10 ** (-19 / 20)
"""Peak and root mean square of a cue: the offline composer's, so that the mix is the same whoever composed."""


def is_sound(content_type: str) -> bool:
    """Whether an answer says of itself that it is sound, or nothing in particular."""
    media_type = content_type.partition(";")[0].strip()
    return media_type.startswith("audio/") or media_type == "application/octet-stream"


def decoded(content: bytes, channels: int) -> Sound:
    """A file of sound (MP3, WAV, Ogg, FLAC, ...) as samples x ``channels`` (1 or 2) at 48 kHz.

    Raises ``ValueError`` where it is none, or an empty one.
    """
    import av
    import numpy as np

    blocks = []
    try:
        with av.open(io.BytesIO(content), "r") as container:
            if not container.streams.audio:
                raise ValueError("it has no sound in it")
            layout = "mono" if channels == 1 else "stereo"
            resampler = av.AudioResampler(format="fltp", layout=layout, rate=SAMPLE_RATE)
            for frame in container.decode(container.streams.audio[0]):
                blocks += [part.to_ndarray() for part in resampler.resample(frame)]
            blocks += [part.to_ndarray() for part in resampler.resample(None)]
    except av.FFmpegError as error:
        raise ValueError(f"it cannot be decoded ({type(error).__name__})") from None
    sound = np.concatenate(blocks, axis=1).T if blocks else np.zeros((0, channels), np.float32)
    if not len(sound) or not np.isfinite(sound).all():
        raise ValueError("there is nothing in it")
    return np.ascontiguousarray(sound, np.float32)


def resampled(sound: Sound, rate: int) -> Sound:
    """``sound`` of ``rate`` Hz at 48 kHz."""
    from math import gcd

    import numpy as np
    from scipy import signal

    divisor = gcd(SAMPLE_RATE, rate)
    return np.asarray(signal.resample_poly(sound, SAMPLE_RATE // divisor, rate // divisor, axis=0), np.float32)


def stereo(sound: Sound) -> Sound:
    """``sound`` with two channels; one stands on both sides."""
    import numpy as np

    return np.repeat(sound, 2, axis=1) if sound.shape[1] == 1 else sound[:, :2]


def paced(sound: Sound, pace: float) -> Sound:
    """``sound`` (samples x 1 at 48 kHz) spoken ``pace`` (0.5..2) times as fast, as high as it was."""
    import av
    import numpy as np
    from av.filter import Graph

    graph = Graph()
    source = graph.add_abuffer(format="flt", sample_rate=SAMPLE_RATE, layout="mono")
    tempo, sink = graph.add("atempo", f"{min(2.0, max(0.5, pace)):.4f}"), graph.add("abuffersink")
    source.link_to(tempo)
    tempo.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound.T), format="flt", layout="mono")
    frame.sample_rate, frame.pts = SAMPLE_RATE, 0
    source.push(frame)
    source.push(None)
    parts = []
    while True:
        try:
            parts.append(cast("av.AudioFrame", sink.pull()).to_ndarray())
        except (av.BlockingIOError, av.EOFError):
            return np.ascontiguousarray(np.concatenate(parts, axis=1).T, np.float32)


def as_long_as(sound: Sound, samples: int) -> Sound:
    """``sound`` cut to ``samples``, or repeated until it is as long, crossing into itself at equal power."""
    import numpy as np

    if len(sound) >= samples:
        return sound[:samples]
    crossing = min(_CROSSING, len(sound) // 4)
    angle = np.linspace(0, np.pi / 2, crossing, dtype=np.float32)[:, None]
    whole = np.zeros((samples + len(sound), sound.shape[1]), np.float32)
    whole[: len(sound)] = sound
    filled = len(sound)
    while filled < samples:
        start = filled - crossing
        whole[start:filled] *= np.cos(angle)
        whole[start : start + len(sound)] += sound * np.concatenate(
            (np.sin(angle), np.ones((len(sound) - crossing, 1), np.float32))
        )
        filled = start + len(sound)
    return whole[:samples]


def cue(sound: Sound, samples: int) -> Sound:
    """``sound`` as a cue of exactly ``samples``: it fades out where it is cut, at the level of the offline composer's.

    Raises ``ValueError`` where nothing is heard.
    """
    import numpy as np

    made = as_long_as(sound, samples).copy()
    fade = min(round(_LONGEST_FADE * SAMPLE_RATE), samples // 4)
    made[samples - fade :] *= (np.cos(np.linspace(0, np.pi / 2, fade, dtype=np.float32)) ** 2)[:, None]
    peak = float(np.abs(made).max())
    if not peak:
        raise ValueError("nothing is heard in it")
    level = float(np.sqrt(np.square(made).mean(dtype=np.float64)))
    made *= np.float32(min(_CUE_PEAK / peak, _CUE_LEVEL / level))
    return made


def without_silence(sound: Sound) -> Sound:
    """``sound`` from where it begins to be heard (48 dB below its peak); ``ValueError`` where nothing is."""
    import numpy as np

    heard = np.flatnonzero(np.abs(sound).max(axis=1) > 0.004 * np.abs(sound).max())
    if not len(heard):
        raise ValueError("nothing is heard in it")
    return sound[max(0, int(heard[0]) - 48) :]
