"""The disk's failures in words that help."""

from __future__ import annotations

import errno
from pathlib import Path

from studio.errors import DiskFull, WorkspaceError, WorkspaceNotWritable

_FULL = (errno.ENOSPC, errno.EDQUOT)


def is_full(error: OSError) -> bool:
    """Whether the disk, or the person's share of it, is full."""
    return error.errno in _FULL


def in_words(error: OSError, place: Path) -> WorkspaceError:
    """What failed while writing to ``place``, and what to do about it."""
    if is_full(error):
        return DiskFull(
            f"No space left while storing a file in {str(place)!r}.",
            next_step="Free some space, then resume: what was made is kept.",
        )
    return WorkspaceNotWritable(
        f"The workspace {str(place)!r} cannot be written: {error.strerror or error}.",
        next_step="Choose another with --workspace, or change its permissions.",
        path=str(place),
    )
