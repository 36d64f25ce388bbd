"""Storage: the database and its migrations, projects and versions, the asset store, the locks."""

from __future__ import annotations

import errno
import multiprocessing
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import example, given
from hypothesis import strategies as st
from productions import asset, production_of, scene_of
from sqlmodel import SQLModel

from studio.errors import (
    AssetMissing,
    BadInput,
    DatabaseDamaged,
    DatabaseTooNew,
    DiskFull,
    ProjectBusy,
    ProjectNotFound,
    StudioError,
    WorkspaceError,
    WorkspaceNotWritable,
)
from studio.storage.assets import AssetStore
from studio.storage.database import Database
from studio.storage.history import MAX_NAME, name_from_title
from studio.storage.tables import EventRow, MessageRow, ProductRow, UsageRow, saved_id
from studio.storage.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "work")


# The database


def test_the_migrations_make_the_tables_of_the_models(tmp_path: Path) -> None:
    Database(tmp_path / "studio.db").close()
    with sa.create_engine(f"sqlite:///{tmp_path / 'studio.db'}").connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
        # What has to be compared by hand: alembic does not look at how references are deleted.
        for name, table in SQLModel.metadata.tables.items():
            found = sa.inspect(connection).get_foreign_keys(name)
            migrated = {(one["constrained_columns"][0], one["options"].get("ondelete")) for one in found}
            assert migrated == {(one.parent.name, one.ondelete) for one in table.foreign_keys}


def test_a_second_opening_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "studio.db"
    Database(path).close()
    before = _schema(path)
    Database(path).close()
    assert _schema(path) == before


