"""The ledger: products by request key, and everything that happened on the way to them.

Only a whole, valid product is stored under a key; failures are usage rows. A call that may cost something is written
down before it is made (``reserve``), so that no process forgets it. Knows nothing of tools.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import SQLModel, col, func, select, update

from studio.errors import BudgetExceeded
from studio.production.assets import Asset
from studio.production.money import dollars
from studio.storage.database import Database
from studio.storage.tables import (
    AssetRow,
    ClonedVoiceRow,
    CritiqueRow,
    EventRow,
    JobRow,
    MessageRow,
    Outcome,
    ProductRow,
    RunRow,
    UsageRow,
    now,
    saved_id,
)

Note = UsageRow | MessageRow | CritiqueRow | EventRow
"""What is written down of a run. Messages and critiques are noted once, however often a run is resumed."""
_CONSENT = "consent"
"""Where the file of a statement comes from."""
_PRODUCT = sa.select(*(col(getattr(ProductRow, name)) for name in ProductRow.model_fields)).where(
    col(ProductRow.key) == sa.bindparam("key")
)
_JOB = sa.select(*(col(getattr(JobRow, name)) for name in JobRow.model_fields)).where(
    col(JobRow.key) == sa.bindparam("key"), col(JobRow.created_at) >= sa.bindparam("since")
)
_KEPT_FOR = timedelta(days=2)
_DROP_JOB = sa.delete(JobRow).where(col(JobRow.key) == sa.bindparam("key"))
_TAKEN_UP = (
    sa.update(UsageRow)
    .where(col(UsageRow.id) == sa.bindparam("earlier"), col(UsageRow.outcome).in_((Outcome.OPEN, Outcome.UNKNOWN)))
    .values(outcome=Outcome.FAILED, micros=0, error="A later call took it up.")
)
RowT = TypeVar("RowT", MessageRow, CritiqueRow, RunRow, UsageRow)


_SUMS = sa.select(
    col(UsageRow.outcome),
    func.count(),
    func.coalesce(func.sum(UsageRow.seconds), 0.0),
    func.coalesce(func.sum(UsageRow.micros), 0),
).group_by(col(UsageRow.outcome))


@dataclass(frozen=True)
class Spent:
    """What a project's tools have cost so far; ``answered`` counts the requests that the store answered.

    ``settled`` is what was paid, ``held`` the most that the calls can cost whose outcome is not known, ``unknown`` how
    many those are.
    """

    settled: Decimal
    held: Decimal
    seconds: float
    made: int
    answered: int
    failed: int
    unknown: int

    @property
    def cost(self) -> float:
        """US dollars, held ones included, to be shown."""
        return float(self.settled + self.held)


class Ledger:
    """Products, usage, messages, critiques and events in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start_run(self, project_id: int) -> int:
        """Open a run; those of this project that never ended were interrupted, their open calls' outcome is unknown."""
        with self._database.session() as session:
            session.exec(
                update(RunRow)
                .where(col(RunRow.project_id) == project_id, col(RunRow.outcome) == "running")
                .values(outcome="interrupted")
            )
            session.exec(
                update(UsageRow)
                .where(col(UsageRow.project_id) == project_id, col(UsageRow.outcome) == Outcome.OPEN)
                .values(outcome=Outcome.UNKNOWN, error="The process ended before the answer came.")
            )
            run = RunRow(project_id=project_id)
            session.add(run)
            session.flush()
            return saved_id(run)

    def finish_run(self, run_id: int, outcome: str, error: str = "") -> None:
        """Close a run as ``finished``, ``failed`` or ``cancelled``."""
        with self._database.session() as session:
            run = session.get_one(RunRow, run_id)
            run.outcome, run.error, run.finished_at = outcome, error, now()

    def product(self, key: str) -> ProductRow | None:
        """The stored product of a request, if there is one."""
        with self._database.reading() as connection:
            row = connection.execute(_PRODUCT, {"key": key}).first()
        return None if row is None else ProductRow(**row._mapping)

    def reserve(self, use: UsageRow, budget: int | None = None, instead_of: int | None = None) -> int:
        """Write down that a call is made which costs at most ``use.micros``; returns the row's id, for ``settle``.

        It takes the place of the use ``instead_of``, whose job it takes up: that one costs nothing any more. Raises
        ``BudgetExceeded``, and writes nothing, where the project's uses could then cost more than ``budget``
        micro-dollars. The check and the note are one transaction, across threads and processes.
        """
        use.outcome = Outcome.OPEN
        with self._database.writing() as connection:
            if instead_of is not None:
                connection.execute(_TAKEN_UP, {"earlier": instead_of})
            spent = _spent(connection, use.project_id)
            needed = dollars(use.micros or 0)
            if budget is not None and spent.settled + spent.held + needed > dollars(budget):
                raise BudgetExceeded(
                    tool=use.tool, budget=dollars(budget), spent=spent.settled, reserved=spent.held, needed=needed
                )
            done = connection.execute(insert(UsageRow).values(use.model_dump(exclude={"id"})))
            if instead_of is not None:
                moved = update(JobRow).where(col(JobRow.use_id) == instead_of).values(use_id=done.lastrowid)
                connection.execute(moved)
            return int(done.lastrowid)

    def job(self, key: str) -> JobRow | None:
        """What a request was submitted as to a service, where nobody has its answer; None after two days.

        Services keep what they made for a day or two.
        """
        since = (datetime.now(UTC) - _KEPT_FOR).isoformat(timespec="milliseconds")
        with self._database.reading() as connection:
            row = connection.execute(_JOB, {"key": key, "since": since}).first()
        return None if row is None else JobRow(**row._mapping)

    def keep_job(self, row: JobRow) -> None:
        """Write down what a request was submitted as, in the place of what it was before."""
        content = row.model_dump()
        with self._database.writing() as connection:
            connection.execute(insert(JobRow).values(content).on_conflict_do_update(("key",), set_=content))

    def drop_job(self, key: str) -> None:
        """Forget a job that will never be answered."""
        with self._database.writing() as connection:
            connection.execute(_DROP_JOB, {"key": key})

    def settle(self, use_id: int, use: UsageRow) -> None:
        """Write down how the call of a ``reserve`` ended, and what it cost."""
        with self._database.writing() as connection:
            _settle(connection, use_id, use)

    def store(
        self,
        row: ProductRow,
        assets: Iterable[tuple[Asset, int]],
        notes: Sequence[Note],
        settled: tuple[int, UsageRow] | None = None,
    ) -> None:
        """Store a product, where its assets came from, ``notes``, and what was ``settled``, in one transaction.

        Replaces the product of a request that had to be made again because one of its files was lost.
        """
        content = row.model_dump()
        files = [_asset_row(asset, size, key=row.key, source=row.tool) for asset, size in assets]
        with self._database.writing() as connection:
            connection.execute(insert(ProductRow).values(content).on_conflict_do_update(("key",), set_=content))
            # Its job, if there was one, is answered.
            connection.execute(_DROP_JOB, {"key": row.key})
            _write(connection, [*files, *notes])
            if settled is not None:
                _settle(connection, *settled)

    def note(self, notes: Sequence[Note]) -> None:
        """Write down what happened in one transaction."""
        if notes:
            with self._database.writing() as connection:
                _write(connection, notes)

    def note_reference(self, asset: Asset, size: int, source: str) -> None:
        """Record a file that a person gave."""
        with self._database.writing() as connection:
            _write(connection, [_asset_row(asset, size, key=None, source=source)])

    def record_consent(self, row: ClonedVoiceRow, statement: Asset, size: int) -> ClonedVoiceRow:
        """Write down a consent and the file of its statement, before anybody is asked to clone the voice."""
        with self._database.session() as session:
            session.add(row)
            if session.get(AssetRow, statement.hash) is None:
                session.add(_asset_row(statement, size, key=None, source=_CONSENT))
        return row

    def name_voice(self, row_id: int, voice: str) -> None:
        """What the service calls the voice that a consent was recorded for."""
        with self._database.session() as session:
            session.exec(update(ClonedVoiceRow).where(col(ClonedVoiceRow.id) == row_id).values(voice=voice))

    def cloned_voices(self) -> list[ClonedVoiceRow]:
        """Every consent that was recorded, in order."""
        with self._database.session() as session:
            return list(session.exec(select(ClonedVoiceRow).order_by(col(ClonedVoiceRow.id))).all())

    def origins(self, hashes: Iterable[str]) -> list[ProductRow | None]:
        """What made each of these files; None for one that a person gave. Of unrecorded files nothing is told."""
        query = select(AssetRow, ProductRow).join(ProductRow, col(ProductRow.key) == AssetRow.key, isouter=True)
        with self._database.session() as session:
            rows = session.exec(query.where(col(AssetRow.hash).in_(hashes))).all()
        return [product for asset, product in rows if product is not None or asset.key is None]

    def messages(self, project_id: int) -> list[MessageRow]:
        """What the agents said, in order."""
        return self._of_project(MessageRow, project_id)

    def critiques(self, project_id: int) -> list[CritiqueRow]:
        """All critiques of a project, in order."""
        return self._of_project(CritiqueRow, project_id)

    def runs(self, project_id: int) -> list[RunRow]:
        """All runs of a project, in order."""
        return self._of_project(RunRow, project_id)

    def usage(self, project_id: int) -> list[UsageRow]:
        """Every use of a tool by a project, in order."""
        return self._of_project(UsageRow, project_id)

    def spent(self, project_id: int) -> Spent:
        """The sums over a project's uses."""
        with self._database.reading() as connection:
            return _spent(connection, project_id)

    def _of_project(self, table: type[RowT], project_id: int) -> list[RowT]:
        with self._database.session() as session:
            query = select(table).where(col(table.project_id) == project_id).order_by(col(table.id))
            return list(session.exec(query).all())


