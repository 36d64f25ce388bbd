"""How one request is answered: from the store, or by its tool, once, in this process and across processes.

Only a whole, valid product is stored under a key. Failures are tried again by their cause. Knows nothing of who asks
and why.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from studio.errors import PATIENCE, MalformedProduct, StudioError, ToolError
from studio.producer.bench import Bill, Job, call
from studio.producer.events import RequestFailed
from studio.producer.lanes import Lane, Queue, Queues
from studio.producer.purse import Purse, Reservation, cost_of_success, end_of_failure
from studio.producer.record import RunRecord
from studio.production.assets import assets_in
from studio.production.canonical import Document, canonical_json, content_hash
from studio.storage.tables import Outcome, ProductRow, UsageRow
from studio.storage.workspace import Workspace
from studio.tools.tool import Tool

TRIES = 3
_FIRST_WAIT = 0.5
_LOCK_POLL = 0.05


@dataclass(frozen=True)
class Credit:
    """For whom a request is made: it stands in the usage record and decides nothing about the product."""

    agent: str = ""
    scene: str = ""


NOBODY = Credit()


@dataclass(frozen=True)
class Ask:
    """A request with all that answering it takes. ``check`` raises ``ToolError`` for a product that is of no use."""

    key: str
    tool: Tool[Any, Any]
    request: Document
    product: type[Document]
    credit: Credit
    check: Callable[[Any], object]


class Making:
    """Answers what one run asks."""

    def __init__(
        self, workspace: Workspace, record: RunRecord, lanes: Iterable[Lane], queues: Queues, purse: Purse
    ) -> None:
        self._workspace = workspace
        self._record = record
        self._purse = purse
        self._over = False
        self._called: set[str] = set()
        self._lanes = tuple(lanes)
        self._queues = queues

    def finish(self) -> frozenset[str]:
        """Begin no further call. Returns the keys of those that run, and may end."""
        self._over = True
        return frozenset(self._called)

    async def answer(self, ask: Ask) -> str:
        """The product as JSON; raises ``StudioError``, and ``CancelledError`` after ``finish``."""
        if self._over:
            # Not an error of ours: those would be passed over by a fallback, or taken for a scene's own failure.
            raise asyncio.CancelledError("The run is ending: no further call begins.")
        stored = self._stored(ask)
        if stored is None:
            async with self._turn(ask.tool), self._alone_with(ask.key):
                # Another process may have made it while this one waited.
                stored = self._stored(ask)
                if stored is None:
                    return await self._make(ask)
        self._record.stored(self._use(ask, Outcome.STORED))
        return stored

    def _stored(self, ask: Ask) -> str | None:
        row = self._workspace.ledger.product(ask.key)
        if row is None:
            return None
        made = ask.product.model_validate_json(row.product)
        # A product whose files are gone is no product: it is made again.
        return row.product if all(self._workspace.assets.has(asset) for asset in assets_in(made)) else None

    async def _make(self, ask: Ask) -> str:
        attempt = 0
        while True:
            attempt += 1
            for queue in self._waits_in(ask.tool):
                await queue.pace()
            use = self._use(ask, Outcome.MADE)
            try:
                made = await self._try(ask, use)
            except ToolError as error:
                again = attempt < _tries(error) and not self._over
                self._record.tell(
                    RequestFailed(
                        tool=use.tool,
                        scene=use.scene,
                        message=str(error),
                        again=again,
                        seconds=use.seconds,
                        cost=use.cost,
                    )
                )
                if not again:
                    raise
                await asyncio.sleep(_wait(attempt, error.retry_after))
            else:
                # Not before the call stands in the ledger as it ended: whoever listens may fail.
                self._record.answered(use)
                return made

    async def _try(self, ask: Ask, use: UsageRow) -> str:
        """One call, from the money put aside for it to the product in the store; ``use`` gets how it ended."""
        ledger = self._workspace.ledger
        # Submitted before, by this run or another, and never answered: it is taken up again, with its money.
        open_job = ledger.job(ask.key)
        reservation = await self._purse.reserve(
            ask.tool, ask.request, use, instead_of=None if open_job is None else open_job.use_id
        )
        bill, started = Bill(), time.perf_counter()
        job = Job(
            ledger,
            ask.key,
            ask.tool.name,
            None if open_job is None else open_job.job,
            None if reservation is None else reservation.row,
        )
        self._called.add(ask.key)
        try:
            made, added = await call(self._workspace, ask.tool, ask.request, ask.product, bill, job)
            ask.check(made)
            # The ledger opened a copy of it.
            use.outcome, use.micros = Outcome.MADE, cost_of_success(reservation, bill)
            use.seconds = time.perf_counter() - started
            content: str = made.model_dump_json()
            row = ProductRow(
                key=ask.key,
                tool=ask.tool.name,
                tool_version=ask.tool.version,
                capability=ask.tool.capability.value,
                request=canonical_json(ask.request),
                product=content,
                seconds=use.seconds,
                micros=use.micros,
            )
            self._record.made(row, added, use, reservation)
        except BaseException as error:
            use.outcome, use.micros = end_of_failure(reservation, bill, error)
            use.seconds, use.error = time.perf_counter() - started, str(error) or type(error).__name__
            if isinstance(error, MalformedProduct) and job.name is not None:
                # Its answer would be the same for ever.
                job.drop()
            self._failed(use, reservation, error)
            raise
        finally:
            self._called.discard(ask.key)
            if reservation is not None:
                self._purse.release()
        return content

    def _failed(self, use: UsageRow, reservation: Reservation | None, error: BaseException) -> None:
        if isinstance(error, ToolError):
            self._record.failed(use, reservation)
        elif reservation is not None:
            # It ends for another reason, which is to be heard; the next run finds the call open otherwise.
            with suppress(StudioError):
                self._record.failed(use, reservation)

    def _waits_in(self, tool: Tool[Any, Any]) -> list[Queue]:
        return self._queues.of(tool.name, self._lanes)

    @asynccontextmanager
    async def _turn(self, tool: Tool[Any, Any]) -> AsyncIterator[None]:
        """Its turn in every lane of a tool; all wait in the order of the lanes, so that none waits for another."""
        async with AsyncExitStack() as turns:
            for queue in self._waits_in(tool):
                await turns.enter_async_context(queue.turn)
            yield

    @asynccontextmanager
    async def _alone_with(self, key: str) -> AsyncIterator[None]:
        locks = self._workspace.locks
        while (lock := locks.take(key)) is None:  # noqa: ASYNC110 - who lets go of it is in another process
            await asyncio.sleep(_LOCK_POLL)
        try:
            yield
        finally:
            locks.drop(lock)

    def _use(self, ask: Ask, outcome: Outcome) -> UsageRow:
        return UsageRow(
            project_id=self._record.project_id,
            run_id=self._record.run_id,
            key=ask.key,
            tool=ask.tool.name,
            capability=ask.tool.capability.value,
            agent=ask.credit.agent,
            scene=ask.credit.scene,
            outcome=outcome,
            micros=0,
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


def _tries(error: ToolError) -> int:
    """How often a call is made altogether that ended like this."""
    # Others wait for its turn and for its product meanwhile.
    if not error.retryable or (error.retry_after or 0.0) > PATIENCE:
        return 1
    return 2 if isinstance(error, MalformedProduct) else TRIES


def _wait(attempt: int, retry_after: float | None) -> float:
    backoff = _FIRST_WAIT * 2.0 ** (attempt - 1)
    return max(backoff, retry_after or 0.0)
