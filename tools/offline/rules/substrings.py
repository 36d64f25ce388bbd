"""Recognition by substrings, the longest first, where words are not set apart by spaces or are given as stems.

Letters that an idiom or a longer word has used up are not read again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from studio.production.vocabulary import Age
from studio.tools.offline.rules.lexicon import FigureWord, Lexicon
from studio.tools.offline.rules.recognition import NATURAL_THINGS, Recognition

_REACH = 4
_DENIAL_REACH = 6
_ATTRIBUTES = ("的", "个", "位", "只", "头", "条", "匹", "颗", "朵", "老", "小", "年轻")
_PLURALS = ("们",)
NameT = TypeVar("NameT", bound=StrEnum)


@dataclass
class _Text:
    vocabulary: Lexicon
    text: str
    taken: set[int] = field(default_factory=set)

    def places(self, word: str) -> list[int]:
        """Where ``word`` stands in letters that nothing has used up."""
        found = []
        start = self.text.find(word)
        while start >= 0:
            if self.taken.isdisjoint(range(start, start + len(word))):
                found.append(start)
            start = self.text.find(word, start + 1)
        return found

    def is_refused(self, start: int) -> bool:
        """Whether the word is denied or compared just before."""
        before = self.text[max(0, start - _REACH) : start]
        return any(word in before for word in self.vocabulary.list("refusing"))

    def is_denied(self, start: int, length: int) -> bool:
        """Whether the text says just before or just after that what is named is not there."""
        before = self.text[max(0, start - _DENIAL_REACH) : start]
        after = self.text[start + length : start + length + _DENIAL_REACH]
        return (
            self.is_refused(start)
            or any(word in before for word in self.vocabulary.list("denying"))
            or any(word in after for word in self.vocabulary.list("denying_after"))
        )


def read_substrings(text: str, vocabulary: Lexicon) -> Recognition:
    """Read ``text`` with the words of ``vocabulary``."""
    reading = _Text(vocabulary, text.lower())
    for idiom in vocabulary.list("idioms"):
        for start in reading.places(idiom):
            reading.taken.update(range(start, start + len(idiom)))
    figures, ages = _figures(reading)
    return Recognition(
        figures=figures,
        ages=ages,
        settings=_named(reading, vocabulary.settings),
        times=_named(reading, vocabulary.times),
        weathers=_named(reading, vocabulary.weathers),
        landmarks=_named(reading, vocabulary.landmarks),
        products=_named(reading, vocabulary.products),
        moods=_named(reading, vocabulary.moods),
        shapes=_named(reading, vocabulary.shapes),
        denied=tuple(
            name
            for name, words in vocabulary.landmarks.items()
            if any(reading.is_denied(start, len(word)) for word in words for start in reading.places(word))
        ),
    )


def _named(reading: _Text, entries: Mapping[NameT, tuple[str, ...]]) -> tuple[NameT, ...]:
    found = [
        (start, name)
        for name, words in entries.items()
        for word in words
        for start in reading.places(word)
        if not reading.is_denied(start, len(word))
    ]
    return tuple(dict.fromkeys(name for _, name in sorted(found, key=lambda entry: entry[0])))


def _figures(reading: _Text) -> tuple[tuple[FigureWord, ...], tuple[tuple[str, Age], ...]]:
    pairs = sorted(
        ((word, figure) for figure in reading.vocabulary.figures for word in figure.words),
        key=lambda pair: -len(pair[0]),
    )
    mentions: list[tuple[int, str, FigureWord]] = []
    claimed: set[int] = set()
    for word, figure in pairs:
        for start in reading.places(word):
            span = range(start, start + len(word))
            if not claimed.isdisjoint(span):
                continue
            claimed.update(span)
            plural = reading.text.startswith(_PLURALS, start + len(word))
            if not plural and not reading.is_refused(start):
                mentions.append((start, word, figure))
    mentions.sort(key=lambda mention: mention[0])
    accepted: list[FigureWord] = []
    ages: list[tuple[str, Age]] = []
    end = -1
    for start, word, figure in mentions:
        if figure.id in NATURAL_THINGS and not _acts_as_somebody(reading, start, word, end):
            continue
        if end < 0 and not _leads(reading, start):
            continue
        end = start + len(word)
        if figure.id not in {known.id for known in accepted}:
            accepted.append(figure)
            before = reading.text[:start]
            told = {Age.OLD: reading.vocabulary.list("old"), Age.YOUNG: reading.vocabulary.list("young")}
            ages += [
                (figure.id, age) for age, listed in told.items() if before.endswith(listed) or word.startswith(listed)
            ][:1]
    return tuple(sorted(accepted, key=lambda figure: figure.id in NATURAL_THINGS)), tuple(ages)


def _leads(reading: _Text, start: int) -> bool:
    """Whether the noun opens its clause but for its attributes, or for words that say when, where or of whom."""
    opening = start
    while opening > 0 and reading.text[opening - 1].isalnum():
        opening -= 1
    before = reading.text[opening:start]
    return not before or before.endswith(_ATTRIBUTES) or before.startswith(reading.vocabulary.list("openers"))


def _acts_as_somebody(reading: _Text, start: int, word: str, end: int) -> bool:
    """Whether a thing of nature is treated as a person."""
    vocabulary, text = reading.vocabulary, reading.text
    before = text[max(0, start - _REACH - 2) : start]
    after = text[start + len(word) : start + len(word) + _REACH]
    if any(before.endswith(adjective) for adjective in vocabulary.list("natural_adjectives")):
        return True
    between = text[end:start] if end >= 0 else ""
    if between in vocabulary.list("and"):
        return True
    if any(verb in before for verb in vocabulary.list("social")):
        return True
    return end >= 0 and any(after.startswith(verb) for verb in ("成为朋友", "交朋友", "做朋友"))
