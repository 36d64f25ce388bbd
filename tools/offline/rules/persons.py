"""Who a text is about, where it is nobody of the lexicons: a milkman, a nun, two brothers, a goose.

Each is seen as the figure that comes nearest, by the text's own word, with the gender and the age that it tells. No
words are written for them: such a figure has no forms for templates. Knows nothing of a film.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from studio.production.vocabulary import Age, Gender, Species
from studio.tools.offline.rules.addressing import grammar
from studio.tools.offline.rules.lexicon import (
    BY_SUBSTRING,
    WRITTEN_LANGUAGES,
    FigureWord,
    figure_looks,
    lexicon,
    read_toml,
)

MOST = 2
_REACH = 420
"""Letters at the beginning of a text in which whoever it is about is first named."""

_BEFORE = 3
"""Words before a noun that may tell that it is somebody else."""

_HOUSE = re.compile(r"\w\s(?:The|La|Le|El|Il|Lo|O|A|De|Het)\s$")
"""A capital article within a sentence, by which an inn or a hall is named: ``at The Swan``."""

_AFTER = 40
"""Letters after a noun in which its age stands."""

_PLURALS_IN_S = frozenset({"en", "fr", "es", "pt"})
_CHILD_UP_TO, _YOUNG_UP_TO, _OLD_FROM, _OLDEST = 13, 24, 60, 120
_GENDERS = {"m": Gender.MASCULINE, "f": Gender.FEMININE}
_AGES = {"o": Age.OLD, "y": Age.YOUNG}


@dataclass(frozen=True)
class Person:
    """A figure by the text's own word, and its age where the text tells it."""

    figure: FigureWord
    age: Age | None = None


@dataclass(frozen=True)
class _Word:
    """A listed word: the figure that it comes nearest to, its gender and age, and whether it stands for several."""

    figure: str
    text: str
    gender: Gender | None
    age: Age | None
    several: bool
    named: str = ""
    """The noun in its first case, in languages with cases."""


def people(text: str, language: str) -> tuple[Person, ...]:
    """Those whom the beginning of ``text`` names first, at most ``MOST``; none in a language without a list."""
    found: list[Person] = []
    for word, start in _mentions(text, language):
        if len(found) >= MOST or any(word.text in person.figure.words for person in found):
            continue
        found += _cast(word, text, start, language)[: MOST - len(found)]
    return tuple(found)


def is_word_for_somebody(word: str, language: str) -> bool:
    """Whether ``word`` is a listed one for a person."""
    return any(
        word.lower() == known.text and figure_looks()[known.figure].looks["species"] in ("person", "child")
        for known in _listed(language)
    )


def _mentions(text: str, language: str) -> Iterator[tuple[_Word, int]]:
    """The words for somebody in the order of the text, of overlapping ones the longest."""
    known = {word.text: word for word in _listed(language)}
    pattern = _pattern(language)
    if pattern is None:
        return
    for match in pattern.finditer(text[:_REACH]):
        word = known[match[0].lower()]
        start, end = match.span()
        fits = _says_two(text, start, language) if word.several else not _is_of_a_kind(text[end:], language)
        if fits and _is_somebody(text, start, end, language):
            yield word, start


def _is_somebody(text: str, start: int, end: int, language: str) -> bool:
    """Whether the word is not whose something is, for whom it is, or refused."""
    if text[start].isupper() and _HOUSE.search(text[:start]) is not None:
        return False
    if re.match(r"['’]s\b|\s?[-–]\s?\w|\.\w", text[end:]) is not None:
        return False
    data = read_toml("persons.toml")
    before = re.split(r"[.!?:;,，。]\s?", text[:start].lower())[-1].replace("’", "'").replace("'", "' ")
    if language in BY_SUBSTRING:
        return not any(word in before[-2 * _BEFORE :] for word in data["before"].get(language, ()))
    words = before.split()[-_BEFORE:]
    if words[-1:] and words[-1] in grammar(language).nominatives:
        # "Ele guarda" keeps something and is no guard.
        return False
    articles = {word for listed in data["articles"].get(language, ()) for word in listed}
    bare = [word for word in words if word not in articles and word not in data["mine"].get(language, ())]
    return not set(data["before"].get(language, ())) & set(words) and bare[-1:] not in [
        [of] for of in data["of"].get(language, ())
    ]


def _is_of_a_kind(after: str, language: str) -> bool:
    """Whether a noun that stands alone only says what kind the next one is."""
    goes_on = read_toml("persons.toml")["goes_on"].get(language, ())
    following = re.match(r" ([a-z]+)", after)
    if not goes_on or following is None:
        return False
    return following[1] not in goes_on and not following[1].endswith(("s", "ed", "ing"))


