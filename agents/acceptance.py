"""What an answer must keep to beyond its type: the right number of scenes, names of the cast, every pitch judged.

``faults`` says in words what is wrong, for the agent to try again; ``mended`` repairs what code can repair without
inventing anything. Knows nothing of quality: that is the critic's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar, cast

from studio.production.canonical import Document
from studio.production.critique import CritiqueDraft
from studio.production.screenplay import (
    NARRATOR,
    CueSheetDraft,
    FigureDirection,
    MotionDraft,
    PictureDraft,
    SceneDraft,
    ScreenplayDraft,
    SheetDraft,
    ShotDraft,
    ShotPlanDraft,
)
from studio.production.tasks import (
    MOST_AMBIENCES,
    MOST_EFFECTS,
    CritiqueFilm,
    CritiquePicture,
    CritiqueScreenplay,
    DescribePicture,
    JudgementDraft,
    JudgePitches,
    PlanShots,
    ReviseScreenplay,
    StageOwnText,
    Task,
    WriteScreenplay,
)
from studio.production.treatment import TreatmentDraft

AnswerT = TypeVar("AnswerT", bound=Document)

SCREENPLAY_CRITERIA = ("pacing", "variety", "structure", "alignment")
PICTURE_CRITERIA = ("exposure", "contrast", "legibility", "palette")
IDENTITY = "identity"
"""Of a picture, where it was measured."""
FILM_CRITERIA = ("pacing", "picture", "sound", "readability", "variety")
MOST_FIGURES = 3
"""How many characters one picture may show."""


def faults(task: Task[Any], answer: Document) -> tuple[str, ...]:
    """Why ``answer`` cannot be used as the answer to ``task``, one sentence each; empty when it can."""
    if isinstance(task, JudgePitches) and isinstance(answer, JudgementDraft):
        return tuple(_judgement(task, answer))
    if isinstance(answer, ScreenplayDraft):
        return tuple(_screenplay(task, answer))
    if isinstance(task, PlanShots) and isinstance(answer, ShotPlanDraft):
        return tuple(_shot_plan(task, answer))
    if isinstance(task, DescribePicture) and isinstance(answer, PictureDraft):
        return tuple(_picture(task, answer))
    if isinstance(answer, (MotionDraft, SheetDraft)):
        return () if answer.prompt.strip() else ("The prompt is empty.",)
    if isinstance(answer, CritiqueDraft):
        return tuple(_critique(_criteria(task), answer))
    if isinstance(answer, CueSheetDraft):
        return tuple(_cue_sheet(answer))
    if isinstance(answer, TreatmentDraft):
        return tuple(_treatment(answer))
    return ()


def mended(task: Task[Any], answer: AnswerT) -> AnswerT:
    """``answer`` without what cannot be meant: unknown names dropped (or spelled as the cast spells them), unknown
    speakers read by the narrator, shares and moments within their range, no more shots and sounds than the scene holds.
    What is missing stays missing."""
    mend: Document = answer
    if isinstance(task, JudgePitches) and isinstance(answer, JudgementDraft):
        wanted = {pitch.number for pitch in task.pitches}
        first = {score.number: score for score in reversed(answer.scores) if score.number in wanted}
        mend = JudgementDraft(scores=tuple(first[number] for number in sorted(first)))
    elif isinstance(answer, ScreenplayDraft):
        names = _cast_names(task)
        mend = answer.model_copy(update={"scenes": tuple(_mended_scene(scene, names) for scene in answer.scenes)})
    elif isinstance(task, PlanShots) and isinstance(answer, ShotPlanDraft):
        names = task.scene.characters
        mend = ShotPlanDraft(shots=tuple(_mended_shot(shot, names) for shot in _thinned(task, answer.shots)))
    elif isinstance(task, DescribePicture) and isinstance(answer, PictureDraft):
        mend = answer.model_copy(update={"figures": _mended_figures(task, answer)})
    elif isinstance(answer, CueSheetDraft):
        mend = _mended_cue_sheet(answer)
    elif isinstance(answer, CritiqueDraft):
        criteria = _criteria(task)
        first_scores = {score.criterion: score for score in reversed(answer.scores)}
        mend = answer.model_copy(
            update={"scores": tuple(first_scores[name] for name in criteria if name in first_scores)}
        )
    return cast("AnswerT", mend)


def _judgement(task: JudgePitches, answer: JudgementDraft) -> Iterable[str]:
    wanted = sorted(pitch.number for pitch in task.pitches)
    given = sorted(score.number for score in answer.scores)
    if given != wanted:
        yield f"Judge each of the pitches {wanted} once; you judged {given}."


def _screenplay(task: Task[Any], answer: ScreenplayDraft) -> Iterable[str]:
    wanted = len(task.scenes) if isinstance(task, StageOwnText) else len(_budgets(task))
    if len(answer.scenes) != wanted:
        yield f"The screenplay must have exactly {wanted} scenes; yours has {len(answer.scenes)}."
    if not answer.title.strip():
        yield "The screenplay must have a title."
    names = set(_cast_names(task))
    for number, scene in enumerate(answer.scenes, start=1):
        yield from _unknown(f"Scene {number} shows", scene.characters, names)
        if isinstance(task, StageOwnText):
            continue
        speakers = [line.speaker for line in scene.lines if line.speaker != NARRATOR]
        yield from _unknown(f"Scene {number} gives a line to", speakers, names)
        if any(not line.text.strip() for line in scene.lines):
            yield f"Scene {number} has an empty line."


def _shot_plan(task: PlanShots, answer: ShotPlanDraft) -> Iterable[str]:
    if not answer.shots:
        yield "A scene must have at least one shot."
    if len(answer.shots) > task.most_shots:
        yield f"A scene of {task.seconds:g} s has {task.most_shots} shots at most; yours has {len(answer.shots)}."
    names = set(task.scene.characters)
    for number, shot in enumerate(answer.shots, start=1):
        yield from _unknown(f"Shot {number} shows", shot.characters, names)
        if len(shot.characters) > MOST_FIGURES:
            yield f"Shot {number} shows {len(shot.characters)} characters; {MOST_FIGURES} are the most."
        if shot.share <= 0:
            yield f"Shot {number} has the share {shot.share}; it must be above 0."


def _picture(task: DescribePicture, answer: PictureDraft) -> Iterable[str]:
    if not answer.prompt.strip():
        yield "The prompt is empty."
    given = [figure.name for figure in answer.figures]
    if sorted(given) != sorted(task.shot.characters):
        yield f"Direct each of the figures {list(task.shot.characters)} once; you directed {given}."


def _critique(criteria: Sequence[str], answer: CritiqueDraft) -> Iterable[str]:
    given = [score.criterion for score in answer.scores]
    if sorted(given) != sorted(criteria):
        yield f"Score each of the criteria {list(criteria)} once; you scored {given}."


def _cue_sheet(answer: CueSheetDraft) -> Iterable[str]:
    shares = [answer.intensity, *(ambience.strength for ambience in answer.ambiences)]
    shares += [number for effect in answer.effects for number in (effect.moment, effect.strength)]
    if any(not 0 <= share <= 1 for share in shares):
        yield f"Intensity, strengths and moments are from 0 to 1; yours are {shares}."
    if len(answer.ambiences) > MOST_AMBIENCES or len(answer.effects) > MOST_EFFECTS:
        yield (
            f"A scene has at most {MOST_AMBIENCES} ambiences and {MOST_EFFECTS} effects; yours has "
            f"{len(answer.ambiences)} and {len(answer.effects)}."
        )


def _treatment(answer: TreatmentDraft) -> Iterable[str]:
    if not answer.title.strip():
        yield "The treatment must have a title."
    names = [character.name.strip().casefold() for character in answer.cast]
    if "" in names or len(set(names)) != len(names):
        yield f"Every character needs a name of its own; yours are {[character.name for character in answer.cast]}."


def _unknown(what: str, given: Iterable[str], names: set[str]) -> Iterable[str]:
    strangers = [name for name in given if name not in names]
    if strangers:
        yield f"{what} {strangers}, who are not among {sorted(names)}."


def _criteria(task: Task[Any]) -> tuple[str, ...]:
    if isinstance(task, CritiquePicture) and task.measurements.identity is not None:
        return (*PICTURE_CRITERIA, IDENTITY)
    by_task: dict[type[Task[Any]], tuple[str, ...]] = {
        CritiqueScreenplay: SCREENPLAY_CRITERIA,
        CritiquePicture: PICTURE_CRITERIA,
        CritiqueFilm: FILM_CRITERIA,
    }
    return by_task[type(task)]


def _budgets(task: Task[Any]) -> Sequence[object]:
    return task.budgets if isinstance(task, (WriteScreenplay, ReviseScreenplay)) else ()


def _cast_names(task: Task[Any]) -> tuple[str, ...]:
    if isinstance(task, (WriteScreenplay, ReviseScreenplay, StageOwnText)):
        return tuple(character.name for character in task.treatment.cast)
    return ()


def _known(given: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    spelled = {name.strip().casefold(): name for name in names}
    found = [spelled[name.strip().casefold()] for name in given if name.strip().casefold() in spelled]
    return tuple(dict.fromkeys(found))


def _mended_scene(scene: SceneDraft, names: tuple[str, ...]) -> SceneDraft:
    lines = []
    for line in scene.lines:
        if line.text.strip():
            speaker = next(iter(_known([line.speaker], names)), NARRATOR)
            lines.append(line.model_copy(update={"speaker": speaker}))
    return scene.model_copy(update={"characters": _known(scene.characters, names), "lines": tuple(lines)})


def _thinned(task: PlanShots, shots: tuple[ShotDraft, ...]) -> tuple[ShotDraft, ...]:
    """As many of ``shots`` as the scene holds, from all of it: the last is where it leads to."""
    most = min(task.most_shots, len(shots))
    if most < 2:
        return shots[:most]
    return tuple(shots[round(number * (len(shots) - 1) / (most - 1))] for number in range(most))


def _mended_shot(shot: ShotDraft, names: tuple[str, ...]) -> ShotDraft:
    characters = _known(shot.characters, names)[:MOST_FIGURES]
    return shot.model_copy(update={"characters": characters, "share": shot.share if shot.share > 0 else 1.0})


def _mended_figures(task: DescribePicture, answer: PictureDraft) -> tuple[FigureDirection, ...]:
    directed = {figure.name.strip().casefold(): figure for figure in reversed(answer.figures)}
    figures = []
    for name in task.shot.characters:
        figure = directed.get(name.strip().casefold(), FigureDirection(name=name))
        figures.append(figure.model_copy(update={"name": name}))
    return tuple(figures)


def _mended_cue_sheet(answer: CueSheetDraft) -> CueSheetDraft:
    def within(share: float) -> float:
        return min(1.0, max(0.0, share))

    return answer.model_copy(
        update={
            "intensity": within(answer.intensity),
            "ambiences": tuple(
                entry.model_copy(update={"strength": within(entry.strength)})
                for entry in answer.ambiences[:MOST_AMBIENCES]
            ),
            "effects": tuple(
                entry.model_copy(update={"moment": within(entry.moment), "strength": within(entry.strength)})
                for entry in answer.effects[:MOST_EFFECTS]
            ),
        }
    )
