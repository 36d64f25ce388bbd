"""Which language a text is in, as a BCP 47 tag.

Scripts decide where they can. For the rest, letters, function words and words of everyday stories are weighed with
py3langid's n-gram model and a prior for languages with many speakers, so that two words do not end up in an exotic one.
What stands in a name, as ``La`` in ``Bar La Luna``, tells nothing. English when nothing is sure, but not where function
words of another language stand and none of English.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

DEFAULT = "en"

_SCRIPTS = {
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "THAI": "th",
    "HEBREW": "he",
    "GREEK": "el",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "TELUGU": "te",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "SINHALA": "si",
    "KHMER": "km",
    "LAO": "lo",
    "MYANMAR": "my",
    "ETHIOPIC": "am",
}
"""Scripts that one language with many speakers writes."""

_SHARED_SCRIPTS = {
    "ARABIC": ("ar", "fa", "ur"),
    "CYRILLIC": ("ru", "uk", "bg", "sr"),
    "DEVANAGARI": ("hi", "mr", "ne"),
}
"""Scripts of several languages, the likeliest first."""

_FUNCTION_WORD, _COMMON_WORD = 7.0, 12.0
"""Nats for one word that is a language's own; a common word is one that English lacks."""

_LETTER = 6.0
_MIN_MARGIN = 4.0
_SAME_LABEL = {"nb": "no", "no": "no", "nn": "no"}
_TRADITIONAL = re.compile("[這個們來說時國會對學過還開門關見車長東風飛魚鳥馬龍燈塔邊聽歲從後發現點樹讓愛]")
_SIMPLIFIED = re.compile("[这个们来说时国会对学过还开门关见车长东风飞鱼鸟马龙灯边听岁从后发现点树让爱]")


def detect_language(text: str) -> str:
    """The tag of the language that ``text`` is written in; ``en`` when nothing is certain."""
    scripts = Counter(script for script in map(_script, text) if script)
    if not scripts:
        return DEFAULT
    if any(script in scripts for script in ("HIRAGANA", "KATAKANA")):
        kana = scripts["HIRAGANA"] + scripts["KATAKANA"]
        if kana * 12 >= scripts["CJK"] and kana + scripts["CJK"] >= scripts["LATIN"] / 2:
            return "ja"
    # A name in Latin letters does not make a Chinese or Russian brief English: other scripts count double.
    script = max(scripts, key=lambda name: (scripts[name] * (1 if name == "LATIN" else 3), name))
    if script == "CJK":
        return _chinese(text)
    if script in _SCRIPTS:
        return _SCRIPTS[script]
    if script in _SHARED_SCRIPTS:
        return _weighed(text, _SHARED_SCRIPTS[script])
    return _weighed(text, tuple(_evidence()))


def _script(character: str) -> str | None:
    if not character.isalpha():
        return None
    name = unicodedata.name(character, "")
    return name.split(" ", maxsplit=1)[0].split("-")[0] if name else None


def _chinese(text: str) -> str:
    traditional, simplified = len(_TRADITIONAL.findall(text)), len(_SIMPLIFIED.findall(text))
    return "zh-Hant" if traditional > simplified else "zh"


@cache
def _evidence() -> dict[str, dict[str, str | float]]:
    """For every language in Latin letters its ``prior`` in nats, and what tells it (see languages.toml)."""
    languages: dict[str, dict[str, str | float]] = tomllib.loads(
        files("studio.agents.manuscript").joinpath("languages.toml").read_text(encoding="utf-8")
    )
    return languages


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)


def _weighed(text: str, among: tuple[str, ...]) -> str:
    """The language with the most evidence; the first of ``among`` if the lead is too small."""
    likelihood: dict[str, float] = {}
    for label, value in _identifier().rank(text):
        language = _SAME_LABEL.get(label, label)
        if language in among:
            likelihood[language] = max(float(value), likelihood.get(language, -1e9))
    lowest = min((value for value in likelihood.values() if value > -1e30), default=0.0)
    spoken = _spoken(text)
    scores, own = {}, {}
    for place, language in enumerate(among):
        known = _evidence().get(language, {})
        score = max(likelihood.get(language, lowest), lowest)
        score += float(known.get("prior", -2.0 * place))
        function = str(known.get("words", "")).split()
        own[language] = sum(spoken[word] for word in function)
        score += _FUNCTION_WORD * own[language]
        score += _COMMON_WORD * sum(
            spoken[word] for word in str(known.get("common", "")).split() if word not in function
        )
        score += _LETTER * sum(text.lower().count(letter) for letter in str(known.get("letters", "")))
        scores[language] = score
    if not own[among[0]] and any(own.values()):
        return max(among[1:], key=lambda language: scores[language])
    best = max(among, key=lambda language: scores[language])
    return best if scores[best] - scores[among[0]] >= _MIN_MARGIN else among[0]


def _spoken(text: str) -> Counter[str]:
    """The words of ``text`` in lower case, without those that a name has: capitals within a line that has small words,
    and what stands between two of them."""
    spoken: Counter[str] = Counter()
    for line in re.sub(r"['’]s\b", "", text).splitlines():
        said = re.findall(r"[^\W\d_]+", line)
        if not said:
            continue
        capital = [False, *(word[0].isupper() for word in said), False]
        mixed = not capital[1] or 2 * sum(capital) <= len(said) + 1
        for place, word in enumerate(said, start=1):
            begins = place == 1
            of_a_name = capital[place] if not begins else capital[1] and capital[2]
            within = place > 2 and capital[place - 1] and capital[place + 1]
            if not (mixed and (of_a_name or within)):
                spoken[word.lower()] += 1
    return spoken
