"""The Production: the whole film as one immutable document.

Authored parts (treatment, scenes, lines, shots) and made parts (takes, cues, pictures, segments, film) are separate
and joined by id. ``slices`` holds, for every made part, the hash of the slice that it was made from: the part is true
while that hash matches (see ``slices.py``). Knows nothing of how anything is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Annotated, Any, TypeVar

from pydantic import Field

from studio.production.brief import ReferencePicture
from studio.production.canonical import Document
from studio.production.identity import child_id
from studio.production.made import CastSheet, Clip, Critique, Cue, Film, Mix, Picture, Segment, Sound, Take
from studio.production.rendition import Rendition
from studio.production.screenplay import CueSheetDraft, LineDraft, SceneDraft, ScreenplayDraft
from studio.production.treatment import Appearance, Look, MusicDirection, ProductDraft, TreatmentDraft, VoiceDirection
from studio.production.vocabulary import (
    CameraMove,
    Framing,
    Kind,
    Landmark,
    Mood,
    Setting,
    StoryShape,
    Style,
    TextForm,
    TimeOfDay,
    TransitionKind,
    Weather,
)

KeptT = TypeVar("KeptT")

NARRATOR = ""
PERSON = "person"


class ResolvedBrief(Document):
    """The brief as the project keeps it: every choice made, references in the store."""

    text: str
    form: TextForm
    kind: Kind
    language: str
    seed: int = 0
    audience: str = ""
    tone: str = ""
    seconds: float
    length_is_explicit: bool = False
    scenes: int | None = None
    style: Style | None = None
    voice: bool = True
    music: bool = True
    references: tuple[ReferencePicture, ...] = ()


class Authored(Document):
    """A part that somebody wrote."""

    id: str
    author: str


class Character(Authored):
    """A member of the cast: fixed appearance and voice."""

    name: str
    role: str
    appearance: Appearance
    voice: VoiceDirection


class Treatment(Authored):
    """The agreed concept."""

    title: str
    logline: str
    themes: tuple[str, ...]
    shape: StoryShape
    look: Look
    music: MusicDirection
    narrator: VoiceDirection
    cast: tuple[Character, ...]
    product: ProductDraft | None

    def draft(self) -> TreatmentDraft:
        """As a language task sees it."""
        return TreatmentDraft.model_validate(
            _shared(self, TreatmentDraft) | {"cast": [_shared(member, _CHARACTER_FIELDS) for member in self.cast]}
        )


class Line(Authored):
    """A spoken line. ``speaker`` is the id of a character, or empty for the narrator."""

    speaker: str
    text: str


class Scene(Authored):
    """A scene. ``seconds`` is its share of the film's length; ``enters`` is the transition that leads into it."""

    heading: str = ""
    setting: Setting
    place: str
    time_of_day: TimeOfDay
    weather: Weather
    mood: Mood
    landmark: Landmark | None
    action: str
    characters: tuple[str, ...]
    lines: tuple[Line, ...]
    seconds: float
    enters: TransitionKind = TransitionKind.DISSOLVE


class Shot(Authored):
    """One picture in time. ``attempt`` counts how often a person, or the critic, asked to have it painted again."""

    framing: Framing
    move: CameraMove
    description: str
    characters: tuple[str, ...]
    share: float
    shows_product: bool = False
    attempt: int = 0


