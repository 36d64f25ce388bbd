"""The mixer and the loudness meter: lengths, loudness, peaks and ducking, measured on what was encoded, and memory."""

from __future__ import annotations

import asyncio
import io
import itertools
import tracemalloc
import wave
from fractions import Fraction
from pathlib import Path
from tempfile import mkdtemp

import av
import numpy as np
import numpy.typing as npt
import pyloudnorm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import AssetMissing, ToolError
from studio.production.assets import Asset
from studio.testing import FolderBench
from studio.tools.film.loudness import REACH, LoudnessMeter, true_magnitude
from studio.tools.film.mix import Mixer
from studio.tools.film.mix_encoding import SoundSettings, decode_sound, encode_aac
from studio.tools.film.mix_limiter import limited
from studio.tools.film.mix_tracks import BLOCK, Ducking, Tracks
from studio.tools.film.requests import MixProduct, MixRequest, PlacedSound
from studio.tools.tool import Tool

RATE = 48_000
BENCH = FolderBench(Path(mkdtemp(prefix="studio-mix-")))
Sound = npt.NDArray[np.float32]


def stored(sound: npt.NDArray[np.float32], rate: int = RATE) -> Asset:
    """``sound`` (n, or n x 2) as a WAV in the store."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(sound.ndim)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.clip(np.rint(sound * 32767), -32768, 32767).astype("<i2").tobytes())
    return BENCH.add(buffer.getvalue(), "audio/wav")


def tone(seconds: float, pitch: float = 440.0, level: float = 0.2) -> Sound:
    time = np.arange(round(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * pitch * time)).astype(np.float32)


def speech(seconds: float, seed: int = 1) -> Sound:
    """Something like a voice: a buzz at 120 Hz in syllables."""
    rng = np.random.Generator(np.random.PCG64(seed))
    time = np.arange(round(seconds * RATE)) / RATE
    buzz = sum(np.sin(2 * np.pi * 120 * n * time + n * n) / n for n in range(1, 25))
    syllables = np.abs(np.sin(np.pi * 4.1 * time)) ** 0.6 * (0.6 + 0.4 * rng.random())
    return (0.14 * buzz * syllables).astype(np.float32)


def stereo(mono: Sound) -> Sound:
    return np.repeat(mono[:, None], 2, axis=1)


def mixed(request: MixRequest) -> MixProduct:
    return asyncio.run(Mixer()(request, BENCH))


def decoded(product: MixProduct) -> Sound:
    return np.concatenate(list(decode_sound(BENCH.path(product.audio))))


def level(sound: Sound) -> float:
    return float(20 * np.log10(np.sqrt(np.square(sound).mean()) + 1e-9))


def measured(sound: Sound) -> LoudnessMeter:
    meter = LoudnessMeter()
    meter.add(sound)
    return meter


def film(seconds: float = 12.0) -> MixRequest:
    voice = stored(speech(2.5))
    samples = round(seconds * RATE) + 77
    return MixRequest(
        samples=samples,
        voice=tuple(
            PlacedSound(audio=voice, start=round(at * RATE), samples=round(2.5 * RATE)) for at in (1.0, 5.0, 8.5)
        ),
        music=(
            PlacedSound(audio=stored(stereo(tone(seconds))), start=0, samples=samples, gain=-9.0, fade_out=RATE // 2),
        ),
        sounds=(PlacedSound(audio=stored(tone(seconds, 90.0, 0.02)), start=0, samples=samples, fade_in=RATE // 4),),
    )


def test_it_is_a_tool() -> None:
    tool: Tool[MixRequest, MixProduct] = Mixer()
    assert (tool.name, tool.capability) == ("film:mix", "film")


def test_the_mix_has_its_length_loudness_and_peak_after_decoding() -> None:
    request = film()
    product = mixed(request)
    sound = decoded(product)
    assert len(sound) == product.samples == request.samples
    reference = pyloudnorm.Meter(RATE).integrated_loudness(sound.astype(np.float64))
    assert reference == pytest.approx(-16, abs=0.7)
    assert product.loudness == pytest.approx(reference, abs=0.1)
    assert product.true_peak is not None
    assert product.true_peak <= -1.5
    assert 20 * np.log10(np.abs(sound).max()) <= product.true_peak + 0.01


def test_the_same_request_gives_the_same_bytes() -> None:
    request = film(3.0)
    assert mixed(request) == mixed(request)


def test_the_container_signals_priming_and_end() -> None:
    product = mixed(film(2.0))
    with av.open(str(BENCH.path(product.audio))) as container:
        stream = container.streams.audio[0]
        assert (stream.codec_context.name, stream.profile, stream.rate) == ("aac", "LC", RATE)
        assert stream.layout.name == "stereo"
        assert stream.start_time == 0
        assert stream.time_base == Fraction(1, RATE)
        assert stream.duration == product.samples
        # The encoder's 1024 priming samples lie before the start.
        assert next(iter(container.demux(stream))).pts == -1024


def test_decoding_is_in_time() -> None:
    """A click is where it was placed, to the sample."""
    click = np.zeros(RATE, np.float32)
    click[RATE // 2] = 0.9
    request = MixRequest(samples=RATE, sounds=(PlacedSound(audio=stored(click), start=0, samples=RATE),))
    sound = decoded(mixed(request))
    assert int(np.abs(sound[:, 0]).argmax()) == RATE // 2


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 3 * RATE))
def test_every_length_is_exact(samples: int) -> None:
    audio = stored(tone(1.0))
    request = MixRequest(samples=samples, music=(PlacedSound(audio=audio, start=0, samples=RATE),))
    product = mixed(request)
    assert product.samples == samples == len(decoded(product))


def test_silence_is_a_valid_track() -> None:
    for request in (
        MixRequest(samples=RATE),
        MixRequest(samples=RATE, music=(PlacedSound(audio=stored(np.zeros(RATE, np.float32)), start=0, samples=RATE),)),
    ):
        product = mixed(request)
        assert (product.loudness, product.true_peak) == (None, None)
        assert np.abs(decoded(product)).max() == 0


def test_music_makes_way_for_the_voice() -> None:
    """Music in the left channel alone and a voice in the right one are told apart in the mix."""
    time = 8.0
    music = np.stack((tone(time), np.zeros(round(time * RATE), np.float32)), axis=1)
    voice = np.stack((np.zeros(3 * RATE, np.float32), speech(3.0)), axis=1)
    request = MixRequest(
        samples=round(time * RATE),
        voice=(PlacedSound(audio=stored(voice), start=3 * RATE, samples=3 * RATE),),
        music=(PlacedSound(audio=stored(music), start=0, samples=round(time * RATE)),),
    )
    left = np.concatenate(list(Tracks(request, BENCH, Ducking()).blocks()))[:, 0]
    alone, under = level(left[RATE : 2 * RATE]), level(left[4 * RATE : 5 * RATE])
    assert alone - under == pytest.approx(10, abs=0.5)
    # It is already down when the voice begins, does not come up between syllables, and comes back after it.
    assert alone - level(left[3 * RATE : 3 * RATE + 2400]) >= 6
    steps = [level(left[start : start + 2400]) for start in range(4 * RATE, 6 * RATE, 2400)]
    assert max(steps) - min(steps) < 0.5
    assert level(left[-RATE // 4 :]) > alone - 1.5
    # In the encoded film too.
    heard = decoded(mixed(request))[:, 0]
    assert level(heard[RATE : 2 * RATE]) - level(heard[4 * RATE : 5 * RATE]) >= 6


def left_beside(voices: tuple[tuple[float, float], ...], time: float, kind: str) -> Sound:
    """The left channel of ``time`` seconds with a tone there as ``kind``; voices (start, seconds) are right."""
    played = stored(np.stack((tone(time), np.zeros(round(time * RATE), np.float32)), axis=1))
    spoken = [stored(np.stack((np.zeros(round(s * RATE), np.float32), speech(s)), axis=1)) for _, s in voices]
    request = MixRequest(samples=round(time * RATE)).model_copy(
        update={
            kind: (PlacedSound(audio=played, start=0, samples=round(time * RATE)),),
            "voice": tuple(
                PlacedSound(audio=audio, start=round(at * RATE), samples=round(seconds * RATE))
                for audio, (at, seconds) in zip(spoken, voices, strict=True)
            ),
        }
    )
    return np.concatenate(list(Tracks(request, BENCH, Ducking()).blocks()))[:, 0]


def test_sounds_make_way_for_the_voice_less_than_music() -> None:
    left = left_beside(((3.0, 3.0),), 9.0, "sounds")
    alone, under = level(left[RATE : 2 * RATE]), level(left[4 * RATE : 5 * RATE])
    assert alone - under == pytest.approx(7, abs=0.5)
    assert alone - level(left[3 * RATE : 3 * RATE + 2400]) >= 4
    assert level(left[-RATE // 2 :]) > alone - 1.0


@pytest.mark.parametrize("kind", ["music", "sounds"])
def test_nothing_swells_in_the_pause_between_two_sentences(kind: str) -> None:
    left = left_beside(((2.0, 2.0), (4.75, 2.0)), 9.0, kind)
    steps = [level(left[start : start + 2400]) for start in range(3 * RATE, 6 * RATE, 2400)]
    assert max(steps) - min(steps) < 0.5


def test_ducking_has_no_step() -> None:
    """From one hundredth of a second to the next the level moves by less than 1.5 dB, down or up."""
    left = left_beside(((2.0, 2.0),), 6.0, "music")
    levels = [level(left[start : start + 2400]) for start in range(RATE, len(left) - 4800, 480)]
    assert np.abs(np.diff(levels)).max() < 1.5
    assert max(levels) - min(levels) > 9


@pytest.mark.parametrize("kind", ["music", "sounds"])
def test_a_film_without_voice_is_not_ducked(kind: str) -> None:
    assert level(left_beside((), 2.0, kind)[4_800:-4_800]) == pytest.approx(level(tone(2.0)), abs=0.01)


def test_gains_fades_and_places_are_kept_across_blocks() -> None:
    audio = stored(np.full(3 * RATE, 0.5, np.float32))
    placed = PlacedSound(audio=audio, start=RATE // 3, samples=2 * RATE, gain=-6.0, fade_in=RATE, fade_out=RATE // 2)
    request = MixRequest(samples=3 * RATE, sounds=(placed,))
    blocks = list(Tracks(request, BENCH, Ducking()).blocks())
    assert [len(block) for block in blocks] == [BLOCK, BLOCK, BLOCK]
    mix = np.concatenate(blocks)[:, 0]
    start, full = RATE // 3, 0.5 * 10 ** (-6 / 20)
    assert np.abs(mix[:start]).max() == 0
    assert mix[start + RATE // 2] == pytest.approx(full * np.sin(np.pi / 4), rel=1e-3)
    assert mix[start + RATE + 100] == pytest.approx(full, rel=1e-3)
    assert mix[start + 2 * RATE - RATE // 4] == pytest.approx(full * np.sin(np.pi / 4), rel=1e-3)
    assert np.abs(mix[start + 2 * RATE :]).max() == 0
    # No edge clicks, however abrupt the sound itself is.
    assert np.abs(np.diff(mix)).max() < 0.01
    hard = MixRequest(samples=3 * RATE, sounds=(placed.model_copy(update={"fade_in": 0, "fade_out": 0}),))
    mix = np.concatenate(list(Tracks(hard, BENCH, Ducking()).blocks()))[:, 0]
    assert np.abs(np.diff(mix)).max() < 0.01


def test_loudness_and_ceiling_in_conflict_end_under_the_ceiling() -> None:
    """Rare hard clicks cannot reach -16 LUFS; the ceiling holds all the same, and nothing is pumped."""
    clicks = np.zeros(6 * RATE, np.float32)
    clicks[RATE // 2 :: RATE] = 1.0
    clicks += tone(6.0, 300.0, 0.003)
    product = mixed(
        MixRequest(samples=6 * RATE, sounds=(PlacedSound(audio=stored(clicks), start=0, samples=6 * RATE),))
    )
    assert product.true_peak is not None
    assert product.loudness is not None
    assert product.true_peak <= -1.5
    assert product.loudness < -20


@given(st.integers(0, 2**31 - 1), st.floats(0, 18), st.floats(-6, -1))
@settings(max_examples=12, deadline=None)
def test_the_limiter_keeps_true_peaks_at_the_ceiling(seed: int, gain: float, ceiling: float) -> None:
    rng = np.random.Generator(np.random.PCG64(seed))
    noise = (rng.standard_normal((RATE + 99, 2)) * 0.1).astype(np.float32)
    noise[rng.integers(0, len(noise), 6)] = 0.98
    blocks = list(limited((noise[i : i + BLOCK] for i in range(0, len(noise), BLOCK)), gain, ceiling))
    out = np.concatenate(blocks)
    assert out.shape == noise.shape
    peak = measured(out).true_peak
    assert peak is not None
    assert peak <= ceiling + 0.2


def test_the_limiter_leaves_quiet_sound_alone() -> None:
    sound = stereo(tone(1.5, level=0.25))
    out = np.concatenate(list(limited(iter([sound[:RATE], sound[RATE:]]), 6.0, -2.0)))
    np.testing.assert_allclose(out, sound * np.float32(10 ** (6 / 20)), rtol=1e-6)


def test_loudness_agrees_with_pyloudnorm_and_the_standard() -> None:
    rng = np.random.Generator(np.random.PCG64(2))
    noise = (rng.standard_normal((5 * RATE, 2)) * np.repeat([0.1, 0.001, 0.05, 0.2, 0.0], RATE)[:, None]).astype(
        np.float32
    )
    meter = LoudnessMeter()
    for cut, following in itertools.pairwise((0, 1, 777, 50_000, 51_024, len(noise))):
        meter.add(noise[cut:following])
    assert meter.integrated == pytest.approx(pyloudnorm.Meter(RATE).integrated_loudness(noise.astype(float)), abs=0.05)
    # EBU Tech 3341, case 1: a stereo sine of 1 kHz at -23 dBFS is -23 LUFS.
    assert measured(stereo(tone(20.0, 1000.0, 10 ** (-23 / 20)))).integrated == pytest.approx(-23, abs=0.1)
    assert measured(np.zeros((RATE, 2), np.float32)).integrated is None
    assert LoudnessMeter().integrated is None


@pytest.mark.parametrize("phase", [0.0, 30.0, 45.0, 67.5])
def test_true_peak_finds_what_lies_between_samples(phase: float) -> None:
    """EBU Tech 3341, cases 15 to 19: a sine at a quarter of the rate, whatever its phase, peaks at its amplitude."""
    place = np.arange(RATE // 2)
    sine = 0.5 * np.sin(np.pi / 2 * place + np.deg2rad(phase)) * np.sin(np.pi * place / len(place)) ** 0.2
    peak = measured(stereo(sine.astype(np.float32))).true_peak
    assert peak == pytest.approx(-6.02, abs=0.3)


def test_true_peak_does_not_depend_on_blocks() -> None:
    rng = np.random.Generator(np.random.PCG64(3))
    noise = (rng.standard_normal((20_000, 2)) * 0.2).astype(np.float32)
    meter = LoudnessMeter()
    for start in range(0, len(noise), 331):
        meter.add(noise[start : start + 331])
    padded = np.pad(noise, ((2 * REACH, 2 * REACH), (0, 0)))
    assert meter.true_peak == pytest.approx(20 * np.log10(true_magnitude(padded).max()), abs=1e-6)
    assert meter.true_peak == measured(noise).true_peak


def test_the_meter_counts_clipping_and_silence() -> None:
    sound = stereo(tone(4.0, level=1.2))
    sound[RATE : round(2.5 * RATE)] = 0
    meter = measured(np.clip(sound, -1, 1))
    assert meter.longest_silence_seconds == pytest.approx(1.5, abs=0.03)
    assert 0.1 < meter.clipped_share < 0.5
    assert measured(stereo(tone(1.0))).clipped_share == 0


def test_sounds_of_another_kind_are_refused() -> None:
    other_rate = stored(tone(0.1), rate=44_100)
    with pytest.raises(ToolError, match="44100 Hz"):
        mixed(MixRequest(samples=RATE, voice=(PlacedSound(audio=other_rate, start=0, samples=100),)))
    text = BENCH.add(b"not a sound", "audio/wav")
    with pytest.raises(ToolError, match="not a PCM WAV"):
        mixed(MixRequest(samples=RATE, music=(PlacedSound(audio=text, start=0, samples=100),)))
    missing = Asset(hash="0" * 64, media_type="audio/wav")
    with pytest.raises(AssetMissing):
        mixed(MixRequest(samples=RATE, sounds=(PlacedSound(audio=missing, start=0, samples=100),)))


def test_memory_does_not_grow_with_the_film() -> None:
    """Mixing, limiting and measuring twenty minutes (mostly pauses, to be quick) takes no more than one minute does."""
    voice, music = stored(speech(1.0)), stored(stereo(tone(2.0)))

    def peak_of(seconds: int) -> int:
        starts = range(0, seconds, 60)
        request = MixRequest(
            samples=seconds * RATE,
            voice=tuple(PlacedSound(audio=voice, start=at * RATE, samples=RATE) for at in starts),
            music=tuple(PlacedSound(audio=music, start=at * RATE, samples=2 * RATE, gain=-9.0) for at in starts),
        )
        tracks = Tracks(request, BENCH, Ducking())
        meter = LoudnessMeter()
        tracemalloc.start()
        for number, block in enumerate(limited(tracks.blocks(), 3.0, -2.0)):
            if number % 20 == 0:
                meter.add(block)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert meter.integrated is not None
        return peak

    short, long = peak_of(30), peak_of(1_200)
    assert long < 12e6
    assert long < short + 1e6


def test_encoding_and_decoding_are_streamed(tmp_path: Path) -> None:
    """No more than a few blocks are alive while 20 s, which are 7.7 MB, are written and read."""
    block = stereo(tone(1.0))
    tracemalloc.start()
    encode_aac(itertools.repeat(block, 20), tmp_path / "long.mp4", SoundSettings())
    samples = sum(len(piece) for piece in decode_sound(tmp_path / "long.mp4"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert samples == 20 * RATE
    assert peak < 3e6


# What version 2 makes of ``film()``, before encoding: levels in dB of each second. If one of these changes, so must
# ``Mixer.version``. (The bytes also depend on the FFmpeg that PyAV brings.)
GOLDEN_LEVELS: list[float] = [
    -20.38,
    -16.01,
    -15.97,
    -18.77,
    -24.37,
    -16.01,
    -15.97,
    -18.77,
    -18.75,
    -15.99,
    -15.95,
    -29.58,
    -180.0,
]


def test_version_2_is_what_it_was() -> None:
    assert Mixer().version == "2"
    blocks = limited(Tracks(film(), BENCH, Ducking()).blocks(), 6.0, -2.0)
    assert [level(block) for block in blocks] == pytest.approx(GOLDEN_LEVELS, abs=0.02)
