"""How far estimated word times are off: of recordings whose true times are known, in milliseconds.

The recordings are the offline voice's, by other speakers, at other paces and in other accents than the take that they
are aligned with, as they are and with the pitch and the room of another recording. They are by the same engine all the
same: a human-like voice is likely to be further off. ``by length`` is what is done in languages that the offline
voice cannot read, measured where it can.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from studio.production.rendition import SAMPLE_RATE
from studio.production.treatment import VoiceDirection
from studio.production.vocabulary import Age, Gender, Mood
from studio.testing import FolderBench
from studio.testing.hearing import read_wav
from studio.tools.offline.speech.alignment import as_words, estimated_words, times_by_length
from studio.tools.offline.speech.espeak import Espeak
from studio.tools.offline.speech.words import word_spans
from studio.tools.voice import SpokenWord, VoiceRequest

LINES = {
    "en": (
        "The lamp was lit, and the storm came closer.",
        "Nobody had ever seen a storm sit down and listen to the slow turning of a lamp.",
        "In 1921, the keeper said: “Come in.” Nobody answered; the wind did, for three nights.",
        "A fox learns to paint. Red first, then gold. Soon the whole forest wants a portrait, and it is never alone.",
    ),
    "de": (
        "Der Sturm klopfte dreimal, und der Wärter öffnete ihm die Tür.",
        "Er hatte lange gewartet. Jetzt, da alles still war, fehlte ihm der Lärm.",
    ),
    "es": ("La tormenta se sentó junto al farero, y los dos miraron el mar.", "¿Quién llama? Nadie contestó."),
    "zh": ("灯塔看守人和暴风雨成了朋友。从那天起,海上再也没有船迷路。",),
}
PEOPLE = (
    (Gender.FEMININE, Age.YOUNG, Mood.JOYFUL, 1.2),
    (Gender.MASCULINE, Age.OLD, Mood.MELANCHOLY, 0.85),
    (Gender.NEUTRAL, Age.ADULT, Mood.CALM, 1.0),
)
_ACCENTS = {"en": "en-GB"}
Signal = npt.NDArray[np.float64]


def recorded(
    text: str, language: str, person: tuple[Gender, Age, Mood, float]
) -> tuple[Signal, tuple[SpokenWord, ...]]:
    """A take and its true times."""
    gender, age, mood, pace = person
    request = VoiceRequest(
        text=text,
        language=_ACCENTS.get(language, language),
        speaker="somebody",
        direction=VoiceDirection(gender=gender, age=age),
        mood=mood,
        pace=pace,
    )
    with tempfile.TemporaryDirectory() as folder:
        bench = FolderBench(Path(folder))
        made = asyncio.run(Espeak()(request, bench))
        return read_wav(bench, made.audio, channels=1)[:, 0], made.words


def elsewhere(audio: Signal, words: tuple[SpokenWord, ...]) -> tuple[Signal, tuple[SpokenWord, ...]]:
    """The same take a fifth slower and deeper, in a reverberant room with noise 30 dB below the voice."""
    from scipy import signal

    slower = signal.resample_poly(audio, 6, 5)
    rng = np.random.default_rng(1)
    tail = rng.normal(0, 1, round(0.25 * SAMPLE_RATE)) * np.exp(-np.arange(round(0.25 * SAMPLE_RATE)) / 2_400)
    wet = slower + 0.25 * signal.fftconvolve(slower, tail / np.sqrt((tail**2).sum()))[: len(slower)]
    noisy = wet + rng.normal(0, 10 ** (-30 / 20) * np.sqrt((wet**2).mean()), len(wet))
    moved = tuple(
        word.model_copy(update={"start": round(word.start * 6 / 5), "end": round(word.end * 6 / 5)}) for word in words
    )
    return noisy, moved


def off(true: tuple[SpokenWord, ...], found: tuple[SpokenWord, ...]) -> Iterator[float]:
    """Milliseconds between the true and the estimated start of every word."""
    for one, other in zip(true, found, strict=True):
        yield abs(one.start - other.start) / SAMPLE_RATE * 1000


def in_words(errors: list[float]) -> str:
    median, most, worst = np.percentile(errors, [50, 95, 100])
    return f"median {median:.0f} ms, 95 % within {most:.0f} ms, worst {worst:.0f} ms ({len(errors)} words)"


def main() -> None:
    """Print the errors by language, by recording and by method."""
    clean: dict[str, list[float]] = {language: [] for language in LINES}
    rooms: list[float] = []
    lengths: list[float] = []
    for language, texts in LINES.items():
        for text, person in product(texts, PEOPLE):
            audio, words = recorded(text, language, person)
            clean[language] += off(words, estimated_words(audio, text, language, "benchmark"))
            spans = word_spans(text, language)
            lengths += off(words, as_words(spans, times_by_length(audio, text, spans), len(audio)))
            other, moved = elsewhere(audio, words)
            rooms += off(moved, estimated_words(other, text, language, "benchmark"))
    for language, errors in clean.items():
        print(f"  {language}: {in_words(errors)}")
    everything: list[Any] = [error for errors in clean.values() for error in errors]
    print(f"  all: {in_words(everything)}")
    print(f"  slower, deeper, in a room with noise: {in_words(rooms)}")
    print(f"  by length: {in_words(lengths)}")


if __name__ == "__main__":
    main()
