"""Where and when scenes play along the arc: beats, sets, light, weather and mood.

What the brief says comes first; the rest stays in the same kind of place. Knows nothing of words.
"""

from __future__ import annotations

import random as randomness
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from studio.production.vocabulary import Kind, Landmark, Mood, Setting, StoryShape, TimeOfDay, Weather
from studio.tools.offline.rules.lexicon import base_language, figure_looks, glossary, has_templates, lexicon
from studio.tools.offline.rules.recognition import Recognition, read

STORY_BEATS = ("opening", "want", "departure", "trial", "ally", "turn", "climax", "return", "closing")

_FEW_STORY_BEATS = {
    1: ("opening",),
    2: ("opening", "closing"),
    3: ("opening", "trial", "closing"),
    4: ("opening", "want", "turn", "closing"),
    5: ("opening", "want", "trial", "turn", "closing"),
    6: ("opening", "want", "departure", "trial", "turn", "closing"),
    7: ("opening", "want", "departure", "trial", "turn", "climax", "closing"),
    8: ("opening", "want", "departure", "trial", "turn", "climax", "return", "closing"),
}
_FEW_BEATS_FOR_TWO = {
    4: ("opening", "trial", "ally", "closing"),
    5: ("opening", "want", "trial", "ally", "closing"),
    6: ("opening", "want", "trial", "ally", "turn", "closing"),
    7: ("opening", "want", "trial", "ally", "turn", "climax", "closing"),
    8: ("opening", "want", "trial", "ally", "turn", "climax", "return", "closing"),
}
_FEW_AD_BEATS = {
    StoryShape.PROBLEM_SOLUTION: ("hook", "need", "strain", "meet", "claim", "relief", "call"),
    StoryShape.BEFORE_AFTER: ("need", "strain", "meet", "claim", "relief", "call"),
    StoryShape.AIDA: ("hook", "meet", "claim", "wish", "call"),
}
_KEPT_FIRST = ("meet", "call", "need", "claim", "hook", "relief", "wish", "strain")

_BEAT_MOODS = {
    "opening": Mood.CALM,
    "want": Mood.HOPEFUL,
    "departure": Mood.HOPEFUL,
    "trial": Mood.TENSE,
    "ally": Mood.TENDER,
    "turn": Mood.MYSTERIOUS,
    "climax": Mood.EPIC,
    "return": Mood.CALM,
    "closing": Mood.TENDER,
    "hook": Mood.MYSTERIOUS,
    "need": Mood.MELANCHOLY,
    "strain": Mood.TENSE,
    "meet": Mood.HOPEFUL,
    "claim": Mood.JOYFUL,
    "wish": Mood.HOPEFUL,
    "relief": Mood.JOYFUL,
    "call": Mood.TRIUMPHANT,
}
_SHAPE_MOODS = {
    StoryShape.ROMANCE: {"want": Mood.TENDER, "trial": Mood.MELANCHOLY, "climax": Mood.HOPEFUL},
    StoryShape.ADVENTURE: {"departure": Mood.PLAYFUL, "turn": Mood.HOPEFUL},
    StoryShape.MYSTERY: {"opening": Mood.MYSTERIOUS, "want": Mood.MYSTERIOUS, "climax": Mood.TENSE},
    StoryShape.FABLE: {"turn": Mood.HOPEFUL, "climax": Mood.HOPEFUL},
}
_ENDS = {
    Mood.TENSE: Mood.HOPEFUL,
    Mood.MYSTERIOUS: Mood.TENDER,
    Mood.MELANCHOLY: Mood.TENDER,
}
"""How a film ends that begins in a feeling which cannot be left unresolved."""

KINDRED = {
    Mood.CALM: Mood.TENDER,
    Mood.TENDER: Mood.HOPEFUL,
    Mood.JOYFUL: Mood.PLAYFUL,
    Mood.PLAYFUL: Mood.JOYFUL,
    Mood.HOPEFUL: Mood.CALM,
    Mood.TRIUMPHANT: Mood.JOYFUL,
    Mood.MYSTERIOUS: Mood.TENSE,
    Mood.TENSE: Mood.MYSTERIOUS,
    Mood.MELANCHOLY: Mood.TENDER,
    Mood.EPIC: Mood.TENSE,
}
"""The feeling next to each, for a scene that would be like the one before."""

