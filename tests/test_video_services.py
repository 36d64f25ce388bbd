"""Clips over the wire: what goes out to each service, what comes back, jobs that are taken up, cancelled or late."""

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
from video_wire import ASKED, KEY, Fal, Maker, Runway, Videos, body_of, footage, picture, served, with_picture

from studio.errors import (
    BadRequest,
    ContentRefused,
    MalformedProduct,
    NotAuthorised,
    ProviderError,
    QuotaExhausted,
    RateLimited,
    ServerFailed,
    TimedOut,
    Unreachable,
)
from studio.production.vocabulary import CameraMove
from studio.testing import FolderBench, VideoConformance
from studio.testing.wire import Sent, WireServer, as_json
from studio.tools.video import VideoRequest, longest

runway = pytest.importorskip("runwayml", reason="needs the extra: pip install 'creative-studio[runway]'")

SERVICES: list[Callable[[], Maker]] = [Runway, Videos, Fal]


@pytest.fixture(params=SERVICES, ids=lambda make: make.__name__.lower())
def service(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Maker]:
    one: Maker = request.param()
    with served(one, monkeypatch):
        yield one


def make(service: Maker, bench: FolderBench, request: VideoRequest = ASKED, **given: Any) -> Any:
    return asyncio.run(service.tool(**given)(with_picture(bench, request), bench))


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
    if model == "veo3.1_fast":
        assert body_of(received)["ratio"] in ("720:1280", "1080:1920")
        ratio = body_of(received)["ratio"]
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
    assert box(Fal()).tool("fal-ai/wan/v2.2-a14b/image-to-video").most(ASKED) == Decimal("0.08") * 29 / 16 // Decimal(
        "0.00008"
    ) * Decimal("0.00008") + Decimal("0.00008")
    assert box(Videos()).tool().most(ASKED) is None
    assert box(Videos()).tool(free=True).most(ASKED) == 0


# What goes wrong

HTML = Sent(b"<html>Welcome</html>", 200, "text/html")
FAILURES: list[tuple[Sent, type[ProviderError], bool, bool]] = [
    (as_json({"error": f"Bad key {KEY}", "detail": f"Bad key {KEY}"}, 401), NotAuthorised, False, True),
    (as_json({"error": "No", "detail": "Exhausted balance"}, 402), QuotaExhausted, False, True),
    (as_json({"error": "Slow down", "detail": "Slow down"}, 429, retry_after="7"), RateLimited, True, True),
    (as_json({"error": f"No such model {KEY}", "detail": f"No such model {KEY}"}, 404), BadRequest, False, True),
    (as_json({"error": "ratio", "detail": [{"msg": "ratio", "type": "missing"}]}, 422), BadRequest, False, True),
    (as_json({"error": "Sorry", "detail": "Sorry"}, 500), ServerFailed, True, False),
    (Sent(b"<html>Bad gateway</html>", 502, "text/html"), ServerFailed, True, False),
    (HTML, ServerFailed, True, False),
    (Sent(b'{"id": "jo', 200), ServerFailed, True, False),
    (as_json({"hello": "world"}), ServerFailed, True, False),
    (as_json([1, 2]), ServerFailed, True, False),
    (as_json({"id": "../../etc", "request_id": "../../etc"}), ServerFailed, True, False),
    (Sent(b"", 302, headers={"location": "http://127.0.0.1:9/elsewhere"}), ServerFailed, True, False),
    (Sent(b'{"id": "job-1", "request_id": "job-1"}', share=0.5), Unreachable, True, False),
]


@pytest.mark.parametrize(("sent", "kind", "retryable", "unpaid"), FAILURES)
def test_failures_of_the_submission_are_errors_by_their_cause(
    service: Maker, tmp_path: Path, sent: Sent, kind: type[ProviderError], retryable: bool, unpaid: bool
) -> None:
    service.script.append(sent)
    bench = FolderBench(tmp_path)
    error = _raised(service, bench)
    assert type(error) is kind, error
    assert (error.retryable, error.unpaid) == (retryable, unpaid)
    assert (error.provider, error.tool) == (service.provider, service.tool().name)
    assert error.status == (sent.status if sent.status >= 400 else None)
    assert error.retry_after == (7.0 if sent.status == 429 else None)
    assert KEY not in f"{error} {error.fields} {error.next_step}"
    # It asked once, and nothing is waited for.
    assert len(service.received) == 1
    assert bench.job is None


@pytest.mark.parametrize(
    ("sent", "kind", "retryable", "_unpaid"), [one for one in FAILURES if one[0].status != 404 and one[0].status != 422]
)
def test_failures_while_waiting_keep_the_job_and_its_price(
    service: Maker, tmp_path: Path, sent: Sent, kind: type[ProviderError], retryable: bool, _unpaid: bool
) -> None:
    service.script.extend([service, sent])
    bench = FolderBench(tmp_path)
    error = _raised(service, bench)
    assert type(error) is kind, error
    assert (error.retryable, error.unpaid) == (retryable, False)
    assert KEY not in f"{error} {error.fields} {error.next_step}"
    assert bench.job == "job-1"
    # Whoever asks again finds it done.
    assert make(service, bench).frames == 40
    assert len(service.submissions) == 1


def _raised(service: Maker, bench: FolderBench, **given: Any) -> Any:
    with pytest.raises((ProviderError, MalformedProduct)) as raised:
        make(service, bench, **given)
    assert raised.value.__cause__ is None
    return raised.value


