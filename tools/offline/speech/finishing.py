"""From the engine's raw speech to a take: resampled, softened, trimmed and level. Knows nothing of words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.production.rendition import SAMPLE_RATE
from studio.tools.film.loudness import decibels
from studio.tools.film.mix_limiter import limited
from studio.tools.offline.speech.engine import Speech

LOUDNESS = -20.0
PEAK_CEILING = 0.89
_MOST_LIMITING = 6.0
"""dB by which a take may be pushed into the limiter."""
_MARGIN = round(0.045 * SAMPLE_RATE)
_AUDIBLE = 0.004
_QUIETEST = 10 ** (-48 / 20)
"""Below this the edges of another voice's take are silence: recordings hiss and breathe."""
_FADE = round(0.004 * SAMPLE_RATE)
_METER_NEEDS = SAMPLE_RATE
_TAPS = 255
_RUMBLE = 60.0
"""Hz below which there is nothing of a voice, but some of the engine's standing pressure: it is filtered out."""
_TONE = (
    (0, 1.0),
    (2_200, 1.0),
    (4_500, 0.75),
    (8_000, 0.45),
    (11_000, 0.25),
    (SAMPLE_RATE / 2, 0.0),
)
"""Gain by frequency in Hz: a slope that takes the edge off the engine's buzz."""
_ROOM = ((0.0113, 0.085), (0.0179, -0.065), (0.0271, 0.05), (0.0389, -0.035))
"""Early reflections of a small room: delay in seconds and gain."""


@dataclass(frozen=True)
class FinishedSpeech:
    """1-D float64 at 48 kHz within -1..1, and how many samples were cut from the front."""

    audio: npt.NDArray[np.float64]
    trimmed: int


def finish(speech: Speech) -> FinishedSpeech:
    """Resample to 48 kHz, soften, trim silence beyond 50 ms at both ends, and level to -20 LUFS under the ceiling."""
    from scipy import signal  # slow to import

    raw = speech.pcm.astype(np.float64) / 32768
    if not np.any(raw):
        return FinishedSpeech(np.zeros(2 * _MARGIN), 0)
    divisor = int(np.gcd(SAMPLE_RATE, speech.sample_rate))
    audio = signal.resample_poly(raw, SAMPLE_RATE // divisor, speech.sample_rate // divisor)
    audio = np.concatenate((audio, np.zeros(_TAPS + round(_ROOM[-1][0] * SAMPLE_RATE))))
    audio = _in_a_room(_softened(audio))
    audio, cut = _trimmed(audio)
    return FinishedSpeech(_levelled(audio), cut)


def finish_take(audio: npt.NDArray[np.float64]) -> FinishedSpeech:
    """A take that another voice spoke, 1-D at 48 kHz and not silent, at the same level and without silent edges."""
    return FinishedSpeech(*_trimmed(_levelled(audio), _QUIETEST))


def _softened(audio: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    from scipy import signal

    frequencies, gains = zip(*_TONE, strict=True)
    taps = signal.firwin2(_TAPS, frequencies, gains, fs=SAMPLE_RATE)
    # The slope's own delay is taken out again, so the words' times hold.
    softened = signal.oaconvolve(audio, taps)[_TAPS // 2 : _TAPS // 2 + len(audio)]
    # Forwards and backwards, so that no phase turns and no peak grows.
    return np.asarray(signal.sosfiltfilt(signal.butter(2, _RUMBLE, "highpass", fs=SAMPLE_RATE, output="sos"), softened))


def _in_a_room(audio: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    room = audio.copy()
    for delay, gain in _ROOM:
        shift = round(delay * SAMPLE_RATE)
        room[shift:] += gain * audio[:-shift]
    return room


def _trimmed(audio: npt.NDArray[np.float64], floor: float = 0.0) -> tuple[npt.NDArray[np.float64], int]:
    heard = np.flatnonzero(np.abs(audio) > max(floor, _AUDIBLE * np.abs(audio).max()))
    first = max(0, int(heard[0]) - _MARGIN)
    last = min(len(audio), int(heard[-1]) + 1 + _MARGIN)
    cut = audio[first:last].copy()
    ramp = np.linspace(0, 1, min(_FADE, len(cut) // 2))
    cut[: len(ramp)] *= ramp
    cut[len(cut) - len(ramp) :] *= ramp[::-1]
    return cut, first


def _levelled(audio: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    import pyloudnorm

    # The meter needs 0.4 s; a short word is measured repeated.
    measured = np.tile(audio, -(-_METER_NEEDS // len(audio)))
    loudness = pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(measured)
    if not np.isfinite(loudness):
        return audio
    # Single stressed vowels stand far above the rest: they are limited, or their line would be softer than the others.
    gain = LOUDNESS - loudness
    most = decibels(PEAK_CEILING / float(np.abs(audio).max())) + _MOST_LIMITING
    stereo = np.repeat(audio[:, None], 2, axis=1).astype(np.float32)
    levelled = next(limited((stereo,), min(gain, most), decibels(PEAK_CEILING)))
    return np.asarray(levelled[:, 0], np.float64)
