"""The brief's own words as title, logline and quotation: always a span of it, cut only where a clause ends."""

from __future__ import annotations

import re

from studio.production.tasks import BriefFacts
from studio.production.vocabulary import Kind, StoryShape
from studio.tools.offline.rules.lexicon import base_language, has_templates, lexicon
from studio.tools.offline.rules.products import product_name, spoken_spans
from studio.tools.offline.rules.recognition import Recognition
from studio.tools.offline.rules.sentences import clauses, sentences, without_full_stop
from studio.tools.offline.rules.templates import Fillings, book, capitalised, fill

MIN_TITLE, MAX_TITLE = 8, 60
MAX_LOGLINE = 240
_HEADING_MARKS = "#*_= \t"
_TITLE_LINE = re.compile(r"(?:title|titel|titre|título|titolo|标题|題名|タイトル)\s*[:：]\s*(\S.*)$", re.IGNORECASE)
_NOT_A_TITLE = re.compile(r"[.:：。]$|^(?:INT|EXT|I/E|FADE|CUT)\b|^\d|[:：]\s")
_QUOTES = '"“”«»„「」『』《》'


def logline(text: str, tag: str) -> str:
    """The brief itself, or its first sentence that says something, or its first clause."""
    plain = " ".join(text.split())
    if len(plain) <= MAX_LOGLINE:
        return plain
    spoken = [span.text for span in spoken_spans(text, tag)] or [span.text for span in sentences(text)]
    for candidate in spoken:
        if len(candidate) <= MAX_LOGLINE:
            return candidate
    first = clauses(text)[0].text
    return first if len(first) <= MAX_LOGLINE else first[: MAX_LOGLINE - 2].rsplit(" ", 1)[0] + " …"


def subject(text: str, tag: str) -> str:
    """The brief's first sentence without a lead-in such as ``Make a film about``, and without its full stop."""
    spoken = spoken_spans(text, tag) or sentences(text)
    first = without_full_stop(spoken[0]).text if spoken else text.strip()
    if has_templates(tag):
        return first[lexicon(base_language(tag)).lead_in(first) :]
    return first


def title(facts: BriefFacts, recognition: Recognition, shape: StoryShape) -> str:
    """A short title: the product, the brief's words, their first clause, the figures, or the shape's name."""
    if facts.kind is Kind.AD:
        name = product_name(facts.text, facts.language)
        if name is not None:
            return name
    whole = subject(facts.text, facts.language)
    if len(whole) <= MAX_TITLE:
        return capitalised(whole.strip(_QUOTES))
    if recognition.hero is not None:
        titles = book(base_language(facts.language), Kind.STORY)["title"]
        return fill(titles["two" if recognition.other else "one"][0], Fillings(recognition.hero, recognition.other))
    first = clauses(whole)[0].text
    if MIN_TITLE <= len(first) <= MAX_TITLE:
        return capitalised(first.strip(_QUOTES))
    if not has_templates(facts.language):
        return shortest_clause(facts.text)
    return book(base_language(facts.language), facts.kind)["title"][shape][0].text


def own_title(text: str, told: tuple[str, ...], tag: str) -> str:
    """The title of a person's own text: its title line if it has one, else the beginning of its first sentence."""
    first = next((line.strip(_HEADING_MARKS) for line in text.splitlines() if line.strip(_HEADING_MARKS)), "")
    labelled = _TITLE_LINE.match(first)
    if labelled is not None:
        return labelled[1]
    is_title = first not in told and len(first) <= MAX_TITLE and not _NOT_A_TITLE.search(first)
    if is_title and not any(line.startswith(first) or first.endswith(line) for line in told):
        return first
    return shortest_clause(subject(told[0], tag)) if told else shortest_clause(text)


def shortest_clause(text: str) -> str:
    """The first clause that fits a title, or the shortest there is, or its beginning."""
    found = [without_full_stop(clause).text for clause in clauses(text)] or [text.strip()]
    fitting = [clause for clause in found if len(clause) <= MAX_TITLE]
    if fitting:
        return fitting[0]
    shortest = min(found, key=len)
    cut = shortest[: MAX_TITLE - 2]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + " …"
