"""What is written down and told of one run: its events, what the agents said, every use of a tool.

A product is stored before anybody is told of it. What is only a note (an answer from the store, an event) waits a
moment for the next one, because a transaction for each would take longer than the answers themselves; a process that
is killed loses no more than that moment's notes. Knows nothing of tools.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress

from studio.errors import StudioError
from studio.producer.events import AgentSpoke, CritiqueGiven, Event, RequestAnswered
from studio.producer.purse import Reservation
from studio.production.assets import Asset
from studio.production.canonical import canonical_json, content_hash
from studio.production.critique import ACCEPTED, CritiqueDraft
from studio.production.tasks import AgentProfile
from studio.storage.ledger import Ledger, Note
from studio.storage.tables import CritiqueRow, EventRow, MessageRow, ProductRow, UsageRow

NOTES_WAIT = 0.2
"""Seconds that a note may wait for others."""


class RunRecord:
    """The record of one run of a project.

    ``listen`` is told of every event, after what it tells of was written down or noted. An error that it raises ends
    the run as it is; nothing that was made is lost by it.
    """

    def __init__(self, ledger: Ledger, *, project_id: int, run_id: int, listen: Callable[[Event], None]) -> None:
        self.project_id = project_id
        self.run_id = run_id
        self._ledger = ledger
        self._listen = listen
        self._waiting: list[Note] = []
        self._timer: asyncio.TimerHandle | None = None

    def tell(self, event: Event) -> None:
        """Note an event, and tell whoever listens. Answers to requests are in the usage table already."""
        if not isinstance(event, RequestAnswered):
            self._note(EventRow(run_id=self.run_id, kind=event.event, event=event.model_dump_json()))
        self._listen(event)

    def made(
        self,
        product: ProductRow,
        assets: Iterable[tuple[Asset, int]],
        use: UsageRow,
        reservation: Reservation | None = None,
    ) -> None:
        """Store a product with all that waits to be written, and settle what was put aside for it."""
        if reservation is None:
            self._ledger.store(product, assets, [*self._waiting, use])
        else:
            self._ledger.store(product, assets, self._waiting, (reservation.row, use))
        self._waiting.clear()

    def answered(self, use: UsageRow) -> None:
        """Tell how a request was answered, once that is stored or noted."""
        self.tell(
            RequestAnswered(
                tool=use.tool,
                capability=use.capability,
                agent=use.agent,
                scene=use.scene,
                stored=use.outcome == "stored",
                seconds=use.seconds,
                cost=use.cost,
            )
        )

    def stored(self, use: UsageRow) -> None:
        """Note that the store answered a request, and tell of it."""
        self._note(use)
        self.answered(use)

    def failed(self, use: UsageRow, reservation: Reservation | None = None) -> None:
        """Write down at once that a tool failed: somebody may have been paid for it."""
        if reservation is None:
            self._waiting.append(use)
        else:
            self._ledger.settle(reservation.row, use)
        self.write()

    def spoke(self, agent: AgentProfile, *, task: str, key: str, scene: str, answer: str) -> None:
        """Note and tell an agent's answer to a task; ``key`` is its request's."""
        self._note(
            MessageRow(
                project_id=self.project_id,
                run_id=self.run_id,
                key=key,
                agent=agent.name,
                role=agent.role.value,
                task=task,
                scene=scene,
                answer=answer,
            )
        )
        self.tell(AgentSpoke(agent=agent.name, role=agent.role.value, task=task, scene=scene))

    def judged(self, critique: CritiqueDraft, *, critic: str, subject: str, scene: str, round_number: int) -> None:
        """Note and tell a critique."""
        self._note(
            CritiqueRow(
                project_id=self.project_id,
                run_id=self.run_id,
                key=content_hash([subject, round_number, critique]),
                subject=subject,
                round=round_number,
                critic=critic,
                overall=critique.overall,
                critique=canonical_json(critique),
            )
        )
        self.tell(
            CritiqueGiven(
                critic=critic,
                subject=subject,
                scene=scene,
                round=round_number,
                overall=critique.overall,
                accepted=critique.overall >= ACCEPTED,
            )
        )

    def write(self) -> None:
        """Write down everything that waits."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._ledger.note(self._waiting)
        self._waiting.clear()

    def try_to_write(self) -> None:
        """Write down what waits, or keep it where that fails: nobody is there to be told, or worse has happened."""
        with suppress(StudioError):
            self.write()

    def _note(self, note: Note) -> None:
        self._waiting.append(note)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(NOTES_WAIT, self.try_to_write)
