"""Where a line comes from: a written template with stored forms, or the brief. Nothing else may be said.

The inverse of narration, kept apart from it so that it can be trusted as its check.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from studio.production.vocabulary import Kind
from studio.tools.offline.rules.lexicon import base_language, has_templates, lexicon
from studio.tools.offline.rules.products import product_name
from studio.tools.offline.rules.tellings import subjects, tellings
from studio.tools.offline.rules.templates import DEFAULT_FORM, SLOT, Template, book, campaigns, capitalised

_NOT_SPOKEN = frozenset({"title"})


@dataclass(frozen=True)
class Provenance:
    """``template`` and the ``forms`` in its slots, or the place of a ``span`` in the brief."""

    template: Template | None = None
    forms: tuple[str, ...] = ()
    span: tuple[int, int] | None = None


def explain(line: str, language: str, brief: str) -> Provenance | None:
    """Where ``line`` comes from; None if it is neither a filled template nor an exact span of ``brief``.

    A brief that is only a name for its film is said as a sentence, with a capital and a stop.
    """
    start = brief.find(line)
    if line and start >= 0:
        return Provenance(span=(start, start + len(line)))
    name = line.rstrip(".。").casefold()
    if name and brief.strip().casefold() == name:
        return Provenance(span=(0, len(brief)))
    if not has_templates(language):
        return None
    product = product_name(brief, language)
    for template, pattern in _patterns(base_language(language), product):
        match = pattern.fullmatch(line)
        if match is not None:
            return Provenance(template, tuple(match.groups()))
    return None


@cache
def _patterns(language: str, product: str | None) -> tuple[tuple[Template, re.Pattern[str]], ...]:
    single = (
        lines
        for kind in Kind
        for section, keys in book(language, kind).items()
        if section not in _NOT_SPOKEN
        for lines in keys.values()
    )
    told = (lines for telling in (*tellings(language), *subjects(language)) for lines in telling.all_lines)
    sold = (lines for _, beats in campaigns(language).values() for lines in beats.values())
    return tuple(
        (template, _pattern(template, language, product))
        for lines in (*single, *told, *sold)
        for template in lines
        if product is not None or "product" not in template.needs
    )


def _pattern(template: Template, language: str, product: str | None) -> re.Pattern[str]:
    """The template with every form that may stand in its slots."""
    pattern = ""
    position = 0
    for slot in SLOT.finditer(template.text):
        pattern += re.escape(template.text[position : slot.start()])
        if slot["name"].lower() == "product":
            forms: tuple[str, ...] = (product or "",)
        else:
            forms = _forms(language, slot["form"] or DEFAULT_FORM, slot["name"][0].isupper())
        pattern += f"({'|'.join(re.escape(form) for form in forms)})"
        position = slot.end()
    return re.compile(pattern + re.escape(template.text[position:]))


@cache
def _forms(language: str, form: str, capital: bool) -> tuple[str, ...]:
    forms = (figure.forms[form] for figure in lexicon(language).figures)
    # Longer forms first, so that "the bear cub" is not read as "the bear".
    return tuple(
        sorted({capitalised(words) if capital else words for words in forms}, key=lambda words: (-len(words), words))
    )
