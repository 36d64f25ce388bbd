"""Which parts of a brief can be said aloud: its sentences without orders to the makers, form fields, prices in lists,
addresses and farewells.

Everything here only leaves words out. When it is unsure whether a sentence speaks to the audience, it is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from studio.tools.offline.rules.lexicon import (
    BY_SUBSTRING,
    WRITTEN_LANGUAGES,
    Lexicon,
    base_language,
    glossary,
    has_templates,
    lexicon,
    read_toml,
)
from studio.tools.offline.rules.pairs import is_balanced, pairs
from studio.tools.offline.rules.sentences import ENDS, Span, sentences, trimmed, words

_LABEL = re.compile(r"^\s*(?:[-*•#+·・]+\s*)?[*_]*(?P<label>[^:：\n]{2,40}?)[*_]*\s*[:：]\s*(?P<value>.*)$")
_SOME_LABEL = re.compile(r"^\s*(?:[-*•#+·・]+\s*)?[*_]*[^\W\d_][^\s:：.!?,]*(?:\s[^\s:：.!?,]+){0,2}\s*[:：](?!\S*//)")
_LIST_MARK = re.compile(
    r"^\s*(?:(?:[-*•‣▪◦+·・–—>✓✔✅★☆]|[^\w\s\"'“”«»„‚‘「『《（(¿¡.,:;!?$€£¥#@])+\s+|[・•]\s*|"
    r"[(（]?\d{1,2}[.)）、]\s+|[ivxIVX]{1,4}[.)]\s+|[a-zA-Z]\)\s+)"
)
_ADDRESS = re.compile(
    r"https?:|www\.|\w@\w|(?<!\w)[#@＃]\w|[a-z0-9-]\.(?:com|org|net|de|fr|es|it|eu|io|co|uk|cn|jp|br|pt|ch|at|info|shop|example)\b|"
    r"\b[A-Za-z]:\\|(?:\+|\b00)\d[\d\s()/.-]{6,}\d|\b0\d[\d\s()/.-]{6,}\d|\b\d{3}[-. ]\d{3,4}[-. ]\d{3,4}\b",
    re.IGNORECASE,
)
_CURRENCY = r"(?:€|\$|£|¥|₽|₹|EUR|USD|GBP|CHF|JPY|CNY|R\$|kr\.?|zł|Euros?|euros?|dollars?|pounds?|円|元|块|원)"
_PRICE = re.compile(rf"{_CURRENCY}\s?\d|\d[\d.,]*\s?{_CURRENCY}(?!\w)|\b\d+p\b")
_FIGURES = re.compile(
    r"\b\d+:\d+\b|\b\d+[\s-]*(?:s|sec|secs|second|seconds|sek|sekunden|seg|segundos|secondes|secondi|min)\b|\d+\s*[秒分](?!の)|%\s*$"
)
_SLOGAN_QUOTED = (
    r"[^\n\"“”«»„「」『』]{0,24}?(?:\"([^\"\n]+)\"|[“„”]([^”“\n]+)[”“]|«([^»\n]+)»|「([^」\n]+)」|『([^』\n]+)』)"
)
_QUOTED_AFTER_COLON = r"[:：]\s*(?:\"([^\"\n]+[.!?])\"|[“„]([^”“\n]+[.!?])[”“]|«\s?([^»\n]+[.!?])\s?»|「([^」\n]+。)」)"
"""A whole sentence in quotation marks after a colon is what a campaign says."""

_WORDS_AND_MARKS = re.compile("[^\u200d\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]+")
"""Everything but emoji, which no voice reads and few fonts have."""

_ANNOUNCED_WORDS = re.compile(r"[^\W\d_]{2,20}\s?[:：]\s*(?=[\"“„«「])")
_FEW_WORDS = 4
"""Words up to which a sentence that only negates, or only names a manner, is an order."""

_HEADING = re.compile(r"^\s*\d{1,2}[.)]\s+(\S[^.!?:]{1,38})$")
_MARKUP = re.compile(r"[<>{}|\\]|%s")
_LEFT_OVER = " ,;:，：、،؛–—"
_LABEL_WORDS = 2
_ENOUGH_HINTS = 2
_NAME_WORDS = 4
_LONGEST_SLOGAN = 90
_SILENT, _SPOKEN = "silent", "spoken"


@dataclass(frozen=True)
class Orders:
    """How people give orders to the makers of a film in one language.

    ``tones`` are words for a film's manner, ``negators`` those that begin what there is to be none of, ``leaning``
    those that begin a sentence which needs the one before, ``pronouns`` those that begin no title. ``joints`` are words
    before which a sentence that is too long may be cut, ``phrases`` those before which a title may end, ``ours`` how
    makers speak of themselves.
    """

    openers: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    farewells: tuple[str, ...] = ()
    slogans: tuple[str, ...] = ()
    tones: tuple[str, ...] = ()
    negators: tuple[str, ...] = ()
    leaning: tuple[str, ...] = ()
    pronouns: tuple[str, ...] = ()
    joints: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()


@cache
def orders(language: str) -> Orders:
    """The lists of ``language``; empty ones where nothing is known."""
    data = read_toml("instructions.toml").get(language, {})
    return Orders(**{name: tuple(listed) for name, listed in data.items()})


@lru_cache(maxsize=64)
def spoken_spans(text: str, tag: str) -> tuple[Span, ...]:
    """The sentences of a brief that can be said aloud, balanced, without list marks and full of words."""
    language = base_language(tag)
    vocabulary = lexicon(language) if has_templates(tag) else None
    known = vocabulary or glossary(language)
    is_form = vocabulary is not None and _count_fields(text, vocabulary) >= 2
    has_lines = sum(bool(line.strip()) for line in text.splitlines()) > 1
    found: list[Span] = []
    position = 0
    parting = in_silence = left_out = False
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        heading = _HEADING.match(line)
        if heading is not None and vocabulary is not None:
            in_silence = heading[1].lower().startswith(vocabulary.list("silent_labels"))
        if in_silence:
            continue
        name, value = _field(line, vocabulary)
        if name == _SILENT or (is_form and not name and not line.rstrip().endswith(tuple(ENDS))):
            continue
        if _is_price_list(line) or (has_lines and not name and _SOME_LABEL.match(line)):
            continue
        start += value or _mark(line)
        for sentence in _between_pictures(text, start, position):
            span = _without_asides(text, sentence, language)
            span = trimmed(text, span.start + _label_of_words(span.text), span.end)
            label = label_of(span.text)
            if label is not None and vocabulary is not None and label[0] in vocabulary.list("silent_labels"):
                continue
            if label is not None and _is_a_label(label[0], vocabulary):
                span = trimmed(text, span.start + label[1], span.end)
            if known is not None:
                span = trimmed(text, span.start + known.lead_in(span.text), span.end)
            span = trimmed(text, span.start + len(span.text) - len(span.text.lstrip(_LEFT_OVER)), span.end)
            if _bids_farewell(span.text, language):
                parting = True
            elif (
                (parting and len(span.text.split()) <= _NAME_WORDS)
                or not _can_be_said(span.text, language)
                or (left_out and _leans(span.text, language))
            ):
                left_out = True
            else:
                left_out = False
                found.append(span)
    return tuple(found)


def _between_pictures(text: str, start: int, end: int) -> list[Span]:
    """The sentences of a line; a small picture ends one and is said by nobody."""
    found = []
    for part in _WORDS_AND_MARKS.finditer(text, start, end):
        found += [trimmed(text, part.start() + one.start, part.start() + one.end) for one in sentences(part.group())]
    return [span for span in found if span.text]


def _without_asides(text: str, span: Span, language: str) -> Span:
    """The span without a bracket that opens it, or that ends it and speaks to the makers: such a bracket says how, not
    what."""
    closing = next((end for start, end in pairs(span.text) if start == 0 and span.text[0] in "([（【"), None)
    if closing is not None:
        return trimmed(text, span.start + closing + 1, span.end)
    for start, end in pairs(span.text):
        last = not any(character.isalnum() for character in span.text[end:])
        if last and start > 0 and span.text[start] in "([（【" and is_for_makers(span.text[start + 1 : end], language):
            return trimmed(text, span.start, span.start + start)
    return span


def _label_of_words(sentence: str) -> int:
    """Where in ``Line: "Come as you are."`` the quoted words begin that one word announces; 0 for another sentence."""
    match = _ANNOUNCED_WORDS.match(sentence)
    return match.end() if match is not None and (match.end(), len(sentence) - 1) in pairs(sentence) else 0


def _leans(sentence: str, language: str) -> bool:
    """Whether a sentence begins with a word that leans on the one before it."""
    plain = sentence.lower().lstrip('"“„«¿¡ ')
    leaning = orders(language).leaning
    if language in BY_SUBSTRING:
        return plain.startswith(leaning)
    return any(re.match(rf"{re.escape(word)}(?!\w)", plain) is not None for word in leaning)


def _is_a_label(label: str, vocabulary: Lexicon | None) -> bool:
    """Whether words before a colon name a field of a brief; of a language without a lexicon, one or two words do."""
    if vocabulary is not None:
        return label in vocabulary.list("spoken_labels")
    return len(label.split()) <= _LABEL_WORDS


def is_for_makers(sentence: str, language: str) -> bool:
    """Whether a sentence speaks to the makers: by how it begins, one word of the trade, or two that stories use too."""
    known = orders(language)
    plain = sentence.lower().replace("’", "'").lstrip('-–—*•+·・>(（["“«„「¿¡ ')
    vocabulary = lexicon(language) if has_templates(language) else None
    certain = known.marks + (vocabulary.list("instructions") if vocabulary else ())
    hints = vocabulary.list("instruction_hints") if vocabulary else ()
    if language in BY_SUBSTRING:
        opens = plain.startswith(known.openers)
        given_away = any(word.lower() in plain for word in certain)
        hinted = sum(word in plain for word in hints)
    else:
        padded = f" {' '.join(word.text for word in words(plain, '') if word.text[0].isalnum() or word.text in '.:')} "
        padded = padded.replace(" . ", " ")
        opens = any(padded.startswith(f" {_spaced(opener)} ") for opener in known.openers)
        given_away = any(f" {_spaced(word)} " in padded for word in certain)
        hinted = sum(f" {_spaced(word)} " in padded for word in hints)
        given_away = given_away or any(f" {mark} " in padded for mark in _foreign_marks(language))
    if opens or given_away or hinted >= _ENOUGH_HINTS or _FIGURES.search(plain) is not None:
        return True
    said = [word.text for word in words(plain, "") if word.text[0].isalnum()]
    if not said or language in BY_SUBSTRING:
        return False
    # What has a verb tells something: "No one came."
    verbs = vocabulary.list("verbs") if vocabulary else ()
    few = len(said) <= _FEW_WORDS and not any(word in verbs for word in said)
    negates = few and f"{' '.join(said)} ".startswith(tuple(f"{word} " for word in known.negators))
    manner = {*known.tones, *known.joints}
    return negates or (said[0] in known.tones and all(word in manner for word in said))


@cache
def _foreign_marks(language: str) -> tuple[str, ...]:
    """Marks of several words in the other languages of the lists: people mix languages."""
    others = [orders(other).marks for other in WRITTEN_LANGUAGES if other not in (language, *BY_SUBSTRING)]
    return tuple(_spaced(mark) for marks in others for mark in marks if " " in mark)


def slogan(text: str, tag: str) -> str | None:
    """The quoted words that the brief calls its slogan, verbatim; None where it names none."""
    names = "|".join(re.escape(name) for name in sorted(orders(base_language(tag)).slogans, key=len, reverse=True))
    if not names:
        return None
    patterns = (
        rf"(?<!\w)(?:{names})(?:{_SLOGAN_QUOTED})",
        rf"(?:^|[.!?。！？])\W*(?:{names})\s*[:：]\s*([^\n]+)$",
        _QUOTED_AFTER_COLON,
    )
    for pattern in patterns:
        for match in re.finditer(pattern, text, re.IGNORECASE | re.MULTILINE):
            said = next(group for group in match.groups() if group is not None).strip()
            fits = 2 <= len(said) <= _LONGEST_SLOGAN and is_balanced(said) and _has_words(said)
            if fits and not is_address(said) and not is_for_makers(said, base_language(tag)):
                return said
    return None


def names_slogan(sentence: str, language: str) -> bool:
    """Whether a sentence speaks of a slogan, so that it is not itself said."""
    lowered = sentence.lower()
    if language in BY_SUBSTRING:
        return any(name.lower() in lowered for name in orders(language).slogans)
    spoken = {word.text for word in words(lowered, language)}
    return any(set(name.split()) <= spoken for name in orders(language).slogans)


def names_price(text: str) -> bool:
    """Whether a text holds an amount of money."""
    return _PRICE.search(text) is not None


def is_address(text: str) -> bool:
    """Whether a text holds a web or mail address, a telephone number, a path or a tag."""
    return _ADDRESS.search(text) is not None


def without_addresses(text: str) -> str:
    """``text`` of the same length in which words that are addresses are bars, which stand in no name."""
    return re.sub(r"\S+", lambda word: "|" * len(word[0]) if is_address(word[0]) else word[0], text)


def without_pictures(text: str) -> str:
    """``text`` with spaces for emoji, and none doubled by that."""
    return re.sub(rf"[ ]*{_WORDS_AND_MARKS.pattern.replace('[^', '[')}[ ]*", " ", text)


def label_of(line: str) -> tuple[str, int] | None:
    """The label of ``Label: value`` in lower case and where the value begins."""
    match = _LABEL.match(line)
    return (match["label"].strip().strip("*_").lower(), match.start("value")) if match else None


def _can_be_said(sentence: str, language: str) -> bool:
    if not _has_words(sentence) or not is_balanced(sentence) or is_address(sentence) or _MARKUP.search(sentence):
        return False
    amounts = len(_PRICE.findall(sentence))
    if amounts > 1 or (amounts == 1 and not sentence.endswith(tuple(ENDS))):
        return False
    return not is_for_makers(sentence, language) and not names_slogan(sentence, language)


def _has_words(sentence: str) -> bool:
    return sum(character.isalpha() for character in sentence) >= 2


def _is_price_list(line: str) -> bool:
    return names_price(line) and _LIST_MARK.match(line) is not None


def _mark(line: str) -> int:
    match = _LIST_MARK.match(line)
    return match.end() if match else 0


def _bids_farewell(sentence: str, language: str) -> bool:
    plain = sentence.lower().strip(" ,.!~-–—:)")
    if language in BY_SUBSTRING:
        return plain.startswith(orders(language).farewells)
    return len(plain.split()) <= _NAME_WORDS and any(
        plain == word or plain.startswith((f"{word} ", f"{word},", f"{word}!")) for word in orders(language).farewells
    )


@cache
def _spaced(phrase: str) -> str:
    """A phrase as the words of a sentence are joined."""
    return " ".join(word.text for word in words(phrase, "") if word.text[0].isalnum() or word.text == ":")


def _field(line: str, vocabulary: Lexicon | None) -> tuple[str, int]:
    """Whether a line is a silent or a spoken field of a form, and where its value begins."""
    label = label_of(line) if vocabulary is not None else None
    if label is None or vocabulary is None:
        return "", 0
    if label[0] in vocabulary.list("silent_labels"):
        return _SILENT, label[1]
    return (_SPOKEN, label[1]) if label[0] in vocabulary.list("spoken_labels") else ("", 0)


def _count_fields(text: str, vocabulary: Lexicon) -> int:
    return sum(bool(_field(line, vocabulary)[0]) for line in text.splitlines())
