"""A shot in English for image models that know nothing of the film: the same looks in the same words every time.

Names are left out and colours are named, since a model draws what it reads. Knows nothing of who poses how.
"""

from __future__ import annotations

import colorsys

from studio.production.screenplay import FigureDirection, SceneDraft, ShotDraft
from studio.production.treatment import Appearance, TreatmentDraft
from studio.production.vocabulary import (
    Accessory,
    Age,
    Expression,
    Facing,
    Framing,
    Garment,
    Gender,
    Hairstyle,
    Headwear,
    Pose,
    Setting,
    Species,
    Style,
    TimeOfDay,
    Weather,
)

_STYLES = {
    Style.STORYBOOK: "Storybook illustration, soft gouache with painterly edges and a gentle glow",
    Style.WATERCOLOR: "Watercolour painting on rough paper, loose washes, pigment pooling at the edges",
    Style.PAPER: "Cut-paper collage, layered coloured card with soft shadows between the layers",
    Style.INK: "Ink drawing with confident brush lines and a few flat washes",
    Style.NEON: "Glowing neon illustration, dark ground, luminous outlines and saturated light",
}
_FRAMINGS = {
    Framing.WIDE: "Wide establishing shot with a low horizon and much air",
    Framing.MEDIUM: "Medium shot at eye level, the subject from the knees up, off centre",
    Framing.CLOSE: "Close shot at eye level, head and shoulders, the background soft",
}
_SETTINGS = {
    Setting.COAST: "A rocky coast above the surf",
    Setting.SEA: "The open sea with long waves",
    Setting.FOREST: "A forest of tall trees with a clearing",
    Setting.MOUNTAINS: "High mountains in receding ridges",
    Setting.MEADOW: "A wide meadow with flowers and rolling hills",
    Setting.DESERT: "A desert of long dunes",
    Setting.LAKE: "A still lake between wooded shores",
    Setting.VILLAGE: "A small village of crooked houses",
    Setting.CITY: "A city of stacked rooftops and windows",
    Setting.SPACE: "Outer space with planets and a field of stars",
    Setting.ROOM: "A cosy room with a window",
    Setting.WORKSHOP: "A workshop with tools along the wall and a window",
}
_LIGHTS = {
    TimeOfDay.DAWN: "at dawn, in pale rose and gold light from low on one side",
    TimeOfDay.DAY: "by day, in clear light with soft shadows",
    TimeOfDay.DUSK: "at dusk, in warm low light against a violet sky",
    TimeOfDay.NIGHT: "at night, in blue moonlight with one warm light",
}
_WEATHERS = {
    Weather.CLEAR: "a clear sky",
    Weather.CLOUDY: "soft clouds",
    Weather.RAIN: "slanting rain",
    Weather.STORM: "a storm with dark clouds",
    Weather.SNOW: "falling snow",
    Weather.FOG: "drifting fog",
}
_POSE_WORDS = {
    Pose.STAND: "standing",
    Pose.WALK: "walking",
    Pose.SIT: "sitting",
    Pose.REACH: "reaching out a hand",
    Pose.WAVE: "waving",
    Pose.LOOK_UP: "looking up",
    Pose.SLEEP: "asleep",
}
_FACE_WORDS = {
    Expression.NEUTRAL: "with a quiet face",
    Expression.HAPPY: "smiling",
    Expression.SAD: "with a sad face",
    Expression.AFRAID: "with a frightened face",
    Expression.SURPRISED: "with wide eyes",
    Expression.DETERMINED: "with a determined look",
}
_FACING_WORDS = {
    Facing.LEFT: "facing left",
    Facing.RIGHT: "facing right",
    Facing.FRONT: "facing the viewer",
    Facing.BACK: "seen from behind",
}
_HUES = (
    (15, "red"),
    (42, "orange"),
    (66, "yellow"),
    (160, "green"),
    (195, "teal"),
    (255, "blue"),
    (290, "violet"),
    (340, "pink"),
    (360, "red"),
)
"""Hues in degrees, each up to where the next begins."""


