"""The closed vocabulary: which words are recognised in a language, and every form of them that may be written.

One folder per language holds ``lexicon.toml``; ``figures.toml`` says what a recognised figure looks like. Files are
read when a language is first used. Knows nothing of briefs.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from studio.production.vocabulary import (
    Gender,
    Landmark,
    Mood,
    ProductForm,
    Setting,
    StoryShape,
    TimeOfDay,
    Weather,
)

WRITTEN_LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pl", "pt", "zh")
"""Languages with a lexicon and written narration, as the first part of a BCP 47 tag."""

BY_SUBSTRING = frozenset({"zh", "ja", "ko", "ru", "ar", "hi"})
"""Languages without spaces, or whose words are given as stems: words are found within others."""

_SHORTEST_REST = 2
_SHORT_WORD = 4
_ATTRIBUTES = ("id", "gender", "noun", "words", "bare")
_OTHER_WRITING = frozenset({"hant", "tw", "hk", "mo"})
"""Subtags of Chinese in traditional characters, for which nothing has been written."""


@dataclass(frozen=True)
class FigureWord:
    """A noun for a figure. ``forms`` maps the name of a form that templates use to the finished words.

    ``noun`` is the grammatical gender (``m``, ``f``, ``n``), empty where nouns have none. Without forms a figure can be
    seen but not told of, by the first of its ``words``.
    """

    id: str
    gender: Gender
    noun: str
    words: tuple[str, ...]
    bare: str
    forms: dict[str, str]


@dataclass(frozen=True)
class FigureLooks:
    """What a figure brings along: looks are as in figures.toml, ``home`` and ``landmark`` where it lives."""

    group: str
    looks: dict[str, Any]
    home: Setting | None
    landmark: Landmark | None


@dataclass(frozen=True)
class Lexicon:
    """The words of one language. ``grammar`` holds the word lists that recognition works with."""

    language: str
    figures: tuple[FigureWord, ...]
    settings: dict[Setting, tuple[str, ...]]
    times: dict[TimeOfDay, tuple[str, ...]]
    weathers: dict[Weather, tuple[str, ...]]
    landmarks: dict[Landmark, tuple[str, ...]]
    products: dict[ProductForm, tuple[str, ...]]
    moods: dict[Mood, tuple[str, ...]]
    shapes: dict[StoryShape, tuple[str, ...]]
    grammar: dict[str, tuple[str, ...]]

    def list(self, name: str) -> tuple[str, ...]:
        """The word list ``name`` of the grammar; empty where the language needs none."""
        return self.grammar.get(name, ())

    def lead_in(self, text: str) -> int:
        """How many letters of ``text`` ask for a film rather than tell it: ``Make a film about``."""
        for pattern in self.list("lead_ins"):
            match = re.match(rf"(?:{pattern})\s*", text, re.IGNORECASE)
            if match is not None and len(text) - match.end() > _SHORTEST_REST:
                return match.end()
        return 0


def base_language(tag: str) -> str:
    """The language of a BCP 47 tag without script and region: ``de-AT`` gives ``de``."""
    return tag.replace("_", "-").split("-")[0].lower()


def names_any(text: str, words: Iterable[str], tag: str) -> bool:
    """Whether one of ``words`` stands in ``text``: as a word, or anywhere in it where words are not set apart."""
    lowered = text.lower()
    if base_language(tag) in BY_SUBSTRING:
        return any(word in lowered for word in words)
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", lowered) is not None for word in words)


def count_beginnings(lowered: str, beginnings: tuple[str, ...], language: str) -> int:
    """How often words with these beginnings occur."""
    if language in BY_SUBSTRING:
        return sum(lowered.count(part) for part in beginnings)
    return len(re.findall(_beginning(beginnings), lowered))


def first_beginning(lowered: str, beginnings: tuple[str, ...], language: str) -> int | None:
    """Where the first word with one of these beginnings stands."""
    pattern = "|".join(map(re.escape, beginnings)) if language in BY_SUBSTRING else _beginning(beginnings)
    found = re.search(pattern, lowered)
    return found.start() if found is not None else None


def _beginning(beginnings: tuple[str, ...]) -> str:
    """A pattern of words with these beginnings; short ones must be whole words, or plurals of them."""
    pattern = "|".join(re.escape(word) + (r"(?:e?s)?(?!\w)" if len(word) <= _SHORT_WORD else "") for word in beginnings)
    return rf"(?<!\w)(?:{pattern})"


def has_templates(tag: str) -> bool:
    """Whether narration has been written in the language of ``tag``."""
    subtags = tag.lower().replace("_", "-").split("-")
    return subtags[0] in WRITTEN_LANGUAGES and _OTHER_WRITING.isdisjoint(subtags[1:])


@cache
def read_toml(*path: str) -> dict[str, Any]:
    """A data file of this package."""
    return tomllib.loads(files(__package__).joinpath(*path).read_text(encoding="utf-8"))


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of ``language``, one of ``WRITTEN_LANGUAGES``."""
    data = read_toml(language, "lexicon.toml")
    return Lexicon(
        language=language,
        figures=tuple(
            FigureWord(
                id=entry["id"],
                gender=Gender(entry["gender"]),
                noun=entry.get("noun", ""),
                words=tuple(entry["words"]),
                bare=entry["bare"],
                forms={name: form for name, form in entry.items() if name not in _ATTRIBUTES},
            )
            for entry in data["figures"]
        ),
        settings={Setting(name): tuple(words) for name, words in data["settings"].items()},
        times={TimeOfDay(name): tuple(words) for name, words in data["times"].items()},
        weathers={Weather(name): tuple(words) for name, words in data["weathers"].items()},
        landmarks={Landmark(name): tuple(words) for name, words in data["landmarks"].items()},
        products={ProductForm(name): tuple(words) for name, words in data["products"].items()},
        moods={Mood(name): tuple(words) for name, words in data["moods"].items()},
        shapes={StoryShape(name): tuple(words) for name, words in data["shapes"].items()},
        grammar={name: tuple(words) for name, words in data["grammar"].items()},
    )


@cache
def glossary(language: str) -> Lexicon | None:
    """The few words that are known of a language without narration, as a lexicon without figures."""
    data = read_toml("glossary.toml").get(language)
    if data is None:
        return None
    return Lexicon(
        language=language,
        figures=(),
        settings={Setting(name): tuple(words) for name, words in data["settings"].items()},
        times={TimeOfDay(name): tuple(words) for name, words in data["times"].items()},
        weathers={Weather(name): tuple(words) for name, words in data["weathers"].items()},
        landmarks={Landmark(name): tuple(words) for name, words in data["landmarks"].items()},
        products={ProductForm(name): tuple(words) for name, words in data["products"].items()},
        moods={},
        shapes={},
        grammar={name: tuple(words) for name, words in data["grammar"].items()},
    )


@cache
def figure_looks() -> dict[str, FigureLooks]:
    """What every figure looks like, by its id."""
    described = {}
    for name, entry in read_toml("figures.toml").items():
        looks = {key: value for key, value in entry.items() if key not in {"group", "home", "landmark"}}
        described[name] = FigureLooks(
            group=entry["group"],
            looks=looks,
            home=Setting(entry["home"]) if "home" in entry else None,
            landmark=Landmark(entry["landmark"]) if "landmark" in entry else None,
        )
    return described
