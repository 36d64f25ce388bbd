"""The brief's own words as title, logline and quotation: always a span of it, cut only where a clause ends."""

from __future__ import annotations

import re

from studio.production.tasks import BriefFacts
from studio.production.vocabulary import Kind, StoryShape
from studio.tools.offline.rules.lexicon import base_language, has_templates, lexicon
from studio.tools.offline.rules.pairs import is_balanced, pairs
from studio.tools.offline.rules.products import product_name
from studio.tools.offline.rules.recognition import Recognition, recognise
from studio.tools.offline.rules.sentences import Span, clauses, sentences, without_full_stop
from studio.tools.offline.rules.sentences import words as words_of
from studio.tools.offline.rules.speakable import (
    is_address,
    is_for_makers,
    names_price,
    names_slogan,
    orders,
    slogan,
    spoken_spans,
    without_pictures,
)
from studio.tools.offline.rules.templates import Fillings, book, capitalised, fill

MIN_TITLE, MAX_TITLE = 8, 60
GOOD_TITLE = 44
"""Letters up to which a title is read at a glance."""

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
_IN_QUOTES = (
    r"(?:\"([^\"\n]+)\"|[“„”]([^”“\n]+)[”“]|«\s?([^»\n]+?)\s?»|»([^«\n]+)«|"
    r"「([^」\n]+)」|『([^』\n]+)』|《([^》\n]+)》)"
)
_CALLED = re.compile(
    r"\b(?:titled|entitled|(?:film|story|short|movie|video|tale)(?: is)? called|with the title|mit dem titel|"
    r"(?:projekt|project|projet|proyecto|progetto)\s*:\s*(?:\w+film\s)?|"
    r"intitulée?|qui s'appelle|titulad[oa]|que se llama|intitolat[oa]|dal titolo|chamad[oa])\s*:?\s*" + _IN_QUOTES,
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"\A\W*(?:outline|treatment|script|screenplay|storyboard|short film|entwurf|drehbuch|scénario|guion|guión|"
    r"sceneggiatura|大纲|剧本)\b[^\n\"“”„«»「」]{0,24}" + _IN_QUOTES,
    re.IGNORECASE,
)
_COUNTS = frozenset(
    ("two", "three", "four", "five", "zwei", "drei", "vier", "deux", "trois", "dos", "tres", "cuatro", "due", "tre")
)
_MOST_WORDS = 7
_QUESTION = ("?", "？", "؟")
_UNFINISHED = (":", "：", ",", "，", "、", ";", "；", "(", "–", "—", "-")


def logline(text: str, tag: str) -> str:
    """The brief itself, or its first sentence that says something, or its first clause."""
    plain = " ".join(text.split())
    if len(plain) <= MAX_LOGLINE:
        return plain
    spoken = [span.text for span in spoken_spans(text, tag)] or [span.text for span in sentences(text)]
    for candidate in spoken:
        # What is left of "Make a film about ..." is no sentence.
        if len(candidate) <= MAX_LOGLINE and not candidate[0].islower():
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
    """A short title: the one it is given, the product, the brief's words, who or what they are about, the figures,
    their first clause, or the shape's name."""
    plain = without_pictures(facts.text)
    if plain.strip():
        facts = facts.model_copy(update={"text": plain})
    given = _labelled(facts.text) or _called(facts.text) or _advertised(facts) or _heading(facts.text)
    if given is not None and (given != _heading(facts.text) or not _speaks_of_the_film(given, facts.language)):
        return given
    whole = _unquoted(_about(facts.text, facts.language))
    sure = is_title(whole) and not _speaks_of_the_film(whole, facts.language)
    if sure and _width(whole) <= GOOD_TITLE:
        return capitalised(whole)
    about = _who_or_what(whole, facts.language)
    if about is not None:
        return capitalised(about)
    if sure and whole.endswith(_QUESTION):
        return capitalised(whole)
    if recognition.hero is not None and facts.kind is Kind.STORY:
        titles = book(base_language(facts.language), Kind.STORY)["title"]
        return fill(titles["two" if recognition.other else "one"][0], Fillings(recognition.hero, recognition.other))
    first = next((_without_aside(_unquoted(clause.text)) for clause in clauses(whole)), "")
    first = "" if _ends_open(first, facts.language) else first
    if sure and (not has_templates(facts.language) or _width(first) > GOOD_TITLE):
        return capitalised(whole)
    if len(first) >= MIN_TITLE and is_title(first) and not _speaks_of_the_film(first, facts.language):
        return capitalised(first)
    if not has_templates(facts.language):
        return _opening_words(facts)
    short = None if whole.endswith(_QUESTION) else _shortened(first, facts.language)
    if short is not None and not _speaks_of_the_film(short, facts.language):
        return capitalised(short)
    return book(base_language(facts.language), facts.kind)["title"][shape][0].text