NEIGHBOURS = {
    Setting.COAST: (Setting.SEA,),
    Setting.SEA: (Setting.COAST,),
    Setting.FOREST: (Setting.LAKE, Setting.MEADOW),
    Setting.MOUNTAINS: (Setting.LAKE, Setting.FOREST),
    Setting.MEADOW: (Setting.VILLAGE, Setting.FOREST),
    Setting.DESERT: (Setting.DESERT, Setting.MOUNTAINS),
    Setting.LAKE: (Setting.FOREST, Setting.MEADOW),
    Setting.VILLAGE: (Setting.MEADOW, Setting.ROOM),
    Setting.CITY: (Setting.CITY, Setting.ROOM),
    Setting.SPACE: (Setting.SPACE,),
    Setting.ROOM: (Setting.ROOM, Setting.CITY),
    Setting.WORKSHOP: (Setting.WORKSHOP, Setting.VILLAGE),
}
"""Where a story may go from a place without leaving its world."""

_PICTURESQUE = {
    Setting.COAST: Landmark.SAILBOAT,
    Setting.FOREST: Landmark.GREAT_TREE,
    Setting.MOUNTAINS: Landmark.GREAT_TREE,
}
UNNAMED_HOMES = (Setting.CITY, Setting.ROOM)
"""Where a story may play whose text names no place: where most people are."""

_UNNAMED_MARKETS = (Setting.CITY, Setting.ROOM)
"""Where an advertisement may: things are sold where people live."""

_GLIMPSES = 0.5
"""How often a place that brings no landmark along shows a picturesque one."""

_CHANGING = {Weather.CLEAR: Weather.CLOUDY, Weather.CLOUDY: Weather.CLEAR}
_AFLOAT = frozenset({Landmark.SAILBOAT})
_AT_SEA = frozenset({Landmark.SAILBOAT, Landmark.LIGHTHOUSE, Landmark.BALLOON})
_IN_SPACE = frozenset({Landmark.ROCKET, Landmark.BALLOON})
_NOT_YET = frozenset({Mood.TRIUMPHANT, Mood.EPIC})
"""Feelings that a film has to earn before it opens with them."""

_STORY_COURSES = (
    (TimeOfDay.DAY, TimeOfDay.DAY, TimeOfDay.DUSK, TimeOfDay.NIGHT, TimeOfDay.DAWN),
    (TimeOfDay.DAWN, TimeOfDay.DAY, TimeOfDay.DUSK, TimeOfDay.NIGHT, TimeOfDay.DAWN),
    (TimeOfDay.DUSK, TimeOfDay.NIGHT, TimeOfDay.NIGHT, TimeOfDay.DAWN, TimeOfDay.DAY),
    (TimeOfDay.DAWN, TimeOfDay.DAY, TimeOfDay.DAY, TimeOfDay.DUSK, TimeOfDay.DUSK),
)
_UNTOLD_COURSE = (TimeOfDay.DAY, TimeOfDay.DAY, TimeOfDay.DUSK, TimeOfDay.NIGHT, TimeOfDay.NIGHT, TimeOfDay.DAWN)
_UNTOLD_MOODS = (
    (Mood.CALM, Mood.HOPEFUL, Mood.MYSTERIOUS, Mood.TENSE, Mood.TENDER, Mood.CALM),
    (Mood.HOPEFUL, Mood.PLAYFUL, Mood.MYSTERIOUS, Mood.TENSE, Mood.TENDER, Mood.HOPEFUL),
    (Mood.TENDER, Mood.HOPEFUL, Mood.TENSE, Mood.MYSTERIOUS, Mood.HOPEFUL, Mood.CALM),
)
_AD_COURSE = (TimeOfDay.DAWN, TimeOfDay.DAY, TimeOfDay.DAY, TimeOfDay.DUSK, TimeOfDay.DUSK)
NameT = TypeVar("NameT", bound=StrEnum)
_TROUBLED = frozenset({"trial", "ally", "turn", "climax", "need", "strain", "departure"})


@dataclass(frozen=True)
class Stage:
    """One scene before it has words."""

    beat: str
    setting: Setting
    time: TimeOfDay
    weather: Weather
    mood: Mood
    landmark: Landmark | None


