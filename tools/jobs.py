"""Work that a service does in its own time: submitted once, looked at until it is done, taken up again after a kill.

Knows nothing of any service's format.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from enum import Enum
from typing import Protocol, TypeVar

from studio.errors import ProviderError, ServerFailed, ToolError
from studio.tools.providers import Service
from studio.tools.service_errors import timed_out
from studio.tools.tool import Workbench

_NAME = re.compile(r"[\w:=-][\w.:=-]{0,499}", re.ASCII)
_GRACE = 5.0
"""Seconds for last words to a service, where the person has stopped the run."""

ResultT = TypeVar("ResultT")
ResultT_co = TypeVar("ResultT_co", covariant=True)


class Stage(Enum):
    """How far a job is that is not done."""

    WAITING = "waiting"
    RUNNING = "running"


class JobOver(Exception):
    """The job came to nothing, for the reason ``error``: whoever asks again submits anew."""

    def __init__(self, error: ToolError) -> None:
        super().__init__(str(error))
        self.error = error


def named(job: object) -> str:
    """What a service calls a job; ``ValueError`` for a name that could lead anywhere else in an address."""
    if not isinstance(job, str) or not _NAME.fullmatch(job):
        raise ValueError("a job without a usable name")
    return job


class Desk(Protocol[ResultT_co]):
    """Where a service takes one request. Each call is one exchange, and raises ``ProviderError``."""

    async def submit(self) -> str:
        """Submit the request; what the service calls the job."""
        ...

    async def look(self, job: str) -> ResultT_co | Stage:
        """How far the job is, or its result; raises ``JobOver`` where there will be none."""
        ...

    async def cancel(self, job: str) -> None:
        """Ask the service to drop a job that has not begun."""
        ...


async def finished(desk: Desk[ResultT], bench: Workbench, service: Service, tool: str) -> ResultT:
    """The result of the request's job, which is submitted where ``bench`` knows of none.

    Raises ``TimedOut`` after the service's time, ``ServerFailed`` where the service has forgotten the job, and the
    desk's errors. A job that waits is cancelled where the caller is; one that runs will have to be paid for, and stays
    to be taken up.
    """
    clock = asyncio.get_running_loop().time
    deadline = clock() + service.settings.timeout
    job, stage = bench.job, None
    if job is None:
        job, stage = await _submitted(desk, bench), Stage.WAITING
    try:
        while True:
            found = await desk.look(job)
            if not isinstance(found, Stage):
                return found
            stage = found
            if clock() >= deadline:
                raise timed_out(service, tool)
            await asyncio.sleep(min(service.settings.poll_seconds, max(0.0, deadline - clock())))
    except JobOver as over:
        bench.ended()
        raise over.error from None
    except ProviderError as error:
        # Whatever went wrong with this question, the job goes on, and has its price.
        error.unpaid = False
        if error.status != 404:
            raise
        bench.ended()
        raise ServerFailed(
            f"{service.name} does not know the job of {tool} any more.", tool=tool, provider=service.name, status=404
        ) from None
    except asyncio.CancelledError:
        if stage is Stage.WAITING:
            await _cancel(desk, bench, job)
        raise


async def _submitted(desk: Desk[ResultT], bench: Workbench) -> str:
    submission = asyncio.ensure_future(desk.submit())
    try:
        job = await asyncio.shield(submission)
    except asyncio.CancelledError:
        # Half submitted, nobody would know of it.
        with suppress(ToolError, TimeoutError):
            async with asyncio.timeout(_GRACE):
                job = await submission
            bench.submitted(job)
            await _cancel(desk, bench, job)
        raise
    bench.submitted(job)
    return job


async def _cancel(desk: Desk[ResultT], bench: Workbench, job: str) -> None:
    with suppress(ToolError, TimeoutError):
        async with asyncio.timeout(_GRACE):
            await desk.cancel(job)
        bench.ended()