def _schema(path: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(path) as connection:
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
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE project (id INTEGER PRIMARY KEY, budget TEXT)")
    before = path.read_bytes()
    with pytest.raises(WorkspaceError) as raised:
        Workspace(tmp_path)
    assert "\n" not in str(raised.value)
    assert path.read_bytes() == before


def test_checkpoint_tables_of_the_graph_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "studio.db"
    Database(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE checkpoints (thread_id TEXT)")
        connection.execute("INSERT INTO checkpoints VALUES ('1/1')")
    Database(path).close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT * FROM checkpoints").fetchall() == [("1/1",)]


def test_threads_commit_side_by_side(workspace: Workspace) -> None:
    project = workspace.history.create("Threads", "brief")
    run = workspace.ledger.start_run(saved_id(project))
    at_once = threading.Barrier(4)

    def note(number: int) -> None:
        at_once.wait()
        for step in range(10):
            workspace.ledger.note_event(run, f"{number}/{step}", asset("event"))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(note, range(4)))
    with sqlite3.connect(workspace.database.path) as connection:
        assert connection.execute("SELECT count(DISTINCT kind) FROM event").fetchone() == (40,)


def _make_projects(folder: Path, count: int) -> list[str]:
    workspace = Workspace(folder)
    return [workspace.history.create("The same title", "brief").name for _ in range(count)]


def test_processes_open_a_blank_workspace_and_commit_side_by_side(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(2) as pool:
        names = pool.starmap(_make_projects, [(tmp_path / "work", 4)] * 2, chunksize=1)
    expected = {"the-same-title", *(f"the-same-title-{number}" for number in range(2, 9))}
    assert {name for one in names for name in one} == expected


def test_a_message_is_noted_once(workspace: Workspace) -> None:
    project = workspace.history.create("Once", "brief")
    run = workspace.ledger.start_run(saved_id(project))
    for _ in range(2):
        workspace.ledger.note_message(
            MessageRow(
                project_id=saved_id(project),
                run_id=run,
                key="k",
                agent="Mara",
                role="writer",
                task="Pitch",
                answer="{}",
            )
        )
    assert len(workspace.ledger.messages(saved_id(project))) == 1


def test_a_run_that_never_ended_is_interrupted_when_the_next_begins(workspace: Workspace) -> None:
    project_id = saved_id(workspace.history.create("Runs", "brief"))
    workspace.ledger.start_run(project_id)
    second = workspace.ledger.start_run(project_id)
    workspace.ledger.finish_run(second, "finished")
    assert [run.outcome for run in workspace.ledger.runs(project_id)] == ["interrupted", "finished"]


# Projects and versions


def test_versions_are_kept_and_committing_the_same_changes_nothing(workspace: Workspace) -> None:
    history = workspace.history
    project = history.create("A film", "brief")
    first = production_of(scene_of("One."))
    second = first.revised(title="Another title")
    ids = [history.commit(project, one, author="Mara", reason="r") for one in (first, first, second, second)]
    assert ids == [ids[0], ids[0], ids[2], ids[2]]
    assert ids[0] != ids[2]
    versions = history.versions(project)
    assert [version.parent for version in versions] == [None, ids[0]]
    assert (history.version(ids[0]), history.head(project)) == (first, second)
    assert history.project("a-film").title == "Another title"
    back = history.commit(project, first, author="Mara", reason="back")
    assert back not in ids


def test_a_project_without_a_version_says_so(workspace: Workspace) -> None:
    project = workspace.history.create("A film", "brief")
    with pytest.raises(ProjectNotFound, match="has no version yet"):
        workspace.history.head(project)


def test_a_second_project_of_a_title_has_a_name_of_its_own(workspace: Workspace) -> None:
    names = [workspace.history.create(title, "").name for title in ("A film", "a FILM!", "A film")]
    assert names == ["a-film", "a-film-2", "a-film-3"]
    workspace.history.delete("a-film-2")
    assert workspace.history.create("A film", "").name == "a-film-2"
    assert [row.name for row in workspace.history.projects()] == ["a-film", "a-film-3", "a-film-2"]


def test_a_deleted_project_takes_its_history_along(workspace: Workspace) -> None:
    history, ledger = workspace.history, workspace.ledger
    project = history.create("Gone", "brief")
    history.commit(project, production_of(scene_of("One.")), author="Mara", reason="r")
    run = ledger.start_run(saved_id(project))
    ledger.note_event(run, "x", asset("event"))
    use = UsageRow(project_id=saved_id(project), run_id=run, key="k", tool="t", capability="image", outcome="made")
    ledger.store(
        ProductRow(key="k", tool="t", tool_version="1", capability="image", request="{}", product="{}", seconds=0),
        [(asset("made"), 3)],
        use,
    )
    history.delete("gone")
    with sqlite3.connect(workspace.database.path) as connection:
        for table in ("project", "version", "run", "usage", "event"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table  # noqa: S608
    assert ledger.product("k") is not None
    with pytest.raises(ProjectNotFound, match="There are none yet"):
        history.project("gone")


BAD_NAMES = ("", ".", "..", "../up", "a/b", "a\\b", "/etc/passwd", ".hidden", "-rf", "a" * 61, "new\nline", "a b")
BAD_ON_WINDOWS = ("con", "NUL", "nul.txt", "com1", "trailing.", "C:", "a:b", "tab\t")


@pytest.mark.parametrize("name", BAD_NAMES + BAD_ON_WINDOWS)
def test_a_project_cannot_be_renamed_out_of_the_workspace(workspace: Workspace, name: str) -> None:
    workspace.history.create("A film", "brief")
    with pytest.raises(BadInput) as raised:
        workspace.history.rename("a-film", name)
    assert "\n" not in str(raised.value)
    assert [row.name for row in workspace.history.projects()] == ["a-film"]


def test_names_that_one_file_system_takes_for_the_same_are_the_same(workspace: Workspace) -> None:
    history = workspace.history
    history.create("A film", "brief")
    history.create("Other", "brief")
    with pytest.raises(BadInput, match="There is a project 'a-film' already"):
        history.rename("other", "A-Film")
    assert history.rename("a-film", "A-Film").name == "A-Film"
    assert history.create("A film", "brief").name == "a-film-2"


def test_renaming(workspace: Workspace) -> None:
    history = workspace.history
    history.create("A film", "brief")
    history.create("Other", "brief")
    assert history.rename("a-film", r"灯塔.v2").name == "灯塔.v2"
    with pytest.raises(BadInput, match="There is a project 'other' already"):
        history.rename("灯塔.v2", "other")
    with pytest.raises(ProjectNotFound, match=r"The latest are: other, 灯塔\.v2"):
        history.rename("a-film", "x")


_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)


@given(st.text() | st.text(alphabet="./\\:~ -_\x00abcCON", max_size=20))
@example("con")
@example("NUL")
@example("Com1")
@example("lpt9.txt")
@example("aux.")
@example("COM¹")
@example("../../etc/passwd")
@example("...")
@example("C:\\Windows")
@example("~root")
@example("_" * 80)
@example("_:0")
@example("İ" * 80)
@example("x" * 500)
@example("\U0001f30a\U0001f30a")
@example("ﬃ" * 60)
def test_a_name_is_a_file_name_on_every_system(title: str) -> None:
    name = name_from_title(title)
    assert name
    assert len(f"{name}-10000.mp4".encode()) <= 255
    assert len(name) <= MAX_NAME
    assert not set(name) & set('<>:"/\\|?*')
    assert name.isprintable()
    assert not name.startswith((".", "-"))
    assert not name.endswith((".", " "))
    assert not _RESERVED.fullmatch(name)
    assert name == name.casefold() or name.casefold() == name_from_title(name.casefold())


# The asset store


def test_an_asset_is_stored_once_under_its_hash(tmp_path: Path) -> None:
    store = AssetStore(tmp_path)
    first, second = (store.add(b"picture", "image/png") for _ in range(2))
    assert first == second
    assert store.path(first) == tmp_path / first.hash[:2] / first.hash[2:]
    assert store.path(first).read_bytes() == b"picture"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [store.path(first)]


def test_a_file_is_moved_in(tmp_path: Path) -> None:
    store = AssetStore(tmp_path / "assets")
    for _ in range(2):
        file = tmp_path / "made.mp4"
        file.write_bytes(b"film")
        stored = store.add(file, "video/mp4")
        assert not file.exists()
    assert store.path(stored).read_bytes() == b"film"


def test_a_missing_asset_is_named(tmp_path: Path) -> None:
    store = AssetStore(tmp_path)
    lost = store.add(b"picture", "image/png")
    store.path(lost).unlink()
    assert not store.has(lost)
    with pytest.raises(AssetMissing, match=rf"{lost.hash[:12]}.*missing.*made again"):
        store.path(lost)
    assert store.add(b"picture", "image/png") == lost
    assert store.has(lost)


@pytest.mark.parametrize("moment", ["write", "fsync", "replace"])
@pytest.mark.parametrize("from_file", [False, True])
def test_a_crash_before_the_last_step_leaves_nothing_under_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str, from_file: bool
) -> None:
    store = AssetStore(tmp_path / "assets")
    content: bytes | Path = b"half a picture"
    if from_file:
        content = tmp_path / "made.png"
        content.write_bytes(b"half a picture")

    def crash(*arguments: object, **named: object) -> None:
        raise KeyboardInterrupt

    if moment == "write":
        monkeypatch.setattr(shutil if from_file else Path, "move" if from_file else "open", crash)
    if moment == "fsync":
        monkeypatch.setattr(os, "fsync", crash)
    if moment == "replace":
        monkeypatch.setattr(Path, "replace", crash)
    if moment == "write" and from_file:
        monkeypatch.setattr("studio.storage.assets._hash_file", lambda path: "ab" * 32)
    with pytest.raises(KeyboardInterrupt):
        store.add(content, "image/png")
    monkeypatch.undo()
    assert [path for path in (tmp_path / "assets").rglob("*") if path.is_file()] == []
    again = store.add(b"half a picture", "image/png")
    assert store.path(again).read_bytes() == b"half a picture"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def full(descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", full)
    store = AssetStore(tmp_path)
    with pytest.raises(DiskFull, match=r"No space left .* Free some space, then resume") as raised:
        store.add(b"picture", "image/png")
    assert "\n" not in str(raised.value)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_another_failure_of_the_disk_is_not_called_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(WorkspaceNotWritable, match="Input/output error"):
        AssetStore(tmp_path).add(b"picture", "image/png")


# The workspace


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WorkspaceNotWritable, match=r"cannot be written: .* Choose another with --workspace") as raised:
        Workspace(tmp_path / "file" / "work")
    assert raised.value.exit_code == 2


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may write everywhere")
def test_a_folder_that_may_not_be_written_is_one_clear_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(WorkspaceNotWritable, match="Permission denied"):
        Workspace(tmp_path)
    tmp_path.chmod(0o700)


HOLD = """
import sys
from pathlib import Path
from studio.storage.workspace import Workspace
with Workspace(Path(sys.argv[1])).hold_project(1, "a-film"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_project_that_another_process_holds_is_busy_and_says_who(workspace: Workspace) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(workspace.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        busy = pytest.raises(ProjectBusy, match=f"'a-film' is being worked on by process {holder.pid} on ")
        with busy, workspace.hold_project(1, "a-film"):
            pytest.fail("two hold one project")
        with workspace.hold_project(2, "another"):
            pass
        # The system lets go of it when its holder is killed.
        holder.kill()
    with workspace.hold_project(1, "a-film"):
        pass


def test_two_runs_in_one_process_do_not_hold_one_project(workspace: Workspace) -> None:
    other = Workspace(workspace.folder)
    with workspace.hold_project(1, "a-film"), pytest.raises(ProjectBusy), other.hold_project(1, "a-film"):
        pytest.fail("two hold one project")


def test_publishing_replaces_in_one_step(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = workspace.assets.add(b"first", "video/mp4"), workspace.assets.add(b"second", "video/mp4")
    target = workspace.publish(first, "film.mp4")

    def crash(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(shutil, "copyfile", crash)
    with pytest.raises(KeyboardInterrupt):
        workspace.publish(second, "film.mp4")
    monkeypatch.undo()
    assert target.read_bytes() == b"first"
    workspace.publish(second, "film.mp4")
    assert [path.name for path in workspace.films.iterdir()] == ["film.mp4"]
    assert target.read_bytes() == b"second"
    # A copy: changing it must not change the store.
    target.write_bytes(b"edited by hand")
    assert workspace.assets.path(second).read_bytes() == b"second"


def test_scratch_is_removed(workspace: Workspace) -> None:
    with workspace.scratch() as folder:
        (folder / "half").write_bytes(b"made")
        # Another process of the same workspace leaves it alone.
        other = Workspace(workspace.folder)
        with other.scratch() as elsewhere:
            assert folder.exists()
            assert elsewhere != folder
        other.close()
        assert (folder / "half").exists()
    assert not folder.exists()
    workspace.close()
    assert list((workspace.folder / "scratch").iterdir()) == []


LEAVE = """
import os, sys
from pathlib import Path
from studio.storage.workspace import Workspace
with Workspace(Path(sys.argv[1])).scratch() as folder:
    (folder / "half").write_bytes(b"made")
    os._exit(1)
"""


def test_what_a_dead_process_left_in_scratch_is_removed(workspace: Workspace) -> None:
    done = subprocess.run([sys.executable, "-c", LEAVE, str(workspace.folder)], check=False)
    assert done.returncode == 1
    assert list((workspace.folder / "scratch").rglob("half")) != []
    with workspace.scratch():
        assert list((workspace.folder / "scratch").rglob("half")) == []
