"""What a text says of those who speak in it: their gender, their age and what they wear.

A screenplay introduces them where it first writes their names in capitals: ``JONAS, 19, in a coat too big for him``.
Knows nothing of figures that no line belongs to.
"""

from __future__ import annotations

import re
from typing import Any

from studio.production.vocabulary import Accessory, Age, Garment, Gender, Headwear
from studio.tools.offline.rules.lexicon import read_toml

_YOUNG_UP_TO, _OLD_FROM = 24, 60
_REACH = 160
"""Letters after a name in which it is introduced."""

_AGE = re.compile(r"\s*,\s*(?:about\s)?(?P<years>\d{1,2})(?:s|er)?\b")
_HIS = re.compile(r"\b(?:he|his|him|himself)\b", re.IGNORECASE)
_HER = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
_GARMENTS = {
    Garment.OVERALLS: r"overalls|dungarees|boiler suit|apron",
    Garment.COAT: r"(?:over|rain|trench)?coat|parka|cape",
    Garment.DRESS: r"dress|gown|skirt",
    Garment.ROBE: r"robe|dressing gown|habit",
    Garment.SUIT: r"suit|tuxedo|uniform|tie",
    Garment.JACKET: r"jacket|cardigan|jumper|sweater|hoodie|blazer|vest|hi-vis",
}
_HEADWEAR = {
    Headwear.BEANIE: r"wool(?:ly|len)? hat|beanie|bobble hat|knitted hat",
    Headwear.STRAW_HAT: r"straw hat|sun ?hat",
    Headwear.HELMET: r"helmet|hard hat",
    Headwear.CAP: r"cap",
    Headwear.HOOD: r"hood",
    Headwear.CROWN: r"crown",
}
_ACCESSORIES = {
    Accessory.GLASSES: r"glasses|spectacles",
    Accessory.SCARF: r"scarf|shawl",
    Accessory.BACKPACK: r"backpack|rucksack",
    Accessory.LANTERN: r"lantern",
    Accessory.BASKET: r"basket",
    Accessory.STAFF: r"walking stick|cane|staff",
}


def named_gender(name: str) -> Gender | None:
    """The gender that a name tells by its first name or by a role: ``Old Mrs Bell``, ``FOREMAN``."""
    known = read_toml("names.toml")
    words = re.findall(r"[^\W\d_]+", name.lower())
    for gender in (Gender.FEMININE, Gender.MASCULINE):
        if any(word in known[f"{gender.value}_roles"] for word in words):
            return gender
    for gender in (Gender.FEMININE, Gender.MASCULINE):
        if words and words[0] in known[gender.value]:
            return gender
    return None


def told_looks(name: str, text: str) -> dict[str, Any]:
    """What the sentences that introduce ``name`` in capitals tell, as fields of an ``Appearance``; English ones, as
    the capitals are those of a screenplay."""
    found = re.search(rf"(?<!\w){re.escape(name.upper())}(?:\s[A-Z]{{2,}})*(?=[\s,.(])(?!\s*\n)", text)
    if found is None:
        return {}
    introduced = re.split(r"\n|[A-Z]{3,}", text[found.end() : found.end() + _REACH])[0]
    looks: dict[str, Any] = {}
    years = _AGE.match(introduced)
    if years is not None:
        count = int(years["years"])
        looks["age"] = Age.YOUNG if count <= _YOUNG_UP_TO else Age.OLD if count >= _OLD_FROM else Age.ADULT
    his, her = _HIS.search(introduced), _HER.search(introduced)
    if (his is None) != (her is None):
        looks["gender"] = Gender.MASCULINE if his is not None else Gender.FEMININE
    for field, listed in (("garment", _GARMENTS), ("headwear", _HEADWEAR), ("accessory", _ACCESSORIES)):
        worn = {thing: re.search(rf"\b(?:{words})\b", introduced, re.IGNORECASE) for thing, words in listed.items()}
        first = min((match.start(), thing) for thing, match in worn.items() if match) if any(worn.values()) else None
        if first is not None:
            looks[field] = first[1]
    return looks
