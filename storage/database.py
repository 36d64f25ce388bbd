"""studio.db: opening, sessions and connections.

Knows nothing of what the rows mean.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from studio.storage import disk
from studio.storage.database_errors import BUSY_SECONDS, damaged, in_words
from studio.storage.schema import bring_up_to_date

_HEADER = b"SQLite format 3\x00"
_READING = "studio_reading"


class Database:
    """The one SQLite file of a workspace. Usable from several threads and processes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        _refuse_other_files(path)
        self._engine = sa.create_engine(
            f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}
        )
        sa.event.listen(self._engine, "connect", _prepare)
        sa.event.listen(self._engine, "begin", _begin)
        self._reading = self._engine.execution_options(**{_READING: True})
        # Whoever drops a studio without closing it leaves no open file behind.
        self._let_go = weakref.finalize(self, self._engine.dispose)
        try:
            with self.in_words():
                bring_up_to_date(self._engine, path)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session that commits when its block ends well, and rolls back when it does not."""
        with self.in_words(), Session(self._engine, expire_on_commit=False) as session:
            yield session
            session.commit()

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """As ``session``, for statements without objects: what is done for every request of a run."""
        with self.in_words(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that reads one state of the database and keeps no writer waiting."""
        with self.in_words(), self._reading.connect() as connection:
            yield connection

    @contextmanager
    def in_words(self) -> Iterator[None]:
        """Turns SQLite's failures within its block into errors that say what to do."""
        try:
            yield
        except sa.exc.DBAPIError as error:
            raise in_words(error.orig or error, self.path) from error
        except sqlite3.Error as error:
            raise in_words(error, self.path) from error

    def close(self) -> None:
        """Let go of the file."""
        self._let_go()


def _prepare(connection: Any, _record: Any) -> None:
    # SQLAlchemy says BEGIN itself, so that schema changes are in the transaction too.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    # Who is going to write says so at once: a reader that turns into a writer could be refused.
    reading = connection.get_execution_options().get(_READING, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _refuse_other_files(path: Path) -> None:
    try:
        if path.exists() and path.stat().st_size:
            with path.open("rb") as file:
                if file.read(len(_HEADER)) != _HEADER:
                    raise damaged(path, "it is not a SQLite file")
    except OSError as error:
        raise disk.in_words(error, path) from error
