"""From a text, wishes and references to a brief that a project can be made of, all checked.

Knows nothing of where the text came from (see ``studio.sources``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from studio.errors import BadInput, BriefError, UnknownOption
from studio.production.assets import Asset
from studio.production.brief import (
    MAX_BRIEF_CHARACTERS,
    MAX_LENGTH,
    MAX_SCENES,
    MIN_LENGTH,
    Brief,
    Reference,
    ReferencePicture,
)
from studio.production.canonical import derive_seed
from studio.production.document import Production, ResolvedBrief
from studio.production.plain_text import control_character
from studio.production.rendition import Rendition
from studio.production.vocabulary import Captions, Format, Kind, Quality, ReferenceUse, Style, TextForm
from studio.sources import expanded

if TYPE_CHECKING:
    from studio.storage.workspace import Workspace

DEFAULT_SECONDS = 40.0
_CHOICES: dict[str, type[StrEnum]] = {
    "kind": Kind,
    "form": TextForm,
    "format": Format,
    "quality": Quality,
    "style": Style,
    "captions": Captions,
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_MEDIA = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp", b"GIF8": "image/gif"}

Keep = Callable[[bytes, str, ReferenceUse], Asset]
"""Takes in a reference picture: its content, its media type, what it is for."""
ChoiceT = TypeVar("ChoiceT", bound=StrEnum)


def make_brief(text: str, wishes: Mapping[str, object], *, from_file: bool = False) -> Brief:
    """A brief of ``text`` with ``wishes`` (the fields of ``Brief``; None leaves a choice open). Raises ``BadInput``."""
    check_text(text, from_file=from_file)
    given = {name: value for name, value in wishes.items() if value is not None}
    for name, choices in _CHOICES.items():
        if name in given:
            given[name] = choose(name, given[name], choices)
    length, scenes = given.get("length"), given.get("scenes")
    if isinstance(length, (int, float)) and not MIN_LENGTH <= length <= MAX_LENGTH:
        raise BadInput(
            f"The length {length!r} cannot be made.",
            next_step=f"Use {MIN_LENGTH:g} to {MAX_LENGTH:g} seconds.",
            length=length,
        )
    if isinstance(scenes, int) and not 1 <= scenes <= MAX_SCENES:
        raise BadInput(f"{scenes!r} scenes cannot be made.", next_step=f"Use 1 to {MAX_SCENES}.", scenes=scenes)
    language = given.get("language")
    if language is not None and not (isinstance(language, str) and _LANGUAGE.fullmatch(language)):
        raise BadInput(
            f"The language {language!r} is not a language tag.", next_step="Use one such as en, de or pt-BR."
        )
    try:
        brief = Brief.model_validate({"text": text, **given})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"The brief's {where} is not usable: {first['msg']}.") from error
    for what, words in (("audience", brief.audience), ("tone", brief.tone)):
        _refuse_control(f"The {what}", words)
    for reference in brief.references:
        _refuse_control("The name of a reference's figure", reference.figure or "")
    return brief


def check_text(text: str, *, from_file: bool) -> None:
    """Refuse what is not a text: blank, binary, or too long to be a brief."""
    if not text.strip() or not any(character.isalnum() for character in text):
        raise BriefError("The brief is empty.", next_step="Say in a few words what the film is about.")
    _refuse_control("The brief", text)
    if not from_file and len(text) > MAX_BRIEF_CHARACTERS:
        raise BriefError(
            f"The brief has {len(text):,} characters; {MAX_BRIEF_CHARACTERS:,} are the most.",
            next_step="Put a longer text into a file and give its path.",
        )


def _refuse_control(what: str, text: str) -> None:
    control = control_character(text)
    if control is not None:
        raise BriefError(f"{what} holds the control character {control!r}.", next_step="Give plain text in UTF-8.")


def choose(option: str, value: object, choices: type[ChoiceT]) -> ChoiceT:
    """``value`` as one of ``choices``; ``UnknownOption`` lists them."""
    try:
        return choices(str(value).strip().lower())
    except ValueError:
        raise UnknownOption(option, value, [choice.value for choice in choices]) from None


def resolve(brief: Brief, keep: Keep, *, from_file: bool) -> Production:
    """A production without anything made: every choice of the brief settled, its references taken in by ``keep``.

    Raises ``BadInput`` for what no film can be made of.
    """
    from studio.agents import manuscript
    from studio.graph.screenplay import check_own_text

    language = brief.language or manuscript.detect_language(brief.text)
    form = brief.form or manuscript.detect_form(brief.text, from_file=from_file, kind=brief.kind)
    resolved = ResolvedBrief(
        text=brief.text,
        form=form,
        kind=brief.kind,
        language=language,
        seed=brief.seed,
        audience=brief.audience,
        tone=brief.tone,
        seconds=brief.length or DEFAULT_SECONDS,
        length_is_explicit=brief.length is not None,
        scenes=brief.scenes,
        style=brief.style,
        voice=brief.voice,
        music=brief.music,
        references=tuple(_take_in(reference, keep) for reference in brief.references),
    )
    rendition = Rendition(format=brief.format, quality=brief.quality, captions=brief.captions)
    # Two briefs with the same seed are not to be told in the same words to the same tune.
    production = Production(seed=derive_seed(brief.seed, brief.text), brief=resolved, rendition=rendition)
    check_own_text(production)
    return production


def with_reference(production: Production, reference: Reference, workspace: Workspace) -> Production:
    """``production`` with a reference picture given again, or another one in place of what is lost, else of the first
    of its use and figure. Raises ``BadInput`` where the film has none of these."""
    given = _take_in(reference, keep_in(workspace))
    there = production.brief.references
    like = [one for one in there if (one.use, one.figure) == (given.use, given.figure)]
    if not like:
        names = [f"{one.use}:{one.figure}" if one.figure else one.use.value for one in there]
        raise BadInput(
            f"The film has no reference picture {reference.use}{f':{reference.figure}' if reference.figure else ''}.",
            next_step=f"It has: {', '.join(names) or 'none'}.",
        )
    if given in like:
        return production
    old = next((one for one in like if not workspace.assets.has(one.asset)), like[0])
    references = tuple(given if one is old else one for one in there)
    return production.revised(brief=production.brief.model_copy(update={"references": references}), film=None, mix=None)


def parse_reference(text: str) -> Reference:
    """``use=path`` or ``use:figure=path`` as a reference, such as ``product=bottle.png``."""
    use, separator, path = text.partition("=")
    if not separator or not path:
        raise BadInput(
            f"The reference {text!r} is not usable.",
            next_step="Write it as product=FILE, logo=FILE, character=FILE or palette=FILE.",
        )
    name, _, figure = use.partition(":")
    return Reference(use=choose("reference", name, ReferenceUse), path=Path(path), figure=figure or None)


def keep_in(workspace: Workspace) -> Keep:
    """Puts reference pictures into the store."""

    def keep(content: bytes, media_type: str, use: ReferenceUse) -> Asset:
        asset = workspace.assets.add(content, media_type)
        workspace.ledger.note_reference(asset, len(content), use.value)
        return asset

    return keep


def only_named(content: bytes, media_type: str, _use: ReferenceUse) -> Asset:
    """Names a reference picture as a store would, and keeps nothing."""
    return Asset(hash=hashlib.sha256(content).hexdigest(), media_type=media_type)


def _take_in(reference: Reference, keep: Keep) -> ReferencePicture:
    path = expanded(reference.path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(
            f"The reference {str(reference.path)!r} cannot be read: {error.strerror}.",
            next_step="Give an existing picture file.",
        ) from error
    media_type = next((media for magic, media in _MEDIA.items() if content.startswith(magic)), None)
    if media_type is None or not _decodes(content):
        raise BadInput(
            f"The reference {str(reference.path)!r} is not a picture that can be read.",
            next_step="Give a PNG, JPEG, WebP or GIF file.",
        )
    asset = keep(content, media_type, reference.use)
    return ReferencePicture(use=reference.use, asset=asset, figure=reference.figure)


def _decodes(content: bytes) -> bool:
    import io

    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True
