"""The written lines of a language and the only way to fill them: with stored forms.

``story.toml``, ``ad.toml`` and ``proposal.toml`` of a language hold sections of keys of lines. A slot is ``{hero}``,
``{hero:form}``, ``{other}`` or ``{product}``; a capital first letter asks for a capitalised form. Knows nothing of
which line suits a scene.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from studio.production.vocabulary import Kind, StoryShape
from studio.tools.offline.rules.lexicon import FigureWord, count_beginnings, read_toml

SLOT = re.compile(r"\{(?P<name>\w+)(?::(?P<form>\w+))?\}")
DEFAULT_FORM = "the"
CAMPAIGNS = "campaigns.toml"
GENERAL = "every"
"""The section of lines for films of every shape."""

_RESERVE = StoryShape.FABLE
"""A shape that no advertisement has: its lines are said where those of the film's own run out."""

FIRST_MENTIONS = frozenset({"a", "a_acc", "a_dat", "of_a", "new_loc"})
"""Forms that introduce a figure: *a fox* rather than *the fox*; ``new_loc`` is Polish *(o) lisie*."""


@dataclass(frozen=True)
class Template:
    """One line of a template file; ``order`` is its number within its section and key."""

    text: str
    section: str
    key: str
    order: int

    @property
    def needs(self) -> frozenset[str]:
        """The slots' names: ``hero``, ``other``, ``product``."""
        return frozenset(slot["name"].lower() for slot in SLOT.finditer(self.text))

    @property
    def introduces(self) -> frozenset[str]:
        """The slots whose figure is mentioned here for the first time."""
        return frozenset(slot["name"].lower() for slot in SLOT.finditer(self.text) if slot["form"] in FIRST_MENTIONS)


@dataclass(frozen=True)
class Fillings:
    """What may stand in the slots; None where nothing was recognised."""

    hero: FigureWord | None = None
    other: FigureWord | None = None
    product: str | None = None

    @property
    def names(self) -> frozenset[str]:
        """The slots that can be filled."""
        return frozenset(name for name in ("hero", "other", "product") if getattr(self, name) is not None)

    def form(self, name: str, form: str) -> str:
        """The words for one slot; KeyError if there is no such form."""
        value: FigureWord | str | None = getattr(self, name)
        if value is None:
            raise KeyError(name)
        return value if isinstance(value, str) else value.forms[form]


Book = Mapping[str, Mapping[str, tuple[Template, ...]]]


@cache
def book(language: str, kind: Kind) -> Book:
    """The narration of ``language`` for stories or advertisements, by section and key."""
    data = read_toml(language, f"{kind.value}.toml")
    return {
        section: {
            key: tuple(Template(text, section, key, order) for order, text in enumerate(lines))
            for key, lines in keys.items()
        }
        for section, keys in data.items()
    }


def book_for(text: str, language: str, kind: Kind, shape: StoryShape, seed: str) -> Book:
    """The book of ``language`` for a brief: of an advertisement whose ``text`` speaks of a subject of campaigns, the
    lines of the subject are those of its ``shape``, and the general ones are a reserve; ``seed`` draws one of several.
    """
    whole = book(language, kind)
    subjects = campaigns(language) if kind is Kind.AD else {}
    counts = {name: count_beginnings(text.lower(), words, language) for name, (words, _) in subjects.items()}
    most = max(counts.values(), default=0)
    if not most:
        return whole
    chosen = random.Random(seed).choice([name for name, count in counts.items() if count == most])
    general = {beat: tuple(line for line in lines if not line.needs) for beat, lines in whole[GENERAL].items()}
    named = {beat: tuple(line for line in lines if line.needs) for beat, lines in whole[GENERAL].items()}
    return {**whole, GENERAL: named, _RESERVE: general, shape: subjects[chosen][1]}


@cache
def campaigns(language: str) -> Mapping[str, tuple[tuple[str, ...], Mapping[str, tuple[Template, ...]]]]:
    """The subjects of advertisements: beginnings of words that tell of each, and its lines by beat."""
    return {
        name: (
            tuple(table["words"]),
            {
                beat: tuple(Template(text, name, beat, order) for order, text in enumerate(lines))
                for beat, lines in table.items()
                if beat != "words"
            },
        )
        for name, table in read_toml(language, CAMPAIGNS).items()
    }


@cache
def proposal(language: str) -> Mapping[str, Mapping[str, str]]:
    """What the agents say about their work, by section and key."""
    sections: dict[str, dict[str, str]] = read_toml(language, "proposal.toml")
    return sections


def fill(template: Template, fillings: Fillings) -> str:
    """The finished line."""

    def words(slot: re.Match[str]) -> str:
        name = slot["name"]
        form = fillings.form(name.lower(), slot["form"] or DEFAULT_FORM)
        return capitalised(form) if name[0].isupper() else form

    return SLOT.sub(words, template.text)


def capitalised(form: str) -> str:
    """``form`` with its first letter as at the beginning of a sentence."""
    return form[:1].upper() + form[1:]
