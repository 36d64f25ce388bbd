"""What the person asked for.

Pure: a reference is a path until the project is created, and an asset from then on.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from studio.production.assets import Asset
from studio.production.canonical import Document
from studio.production.vocabulary import Captions, Format, Kind, Quality, ReferenceUse, Style, TextForm

MAX_BRIEF_CHARACTERS = 20_000
MIN_LENGTH, MAX_LENGTH = 5.0, 3 * 3600.0
MAX_SCENES = 600


class Reference(Document):
    """A picture file that the film must use, and what it shows. ``figure`` names the character it belongs to."""

    use: ReferenceUse
    path: Path
    figure: str | None = None


class ReferencePicture(Document):
    """A reference once it is in the store; ``caption`` says what is to be seen, where that is known."""

    use: ReferenceUse
    asset: Asset
    figure: str | None = None
    caption: str = ""


class Brief(Document):
    """Text and wishes; None leaves a choice to the studio.

    ``length`` is in seconds. ``form`` says what the text is (a wish, an outline, or the person's own words), and is
    recognised when None. ``language`` is a BCP 47 tag, recognised when None.
    """

    text: str
    form: TextForm | None = None
    kind: Kind = Kind.STORY
    length: Annotated[float, Field(ge=MIN_LENGTH, le=MAX_LENGTH)] | None = None
    scenes: Annotated[int, Field(ge=1, le=MAX_SCENES)] | None = None
    format: Format = Format.WIDE
    quality: Quality = Quality.STANDARD
    style: Style | None = None
    language: str | None = None
    audience: str = ""
    tone: str = ""
    seed: int = 0
    captions: Captions = Captions.BESIDE
    voice: bool = True
    music: bool = True
    references: tuple[Reference, ...] = ()
