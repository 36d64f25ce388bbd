"""Jobs on a ComfyUI server that nobody took back: found again by their name, and never handed in twice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from comfyui_calls import tool
from comfyui_wire import Comfy, comfyui, ended, painting, refused
from openai_calls import PICTURE

from studio.errors import BadRequest, ServerFailed, Unreachable
from studio.testing import FolderBench
from studio.testing.wire import Received, Sent, Talk, WireServer
from studio.tools.comfyui import job


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[WireServer, Comfy]]:
    monkeypatch.setattr(job, "_OFTEN", 0.02)
    with comfyui() as running:
        yield running


def jobs(server: WireServer) -> list[str]:
    return [one.json["prompt_id"] for one in server.received if one.path == "/prompt"]


def killed(one: Any, bench: FolderBench, server: WireServer, patch: pytest.MonkeyPatch) -> None:
    """A call that ends after its job was handed in, without a last word to the server."""

    async def never(*_: object) -> None:
        raise ConnectionError

    async def stopped() -> None:
        running = asyncio.create_task(one(PICTURE, bench))
        while not any(received.path.startswith("/history") for received in server.received):  # noqa: ASYNC110 - a thread's
            await asyncio.sleep(0.01)
        running.cancel()
        await running

    with patch.context() as patched:
        patched.setattr(job, "_take_back", never)
        with pytest.raises(asyncio.CancelledError):
            asyncio.run(stopped())


@pytest.mark.parametrize("takes_names", [True, False])
def test_a_job_is_taken_up_after_a_kill(
    served: tuple[WireServer, Comfy], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, takes_names: bool
) -> None:
    server, comfy = served
    comfy.held, comfy.takes_names = True, takes_names
    one, bench = tool(tmp_path, painting(), server.url), FolderBench(tmp_path)
    killed(one, bench, server, monkeypatch)
    assert bench.job == comfy.pending[0][1]
    comfy.finish()
    asyncio.run(one(PICTURE, bench))
    assert len(jobs(server)) == 1


def test_a_job_that_the_server_has_forgotten_is_handed_in_again(
    served: tuple[WireServer, Comfy], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, comfy = served
    comfy.held = True
    one, bench = tool(tmp_path, painting(), server.url), FolderBench(tmp_path)
    killed(one, bench, server, monkeypatch)
    comfy.pending.clear()
    comfy.held = False
    asyncio.run(one(PICTURE, bench))
    first, second = jobs(server)
    assert first == second == bench.job


def test_an_answer_that_was_lost_is_no_second_job(served: tuple[WireServer, Comfy], tmp_path: Path) -> None:
    server, comfy = served

    def half(received: Received) -> Sent | Talk:
        answer = comfy(received)
        if received.path == "/prompt" and isinstance(answer, Sent):
            return Sent(answer.body, share=0.5)
        return answer

    server.answer = half
    one, bench = tool(tmp_path, painting(), server.url), FolderBench(tmp_path)
    with pytest.raises(Unreachable):
        asyncio.run(one(PICTURE, bench))
    asyncio.run(one(PICTURE, bench))
    assert len(jobs(server)) == 1


def test_a_job_that_came_to_nothing_or_was_taken_back_is_not_kept(
    served: tuple[WireServer, Comfy], tmp_path: Path
) -> None:
    server, comfy = served
    server.script += [Sent(status=404), refused({}, message="No."), Sent(status=404)]
    one, bench = tool(tmp_path, painting(), server.url), FolderBench(tmp_path)
    with pytest.raises(BadRequest):
        asyncio.run(one(PICTURE, bench))
    assert bench.job is None
    comfy.ends = ended(("execution_error", {"node_id": "3", "exception_type": "RuntimeError"}))
    with pytest.raises(ServerFailed):
        asyncio.run(one(PICTURE, bench))
    assert bench.job is None
    comfy.held = True

    async def stopped() -> None:
        running = asyncio.create_task(one(PICTURE, bench))
        comfy.queued.clear()
        assert await asyncio.to_thread(comfy.queued.wait, 10)
        running.cancel()
        await running

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(stopped())
    assert (bench.job, comfy.pending) == (None, [])
