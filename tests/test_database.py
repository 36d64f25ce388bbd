"""The database: its migrations, its sessions, and the files that it refuses."""

from __future__ import annotations

import multiprocessing
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from productions import begin
from sqlmodel import SQLModel

from studio.errors import (
    DatabaseDamaged,
    DatabaseTooNew,
    StudioError,
    WorkspaceError,
)
from studio.storage import schema
from studio.storage.database import Database
from studio.storage.tables import EventRow, MessageRow, ProductRow, saved_id
from studio.storage.workspace import Workspace


def test_the_migrations_make_the_tables_of_the_models(tmp_path: Path) -> None:
    Database(tmp_path / "studio.db").close()
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'studio.db'}", poolclass=sa.NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
        # What has to be compared by hand: alembic does not look at how references are deleted.
        for name, table in SQLModel.metadata.tables.items():
            found = sa.inspect(connection).get_foreign_keys(name)
            migrated = {(one["constrained_columns"][0], one["options"].get("ondelete")) for one in found}
            assert migrated == {(one.parent.name, one.ondelete) for one in table.foreign_keys}


def test_the_schema_of_today_is_that_of_the_last_migration() -> None:
    assert ScriptDirectory(str(Path(schema.__file__).parent / "migrations")).get_current_head() == schema.HEAD


def test_alembic_is_not_loaded_for_a_file_of_today(tmp_path: Path) -> None:
    Database(tmp_path / "studio.db").close()
    code = (
        "import sys; from pathlib import Path; from studio.storage.database import Database; "
        "Database(Path(sys.argv[1])).close(); print('alembic' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "studio.db")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "False\n"


def test_a_folder_in_the_database_s_place_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "studio.db").mkdir()
    (tmp_path / "studio.db" / "file").write_text("in the way")
    with pytest.raises(WorkspaceError, match="directory") as raised:
        Workspace(tmp_path)
    assert "\n" not in str(raised.value)
    assert raised.value.exit_code == 2


def test_who_reads_waits_for_no_writer(workspace: Workspace) -> None:
    with workspace.database.writing() as connection:
        connection.execute(sa.text("INSERT INTO project (name, title, brief, created_at) VALUES ('a', 'A', '', '')"))
        assert workspace.ledger.product("k") is None


def test_a_second_opening_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "studio.db"
    Database(path).close()
    before = _schema(path)
    Database(path).close()
    assert _schema(path) == before


def _schema(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


def test_it_writes_ahead_and_checks_references(tmp_path: Path) -> None:
    database = Database(tmp_path / "studio.db")
    with database.session() as session:
        assert session.connection().exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert session.connection().exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    with pytest.raises(StudioError, match="FOREIGN KEY"), database.session() as session:
        session.add(EventRow(run_id=77, kind="x", event="{}"))


def test_a_session_that_fails_leaves_nothing(workspace: Workspace) -> None:
    row = ProductRow(key="k", tool="t", tool_version="1", capability="image", request="{}", product="{}", seconds=0)
    with pytest.raises(RuntimeError), workspace.database.session() as session:  # noqa: PT012
        session.add(row)
        session.flush()
        raise RuntimeError
    assert workspace.ledger.product("k") is None


def _text(path: Path) -> None:
    path.write_text("Dear diary, this is no database.")


def _noise(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 40)


def _header_only(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00")


def _truncated(path: Path) -> None:
    Database(path).close()
    path.write_bytes(path.read_bytes()[:6_000])


def _overwritten(path: Path) -> None:
    Database(path).close()
    content = bytearray(path.read_bytes())
    content[100:3_000] = b"\xa5" * 2_900
    path.write_bytes(content)


def _newer(path: Path) -> None:
    Database(path).close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (_text, DatabaseDamaged),
        (_noise, DatabaseDamaged),
        (_header_only, DatabaseDamaged),
        (_truncated, DatabaseDamaged),
        (_overwritten, DatabaseDamaged),
        (_newer, DatabaseTooNew),
    ],
)
def test_a_file_that_is_not_ours_to_open_is_left_as_it_is(
    tmp_path: Path, spoil: Callable[[Path], None], error: type[WorkspaceError]
) -> None:
    path = tmp_path / "studio.db"
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(error) as raised:
        Workspace(tmp_path)
    message = str(raised.value)
    assert "\n" not in message
    assert str(path) in message
    assert raised.value.exit_code == 2
    assert path.read_bytes() == before


def test_somebody_else_s_database_is_not_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "studio.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE project (id INTEGER PRIMARY KEY, budget TEXT)")
    before = path.read_bytes()
    with pytest.raises(WorkspaceError) as raised:
        Workspace(tmp_path)
    assert "\n" not in str(raised.value)
    assert path.read_bytes() == before


def test_checkpoint_tables_of_the_graph_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "studio.db"
    Database(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE checkpoints (thread_id TEXT)")
        connection.execute("INSERT INTO checkpoints VALUES ('1/1')")
    Database(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute("SELECT * FROM checkpoints").fetchall() == [("1/1",)]


def test_threads_commit_side_by_side(workspace: Workspace) -> None:
    project = begin(workspace.history, "Threads")
    run = workspace.ledger.start_run(saved_id(project))
    at_once = threading.Barrier(4)

    def note(number: int) -> None:
        at_once.wait()
        for step in range(10):
            workspace.ledger.note([EventRow(run_id=run, kind=f"{number}/{step}", event="{}")])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(note, range(4)))
    with closing(sqlite3.connect(workspace.database.path)) as connection, connection:
        assert connection.execute("SELECT count(DISTINCT kind) FROM event").fetchone() == (40,)


def _make_projects(folder: Path, count: int) -> list[str]:
    workspace = Workspace(folder)
    return [begin(workspace.history, "The same title").name for _ in range(count)]


def test_processes_open_a_blank_workspace_and_commit_side_by_side(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(2) as pool:
        names = pool.starmap(_make_projects, [(tmp_path / "work", 4)] * 2, chunksize=1)
    expected = {"the-same-title", *(f"the-same-title-{number}" for number in range(2, 9))}
    assert {name for one in names for name in one} == expected


def test_a_message_is_noted_once(workspace: Workspace) -> None:
    project = begin(workspace.history, "Once")
    run = workspace.ledger.start_run(saved_id(project))
    message = MessageRow(
        project_id=saved_id(project), run_id=run, key="k", agent="Mara", role="writer", task="Pitch", answer="{}"
    )
    workspace.ledger.note([message, message])
    workspace.ledger.note([message])
    assert len(workspace.ledger.messages(saved_id(project))) == 1


def test_a_run_that_never_ended_is_interrupted_when_the_next_begins(workspace: Workspace) -> None:
    project_id = saved_id(begin(workspace.history, "Runs"))
    workspace.ledger.start_run(project_id)
    second = workspace.ledger.start_run(project_id)
    workspace.ledger.finish_run(second, "finished")
    assert [run.outcome for run in workspace.ledger.runs(project_id)] == ["interrupted", "finished"]
