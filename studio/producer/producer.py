"""The producer: the one door from agents and stages to every tool.

A request is looked up by its key before a tool is asked (see ``making``), and every use is recorded (see ``record``).
Knows nothing of stories, and nothing of how a tool works.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar, Unpack

from pydantic import ValidationError

from studio.errors import ContentRefused, Degradation, MalformedProduct, ToolError
from studio.producer.events import Degraded, Event
from studio.producer.lanes import Lane, Queues
from studio.producer.making import NOBODY, Ask, Credit, Making, request_key
from studio.producer.notices import hear
from studio.producer.purse import Purse
from studio.producer.record import RunRecord
from studio.producer.thinking import Asked
from studio.production.canonical import Document
from studio.production.critique import CritiqueDraft
from studio.production.tasks import AgentProfile, Task
from studio.production.vocabulary import AgentRole
from studio.storage.workspace import Workspace
from studio.tools.language import LanguageProduct, LanguageRequest, sees
from studio.tools.offers import is_free
from studio.tools.tool import Capability, InProcess, Tool

AnswerT = TypeVar("AnswerT", bound=Document)
ProductT = TypeVar("ProductT", bound=Document)
RequestT = TypeVar("RequestT", bound=Document)
AskedT = TypeVar("AskedT")


@dataclass(frozen=True)
class Toolbox:
    """The tool for each capability, which calls wait for one another, and what they may cost.

    Calls wait in ``queues``, which toolboxes share whose calls wait for one another.
    ``of_agents`` and ``of_roles`` hold what single agents and crafts work with instead (None: nothing); ``fallbacks``
    what is asked where a tool has failed for good. ``budget`` is the project's, in US dollars. ``strict``: nothing is
    made otherwise than it was asked for.
    """

    tools: dict[Capability, Tool[Any, Any]]
    film: dict[str, Tool[Any, Any]]
    lanes: tuple[Lane, ...] = ()
    queues: Queues = field(default_factory=Queues)
    of_roles: Mapping[AgentRole, Mapping[Capability, Tool[Any, Any] | None]] = field(default_factory=dict)
    of_agents: Mapping[str, Mapping[Capability, Tool[Any, Any] | None]] = field(default_factory=dict)
    fallbacks: Mapping[Capability, tuple[Tool[Any, Any], ...]] = field(default_factory=dict)
    budget: Decimal | None = None
    strict: bool = False

    def tool(self, capability: Capability, agent: AgentProfile | None = None) -> Tool[Any, Any]:
        """What ``agent`` works with: its own tool, else its craft's, else everybody's; KeyError where it has none."""
        found = self._found(capability, agent)
        if found is None:
            raise KeyError(capability)
        return found

    def has(self, capability: Capability, agent: AgentProfile | None = None) -> bool:
        """Whether there is a tool to work with."""
        return self._found(capability, agent) is not None

    def _found(self, capability: Capability, agent: AgentProfile | None) -> Tool[Any, Any] | None:
        own = (self.of_agents.get(agent.name, {}), self.of_roles.get(agent.role, {})) if agent is not None else ()
        return next((tools[capability] for tools in own if capability in tools), self.tools.get(capability))

    @property
    def computes_here(self) -> bool:
        """Whether any of the tools is a model in this process."""
        return any(isinstance(tool, InProcess) for tool in self._chosen())

    @property
    def is_free(self) -> bool:
        """Whether every tool, fallbacks too, is offered with the promise that it costs nothing."""
        standing_in = (tool for tools in self.fallbacks.values() for tool in tools)
        return all(is_free(tool.name) for tool in (*self._chosen(), *standing_in))

    def _chosen(self) -> Iterator[Tool[Any, Any]]:
        sets = (self.tools, *self.of_roles.values(), *self.of_agents.values())
        return (tool for tools in sets for tool in tools.values() if tool is not None)

    def chain(self, tool: Tool[Any, Any]) -> tuple[Tool[Any, Any], ...]:
        """``tool``, and who is asked in its place, in this order, where it has failed for good."""
        return (tool, *(one for one in self.fallbacks.get(tool.capability, ()) if one.name != tool.name))


def _as_it_is(_product: object) -> None:
    """Whatever its type allows can be used."""


class Producer:
    """Answers the requests of one run of one project."""

    def __init__(self, workspace: Workspace, toolbox: Toolbox, record: RunRecord) -> None:
        self.workspace = workspace
        self.toolbox = toolbox
        self._announced: set[str] = set()
        self._record = record
        purse = Purse(workspace.ledger, toolbox.budget, is_free)
        self._making = Making(workspace, record, toolbox.lanes, toolbox.queues, purse)
        self._in_flight: dict[str, asyncio.Task[str]] = {}

    def tool(self, capability: Capability, agent: AgentProfile | None = None) -> Tool[Any, Any]:
        """The tool that was chosen for a capability, for ``agent`` where it is one's work."""
        return self.toolbox.tool(capability, agent)

    def has(self, capability: Capability, agent: AgentProfile | None = None) -> bool:
        """Whether a tool was chosen for a capability, for ``agent`` where it is one's work."""
        return self.toolbox.has(capability, agent)

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
        has_other_words: bool = False,
    ) -> ProductT:
        """The product of ``request``: from the store, from a call that is in flight, or from the tool.

        ``check`` raises ``ToolError`` for a product that its type allows and the asker cannot use: it is not stored.
        A tool that fails for good is followed by the fallbacks of its capability; ``has_other_words`` says that the
        asker has another wording to try first, where the provider refused this one.
        """

        async def asked(one: Tool[Any, Any]) -> ProductT:
            key = request_key(one, request, role=role, candidate=candidate, attempt=attempt)
            return await self._answered(Ask(key, one, request, product, credit, check), product)

        return await self._or_fallback(tool, asked, (ContentRefused,) if has_other_words else ())

    async def think(self, task: Task[AnswerT], *, scene: str = "", **asked: Unpack[Asked]) -> AnswerT:
        """The typed answer of the language tool to ``task``; see ``studio.producer.thinking``."""
        agent = asked["agent"]
        request = LanguageRequest(
            task=task.name(),
            input=task.model_dump(mode="json"),
            system=asked["system"],
            prompt=asked["prompt"],
            answer_schema=answer_schema(type(task).answer),
            language=asked["language"],
            seed=asked["seed"],
        )
        candidate, attempt = asked.get("candidate", 0), asked.get("attempt", 0)
        credit = Credit(agent=agent.name, scene=scene)

        async def answered(tool: Tool[Any, Any]) -> tuple[str, str, AnswerT]:
            shown = request.model_copy(update={"pictures": asked.get("pictures", ())}) if sees(tool) else request
            key = request_key(tool, shown, role=agent.role.value, candidate=candidate, attempt=attempt)
            ask = Ask(key, tool, shown, LanguageProduct, credit, lambda made: _read(task, made, tool.name))
            product = await self._answered(ask, LanguageProduct)
            return key, product.answer, _read(task, product, tool.name)

        # What is malformed or refused goes back to the agent, who asks in other words.
        key, said, answer = await self._or_fallback(
            self.tool(Capability.LANGUAGE, agent), answered, (MalformedProduct, ContentRefused)
        )
        self._record.spoke(agent, task=task.name(), key=key, scene=scene, answer=said)
        return answer

    def note_critique(
        self, critique: CritiqueDraft, *, critic: str, subject: str, scene: str, round_number: int
    ) -> None:
        """Record and announce a critique."""
        self._record.judged(critique, critic=critic, subject=subject, scene=scene, round_number=round_number)

    def degrade(self, notice: str) -> None:
        """Say that something was not done as asked; raises ``Degradation`` where that is not wanted.

        It is announced once, and heard by whoever makes the part that it was done for (see ``notices``).
        """
        if self.toolbox.strict:
            raise Degradation(notice, next_step="With --no-strict the film is made all the same.")
        hear(notice)
        if notice not in self._announced:
            self._announced.add(notice)
            self.emit(Degraded(notice=notice))

    def emit(self, event: Event) -> None:
        """Announce an event of this run."""
        self._record.tell(event)

    async def finish(self) -> None:
        """Let the calls that run end, and begin no other: what is paid for already is to be kept."""
        running = self._making.finish()
        for key, task in self._in_flight.items():
            if key not in running:
                task.cancel()
        # An agent whose answer comes now may ask again before it hears that nothing begins any more.
        while self._in_flight:
            await asyncio.gather(*self._in_flight.values(), return_exceptions=True)

    async def close(self) -> None:
        """Stop what is still being made: nobody waits for it any more."""
        running = list(self._in_flight.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _or_fallback(
        self,
        tool: Tool[Any, Any],
        asked: Callable[[Tool[Any, Any]], Awaitable[AskedT]],
        not_for: tuple[type[ToolError], ...],
    ) -> AskedT:
        """What ``tool`` answers, or the first fallback that does; errors of the kinds ``not_for`` are the asker's."""
        chain = self.toolbox.chain(tool)
        for one, following in pairwise(chain):
            try:
                return await asked(one)
            except not_for:
                raise
            except ToolError as error:
                self.degrade(f"{following.name} stood in for {one.name}: {error.what}")
        return await asked(chain[-1])

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
def answer_schema(answer: type[Document]) -> dict[str, Any]:
    return answer.model_json_schema()
