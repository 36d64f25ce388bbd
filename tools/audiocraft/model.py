"""What both kinds of audiocraft's models share: their weights, the process that plays them, how long a CPU takes.

Weights lie in the hub's usual cache, or in a folder of the person's. Knows nothing of music or sounds.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from studio.errors import ToolError, ToolNotFound
from studio.production.canonical import content_hash
from studio.production.money import FREE
from studio.tools.audiocraft import environment
from studio.tools.audiocraft.process import Program, Worker
from studio.tools.local.hardware import cpu_flops
from studio.tools.local.music import OPERATIONS_A_TOKEN, TOKENS_A_SECOND
from studio.tools.local.weights import Weights, fingerprint, own_folder
from studio.tools.providers import ServiceModel
from studio.tools.tool import Workbench

_FILES = ("state_dict.bin", "compression_state_dict.bin")
_BYTES_A_WEIGHT = 2


@dataclass(frozen=True)
class AudiocraftModel(ServiceModel):
    """A model of the hub or of a folder, played by audiocraft. Free; on the best device of this machine."""

    kind: ClassVar[str] = ""
    """As the worker calls it."""

    @property
    def version(self) -> str:
        """Of the format, and of the folder's files."""
        folder = own_folder(self.model)
        own = f"-{fingerprint(folder)}" if folder is not None and folder.is_dir() else ""
        return f"{super().version}{own}"

    def most(self, _request: Any) -> Decimal:
        """See ``studio.tools.tool.Priced``."""
        return FREE

    def to_fetch(self, _request: Any) -> int:
        """See ``studio.tools.tool.InProcess``."""
        return sum(one.missing_bytes() for one in self._needs())

    def fetch(self, _request: Any) -> None:
        """See ``studio.tools.tool.InProcess``."""
        for one in self._needs():
            one.fetched()

    def seconds(self, request: Any) -> float:
        """See ``studio.tools.tool.InProcess``."""
        if environment.device() != "cpu":
            return 0.0
        return OPERATIONS_A_TOKEN * self._weight_count() * TOKENS_A_SECOND * self.length(request) / cpu_flops()

    def length(self, request: Any) -> float:
        """How many seconds of sound are asked for."""
        raise NotImplementedError

    async def played(self, words: str, request: Any, bench: Workbench) -> bytes:
        """A file of sound. Raises ``ToolError`` where the model cannot be loaded or played, and as the worker does."""
        folder = await asyncio.to_thread(self._fetched)
        handle, name = tempfile.mkstemp(".wav", dir=bench.scratch)
        os.close(handle)
        asked = {
            "kind": self.kind,
            "model": str(folder),
            "words": words,
            "seconds": self.length(request),
            "seed": int(content_hash([request, words])[:15], 16),
            "file": name,
        }
        answer = await worker().answer(asked, tool=self.name, seconds=self.service.settings.timeout)
        if "error" in answer:
            raise self._failure(answer["error"])
        return await asyncio.to_thread(Path(name).read_bytes)

    def _needs(self) -> tuple[Weights, ...]:
        beside = () if own_folder(self.model) is not None else _beside(self.model)
        return (self._weights(), *(Weights(one, self.name, self.service.settings.base_url) for one in beside))

    def _weights(self) -> Weights:
        return Weights(self.model, self.name, self.service.settings.base_url, only=_FILES)

    def _fetched(self) -> Path:
        folder, *_ = [one.fetched() for one in self._needs()]
        return folder.absolute()

    def _weight_count(self) -> int:
        own = self._weights()
        folder = own.found()
        size = own.missing_bytes() if folder is None else sum((folder / name).stat().st_size for name in _FILES)
        return size // _BYTES_A_WEIGHT

    def _failure(self, error: dict[str, str]) -> ToolError:
        text = error.get("text", "")
        if error.get("kind") == "memory":
            return ToolError(
                f"{self.name} does not fit into this machine's memory.",
                next_step="Choose a smaller model, or close what else uses it.",
                tool=self.name,
            )
        if error.get("kind") == "missing":
            return ToolNotFound(
                f"{self.name} cannot be loaded: {text}.",
                next_step="What reads its texts has to be in the hub's cache: for most models, `hf download t5-base`.",
                tool=self.name,
            )
        return ToolError(f"{self.name} could not be played: {text}.", tool=self.name)


@cache
def worker() -> Worker:
    """The one process of audiocraft; started by the first request."""
    return Worker(_program)


def _program() -> Program:
    install = environment.missing()
    if install:
        raise ToolNotFound("The environment of audiocraft is gone.", next_step=f"Run: {install}")
    script = Path(__file__).with_name("worker.py")
    return Program(
        environment.NAME,
        # Isolated: neither this folder's modules nor PYTHONPATH come before its own packages.
        (str(environment.python()), "-I", str(script)),
        str(environment.folder()),
        # What a film needs is fetched before, and asked about: nothing else is.
        {"HF_HUB_OFFLINE": "1"},
    )


def _beside(model: str) -> tuple[str, ...]:
    """The repositories that a model of the hub needs beside its own."""
    table = tomllib.loads(Path(__file__).with_name("models.toml").read_text(encoding="utf-8"))
    return next((tuple(entry["beside"]) for word, entry in table.items() if word in model.lower()), ())
