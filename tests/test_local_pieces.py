"""Music and sounds by pipelines of diffusers, with real ones at tiny size: words, tempo and key, lengths, families."""

from __future__ import annotations

import asyncio
import json
import shutil
from functools import wraps
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from local_calls import tool
from test_local_music import CUE
from tiny_models import ace_step, stable_audio

from studio.errors import MalformedProduct
from studio.production.vocabulary import Ambience, Effect
from studio.testing import FolderBench, MusicConformance, SoundConformance
from studio.testing.hearing import read_wav
from studio.tools.local.player import PiecePlayer
from studio.tools.local.sound_families import sound_families, sound_family_of
from studio.tools.prompting import music_prompt, sound_prompt
from studio.tools.sound import SoundRequest
from studio.tools.tool import Capability

SEA = SoundRequest(prompt="sea", sound=Ambience.SEA, samples=48_000 * 2, seed=1)


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ace_step(tmp_path_factory.mktemp("music"))


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stable_audio(tmp_path_factory.mktemp("sounds"))


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second and a half is made at once."""
    short = {name: family.model_copy(update={"longest": 1.5}) for name, family in sound_families().items()}
    monkeypatch.setattr("studio.tools.local.sound_families.sound_families", lambda: short)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What pipelines are called with."""
    from diffusers import AceStepPipeline, StableAudioPipeline

    noted: list[dict[str, Any]] = []
    for pipeline in (AceStepPipeline, StableAudioPipeline):
        usual = pipeline.__call__

        @wraps(usual)
        def call(self: Any, usual: Any = usual, **given: Any) -> Any:
            noted.append(given)
            return usual(self, **given)

        monkeypatch.setattr(pipeline, "__call__", call)
    return noted


@pytest.mark.usefixtures("short")
def test_a_cue_is_asked_for_with_its_tempo_and_its_key(pieces: Path, tmp_path: Path, asked: Any) -> None:
    one = tool("diffusers", pieces, Capability.MUSIC)
    product = asyncio.run(one(CUE, FolderBench(tmp_path)))
    assert product.samples == CUE.samples
    (given,) = asked
    del given["generator"]
    assert given == {
        "prompt": music_prompt(CUE),
        "audio_duration": 1.5,
        "num_inference_steps": 50,
        "guidance_scale": 7.0,
        "lyrics": "[Instrumental]",
        "vocal_language": "unknown",
        "bpm": 70,
        "keyscale": "C minor",
    }


def test_a_sound_is_asked_for_in_the_words_of_every_service(sounds: Path, tmp_path: Path, asked: Any) -> None:
    one = tool("diffusers", sounds, Capability.SOUND)
    short = SEA.model_copy(update={"sound": Effect.BELL, "samples": 48_000})
    asyncio.run(one(short, FolderBench(tmp_path)))
    (given,) = asked
    assert given["prompt"] == sound_prompt(short)
    assert (given["audio_end_in_s"], given["guidance_scale"]) == (1.0, 7.0)
    assert "low quality" in given["negative_prompt"]


def test_what_is_longer_than_the_model_hears_repeats(sounds: Path, tmp_path: Path) -> None:
    bench = FolderBench(tmp_path)
    long = SEA.model_copy(update={"samples": 48_000 * 5})
    product = asyncio.run(tool("diffusers", sounds, Capability.SOUND)(long, bench))
    heard = read_wav(bench, product.audio, channels=2)
    assert len(heard) == 48_000 * 5
    levels = np.sqrt((heard[24_000:-24_000, 0].reshape(-1, 4_800) ** 2).mean(axis=1))
    assert levels.min() > 0.2 * levels.mean()


def test_silence_is_no_sound(sounds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PiecePlayer, "_played", lambda *_: np.zeros((12_000, 2), np.float32))
    with pytest.raises(MalformedProduct, match="nothing is heard"):
        asyncio.run(tool("diffusers", sounds, Capability.SOUND)(SEA, FolderBench(tmp_path)))


def test_the_family_is_known_by_name_or_by_its_files(pieces: Path, sounds: Path, tmp_path: Path) -> None:
    known = sound_families()
    assert sound_family_of("ACE-Step/acestep-v15-xl-turbo-diffusers", None).steps == 8
    assert sound_family_of(str(sounds), sounds).length == known["stable-audio"].length
    assert sound_family_of(str(pieces), pieces).tempo == "bpm"
    other = Path(shutil.copytree(sounds, tmp_path / "other"))
    index = json.loads((other / "model_index.json").read_text())
    (other / "model_index.json").write_text(json.dumps(index | {"_class_name": "AudioLDM2Pipeline"}))
    assert sound_family_of(str(other), other).length == "audio_length_in_s"


def test_a_window_that_is_always_computed_takes_as_long_for_a_short_sound(sounds: Path, pieces: Path) -> None:
    sound, music = tool("diffusers", sounds, Capability.SOUND), tool("diffusers", pieces, Capability.MUSIC)
    half = SEA.model_copy(update={"samples": 24_000})
    assert sound.operations(half) == sound.operations(SEA) > 0  # type: ignore[attr-defined]
    assert music.operations(CUE.model_copy(update={"samples": 48_000})) < music.operations(CUE)  # type: ignore[attr-defined]


class TestAceStep(MusicConformance):
    @pytest.fixture(autouse=True)
    def _tiny(self, pieces: Path) -> None:
        self.tool = tool("diffusers", pieces, Capability.MUSIC)


class TestStableAudio(SoundConformance):
    @pytest.fixture(autouse=True)
    def _tiny(self, sounds: Path) -> None:
        self.tool = tool("diffusers", sounds, Capability.SOUND)