class Production(Document):
    """Everything that one version of a film is."""

    seed: int
    brief: ResolvedBrief
    rendition: Rendition
    treatment: Treatment | None = None
    title: str = ""
    scenes: tuple[Scene, ...] = ()
    shots: dict[str, tuple[Shot, ...]] = Field(default_factory=dict)
    """By scene id."""
    takes: dict[str, Take] = Field(default_factory=dict)
    """By line id."""
    cue_sheets: dict[str, CueSheetDraft] = Field(default_factory=dict)
    cues: dict[str, Cue] = Field(default_factory=dict)
    sounds: dict[str, tuple[Sound, ...]] = Field(default_factory=dict)
    """Cue sheets, cues and sounds by scene id."""
    sheets: dict[str, CastSheet] = Field(default_factory=dict)
    """By the id of the character."""
    pictures: dict[str, Picture] = Field(default_factory=dict)
    clips: dict[str, Clip] = Field(default_factory=dict)
    segments: dict[str, Segment] = Field(default_factory=dict)
    """Pictures, clips and segments by shot id."""
    transitions: dict[str, Segment] = Field(default_factory=dict)
    """By the id of the shot that it leads into."""
    mix: Mix | None = None
    film: Film | None = None
    critiques: tuple[Critique, ...] = ()
    notices: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """By part, as ``slices``: what of it could not be done as asked, in a sentence each."""
    slices: dict[str, str] = Field(default_factory=dict)
    """By ``stage`` or ``stage/id``: the hash of the slice that this part was made from."""
    serial: Annotated[int, Field(ge=0)] = 0
    """How many children it ever had: ids are never used again."""
    serials: dict[str, int] = Field(default_factory=dict)
    """By scene id: how many shots it ever had."""

    def scene(self, scene_id: str) -> Scene:
        """The scene of that id; KeyError where there is none."""
        for scene in self.scenes:
            if scene.id == scene_id:
                return scene
        raise KeyError(scene_id)

    def character(self, character_id: str) -> Character:
        """The member of the cast of that id; KeyError where there is none."""
        for member in self.treatment.cast if self.treatment else ():
            if member.id == character_id:
                return member
        raise KeyError(character_id)

    def lines(self) -> Iterator[tuple[Scene, Line]]:
        """Every line with its scene, in the film's order."""
        for scene in self.scenes:
            for line in scene.lines:
                yield scene, line

    @property
    def degraded(self) -> tuple[str, ...]:
        """What could not be done as asked in what stands, in a sentence each."""
        return tuple(dict.fromkeys(one for _, notices in sorted(self.notices.items()) for one in notices))

    def revised(self, **changes: Any) -> Production:
        """A copy with ``changes`` instead of its own fields."""
        return self.model_copy(update=changes)

    def is_true(self, part: str, slice_hash: str) -> bool:
        """Whether ``part`` was made from exactly that slice."""
        return self.slices.get(part) == slice_hash

    def without_shots(self, gone: Set[str]) -> Production:
        """A copy without what was made for shots that are no longer there."""

        def kept(parts: Mapping[str, KeptT]) -> dict[str, KeptT]:
            return {part: made for part, made in parts.items() if part.rpartition("/")[2] not in gone}

        names = ("pictures", "clips", "segments", "transitions", "slices", "notices")
        return self.revised(
            **{name: kept(getattr(self, name)) for name in names},
            critiques=tuple(one for one in self.critiques if one.subject not in gone),
        )

    def with_slice(self, part: str, slice_hash: str, notices: Iterable[str] = ()) -> Production:
        """A copy that notes what ``part`` was made from, and what of it could not be done as asked."""
        return self.revised(slices={**self.slices, part: slice_hash}).with_notices({part: tuple(notices)})

    def with_notices(self, notices: Mapping[str, tuple[str, ...]]) -> Production:
        """A copy in which ``notices`` are all that there is to say of their parts."""
        said = {**self.notices, **notices}
        return self.revised(notices={part: told for part, told in said.items() if told})


def character_names(production: Production) -> Mapping[str, str]:
    """Names of the cast by id, with the narrator's empty name."""
    cast = production.treatment.cast if production.treatment else ()
    return {NARRATOR: "", **{member.id: member.name for member in cast}}


def adopt_treatment(production: Production, draft: TreatmentDraft, author: str) -> Production:
    """``production`` with ``draft`` as its treatment; the cast gets its ids."""
    serial = production.serial
    parent = f"production/{production.seed}"
    cast = tuple(
        Character(id=child_id(parent, "cast", serial + number), author=author, **_fields(member))
        for number, member in enumerate(draft.cast)
    )
    treatment = Treatment(
        id=child_id(parent, "treatment", serial + len(cast)), author=author, **{**_fields(draft), "cast": cast}
    )
    return production.revised(treatment=treatment, serial=serial + len(cast) + 1)


def adopt_screenplay(
    production: Production,
    draft: ScreenplayDraft,
    seconds: tuple[float, ...],
    author: str,
    *,
    line_author: str | None = None,
    headings: tuple[str, ...] = (),
) -> Production:
    """``production`` with ``draft`` as its screenplay; scenes and lines get their ids, names become cast ids.

    ``seconds`` is each scene's length; ``line_author`` is the author of the words where it is not the scenes'.
    """
    ids = {name: cast_id for cast_id, name in character_names(production).items()}
    serial = production.serial
    scenes = []
    for number, (scene, length) in enumerate(zip(draft.scenes, seconds, strict=True)):
        scene_id = child_id(f"production/{production.seed}", "scene", serial + number)
        lines = tuple(
            Line(
                id=child_id(scene_id, "line", position),
                author=line_author or author,
                speaker=ids.get(line.speaker, NARRATOR),
                text=line.text,
            )
            for position, line in enumerate(scene.lines)
        )
        scenes.append(
            Scene(
                id=scene_id,
                author=author,
                heading=headings[number] if headings else "",
                seconds=length,
                **{
                    **_fields(scene),
                    "lines": lines,
                    "characters": tuple(ids[name] for name in scene.characters if name in ids),
                },
            )
        )
    return production.revised(title=draft.title, scenes=tuple(scenes), serial=serial + len(scenes))


def scene_draft(production: Production, scene: Scene, *, with_lines: bool) -> SceneDraft:
    """``scene`` as a language task sees it: names instead of ids, with or without its words."""
    names = character_names(production)
    lines = tuple(LineDraft(speaker=names.get(line.speaker, ""), text=line.text) for line in scene.lines)
    return SceneDraft.model_validate(
        _shared(scene, SceneDraft)
        | {
            "characters": [names[member] for member in scene.characters if member in names],
            "lines": lines if with_lines else (),
        }
    )


_CHARACTER_FIELDS = ("name", "role", "appearance", "voice")


def _fields(draft: Document) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in type(draft).model_fields}


def _shared(source: Document, target: type[Document] | tuple[str, ...]) -> dict[str, Any]:
    names = target if isinstance(target, tuple) else tuple(target.model_fields)
    return {name: getattr(source, name) for name in names}