def _advertised(facts: BriefFacts) -> str | None:
    """The product's name or slogan, where the brief of an advertisement has one."""
    if facts.kind is not Kind.AD:
        return None
    name = product_name(facts.text, facts.language)
    said = slogan(facts.text, facts.language)
    spoken = said.rstrip(".。") if said is not None else ""
    return name if name is not None else spoken if is_title(spoken) else None


def _shortened(clause: str, tag: str) -> str | None:
    """The longest beginning of a clause that ends before a phrase and can be a title."""
    phrases = orders(base_language(tag)).phrases
    borders = [word.start for word in words_of(clause, base_language(tag)) if word.text.lower() in phrases]
    fitting = [
        short
        for border in reversed(borders)
        if _width(short := clause[:border].strip()) <= GOOD_TITLE
        and len(short.split()) > 1
        and is_title(short)
        and not _ends_open(short, tag)
    ]
    return fitting[0] if fitting else None


def _who_or_what(sentence: str, tag: str) -> str | None:
    """The words before the verb of a sentence: who or what it is about. None where that is not certain."""
    if not has_templates(tag):
        return None
    language = base_language(tag)
    vocabulary = lexicon(language)
    verbs = vocabulary.list("verbs")
    starters = [word for gender in ("", "_m", "_f", "_n") for word in vocabulary.list(f"determiners{gender}")]
    found = [word for word in words_of(sentence, language) if word.text.lower() in verbs]
    if not found or found[0].start == 0:
        return None
    about = sentence[: found[0].start].strip()
    opening = about.lower().replace("’", "'").split()
    begins_well = opening[0] in starters or "'" in opening[0] or about[0].isdigit() or opening[0] in _COUNTS
    whole = 2 <= len(opening) <= _MOST_WORDS and _width(about) <= GOOD_TITLE and not re.search("[,;:–—]", about)
    whole = whole and not _ends_open(about, tag)
    return about if whole and begins_well and is_title(about) and not _speaks_of_the_film(about, tag) else None


def _ends_open(words: str, tag: str) -> bool:
    """Whether words end in one that leads on to others: a relative word, a conjunction, a preposition, an article."""
    language = base_language(tag)
    known = orders(language)
    leading_on = {*known.phrases, *known.joints}
    if has_templates(tag):
        vocabulary = lexicon(language)
        leading_on |= {word for gender in ("", "_m", "_f", "_n") for word in vocabulary.list(f"determiners{gender}")}
    *_, last = words.lower().replace("’", "'").split() or [""]
    return len(words.split()) > 1 and last in leading_on


def _begins_with_pronoun(words: str, tag: str) -> bool:
    """Whether words begin with one that stands for somebody whom a title has not named."""
    pronouns = orders(base_language(tag)).pronouns
    return any(re.match(rf"{re.escape(word)}(?:['’]\w+)?(?!\w)", words, re.IGNORECASE) for word in pronouns)


def _about(text: str, tag: str) -> str:
    """What the text is about: its first sentence, or the first that names what it speaks of."""
    first = subject(text, tag)
    if not _begins_with_pronoun(first, tag):
        return first
    others = (without_full_stop(span).text for span in spoken_spans(text, tag))
    return next((other for other in others if is_title(other) and not _begins_with_pronoun(other, tag)), first)


