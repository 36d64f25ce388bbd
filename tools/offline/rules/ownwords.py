"""Staging a person's own text: what its words say of place, light, weather, mood and who is there.

The words themselves are kept as they are. A landmark is seen only in the scenes that name it.
"""

from __future__ import annotations

import random as randomness
import re
from typing import Any

from studio.production.screenplay import SceneDraft, ScreenplayDraft
from studio.production.tasks import OwnScene, StageOwnText
from studio.production.treatment import CharacterDraft
from studio.production.vocabulary import Setting, TimeOfDay, Weather
from studio.tools.offline.rules.lexicon import base_language, lexicon
from studio.tools.offline.rules.recognition import Recognition, read, recognise, recognise_brief, suggested_place
from studio.tools.offline.rules.staging import UNNAMED_HOMES, stands_in, untold_mood, untold_time

_HEADING_TIMES = {
    "DAWN": TimeOfDay.DAWN,
    "MORNING": TimeOfDay.DAWN,
    "SUNRISE": TimeOfDay.DAWN,
    "DAY": TimeOfDay.DAY,
    "NOON": TimeOfDay.DAY,
    "AFTERNOON": TimeOfDay.DAY,
    "DUSK": TimeOfDay.DUSK,
    "SUNSET": TimeOfDay.DUSK,
    "EVENING": TimeOfDay.DUSK,
    "NIGHT": TimeOfDay.NIGHT,
    "MIDNIGHT": TimeOfDay.NIGHT,
}
_INDOORS = re.compile(r"^\s*(?:\d+[.)]?\s*)?(?:INT(?:ÉRIEUR|ERIOR|ERNO)?|INNEN|ИНТ|内景)\b", re.IGNORECASE)
_OUTDOORS = re.compile(r"^\s*(?:\d+[.)]?\s*)?(?:EXT(?:ÉRIEUR|ERIOR)?|ESTERNO|AU(?:SS|ẞ)EN|НАТ|外景)\b", re.IGNORECASE)
_MOOD_COURSES = 3
_FOREGROUND_CAST = 3


def stage_own_text(task: StageOwnText, random: randomness.Random) -> ScreenplayDraft:
    """A scene for each of the person's. Place and light go on until others are named; a place that is never named is
    one for the whole film, and light and feelings that are not named follow an arc."""
    whole = recognise_brief(task.brief)
    setting = whole.home or random.choice(UNNAMED_HOMES)
    course = random.randrange(_MOOD_COURSES)
    count = len(task.scenes)
    time: TimeOfDay | None = None
    weather = Weather.CLEAR
    scenes = []
    for number, own in enumerate(task.scenes):
        seen = _read_scene(own, task.brief.language)
        setting = _setting(own, seen, setting, base_language(task.brief.language))
        time = _time(own, seen, time)
        weather = seen.weathers[0] if seen.weathers else weather if not own.heading else Weather.CLEAR
        scenes.append(
            SceneDraft(
                setting=setting,
                place=own.heading,
                time_of_day=time or _untold_time(whole, number, count),
                weather=Weather.CLEAR if setting is Setting.SPACE else weather,
                mood=seen.moods[0] if seen.moods else untold_mood(number, count, course),
                landmark=next((mark for mark in seen.landmarks if stands_in(mark, setting)), None),
                action=own.lines[0].text if own.lines else own.heading,
                characters=_present(own, task.treatment.cast),
                lines=own.lines,
            )
        )
    return ScreenplayDraft(title=task.title, scenes=tuple(scenes))


def _untold_time(whole: Recognition, number: int, count: int) -> TimeOfDay:
    """The light before any scene names one: by day where the text comes to it later, else along the arc."""
    return TimeOfDay.DAY if whole.times else untold_time(number, count)


def _read_scene(own: OwnScene, tag: str) -> Recognition:
    """What the scene says in its own language, and its heading in English, as screenplays have it everywhere."""
    text = "\n".join((own.heading, *(line.text for line in own.lines)))
    seen = recognise(text, tag)
    if own.heading and base_language(tag) != "en":
        heading = read(own.heading.lower(), lexicon("en"))
        both: dict[str, Any] = {
            name: (*getattr(heading, name), *found) if isinstance(found, tuple) else found
            for name, found in vars(seen).items()
        }
        seen = Recognition(**both)
    return seen


def _setting(own: OwnScene, seen: Recognition, before: Setting, tag: str) -> Setting:
    if _INDOORS.match(own.heading):
        indoors = [setting for setting in seen.settings if setting.is_indoors]
        return indoors[0] if indoors else Setting.ROOM
    if not seen.settings and before.is_indoors and _OUTDOORS.match(own.heading):
        suggested = suggested_place(own.heading, "en") or suggested_place(
            " ".join(line.text for line in own.lines), tag
        )
        return suggested if suggested is not None and not suggested.is_indoors else Setting.CITY
    return seen.settings[0] if seen.settings else before


def _time(own: OwnScene, seen: Recognition, before: TimeOfDay | None) -> TimeOfDay | None:
    for word in reversed(re.findall(r"[A-Za-z]+", own.heading)):
        if word.upper() in _HEADING_TIMES:
            return _HEADING_TIMES[word.upper()]
    return seen.times[0] if seen.times else before


def _present(own: OwnScene, cast: tuple[CharacterDraft, ...]) -> tuple[str, ...]:
    """The cast members who speak in the scene or are named in it, speakers first, at most three."""
    text = " ".join((own.heading, *(line.text for line in own.lines))).lower()
    speakers = [member.name for member in cast if any(line.speaker == member.name for line in own.lines)]
    named = [member.name for member in cast if _is_named(member, text)]
    return tuple(dict.fromkeys((*speakers, *named)))[:_FOREGROUND_CAST]


def _is_named(member: CharacterDraft, text: str) -> bool:
    return any(
        re.search(rf"(?<!\w){re.escape(word.lower())}(?!\w)", text) is not None
        for word in (member.name, member.role)
        if word
    )
