"""SIGKILL at random moments, then resume: finished each time, nothing stored made again, the same film."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.processes import BRIEF, studio
from studio.storage.tables import saved_id
from studio.storage.workspace import Workspace

KILLS = 20
LENGTH = "12"


def main(kills: int = KILLS, seed: int = 20) -> None:
    """Kill one film's run ``kills`` times at random moments, each in a workspace of its own, and resume it."""
    generator = random.Random(seed)
    words = ("create", BRIEF, "--quality", "draft", "--length", LENGTH)
    with tempfile.TemporaryDirectory() as folder:
        undisturbed = studio(Path(folder) / "undisturbed", *words)
        expected = Path(str(undisturbed.film["path"])).read_bytes()
        finished = same = repeated = 0
        for number in range(kills):
            work = Path(folder) / f"work-{number}"
            _kill_at(work, words, generator.uniform(0.5, undisturbed.seconds))
            with Workspace(work) as workspace:
                projects = workspace.history.projects()
            if not projects:
                # Killed before the project was there: nothing was begun.
                studio(work, *words)
            with Workspace(work) as workspace:
                name = workspace.history.projects()[0].name
            run = studio(work, "resume", name)
            finished += run.code == 0
            same += run.code == 0 and Path(str(run.film["path"])).read_bytes() == expected
            repeated += _made_twice(work)
    print(f"{kills} kills: {finished} finished, {same} the same film, {repeated} stored requests made again")


def _kill_at(work: Path, words: tuple[str, ...], moment: float) -> None:
    command = [sys.executable, "-m", "studio.cli", *words, "--workspace", str(work), "--json"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
    time.sleep(0.2)


def _made_twice(work: Path) -> int:
    with Workspace(work) as workspace:
        project = workspace.history.projects()[0]
        uses = workspace.ledger.usage(saved_id(project))
    made = Counter(use.key for use in uses if use.outcome == "made")
    return sum(count - 1 for count in made.values())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
