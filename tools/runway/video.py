"""Clips by Runway: from the shot's picture, or from words where there is none.

A task is created, kept, and asked for until it is done; what it made is fetched and conformed. The service takes no
idempotency key: a call that breaks off before the task's name has arrived may have created one.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from studio.errors import BadRequest, ContentRefused, ProviderError, ServerFailed
from studio.tools.clips import ClipModel, asked_seconds, clip, data_uri
from studio.tools.downloads import downloaded
from studio.tools.jobs import JobOver, Stage, finished, named
from studio.tools.painting import nearest_size
from studio.tools.prices import for_tokens
from studio.tools.prompting import video_prompt
from studio.tools.runway.client import connected
from studio.tools.runway.models import RunwayModel, runway_model
from studio.tools.service_errors import QUOTED, quoted
from studio.tools.tool import Workbench
from studio.tools.video import VideoProduct, VideoRequest

_MOST_WORDS = 1000
"""UTF-16 units of a prompt."""
_MOST_PICTURE = 5_000_000
"""Characters of a data URI, as its documentation has it."""
_WAITING = ("PENDING", "THROTTLED")


@dataclass(frozen=True)
class RunwayVideo(ClipModel):
    """The video model ``model`` of ``service``."""

    async def __call__(self, request: VideoRequest, bench: Workbench) -> VideoProduct:
        """The clip. Raises ``ContentRefused`` and the other ``ProviderError``s."""
        made = await finished(_Tasks(self, request, bench), bench, self.service, self.name)
        content = await downloaded(made.address, bench.scratch / "made", "video", self.service, self.name)
        # Not before: a call that takes the job up again would charge it twice.
        if made.cost is not None:
            bench.charge(made.cost)
        return await clip(content, request, bench, self.name)

    @property
    def makes(self) -> RunwayModel:
        """What the model makes."""
        return runway_model(self.model)

    @property
    def seconds(self) -> tuple[int, ...]:
        """The lengths of its clips."""
        return self.service.settings.seconds or self.makes.seconds


@dataclass(frozen=True)
class _Made:
    """Where the clip is, and what it really cost."""

    address: str
    cost: Decimal | None


@dataclass(frozen=True)
class _Tasks:
    """See ``studio.tools.jobs.Desk``."""

    tool: RunwayVideo
    request: VideoRequest
    bench: Workbench

    async def submit(self) -> str:
        tool, picture = self.tool, self.request.picture
        makes = tool.makes
        wishes: dict[str, Any] = {
            "model": tool.model,
            "prompt_text": video_prompt(self.request, _MOST_WORDS),
            "duration": asked_seconds(self.request, tool.seconds),
        }
        sizes = makes.text_sizes if picture is None else makes.sizes
        size: tuple[int, int] | None = None
        if sizes:
            across, down = nearest_size(sizes, self.request.width, self.request.height).split("x")
            wishes["ratio"], size = f"{across}:{down}", (int(across), int(down))
        if makes.seed:
            wishes["seed"] = self.request.seed % 2**32
        if makes.audio:
            wishes["audio"] = False
        if picture is None and not sizes:
            raise BadRequest(f"{tool.name} makes clips from pictures only.", tool=tool.name, provider=tool.service.name)
        if picture is not None:
            content = self.bench.path(picture).read_bytes()
            wishes["prompt_image"] = await asyncio.to_thread(data_uri, content, size, _MOST_PICTURE)
        async with connected(tool.service, tool.name) as client:
            create: Any = client.text_to_video.create if picture is None else client.image_to_video.create
            return named((await create(**wishes)).id)

    async def look(self, job: str) -> _Made | Stage:
        tool = self.tool
        async with connected(tool.service, tool.name) as client:
            task: Any = await client.tasks.retrieve(job)
            status = task.status
            if status == "SUCCEEDED":
                address = task.output[0]
                if not isinstance(address, str):
                    raise ValueError("no address")
                return _Made(address, self._cost(task))
            if status in ("FAILED", "CANCELLED"):
                cost = self._cost(task)
                if cost is not None:
                    self.bench.charge(cost)
                raise JobOver(self._failure(task))
            if status in _WAITING:
                return Stage.WAITING
            if status == "RUNNING":
                return Stage.RUNNING
            raise ValueError("a task of no known status")

    async def cancel(self, job: str) -> None:
        async with connected(self.tool.service, self.tool.name) as client:
            await client.tasks.delete(job)

    def _cost(self, task: Any) -> Decimal | None:
        price = self.tool.service.price(self.tool.model)
        took = getattr(getattr(task, "cost", None), "credits", None)
        if price is None or price.credits is None or not isinstance(took, int) or took < 0:
            return None
        return for_tokens(price.credits, took)

    def _failure(self, task: Any) -> ProviderError:
        tool, known = self.tool, {"tool": self.tool.name, "provider": self.tool.service.name}
        if task.status == "CANCELLED":
            return ServerFailed(f"{tool.name}: the task was cancelled there.", retryable=False, **known)
        code = str(getattr(task, "failure_code", None) or "")
        said = quoted(str(getattr(task, "failure", "")), tool.service, QUOTED)
        if "SAFETY" in code:
            return ContentRefused(f"{tool.service.name} refuses to make this: {said}.", **known)
        if code.startswith("ASSET"):
            return BadRequest(f"{tool.name} cannot use the picture: {said}.", unpaid=False, **known)
        return ServerFailed(f"{tool.name} failed: {said} ({code or 'no code'}).", **known)
