"""The commands of ``studio``. A person's mistakes end in one line and exit code 2, Ctrl-C in 130."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from studio.cli.plain import plain
from studio.errors import RunCancelled, StudioError

if TYPE_CHECKING:
    from studio.api import Studio
    from studio.results import FilmResult

_NAME = "studio"
_UsageError: Any = typer.BadParameter.__base__
"""Of the click that typer brings along or imports."""

app = typer.Typer(
    name=_NAME,
    help="Agents that turn a story or campaign brief into a film.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Workspace = Annotated[
    Path | None, typer.Option("--workspace", "-w", help="The folder to work in.", envvar="STUDIO_WORKSPACE")
]
Json = Annotated[bool, typer.Option("--json", help="Print events and results as JSON, one a line.")]
Project = Annotated[str, typer.Argument(help="A project's name, as in: studio list.")]


@app.command()
def create(
    brief: Annotated[str, typer.Argument(help="The brief; or a text file with it; or - for standard input.")],
    kind: Annotated[str | None, typer.Option(help="story or ad.")] = None,
    as_: Annotated[
        str | None, typer.Option("--as", help="What the text is: brief, outline, story or screenplay.")
    ] = None,
    length: Annotated[float | None, typer.Option(help="Seconds; about 40 when left out.")] = None,
    scenes: Annotated[int | None, typer.Option(help="How many scenes.")] = None,
    format_: Annotated[str | None, typer.Option("--format", help="16:9, 9:16, 1:1 or 4:5.")] = None,
    quality: Annotated[str | None, typer.Option(help="draft, standard or final.")] = None,
    style: Annotated[str | None, typer.Option(help="storybook, watercolor, paper, ink or neon.")] = None,
    language: Annotated[str | None, typer.Option(help="A language tag such as en or pt-BR.")] = None,
    audience: Annotated[str, typer.Option(help="For whom the film is.")] = "",
    tone: Annotated[str, typer.Option(help="How it should feel.")] = "",
    seed: Annotated[int, typer.Option(help="Another number, another film.")] = 0,
    captions: Annotated[str | None, typer.Option(help="burned, beside or none.")] = None,
    voice: Annotated[str | None, typer.Option(help="none, or the name of a voice tool.")] = None,
    music: Annotated[str | None, typer.Option(help="none, or the name of a music tool.")] = None,
    reference: Annotated[
        list[str] | None,
        typer.Option(help="product=FILE, logo=FILE, character=FILE, character:NAME=FILE or palette=FILE."),
    ] = None,
    workspace: Workspace = None,
    as_json: Json = False,
) -> None:
    """Make a film."""
    from studio.intake import MAX_FILE_BYTES, parse_reference, read_source

    stdin = sys.stdin.buffer.read(MAX_FILE_BYTES + 1) if brief == "-" else None
    text, from_file = read_source(brief, stdin)
    wishes = {
        "kind": kind,
        "form": as_,
        "length": length,
        "scenes": scenes,
        "format": format_,
        "quality": quality,
        "style": style,
        "language": language,
        "audience": audience,
        "tone": tone,
        "seed": seed,
        "captions": captions,
        "voice": False if voice == "none" else None,
        "music": False if music == "none" else None,
        "references": tuple(parse_reference(one) for one in reference or ()) or None,
    }
    with _studio(workspace, voice=voice, music=music) as studio:
        project = studio.begin(text, from_file=from_file, **wishes).name
        _finish(studio, project, as_json=as_json)


@app.command()
def resume(project: Project, workspace: Workspace = None, as_json: Json = False) -> None:
    """Go on with a film that was stopped; nothing that is there is made again."""
    with _studio(workspace) as studio:
        studio.workspace.history.project(project)
        _finish(studio, project, as_json=as_json)


@app.command(name="list")
def list_(workspace: Workspace = None, as_json: Json = False) -> None:
    """The projects of the workspace."""
    from studio.cli.report import list_projects

    with _studio(workspace) as studio:
        list_projects(studio.workspace, as_json=as_json)


@app.command()
def show(
    project: Project,
    history: Annotated[bool, typer.Option("--history", help="The whole story of the film.")] = False,
    workspace: Workspace = None,
    as_json: Json = False,
) -> None:
    """What a film is made of."""
    from studio.cli.report import show_history, show_project

    with _studio(workspace) as studio:
        row = studio.workspace.history.project(project)
        (show_history if history else show_project)(studio.workspace, row, as_json=as_json)


@app.command()
def export(
    project: Project,
    to: Annotated[Path, typer.Argument(help="The folder to write into.")],
    layers: Annotated[bool, typer.Option("--layers", help="Also every picture in its depth layers.")] = False,
    music: Annotated[bool, typer.Option("--music", help="Also every cue with its notes (MIDI) and stems.")] = False,
    workspace: Workspace = None,
) -> None:
    """Copy a film, its poster and captions, its document, and on request its layers and music, into a folder."""
    from studio.export import export_project

    with _studio(workspace) as studio:
        row = studio.workspace.history.project(project)
        for path in export_project(studio.workspace, row, to, layers=layers, music=music):
            typer.echo(path)


@app.command()
def rename(project: Project, new_name: str, workspace: Workspace = None) -> None:
    """Give a project another name."""
    with _studio(workspace) as studio:
        typer.echo(studio.rename(project, new_name))


@app.command()
def delete(
    project: Project,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    workspace: Workspace = None,
) -> None:
    """Forget a project and its film. What the store holds stays for other projects."""
    with _studio(workspace) as studio:
        studio.workspace.history.project(project)
        if not yes and not typer.confirm(f"Delete {project!r} and its film?"):
            raise RunCancelled("Nothing was deleted.")
        studio.delete(project)


@app.command()
def tools(as_json: Json = False) -> None:
    """Every tool: what it is for, and what it needs before it can be used."""
    from studio.cli.report import list_tools

    list_tools(as_json=as_json)


@app.command()
def doctor(workspace: Workspace = None) -> None:
    """Whether this machine can make films, and what to do about what cannot be done."""
    from studio.cli.doctor import examine

    with _studio(workspace) as studio:
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


def _studio(workspace: Path | None, *, voice: str | None = None, music: str | None = None) -> Studio:
    from studio.api import Studio

    return Studio(
        workspace,
        voice=voice if voice != "none" else None,
        music=music if music != "none" else None,
    )


def _finish(studio: Studio, project: str, *, as_json: bool) -> None:
    from studio.cli.progress import Progress

    with Progress(project, as_json=as_json) as progress:
        try:
            film = studio.resume(project, on_event=progress.take)
        except KeyboardInterrupt:
            raise RunCancelled(
                "Stopped; what was made is kept.", next_step=f"Go on with: studio resume {project}"
            ) from None
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