def _says_two(text: str, start: int, language: str) -> bool:
    before = text[:start].lower().split()[-_BEFORE:]
    return bool(set(read_toml("persons.toml")["few"].get(language, ())) & set(before))


def _cast(word: _Word, text: str, start: int, language: str) -> list[Person]:
    own = text[start : start + len(word.text)]
    age = _told_age(text, start, start + len(own)) or word.age
    gender = word.gender or _told_gender(text, start, language)
    figure = _nearest(word, gender, _years(text, start, start + len(own)))
    if word.named:
        # A noun that stands in another case is named in the first.
        own = word.named if own.islower() else word.named.capitalize()
    names = [f"{own} {number + 1}" for number in range(MOST)] if word.several else [own]
    return [
        Person(
            FigureWord(
                id=figure, gender=gender or Gender.NEUTRAL, noun="", words=(name, word.text), bare=own, forms={}
            ),
            age,
        )
        for name in names
    ]


def _nearest(word: _Word, gender: Gender | None, years: int | None) -> str:
    """The figure whose looks fit: a child where somebody is one, and no man for a woman."""
    if figure_looks()[word.figure].looks["species"] not in ("person", "child"):
        return word.figure
    is_child = word.figure == "child" or (years is not None and years <= _CHILD_UP_TO)
    if is_child:
        return {Gender.MASCULINE: "boy", Gender.FEMININE: "girl"}.get(gender or Gender.NEUTRAL, "child")
    if word.figure in ("man", "woman"):
        return {Gender.MASCULINE: "man", Gender.FEMININE: "woman"}.get(gender or Gender.NEUTRAL, word.figure)
    return word.figure


def _told_gender(text: str, start: int, language: str) -> Gender | None:
    """The gender that the article before a noun tells, else the pronouns of the text if they are all of one."""
    articles = read_toml("persons.toml")["articles"].get(language)
    genders = (Gender.MASCULINE, Gender.FEMININE)
    if articles:
        before = text[:start].lower().split()[-1:]
        return next(
            (gender for gender, listed in zip(genders, articles, strict=True) if set(before) & set(listed)), None
        )
    pronouns = read_toml("persons.toml")["pronouns"].get(language, ())
    words = set(re.findall(r"\w+", text.lower()))
    told = [gender for gender, listed in zip(genders, pronouns, strict=False) if words & set(listed)]
    return told[0] if len(told) == 1 else None


def _told_age(text: str, start: int, end: int) -> Age | None:
    years = _years(text, start, end)
    if years is None:
        return None
    return Age.YOUNG if years <= _YOUNG_UP_TO else Age.OLD if years >= _OLD_FROM else Age.ADULT


def _years(text: str, start: int, end: int) -> int | None:
    """The years that stand beside a noun: ``my brother (9)``, ``an 83-year-old nun``, ``una monja de 70 años``."""
    unit = "|".join(map(re.escape, read_toml("persons.toml")["years"]["any"]))
    after = text[end : end + _AFTER].split(".", maxsplit=1)[0]
    found = (
        re.search(rf"(\d{{1,3}})[\s-]?(?:{unit})[\s-]*(?:\w+\s)?$", text[max(0, start - _AFTER) : start], re.IGNORECASE)
        or re.match(r"\s*[(,]\s*(\d{1,3})\s*[),]", after)
        or re.search(rf"\b(\d{{1,3}})[\s-]?(?:{unit})", after, re.IGNORECASE)
    )
    years = int(found[1]) if found is not None else 0
    return years if 0 < years <= _OLDEST else None


@cache
def _listed(language: str) -> tuple[_Word, ...]:
    found = []
    for figure, entries in read_toml("persons.toml").get(language, {}).items():
        for entry in entries:
            text, _, told = entry.partition("/")
            gender = next((_GENDERS[mark] for mark in told if mark in _GENDERS), None)
            age = next((_AGES[mark] for mark in told if mark in _AGES), None)
            found.append(_Word(figure, text, gender, age, "2" in told))
    known = lexicon(language).figures if language in WRITTEN_LANGUAGES else ()
    found += [
        _Word(
            figure.id,
            word,
            None if figure.gender is Gender.NEUTRAL else figure.gender,
            None,
            False,
            figure.bare if "gen" in figure.forms else "",
        )
        for figure in known
        if figure_looks()[figure.id].looks["species"] != Species.SPIRIT
        for word in figure.words
    ]
    plurals = [replace(word, text=f"{word.text}s", several=True) for word in found if language in _PLURALS_IN_S]
    return tuple({word.text: word for word in (*plurals, *reversed(found))}.values())


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    words = sorted((word.text for word in _listed(language)), key=len, reverse=True)
    if not words:
        return None
    listed = "|".join(map(re.escape, words))
    return re.compile(listed if language in BY_SUBSTRING else rf"(?<![\w-])(?:{listed})(?!\w)", re.IGNORECASE)
