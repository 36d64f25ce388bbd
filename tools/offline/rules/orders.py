"""How people give orders to the makers of a film, by language: the lists of ``instructions.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from studio.tools.offline.rules.lexicon import read_toml


@dataclass(frozen=True)
class Orders:
    """How people give orders to the makers of a film in one language.

    ``wishes`` begin a sentence that surely speaks to the makers, ``requests`` stand in one. ``tones`` are words for
    a film's manner, ``negators`` those that begin what there is to be none of. ``greetings`` begin a letter,
    ``closings`` end one if a comma follows; ``heads`` begin what says before a colon what is made. ``leaning``
    begin a sentence that joins the one before, ``answering`` one that follows it at once, ``standing_in`` one that
    stands for what was named there, and ``free`` only seem to. ``pronouns`` begin no title. ``joints`` are words
    before which a sentence that is too long may be cut, ``phrases`` those before which a title may end, ``ours``
    how makers speak of themselves.
    """

    openers: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    farewells: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    slogans: tuple[str, ...] = ()
    tones: tuple[str, ...] = ()
    negators: tuple[str, ...] = ()
    greetings: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    leaning: tuple[str, ...] = ()
    answering: tuple[str, ...] = ()
    standing_in: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    pronouns: tuple[str, ...] = ()
    joints: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()


@cache
def orders(language: str) -> Orders:
    """The lists of ``language``; empty ones where nothing is known."""
    data = read_toml("instructions.toml").get(language, {})
    return Orders(**{name: tuple(listed) for name, listed in data.items()})
