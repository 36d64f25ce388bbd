"""Segments, transitions, the assembled film and the poster, checked by decoding them."""

from __future__ import annotations

import asyncio
import errno
import subprocess
import sys
import threading
from fractions import Fraction
from pathlib import Path

import av
import cv2
import imageio_ffmpeg
import numpy as np
import pytest
from film_scenes import HEIGHT, VIDEO, WIDTH, composed, decoded, likeness, painted, shot_of

from studio.errors import DiskFull, MalformedProduct, RunCancelled, ToolError
from studio.production.vocabulary import CameraMove, TransitionKind
from studio.testing.bench import FolderBench
from studio.tools.film.assemble import AssembleTool
from studio.tools.film.clip import film_clip
from studio.tools.film.encoder import encode, whole_or_nothing
from studio.tools.film.languages import three_letters
from studio.tools.film.mix import Mixer
from studio.tools.film.planes import FramePlanes, to_planes
from studio.tools.film.poster import PosterTool
from studio.tools.film.requests import (
    FilmRequest,
    Lettering,
    MixProduct,
    MixRequest,
    PlacedSound,
    PosterRequest,
    SegmentProduct,
    SegmentRequest,
    ShotView,
    TransitionRequest,
    VideoSettings,
)
from studio.tools.film.segment import SegmentTool
from studio.tools.film.transition import TransitionTool
from studio.tools.wav import MEDIA_TYPE, wav

MIXED = [kind for kind in TransitionKind if kind is not TransitionKind.CUT]


def segment(bench: FolderBench, shot: ShotView, first: int, last: int, video: VideoSettings = VIDEO) -> SegmentProduct:
    return asyncio.run(SegmentTool()(SegmentRequest(shot=shot, first=first, last=last, video=video), bench))


def transition(
    bench: FolderBench, kind: TransitionKind, before: ShotView, after: ShotView, frames: int = 12
) -> SegmentProduct:
    request = TransitionRequest(
        kind=kind, frames=frames, before=before, before_first=before.frames - frames, after=after, video=VIDEO
    )
    return asyncio.run(TransitionTool()(request, bench))


def film_request(parts: list[SegmentProduct], mix: MixProduct | None = None, **more: object) -> FilmRequest:
    fields = {"title": "A film", "language": "en", "comment": "generated", "video": VIDEO, **more}
    return FilmRequest(parts=tuple(parts), mix=mix, **fields)  # type: ignore[arg-type]


@pytest.fixture
def bench(tmp_path: Path) -> FolderBench:
    return FolderBench(tmp_path)


# Segments


def test_a_segment_has_exactly_its_frames_and_keeps_the_colours(bench: FolderBench) -> None:
    shot = shot_of(bench, painted(1), CameraMove.STATIC)
    product = segment(bench, shot, 0, 24)
    frames = decoded(bench.path(product.video))
    assert len(frames) == product.frames == 24
    source = cv2.imread(str(bench.path(shot.picture)))
    assert source is not None
    assert likeness(frames[0], source) > 36
    with av.open(str(bench.path(product.video))) as container:
        context = container.streams.video[0].codec_context
        assert (context.color_range, context.colorspace, context.color_primaries, context.color_trc) == (1, 1, 1, 1)
        packets = [packet for packet in container.demux(video=0) if packet.pts is not None]
    assert packets[0].is_keyframe
    assert sorted(packet.pts for packet in packets) == [index * packets[0].duration for index in range(24)]


@pytest.mark.parametrize("colour", [(0, 0, 255), (0, 255, 0), (255, 0, 0), (90, 90, 90), (30, 160, 220)])
def test_flat_colours_survive_as_bt709(colour: tuple[int, int, int], tmp_path: Path) -> None:
    # ffmpeg's own conversion, told what the file says, has to agree with ours.
    planes = to_planes(np.full((HEIGHT, WIDTH, 3), colour, np.uint8))

    def draw(_: int, frame: FramePlanes) -> None:
        frame.y[:], frame.u[:], frame.v[:] = planes.y, planes.u, planes.v

    path = tmp_path / "flat.mp4"
    encode(path, VIDEO, 6, draw, threading.Event())
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0))
        shown = frame.to_ndarray(format="bgr24")
    assert np.abs(shown.astype(int) - colour).max() <= 4


