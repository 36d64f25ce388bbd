"""To whom a sentence speaks, and on what it leans, read from small closed classes of words.

A tale is told to an audience; its writer's wishes, and talk about the work itself, are for those who make it. What a
sentence quotes is said by somebody in the tale and shows nothing. The words are in makers.toml; a language without
any shows nothing either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from studio.tools.offline.rules.lexicon import BY_SUBSTRING, read_toml
from studio.tools.offline.rules.signs import QUOTED as _QUOTED

_DURATION = re.compile(
    r"\b(?:one|two|ein\w*|zwei|anderthalb|une?|deux|un[oa]?|dos|due|um|uma|dois|een|twee|dwie|half|halbe|demi|pół)\W+"
    r"(?:\w+\W+)?minut\w+\b.*\b(?:max\w*|massimo|circa|mezzo|medio|et demie|höchstens|about|ongeveer|około|cerca|o así|"
    r"or so|environ|más o menos)\b"
)
"""How long it may be: ``a minute and a half, two at most``."""

_KIND_WORDS = 12
"""Words up to which a sentence that begins with a kind of film says what kind is wanted."""

_KIND_PLACE = 2
"""How many words may precede the kind: ``A short comedy``."""

_PARTS = "for|with|but|für|mit|aber|pour|avec|mais|para|con|pero|per|ma|com|mas|voor|met|maar|dla|na|z|ale"
"""Words that part a kind from what says more of it, in all languages."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*['’]?")
_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")


@dataclass(frozen=True)
class Grammar:
    """The lists of makers.toml for one language; what they mean is said there."""

    asks: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    talks: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    tales: tuple[str, ...] = ()
    me: tuple[str, ...] = ()
    one: tuple[str, ...] = ()
    you: tuple[str, ...] = ()
    anaphors: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    nominatives: tuple[str, ...] = ()
    introducing: tuple[str, ...] = ()
    determiners: tuple[str, ...] = ()
    modals: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    haste: tuple[str, ...] = ()


@cache
def grammar(language: str) -> Grammar:
    """The lists of ``language``; empty ones where nothing is known."""
    data = read_toml("makers.toml").get(language, {})
    return Grammar(**{name: tuple(listed) for name, listed in data.items()})


def asks_for(sentence: str, language: str) -> bool:
    """Whether a sentence wishes for what others are to do: ``I'd like it if ...``"""
    return _shows(_plain(sentence), grammar(language).asks)


def asks_to_make(sentence: str, language: str) -> bool:
    """Whether a sentence asks its reader for a film: ``Could you make a little film of it?``"""
    asks = sentence.rstrip().endswith(("?", "？"))
    return asks and speaks_to_you(sentence, language) and _has(_plain(sentence), grammar(language).works, language)


def talks_of_the_work(sentence: str, language: str) -> bool:
    """Whether a sentence is about the film itself: its ending, its words, what kind it is."""
    plain = _plain(sentence)
    return (
        _shows(plain, grammar(language).talks)
        or _names_a_kind(plain, language)
        or (_DURATION.search(plain) is not None and len(plain.split()) <= _KIND_WORDS)
    )


def announces_a_work(words: str, language: str) -> bool:
    """Whether words before a colon announce what is told: the writer's idea, or a tale that somebody thought of."""
    plain, known = _plain(words), grammar(language)
    if _shows(plain, known.talks):
        return True
    works = (*known.works, *known.tales)
    first = _WORD.search(plain)
    begins = first is not None and any(word.startswith(first[0]) for word in known.works)
    return _has(plain, works, language) and (begins or speaks_of_me(words, language))


def speaks_to_makers(sentence: str, language: str) -> bool:
    """Whether a sentence of a brief for a story is for the makers: a wish, a question that asks for leave, or talk
    about the work."""
    plain, known = _plain(sentence), grammar(language)
    if plain.strip(" .!?…") in known.haste or _shows(plain, known.asks):
        return True
    if _shows(plain, known.wants) or talks_of_the_work(sentence, language):
        return True
    if speaks_of_me(sentence, language) and _has(plain, known.works, language):
        return True
    return plain.rstrip().endswith(("?", "？")) and any(
        re.match(rf"{re.escape(word)}\b", plain) for word in known.modals
    )


def speaks_of_me(sentence: str, language: str) -> bool:
    """Whether the writer, alone or with others, stands in a sentence, but for what it quotes or brackets."""
    return _has(_BRACKETS.sub(" ", _plain(sentence)), grammar(language).me, language)


def speaks_of_me_alone(sentence: str, language: str) -> bool:
    """Whether the writer stands in a sentence as one person, but for what it quotes or brackets."""
    return _has(_BRACKETS.sub(" ", _plain(sentence)), grammar(language).one, language)


def speaks_to_you(sentence: str, language: str) -> bool:
    """Whether the reader stands in a sentence, but for what it quotes or brackets."""
    return _has(_BRACKETS.sub(" ", _plain(sentence)), grammar(language).you, language)


def refers_back(sentence: str, language: str, *, anywhere: bool = False) -> bool:
    """Whether a sentence has a word for what was named before it, and has named nothing itself up to there, or
    ``anywhere``: ``Nobody knows where she went.``"""
    known = grammar(language)
    for number, match in enumerate(_WORD.finditer(_QUOTED.sub(" ", sentence))):
        word = match[0].lower().replace("’", "'")
        if word in known.anaphors:
            return True
        names = match[0][0].isupper() and number > 0 and len(word) > 1
        if anywhere:
            continue
        if names or word in known.determiners or word.partition("'")[0] + "'" in known.determiners:
            return False
    return False


def lacks_somebody(sentence: str, language: str, told: Iterable[str] = ()) -> bool:
    """Whether a sentence says to whom something is done with a pronoun, and neither ``told`` nor its own words before
    have brought anybody in: ``The guard threw him the paper.``"""
    said = _QUOTED.sub(" ", sentence)
    found = [match.start() for one in grammar(language).objects if (match := re.search(one, said.lower())) is not None]
    return bool(found) and not any(_brings_in(words, language) for words in (said[: min(found)], *told))


def _brings_in(words: str, language: str) -> bool:
    """Whether words have an article or a possessive of somebody new, or a name after the first word."""
    found = [match[0] for match in _WORD.finditer(words)]
    named = language != "de" and any(word[0].isupper() for word in found[1:])
    return named or any(word.lower() in grammar(language).introducing for word in found)


@lru_cache(maxsize=512)
def _plain(sentence: str) -> str:
    return _QUOTED.sub(" ", sentence.lower().replace("’", "'")).lstrip("-–—*•+·>¿¡ ")


def _shows(plain: str, patterns: tuple[str, ...]) -> bool:
    return any(re.search(pattern, plain) is not None for pattern in patterns)


def _has(plain: str, listed: tuple[str, ...], language: str) -> bool:
    if language in BY_SUBSTRING:
        return any(word in plain for word in listed)
    said = {word for match in _WORD.finditer(plain) for word in (match[0], match[0].partition("'")[0] + "'")}
    return any(word in said for word in listed)


def _names_a_kind(plain: str, language: str) -> bool:
    """``A bedtime tale, calm``: few words, the first a kind of film, parted from what says more of it."""
    listed = "|".join(map(re.escape, grammar(language).kinds))
    if not listed or len(plain.split()) > _KIND_WORDS:
        return False
    return (
        re.match(
            rf"\W*(?:[^\W\d_]+['’ ]\s?){{0,{_KIND_PLACE}}}?(?:{listed})(?: [^\W\d_]+)?(?:\W*$|,| (?:{_PARTS})\b)", plain
        )
        is not None
    )
