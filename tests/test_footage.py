"""Footage from elsewhere: whatever comes, the film gets the frames, the rate and the size that it asked for."""

from __future__ import annotations

import itertools
import tempfile
import threading
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import psutil
import pytest
from footage import asked, clip, grey, levels, rising, seen
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import RunCancelled
from studio.tools.footage import conformed, encoded
from studio.tools.video import VideoRequest

RATES = st.sampled_from(
    [
        Fraction(8),
        Fraction(12),
        Fraction(16),
        Fraction(24),
        Fraction(24000, 1001),
        Fraction(25),
        Fraction(30),
        Fraction(60),
    ]
)
SIDES = st.integers(32, 90).map(lambda half: 2 * half)


def _holds(path: Path, request: VideoRequest) -> None:
    with av.open(str(path)) as container:
        assert [stream.type for stream in container.streams] == ["video"]
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        rate = Fraction(request.rate_numerator, request.rate_denominator)
        assert stream.average_rate == rate
        context = stream.codec_context
        assert (context.color_range, context.colorspace, context.color_primaries, context.color_trc) == (1, 1, 1, 1)
        frames = [(frame.width, frame.height, frame.pts * frame.time_base) for frame in container.decode(stream)]
    assert frames == [(request.width, request.height, n / rate) for n in range(request.frames)]


