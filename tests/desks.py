"""A producer over a workspace with small tools, shared by the tests of the producer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from productions import begin

from studio.producer.events import Event
from studio.producer.lanes import Lane
from studio.producer.producer import Producer, Toolbox
from studio.producer.record import RunRecord
from studio.production.tasks import AgentProfile, BriefFacts, Pitch, PitchDraft
from studio.production.vocabulary import AgentRole, Kind, Temperament
from studio.storage.tables import MessageRow, UsageRow, saved_id
from studio.storage.workspace import Workspace
from studio.tools.model3d import Model3dProduct, Model3dRequest
from studio.tools.tool import Capability, Tool, Workbench

REQUEST = Model3dRequest(prompt="a lighthouse", seed=1)


@dataclass(frozen=True)
class Carver:
    """Makes a file of the request's words; counts how many calls ran, and how many side by side."""

    name: str = "testing:carver"
    version: str = "1"
    capability: Capability = Capability.MODEL3D
    calls: list[str] = field(default_factory=list)
    at_once: list[int] = field(default_factory=list)
    pause: float = 0.02

    async def begun(self) -> None:
        """Wait until it was called."""
        while not self.calls:  # noqa: ASYNC110 - an event would belong to one loop
            await asyncio.sleep(0)

    async def __call__(self, request: Model3dRequest, bench: Workbench) -> Model3dProduct:
        self.calls.append(request.prompt)
        self.at_once.append(1)
        running = len(self.at_once)
        await asyncio.sleep(self.pause)
        self.at_once.pop()
        file = bench.scratch / "made.glb"
        file.write_bytes(f"{request.prompt} {running}".encode())
        return Model3dProduct(model=bench.add(file, "model/gltf-binary"))


class Desk:
    """A producer over a workspace, with what it announced and recorded."""

    def __init__(self, folder: Path, tool: Tool[Any, Any] | None = None, lanes: tuple[Lane, ...] = ()) -> None:
        self.workspace = Workspace(folder)
        history = self.workspace.history
        known = history.projects()
        self.project_id = saved_id(known[0] if known else begin(history, "A film"))
        self.run_id = self.workspace.ledger.start_run(self.project_id)
        self.events: list[Event] = []
        toolbox = Toolbox(tools={tool.capability: tool} if tool else {}, film={}, lanes=lanes)
        self.record = RunRecord(
            self.workspace.ledger, project_id=self.project_id, run_id=self.run_id, listen=self.events.append
        )
        self.producer = Producer(self.workspace, toolbox, self.record)

    async def carve(self, tool: Tool[Any, Any], request: Model3dRequest = REQUEST, **more: Any) -> Model3dProduct:
        return await self.producer.make(tool, request, Model3dProduct, **more)

    @property
    def usage(self) -> list[UsageRow]:
        self.record.write()
        return self.workspace.ledger.usage(self.project_id)

    @property
    def messages(self) -> list[MessageRow]:
        self.record.write()
        return self.workspace.ledger.messages(self.project_id)

    @property
    def outcomes(self) -> list[str]:
        return [use.outcome for use in self.usage]


def carved(_: Model3dRequest, bench: Workbench) -> Model3dProduct:
    return Model3dProduct(model=bench.add(b"made", "model/gltf-binary"))


MARA = AgentProfile(name="Mara", role=AgentRole.WRITER, temperament=Temperament.TRADITIONAL)


PITCH = Pitch(brief=BriefFacts(text="A fox", kind=Kind.STORY, language="en", seconds=20), agent=MARA)


def think(desk: Desk) -> PitchDraft:
    return asyncio.run(
        desk.producer.think(PITCH, agent=MARA, system="You are Mara.", prompt="Pitch!", language="en", seed=1)
    )
