"""A workspace: a folder with studio.db, the assets, the finished films, and the locks of those who work in it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import tempfile
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from studio.errors import ProjectBusy
from studio.production.assets import Asset
from studio.storage.assets import AssetStore
from studio.storage.database import Database
from studio.storage.disk import in_words
from studio.storage.history import History
from studio.storage.ledger import Ledger


class Workspace:
    """``folder`` is made when it is not there. Its parts open one another's files only through this class."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.expanduser().absolute()
        self._make_folders()
        self.database = Database(self.folder / "studio.db")
        self.assets = AssetStore(self.folder / "assets")
        self.history = History(self.database)
        self.ledger = Ledger(self.database)
        self._scratch: tuple[Path, FileLock] | None = None
        self._scratch_guard = threading.Lock()

    @property
    def films(self) -> Path:
        """Where finished films are copied to, for people."""
        return self.folder / "films"

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A private folder on the workspace's own disk, removed afterwards; at the latest by the next process."""
        try:
            folder = Path(tempfile.mkdtemp(dir=self._own_scratch()))
        except OSError as error:
            raise in_words(error, self.folder) from error
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def hold_project(self, project_id: int, name: str) -> Iterator[None]:
        """Be the only process that works on a project; the system lets go of it when the process dies."""
        path = self.folder / "locks" / f"project-{project_id}"
        lock = FileLock(f"{path}.lock")
        holder = path.with_suffix(".json")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise ProjectBusy(
                f"The project {name!r} is being worked on by {_read_holder(holder)}.",
                next_step="Wait until it is done, or stop it; then resume.",
                project=name,
            ) from None
        try:
            holder.write_text(json.dumps({"process": os.getpid(), "machine": socket.gethostname()}))
            yield
        finally:
            holder.unlink(missing_ok=True)
            lock.release()

    def request_lock(self, key: str) -> FileLock:
        """The lock under which the request of that key is made; held by one process at a time."""
        return FileLock(self.folder / "locks" / f"{key}.lock", is_singleton=False)

    def publish(self, asset: Asset, name: str) -> Path:
        """Copy an asset into the films folder under ``name``, replacing what stood there, in one step."""
        source, target = self.assets.path(asset), self.films / name
        try:
            with tempfile.NamedTemporaryFile(dir=self.films, prefix=".", delete=False) as file:
                temporary = Path(file.name)
            try:
                shutil.copyfile(source, temporary)
                temporary.chmod(0o644)
                temporary.replace(target)
            finally:
                temporary.unlink(missing_ok=True)
        except OSError as error:
            raise in_words(error, self.films) from error
        return target

    def close(self) -> None:
        """Let go of the database and of what was only needed for a while."""
        with self._scratch_guard:
            if self._scratch is not None:
                _sweep(*self._scratch)
                self._scratch = None
        self.database.close()

    def _own_scratch(self) -> Path:
        """The scratch folder of this process, which holds its lock; those of processes that died are removed."""
        with self._scratch_guard:
            if self._scratch is None:
                for left in (self.folder / "scratch").glob("*.lock"):
                    lock = FileLock(left, is_singleton=False)
                    with suppress(Timeout):
                        lock.acquire(timeout=0)
                        _sweep(left.with_suffix(""), lock)
                own = self.folder / "scratch" / uuid.uuid4().hex
                lock = FileLock(own.with_suffix(".lock"), is_singleton=False, thread_local=False)
                lock.acquire()
                own.mkdir()
                self._scratch = own, lock
            return self._scratch[0]

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _make_folders(self) -> None:
        try:
            for name in ("assets", "films", "scratch", "locks"):
                (self.folder / name).mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.folder / "scratch"):
                pass
        except OSError as error:
            raise in_words(error, self.folder) from error


def _sweep(folder: Path, lock: FileLock) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    # Removed while still held, so that nobody can be holding the file that goes; systems that forbid it keep it.
    with suppress(OSError):
        Path(lock.lock_file).unlink()
    lock.release()


def _read_holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text())
        return f"process {holder['process']} on {holder['machine']}"
    except (OSError, ValueError, KeyError):
        return "another process"
