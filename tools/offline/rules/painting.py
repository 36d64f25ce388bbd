"""How a shot is painted, by rule: what each figure does, and a prompt in English for image models.

Poses and faces follow the action where its English words are recognised, else the mood; two figures face each other
and keep their sides in every shot of the scene. Knows nothing of drawing.
"""

from __future__ import annotations

import random as randomness
import re

from studio.production.screenplay import FigureDirection, PictureDraft, SceneDraft, SheetDraft, ShotDraft
from studio.production.tasks import DescribeCharacter, DescribePicture
from studio.production.treatment import Appearance
from studio.production.vocabulary import (
    Accessory,
    CameraMove,
    Expression,
    Facing,
    Framing,
    Headwear,
    Mood,
    Pose,
    Setting,
    Species,
    TimeOfDay,
)
from studio.tools.offline.rules.depiction import appearance_words, picture_prompt

_POSES: dict[Mood, tuple[Pose, ...]] = {
    Mood.CALM: (Pose.STAND, Pose.SIT, Pose.STAND),
    Mood.TENDER: (Pose.STAND, Pose.REACH, Pose.SIT),
    Mood.JOYFUL: (Pose.WAVE, Pose.STAND, Pose.REACH),
    Mood.PLAYFUL: (Pose.WAVE, Pose.WALK, Pose.REACH),
    Mood.HOPEFUL: (Pose.LOOK_UP, Pose.STAND, Pose.WALK),
    Mood.TRIUMPHANT: (Pose.WAVE, Pose.REACH, Pose.STAND),
    Mood.MYSTERIOUS: (Pose.LOOK_UP, Pose.WALK, Pose.STAND),
    Mood.TENSE: (Pose.STAND, Pose.REACH, Pose.WALK),
    Mood.MELANCHOLY: (Pose.SIT, Pose.STAND, Pose.WALK),
    Mood.EPIC: (Pose.STAND, Pose.LOOK_UP, Pose.REACH),
}
_FACES: dict[Mood, tuple[Expression, ...]] = {
    Mood.CALM: (Expression.NEUTRAL, Expression.HAPPY),
    Mood.TENDER: (Expression.HAPPY, Expression.NEUTRAL),
    Mood.JOYFUL: (Expression.HAPPY,),
    Mood.PLAYFUL: (Expression.HAPPY, Expression.SURPRISED),
    Mood.HOPEFUL: (Expression.HAPPY, Expression.DETERMINED),
    Mood.TRIUMPHANT: (Expression.HAPPY, Expression.DETERMINED),
    Mood.MYSTERIOUS: (Expression.SURPRISED, Expression.NEUTRAL),
    Mood.TENSE: (Expression.AFRAID, Expression.DETERMINED),
    Mood.MELANCHOLY: (Expression.SAD,),
    Mood.EPIC: (Expression.DETERMINED,),
}
_ACTIONS = (
    (re.compile(r"\b(?:sleeps?|sleeping|asleep|dozes?|dozing)\b"), Pose.SLEEP),
    (re.compile(r"\b(?:sits?|sitting|seated)\b"), Pose.SIT),
    (re.compile(r"\b(?:waves? (?:to|at)|waving|greets?|greeting)\b"), Pose.WAVE),
    (
        re.compile(r"\b(?:looks? up|looking up|(?:gazes?|gazing|stares?|looks?) at the (?:sky|stars|moon))\b"),
        Pose.LOOK_UP,
    ),
    (re.compile(r"\b(?:reach(?:es|ing)?|touch(?:es|ing)?|offer(?:s|ing)?|hands? (?:over|out))\b"), Pose.REACH),
    (
        re.compile(r"\b(?:walk|climb|wander|march|cross|follow)(?:s|es|ing)?\b|\b(?:runs?|running|hikes?|hiking)\b"),
        Pose.WALK,
    ),
)
_SHARED = frozenset({Pose.WALK, Pose.SIT, Pose.SLEEP})
"""What everyone does whom the action names; the rest is the first one's alone."""
_RESTFUL = frozenset({Mood.CALM, Mood.TENDER})
_AFLOAT = frozenset({Setting.SEA, Setting.SPACE})
_UPRIGHT = frozenset({Pose.STAND, Pose.LOOK_UP, Pose.REACH, Pose.WAVE})
_ALWAYS_AFLOAT = frozenset({Species.WHALE, Species.SPIRIT})


