"""Where a sentence may not be cut for a title: before what it says, within a clause about somebody, within a place.

Knows words of small closed classes, and nothing of what a title is.
"""

from __future__ import annotations

from itertools import pairwise

from studio.tools.offline.rules.addressing import grammar
from studio.tools.offline.rules.lexicon import base_language
from studio.tools.offline.rules.orders import orders
from studio.tools.offline.rules.requests import asking
from studio.tools.offline.rules.sentences import clauses

SAYS_WHAT = frozenset(
    {
        *("that", "when", "because", "how", "dass", "wenn", "weil", "que", "quand", "parce", "cuando", "porque"),
        *("che", "quando", "perché", "dat", "als", "omdat", "toen", "że", "kiedy", "gdy", "bo", "się", "что", "когда"),
    }
)
"""Words between a verb and what is said, thought or done: a sentence that is cut before them has lost its point."""

RELATIVES = frozenset(
    ("who", "whose", "which", "qui", "dont", "che", "que", "który", "która", "które", "którego", "której", "którzy")
)
"""Words that begin a clause within a title, which is whole before them."""

_RELATIONS = frozenset(
    {
        *("middle", "edge", "end", "top", "bottom", "side", "outskirts", "heart", "vicinity", "nähe", "mitte", "rand"),
        *("ende", "herzen", "fuß", "fuss", "milieu", "bord", "bout", "cœur", "coeur", "centre", "fond", "pied", "côté"),
        *("borde", "medio", "centro", "orilla", "final", "lado", "pie", "corazón", "mezzo", "bordo", "fondo", "piedi"),
        *(
            "margine",
            "cuore",
            "meio",
            "beira",
            "fim",
            "pé",
            "midden",
            "eind",
            "kant",
            "voet",
            "środku",
            "skraju",
            "końcu",
        ),
    }
)
"""Nouns that say where something is by something else, which must follow."""


def leads_on(words: list[str]) -> bool:
    """Whether words end in a noun that what follows completes: ``a miller's son in the vicinity``."""
    return len(words) > 2 and words[-1].lower() in _RELATIONS


def before_relative(words: str, language: str) -> str:
    """Words up to a relative clause that has not come to its verb: ``My uncle Tom | who for forty years``."""
    parts = words.split()
    for number, (word, after) in enumerate(pairwise(parts)):
        if number > 1 and word.lower() in RELATIVES and after.lower() in orders(language).phrases:
            return " ".join(parts[:number])
    return words


def is_interrupted(sentence: str, first: str, tag: str) -> bool:
    """Whether the first clause goes on after the second, which says only where or when, or is about somebody named
    elsewhere: ``One day she finds, next to her spade, a flask.``"""
    language = base_language(tag)
    if {*first.lower().split()[1:]} & {*grammar(language).nominatives}:
        return True
    following = [clause.text for clause in clauses(sentence)][1:]
    known = {*asking(language).places, *orders(language).phrases}
    return len(following) > 1 and following[0].split(maxsplit=1)[0].lower() in known
