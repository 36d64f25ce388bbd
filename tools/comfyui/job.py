"""A job on a ComfyUI server, from its queue to what a node made.

Whether it is over is read from the server's history; the websocket only tells it sooner, and how far it is. Where the
websocket breaks, or was never there, the job goes on. Who is cancelled takes their own job back, and no other.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import quote

from studio.errors import BadRequest, ServerFailed
from studio.tools.comfyui.client import Server
from studio.tools.comfyui.faults import Fault, concerns, failure, refusal
from studio.tools.comfyui.workflow import Nodes
from studio.tools.connections import trust
from studio.tools.secrets import find_key
from studio.tools.tool import Workbench

_OFTEN, _SELDOM = 0.5, 5.0
"""Seconds between two looks into the history: alone, and while the websocket tells."""
_LOOKS = 4
"""In a row that may fail, while a server is busy, before it is taken for gone."""
_FAREWELL = 5.0
"""Seconds for taking a job back."""
_LONGEST_MESSAGE = 32 << 20
"""Bytes; previews come over the websocket too."""
_LOST = Fault(
    "has lost its job, which is neither in ComfyUI's queue nor in its history",
    "It was taken out of the queue, or ComfyUI was started anew. Resume to have it made.",
)
_FILES = ("images", "gifs", "videos", "video")
"""What nodes call their files; clips come as ``images`` from ComfyUI's own, as ``gifs`` from Video Helper Suite."""


async def made(server: Server, nodes: Nodes, output: str, bench: Workbench) -> dict[str, Any]:
    """Have ``nodes`` run; returns the first file of the node ``output``, as the server names it.

    A job that ``bench`` knows of, and the server too, is taken up. Raises ``BadRequest`` where the workflow is not
    taken, ``ServerFailed`` where it comes to nothing.
    """
    async with _watched(server, bench.job or str(uuid.uuid4())) as watch:
        try:
            is_known = bench.job is not None and (await _looked(server, watch.job))[1]
            if not is_known:
                watch.job = await _queued(server, nodes, watch.job, output, bench)
            entry = await _finished(server, watch)
        except asyncio.CancelledError:
            # Newer servers know the job by the name that it got here, also where they have not answered.
            with suppress(Exception):
                async with asyncio.timeout(_FAREWELL):
                    await _take_back(server, watch.job)
                bench.ended()
            raise
    fault = failure(entry, server.workflow)
    if fault is not None:
        # Else whoever asks again would find the same in the history.
        bench.ended()
        raise server.failed(fault)
    return _file(server, entry, output)


class _Watch:
    """What the websocket told of the ``job``: that it is over (``news``); and whether it is ``alive`` itself."""

    def __init__(self, server: Server, job: str) -> None:
        self.job = job
        self.alive = False
        self.news = asyncio.Event()
        self._server = server

    def hear(self, message: str | bytes) -> None:
        """Take notice of a message, where it is of this job. Raises ``ValueError`` where it is none."""
        # What is in bytes is a preview.
        told = json.loads(message) if isinstance(message, str) else None
        data = told.get("data") if isinstance(told, dict) else None
        if not isinstance(told, dict) or not isinstance(data, dict) or data.get("prompt_id") != self.job:
            return
        kind, node = told.get("type"), data.get("node")
        if kind == "executing" and node is None:
            # Sent when the history has it.
            self.news.set()
        elif kind in ("executing", "progress") and isinstance(node, str):
            step = f", step {data.get('value')} of {data.get('max')}" if kind == "progress" else ""
            self._server.where = f"it was at {self._server.workflow.said(node)}{step}"


@asynccontextmanager
async def _watched(server: Server, job: str) -> AsyncIterator[_Watch]:
    """What the server tells of a ``job``, from before it is queued."""
    watch, ready = _Watch(server, job), asyncio.Event()
    listening = asyncio.create_task(_listen(server, watch, ready))
    try:
        await ready.wait()
        yield watch
    finally:
        listening.cancel()
        await asyncio.wait([listening])


