"""The thing that a text comes back to: introduced as ``a kite``, it is ``the kite`` afterwards.

A title that says it cannot be broken: an article and a noun. Knows nothing of sentences, nor of people.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from studio.tools.offline.rules.lexicon import base_language, read_toml
from studio.tools.offline.rules.persons import is_word_for_somebody

_FEWEST = 2
"""Mentions of a noun that a text comes back to."""

_SHORTEST = 3
_ELIDING = ("'",)


def motif(text: str, tag: str) -> str | None:
    """The definite article and the noun that ``text`` names most often of those that it introduces or begins a sentence
    with; None where none returns, or in languages without articles."""
    language = base_language(tag)
    listed = read_toml("motifs.toml").get(language)
    if listed is None:
        return None
    plain = text.replace("’", "'")
    named = _nouns(plain, language, ("definite",), 1)
    known = _nouns(plain, language, ("indefinite",), 1)
    mentions = Counter(_key(word, language) for word in re.findall(r"[^\W\d_][\w-]*", plain))
    places: dict[str, int] = {}
    for noun, place in (*named.items(), *known.items()):
        places[noun] = min(place, places.get(noun, place))
    dull = {*listed["dull"]}
    found = [
        noun
        for noun in places
        if noun in named
        and noun not in dull
        and len(noun) >= _SHORTEST
        and mentions[noun] >= _FEWEST
        and (noun in known or mentions[noun] > _FEWEST)
        and not is_word_for_somebody(noun, language)
    ]
    ranked = sorted(found, key=lambda noun: (noun not in known, -mentions[noun], places[noun]))
    titles = (_with_article(noun, plain, language, introduced=noun in known) for noun in ranked)
    return next((title for title in titles if title is not None), None)


def closing_thing(text: str, tag: str) -> str | None:
    """What the first sentence of ``text`` that does so ends in: ``to see a puddle.``; None where that is somebody."""
    language = base_language(tag)
    listed = read_toml("motifs.toml").get(language)
    if listed is None:
        return None
    # An oblique article of German is no beginning of a title.
    articles = [word for word in listed["indefinite"] if language != "de" or word != "einen"]
    pattern = rf"(?<![\w'])((?:{'|'.join(map(re.escape, articles))})(?:\s|(?<=')))([^\W\d_][\w-]*)\s*[.!?]"
    for match in re.finditer(pattern, text.replace("’", "'"), re.IGNORECASE):
        noun = match[2]
        if (
            len(noun) >= _SHORTEST
            and noun[0].isupper() == (language == "de")
            and noun not in listed["dull"]
            and not is_word_for_somebody(noun, language)
        ):
            return f"{match[1][0].upper()}{match[1][1:]}{noun}"
    return None


def _nouns(text: str, language: str, kinds: tuple[str, ...], group: int) -> dict[str, int]:
    """The words right after an article of ``kinds``, and where each first stands so."""
    found: dict[str, int] = {}
    for match in _after_article(language, kinds).finditer(text):
        noun = match[group]
        if (noun[0].isupper() == (language == "de")) and match.end() <= len(text):
            found.setdefault(_key(noun, language), match.start())
    return found


@cache
def _after_article(language: str, kinds: tuple[str, ...]) -> re.Pattern[str]:
    articles = [word for kind in kinds for word in read_toml("motifs.toml")[language][kind]]
    listed = "|".join(re.escape(word) + ("" if word.endswith(_ELIDING) else r"\s") for word in articles)
    # A noun is followed by the end of its phrase, a verb or a small word; what is followed by a noun is an adjective,
    # which cannot be known: so at least one mention must end a clause.
    return re.compile(rf"(?<![\w'])(?:{listed})([^\W\d_][\w-]*)(?=[\s.,;:!?…)])", re.IGNORECASE)


def _key(word: str, language: str) -> str:
    return word if language == "de" else word.lower()


def _with_article(noun: str, text: str, language: str, *, introduced: bool) -> str | None:
    """The noun after its article as at the beginning of a title, in the form in which one names a thing; None where it
    was not ``introduced`` and never ends a clause, as an adjective never does, or where no article tells its gender."""
    if not introduced and re.search(rf"(?<![\w']){re.escape(noun)}\s?[.,;:!?)]", text, re.IGNORECASE) is None:
        return None
    if language == "de":
        article = _german_article(noun, text)
    else:
        articles = read_toml("motifs.toml")[language]["definite"]
        found = [
            word
            for word in articles
            if re.search(
                rf"(?<![\w']){re.escape(word)}{'' if word.endswith(_ELIDING) else ' '}{re.escape(noun)}(?!\w)",
                text,
                re.IGNORECASE,
            )
        ]
        article = found[0] if found else None
    if article is None:
        return None
    joined = article if article.endswith(_ELIDING) else f"{article} "
    return f"{joined[0].upper()}{joined[1:]}{noun}"


def _german_article(noun: str, text: str) -> str | None:
    """``der``, ``die`` or ``das``, where an article that only one gender has stands before the noun."""
    for article, forms in (("die", ("eine", "einer")), ("der", ("einen", "den")), ("das", ("das",))):
        if re.search(rf"(?<!\w)(?:{'|'.join(forms)})\s{re.escape(noun)}(?!\w)", text, re.IGNORECASE):
            return article
    return "der" if re.search(rf"(?<!\w)Der\s{re.escape(noun)}(?!\w)", text) else None