@settings(max_examples=40, deadline=None)
@given(RATES, RATES, st.integers(1, 40), SIDES, SIDES, SIDES, SIDES)
def test_any_rate_and_size_becomes_the_asked_one(
    made_at: Fraction, rate: Fraction, frames: int, across: int, down: int, width: int, height: int
) -> None:
    request = asked(width, height, frames, rate)
    enough = -(-frames * made_at // rate) + 1
    with tempfile.TemporaryDirectory() as folder:
        made, to = Path(folder, "made.mp4"), Path(folder, "to.mp4")
        clip(made, rising(int(enough), across, down), made_at)
        conformed(made, request, to)
        _holds(to, request)
        greys = levels(to)
    # It begins with the first frame, and nothing goes back or jumps.
    assert abs(greys[0] - 50) < 3
    assert all(one <= other + 1.5 for one, other in itertools.pairwise(greys))


@settings(max_examples=30, deadline=None)
@given(RATES, st.integers(2, 60), st.floats(0.3, 1.3))
def test_what_is_a_little_short_is_slowed_and_what_is_shorter_refused(
    rate: Fraction, frames: int, share: float
) -> None:
    request = asked(64, 64, frames, rate)
    there = max(1, round(frames * share))
    with tempfile.TemporaryDirectory() as folder:
        made, to = Path(folder, "made.mp4"), Path(folder, "to.mp4")
        clip(made, rising(there, 64, 64), rate)
        if there - 1 < 0.85 * (frames - 1):
            with pytest.raises(ValueError, match=r"s long where .* s were asked for"):
                conformed(made, request, to)
            assert not to.exists()
            return
        conformed(made, request, to)
        _holds(to, request)
        greys = levels(to)
    if there <= frames:
        # Slowed, it ends with its own last frame.
        assert abs(greys[-1] - (200 if there > 1 else 50)) < 4
    # Evenly: no frame stands while its neighbours move.
    steps = np.diff(greys)
    if there > 4:
        assert abs(steps - steps.mean()).max() < 4


def test_a_frame_between_two_is_their_blend(tmp_path: Path) -> None:
    clip(tmp_path / "made.mp4", [grey(40), grey(200), grey(40)], 12)
    conformed(tmp_path / "made.mp4", asked(frames=4), tmp_path / "to.mp4")
    assert levels(tmp_path / "to.mp4") == pytest.approx([40, 120, 200, 120], abs=3)


def test_the_same_rate_keeps_every_frame_sharp(tmp_path: Path) -> None:
    """Also from a file that keeps times in milliseconds."""
    pictures = [grey(40 + 150 * (n % 2)) for n in range(24)]
    clip(tmp_path / "made.mkv", pictures)
    conformed(tmp_path / "made.mkv", asked(), tmp_path / "to.mp4")
    assert levels(tmp_path / "to.mp4") == pytest.approx([float(one.mean()) for one in pictures], abs=3)


def test_frames_that_come_unevenly_are_shown_when_they_come(tmp_path: Path) -> None:
    clip(tmp_path / "made.mkv", [grey(50), grey(100), grey(200)], 25, times=[0, 500, 1000])
    conformed(tmp_path / "made.mkv", asked(frames=5, rate=4), tmp_path / "to.mp4")
    assert levels(tmp_path / "to.mp4") == pytest.approx([50, 75, 100, 150, 200], abs=3)


@pytest.mark.parametrize(
    ("name", "codec", "pix_fmt"),
    [
        ("a.mp4", "libx264", "yuv444p"),
        ("a.mp4", "libx265", "yuv420p10le"),
        ("a.webm", "libvpx-vp9", "yuv420p"),
        ("a.avi", "mpeg4", "yuv420p"),
        ("a.mov", "mjpeg", "yuvj420p"),
        ("a.gif", "gif", "rgb8"),
    ],
)
def test_whatever_ffmpeg_decodes_is_taken_with_its_colours(tmp_path: Path, name: str, codec: str, pix_fmt: str) -> None:
    picture = np.zeros((64, 96, 3), np.uint8)
    picture[:] = (200, 60, 40)
    clip(tmp_path / name, [picture] * 30, 25, codec=codec, pix_fmt=pix_fmt, sound=name == "a.mp4")
    request = asked(frames=24)
    conformed(tmp_path / name, request, tmp_path / "to.mp4")
    _holds(tmp_path / "to.mp4", request)
    shown = seen(tmp_path / "to.mp4")[5][20:40, 20:60].mean(axis=(0, 1))
    # A GIF has few colours.
    assert shown == pytest.approx([200, 60, 40], abs=30 if codec == "gif" else 8)


def test_it_is_cropped_evenly_and_never_stretched(tmp_path: Path) -> None:
    square = np.zeros((128, 128, 3), np.uint8)
    square[48:80, 48:80] = 255
    clip(tmp_path / "made.mp4", [square] * 4)
    conformed(tmp_path / "made.mp4", asked(128, 64, 4), tmp_path / "to.mp4")
    bright = np.argwhere(seen(tmp_path / "to.mp4")[0][..., 0] > 128)
    assert bright.min(axis=0) == pytest.approx([16, 48], abs=1)
    assert bright.max(axis=0) == pytest.approx([47, 79], abs=1)


def test_pixels_that_are_not_square_are_made_so(tmp_path: Path) -> None:
    narrow = np.zeros((64, 64, 3), np.uint8)
    narrow[:, :32] = 255
    clip(tmp_path / "made.mp4", [narrow] * 4, aspect=Fraction(2))
    conformed(tmp_path / "made.mp4", asked(128, 64, 4), tmp_path / "to.mp4")
    shown = seen(tmp_path / "to.mp4")[0][..., 0]
    assert shown[:, :60].min() > 200
    assert shown[:, 68:].max() < 50


def test_what_a_phone_turned_is_upright(tmp_path: Path) -> None:
    """The picture of a file whose display matrix says so, as players show it."""
    wide = np.zeros((64, 128, 3), np.uint8)
    wide[:, :64] = (255, 0, 0)
    plain = clip(tmp_path / "made.mp4", [wide] * 4)
    (tmp_path / "turned.mp4").write_bytes(_turned(plain.read_bytes()))
    with av.open(str(tmp_path / "turned.mp4")) as container:
        # Shown, its left side is at the top: it is turned clockwise by a right angle.
        assert next(container.decode(video=0)).rotation == -90
    conformed(tmp_path / "turned.mp4", asked(64, 128, 4), tmp_path / "to.mp4")
    shown = seen(tmp_path / "to.mp4")[0]
    assert shown[:60, :, 0].min() > 200
    assert shown[68:, :, 0].max() < 50


def _turned(mp4: bytes) -> bytes:
    """The file with the matrix of a quarter turn clockwise in its track header (ISO 14496-12, 8.3.2)."""
    matrix = b"".join(n.to_bytes(4, "big", signed=True) for n in (0, 65536, 0, -65536, 0, 0, 64 << 16, 0, 1 << 30))
    place = mp4.index(b"tkhd") + 4 + 4 + 20 + 8 + 8
    return mp4[:place] + matrix + mp4[place + 36 :]


def test_frames_of_a_model_come_out_as_they_went_in(tmp_path: Path) -> None:
    request = asked(96, 64, 24)
    encoded(iter(rising(16)), Fraction(16), request, tmp_path / "to.mp4")
    _holds(tmp_path / "to.mp4", request)
    greys = levels(tmp_path / "to.mp4")
    assert (greys[0], greys[-1]) == pytest.approx((50, 200), abs=2)
    assert [path.name for path in tmp_path.iterdir()] == ["to.mp4"]


def test_too_few_frames_of_a_model_leave_nothing_behind(tmp_path: Path) -> None:
    for frames in (rising(12), []):
        with pytest.raises(ValueError, match=r"s long where|nothing in it"):
            encoded(frames, Fraction(24), asked(), tmp_path / "to.mp4")
    assert list(tmp_path.iterdir()) == []


def test_the_same_footage_gives_the_same_bytes(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    noise = [rng.integers(0, 255, (64, 96, 3), np.uint8) for _ in range(20)]
    clip(tmp_path / "made.mp4", noise, 16)
    for name in ("one.mp4", "two.mp4"):
        conformed(tmp_path / "made.mp4", asked(), tmp_path / name)
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()


def test_the_index_stands_before_the_frames(tmp_path: Path) -> None:
    encoded(rising(24), Fraction(24), asked(), tmp_path / "to.mp4")
    content = (tmp_path / "to.mp4").read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a video",
        b"<html>404</html>",
        b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nmade.mp4\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile made.mp4\n",
    ],
)
def test_what_is_no_video_is_refused(tmp_path: Path, content: bytes) -> None:
    """A playlist too, which would have FFmpeg open whatever it names."""
    clip(tmp_path / "made.mp4", rising(48))
    (tmp_path / "content").write_bytes(content)
    with pytest.raises(ValueError, match=r"cannot be decoded|nothing in it"):
        conformed(tmp_path / "content", asked(), tmp_path / "to.mp4")
    assert not (tmp_path / "to.mp4").exists()


