"""LangGraph's checkpoints in the workspace's database, written so that nobody waits for himself.

LangGraph's own async saver leaves its transaction open while the event loop does other work. Whatever else writes to
the same file from that loop then waits for a lock that only the loop itself could let go of. Here each operation is
one call of the sync saver on a thread.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata, CheckpointTuple
from langgraph.checkpoint.sqlite import SqliteSaver

from studio.storage.database_errors import BUSY_SECONDS


class Checkpoints(SqliteSaver):
    """LangGraph's SQLite saver for async graphs; what a run of the film's graph asks of it."""

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        return await asyncio.to_thread(self.get_tuple, config)

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        return await asyncio.to_thread(self.put, config, checkpoint, metadata, new_versions)

    async def aput_writes(
        self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = ""
    ) -> None:
        await asyncio.to_thread(self.put_writes, config, writes, task_id, task_path)

    async def adelete_thread(self, thread_id: str) -> None:
        await asyncio.to_thread(self.delete_thread, thread_id)


@contextmanager
def checkpoints_in(database: Path) -> Iterator[Checkpoints]:
    """The checkpoints in a database file, closed when the block ends."""
    with closing(sqlite3.connect(database, timeout=BUSY_SECONDS, check_same_thread=False)) as connection:
        yield Checkpoints(connection)
