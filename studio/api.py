"""The Python API: a studio over a workspace, sync and async.

Every sync method waits for its async one on a loop of the studio's own, so both work in scripts, notebooks and other
people's loops.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

from studio.errors import BadInput, SettingsError, ToolNotFound
from studio.intake import keep_in, make_brief, only_named, resolve, with_reference
from studio.lanes import lanes_for
from studio.loop import BackgroundLoop
from studio.producer.events import Event
from studio.producer.lanes import Queues
from studio.production.brief import Brief, Reference
from studio.production.document import PERSON
from studio.results import FilmResult
from studio.settings import Choice, Settings, parse_budget, read_choice, read_settings
from studio.tools.langchain import LangChainLanguage, is_chat_model
from studio.tools.offers import DEFAULT_PRESET, make_tool, offers, preset
from studio.tools.providers import Configuration
from studio.tools.tool import Capability, Tool

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from studio.agents import Team
    from studio.estimate import Estimate
    from studio.producer.producer import Toolbox
    from studio.production.document import Production
    from studio.production.edits import Edit
    from studio.run import Run
    from studio.storage.tables import ClonedVoiceRow, ProjectRow
    from studio.storage.workspace import Workspace

WORKSPACE_VARIABLE = "STUDIO_WORKSPACE"
DEFAULT_WORKSPACE = "studio-work"
NONE = "none"
"""Instead of a video tool: pictures are moved by the camera alone."""

Emit = Callable[[Event], None]
ToolChoice = str | Tool[Any, Any] | None


class Studio:
    """Makes films in a workspace.

    ``workspace`` is a folder (else STUDIO_WORKSPACE, else ./studio-work). ``preset`` is one word, or several with
    commas, that pick a tool for every capability that they have; ``language``, ``image``, ``voice``, ``music``,
    ``sound``, ``video`` and ``embedding`` override it by a tool's name or a tool of your own; ``language`` may be a
    chat model of LangChain, ``video`` is "none" where a preset's is not wanted.
    ``budget`` is the most that a film may cost, in US dollars, or "none"; ``strict`` fails where something could only
    be made otherwise than asked; ``slow`` agrees to models that take long on this machine's CPU; ``team`` replaces the
    default team. What is left out is as the project was begun with, else as the workspace's studio.toml says, else
    offline; only an object is to be handed over again. Usable as a context manager; ``close`` ends its background
    thread.
    """

    def __init__(
        self,
        workspace: str | Path | None = None,
        *,
        preset: str | None = None,
        language: ToolChoice | BaseChatModel = None,
        image: ToolChoice = None,
        voice: ToolChoice = None,
        music: ToolChoice = None,
        sound: ToolChoice = None,
        video: ToolChoice = None,
        embedding: ToolChoice = None,
        budget: Decimal | float | str | None = None,
        strict: bool | None = None,
        slow: bool | None = None,
        team: Team | None = None,
    ) -> None:
        self.folder = _folder(workspace)
        given: dict[Capability, ToolChoice] = {
            Capability.LANGUAGE: _as_tool(language, self.settings()),
            Capability.IMAGE: image,
            Capability.VOICE: voice,
            Capability.MUSIC: music,
            Capability.SOUND: sound,
            Capability.VIDEO: video,
            Capability.EMBEDDING: embedding,
        }
        self._own = {name: tool for name, tool in given.items() if tool is not None and not isinstance(tool, str)}
        self._asked = Choice(
            presets=tuple(word.strip() for word in (preset or "").split(",") if word.strip()),
            tools={
                name: tool if isinstance(tool, str) else tool.name for name, tool in given.items() if tool is not None
            },
            budget=parse_budget(budget),
            strict=strict,
            slow=slow,
            team=team.profiles if team is not None else (),
        )
        # A word that nobody knows is found out before anything else is done.
        self._named_tools(self._asked, self.settings().configuration)
        self._opened: Workspace | None = None
        self._opening = threading.Lock()
        self._loop = BackgroundLoop()
        self._queues = Queues()

    def create(
        self, brief: str | Brief, *, on_event: Emit | None = None, from_file: bool = False, **wishes: Any
    ) -> FilmResult:
        """Make a film of a brief, as text or as a ``Brief``; ``wishes`` are the other fields of ``Brief``.

        ``on_event`` is told what happens. An error that it raises ends the run as it is; what was made is kept.
        """
        return self._loop.run(self.acreate(brief, on_event=on_event, from_file=from_file, **wishes))

    async def acreate(
        self, brief: str | Brief, *, on_event: Emit | None = None, from_file: bool = False, **wishes: Any
    ) -> FilmResult:
        """``create`` for async callers."""
        project = await self._begun(brief, from_file, wishes)
        return await self._finish(project.name, on_event)

    async def astream(self, brief: str | Brief, *, from_file: bool = False, **wishes: Any) -> AsyncIterator[Event]:
        """Make a film and yield what happens; the last event is ``RunFinished``. Closing the stream stops the run."""
        project = await self._begun(brief, from_file, wishes)
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        work = asyncio.create_task(self._finish(project.name, queue.put_nowait))
        work.add_done_callback(lambda _: queue.put_nowait(None))
        try:
            while (event := await queue.get()) is not None:
                yield event
            await work
        finally:
            work.cancel()
            # Whoever closes the stream may go on with the project at once.
            await asyncio.wait([work])

    def begin(self, brief: str | Brief, *, from_file: bool = False, **wishes: Any) -> ProjectRow:
        """Make a new project of a brief, without working on it yet; ``resume`` makes its film.

        Raises ``BadInput`` for a brief of which no film can be made; there is no project then.
        """
        from studio.estimate import refuse

        stated = self._stated(brief, from_file, wishes)
        # A tool that is not there, or that no budget allows, is found out before there is a project.
        settings = self.settings()
        choice = self._asked.over(settings.choice)
        toolbox = self._toolbox(choice, settings.configuration)
        workspace = self._made_workspace()
        production = resolve(stated, keep_in(workspace), from_file=from_file)
        refuse(production, toolbox, _team_of(choice), unpriced=True, slow=bool(choice.slow))
        return workspace.history.begin(
            _working_title(stated.text),
            production,
            author=PERSON,
            reason="The brief.",
            settings=choice.model_dump_json(exclude_defaults=True),
        )

    def estimate(self, brief: str | Brief, *, from_file: bool = False, **wishes: Any) -> Estimate:
        """What a film of ``brief`` would take and cost with the chosen tools; nothing is called, nothing is kept."""
        stated = self._stated(brief, from_file, wishes)
        toolbox = self.toolbox()
        production = resolve(stated, only_named, from_file=from_file)
        return _estimated(production, toolbox, self.choice())

    def estimate_of(self, project: ProjectRow) -> Estimate:
        """What the whole film of a project would take and cost with the tools of its next run.

        What is made already is not taken off.
        """
        return _estimated(self.workspace.history.head(project), self.toolbox(project), self.choice(project))

    def agree_to_wait(self) -> None:
        """From now on, models that take long on this machine's CPU are used all the same."""
        self._asked = self._asked.model_copy(update={"slow": True})

    def fetch(self, project: str) -> None:
        """Fetch the weights that a project's tools lack on this machine; its calls would do so otherwise."""
        from studio.estimate import fetch

        row = self.workspace.history.project(project)
        toolbox = self.toolbox(row)
        if toolbox.computes_here:
            fetch(self.workspace.history.head(row), toolbox, _team_of(self.choice(row)))

    def resume(self, project: str, *, on_event: Emit | None = None) -> FilmResult:
        """Go on with a project until its film is finished; what is in the store is not made again."""
        return self._loop.run(self.aresume(project, on_event=on_event))

    async def aresume(self, project: str, *, on_event: Emit | None = None) -> FilmResult:
        """``resume`` for async callers."""
        from studio.estimate import refuse

        with self.run_of(project, on_event) as run:
            if self._asked.presets or self._asked.tools:
                # Other tools than it was begun with.
                head = self.workspace.history.head(run.project)
                slow = bool(self.choice(run.project).slow)
                await asyncio.to_thread(refuse, head, run.toolbox, run.team, unpriced=False, slow=slow)
            return self._result(run.project, *await run.finish())

    def edit(self, project: str, *edits: Edit, on_event: Emit | None = None) -> FilmResult:
        """Apply edits to a project and make again what they make untrue, and nothing else."""
        return self._loop.run(self.aedit(project, *edits, on_event=on_event))

    async def aedit(self, project: str, *edits: Edit, on_event: Emit | None = None) -> FilmResult:
        """``edit`` for async callers."""
        return await self._finish(project, on_event, edits)

    def give(self, project: str, *references: Reference) -> None:
        """Give a project reference pictures again that are lost, or others in their place; ``resume`` goes on."""
        history = self.workspace.history
        with self._held(project) as row:
            for reference in references:
                production = with_reference(history.head(row), reference, self.workspace)
                history.commit(row, production, author=PERSON, reason=f"A {reference.use} picture was given.")

    def film(self, project: str) -> FilmResult:
        """The film that a project stands at."""
        from studio.run import publish

        row = self.workspace.history.project(project)
        production = self.workspace.history.head(row)
        return self._result(row, production, publish(self.workspace, row, production))

    def export(
        self,
        project: str,
        folder: str | Path,
        *,
        layers: bool = False,
        music: bool = False,
        certificate: str | Path | None = None,
        key: str | Path | None = None,
    ) -> list[Path]:
        """Copy a project's film and what lies beside it into ``folder``; returns the files.

        ``layers`` and ``music`` add the pictures in layers and the cues in parts. With ``certificate`` (a PEM chain,
        one's own first) and ``key`` (its private key, PEM) the copies say what made them, signed (C2PA).
        """
        from studio.export import export_project

        workspace = self.workspace
        row = workspace.history.project(project)
        return export_project(workspace, row, folder, layers=layers, music=music, certificate=certificate, key=key)

    def rename(self, project: str, new_name: str) -> str:
        """Give a project another name; its films keep up. Returns the new name."""
        workspace = self.workspace
        with self._held(project):
            row = workspace.history.rename(project, new_name)
            workspace.rename_published(project, new_name)
        return row.name

    def delete(self, project: str) -> None:
        """Forget a project and remove its film from the films folder; the store keeps what other projects may use."""
        workspace = self.workspace
        with self._held(project):
            workspace.history.delete(project)
            workspace.withdraw(project)

    def settings(self) -> Settings:
        """What the workspace's studio.toml says."""
        return read_settings(self.folder)

    def choice(self, project: ProjectRow | None = None) -> Choice:
        """What films are made with: what was asked for, on top of what ``project`` keeps, else of studio.toml."""
        return self._asked.over(read_choice(project.settings) if project is not None else self.settings().choice)

    def tools(self) -> dict[str, str]:
        """The tool that is used for each capability, by their names."""
        return {capability.value: tool.name for capability, tool in self.toolbox().tools.items()}

    @property
    def workspace(self) -> Workspace:
        """The workspace, opened on first use.

        Raises ``BadInput`` where there is none: it is made with the first project or cloned voice, not by a slip of
        the pen of who looks for one.
        """
        from studio.storage.workspace import is_workspace

        if self._opened is None and not is_workspace(self.folder):
            raise BadInput(
                f"There is no workspace in {str(self.folder)!r}.",
                next_step="Make a film there, or name another folder with --workspace.",
            )
        return self._made_workspace()

    def _made_workspace(self) -> Workspace:
        from studio.storage.workspace import Workspace

        with self._opening:
            if self._opened is None:
                self._opened = Workspace(self.folder)
            return self._opened

    def close(self) -> None:
        """End the background thread and let go of the workspace."""
        self._loop.close()
        with self._opening:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    def __enter__(self) -> Studio:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _stated(self, brief: str | Brief, from_file: bool, wishes: Mapping[str, Any]) -> Brief:
        if isinstance(brief, Brief):
            return make_brief(brief.text, dict(brief) | dict(wishes), from_file=from_file)
        return make_brief(brief, wishes, from_file=from_file)

    async def _begun(self, brief: str | Brief, from_file: bool, wishes: Mapping[str, Any]) -> ProjectRow:
        # Reading a brief takes a moment, in which the caller's loop has other work to do.
        return await asyncio.to_thread(self.begin, brief, from_file=from_file, **wishes)

    async def _finish(self, project: str, on_event: Emit | None, edits: Sequence[Edit] = ()) -> FilmResult:
        with self.run_of(project, on_event) as run:
            return self._result(run.project, *await run.finish(edits))

    @contextmanager
    def run_of(self, project: str, on_event: Emit | None = None) -> Iterator[Run]:
        """The run that would finish a project, for callers who drive it themselves; it is held meanwhile.

        Raises ``ProjectBusy`` while somebody else holds it.
        """
        from studio.run import Run

        with self._held(project) as row:
            choice = self.choice(row)
            yield Run(
                workspace=self.workspace,
                toolbox=self.toolbox(row),
                team=_team_of(choice),
                project=row,
                settings=choice.model_dump_json(exclude_defaults=True),
                emit=on_event or _ignore,
            )

    def _result(self, project: ProjectRow, production: Production, path: Path) -> FilmResult:
        from studio.storage.tables import saved_id

        spent = self.workspace.ledger.spent(saved_id(project))
        return FilmResult(project=project.name, path=path, production=production, cost=spent.cost)

    def clone_voice(
        self, name: str, samples: Sequence[str | Path], *, consent: str | Path | None, given_by: str, purpose: str
    ) -> ClonedVoiceRow:
        """Have the chosen voice tool's service clone a real person's voice, and record their consent.

        ``samples`` are recordings of it, ``consent`` is the file of the recorded statement, ``given_by`` and
        ``purpose`` say who gave it and for what. Without all three: ``ConsentMissing``, and nothing is sent. The voice
        is used where studio.toml names it under ``[providers.NAME.voices]``.
        """
        return self._loop.run(self.aclone_voice(name, samples, consent=consent, given_by=given_by, purpose=purpose))

    async def aclone_voice(
        self, name: str, samples: Sequence[str | Path], *, consent: str | Path | None, given_by: str, purpose: str
    ) -> ClonedVoiceRow:
        """``clone_voice`` for async callers."""
        from studio.cloning import Consent, clone_voice

        recorded = Consent(None if consent is None else Path(consent), given_by, purpose)
        tool = self.toolbox().tools[Capability.VOICE]
        return await clone_voice(self._made_workspace(), tool, name, [Path(one) for one in samples], recorded)

    @contextmanager
    def _held(self, project: str) -> Iterator[ProjectRow]:
        from studio.storage.tables import saved_id

        history = self.workspace.history
        with self.workspace.hold_project(saved_id(history.project(project)), project):
            # Only now: until then, whoever held it may have decided on other settings.
            yield history.project(project)

    def toolbox(self, project: ProjectRow | None = None) -> Toolbox:
        """The chosen tools, ready to be asked; those of ``project`` where one is given.

        Raises ``ToolNotFound``, also where the project is made with an object that was not handed over again.
        """
        return self._toolbox(self.choice(project), self.settings().configuration, project)

    def _toolbox(self, choice: Choice, configuration: Configuration, project: ProjectRow | None = None) -> Toolbox:
        from studio.producer.producer import Toolbox

        def made(chosen: Mapping[Capability, str]) -> dict[Capability, Tool[Any, Any] | None]:
            return {what: _tool_or_none(name, what, configuration) for what, name in chosen.items()}

        names = [profile.name for profile in _team_of(choice).profiles]
        for name in choice.agents:
            if name not in names:
                raise SettingsError(f"There is no agent {name!r}.", next_step=f"Use one of: {', '.join(names)}.")
        chosen = {
            what: name for what, name in self._named_tools(choice, configuration).items() if what not in self._own
        }
        try:
            tools = made(chosen)
        except ToolNotFound as error:
            if project is None or error.tool not in read_choice(project.settings).tools.values():
                raise
            raise ToolNotFound(
                f"{error.what} The project {project.name!r} is made with it.",
                next_step=error.next_step,
                tool=error.tool,
            ) from None
        return Toolbox(
            tools={what: tool for what, tool in (tools | self._own).items() if tool is not None},
            film={offer.name: offer.make() for offer in offers().values() if offer.capability is Capability.FILM},
            lanes=lanes_for(configuration),
            queues=self._queues,
            of_roles={role: made(tools) for role, tools in choice.roles.items()},
            of_agents={name: made(tools) for name, tools in choice.agents.items()},
            fallbacks={}
            if choice.strict
            else {
                what: tuple(make_tool(name, what, configuration) for name in chain)
                for what, chain in choice.fallback.items()
            },
            budget=choice.limit,
            strict=bool(choice.strict),
        )

    def _named_tools(self, choice: Choice, configuration: Configuration) -> dict[Capability, str]:
        """The tool of every capability by name: offline, then each preset over the last, then single choices."""
        chosen: dict[Capability, str] = {}
        for word in (DEFAULT_PRESET, *choice.presets):
            chosen |= preset(word, configuration)
        return chosen | choice.tools