def describe_character(task: DescribeCharacter, _random: randomness.Random) -> SheetDraft:
    """The looks in the words that every picture's prompt has for them; after a refusal, of somebody simpler."""
    looks = task.character.appearance
    if task.note:
        looks = looks.model_copy(update={"accessory": Accessory.NONE, "headwear": Headwear.NONE})
    return SheetDraft(prompt=appearance_words(looks))


def describe_picture(task: DescribePicture, random: randomness.Random) -> PictureDraft:
    """One direction for each character of the shot, in its order, and the prompt."""
    scene, shot = task.scene, task.shot
    looks = {character.name: character.appearance for character in task.treatment.cast}
    acted = acted_pose(scene)
    actors = _actors(scene, shot.characters, acted)
    figures = []
    for number, name in enumerate(shot.characters):
        allowed = allowed_poses(scene, shot.framing, looks.get(name))
        if acted in allowed and name in actors:
            pose = acted
        else:
            pose = random.choice([pose for pose in _POSES[scene.mood] if pose in allowed] or [Pose.STAND])
        figures.append(
            FigureDirection(
                name=name,
                pose=pose,
                expression=_expression(scene.mood, pose, number, random),
                facing=_facing(scene, shot, name, pose, random),
            )
        )
    return PictureDraft(
        prompt=picture_prompt(task.treatment, scene, shot, tuple(figures), task.note), figures=tuple(figures)
    )


def acted_pose(scene: SceneDraft) -> Pose | None:
    """The pose that the scene's action names, where its words are English and certain."""
    action = scene.action.casefold()
    return next((pose for words, pose in _ACTIONS if words.search(action)), None)


def allowed_poses(scene: SceneDraft, framing: Framing, appearance: Appearance | None) -> frozenset[Pose]:
    """Poses that can be shown: none below the waist in a close shot, no sitting or walking where there is no ground,
    sleep only at night in a restful mood."""
    poses = set(_UPRIGHT)
    grounded = scene.setting not in _AFLOAT and (appearance is None or appearance.species not in _ALWAYS_AFLOAT)
    if framing is not Framing.CLOSE and grounded:
        poses |= {Pose.SIT, Pose.WALK}
        if scene.time_of_day is TimeOfDay.NIGHT and scene.mood in _RESTFUL:
            poses.add(Pose.SLEEP)
    if framing is Framing.CLOSE:
        poses -= {Pose.WAVE, Pose.REACH}
    return frozenset(poses)


def _actors(scene: SceneDraft, characters: tuple[str, ...], acted: Pose | None) -> tuple[str, ...]:
    """Who of ``characters`` takes the action's pose: those whom it names, else the first."""
    action = scene.action.casefold()
    named = sorted((name for name in characters if name.casefold() in action), key=lambda n: action.index(n.casefold()))
    if not named:
        return characters[:1]
    return tuple(named) if acted in _SHARED else (named[0],)


def _expression(mood: Mood, pose: Pose, number: int, random: randomness.Random) -> Expression:
    if pose is Pose.SLEEP:
        return Expression.NEUTRAL
    faces = _FACES[mood]
    return faces[0] if number == 0 or len(faces) == 1 else random.choice(faces)


def _facing(scene: SceneDraft, shot: ShotDraft, name: str, pose: Pose, random: randomness.Random) -> Facing:
    side = _side(scene, shot, name)
    if side is not None:
        return side
    if pose is Pose.WALK:
        return Facing.LEFT if shot.move is CameraMove.PAN_LEFT else Facing.RIGHT
    if pose is Pose.SLEEP:
        return random.choice((Facing.LEFT, Facing.RIGHT))
    if shot.framing is Framing.WIDE and scene.mood in (Mood.MYSTERIOUS, Mood.EPIC):
        return Facing.BACK
    if shot.framing is Framing.CLOSE:
        return Facing.FRONT
    return random.choice((Facing.FRONT, Facing.FRONT, Facing.LEFT, Facing.RIGHT))


def _side(scene: SceneDraft, shot: ShotDraft, name: str) -> Facing | None:
    """Sides that a scene keeps (the 180-degree rule): the first looks right, the last left, who stands between them
    at the audience; alone in a shot, everyone still looks to where the other is. None where there is no other."""
    company = shot.characters if len(shot.characters) > 1 else scene.characters
    if len(company) < 2 or name not in company:
        return None
    if company.index(name) == 0:
        return Facing.RIGHT
    return Facing.LEFT if company.index(name) == len(company) - 1 else Facing.FRONT