def test_who_says_nothing_is_not_waited_for(service: Maker, tmp_path: Path) -> None:
    service.script.append(Sent(hangs=True))
    error = _raised(service, FolderBench(tmp_path), timeout=0.3)
    assert isinstance(error, TimedOut)
    assert not error.unpaid


def test_nobody_there_costs_nothing(service: Maker, tmp_path: Path) -> None:
    with WireServer(service) as gone:
        address = gone.url
    error = _raised(service, FolderBench(tmp_path), base_url=address)
    assert isinstance(error, Unreachable)
    assert error.unpaid


def test_a_job_that_never_ends_is_left_and_taken_up_again(service: Maker, tmp_path: Path) -> None:
    service.stages = ["running"] * 1000
    bench = FolderBench(tmp_path)
    error = _raised(service, bench, timeout=0.5)
    assert isinstance(error, TimedOut)
    assert (error.retryable, error.unpaid) == (True, False)
    assert bench.job == "job-1"
    service.stages.clear()
    assert make(service, bench).frames == 40
    assert len(service.submissions) == 1
    assert service.cancelled == []


def test_a_job_that_is_forgotten_is_over(service: Maker, tmp_path: Path) -> None:
    service.script.extend([service, as_json({"error": "No such job", "detail": "No such job"}, 404)])
    bench = FolderBench(tmp_path)
    error = _raised(service, bench)
    assert type(error) is ServerFailed
    # It may have been made, and paid for; the next one is another.
    assert (error.retryable, error.unpaid, bench.job) == (True, False, None)


REFUSALS: dict[type[Maker], Any] = {
    Runway: {"failure": f"No violence, {KEY}.", "failureCode": "SAFETY.INPUT.TEXT"},
    Videos: {"code": "moderation_blocked", "message": f"No violence, {KEY}."},
    Fal: ({"detail": [{"loc": ["body"], "msg": f"No violence, {KEY}.", "type": "content_policy_violation"}]}, 422),
}
BREAKDOWNS: dict[type[Maker], Any] = {
    Runway: {"failure": "It broke.", "failureCode": "INTERNAL.BAD_OUTPUT.CODE01"},
    Videos: {"code": "internal_error", "message": "It broke."},
    Fal: Sent(b'{"detail": "It broke."}', 500, headers={"x-fal-error-type": "runner_server_error"}),
}


def test_a_job_that_is_refused_or_breaks_is_over(service: Maker, tmp_path: Path) -> None:
    for failures, kind in ((REFUSALS, ContentRefused), (BREAKDOWNS, ServerFailed)):
        service.failure = failures[type(service)]
        bench = FolderBench(tmp_path)
        error = _raised(service, bench)
        assert type(error) is kind, error
        assert KEY not in f"{error} {error.fields} {error.next_step}"
        assert "No violence" in str(error) or "It broke" in str(error)
        # The next one is a new job.
        assert bench.job is None
        if isinstance(service, Runway):
            assert bench.charged == [0]


FILES: list[tuple[Sent, type[Exception], bool]] = [
    (Sent(b"", 403), ServerFailed, True),
    (Sent(b"", 500), ServerFailed, True),
    (Sent(b"", 404), MalformedProduct, True),
    (HTML, ServerFailed, True),
    (Sent(footage(5), media_type="video/mp4", share=0.5), Unreachable, True),
    (Sent(b"not a video", media_type="video/mp4"), MalformedProduct, False),
    (Sent(footage(1), media_type="video/mp4"), MalformedProduct, False),
    (Sent(hangs=True), TimedOut, True),
]


@pytest.mark.parametrize(("sent", "kind", "retryable"), FILES)
def test_a_file_that_does_not_come_is_asked_for_again(
    service: Maker, tmp_path: Path, sent: Sent, kind: type[Exception], retryable: bool
) -> None:
    service.file, bench = sent, FolderBench(tmp_path)
    if isinstance(service, Videos) and sent.status == 403:
        # Asked with the key: it is the key that is not accepted.
        kind, retryable = NotAuthorised, False
    error = _raised(service, bench, timeout=0.7 if sent.hangs else 20)
    assert type(error) is kind, error
    assert error.retryable is retryable
    assert not error.unpaid
    # The job stays, unless what it made is of no use: then the producer lets it go.
    assert bench.job == "job-1"
    service.file = None
    assert make(service, bench).frames == 40
    assert len(service.submissions) == 1


@pytest.mark.parametrize(("stage", "cancelled"), [("waiting", 1), ("running", 0)])
def test_who_stops_cancels_what_has_not_begun(service: Maker, tmp_path: Path, stage: str, cancelled: int) -> None:
    service.stages = [stage] * 1000
    bench = FolderBench(tmp_path)

    async def stopped() -> None:
        task = asyncio.ensure_future(service.tool()(with_picture(bench), bench))
        while not service.looks:  # noqa: ASYNC110 - the server is a thread
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(stopped())
    assert len(service.cancelled) == cancelled
    # What runs will have to be paid for: it is taken up.
    assert bench.job == (None if cancelled else "job-1")


def test_who_stops_while_it_is_submitted_loses_nothing(service: Maker, tmp_path: Path) -> None:
    bench, late = FolderBench(tmp_path), asyncio.Event()

    async def stopped() -> None:
        loop = asyncio.get_running_loop()

        def slow(received: Any) -> Sent:
            loop.call_soon_threadsafe(late.set)
            import time

            time.sleep(0.2)
            return service(received)  # type: ignore[operator]

        service.script.append(slow)
        task = asyncio.ensure_future(service.tool()(with_picture(bench), bench))
        await late.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(stopped())
    assert len(service.submissions) == 1
    assert len(service.cancelled) == 1


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
