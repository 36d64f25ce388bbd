"""``studio tools``: every tool there is, and what has to be made on this machine before some of them can be used."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from studio.cli.options import Json, Workspace, Yes
from studio.errors import RunCancelled, UnknownOption

app = typer.Typer(invoke_without_command=True)


@app.callback()
def list_(context: typer.Context, workspace: Workspace = None, as_json: Json = False) -> None:
    """Every tool: what it is for, what it costs, and what to do before it can be used."""
    if context.invoked_subcommand:
        return
    from studio.api import configuration_in
    from studio.cli.report import list_tools

    list_tools(configuration_in(workspace), as_json=as_json)


@app.command()
def install(
    name: Annotated[str, typer.Argument(help="What to install: audiocraft.")],
    yes: Yes = False,
) -> None:
    """Make the environment of a provider that needs one of its own, once."""
    from studio.tools.audiocraft import environment

    if name != environment.NAME:
        raise UnknownOption("tools install", name, [environment.NAME])
    typer.echo(
        f"{name} needs an environment of its own in {str(environment.folder())!r}: {environment.size_in_words()}. "
        f"Weights are fetched with the first film; they are CC-BY-NC 4.0: not for commercial use.",
        err=True,
    )
    if not yes and sys.stdin.isatty() and not typer.confirm("Go on?", err=True):
        raise RunCancelled("Nothing was installed.")
    typer.echo(environment.install(lambda line: typer.echo(line, err=True)))
