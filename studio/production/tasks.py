"""The named pieces of thinking: what each is given and what it answers.

A language tool is asked for a task by its class name. Models read the prompt that an agent renders from the input;
the offline rules read the input itself. Nothing here knows how the answer is found.
"""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from studio.production.canonical import Document
from studio.production.critique import CritiqueDraft, Score
from studio.production.screenplay import (
    CueSheetDraft,
    LineDraft,
    MotionDraft,
    PictureDraft,
    SceneDraft,
    ScreenplayDraft,
    SheetDraft,
    ShotDraft,
    ShotPlanDraft,
)
from studio.production.treatment import CharacterDraft, Look, MusicDirection, TreatmentDraft
from studio.production.vocabulary import AgentRole, Kind, Mood, StoryShape, Style, Temperament

AnswerT_co = TypeVar("AnswerT_co", bound=Document, covariant=True)


class AgentProfile(Document):
    """Who is asked."""

    name: str
    role: AgentRole
    temperament: Temperament
    personality: str = ""
    expertise: str = ""


class BriefFacts(Document):
    """What every agent knows of the brief. ``seconds`` is the asked length; ``language`` a BCP 47 tag."""

    text: str
    kind: Kind
    language: str
    audience: str = ""
    tone: str = ""
    seconds: float
    style: Style | None = None
    has_product_photo: bool = False


class Task(Document, Generic[AnswerT_co]):
    """A task's input; ``answer`` is the type of its result."""

    answer: ClassVar[type[Document]]

    @classmethod
    def name(cls) -> str:
        """The name that language tools dispatch on."""
        return cls.__name__


class PitchDraft(Document):
    """One agent's idea for the film, in a few sentences, with what it would look and sound like."""

    concept: str
    argument: str = ""
    shape: StoryShape
    mood: Mood
    look: Look = Look()
    music: MusicDirection = MusicDirection()


class Pitch(Task[PitchDraft]):
    """Say what film you would make of this brief."""

    answer: ClassVar[type[Document]] = PitchDraft
    brief: BriefFacts
    agent: AgentProfile


class PitchOnTheTable(Document):
    """A pitch as the others see it; ``mean_score`` is there once it was judged."""

    number: int
    agent: AgentProfile
    pitch: PitchDraft
    mean_score: Score | None = None


class PitchScore(Document):
    """One agent's judgement of one pitch."""

    number: int
    creativity: Score
    feasibility: Score
    alignment: Score
    comment: str = ""


class JudgementDraft(Document):
    """One agent's judgements of all pitches that it was shown."""

    scores: tuple[PitchScore, ...]


class JudgePitches(Task[JudgementDraft]):
    """Judge the others' pitches, every one of them, in one answer."""

    answer: ClassVar[type[Document]] = JudgementDraft
    brief: BriefFacts
    agent: AgentProfile
    pitches: tuple[PitchOnTheTable, ...]


class MergeTreatment(Task[TreatmentDraft]):
    """Merge the judged pitches into one treatment: the best carries, the others may lend what they do better."""

    answer: ClassVar[type[Document]] = TreatmentDraft
    brief: BriefFacts
    agent: AgentProfile
    pitches: tuple[PitchOnTheTable, ...]
    own_text: tuple[tuple[str, ...], ...] = ()
    """The person's own words by scene, where the text is theirs; empty for a brief."""
    speakers: tuple[str, ...] = ()
    """Who speaks in the person's own text, by first line; they are the cast."""


class SceneBudget(Document):
    """How long a scene of the new screenplay lasts, and how many seconds of it may be spoken."""

    seconds: float
    spoken_seconds: float


class WriteScreenplay(Task[ScreenplayDraft]):
    """Write the screenplay: exactly one scene for each budget, whose lines can be spoken within it."""

    answer: ClassVar[type[Document]] = ScreenplayDraft
    brief: BriefFacts
    agent: AgentProfile
    treatment: TreatmentDraft
    budgets: tuple[SceneBudget, ...]


class OwnScene(Document):
    """A scene of the person's own text: its heading, if there was one, and its lines word for word."""

    heading: str = ""
    lines: tuple[LineDraft, ...]


class StageOwnText(Task[ScreenplayDraft]):
    """Stage a person's own text: setting, light, weather, mood, action and who is seen, for every scene.

    The lines of the answer are ignored: the person's are kept word for word.
    """

    answer: ClassVar[type[Document]] = ScreenplayDraft
    brief: BriefFacts
    agent: AgentProfile
    treatment: TreatmentDraft
    title: str
    scenes: tuple[OwnScene, ...]


class SceneMeasurements(Document):
    """What was measured of a scene's words: expected spoken seconds against the budget, and words said before.

    ``repeated_share`` 0..1 is how much of its narration stands word for word in an earlier scene.
    """

    spoken_seconds: float
    budget_seconds: float
    words: int
    repeated_share: float