def test_half_a_file_and_one_without_pictures_are_refused(tmp_path: Path) -> None:
    whole = clip(
        tmp_path / "made.mp4", [np.random.default_rng(n).integers(0, 255, (64, 96, 3), np.uint8) for n in range(48)]
    )
    (tmp_path / "half.mp4").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with av.open(str(tmp_path / "sound.mp4"), "w") as container:
        ear = container.add_stream("aac", rate=48_000, layout="mono")
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 48_000), np.float32), format="fltp", layout="mono")
        silence.sample_rate = 48_000
        container.mux(ear.encode(silence))
        container.mux(ear.encode(None))
    for name in ("half.mp4", "sound.mp4"):
        with pytest.raises(ValueError, match=r"cannot be decoded|no video"):
            conformed(tmp_path / name, asked(frames=48), tmp_path / "to.mp4")


def test_it_stops_when_it_is_told(tmp_path: Path) -> None:
    clip(tmp_path / "made.mp4", rising(48))
    stop = threading.Event()
    stop.set()
    with pytest.raises(RunCancelled):
        conformed(tmp_path / "made.mp4", asked(), tmp_path / "to.mp4", stop)
    assert not (tmp_path / "to.mp4").exists()


def test_memory_does_not_grow_with_length(tmp_path: Path) -> None:
    """Four hundred frames are 118 MB of pixels."""
    still = np.random.default_rng(1).integers(0, 255, (256, 384, 3), np.uint8)
    request = asked(384, 256, 400)
    clip(tmp_path / "made.mp4", itertools.repeat(still, 400))
    conformed(tmp_path / "made.mp4", asked(384, 256, 24), tmp_path / "short.mp4")
    process, over, most = psutil.Process(), threading.Event(), 0
    before = process.memory_info().rss

    def watch() -> None:
        nonlocal most
        while not over.wait(0.01):
            most = max(most, process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    conformed(tmp_path / "made.mp4", request, tmp_path / "to.mp4")
    over.set()
    watcher.join()
    assert 0 < most < before + 50_000_000
