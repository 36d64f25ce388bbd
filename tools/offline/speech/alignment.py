"""When the words of a text are heard in somebody else's recording of it: an estimate.

The offline voice says the same text, its words' times are known, and the recording is aligned with it by dynamic time
warping over mel-frequency cepstra. Where the offline voice cannot say the text, the words share the time in which
something is heard by their length. Knows nothing of who spoke; benchmarks/word_times.py measures how far it is off.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studio.errors import ToolError
from studio.production.rendition import SAMPLE_RATE
from studio.production.speaking import CLAUSE_SIGNS, SENTENCE_SIGNS, WORDS_A_MINUTE
from studio.tools.offline.speech import languages
from studio.tools.offline.speech.engine import WORD_MARK, EngineVoice, Mark, speak
from studio.tools.offline.speech.words import voiced_frames, word_spans, word_times
from studio.tools.voice import SpokenWord

Signal = npt.NDArray[np.float64]
Times = list[tuple[int, int]]

_RATE = 16_000
_HOP = _RATE // 100
_WINDOW = 512
_BANDS = 32
_COEFFICIENTS = 13
_MOST_CELLS = 4_000_000
"""Recordings of more than about 20 seconds are looked at in coarser steps, which keeps the table below 100 MB."""
_PAUSE = 0.25
"""Seconds of silence that a sign lets expect."""
_REACH = 20
"""Frames of 5 ms before the beginning of a clause, in which the pause before it ends."""
_OFF_DIAGONAL = 0.15
"""What a step that stays in one of both recordings costs more, as a share of the usual distance."""


def estimated_words(audio: Signal, text: str, language: str, tool: str) -> tuple[SpokenWord, ...]:
    """Every word of ``text`` with its estimated time in ``audio`` (1-D, 48 kHz); ``tool`` is who asks."""
    spans = word_spans(text, language)
    reference = _reference(text, language, spans, tool)
    times = times_by_length(audio, text, spans) if reference is None else _warped(audio, *reference)
    return as_words(spans, times, len(audio))


def times_by_length(audio: Signal, text: str, spans: list[tuple[int, int]]) -> Times:
    """What is left without a reference: words share the time in which something is heard, by their length.

    The pauses that the text's signs let expect are aligned with those that are heard, and words are shared out between.
    """
    voiced, frame = voiced_frames(audio, SAMPLE_RATE)
    heard = np.flatnonzero(voiced)
    if not len(heard) or not spans:
        return word_times(text, spans, (), voiced, frame)
    together = word_times(text, spans, (), np.ones(len(heard), np.bool_), frame)
    pattern: list[npt.NDArray[np.bool_]] = []
    begins: dict[int, int] = {}
    silent = np.zeros(round(_PAUSE / 0.005), np.bool_)
    for number, ((first, _), (start, end)) in enumerate(zip(spans, together, strict=True)):
        before = text[spans[number - 1][1] : first] if number else ""
        if any(sign in CLAUSE_SIGNS | SENTENCE_SIGNS for sign in before):
            pattern.append(silent)
            begins[first] = sum(map(len, pattern))
        pattern.append(np.ones(max(1, (end - start) // frame), np.bool_))
    expected = np.concatenate(pattern).astype(np.float64)[:, None]
    places, _ = _path(expected[::2], voiced.astype(np.float64)[::2, None], aside=0.3)
    marks = []
    for character, place in begins.items():
        at = int(places[min(place // 2, len(places) - 1)]) * 2
        around = voiced[max(0, at - _REACH) : at]
        # Where no pause is near, the voice made none.
        if not around.all():
            later = np.flatnonzero(voiced[at:])
            marks.append(Mark(WORD_MARK, character, (at + (int(later[0]) if len(later) else 0)) * frame))
    return word_times(text, spans, tuple(marks), voiced, frame)


def as_words(spans: list[tuple[int, int]], times: Times, samples: int) -> tuple[SpokenWord, ...]:
    """Words in order and within ``samples``, from their places in the text and their times."""
    words: list[SpokenWord] = []
    latest = 0
    for (first, last), (start, end) in zip(spans, times, strict=True):
        latest = min(max(start, latest), samples)
        words.append(SpokenWord(start_char=first, end_char=last, start=latest, end=min(max(end, latest), samples)))
    return tuple(words)


def _reference(text: str, language: str, spans: list[tuple[int, int]], tool: str) -> tuple[Signal, Times] | None:
    """The offline voice's own take at 16 kHz with its words' times in seconds x 16,000; None where there is none."""
    from scipy import signal

    try:
        readable = languages.readable_text(text, language, tool)
        voice = EngineVoice(languages.find_language(language, tool).voice, WORDS_A_MINUTE, 50, 50)
        speech = speak(readable, voice, tool)
    except ToolError:
        return None
    if not np.any(speech.pcm):
        return None
    scale = _RATE / speech.sample_rate
    divisor = int(np.gcd(_RATE, speech.sample_rate))
    audio = signal.resample_poly(speech.pcm / 32768, _RATE // divisor, speech.sample_rate // divisor)
    marks = tuple(Mark(mark.kind, mark.character, round(mark.sample * scale)) for mark in speech.marks)
    voiced, frame = voiced_frames(audio, _RATE)
    return audio, word_times(text, spans, marks, voiced, frame)


def _warped(audio: Signal, reference: Signal, times: Times) -> Times:
    """``times`` of the ``reference`` (16 kHz) in ``audio`` (48 kHz)."""
    from scipy import signal

    heard = signal.resample_poly(audio, 1, SAMPLE_RATE // _RATE)
    hop = _HOP
    while (len(heard) // hop + 1) * (len(reference) // hop + 1) > _MOST_CELLS:
        hop *= 2
    first, last = _path(_cepstra(reference, hop), _cepstra(heard, hop))
    scale = hop * SAMPLE_RATE // _RATE
    voiced, frame = voiced_frames(audio, SAMPLE_RATE)
    warped = []
    for start, end in times:
        begins = int(first[min(start // hop, len(first) - 1)]) * scale
        ends = (int(last[min(max(start, end - 1) // hop, len(last) - 1)]) + 1) * scale
        warped.append(_sounding(begins, ends, voiced, frame))
    return warped


def _sounding(begins: int, ends: int, voiced: npt.NDArray[np.bool_], frame: int) -> tuple[int, int]:
    """The same time without the pauses at its edges."""
    heard = np.flatnonzero(voiced[begins // frame : -(-ends // frame)])
    if not len(heard):
        return begins, ends
    origin = begins // frame
    return max(begins, (origin + int(heard[0])) * frame), min(ends, (origin + int(heard[-1]) + 1) * frame)


def _cepstra(audio: Signal, hop: int) -> Signal:
    """Mel-frequency cepstra, frames x coefficients, each coefficient with mean 0 and variance 1."""
    from scipy import fft

    count = len(audio) // hop + 1
    padded = np.pad(audio, (_WINDOW // 2, _WINDOW + hop))
    emphasised = np.append(padded[0], padded[1:] - 0.97 * padded[:-1])
    frames = np.lib.stride_tricks.sliding_window_view(emphasised, _WINDOW)[::hop][:count]
    power = np.abs(np.fft.rfft(frames * np.hanning(_WINDOW), axis=1)) ** 2
    mel = power @ _filters().T
    cepstra = np.asarray(fft.dct(np.log(mel + 1e-6 * mel.mean() + 1e-12), axis=1, norm="ortho")[:, :_COEFFICIENTS])
    return np.asarray((cepstra - cepstra.mean(axis=0)) / (cepstra.std(axis=0) + 1e-9))


def _filters() -> Signal:
    """Triangles of equal width in mel, bands x frequencies, between 100 Hz and 7 kHz."""
    edges = np.linspace(_mel(100.0), _mel(7000.0), _BANDS + 2)
    places = _mel(np.asarray(np.fft.rfftfreq(_WINDOW, 1 / _RATE), np.float64))[None, :]
    low, middle, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    return np.asarray(np.maximum(0.0, np.minimum((places - low) / (middle - low), (high - places) / (high - middle))))


def _mel(hertz: float | Signal) -> Signal:
    return np.asarray(2595 * np.log10(1 + np.asarray(hertz) / 700))


def _path(one: Signal, other: Signal, aside: float | None = None) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The first and the last frame of ``other`` that each frame of ``one`` is aligned with.

    A step that stays in one of both costs ``aside`` more. Computed along anti-diagonals, whose cells do not depend on
    one another.
    """
    rows, columns = len(one), len(other)
    squares = (one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1)[None, :]
    distance = np.sqrt(np.maximum(0.0, squares - 2 * one @ other.T))
    if aside is None:
        aside = _OFF_DIAGONAL * float(np.median(distance))
    steps = np.zeros((rows, columns), np.int8)
    # Sums of the last two anti-diagonals by row, with a row of infinity before the first.
    before, last = np.full(rows + 1, np.inf), np.full(rows + 1, np.inf)
    for diagonal in range(rows + columns - 1):
        low, high = max(0, diagonal - columns + 1), min(rows, diagonal + 1)
        row = np.arange(low, high)
        choices = np.stack((before[row], last[row] + aside, last[row + 1] + aside))
        if diagonal == 0:
            choices[0, 0] = 0.0
        step = choices.argmin(axis=0)
        now = np.full(rows + 1, np.inf)
        now[row + 1] = choices[step, np.arange(len(row))] + distance[row, diagonal - row]
        steps[row, diagonal - row] = step
        before, last = last, now
    first, final = np.zeros(rows, np.intp), np.zeros(rows, np.intp)
    row_now, column = rows - 1, columns - 1
    final[row_now] = column
    while row_now or column:
        step_back = steps[row_now, column]
        if step_back != 1:
            column -= 1
        if step_back != 2:
            first[row_now] = column + (step_back != 1)
            row_now -= 1
            final[row_now] = column
    first[0] = 0
    return first, final
