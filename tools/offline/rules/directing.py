"""Shot grammar: a scene broken into shots by rule.

Wide first, closer towards the emotional line, never the same framing and move twice in a row; the camera moves for
the mood. Nothing is known of the other scenes or of how a shot is painted.
"""

from __future__ import annotations

import random as randomness
import re
from collections.abc import Sequence

from studio.production.screenplay import NARRATOR, LineDraft, SceneDraft, ShotDraft, ShotPlanDraft
from studio.production.tasks import PlanShots
from studio.production.vocabulary import CameraMove, Framing, Kind, Mood, Setting, Temperament, TimeOfDay, Weather

SECONDS_A_SHOT = {
    Temperament.TRADITIONAL: 4.6,
    Temperament.MODERN: 4.3,
    Temperament.FUTURISTIC: 4.3,
    Temperament.VINTAGE: 4.9,
    Temperament.MINIMAL: 5.8,
}
"""How long a director of each temperament likes a shot to last."""
SHORTEST_SHOT = 3.3
"""Seconds below which a picture is not taken in."""
MOST_FIGURES = 3
EMPTY_OPENINGS = 0.3
"""How often a scene of three shots or more opens on the place alone."""
EMOTIONAL_SHARE = 1.15
"""How much longer the shot of the emotional line is held."""

_PUSH, _PULL = CameraMove.PUSH_IN, CameraMove.PULL_OUT
_LEFT, _RIGHT = CameraMove.PAN_LEFT, CameraMove.PAN_RIGHT
_UP, _DOWN = CameraMove.TILT_UP, CameraMove.TILT_DOWN

_OPENING: dict[Mood, tuple[CameraMove, ...]] = {
    Mood.CALM: (_LEFT, _RIGHT, _PUSH),
    Mood.TENDER: (_PUSH, _LEFT),
    Mood.JOYFUL: (_LEFT, _RIGHT, _UP),
    Mood.PLAYFUL: (_LEFT, _RIGHT),
    Mood.HOPEFUL: (_UP, _PUSH),
    Mood.TRIUMPHANT: (_UP, _RIGHT),
    Mood.MYSTERIOUS: (_PUSH, _DOWN),
    Mood.TENSE: (_PUSH, _DOWN),
    Mood.MELANCHOLY: (_DOWN, _LEFT),
    Mood.EPIC: (_UP, _RIGHT),
}
_MIDDLE: dict[Mood, tuple[CameraMove, ...]] = {
    Mood.CALM: (_PUSH, _LEFT, _RIGHT),
    Mood.TENDER: (_PUSH, _LEFT, _RIGHT),
    Mood.JOYFUL: (_RIGHT, _LEFT, _PUSH),
    Mood.PLAYFUL: (_RIGHT, _LEFT, _PUSH),
    Mood.HOPEFUL: (_PUSH, _UP, _RIGHT),
    Mood.TRIUMPHANT: (_UP, _RIGHT, _PUSH),
    Mood.MYSTERIOUS: (_LEFT, _RIGHT, _PUSH),
    Mood.TENSE: (_PUSH, _LEFT, _RIGHT),
    Mood.MELANCHOLY: (_LEFT, _RIGHT, _DOWN),
    Mood.EPIC: (_RIGHT, _UP, _PUSH),
}
_ENDS_ON_PULL = frozenset({Mood.CALM, Mood.MELANCHOLY, Mood.HOPEFUL, Mood.TRIUMPHANT, Mood.EPIC})
_PUSHES_IN = frozenset({Mood.TENSE, Mood.TENDER, Mood.MYSTERIOUS, Mood.MELANCHOLY})
_WITHOUT_PRODUCT = frozenset({Mood.TENSE, Mood.MELANCHOLY, Mood.MYSTERIOUS})
_SHARES = {Framing.WIDE: 1.15, Framing.MEDIUM: 1.0, Framing.CLOSE: 0.95}
_EMOTION_MARKS = frozenset("!?！？؟…")
_TRAVEL = re.compile(
    r"\b(?:(?:walk|travel|journey|sail|row|climb|cross|wander|march)(?:s|es|ing)?"
    r"|rides?|riding|runs?|running|fly|flies|flying|hikes?|hiking)\b"
)

