"""The commands of ``studio``. A person's mistakes end in one line and exit code 2, Ctrl-C in 130."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from studio.cli import voices
from studio.cli.plain import plain
from studio.errors import RunCancelled, StudioError

if TYPE_CHECKING:
    from studio.api import Studio
    from studio.estimate import Estimate
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
app.add_typer(voices.app, name="voice")

Workspace = Annotated[
    Path | None, typer.Option("--workspace", "-w", help="The folder to work in.", envvar="STUDIO_WORKSPACE")
]
Json = Annotated[bool, typer.Option("--json", help="Print events and results as JSON, one a line.")]
Project = Annotated[str, typer.Argument(help="A project's name, as in: studio list.")]
With = Annotated[
    str | None, typer.Option("--with", help="Whose tools: offline, openai, ollama ...; several with commas.")
]
Image = Annotated[str | None, typer.Option(help="The name of an image tool (provider:model).")]
Voice = Annotated[str | None, typer.Option(help="none, or the name of a voice tool.")]
Music = Annotated[str | None, typer.Option(help="none, or the name of a music tool.")]
Sound = Annotated[str | None, typer.Option(help="The name of a sound tool.")]
Budget = Annotated[str | None, typer.Option(help="US dollars; the film never costs more.")]
Strict = Annotated[
    bool | None, typer.Option("--strict/--no-strict", help="Fail where something could only be made otherwise.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask, whatever it costs.")]


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
    language: Annotated[
        list[str] | None,
        typer.Option(help="A language tag such as en or pt-BR; or the name of a language tool (provider:model)."),
    ] = None,
    audience: Annotated[str, typer.Option(help="For whom the film is.")] = "",
    tone: Annotated[str, typer.Option(help="How it should feel.")] = "",
    seed: Annotated[int, typer.Option(help="Another number, another film.")] = 0,
    captions: Annotated[str | None, typer.Option(help="burned, beside or none.")] = None,
    voice: Voice = None,
    music: Music = None,
    image: Image = None,
    sound: Sound = None,
    with_: With = None,
    budget: Budget = None,
    strict: Strict = None,
    yes: Yes = False,
    reference: Annotated[
        list[str] | None,
        typer.Option(help="product=FILE, logo=FILE, character=FILE, character:NAME=FILE or palette=FILE."),
    ] = None,
    workspace: Workspace = None,
    as_json: Json = False,
) -> None:
    """Make a film."""
    from studio.intake import parse_reference

    text, from_file = _read(brief)
    tag, thinker = _languages(language)
    wishes = {
        "kind": kind,
        "form": as_,
        "length": length,
        "scenes": scenes,
        "format": format_,
        "quality": quality,
        "style": style,
        "language": tag,
        "audience": audience,
        "tone": tone,
        "seed": seed,
        "captions": captions,
        "voice": False if voice == "none" else None,
        "music": False if music == "none" else None,
        "references": tuple(parse_reference(one) for one in reference or ()) or None,
    }
    tools = {"language": thinker, "image": image, "voice": voice, "music": music, "sound": sound}
    with _studio(workspace, tools, with_=with_, budget=budget, strict=strict) as studio:
        if not yes and studio.choice().budget is None:
            _ask_about_cost(studio.estimate(text, from_file=from_file, **wishes))
        project = studio.begin(text, from_file=from_file, **wishes).name
        _finish(studio, project, as_json=as_json)


@app.command()
def estimate(
    brief: Annotated[str, typer.Argument(help="The brief; or a text file with it; or - for standard input.")],
    kind: Annotated[str | None, typer.Option(help="story or ad.")] = None,
    length: Annotated[float | None, typer.Option(help="Seconds; about 40 when left out.")] = None,
    scenes: Annotated[int | None, typer.Option(help="How many scenes.")] = None,
    format_: Annotated[str | None, typer.Option("--format", help="16:9, 9:16, 1:1 or 4:5.")] = None,
    quality: Annotated[str | None, typer.Option(help="draft, standard or final.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="As with create.")] = None,
    voice: Voice = None,
    music: Music = None,
    image: Image = None,
    sound: Sound = None,
    with_: With = None,
    workspace: Workspace = None,
    as_json: Json = False,
) -> None:
    """What a film would take and cost; nothing is called, nothing is made."""
    from studio.cli.report import show_estimate

    text, from_file = _read(brief)
    tag, thinker = _languages(language)
    wishes = {
        "kind": kind,
        "length": length,
        "scenes": scenes,
        "format": format_,
        "quality": quality,
        "language": tag,
        "voice": False if voice == "none" else None,
        "music": False if music == "none" else None,
    }
    tools = {"language": thinker, "image": image, "voice": voice, "music": music, "sound": sound}
    with _studio(workspace, tools, with_=with_) as studio:
        show_estimate(studio.estimate(text, from_file=from_file, **wishes), as_json=as_json)


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

    with _studio(workspace, with_=with_, budget=budget, strict=strict) as studio:
        if reference:
            studio.give(project, *map(parse_reference, reference))
        row = studio.workspace.history.project(project)
        if not yes and studio.choice(row).budget is None:
            _ask_about_cost(
                studio.estimate_of(row), " That is the whole film; what is made already costs nothing more."
            )
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
    cost: Annotated[bool, typer.Option("--cost", help="What it cost, by agent, tool and scene.")] = False,
    workspace: Workspace = None,
    as_json: Json = False,
) -> None:
    """What a film is made of."""
    from studio.cli.report import show_cost, show_history, show_project

    with _studio(workspace) as studio:
        row = studio.workspace.history.project(project)
        show = show_cost if cost else show_history if history else show_project
        show(studio.workspace, row, as_json=as_json)


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
def tools(workspace: Workspace = None, as_json: Json = False) -> None:
    """Every tool: what it is for, what it costs, and what to do before it can be used."""
    from studio.api import configuration_in
    from studio.cli.report import list_tools

    list_tools(configuration_in(workspace), as_json=as_json)


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


def _read(brief: str) -> tuple[str, bool]:
    from studio.sources import MAX_FILE_BYTES, STANDARD_INPUT, read_source

    return read_source(brief, sys.stdin.buffer.read(MAX_FILE_BYTES + 1) if brief == STANDARD_INPUT else None)


def _languages(given: list[str] | None) -> tuple[str | None, str | None]:
    """The film's language and the language tool: one option, because only a tool's name has a colon."""
    tools = [one for one in given or () if ":" in one]
    tags = [one for one in given or () if ":" not in one]
    return (tags[-1] if tags else None), (tools[-1] if tools else None)


def _studio(
    workspace: Path | None,
    tools: Mapping[str, str | None] | None = None,
    *,
    with_: str | None = None,
    budget: str | None = None,
    strict: bool | None = None,
) -> Studio:
    from studio.api import Studio

    chosen: dict[str, Any] = {name: None if tool == "none" else tool for name, tool in (tools or {}).items()}
    return Studio(workspace, preset=with_, budget=budget, strict=strict, **chosen)


def _ask_about_cost(expected: Estimate, more: str = "") -> None:
    """Before money is spent without a limit, somebody who is there is told how much, and asked."""
    if expected.most == 0:
        return
    _say(f"{expected.in_words()}{more}")
    if _is_there() and not typer.confirm("Go on?", err=True):
        raise RunCancelled("Nothing was made.", next_step="A limit is set with --budget.")


def _is_there() -> bool:
    """Whether a person reads what is said, and can answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _finish(studio: Studio, project: str, *, as_json: bool) -> None:
    from studio.cli.progress import Progress

    progress = Progress(project, as_json=as_json)
    try:
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
