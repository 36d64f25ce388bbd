"""Voices by transformers, with a real model at tiny size: languages, pitch and pace, and when words are heard."""

from __future__ import annotations

import asyncio
import math
from pathlib import Path
from typing import Any

import pytest
from hub_wire import NAME, Hub, hub
from local_calls import tool
from tiny_models import vits

from studio.errors import ToolError, UnsupportedLanguage
from studio.production.treatment import VoiceDirection
from studio.testing import FolderBench, VoiceConformance
from studio.tools.local.hardware import Hardware
from studio.tools.local.voice import Speaker
from studio.tools.tool import Capability, InProcess
from studio.tools.voice import VoiceProduct, VoiceRequest

TEXT = "The lamp was lit, and the storm came closer."


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return vits(tmp_path_factory.mktemp("voices"))


def said(model: Path | str, folder: Path, text: str = TEXT, **wishes: Any) -> VoiceProduct:
    request = VoiceRequest(**{"text": text, "language": "en", "speaker": "narrator", **wishes})
    product: VoiceProduct = asyncio.run(tool("transformers", model, Capability.VOICE)(request, FolderBench(folder)))
    return product


def starts(product: VoiceProduct) -> list[float]:
    """Seconds at which each word begins."""
    return [word.start / 48_000 for word in product.words]


def test_a_word_is_heard_when_the_model_says_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More time on the letters of one word moves the words after it, and none before."""
    lit, word = TEXT.index("lit"), TEXT.split().index("lit,")
    slow: list[bool] = []
    usual_beginning = Speaker.__init__

    def dwelling(self: Speaker, model: Any, tokenizer: Any) -> None:
        def longer(_module: Any, _given: Any, lasting: Any) -> Any:
            if slow:
                # Every letter has a blank before it.
                lasting[..., 2 * lit + 1 : 2 * (lit + 3)] += math.log(8)
            return lasting

        model.duration_predictor.register_forward_hook(longer)
        usual_beginning(self, model, tokenizer)

    monkeypatch.setattr(Speaker, "__init__", dwelling)
    model = vits(tmp_path)
    usual = said(model, tmp_path)
    assert said(model, tmp_path) == usual
    slow.append(True)
    slower = said(model, tmp_path)
    said_words = [TEXT[one.start_char : one.end_char] for one in usual.words]
    assert said_words == TEXT.replace(",", "").replace(".", "").split()
    moved = [later - before for before, later in zip(starts(usual), starts(slower), strict=True)]
    assert max(map(abs, moved[: word + 1])) < 0.03
    assert min(moved[word + 1 :]) > 0.1
    assert max(moved[word + 1 :]) - min(moved[word + 1 :]) < 0.001


def test_a_word_without_a_letter_that_is_read_takes_no_time(voice: Path, tmp_path: Path) -> None:
    first, number, last = said(voice, tmp_path, "lamps 1912 storms").words
    assert first.end == number.start == number.end <= last.start < last.end


def test_where_tokens_are_no_letters_words_are_found_in_the_sound(
    voice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = said(voice, tmp_path)
    monkeypatch.setattr(Speaker, "_letters", lambda *_: None)
    found = said(voice, tmp_path)
    assert found.audio == told.audio
    assert [one.start_char for one in found.words] == [one.start_char for one in told.words]
    assert starts(found) != starts(told)
    assert starts(found) == sorted(starts(found))


def test_every_language_has_a_model_of_its_own(voice: Path, tmp_path: Path) -> None:
    vits(voice.parent, "deu")
    several = str(voice).removesuffix("-eng")
    english, german = (said(several, tmp_path, language=language).voice for language in ("en-GB", "de"))
    assert english.startswith("tiny-tts-eng")
    assert german.startswith("tiny-tts-deu")
    with pytest.raises(UnsupportedLanguage, match="does not speak 'fr'"):
        said(several, tmp_path, language="fr")
    with pytest.raises(UnsupportedLanguage, match="does not speak 'de'"):
        said(voice, tmp_path, language="de")
    with pytest.raises(UnsupportedLanguage, match="cannot read any letter"):
        said(voice, tmp_path, text="灯塔")


def test_the_hub_is_asked_for_the_language(voice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from studio.tools.offers import make_tool
    from studio.tools.providers import Configuration, ProviderSettings

    monkeypatch.setattr("hub_wire.NAME", f"{NAME}-eng")
    with hub(monkeypatch, tmp_path / "cache", Hub(voice)) as server:
        configuration = Configuration({"transformers": ProviderSettings(base_url=server.url)})
        one = make_tool(f"transformers:{NAME}", Capability.VOICE, configuration)
        line = VoiceRequest(text=TEXT, language="en", speaker="narrator")
        assert asyncio.run(one(line, FolderBench(tmp_path))).voice.startswith("a-model-eng")
        with pytest.raises(UnsupportedLanguage, match="does not speak 'de'"):
            asyncio.run(one(line.model_copy(update={"language": "de"}), FolderBench(tmp_path)))


def test_speakers_are_told_apart(voice: Path, tmp_path: Path) -> None:
    low, high = VoiceDirection(pitch=-1), VoiceDirection(pitch=1)
    voices = {said(voice, tmp_path, speaker="cast-1", direction=one).voice for one in (low, high)}
    voices |= {said(voice, tmp_path, speaker=speaker).voice for speaker in ("narrator", "cast-1")}
    assert len(voices) == 4
    many = vits(tmp_path, speakers=5)
    numbers = {said(many, tmp_path, speaker=f"cast-{number}").voice.split("-")[3][0] for number in range(12)}
    assert len(numbers) > 1


def test_a_person_names_the_voices_of_a_model_that_has_several(tmp_path: Path) -> None:
    many = vits(tmp_path, speakers=5)

    def voice_of(speaker: str, **voices: tuple[str, ...]) -> str:
        one = tool("transformers", many, Capability.VOICE, voices=voices)
        line = VoiceRequest(text=TEXT, language="en", speaker=speaker)
        return str(asyncio.run(one(line, FolderBench(tmp_path))).voice).split("-")[3][0]

    assert voice_of("narrator", narrator=("3",), any=("1",)) == "3"
    assert {voice_of(f"cast-{number}", narrator=("3",), any=("1",)) for number in range(3)} == {"1"}
    with pytest.raises(ToolError, match="has no voice 'George'"):
        voice_of("narrator", any=("George",))
    versions = {tool("transformers", many, Capability.VOICE, voices=voices).version for voices in ({}, {"any": ("1",)})}
    assert len(versions) == 2


def test_what_nobody_speaks_is_not_estimated(voice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The call says that the line stays unspoken; the estimate counts the others."""
    monkeypatch.setattr("studio.tools.local.model.hardware", lambda: Hardware("cpu", "float32"))
    request = VoiceRequest(text=TEXT, language="de", speaker="narrator")
    one = tool("transformers", voice, Capability.VOICE)
    assert isinstance(one, InProcess)
    assert (one.to_fetch(request), one.seconds(request)) == (0, 0)
    assert one.seconds(request.model_copy(update={"language": "en"})) > 0


class TestVits(VoiceConformance):
    @pytest.fixture(autouse=True)
    def _tiny(self, voice: Path) -> None:
        self.tool = tool("transformers", voice, Capability.VOICE)