_SIZES = {Framing.WIDE: "Wide shot", Framing.MEDIUM: "Medium shot", Framing.CLOSE: "Close shot"}
_NOUNS = {
    Setting.COAST: "the coast",
    Setting.SEA: "the open sea",
    Setting.FOREST: "the forest",
    Setting.MOUNTAINS: "the mountains",
    Setting.MEADOW: "the meadow",
    Setting.DESERT: "the desert",
    Setting.LAKE: "the lake",
    Setting.VILLAGE: "the village",
    Setting.CITY: "the city",
    Setting.SPACE: "outer space",
    Setting.ROOM: "the room",
    Setting.WORKSHOP: "the workshop",
}
_AT = {Setting.COAST: "on", Setting.SEA: "on", Setting.LAKE: "by"}
_HOURS = {
    TimeOfDay.DAWN: "at dawn",
    TimeOfDay.DAY: "by day",
    TimeOfDay.DUSK: "at dusk",
    TimeOfDay.NIGHT: "at night",
}
_WEATHERS = {
    Weather.CLEAR: "under a clear sky",
    Weather.CLOUDY: "under clouds",
    Weather.RAIN: "in the rain",
    Weather.STORM: "in a storm",
    Weather.SNOW: "in the snow",
    Weather.FOG: "in fog",
}
_OUTSIDE = {
    Weather.CLEAR: "a clear sky",
    Weather.CLOUDY: "clouds",
    Weather.RAIN: "rain",
    Weather.STORM: "a storm",
    Weather.SNOW: "snow",
    Weather.FOG: "fog",
}
_MOVES = {
    CameraMove.STATIC: "the camera keeps still",
    CameraMove.PUSH_IN: "the camera pushes in",
    CameraMove.PULL_OUT: "the camera pulls out",
    CameraMove.PAN_LEFT: "the camera pans left",
    CameraMove.PAN_RIGHT: "the camera pans right",
    CameraMove.TILT_UP: "the camera tilts up",
    CameraMove.TILT_DOWN: "the camera tilts down",
}


def plan_shots(task: PlanShots, random: randomness.Random) -> ShotPlanDraft:
    """The shots of ``task.scene``, at least one."""
    scene = task.scene
    count = shot_count(task.seconds, task.agent.temperament)
    emotional = _emotional_shot(scene.lines, count)
    framings = _framings(count, emotional, bool(scene.characters), random)
    featured = count - 1 if _features_product(task) else None
    alone = featured is not None and (count > 1 or not scene.characters)
    if featured is not None:
        framings[featured] = Framing.CLOSE if alone else Framing.MEDIUM
    empty_opening = count >= 3 and random.random() < EMPTY_OPENINGS
    shots: list[ShotDraft] = []
    for number, (framing, move) in enumerate(zip(framings, _moves(scene, framings, random), strict=True)):
        shows_product = number == featured
        if (shows_product and alone) or (number == 0 and empty_opening):
            characters: tuple[str, ...] = ()
        else:
            earlier = framings[:number].count(framing)
            characters = _in_frame(scene, framing, number == emotional, earlier)[: 1 if shows_product else MOST_FIGURES]
        shots.append(
            ShotDraft(
                framing=framing,
                move=move,
                description=_description(task, framing, move, characters, shows_product),
                characters=characters,
                share=round(_SHARES[framing] * (EMOTIONAL_SHARE if number == emotional else 1.0), 2),
                shows_product=shows_product,
            )
        )
    return ShotPlanDraft(shots=tuple(shots))


def shot_count(seconds: float, temperament: Temperament) -> int:
    """How many shots a scene of ``seconds`` is broken into; never so many that they are under ``SHORTEST_SHOT``
    in the mean."""
    wanted = round(seconds / SECONDS_A_SHOT[temperament])
    return max(1, min(wanted, int(seconds / SHORTEST_SHOT)))


def _emotional_shot(lines: tuple[LineDraft, ...], count: int) -> int | None:
    """The shot that is on screen when the emotional line is said: one that a character says, or that exclaims or
    asks, the later the better; None where no line does. A scene of four shots or more still leaves on another."""
    lengths = [max(1, len(line.text)) for line in lines]
    weights = [
        2 * (line.speaker != NARRATOR) + any(mark in line.text for mark in _EMOTION_MARKS) + 0.1 * number
        for number, line in enumerate(lines)
    ]
    if max(weights, default=0.0) < 1:
        return None
    chosen = weights.index(max(weights))
    middle = (sum(lengths[:chosen]) + lengths[chosen] / 2) / sum(lengths)
    return min(count - 2 if count >= 4 else count - 1, int(middle * count))


