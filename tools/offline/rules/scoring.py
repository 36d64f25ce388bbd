"""What is heard in a scene, by rule: the mood's intensity, the sound of the place, a rare effect.

Knows nothing of how music and sounds are made.
"""

from __future__ import annotations

import random as randomness
import re

from studio.production.screenplay import AmbienceDraft, CueSheetDraft, EffectDraft, SceneDraft
from studio.production.tasks import ScoreScene
from studio.production.vocabulary import (
    Ambience,
    Effect,
    Landmark,
    Mood,
    Setting,
    Temperament,
    TimeOfDay,
    Weather,
)

MOST_AMBIENCES = 2
MOST_EFFECTS = 2
EFFECT_SECONDS = 4.0
"""A shorter scene has no room for an effect."""
SPOKEN_SHARE = 0.15
"""How much of the music's intensity is taken back in a scene that is spoken throughout."""
CHARACTERS_A_SECOND = 14.0
"""How fast a line is read, to see how full of words a scene is."""

_INTENSITY = {
    Mood.CALM: 0.35,
    Mood.TENDER: 0.4,
    Mood.JOYFUL: 0.65,
    Mood.PLAYFUL: 0.55,
    Mood.HOPEFUL: 0.55,
    Mood.TRIUMPHANT: 0.85,
    Mood.MYSTERIOUS: 0.4,
    Mood.TENSE: 0.7,
    Mood.MELANCHOLY: 0.35,
    Mood.EPIC: 0.9,
}
_TEMPERAMENT = {
    Temperament.TRADITIONAL: 0.0,
    Temperament.MODERN: 0.03,
    Temperament.FUTURISTIC: 0.06,
    Temperament.VINTAGE: -0.03,
    Temperament.MINIMAL: -0.08,
}
_NOTES = {
    Mood.CALM: "Long tones, the motif once and plainly, then a rest.",
    Mood.TENDER: "The motif slow and close, with a rest before its last note.",
    Mood.JOYFUL: "The motif bright and on the beat, answered once.",
    Mood.PLAYFUL: "The motif short and off the beat, with rests between.",
    Mood.HOPEFUL: "The motif rises and is left open at the end.",
    Mood.TRIUMPHANT: "The motif in full, with everything that plays.",
    Mood.MYSTERIOUS: "Fragments of the motif over a low held note.",
    Mood.TENSE: "A pulse under half of the motif; do not resolve it.",
    Mood.MELANCHOLY: "The motif in one voice, falling, with room around it.",
    Mood.EPIC: "The motif broad and low first, then in full.",
}
_WATER = frozenset({Setting.COAST, Setting.SEA})
_GREEN = frozenset({Setting.FOREST, Setting.MEADOW, Setting.LAKE, Setting.VILLAGE})
_WONDER = frozenset({Mood.HOPEFUL, Mood.MYSTERIOUS, Mood.TENDER, Mood.JOYFUL})
_WALKING = re.compile(r"\b(walk|run|climb|wander|march|hike|step)(s|es|ing)?\b")


def score_scene(task: ScoreScene, random: randomness.Random) -> CueSheetDraft:
    """Mood and intensity of the cue, up to two ambiences and up to two effects."""
    scene = task.scene
    words = sum(len(line.text) for line in scene.lines) / CHARACTERS_A_SECOND
    full = min(1.0, words / task.seconds)
    intensity = _INTENSITY[scene.mood] + _TEMPERAMENT[task.agent.temperament] - SPOKEN_SHARE * full
    lead = f" {task.music.instruments[0].capitalize()} leads." if task.music.instruments else ""
    return CueSheetDraft(
        mood=scene.mood,
        intensity=round(min(1.0, max(0.1, intensity)), 2),
        note=_NOTES[scene.mood] + lead,
        ambiences=tuple(
            AmbienceDraft(sound=sound, strength=round(strength, 2))
            for sound, strength in ambiences(scene)[:MOST_AMBIENCES]
        ),
        effects=_effects(scene, task, random),
    )


def ambiences(scene: SceneDraft) -> list[tuple[Ambience, float]]:
    """The continuous sounds of ``scene`` and their strengths, each sound once, the most telling first."""
    strengths: dict[Ambience, float] = {}
    for sound, strength in _sounds(scene):
        strengths[sound] = max(strength, strengths.get(sound, 0.0))
    return list(strengths.items())


