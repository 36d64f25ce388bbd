"""OpenAI's format as a server speaks it: answers, errors, and a server that really answers the agents' tasks."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from studio.production.tasks import PitchDraft
from studio.testing import FolderBench
from studio.testing.wire import Answer, Received, Sent, WireServer, as_json
from studio.tools.language import LanguageProduct, LanguageRequest
from studio.tools.offline.rules.rules import Rules
from studio.tools.offline.speech.espeak import Espeak
from studio.tools.openai.language import OpenAILanguage
from studio.tools.tool import Workbench
from studio.tools.voice import VoiceRequest

PITCH = LanguageRequest(
    task="Pitch",
    input={},
    system="You are Mara.",
    prompt="Say what film you would make.",
    answer_schema=PitchDraft.model_json_schema(),
    language="en",
    seed=7,
)
ANSWER = '{"concept": "A keeper and a storm."}'
KEY = "sk-test-0123456789abcdefghijklmnopqrstuvwxyz"
USAGE_IN, USAGE_OUT = 1_000, 200
PICTURE_USAGE = {
    "input_tokens": 60,
    "input_tokens_details": {"text_tokens": 50, "image_tokens": 10},
    "output_tokens": 500,
    "total_tokens": 560,
}


def responded(text: str = "", *, refusal: str = "", incomplete: str = "", **usage: int) -> Sent:
    """An answer of the Responses API."""
    part: dict[str, Any] = {"type": "output_text", "text": text, "annotations": []}
    if refusal:
        part = {"type": "refusal", "refusal": refusal}
    into, out = usage.get("input", USAGE_IN), usage.get("output", USAGE_OUT)
    return as_json(
        {
            "id": "resp_1",
            "object": "response",
            "created_at": 0,
            "model": "a-model",
            "status": "incomplete" if incomplete else "completed",
            "incomplete_details": {"reason": incomplete} if incomplete else None,
            "parallel_tool_calls": False,
            "tool_choice": "none",
            "tools": [],
            "output": [{"type": "message", "id": "m", "role": "assistant", "status": "completed", "content": [part]}],
            "usage": {
                "input_tokens": into,
                "input_tokens_details": {"cached_tokens": usage.get("cached", 0)},
                "output_tokens": out,
                "output_tokens_details": {"reasoning_tokens": 0},
                "total_tokens": into + out,
            },
        }
    )


def completed(text: str | None, *, refusal: str | None = None, finish: str = "stop") -> Sent:
    """An answer of Chat Completions."""
    return as_json(
        {
            "id": "chat_1",
            "object": "chat.completion",
            "created": 0,
            "model": "a-model",
            "choices": [
                {
                    "index": 0,
                    "finish_reason": finish,
                    "message": {"role": "assistant", "content": text, "refusal": refusal},
                }
            ],
            "usage": {
                "prompt_tokens": USAGE_IN,
                "completion_tokens": USAGE_OUT,
                "total_tokens": USAGE_IN + USAGE_OUT,
            },
        }
    )


def pictured(content: bytes, usage: dict[str, Any] | None = PICTURE_USAGE) -> Sent:
    """An answer with one picture."""
    body: dict[str, Any] = {"created": 0, "data": [{"b64_json": base64.b64encode(content).decode()}]}
    return as_json(body | ({"usage": usage} if usage else {}))


def failed(status: int, code: str = "", message: str = "It did not work.", **headers: str) -> Sent:
    """An error."""
    body = {"error": {"message": message, "type": "error", "param": None, "code": code or None}}
    return as_json(body, status, **headers)


def drawn(prompt: str, size: str) -> bytes:
    """A PNG of that size whose pattern depends on the prompt."""
    import numpy as np
    from PIL import Image

    width, height = map(int, size.split("x"))
    seed = int.from_bytes(hashlib.sha256(prompt.encode()).digest()[:8], "big")
    cells = np.random.default_rng(seed).integers(40, 230, (6, 9, 3), np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(cells).resize((width, height), Image.Resampling.BICUBIC).save(buffer, "PNG")
    return buffer.getvalue()


def spoken(text: str, speed: float = 1.0, language: str = "en") -> Sent:
    """An answer of the speech endpoint: the offline voice's take of ``text``."""
    request = VoiceRequest(text=text, language=language, speaker="x", pace=speed)
    with tempfile.TemporaryDirectory() as folder:
        bench = FolderBench(Path(folder))
        product = asyncio.run(Espeak()(request, bench))
        return Sent(bench.path(product.audio).read_bytes(), media_type="audio/wav")


class Mind:
    """What stands behind a server: the offline rules answer the tasks of the prompts that ``OpenAILanguage`` sent."""

    def __init__(self) -> None:
        self._asked: dict[tuple[str, str], LanguageRequest] = {}

    def listen(self, request: LanguageRequest) -> None:
        """Learn what is going to be asked: a prompt does not hold the task's typed input."""
        self._asked[request.system, request.prompt] = request

    def __call__(self, received: Received) -> Sent:
        """The usual answer to ``received``, whatever its endpoint."""
        path = received.path.rpartition("/v1")[2]
        if path == "/images/generations":
            return pictured(drawn(received.json["prompt"], received.json["size"]))
        if path == "/images/edits":
            fields = {part.name: part.content.decode() for part in received.form if not part.filename}
            return pictured(drawn(fields["prompt"], fields["size"]))
        if path == "/audio/speech":
            return spoken(received.json["input"], received.json["speed"])
        if path == "/responses":
            return responded(self._answer(received.json["instructions"], _words(received.json["input"])))
        if path == "/chat/completions":
            system, user = (message["content"] for message in received.json["messages"])
            return completed(self._answer(system.partition("\n\n# The schema of")[0], _words(user)))
        return failed(404, message=f"There is no {path}.")

    def _answer(self, system: str, prompt: str) -> str:
        with tempfile.TemporaryDirectory() as folder:
            return asyncio.run(Rules()(self._asked[system, prompt], FolderBench(Path(folder)))).answer


def _words(said: Any) -> str:
    """The prompt of what was said, which comes before the pictures that are shown with it."""
    if isinstance(said, str):
        return said
    first = said[0]["content"][0] if "content" in said[0] else said[0]
    return str(first["text"])


@contextmanager
def openai_server(patch: pytest.MonkeyPatch, answer: Answer | None = None) -> Iterator[WireServer]:
    """A server in OpenAI's place, with a key in the environment; it thinks by rule where no ``answer`` is given."""
    mind = Mind()
    usual = OpenAILanguage.__call__

    async def noted(self: OpenAILanguage, request: LanguageRequest, bench: Workbench) -> LanguageProduct:
        mind.listen(request)
        return await usual(self, request, bench)

    patch.setattr(OpenAILanguage, "__call__", noted)
    with WireServer(answer or mind) as server:
        patch.setenv("OPENAI_API_KEY", KEY)
        patch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        yield server