def _spent(connection: sa.Connection, project_id: int) -> Spent:
    rows = connection.execute(_SUMS.where(col(UsageRow.project_id) == project_id)).all()
    counts: dict[str, int] = {outcome: count for outcome, count, _, _ in rows}
    costs = {outcome: int(cost or 0) for outcome, _, _, cost in rows}
    held = sum(costs.pop(outcome, 0) for outcome in (Outcome.OPEN, Outcome.UNKNOWN))
    return Spent(
        settled=dollars(sum(costs.values())),
        held=dollars(held),
        seconds=sum(seconds for _, _, seconds, _ in rows),
        made=counts.get(Outcome.MADE, 0),
        answered=counts.get(Outcome.STORED, 0),
        failed=counts.get(Outcome.FAILED, 0),
        unknown=counts.get(Outcome.UNKNOWN, 0),
    )


def _settle(connection: sa.Connection, use_id: int, use: UsageRow) -> None:
    known = use.model_dump(include={"outcome", "micros", "seconds", "error"})
    connection.execute(update(UsageRow).where(col(UsageRow.id) == use_id).values(known))


def _write(connection: sa.Connection, rows: Iterable[SQLModel]) -> None:
    of_a_kind: dict[type[SQLModel], list[dict[str, object]]] = {}
    for row in rows:
        of_a_kind.setdefault(type(row), []).append(row.model_dump(exclude={"id"}))
    for table, contents in of_a_kind.items():
        # Whatever is said once has a unique key; nothing else can conflict.
        connection.execute(insert(table).on_conflict_do_nothing(), contents)


def _asset_row(asset: Asset, size: int, *, key: str | None, source: str) -> AssetRow:
    return AssetRow(hash=asset.hash, media_type=asset.media_type, bytes=size, key=key, source=source)
