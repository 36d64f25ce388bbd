"""What can be read from a brief with certainty: figures, place, time, weather, landmark, mood, shape.

A word counts only where its sense is clear: not in an idiom, not denied, not compared, not part of a compound. What is
doubtful is left out. Of languages without written narration only places, light, weather and things are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from itertools import takewhile
from typing import TypeVar

from studio.production.tasks import BriefFacts
from studio.production.vocabulary import (
    Age,
    Kind,
    Landmark,
    Mood,
    ProductForm,
    Setting,
    StoryShape,
    TimeOfDay,
    Weather,
)
from studio.tools.offline.rules.lexicon import (
    BY_SUBSTRING,
    FigureWord,
    Lexicon,
    base_language,
    count_beginnings,
    figure_looks,
    first_beginning,
    glossary,
    has_templates,
    lexicon,
    names_any,
    read_toml,
)
from studio.tools.offline.rules.persons import people
from studio.tools.offline.rules.products import product_name
from studio.tools.offline.rules.requests import without_audience, without_request
from studio.tools.offline.rules.sentences import sentences, words
from studio.tools.offline.rules.speakable import is_for_makers, orders

NATURAL_THINGS = frozenset({"storm", "cloud", "star", "moon", "flame", "wave"})
"""Figures that are weather or a thing of nature unless the brief treats them as somebody."""

_CITY_NAMED = 2
"""As much as this many words does the name of a city suggest that a film plays in it."""

_OPENING, _OPENING_IDEOGRAPHS = 420, 140
"""Letters at the beginning of a text in which a place by its name is where the film plays: later it is passed by."""

_ORIGIN = re.compile(r"[\u4e00-\u9fff\u30a0-\u30ff]{1,6}から来た|从[\u4e00-\u9fff]{1,4}来的")
"""Where somebody comes from, which is not where the film plays."""

_HEARERS = re.compile(
    r"\b(?:ladies and gentlemen|damen und herren|mesdames,? (?:et )?(?:mesdemoiselles,? (?:et )?)?messieurs|"
    r"señoras y señores|damas y caballeros|signore e signori|senhoras e senhores|minhas senhoras e meus senhores|"
    r"dames en heren|panie i panowie|дамы и господа)\b",
    re.IGNORECASE,
)
"""Whom a speaker greets, who are nobody in the tale."""

_PUNCTUATION_REACH = 5
_DENIAL_REACH = 6
_PEOPLE = frozenset({"person", "child"})
_SENTENCE_ENDS = frozenset(".!?;:")
NameT = TypeVar("NameT", bound=StrEnum)


@dataclass(frozen=True)
class Recognition:
    """What was recognised, in the order of the text; empty where nothing was certain."""

    figures: tuple[FigureWord, ...] = ()
    settings: tuple[Setting, ...] = ()
    times: tuple[TimeOfDay, ...] = ()
    weathers: tuple[Weather, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    products: tuple[ProductForm, ...] = ()
    moods: tuple[Mood, ...] = ()
    shapes: tuple[StoryShape, ...] = ()
    denied: tuple[Landmark, ...] = ()
    """Landmarks of which the text says that they are not there."""

    ages: tuple[tuple[str, Age], ...] = ()
    """Figures, by their ids, of whom the text says that they are old or young."""

    stays: bool = False
    """Whether the text says that all of it happens in one place."""

    suggested: Setting | None = None
    """A place that things of the text suggest, where it names none."""

    @property
    def hero(self) -> FigureWord | None:
        """The figure that the story is about, and that can be told of."""
        return next(iter(self._told_of), None)

    @property
    def other(self) -> FigureWord | None:
        """The second figure that can be told of."""
        return self._told_of[1] if len(self._told_of) > 1 else None

    @property
    def _told_of(self) -> tuple[FigureWord, ...]:
        return tuple(figure for figure in self.figures if figure.forms)

    @property
    def home(self) -> Setting | None:
        """The place that the brief names, or where its hero lives; else what suggests itself, by things or people."""
        told = [figure_looks()[figure.id].home for figure in self._told_of]
        seen = [figure_looks()[figure.id].home for figure in self.figures]
        places = (*self.settings, *told, self.suggested, *seen)
        return next((place for place in places if place is not None), None)


_SMALL_NOUNS = frozenset({"es", "fr", "it", "pt"})
_OF = frozenset({"de", "del", "di", "della", "dello", "du", "da", "do", "dos", "das", "des"})
_MOST_CAPITALS = 0.4
"""The share of words with capitals up to which a text is no title."""


@dataclass(frozen=True)
class _Reading:
    """A text as lower-case words, and the ``places`` of each; an idiom has used up the numbers in ``taken``."""

    lexicon: Lexicon
    lowered: tuple[str, ...]
    places: dict[str, list[int]]
    capital: tuple[bool, ...] = ()
    """Which words begin with a capital and go on in small letters."""

    taken: set[int] = field(default_factory=set)

    def starts(self, phrase: tuple[str, ...]) -> Iterable[int]:
        """Where ``phrase`` begins."""
        for start in self.places.get(phrase[0], ()):
            if self.lowered[start : start + len(phrase)] == phrase:
                yield start

    def is_free(self, start: int, length: int) -> bool:
        return self.taken.isdisjoint(range(start, start + length))

    def before(self, start: int, count: int) -> tuple[str, ...]:
        return self.lowered[max(0, start - count) : start]

    def is_surname(self, start: int) -> bool:
        """Whether a word has a capital and follows one that has; German nouns always do."""
        return self.lexicon.language != "de" and start > 0 and self.capital[start] and self.capital[start - 1]

    def is_of_a_name(self, start: int) -> bool:
        """Whether a word with a capital within a sentence is part of a name in a language in which such words have
        none: the river of ``Villanueva del Río Seco``, but not that of ``Lago Maggiore``."""
        plain = self.lexicon.language in _SMALL_NOUNS and sum(self.capital) <= _MOST_CAPITALS * len(self.capital)
        if not plain or not self.capital[start] or start == 0 or self.lowered[start - 1] in _SENTENCE_ENDS:
            return False
        follows = start > 1 and self.capital[start - 2] and self.lowered[start - 1] in _OF
        after = [at for at in range(start + 1, min(start + 3, len(self.capital))) if self.capital[at]]
        return follows or not after or (after[0] > start + 1 and self.lowered[start + 1] not in _OF)

    def is_adjective(self, start: int, length: int) -> bool:
        """Whether a word for somebody stands before a noun: ``einem jungen Mann`` tells of no boy."""
        end = start + length
        listed = {*self.lexicon.list("young"), *self.lexicon.list("old")}
        if length > 1 or self.lowered[start] not in listed or self.capital[start] or end >= len(self.lowered):
            return False
        return self.capital[end] or any(self.lowered[end] in figure.words for figure in self.lexicon.figures)

    def is_refused(self, start: int, reach: int = 3) -> bool:
        """Whether the word is denied or compared in the ``reach`` words before: ``no storm``, ``like a fox``."""
        refusing = self.lexicon.list("refusing")
        for word in reversed(self.before(start, reach)):
            if word in _SENTENCE_ENDS or word == ",":
                return False
            if word in refusing:
                return True
        return False

    def is_denied(self, start: int, length: int) -> bool:
        """Whether the clause says that what is named at ``start`` is not there: ``there is no old stone bridge``."""
        if self.is_refused(start):
            return True
        before = takewhile(_goes_on, reversed(self.before(start, _DENIAL_REACH)))
        end = start + length
        after = takewhile(_goes_on, self.lowered[end : end + _DENIAL_REACH])
        denying, denying_after = self.lexicon.list("denying"), self.lexicon.list("denying_after")
        # Somebody in a hurry writes "isnt".
        denying = (*denying, *(word.replace("'", "") for word in denying if "n't" in word))
        return any(word in denying for word in before) or any(word in denying_after for word in after)


def _goes_on(word: str) -> bool:
    return word not in _SENTENCE_ENDS and word != ","


def recognise(text: str, tag: str) -> Recognition:
    """Read ``text`` in the language of ``tag``; what it refuses, or says of its audience, is not in it."""
    language = base_language(tag)
    known = lexicon(language) if has_templates(tag) else glossary(language)
    told = _HEARERS.sub("", _ORIGIN.sub("", _without_refusals(text, language)))
    seen = Recognition() if known is None else read(told, known)
    if known is not None and told != text:
        seen = replace(seen, denied=read(text, known).denied)
    awake = _without_dreams(told, language)
    settings = seen.settings or named_places(told, language)
    if awake != told and known is not None:
        # Where somebody is comes before where they dream of being.
        settings = read(awake, known).settings or named_places(awake, language) or settings
    others = () if seen.figures else people(told, language)
    if others:
        ages = tuple((person.figure.id, person.age) for person in others if person.age is not None)
        seen = replace(seen, figures=tuple(person.figure for person in others), ages=ages)
    stays = any(phrase in told.lower() for phrase in read_toml("places.toml")["one_place"].get(language, ()))
    return replace(
        seen, settings=settings[:1] if stays else settings, stays=stays, suggested=suggested_place(told, language)
    )


def _without_refusals(text: str, language: str) -> str:
    """``text`` without sentences that tell the makers what is not to be seen, and without the words that ask for a film
    and say for whom it is."""
    kept = []
    end = 0
    for sentence in sentences(text):
        kept.append(text[end : sentence.start])
        end = sentence.end
        first = next((word.text.lower() for word in words(sentence.text, language) if word.text[0].isalnum()), "")
        if first not in orders(language).negators or not is_for_makers(sentence.text, language):
            kept.append(without_request(without_audience(sentence.text, language), language))
    return "".join((*kept, text[end:]))


def _without_dreams(text: str, language: str) -> str:
    """``text`` without what somebody dreams of, up to the end of the clause."""
    dreams = "|".join(map(re.escape, read_toml("places.toml")["dreams"].get(language, ())))
    return re.sub(rf"(?<!\w)(?:{dreams})[^.,;:!?。，、]*", "", text, flags=re.IGNORECASE) if dreams else text


def named_places(text: str, language: str) -> tuple[Setting, ...]:
    """The places whose names say which setting they are, an airport for one, in the order of the text."""
    hints = read_toml("places.toml").get(language, {}).get("named", {})
    lowered = text.lower()[: _OPENING_IDEOGRAPHS if language in {"zh", "ja", "ko"} else _OPENING]
    first = {setting: first_beginning(lowered, tuple(listed), language) for setting, listed in hints.items()}
    found = sorted((place, setting) for setting, place in first.items() if place is not None)
    return tuple(Setting(setting) for _, setting in found)


def suggested_place(text: str, language: str) -> Setting | None:
    """The place that most words of ``text`` suggest, of equal ones the first; None without such a word."""
    hints = read_toml("places.toml").get(language, {})
    lowered = text.lower()
    counts = {
        place: count_beginnings(lowered, tuple(listed), language) for place, listed in hints.items() if place != "named"
    }
    names = tuple(read_toml("places.toml")["cities"]["names"])
    if language not in BY_SUBSTRING and names_any(text, names, language):
        counts["city"] = counts.get("city", 0) + _CITY_NAMED
    if counts.get("space", 0) and any(count for place, count in counts.items() if place != "space"):
        # One rocket may be a firework, or stand in a garden: a tale of space has several things of it.
        kinds = [word for word in hints["space"] if count_beginnings(lowered, (word,), language)]
        counts["space"] *= len(kinds) > 1
    best = max(counts, key=lambda setting: counts[setting], default=None)
    return Setting(best) if best is not None and counts[best] else None


def recognise_brief(facts: BriefFacts) -> Recognition:
    """Read a brief; an advertised name says nothing of places or weather."""
    text = facts.text
    if facts.kind is Kind.AD:
        name = product_name(text, facts.language)
        if name is not None:
            text = text.replace(name, "·")
    return recognise(text, facts.language)


def read(text: str, vocabulary: Lexicon) -> Recognition:
    """Read ``text`` with the words of ``vocabulary``; a lead-in such as ``Make a film about`` is no part of it."""
    text = text[vocabulary.lead_in(text) :]
    if vocabulary.language in BY_SUBSTRING:
        from studio.tools.offline.rules.substrings import read_substrings

        return read_substrings(text, vocabulary)
    tokens = words(text, vocabulary.language)
    lowered = tuple(token.text.lower().replace("’", "'") for token in tokens)
    places: dict[str, list[int]] = {}
    for number, word in enumerate(lowered):
        places.setdefault(word, []).append(number)
    reading = _Reading(vocabulary, lowered, places, tuple(token.text.istitle() for token in tokens))
    for phrase in _phrases(vocabulary.language, vocabulary.list("idioms")):
        for start in reading.starts(phrase):
            reading.taken.update(range(start, start + len(phrase)))
    figures, ages = _figures(reading)
    return Recognition(
        figures=figures,
        ages=ages,
        settings=_named(reading, vocabulary.settings),
        times=_named(reading, vocabulary.times),
        weathers=_named(reading, vocabulary.weathers, not_names=True),
        landmarks=_named(reading, vocabulary.landmarks),
        products=_named(reading, vocabulary.products),
        moods=_named(reading, vocabulary.moods),
        shapes=_named(reading, vocabulary.shapes),
        denied=_denied(reading, vocabulary.landmarks),
    )


@cache
def _phrases(language: str, entries: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(span.text.lower() for span in words(entry, language)) for entry in entries)


def _denied(reading: _Reading, entries: Mapping[NameT, tuple[str, ...]]) -> tuple[NameT, ...]:
    """What is named and refused: ``there is no lighthouse in it``."""
    return tuple(
        name
        for name, listed in entries.items()
        if any(
            reading.is_denied(start, len(phrase))
            for phrase in _phrases(reading.lexicon.language, listed)
            for start in reading.starts(phrase)
        )
    )


def _named(
    reading: _Reading, entries: Mapping[NameT, tuple[str, ...]], *, not_names: bool = False
) -> tuple[NameT, ...]:
    """What is named and not denied, in the order of the text; ``not_names`` leaves out ``Dr John Snow``."""
    found: list[tuple[int, NameT]] = []
    for name, listed in entries.items():
        for phrase in _phrases(reading.lexicon.language, listed):
            found += [
                (start, name)
                for start in reading.starts(phrase)
                if reading.is_free(start, len(phrase))
                and not reading.is_denied(start, len(phrase))
                and not (not_names and reading.is_surname(start))
                and not reading.is_of_a_name(start)
            ]
    return tuple(dict.fromkeys(name for _, name in sorted(found, key=lambda entry: entry[0])))


def _figures(reading: _Reading) -> tuple[tuple[FigureWord, ...], tuple[tuple[str, Age], ...]]:
    """The figures by first mention, each id once; the longest words are tried first."""
    by_phrase: dict[tuple[str, ...], list[FigureWord]] = {}
    for figure in reading.lexicon.figures:
        for phrase in _phrases(reading.lexicon.language, figure.words):
            by_phrase.setdefault(phrase, []).append(figure)
    mentions: list[tuple[int, int, FigureWord]] = []
    claimed: set[int] = set()
    for phrase in sorted(by_phrase, key=lambda words: (-len(words), words)):
        for start in reading.starts(phrase):
            span = range(start, start + len(phrase))
            if not reading.is_free(start, len(phrase)) or not claimed.isdisjoint(span):
                continue
            if reading.is_adjective(start, len(phrase)):
                continue
            claimed.update(span)
            fitting = [figure for figure in by_phrase[phrase] if _is_somebody(reading, start, len(phrase), figure)]
            if fitting:
                mentions.append((start, len(phrase), fitting[0]))
    mentions.sort(key=lambda mention: mention[0])
    accepted: list[FigureWord] = []
    ages: list[tuple[str, Age]] = []
    ends: list[int] = []
    for start, length, figure in mentions:
        if figure.id in NATURAL_THINGS and not _acts_as_somebody(reading, start, length, figure.noun, ends):
            continue
        if not ends and (_is_possessed(reading, start, figure.noun) or not _leads(reading, start, figure.noun)):
            continue
        ends.append(start + length)
        if figure.id not in {known.id for known in accepted}:
            accepted.append(figure)
            ages += _age(reading, start, length, figure)
    # A thing of nature never leads where there is somebody else.
    return tuple(sorted(accepted, key=lambda figure: figure.id in NATURAL_THINGS)), tuple(ages)


def _age(reading: _Reading, start: int, length: int, figure: FigureWord) -> list[tuple[str, Age]]:
    """The age that an adjective beside the noun gives; nothing without one."""
    article = _article(reading, start, figure.noun)
    after = reading.lowered[start + length : start + length + 1] if figure.noun else ()
    beside = {*reading.lowered[start if article is None else article : start], *after}
    ages = {Age.OLD: reading.lexicon.list("old"), Age.YOUNG: reading.lexicon.list("young")}
    return [(figure.id, age) for age, listed in ages.items() if not beside.isdisjoint(listed)][:1]


def _article(reading: _Reading, start: int, noun: str) -> int | None:
    """The place of the determiner of the noun of gender ``noun`` at ``start``, or None."""
    determiners = reading.lexicon.list(f"determiners_{noun}" if noun else "determiners")
    # Without articles a noun phrase is told by where it begins: only words that agree with the noun are part of it.
    reach = 2 if reading.lexicon.list("alone_after") else _PUNCTUATION_REACH
    for back in range(1, reach):
        place = start - back
        if place < 0 or reading.lowered[place] in _SENTENCE_ENDS:
            return None
        if reading.lowered[place] in determiners:
            while place > 0 and reading.lowered[place - 1] in determiners:
                place -= 1
            return place
    return None


def _begins_sentence(reading: _Reading, start: int) -> bool:
    return start == 0 or reading.lowered[start - 1] in _SENTENCE_ENDS


def _is_somebody(reading: _Reading, start: int, length: int, figure: FigureWord) -> bool:
    """Whether the noun is the head of a singular noun phrase that is neither denied nor compared."""
    article = _article(reading, start, figure.noun)
    first = start if article is None else article
    alone_after = reading.lexicon.list("alone_after")
    if alone_after:
        if not _begins_sentence(reading, first) and reading.lowered[first - 1] not in alone_after:
            return False
    elif article is None and not _begins_sentence(reading, start):
        return False
    if reading.is_refused(start, start - first) or reading.is_refused(first, 2):
        return False
    end = start + length
    if not reading.lexicon.list("may_follow") or end >= len(reading.lowered):
        return True
    return _may_follow(reading, end, figure)


def _may_follow(reading: _Reading, end: int, figure: FigureWord) -> bool:
    """Whether the word after an English noun leaves it a head: a verb or a small word, not another noun."""
    vocabulary = reading.lexicon
    follower = reading.lowered[end]
    if follower in vocabulary.list("may_follow") or not follower[0].isalnum():
        return True
    if not follower.endswith("s") or follower.endswith("'s") or follower in vocabulary.list("thing_nouns"):
        return False
    if figure_looks()[figure.id].group in _PEOPLE:
        return True
    after = reading.lowered[end + 1] if end + 1 < len(reading.lowered) else ""
    return after in vocabulary.list("determiners")


def _leads(reading: _Reading, start: int, noun: str) -> bool:
    """Whether the noun phrase opens its clause, or only words do that say when, where or of whom is told.

    Otherwise somebody else may come before who was not recognised: ``a wolf who wants to meet a baker``.
    """
    article = _article(reading, start, noun)
    first = start if article is None else article
    opening = first
    while opening > 0 and reading.lowered[opening - 1][0].isalnum():
        opening -= 1
    before = " ".join(reading.lowered[opening:first]).replace("' ", "'")
    return not before or any(f"{before} ".startswith(f"{opener} ") for opener in reading.lexicon.list("openers"))


def _is_possessed(reading: _Reading, start: int, noun: str) -> bool:
    """Whether the noun belongs to somebody else of whom the text speaks: ``two sisters look for their grandfather``."""
    article = _article(reading, start, noun)
    if article is None:
        return False
    # The possessive may follow an article: ``a minha avó``.
    return not set(reading.lexicon.list("possessives")).isdisjoint(reading.lowered[article:start])


def _acts_as_somebody(reading: _Reading, start: int, length: int, noun: str, ends: list[int]) -> bool:
    """Whether a thing of nature is treated as a person: befriended, spoken to, lonely, or paired with a figure."""
    vocabulary = reading.lexicon
    article = _article(reading, start, noun)
    first = start if article is None else article
    if any(word in vocabulary.list("natural_adjectives") for word in reading.lowered[first:start]):
        return True
    end = start + length
    if end < len(reading.lowered) and reading.lowered[end] in vocabulary.list("natural_adjectives"):
        return True
    if any(" ".join(reading.before(first, count)) in vocabulary.list("social") for count in (1, 2, 3)):
        return True
    follower = " ".join(reading.lowered[end : end + 1])
    if _begins_sentence(reading, first) and follower in vocabulary.list("social"):
        return True
    return bool(ends) and ends[-1] == first - 1 and reading.lowered[first - 1] in vocabulary.list("and")
