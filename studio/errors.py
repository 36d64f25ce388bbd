"""Every error that Studio raises, in one tree.

    StudioError
    ├── BadInput                 the person must act: an argument, a brief or a file is unusable
    │   ├── BriefError           the brief is empty, too long, or not text
    │   ├── UnknownOption        a value that is not in a closed list
    │   ├── ProjectNotFound
    │   ├── LengthTooShort       an explicit length cannot hold the person's own text
    │   ├── ConsentMissing       a real person's voice, and no recorded statement of their consent
    │   ├── SigningError         exports cannot be signed with this certificate and key
    │   ├── SettingsError        studio.toml, or a choice of tools, is unusable
    │   └── TooSlow              a model would keep this machine's CPU busy for long, and nobody agreed to that
    ├── WorkspaceError           the person must act: the folder, disk or database
    │   ├── WorkspaceNotWritable
    │   ├── DiskFull
    │   ├── DatabaseDamaged
    │   ├── DatabaseTooNew
    │   ├── AssetMissing
    │   ├── ReferenceMissing     a picture that the person gave: nothing can make it again
    │   └── ProjectBusy
    ├── ToolError                a generator failed; carries tool, status, retry_after, retryable, cause, unpaid
    │   ├── ToolNotFound
    │   ├── MissingExtra
    │   ├── UnknownTask
    │   ├── UnsupportedLanguage
    │   ├── MalformedProduct     the answer does not fit its type
    │   └── ProviderError        a service failed; carries provider
    │       ├── NotAuthorised    no key, or one that is refused
    │       ├── QuotaExhausted   the account has nothing left
    │       ├── RateLimited      too many calls at once
    │       ├── ContentRefused   the provider does not want to make this; another wording may help
    │       ├── BadRequest       the service does not take the request as it is
    │       ├── TimedOut         no answer within the time
    │       ├── ServerFailed     the service broke
    │       └── Unreachable      the network, or nobody listens there
    ├── BudgetError              the person must act: everything that was made is kept
    │   ├── BudgetExceeded       the next call could pass the budget
    │   └── PriceUnknown         a budget is set, and nobody knows what the call can cost
    ├── Degradation              strict: something would not have been made as it was asked for
    ├── RunFailed                scenes failed; everything that was made is kept
    └── RunCancelled             stopped by the person; resumable

Each says what happened, the value, and what to do next. ``intent`` tells a program who should act: the agent
again (``RETRY``), the agent with new knowledge (``INFORM``), or the person (``ACT``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

PATIENCE = 60.0
"""Seconds that a run waits at most before it tries a call again: whoever is asked to wait longer is told so."""


class Intent(StrEnum):
    """Who should act on an error."""

    RETRY = "retry"
    INFORM = "inform"
    ACT = "act"


class Cause(StrEnum):
    """Why a tool failed, whoever makes it."""

    AUTH = "auth"
    QUOTA = "quota"
    RATE_LIMIT = "rate_limit"
    CONTENT_POLICY = "content_policy"
    BAD_REQUEST = "bad_request"
    TIMEOUT = "timeout"
    SERVER = "server"
    NETWORK = "network"
    MALFORMED = "malformed"


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


class ConsentMissing(BadInput):
    """A real person's voice is to be cloned, and their consent is not recorded: who gave it, and for what."""


class SigningError(BadInput):
    """A certificate or key that exports cannot be signed with; the message never repeats what a file holds."""


class SettingsError(BadInput):
    """studio.toml, or a choice of tools, is unusable; the message never repeats a value that could be a secret."""


class TooSlow(BadInput):
    """There is no GPU, and on the CPU a model would take long; ``fields["seconds"]`` is about how long."""


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
    """A media file that the store should hold is gone; a run makes it again."""


class ReferenceMissing(WorkspaceError):
    """A picture that the person gave is gone from the store: only the person can give it again."""


class ProjectBusy(WorkspaceError):
    """Another process is working on this project."""


class ToolError(StudioError):
    """A generator failed.

    ``retryable``: the same call may succeed later, after ``retry_after`` seconds where that is known. A wait beyond
    ``PATIENCE`` is the person's.
    ``unpaid``: nobody was paid for the call, whatever its price. ``cause`` is None where none of the usual ones fits.
    """

    cause: Cause | None = None
    unpaid = False
    retries = False
    """Whether errors of this kind are retryable, where nothing else is said."""

    def __init__(
        self,
        what: str,
        *,
        next_step: str = "",
        tool: str = "",
        status: int | None = None,
        retry_after: float | None = None,
        retryable: bool | None = None,
        unpaid: bool | None = None,
        **fields: Any,
    ) -> None:
        if retry_after is not None and retry_after > PATIENCE:
            next_step = f"Resume in {math.ceil(retry_after / 60)} minutes. {next_step}".strip()
        super().__init__(what, next_step=next_step, tool=tool, **fields)
        self.tool = tool
        self.status = status
        self.retry_after = retry_after
        self.retryable = self.retries if retryable is None else retryable
        if unpaid is not None:
            self.unpaid = unpaid
        self.intent = Intent.RETRY if self.retryable else Intent.ACT


