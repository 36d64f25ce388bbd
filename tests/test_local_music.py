"""Music by transformers, with a real model at tiny size: words, lengths, and cues longer than the model hears."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from local_calls import tool
from tiny_models import musicgen

from studio.errors import MalformedProduct
from studio.production.treatment import MusicDirection
from studio.production.vocabulary import Mood
from studio.testing import FolderBench, MusicConformance
from studio.testing.hearing import read_wav
from studio.tools.local import music
from studio.tools.local.music import Player
from studio.tools.music import MusicRequest
from studio.tools.tool import Capability

CUE = MusicRequest(
    prompt="the storm sits down",
    direction=MusicDirection(instruments=("harp", "cello"), minor=True, beats_per_minute=70, note="warm"),
    mood=Mood.TENDER,
    intensity=0.2,
    samples=96_000,
    theme_seed=1,
    seed=2,
)


@pytest.fixture(scope="module")
def player(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return musicgen(tmp_path_factory.mktemp("music"))


def test_long_cues_go_on_from_their_last_seconds(player: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(music, "_WINDOW", 1.0)
    monkeypatch.setattr(music, "_OVERLAP", 0.4)
    windows: list[tuple[float, int]] = []
    usual = Player._window

    def noted(self: Player, words: str, seconds: float, before: Any) -> Any:
        windows.append((round(seconds, 2), 0 if before is None else before.shape[1]))
        return usual(self, words, seconds, before)

    monkeypatch.setattr(Player, "_window", noted)
    bench = FolderBench(tmp_path)
    product = asyncio.run(tool("transformers", player, Capability.MUSIC)(CUE, bench))
    assert product.samples == len(read_wav(bench, product.audio, channels=2)) == 96_000
    assert windows[0] == (1.0, 0)
    assert len(windows) >= 3
    assert {before for _, before in windows[1:]} == {round(0.4 * 8_000)}


def test_silence_is_no_music(player: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Player, "_window", lambda *_: np.zeros((1, 8_000 * 3), np.float32))
    with pytest.raises(MalformedProduct, match="nothing is heard"):
        asyncio.run(tool("transformers", player, Capability.MUSIC)(CUE, FolderBench(tmp_path)))


class TestMusicgen(MusicConformance):
    @pytest.fixture(autouse=True)
    def _tiny(self, player: Path) -> None:
        self.tool = tool("transformers", player, Capability.MUSIC)