def test_the_same_request_gives_the_same_bytes_in_another_process(bench: FolderBench, tmp_path: Path) -> None:
    shot = shot_of(bench, painted(1), CameraMove.PUSH_IN)
    request = SegmentRequest(shot=shot, first=6, last=30, video=VIDEO)
    here = segment(bench, shot, 6, 30)
    assert here == segment(bench, shot, 6, 30)
    program = (
        "import asyncio, sys; from pathlib import Path; from studio.testing.bench import FolderBench;"
        "from studio.tools.film.segment import SegmentTool; from studio.tools.film.requests import SegmentRequest;"
        "request = SegmentRequest.model_validate_json(sys.stdin.read());"
        "print(asyncio.run(SegmentTool()(request, FolderBench(Path(sys.argv[1])))).model_dump_json())"
    )
    there = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        input=request.model_dump_json(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert SegmentProduct.model_validate_json(there.stdout) == here


@pytest.mark.parametrize(("first", "last"), [(0, 5), (-1, 20), (20, 40)])
def test_a_segment_outside_its_shot_or_too_short_is_refused(bench: FolderBench, first: int, last: int) -> None:
    with pytest.raises(ToolError, match="at least 6"):
        segment(bench, shot_of(bench, painted(1), CameraMove.STATIC), first, last)


def test_a_failed_encoding_leaves_nothing(bench: FolderBench) -> None:
    shot = shot_of(bench, painted(1), CameraMove.STATIC)
    with pytest.raises(ToolError, match=r"encoding segment as 192x108"):
        segment(bench, shot, 0, 12, VIDEO.model_copy(update={"preset": "nonsense"}))
    with pytest.raises(ToolError, match="even sides"):
        segment(bench, shot, 0, 12, VIDEO.model_copy(update={"width": 191}))
    assert list(bench.scratch.iterdir()) == []


def test_a_full_disk_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"half a film")

    def fill() -> None:
        with whole_or_nothing(path, "writing the film"):
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DiskFull, match="while writing the film"):
        fill()
    assert not path.exists()


def test_encoding_stops_when_asked(tmp_path: Path) -> None:
    stop = threading.Event()

    def draw(number: int, planes: FramePlanes) -> None:
        planes.buffer[:] = 128
        if number == 3:
            stop.set()

    with pytest.raises(RunCancelled):
        encode(tmp_path / "long.mp4", VIDEO, 10_000, draw, stop)
    assert list(tmp_path.iterdir()) == []


# Transitions


@pytest.mark.parametrize("kind", MIXED)
def test_a_transition_begins_and_ends_as_its_neighbours(bench: FolderBench, kind: TransitionKind) -> None:
    before = shot_of(bench, painted(1), CameraMove.PAN_RIGHT)
    after = shot_of(
        bench, painted(2), CameraMove.PUSH_IN, lettering=Lettering(title="On", language="en", start=0, end=36)
    )
    frames = decoded(bench.path(transition(bench, kind, before, after).video))
    assert len(frames) == 12
    assert likeness(frames[0], composed(bench, before, 24)) > 36
    assert likeness(frames[-1], composed(bench, after, 11)) > 36
    assert all(likeness(frames[6], composed(bench, *side)) < 30 for side in ((before, 30), (after, 6)))


def test_a_transition_that_does_not_fit_is_refused(bench: FolderBench) -> None:
    shot = shot_of(bench, painted(1), CameraMove.STATIC, frames=10)
    with pytest.raises(ToolError, match="does not fit"):
        transition(bench, TransitionKind.DISSOLVE, shot, shot, frames=12)
    with pytest.raises(ToolError, match="cut"):
        transition(bench, TransitionKind.CUT, shot, shot, frames=6)


# The film


def ffmpeg(path: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), *options, "-f", "null", "-"]
    return subprocess.run(command, capture_output=True, check=False)


@pytest.fixture
def parts(bench: FolderBench) -> list[SegmentProduct]:
    before, after = shot_of(bench, painted(1), CameraMove.PAN_LEFT), shot_of(bench, painted(2), CameraMove.STATIC)
    return [
        segment(bench, before, 0, 24),
        transition(bench, TransitionKind.DISSOLVE, before, after),
        segment(bench, after, 12, 36),
    ]


