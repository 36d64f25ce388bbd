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


_SOUNDS = """
import asyncio, ctypes, sys, tempfile
from pathlib import Path
from studio.production.vocabulary import Ambience
from studio.testing import FolderBench
from studio.tools.offline.soundscape.soundscape import Soundscape
from studio.tools.sound import SoundRequest

class Heap(ctypes.Structure):
    _names = "arena free_chunks fast_chunks maps mapped most fast used free trimmable"
    _fields_ = [(name, ctypes.c_size_t) for name in _names.split()]

library = ctypes.CDLL(None)
library.mallinfo2.restype = Heap

def held() -> int:
    heap = library.mallinfo2()
    return heap.used + heap.mapped

def sound(samples: int) -> None:
    request = SoundRequest(prompt="wind", sound=Ambience.WIND, samples=samples, seed=1)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(Soundscape()(request, FolderBench(Path(folder))))

sound(300_000)
before = held()
for samples in range(301_000, 501_000, 20_000):
    sound(samples)
print(held() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="asks glibc")
def test_sounds_of_many_lengths_leave_nothing_behind() -> None:
    """A transform's plan is as large as its sound: SciPy keeps the last sixteen of each kind."""
    script = [sys.executable, "-c", _SOUNDS]
    assert int(subprocess.run(script, capture_output=True, text=True, check=True).stdout) < 2 * 2**20
