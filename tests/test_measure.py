"""Measurements of pictures and films, each on a made example that passes and one that fails."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from film_scenes import VIDEO, Image, composed, painted, shot_of

from studio.errors import ToolError
from studio.production.assets import Asset
from studio.production.vocabulary import CameraMove
from studio.testing.bench import FolderBench
from studio.tools.film.assemble import AssembleTool
from studio.tools.film.encoder import MEDIA_TYPE, encode
from studio.tools.film.measure_film import MeasureFilmTool
from studio.tools.film.measure_picture import MeasurePictureTool
from studio.tools.film.mix import Mixer
from studio.tools.film.planes import FramePlanes, to_planes
from studio.tools.film.requests import (
    FilmMeasurements,
    FilmMeasureRequest,
    FilmRequest,
    MixRequest,
    PictureMeasurements,
    PictureMeasureRequest,
    PlacedSound,
    SegmentProduct,
    SegmentRequest,
)
from studio.tools.film.segment import SegmentTool
from studio.tools.layers import MEDIA_TYPE as LAYERS_TYPE
from studio.tools.layers import Layer, LayeredPicture, write_layers
from studio.tools.wav import MEDIA_TYPE as WAV
from studio.tools.wav import quantised, wav


@pytest.fixture
def bench(tmp_path: Path) -> FolderBench:
    return FolderBench(tmp_path)


def png(image: Image) -> bytes:
    return cv2.imencode(".png", image)[1].tobytes()


def measured(bench: FolderBench, image: Image, **more: object) -> PictureMeasurements:
    request = PictureMeasureRequest(picture=bench.add(png(image), "image/png"), **more)  # type: ignore[arg-type]
    return asyncio.run(MeasurePictureTool()(request, bench))


def flat(colour: tuple[int, int, int]) -> Image:
    return np.full((90, 160, 3), colour, np.uint8)


def busy(seed: int = 0) -> Image:
    coarse = np.random.default_rng(seed).integers(0, 255, (9, 16, 3)).astype(np.uint8)
    return cv2.resize(coarse, (320, 180), interpolation=cv2.INTER_CUBIC).astype(np.uint8)


# Pictures


def test_a_flat_picture_has_neither_contrast_nor_detail(bench: FolderBench) -> None:
    dark, light = measured(bench, flat((10, 10, 10))), measured(bench, flat((240, 240, 240)))
    assert dark.brightness == pytest.approx(10 / 255, abs=0.01)
    assert light.brightness == pytest.approx(240 / 255, abs=0.01)
    assert (dark.contrast, dark.detail, dark.legibility, dark.palette_drift) == (0, 0, None, None)
    rich = measured(bench, busy())
    assert rich.contrast > 0.3
    assert rich.detail > 0.9
    half = np.hstack([busy(), np.full((180, 320, 3), 128, np.uint8)])
    assert measured(bench, half).detail == pytest.approx(0.5, abs=0.06)


def test_a_picture_drifts_from_a_palette_of_other_colours(bench: FolderBench) -> None:
    blue = flat((200, 90, 30))
    kept = measured(bench, blue, palette=("#1e5ac8", "#ffffff")).palette_drift
    lighter = measured(bench, flat((230, 130, 70)), palette=("#1e5ac8",)).palette_drift
    lost = measured(bench, blue, palette=("#c81e1e", "#e0a020")).palette_drift
    assert kept is not None
    assert lighter is not None
    assert lost is not None
    assert kept < 0.01 < lighter < 0.3
    assert lost > 0.7


def test_signatures_tell_copies_from_other_pictures(bench: FolderBench) -> None:
    def apart(one: PictureMeasurements, other: PictureMeasurements) -> int:
        return (int(one.signature, 16) ^ int(other.signature, 16)).bit_count()

    first = measured(bench, busy(1))
    brighter = measured(bench, np.clip(cv2.resize(busy(1), (640, 360)) * 0.9 + 20, 0, 255).astype(np.uint8))
    assert len(first.signature) == 16
    assert apart(first, brighter) <= 4
    assert apart(first, measured(bench, busy(2))) > 16


def layered(bench: FolderBench, figure: tuple[int, int, int], name: str = "figures", depth: float = 1.0) -> Asset:
    back = np.full((190, 330, 4), 255, np.uint8)
    back[..., :3] = (120, 100, 90)
    shape = np.zeros((90, 60, 4), np.uint8)
    cv2.ellipse(shape, (30, 45), (25, 40), 0, 0, 360, (*figure, 255), -1, cv2.LINE_AA)
    layers = (Layer("sky", back, -5, -5, 0.0), Layer(name, shape, 120, 50, depth))
    return bench.add(write_layers(LayeredPicture(320, 180, layers), png(busy())), LAYERS_TYPE)


def test_figures_are_legible_where_they_differ_from_what_is_behind(bench: FolderBench) -> None:
    def legibility(asset: Asset) -> float | None:
        return measured(bench, busy(), layers=asset).legibility

    lost, clear = legibility(layered(bench, (124, 104, 94))), legibility(layered(bench, (40, 60, 230)))
    assert lost is not None
    assert clear is not None
    assert lost < 0.15
    assert clear > 0.8
    # Two shades of one colour are between.
    assert lost < (legibility(layered(bench, (160, 140, 130))) or 0) < clear
    assert legibility(layered(bench, (40, 60, 230), name="tree", depth=0.8)) is None


# Films


def encoded(bench: FolderBench, frames: int, draw: Callable[[int], Image]) -> Asset:
    def fill(number: int, target: FramePlanes) -> None:
        planes = to_planes(draw(number))
        target.y[:], target.u[:], target.v[:] = planes.y, planes.u, planes.v

    path = bench.scratch / "made.mp4"
    video = VIDEO.model_copy(update={"crf": 20})
    encode(path, video, frames, fill, threading.Event())
    return bench.add(path, MEDIA_TYPE)


def film_measured(bench: FolderBench, film: Asset) -> FilmMeasurements:
    return asyncio.run(MeasureFilmTool()(FilmMeasureRequest(film=film), bench))


def test_a_moving_shot_is_neither_black_nor_frozen(bench: FolderBench) -> None:
    shot = shot_of(bench, painted(1), CameraMove.STATIC, frames=48)
    request = SegmentRequest(shot=shot, first=0, last=48, video=VIDEO)
    product = asyncio.run(SegmentTool()(request, bench))
    result = film_measured(bench, product.video)
    assert (result.frames, result.seconds, result.black, result.frozen) == (48, 2.0, (), ())
    assert (result.longest_silence, result.loudness, result.true_peak, result.clipped) == (2.0, None, None, 0.0)


def test_black_and_frozen_stretches_are_found_where_they_are(bench: FolderBench) -> None:
    shot = shot_of(bench, painted(1), CameraMove.PAN_LEFT, frames=72)

    def draw(number: int) -> Image:
        if 10 <= number < 16:
            return np.zeros((VIDEO.height, VIDEO.width, 3), np.uint8)
        return composed(bench, shot, min(number, 40) if number < 68 else number)

    result = film_measured(bench, encoded(bench, 72, draw))
    assert result.black == ((10, 6),)
    assert result.frozen == ((40, 28),)


def test_short_black_and_short_stills_are_allowed(bench: FolderBench) -> None:
    shot = shot_of(bench, painted(1), CameraMove.PAN_LEFT, frames=72)

    def draw(number: int) -> Image:
        if 10 <= number < 14:
            return np.zeros((VIDEO.height, VIDEO.width, 3), np.uint8)
        return composed(bench, shot, 20 if 20 <= number < 42 else number)

    result = film_measured(bench, encoded(bench, 48, draw))
    assert (result.black, result.frozen) == ((), ())


def with_sound(bench: FolderBench, sound: npt.NDArray[np.float64]) -> FilmMeasurements:
    frames = len(sound) // 2000
    picture = encoded(bench, frames, lambda number: np.roll(busy()[:108, :192], number, axis=1))
    stereo = np.repeat(quantised(sound)[:, None], 2, axis=1)
    placed = PlacedSound(audio=bench.add(wav(stereo), WAV), start=0, samples=len(sound))
    mix = asyncio.run(Mixer()(MixRequest(samples=len(sound), voice=(placed,)), bench))
    part = SegmentProduct(video=picture, frames=frames)
    request = FilmRequest(parts=(part,), mix=mix, video=VIDEO, title="", language="en", comment="")
    return film_measured(bench, asyncio.run(AssembleTool()(request, bench)).film)


def test_loudness_and_silence_of_the_films_sound(bench: FolderBench) -> None:
    tone = 0.2 * np.sin(np.arange(96_000) * 2 * np.pi * 440 / 48_000)
    loud = with_sound(bench, tone)
    assert loud.loudness == pytest.approx(-16, abs=1)
    assert loud.true_peak is not None
    assert loud.true_peak <= -1.5
    assert (loud.longest_silence, loud.clipped, loud.seconds) == (0.0, 0.0, 2.0)
    gap = tone.copy()
    gap[24_000:72_000] = 0
    assert with_sound(bench, gap).longest_silence == pytest.approx(1.0, abs=0.08)


def test_a_file_that_is_no_film_is_a_tool_error(bench: FolderBench) -> None:
    with pytest.raises(ToolError, match="decoding the film"):
        film_measured(bench, bench.add(b"nothing to see", MEDIA_TYPE))
