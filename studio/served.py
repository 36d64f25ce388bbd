"""The film's graph for `langgraph dev`: a node that begins a project, and one that is a run of it.

A server that goes on with a thread runs it once more, and the store answers what is done: no other way to resume.

Give it ``{"brief": "..."}``, or ``{"project": "..."}`` to go on with one; the film lands in the workspace of the
environment (STUDIO_WORKSPACE). A project that somebody else works on is refused. The server's check for calls that
block does not know that SQLite answers at once: start it with ``--allow-blocking``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypedDict

from langgraph.graph import END, START, StateGraph

from studio.api import Studio
from studio.graph.graph import film_graph


class ServedState(TypedDict, total=False):
    """What a caller gives (a brief, or a project's name) and gets: the project and its film's file."""

    brief: str
    project: str
    film: str


def film() -> Any:
    """The compiled graph; the server brings its own checkpointer."""
    studio = Studio()
    stages = film_graph()

    async def begin(state: ServedState) -> ServedState:
        return {"project": state.get("project") or studio.begin(state.get("brief", "")).name}

    async def make(state: ServedState) -> ServedState:
        # Without the server's checkpoints: they would bring back the failures of a run that is over. Compiled so from
        # the beginning, the stages would be missing from the server's picture of the graph.
        with studio.run_of(state["project"]) as run:
            _, path = await replace(run, graph=stages.copy({"checkpointer": False})).finish()
        return {"film": str(path)}

    graph = StateGraph(ServedState)
    graph.add_node("brief", begin)
    graph.add_node("film", make)
    graph.add_edge(START, "brief")
    graph.add_edge("brief", "film")
    graph.add_edge("film", END)
    return graph.compile()
