"""What a film would take and cost, before anything is called: all that is planned, times the tools' prices.

Every request is priced with the tool that would be asked: the agent's own, its craft's, or everybody's. Knows nothing
of money spent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from studio.agents import Team
from studio.errors import BudgetError, TooSlow
from studio.planning import Planned, plan
from studio.producer.producer import Toolbox
from studio.producer.purse import unpriced as unpriced_error
from studio.production.document import Production
from studio.production.money import FREE, in_words
from studio.tools.offers import is_free
from studio.tools.tool import InProcess, likely, most

SLOW_SECONDS = 120.0
"""What is done sooner is not worth a question."""


@dataclass(frozen=True)
class Calls:
    """Calls of one tool for one capability: how many ``usually`` and ``at_most``, and what they cost in US dollars.

    A cost is None where nobody knows the price. ``cpu_seconds`` is how long this machine's CPU computes for all of them
    (0 where it does not), ``to_fetch`` how many bytes have to be fetched first.
    """

    tool: str
    capability: str
    usually: int
    at_most: int
    likely: Decimal | None
    most: Decimal | None
    cpu_seconds: float = 0.0
    to_fetch: int = 0


@dataclass(frozen=True)
class Estimate:
    """A film's plan and price. ``seconds`` is its length."""

    seconds: float
    scenes: int
    shots: int
    calls: tuple[Calls, ...] = field(default=())

    @property
    def likely(self) -> Decimal | None:
        """What the film usually costs; None where the price of a tool is not known."""
        return _total([one.likely for one in self.calls])

    @property
    def most(self) -> Decimal | None:
        """What it costs if everything is done as often as it may be; None where nobody knows."""
        return _total([one.most for one in self.calls])

    @property
    def unpriced(self) -> tuple[str, ...]:
        """The tools whose price nobody knows."""
        return tuple(dict.fromkeys(one.tool for one in self.calls if one.most is None))

    @property
    def paid(self) -> tuple[str, ...]:
        """The tools without which there is no film, as far as they cost something: whoever only stands in is not."""
        return tuple(dict.fromkeys(one.tool for one in self.calls if one.usually and one.most))

    @property
    def cpu_seconds(self) -> float:
        """How long models keep this machine's CPU busy, about."""
        return sum(one.cpu_seconds for one in self.calls)

    @property
    def is_slow(self) -> bool:
        """Whether that is so long that a person should agree to it first."""
        return self.cpu_seconds > SLOW_SECONDS

    @property
    def to_fetch(self) -> int:
        """How many bytes have to be fetched first."""
        return sum(one.to_fetch for one in self.calls)

    def effort_in_words(self) -> str:
        """What this machine has to fetch and how long it computes, in a sentence each; empty where that is little."""
        said = [f"{one.tool} fetches {_size(one.to_fetch)} first." for one in self.calls if one.to_fetch]
        if self.is_slow:
            slow = ", ".join(one.tool for one in self.calls if one.cpu_seconds)
            time = _duration(self.cpu_seconds)
            said.append(f"This machine has no GPU: on its CPU, {slow} would take about {time} for this film.")
        return " ".join(said)

    def in_words(self) -> str:
        """The price in a sentence, with how sure it is."""
        if self.unpriced:
            return f"The price of {', '.join(self.unpriced)} is not known: it may cost anything."
        if not self.most:
            return "It costs nothing."
        return (
            f"It costs about {in_words(self.likely or FREE)}, at most {in_words(self.most)}. The first is a guess from "
            "usual lengths; the second holds unless calls fail and are repeated, and a budget holds always."
        )


def estimated(production: Production, toolbox: Toolbox, team: Team) -> Estimate:
    """The estimate for a production of which nothing is made yet."""
    planned = plan(production, toolbox, team)
    sums: dict[tuple[str, str], list[Planned]] = {}
    for one in planned.with_fallbacks():
        sums.setdefault((one.tool.name, one.tool.capability.value), []).append(one)
    return Estimate(
        seconds=production.brief.seconds,
        scenes=planned.scenes,
        shots=planned.shots,
        calls=tuple(
            Calls(
                tool=tool,
                capability=capability,
                usually=sum(one.usually for one in some),
                at_most=sum(one.at_most for one in some),
                likely=_total([_times(_cost(one, likely), one.usually) for one in some]),
                most=_total([_times(_cost(one, most), one.at_most) for one in some]),
                cpu_seconds=sum(one.usually * local.seconds(one.request) for one, local in _here(some)),
                to_fetch=max((local.to_fetch(one.request) for one, local in _here(some)), default=0),
            )
            for (tool, capability), some in sums.items()
        ),
    )


def refuse(production: Production, toolbox: Toolbox, team: Team, *, unpriced: bool, slow: bool) -> None:
    """Raise where models would take long that nobody agreed to (``slow`` does); ``unpriced`` also where there is a
    budget and a tool whose price nobody knows, and where nothing may be spent and a tool costs something."""
    asks_price = unpriced and toolbox.budget is not None and not toolbox.is_free
    asks_time = toolbox.computes_here and not slow
    if not (asks_price or asks_time):
        return
    expected = estimated(production, toolbox, team)
    if asks_price and expected.unpriced:
        raise unpriced_error(expected.unpriced[0])
    if asks_price and toolbox.budget == 0 and expected.paid:
        raise BudgetError(
            f"Nothing may be spent, and these tools cost money: {', '.join(expected.paid)}.",
            next_step=f"Choose tools that cost nothing, or set a budget. {expected.in_words()}",
        )
    if asks_time and expected.is_slow:
        raise TooSlow(
            expected.effort_in_words(),
            next_step="Go on all the same with --yes, slow=True, or slow = true in studio.toml.",
            seconds=expected.cpu_seconds,
        )


def fetch(production: Production, toolbox: Toolbox, team: Team) -> None:
    """Fetch what the tools of a film need on this machine."""
    for one, local in _here(plan(production, toolbox, team).requests()):
        if local.to_fetch(one.request):
            local.fetch(one.request)


def _here(planned: Iterable[Planned]) -> Iterator[tuple[Planned, InProcess]]:
    """What is usually asked of models in this process."""
    for one in planned:
        if one.usually and isinstance(one.tool, InProcess):
            yield one, one.tool


def _cost(planned: Planned, by: Any) -> Decimal | None:
    cost: Decimal | None = FREE if is_free(planned.tool.name) else by(planned.tool, planned.request)
    return cost


def _times(cost: Decimal | None, count: int) -> Decimal | None:
    if not count:
        return FREE
    return None if cost is None else cost * count


def _total(costs: list[Decimal | None]) -> Decimal | None:
    known = [cost for cost in costs if cost is not None]
    return sum(known, FREE) if len(known) == len(costs) else None


def _duration(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    return f"{minutes} minutes" if minutes < 120 else f"{minutes / 60:.0f} hours"


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{max(1, round(count / 1e6))} MB"
