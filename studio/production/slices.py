"""Slices: for every made part, exactly what it is made from.

A stage receives its slice and nothing else; the part is true while the hash of its slice is the one that it was
made from. Slices are narrow: never an index, a position in time, or what siblings are like.
"""

from __future__ import annotations

from studio.production.assets import Asset
from studio.production.brief import ReferencePicture
from studio.production.canonical import Document, derive_seed
from studio.production.document import NARRATOR, Production, Scene, Shot, character_names, scene_draft
from studio.production.made import CastSheet
from studio.production.rendition import Rendition
from studio.production.screenplay import CueSheetDraft, SceneDraft, ShotDraft
from studio.production.tasks import BriefFacts
from studio.production.treatment import (
    Appearance,
    CharacterDraft,
    Look,
    MusicDirection,
    ProductDraft,
    TreatmentDraft,
    VoiceDirection,
)
from studio.production.vocabulary import Kind, Mood, ReferenceUse, TextForm

_SMALLEST_SHEET, _TALLEST_SHEET = 512, 1152


class TreatmentSlice(Document):
    """The brief alone."""

    brief: BriefFacts
    form: TextForm
    scenes: int | None
    seed: int


class ScreenplaySlice(Document):
    """The brief and the treatment: what the first screenplay is written from."""

    brief: BriefFacts
    form: TextForm
    scenes: int | None
    explicit_seconds: float | None
    voice: bool
    treatment: TreatmentDraft
    seed: int


class ShotPlanSlice(Document):
    """The staging of one scene and who speaks in it, without the words: another wording keeps its pictures."""

    kind: Kind
    language: str
    treatment: TreatmentDraft
    scene: SceneDraft
    speakers: tuple[str, ...]
    seconds: float
    seed: int


class TakeSlice(Document):
    """One line, who speaks it and in what mood."""

    text: str
    language: str
    speaker: str
    direction: VoiceDirection
    mood: Mood
    voice: bool
    seed: int


class CueSheetSlice(Document):
    """The staging of one scene and the film's music direction."""

    music: MusicDirection
    scene: SceneDraft
    seconds: float
    seed: int


class CueSlice(Document):
    """A cue sheet, the music direction and an exact length."""

    music: MusicDirection
    mood: Mood
    intensity: float
    note: str
    frames: int
    theme_seed: int
    seed: int


class SoundsSlice(Document):
    """A cue sheet's ambiences and effects over an exact length."""

    sheet: CueSheetDraft
    frames: int
    seed: int


class SheetSlice(Document):
    """A member of the cast and the look that it is painted in.

    ``shown`` is False where the image tool takes no pictures. The voice is not in it.
    """

    character: CharacterDraft
    look: Look
    references: tuple[ReferencePicture, ...]
    shown: bool
    width: int
    height: int
    seed: int


class FigureSlice(Document):
    """A member of the cast as a picture needs it."""

    key: str
    name: str
    appearance: Appearance
    sheet: CastSheet = CastSheet()


class PictureSlice(Document):
    """One shot of one scene, with the look, the figures and the references that it shows."""

    treatment: TreatmentDraft
    scene: SceneDraft
    shot: ShotDraft
    look: Look
    figures: tuple[FigureSlice, ...]
    product: ProductDraft | None
    references: tuple[ReferencePicture, ...]
    width: int
    height: int
    attempt: int
    seed: int


class ClipSlice(Document):
    """One shot with its picture, and for how many whole seconds it moves: a word more or less needs no other clip.

    ``moves`` is False where no video tool was chosen.
    """

    treatment: TreatmentDraft
    scene: SceneDraft
    shot: ShotDraft
    picture: Asset
    described: str
    moves: bool
    seconds: int
    width: int
    height: int
    rate: tuple[int, int]
    seed: int


def brief_facts(production: Production) -> BriefFacts:
    """What every agent knows of the brief."""
    brief = production.brief
    return BriefFacts(
        text=brief.text,
        kind=brief.kind,
        language=brief.language,
        audience=brief.audience,
        tone=brief.tone,
        seconds=brief.seconds,
        style=brief.style,
        has_product_photo=any(reference.use is ReferenceUse.PRODUCT for reference in brief.references),
    )


def treatment_slice(production: Production) -> TreatmentSlice:
    """What the treatment is made from."""
    return TreatmentSlice(
        brief=brief_facts(production),
        form=production.brief.form,
        scenes=production.brief.scenes,
        seed=production.seed,
    )


def screenplay_slice(production: Production) -> ScreenplaySlice:
    """What the first screenplay is made from."""
    brief = production.brief
    return ScreenplaySlice(
        brief=brief_facts(production),
        form=brief.form,
        scenes=brief.scenes,
        explicit_seconds=brief.seconds if brief.length_is_explicit else None,
        voice=brief.voice,
        treatment=treatment_of(production),
        seed=production.seed,
    )


def treatment_of(production: Production) -> TreatmentDraft:
    """The treatment as tasks see it; ValueError before there is one."""
    if production.treatment is None:
        raise ValueError("The production has no treatment yet.")
    return production.treatment.draft()


def shot_plan_slice(production: Production, scene: Scene) -> ShotPlanSlice:
    """What a scene's shots are planned from."""
    names = character_names(production)
    return ShotPlanSlice(
        kind=production.brief.kind,
        language=production.brief.language,
        treatment=treatment_of(production),
        scene=scene_draft(production, scene, with_lines=False),
        speakers=tuple(names.get(line.speaker, "") for line in scene.lines),
        seconds=scene.seconds,
        seed=_seed(production, "shots", scene.id),
    )


