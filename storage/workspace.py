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
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from studio.errors import ProjectBusy, WorkspaceNotWritable
from studio.production.assets import Asset
from studio.storage.assets import AssetStore
from studio.storage.database import Database
from studio.storage.disk import in_words
from studio.storage.history import History
from studio.storage.ledger import Ledger
from studio.storage.locks import Locks

_PUBLISHED = (".mp4", ".png", ".srt", ".vtt")
"""What lies in the films folder for a project."""


_DATABASE = "studio.db"


def is_workspace(folder: Path) -> bool:
    """Whether somebody has worked in ``folder``; nothing is made there."""
    return (folder / _DATABASE).exists()


class Workspace:
    """``folder`` is made when it is not there. Its parts open one another's files only through this class."""

    def __init__(self, folder: Path) -> None:
        self.folder = absolute_folder(folder)
        self._make_folders()
        self.database = Database(self.folder / _DATABASE)
        self.assets = AssetStore(self.folder / "assets", incoming=self._own_scratch)
        self.history = History(self.database)
        self.ledger = Ledger(self.database)
        self.locks = Locks(self.folder / "locks")
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
        """Be the only one who works on a project; the system lets go of it when the process dies."""
        self.locks.sweep()
        holder = self.folder / "locks" / f"project-{project_id}.json"
        lock = self.locks.take(f"project-{project_id}")
        if lock is None:
            raise ProjectBusy(
                f"The project {name!r} is being worked on by {_read_holder(holder)}.",
                next_step="Wait until it is done, or stop it; then resume.",
                project=name,
            )
        try:
            try:
                holder.write_text(json.dumps({"process": os.getpid(), "machine": socket.gethostname()}))
            except OSError as error:
                raise in_words(error, self.folder) from error
            yield
        finally:
            holder.unlink(missing_ok=True)
            self.locks.drop(lock)

    def publish(self, asset: Asset, name: str) -> Path:
        """Copy an asset into the films folder under ``name``, replacing what stood there, in one step."""
        source, target = self.assets.path(asset), self.films / name
        try:
            with self.scratch() as folder:
                shutil.copyfile(source, folder / name).replace(target)
        except OSError as error:
            raise in_words(error, self.films) from error
        return target

    def rename_published(self, name: str, new_name: str) -> None:
        """Give a project's files in the films folder another name."""
        try:
            for path in self._published(name):
                path.rename(path.with_name(f"{new_name}{path.suffix}"))
        except OSError as error:
            raise in_words(error, self.films) from error

    def withdraw(self, name: str) -> None:
        """Remove a project's files from the films folder; the store keeps what they were copied from."""
        try:
            for path in self._published(name):
                path.unlink()
        except OSError as error:
            raise in_words(error, self.films) from error

    def close(self) -> None:
        """Let go of the database and of what was only needed for a while."""
        with self._scratch_guard:
            if self._scratch is not None:
                folder, lock = self._scratch
                shutil.rmtree(folder, ignore_errors=True)
                self.locks.drop(lock)
                self._scratch = None
        self.database.close()

    def _published(self, name: str) -> list[Path]:
        return [path for path in (self.films / f"{name}{suffix}" for suffix in _PUBLISHED) if path.exists()]

    def _own_scratch(self) -> Path:
        """The scratch folder of this process, which holds its lock; those of processes that died are removed."""
        with self._scratch_guard:
            if self._scratch is None:
                for left in (self.folder / "scratch").iterdir():
                    abandoned = self.locks.take(f"scratch-{left.name}")
                    if abandoned is not None:
                        shutil.rmtree(left, ignore_errors=True)
                        self.locks.drop(abandoned)
                # Locked before it is there, so that nobody ever finds it without its lock.
                name = uuid.uuid4().hex
                lock = self.locks.take(f"scratch-{name}")
                if lock is None:
                    raise FileExistsError(name)
                own = self.folder / "scratch" / name
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


def absolute_folder(folder: Path) -> Path:
    """Where a workspace is whose folder somebody named, with ``~`` and from here."""
    try:
        return folder.expanduser().absolute()
    except RuntimeError as error:
        raise WorkspaceNotWritable(
            f"The workspace {str(folder)!r} cannot be found: {error}", next_step="Choose another with --workspace."
        ) from error


def _read_holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text())
        return f"process {holder['process']} on {holder['machine']}"
    except (OSError, ValueError, KeyError):
        return "another process"
