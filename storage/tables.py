"""The tables of studio.db. JSON is kept as text, times as ISO 8601 in UTC, money in micro-dollars, spans in seconds.

LangGraph keeps its checkpoints in tables of its own in the same file; nothing here touches them.
"""

from datetime import UTC, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel, UniqueConstraint

from studio.production.money import dollars


def now() -> str:
    """The present moment as the tables keep it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Outcome(StrEnum):
    """How a use of a tool ended."""

    OPEN = "open"
    """It was asked, and has not answered."""
    MADE = "made"
    STORED = "stored"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """It may have been made and paid for: the process was killed, or the answer did not arrive."""


class ProjectRow(SQLModel, table=True):
    """A project, the version that it stands at, and the settings that it is made with, as JSON without any key."""

    __tablename__ = "project"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, index=True)
    title: str
    brief: str
    head: str | None = None
    settings: str = "{}"
    created_at: str = Field(default_factory=now)


class VersionRow(SQLModel, table=True):
    """An immutable production; its id is the hash of project, parent and content."""

    __tablename__ = "version"
    id: str = Field(primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True, ondelete="CASCADE")
    parent: str | None = None
    author: str
    reason: str
    production: str
    created_at: str = Field(default_factory=now)


class RunRow(SQLModel, table=True):
    """One stretch of work on a project."""

    __tablename__ = "run"
    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True, ondelete="CASCADE")
    started_at: str = Field(default_factory=now)
    finished_at: str | None = None
    outcome: str = "running"
    error: str = ""


class ProductRow(SQLModel, table=True):
    """What a tool made of a request."""

    __tablename__ = "product"
    key: str = Field(primary_key=True)
    tool: str = Field(index=True)
    tool_version: str
    capability: str
    request: str
    product: str
    seconds: float
    micros: int | None = None
    created_at: str = Field(default_factory=now)


class UsageRow(SQLModel, table=True):
    """One use of a tool. ``outcome`` is one of ``Outcome``.

    ``micros`` is what it cost; the most that it can cost while it is open, and where nobody knows how it ended; None
    where nobody knows the price.
    """

    __tablename__ = "usage"
    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True, ondelete="CASCADE")
    run_id: int = Field(foreign_key="run.id", ondelete="CASCADE")
    key: str = Field(index=True)
    tool: str
    capability: str
    agent: str = ""
    scene: str = ""
    outcome: str
    seconds: float = 0.0
    micros: int | None = None
    error: str = ""
    at: str = Field(default_factory=now)

    @property
    def cost(self) -> float:
        """US dollars, to be shown; 0 where nobody knows the price."""
        return float(dollars(self.micros or 0))


class JobRow(SQLModel, table=True):
    """What a request was submitted as to a service that works on it, until its answer is stored.

    ``use_id`` is the use that the money was put aside for; None where the call is free.
    """

    __tablename__ = "job"
    key: str = Field(primary_key=True)
    tool: str
    job: str
    use_id: int | None = Field(default=None, foreign_key="usage.id", index=True, ondelete="SET NULL")
    created_at: str = Field(default_factory=now)


class MessageRow(SQLModel, table=True):
    """What an agent said: its answer to a task. Said once, however often a run is resumed."""

    __tablename__ = "message"
    __table_args__ = (UniqueConstraint("project_id", "key"),)
    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True, ondelete="CASCADE")
    run_id: int = Field(foreign_key="run.id", ondelete="CASCADE")
    key: str
    agent: str
    role: str
    task: str
    scene: str = ""
    answer: str
    at: str = Field(default_factory=now)


class CritiqueRow(SQLModel, table=True):
    """A critique and every score in it."""

    __tablename__ = "critique"
    __table_args__ = (UniqueConstraint("project_id", "key"),)
    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True, ondelete="CASCADE")
    run_id: int = Field(foreign_key="run.id", ondelete="CASCADE")
    key: str
    subject: str
    round: int
    critic: str
    overall: float
    critique: str
    at: str = Field(default_factory=now)


class AssetRow(SQLModel, table=True):
    """Where a media file came from: the request that made it, or a file that a person gave."""

    __tablename__ = "asset"
    hash: str = Field(primary_key=True)
    media_type: str
    bytes: int
    key: str | None = Field(default=None, index=True)
    source: str
    created_at: str = Field(default_factory=now)


class EventRow(SQLModel, table=True):
    """A typed event of a run, as JSON."""

    __tablename__ = "event"
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="run.id", index=True, ondelete="CASCADE")
    kind: str
    event: str
    at: str = Field(default_factory=now)


class ClonedVoiceRow(SQLModel, table=True):
    """A voice of a real person that a service was asked to clone, and the consent that it was cloned with.

    ``voice`` is the service's name for it, empty while it has not answered. ``statement`` is the asset of the recorded
    statement; ``samples`` the hashes of what was cloned, as JSON. ``consented_at`` is when the consent was recorded.
    """

    __tablename__ = "cloned_voice"
    id: int | None = Field(default=None, primary_key=True)
    provider: str
    name: str
    voice: str = ""
    consented_by: str
    purpose: str
    statement: str
    samples: str
    consented_at: str = Field(default_factory=now)


def saved_id(row: RunRow | ProjectRow | ClonedVoiceRow) -> int:
    """The id that the database gave to a row."""
    if row.id is None:
        raise ValueError(f"{type(row).__name__} was not saved yet")
    return row.id
