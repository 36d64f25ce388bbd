"""The producer: the one door from agents and stages to every tool.

A request is looked up by its key before a tool is asked (see ``making``), and every use is recorded (see ``record``).
Knows nothing of stories, and nothing of how a tool works.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from pydantic import ValidationError

from studio.errors import MalformedProduct
from studio.producer.events import Degraded, Event
from studio.producer.making import NOBODY, Ask, Credit, Lane, Making, request_key
from studio.producer.record import RunRecord
from studio.production.canonical import Document
from studio.production.critique import CritiqueDraft
from studio.production.tasks import AgentProfile, Task
from studio.storage.workspace import Workspace
from studio.tools.language import LanguageProduct, LanguageRequest
from studio.tools.tool import Capability, Tool

AnswerT = TypeVar("AnswerT", bound=Document)
ProductT = TypeVar("ProductT", bound=Document)
RequestT = TypeVar("RequestT", bound=Document)


@dataclass(frozen=True)
class Toolbox:
    """The tool for each capability, and which calls wait for one another."""

    tools: dict[Capability, Tool[Any, Any]]
    film: dict[str, Tool[Any, Any]]
    lanes: tuple[Lane, ...] = ()


def _as_it_is(_product: object) -> None:
    """Whatever its type allows can be used."""


class Producer:
    """Answers the requests of one run of one project."""

    def __init__(self, workspace: Workspace, toolbox: Toolbox, record: RunRecord) -> None:
        self.workspace = workspace
        self.toolbox = toolbox
        self.degraded: dict[str, None] = {}
        self._record = record
        self._making = Making(workspace, record, toolbox.lanes)
        self._in_flight: dict[str, asyncio.Task[str]] = {}

    def tool(self, capability: Capability) -> Tool[Any, Any]:
        """The tool that was chosen for a capability."""
        return self.toolbox.tools[capability]

    def has(self, capability: Capability) -> bool:
        """Whether a tool was chosen for a capability."""
        return capability in self.toolbox.tools

    async def make(
        self,
        tool: Tool[RequestT, ProductT] | Tool[Any, Any],
        request: Document,
        product: type[ProductT],
        *,
        role: str = "",
        candidate: int = 0,
        attempt: int = 0,
        credit: Credit = NOBODY,
        check: Callable[[ProductT], object] = _as_it_is,
    ) -> ProductT:
        """The product of ``request``: from the store, from a call that is in flight, or from the tool.

        ``check`` raises ``ToolError`` for a product that its type allows and the asker cannot use: it is not stored.
        """
        key = request_key(tool, request, role=role, candidate=candidate, attempt=attempt)
        return await self._answered(Ask(key, tool, request, product, credit, check), product)

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
        scene: str = "",
    ) -> AnswerT:
        """The typed answer of the language tool to ``task``; see ``studio.producer.thinking``."""
        tool = self.tool(Capability.LANGUAGE)
        request = LanguageRequest(
            task=task.name(),
            input=task.model_dump(mode="json"),
            system=system,
            prompt=prompt,
            answer_schema=_schema(type(task).answer),
            language=language,
            seed=seed,
        )
        key = request_key(tool, request, role=agent.role.value, candidate=candidate, attempt=attempt)
        credit = Credit(agent=agent.name, scene=scene)
        product = await self._answered(
            Ask(key, tool, request, LanguageProduct, credit, lambda made: _read(task, made, tool.name)),
            LanguageProduct,
        )
        answer = _read(task, product, tool.name)
        self._record.spoke(agent, task=task.name(), key=key, scene=scene, answer=product.answer)
        return answer

    def note_critique(
        self, critique: CritiqueDraft, *, critic: str, subject: str, scene: str, round_number: int
    ) -> None:
        """Record and announce a critique."""
        self._record.judged(critique, critic=critic, subject=subject, scene=scene, round_number=round_number)

    def degrade(self, notice: str) -> None:
        """Say, once, that something was not done as asked."""
        if notice not in self.degraded:
            self.degraded[notice] = None
            self.emit(Degraded(notice=notice))

    def emit(self, event: Event) -> None:
        """Announce an event of this run."""
        self._record.tell(event)

    async def close(self) -> None:
        """Stop what is still being made: nobody waits for it any more."""
        running = list(self._in_flight.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _answered(self, ask: Ask, product: type[ProductT]) -> ProductT:
        running = self._in_flight.get(ask.key)
        if running is None:
            running = asyncio.create_task(self._making.answer(ask))
            self._in_flight[ask.key] = running
            running.add_done_callback(lambda done: self._landed(ask.key, done))
        # Shielded: that one of two askers gives up must not take the answer from the other.
        return product.model_validate_json(await asyncio.shield(running))

    def _landed(self, key: str, done: asyncio.Task[str]) -> None:
        del self._in_flight[key]
        if not done.cancelled():
            # Looked at, because where every asker has given up nobody else does.
            done.exception()


def _read(task: Task[AnswerT], product: LanguageProduct, tool: str) -> AnswerT:
    try:
        answer: AnswerT = type(task).answer.model_validate_json(product.answer)  # type: ignore[assignment]
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        reason = f"{place}: {first['msg']}" if place else str(first["msg"])
        raise MalformedProduct(
            f"{tool} answered {task.name()} with something else: {reason}.", tool=tool, reason=reason
        ) from error
    return answer


@cache
def _schema(answer: type[Document]) -> dict[str, Any]:
    return answer.model_json_schema()
