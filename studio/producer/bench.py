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
from studio.storage.workspace import Workspace
from studio.tools.tool import Tool


@dataclass
class Bill:
    """What a call said that it cost, in US dollars; None while it has said nothing."""

    charged: Decimal | None = None


class Bench:
    """A tool's workbench over the workspace; remembers what was added, with its size in bytes."""

    def __init__(self, workspace: Workspace, scratch: Path, bill: Bill) -> None:
        self._workspace = workspace
        self._scratch = scratch
        self._bill = bill
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

    def charge(self, amount: Decimal) -> None:
        if amount < 0:
            raise ValueError(f"a call cannot cost {amount} dollars")
        self._bill.charged = (self._bill.charged or Decimal(0)) + amount


async def call(
    workspace: Workspace, tool: Tool[Any, Any], request: Document, product: type[Document], bill: Bill
) -> tuple[Any, list[tuple[Asset, int]]]:
    """What ``tool`` makes of ``request``, of the type ``product`` and with all of its files in the store.

    Also returns the files that it added; ``bill`` gets what it cost, whatever comes of it. Raises ``StudioError``
    alone, whatever went wrong within the tool.
    """
    with workspace.scratch() as scratch:
        bench = Bench(workspace, scratch, bill)
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
