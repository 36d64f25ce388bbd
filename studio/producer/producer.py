"""The producer: the one door from agents and stages to every tool.

A request is looked up by its key before a tool is asked, and only a whole, valid product is stored under it. The
same request is made once, in this process and across processes. Failures are tried again by their cause, and every
use is recorded. Knows nothing of stories, and nothing of how a tool works.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from filelock import Timeout
from pydantic import ValidationError

from studio.errors import MalformedProduct, StudioError, ToolError
from studio.producer.events import AgentSpoke, CritiqueGiven, Degraded, Event, RequestAnswered, RequestFailed
from studio.production.assets import Asset, assets_in
from studio.production.canonical import Document, canonical_json, content_hash
from studio.production.critique import ACCEPTED, CritiqueDraft
from studio.production.tasks import AgentProfile, Task
from studio.storage.disk import in_words, is_full
from studio.storage.tables import CritiqueRow, MessageRow, ProductRow, UsageRow
from studio.storage.workspace import Workspace
from studio.tools.language import LanguageProduct, LanguageRequest
from studio.tools.tool import Capability, Tool

AnswerT = TypeVar("AnswerT", bound=Document)
ProductT = TypeVar("ProductT", bound=Document)
RequestT = TypeVar("RequestT", bound=Document)

TRIES = 3
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 60.0
_LOCK_POLL = 0.05


@dataclass(frozen=True)
class Credit:
    """For whom a request is made: it stands in the usage record and decides nothing about the product."""

    agent: str = ""
    scene: str = ""


@dataclass(frozen=True)
class Toolbox:
    """The tool for each capability, and how many of its calls may run at once."""

    tools: dict[Capability, Tool[Any, Any]]
    film: dict[str, Tool[Any, Any]]
    concurrency: dict[str, int] = field(default_factory=dict)


def _as_it_is(_product: object) -> None:
    """Whatever its type allows can be used."""


class _Bench:
    """A tool's workbench over the workspace; remembers what was added."""

    def __init__(self, workspace: Workspace, scratch: Path) -> None:
        self._workspace = workspace
        self._scratch = scratch
        self.added: list[tuple[Asset, int]] = []

    @property
    def scratch(self) -> Path:
        return self._scratch

    def path(self, asset: Asset) -> Path:
        return self._workspace.assets.path(asset)

    def add(self, content: bytes | Path, media_type: str) -> Asset:
        size = content.stat().st_size if isinstance(content, Path) else len(content)
        asset = self._workspace.assets.add(content, media_type)
        self.added.append((asset, size))
        return asset

    def report(self, fraction: float) -> None:
        """Progress within one call is not shown yet; the call's end is."""