class CritiqueScreenplay(Task[CritiqueDraft]):
    """Judge a screenplay. Criteria: pacing, variety, structure, alignment."""

    answer: ClassVar[type[Document]] = CritiqueDraft
    brief: BriefFacts
    agent: AgentProfile
    treatment: TreatmentDraft
    screenplay: ScreenplayDraft
    measurements: tuple[SceneMeasurements, ...]


class ReviseScreenplay(Task[ScreenplayDraft]):
    """Write the screenplay again in the light of a critique, with as many scenes."""

    answer: ClassVar[type[Document]] = ScreenplayDraft
    brief: BriefFacts
    agent: AgentProfile
    treatment: TreatmentDraft
    budgets: tuple[SceneBudget, ...]
    screenplay: ScreenplayDraft
    critique: CritiqueDraft
    round: int


SHORTEST_PLANNED = 3.0
"""Seconds that a shot lasts at least in the mean of its scene; each is a picture that is made, and paid for."""


class PlanShots(Task[ShotPlanDraft]):
    """Break a scene into shots: one for about every four to six seconds."""

    answer: ClassVar[type[Document]] = ShotPlanDraft
    agent: AgentProfile
    kind: Kind
    language: str
    treatment: TreatmentDraft
    scene: SceneDraft
    seconds: float

    @property
    def most_shots(self) -> int:
        """As many as the scene holds."""
        return most_shots(self.seconds)


def most_shots(seconds: float) -> int:
    """As many shots as a scene of ``seconds`` may be broken into."""
    return max(1, int(seconds / SHORTEST_PLANNED))


class DescribeCharacter(Task[SheetDraft]):
    """Say what a member of the cast looks like, for its cast sheet."""

    answer: ClassVar[type[Document]] = SheetDraft
    agent: AgentProfile
    look: Look
    character: CharacterDraft
    note: str = ""
    """Why the last wording could not be used, if there was one."""


class DescribePicture(Task[PictureDraft]):
    """Say how a shot is painted."""

    answer: ClassVar[type[Document]] = PictureDraft
    agent: AgentProfile
    treatment: TreatmentDraft
    scene: SceneDraft
    shot: ShotDraft
    note: str = ""
    """The critic's advice on the last attempt, if there was one."""


class PictureEvidence(Document):
    """What was measured of a picture; see ``studio.tools.film.requests.PictureMeasurements``.

    ``identity`` 0..1 is how surely the figures are those of their cast sheets, None where nobody can tell; ``copied``
    where the picture is hardly anything but the sheet.
    """

    brightness: float
    contrast: float
    detail: float
    legibility: float | None
    palette_drift: float | None
    identity: float | None = None
    copied: bool = False


class CritiquePicture(Task[CritiqueDraft]):
    """Judge a picture. Criteria: exposure, contrast, legibility, palette, and identity where it was measured."""

    answer: ClassVar[type[Document]] = CritiqueDraft
    agent: AgentProfile
    scene: SceneDraft
    shot: ShotDraft
    measurements: PictureEvidence


class DescribeMotion(Task[MotionDraft]):
    """Say what moves in a shot whose picture is painted."""

    answer: ClassVar[type[Document]] = MotionDraft
    agent: AgentProfile
    treatment: TreatmentDraft
    scene: SceneDraft
    shot: ShotDraft
    picture: str
    """What the picture was painted from."""
    note: str = ""
    """Why the last wording could not be used, if there was one."""


MOST_AMBIENCES = MOST_EFFECTS = 2
"""How many of each a scene may have; each is a sound that is made, and paid for."""


class ScoreScene(Task[CueSheetDraft]):
    """Decide what is heard in a scene."""

    answer: ClassVar[type[Document]] = CueSheetDraft
    agent: AgentProfile
    music: MusicDirection
    scene: SceneDraft
    seconds: float


class FilmEvidence(Document):
    """What was measured of the film, against what was asked.

    ``black_seconds`` and ``frozen_seconds`` are those that the timeline does not ask for. ``reading_speed`` is the
    fastest caption's, in characters a second. ``duplicate_shots`` are pairs of shot numbers that look alike.
    ``sound_asked`` is False where the person wanted a silent film.
    """

    seconds: float
    asked_seconds: float | None
    black_seconds: float
    frozen_seconds: float
    longest_silence: float
    loudness: float | None
    true_peak: float | None
    clipped: float
    reading_speed: float
    duplicate_shots: tuple[tuple[int, int], ...]
    sound_asked: bool = True


class CritiqueFilm(Task[CritiqueDraft]):
    """Judge the film. Criteria: pacing, picture, sound, readability, variety."""

    answer: ClassVar[type[Document]] = CritiqueDraft
    brief: BriefFacts
    agent: AgentProfile
    treatment: TreatmentDraft
    measurements: FilmEvidence


TASKS: tuple[type[Task[Document]], ...] = (
    Pitch,
    JudgePitches,
    MergeTreatment,
    WriteScreenplay,
    StageOwnText,
    CritiqueScreenplay,
    ReviseScreenplay,
    PlanShots,
    DescribeCharacter,
    DescribePicture,
    CritiquePicture,
    DescribeMotion,
    ScoreScene,
    CritiqueFilm,
)
