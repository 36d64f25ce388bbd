"""MusicGen and AudioGen by the real audiocraft, with random weights at tiny size, in its own environment."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import psutil
import pytest
from films import BRIEF, WISHES, uses
from local_calls import all_made, tool

from studio import Studio
from studio.errors import ServerFailed, ToolError, ToolNotFound
from studio.production.treatment import MusicDirection
from studio.production.vocabulary import Effect, Mood
from studio.testing import FolderBench, MusicConformance, SoundConformance
from studio.testing.hearing import read_wav
from studio.tools.audiocraft import environment, process
from studio.tools.audiocraft.process import Worker
from studio.tools.music import MusicRequest
from studio.tools.prompting import music_prompt
from studio.tools.sound import SoundRequest
from studio.tools.tool import Capability, InProcess

if environment.missing():
    pytest.skip(
        f"audiocraft's own environment: pip install -e '.[audiocraft]' && {environment.INSTALL}",
        allow_module_level=True,
    )

# In the processes that tests start: several times faster for models of this size, and the same to the bit.
os.environ["OMP_NUM_THREADS"] = "1"

CUE = MusicRequest(
    prompt="the storm sits down",
    direction=MusicDirection(instruments=("harp",), minor=True, beats_per_minute=70),
    mood=Mood.TENDER,
    samples=48_000,
    theme_seed=1,
    seed=2,
)
BELL = SoundRequest(prompt="bell", sound=Effect.BELL, samples=48_000 * 4, seed=3)


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audiocraft")
    script = Path(__file__).with_name("audiocraft_models.py")
    subprocess.run([str(environment.python()), "-I", str(script), str(folder)], check=True, capture_output=True)
    return folder


@pytest.fixture
def music(models: Path) -> Any:
    return tool("audiocraft", models / "tiny-musicgen", Capability.MUSIC)


@pytest.fixture
def sound(models: Path) -> Any:
    return tool("audiocraft", models / "tiny-audiogen", Capability.SOUND)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the worker is asked."""
    noted: list[dict[str, Any]] = []
    usual = Worker.answer

    async def answer(self: Worker, content: dict[str, Any], **given: Any) -> dict[str, Any]:
        noted.append(content)
        return await usual(self, content, **given)

    monkeypatch.setattr(Worker, "answer", answer)
    return noted


def test_a_cue_is_asked_for_in_the_words_of_every_composer(
    music: Any, asked: list[dict[str, Any]], tmp_path: Path
) -> None:
    product = asyncio.run(music(CUE, FolderBench(tmp_path)))
    (one,) = asked
    assert (one["kind"], one["words"], one["seconds"]) == ("music", music_prompt(CUE), 1.1)
    assert product.samples == CUE.samples


def test_a_cue_longer_than_the_model_hears_goes_on(music: Any, tmp_path: Path) -> None:
    bench = FolderBench(tmp_path)
    long = CUE.model_copy(update={"samples": 48_000 * 22})
    product = asyncio.run(music(long, bench))
    heard = read_wav(bench, product.audio, channels=2)
    assert len(heard) == long.samples
    # Neither silence nor the beginning again.
    assert abs(heard[48_000 * 20 : 48_000 * 21]).max() > 0.01
    assert abs(heard[48_000 * 20 : 48_000 * 21] - heard[:48_000]).max() > 0.01


def test_an_ambience_beyond_ten_seconds_repeats(sound: Any, asked: list[dict[str, Any]], tmp_path: Path) -> None:
    asyncio.run(sound(BELL.model_copy(update={"samples": 48_000 * 25}), FolderBench(tmp_path)))
    asyncio.run(sound(BELL, FolderBench(tmp_path)))
    assert [one["seconds"] for one in asked] == [10.0, 4.1]


def workers() -> list[int]:
    return [one.pid for one in psutil.Process().children() if "worker.py" in " ".join(one.cmdline())]


def test_both_kinds_of_models_are_played_by_one_process(music: Any, sound: Any, tmp_path: Path) -> None:
    bench = FolderBench(tmp_path)
    all_made(music, [CUE, CUE.model_copy(update={"seed": 5})], bench)
    number = workers()
    asyncio.run(sound(BELL, bench))
    assert workers() == number
    assert len(number) == 1


