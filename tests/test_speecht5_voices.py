"""Voices by SpeechT5, with a real model at tiny size: embeddings, pace, languages, and what has to be fetched."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from local_calls import tool
from tiny_models import speecht5

from studio.errors import ToolError, UnsupportedLanguage
from studio.production.treatment import VoiceDirection
from studio.testing import FolderBench, VoiceConformance
from studio.tools.local.voice_families import voice_families, voice_family_of
from studio.tools.recordings import paced
from studio.tools.tool import Capability
from studio.tools.voice import VoiceProduct, VoiceRequest

TEXT = "The lamp was lit."


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return speecht5(tmp_path_factory.mktemp("voices"))


def said(model: Path, folder: Path, voices: Any = None, **wishes: Any) -> VoiceProduct:
    one = tool("transformers", model, Capability.VOICE, voices=voices or {})
    request = VoiceRequest(**{"text": TEXT, "language": "en", "speaker": "narrator", **wishes})
    product: VoiceProduct = asyncio.run(one(request, FolderBench(folder)))
    return product


def embedding(folder: Path, name: str, width: int = 12) -> str:
    numbers = np.random.default_rng(sum(name.encode())).normal(size=width).astype(np.float32)
    np.save(folder / f"{name}.npy", numbers)
    return str(folder / f"{name}.npy")


def test_an_embedding_is_a_voice(voice: Path, tmp_path: Path) -> None:
    ada, bob = (embedding(tmp_path, name) for name in ("ada", "bob"))
    one, other = (said(voice, tmp_path, {"any": (file,)}) for file in (ada, bob))
    assert one.audio != other.audio
    assert one.voice.startswith("tiny-speecht5-ada")
    assert said(voice, tmp_path, {"any": (ada,)}, speaker="cast-1").voice == one.voice


def test_what_is_no_embedding_is_no_voice(voice: Path, tmp_path: Path) -> None:
    short = embedding(tmp_path, "short", width=5)
    for name in (short, str(tmp_path / "nobody.npy")):
        with pytest.raises(ToolError, match=r"has no voice .*\.npy") as raised:
            said(voice, tmp_path, {"any": (name,)})
        assert "an .npy file of 12 numbers" in str(raised.value)


def test_without_embeddings_speakers_are_told_apart_by_pitch(voice: Path, tmp_path: Path) -> None:
    low, high = VoiceDirection(pitch=-1), VoiceDirection(pitch=1)
    takes = [said(voice, tmp_path, speaker="cast-1", direction=one) for one in (low, high)]
    takes += [said(voice, tmp_path, speaker=speaker) for speaker in ("narrator", "cast-1")]
    assert len({one.voice for one in takes}) == 4
    # Higher is not faster.
    assert 0.9 < takes[0].samples / takes[1].samples < 1.1


def test_it_speaks_what_it_was_taught_or_is_called(voice: Path, tmp_path: Path) -> None:
    with pytest.raises(UnsupportedLanguage, match="does not speak 'de'"):
        said(voice, tmp_path, language="de")
    german = voice.parent / "speecht5-deu"
    german.symlink_to(voice)
    assert said(german, tmp_path, language="de").voice.startswith("speecht5-deu")
    with pytest.raises(UnsupportedLanguage, match="does not speak 'en'"):
        said(german, tmp_path)


def test_the_vocoder_is_fetched_as_well(voice: Path) -> None:
    line = VoiceRequest(text=TEXT, language="en", speaker="narrator")

    def needed(model: str | Path) -> list[str]:
        one: Any = tool("transformers", model, Capability.VOICE)
        return [weights.model for weights in one.needs(line)]

    assert needed(voice) == [str(voice), str(voice / "vocoder")]
    assert needed("microsoft/speecht5_tts") == ["microsoft/speecht5_tts", "microsoft/speecht5_hifigan"]


def test_families_are_known_by_name_and_by_files(voice: Path, tmp_path: Path) -> None:
    known = voice_families()["speecht5"]
    assert voice_family_of("microsoft/speecht5_tts", None) is known
    assert voice_family_of("mine", voice) is known
    assert voice_family_of("facebook/mms-tts", None) is None
    assert voice_family_of("mine", tmp_path) is None


@pytest.mark.parametrize("pace", [0.5, 0.8, 1.25, 2.0])
def test_a_pace_changes_the_length_and_not_the_pitch(pace: float) -> None:
    at = np.arange(96_000) / 48_000
    tone = np.sin(2 * np.pi * 440 * at).astype(np.float32)[:, None]
    made = paced(tone, pace)
    assert len(made) == pytest.approx(96_000 / pace, rel=0.05)
    spectrum = np.abs(np.fft.rfft(made[:, 0] * np.hanning(len(made))))
    assert spectrum.argmax() * 48_000 / len(made) == pytest.approx(440, rel=0.02)


class TestSpeechT5(VoiceConformance):
    @pytest.fixture(autouse=True)
    def _tiny(self, voice: Path) -> None:
        self.tool = tool("transformers", voice, Capability.VOICE)