def _tool_or_none(name: str, capability: Capability, configuration: Configuration) -> Tool[Any, Any] | None:
    """The tool of that name; None where somebody says that there is to be none."""
    without = capability is Capability.VIDEO and name == NONE
    return None if without else make_tool(name, capability, configuration)


def _estimated(production: Production, toolbox: Toolbox, choice: Choice) -> Estimate:
    from studio.estimate import estimated

    return estimated(production, toolbox, _team_of(choice))


def configuration_in(workspace: str | Path | None = None) -> Configuration:
    """What a workspace's studio.toml says of providers and prices, without opening the workspace."""
    return read_settings(_folder(workspace)).configuration


def _folder(workspace: str | Path | None) -> Path:
    from studio.storage.workspace import absolute_folder

    return absolute_folder(Path(workspace or os.environ.get(WORKSPACE_VARIABLE) or DEFAULT_WORKSPACE))


def _team_of(choice: Choice) -> Team:
    from studio.agents import Team, default_team

    return Team(choice.team) if choice.team else default_team()


def _as_tool(language: ToolChoice | BaseChatModel, settings: Settings) -> ToolChoice:
    """A chat model of LangChain as a language tool; everything else as it is."""
    if is_chat_model(language):
        return LangChainLanguage(cast("BaseChatModel", language), settings.configuration.prices)
    return cast("ToolChoice", language)


def _working_title(text: str) -> str:
    first = text.strip().splitlines()[0]
    return first[:80]


def _ignore(_event: Event) -> None:
    """Nobody listens."""
