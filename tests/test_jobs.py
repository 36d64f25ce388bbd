"""Jobs at services: kept before they are waited for, taken up after failures and kills, paid for once."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
from productions import begin
from sqlmodel import update
from video_wire import KEY, Runway, served

from studio.errors import BudgetExceeded, MalformedProduct, ServerFailed, TimedOut, ToolError
from studio.producer import making
from studio.producer.producer import Producer, Toolbox
from studio.producer.record import RunRecord
from studio.storage.tables import JobRow, UsageRow, saved_id
from studio.storage.workspace import Workspace
from studio.testing.wire import Received, Sent
from studio.tools.model3d import Model3dProduct, Model3dRequest
from studio.tools.tool import Capability, Workbench

REQUEST = Model3dRequest(prompt="a lighthouse", seed=1)
TEN_CENTS = Decimal("0.10")


@dataclass(frozen=True)
class Foundry:
    """Casts in its own time: submits a job, then fails as often as ``errors`` says."""

    errors: list[ToolError | BaseException] = field(default_factory=list)
    submitted: list[str] = field(default_factory=list)
    content: bytes = b"cast"
    name: str = "foundry:bronze"
    version: str = "1"
    capability: Capability = Capability.MODEL3D

    def most(self, _request: Model3dRequest) -> Decimal:
        return TEN_CENTS

    async def __call__(self, request: Model3dRequest, bench: Workbench) -> Model3dProduct:
        if bench.job is None:
            self.submitted.append(request.prompt)
            bench.submitted(f"job-{len(self.submitted)}")
        if self.errors:
            raise self.errors.pop(0)
        bench.charge(Decimal("0.04"))
        return Model3dProduct(model=bench.add(self.content, "model/gltf-binary"))


class Shopper:
    """Runs of one project, each as after a restart."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.project = saved_id(begin(workspace.history, "A film"))

    def ask(self, tool: Foundry, budget: Decimal | None = None, check: object = None) -> Model3dProduct:
        ledger = self.workspace.ledger
        run = ledger.start_run(self.project)
        record = RunRecord(ledger, project_id=self.project, run_id=run, listen=lambda _: None)
        producer = Producer(self.workspace, Toolbox(tools={}, film={}, budget=budget), record)
        more = {} if check is None else {"check": check}

        async def make() -> Model3dProduct:
            return await producer.make(tool, REQUEST, Model3dProduct, **more)  # type: ignore[arg-type]

        try:
            return asyncio.run(make())
        finally:
            record.write()

    @property
    def uses(self) -> list[tuple[str, int | None]]:
        return [(use.outcome, use.micros) for use in self.rows]

    @property
    def rows(self) -> list[UsageRow]:
        return self.workspace.ledger.usage(self.project)

    @property
    def jobs(self) -> list[str]:
        with self.workspace.database.reading() as connection:
            return [row.job for row in connection.execute(JobRow.__table__.select())]  # type: ignore[attr-defined]


