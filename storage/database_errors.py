"""SQLite's failures in words that help."""

from __future__ import annotations

from pathlib import Path

from studio.errors import DatabaseDamaged, DiskFull, ProjectBusy, StudioError, WorkspaceNotWritable

BUSY_SECONDS = 30
"""How long a statement waits for another process before it gives up."""


def damaged(path: Path, why: str) -> StudioError:
    """The error for a file that is no database of ours."""
    return DatabaseDamaged(
        f"The workspace database {str(path)!r} is damaged: {why}.",
        next_step="It was left as it is. Restore it from a backup, or use another workspace with --workspace.",
        path=str(path),
    )


def in_words(error: BaseException, path: Path) -> StudioError:
    """What failed in the database at ``path``, and what to do about it."""
    text = str(error).lower()
    if "is full" in text:
        return DiskFull(
            f"No space left while writing {str(path)!r}.",
            next_step="Free some space, then resume: what was made is kept.",
        )
    if "malformed" in text or "not a database" in text or "corrupt" in text:
        return damaged(path, str(error))
    if "readonly" in text or "unable to open" in text or "disk i/o" in text:
        return WorkspaceNotWritable(
            f"The workspace database {str(path)!r} cannot be written: {error}.",
            next_step="Check the folder's permissions, or choose another with --workspace.",
        )
    if "locked" in text or "busy" in text:
        return ProjectBusy(
            f"The workspace database {str(path)!r} stayed locked for {BUSY_SECONDS} seconds.",
            next_step="Wait for the other process, or stop it, and try again.",
        )
    return StudioError(f"The workspace database {str(path)!r} failed: {error}.", next_step="Please report this.")
