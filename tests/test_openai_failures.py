"""What goes wrong between a tool and its service is an error by its cause, without the key."""

from __future__ import annotations

import asyncio
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from openai_calls import LINE, PICTURE, painter, say, speaker, writer
from openai_wire import ANSWER, KEY, PITCH, completed, failed, responded

from studio.errors import (
    BadRequest,
    Cause,
    ContentRefused,
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


@pytest.mark.parametrize(
    ("chat", "sent"),
    [
        (False, responded(refusal="I cannot help with that.")),
        (False, responded("{", incomplete="content_filter")),
        (True, completed(None, refusal="I cannot help with that.")),
        (True, completed("", finish="content_filter")),
    ],
)
def test_a_refusal_is_no_malformed_answer(server: WireServer, tmp_path: Path, chat: bool, sent: Sent) -> None:
    server.script.append(sent)
    bench = FolderBench(tmp_path)
    with pytest.raises(ContentRefused, match="refuses") as raised:
        asyncio.run(writer(api="chat" if chat else "responses")(PITCH, bench))
    assert raised.value.cause is Cause.CONTENT_POLICY
    assert not raised.value.retryable
    assert sum(bench.charged) > 0


FAILURES: list[tuple[Sent, type[ProviderError], bool, bool]] = [
    (failed(401, "invalid_api_key", f"Incorrect API key provided: {KEY}."), NotAuthorised, False, True),
    (failed(403, message="Not your project."), NotAuthorised, False, True),
    (failed(429, "rate_limit_exceeded", retry_after="7"), RateLimited, True, True),
    (failed(429, "insufficient_quota"), QuotaExhausted, False, True),
    (failed(400, "moderation_blocked", "Rejected by the safety system."), ContentRefused, False, True),
    (failed(400, message=f"Bad key {KEY} in it."), BadRequest, False, True),
    (failed(404, "model_not_found", "No such model."), BadRequest, False, True),
    (failed(500), ServerFailed, True, False),
    (failed(503), ServerFailed, True, False),
    (Sent(b"<html>Bad gateway</html>", 502, "text/html"), ServerFailed, True, False),
    (Sent(b"<html>Welcome</html>", 200, "text/html"), ServerFailed, True, False),
    (Sent(b'{"id": "resp_1", "output": [', 200), ServerFailed, True, False),
    (as_json({"hello": "world"}), ServerFailed, True, False),
    (as_json([1, 2]), ServerFailed, True, False),
    (Sent(responded(ANSWER).body, share=0.5), Unreachable, True, False),
]


@pytest.mark.parametrize("make", [writer, painter, speaker])
@pytest.mark.parametrize(("sent", "kind", "retryable", "unpaid"), FAILURES)
def test_failures_are_errors_by_their_cause(
    server: WireServer,
    tmp_path: Path,
    make: Any,
    sent: Sent,
    kind: type[ProviderError],
    retryable: bool,
    unpaid: bool,
) -> None:
    server.script.append(sent)
    one = make()
    with pytest.raises(ProviderError) as raised:
        asyncio.run(one({writer: PITCH, painter: PICTURE, speaker: LINE}[make], FolderBench(tmp_path)))
    error = raised.value
    assert type(error) is kind
    assert (error.retryable, error.unpaid) == (retryable, unpaid)
    assert (error.provider, error.tool) == ("openai", one.name)
    assert error.status == (sent.status if sent.status != 200 else None)
    assert error.cause is kind.cause
    # Nothing that is told or kept of it holds the key, and the SDK's own error is not behind it.
    assert KEY not in f"{error} {error.fields} {error.next_step}"
    assert error.__cause__ is None
    # The SDK asked once: only the producer asks again.
    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("headers", "wait"),
    [({"retry_after": "7"}, 7.0), ({"retry_after_ms": "250"}, 0.25), ({}, None), ({"retry_after": "soon"}, None)],
)
def test_the_wait_that_the_server_asks_for_is_told(
    server: WireServer, tmp_path: Path, headers: dict[str, str], wait: float | None
) -> None:
    server.script.append(failed(429, **headers))
    with pytest.raises(RateLimited) as raised:
        say(writer(), tmp_path)
    assert raised.value.retry_after == wait


def test_the_wait_may_be_a_date(server: WireServer, tmp_path: Path) -> None:
    server.script.append(lambda _: failed(429, retry_after=formatdate(2_000_000_000, usegmt=True)))
    with pytest.raises(RateLimited) as raised:
        say(writer(), tmp_path)
    assert raised.value.retry_after is not None
    assert raised.value.retry_after > 1_000


def test_who_says_nothing_is_not_waited_for(server: WireServer, tmp_path: Path) -> None:
    server.script.append(Sent(hangs=True))
    with pytest.raises(TimedOut, match=r"0\.2 seconds") as raised:
        say(writer(timeout=0.2), tmp_path)
    assert raised.value.retryable
    assert not raised.value.unpaid


def test_nobody_there_costs_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with WireServer(lambda _: Sent()) as gone:
        address = gone.url
    with pytest.raises(Unreachable, match="cannot be reached") as raised:
        say(writer(base_url=address), tmp_path)
    assert raised.value.unpaid
