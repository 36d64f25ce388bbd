"""The words of a text as a caption shows them, and when each is heard.

The engine marks the start of most words but not of all ("did not" is one mark; of 茶馆 only 茶 is marked), so
words between two marks share the time between them by their length in letters. Pauses belong to no word.
Knows nothing of files or of the engine's process.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from uniseg.wordbreak import words as unicode_words

from studio.tools.film.text.phrases import is_phrased, phrases
from studio.tools.offline.speech.engine import WORD_MARK, Mark

_SHORTEST = 0.03
_FRAME = 0.005
_SILENCE = 0.02
_DIGIT_WEIGHT = 3.0
_IDEOGRAPH_WEIGHT = 3.0


def word_spans(text: str, language: str) -> list[tuple[int, int]]:
    """(start, end) of every word of ``text``, in characters: Unicode words, phrases in Chinese, Japanese and Thai.

    A word has at least one letter or digit; the spans leave out only spaces, punctuation and symbols.
    """
    spans: list[tuple[int, int]] = []
    position = 0
    for phrase in phrases(text, language):
        pieces = _solid_pieces(phrase) if is_phrased(language) else list(unicode_words(phrase))
        for piece in pieces:
            if any(character.isalnum() for character in piece):
                spans.append((position, position + len(piece)))
            position += len(piece)
    return spans


def word_times(
    text: str, spans: list[tuple[int, int]], marks: tuple[Mark, ...], voiced: npt.NDArray[np.bool_], frame: int
) -> list[tuple[int, int]]:
    """(start, end) in samples for every span, in order, never empty, within ``voiced`` frames of ``frame`` samples.

    ``marks`` are in the samples of the same audio. Spans may touch but never overlap.
    """
    if not spans:
        return []
    total = len(voiced) * frame
    sounding = np.flatnonzero(voiced)
    onset = int(sounding[0]) * frame if len(sounding) else 0
    anchors = _anchors(spans, marks, onset, total)
    times: list[tuple[int, int]] = []
    for (first, begins), (after, until) in pairwise([*anchors, (len(spans), total)]):
        heard = np.flatnonzero(voiced[begins // frame : max(begins // frame + 1, until // frame)])
        stops = begins + (int(heard[-1]) + 1) * frame if len(heard) else until
        weights = np.cumsum([0.0, *(_weight(text[start:end]) for start, end in spans[first:after])])
        edges = [begins + round(float(share) * (min(stops, until) - begins)) for share in weights / weights[-1]]
        times.extend(pairwise(edges))
    return _separate(times, total, shortest=round(_SHORTEST / _FRAME) * frame)


def voiced_frames(audio: npt.NDArray[np.float64], sample_rate: int) -> tuple[npt.NDArray[np.bool_], int]:
    """Which frames of about 5 ms are heard (above 2 % of the loudest), and a frame's length in samples."""
    frame = round(sample_rate * _FRAME)
    count = -(-len(audio) // frame)
    padded = np.zeros(count * frame)
    padded[: len(audio)] = np.abs(audio)
    peaks = padded.reshape(count, frame).max(axis=1) if count else np.zeros(0)
    return peaks > _SILENCE * peaks.max(initial=1e-9), frame


def _solid_pieces(phrase: str) -> list[str]:
    """A phrase split where letters, digits and their marks meet anything else."""
    pieces: list[str] = []
    solid: bool | None = None
    for character in phrase:
        # A combining mark stays with what it combines with.
        now = character.isalnum() or (_is_mark(character) and bool(solid))
        if now is solid:
            pieces[-1] += character
        else:
            pieces.append(character)
        solid = now
    return pieces


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def _weight(word: str) -> float:
    """How long a word takes to say, in letters: a digit is a word, an ideograph a syllable."""
    return sum(
        _DIGIT_WEIGHT if character.isdigit() else _IDEOGRAPH_WEIGHT if character > "\u2e80" else 1.0
        for character in word
        if character.isalnum()
    )


def _anchors(spans: list[tuple[int, int]], marks: tuple[Mark, ...], onset: int, total: int) -> list[tuple[int, int]]:
    """(word, sample) of words whose start is known, both rising; the first word is always among them, at ``onset``."""
    anchors = [(0, onset)]
    ends = [end for _, end in spans]
    for mark in marks:
        word = bisect_right(ends, mark.character)
        is_later = anchors[-1][0] < word < len(spans) and anchors[-1][1] < mark.sample < total
        if mark.kind == WORD_MARK and is_later:
            anchors.append((word, mark.sample))
    return anchors


def _separate(times: list[tuple[int, int]], total: int, shortest: int) -> list[tuple[int, int]]:
    """The same times, moved as little as needed for every word to last, in order and within ``total``."""
    least = max(1, min(shortest, total // len(times)))
    starts: list[int] = []
    earliest = 0
    for start, _ in times:
        earliest = max(start, earliest)
        starts.append(earliest)
        earliest += least
    latest = total
    for index in range(len(starts) - 1, -1, -1):
        latest -= least
        starts[index] = min(starts[index], latest)
        latest = starts[index]
    ends = [*starts[1:], total]
    return [
        (start, min(max(end, start + least), limit)) for start, (_, end), limit in zip(starts, times, ends, strict=True)
    ]
