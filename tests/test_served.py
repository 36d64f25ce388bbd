"""The graph as `langgraph dev` finds and calls it."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver

from studio import FilmResult, Studio
from studio.errors import BadInput, ProjectBusy, RunFailed, ToolError
from studio.graph import assembly, scene, sound
from studio.testing import BandedPictures
from studio.tools.offers import ToolOffer, offers
from studio.tools.tool import Capability

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.usefixtures("small_films")


@pytest.fixture
def served(workspace_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What langgraph.json names, loaded from its file as the server does, over a workspace with a finished film."""
    monkeypatch.setenv("STUDIO_WORKSPACE", str(workspace_copy))
    pictures = ToolOffer(BandedPictures().name, Capability.IMAGE, "quick pictures", BandedPictures)
    monkeypatch.setitem(offers(), pictures.name, pictures)
    path, name = json.loads((ROOT / "langgraph.json").read_text())["graphs"]["film"].split(":")
    spec = importlib.util.spec_from_file_location("served", ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "served", module)
    spec.loader.exec_module(module)
    return getattr(module, name)()


def test_a_project_is_finished_and_its_film_published(served: Any, workspace_copy: Path) -> None:
    with Studio(workspace_copy) as studio:
        (project,) = studio.workspace.history.projects()
        published = studio.film(project.name).path
        published.unlink()
        # The server hands over an empty context where a caller gives none.
        state = asyncio.run(served.ainvoke({"project": project.name}, context={}))
        assert state["film"] == str(published)
        assert published.stat().st_size > 10_000
        runs = studio.workspace.ledger.runs(project.id or 0)
    assert [run.outcome for run in runs] == ["finished", "finished"]


def test_an_empty_brief_is_refused(served: Any) -> None:
    with pytest.raises(BadInput, match="empty"):
        asyncio.run(served.ainvoke({"brief": " "}, context={}))


def test_its_picture_shows_every_stage(served: Any) -> None:
    nodes = {name.rpartition(":")[2] for name in served.get_graph(xray=True).nodes}
    assert {"brief", "treatment", "screenplay", "shots", "voice", "pictures", "segments", "assemble", "review"} <= nodes


def test_a_run_after_one_that_failed_begins_afresh(
    served: Any, workspace_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Studio(workspace_copy) as studio:
        (project,) = studio.workspace.history.projects()
        with monkeypatch.context() as patch:
            patch.setattr("studio.graph.graph.assembly.assemble", _fail)
            with pytest.raises(ToolError):
                asyncio.run(served.ainvoke({"project": project.name}, context={}))
        asyncio.run(served.ainvoke({"project": project.name}, context={}))
        runs = studio.workspace.ledger.runs(project.id or 0)
    assert [run.outcome for run in runs] == ["finished", "failed", "finished"]


def test_a_project_that_somebody_works_on_is_refused(served: Any, workspace_copy: Path) -> None:
    with Studio(workspace_copy) as studio:
        (project,) = studio.workspace.history.projects()
        with studio.workspace.hold_project(project.id or 0, project.name), pytest.raises(ProjectBusy):
            asyncio.run(served.ainvoke({"project": project.name}, context={}))
        runs = studio.workspace.ledger.runs(project.id or 0)
        # And it is let go of afterwards.
        asyncio.run(served.ainvoke({"project": project.name}, context={}))
        with studio.workspace.hold_project(project.id or 0, project.name):
            pass
    assert [run.outcome for run in runs] == ["finished"]


@pytest.mark.parametrize("stage", ["shoot", "speak", "assemble"])
def test_a_thread_goes_on_after_what_failed_and_works_now(
    served: Any, workspace_copy: Path, film: FilmResult, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    served.checkpointer = InMemorySaver()
    thread: Any = {"configurable": {"thread_id": "t"}}
    broken = [True]
    place = {"shoot": scene, "speak": sound, "assemble": assembly}[stage]
    work = getattr(place, stage)

    async def fails_at_first(*arguments: Any) -> Any:
        if broken:
            raise ToolError("The tool broke once.", tool="testing:once")
        return await work(*arguments)

    monkeypatch.setattr(place, stage, fails_at_first)
    module = sys.modules["served"]
    again = module.film()
    again.checkpointer = served.checkpointer

    async def go_on() -> Any:
        with pytest.raises((RunFailed, ToolError), match="broke once"):
            await again.ainvoke({"project": film.project}, thread, context={})
        broken.clear()
        return await again.ainvoke(None, thread, context={})

    assert asyncio.run(go_on())["film"].endswith(f"{film.project}.mp4")
    with Studio(workspace_copy) as studio:
        (project,) = studio.workspace.history.projects()
        assert [run.outcome for run in studio.workspace.ledger.runs(project.id or 0)] == [
            "finished",
            "failed",
            "finished",
        ]


async def _fail(*_: Any) -> None:
    raise ToolError("The disk fell off.", tool="testing:assemble")
