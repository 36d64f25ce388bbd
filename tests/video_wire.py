"""Runway, fal and a server with the /v1/videos shape, as they speak: jobs that wait, run, are done or fail."""

from __future__ import annotations

import asyncio
import functools
import json
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import cv2
import numpy as np
import pytest
from footage import clip

from studio.testing import FolderBench
from studio.testing.wire import Received, Sent, WireServer, as_json
from studio.tools.providers import ProviderSettings, Service
from studio.tools.video import VideoProduct, VideoRequest

KEY = "key_0123456789abcdefghijklmnopqrstuvwxyz"
ASKED = VideoRequest(prompt="Waves roll in under a lighthouse.", width=192, height=108, frames=40, seed=2**40 + 7)


@functools.cache
def footage(seconds: int, width: int = 128, height: int = 72, rate: int = 24) -> bytes:
    """A clip that gets brighter, as a service makes it: with sound, and in another size."""
    pictures = [np.full((height, width, 3), 40 + n % 150, np.uint8) for n in range(seconds * rate)]
    with tempfile.TemporaryDirectory() as folder:
        return clip(Path(folder, "made.mp4"), pictures, rate, sound=True).read_bytes()


@functools.cache
def picture(width: int = 192, height: int = 108) -> bytes:
    """A first frame: a red square in the middle."""
    pixels = np.full((height, width, 3), 200, np.uint8)
    pixels[height // 3 : 2 * height // 3, width // 3 : 2 * width // 3] = (0, 0, 255)
    return bytes(cv2.imencode(".png", pixels)[1])


@dataclass
class Maker:
    """A service that works on one job after another: what it answers can be changed."""

    name: str
    provider: str
    model: str
    base: str = ""
    stages: list[str] = field(default_factory=list)
    """What the next looks find; then the job is done."""
    failure: Any = None
    """What the job fails with; None: it succeeds."""
    address: str = "{url}/files/made.mp4"
    file: Sent | None = None
    url: str = ""
    submissions: list[Received] = field(default_factory=list)
    looks: int = 0
    cancelled: list[str] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    script: deque[Any] = field(default_factory=deque)
    """What the server answers first."""

    def __call__(self, received: Received) -> Sent:
        path = urlsplit(received.path).path
        if path.startswith("/files/"):
            return self.file or Sent(footage(5), media_type="video/mp4")
        if received.method == "POST":
            self.submissions.append(received)
            return self.submitted(f"job-{len(self.submissions)}")
        if received.method in ("PUT", "DELETE"):
            self.cancelled.append(path)
            return as_json({"id": "job-1", "deleted": True, "object": "video.deleted", "status": "OK"})
        return self.looked(path)

    def submitted(self, job: str) -> Sent:
        raise NotImplementedError

    def looked(self, path: str) -> Sent:
        raise NotImplementedError

    def stage(self) -> str:
        self.looks += 1
        return self.stages.pop(0) if self.stages else ("failed" if self.failure else "done")

    @property
    def made(self) -> str:
        return self.address.format(url=self.url)

    def settings(self, **given: Any) -> ProviderSettings:
        values = {
            "base_url": f"{self.url}{self.base}",
            "key_variable": "VIDEO_KEY",
            "poll_seconds": 0.01,
            "timeout": 20,
        }
        return ProviderSettings.model_validate({**values, **given})

    def service(self, **given: Any) -> Service:
        settings = self.settings(**given)
        return Service(self.provider, settings, settings.base_url)

    def tool(self, **given: Any) -> Any:
        raise NotImplementedError


class Runway(Maker):
    def __init__(self) -> None:
        pytest.importorskip("runwayml", reason="needs the extra: pip install 'creative-studio[runway]'")
        super().__init__("runway", "runway", "gen4_turbo")

    def submitted(self, job: str) -> Sent:
        return as_json({"id": job, "estimatedCost": {"credits": 10}})

    def looked(self, path: str) -> Sent:
        task: dict[str, Any] = {"id": path.rpartition("/")[2], "createdAt": "2026-11-21T10:00:00Z"}
        stage = self.stage()
        if stage == "done":
            return as_json(task | {"status": "SUCCEEDED", "output": [self.made], "cost": {"credits": 10}})
        if stage == "failed":
            return as_json(task | {"status": "FAILED", "cost": {"credits": 0}} | self.failure)
        return as_json(
            task
            | {"status": {"waiting": "PENDING", "running": "RUNNING"}[stage], "estimatedCost": {"credits": 10}}
            | ({"progress": 0.5} if stage == "running" else {})
        )

    def tool(self, model: str = "gen4_turbo", **given: Any) -> Any:
        from studio.tools.runway.video import RunwayVideo

        return RunwayVideo(model, self.service(**given))


class Videos(Maker):
    def __init__(self) -> None:
        super().__init__("videos", "box", "wan", base="/v1")

    def submitted(self, job: str) -> Sent:
        return as_json(self._video(job, "queued"))

    def looked(self, path: str) -> Sent:
        if path.endswith("/content"):
            return self.file or Sent(footage(4), media_type="video/mp4")
        stage = self.stage()
        words = {"waiting": "queued", "running": "in_progress", "failed": "failed", "done": "completed"}
        return as_json(self._video(path.rpartition("/")[2], words[stage]))

    def _video(self, job: str, status: str) -> dict[str, Any]:
        error = self.failure if status == "failed" else None
        return {
            "id": job,
            "object": "video",
            "created_at": 1,
            "status": status,
            "model": self.model,
            "progress": 0,
            "seconds": "4",
            "size": "1280x720",
            "error": error,
        }

    def tool(self, model: str = "wan", **given: Any) -> Any:
        from studio.tools.openai.video import OpenAIVideo

        return OpenAIVideo(model, self.service(**given))


class Fal(Maker):
    def __init__(self) -> None:
        super().__init__("fal", "fal", "fal-ai/kling-video/v2.5-turbo/pro/image-to-video")
        self.answer: dict[str, Any] | None = None

    def submitted(self, job: str) -> Sent:
        # Addresses that are not followed: the key goes nowhere else.
        nowhere = "http://127.0.0.1:9/"
        return as_json({"request_id": job, "status_url": nowhere, "response_url": nowhere, "cancel_url": nowhere})

    def looked(self, path: str) -> Sent:
        if path.endswith("/status"):
            stage = self.stage()
            words = {"waiting": "IN_QUEUE", "running": "IN_PROGRESS", "failed": "COMPLETED", "done": "COMPLETED"}
            return as_json({"status": words[stage]})
        if self.failure is not None:
            return self.failure if isinstance(self.failure, Sent) else as_json(*self.failure)
        return as_json(self.answer or {"video": {"url": self.made, "content_type": "video/mp4"}, "seed": 1})

    def tool(self, model: str = "", **given: Any) -> Any:
        from studio.tools.fal.video import FalVideo

        return FalVideo(model or self.model, self.service(**given))

    def painter(self, model: str = "fal-ai/flux/dev", **given: Any) -> Any:
        from studio.tools.fal.image import FalImage

        return FalImage(model, self.service(**given))


@contextmanager
def served(service: Maker, patch: pytest.MonkeyPatch) -> Iterator[WireServer]:
    """A server in the service's place, with a key in the environment."""
    with WireServer(service) as server:
        service.url, service.received, service.script = server.url, server.received, server.script
        patch.setenv("VIDEO_KEY", KEY)
        yield server


def make(service: Maker, bench: FolderBench, request: VideoRequest = ASKED, **given: Any) -> VideoProduct:
    """The clip that the service's tool makes of a first frame."""
    product: VideoProduct = asyncio.run(service.tool(**given)(with_picture(bench, request), bench))
    return product


def with_picture(bench: FolderBench, request: VideoRequest = ASKED, content: bytes | None = None) -> VideoRequest:
    return request.model_copy(update={"picture": bench.add(content or picture(), "image/png")})


def body_of(received: Received) -> Any:
    return json.loads(received.body)
