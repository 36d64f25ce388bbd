"""Clips by servers of one's own and gateways that keep the shape of OpenAI's withdrawn videos endpoint.

A job is created, kept, and asked for until it is done; its content is fetched and conformed. The format has no
idempotency key: a call that breaks off before the job's name has arrived may have created one. The SDK's own methods
for it are deprecated, so its client is told the paths.
"""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.errors import ContentRefused, ProviderError, ServerFailed
from studio.tools.clips import ClipModel, asked_seconds, clip
from studio.tools.connections import exchange_seconds
from studio.tools.downloads import downloaded
from studio.tools.jobs import JobOver, Stage, finished, named
from studio.tools.openai.client import KINDS, connected
from studio.tools.painting import fitted, nearest_size
from studio.tools.prompting import video_prompt
from studio.tools.service_errors import QUOTED, key_for, quoted
from studio.tools.tool import Workbench
from studio.tools.video import VideoProduct, VideoRequest

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_USUAL_SIZES = ("1280x720", "720x1280")
_USUAL_SECONDS = (4, 8, 12)
"""What the endpoint made when it was OpenAI's; settings say what another server makes."""
_WAITING = ("queued", "pending")
_RUNNING = ("in_progress", "processing", "running")
_DONE = ("completed", "succeeded")


@dataclass(frozen=True)
class OpenAIVideo(ClipModel):
    """The video model ``model`` of ``service``."""

    async def __call__(self, request: VideoRequest, bench: Workbench) -> VideoProduct:
        """The clip. Raises ``ContentRefused`` and the other ``ProviderError``s."""
        job = await finished(_Videos(self, request, bench), bench, self.service, self.name)
        content = await downloaded(
            f"{self.service.settings.base_url}/videos/{job}/content",
            bench.scratch / "made",
            "video",
            self.service,
            self.name,
            key=key_for(self.service, self.name),
        )
        return await clip(content, request, bench, self.name)

    @property
    def seconds(self) -> tuple[int, ...]:
        """The lengths of its clips."""
        return self.service.settings.seconds or _USUAL_SECONDS


@dataclass(frozen=True)
class _Videos:
    """See ``studio.tools.jobs.Desk``; a result is the name of the job, whose content can be fetched."""

    tool: OpenAIVideo
    request: VideoRequest
    bench: Workbench

    async def submit(self) -> str:
        request, settings = self.request, self.tool.service.settings
        size = nearest_size(settings.sizes or _USUAL_SIZES, request.width, request.height)
        wishes: dict[str, Any] = {
            "model": self.tool.model,
            "prompt": video_prompt(request),
            "size": size,
            "seconds": str(asked_seconds(request, self.tool.seconds)),
        }
        if settings.sends_seed:
            wishes["seed"] = str(request.seed)
        files: Any = None
        if request.picture is not None:
            across, down = map(int, size.split("x"))
            content = self.bench.path(request.picture).read_bytes()
            png = await asyncio.to_thread(fitted, content, across, down)
            files = {"input_reference": ("first-frame.png", png, "image/png")}
        async with self._connected() as client:
            form: Any = {"headers": {"content-type": "multipart/form-data"}}
            return named(
                _fields(await client.post("/videos", cast_to=object, body=wishes, files=files, options=form))["id"]
            )

    async def look(self, job: str) -> str | Stage:
        async with self._connected() as client:
            video = _fields(await client.get(f"/videos/{named(job)}", cast_to=object))
            # Gateways have more words than the format.
            status = str(video["status"])
            if status in _DONE:
                return job
            if status in _WAITING:
                return Stage.WAITING
            if status in _RUNNING:
                return Stage.RUNNING
            if status in ("failed", "cancelled", "canceled", "expired"):
                raise JobOver(self._failure(status, video.get("error")))
            raise ValueError("a job of no known status")

    async def cancel(self, job: str) -> None:
        async with self._connected() as client:
            await client.delete(f"/videos/{named(job)}", cast_to=object)

    def _connected(self) -> AbstractAsyncContextManager[AsyncOpenAI]:
        return connected(self.tool.service, self.tool.name, exchange_seconds(self.tool.service))

    def _failure(self, status: str, error: Any) -> ProviderError:
        service, known = self.tool.service, {"tool": self.tool.name, "provider": self.tool.service.name}
        error = error if isinstance(error, dict) else {}
        said = quoted(str(error.get("message") or "no reason"), service, QUOTED)
        if KINDS.get(str(error.get("code"))) is ContentRefused:
            return ContentRefused(f"{service.name} refuses to make this: {said}.", **known)
        return ServerFailed(f"{self.tool.name}: the job {status}: {said}.", retryable=status == "failed", **known)


def _fields(answer: object) -> dict[str, Any]:
    if not isinstance(answer, dict):
        raise ValueError("no answer")
    return answer