def test_a_crash_is_one_request_and_the_next_one_is_the_same_music(
    music: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = asyncio.run(music(CUE, FolderBench(tmp_path)))
    with monkeypatch.context() as patch:
        usual = process._asked
        patch.setattr(process, "_asked", lambda one, content: (one.kill(), one.wait(), usual(one, content))[-1])
        with pytest.raises(ServerFailed, match=r"audiocraft was killed \(signal 9\)"):
            asyncio.run(music(CUE, FolderBench(tmp_path)))
    assert asyncio.run(music(CUE, FolderBench(tmp_path))) == before


def test_a_file_that_is_no_model_is_an_error_and_not_the_end(models: Path, music: Any, tmp_path: Path) -> None:
    asyncio.run(music(CUE, FolderBench(tmp_path)))
    number = workers()
    broken = tmp_path / "broken"
    broken.mkdir()
    for name in ("state_dict.bin", "compression_state_dict.bin"):
        (broken / name).write_bytes(b"no weights")
    with pytest.raises(ToolError, match="could not be played: "):
        asyncio.run(tool("audiocraft", broken, Capability.MUSIC)(CUE, FolderBench(tmp_path)))
    assert workers() == number
    with pytest.raises(ToolNotFound, match=r"Name a folder with state_dict\.bin and compression_state_dict\.bin"):
        asyncio.run(tool("audiocraft", tmp_path, Capability.MUSIC)(CUE, FolderBench(tmp_path)))


def test_what_a_checkpoint_wants_beside_it_is_named(models: Path, tmp_path: Path) -> None:
    """A real one reads texts with T5; it is on the hub, and nothing is fetched unasked."""
    one = tmp_path / "wants-t5"
    one.mkdir()
    script = (
        "import sys, torch\n"
        "from omegaconf import OmegaConf\n"
        "found = torch.load(sys.argv[1] + '/state_dict.bin')\n"
        "settings = OmegaConf.create(found['xp.cfg'])\n"
        "settings.conditioners = {'description': {'model': 't5', 't5': {'name': 't5-small', 'finetune': False}}}\n"
        "torch.save({'xp.cfg': OmegaConf.to_yaml(settings), 'best_state': {}}, sys.argv[2] + '/state_dict.bin')\n"
    )
    subprocess.run([str(environment.python()), "-I", "-c", script, str(models / "tiny-musicgen"), str(one)], check=True)
    (one / "compression_state_dict.bin").write_bytes(b"not read")
    with pytest.raises(ToolNotFound, match="hf download t5-base"):
        asyncio.run(tool("audiocraft", one, Capability.MUSIC)(CUE, FolderBench(tmp_path)))


def test_it_says_how_long_a_cpu_takes(music: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(music, InProcess)
    assert music.to_fetch(CUE) == 0
    monkeypatch.setattr(environment, "device", lambda: "cpu")
    twice = CUE.model_copy(update={"samples": 48_000 * 2})
    assert 0 < music.seconds(CUE) < music.seconds(twice)
    monkeypatch.setattr(environment, "device", lambda: "cuda")
    assert music.seconds(twice) == 0


@pytest.mark.usefixtures("small_films")
def test_a_film_with_its_music_and_its_sounds(models: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / "studio.toml").write_text(
        f"""
        [providers.audiocraft]
        music = "{models / "tiny-musicgen"}"
        sound = "{models / "tiny-audiogen"}"
        """,
        encoding="utf-8",
    )
    with Studio(work, preset="audiocraft", budget=0) as studio:
        film = studio.create(BRIEF, **WISHES)
        made = Counter(use.tool for use in uses(studio, film.project) if use.outcome == "made")
    assert film.degraded == ()
    assert film.path.stat().st_size > 0
    for name in ("tiny-musicgen", "tiny-audiogen"):
        assert made[f"audiocraft:{models / name}"] > 0


class TestMusicGen(MusicConformance):
    @pytest.fixture(autouse=True)
    def _tiny(self, music: Any) -> None:
        self.tool = music


class TestAudioGen(SoundConformance):
    @pytest.fixture(autouse=True)
    def _tiny(self, sound: Any) -> None:
        self.tool = sound