def _framings(count: int, emotional: int | None, peopled: bool, random: randomness.Random) -> list[Framing]:
    if count == 1:
        return [random.choice((Framing.WIDE, Framing.MEDIUM, Framing.MEDIUM)) if peopled else Framing.WIDE]
    cycle = (Framing.WIDE, Framing.MEDIUM, Framing.CLOSE, Framing.MEDIUM) if peopled else (Framing.WIDE, Framing.MEDIUM)
    framings = [cycle[number % len(cycle)] for number in range(count)]
    if count == 2 and peopled:
        framings[1] = random.choice((Framing.MEDIUM, Framing.CLOSE))
    if peopled and emotional:
        framings[emotional] = Framing.CLOSE
        for neighbour in (emotional - 1, emotional + 1):
            if 0 < neighbour < count and framings[neighbour] is Framing.CLOSE:
                framings[neighbour] = Framing.MEDIUM
    if count >= 4:
        framings[-1] = Framing.WIDE
    return framings


def _features_product(task: PlanShots) -> bool:
    """Whether the scene ends on the product: where it is named, and wherever the mood is not that of the problem."""
    product = task.treatment.product
    if task.kind is not Kind.AD or product is None:
        return False
    name = product.name.casefold()
    if any(name in text.casefold() for text in (task.scene.action, *(line.text for line in task.scene.lines))):
        return True
    return task.scene.mood not in _WITHOUT_PRODUCT


def _moves(scene: SceneDraft, framings: list[Framing], random: randomness.Random) -> list[CameraMove]:
    """A move for each shot, never the one before's."""
    moves: list[CameraMove] = []
    travels = bool(_TRAVEL.search(scene.action.casefold()))
    for number, framing in enumerate(framings):
        if framing is Framing.CLOSE:
            choices: tuple[CameraMove, ...] = (_PUSH,) if scene.mood in _PUSHES_IN else (_PUSH, _LEFT, _RIGHT)
        elif number and number == len(framings) - 1 and scene.mood in _ENDS_ON_PULL:
            choices = (_PULL,)
        elif travels:
            choices = (_RIGHT, _LEFT)
        else:
            choices = _MIDDLE[scene.mood] if number else _OPENING[scene.mood]
        before = moves[-1] if moves else None
        moves.append(random.choice([move for move in choices if move is not before] or [_LEFT, _RIGHT]))
    return moves


def _in_frame(scene: SceneDraft, framing: Framing, emotional: bool, earlier: int) -> tuple[str, ...]:
    """Who is seen: all in wide shots and in the first medium shot, then one after the other; in a close shot who
    speaks, both where the scene is about both, else one after the other."""
    everyone = tuple(dict.fromkeys(scene.characters))
    if framing is Framing.WIDE or (framing is Framing.MEDIUM and not earlier):
        return everyone[:MOST_FIGURES]
    if framing is Framing.CLOSE and len(everyone) == 2 and scene.mood is Mood.TENDER:
        return everyone
    speakers = [line.speaker for line in scene.lines if line.speaker in everyone]
    if emotional and speakers:
        return (speakers[-1],)
    return (everyone[earlier % len(everyone)],) if everyone else ()


def _description(
    task: PlanShots, framing: Framing, move: CameraMove, characters: tuple[str, ...], shows_product: bool
) -> str:
    scene = task.scene
    subjects = list(characters)
    if shows_product and task.treatment.product is not None:
        subjects.append(task.treatment.product.name)
    place, light = _NOUNS[scene.setting], _HOURS[scene.time_of_day]
    if scene.setting.is_indoors:
        light += f", {_OUTSIDE[scene.weather]} outside"
    elif scene.setting is not Setting.SPACE:
        light += f" {_WEATHERS[scene.weather]}"
    landmark = f"a {scene.landmark.value.replace('_', ' ')}" if scene.landmark else ""
    if not subjects:
        with_landmark = f" with {landmark}" if landmark else ""
        return f"{_SIZES[framing]} of {place}{with_landmark} {light}; {_MOVES[move]}."
    sight = f", {landmark} in sight" if landmark and framing is Framing.WIDE else ""
    where = f"{_AT.get(scene.setting, 'in')} {place} {light}{sight}"
    return f"{_SIZES[framing]} of {_listed(subjects)} {where}; {_MOVES[move]}."


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
