"""Kokoro in a person's own file: who is cast, what is read, exports of either kind, and what is missing."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from local_calls import tool

pytest.importorskip("onnxruntime", reason='voices in ONNX files: pip install -e ".[onnx]"')
pytest.importorskip("onnx", reason="voices in ONNX files: pip install --group dev")

from onnx_voices import kokoro

from studio.errors import ToolError, ToolNotFound, UnsupportedLanguage
from studio.production.treatment import VoiceDirection
from studio.production.vocabulary import Gender
from studio.testing import FolderBench, VoiceConformance
from studio.tools.local.kokoro import _NUMBERS, _numbered
from studio.tools.local.reading import Phoneme
from studio.tools.tool import Capability
from studio.tools.voice import VoiceProduct, VoiceRequest

TEXT = "The lamp was lit, and the storm came closer. Nobody slept!"


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kokoro(tmp_path_factory.mktemp("voices"))


def said(model: Path, folder: Path, voices: Any = None, **wishes: Any) -> VoiceProduct:
    one = tool("kokoro", model, Capability.VOICE, voices=voices or {})
    request = VoiceRequest(**{"text": TEXT, "language": "en", "speaker": "narrator", **wishes})
    product: VoiceProduct = asyncio.run(one(request, FolderBench(folder)))
    return product


def test_letters_have_the_numbers_that_it_was_taught() -> None:
    known = {"$": 0, ",": 3, ".": 4, " ": 16, "A": 17, "h": 50, "ɑ": 69, "ð": 81, "ə": 83, "ɪ": 102, "ŋ": 112}
    known |= {"ɹ": 123, "ʃ": 131, "ʊ": 135, "ʌ": 138, "ˈ": 156, "ˌ": 157, "ː": 158, "ᵻ": 177}
    assert {letter: _NUMBERS[letter] for letter in known} == known


def test_what_is_too_long_at_once_is_parted_between_words() -> None:
    sentence = tuple(Phoneme(letter, None) for letter in "seven of " * 130)
    parts = list(_numbered(sentence))
    assert max(map(len, parts)) <= 510 < len(parts[0]) + len("seven ")
    assert [number for part in parts for number in part] == [_NUMBERS[one.letter] for one in sentence]
    assert all(part[0] == _NUMBERS[" "] for part in parts[1:])


def test_speakers_are_cast_by_language_region_and_gender(voice: Path, tmp_path: Path) -> None:
    woman, man = VoiceDirection(gender=Gender.FEMININE), VoiceDirection(gender=Gender.MASCULINE)
    assert said(voice, tmp_path, direction=woman, language="en-US").voice.startswith("af_ada")
    assert said(voice, tmp_path, direction=man, language="en-GB").voice.startswith("bm_dan")
    assert said(voice, tmp_path, direction=man, language="fr").voice.startswith("ff_eve")
    assert said(voice, tmp_path, {"narrator": ("bf_cleo",)}, language="en-US").voice.startswith("bf_cleo")
    with pytest.raises(ToolError, match=r"has no voice 'George'.*af_ada"):
        said(voice, tmp_path, {"any": ("George",)})
    for language in ("de", "zh"):
        with pytest.raises(UnsupportedLanguage, match=f"does not speak {language!r}"):
            said(voice, tmp_path, language=language)


def test_both_kinds_of_exports_are_paced(voice: Path, tmp_path: Path) -> None:
    whole = kokoro(tmp_path / "whole", whole_speeds=True)
    for model in (voice, whole):
        usual, slower = (said(model, tmp_path, pace=pace).samples for pace in (1.0, 0.5))
        assert 1.6 < slower / usual < 2.4


def test_without_its_voices_it_is_no_model(voice: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone.onnx"
    alone.write_bytes(voice.read_bytes())
    with pytest.raises(ToolNotFound, match="no voices beside it"):
        said(alone, tmp_path)


class TestKokoro(VoiceConformance):
    @pytest.fixture(autouse=True)
    def _tiny(self, voice: Path) -> None:
        self.tool = tool("kokoro", voice, Capability.VOICE)
