"""One call of a tool: its workbench over the workspace, and its failures as errors of ours."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from studio.errors import MalformedProduct, StudioError, ToolError
from studio.memory import give_back_freed
from studio.production.assets import Asset, assets_in
from studio.production.canonical import Document
from studio.storage.disk import in_words, is_full
from studio.storage.ledger import Ledger
from studio.storage.tables import JobRow
from studio.storage.workspace import Workspace
from studio.tools.tool import Tool


@dataclass
class Bill:
    """What a call said that it cost, in US dollars; None while it has said nothing."""

    charged: Decimal | None = None


class Job:
    """What a request stands under at a service, in the ledger while nobody has its answer.

    ``row`` is the use that the money was put aside for; None where the call is free.
    """

    def __init__(self, ledger: Ledger, key: str, tool: str, name: str | None, row: int | None) -> None:
        self._ledger, self._key, self._tool, self._row = ledger, key, tool, row
        self.name = name

    def keep(self, name: str) -> None:
        self._ledger.keep_job(JobRow(key=self._key, tool=self._tool, job=name, use_id=self._row))
        self.name = name

    def drop(self) -> None:
        self._ledger.drop_job(self._key)
        self.name = None


class Bench:
    """A tool's workbench over the workspace; remembers what was added, with its size in bytes."""

    def __init__(self, workspace: Workspace, scratch: Path, bill: Bill, job: Job) -> None:
        self._workspace = workspace
        self._scratch = scratch
        self._bill = bill
        self._job = job
        self.added: list[tuple[Asset, int]] = []

    @property
    def scratch(self) -> Path:
        return self._scratch

    def path(self, asset: Asset) -> Path:
        return self._workspace.assets.path(asset)

    def add(self, content: bytes | Path, media_type: str) -> Asset:
        size = content.stat().st_size if isinstance(content, Path) else len(content)
        asset = self._workspace.assets.add(content, media_type, scratch=self._scratch)
        self.added.append((asset, size))
        return asset

    @property
    def job(self) -> str | None:
        return self._job.name

    def submitted(self, job: str) -> None:
        self._job.keep(job)

    def ended(self) -> None:
        self._job.drop()

    def charge(self, amount: Decimal) -> None:
        if amount < 0:
            raise ValueError(f"a call cannot cost {amount} dollars")
        self._bill.charged = (self._bill.charged or Decimal(0)) + amount


async def call(
    workspace: Workspace, tool: Tool[Any, Any], request: Document, product: type[Document], bill: Bill, job: Job
) -> tuple[Any, list[tuple[Asset, int]]]:
    """What ``tool`` makes of ``request``, of the type ``product`` and with all of its files in the store.

    Also returns the files that it added; ``bill`` gets what it cost, whatever comes of it. Raises ``StudioError``
    alone, whatever went wrong within the tool.
    """
    with workspace.scratch() as scratch:
        bench = Bench(workspace, scratch, bill, job)
        try:
            made = await tool(request, bench)
        except (StudioError, asyncio.CancelledError):
            raise
        except Exception as error:
            if isinstance(error, OSError) and is_full(error):
                raise in_words(error, scratch) from error
            # A fault in a tool, often in somebody else's: it costs its scene, not its siblings.
            raise ToolError(
                f"{tool.name} failed with {type(error).__name__}: {' '.join(str(error).split())}.",
                next_step="Please report this to whoever makes the tool.",
                tool=tool.name,
            ) from error
        finally:
            # What one call leaves behind must not add up over a long film.
            give_back_freed()
    fault = ""
    if not isinstance(made, product):
        fault = f"made a {type(made).__name__} where a {product.__name__} was asked for"
    elif not all(workspace.assets.has(asset) for asset in assets_in(made)):
        fault = f"made a {product.__name__} that names a file that it did not add"
    if fault:
        raise MalformedProduct(
            f"{tool.name} {fault}.", next_step="Please report this to whoever makes the tool.", tool=tool.name
        )
    return made, bench.added
