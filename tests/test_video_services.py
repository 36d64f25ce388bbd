"""Clips over the wire: what goes out to each service, and what comes back."""

from __future__ import annotations

import asyncio
import base64
import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from footage import seen
from PIL import Image
from video_wire import ASKED, KEY, Fal, Maker, Runway, Videos, body_of, footage, make, picture, served, with_picture

from studio.errors import BadRequest
from studio.production.vocabulary import CameraMove
from studio.testing import FolderBench, VideoConformance
from studio.testing.wire import Sent, WireServer
from studio.tools.video import VideoRequest, longest


def frames_of(bench: FolderBench, product: Any) -> list[tuple[int, int]]:
    with av.open(str(bench.path(product.video))) as container:
        assert not container.streams.audio
        return [(frame.width, frame.height) for frame in container.decode(video=0)]


def test_a_clip_comes_as_it_was_asked_for(service: Maker, tmp_path: Path) -> None:
    service.stages = ["waiting", "running", "running"]
    bench = FolderBench(tmp_path)
    product = make(service, bench)
    assert frames_of(bench, product) == [(192, 108)] * 40
    assert product.frames == 40
    assert len(service.submissions) == 1
    assert service.looks == 4


def test_the_key_goes_to_the_service_and_not_to_where_the_file_lies(service: Maker, tmp_path: Path) -> None:
    make(service, FolderBench(tmp_path))
    for one in service.received:
        sent = one.headers.get("authorization", "")
        if one.path.startswith("/files/"):
            assert not sent
        else:
            assert sent == (f"Key {KEY}" if isinstance(service, Fal) else f"Bearer {KEY}")


# What goes out


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Maker], Maker]]:
    """Serves a service that the test makes."""
    running: list[Any] = []

    def start(one: Maker) -> Maker:
        context = served(one, monkeypatch)
        context.__enter__()
        running.append(context)
        return one

    yield start
    for context in running:
        context.__exit__(None, None, None)


Box = Callable[[Maker], Maker]


def test_runway_gets_the_picture_in_the_nearest_ratio_and_the_shortest_length(box: Box, tmp_path: Path) -> None:
    service, bench = box(Runway()), FolderBench(tmp_path)
    make(service, bench, ASKED.model_copy(update={"move": CameraMove.PUSH_IN}))
    (received,) = service.submissions
    assert received.path == "/v1/image_to_video"
    assert received.headers["x-runway-version"] == "2024-11-06"
    body = body_of(received)
    head, _, data = body.pop("promptImage").partition(",")
    assert head == "data:image/png;base64"
    with Image.open(io.BytesIO(base64.b64decode(data))) as sent:
        assert sent.size == (1280, 720)
        assert sent.getpixel((640, 360)) == (255, 0, 0)
    assert body == {
        "model": "gen4_turbo",
        "promptText": "Waves roll in under a lighthouse. The camera slowly pushes in.",
        "ratio": "1280:720",
        "duration": 2,
        "seed": (2**40 + 7) % 2**32,
    }
    # What the finished task said: 10 credits, a cent each.
    assert bench.charged == [Decimal("0.1")]


@pytest.mark.parametrize(
    ("model", "ratio", "more"),
    [
        ("gen4.5", "720:1280", {"seed": 3}),
        ("veo3.1_fast", "1080:1920", {"seed": 3, "audio": False}),
        ("kling_9", "720:1280", {}),
    ],
)
def test_runway_makes_clips_from_words_where_a_model_does(
    box: Box, tmp_path: Path, model: str, ratio: str, more: dict[str, Any]
) -> None:
    service = box(Runway())
    request = VideoRequest(prompt="A fox.", width=270, height=480, frames=24 * 7, seed=3)
    if ratio == "1080:1920":
        assert longest(service.tool(model), request) == 8 * 24
    service.file = Sent(footage(10), media_type="video/mp4")
    asyncio.run(service.tool(model)(request, FolderBench(tmp_path)))
    (received,) = service.submissions
    assert received.path == "/v1/text_to_video"
    seconds = {"gen4.5": 7, "veo3.1_fast": 8, "kling_9": 10}[model]
    prompt = "A fox. The camera stands still."
    assert body_of(received) == {"model": model, "promptText": prompt, "ratio": ratio, "duration": seconds, **more}


