"""One run of a project: from whatever is in the store to a finished film.

A resume is just a run: finished requests are answered from the store.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from studio.agents import Team
from studio.errors import BadInput, StudioError
from studio.graph.context import RunContext
from studio.graph.graph import STEPS, compiled_film_graph
from studio.memory import keep_few_arenas
from studio.producer.events import Event, RequestAnswered, RunFinished, RunStarted
from studio.producer.producer import Producer, Toolbox
from studio.production.document import Production
from studio.production.lost import without_lost_parts
from studio.storage.tables import ProjectRow, saved_id
from studio.storage.workspace import Workspace

_TOO_MANY = (RequestAnswered,)
"""Events that the usage table holds already."""


@dataclass(frozen=True)
class Run:
    """A project to be worked on with these tools by this team."""

    workspace: Workspace
    toolbox: Toolbox
    team: Team
    project: ProjectRow
    emit: Callable[[Event], None]

    async def finish(self) -> Production:
        """Make the film; raises ``StudioError``. Whatever happens, what was made is kept."""
        keep_few_arenas()
        project_id = saved_id(self.project)
        ledger = self.workspace.ledger
        with self.workspace.hold_project(project_id, self.project.name):
            resumed = bool(ledger.runs(project_id))
            run_id = ledger.start_run(project_id)

            def emit(event: Event) -> None:
                if not isinstance(event, _TOO_MANY):
                    ledger.note_event(run_id, event.event, event)
                self.emit(event)

            emit(RunStarted(project=self.project.name, run=run_id, resumed=resumed))
            try:
                production = await self._through_the_graph(project_id, run_id, emit)
                emit(self._finished(production))
            except asyncio.CancelledError:
                ledger.finish_run(run_id, "cancelled")
                raise
            except StudioError as error:
                ledger.finish_run(run_id, "failed", str(error))
                error.fields.setdefault("project", self.project.name)
                raise
            ledger.finish_run(run_id, "finished")
            return production

    async def _through_the_graph(self, project_id: int, run_id: int, emit: Callable[[Event], None]) -> Production:
        from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
        from langsmith import tracing_context

        history = self.workspace.history
        producer = Producer(self.workspace, self.toolbox, project_id=project_id, run_id=run_id, emit=emit)
        context = RunContext(producer=producer, team=self.team, project=self.project, history=history)
        there = without_lost_parts(history.head(self.project), self.workspace.assets.has)
        head = history.commit(self.project, there, author="studio", reason="The run began.")
        thread = f"{project_id}/{run_id}"
        # Nothing about a person's film is sent anywhere unless they ask for it, whatever the environment says.
        with tracing_context(enabled=False):
            async with AsyncSqliteSaver.from_conn_string(str(self.workspace.database.path)) as saver:
                graph = compiled_film_graph(saver)
                try:
                    state = await graph.ainvoke(
                        {"version": head},
                        {"configurable": {"thread_id": thread}, "recursion_limit": STEPS},
                        context=context,
                        durability="exit",
                    )
                finally:
                    await producer.close()
                    # The next run has a thread of its own: what it needs is in the store.
                    await saver.adelete_thread(thread)
        return history.version(state["version"])

    def _finished(self, production: Production) -> RunFinished:
        film = production.film
        frames = film.frames if film is not None else 0
        spent = self.workspace.ledger.spent(saved_id(self.project))
        return RunFinished(
            project=self.project.name,
            film=publish(self.workspace, self.project, production),
            seconds=production.rendition.seconds(frames),
            cost=spent.cost,
        )


def publish(workspace: Workspace, project: ProjectRow, production: Production) -> str:
    """Copy the film and what lies beside it into the films folder; returns the film's path."""
    film = production.film
    if film is None:
        raise BadInput(f"The project {project.name!r} has no film yet.", next_step=f"Run: studio resume {project.name}")
    name = project.name
    workspace.publish(film.poster, f"{name}.png")
    for suffix, asset in film.captions:
        workspace.publish(asset, f"{name}.{suffix}")
    return str(workspace.publish(film.video, f"{name}.mp4"))
