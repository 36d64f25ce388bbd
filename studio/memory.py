"""Keeps the C library from holding memory that large pictures and their threads once needed.

glibc gives each thread an arena of its own, and keeps freed buffers of up to 32 MiB, and smaller ones for good as long
as something stands behind them; together that is a third of a film's peak. Elsewhere nothing is changed.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache

_M_MMAP_THRESHOLD = -3
_M_ARENA_MAX = -8
"""From glibc's malloc.h; see mallopt(3)."""
_ARENAS = 2
_RETURNED_AT_ONCE = 4 * 2**20
"""Bytes: a layer of a picture is larger, most else is smaller."""


def return_memory_early() -> None:
    """From now on let threads share two arenas and give large buffers back at once, where the C library is glibc."""
    if (library := _glibc()) is not None:
        library.mallopt(_M_ARENA_MAX, _ARENAS)
        library.mallopt(_M_MMAP_THRESHOLD, _RETURNED_AT_ONCE)


def give_back_freed() -> None:
    """Give the pages of all freed buffers back now, where the C library is glibc; a few milliseconds."""
    if (library := _glibc()) is not None:
        library.malloc_trim(0)


@cache
def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "gnu_get_libc_version") else None