@pytest.fixture
def shopper(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Shopper:
    monkeypatch.setattr(making, "_wait", lambda *_: 0.0)
    return Shopper(workspace)


def test_a_failure_while_it_is_waited_for_submits_nothing_anew(shopper: Shopper) -> None:
    tool = Foundry([ServerFailed("It coughed.", provider="foundry"), TimedOut("Too late.", provider="foundry")])
    shopper.ask(tool, TEN_CENTS)
    assert tool.submitted == ["a lighthouse"]
    # The money was put aside once: a budget for one call was enough for three.
    assert shopper.uses == [("failed", 0), ("failed", 0), ("made", 40_000)]
    assert shopper.jobs == []


def test_the_next_run_takes_it_up_with_the_money_that_it_holds(shopper: Shopper) -> None:
    tool = Foundry([TimedOut("Too late.", provider="foundry", retryable=False)])
    with pytest.raises(TimedOut):
        shopper.ask(tool, TEN_CENTS)
    assert shopper.uses == [("unknown", 100_000)]
    assert shopper.jobs == ["job-1"]
    shopper.ask(tool, TEN_CENTS)
    assert tool.submitted == ["a lighthouse"]
    assert shopper.uses == [("failed", 0), ("made", 40_000)]
    assert shopper.rows[0].error == "A later call took it up."


def test_a_budget_that_is_too_small_gives_nothing_up(shopper: Shopper) -> None:
    tool = Foundry([TimedOut("Too late.", provider="foundry", retryable=False)])
    with pytest.raises(TimedOut):
        shopper.ask(tool)
    with pytest.raises(BudgetExceeded):
        shopper.ask(tool, Decimal("0.05"))
    assert shopper.uses == [("unknown", 100_000)]
    assert shopper.jobs == ["job-1"]


def test_another_project_takes_it_up_too(shopper: Shopper, workspace: Workspace) -> None:
    tool = Foundry([TimedOut("Too late.", provider="foundry", retryable=False)])
    with pytest.raises(TimedOut):
        shopper.ask(tool)
    other = Shopper(workspace)
    other.ask(tool, TEN_CENTS)
    assert tool.submitted == ["a lighthouse"]
    assert (shopper.uses, other.uses) == ([("failed", 0)], [("made", 40_000)])


def test_what_is_of_no_use_is_submitted_anew(shopper: Shopper) -> None:
    tool = Foundry([MalformedProduct("A lump.", tool="foundry:bronze")])
    with pytest.raises(MalformedProduct):
        shopper.ask(tool)
    assert shopper.jobs == []
    # Also where only whoever asked can tell.
    checks = iter([MalformedProduct("It is hollow.", tool="foundry:bronze")])

    def check(_: object) -> None:
        for error in checks:
            raise error

    with pytest.raises(MalformedProduct):
        shopper.ask(tool, check=check)
    shopper.ask(tool, check=check)
    assert len(tool.submitted) == 3


def test_a_lost_file_is_made_by_a_new_job(shopper: Shopper, workspace: Workspace) -> None:
    tool = Foundry()
    workspace.assets.path(shopper.ask(tool).model).unlink()
    shopper.ask(tool)
    assert len(tool.submitted) == 2


def test_an_old_job_is_left_alone(shopper: Shopper, workspace: Workspace) -> None:
    tool = Foundry([TimedOut("Too late.", provider="foundry", retryable=False)])
    with pytest.raises(TimedOut):
        shopper.ask(tool)
    with workspace.database.session() as session:
        session.exec(update(JobRow).values(created_at="2026-01-01T00:00:00.000+00:00"))
    shopper.ask(tool)
    assert len(tool.submitted) == 2
    # It may have been paid for, and so may this one.
    assert shopper.uses == [("unknown", 100_000), ("made", 40_000)]


def test_a_project_that_is_deleted_leaves_its_jobs(shopper: Shopper, workspace: Workspace) -> None:
    tool = Foundry([TimedOut("Too late.", provider="foundry", retryable=False)])
    with pytest.raises(TimedOut):
        shopper.ask(tool)
    workspace.history.delete(workspace.history.projects()[0].name)
    Shopper(workspace).ask(tool)
    assert tool.submitted == ["a lighthouse"]


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_kill_between_submission_and_answer_pays_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    service, looked = Runway(), threading.Event()
    service.stages = ["running"]

    def look(received: Received) -> Sent:
        looked.set()
        return service(received)

    with served(service, monkeypatch):
        service.script.extend([service, look])
        folder = tmp_path / "work"
        command = [sys.executable, str(Path(__file__).with_name("submitting.py")), str(folder), service.url]
        with subprocess.Popen(command) as process:
            assert looked.wait(60)
            process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
        subprocess.run(command, check=True, timeout=60)
        assert len(service.submissions) == 1
        before = len(service.received)
        subprocess.run(command, check=True, timeout=60)
        assert len(service.received) == before
    workspace = Workspace(folder)
    uses = workspace.ledger.usage(1)
    assert [(use.outcome, use.micros) for use in uses] == [("failed", 0), ("made", 100_000), ("stored", 0)]
    workspace.close()
    assert not [path for path in folder.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