def test_joined_parts_decode_without_errors_to_the_sum_of_their_frames(
    bench: FolderBench, parts: list[SegmentProduct]
) -> None:
    title = r"It's [0:v]; \title=%{n}, 'q' 灯台"
    product = asyncio.run(AssembleTool()(film_request(parts, title=title, language="ja-JP"), bench))
    path = bench.path(product.film)
    result = ffmpeg(path)
    assert (result.returncode, result.stderr) == (0, b"")
    frames = decoded(path)
    assert len(frames) == product.frames == 60
    # A stream copy: every frame is exactly the part's.
    alone = [frame for part in parts for frame in decoded(bench.path(part.video))]
    assert all(np.array_equal(one, other) for one, other in zip(frames, alone, strict=True))
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert container.metadata["title"] == title
        assert container.metadata["comment"] == "generated"
        assert stream.metadata["language"] == "jpn"
        assert "creation_time" not in container.metadata | stream.metadata
        packets = [packet for packet in container.demux(stream) if packet.pts is not None]
        assert stream.duration is not None
        assert stream.time_base is not None
        assert stream.duration * stream.time_base == Fraction(60, 24)
    assert np.diff([packet.dts for packet in packets]).min() > 0
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")
    assert product == asyncio.run(AssembleTool()(film_request(parts, title=title, language="ja-JP"), bench))


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(30000, 1001)])
def test_sound_and_picture_are_aligned_and_equally_long(bench: FolderBench, tmp_path: Path, rate: Fraction) -> None:
    video = VIDEO.model_copy(update={"rate_numerator": rate.numerator, "rate_denominator": rate.denominator})
    part = segment(bench, shot_of(bench, painted(1), CameraMove.STATIC), 0, 36, video)
    samples = round(36 * 48_000 / rate)
    sound = np.zeros((samples, 2), np.int16)
    sound[30_000:30_010] = 20_000
    click = PlacedSound(audio=bench.add(wav(sound), MEDIA_TYPE), start=0, samples=samples)
    mix = asyncio.run(Mixer()(MixRequest(samples=samples, voice=(click,)), bench))
    product = asyncio.run(AssembleTool()(film_request([part], mix, video=video), bench))
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(bench.path(product.film))]
    result = subprocess.run([*command, "-f", "s16le", "-"], capture_output=True, check=True)
    heard = np.frombuffer(result.stdout, np.int16).reshape(-1, 2)
    assert result.stderr == b""
    assert len(heard) == samples
    assert abs(int(np.abs(heard[:, 0].astype(int)).argmax()) - 30_005) <= 12
    with av.open(str(bench.path(product.film))) as container:
        lengths = [float(stream.duration * stream.time_base) for stream in container.streams]  # type: ignore[operator]
    assert abs(lengths[0] - lengths[1]) < 1 / 48_000


def test_parts_of_other_settings_or_other_lengths_are_named(bench: FolderBench, parts: list[SegmentProduct]) -> None:
    other = segment(
        bench, shot_of(bench, painted(1), CameraMove.STATIC), 0, 8, VIDEO.model_copy(update={"preset": "ultrafast"})
    )
    with pytest.raises(MalformedProduct, match="Part 3 of 4 was encoded with other settings") as caught:
        asyncio.run(AssembleTool()(film_request([*parts[:2], other, parts[2]]), bench))
    assert caught.value.fields["part"] == 2
    short = parts[1].model_copy(update={"frames": 13})
    with pytest.raises(MalformedProduct, match="Part 2 of 3 holds 12 frames instead of 13"):
        asyncio.run(AssembleTool()(film_request([parts[0], short, parts[2]]), bench))
    broken = SegmentProduct(video=bench.add(b"no video at all", "video/mp4"), frames=8)
    with pytest.raises(ToolError, match="reading part 2 of 2"):
        asyncio.run(AssembleTool()(film_request([parts[0], broken]), bench))
    with pytest.raises(ToolError, match="at least one part"):
        asyncio.run(AssembleTool()(film_request([]), bench))
    assert list(bench.scratch.iterdir()) == []


def test_a_film_opens_in_moviepy(bench: FolderBench, parts: list[SegmentProduct]) -> None:
    product = asyncio.run(AssembleTool()(film_request(parts), bench))
    clip = film_clip(bench.path(product.film))
    try:
        assert (clip.n_frames, clip.fps, tuple(clip.size)) == (60, 24, (WIDTH, HEIGHT))
    finally:
        clip.close()


def test_a_poster_is_a_png_of_any_size(bench: FolderBench) -> None:
    lettering = Lettering(title="The Keeper", language="en", start=0, end=36)
    shot = shot_of(bench, painted(1), CameraMove.STATIC, lettering=lettering)
    request = PosterRequest(shot=shot, frame=18, width=161, height=241)
    poster = cv2.imread(str(bench.path(asyncio.run(PosterTool()(request, bench)).poster)))
    assert poster is not None
    assert poster.shape == (241, 161, 3)
    bare = request.model_copy(update={"shot": shot.model_copy(update={"lettering": None})})
    assert asyncio.run(PosterTool()(bare, bench)) != asyncio.run(PosterTool()(request, bench))
    with pytest.raises(ToolError, match="Frame 36 is not in a shot of 36"):
        asyncio.run(PosterTool()(request.model_copy(update={"frame": 36}), bench))


@pytest.mark.parametrize(("tag", "code"), [("en-GB", "eng"), ("zh_Hant", "zho"), ("deu", "deu"), ("tlh", "und")])
def test_languages_have_three_letters_in_mp4(tag: str, code: str) -> None:
    assert three_letters(tag) == code
