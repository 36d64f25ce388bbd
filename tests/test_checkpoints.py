"""Checkpoints beside everything else that is written to the same file from the same event loop."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

from langgraph.graph import END, START, StateGraph
from typing_extensions import TypedDict

from studio.graph.checkpoints import checkpoints_in


class _State(TypedDict):
    count: int


def test_who_writes_on_the_loop_never_waits_for_a_checkpoint_that_waits_for_the_loop(tmp_path: Path) -> None:
    file = tmp_path / "studio.db"
    with sqlite3.connect(file) as connection:
        # As a workspace's database is: changing the mode later needs the file alone.
        connection.execute("pragma journal_mode=wal")
        connection.execute("create table note (text)")
    connection.close()

    def write() -> None:
        # As long as this waits, the event loop stands still.
        own = sqlite3.connect(file, timeout=2)
        with own:
            own.execute("insert into note values ('word')")
        own.close()

    def count(state: _State) -> _State:
        return {"count": state["count"] + 1}

    async def run() -> int:
        graph = StateGraph(_State)
        graph.add_node("count", count)
        graph.add_edge(START, "count")
        graph.add_edge("count", END)
        with checkpoints_in(file) as saver:
            film = graph.compile(checkpointer=saver)
            stopped = False

            async def note() -> None:
                while not stopped:
                    write()
                    await asyncio.sleep(0)

            notes = asyncio.create_task(note())
            for number in range(20):
                thread = {"configurable": {"thread_id": str(number)}}
                assert await film.ainvoke({"count": 1}, thread, durability="sync") == {"count": 2}
                assert (await film.ainvoke(None, thread))["count"] == 2
                await saver.adelete_thread(str(number))
            stopped = True
            await notes
            return sum(1 for _ in saver.list(None))

    assert asyncio.run(run()) == 0