def _sounds(scene: SceneDraft) -> list[tuple[Ambience, float]]:
    if scene.setting is Setting.SPACE:
        return [(Ambience.SPACE, 0.5)]
    weather = _weather_sounds(scene)
    if scene.setting.is_indoors:
        fire = scene.landmark is Landmark.CAMPFIRE or (
            scene.setting is Setting.ROOM and (scene.weather is Weather.SNOW or scene.time_of_day is TimeOfDay.NIGHT)
        )
        inside = (Ambience.FIRE, 0.45) if fire else (Ambience.ROOM, 0.35)
        # Behind a wall the weather is faint.
        return [inside, *((sound, strength * 0.5) for sound, strength in weather)]
    place = _place_sounds(scene)
    severe = scene.weather in (Weather.RAIN, Weather.STORM)
    if severe and scene.setting not in _WATER:
        return [*weather, *place]
    return [*place[:1], *weather, *place[1:]]


def _weather_sounds(scene: SceneDraft) -> list[tuple[Ambience, float]]:
    match scene.weather:
        case Weather.STORM:
            return [(Ambience.WIND, 0.8), (Ambience.RAIN, 0.75)]
        case Weather.RAIN:
            return [(Ambience.RAIN, 0.55)]
        case Weather.SNOW:
            return [(Ambience.WIND, 0.3)]
        case _:
            return []


def _place_sounds(scene: SceneDraft) -> list[tuple[Ambience, float]]:
    fair = scene.weather in (Weather.CLEAR, Weather.CLOUDY, Weather.FOG)
    night = scene.time_of_day is TimeOfDay.NIGHT
    sounds: list[tuple[Ambience, float]] = []
    if scene.landmark is Landmark.CAMPFIRE:
        sounds.append((Ambience.FIRE, 0.5))
    if scene.setting in _WATER:
        sounds.append((Ambience.SEA, 0.85 if scene.weather is Weather.STORM else 0.5))
    elif scene.setting is Setting.CITY:
        sounds.append((Ambience.CITY, 0.3 if night else 0.45))
    elif scene.setting in (Setting.MOUNTAINS, Setting.DESERT):
        sounds.append((Ambience.WIND, 0.8 if scene.weather is Weather.STORM else 0.4))
    if scene.setting in _GREEN and fair:
        living = Ambience.CRICKETS if night else Ambience.BIRDS
        loud = 0.5 if scene.time_of_day in (TimeOfDay.DAWN, TimeOfDay.NIGHT) else 0.4
        sounds.append((living, 0.3 if scene.setting is Setting.VILLAGE else loud))
    if scene.setting is Setting.LAKE:
        sounds.append((Ambience.STREAM, 0.3))
    if scene.setting in _GREEN and not fair and scene.setting is not Setting.LAKE:
        sounds.append((Ambience.WIND, 0.35))
    return sounds


def _effects(scene: SceneDraft, task: ScoreScene, random: randomness.Random) -> tuple[EffectDraft, ...]:
    if task.seconds < EFFECT_SECONDS:
        return ()
    found: list[EffectDraft] = []
    inside = scene.setting.is_indoors
    if scene.weather is Weather.STORM and scene.setting is not Setting.SPACE:
        found.append(_effect(Effect.THUNDER, random.uniform(0.05, 0.35), 0.4 if inside else 0.8))
    if scene.landmark is Landmark.LIGHTHOUSE and scene.weather in (Weather.FOG, Weather.STORM, Weather.RAIN):
        found.append(_effect(Effect.FOGHORN, random.uniform(0.5, 0.75), 0.45))
    elif scene.setting is Setting.VILLAGE and scene.time_of_day in (TimeOfDay.DAWN, TimeOfDay.DUSK):
        found.append(_effect(Effect.BELL, random.uniform(0.05, 0.2), 0.35))
    if scene.mood is Mood.TENSE and not found:
        found.append(_effect(Effect.HEARTBEAT, random.uniform(0.4, 0.6), 0.35))
    if scene.mood in _WONDER and random.random() < 0.35:
        sound = Effect.SPARKLE if scene.setting is Setting.SPACE or scene.mood is Mood.MYSTERIOUS else Effect.CHIME
        found.append(_effect(sound, random.uniform(0.65, 0.85), 0.35))
    if scene.characters and scene.setting not in {*_WATER, Setting.SPACE} and _WALKING.search(scene.action.casefold()):
        found.append(_effect(Effect.FOOTSTEPS, random.uniform(0.02, 0.15), 0.35))
    most = 1 if task.agent.temperament is Temperament.MINIMAL else MOST_EFFECTS
    return tuple(sorted(found[:most], key=lambda effect: effect.moment))


def _effect(sound: Effect, moment: float, strength: float) -> EffectDraft:
    return EffectDraft(sound=sound, moment=round(moment, 2), strength=strength)
