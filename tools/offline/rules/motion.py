"""What moves in a shot, by rule: what somebody does, and what stirs around them, in English.

Knows nothing of what the picture looks like, nor of the camera, whose move video tools are told besides.
"""

from __future__ import annotations

import random as randomness

from studio.production.screenplay import MotionDraft
from studio.production.tasks import DescribeMotion
from studio.production.vocabulary import Mood, Setting, Weather

_PLACES = {
    Setting.COAST: "Waves roll in and break on the rocks.",
    Setting.SEA: "Long waves rise and fall.",
    Setting.FOREST: "Leaves stir, and flecks of light wander over the ground.",
    Setting.MOUNTAINS: "Clouds drift past the ridges.",
    Setting.MEADOW: "The grass bends in slow waves.",
    Setting.DESERT: "Sand drifts along the crests of the dunes.",
    Setting.LAKE: "Small ripples cross the water.",
    Setting.VILLAGE: "Smoke rises from the chimneys.",
    Setting.CITY: "Lights change in distant windows.",
    Setting.SPACE: "The stars drift almost imperceptibly.",
    Setting.ROOM: "The light in the room shifts gently.",
    Setting.WORKSHOP: "Dust turns in the light.",
}
_INDOORS = frozenset({Setting.ROOM, Setting.WORKSHOP})
_WEATHERS = {
    Weather.CLOUDY: "Clouds move slowly across the sky.",
    Weather.RAIN: "Rain falls steadily.",
    Weather.STORM: "Wind and rain drive across the frame.",
    Weather.SNOW: "Snow falls softly.",
    Weather.FOG: "Mist drifts through.",
}
_GESTURES = {True: "moves with lively, natural gestures", False: "breathes, blinks and shifts a little"}
_LIVELY = frozenset({Mood.JOYFUL, Mood.PLAYFUL, Mood.TRIUMPHANT, Mood.EPIC})


def describe_motion(task: DescribeMotion, _random: randomness.Random) -> MotionDraft:
    """The figures' life, and the place's and the weather's motion."""
    scene, shot = task.scene, task.shot
    said = []
    if shot.characters and not task.note:
        # A wording that was refused goes without them: what is left shows nobody doing anything.
        who = "Everybody" if len(shot.characters) > 1 else "The figure"
        said.append(f"{who} {_GESTURES[scene.mood in _LIVELY]}; faces and clothes stay as they are.")
    said.append(_PLACES[scene.setting])
    weather = _WEATHERS.get(scene.weather)
    if weather is not None and scene.setting not in _INDOORS and scene.setting is not Setting.SPACE:
        said.append(weather)
    return MotionDraft(prompt=" ".join(said))
