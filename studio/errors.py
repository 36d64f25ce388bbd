"""Every error that Studio raises, in one tree.

    StudioError
    ├── BadInput                 the person must act: an argument, a brief or a file is unusable
    │   ├── BriefError           the brief is empty, too long, or not text
    │   ├── UnknownOption        a value that is not in a closed list
    │   ├── ProjectNotFound
    │   └── LengthTooShort       an explicit length cannot hold the person's own text
    ├── WorkspaceError           the person must act: the folder, disk or database
    │   ├── WorkspaceNotWritable
    │   ├── DiskFull
    │   ├── DatabaseDamaged
    │   ├── DatabaseTooNew
    │   ├── AssetMissing
    │   └── ProjectBusy
    ├── ToolError                a generator failed; carries tool, status, retry_after, retryable
    │   ├── ToolNotFound
    │   ├── MissingExtra
    │   ├── UnknownTask
    │   ├── UnsupportedLanguage
    │   └── MalformedProduct
    ├── RunFailed                scenes failed; everything that was made is kept
    └── RunCancelled             stopped by the person; resumable

Each says what happened, the value, and what to do next. ``intent`` tells a program who should act: the agent
again (``RETRY``), the agent with new knowledge (``INFORM``), or the person (``ACT``).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any


class Intent(StrEnum):
    """Who should act on an error."""

    RETRY = "retry"
    INFORM = "inform"
    ACT = "act"


class StudioError(Exception):
    """What happened, the value, and the next step, in one line (``str``) and as fields (``fields``)."""

    intent = Intent.ACT
    exit_code = 1

    def __init__(self, what: str, *, next_step: str = "", **fields: Any) -> None:
        self.what = what
        self.next_step = next_step
        self.fields = fields
        super().__init__(f"{what} {next_step}".strip())


class BadInput(StudioError):
    """An argument, a brief or a file is unusable; nothing was started."""

    exit_code = 2


class BriefError(BadInput):
    """The brief is empty, too long, or not text."""


class UnknownOption(BadInput):
    """A value that is not in a closed list."""

    def __init__(self, option: str, value: object, valid: Sequence[str]) -> None:
        super().__init__(
            f"{option} {str(value)!r} is not known.",
            next_step=f"Use one of: {', '.join(valid)}.",
            option=option,
            value=str(value),
            valid=list(valid),
        )


class ProjectNotFound(BadInput):
    """No project of that name in the workspace."""


class LengthTooShort(BadInput):
    """An explicit length that cannot hold the person's own text; ``fields["needed"]`` is in seconds."""


class WorkspaceError(StudioError):
    """The workspace folder, its disk or its database needs a person."""

    exit_code = 2


class WorkspaceNotWritable(WorkspaceError):
    """The workspace folder cannot be made or written."""


class DiskFull(WorkspaceError):
    """No space left; what was made is kept and the project is resumable."""

    exit_code = 1


class DatabaseDamaged(WorkspaceError):
    """studio.db is not a readable database; it is never overwritten."""


class DatabaseTooNew(WorkspaceError):
    """studio.db was written by a newer Studio."""


class AssetMissing(WorkspaceError):
    """A media file that the store should hold is gone or altered."""


class ProjectBusy(WorkspaceError):
    """Another process is working on this project."""


class ToolError(StudioError):
    """A generator failed."""

    def __init__(
        self,
        what: str,
        *,
        next_step: str = "",
        tool: str = "",
        status: int | None = None,
        retry_after: float | None = None,
        retryable: bool = False,
        **fields: Any,
    ) -> None:
        super().__init__(what, next_step=next_step, tool=tool, **fields)
        self.tool = tool
        self.status = status
        self.retry_after = retry_after
        self.retryable = retryable
        self.intent = Intent.RETRY if retryable else Intent.ACT


class ToolNotFound(ToolError, BadInput):
    """No registered tool has that name, or none has that capability."""

    exit_code = 2


class MissingExtra(ToolError):
    """A tool's package is not installed; the message names the extra."""


class UnknownTask(ToolError):
    """The language tool has no rule for this task."""


class UnsupportedLanguage(ToolError):
    """The tool cannot really work in this language."""

    def __init__(self, what: str, **fields: Any) -> None:
        super().__init__(what, **fields)
        self.intent = Intent.INFORM


class MalformedProduct(ToolError):
    """A tool's answer does not fit its declared type; it is never stored as a product."""


class RunFailed(StudioError):
    """One or more scenes failed; what was made is kept, and a resume goes on from there."""


class RunCancelled(StudioError):
    """The person stopped the run; it can be resumed."""

    exit_code = 130
