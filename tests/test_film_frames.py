"""Frames of a shot: camera, compositing, captions and lettering."""

from __future__ import annotations

import tempfile
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from film_scenes import HEIGHT, RATE, WIDTH, composed, drawn, likeness, painted, shot_of
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import ToolError
from studio.production.vocabulary import CameraMove
from studio.testing.bench import FolderBench
from studio.tools.film.camera import view
from studio.tools.film.compositor import Compositor
from studio.tools.film.planes import FramePlanes, to_bgr
from studio.tools.film.regions import find_regions, largest_solid
from studio.tools.film.requests import (
    BurnedCaption,
    CaptionWord,
    Lettering,
    ShotView,
)
from studio.tools.layers import OVERSCAN, Layer, LayeredPicture

MOVES = st.sampled_from(list(CameraMove))


@pytest.fixture
def bench(tmp_path: Path) -> FolderBench:
    return FolderBench(tmp_path)


# Camera


@given(MOVES, st.floats(0, 1), st.integers(2, 400), st.integers(0, 2**31))
def test_the_camera_never_sees_beyond_the_overscan(move: CameraMove, strength: float, frames: int, seed: int) -> None:
    for frame in range(0, frames, max(1, frames // 20)):
        camera = view(move, strength, frame, frames, seed)
        assert camera.zoom >= 1
        for depth in (0.0, 0.3, 1.0, 2.0):
            assert max(map(abs, camera.shift(depth))) < OVERSCAN * max(depth, 0.25)
            assert camera.scale(depth) >= 1


@given(MOVES, st.floats(0, 1), st.integers(24, 240), st.integers(0, 2**31))
def test_the_camera_has_no_jump_in_speed_and_never_stands_still(
    move: CameraMove, strength: float, frames: int, seed: int
) -> None:
    path = np.array(
        [
            (camera.x, camera.y, camera.zoom / 2)
            for camera in (view(move, strength, frame, frames, seed) for frame in range(frames))
        ]
    )
    speed = np.diff(path, axis=0)
    assert np.abs(np.diff(speed, axis=0)).max() < 0.0006
    # At 1920 pixels no second passes with less than two pixels of movement at the figures' depth.
    for start in range(frames - 24):
        assert np.ptp(path[start : start + 24], axis=0).max() * 1920 > 2


def test_near_layers_move_and_grow_more_than_far_ones() -> None:
    pan, push = (view(move, 1.0, 60, 61, 0) for move in (CameraMove.PAN_RIGHT, CameraMove.PUSH_IN))
    assert [pan.shift(depth)[0] for depth in (1.6, 1.0, 0.2)] == sorted(
        pan.shift(depth)[0] for depth in (1.6, 1.0, 0.2)
    )
    assert push.scale(1.6) > push.scale(1.0) > push.scale(0.2) > 1
    assert view(CameraMove.PAN_LEFT, 1.0, 60, 61, 0).x < 0 < pan.x


# Compositing


@settings(deadline=None, max_examples=12)
@given(MOVES, st.integers(0, 35), st.integers(0, 3))
def test_frames_equal_a_plain_rendering(move: CameraMove, frame: int, seed: int) -> None:
    picture = painted(seed)
    with tempfile.TemporaryDirectory() as folder:
        bench = FolderBench(Path(folder))
        shot = shot_of(bench, picture, move, seed=seed, strength=0.8)
        assert likeness(composed(bench, shot, frame), drawn(picture, shot, frame)) > 37


def test_a_drifting_layer_repeats_without_a_seam(bench: FolderBench) -> None:
    picture = painted(4)
    sky, rain = picture.layers[0], picture.layers[4]
    # Once around in 12 frames, downwards.
    falling = Layer("rain", rain.image, 0, 0, 0.0, drift=(0.0, 24 / 12 * rain.image.shape[0]), wraps=True)
    shot = shot_of(bench, LayeredPicture(WIDTH, HEIGHT, (sky, falling)), CameraMove.STATIC)
    assert np.array_equal(composed(bench, shot, 0), composed(bench, shot, 12))
    assert not np.array_equal(composed(bench, shot, 0), composed(bench, shot, 6))


def test_soft_edges_have_no_dark_fringe(bench: FolderBench) -> None:
    white = np.full((HEIGHT + 60, WIDTH + 60, 4), 255, np.uint8)
    soft = np.zeros((60, 80, 4), np.uint8)
    cv2.circle(soft, (40, 30), 18, (255, 255, 255, 255), -1)
    soft[..., 3] = cv2.GaussianBlur(soft[..., 3], (0, 0), 5)
    soft[..., :3] = 255
    # What is wholly transparent is black underneath, as in many pictures.
    soft[soft[..., 3] == 0] = 0
    layers = (Layer("sky", white, -30, -30, 0.0), Layer("figures", soft, 50, 30, 1.0))
    for move in (CameraMove.PAN_LEFT, CameraMove.PUSH_IN):
        shot = shot_of(bench, LayeredPicture(WIDTH, HEIGHT, layers), move)
        assert composed(bench, shot, 21).min() >= 250


@pytest.mark.parametrize(("width", "height"), [(40, 30), (1, 30), (40, 1), (1, 1)])
@pytest.mark.parametrize("alpha", [255, 254])
def test_a_layer_is_as_large_as_it_is_painted(bench: FolderBench, width: int, height: int, alpha: int) -> None:
    """An opaque photo and the thinnest line too; planes have whole pairs of pixels."""
    sky = np.full((HEIGHT + 60, WIDTH + 60, 4), (0, 0, 0, 255), np.uint8)
    photo = np.full((height, width, 4), (255, 255, 255, alpha), np.uint8)
    layers = (Layer("sky", sky, -30, -30, 0.0), Layer("photo", photo, 60, 40, 0.0))
    frame = composed(bench, shot_of(bench, LayeredPicture(WIDTH, HEIGHT, layers), CameraMove.STATIC), 0)
    rows, columns = np.nonzero(frame.max(axis=2) > 128)
    assert (rows.min(), columns.min()) == (40, 60)
    assert height <= np.ptp(rows) + 1 <= height + height % 2
    assert width <= np.ptp(columns) + 1 <= width + width % 2


def test_frames_do_not_depend_on_the_order_in_which_they_are_drawn(bench: FolderBench) -> None:
    shot = shot_of(bench, painted(2), CameraMove.STATIC)
    compositor, planes = Compositor(shot, bench, WIDTH, HEIGHT, RATE), FramePlanes(WIDTH, HEIGHT)
    for frame in (0, 1, 2, 3, 30, 5):
        compositor.compose(frame, planes)
    assert np.array_equal(to_bgr(planes), composed(bench, shot, 5))


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**31), st.integers(33, 300), st.integers(33, 300))
def test_regions_hold_all_that_shows_once(seed: int, width: int, height: int) -> None:
    chance = np.random.default_rng(seed)
    coarse = chance.integers(-200, 455, (5, 6)).astype(np.float32)
    keep = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    keep = np.clip(keep, 0, 255).astype(np.uint8)
    covered = np.zeros((height, width), int)
    for region in find_regions(keep):
        part = (slice(region.y0, region.y1), slice(region.x0, region.x1))
        covered[part] += 1
        assert not region.solid or keep[part].max() == 0
    assert covered.max(initial=0) <= 1
    assert covered[keep < 255].min(initial=1) == 1
    solid = largest_solid(keep)
    assert solid is None or keep[solid.y0 : solid.y1, solid.x0 : solid.x1].max() == 0


