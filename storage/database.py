"""studio.db: opening, migrating, sessions, and SQLite's failures in words that help.

Knows nothing of what the rows mean.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock
from sqlmodel import Session

from studio.errors import DatabaseDamaged, DatabaseTooNew, DiskFull, ProjectBusy, StudioError, WorkspaceNotWritable

_BUSY_SECONDS = 30
_HEADER = b"SQLite format 3\x00"
_MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """The one SQLite file of a workspace. Usable from several threads and processes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        _refuse_other_files(path)
        self._engine = sa.create_engine(
            f"sqlite:///{path}", connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False}
        )
        sa.event.listen(self._engine, "connect", _prepare)
        sa.event.listen(self._engine, "begin", _begin)
        with self._translated():
            self._migrate()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session that commits when its block ends well, and rolls back when it does not."""
        with self._translated(), Session(self._engine, expire_on_commit=False) as session:
            yield session
            session.commit()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def _migrate(self) -> None:
        from alembic.migration import MigrationContext
        from alembic.script import ScriptDirectory

        scripts = ScriptDirectory(str(_MIGRATIONS))
        with self._engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
            tables = set(sa.inspect(connection).get_table_names())
        if current == scripts.get_current_head():
            return
        if current is None and tables - {"alembic_version"}:
            raise _damaged(self.path, "it is another program's database")
        if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
            raise DatabaseTooNew(
                f"The workspace database {str(self.path)!r} was written by a newer Studio (its schema is {current!r}).",
                next_step="Upgrade with: pip install --upgrade creative-studio.",
                path=str(self.path),
            )
        self._upgrade()

    def _upgrade(self) -> None:
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        # Of two processes that open a new workspace at once, the second waits here and finds the work done.
        with FileLock(f"{self.path}.lock"):
            # Kept in the file from now on. Only here, so that a file that is not ours is not even touched.
            raw = self._engine.raw_connection()
            raw.cursor().execute("PRAGMA journal_mode=WAL")
            raw.close()
            with self._engine.connect() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DBAPIError as error:
            raise _in_words(error.orig or error, self.path) from error
        except sqlite3.Error as error:
            raise _in_words(error, self.path) from error


def _prepare(connection: Any, _record: Any) -> None:
    # SQLAlchemy says BEGIN itself, so that schema changes are in the transaction too.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _refuse_other_files(path: Path) -> None:
    if path.exists() and path.stat().st_size:
        with path.open("rb") as file:
            if file.read(len(_HEADER)) != _HEADER:
                raise _damaged(path, "it is not a SQLite file")


def _damaged(path: Path, why: str) -> StudioError:
    return DatabaseDamaged(
        f"The workspace database {str(path)!r} is damaged: {why}.",
        next_step="It was left as it is. Restore it from a backup, or use another workspace with --workspace.",
        path=str(path),
    )


def _in_words(error: BaseException, path: Path) -> StudioError:
    text = str(error).lower()
    if "full" in text:
        return DiskFull(
            f"No space left while writing {str(path)!r}.",
            next_step="Free some space, then resume: what was made is kept.",
        )
    if "malformed" in text or "not a database" in text or "corrupt" in text:
        return _damaged(path, str(error))
    if "readonly" in text or "unable to open" in text or "disk i/o" in text:
        return WorkspaceNotWritable(
            f"The workspace database {str(path)!r} cannot be written: {error}.",
            next_step="Check the folder's permissions, or choose another with --workspace.",
        )
    if "locked" in text or "busy" in text:
        return ProjectBusy(
            f"The workspace database {str(path)!r} stayed locked for {_BUSY_SECONDS} seconds.",
            next_step="Wait for the other process, or stop it, and try again.",
        )
    return StudioError(f"The workspace database {str(path)!r} failed: {error}.", next_step="Please report this.")
