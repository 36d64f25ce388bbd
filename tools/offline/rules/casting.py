"""Who plays: recognised figures as cast members with fixed looks and voices, seeded where the figure leaves a choice.

Knows nothing of scenes.
"""

from __future__ import annotations

import random as randomness
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from studio.production.tasks import BriefFacts
from studio.production.treatment import Appearance, CharacterDraft, ProductDraft, VoiceDirection
from studio.production.vocabulary import (
    Accessory,
    Age,
    Garment,
    Gender,
    Hairstyle,
    Headwear,
    ProductForm,
    Species,
    SpiritForm,
)
from studio.tools.offline.rules.broken import RELATIVES
from studio.tools.offline.rules.lexicon import FigureWord, base_language, figure_looks
from studio.tools.offline.rules.looks import named_gender, told_looks
from studio.tools.offline.rules.templates import DEFAULT_FORM, capitalised

SKINS = ("#f1c9a5", "#e0ac84", "#c98d66", "#a9714b", "#8a5a3a", "#6b4329")
HAIRS = ("#3b2a20", "#1f1a1a", "#6b4a2f", "#a8743f", "#c9a15a", "#7a3f2a")
GREY = "#cfcac2"
MAINS = ("#2f6f8f", "#a84a4a", "#5a7a4a", "#7a5aa8", "#c9792f", "#3f8a80", "#b05a7a", "#4a5f9a")
ACCENTS = ("#e3b23c", "#f2e2c4", "#d9735a", "#8fc0c9", "#c9d6a3")
FEMININE_HAIR = (Hairstyle.LONG, Hairstyle.BUN, Hairstyle.CURLY, Hairstyle.BRAIDS)
OTHER_HAIR = (Hairstyle.SHORT, Hairstyle.CURLY)
ADULT_GARMENTS = (Garment.COAT, Garment.JACKET, Garment.OVERALLS)
_EVERYDAY_VOICES = ("warm", "clear", "soft", "bright", "rough")
_PRONOUNS = {
    "en": ("he", "she"),
    "de": ("er", "sie"),
    "fr": ("il", "elle"),
    "es": ("él", "ella"),
    "it": ("lui", "lei"),
    "pt": ("ele", "ela"),
    "nl": ("hij", "zij"),
    "pl": ("on", "ona"),
    "ru": ("он", "она"),
}
_FIRST_MENTION = "a"
_WITHOUT_CASES = frozenset({"en", "fr", "es", "it", "pt", "nl"})
_SHORT_RELATIVES = ("that", "que", "die", "dat")
_WORDS_OF_A_PHRASE = 10
_FALLBACK = Appearance(species=Species.PERSON)
ChoiceT = TypeVar("ChoiceT")


def character_name(figure: FigureWord) -> str:
    """The name in the cast: the figure with its article, as at the beginning of a sentence, or the text's own word."""
    return capitalised(figure.forms.get(DEFAULT_FORM, figure.words[0]))


def in_own_words(figure: FigureWord | None, facts: BriefFacts) -> FigureWord | None:
    """The figure, first spoken of as in a brief that is no more than a phrase about it: ``the man who tunes horns``.

    Only in languages in which that phrase stays as it is in a sentence.
    """
    language = base_language(facts.language)
    words = facts.text.strip().rstrip(".…")
    if figure is None or _FIRST_MENTION not in figure.forms or language not in _WITHOUT_CASES:
        return figure
    nouns = "|".join(map(re.escape, sorted({*figure.words, figure.bare}, key=len, reverse=True)))
    clause = "|".join((*RELATIVES, *_SHORT_RELATIVES))
    phrase = re.fullmatch(
        rf"(?:[^\W\d_]{{1,3}}(?:\s+|['’]))?(?P<noun>{nouns})\s+(?:{clause})\s[^.!?,:;\n]+", words, re.I
    )
    if phrase is None or len(words.split()) > _WORDS_OF_A_PHRASE:
        return figure
    article = "" if phrase.start("noun") else figure.forms[_FIRST_MENTION].split()[0] + " "
    said = f"{article}{words[:1].lower()}{words[1:]}"
    return replace(figure, forms={**figure.forms, _FIRST_MENTION: said})


