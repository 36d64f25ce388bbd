"""``studio voice``: cloning a voice with its owner's consent, and the consents that are recorded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studio.cli.options import Json, Workspace, studio_in

if TYPE_CHECKING:
    from studio.storage.tables import ClonedVoiceRow

app = typer.Typer(help="Voices of real people, cloned with their consent.", no_args_is_help=True)


@app.command()
def clone(
    name: Annotated[str, typer.Argument(help="What the voice is called from now on.")],
    files: Annotated[list[Path], typer.Argument(help="Recordings of the voice.")],
    consent: Annotated[
        Path | None, typer.Option(help="The recorded statement: sound, video, PDF, text or a picture.")
    ] = None,
    by: Annotated[str, typer.Option(help="Who gave the consent.")] = "",
    for_: Annotated[str, typer.Option("--for", help="What it was given for.")] = "",
    voice: Annotated[str, typer.Option(help="The voice tool whose service clones.")] = "elevenlabs:eleven_v3",
    workspace: Workspace = None,
    as_json: Json = False,
) -> None:
    """Have a service clone a voice. Without a recorded statement of consent nothing is sent."""
    with studio_in(workspace, voice=voice) as studio:
        _show(studio.clone_voice(name, files, consent=consent, given_by=by, purpose=for_), as_json=as_json)


@app.command(name="list")
def list_(workspace: Workspace = None, as_json: Json = False) -> None:
    """Every consent that was recorded: who gave it, when, for what, and which voice came of it."""
    with studio_in(workspace) as studio:
        for row in studio.workspace.ledger.cloned_voices():
            _show(row, as_json=as_json)


def _show(row: ClonedVoiceRow, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(row.model_dump(exclude={"id"}), ensure_ascii=False))
        return
    voice = f"{row.provider}:{row.voice}" if row.voice else f"{row.provider}: not cloned"
    typer.echo("\t".join((row.name, voice, row.consented_by, row.consented_at, row.purpose)))
