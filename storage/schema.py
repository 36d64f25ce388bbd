"""The schema of studio.db: which one the file has, and the migrations up to today's.

Alembic is only loaded for a file that is not up to date.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock

from studio.errors import DatabaseTooNew
from studio.storage.database_errors import damaged

HEAD = "0004"
"""The revision of the last migration."""
_MIGRATIONS = Path(__file__).parent / "migrations"
_VERSION_TABLE = "alembic_version"


def bring_up_to_date(engine: sa.Engine, path: Path) -> None:
    """Bring the database at ``path`` to today's schema; refuse a newer one and another program's."""
    revision, tables = _found(engine)
    if revision == HEAD:
        return
    if revision is None and tables - {_VERSION_TABLE}:
        raise damaged(path, "it is another program's database")
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory(str(_MIGRATIONS)).walk_revisions()}
    if revision is not None and revision not in known:
        raise DatabaseTooNew(
            f"The workspace database {str(path)!r} was written by a newer Studio (its schema is {revision!r}).",
            next_step="Upgrade with: pip install --upgrade creative-studio.",
            path=str(path),
        )
    _migrate(engine, path)


def _found(engine: sa.Engine) -> tuple[str | None, set[str]]:
    with engine.connect() as connection:
        tables = set(sa.inspect(connection).get_table_names())
        if _VERSION_TABLE not in tables:
            return None, tables
        return connection.scalar(sa.text("SELECT version_num FROM alembic_version")), tables


def _migrate(engine: sa.Engine, path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    # Of two processes that open a new workspace at once, the second waits here and finds the work done.
    with FileLock(f"{path}.lock"):
        # Kept in the file from now on. Only here, so that a file that is not ours is not even touched.
        raw = engine.raw_connection()
        raw.cursor().execute("PRAGMA journal_mode=WAL")
        raw.close()
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
