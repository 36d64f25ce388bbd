"""Clips over the wire that do not come: errors by their cause, and jobs that are kept, taken up, cancelled or over."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from video_wire import KEY, Fal, Maker, Runway, Videos, footage, make, with_picture

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
from studio.testing import FolderBench
from studio.testing.wire import Sent, WireServer, as_json

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


def test_who_stops_before_a_job_was_seen_again_leaves_it(service: Maker, tmp_path: Path) -> None:
    """It may run, or be done by now."""
    bench = FolderBench(tmp_path)
    bench.submitted("job-1")
    service.script.append(Sent(hangs=True))

    async def stopped() -> None:
        task = asyncio.ensure_future(service.tool()(with_picture(bench), bench))
        while not service.received:  # noqa: ASYNC110 - the server is a thread
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(stopped())
    assert (service.cancelled, bench.job) == ([], "job-1")


def test_who_stops_while_it_is_submitted_loses_nothing(service: Maker, tmp_path: Path) -> None:
    bench, late = FolderBench(tmp_path), asyncio.Event()

    async def stopped() -> None:
        loop = asyncio.get_running_loop()

        def slow(received: Any) -> Sent:
            loop.call_soon_threadsafe(late.set)
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
