"""The process of audiocraft as its caller sees it, played by a small script: crashes, silence, garbage, and the end."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from studio.errors import ServerFailed, TimedOut, ToolNotFound
from studio.tools.audiocraft.process import Program, Worker

SCRIPT = """
import json, os, sys, threading, time

print("loading the weights of everything", file=sys.stderr)
for line in sys.stdin:
    asked = json.loads(line)
    what = asked["do"]
    if what == "crash":
        print("Segmentation of something", file=sys.stderr, flush=True)
        os._exit(3)
    if what == "killed":
        os.kill(os.getpid(), 9)
    if what == "sleep":
        time.sleep(600)
    if what == "garbage":
        print("100%|=======|", flush=True)
        continue
    if what == "another":
        asked["id"] += 1
    print(json.dumps({"id": asked["id"], "process": os.getpid(), "said": what}), flush=True)
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    return Program("audiocraft", (sys.executable, "-I", str(script)), str(tmp_path))


@pytest.fixture
def worker(program: Program) -> Iterator[Worker]:
    one = Worker(lambda: program)
    yield one
    one.close()


def ask(worker: Worker, *jobs: str, seconds: float = 60) -> list[Any]:
    """What comes of jobs that wait together."""

    async def together() -> list[Any]:
        asked = (worker.answer({"do": job}, tool="audiocraft:one", seconds=seconds) for job in jobs)
        return list(await asyncio.gather(*asked, return_exceptions=True))

    return asyncio.run(together())


def is_gone(number: int) -> bool:
    """Whether the process is, or only waits for being noticed."""
    try:
        return psutil.Process(number).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def started() -> list[int]:
    """The processes that this one has started, and that still run."""
    return [one.pid for one in psutil.Process().children() if not is_gone(one.pid)]


def until(happens: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_one_process_answers_all_from_any_event_loop(worker: Worker) -> None:
    before = started()
    first = ask(worker, "a", "b", "c")
    (second,) = ask(worker, "d")
    assert [one["said"] for one in first] == ["a", "b", "c"]
    assert {one["process"] for one in [*first, second]} == set(started()) - set(before)


def test_a_crash_is_the_failure_of_the_request_in_flight_only(worker: Worker) -> None:
    before, failure, after = ask(worker, "a", "crash", "b")
    assert isinstance(failure, ServerFailed)
    assert failure.retryable
    assert (failure.provider, failure.tool) == ("audiocraft", "audiocraft:one")
    # Its last words, not all that it said.
    assert "ended with status 3: " in str(failure)
    assert "Segmentation of something" in str(failure)
    assert (before["said"], after["said"]) == ("a", "b")
    assert before["process"] != after["process"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_who_is_killed_may_have_had_too_little_memory(worker: Worker) -> None:
    (failure,) = ask(worker, "killed")
    assert "was killed (signal 9)" in str(failure)
    assert "choose a smaller model" in str(failure)


def test_what_takes_too_long_is_ended(worker: Worker) -> None:
    (usual,) = ask(worker, "a")
    (failure,) = ask(worker, "sleep", seconds=0.3)
    assert isinstance(failure, TimedOut)
    # It would take as long again.
    assert not failure.retryable
    assert "not finished within 0.3 seconds. Set timeout under [providers.audiocraft]" in str(failure)
    assert is_gone(usual["process"])
    assert ask(worker, "b")[0]["said"] == "b"


@pytest.mark.parametrize("what", ["garbage", "another"])
def test_what_is_no_answer_is_not_taken_for_one(worker: Worker, what: str) -> None:
    failure, after = ask(worker, what, "a")
    assert isinstance(failure, ServerFailed)
    assert "something that is no answer" in str(failure)
    assert after["said"] == "a"


def test_giving_up_ends_what_works_on_it_and_nothing_else(worker: Worker) -> None:
    before = started()

    async def given_up() -> Any:
        long = asyncio.ensure_future(worker.answer({"do": "sleep"}, tool="one", seconds=60))
        waiting = asyncio.ensure_future(worker.answer({"do": "a"}, tool="one", seconds=60))
        never = asyncio.ensure_future(worker.answer({"do": "b"}, tool="one", seconds=60))
        while not set(started()) - set(before):  # noqa: ASYNC110 - another process tells nobody
            await asyncio.sleep(0.01)
        (busy,) = set(started()) - set(before)
        never.cancel()
        long.cancel()
        return busy, await waiting

    busy, answer = asyncio.run(given_up())
    assert answer["said"] == "a"
    assert answer["process"] != busy
    assert is_gone(busy)


def test_without_the_program_the_error_is_the_caller_s(program: Program) -> None:
    there: list[Program] = []

    def found() -> Program:
        if not there:
            raise ToolNotFound("It is gone.")
        return there[0]

    worker = Worker(found)
    assert isinstance(ask(worker, "a")[0], ToolNotFound)
    there.append(program)
    assert ask(worker, "a")[0]["said"] == "a"
    worker.close()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_it_ends_with_whoever_started_it(program: Program, tmp_path: Path, how: signal.Signals) -> None:
    """The worker of audiocraft reads its input beside its work, so that it ends in the middle of a piece."""
    from studio.tools.audiocraft import worker as real

    told = tmp_path / "told"
    busy = tmp_path / "busy.py"
    busy.write_text(
        "import os, pathlib, runpy, sys, time\n"
        f"real = runpy.run_path({real.__file__!r}, run_name='real')\n"
        "def played(kept, request):\n"
        f"    pathlib.Path({str(told)!r}).write_text(str(os.getpid()))\n"
        "    time.sleep(600)\n"
        "real['_answered'].__globals__['_played'] = played\n"
        "real['main']()\n",
        encoding="utf-8",
    )
    starter = tmp_path / "starter.py"
    starter.write_text(
        "import asyncio, sys\n"
        "from studio.tools.audiocraft.process import Program, Worker\n"
        f"worker = Worker(lambda: Program('audiocraft', (sys.executable, '-I', {str(busy)!r}), {str(tmp_path)!r}))\n"
        "asyncio.run(worker.answer({'do': 'play'}, tool='one', seconds=600))\n",
        encoding="utf-8",
    )
    with subprocess.Popen(
        [sys.executable, "-P", str(starter)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as one:
        until(lambda: told.exists() and told.read_text())
        number = int(told.read_text())
        assert not is_gone(number)
        one.send_signal(how)
        one.wait(30)
    until(lambda: is_gone(number))
