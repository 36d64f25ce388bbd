"""A workbench in a plain folder, to call a tool without a project."""

from __future__ import annotations

import asyncio
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from studio.production.assets import Asset
from studio.production.canonical import Document
from studio.storage.assets import AssetStore
from studio.tools.tool import Tool


class FolderBench:
    """Implements ``studio.tools.tool.Workbench`` over ``folder``.

    ``charged`` collects what the tool said that it cost; ``job`` is what it submitted and has not ended.
    """

    def __init__(self, folder: Path) -> None:
        self._store = AssetStore(folder / "assets")
        folder.mkdir(parents=True, exist_ok=True)
        self._scratch = Path(tempfile.mkdtemp(dir=folder, prefix="scratch-"))
        self.charged: list[Decimal] = []
        self.job: str | None = None

    @property
    def scratch(self) -> Path:
        return self._scratch

    def path(self, asset: Asset) -> Path:
        return self._store.path(asset)

    def add(self, content: bytes | Path, media_type: str) -> Asset:
        return self._store.add(content, media_type, scratch=self._scratch)

    def submitted(self, job: str) -> None:
        self.job = job

    def ended(self) -> None:
        self.job = None

    def charge(self, amount: Decimal) -> None:
        self.charged.append(amount)


def made_in_passing(tool: Tool[Any, Any], request: Document) -> Document:
    """The product of ``request`` without its files; a plain function, so that another process can be asked for it."""
    with tempfile.TemporaryDirectory() as folder:
        product: Document = asyncio.run(tool(request, FolderBench(Path(folder))))
    return product
