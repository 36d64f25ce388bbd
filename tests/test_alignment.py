"""Word times in recordings that come without any: found by aligning with the offline voice's own take."""

from __future__ import annotations

import asyncio
import statistics
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.production.treatment import VoiceDirection
from studio.production.vocabulary import Age, Gender, Mood
from studio.testing import FolderBench
from studio.testing.hearing import read_wav
from studio.tools.offline.speech import alignment
from studio.tools.offline.speech.alignment import estimated_words
from studio.tools.offline.speech.espeak import Espeak
from studio.tools.offline.speech.words import word_spans
from studio.tools.voice import SpokenWord, VoiceRequest

LINE = "In 1921, the keeper said: “Come in.” Nobody answered; the wind did, for three nights."


def recorded(folder: Path, text: str, language: str = "en", pace: float = 1.2) -> tuple[Any, tuple[SpokenWord, ...]]:
    """A take by another speaker, another pace and in another mood than the one it is aligned with."""
    request = VoiceRequest(
        text=text,
        language=language,
        speaker="somebody",
        direction=VoiceDirection(gender=Gender.MASCULINE, age=Age.OLD),
        mood=Mood.MELANCHOLY,
        pace=pace,
    )
    bench = FolderBench(folder)
    made = asyncio.run(Espeak()(request, bench))
    return read_wav(bench, made.audio, channels=1)[:, 0], made.words


def off(true: tuple[SpokenWord, ...], found: tuple[SpokenWord, ...]) -> list[float]:
    """Milliseconds between true and estimated starts."""
    assert [(one.start_char, one.end_char) for one in found] == [(one.start_char, one.end_char) for one in true]
    return [abs(one.start - other.start) / 48 for one, other in zip(true, found, strict=True)]


@pytest.mark.parametrize("pace", [0.8, 1.4])
def test_words_are_found_where_they_are(tmp_path: Path, pace: float) -> None:
    audio, words = recorded(tmp_path, LINE, pace=pace)
    errors = off(words, estimated_words(audio, LINE, "en", "a:tool"))
    assert statistics.median(errors) < 25
    assert max(errors) < 120


def test_a_pause_that_is_longer_than_usual_belongs_to_no_word(tmp_path: Path) -> None:
    audio, words = recorded(tmp_path, LINE)
    # Two seconds of silence before "Nobody", with the hiss of a room in it.
    (number,) = [at for at, word in enumerate(words) if LINE[word.start_char : word.end_char] == "Nobody"]
    place = (words[number - 1].end + words[number].start) // 2
    hiss = np.random.default_rng(1).normal(0, 0.0005, 96_000)
    longer = np.concatenate((audio[:place], hiss, audio[place:]))
    moved = tuple(
        word if at < number else word.model_copy(update={"start": word.start + 96_000, "end": word.end + 96_000})
        for at, word in enumerate(words)
    )
    found = estimated_words(longer, LINE, "en", "a:tool")
    assert max(off(moved, found)) < 150
    assert found[number].start - found[number - 1].end > 1.8 * 48_000


def test_a_language_that_the_offline_voice_cannot_read_is_shared_out(tmp_path: Path) -> None:
    audio, _ = recorded(tmp_path, "A lamp was lit, and the storm came closer and closer.")
    text = "灯台守は嵐と友達になった。それから毎晩、二人は話した。"
    words = estimated_words(audio, text, "ja", "a:tool")
    assert [(word.start_char, word.end_char) for word in words] == word_spans(text, "ja")
    assert all(0 <= word.start < word.end <= len(audio) for word in words)
    assert [word.start for word in words] == sorted(word.start for word in words)


def test_by_length_the_pauses_are_still_between_the_clauses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    audio, words = recorded(tmp_path, LINE)
    monkeypatch.setattr(alignment, "_reference", lambda *_: None)
    errors = off(words, estimated_words(audio, LINE, "en", "a:tool"))
    assert statistics.median(errors) < 150
    (nobody,) = [word for word in words if LINE[word.start_char : word.end_char] == "Nobody"]
    found = estimated_words(audio, LINE, "en", "a:tool")
    assert min(abs(nobody.start - word.start) for word in found) < 48 * 30


@pytest.mark.parametrize("audio", [np.zeros(9_600), np.random.default_rng(2).normal(0, 0.1, 9_600)])
def test_what_is_no_speech_still_gives_every_word_a_time(audio: Any) -> None:
    words = estimated_words(audio, LINE, "en", "a:tool")
    assert len(words) == len(word_spans(LINE, "en"))
    assert all(0 <= word.start <= word.end <= 9_600 for word in words)


def test_a_long_recording_is_aligned_in_coarser_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    audio, words = recorded(tmp_path, LINE)
    monkeypatch.setattr(alignment, "_MOST_CELLS", 100_000)
    assert statistics.median(off(words, estimated_words(audio, LINE, "en", "a:tool"))) < 60


def test_a_text_without_words_has_none() -> None:
    assert estimated_words(np.zeros(4_800), "…", "en", "a:tool") == ()
