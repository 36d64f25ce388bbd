"""Title, scenes and lines, as an agent or a person writes them; code gives the ids."""

from __future__ import annotations

from studio.production.canonical import Document
from studio.production.vocabulary import (
    Ambience,
    CameraMove,
    Effect,
    Expression,
    Facing,
    Framing,
    Landmark,
    Mood,
    Pose,
    Setting,
    TimeOfDay,
    Weather,
)

NARRATOR = ""


class LineDraft(Document):
    """A spoken line. ``speaker`` is a character's name, or empty for the narrator."""

    speaker: str = NARRATOR
    text: str


class SceneDraft(Document):
    """A scene. ``setting`` is the nearest set, ``place`` the place in free words; ``characters`` are names of the cast
    that are seen; ``action`` is what can be seen happening, in a sentence."""

    setting: Setting
    place: str = ""
    time_of_day: TimeOfDay
    weather: Weather = Weather.CLEAR
    mood: Mood
    landmark: Landmark | None = None
    action: str = ""
    characters: tuple[str, ...] = ()
    lines: tuple[LineDraft, ...] = ()


class ScreenplayDraft(Document):
    """The whole screenplay."""

    title: str
    scenes: tuple[SceneDraft, ...]


class ShotDraft(Document):
    """One picture in time. ``share`` is its part of the scene's length, relative to the other shots' shares."""

    framing: Framing
    move: CameraMove
    description: str = ""
    characters: tuple[str, ...] = ()
    share: float = 1.0
    shows_product: bool = False


class ShotPlanDraft(Document):
    """The shots of one scene, in order; at least one."""

    shots: tuple[ShotDraft, ...]


class FigureDirection(Document):
    """What one character does in one picture."""

    name: str
    pose: Pose = Pose.STAND
    expression: Expression = Expression.NEUTRAL
    facing: Facing = Facing.FRONT


class PictureDraft(Document):
    """How a shot is painted: a prompt for image models and directions for each figure."""

    prompt: str
    figures: tuple[FigureDirection, ...] = ()


class SheetDraft(Document):
    """What a character looks like, for image models: what its cast sheet is painted from."""

    prompt: str


class MotionDraft(Document):
    """What moves in a shot, for video models that begin with its picture."""

    prompt: str


class AmbienceDraft(Document):
    """A continuous sound under a scene; ``strength`` 0..1."""

    sound: Ambience
    strength: float = 0.5


class EffectDraft(Document):
    """A short sound; ``moment`` 0..1 is where in the scene it begins."""

    sound: Effect
    moment: float
    strength: float = 0.5


class CueSheetDraft(Document):
    """What is heard in a scene besides voices. ``intensity`` 0..1 is how much of the music plays."""

    mood: Mood
    intensity: float = 0.5
    note: str = ""
    ambiences: tuple[AmbienceDraft, ...] = ()
    effects: tuple[EffectDraft, ...] = ()
