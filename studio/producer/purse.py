"""The money of one run: what a call may cost is put aside before it is made, and settled when it has ended.

Free calls pass by. Everything else stands in the ledger before the provider hears of it, so that a killed process
forgets nothing. Knows nothing of what is bought.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from studio.errors import BudgetExceeded, PriceUnknown, ToolError
from studio.producer.bench import Bill
from studio.production.canonical import Document
from studio.production.money import micros
from studio.storage.ledger import Ledger
from studio.storage.tables import Outcome, UsageRow
from studio.tools.tool import Tool, most


@dataclass(frozen=True)
class Reservation:
    """A call that may cost something: its row in the ledger, and the most that it can cost in micro-dollars."""

    row: int
    most: int | None


class Purse:
    """Puts money aside for calls. ``budget`` is the project's, in US dollars; ``is_free`` knows what costs nothing."""

    def __init__(self, ledger: Ledger, budget: Decimal | None, is_free: Callable[[str], bool]) -> None:
        self._ledger = ledger
        # Rounded down, unlike a price: never more than was allowed.
        self._budget = None if budget is None else int(budget * 1_000_000)
        self._is_free = is_free
        self._open = 0
        self._ended = asyncio.Event()

    async def reserve(
        self, tool: Tool[Any, Any], request: Document, use: UsageRow, *, instead_of: int | None = None
    ) -> Reservation | None:
        """Put aside the most that a call can cost; None for a free one.

        ``instead_of`` is the use of an earlier call whose job this one takes up: what it held is free for this one.
        Where open calls hold what is missing, it waits for them to end. Raises ``BudgetExceeded``, and
        ``PriceUnknown`` for a call of unknown cost under a budget.
        """
        if self._is_free(tool.name):
            return None
        bound = most(tool, request)
        if bound == 0:
            return None
        if bound is None and self._budget is not None:
            raise unpriced(tool.name)
        use.micros = None if bound is None else micros(bound)
        while True:
            try:
                row = self._ledger.reserve(use, self._budget, instead_of)
            except BudgetExceeded:
                if not self._open:
                    raise
                # Calls mostly cost less than the most that they can.
                self._ended.clear()
                await self._ended.wait()
            else:
                self._open += 1
                return Reservation(row, use.micros)

    def release(self) -> None:
        """Tell whoever waits that a call has ended, once that stands in the ledger."""
        self._open -= 1
        self._ended.set()


def unpriced(tool: str) -> PriceUnknown:
    """Why a tool without a known price is not called under a budget."""
    return PriceUnknown(
        f"Nobody knows what a call of {tool} can cost, and there is a budget.",
        next_step="Give its price as [[price]] in studio.toml (a chat model of LangChain: also a cap on its answers, "
        "such as max_tokens; a tool of your own: a method `most`), or leave out the budget.",
        tool=tool,
    )


def cost_of_success(reservation: Reservation | None, bill: Bill) -> int | None:
    """Micro-dollars of a call that answered: what it said, else the most that it could cost; None if nobody knows."""
    if bill.charged is not None:
        return micros(bill.charged)
    return 0 if reservation is None else reservation.most


def end_of_failure(reservation: Reservation | None, bill: Bill, error: BaseException) -> tuple[Outcome, int | None]:
    """How a call ended that did not answer, and its micro-dollars.

    What may have been paid for counts as paid for, unless the call said what it cost or surely cost nothing.
    """
    if bill.charged is not None:
        return Outcome.FAILED, micros(bill.charged)
    if reservation is None or (isinstance(error, ToolError) and error.unpaid):
        return Outcome.FAILED, 0
    if reservation.most is None:
        stopped = not isinstance(error, Exception)
        return Outcome.UNKNOWN if stopped else Outcome.FAILED, None
    return Outcome.UNKNOWN, reservation.most
