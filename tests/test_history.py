"""Projects and versions: what is kept, and names that are safe as file names."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from productions import asset, begin, production_of, scene_of

from studio.errors import (
    BadInput,
    ProjectNotFound,
)
from studio.production.made import Film
from studio.storage.history import MAX_NAME, name_from_title
from studio.storage.tables import EventRow, ProductRow, UsageRow, saved_id
from studio.storage.workspace import Workspace


def test_versions_are_kept_and_committing_the_same_changes_nothing(workspace: Workspace) -> None:
    history = workspace.history
    project = begin(history, "A film")
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


def test_a_project_begins_with_its_first_version_or_not_at_all(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    history, production = workspace.history, production_of(scene_of("One."))

    def crash(value: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("studio.storage.history.canonical_json", crash)
        with pytest.raises(KeyboardInterrupt):
            history.begin("A film", production, author="person", reason="The brief.")
    assert history.projects() == []
    begun = history.begin("A film", production, author="person", reason="The brief.")
    assert (begun.name, history.head(history.project("a-film"))) == ("a-film", production)
    assert [version.reason for version in history.versions(begun)] == ["The brief."]


def test_a_project_is_finished_while_it_stands_at_a_film(workspace: Workspace) -> None:
    history, production = workspace.history, production_of(scene_of("One."))
    project = history.begin("A film", production, author="person", reason="r")
    begin(history, "Blank")
    assert history.finished() == set()
    film = Film(video=asset("film", "video/mp4"), frames=9, poster=asset("poster", "image/png"))
    history.commit(project, production.revised(film=film), author="Director", reason="r")
    assert history.finished() == {project.id}
    history.commit(project, production.revised(film=None), author="person", reason="An edit.")
    assert history.finished() == set()


def test_a_second_project_of_a_title_has_a_name_of_its_own(workspace: Workspace) -> None:
    names = [begin(workspace.history, title).name for title in ("A film", "a FILM!", "A film")]
    assert names == ["a-film", "a-film-2", "a-film-3"]
    workspace.history.delete("a-film-2")
    assert begin(workspace.history, "A film").name == "a-film-2"
    assert [row.name for row in workspace.history.projects()] == ["a-film", "a-film-3", "a-film-2"]


def test_a_deleted_project_takes_its_history_along(workspace: Workspace) -> None:
    history, ledger = workspace.history, workspace.ledger
    project = begin(history, "Gone")
    history.commit(project, production_of(scene_of("One.")), author="Mara", reason="r")
    run = ledger.start_run(saved_id(project))
    ledger.note([EventRow(run_id=run, kind="x", event="{}")])
    use = UsageRow(project_id=saved_id(project), run_id=run, key="k", tool="t", capability="image", outcome="made")
    ledger.store(
        ProductRow(key="k", tool="t", tool_version="1", capability="image", request="{}", product="{}", seconds=0),
        [(asset("made"), 3)],
        [use],
    )
    history.delete("gone")
    with closing(sqlite3.connect(workspace.database.path)) as connection, connection:
        for table in ("project", "version", "run", "usage", "event"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table  # noqa: S608
    assert ledger.product("k") is not None
    with pytest.raises(ProjectNotFound, match="There are none yet"):
        history.project("gone")


BAD_NAMES = ("", ".", "..", "../up", "a/b", "a\\b", "/etc/passwd", ".hidden", "-rf", "a" * 61, "new\nline", "a b")
BAD_ON_WINDOWS = ("con", "NUL", "nul.txt", "com1", "trailing.", "C:", "a:b", "tab\t")


@pytest.mark.parametrize("name", BAD_NAMES + BAD_ON_WINDOWS)
def test_a_project_cannot_be_renamed_out_of_the_workspace(workspace: Workspace, name: str) -> None:
    begin(workspace.history, "A film")
    with pytest.raises(BadInput) as raised:
        workspace.history.rename("a-film", name)
    assert "\n" not in str(raised.value)
    assert [row.name for row in workspace.history.projects()] == ["a-film"]


def test_names_that_one_file_system_takes_for_the_same_are_the_same(workspace: Workspace) -> None:
    history = workspace.history
    begin(history, "A film")
    begin(history, "Other")
    with pytest.raises(BadInput, match="There is a project 'a-film' already"):
        history.rename("other", "A-Film")
    assert history.rename("a-film", "A-Film").name == "A-Film"
    assert begin(history, "A film").name == "a-film-2"


def test_renaming(workspace: Workspace) -> None:
    history = workspace.history
    begin(history, "A film")
    begin(history, "Other")
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
