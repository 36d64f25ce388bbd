"""The commands of ``studio``. A person's mistakes end in one line and exit code 2, Ctrl-C in 130."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from studio.cli import tools, voices
from studio.cli.options import (
    Budget,
    Json,
    Order,
    Project,
    Strict,
    With,
    Workspace,
    Yes,
    studio_in,
    takes_order,
)
from studio.cli.plain import plain
from studio.errors import RunCancelled, StudioError

if TYPE_CHECKING:
    from studio.api import Studio
    from studio.estimate import Estimate
    from studio.results import FilmResult
    from studio.storage.tables import ProjectRow

_NAME = "studio"
_WHOLE = "That is the whole film; what is made already costs nothing more."
_UsageError: Any = typer.BadParameter.__base__
"""Of the click that typer brings along or imports."""

app = typer.Typer(
    name=_NAME,
    help="Agents that turn a story or campaign brief into a film.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(tools.app, name="tools")
app.add_typer(voices.app, name="voice")


@app.command()
@takes_order
def create(order: Order, budget: Budget = None, yes: Yes = False, as_json: Json = False) -> None:
    """Make a film."""
    with studio_in(order.workspace, budget=budget, slow=yes or None, **order.tools) as studio:
        if not yes:
            _ask(studio, None, lambda: studio.estimate(order.text, from_file=order.from_file, **order.wishes))
        project = studio.begin(order.text, from_file=order.from_file, **order.wishes).name
        _finish(studio, project, as_json=as_json)


@app.command()
@takes_order
def estimate(order: Order, as_json: Json = False) -> None:
    """What a film would take and cost; nothing is called, nothing is made."""
    from studio.cli.report import show_estimate

    with studio_in(order.workspace, **order.tools) as studio:
        show_estimate(studio.estimate(order.text, from_file=order.from_file, **order.wishes), as_json=as_json)


@app.command()
def resume(
    project: Project,
    with_: With = None,
    budget: Budget = None,
    reference: Annotated[
        list[str] | None, typer.Option(metavar="USE=FILE", help="Give a lost reference picture again, or another.")
    ] = None,
    strict: Strict = None,
    yes: Yes = False,
    workspace: Workspace = None,
    as_json: Json = False,
) -> None:
    """Go on with a film that was stopped, with the tools it was begun with; nothing that is there is made again."""
    from studio.intake import parse_reference

    with studio_in(workspace, preset=with_, budget=budget, strict=strict, slow=yes or None) as studio:
        if reference:
            studio.give(project, *map(parse_reference, reference))
        row = studio.workspace.history.project(project)
        if not yes:
            _ask(studio, row, lambda: studio.estimate_of(row), _WHOLE)
        _finish(studio, project, as_json=as_json)


@app.command(name="list")
def list_(workspace: Workspace = None, as_json: Json = False) -> None:
    """The projects of the workspace."""
    from studio.cli.report import list_projects

    with studio_in(workspace) as studio:
        list_projects(studio.workspace, as_json=as_json)


@app.command()
def show(
    project: Project,
    history: Annotated[bool, typer.Option("--history", help="The whole story of the film.")] = False,
    cost: Annotated[bool, typer.Option("--cost", help="What it cost, by agent, tool and scene.")] = False,
    workspace: Workspace = None,
    as_json: Json = False,
) -> None:
    """What a film is made of."""
    from studio.cli.report import show_cost, show_history, show_project

    with studio_in(workspace) as studio:
        row = studio.workspace.history.project(project)
        wanted = [show for show, asked in ((show_history, history), (show_cost, cost)) if asked]
        for show in wanted or [show_project]:
            show(studio.workspace, row, as_json=as_json)


@app.command()
def export(
    project: Project,
    to: Annotated[Path, typer.Argument(help="The folder to write into.")],
    layers: Annotated[bool, typer.Option("--layers", help="Also every picture in its depth layers.")] = False,
    music: Annotated[bool, typer.Option("--music", help="Also every cue with its notes (MIDI) and stems.")] = False,
    certificate: Annotated[
        Path | None, typer.Option(help="Sign what made the copies (C2PA): your certificate's chain, PEM.")
    ] = None,
    key: Annotated[Path | None, typer.Option(help="The certificate's private key, PEM. It is not kept.")] = None,
    workspace: Workspace = None,
) -> None:
    """Copy a film, its poster and captions, its document, and on request its layers and music, into a folder."""
    with studio_in(workspace) as studio:
        for path in studio.export(project, to, layers=layers, music=music, certificate=certificate, key=key):
            typer.echo(path)


@app.command()
def rename(project: Project, new_name: str, workspace: Workspace = None) -> None:
    """Give a project another name."""
    with studio_in(workspace) as studio:
        typer.echo(studio.rename(project, new_name))


@app.command()
def delete(
    project: Project,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    workspace: Workspace = None,
) -> None:
    """Forget a project and its film. What the store holds stays for other projects."""
    with studio_in(workspace) as studio:
        studio.workspace.history.project(project)
        if not yes and not typer.confirm(f"Delete {project!r} and its film?"):
            raise RunCancelled("Nothing was deleted.")
        studio.delete(project)


@app.command()
def doctor(workspace: Workspace = None) -> None:
    """Whether this machine can make films, and what to do about what cannot be done."""
    from studio.cli.doctor import examine

    with studio_in(workspace) as studio:
        if not examine(studio):
            raise typer.Exit(1)


def run() -> None:
    """Run the command line; errors end in one line."""
    status = 0
    try:
        status = app(sys.argv[1:] or ["--help"], prog_name=_NAME, standalone_mode=False) or 0
    except _UsageError as error:
        command = error.ctx.command_path if error.ctx else _NAME
        _say(f"{error.format_message().rstrip('.')}. See: {command} --help")
        raise SystemExit(2) from None
    except typer.Abort:
        _say("Nothing was done.")
        raise SystemExit(RunCancelled.exit_code) from None
    except StudioError as error:
        project = error.fields.get("project")
        hint = f" Resume with: studio resume {project}" if project and error.exit_code != 2 else ""
        _say(f"{error}{hint}")
        raise SystemExit(error.exit_code) from None
    raise SystemExit(status)


def _ask(studio: Studio, project: ProjectRow | None, estimate: Callable[[], Estimate], more: str = "") -> None:
    """Before money is spent without a limit, or this machine is busy for long, somebody who is there is told and asked.

    ``more`` is said as well where anything is.
    """
    toolbox = studio.toolbox(project)
    if toolbox.is_free and not toolbox.computes_here:
        return
    choice, expected = studio.choice(project), estimate()
    price = expected.in_words() if choice.limit is None and expected.most != 0 else ""
    effort = expected.effort_in_words()
    if not price and not effort:
        return
    _say(" ".join(filter(None, (effort, price, more))))
    is_open = price or expected.to_fetch or (expected.is_slow and not choice.slow)
    if not is_open or not _is_there():
        return
    if not typer.confirm("Go on?", err=True):
        raise RunCancelled("Nothing was made.", next_step="A limit is set with --budget." if price else "")
    studio.agree_to_wait()


def _is_there() -> bool:
    """Whether a person reads what is said, and can answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _finish(studio: Studio, project: str, *, as_json: bool) -> None:
    from studio.cli.progress import Progress

    progress = Progress(project, as_json=as_json)
    try:
        # Before anything else is shown: fetching shows its own progress.
        studio.fetch(project)
        with progress:
            film = studio.resume(project, on_event=progress.take)
    except KeyboardInterrupt:
        raise RunCancelled(
            "Stopped; what was made is kept.", next_step=f"Go on with: studio resume {project}"
        ) from None
    finally:
        for notice in progress.notices:
            _say(notice)
    _announce(film, as_json=as_json)


def _announce(film: FilmResult, *, as_json: bool) -> None:
    if as_json:
        result = {
            "event": "film",
            "project": film.project,
            "title": film.title,
            "path": str(film.path),
            "poster": str(film.poster),
            "captions": [str(path) for path in film.captions],
            "seconds": round(film.seconds, 3),
            "scenes": len(film.scenes),
            "cost": film.cost,
            "degraded": list(film.degraded),
        }
        typer.echo(json.dumps(result, ensure_ascii=False))
        return
    for notice in film.degraded:
        _say(notice)
    typer.echo(film.path)


def _say(line: str) -> None:
    typer.echo(plain(line), err=True)
