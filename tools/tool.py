"""What a tool is: one capability, one typed async call, a name and a version.

A tool knows its wire format or its drawing code and nothing of stories, projects or budgets. It reads
reference files from, and adds the files that it makes to, the ``Workbench`` that it is handed. Only the producer
calls tools.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, TypeVar, runtime_checkable

from studio.production.assets import Asset
from studio.production.canonical import Document


class Capability(StrEnum):
    """What a tool can be asked for."""

    LANGUAGE = "language"
    IMAGE = "image"
    VOICE = "voice"
    MUSIC = "music"
    SOUND = "sound"
    VIDEO = "video"
    MODEL3D = "model3d"
    EMBEDDING = "embedding"
    FILM = "film"


CHOSEN = tuple(one for one in Capability if one is not Capability.FILM)
"""What a person may choose tools for: the film engine is one."""


@runtime_checkable
class Workbench(Protocol):
    """Where a tool finds its references and leaves what it made."""

    @property
    def scratch(self) -> Path:
        """A private, empty folder that is removed after the call."""
        ...

    def path(self, asset: Asset) -> Path:
        """The stored file of ``asset``, to read; raises ``AssetMissing``."""
        ...

    def add(self, content: bytes | Path, media_type: str) -> Asset:
        """Store ``content`` and return its asset. A file inside ``scratch`` is moved, any other one is copied."""
        ...

    @property
    def job(self) -> str | None:
        """What this request was submitted as before, and has not been answered; None: it is to be submitted."""
        ...

    def submitted(self, job: str) -> None:
        """Keep what a service calls the job that it was given, before it is waited for.

        Whoever asks the same again, after a failure or in another process, finds it in ``job`` and pays once.
        """
        ...

    def ended(self) -> None:
        """The job came to nothing, or is of no use: whoever asks again submits anew."""
        ...

    def charge(self, amount: Decimal) -> None:
        """Tell what the call really cost, in US dollars, as soon as that is known: also where its answer is of no use.

        Several charges add up. Without any, the most that the call could cost counts.
        """
        ...


RequestT_contra = TypeVar("RequestT_contra", bound=Document, contravariant=True)
ProductT_co = TypeVar("ProductT_co", bound=Document, covariant=True)


class Tool(Protocol[RequestT_contra, ProductT_co]):
    """A generator. Configuration is in its fields (a frozen dataclass), arguments in the call.

    ``name`` is ``provider:model``; ``version`` changes whenever the same request would give other bytes.
    The call raises ``ToolError``; the product names every file that it made as an ``Asset``.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def capability(self) -> Capability: ...

    async def __call__(self, request: RequestT_contra, bench: Workbench) -> ProductT_co: ...


@runtime_checkable
class Priced(Protocol):
    """What a tool has beside its call where it knows what calls cost. Without it no call is made under a budget."""

    def most(self, request: Any) -> Decimal | None:
        """The most that one call for ``request`` can cost, in US dollars; None where nobody knows."""
        ...


@runtime_checkable
class Estimated(Protocol):
    """What a tool has beside ``most`` where a usual call costs much less."""

    def likely(self, request: Any) -> Decimal | None:
        """What a call for ``request`` usually costs, in US dollars; None where nobody knows."""
        ...


@runtime_checkable
class InProcess(Protocol):
    """What a tool has beside its call where it computes on this machine, with weights that may have to be fetched."""

    def to_fetch(self, request: Any) -> int:
        """How many bytes have to be fetched before ``request`` can be answered; 0 where all is here."""
        ...

    def fetch(self, request: Any) -> None:
        """Fetch them, with progress on standard error."""
        ...

    def seconds(self, request: Any) -> float:
        """About how long a call takes on this machine's CPU; 0 where the machine has something faster."""
        ...


def most(tool: Tool[Any, Any], request: Document) -> Decimal | None:
    """The most that a call can cost, as the tool says; None where it does not say."""
    return tool.most(request) if isinstance(tool, Priced) else None


def likely(tool: Tool[Any, Any], request: Document) -> Decimal | None:
    """What a call usually costs, as the tool says; else the most that it can cost."""
    return tool.likely(request) if isinstance(tool, Estimated) else most(tool, request)
