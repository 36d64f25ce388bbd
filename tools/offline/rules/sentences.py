"""Where sentences, clauses and words begin and end, as spans of the text: nothing is ever rewritten.

Sentences end as in UAX #29, but for abbreviations and speech that goes on, and at the spaces of Thai. Knows nothing of
meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

ENDS = ".!?…。！？।؟۔"
_CLAUSE_BORDER = re.compile(r"[,;:，；：、،؛–—]+(?=\s|$)|[，；：、]|\s[-–—]\s")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-HJ-Za-z]|Dr|Mr|Mrs|Ms|St|Prof|Hr|Fr|Nr|Mme|Mlle|Sr|Sra|Dra|Sig|vs|etc|e\.g|i\.e|z\.B|d\.h|bzw|ca|approx|"
    r"p\.ej|INT|EXT)\.\s*$"
)
_SENTENCE_END = re.compile(r"[.!?…؟۔]+(?:\s?»|[\"'”’“)\]])*(?=\s)|[。！？।]+[\"'”’」』）】]*")
_JAPANESE_QUOTATIVE = "と"
_CLOSING = "\"'”’»“)]}」』》"
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|[^\w\s]")
_WORD_WITH_ELISION = re.compile(r"[^\W\d_]{1,6}['’](?=\w)|[^\W_]+(?:-[^\W_]+)*|[^\w\s]")
_ELIDING = {"fr", "it"}


@dataclass(frozen=True)
class Span:
    """A stretch of a text, ``text == source[start:end]``."""

    text: str
    start: int
    end: int


def trimmed(source: str, start: int, end: int) -> Span:
    """The span without white space at its ends."""
    while start < end and source[start].isspace():
        start += 1
    while end > start and source[end - 1].isspace():
        end -= 1
    return Span(source[start:end], start, end)


def sentences(source: str) -> tuple[Span, ...]:
    """The sentences of ``source`` in order; line breaks end a sentence too, and so do spaces in Thai."""
    found: list[Span] = []
    position = 0
    for line in source.splitlines(keepends=True):
        found += _sentences_of_line(source, position, position + len(line))
        position += len(line)
    return tuple(found)


def clauses(source: str) -> tuple[Span, ...]:
    """The clauses of ``source``, cut at commas, colons, semicolons and dashes; the cut mark is left out."""
    found: list[Span] = []
    for sentence in sentences(source):
        start = sentence.start
        for border in _CLAUSE_BORDER.finditer(source, sentence.start, sentence.end):
            found.append(trimmed(source, start, border.start()))
            start = border.end()
        found.append(trimmed(source, start, sentence.end))
    return tuple(clause for clause in found if any(character.isalnum() for character in clause.text))


def words(source: str, language: str) -> tuple[Span, ...]:
    """Words and punctuation marks; French and Italian elided articles are words of their own."""
    pattern = _WORD_WITH_ELISION if language in _ELIDING else _WORD
    return tuple(Span(match.group(), match.start(), match.end()) for match in pattern.finditer(source))


def without_full_stop(span: Span) -> Span:
    """The span without a closing full stop; other marks belong to the words."""
    text = span.text
    if text.endswith((".", "。", "।")) and not text.endswith(".."):
        return trimmed(text, 0, len(text) - 1)
    return span


def _sentences_of_line(source: str, start: int, end: int) -> list[Span]:
    pieces: list[tuple[int, int]] = []
    borders = [match.end() for match in _SENTENCE_END.finditer(source, start, end)]
    for begin, finish in pairwise((start, *borders, end)):
        if begin == finish:
            continue
        if pieces and _belongs_together(source[pieces[-1][0] : pieces[-1][1]], source[begin:finish]):
            pieces[-1] = (pieces[-1][0], finish)
        else:
            pieces.append((begin, finish))
    spans = []
    for begin, finish in pieces:
        spans += _at_thai_spaces(source, begin, finish)
    return [span for span in spans if span.text]


def _belongs_together(before: str, after: str) -> bool:
    """Whether an end mark ended no sentence: an abbreviation, an omission, or speech before who said it."""
    if _ABBREVIATION.search(before):
        return True
    following = after.lstrip()
    if not any(character.isalnum() for character in following):
        return True
    last = before.rstrip()[-1:]
    if last in _CLOSING and following[0] == _JAPANESE_QUOTATIVE:
        return True
    return following[0].islower() and (last in _CLOSING or last in ".…")


def _at_thai_spaces(source: str, start: int, end: int) -> list[Span]:
    if not re.search("[\u0e00-\u0e7f]", source[start:end]):
        return [trimmed(source, start, end)]
    spans = []
    begin = start
    for gap in re.finditer(r"(?<=[\u0e00-\u0e7f])\s+(?=[\u0e00-\u0e7f])", source[start:end]):
        spans.append(trimmed(source, begin, start + gap.start()))
        begin = start + gap.end()
    spans.append(trimmed(source, begin, end))
    return spans
