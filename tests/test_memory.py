"""Memory given back to the system, in a process of its own."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

_SCRIPT = """
from pathlib import Path
from studio.memory import give_back_freed, return_memory_early

def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1])

return_memory_early()
small = [b"%06d" % number * 16_000 for number in range(1_500)]
kept = b"behind" * 16_000
before = resident()
del small
give_back_freed()
print(before - resident())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps freed memory like this")
def test_freed_buffers_are_given_back_although_something_stands_behind_them() -> None:
    script = [sys.executable, "-c", _SCRIPT]
    pages = int(subprocess.run(script, capture_output=True, text=True, check=True).stdout)
    assert pages * os.sysconf("SC_PAGE_SIZE") > 100 * 2**20
