"""The agreed concept: logline, themes, look, music direction and the cast.

Types that an agent or a person writes: strict JSON schema, no dicts, no hashes, no ids to invent.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from studio.production.canonical import Document
from studio.production.vocabulary import (
    Accessory,
    Age,
    Garment,
    Gender,
    Hairstyle,
    Headwear,
    Mood,
    ProductForm,
    Species,
    SpiritForm,
    StoryShape,
    Style,
)

Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$", description="sRGB, #rrggbb in lower case")]


class Appearance(Document):
    """What a character looks like, the same in every shot. Fields that a species does not have are ignored."""

    species: Species
    age: Age = Age.ADULT
    gender: Gender = Gender.NEUTRAL
    skin: Colour = "#c98d66"
    hair: Hairstyle = Hairstyle.SHORT
    hair_colour: Colour = "#3b2a20"
    beard: bool = False
    garment: Garment = Garment.COAT
    main_colour: Colour = "#2f6f8f"
    accent_colour: Colour = "#e3b23c"
    headwear: Headwear = Headwear.NONE
    accessory: Accessory = Accessory.NONE
    spirit: SpiritForm = SpiritForm.CLOUD


class VoiceDirection(Document):
    """How a speaker sounds; a voice tool casts the nearest voice that it has.

    ``pitch`` and ``pace`` are relative to the voice's own: -1 lowest or slowest, 0 as it is, 1 highest or fastest.
    """

    gender: Gender = Gender.NEUTRAL
    age: Age = Age.ADULT
    pitch: Annotated[float, Field(ge=-1, le=1)] = 0.0
    pace: Annotated[float, Field(ge=-1, le=1)] = 0.0
    timbre: str = ""


class Look(Document):
    """The style bible: rendering style, palette of 0 to 6 colours, and a note for the artists."""

    style: Style = Style.STORYBOOK
    palette: tuple[Colour, ...] = ()
    note: str = ""


class MusicDirection(Document):
    """What the whole film's music has in common.

    ``tonic`` is a pitch class (0 is C). ``beats_per_minute`` is the tempo at rest; a cue may depart from it.
    """

    mood: Mood = Mood.CALM
    tonic: Annotated[int, Field(ge=0, le=11)] = 0
    minor: bool = False
    beats_per_minute: Annotated[int, Field(ge=50, le=160)] = 84
    instruments: tuple[str, ...] = ()
    note: str = ""


class CharacterDraft(Document):
    """A member of the cast as an agent writes it; code gives the id."""

    name: str
    role: str = ""
    appearance: Appearance
    voice: VoiceDirection = VoiceDirection()


class ProductDraft(Document):
    """The advertised thing."""

    name: str
    form: ProductForm = ProductForm.BOX
    main_colour: Colour = "#2f6f8f"
    accent_colour: Colour = "#e3b23c"


class TreatmentDraft(Document):
    """The concept as the director writes it after the meeting."""

    title: str
    logline: str
    themes: tuple[str, ...] = ()
    shape: StoryShape
    look: Look = Look()
    music: MusicDirection = MusicDirection()
    narrator: VoiceDirection = VoiceDirection()
    cast: tuple[CharacterDraft, ...] = ()
    product: ProductDraft | None = None
