"""Lines in OpenAI's format, through the official SDK and real sockets: what goes out, what comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openai_calls import LINE, a_service, speaker
from openai_wire import Mind, spoken

from studio.errors import BadRequest, MalformedProduct, UnsupportedLanguage
from studio.production.treatment import VoiceDirection
from studio.production.vocabulary import Age, Gender, Mood
from studio.testing import FolderBench, VoiceConformance
from studio.testing.wire import Sent, WireServer
from studio.tools.openai.voice import OpenAIVoice

OLD_MAN = LINE.model_copy(
    update={
        "speaker": "cast-1",
        "mood": Mood.TENSE,
        "direction": VoiceDirection(gender=Gender.MASCULINE, age=Age.OLD, pitch=-0.8, timbre="hoarse"),
    }
)


def ask(one: Any, folder: Path, request: Any = LINE) -> tuple[Any, FolderBench]:
    bench = FolderBench(folder)
    return asyncio.run(one(request, bench)), bench


def test_a_line_is_spoken_by_a_voice_of_its_speakers_kind(server: WireServer, tmp_path: Path) -> None:
    server.script.append(spoken(OLD_MAN.text))
    product, bench = ask(speaker(), tmp_path, OLD_MAN)
    (received,) = server.received
    assert received.path == "/v1/audio/speech"
    assert received.json == {
        "model": "tts-1",
        "voice": product.voice,
        "input": OLD_MAN.text,
        "response_format": "wav",
        "speed": 1.083,
    }
    assert product.voice in ("onyx", "echo", "ash")
    # The service reports no cost: the most, which is the price by characters, counts.
    assert bench.charged == []
    assert speaker().most(OLD_MAN) == Decimal(15) * len(OLD_MAN.text) / 1_000_000  # type: ignore[attr-defined]


def test_words_are_found_in_the_sound(server: WireServer, tmp_path: Path) -> None:
    server.script.append(spoken(LINE.text, 1.2))
    product, _ = ask(speaker(), tmp_path)
    said = [LINE.text[word.start_char : word.end_char] for word in product.words]
    assert said == ["The", "lamp", "was", "lit", "and", "the", "storm", "came", "closer"]
    # The pause at the comma belongs to no word.
    lit, and_ = product.words[3:5]
    assert and_.start - lit.end > 0.1 * 48_000


def test_who_takes_instructions_is_told_how(server: WireServer, tmp_path: Path) -> None:
    server.script.append(spoken(OLD_MAN.text))
    ask(speaker(voice_instructions=True), tmp_path, OLD_MAN)
    assert server.received[0].json["instructions"] == (
        "A line in a film, spoken as it is written. The mood is tense, held back. The speaker sounds like an old man. "
        "The voice is low. hoarse."
    )


def test_a_person_names_the_voices(server: WireServer, tmp_path: Path) -> None:
    server.answer = Mind()
    named = {"narrator": "af_heart", "masculine": ["am_adam"]}
    one = speaker(voices=named)
    assert one.version != speaker().version
    assert ask(one, tmp_path)[0].voice == "af_heart"
    assert ask(one, tmp_path, OLD_MAN)[0].voice == "am_adam"
    woman = LINE.model_copy(update={"speaker": "cast-2", "direction": VoiceDirection(gender=Gender.FEMININE)})
    with pytest.raises(BadRequest, match=r"any = \"VOICE\" under \[providers\.openai\.voices\]") as raised:
        ask(one, tmp_path, woman)
    assert raised.value.unpaid
    assert len(server.received) == 2


def test_a_language_that_is_not_named_is_not_paid_for(server: WireServer, tmp_path: Path) -> None:
    with pytest.raises(UnsupportedLanguage, match="'eo'"):
        ask(speaker(), tmp_path, LINE.model_copy(update={"language": "eo"}))
    assert server.received == []


@pytest.mark.parametrize("body", [b"", b"not sound", b"RIFF....WAVEfmt "])
def test_speech_that_is_none_is_malformed(server: WireServer, tmp_path: Path, body: bytes) -> None:
    server.script.append(Sent(body, media_type="audio/wav"))
    with pytest.raises(MalformedProduct):
        ask(speaker(), tmp_path)


class TestOpenAIVoice(VoiceConformance):
    deterministic = False

    @pytest.fixture(autouse=True)
    def _served(self) -> Iterator[None]:
        with WireServer(Mind()) as running:
            voices = {"any": ("one", "two", "three")}
            service = a_service("box", f"{running.url}/v1", voices=voices, voice_languages=("en",))
            self.tool = OpenAIVoice("a-model", service)
            yield
