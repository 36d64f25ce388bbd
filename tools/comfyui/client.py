"""Connection to a ComfyUI server: its requests one by one, and its failures as errors of ours.

A connection lives as long as its call. What the server sends is data: its names of files go back to it, and never
become paths here. Knows nothing of what a job is for.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.errors import BadRequest, MalformedProduct, ServerFailed
from studio.tools.comfyui.faults import Fault, refusal
from studio.tools.comfyui.workflow import Workflow
from studio.tools.connections import trust
from studio.tools.providers import Service
from studio.tools.service_errors import (
    key_for,
    no_answer,
    of_status,
    quoted,
    timed_out,
    unreachable,
)

if TYPE_CHECKING:
    from httpx2 import AsyncClient, Response

_START = "ComfyUI (python main.py in its folder)"
_PATIENCE = 60.0
"""Seconds that one request may take: while it loads a model, the server answers late."""
_MOST_JSON = 64_000_000
_MOST_FILE = 4_000_000_000
_GONE = Fault(
    "made a file before that is gone from ComfyUI's folder, and would not make it again",
    "Start ComfyUI anew: it answers from its memory what it has made once.",
)
_NO_FILE = ("text/", "application/json")


@dataclass
class Server:
    """A server during one call. ``where`` says how far the call is."""

    service: Service
    tool: str
    workflow: Workflow
    http: AsyncClient
    where: str = ""

    async def get(self, path: str) -> dict[str, Any]:
        """What the server answers as JSON."""
        return await self._asked("GET", path)

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """What the server answers as JSON; nothing where its answer is empty."""
        return await self._asked("POST", path, json=body)

    async def upload(self, name: str, content: bytes, media_type: str) -> str:
        """Hand over a picture; returns what a node that loads it has to be told."""
        answer = await self._asked(
            "POST",
            "/upload/image",
            files={"image": (name, content, media_type)},
            # The name holds a hash of what is in it: what is there under it is the same.
            data={"type": "input", "overwrite": "true"},
        )
        stored, folder = answer.get("name"), answer.get("subfolder")
        if not isinstance(stored, str) or not stored:
            raise ValueError("no name")
        return f"{folder}/{stored}" if isinstance(folder, str) and folder else stored

    async def download(self, file: dict[str, Any], to: Path) -> None:
        """Fetch what a node made. Raises ``MalformedProduct`` where it is no file of media."""
        query = {key: str(file.get(key, "")) for key in ("filename", "subfolder", "type")}
        async with self.http.stream("GET", "/view", params=query) as response:
            if response.status_code == 404:
                raise self.failed(_GONE)
            await self._checked(response)
            kind = response.headers.get("content-type", "")
            if kind.startswith(_NO_FILE):
                raise self.malformed(f"sent {kind.partition(';')[0]} where a file was to come")
            await asyncio.to_thread(to.write_bytes, b"")
            size = 0
            async for chunk in response.aiter_bytes(1 << 20):
                size += len(chunk)
                if size > _MOST_FILE:
                    raise self.malformed(f"sent a file of more than {_MOST_FILE:,} bytes")
                await asyncio.to_thread(_append, to, chunk)

    def refused(self, fault: Fault) -> BadRequest:
        """The server does not take the workflow."""
        return BadRequest(
            f"{self.service.name} does not take {self.workflow.name!r}: {quoted(fault.said, self.service)}.",
            next_step=fault.hint,
            status=400,
            tool=self.tool,
            provider=self.service.name,
        )

    def malformed(self, what: str) -> MalformedProduct:
        """The server made something of no use; the same may come out better."""
        return MalformedProduct(f"{self.tool} {what}.", tool=self.tool, retryable=True)

    def failed(self, fault: Fault, *, retryable: bool = False) -> ServerFailed:
        """The job came to nothing."""
        return ServerFailed(
            f"{self.tool} {quoted(fault.said, self.service)}.",
            next_step=fault.hint,
            retryable=retryable,
            tool=self.tool,
            provider=self.service.name,
        )

    async def _asked(self, method: str, path: str, **what: Any) -> dict[str, Any]:
        async with self.http.stream(method, path, **what) as response:
            await self._checked(response)
            content = await self._read(response)
        if not content.strip() and method == "POST":
            return {}
        answer = json.loads(content)
        if not isinstance(answer, dict):
            raise ValueError(f"a {type(answer).__name__} where an object was to come")
        return answer

    async def _checked(self, response: Response) -> None:
        status = response.status_code
        if status < 300:
            return
        if status < 400:
            raise no_answer(self.service, self.tool, f"status {status}")
        try:
            body = json.loads(await self._read(response))
        except ValueError:
            body = None
        fault = refusal(body, self.workflow)
        # A page of HTML says nothing to anybody.
        said, hint = (fault.said, fault.hint) if fault else ("no reason that can be read", "")
        if status == 400 and fault is not None:
            raise self.refused(fault)
        raise of_status(self.service, self.tool, status, said, response.headers, hint=hint)

    async def _read(self, response: Response) -> bytes:
        content = bytearray()
        async for chunk in response.aiter_bytes():
            content += chunk
            if len(content) > _MOST_JSON:
                raise ValueError("a very long answer")
        return bytes(content)


@asynccontextmanager
async def connected(service: Service, tool: str, workflow: Workflow) -> AsyncIterator[Server]:
    """A server for one call within the service's time; whatever goes wrong in its block is a ``ProviderError``."""
    import httpx2

    settings = service.settings
    key = key_for(service, tool)
    server: Server | None = None
    try:
        async with (
            # No redirects: the key would follow them to another host.
            httpx2.AsyncClient(
                base_url=settings.base_url,
                headers={"authorization": f"Bearer {key}"} if key else {},
                timeout=min(settings.timeout, _PATIENCE),
                verify=trust(),
                follow_redirects=False,
            ) as http,
            asyncio.timeout(settings.timeout),
        ):
            server = Server(service, tool, workflow, http)
            yield server
    except (httpx2.TimeoutException, TimeoutError) as error:
        if isinstance(error, httpx2.ConnectTimeout):
            raise unreachable(service, tool, never=True, start=_START) from None
        raise timed_out(service, tool, where=server.where if server else "") from None
    except httpx2.HTTPError as error:
        never = isinstance(error, (httpx2.ConnectError, httpx2.UnsupportedProtocol))
        raise unreachable(service, tool, never=never, start=_START) from None
    # What came is not the JSON that it should have been, or has another form.
    except (ValueError, TypeError, LookupError) as error:
        raise no_answer(service, tool, type(error).__name__) from None


def _append(to: Path, chunk: bytes) -> None:
    with to.open("ab") as file:
        file.write(chunk)
