"""The options that commands share. What is asked of a film is told once, for whoever makes it and whoever prices it."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from studio.api import Studio

Workspace = Annotated[
    Path | None, typer.Option("--workspace", "-w", help="The folder to work in.", envvar="STUDIO_WORKSPACE")
]
Json = Annotated[bool, typer.Option("--json", help="Print events and results as JSON, one a line.")]
Project = Annotated[str, typer.Argument(help="A project's name, as in: studio list.")]
With = Annotated[
    str | None, typer.Option("--with", help="Whose tools: offline, openai, ollama ...; several with commas.")
]
Budget = Annotated[str | None, typer.Option(help="US dollars; the film never costs more. Or none.")]
Strict = Annotated[
    bool | None, typer.Option("--strict/--no-strict", help="Fail where something could only be made otherwise.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask, whatever it costs and however long it takes.")]


def studio_in(workspace: Path | None, **chosen: Any) -> Studio:
    """A studio over the folder, with the tools of ``chosen``."""
    from studio.api import Studio

    return Studio(workspace, **chosen)


@dataclass(frozen=True)
class Order:
    """A film as somebody asks for it: the brief, the wishes about it, and the tools to make it with."""

    text: str
    from_file: bool
    wishes: dict[str, Any]
    workspace: Path | None
    tools: dict[str, Any]
    """As ``Studio`` takes them, with its preset and strictness."""


def takes_order(command: Callable[..., None]) -> Callable[..., None]:
    """``command`` with all the options of a film before its own; its first argument is the ``Order``."""
    options = inspect.signature(_order, eval_str=True).parameters
    _, *own = inspect.signature(command, eval_str=True).parameters.values()

    @wraps(command)
    def run(**given: Any) -> None:
        order = _order(**{name: given.pop(name) for name in options})
        command(order, **given)

    parameters = [*options.values(), *own]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    return run


def _order(
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
    voice: Annotated[str | None, typer.Option(help="none, or the name of a voice tool.")] = None,
    music: Annotated[str | None, typer.Option(help="none, or the name of a music tool.")] = None,
    image: Annotated[str | None, typer.Option(help="The name of an image tool (provider:model).")] = None,
    sound: Annotated[str | None, typer.Option(help="The name of a sound tool.")] = None,
    video: Annotated[
        str | None, typer.Option(help="none, or the name of a video tool that moves the pictures (provider:model).")
    ] = None,
    embedding: Annotated[str | None, typer.Option(help="The name of a tool that tells figures apart.")] = None,
    reference: Annotated[
        list[str] | None,
        typer.Option(help="product=FILE, logo=FILE, character=FILE, character:NAME=FILE or palette=FILE."),
    ] = None,
    with_: With = None,
    strict: Strict = None,
    workspace: Workspace = None,
) -> Order:
    from studio.intake import parse_reference
    from studio.sources import MAX_FILE_BYTES, STANDARD_INPUT, read_source

    stdin = sys.stdin.buffer.read(MAX_FILE_BYTES + 1) if brief == STANDARD_INPUT else None
    text, from_file = read_source(brief, stdin)
    tag, thinker = _languages(language)
    return Order(
        text=text,
        from_file=from_file,
        wishes={
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
        },
        workspace=workspace,
        tools={
            "preset": with_,
            "language": thinker,
            "image": image,
            "voice": None if voice == "none" else voice,
            "music": None if music == "none" else music,
            "sound": sound,
            "video": video,
            "embedding": embedding,
            "strict": strict,
        },
    )


def _languages(given: list[str] | None) -> tuple[str | None, str | None]:
    """The film's language and the language tool: one option, because only a tool's name has a colon."""
    tools = [one for one in given or () if ":" in one]
    tags = [one for one in given or () if ":" not in one]
    return (tags[-1] if tags else None), (tools[-1] if tools else None)
