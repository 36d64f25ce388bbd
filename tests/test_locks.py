"""Locks between processes: one holder at a time, whatever is removed meanwhile, and nothing left of the dead."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from pathlib import Path

from studio.storage.locks import Locks
from studio.storage.workspace import Workspace


def test_a_lock_is_held_by_one_and_leaves_no_file(tmp_path: Path) -> None:
    locks = Locks(tmp_path)
    lock = locks.take("a")
    assert lock is not None
    assert locks.take("a") is None
    assert Locks(tmp_path).take("a") is None
    other = locks.take("b")
    assert other is not None
    locks.drop(lock)
    again = Locks(tmp_path).take("a")
    assert again is not None
    for held in (again, other):
        locks.drop(held)
    assert list(tmp_path.glob("*.lock")) == []


DIE = """
import os, sys
from pathlib import Path
from studio.storage.locks import Locks
lock = Locks(Path(sys.argv[1])).take("dead")
os._exit(1)
"""


def test_the_locks_of_the_dead_are_swept_and_those_of_the_living_are_not(workspace: Workspace) -> None:
    folder = workspace.folder / "locks"
    assert subprocess.run([sys.executable, "-c", DIE, str(folder)], check=False).returncode == 1
    living = workspace.locks.take("living")
    assert living is not None
    assert sorted(path.name for path in folder.glob("*.lock")) == ["dead.lock", "living.lock"]
    with workspace.hold_project(1, "a-film"):
        assert sorted(path.name for path in folder.glob("*.lock")) == ["living.lock", "project-1.lock"]
    assert workspace.locks.take("living") is None
    workspace.locks.drop(living)
    assert list(folder.glob("*.lock")) == []


def _count(folder: Path, rounds: int) -> None:
    """Adds one to a number in a file, which is lost where two do it at once."""
    locks, number = Locks(folder), folder / "number"
    for _ in range(rounds):
        while (lock := locks.take("number")) is None:
            locks.sweep()
        number.write_text(str(int(number.read_text()) + 1))
        locks.drop(lock)


def test_nobody_slips_in_while_files_are_removed_and_swept(tmp_path: Path) -> None:
    (tmp_path / "number").write_text("0")
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        pool.starmap(_count, [(tmp_path, 60)] * 3, chunksize=1)
    assert (tmp_path / "number").read_text() == "180"
