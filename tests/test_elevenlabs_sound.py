"""Music and sounds over ElevenLabs' wire: what goes out, what comes back, at what length and level."""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("elevenlabs", reason="needs the extra: pip install 'creative-studio[elevenlabs]'")

from elevenlabs_calls import CUE, SEA, ask, composer, rustler
from elevenlabs_wire import elevenlabs_server, mp3, sounded, tones, usual
from openai_calls import a_service

from studio.errors import MalformedProduct
from studio.production.vocabulary import Ambience, Effect
from studio.testing import FolderBench, MusicConformance, SoundConformance
from studio.testing.hearing import read_wav
from studio.testing.wire import Sent, WireServer
from studio.tools.elevenlabs.music import ElevenLabsMusic
from studio.tools.elevenlabs.sound import ElevenLabsSound
from studio.tools.recordings import as_long_as, decoded


@pytest.fixture
def eleven(monkeypatch: pytest.MonkeyPatch) -> Iterator[WireServer]:
    with elevenlabs_server(monkeypatch) as running:
        yield running


def test_a_cue_goes_out_as_it_is_to_sound(eleven: WireServer, tmp_path: Path) -> None:
    product, bench = ask(composer(), CUE, tmp_path)
    (received,) = eleven.received
    assert received.path == "/v1/music"
    assert received.json == {
        "prompt": "Instrumental film music without vocals, melancholy and wistful. played by piano, cello. sparse. "
        "72 BPM, D minor. Solo piano under rain.",
        "music_length_ms": 4001,
        "model_id": "music_v2",
        "force_instrumental": True,
    }
    heard = read_wav(bench, product.audio, channels=2)
    assert product.samples == len(heard) == CUE.samples
    assert (product.stems, product.notes) == ((), None)


@pytest.mark.parametrize(("samples", "milliseconds"), [(4_800, 3_000), (48_000 * 700, 600_000)])
def test_what_the_service_does_not_make_is_cut_or_repeated(
    eleven: WireServer, tmp_path: Path, samples: int, milliseconds: int
) -> None:
    eleven.answer = lambda _: sounded(tones(3.0))
    product, bench = ask(composer(), CUE.model_copy(update={"samples": samples}), tmp_path)
    assert eleven.received[0].json["music_length_ms"] == milliseconds
    assert len(read_wav(bench, product.audio, channels=2)) == samples


def test_the_price_of_music_is_by_its_length(eleven: WireServer) -> None:
    minute = CUE.model_copy(update={"samples": 48_000 * 60})
    assert composer().most(minute) == Decimal("0.60")  # type: ignore[attr-defined]
    assert composer().most(CUE) == Decimal("0.60") * 4001 / 60_000  # type: ignore[attr-defined]
    assert rustler().likely(SEA) == Decimal("0.12") * Decimal("2.01") / 60  # type: ignore[attr-defined]
    assert rustler().most(SEA) == Decimal("0.12")  # type: ignore[attr-defined]
    assert eleven.received == []


def test_an_ambience_is_asked_to_loop(eleven: WireServer, tmp_path: Path) -> None:
    ask(rustler(), SEA, tmp_path)
    (received,) = eleven.received
    assert received.path == "/v1/sound-generation?output_format=mp3_44100_128"
    assert received.json == {
        "text": "Waves of the open sea rolling onto a shore, no music, no voices",
        "duration_seconds": 2.01,
        "loop": True,
        "model_id": "eleven_text_to_sound_v2",
    }


def test_a_long_ambience_repeats_without_a_seam(eleven: WireServer, tmp_path: Path) -> None:
    long = SEA.model_copy(update={"samples": 48_000 * 65})
    product, bench = ask(rustler(), long, tmp_path)
    assert eleven.received[0].json["duration_seconds"] == 30.0
    heard = read_wav(bench, product.audio, channels=2)
    levels = np.sqrt((heard[48_000:-48_000, 0].reshape(-1, 4_800) ** 2).mean(axis=1))
    assert levels.min() > 0.6 * levels.mean()


def test_an_effect_is_single_begins_at_once_and_is_never_cut(eleven: WireServer, tmp_path: Path) -> None:
    late = np.concatenate([np.zeros((22_050, 2)), tones(0.6)])
    eleven.answer = lambda _: sounded(late)
    request = SEA.model_copy(update={"sound": Effect.THUNDER, "prompt": "thunder", "strength": 0.9})
    product, bench = ask(rustler(), request, tmp_path)
    assert eleven.received[0].json["loop"] is False
    assert "clap of thunder" in eleven.received[0].json["text"]
    assert ", strong" in eleven.received[0].json["text"]
    heard = np.abs(read_wav(bench, product.audio, channels=2)).max(axis=1)
    assert heard[:4_800].max() > 0.05
    assert heard[48_000:].max() < 0.01


def silence(channels: int = 2) -> Sent:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(bytes(44_100 * 2 * channels))
    return Sent(buffer.getvalue(), media_type="audio/wav")


@pytest.mark.parametrize("make", [composer, rustler])
@pytest.mark.parametrize("sent", [Sent(b"no sound at all", media_type="audio/mpeg"), silence()])
def test_sound_that_is_none_is_malformed(eleven: WireServer, tmp_path: Path, make: Any, sent: Sent) -> None:
    eleven.script.append(sent)
    with pytest.raises(MalformedProduct):
        asyncio.run(make()(CUE if make is composer else SEA, FolderBench(tmp_path)))


def test_every_kind_of_file_is_read_at_the_right_length() -> None:
    sound = tones(1.0, channels=1)
    for channels in (1, 2):
        read = decoded(mp3(sound), channels)
        assert read.shape[1] == channels
        assert abs(len(read) - 48_000) < 4_800
        assert np.abs(read).max() == pytest.approx(np.abs(sound).max(), rel=0.35)
    wav = decoded(silence(1).body, 2)
    assert abs(len(wav) - 48_000) < 64
    with pytest.raises(ValueError, match="cannot be decoded"):
        decoded(b"<html>", 1)


def test_repeating_keeps_the_beginning_and_the_level() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, (48_000, 2)).astype(np.float32)
    long = as_long_as(noise, 150_000)
    assert (long[:40_000] == noise[:40_000]).all()
    levels = np.sqrt((long[:, 0].reshape(-1, 3_000) ** 2).mean(axis=1))
    assert levels.min() > 0.09
    assert levels.max() < 0.11
    assert (as_long_as(noise, 1_000) == noise[:1_000]).all()


class TestElevenLabsMusic(MusicConformance):
    deterministic = False

    @pytest.fixture(autouse=True)
    def _served(self) -> Iterator[None]:
        with WireServer(usual) as running:
            self.tool = ElevenLabsMusic("music_v2", a_service("elevenlabs", running.url))
            yield


class TestElevenLabsSound(SoundConformance):
    deterministic = False

    @pytest.fixture(autouse=True)
    def _served(self) -> Iterator[None]:
        with WireServer(usual) as running:
            self.tool = ElevenLabsSound("eleven_text_to_sound_v2", a_service("elevenlabs", running.url))
            yield


def test_every_sound_has_words() -> None:
    from studio.tools.prompting import sound_prompt

    said = {sound_prompt(SEA.model_copy(update={"sound": one})) for one in (*Ambience, *Effect)}
    assert len(said) == len(Ambience) + len(Effect)
