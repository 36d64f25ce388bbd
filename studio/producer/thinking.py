"""How an agent asks a language tool: the door that agents see of the producer.

Knows nothing of the store, of budgets or of which tool answers.
"""

from __future__ import annotations

from typing import Protocol, TypeVar

from studio.production.canonical import Document
from studio.production.tasks import AgentProfile, Task

AnswerT = TypeVar("AnswerT", bound=Document)


class Thinking(Protocol):
    """Answers tasks. The same task with the same prompt, seed, candidate and attempt is answered from the store."""

    async def think(
        self,
        task: Task[AnswerT],
        *,
        agent: AgentProfile,
        system: str,
        prompt: str,
        language: str,
        seed: int,
        candidate: int = 0,
        attempt: int = 0,
    ) -> AnswerT:
        """The typed answer to ``task``; raises ``ToolError``."""
        ...
