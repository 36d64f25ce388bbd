"""Runs `studio` as a process of its own, with its time and the peak of its whole process tree's memory (PSS)."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

BRIEF = "A lighthouse keeper befriends a storm"
_SAMPLE_SECONDS = 0.1


@dataclass(frozen=True)
class Measured:
    """``peak`` in bytes, 0 where it was not measured; ``events`` are those that ``--json`` printed."""

    seconds: float
    peak: int
    code: int
    events: tuple[dict[str, object], ...]

    @property
    def film(self) -> dict[str, object]:
        """The last event: the film."""
        return self.events[-1]

    def made(self) -> int:
        """How many requests a tool was asked."""
        return sum(1 for event in self.events if event.get("event") == "request_answered" and not event["stored"])


def studio(workspace: Path, *words: str, memory: bool = False) -> Measured:
    """``studio *words`` in a workspace; the first word is the command."""
    # A brief may begin with a hyphen, so it comes last and behind "--".
    command = [sys.executable, "-m", "studio.cli", words[0], "-w", str(workspace), "--json", *words[1:]]
    log = workspace.with_suffix(".log")
    started = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        peak = _watch(process) if memory else 0
        code = process.wait()
    seconds = time.perf_counter() - started
    lines = log.read_text().splitlines()
    events = tuple(json.loads(line) for line in lines if line.startswith("{"))
    if code:
        print(*lines[-3:], sep="\n")
    return Measured(seconds, peak, code, events)


def _watch(process: subprocess.Popen[bytes]) -> int:
    peak = 0
    root = psutil.Process(process.pid)
    while process.poll() is None:
        total = 0
        try:
            for one in [root, *root.children(recursive=True)]:
                total += one.memory_full_info().pss
        except psutil.Error:
            pass
        peak = max(peak, total)
        time.sleep(_SAMPLE_SECONDS)
    return peak