def test_a_picture_without_layers_fills_the_frame_and_moves(bench: FolderBench) -> None:
    chance = np.random.default_rng(0).integers(0, 255, (8, 5, 3)).astype(np.uint8)
    tall = cv2.resize(chance, (300, 500), interpolation=cv2.INTER_CUBIC)
    shot = ShotView(
        picture=bench.add(cv2.imencode(".png", tall)[1].tobytes(), "image/png"),
        layers=None,
        move=CameraMove.PUSH_IN,
        frames=48,
    )
    first, last = composed(bench, shot, 0), composed(bench, shot, 47)
    assert first.min(axis=2).std() > 5
    assert likeness(first, last) < 35


@pytest.mark.parametrize("content", [b"not a picture", b""])
def test_an_undecodable_picture_is_a_tool_error(bench: FolderBench, content: bytes) -> None:
    shot = ShotView(picture=bench.add(content, "image/png"), layers=None, move=CameraMove.STATIC, frames=24)
    with pytest.raises(ToolError, match="cannot be decoded"):
        composed(bench, shot, 0)


# Captions and lettering


def test_captions_and_lettering_are_seen_in_their_time_only(bench: FolderBench) -> None:
    picture = painted(3)
    bare = shot_of(bench, picture, CameraMove.STATIC)
    words = (
        CaptionWord(start_char=0, end_char=3, start=8, end=12),
        CaptionWord(start_char=4, end_char=9, start=12, end=20),
    )
    caption = BurnedCaption(text="The storm", language="en", words=words, start=8, end=20)
    lettering = Lettering(title="Storm", language="en", start=20, end=36)
    shot = bare.model_copy(update={"captions": (caption,), "lettering": lettering})

    def change(frame: int) -> npt.NDArray[np.intp]:
        difference = np.abs(composed(bench, shot, frame).astype(int) - composed(bench, bare, frame))
        return np.argwhere(difference.max(axis=2) > 40)

    assert not len(change(7))
    assert change(14)[:, 0].min() > HEIGHT * 0.7
    middle = change(28)
    assert len(middle)
    assert middle[:, 0].mean() < HEIGHT * 0.7
    # The word that is heard is marked: first on the left, then on the right.
    plain = bare.model_copy(update={"captions": (caption.model_copy(update={"words": ()}),)})
    marked = [
        np.argwhere(np.abs(composed(bench, shot, frame).astype(int) - composed(bench, plain, frame)).max(axis=2) > 20)
        for frame in (11, 12)
    ]
    assert marked[0][:, 1].max() < marked[1][:, 1].min()
