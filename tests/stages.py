"""A run's context for tests of single stages, without the graph."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from films import BRIEF, WISHES, studio_in
from productions import TREATMENT

from studio.agents import default_team
from studio.graph.context import RunContext
from studio.producer.producer import Producer
from studio.producer.record import RunRecord
from studio.production.document import adopt_treatment
from studio.storage.tables import saved_id


class Stage:
    """A run's context over a workspace, for stages that are called without the graph."""

    def __init__(self, folder: Path, **tools: Any) -> None:
        studio = studio_in(folder, **tools)
        row = studio.begin(BRIEF, **WISHES)
        self.workspace = studio.workspace
        self.project_id = saved_id(row)
        run = self.workspace.ledger.start_run(self.project_id)
        self.record = RunRecord(
            self.workspace.ledger, project_id=self.project_id, run_id=run, listen=lambda event: None
        )
        producer = Producer(self.workspace, studio.toolbox(), self.record)
        history = self.workspace.history
        self.context = RunContext(producer=producer, team=default_team(), project=row, history=history)
        self.production = adopt_treatment(history.head(row), TREATMENT, "Director")
