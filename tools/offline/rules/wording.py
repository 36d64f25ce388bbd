"""The brief's own words as title, logline and quotation: always a span of it, cut only where a clause ends."""

from __future__ import annotations

import re

from studio.production.tasks import BriefFacts
from studio.production.vocabulary import Kind, StoryShape
from studio.tools.offline.rules.lexicon import base_language, has_templates, lexicon
from studio.tools.offline.rules.pairs import is_balanced, pairs
from studio.tools.offline.rules.products import product_name
from studio.tools.offline.rules.recognition import Recognition, recognise
from studio.tools.offline.rules.sentences import clauses, sentences, without_full_stop
from studio.tools.offline.rules.speakable import is_address, is_for_makers, names_slogan, slogan, spoken_spans
from studio.tools.offline.rules.templates import Fillings, book, capitalised, fill

MIN_TITLE, MAX_TITLE = 8, 60
MAX_LOGLINE = 240
_HEADING_MARKS = "#*_= \t"
_TITLE_LABEL = re.compile(
    r"^\W*(?:(?:working|provisional|film|project|arbeits|film|projekt|vorläufiger)[\s-]?)?"
    r"(?:title|titel|titre|título|titulo|titolo|标题|题目|題名|タイトル|仮題|仮タイトル|제목|название|العنوان)"
    r"(?:\s(?:provisoire|de travail|provisional|provisorio|provisório|provvisorio|di lavoro))?"
    r"\s*[:：]\s*(?P<title>\S.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_NOT_A_TITLE = re.compile(r"[.:：。]$|^(?:INT|EXT|I/E|FADE|CUT)\b|^\d|[:：]\s")
_OBLIQUE = re.compile(r"(?:[mdsk]?ein|unser|euer|eur|ihr|jed|dies)(?:en|em)\b|d(?:en|em|es)\b", re.IGNORECASE)
_UNFINISHED = (":", "：", ",", "，", "、", ";", "；", "(", "–", "—", "-")


def logline(text: str, tag: str) -> str:
    """The brief itself, or its first sentence that says something, or its first clause."""
    plain = " ".join(text.split())
    if len(plain) <= MAX_LOGLINE:
        return plain
    spoken = [span.text for span in spoken_spans(text, tag)] or [span.text for span in sentences(text)]
    for candidate in spoken:
        if len(candidate) <= MAX_LOGLINE:
            return candidate
    first = next((clause.text for clause in clauses(text)), plain)
    return first if len(first) <= MAX_LOGLINE else first[: MAX_LOGLINE - 2].rsplit(" ", 1)[0] + " …"


def subject(text: str, tag: str) -> str:
    """The brief's first sentence without a lead-in such as ``Make a film about``, and without its full stop."""
    spoken = spoken_spans(text, tag) or sentences(text)
    first = without_full_stop(spoken[0]).text if spoken else text.strip()
    if has_templates(tag):
        return first[lexicon(base_language(tag)).lead_in(first) :]
    return first


def title(facts: BriefFacts, recognition: Recognition, shape: StoryShape) -> str:
    """A short title: the one it is given, the product, the brief's words, their first clause, the figures, or the
    shape's name."""
    given = _labelled(facts.text)
    if given is not None:
        return given
    if facts.kind is Kind.AD:
        name = product_name(facts.text, facts.language)
        if name is not None:
            return name
        said = slogan(facts.text, facts.language)
        if said is not None and is_title(without_stop := said.rstrip(".。")):
            return without_stop
    whole = _unquoted(subject(facts.text, facts.language))
    sure = is_title(whole) and not _speaks_of_the_film(whole, facts.language)
    if sure:
        return capitalised(whole)
    if recognition.hero is not None:
        titles = book(base_language(facts.language), Kind.STORY)["title"]
        return fill(titles["two" if recognition.other else "one"][0], Fillings(recognition.hero, recognition.other))
    first = next((_without_aside(_unquoted(clause.text)) for clause in clauses(whole)), "")
    if len(first) >= MIN_TITLE and is_title(first) and not _speaks_of_the_film(first, facts.language):
        return capitalised(first)
    if not has_templates(facts.language):
        return _opening_words(facts)
    return book(base_language(facts.language), facts.kind)["title"][shape][0].text


def own_title(text: str, told: tuple[str, ...], tag: str) -> str:
    """The title of a person's own text: its title line if it has one, else the beginning of its first sentence."""
    given = _labelled(text)
    if given is not None:
        return given
    first = next((line.strip(_HEADING_MARKS) for line in text.splitlines() if line.strip(_HEADING_MARKS)), "")
    stands_alone = first not in told and is_title(first) and not _NOT_A_TITLE.search(first)
    if stands_alone and not any(line.startswith(first) or first.endswith(line) for line in told):
        return first
    return shortest_clause(subject(told[0], tag)) if told else shortest_clause(text)


def is_title(words: str) -> bool:
    """Whether words can stand as a title: short, whole, balanced, with letters, no address."""
    letters = sum(character.isalpha() for character in words)
    return (
        letters >= 2
        and len(words) <= MAX_TITLE
        and "\n" not in words
        and is_balanced(words)
        and not is_address(words)
        and not words.endswith(_UNFINISHED)
    )


def shortest_clause(text: str) -> str:
    """The first clause that fits a title, or the shortest there is, or its beginning."""
    found = [without_full_stop(clause).text for clause in clauses(text)] or [text.strip()]
    fitting = [clause for clause in found if is_title(clause)] or [word for word in found if len(word) <= MAX_TITLE]
    return fitting[0] if fitting else _cut(min(found, key=len))


def _labelled(text: str) -> str | None:
    """What follows ``Title:`` or ``Working title:``, if that can be one."""
    for match in _TITLE_LABEL.finditer(text):
        given = _unquoted(match["title"].strip().strip(_HEADING_MARKS))
        if is_title(given):
            return given
    return None


def _opening_words(facts: BriefFacts) -> str:
    """The first clause that opens a sentence and can be a title, else the beginning of what is told."""
    told = [span.text for span in spoken_spans(facts.text, facts.language)]
    told = told or [span.text for span in sentences(facts.text)]
    for sentence in told:
        opening = next((_without_aside(without_full_stop(clause).text) for clause in clauses(sentence)), "")
        if is_title(opening) and not _speaks_of_the_film(opening, facts.language):
            return _unquoted(opening)
    return _cut(_unquoted(" ".join(told[0].split()))) if told else facts.text.strip()[:MAX_TITLE]


def _cut(words: str) -> str:
    """The beginning of ``words``, up to the end of a word and outside brackets."""
    if len(words) <= MAX_TITLE:
        return words
    cut = words[: MAX_TITLE - 2]
    cut = cut.rsplit(" ", 1)[0] if " " in cut else cut
    broken = [opening for opening, closing in pairs(words) if opening < len(cut) <= closing]
    whole = cut[: min(broken)].rstrip() if broken and min(broken) > 1 else cut
    return whole + " …"


def _without_aside(words: str) -> str:
    """A clause that is too long, without brackets at its end."""
    if len(words) <= MAX_TITLE:
        return words
    asides = [opening for opening, closing in pairs(words) if closing == len(words) - 1 and words[opening] in "([（【"]
    return words[: asides[0]].rstrip() if asides and asides[0] > 0 else words


def _unquoted(words: str) -> str:
    """``words`` without a pair of quotation marks that holds the whole of them."""
    bare = words.strip()
    inside = len(bare) > 2 and (0, len(bare) - 1) in pairs(bare) and bare[0] not in "([{（【"
    return bare[1:-1].strip() if inside else bare


def _speaks_of_the_film(words: str, tag: str) -> bool:
    """Whether words give orders, say what is not to be seen, or are torn from a sentence about the film."""
    language = base_language(tag)
    if language == "de" and _OBLIQUE.match(words):
        return True
    return is_for_makers(words, language) or names_slogan(words, language) or bool(recognise(words, tag).denied)
