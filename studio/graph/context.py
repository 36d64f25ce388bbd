"""What every node of the graph is handed: the producer, the team, the project, and where versions are committed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, Unpack

from studio.agents import Crew, Team
from studio.errors import BudgetError
from studio.producer.events import StageFinished, StageStarted
from studio.producer.producer import Producer
from studio.producer.thinking import Asked
from studio.production.canonical import Document, content_hash
from studio.production.document import Production
from studio.production.tasks import Task
from studio.storage.history import History
from studio.storage.tables import ProjectRow

AnswerT = TypeVar("AnswerT", bound=Document)


@dataclass(frozen=True)
class SceneThinking:
    """The producer's door for thinking, with the scene that the thoughts are about."""

    producer: Producer
    scene: str

    async def think(self, task: Task[AnswerT], **asked: Unpack[Asked]) -> AnswerT:
        """See ``studio.producer.thinking``."""
        return await self.producer.think(task, scene=self.scene, **asked)


@dataclass
class RunContext:
    """One run. ``unpayable`` is what the budget did not allow, when it has come to that."""

    producer: Producer
    team: Team
    project: ProjectRow
    history: History
    unpayable: BudgetError | None = None
    _read: dict[str, Production] = field(default_factory=dict)

    def crew(self, scene: str = "") -> Crew:
        """The team at work, on one scene or on the whole film."""
        return self.team.assemble(SceneThinking(self.producer, scene))

    def production(self, version: str) -> Production:
        """The production of a version."""
        if version not in self._read:
            self._keep(version, self.history.version(version))
        return self._read[version]

    def commit(self, production: Production, *, author: str, reason: str) -> str:
        """Commit a version of the project."""
        version = self.history.commit(self.project, production, author=author, reason=reason)
        self._keep(version, production)
        return version

    def _keep(self, version: str, production: Production) -> None:
        # Every branch of a long film asks for the same few versions.
        self._read = {**dict(list(self._read.items())[-1:]), version: production}

    def begin(self, stage: str, scene: str = "") -> None:
        """Announce that a stage began."""
        self.producer.emit(StageStarted(stage=stage, scene=scene))

    def end(self, stage: str, scene: str = "", *, made: bool = True) -> None:
        """Announce that a stage ended."""
        self.producer.emit(StageFinished(stage=stage, scene=scene, made=made))


def slice_if_stale(production: Production, part: str, current: Document) -> str | None:
    """The hash of ``current`` where ``part`` has to be made from it; None where it is true already."""
    slice_hash = content_hash(current)
    return None if production.is_true(part, slice_hash) else slice_hash
