"""Sound as 16-bit WAV bytes at 48 kHz.

Knows nothing of what is in the sound.
"""

from __future__ import annotations

import io
import wave

import numpy as np
import numpy.typing as npt

from studio.production.rendition import SAMPLE_RATE

RATE = SAMPLE_RATE
MEDIA_TYPE = "audio/wav"
Sound = npt.NDArray[np.float32]
"""Samples x 2 channels; full scale is 1."""
Mono = npt.NDArray[np.float32]
"""Samples of one channel."""


def quantised(sound: npt.NDArray[np.floating]) -> npt.NDArray[np.int16]:
    """``sound`` rounded to 16 bit; what is beyond full scale is clipped."""
    return np.asarray(np.clip(np.rint(sound * 32767.0), -32768, 32767), "<i2")


def wav(pcm: npt.NDArray[np.int16]) -> bytes:
    """A WAV file of ``pcm``, samples x channels."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(pcm.shape[1])
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.ascontiguousarray(pcm).tobytes())
    return buffer.getvalue()
