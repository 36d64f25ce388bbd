"""The film's graph for `langgraph dev`: the same stages between two more, which begin a project and publish its film.

Give it ``{"brief": "..."}``, or ``{"project": "..."}`` to go on with one; the film lands in the workspace of the
environment (STUDIO_WORKSPACE). The server's check for calls that block does not know that SQLite answers at once:
start it with ``--allow-blocking``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from studio.agents import default_team
from studio.api import Studio
from studio.graph.context import RunContext
from studio.graph.graph import film_graph
from studio.producer.events import Event
from studio.producer.producer import Producer
from studio.producer.record import RunRecord
from studio.run import publish
from studio.storage.tables import saved_id


class ServedState(TypedDict, total=False):
    """What a caller gives (a brief, or a project's name) and gets: the film's version and its file."""

    brief: str
    project: str
    version: str
    film: str


@dataclass(frozen=True)
class _Open:
    """A project that is worked on."""

    context: RunContext
    record: RunRecord


class _Projects:
    """The projects that are worked on, each opened when its first node runs."""

    def __init__(self) -> None:
        self._studio = Studio()
        self._open: dict[str, _Open] = {}

    async def begin(self, state: ServedState) -> ServedState:
        name = state.get("project") or self._studio.begin(state.get("brief", "")).name
        # A run that failed left it as it stood then.
        self._open.pop(name, None)
        return {"project": name, "version": self._opened(name).context.project.head or ""}

    def find(self, state: Any, _runtime: Runtime[Any]) -> RunContext:
        return self._opened(state["project"]).context

    async def publish(self, state: ServedState) -> ServedState:
        one = self._open.pop(state["project"])
        workspace = self._studio.workspace
        path = publish(workspace, one.context.project, one.context.production(state["version"]))
        one.record.write()
        workspace.ledger.finish_run(one.record.run_id, "finished")
        return {"film": str(path)}

    def _opened(self, name: str) -> _Open:
        if name not in self._open:
            workspace = self._studio.workspace
            project = workspace.history.project(name)
            project_id = saved_id(project)
            run_id = workspace.ledger.start_run(project_id)
            record = RunRecord(workspace.ledger, project_id=project_id, run_id=run_id, listen=_ignore)
            producer = Producer(workspace, self._studio.toolbox(project), record)
            self._open[name] = _Open(RunContext(producer, default_team(), project, workspace.history), record)
        return self._open[name]


def _ignore(_event: Event) -> None:
    """`langgraph dev` shows the nodes itself."""


def film() -> Any:
    """The compiled graph; the server brings its own checkpointer."""
    projects = _Projects()
    graph = StateGraph(ServedState)
    graph.add_node("brief", projects.begin)
    graph.add_node("film", film_graph(projects.find).compile())
    graph.add_node("publish", projects.publish)
    graph.add_edge(START, "brief")
    graph.add_edge("brief", "film")
    graph.add_edge("film", "publish")
    graph.add_edge("publish", END)
    return graph.compile()
