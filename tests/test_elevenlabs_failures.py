"""What goes wrong between a tool and ElevenLabs is an error by its cause, without the key."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("elevenlabs", reason="needs the extra: pip install 'creative-studio[elevenlabs]'")

from elevenlabs_calls import CUE, LINE, SEA, composer, rustler, speaker
from elevenlabs_wire import KEY, elevenlabs_server, failed, is_list, sounded, tones, usual

from studio.errors import (
    BadRequest,
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

TOOLS: list[Any] = [(speaker, LINE), (composer, CUE), (rustler, SEA)]


@pytest.fixture
def eleven(monkeypatch: pytest.MonkeyPatch) -> Any:
    with elevenlabs_server(monkeypatch) as running:
        yield running


def answer_with(server: WireServer, sent: Sent) -> None:
    """Lists are answered as usual, everything else with ``sent``."""
    server.answer = lambda received: usual(received) if is_list(received) else sent


NOT_VALID = as_json({"detail": [{"loc": ["body", "text"], "msg": f"field required {KEY}", "type": "missing"}]}, 422)
FAILURES: list[tuple[Sent, type[ProviderError], bool, bool]] = [
    (failed(401, "invalid_api_key", f"Invalid API key {KEY}."), NotAuthorised, False, True),
    (failed(401, "quota_exceeded", "You have 0 credits remaining."), QuotaExhausted, False, True),
    (failed(402, "payment_required"), QuotaExhausted, False, True),
    (failed(403, "missing_permissions"), NotAuthorised, False, True),
    (failed(403, "output_format_not_allowed", "Not on your plan."), BadRequest, False, True),
    (failed(429, "too_many_concurrent_requests", retry_after="7"), RateLimited, True, True),
    (failed(429, "system_busy"), RateLimited, True, True),
    (failed(400, "content_against_policy", f"We do not do that, {KEY}."), ContentRefused, False, True),
    (failed(400, "bad_prompt", "It names an artist."), ContentRefused, False, True),
    (failed(404, "voice_not_found", f"No voice {KEY}."), BadRequest, False, True),
    (failed(400, "max_character_limit_exceeded"), BadRequest, False, True),
    (NOT_VALID, BadRequest, False, True),
    (as_json({"detail": f"Not Found {KEY}"}, 404), BadRequest, False, True),
    (failed(500), ServerFailed, True, False),
    (Sent(b"<html>Bad gateway</html>", 502, "text/html"), ServerFailed, True, False),
    (Sent(b"<html>Welcome</html>", 200, "text/html"), ServerFailed, True, False),
    (Sent(b'{"audio_base64": ', 200), ServerFailed, True, False),
    (as_json({"hello": "world"}), ServerFailed, True, False),
    (as_json([1, 2]), ServerFailed, True, False),
    (Sent(b"", 302, headers={"location": "http://127.0.0.1:9/elsewhere"}), ServerFailed, True, False),
    (Sent(sounded(tones(1.0)).body, media_type="audio/mpeg", share=0.5), Unreachable, True, False),
]


@pytest.mark.parametrize(("make", "request_"), TOOLS)
@pytest.mark.parametrize(("sent", "kind", "retryable", "unpaid"), FAILURES)
def test_failures_are_errors_by_their_cause(
    eleven: WireServer,
    tmp_path: Path,
    make: Any,
    request_: Any,
    sent: Sent,
    kind: type[ProviderError],
    retryable: bool,
    unpaid: bool,
) -> None:
    answer_with(eleven, sent)
    one = make()
    with pytest.raises(ProviderError) as raised:
        asyncio.run(one(request_, FolderBench(tmp_path)))
    error = raised.value
    assert type(error) is kind
    assert (error.retryable, error.unpaid) == (retryable, unpaid)
    assert (error.provider, error.tool) == ("elevenlabs", one.name)
    assert error.status == (sent.status if sent.status >= 400 else None)
    assert KEY not in f"{error} {error.fields} {error.next_step}"
    assert error.__cause__ is None
    # The SDK asked once: only the producer asks again.
    assert sum(not is_list(received) for received in eleven.received) == 1


@pytest.mark.parametrize(("make", "request_"), TOOLS)
def test_the_wait_that_the_service_asks_for_is_told(
    eleven: WireServer, tmp_path: Path, make: Any, request_: Any
) -> None:
    answer_with(eleven, failed(429, "too_many_concurrent_requests", retry_after="7"))
    with pytest.raises(RateLimited) as raised:
        asyncio.run(make()(request_, FolderBench(tmp_path)))
    assert raised.value.retry_after == 7.0


@pytest.mark.parametrize(("make", "request_"), TOOLS)
def test_who_says_nothing_is_not_waited_for(eleven: WireServer, tmp_path: Path, make: Any, request_: Any) -> None:
    answer_with(eleven, Sent(hangs=True))
    # Long enough for the lists, which come, on a busy machine.
    with pytest.raises(TimedOut, match="3 seconds") as raised:
        asyncio.run(make(timeout=3)(request_, FolderBench(tmp_path)))
    assert raised.value.retryable
    assert not raised.value.unpaid


@pytest.mark.parametrize(("make", "request_"), TOOLS)
def test_nobody_there_costs_nothing(eleven: WireServer, tmp_path: Path, make: Any, request_: Any) -> None:
    with WireServer(usual) as gone:
        address = gone.url
    with pytest.raises(Unreachable, match="cannot be reached") as raised:
        asyncio.run(make(base_url=address)(request_, FolderBench(tmp_path)))
    assert raised.value.unpaid


@pytest.mark.parametrize("sent", [failed(500), Sent(hangs=True), as_json([1]), as_json({"voices": 3})])
def test_a_list_that_does_not_come_costs_nothing(eleven: WireServer, tmp_path: Path, sent: Sent) -> None:
    eleven.answer = lambda _: sent
    with pytest.raises(ProviderError) as raised:
        asyncio.run(speaker(timeout=0.4)(LINE, FolderBench(tmp_path)))
    assert raised.value.unpaid
    assert raised.value.retryable
    # The next call asks again.
    eleven.answer = usual
    one = speaker()
    eleven.script.append(failed(500))
    with pytest.raises(ServerFailed):
        asyncio.run(one(LINE, FolderBench(tmp_path)))
    assert asyncio.run(one(LINE, FolderBench(tmp_path))).words


def test_a_key_goes_to_no_other_host(eleven: WireServer, tmp_path: Path) -> None:
    with WireServer(usual) as other:
        answer_with(eleven, Sent(b"", 307, headers={"location": f"{other.url}/v1/music"}))
        with pytest.raises(ServerFailed):
            asyncio.run(composer()(CUE, FolderBench(tmp_path)))
        assert other.received == []
