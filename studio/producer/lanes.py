"""Who waits for whom: so many calls of a tool or a provider at once, so many in a minute.

What a service allows and what this machine can do holds for all runs of a studio together, so their queues are shared.
Knows nothing of what is called.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

_MINUTE = 60.0
_SIDE_BY_SIDE = 4
"""How many calls of a provider run at once where nothing else was said."""


@dataclass(frozen=True)
class Lane:
    """Calls of the ``members`` (tools, or whole providers) of which only so many run ``at_once``.

    A tool waits in every lane that it belongs to. A provider that is in none has one of its own. No more than
    ``per_minute`` calls begin within a minute, where that is said.
    """

    at_once: int
    members: frozenset[str]
    per_minute: int | None = None

    def holds(self, tool: str) -> bool:
        """Whether the tool of this name waits here."""
        return bool(self.members & {tool, tool.partition(":")[0]})


class Queue:
    """A lane with those who wait in it for their ``turn``, and when its last calls began."""

    def __init__(self, lane: Lane) -> None:
        self.turn = asyncio.Semaphore(lane.at_once)
        self._limit = lane.per_minute
        self._begun: deque[float] = deque()

    async def pace(self) -> None:
        """Wait until another call may begin."""
        while self._limit is not None:
            now = time.monotonic()
            while self._begun and now - self._begun[0] >= _MINUTE:
                self._begun.popleft()
            if len(self._begun) < self._limit:
                self._begun.append(now)
                return
            await asyncio.sleep(_MINUTE - (now - self._begun[0]))


class Queues:
    """The queues of all runs that share this; each event loop has its own, because nobody waits across loops."""

    def __init__(self) -> None:
        self._of_loops: dict[asyncio.AbstractEventLoop, dict[Lane, Queue]] = {}
        self._guard = threading.Lock()

    def of(self, tool: str, lanes: Iterable[Lane]) -> list[Queue]:
        """Where the tool of this name waits, in the order of ``lanes``; called on the loop on which it will."""
        own = Lane(_SIDE_BY_SIDE, frozenset({tool.partition(":")[0]}))
        loop = asyncio.get_running_loop()
        with self._guard:
            # A queue holds its loop, so neither would ever go by itself.
            self._of_loops = {one: queues for one, queues in self._of_loops.items() if not one.is_closed()}
            there = self._of_loops.setdefault(loop, {})
            return [there.setdefault(lane, Queue(lane)) for lane in [one for one in lanes if one.holds(tool)] or [own]]