def picture_prompt(
    treatment: TreatmentDraft, scene: SceneDraft, shot: ShotDraft, figures: tuple[FigureDirection, ...], note: str
) -> str:
    """Style, framing, figures by their looks, place, light, palette and mood, in sentences. ``note`` is the critic's
    advice on the last attempt."""
    looks = {character.name: character.appearance for character in treatment.cast}
    sentences = [_STYLES[treatment.look.style], _FRAMINGS[shot.framing]]
    for figure in figures:
        look = looks.get(figure.name)
        who = appearance_words(look) if look is not None else "a figure"
        direction = f"{_POSE_WORDS[figure.pose]}, {_FACING_WORDS[figure.facing]}"
        face = (
            "" if Pose.SLEEP is figure.pose or Facing.BACK is figure.facing else f", {_FACE_WORDS[figure.expression]}"
        )
        sentences.append(f"{who}, {direction}{face}")
    if shot.shows_product and treatment.product is not None:
        product = treatment.product
        main, accent = colour_name(product.main_colour), colour_name(product.accent_colour)
        sentences.append(f"The subject is a {product.form} in {main} and {accent}, sharp and well lit")
    sentences.append(_place(scene))
    if treatment.look.palette:
        names = dict.fromkeys(colour_name(colour) for colour in treatment.look.palette)
        sentences.append(f"A palette of {', '.join(names)}")
    if treatment.look.note:
        sentences.append(treatment.look.note)
    sentences.append(f"A {scene.mood} mood, depth in three planes, one clear subject, no lettering")
    if note:
        sentences.append(note)
    return " ".join(f"{sentence[:1].upper()}{sentence[1:].rstrip('.')}." for sentence in sentences)


def appearance_words(appearance: Appearance) -> str:
    """A character's looks, always in the same words."""
    main, accent = colour_name(appearance.main_colour), colour_name(appearance.accent_colour)
    species = appearance.species
    aged = species.value if appearance.age is Age.ADULT else f"{appearance.age} {species}"
    if species is Species.SPIRIT:
        return f"a friendly {appearance.spirit}-shaped spirit in {main} and {accent}"
    if species in (Species.PERSON, Species.CHILD):
        worn = "overalls" if appearance.garment is Garment.OVERALLS else _a(appearance.garment.value)
        body = f"{_person(appearance)}, wearing {worn} in {main} and {accent}"
    elif species is Species.ROBOT:
        body = f"{_a(aged)} in {main} with details in {accent}"
    else:
        body = f"{_a(aged)} in {main} with markings in {accent}"
    things = [appearance.headwear.value] if appearance.headwear is not Headwear.NONE else []
    things += [appearance.accessory.value] if appearance.accessory is not Accessory.NONE else []
    if things and species is not Species.WHALE:
        body += " with " + " and ".join(
            thing if thing == "glasses" else _a(thing.replace("_", " ")) for thing in things
        )
    return body


def colour_name(colour: str) -> str:
    """The name of an sRGB colour ``#rrggbb`` in plain words, such as ``dark blue``."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if lightness < 0.08:
        return "black"
    if lightness > 0.93:
        return "white"
    shade = "dark " if lightness < 0.3 else "pale " if lightness > 0.7 else ""
    if saturation < 0.12:
        return f"{shade}grey"
    name = next(name for limit, name in _HUES if hue * 360 <= limit)
    if name in ("orange", "red") and lightness < 0.45 and saturation < 0.65:
        name = "brown"
    return f"{shade}{name}"


def _person(appearance: Appearance) -> str:
    if appearance.species is Species.CHILD:
        who = {Gender.FEMININE: "a girl", Gender.MASCULINE: "a boy", Gender.NEUTRAL: "a child"}[appearance.gender]
    else:
        noun = {Gender.FEMININE: "woman", Gender.MASCULINE: "man", Gender.NEUTRAL: "person"}[appearance.gender]
        who = _a(noun if appearance.age is Age.ADULT else f"{appearance.age} {noun}")
    hair = colour_name(appearance.hair_colour).replace("yellow", "blond").replace("orange", "ginger")
    styles = {
        Hairstyle.NONE: "a bald head",
        Hairstyle.SHORT: f"short {hair} hair",
        Hairstyle.LONG: f"long {hair} hair",
        Hairstyle.BUN: f"{hair} hair in a bun",
        Hairstyle.CURLY: f"curly {hair} hair",
        Hairstyle.BRAIDS: f"{hair} hair in braids",
    }
    beard = " and a beard" if appearance.beard else ""
    return f"{who} with {_skin(appearance.skin)} skin, {styles[appearance.hair]}{beard}"


def _skin(colour: str) -> str:
    lightness = sum(int(colour[i : i + 2], 16) for i in (1, 3, 5)) / 765
    return "fair" if lightness > 0.75 else "tan" if lightness > 0.55 else "brown" if lightness > 0.35 else "dark brown"


def _place(scene: SceneDraft) -> str:
    sentence = f"{_SETTINGS[scene.setting]} {_LIGHTS[scene.time_of_day]}"
    if scene.landmark is not None:
        sentence += f", with {_a(scene.landmark.value.replace('_', ' '))}"
    if scene.setting is not Setting.SPACE:
        sentence += f", {_WEATHERS[scene.weather]}" + (" outside the window" if scene.setting.is_indoors else "")
    return f"{sentence} ({scene.place})" if scene.place else sentence


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
