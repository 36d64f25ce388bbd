"""Locks between processes: a file for each, held by at most one and let go of by the system when its holder dies.

A lock's file is removed when it is dropped, and those that killed processes left are swept. Removing a file that
another process has just opened would split a lock in two: whoever opens or removes one holds the gate meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from studio.storage.disk import in_words

_GATE = "gate"
_GATE_POLL = 0.001
"""Seconds between two tries; it is only ever held for a moment."""


class Locks:
    """Named locks as files in ``folder``; safe for several threads and processes. Names are file names."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, name: str) -> FileLock | None:
        """The lock of that name, to be given to ``drop``; None while somebody else holds it."""
        with self._gate():
            return self._try(self._folder / f"{name}.lock")

    def drop(self, lock: FileLock) -> None:
        """Let go of a lock that ``take`` gave."""
        with self._gate():
            _remove(lock)

    def sweep(self) -> None:
        """Remove the files of the locks that nobody holds."""
        with self._gate():
            for path in self._folder.glob("*.lock"):
                lock = self._try(path)
                if lock is not None:
                    _remove(lock)

    def _try(self, path: Path) -> FileLock | None:
        lock = FileLock(path, is_singleton=False, thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return None
        except OSError as error:
            raise in_words(error, self._folder) from error
        return lock

    @contextmanager
    def _gate(self) -> Iterator[None]:
        gate = FileLock(self._folder / _GATE, is_singleton=False, thread_local=False)
        try:
            gate.acquire(poll_interval=_GATE_POLL)
        except OSError as error:
            raise in_words(error, self._folder) from error
        try:
            yield
        finally:
            gate.release()


def _remove(lock: FileLock) -> None:
    # Systems that forbid removing an open file keep it, for the next holder or the next sweep.
    with suppress(OSError):
        Path(lock.lock_file).unlink()
    lock.release()