def story_beats(count: int, with_other: bool) -> tuple[str, ...]:
    """The beats of ``count`` scenes, in the order of the arc; long films stay longer in each beat."""
    few = _FEW_BEATS_FOR_TWO.get(count) if with_other else None
    few = few or _FEW_STORY_BEATS.get(count)
    return few or tuple(STORY_BEATS[number * len(STORY_BEATS) // count] for number in range(count))


def ad_beats(count: int, shape: StoryShape) -> tuple[str, ...]:
    """The beats of an advertisement of ``count`` scenes; the last is always the call, except of a single scene."""
    arc = _FEW_AD_BEATS[shape]
    if count >= len(arc):
        return tuple(arc[number * len(arc) // count] for number in range(count))
    kept = [beat for beat in _KEPT_FIRST if beat in arc][:count]
    return tuple(beat for beat in arc if beat in kept)


def stages(
    kind: Kind, shape: StoryShape, base: Mood, recognition: Recognition, count: int, random: randomness.Random
) -> tuple[Stage, ...]:
    """The stages of ``count`` scenes."""
    beats = ad_beats(count, shape) if kind is Kind.AD else story_beats(count, recognition.other is not None)
    home = recognition.home or random.choice(_UNNAMED_MARKETS if kind is Kind.AD else UNNAMED_HOMES)
    settings = _settings(home, recognition, beats, random)
    times = _times(recognition, count, kind, random)
    landmark, glimpsed = _landmark(home, recognition), None
    if landmark is None and not recognition.denied:
        # A landmark that nobody spoke of is seen once at most.
        brought = _brought(home, recognition)
        wanted = kind is Kind.STORY and recognition.home is not None and random.random() < _GLIMPSES
        picturesque = _PICTURESQUE.get(home) if wanted else None
        glimpsed = brought or picturesque
    glimpse = next((at for at in range(count) if count > 1 and settings[at] is home), None)
    moods = _SHAPE_MOODS.get(shape, {})
    placed = []
    for number, beat in enumerate(beats):
        edge = number in (0, count - 1)
        mood = base if edge and beat not in moods else moods.get(beat, _BEAT_MOODS[beat])
        if number == 0 and count > 1 and mood in _NOT_YET:
            mood = Mood.HOPEFUL
        if number == count - 1:
            mood = _ENDS.get(mood, mood)
        mark = glimpsed if glimpsed is not None and number == glimpse else landmark
        placed.append(
            Stage(
                beat=beat,
                setting=settings[number],
                time=times[number],
                weather=_weather(recognition, beat, number, count, settings[number]),
                mood=mood,
                landmark=mark if mark is not None and stands_in(mark, settings[number]) else None,
            )
        )
    return _varied(tuple(placed), recognition)


def _varied(placed: tuple[Stage, ...], recognition: Recognition) -> tuple[Stage, ...]:
    """Stages that each differ from the one before: in the weather where nobody named one, else in the feeling."""
    stages = list(placed)
    for number in range(1, len(stages)):
        if alike(stages[number], stages[number - 1]):
            stages[number] = unlike(stages[number], named_weather=bool(recognition.weathers))
    return tuple(stages)


def alike(one: Stage, other: Stage) -> bool:
    """Whether two stages have the same place, light, weather and feeling."""
    return (one.setting, one.time, one.weather, one.mood) == (other.setting, other.time, other.weather, other.mood)


def unlike(stage: Stage, *, named_weather: bool) -> Stage:
    """``stage`` under another sky where nobody named one and it is seen, else in a kindred feeling."""
    sky = None if named_weather else other_sky(stage.setting, stage.weather)
    return replace(stage, weather=sky) if sky is not None else replace(stage, mood=KINDRED[stage.mood])


def other_sky(setting: Setting, weather: Weather) -> Weather | None:
    """Another weather that the same day may have; None where no sky is seen, or where its weather means something."""
    open_sky = not setting.is_indoors and setting is not Setting.SPACE
    return _CHANGING.get(weather) if open_sky else None


def stands_in(landmark: Landmark, setting: Setting) -> bool:
    """Whether a landmark can be seen in a setting."""
    if setting.is_indoors:
        return False
    if setting is Setting.SPACE:
        return landmark in _IN_SPACE
    if setting is Setting.SEA:
        return landmark in _AT_SEA
    if landmark in _AFLOAT:
        return setting in (Setting.COAST, Setting.LAKE)
    return landmark is not Landmark.LIGHTHOUSE or setting is Setting.COAST


def _settings(
    home: Setting, recognition: Recognition, beats: tuple[str, ...], random: randomness.Random
) -> tuple[Setting, ...]:
    """Named places in their order; else home, with an outing where the arc is away."""
    count = len(beats)
    named = recognition.settings
    if recognition.stays:
        return (home,) * count
    if len(named) > 1:
        return tuple(named[number * len(named) // count] for number in range(count))
    outing = random.choice(NEIGHBOURS[home])
    away = {"departure", "trial"} if count > 4 and recognition.hero is not None else set()
    return tuple(outing if beat in away and number > 0 else home for number, beat in enumerate(beats))


def _times(recognition: Recognition, count: int, kind: Kind, random: randomness.Random) -> tuple[TimeOfDay, ...]:
    """The light moves on; a named time of day takes most of the film, and night ends in a morning."""
    if recognition.times:
        named = recognition.times[0]
        if named is TimeOfDay.NIGHT and count > 2:
            return (TimeOfDay.DUSK, *(TimeOfDay.NIGHT,) * (count - 2), TimeOfDay.DAWN)
        if named is TimeOfDay.DUSK and count > 2:
            return (*(TimeOfDay.DUSK,) * (count - 1), TimeOfDay.NIGHT)
        if named is TimeOfDay.DAWN and count > 3:
            return (*(TimeOfDay.DAWN,) * (count - 2), TimeOfDay.DAY, TimeOfDay.DAY)
        return (named,) * count
    if count <= 3:
        return (TimeOfDay.DAY, TimeOfDay.DUSK, TimeOfDay.DAWN)[:count]
    course = _AD_COURSE if kind is Kind.AD else random.choice(_STORY_COURSES)
    return tuple(_along(course, number, count) for number in range(count))


def _weather(recognition: Recognition, beat: str, number: int, count: int, setting: Setting) -> Weather:
    """A named weather comes with the trouble and goes; snow stays; without a name it is clear, cloudy in trouble."""
    if setting is Setting.SPACE:
        return Weather.CLEAR
    if not recognition.weathers:
        return Weather.CLOUDY if beat in ("trial", "strain") else Weather.CLEAR
    named = recognition.weathers[0]
    if named is Weather.SNOW or count < 3:
        return named
    if number == count - 1:
        return Weather.CLEAR
    if named is Weather.STORM:
        return Weather.STORM if beat in _TROUBLED else Weather.CLOUDY if number == 0 else Weather.CLEAR
    return named


def at_told_times(stages: tuple[Stage, ...], texts: Sequence[str], tag: str) -> tuple[Stage, ...]:
    """``stages`` in the light that the words of ``texts``, one for each, tell of; it goes on until the next that do."""
    language = base_language(tag)
    known = lexicon(language) if has_templates(tag) else glossary(language)
    if known is None:
        return stages
    told = [read(text, known).times[:1] if text else () for text in texts]
    if not any(told):
        return stages
    placed: list[Stage] = []
    last: TimeOfDay | None = None
    for number, (stage, times) in enumerate(zip(stages, told, strict=True)):
        last = times[0] if times else last
        # Before the first that is told, and after the last, the film's own course goes on.
        later = any(told[number:])
        placed.append(replace(stage, time=last) if last is not None and (times or later) else stage)
    return tuple(placed)


def untold_time(number: int, count: int) -> TimeOfDay:
    """The light of scene ``number`` of a text that names none: from day over dusk and night to dawn."""
    return _along(_UNTOLD_COURSE, number, count)


def untold_mood(number: int, count: int, course: int) -> Mood:
    """The feeling of scene ``number`` of a text that names none: from hope over tension to tenderness.

    ``course`` chooses among several ways there.
    """
    return _along(_UNTOLD_MOODS[course % len(_UNTOLD_MOODS)], number, count)


def _along(course: tuple[NameT, ...], number: int, count: int) -> NameT:
    """The element of ``course`` at the place of scene ``number``: the first scene has the first, the last the last."""
    if count < 2:
        return course[0]
    return course[round(number * (len(course) - 1) / (count - 1))]


def _landmark(home: Setting, recognition: Recognition) -> Landmark | None:
    """The landmark that the text names, or the lighthouse that a keeper of one keeps."""
    if recognition.landmarks:
        return recognition.landmarks[0]
    brought = _brought(home, recognition)
    return brought if brought is Landmark.LIGHTHOUSE else None


def _brought(home: Setting, recognition: Recognition) -> Landmark | None:
    """What can be seen where the figures of the story live."""
    for figure in recognition.figures:
        brought = figure_looks()[figure.id].landmark
        if figure.forms and brought is not None and brought not in recognition.denied and stands_in(brought, home):
            return brought
    return None