def cast_figures(
    figures: tuple[FigureWord, ...], ages: Mapping[str, Age], random: randomness.Random
) -> tuple[CharacterDraft, ...]:
    """Cast members for recognised ``figures``, no two in one colour; ``ages`` are those that the text tells."""
    cast: list[CharacterDraft] = []
    for figure in figures:
        worn = {member.appearance.main_colour for member in cast}
        appearance = _appearance(figure, worn, random, ages.get(figure.id))
        cast.append(
            CharacterDraft(
                name=character_name(figure),
                role=figure.bare,
                appearance=appearance,
                voice=_voice(appearance, len(cast), random),
            )
        )
    return tuple(cast)


def is_named(figure: FigureWord, told: tuple[str, ...]) -> bool:
    """Whether a line names the figure so that it can be seen where the line is said."""
    text = " ".join(told).lower()
    return any(
        re.search(rf"(?<!\w){re.escape(word.lower())}(?!\w)", text) is not None
        for word in (character_name(figure), figure.bare)
    )


def told_genders(names: tuple[str, ...], told: tuple[str, ...], language: str) -> dict[str, Gender]:
    """The genders of those whom a text calls ``he`` or ``she`` right after a sentence that begins with their name."""
    he, she = _PRONOUNS.get(language, ("", ""))
    found: dict[str, set[Gender]] = {}
    for sentence, after in pairwise(told):
        pronoun = after.split(maxsplit=1)[0].lower() if after.split() else ""
        gender = {he: Gender.MASCULINE, she: Gender.FEMININE}.get(pronoun) if pronoun else None
        for name in names:
            if gender is not None and re.match(rf"{re.escape(name)}(?!\w)", sentence, re.IGNORECASE):
                found.setdefault(name, set()).add(gender)
    return {name: next(iter(genders)) for name, genders in found.items() if len(genders) == 1}


def cast_speakers(
    names: tuple[str, ...],
    figures: tuple[FigureWord, ...],
    genders: Mapping[str, Gender],
    random: randomness.Random,
    text: str = "",
) -> tuple[CharacterDraft, ...]:
    """Cast members for the speakers of a person's own text: looks of the figure that a name names, else seeded; of the
    gender, age and clothes that ``text`` tells, or the gender of the name."""
    by_word = {word: figure for figure in figures for word in figure.words}
    cast: list[CharacterDraft] = []
    for name in names:
        worn = {member.appearance.main_colour for member in cast}
        figure = by_word.get(name.lower())
        told = told_looks(name, text)
        gender = told.pop("gender", None) or genders.get(name) or named_gender(name)
        appearance = _appearance(figure, worn, random) if figure else _anybody(worn, random, gender)
        appearance = appearance.model_copy(update=told)
        if told.get("age") is Age.OLD:
            appearance = appearance.model_copy(update={"hair_colour": GREY})
        voice = _voice(appearance, len(cast), random)
        cast.append(CharacterDraft(name=name, role=figure.bare if figure else "", appearance=appearance, voice=voice))
    return tuple(cast)


def product_draft(name: str, forms: tuple[ProductForm, ...], random: randomness.Random) -> ProductDraft:
    """The product with the recognised form, a box where none was."""
    return ProductDraft(
        name=name,
        form=forms[0] if forms else ProductForm.BOX,
        main_colour=random.choice(MAINS),
        accent_colour=random.choice(ACCENTS),
    )


