"""Money: what a call can cost is put aside before it is made, and no interleaving of calls passes the budget."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from productions import begin

from studio.errors import BudgetExceeded, ContentRefused, PriceUnknown, RateLimited, StudioError, TimedOut, ToolError
from studio.producer import making
from studio.producer.producer import Producer, Toolbox
from studio.producer.record import RunRecord
from studio.production.money import dollars, in_words, micros
from studio.storage.database import Database
from studio.storage.ledger import Ledger
from studio.storage.tables import Outcome, UsageRow, saved_id
from studio.storage.workspace import Workspace
from studio.tools.model3d import Model3dProduct, Model3dRequest
from studio.tools.tool import Capability, Workbench

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Shop:
    """Costs at most ``bound`` and really ``price`` (None: it does not say); fails on the prompts in ``errors``."""

    bound: Decimal | None
    price: Decimal | None = None
    errors: dict[str, ToolError] = field(default_factory=dict)
    pause: float = 0.0
    calls: list[str] = field(default_factory=list)
    name: str = "shop:solids"
    version: str = "1"
    capability: Capability = Capability.MODEL3D

    def most(self, _request: Model3dRequest) -> Decimal | None:
        return self.bound

    async def __call__(self, request: Model3dRequest, bench: Workbench) -> Model3dProduct:
        self.calls.append(request.prompt)
        await asyncio.sleep(self.pause)
        if self.price is not None:
            bench.charge(self.price)
        if request.prompt in self.errors:
            raise self.errors[request.prompt]
        return Model3dProduct(model=bench.add(request.prompt.encode(), "model/gltf-binary"))


class Till:
    """A producer with a budget over a workspace."""

    def __init__(self, workspace: Workspace, budget: Decimal | None) -> None:
        self.ledger = workspace.ledger
        known = workspace.history.projects()
        self.project = saved_id(known[0] if known else begin(workspace.history, "A film"))
        self.run = self.ledger.start_run(self.project)
        self.record = RunRecord(self.ledger, project_id=self.project, run_id=self.run, listen=lambda _: None)
        self.producer = Producer(workspace, Toolbox(tools={}, film={}, budget=budget), self.record)

    async def buy(self, shop: Shop, what: str = "a fox") -> Model3dProduct:
        return await self.producer.make(shop, Model3dRequest(prompt=what, seed=1), Model3dProduct)

    @property
    def uses(self) -> list[UsageRow]:
        self.record.write()
        return self.ledger.usage(self.project)

    @property
    def spent(self) -> Decimal:
        spent = self.ledger.spent(self.project)
        return spent.settled + spent.held


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "_wait", lambda *_: 0.0)


def test_what_the_call_said_is_what_it_cost(workspace: Workspace) -> None:
    till = Till(workspace, Decimal(1))
    asyncio.run(till.buy(Shop(bound=CENT * 50, price=Decimal("0.0123456"))))
    (use,) = till.uses
    assert (use.outcome, use.micros) == ("made", 12_346)
    assert till.spent == Decimal("0.012346")


def test_a_call_that_does_not_say_costs_the_most_that_it_can(workspace: Workspace) -> None:
    till = Till(workspace, Decimal(1))
    asyncio.run(till.buy(Shop(bound=CENT)))
    assert till.spent == CENT


def test_the_call_that_could_pass_the_budget_is_not_made(workspace: Workspace) -> None:
    till = Till(workspace, CENT * 5)
    shop = Shop(bound=CENT * 2, price=CENT * 2)
    asyncio.run(till.buy(shop, "one"))
    asyncio.run(till.buy(shop, "two"))
    with pytest.raises(BudgetExceeded) as raised:
        asyncio.run(till.buy(shop, "three"))
    error = raised.value
    assert (error.budget, error.spent, error.reserved, error.needed) == (CENT * 5, CENT * 4, 0, CENT * 2)
    assert "$0.06" in error.next_step
    assert shop.calls == ["one", "two"]
    # What is in the store costs nothing.
    asyncio.run(till.buy(shop, "one"))
    assert till.spent == CENT * 4


def test_the_whole_budget_can_be_spent(workspace: Workspace) -> None:
    till = Till(workspace, CENT * 3)
    for what in ("one", "two", "three"):
        asyncio.run(till.buy(Shop(bound=CENT), what))
    assert till.spent == CENT * 3


def test_a_call_waits_for_open_ones_that_hold_what_it_needs(workspace: Workspace) -> None:
    """Each could cost the whole budget and costs a tenth: one after the other they all fit."""
    till = Till(workspace, CENT * 10)
    shop = Shop(bound=CENT * 9, price=CENT, pause=0.01)

    async def all_at_once() -> None:
        await asyncio.gather(*(till.buy(shop, str(number)) for number in range(2)))

    asyncio.run(all_at_once())
    assert till.spent == CENT * 2


@pytest.mark.parametrize("bound", [None, CENT])
def test_without_a_budget_everything_may_be_called(workspace: Workspace, bound: Decimal | None) -> None:
    till = Till(workspace, None)
    asyncio.run(till.buy(Shop(bound=bound)))
    assert [use.micros for use in till.uses] == [None if bound is None else micros(bound)]


def test_under_a_budget_nothing_of_unknown_price_is_called(workspace: Workspace) -> None:
    shop = Shop(bound=None)
    with pytest.raises(PriceUnknown, match=r"shop:solids.*budget") as raised:
        asyncio.run(Till(workspace, Decimal(100)).buy(shop))
    assert "price" in raised.value.next_step
    assert shop.calls == []


def test_a_budget_of_nothing_allows_what_costs_nothing(workspace: Workspace) -> None:
    till = Till(workspace, Decimal(0))
    asyncio.run(till.buy(Shop(bound=Decimal(0))))
    with pytest.raises(BudgetExceeded):
        asyncio.run(till.buy(Shop(bound=Decimal("0.000001")), "dear"))


@pytest.mark.parametrize(
    ("error", "price", "outcome", "cost"),
    [
        (RateLimited("Busy.", retryable=False), None, "failed", Decimal(0)),
        (ContentRefused("No."), CENT, "failed", CENT),
        (ContentRefused("No.", unpaid=True), None, "failed", Decimal(0)),
        (TimedOut("Slow.", retryable=False), None, "unknown", CENT * 2),
        (ToolError("Strange."), None, "unknown", CENT * 2),
    ],
)
def test_what_a_failure_costs(
    workspace: Workspace, error: ToolError, price: Decimal | None, outcome: str, cost: Decimal
) -> None:
    till = Till(workspace, Decimal(1))
    with pytest.raises(type(error)):
        asyncio.run(till.buy(Shop(bound=CENT * 2, price=price, errors={"a fox": error})))
    assert [use.outcome for use in till.uses] == [outcome]
    assert till.spent == cost


def test_every_try_is_put_aside_for(workspace: Workspace) -> None:
    till = Till(workspace, CENT * 4)
    shop = Shop(bound=CENT * 2, errors={"a fox": TimedOut("Slow.")})
    with pytest.raises(BudgetExceeded):
        asyncio.run(till.buy(shop))
    assert len(shop.calls) == 2
    assert till.spent == CENT * 4


def test_a_call_that_was_open_at_a_kill_counts_and_is_reported(workspace: Workspace) -> None:
    till = Till(workspace, Decimal(1))
    till.ledger.reserve(_use(till, 70_000), 1_000_000)
    again = Till(workspace, Decimal(1))
    spent = again.ledger.spent(again.project)
    assert (spent.unknown, spent.held, spent.settled) == (1, Decimal("0.07"), 0)
    assert [use.outcome for use in again.uses] == [Outcome.UNKNOWN]


def test_a_cancelled_call_counts_as_paid(workspace: Workspace) -> None:
    till = Till(workspace, Decimal(1))
    shop = Shop(bound=CENT, pause=30)

    async def give_up() -> None:
        asked = asyncio.create_task(till.buy(shop))
        while not shop.calls:  # noqa: ASYNC110 - what is waited for is a list
            await asyncio.sleep(0)
        asked.cancel()
        await till.producer.close()

    asyncio.run(give_up())
    assert [use.outcome for use in till.uses] == [Outcome.UNKNOWN]
    assert till.spent == CENT


def test_a_run_that_ends_keeps_what_is_being_paid_for_and_begins_nothing_more(workspace: Workspace) -> None:
    """Of seven calls four are under way, two wait for their turn, and one for its next try."""
    till = Till(workspace, None)
    slow = Shop(bound=CENT, price=CENT, pause=0.05)
    busy = Shop(bound=CENT, errors={"busy": RateLimited("Busy.")}, name="busy:solids")

    async def end() -> list[Model3dProduct | BaseException]:
        asked = [asyncio.create_task(till.buy(slow, str(number))) for number in range(6)]
        asked.append(asyncio.create_task(till.buy(busy, "busy")))
        while len(slow.calls) < 4 or not busy.calls:  # noqa: ASYNC110 - what is waited for are lists
            await asyncio.sleep(0)
        await asyncio.sleep(0.01)
        await till.producer.finish()
        return await asyncio.gather(*asked, return_exceptions=True)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "_wait", lambda *_: 60.0)
        ended = asyncio.run(end())
    assert slow.calls == ["0", "1", "2", "3"]
    assert busy.calls == ["busy"]
    assert [isinstance(one, Model3dProduct) for one in ended] == [True] * 4 + [False] * 3
    assert till.spent == CENT * 4


def _use(till: Till, most: int) -> UsageRow:
    return UsageRow(
        project_id=till.project, run_id=till.run, key="k", tool="t", capability="image", outcome="open", micros=most
    )


CALLS = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.sampled_from(["pays less", "does not say", "refused", "times out", "limited", "cancelled"]),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(calls=CALLS, budget=st.integers(0, 120))
def test_no_interleaving_passes_the_budget(
    tmp_path_factory: pytest.TempPathFactory, calls: list[tuple[int, str, int]], budget: int
) -> None:
    """Concurrent calls that end in every way and order; what is spent and put aside is looked at all the time."""
    with Workspace(tmp_path_factory.mktemp("money")) as workspace:
        till = Till(workspace, CENT * budget)
        answered: list[Decimal] = []

        async def one(number: int, cents: int, way: str, turns: int) -> None:
            errors: dict[str, ToolError] = {}
            if way in ("refused", "times out", "limited"):
                kind = {"refused": ContentRefused, "times out": TimedOut, "limited": RateLimited}[way]
                errors[str(number)] = kind("No.")
            price = CENT * cents / 2 if way == "pays less" else None
            shop = Shop(CENT * cents, price, errors, pause=0.001 * turns, name=f"shop{number}:solids")
            asked = asyncio.create_task(till.buy(shop, str(number)))
            if way == "cancelled":
                for _ in range(turns):
                    await asyncio.sleep(0)
                asked.cancel()
            try:
                await asked
                answered.append(CENT * cents if price is None else price)
            except (StudioError, asyncio.CancelledError):
                pass

        async def watched() -> None:
            work = asyncio.gather(*(one(number, *call) for number, call in enumerate(calls)))
            while not work.done():
                assert till.spent <= CENT * budget
                await asyncio.sleep(0)
            await work
            await till.producer.close()

        asyncio.run(watched())
        assert sum(answered) <= till.spent <= CENT * budget
        assert Outcome.OPEN not in {use.outcome for use in till.uses}


@settings(max_examples=25, deadline=None)
@given(most=st.lists(st.integers(1, 60), min_size=1, max_size=20), budget=st.integers(0, 200))
def test_two_connections_never_put_more_aside_than_there_is(
    tmp_path_factory: pytest.TempPathFactory, most: list[int], budget: int
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    folder = tmp_path_factory.mktemp("two")
    with Workspace(folder) as workspace:
        till = Till(workspace, None)
        ledgers = [Ledger(Database(folder / "studio.db")) for _ in range(2)]

        def reserve(number: int) -> int:
            try:
                ledgers[number % 2].reserve(_use(till, most[number]), budget)
            except BudgetExceeded:
                return 0
            return most[number]

        with ThreadPoolExecutor(4) as pool:
            taken = sum(pool.map(reserve, range(len(most))))
        assert dollars(taken) == till.spent <= dollars(budget)


@pytest.mark.parametrize(
    ("amount", "words"),
    [(0, "$0.00"), (1, "$0.000001"), (1_234, "$0.0012"), (67_320, "$0.067"), (2_500_000, "$2.50")],
)
def test_money_in_words(amount: int, words: str) -> None:
    assert in_words(amount) == words


def test_a_fraction_of_a_micro_dollar_is_a_whole_one() -> None:
    assert micros(Decimal("0.0000001")) == 1
    assert dollars(micros(Decimal("1.23"))) == Decimal("1.23")


def test_costs_of_the_first_schema_become_micro_dollars(tmp_path: Path) -> None:
    path = tmp_path / "studio.db"
    Database(path).close()
    _back_to_first_schema(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO project (id, name, title, brief, created_at) VALUES (1, 'a', 'A', 'A brief', '')"
        )
        connection.execute(
            "INSERT INTO run (id, project_id, started_at, outcome, error) VALUES (1, 1, '', 'finished', '')"
        )
        connection.execute(
            "INSERT INTO usage (project_id, run_id, key, tool, capability, agent, scene, outcome, seconds, cost, error,"
            " at) VALUES (1, 1, 'k', 't', 'image', '', '', 'made', 1.0, 0.0421, '', '')"
        )
    database = Database(path)
    spent = Ledger(database).spent(1)
    database.close()
    assert (spent.settled, spent.made) == (Decimal("0.0421"), 1)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT settings FROM project").fetchone() == ("{}",)


def _back_to_first_schema(path: Path) -> None:
    """Undo all later steps, as a database of the first release is."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE cloned_voice")
        connection.execute("DROP TABLE job")
        connection.execute("ALTER TABLE project DROP COLUMN settings")
        for table in ("product", "usage"):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN micros")
            connection.execute(f"ALTER TABLE {table} ADD COLUMN cost FLOAT NOT NULL DEFAULT 0")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")


def test_charges_are_amounts(workspace: Workspace) -> None:
    shop = Shop(bound=CENT, price=Decimal(-1))
    with pytest.raises(ToolError, match="cannot cost"):
        asyncio.run(Till(workspace, None).buy(shop))