def take_slices(production: Production, scene: Scene) -> dict[str, TakeSlice]:
    """What each line of a scene is spoken from, by line id."""
    treatment = production.treatment
    slices = {}
    for line in scene.lines:
        narrated = line.speaker == NARRATOR or treatment is None
        direction = treatment.narrator if narrated and treatment else production.character(line.speaker).voice
        slices[line.id] = TakeSlice(
            text=line.text,
            language=production.brief.language,
            speaker=line.speaker or "narrator",
            direction=direction,
            mood=scene.mood,
            voice=production.brief.voice,
            seed=_seed(production, "voice", line.speaker),
        )
    return slices


def cue_sheet_slice(production: Production, scene: Scene) -> CueSheetSlice:
    """What a scene's cue sheet is written from."""
    return CueSheetSlice(
        music=treatment_of(production).music,
        scene=scene_draft(production, scene, with_lines=False),
        seconds=scene.seconds,
        seed=_seed(production, "cue_sheet", scene.id),
    )


def cue_slice(production: Production, subject: str, mood: Mood, intensity: float, note: str, frames: int) -> CueSlice:
    """What a cue is composed from; ``subject`` is a scene's id or a card's."""
    return CueSlice(
        music=treatment_of(production).music,
        mood=mood,
        intensity=intensity,
        note=note,
        frames=frames,
        theme_seed=_seed(production, "theme"),
        seed=_seed(production, "cue", subject),
    )


def sounds_slice(production: Production, scene: Scene, sheet: CueSheetDraft, frames: int) -> SoundsSlice:
    """What a scene's ambiences and effects are made from."""
    return SoundsSlice(sheet=sheet, frames=frames, seed=_seed(production, "sounds", scene.id))


def sheet_slice(production: Production, character_id: str, *, shown: bool) -> SheetSlice:
    """What a character's cast sheet is painted from."""
    treatment, member = treatment_of(production), production.character(character_id)
    draft = next(one for one in treatment.cast if one.name == member.name)
    width, height = sheet_size(production.rendition)
    return SheetSlice(
        character=draft.model_copy(update={"voice": VoiceDirection()}),
        look=treatment.look,
        references=tuple(
            one
            for one in production.brief.references
            if one.use is ReferenceUse.CHARACTER and one.figure in (member.name, None)
        ),
        shown=shown,
        width=width,
        height=height,
        seed=_seed(production, "sheet", character_id),
    )


def sheet_size(rendition: Rendition) -> tuple[int, int]:
    """Width and height of a view of a cast sheet: upright, about as tall as the film's shorter side."""
    height = min(_TALLEST_SHEET, max(_SMALLEST_SHEET, min(rendition.size))) // 16 * 16
    return height // 48 * 32, height


def picture_slice(production: Production, scene: Scene, shot: Shot) -> PictureSlice:
    """What a shot's picture is painted from."""
    treatment = treatment_of(production)
    members = [production.character(member) for member in shot.characters]
    names = [member.name for member in members]
    width, height = production.rendition.size
    uses = {ReferenceUse.PALETTE}
    if shot.shows_product:
        uses.add(ReferenceUse.PRODUCT)
    references = tuple(
        reference
        for reference in production.brief.references
        if reference.use in uses
        or (
            reference.use is ReferenceUse.CHARACTER
            and (reference.figure in names or (reference.figure is None and bool(names)))
        )
    )
    return PictureSlice(
        treatment=treatment.model_copy(
            update={"cast": tuple(member for member in treatment.cast if member.name in names)}
        ),
        scene=scene_draft(production, scene, with_lines=False).model_copy(update={"characters": tuple(names)}),
        shot=shot_draft(production, shot),
        look=treatment.look,
        figures=tuple(
            FigureSlice(
                key=member.id,
                name=member.name,
                appearance=member.appearance,
                sheet=production.sheets.get(member.id, CastSheet()),
            )
            for member in members
        ),
        product=treatment.product if shot.shows_product else None,
        references=references,
        width=width,
        height=height,
        attempt=shot.attempt,
        seed=_seed(production, "picture", shot.id),
    )


def clip_slice(production: Production, scene: Scene, shot: Shot, *, frames: int, moves: bool) -> ClipSlice:
    """What a shot of ``frames`` is moved from, once it is painted."""
    needs = picture_slice(production, scene, shot)
    picture = production.pictures[shot.id]
    numerator, denominator = production.rendition.rate
    return ClipSlice(
        treatment=needs.treatment,
        scene=needs.scene,
        shot=needs.shot,
        picture=picture.picture,
        described=picture.candidates[picture.chosen].direction.prompt,
        moves=moves,
        seconds=-(-frames * denominator // numerator),
        width=needs.width,
        height=needs.height,
        rate=(numerator, denominator),
        seed=_seed(production, "clip", shot.id),
    )


def shot_draft(production: Production, shot: Shot) -> ShotDraft:
    """``shot`` as tasks see it: names instead of ids."""
    names = character_names(production)
    return ShotDraft(
        framing=shot.framing,
        move=shot.move,
        description=shot.description,
        characters=tuple(names[member] for member in shot.characters if member in names),
        share=shot.share,
        shows_product=shot.shows_product,
    )


def _seed(production: Production, *path: str) -> int:
    return derive_seed(production.seed, *path)
