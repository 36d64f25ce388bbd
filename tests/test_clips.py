"""Pictures that a video tool moves: pieces that go on from one another, words found again, and nothing made in vain."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from film_scenes import decoded
from films import BRIEF, WISHES, film_bytes, made, studio_in
from hypothesis import given
from hypothesis import strategies as st

from studio import FilmResult
from studio.errors import ContentRefused, RunFailed, ToolError
from studio.graph.clips import piece_frames
from studio.production.edits import SetLine
from studio.production.made import Footage
from studio.testing import BarFootage, FolderBench, VideoConformance
from studio.tools.film.planes import FramePlanes
from studio.tools.film.playback import Playback
from studio.tools.film.requests import StillRequest
from studio.tools.film.still import StillTool
from studio.tools.tool import Capability, Workbench
from studio.tools.video import VideoProduct, VideoRequest

SHORT = {**WISHES, "music": False, "scenes": 2}


class TestBarFootage(VideoConformance):
    """The tool that these tests make films with."""

    tool = BarFootage()


@dataclass
class Kept:
    """The bar, with every request that came; ``refuses`` are words in a prompt for which there is no clip."""

    most_frames: int = 10_000
    refuses: str = ""
    requests: list[VideoRequest] = field(default_factory=list)
    name: str = "testing:kept"
    version: str = "1"
    capability: Capability = Capability.VIDEO

    def longest(self, _request: VideoRequest) -> int:
        return self.most_frames

    async def __call__(self, request: VideoRequest, bench: Workbench) -> VideoProduct:
        self.requests.append(request)
        if self.refuses and self.refuses in request.prompt:
            raise ContentRefused("It shows too much.", tool=self.name)
        return await BarFootage()(request, bench)


def crossed(film: FilmResult) -> list[bool]:
    """For every frame of the film whether the bar is in it."""
    columns = [frame.min(axis=2).astype(float).mean(axis=0).max() for frame in decoded(film.path)]
    return [bool(brightest > 200) for brightest in columns]


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory, small_films: None) -> FilmResult:
    with studio_in(tmp_path_factory.mktemp("moved"), video=BarFootage()) as studio:
        return studio.create(BRIEF, **SHORT)


def test_the_film_shows_the_footage_with_everything_that_belongs_over_it(moved: FilmResult) -> None:
    production = moved.production
    shots = [shot.id for scene in production.scenes for shot in production.shots[scene.id]]
    assert production.clips.keys() == set(shots)
    # Cards stand still, scenes move: the bar is away where it enters and leaves only.
    shown = crossed(moved)
    assert sum(shown) > 0.6 * sum(production.segments[shot].frames for shot in shots)
    assert not any(shown[:12])
    numerator, denominator = production.rendition.rate
    for clip in production.clips.values():
        assert sum(piece.frames for piece in clip.pieces) * denominator % numerator == 0


@pytest.mark.usefixtures("small_films")
def test_a_clip_that_is_too_long_for_the_tool_goes_on_where_it_ended(tmp_path: Path) -> None:
    tool = Kept(most_frames=40)
    with studio_in(tmp_path, video=tool) as studio:
        film = studio.create(BRIEF, **SHORT)
        assets = studio.workspace.assets
        clip = next(one for one in film.production.clips.values() if len(one.pieces) > 1)
        asked = {request.frames for request in tool.requests}
        assert max(asked) <= 40
        follows = [request for request in tool.requests if request.picture and request.picture not in _painted(film)]
        assert len(follows) == sum(len(one.pieces) - 1 for one in film.production.clips.values())
        last = decoded(assets.path(clip.pieces[0].video))[-1]
        stills = [cv2.imread(str(assets.path(request.picture))) for request in follows if request.picture]
        assert min(float(np.abs(still.astype(float) - last).mean()) for still in stills) < 2


def _painted(film: FilmResult) -> set[Any]:
    return {picture.picture for picture in film.production.pictures.values()}


@pytest.mark.usefixtures("small_films")
def test_a_word_more_needs_no_other_clip(tmp_path: Path) -> None:
    with studio_in(tmp_path, video=BarFootage()) as studio:
        first = studio.create(BRIEF, **SHORT)
        line = first.scenes[1].lines[0]
        clips, film_bytes_before = first.production.clips, film_bytes(first)
        second = studio.edit(first.project, SetLine(scene=2, line=1, text=line.text.rstrip(".") + " now."))
        unlike = [shot for shot in clips if second.production.clips[shot] != clips[shot]]
        grown = {
            shot: sum(piece.frames for piece in second.production.clips[shot].pieces)
            - sum(piece.frames for piece in clips[shot].pieces)
            for shot in unlike
        }
        # Only what grew over a whole second.
        assert all(grown.values())
        assert film_bytes(second) != film_bytes_before


@pytest.mark.usefixtures("small_films")
def test_a_refused_wording_is_found_again_once(tmp_path: Path) -> None:
    tool = Kept(refuses="faces and clothes stay")
    with studio_in(tmp_path / "again", video=tool) as studio:
        film = studio.create(BRIEF, **SHORT)
    refused = [request for request in tool.requests if tool.refuses in request.prompt]
    assert refused
    assert len(tool.requests) == len(film.production.clips) + len(refused)
    with studio_in(tmp_path / "never", video=Kept(refuses=".")) as studio, pytest.raises(RunFailed) as raised:
        studio.create(BRIEF, **SHORT)
    assert "It shows too much." in str(raised.value)


@pytest.mark.usefixtures("small_films")
def test_without_the_tool_the_camera_moves_over_the_picture_again(tmp_path: Path) -> None:
    with studio_in(tmp_path) as studio:
        plain = studio.create(BRIEF, **SHORT)
    with studio_in(tmp_path, video=BarFootage()) as studio:
        moved = studio.resume(plain.project)
        assert made(studio, plain.project)["testing:bar"] == len(moved.production.clips)
        assert any(crossed(moved))
    with studio_in(tmp_path, video="none") as studio:
        again = studio.resume(plain.project)
        assert not any(crossed(again))
        # And back: everything is in the store.
    with studio_in(tmp_path, video=BarFootage()) as studio:
        before = made(studio, plain.project)
        assert film_bytes(studio.resume(plain.project)) == film_bytes(moved)
        assert made(studio, plain.project) == before


@pytest.mark.usefixtures("small_films")
def test_lost_footage_is_made_again(tmp_path: Path) -> None:
    with studio_in(tmp_path, video=BarFootage()) as studio:
        first = studio.create(BRIEF, **SHORT)
        footage = next(iter(first.production.clips.values())).pieces[0]
        path = studio.workspace.assets.path(footage.video)
        path.chmod(0o600)
        path.unlink()
        was = film_bytes(first)
        assert film_bytes(studio.resume(first.project)) == was
        assert path.exists()


@given(frames=st.integers(1, 2000), most=st.integers(1, 400))
def test_pieces_are_few_and_even(frames: int, most: int) -> None:
    pieces = piece_frames(frames, most)
    assert sum(pieces) == frames
    assert max(pieces) <= most
    assert max(pieces) - min(pieces) <= 1
    assert len(pieces) == -(-frames // most)


def footage_of(bench: FolderBench, lengths: Sequence[int], width: int = 96, height: int = 64) -> tuple[Footage, ...]:
    made = [
        asyncio.run(BarFootage()(VideoRequest(prompt="", width=width, height=height, frames=frames, seed=0), bench))
        for frames in lengths
    ]
    return tuple(Footage(video=one.video, frames=one.frames) for one in made)


def test_frames_are_shown_in_any_order(tmp_path: Path) -> None:
    bench = FolderBench(tmp_path)
    pieces = footage_of(bench, (9, 7))
    whole = [frame for piece in pieces for frame in decoded(bench.path(piece.video))]
    playback = Playback(pieces, bench, 96, 64)
    shown = FramePlanes(96, 64)
    for number in (0, 1, 5, 5, 12, 3, 15, 8, 9):
        playback.show(number, shown)
        light = cv2.cvtColor(whole[number], cv2.COLOR_BGR2GRAY).mean()
        assert abs(float(shown.y.mean()) - (16 + float(light) * 219 / 255)) < 3, number
    with pytest.raises(ToolError, match="Frame 16 is not in a footage of 16 frames"):
        playback.show(16, shown)


def test_footage_that_is_none_is_one_clear_line(tmp_path: Path) -> None:
    bench = FolderBench(tmp_path)
    broken = Footage(video=bench.add(b"not a video", "video/mp4"), frames=10)
    with pytest.raises(ToolError, match="cannot be decoded"):
        asyncio.run(StillTool()(StillRequest(footage=broken, frame=0, width=96, height=64), bench))


def test_a_still_is_the_frame(tmp_path: Path) -> None:
    bench = FolderBench(tmp_path)
    (piece,) = footage_of(bench, (12,))
    made = asyncio.run(StillTool()(StillRequest(footage=piece, frame=6, width=96, height=64), bench))
    still = cv2.imread(str(bench.path(made.picture))).astype(float)
    assert np.abs(still - decoded(bench.path(piece.video))[6]).mean() < 2