class ToolNotFound(ToolError, BadInput):
    """No registered tool has that name, or none has that capability."""

    exit_code = 2
    unpaid = True


class MissingExtra(ToolError):
    """A tool's package is not installed; the message names the extra."""

    unpaid = True


class UnknownTask(ToolError):
    """The language tool has no rule for this task."""

    unpaid = True


class UnsupportedLanguage(ToolError):
    """The tool cannot really work in this language."""

    unpaid = True

    def __init__(self, what: str, **fields: Any) -> None:
        super().__init__(what, **fields)
        self.intent = Intent.INFORM


class MalformedProduct(ToolError):
    """A tool's answer does not fit its declared type; it is never stored as a product.

    ``retryable`` where the same request may be answered otherwise: it is made once more. Words are asked for once more
    by the agent, who gives the reason.
    """

    cause = Cause.MALFORMED


class ProviderError(ToolError):
    """A service failed, or refused. Its own words are quoted without the key that the call was made with."""

    def __init__(self, what: str, *, provider: str = "", **known: Any) -> None:
        super().__init__(what, provider=provider, **known)
        self.provider = provider


class NotAuthorised(ProviderError):
    """No key, or one that is refused, expired or not allowed to do this."""

    cause = Cause.AUTH
    unpaid = True


class QuotaExhausted(ProviderError):
    """The account has no credit left, or has reached the limit that its owner set."""

    cause = Cause.QUOTA
    unpaid = True


class RateLimited(ProviderError):
    """Too many calls in too short a time."""

    cause = Cause.RATE_LIMIT
    unpaid = True
    retries = True


class ContentRefused(ProviderError):
    """The provider does not want to make this. Another wording may help; the same one does not."""

    cause = Cause.CONTENT_POLICY

    def __init__(self, what: str, **known: Any) -> None:
        super().__init__(what, **known)
        self.intent = Intent.INFORM


class BadRequest(ProviderError):
    """The service does not take the request as it is: an unknown model, a size that it does not make."""

    cause = Cause.BAD_REQUEST
    unpaid = True


class TimedOut(ProviderError):
    """No whole answer came within the time that was set; it may have been made, and paid for, all the same."""

    cause = Cause.TIMEOUT
    retries = True


class ServerFailed(ProviderError):
    """The service broke, or sent something that is no answer."""

    cause = Cause.SERVER
    retries = True


class Unreachable(ProviderError):
    """The network is down, the address is wrong, nobody listens there, or the connection broke."""

    cause = Cause.NETWORK
    retries = True


class BudgetError(StudioError):
    """Money stands in the way; what was made is kept, and a resume goes on from there."""


class BudgetExceeded(BudgetError):
    """The next call could pass the budget.

    ``budget``, ``spent``, ``reserved`` (open calls, and those whose outcome nobody knows) and ``needed`` (the most
    that the call can cost) are in US dollars, as ``Decimal``.
    """

    def __init__(
        self, *, tool: str, budget: Decimal, spent: Decimal, reserved: Decimal, needed: Decimal, **fields: Any
    ) -> None:
        held = f" and ${reserved} is held for calls whose outcome is not known" if reserved else ""
        super().__init__(
            f"The budget of ${budget} is not enough for another call of {tool}: ${spent} is spent{held}, and the call "
            f"can cost up to ${needed}.",
            next_step=f"Set a budget of at least ${spent + reserved + needed}.",
            tool=tool,
            **fields,
        )
        self.budget = budget
        self.spent = spent
        self.reserved = reserved
        self.needed = needed


class PriceUnknown(BudgetError):
    """A budget is set, and nobody knows what a call can cost: it is not made."""


class Degradation(StudioError):
    """Something would not have been made as it was asked for, and strict mode was."""


class RunFailed(StudioError):
    """One or more scenes failed; what was made is kept, and a resume goes on from there."""


class RunCancelled(StudioError):
    """The person stopped the run; it can be resumed."""

    exit_code = 130
