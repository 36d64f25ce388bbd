"""A program that asks Runway at an address for one clip, to be killed and run again: `submitting.py FOLDER ADDRESS`."""

from __future__ import annotations

import asyncio
import sys
from decimal import Decimal
from pathlib import Path

from productions import begin
from video_wire import ASKED, Runway, picture

from studio.producer.producer import Producer, Toolbox
from studio.producer.record import RunRecord
from studio.storage.tables import saved_id
from studio.storage.workspace import Workspace
from studio.tools.video import VideoProduct


def ask(folder: Path, address: str, budget: Decimal | None = None) -> VideoProduct:
    """One run of a project over the workspace in ``folder``, which asks for one clip."""
    workspace = Workspace(folder)
    known = workspace.history.projects()
    project = saved_id(known[0] if known else begin(workspace.history, "A film"))
    record = RunRecord(
        workspace.ledger, project_id=project, run_id=workspace.ledger.start_run(project), listen=lambda _: None
    )
    producer = Producer(workspace, Toolbox(tools={}, film={}, budget=budget), record)
    service = Runway()
    service.url = address
    request = ASKED.model_copy(update={"picture": workspace.assets.add(picture(), "image/png")})

    async def make() -> VideoProduct:
        return await producer.make(service.tool(), request, VideoProduct)

    try:
        return asyncio.run(make())
    finally:
        record.write()
        workspace.close()


if __name__ == "__main__":
    # Enough for one clip and not for two.
    ask(Path(sys.argv[1]), sys.argv[2], Decimal("0.15"))
