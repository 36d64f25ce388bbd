"""Speech that a service sent or a model made, as a take: level, without silent edges, with the time of every word.

Knows nothing of who spoke.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from studio.tools.tool import Workbench
from studio.tools.voice import VoiceProduct, VoiceRequest

if TYPE_CHECKING:
    from studio.tools.recordings import Sound

Times = list[tuple[int, int]]
"""(start, end) in samples at 48 kHz."""
Tells = Callable[[list[tuple[int, int]]], Times | None]
"""From words, as places in the text, to when they are heard; None where it cannot say."""


def take(
    content: bytes,
    request: VoiceRequest,
    *,
    voice: str,
    tool: str,
    bench: Workbench,
    times: Tells | None = None,
) -> VoiceProduct:
    """The product of a file of sound; see ``take_of``. Raises ``ValueError`` also where it cannot be decoded."""
    from studio.tools.recordings import decoded

    return take_of(decoded(content, channels=1), request, voice=voice, tool=tool, bench=bench, times=times)


def take_of(
    sound: Sound,
    request: VoiceRequest,
    *,
    voice: str,
    tool: str,
    bench: Workbench,
    times: Tells | None = None,
) -> VoiceProduct:
    """The product of ``sound``, samples x 1 at 48 kHz.

    ``times`` are when words are heard in it; without any they are estimated from it. Raises ``ValueError`` where
    nothing is heard.
    """
    import numpy as np

    from studio.tools.offline.speech.alignment import as_words, estimated_words
    from studio.tools.offline.speech.finishing import finish_take
    from studio.tools.offline.speech.words import word_spans
    from studio.tools.wav import MEDIA_TYPE, quantised, wav

    if not np.any(sound):
        raise ValueError("nothing is heard in it")
    finished = finish_take(sound[:, 0].astype(np.float64))
    spans = word_spans(request.text, request.language)
    told = times(spans) if times is not None else None
    if told is None:
        words = estimated_words(finished.audio, request.text, request.language, tool)
    else:
        moved = [(max(0, start - finished.trimmed), max(0, end - finished.trimmed)) for start, end in told]
        words = as_words(spans, moved, len(finished.audio))
    audio = bench.add(wav(quantised(finished.audio[:, None])), MEDIA_TYPE)
    return VoiceProduct(audio=audio, samples=len(finished.audio), words=words, voice=voice)
