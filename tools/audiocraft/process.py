"""A process that answers requests one at a time, as JSON lines: started when it is needed, and again when it broke.

It ends with this process, however that ends: its input is closed then. Calls may come from any event loop. Knows
nothing of what is asked.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, Any

from studio.errors import ServerFailed, TimedOut, ToolError

_LAST_WORDS = 300
"""Characters of what a process that broke said last."""
_TO_END = 5.0
"""Seconds that it has to end by itself."""


@dataclass(frozen=True)
class Program:
    """How the process is started. ``name`` is the provider whose errors are raised."""

    name: str
    command: tuple[str, ...]
    folder: str
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class _Job:
    content: dict[str, Any]
    tool: str
    seconds: float
    done: Future[dict[str, Any]] = field(default_factory=Future)
    is_late: bool = False
    is_given_up: bool = False


class Worker:
    """The process, and who waits for it. ``program`` is asked before every start, and may raise."""

    def __init__(self, program: Callable[[], Program]) -> None:
        self._program = program
        self._waiting: deque[_Job] = deque()
        self._guard = threading.Lock()
        self._is_open = False
        self._at_work: _Job | None = None
        self._name = ""
        self._process: subprocess.Popen[str] | None = None
        self._said: IO[str] | None = None
        self._asked = 0
        atexit.register(self.close)

    async def answer(self, content: dict[str, Any], *, tool: str, seconds: float) -> dict[str, Any]:
        """The answer to ``content``, within ``seconds`` of its turn; other jobs are answered before, one by one.

        Raises ``TimedOut`` and ``ServerFailed``; the next request finds a new process then. A request that is given up
        (cancelled) in the middle ends the process, because nothing else would stop it.
        """
        job = _Job(content, tool, seconds)
        with self._guard:
            self._waiting.append(job)
            if not self._is_open:
                self._is_open = True
                threading.Thread(target=self._serve, name="studio-worker", daemon=True).start()
        try:
            return await asyncio.wrap_future(job.done)
        except asyncio.CancelledError:
            with self._guard:
                job.is_given_up = True
                if self._at_work is job and self._process is not None:
                    self._process.kill()
            raise

    def close(self) -> None:
        """End the process, at once where it is at work."""
        with self._guard:
            process, is_busy = self._process, self._at_work is not None
        if process is not None:
            process.kill()
            with suppress(subprocess.TimeoutExpired):
                process.wait(_TO_END)
            if not is_busy:
                # Else whoever reads from it finds its end, and does so.
                self._forget()

    def _serve(self) -> None:
        while (job := self._next()) is not None:
            if not job.done.set_running_or_notify_cancel():
                continue
            try:
                answer = self._answered(job)
            except BaseException as error:
                job.done.set_exception(error)
            else:
                job.done.set_result(answer)

    def _next(self) -> _Job | None:
        with self._guard:
            self._at_work = self._waiting.popleft() if self._waiting else None
            self._is_open = self._at_work is not None
            return self._at_work

    def _answered(self, job: _Job) -> dict[str, Any]:
        process = self._running()
        with self._guard:
            if job.is_given_up:
                # While the process was started; nobody waits for this.
                raise ToolError(f"{job.tool} was given up.", tool=job.tool)
        self._asked += 1
        timer = threading.Timer(job.seconds, self._too_late, (job, process))
        timer.daemon = True
        timer.start()
        line = ""
        try:
            # Where it is gone, the answer is its end.
            with suppress(OSError):
                line = _asked(process, {"id": self._asked} | job.content)
        finally:
            timer.cancel()
        answer = _read(line)
        if answer is not None and answer.get("id") == self._asked and not job.is_late:
            return answer
        raise self._failure(job, process, line)

    def _too_late(self, job: _Job, process: subprocess.Popen[str]) -> None:
        job.is_late = True
        process.kill()

    def _failure(self, job: _Job, process: subprocess.Popen[str], line: str) -> ToolError:
        """Why there is no answer; the process is gone after it."""
        if line:
            # What says one wrong thing may say the right one to the wrong request next.
            process.kill()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_TO_END)
        status, words = process.returncode, self._last_words()
        self._forget()
        known = {"tool": job.tool, "provider": self._name}
        if job.is_late:
            return TimedOut(
                f"{job.tool} has not finished within {job.seconds:g} seconds.",
                next_step=f"Set timeout under [providers.{self._name}], or choose a smaller model.",
                retryable=False,
                **known,
            )
        if line:
            return ServerFailed(
                f"The process of {self._name} said something that is no answer: {line[:80]!r}.", **known
            )
        killed = status is not None and status < 0 and not sys.platform.startswith("win")
        why = f"was killed (signal {-status})" if killed and status is not None else f"ended with status {status}"
        step = "The machine may have run out of memory: choose a smaller model." if killed else ""
        return ServerFailed(
            f"The process of {self._name} {why}{f': {words}' if words else ''}.", next_step=step, **known
        )

    def _running(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._forget()
        program = self._program()
        said = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 - it lives as long
        is_windows = sys.platform == "win32"
        process = subprocess.Popen(  # noqa: S603 - the program's own command
            program.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            encoding="utf-8",
            errors="replace",
            cwd=program.folder,
            env=os.environ | program.environment,
            # Ctrl-C is for this process, which ends the other one when it has put things in order.
            start_new_session=not is_windows,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) if is_windows else 0,
        )
        with self._guard:
            self._process, self._said, self._name = process, said, program.name
        return process

    def _forget(self) -> None:
        with self._guard:
            process, said = self._process, self._said
            self._process = self._said = None
        for pipe in (process.stdin, process.stdout, said) if process is not None else ():
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _last_words(self) -> str:
        if self._said is None:
            return ""
        self._said.seek(0)
        return " ".join(self._said.read().split())[-_LAST_WORDS:].rstrip(".")


def _asked(process: subprocess.Popen[str], content: dict[str, Any]) -> str:
    """The next line that the process says; empty where it is gone."""
    if process.stdin is None or process.stdout is None:
        return ""
    process.stdin.write(json.dumps(content) + "\n")
    process.stdin.flush()
    return process.stdout.readline()


def _read(line: str) -> dict[str, Any] | None:
    try:
        answer = json.loads(line)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None