class Producer:
    """Answers requests for one run of one project."""

    def __init__(
        self,
        workspace: Workspace,
        toolbox: Toolbox,
        *,
        project_id: int,
        run_id: int,
        emit: Callable[[Event], None],
    ) -> None:
        self.workspace = workspace
        self.toolbox = toolbox
        self.degraded: dict[str, None] = {}
        self._project_id = project_id
        self._run_id = run_id
        self._emit = emit
        self._in_flight: dict[str, asyncio.Task[str]] = {}
        self._slots: dict[str, asyncio.Semaphore] = {}

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
        credit: Credit = Credit(),
        check: Callable[[ProductT], object] = _as_it_is,
    ) -> ProductT:
        """The product of ``request``: from the store, from a call that is in flight, or from the tool.

        ``check`` raises ``ToolError`` for a product that its type allows and the asker cannot use: it is not stored.
        """
        key = request_key(tool, request, role=role, candidate=candidate, attempt=attempt)
        running = self._in_flight.get(key)
        if running is None:
            running = asyncio.create_task(self._answer(key, tool, request, product, credit, check))
            self._in_flight[key] = running
            running.add_done_callback(lambda _: self._in_flight.pop(key, None))
        # Shielded: that one of two askers gives up must not take the answer from the other.
        return product.model_validate_json(await asyncio.shield(running))

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
        role = agent.role.value
        product = await self.make(
            tool,
            request,
            LanguageProduct,
            role=role,
            candidate=candidate,
            attempt=attempt,
            credit=Credit(agent=agent.name, scene=scene),
            check=lambda made: _read(task, made, tool.name),
        )
        answer = _read(task, product, tool.name)
        self.workspace.ledger.note_message(
            MessageRow(
                project_id=self._project_id,
                run_id=self._run_id,
                key=request_key(tool, request, role=role, candidate=candidate, attempt=attempt),
                agent=agent.name,
                role=role,
                task=task.name(),
                scene=scene,
                answer=product.answer,
            )
        )
        self._emit(AgentSpoke(agent=agent.name, role=role, task=task.name(), scene=scene))
        return answer

    def note_critique(
        self, critique: CritiqueDraft, *, critic: str, subject: str, scene: str, round_number: int
    ) -> None:
        """Record and announce a critique."""
        self.workspace.ledger.note_critique(
            CritiqueRow(
                project_id=self._project_id,
                run_id=self._run_id,
                key=content_hash([subject, round_number, critique]),
                subject=subject,
                round=round_number,
                critic=critic,
                overall=critique.overall,
                critique=canonical_json(critique),
            )
        )
        accepted = critique.overall >= ACCEPTED
        self._emit(
            CritiqueGiven(
                critic=critic,
                subject=subject,
                scene=scene,
                round=round_number,
                overall=critique.overall,
                accepted=accepted,
            )
        )

    def degrade(self, notice: str) -> None:
        """Say, once, that something was not done as asked."""
        if notice not in self.degraded:
            self.degraded[notice] = None
            self._emit(Degraded(notice=notice))

    def emit(self, event: Event) -> None:
        """Announce an event of this run."""
        self._emit(event)

    async def close(self) -> None:
        """Stop what is still being made: nobody waits for it any more."""
        running = list(self._in_flight.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _answer(
        self,
        key: str,
        tool: Tool[Any, Any],
        request: Document,
        product: type[Document],
        credit: Credit,
        check: Callable[[Any], object],
    ) -> str:
        stored = self._stored(key, product)
        if stored is None:
            async with self._slot(tool):
                lock = self.workspace.request_lock(key)
                await _acquire(lock)
                try:
                    # Another process may have made it while this one waited.
                    stored = self._stored(key, product)
                    if stored is None:
                        return await self._call(key, tool, request, product, credit, check)
                finally:
                    _drop(lock)
        self._record(key, tool, credit, "stored", 0.0)
        self._emit(self._answered(tool, credit, stored=True, seconds=0.0, cost=0.0))
        return stored

    def _stored(self, key: str, product: type[Document]) -> str | None:
        row = self.workspace.ledger.product(key)
        if row is None:
            return None
        # A product whose files are gone is no product: it is made again.
        whole = all(self.workspace.assets.has(asset) for asset in assets_in(product.model_validate_json(row.product)))
        return row.product if whole else None

    async def _call(
        self,
        key: str,
        tool: Tool[Any, Any],
        request: Document,
        product: type[Document],
        credit: Credit,
        check: Callable[[Any], object],
    ) -> str:
        for attempt in range(1, TRIES + 1):
            started = time.perf_counter()
            try:
                with self.workspace.scratch() as scratch:
                    bench = _Bench(self.workspace, scratch)
                    made = await _asked(tool, request, bench)
                self._examine(made, product, tool)
                check(made)
            except ToolError as error:
                seconds = time.perf_counter() - started
                again = error.retryable and attempt < TRIES
                self._record(key, tool, credit, "failed", seconds, str(error))
                self._emit(RequestFailed(tool=tool.name, scene=credit.scene, message=str(error), again=again))
                if not again:
                    raise
                await asyncio.sleep(_wait(attempt, error.retry_after))
                continue
            seconds = time.perf_counter() - started
            content: str = made.model_dump_json()
            row = ProductRow(
                key=key,
                tool=tool.name,
                tool_version=tool.version,
                capability=tool.capability.value,
                request=canonical_json(request),
                product=content,
                seconds=seconds,
            )
            usage = self._usage(key, tool, credit, "made", seconds)
            self.workspace.ledger.store(row, bench.added, usage)
            self._emit(self._answered(tool, credit, stored=False, seconds=seconds, cost=0.0))
            return content
        raise StudioError(f"{tool.name} was tried {TRIES} times.")

    def _examine(self, made: object, product: type[Document], tool: Tool[Any, Any]) -> None:
        fault = ""
        if not isinstance(made, product):
            fault = f"made a {type(made).__name__} where a {product.__name__} was asked for"
        elif not all(self.workspace.assets.has(asset) for asset in assets_in(made)):
            fault = f"made a {product.__name__} that names a file that it did not add"
        if fault:
            raise MalformedProduct(
                f"{tool.name} {fault}.", next_step="Please report this to whoever makes the tool.", tool=tool.name
            )

    def _slot(self, tool: Tool[Any, Any]) -> asyncio.Semaphore:
        provider = tool.name.partition(":")[0]
        name = tool.name if tool.name in self.toolbox.concurrency else provider
        if name not in self._slots:
            self._slots[name] = asyncio.Semaphore(self.toolbox.concurrency.get(name, 4))
        return self._slots[name]

    def _record(
        self, key: str, tool: Tool[Any, Any], credit: Credit, outcome: str, seconds: float, error: str = ""
    ) -> None:
        self.workspace.ledger.note_use(self._usage(key, tool, credit, outcome, seconds, error))

    def _usage(
        self, key: str, tool: Tool[Any, Any], credit: Credit, outcome: str, seconds: float, error: str = ""
    ) -> UsageRow:
        return UsageRow(
            project_id=self._project_id,
            run_id=self._run_id,
            key=key,
            tool=tool.name,
            capability=tool.capability.value,
            agent=credit.agent,
            scene=credit.scene,
            outcome=outcome,
            seconds=seconds,
            error=error,
        )

    def _answered(
        self, tool: Tool[Any, Any], credit: Credit, *, stored: bool, seconds: float, cost: float
    ) -> RequestAnswered:
        return RequestAnswered(
            tool=tool.name,
            capability=tool.capability.value,
            agent=credit.agent,
            scene=credit.scene,
            stored=stored,
            seconds=seconds,
            cost=cost,
        )


def request_key(
    tool: Tool[Any, Any], request: Document, *, role: str = "", candidate: int = 0, attempt: int = 0
) -> str:
    """The key of a request: what was asked, of which tool, by which role, and which try of it this is."""
    return content_hash(
        {
            "tool": tool.name,
            "version": tool.version,
            "request": request,
            "role": role,
            "candidate": candidate,
            "attempt": attempt,
        }
    )


def _read(task: Task[AnswerT], product: LanguageProduct, tool: str) -> AnswerT:
    try:
        answer: AnswerT = type(task).answer.model_validate_json(product.answer)  # type: ignore[assignment]
    except ValidationError as error:
        raise MalformedProduct(
            f"{tool} answered {task.name()} with something else: {error.errors()[0]['msg']}.", tool=tool
        ) from error
    return answer


@cache
def _schema(answer: type[Document]) -> dict[str, Any]:
    return answer.model_json_schema()


async def _asked(tool: Tool[Any, Any], request: Document, bench: _Bench) -> Any:
    try:
        return await tool(request, bench)
    except (StudioError, asyncio.CancelledError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and is_full(error):
            raise in_words(error, bench.scratch) from error
        # A fault in a tool, often in somebody else's: it costs its scene, not its siblings.
        raise ToolError(
            f"{tool.name} failed with {type(error).__name__}: {' '.join(str(error).split())}.",
            next_step="Please report this to whoever makes the tool.",
            tool=tool.name,
        ) from error


async def _acquire(lock: Any) -> None:
    while True:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            await asyncio.sleep(_LOCK_POLL)
        else:
            return


def _drop(lock: Any) -> None:
    # Removed while still held, so that nobody can be holding the file that goes; systems that forbid it keep it.
    with suppress(OSError):
        Path(lock.lock_file).unlink()
    lock.release()


def _wait(attempt: int, retry_after: float | None) -> float:
    backoff = _FIRST_WAIT * 2.0 ** (attempt - 1)
    return min(_LONGEST_WAIT, max(backoff, retry_after or 0.0))