def _appearance(
    figure: FigureWord, worn: set[str], random: randomness.Random, told_age: Age | None = None
) -> Appearance:
    looks = figure_looks()[figure.id].looks
    species = Species(looks["species"])
    age = Age(looks.get("age", Age.ADULT))
    if told_age is not None and species is Species.PERSON:
        age = told_age
    gender = Gender(looks.get("gender", figure.gender))
    if gender is Gender.NEUTRAL and species is Species.PERSON:
        gender = Gender.MASCULINE if looks.get("beard") else random.choice((Gender.FEMININE, Gender.MASCULINE))
    hair = Hairstyle(looks["hair"]) if "hair" in looks else _hair(gender, random)
    garment = Garment(looks["wears"]) if "wears" in looks else _garment(species, gender, random)
    return Appearance(
        species=species,
        age=age,
        gender=gender,
        skin=random.choice(SKINS),
        hair=hair,
        hair_colour=looks.get("hair_colour", GREY if age is Age.OLD else random.choice(HAIRS)),
        beard=bool(looks.get("beard")) and gender is Gender.MASCULINE,
        garment=garment,
        main_colour=_unworn(tuple(looks.get("main", MAINS)), worn, random),
        accent_colour=looks.get("accent", random.choice(ACCENTS)),
        headwear=Headwear(looks.get("head", Headwear.NONE)),
        accessory=Accessory(looks.get("carries", Accessory.NONE)),
        spirit=SpiritForm(looks.get("spirit", SpiritForm.CLOUD)),
    )


def _anybody(worn: set[str], random: randomness.Random, told: Gender | None) -> Appearance:
    """A person of whom only the name is known, and perhaps the gender."""
    drawn = random.choice((Gender.FEMININE, Gender.MASCULINE))
    gender = told or drawn
    return _FALLBACK.model_copy(
        update={
            "gender": gender,
            "skin": random.choice(SKINS),
            "hair": _hair(gender, random),
            "hair_colour": random.choice(HAIRS),
            "garment": _garment(Species.PERSON, gender, random),
            "main_colour": _unworn(MAINS, worn, random),
            "accent_colour": random.choice(ACCENTS),
        }
    )


def _hair(gender: Gender, random: randomness.Random) -> Hairstyle:
    return random.choice(FEMININE_HAIR if gender is Gender.FEMININE else OTHER_HAIR)


def _garment(species: Species, gender: Gender, random: randomness.Random) -> Garment:
    garments: tuple[Garment, ...] = ADULT_GARMENTS
    if species is Species.CHILD:
        garments = (Garment.JACKET, Garment.OVERALLS, Garment.COAT)
    return random.choice((*garments, Garment.DRESS) if gender is Gender.FEMININE else garments)


def _unworn(colours: tuple[str, ...], worn: set[str], random: randomness.Random) -> str:
    free = [colour for colour in colours if colour not in worn] or [c for c in MAINS if c not in worn] or list(colours)
    return random.choice(free)


def _voice(appearance: Appearance, number: int, random: randomness.Random) -> VoiceDirection:
    """Voices spread: small bodies high, large and old ones low, and each next speaker a little apart."""
    pitch = {
        Species.CHILD: 0.6,
        Species.RABBIT: 0.7,
        Species.BIRD: 0.8,
        Species.CAT: 0.4,
        Species.FOX: 0.3,
        Species.BEAR: -0.7,
        Species.WHALE: -0.9,
        Species.HORSE: -0.4,
        Species.OWL: -0.2,
        Species.SPIRIT: -0.3,
        Species.ROBOT: 0.1,
    }.get(appearance.species, -0.3 if appearance.age is Age.OLD else 0.0)
    pitch += 0.15 * (number % 3 - 1)
    timbre = {Species.ROBOT: "metallic", Species.SPIRIT: "breathy"}.get(appearance.species)
    return VoiceDirection(
        gender=appearance.gender,
        age=Age.YOUNG if appearance.species is Species.CHILD else appearance.age,
        pitch=max(-1.0, min(1.0, round(pitch, 2))),
        pace=-0.2 if appearance.age is Age.OLD else 0.1 if appearance.age is Age.YOUNG else 0.0,
        timbre=timbre or random.choice(_EVERYDAY_VOICES),
    )