def _heading(text: str) -> str | None:
    """The first line of a longer text, where it is a title by its capitals or its quotation marks and the rest is
    not written so."""
    lines = [line.strip(_HEADING_MARKS) for line in text.splitlines() if line.strip(_HEADING_MARKS)]
    if len(lines) < 2:
        return None
    first, rest = lines[0], " ".join(lines[1:])
    given = _unquoted(first)
    marked = given != first or (first.isupper() and not rest.isupper())
    return given if marked and is_title(given) and not _NOT_A_TITLE.search(given) else None


def own_title(text: str, told: tuple[str, ...], tag: str) -> str:
    """The title of a person's own text: its title line if it has one, else the beginning of its first sentence."""
    given = _labelled(text) or _called(text) or _heading(text)
    if given is not None:
        return given
    first = next((line.strip(_HEADING_MARKS) for line in text.splitlines() if line.strip(_HEADING_MARKS)), "")
    alone_on_its_page = len(told) > 1 and re.match(rf"\s*{re.escape(first)}\s*\n\s*\n", text) is not None
    stands_alone = is_title(first) and not _NOT_A_TITLE.search(first)
    if stands_alone and alone_on_its_page:
        return first
    stands_alone = stands_alone and first not in told
    if stands_alone and not any(line.startswith(first) or first.endswith(line) for line in told):
        return first
    return shortest_clause(subject(told[0], tag), tag) if told else shortest_clause(text, tag)


def is_title(words: str) -> bool:
    """Whether words can stand as a title: short, whole, balanced, with letters, no address."""
    letters = sum(character.isalpha() for character in words)
    return (
        letters >= 2
        and _width(words) <= MAX_TITLE
        and "\n" not in words
        and is_balanced(words)
        and not is_address(words)
        and not names_price(words)
        and not words.endswith(_UNFINISHED)
    )


def shortest_clause(text: str, tag: str = "") -> str:
    """The first clause that fits a title, or the shortest there is, or its beginning."""
    found = [without_full_stop(clause).text for clause in clauses(text)] or [text.strip()]
    fitting = [clause for clause in found if is_title(clause)] or [word for word in found if len(word) <= MAX_TITLE]
    return fitting[0] if fitting else _shortened(found[0], tag) or _cut(min(found, key=len))


def _called(text: str) -> str | None:
    """The quoted words of which the text says that the film is called so, or those of a line that announces it."""
    for pattern in (_CALLED, _ANNOUNCED):
        for match in pattern.finditer(text):
            given = next(group for group in match.groups() if group is not None).strip()
            if is_title(given):
                return given
    return None


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
        whole = _unquoted(without_full_stop(Span(sentence, 0, len(sentence))).text)
        if is_title(whole) and not _speaks_of_the_film(whole, facts.language):
            return capitalised(whole)
        opening = next((_without_aside(without_full_stop(clause).text) for clause in clauses(sentence)), "")
        if is_title(opening) and not _speaks_of_the_film(opening, facts.language):
            return capitalised(_unquoted(opening))
    short = _shortened(without_full_stop(Span(told[0], 0, len(told[0]))).text, facts.language) if told else None
    if short is not None:
        return capitalised(short)
    return _cut(_unquoted(" ".join(told[0].split()))) if told else facts.text.strip()[:MAX_TITLE]


def _cut(words: str) -> str:
    """The beginning of ``words``, up to the end of a word and outside brackets."""
    if _width(words) <= MAX_TITLE:
        return words
    most = next(end for end in range(len(words), 0, -1) if _width(words[:end]) <= MAX_TITLE - 2)
    cut = words[:most]
    cut = cut.rsplit(" ", 1)[0] if " " in cut else cut
    broken = [opening for opening, closing in pairs(words) if opening < len(cut) <= closing]
    whole = cut[: min(broken)].rstrip() if broken and min(broken) > 1 else cut
    return whole + " …"


def _width(text: str) -> float:
    """The length of ``text`` in Latin letters: characters of East Asia say and take more."""
    return sum(2.5 if "\u2e80" <= c < "\uac00" else 1.6 if "\uac00" <= c <= "\ud7a3" else 1 for c in text)


def _without_aside(words: str) -> str:
    """A clause that is too long, without brackets at its end."""
    if _width(words) <= MAX_TITLE:
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
