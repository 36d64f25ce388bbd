"""One run of a project: from whatever is in the store to a finished film.

A resume is just a run: finished requests are answered from the store.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from langchain_core.runnables import RunnableConfig

from studio.agents import Team
from studio.errors import BadInput, ReferenceMissing, StudioError
from studio.graph.checkpoints import checkpoints_in
from studio.graph.context import RunContext
from studio.graph.graph import STEPS, FilmGraph, film_graph
from studio.memory import return_memory_early
from studio.producer.events import Event, OutcomeUnknown, RunFinished, RunStarted
from studio.producer.producer import Producer, Toolbox
from studio.producer.record import RunRecord
from studio.production.document import Production
from studio.production.edits import Edit, edited
from studio.production.lost import without_lost_parts
from studio.storage.tables import ProjectRow, saved_id
from studio.storage.workspace import Workspace


@dataclass(frozen=True)
class Run:
    """A project to be worked on with these tools by this team, for whoever holds it.

    ``settings`` is what chose them, as JSON: the project keeps it for the next run. ``graph`` is the film's where it is
    part of another graph, whose thread and tracing it then shares; it keeps no checkpoints there.
    """

    workspace: Workspace
    toolbox: Toolbox
    team: Team
    project: ProjectRow
    settings: str
    emit: Callable[[Event], None]
    graph: FilmGraph | None = None

    async def finish(self, edits: Sequence[Edit] = ()) -> tuple[Production, Path]:
        """Apply ``edits`` and make the film; returns it with its place in the films folder.

        Raises ``StudioError``; an edit that cannot be applied changes nothing. Whatever happens, what was made is kept.
        """
        return_memory_early()
        project_id = saved_id(self.project)
        ledger = self.workspace.ledger
        if edits:
            self._commit(edits)
        self._refuse_lost_references()
        self.workspace.history.keep_settings(self.project, self.settings)
        resumed = bool(ledger.runs(project_id))
        run_id = ledger.start_run(project_id)
        record = RunRecord(ledger, project_id=project_id, run_id=run_id, listen=self.emit)
        try:
            record.tell(RunStarted(project=self.project.name, run=run_id, resumed=resumed))
            spent = ledger.spent(project_id)
            if spent.unknown:
                record.tell(OutcomeUnknown(calls=spent.unknown, cost=float(spent.held)))
            production = await self._through_the_graph(record)
            path = publish(self.workspace, self.project, production)
            record.tell(self._finished(production, path))
            record.write()
        except BaseException as error:
            stopped = isinstance(error, (asyncio.CancelledError, KeyboardInterrupt))
            record.try_to_write()
            # A full disk that cannot hold this either is not to hide the cause; the next run says "interrupted".
            with suppress(StudioError):
                ledger.finish_run(run_id, "cancelled" if stopped else "failed", "" if stopped else str(error))
            if isinstance(error, StudioError):
                error.fields.setdefault("project", self.project.name)
            raise
        ledger.finish_run(run_id, "finished")
        return production, path

    def _refuse_lost_references(self) -> None:
        for reference in self.workspace.history.head(self.project).brief.references:
            if not self.workspace.assets.has(reference.asset):
                what = f"{reference.use}:{reference.figure}" if reference.figure else reference.use.value
                raise ReferenceMissing(
                    f"The reference picture {what} ({reference.asset.media_type}) is missing from the workspace, and "
                    "nothing can make it again.",
                    next_step=f"Give it again, or another: studio resume {self.project.name} --reference {what}=FILE",
                    project=self.project.name,
                    reference=what,
                )

    def _commit(self, edits: Sequence[Edit]) -> None:
        history = self.workspace.history
        production = edited(history.head(self.project), edits)
        reason = "; ".join(edit.model_dump_json(exclude_none=True) for edit in edits)
        history.commit(self.project, production, author=edits[0].author, reason=reason)

    async def _through_the_graph(self, record: RunRecord) -> Production:
        history = self.workspace.history
        producer = Producer(self.workspace, self.toolbox, record)
        context = RunContext(producer=producer, team=self.team, project=self.project, history=history)
        there = without_lost_parts(history.head(self.project), self.workspace.assets.has)
        head = context.commit(there, author="studio", reason="The run began.")
        thread = f"{record.project_id}/{record.run_id}"
        async with AsyncExitStack() as stack:
            if self.graph is None:
                invoke = await stack.enter_async_context(self._thread(thread))
            else:
                invoke = partial(self.graph.ainvoke, config={"recursion_limit": STEPS})
            stack.push_async_callback(producer.close)
            state = await invoke({"version": head}, context=context)
        return context.production(state["version"])

    @asynccontextmanager
    async def _thread(self, name: str) -> AsyncIterator[Callable[..., Awaitable[Any]]]:
        """The film's graph in a thread that goes with the block: what the next run needs is in the store."""
        from langsmith import tracing_context

        config: RunnableConfig = {"configurable": {"thread_id": name}, "recursion_limit": STEPS}
        database = self.workspace.database
        # Nothing about a person's film is sent anywhere unless they ask for it, whatever the environment says.
        with tracing_context(enabled=False), database.in_words(), checkpoints_in(database.path) as saver:
            try:
                yield partial(film_graph(saver).ainvoke, config=config, durability="exit")
            finally:
                await saver.adelete_thread(name)

    def _finished(self, production: Production, path: Path) -> RunFinished:
        film = production.film
        return RunFinished(
            project=self.project.name,
            film=str(path),
            seconds=production.rendition.seconds(film.frames if film is not None else 0),
            cost=self.workspace.ledger.spent(saved_id(self.project)).cost,
        )


def publish(workspace: Workspace, project: ProjectRow, production: Production) -> Path:
    """Copy the film and what lies beside it into the films folder; returns the film's path."""
    film = production.film
    if film is None:
        raise BadInput(f"The project {project.name!r} has no film yet.", next_step=f"Run: studio resume {project.name}")
    name = project.name
    workspace.publish(film.poster, f"{name}.png")
    for suffix, asset in film.captions:
        workspace.publish(asset, f"{name}.{suffix}")
    return workspace.publish(film.video, f"{name}.mp4")
