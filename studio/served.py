"""The film's graph for `langgraph dev`: the same stages, begun by a brief instead of by a project.

Give it ``{"brief": "..."}``; the film lands in the workspace of the environment (STUDIO_WORKSPACE).
"""

from __future__ import annotations

from typing import Any

from langgraph.runtime import Runtime

from studio.agents import default_team
from studio.api import Studio
from studio.graph.context import RunContext
from studio.graph.graph import FilmState, film_graph
from studio.producer.events import Event
from studio.producer.producer import Producer
from studio.storage.tables import saved_id


class _Contexts:
    """One context for each project, opened when its first node runs."""

    def __init__(self) -> None:
        self._studio = Studio()
        self._open: dict[str, RunContext] = {}

    def begin(self, brief: str) -> str:
        return self._studio.begin(brief).name

    def find(self, state: Any, _runtime: Runtime[RunContext]) -> RunContext:
        return self.open(state["project"])

    def open(self, name: str) -> RunContext:
        if name not in self._open:
            workspace = self._studio.workspace
            project = workspace.history.project(name)
            project_id = saved_id(project)
            producer = Producer(
                workspace,
                self._studio.toolbox(),
                project_id=project_id,
                run_id=workspace.ledger.start_run(project_id),
                emit=_ignore,
            )
            self._open[name] = RunContext(producer, default_team(), project, workspace.history)
        return self._open[name]


def _ignore(_event: Event) -> None:
    """`langgraph dev` shows the nodes itself."""


def film() -> Any:
    """The compiled graph; the server brings its own checkpointer."""
    contexts = _Contexts()

    def begin(state: FilmState) -> FilmState:
        name = state.get("project") or contexts.begin(state["brief"])
        return {"project": name, "version": contexts.open(name).project.head or ""}

    return film_graph(contexts.find, begin).compile()