def test_a_model_that_needs_a_picture_says_so(box: Box, tmp_path: Path) -> None:
    for service in (Runway(), Fal()):
        with pytest.raises(BadRequest, match="from pictures only"):
            asyncio.run(box(service).tool()(ASKED, FolderBench(tmp_path)))
        assert service.submissions == []


def test_a_long_prompt_is_cut_and_a_large_picture_is_smaller(box: Box, tmp_path: Path) -> None:
    noise = io.BytesIO()
    Image.effect_noise((2400, 1350), 120).convert("RGB").save(noise, "PNG")
    bench, service = FolderBench(tmp_path), box(Runway())
    request = with_picture(bench, ASKED.model_copy(update={"prompt": "word \U0001f30a " * 400}), noise.getvalue())
    asyncio.run(service.tool("kling2.5_turbo_pro")(request, bench))
    body = body_of(service.submissions[0])
    assert len(body["promptText"].encode("utf-16-le")) // 2 <= 1000
    assert body["promptText"].endswith(". The camera stands still.")
    assert len(body["promptImage"]) <= 5_000_000
    assert body["promptImage"].startswith("data:image/jpeg")
    # With a picture, this one has no ratio to choose.
    assert "ratio" not in body


def test_a_server_with_the_videos_shape_gets_a_form(box: Box, tmp_path: Path) -> None:
    service, bench = box(Videos()), FolderBench(tmp_path)
    make(service, bench, sends_seed=True, sizes=("832x480", "480x832"), seconds=(3, 5))
    (received,) = service.submissions
    assert received.path == "/v1/videos"
    parts = {part.name: part for part in received.form}
    assert {name: part.content.decode() for name, part in parts.items() if not part.filename} == {
        "model": "wan",
        "prompt": "Waves roll in under a lighthouse. The camera stands still.",
        "size": "832x480",
        "seconds": "3",
        "seed": str(ASKED.seed),
    }
    sent = parts["input_reference"]
    assert (sent.filename, sent.media_type) == ("first-frame.png", "image/png")
    with Image.open(io.BytesIO(sent.content)) as first:
        assert first.size == (832, 480)
    asyncio.run(service.tool()(ASKED, FolderBench(tmp_path)))
    plain = {part.name: part.content.decode() for part in service.submissions[1].form}
    assert plain == {
        "model": "wan",
        "prompt": "Waves roll in under a lighthouse. The camera stands still.",
        "size": "1280x720",
        "seconds": "4",
    }


def test_content_that_lies_elsewhere_is_fetched_there_without_the_key(box: Box, tmp_path: Path) -> None:
    service = box(Videos())
    service.file = Sent(b"", 302, headers={"location": "/files/made.mp4"})
    files = Sent(footage(4), media_type="video/mp4")
    ask = Videos.__call__

    def answer(received: Any) -> Sent:
        return files if received.path.startswith("/files/") else ask(service, received)  # type: ignore[arg-type]

    with WireServer(answer) as server:
        service.url = server.url
        make(service, FolderBench(tmp_path))
        (fetched,) = [one for one in server.received if one.path.startswith("/files/")]
    assert "authorization" not in fetched.headers


