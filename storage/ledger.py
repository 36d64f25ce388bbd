"""The ledger: products by request key, and everything that happened on the way to them.

Only a whole, valid product is stored under a key; failures are usage rows. Knows nothing of tools.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.dialects.sqlite import insert
from sqlmodel import SQLModel, col, func, select, update

from studio.production.assets import Asset
from studio.production.canonical import Document
from studio.storage.database import Database
from studio.storage.tables import (
    AssetRow,
    CritiqueRow,
    EventRow,
    MessageRow,
    ProductRow,
    RunRow,
    UsageRow,
    now,
    saved_id,
)


@dataclass(frozen=True)
class Spent:
    """What a project's tools have cost so far; ``answered`` counts the requests that the store answered."""

    cost: float
    seconds: float
    made: int
    answered: int
    failed: int


class Ledger:
    """Products, usage, messages, critiques and events in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start_run(self, project_id: int) -> int:
        """Open a run; those of this project that never ended were interrupted."""
        with self._database.session() as session:
            session.exec(
                update(RunRow)
                .where(col(RunRow.project_id) == project_id, col(RunRow.outcome) == "running")
                .values(outcome="interrupted")
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
        with self._database.session() as session:
            return session.get(ProductRow, key)

    def store(self, row: ProductRow, assets: list[tuple[Asset, int]], usage: UsageRow) -> None:
        """Store a product, where its assets came from, and the use that made it, in one transaction.

        Replaces the product of a request that had to be made again because one of its files was lost.
        """
        with self._database.session() as session:
            session.merge(row)
            for asset, size in assets:
                session.exec(
                    _unless_there(
                        AssetRow,
                        AssetRow(
                            hash=asset.hash, media_type=asset.media_type, bytes=size, key=row.key, source=row.tool
                        ),
                    )
                )
            session.add(usage)

    def note_use(self, usage: UsageRow) -> None:
        """Record a use that made nothing new: answered from the store, or failed."""
        with self._database.session() as session:
            session.add(usage)

    def note_reference(self, asset: Asset, size: int, source: str) -> None:
        """Record a file that a person gave."""
        row = AssetRow(hash=asset.hash, media_type=asset.media_type, bytes=size, source=source)
        with self._database.session() as session:
            session.exec(_unless_there(AssetRow, row))

    def note_message(self, message: MessageRow) -> None:
        """Record what an agent said, once."""
        with self._database.session() as session:
            session.exec(_unless_there(MessageRow, message))

    def note_critique(self, critique: CritiqueRow) -> None:
        """Record a critique, once."""
        with self._database.session() as session:
            session.exec(_unless_there(CritiqueRow, critique))

    def note_event(self, run_id: int, kind: str, event: Document) -> None:
        """Record an event of a run."""
        with self._database.session() as session:
            session.add(EventRow(run_id=run_id, kind=kind, event=event.model_dump_json()))

    def messages(self, project_id: int) -> list[MessageRow]:
        """What the agents said, in order."""
        with self._database.session() as session:
            query = select(MessageRow).where(MessageRow.project_id == project_id).order_by(col(MessageRow.id))
            return list(session.exec(query).all())

    def critiques(self, project_id: int) -> list[CritiqueRow]:
        """All critiques of a project, in order."""
        with self._database.session() as session:
            query = select(CritiqueRow).where(CritiqueRow.project_id == project_id).order_by(col(CritiqueRow.id))
            return list(session.exec(query).all())

    def runs(self, project_id: int) -> list[RunRow]:
        """All runs of a project, in order."""
        with self._database.session() as session:
            query = select(RunRow).where(RunRow.project_id == project_id).order_by(col(RunRow.id))
            return list(session.exec(query).all())

    def usage(self, project_id: int) -> list[UsageRow]:
        """Every use of a tool by a project, in order."""
        with self._database.session() as session:
            query = select(UsageRow).where(UsageRow.project_id == project_id).order_by(col(UsageRow.id))
            return list(session.exec(query).all())

    def spent(self, project_id: int) -> Spent:
        """The sums over a project's uses."""
        with self._database.session() as session:
            rows = session.exec(
                select(UsageRow.outcome, func.count(), func.sum(UsageRow.seconds), func.sum(UsageRow.cost))
                .where(UsageRow.project_id == project_id)
                .group_by(UsageRow.outcome)
            ).all()
        counts = {outcome: count for outcome, count, _, _ in rows}
        return Spent(
            cost=sum(cost or 0.0 for _, _, _, cost in rows),
            seconds=sum(seconds or 0.0 for _, _, seconds, _ in rows),
            made=counts.get("made", 0),
            answered=counts.get("stored", 0),
            failed=counts.get("failed", 0),
        )


def _unless_there(table: type[SQLModel], row: SQLModel):  # type: ignore[no-untyped-def]
    return insert(table).values(row.model_dump(exclude={"id"})).on_conflict_do_nothing()
