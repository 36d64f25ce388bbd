"""The hub as a server speaks it: one repository with its files, for the official client."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from studio.testing.wire import Received, Sent, WireServer, as_json
from studio.tools.local.weights import listing

COMMIT = "a" * 40
NAME = "somebody/a-model"


class Hub:
    """Serves the files of ``folder`` as the repository ``somebody/a-model``; ``gated`` shows them to nobody."""

    def __init__(self, folder: Path, *, gated: bool = False) -> None:
        self.files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in _files(folder)}
        self.gated = gated
        self.sent: list[str] = []

    def __call__(self, received: Received) -> Sent:
        path = received.path.partition("?")[0]
        if NAME not in path:
            return _refused(404, "RepoNotFound")
        if path.startswith("/api/models/"):
            if "/tree/" in path:
                return as_json([self._entry(name) for name in self.files])
            return as_json({"id": NAME, "sha": COMMIT, "gated": "manual" if self.gated else False})
        if self.gated:
            return _refused(403, "GatedRepo")
        name = path.partition(f"/resolve/{COMMIT}/")[2]
        if name not in self.files:
            return _refused(404, "EntryNotFound")
        if received.method == "GET":
            self.sent.append(name)
        etag = f'"{_oid(self.files[name])}"'
        return Sent(self.files[name], 200, "application/octet-stream", {"etag": etag, "x-repo-commit": COMMIT})

    def _entry(self, name: str) -> dict[str, object]:
        content = self.files[name]
        return {"type": "file", "path": name, "size": len(content), "oid": _oid(content)}


@contextmanager
def hub(patch: pytest.MonkeyPatch, cache: Path, answer: Hub) -> Iterator[WireServer]:
    """``answer`` in the hub's place, with an empty cache."""
    from huggingface_hub import constants

    # Another server may have had the same address.
    listing.cache_clear()
    patch.setattr(constants, "HF_HUB_CACHE", str(cache))
    with WireServer(answer) as server:
        yield server


def _refused(status: int, code: str) -> Sent:
    return as_json({"error": code}, status, x_error_code=code, x_error_message=code)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _oid(content: bytes) -> str:
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()
