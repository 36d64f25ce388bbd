"""One event loop in a thread of its own, so that sync calls work in scripts, notebooks and other people's loops."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

ResultT = TypeVar("ResultT")


class BackgroundLoop:
    """Runs coroutines for callers that wait. An interrupt (Ctrl-C) of a waiting caller cancels all that runs."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def run(self, work: Coroutine[Any, Any, ResultT]) -> ResultT:
        """The result of ``work``; blocks the calling thread."""
        future = self.start(work)
        try:
            return future.result()
        except KeyboardInterrupt:
            future.cancel()
            # The coroutine lets go of what it holds before the caller goes on.
            self._settle()
            raise

    def start(self, work: Coroutine[Any, Any, ResultT]) -> Future[ResultT]:
        """Begin ``work`` and return at once."""
        with self._starting:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="studio", daemon=True)
                self._thread.start()
            return asyncio.run_coroutine_threadsafe(work, self._loop)

    def close(self) -> None:
        """Cancel what still runs and end the thread."""
        if self._loop is None or self._thread is None:
            return
        self._settle()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._loop = self._thread = None

    def _settle(self) -> None:
        async def cancel_everything() -> None:
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(cancel_everything(), self._loop).result()
