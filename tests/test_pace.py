"""How many calls of a provider run at once, and begin within a minute."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from productions import begin

from studio.producer import making
from studio.producer.lanes import Lane
from studio.producer.producer import Producer, Toolbox
from studio.producer.record import RunRecord
from studio.storage.tables import saved_id
from studio.storage.workspace import Workspace
from studio.testing import ScriptedTool
from studio.tools.model3d import Model3dProduct, Model3dRequest
from studio.tools.tool import Capability, Workbench


class Clock:
    """A clock that goes on when somebody sleeps."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = 1_000.0
        rest = asyncio.sleep

        async def sleep(seconds: float, result: Any = None) -> Any:
            self.now += seconds
            await rest(0)
            return result

        patch.setattr(making.asyncio, "sleep", sleep)
        patch.setattr(making.time, "monotonic", lambda: self.now)


def test_no_more_calls_begin_in_a_minute_than_are_allowed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    begun: list[float] = []

    def carved(request: Model3dRequest, bench: Workbench) -> Model3dProduct:
        begun.append(clock.now)
        return Model3dProduct(model=bench.add(request.prompt.encode(), "model/gltf-binary"))

    project = saved_id(begin(workspace.history, "A film"))
    run = workspace.ledger.start_run(project)
    record = RunRecord(workspace.ledger, project_id=project, run_id=run, listen=lambda _: None)
    lane = Lane(8, frozenset({"testing"}), per_minute=3)

    async def ask(tool: Any) -> None:
        producer = Producer(workspace, Toolbox(tools={}, film={}, lanes=(lane,)), record)
        requests = [Model3dRequest(prompt=str(number), seed=1) for number in range(8)]
        await asyncio.gather(*(producer.make(tool, one, Model3dProduct) for one in requests))
        record.write()

    with ScriptedTool(Capability.MODEL3D, [carved] * 8) as tool:
        asyncio.run(ask(tool))
    begun.sort()
    assert all(later - earlier >= 60 for earlier, later in zip(begun, begun[3:], strict=False))
    # And none waits longer than it has to.
    assert begun[-1] - begun[0] < 125