@pytest.mark.parametrize(
    ("model", "arguments"),
    [
        ("fal-ai/kling-video/v2.5-turbo/pro/image-to-video", {"duration": "5"}),
        ("fal-ai/pika/v2.2/image-to-video", {"duration": 5, "resolution": "720p", "seed": 7}),
        ("fal-ai/ltx-2/image-to-video", {"duration": 6, "resolution": "1080p", "fps": 25, "generate_audio": False}),
        (
            "fal-ai/wan/v2.2-a14b/image-to-video",
            {"num_frames": 29, "frames_per_second": 16, "resolution": "720p", "seed": 7},
        ),
        ("fal-ai/veo3.1/fast/image-to-video", {"duration": "4s", "generate_audio": False, "seed": 7}),
        ("acme/new-thing/image-to-video", {"duration": "5", "seed": 7}),
    ],
)
def test_fal_gets_what_each_model_calls_its_arguments(
    box: Box, tmp_path: Path, model: str, arguments: dict[str, Any]
) -> None:
    service, bench = box(Fal()), FolderBench(tmp_path)
    request = ASKED.model_copy(update={"seed": 2**31 + 7})
    make(service, bench, request, model=model)
    (received,) = service.submissions
    assert received.path == f"/{model}"
    body = body_of(received)
    assert body.pop("image_url") == f"data:image/png;base64,{_again(picture())}"
    assert body == {"prompt": "Waves roll in under a lighthouse. The camera stands still.", **arguments}
    looked = [one.path for one in service.received if one.method == "GET" and "/requests/" in one.path]
    owner = "/".join(model.split("/")[:2])
    assert looked == [f"/{owner}/requests/job-1/status", f"/{owner}/requests/job-1"]


def _again(png: bytes) -> str:
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(png)) as opened:
        opened.convert("RGB").save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def test_fal_counts_frames_where_a_model_does(box: Box, tmp_path: Path) -> None:
    bench = FolderBench(tmp_path)
    first = bench.add(picture(), "image/png")
    tool = box(Fal()).tool("fal-ai/wan/v2.2-a14b/image-to-video")
    assert longest(tool, ASKED) == 161 * 24 // 16
    for frames in range(1, 300):
        request = ASKED.model_copy(update={"frames": frames})
        sent = asyncio.run(tool._arguments(request.model_copy(update={"picture": first}), bench))["num_frames"]
        assert (sent - 1) % 4 == 0
        assert 17 <= sent <= 161
        assert sent == 161 or Fraction(sent, 16) >= Fraction(frames, 24) - Fraction(1, 16)


def test_what_a_call_can_cost_is_known_before(box: Box) -> None:
    ten = ASKED.model_copy(update={"frames": 240})
    assert box(Runway()).tool().most(ASKED) == Decimal("0.10")
    assert box(Runway()).tool("gen4.5").most(ten) == Decimal("1.20")
    assert box(Runway()).tool("wan3").most(ten) is None
    assert box(Fal()).tool().most(ASKED) == Decimal("0.35")
    # 29 frames of its own.
    assert box(Fal()).tool("fal-ai/wan/v2.2-a14b/image-to-video").most(ASKED) == Decimal("0.14504")
    assert box(Videos()).tool().most(ASKED) is None
    assert box(Videos()).tool(free=True).most(ASKED) == 0


class _Conforms(VideoConformance):
    deterministic = False
    make: Callable[[], Maker]

    @pytest.fixture(autouse=True)
    def _served(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        one = type(self).make()
        with served(one, monkeypatch):
            self.tool = one.tool()
            yield

    def a_request(self, folder: Path) -> VideoRequest:
        return with_picture(FolderBench(folder), super().a_request(folder))


class TestRunwayVideo(_Conforms):
    make = Runway


class TestOpenAIVideo(_Conforms):
    make = Videos


class TestFalVideo(_Conforms):
    make = Fal


def test_the_clip_shows_what_the_service_made(box: Box, tmp_path: Path) -> None:
    service, bench = box(Fal()), FolderBench(tmp_path)
    product = make(service, bench)
    greys = [float(frame.mean()) for frame in seen(bench.path(product.video))]
    assert greys == pytest.approx([40 + n for n in range(40)], abs=3)
