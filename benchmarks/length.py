"""Peak memory of a film and of one ten times as long, at draft size."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.processes import BRIEF, studio

SHORT, LONG = "30", "300"


def main() -> None:
    """Print both peaks."""
    with tempfile.TemporaryDirectory() as folder:
        for length in (SHORT, LONG):
            work = Path(folder) / f"work-{length}"
            run = studio(work, "create", BRIEF, "--quality", "draft", "--length", length, memory=True)
            print(f"{length} s asked, {run.film['seconds']} s made: {run.seconds:.0f} s, {run.peak / 2**20:.0f} MiB")


if __name__ == "__main__":
    main()
