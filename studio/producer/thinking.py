"""How an agent asks a language tool: the door that agents see of the producer.

Knows nothing of the store, of budgets or of which tool answers.
"""

from __future__ import annotations

from typing import NotRequired, Protocol, TypedDict, TypeVar, Unpack

from studio.production.canonical import Document
from studio.production.tasks import AgentProfile, Task
from studio.tools.language import ShownPicture

AnswerT = TypeVar("AnswerT", bound=Document)


class Asked(TypedDict):
    """Who asks a task, in which words, and which try of it this is (0 where nothing else is said).

    ``pictures`` are shown where the tool that answers sees.
    """

    agent: AgentProfile
    system: str
    prompt: str
    language: str
    seed: int
    candidate: NotRequired[int]
    attempt: NotRequired[int]
    pictures: NotRequired[tuple[ShownPicture, ...]]


class Thinking(Protocol):
    """Answers tasks. The same task with the same prompt, seed, candidate and attempt is answered from the store."""

    async def think(self, task: Task[AnswerT], **asked: Unpack[Asked]) -> AnswerT:
        """The typed answer to ``task``; raises ``ToolError``."""
        ...
