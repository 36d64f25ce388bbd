"""The last gate before the brief's own sentences are told: each is whole, and for those who see the film.

A sentence is whole that ends with a mark and begins where one may begin; what stands alone in a line without a mark is
a heading, and what follows a field's name is its value. In a tale nobody wishes, asks leave or speaks of the work, and
a writer who does not tell of herself does not come into it. In doubt a sentence is left out.
"""

from __future__ import annotations

import re

from studio.production.vocabulary import Kind
from studio.tools.offline.rules.addressing import (
    asks_for,
    grammar,
    speaks_of_me,
    speaks_of_me_alone,
    speaks_to_makers,
    speaks_to_you,
    talks_of_the_work,
)
from studio.tools.offline.rules.announcing import announces
from studio.tools.offline.rules.layout import label
from studio.tools.offline.rules.orders import orders
from studio.tools.offline.rules.pairs import is_balanced
from studio.tools.offline.rules.sentences import ENDS, Span

_CLOSING = "\"'”’»“)]}」』》）*_ "
_BEGINS_AFTER = (*ENDS, *'"”»“」』)）:：•*·-–—>|')
_PICTURE = re.compile("[\u200d\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]")
_FEWEST_WORDS, _FEWEST_IDEOGRAPHS = 4, 6
_SHORT_TAIL = 40
"""Letters of an aside that was left out at the end of a sentence."""

_MOST_STOPS = 0.5
"""The share of long lines with an end mark, below which a text is written without them."""


def told_to_audience(said: tuple[str, ...], text: str, kind: Kind, language: str) -> tuple[str, ...]:
    """Those of the sentences ``said`` of the brief ``text`` that are whole and for those who see the film."""
    whole = [
        one
        for one in said
        if (is_whole(one, text) and not _is_field(one, language))
        or (kind is Kind.AD and _names_a_thing(one, text, language))
    ]
    if kind is Kind.AD:
        # Who writes may say so first; later it is talk.
        return tuple(
            one
            for one in whole
            if not _is_private(one, language) and (one == said[0] or not speaks_of_me_alone(one, language))
        )
    kept = [one for one in whole if not speaks_to_makers(one, language)]
    of_me = bool(kept) and speaks_of_me(kept[0], language)
    to_you = bool(kept) and speaks_to_you(kept[0], language)
    return tuple(
        one
        for one in kept
        if (of_me or not speaks_of_me(one, language)) and (to_you or not speaks_to_you(one, language))
    )


def is_whole(sentence: str, text: str) -> bool:
    """Whether ``sentence`` stands in ``text`` as a whole one: the only one, or with a beginning and an end."""
    start = text.find(sentence)
    if start < 0 or not is_balanced(sentence):
        return False
    span = Span(sentence, start, start + len(sentence))
    if not any(map(str.isalnum, text[: span.start] + text[span.end :])):
        return True
    return _is_ended(text, span) and (_is_begun(text, span) or announces(sentence))


def _names_a_thing(claim: str, text: str, language: str) -> bool:
    """Whether a claim is what stands after a name and a comma, from an article on: ``a bottle of steel``."""
    start = text.find(claim)
    follows = start > 0 and text[:start].rstrip().endswith((",", "，"))
    begins = claim.split(maxsplit=1)[0].lower() in grammar(language).determiners
    return follows and begins and is_balanced(claim) and _is_ended(text, Span(claim, start, start + len(claim)))


def _is_private(claim: str, language: str) -> bool:
    """Whether a claim is one person's talk with the makers rather than what is offered."""
    thanks = orders(language).farewells
    parts = claim.lower().startswith(tuple(f"{word} " for word in thanks)) or claim.lower().startswith(
        tuple(f"{word}," for word in thanks)
    )
    return parts or asks_for(claim, language) or talks_of_the_work(claim, language)


def _is_ended(text: str, span: Span) -> bool:
    if span.text.rstrip(_CLOSING).endswith(tuple(ENDS)) or announces(span.text):
        return True
    following = text[span.end :].split("\n", maxsplit=1)[0].strip()
    if _is_short(span.text):
        return False
    if not following:
        begun_before = any(map(str.isalnum, text[text.rfind("\n", 0, span.start) + 1 : span.start]))
        return begun_before or _is_without_stops(text)
    # What was left out at its end: a picture, which ends a sentence in messages, or a short aside.
    aside = len(following) <= _SHORT_TAIL and following[0] in "(（,，;；–—-"
    return aside or _PICTURE.match(following) is not None or not any(map(str.isalnum, following))


def _is_without_stops(text: str) -> bool:
    """Whether most lines of several words end without a mark, as in messages and verse."""
    lines = [line.strip() for line in text.splitlines() if not _is_short(line)]
    ended = sum(line.rstrip(_CLOSING).endswith(tuple(ENDS)) for line in lines)
    return ended < _MOST_STOPS * len(lines)


def _is_begun(text: str, span: Span) -> bool:
    first = next((mark for mark in span.text if mark.isalnum()), "")
    if not first.islower():
        return True
    before = text[: span.start].rstrip(" \t")
    return not before or before[-1] in _BEGINS_AFTER or before[-1] == "\n" or _PICTURE.match(before[-1]) is not None


def _is_field(sentence: str, language: str) -> bool:
    """``Feel: curious``: a few words before a colon, one of which says what of the film."""
    name = label(sentence)
    return name is not None and any(word in grammar(language).fields for word in re.findall(r"\w+", name))


def _is_short(words: str) -> bool:
    ideographs = sum(mark > "\u2e80" for mark in words)
    return ideographs < _FEWEST_IDEOGRAPHS if ideographs else len(words.split()) < _FEWEST_WORDS
