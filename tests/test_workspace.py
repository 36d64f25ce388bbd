"""The workspace: who holds what, what is published, and what killed processes left."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from studio.errors import (
    ProjectBusy,
    WorkspaceNotWritable,
)
from studio.storage.workspace import Workspace


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WorkspaceNotWritable, match=r"cannot be written: .* Choose another with --workspace") as raised:
        Workspace(tmp_path / "file" / "work")
    assert raised.value.exit_code == 2


AS_NOBODY = """
import os, sys
from pathlib import Path
from studio.errors import WorkspaceNotWritable
from studio.storage.workspace import Workspace
if os.geteuid() == 0:
    os.setuid(65534)
try:
    Workspace(Path(sys.argv[1]))
except WorkspaceNotWritable as error:
    print(error)
"""


@pytest.mark.skipif(os.name == "nt", reason="permissions are other ones there")
def test_a_folder_that_may_not_be_written_is_one_clear_line(tmp_path: Path) -> None:
    """Root may write everywhere, so that it becomes somebody else first."""
    tmp_path.chmod(0o500)
    command = [sys.executable, "-c", AS_NOBODY, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    tmp_path.chmod(0o700)
    assert len(done.stdout.splitlines()) == 1
    assert done.stdout.startswith(f"The workspace {str(tmp_path)!r} cannot be written: Permission denied.")


def test_a_home_of_nobody_is_one_clear_line() -> None:
    with pytest.raises(WorkspaceNotWritable, match=r"^The workspace '~nobody-of-that-name/work' cannot be found"):
        Workspace(Path("~nobody-of-that-name/work"))


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


def test_what_a_dead_process_left_of_an_asset_is_removed(workspace: Workspace) -> None:
    code = (
        "import os, sys; from pathlib import Path; from studio.storage.workspace import Workspace; "
        "os.fsync = lambda descriptor: os._exit(1); Workspace(Path(sys.argv[1])).assets.add(b'half', 'image/png')"
    )
    done = subprocess.run([sys.executable, "-c", code, str(workspace.folder)], check=False)
    assert done.returncode == 1
    assert _files(workspace.folder / "scratch") + _files(workspace.folder / "assets") != []
    with workspace.scratch():
        assert _files(workspace.folder / "scratch") + _files(workspace.folder / "assets") == []


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
