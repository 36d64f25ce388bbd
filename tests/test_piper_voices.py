"""Voices in a person's own files: who speaks, when words are heard, and what cannot be read."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from local_calls import tool

pytest.importorskip("onnxruntime", reason='voices in ONNX files: pip install -e ".[onnx]"')
pytest.importorskip("onnx", reason="voices in ONNX files: pip install --group dev")

from onnx_voices import piper_voice

from studio.errors import ToolError, ToolNotFound, UnsupportedLanguage
from studio.production.treatment import VoiceDirection
from studio.testing import FolderBench, VoiceConformance
from studio.tools.local.reading import reading
from studio.tools.tool import Capability
from studio.tools.voice import VoiceProduct, VoiceRequest

TEXT = "The lamp was lit, and the storm came closer. Nobody slept!"


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return piper_voice(tmp_path_factory.mktemp("voices"))


def said(model: Path, folder: Path, text: str = TEXT, voices: Any = None, **wishes: Any) -> VoiceProduct:
    one = tool("piper", model, Capability.VOICE, voices=voices or {})
    request = VoiceRequest(**{"text": text, "language": "en-GB", "speaker": "narrator", **wishes})
    product: VoiceProduct = asyncio.run(one(request, FolderBench(folder)))
    return product


def lasts(product: VoiceProduct) -> list[float]:
    """Seconds of each word."""
    return [(word.end - word.start) / 48_000 for word in product.words]


def test_a_text_is_read_word_by_word() -> None:
    """Phonemes know their words; signs and what is between belong to none."""
    read = reading(TEXT, "en-GB", "en-gb-x-rp", "piper:x")
    first, second = read.sentences
    assert read.told
    lamp = "".join(one.letter for one in first if one.word == 1)
    assert lamp in {"lˈamp", "lˈæmp"}
    assert [one.letter for one in first if one.word is None and one.letter != " "] == [",", "."]
    assert second[-1].letter == "!"
    assert {one.word for one in second} - {None} == {9, 10}


def test_numbers_are_read_and_their_words_not_told() -> None:
    read = reading("In 1912 it sank", "en-GB", "en-gb-x-rp", "piper:x")
    assert not read.told
    assert read.sentences[0][-1].letter == "."


def test_words_are_heard_when_the_voice_says_them(voice: Path, tmp_path: Path) -> None:
    """A phoneme lasts four hops of 16 ms, and one of silence stands beside each."""
    product = said(voice, tmp_path)
    assert [TEXT[one.start_char : one.end_char] for one in product.words] == TEXT.translate(
        str.maketrans("", "", ",.!")
    ).split()
    slower = said(voice, tmp_path, pace=0.5)
    assert 1.6 < sum(lasts(slower)) / sum(lasts(product)) < 2.4
    gaps = [later.start - one.end for one, later in zip(product.words, product.words[1:], strict=False)]
    # Between the sentences there is a pause, and the signs are hummed as well.
    assert max(gaps) == gaps[8] > 0.2 * 48_000


def test_where_the_voice_does_not_tell_words_are_found_in_the_sound(voice: Path, tmp_path: Path) -> None:
    silent = piper_voice(tmp_path / "silent", tells=False)
    told, found = said(voice, tmp_path), said(silent, tmp_path)
    assert found.audio == told.audio
    assert [one.start_char for one in found.words] == [one.start_char for one in told.words]
    assert lasts(found) != lasts(told)


def test_seeds_draw_the_noise(voice: Path, tmp_path: Path) -> None:
    one, again, other = (said(voice, tmp_path, seed=seed).audio for seed in (1, 1, 2))
    assert one == again != other


def test_speakers_are_told_apart(voice: Path, tmp_path: Path) -> None:
    low, high = VoiceDirection(pitch=-1), VoiceDirection(pitch=1)
    voices = {said(voice, tmp_path, speaker="cast-1", direction=one).voice for one in (low, high)}
    voices |= {said(voice, tmp_path, speaker=speaker).voice for speaker in ("narrator", "cast-1")}
    assert len(voices) == 4
    several = piper_voice(tmp_path / "several", speakers=("ada", "bob", "cy"))
    heard = {said(several, tmp_path, speaker=f"cast-{number}").voice for number in range(9)}
    assert {one.split("-")[3].split("+")[0] for one in heard} == {"ada", "bob", "cy"}
    assert len({said(several, tmp_path, voices={"any": (name,)}).audio for name in ("ada", "bob", "cy")}) == 3
    with pytest.raises(ToolError, match=r"has no voice 'dora'.*en_GB-tiny-low/ada"):
        said(several, tmp_path, voices={"any": ("dora",)})


def test_a_folder_speaks_the_languages_of_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "voices"
    for name in ("en_GB-alan-low", "en_US-amy-low", "de_DE-eva-low"):
        piper_voice(folder, name, espeak=name[:2])
    assert said(folder, tmp_path).voice.startswith("en_GB-alan-low")
    assert said(folder, tmp_path, language="en-US").voice.startswith("en_US-amy-low")
    assert said(folder, tmp_path, language="de").voice.startswith("de_DE-eva-low")
    heard = {said(folder, tmp_path, language="en", speaker=f"cast-{number}").voice[:5] for number in range(9)}
    assert heard == {"en_GB", "en_US"}
    with pytest.raises(UnsupportedLanguage, match="does not speak 'fr'"):
        said(folder, tmp_path, language="fr")


def test_what_cannot_be_used_is_said(voice: Path, tmp_path: Path) -> None:
    with pytest.raises(ToolNotFound, match="there is no voice in"):
        said(tmp_path / "nobody.onnx", tmp_path)
    with pytest.raises(UnsupportedLanguage, match="cannot read this"):
        said(voice, tmp_path, text="灯塔")
    lettered = piper_voice(tmp_path / "letters")
    beside = lettered.with_name(f"{lettered.name}.json")
    beside.write_text(json.dumps(json.loads(beside.read_text()) | {"phoneme_type": "pinyin"}))
    with pytest.raises(UnsupportedLanguage, match="reads pinyin"):
        said(lettered, tmp_path)


def test_another_file_is_another_version(voice: Path, tmp_path: Path) -> None:
    other = piper_voice(tmp_path, speakers=("ada", "bob"))
    versions = {tool("piper", one, Capability.VOICE).version for one in (voice, other, voice)}
    assert len(versions) == 2


class TestPiper(VoiceConformance):
    @pytest.fixture(autouse=True)
    def _tiny(self, voice: Path) -> None:
        self.tool = tool("piper", voice, Capability.VOICE)