async def _listen(server: Server, watch: _Watch, ready: asyncio.Event) -> None:
    from websockets.asyncio.client import connect

    settings = server.service.settings
    key = find_key(settings.key_variable)
    # Every job has a client of its own, of the same name.
    address = f"ws{settings.base_url.removeprefix('http')}/ws?clientId={watch.job}"
    try:
        async with connect(
            address,
            additional_headers={"authorization": f"Bearer {key}"} if key else None,
            ssl=trust() if address.startswith("wss:") else None,
            open_timeout=_FAREWELL,
            close_timeout=1,
            # While it loads a model, the server does not answer pings.
            ping_interval=None,
            max_size=_LONGEST_MESSAGE,
        ) as socket:
            watch.alive = True
            ready.set()
            async for message in socket:
                # Somebody's node may send anything.
                with suppress(ValueError, RecursionError):
                    watch.hear(message)
    except Exception:  # noqa: S110 - whatever is wrong with listening, the history tells the same a little later
        pass
    finally:
        watch.alive = False
        watch.news.set()
        ready.set()


async def _queued(server: Server, nodes: Nodes, job: str, output: str, bench: Workbench) -> str:
    """Hand the job in under the name ``job``; returns the name that it has got, which on older servers is another."""
    server.where = "it was not yet in the queue"
    # Kept before it is handed in: whether it was, the server knows.
    bench.submitted(job)
    try:
        answer = await server.post("/prompt", {"prompt": nodes, "client_id": job, "prompt_id": job})
    except BadRequest:
        bench.ended()
        raise
    queued = answer.get("prompt_id")
    if not isinstance(queued, str) or not queued:
        raise ValueError("no job")
    if queued != job:
        bench.submitted(queued)
    if concerns(answer, output):
        # The rest of the workflow can be run, and would be.
        await _take_back(server, queued)
        bench.ended()
        raise server.refused(refusal(answer, server.workflow) or Fault("it has faults"))
    server.where = "it was still in the queue"
    return queued


async def _finished(server: Server, watch: _Watch) -> dict[str, Any]:
    """The history's entry of a job that is over."""
    from httpx2 import TransportError

    failures = 0
    while True:
        try:
            entry, is_known = await _looked(server, watch.job)
        # ValueError: what came is nothing that a history or a queue looks like.
        except (TransportError, ServerFailed, ValueError):
            failures += 1
            if failures == _LOOKS:
                raise
            await asyncio.sleep(_OFTEN)
            continue
        failures = 0
        if entry is not None:
            return entry
        if not is_known:
            # Who takes it out does not want it at once again; a server that went away took the websocket along.
            raise server.failed(_LOST, retryable=not watch.alive)
        if watch.alive and not watch.news.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(watch.news.wait(), _SELDOM)
        else:
            await asyncio.sleep(_OFTEN)


async def _looked(server: Server, job: str) -> tuple[dict[str, Any] | None, bool]:
    """The history's entry, None while there is none; and whether the server knows the job."""
    entry = await _entry(server, job)
    if entry is not None:
        return entry, True
    running, waiting = await _queue(server)
    if job in running:
        return None, True
    if job in waiting:
        others = len(running) + waiting.index(job)
        server.where = f"it was still in the queue, behind {others} other{'s' * (others != 1)}"
        return None, True
    # It may have ended between the two questions.
    entry = await _entry(server, job)
    return entry, entry is not None


async def _entry(server: Server, job: str) -> dict[str, Any] | None:
    entry = (await server.get(f"/history/{quote(job, safe='')}")).get(job)
    return entry if isinstance(entry, dict) else None


async def _queue(server: Server) -> tuple[list[str], list[str]]:
    """The jobs that run, and those that wait, in their order."""
    queue = await server.get("/queue")
    found = []
    for name in ("queue_running", "queue_pending"):
        entries = queue.get(name)
        if not isinstance(entries, list):
            raise ValueError("no queue")
        # Each begins with its number in the queue and its name.
        found.append([job for _, job in sorted((float(one[0]), str(one[1])) for one in entries)])
    return found[0], found[1]


async def _take_back(server: Server, job: str) -> None:
    """Take a job out of the queue, and stop it where it runs. Older servers stop whatever runs: so it is looked up."""
    await server.post("/queue", {"delete": [job]})
    running, _ = await _queue(server)
    if job in running:
        await server.post("/interrupt", {"prompt_id": job})


def _file(server: Server, entry: dict[str, Any], output: str) -> dict[str, Any]:
    outputs = entry.get("outputs")
    shown = outputs.get(output) if isinstance(outputs, dict) else None
    for kind in _FILES:
        files = shown.get(kind) if isinstance(shown, dict) else None
        for file in files if isinstance(files, list) else ():
            if isinstance(file, dict) and isinstance(file.get("filename"), str):
                return file
    raise server.malformed(f"has made no file at {server.workflow.said(output)}")
