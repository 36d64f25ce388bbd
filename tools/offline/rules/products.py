"""The advertised thing: its name, exactly as the brief writes it, and what the brief itself says for it.

A name counts only where it is certain; claims are spans of the brief. Knows nothing of what the product is good for.
"""

from __future__ import annotations

import re
from functools import lru_cache

from studio.tools.offline.rules.lexicon import BY_SUBSTRING, Lexicon, base_language, has_templates, lexicon
from studio.tools.offline.rules.sentences import ENDS, Span, clauses, sentences, trimmed, without_full_stop, words

_QUOTED = re.compile(r"[\"“«„「『《]\s*([^\"”»“」』》\n]{2,40}?)\s*[\"”»“」』》]")
_LABEL = re.compile(r"^\s*(?:[-*•#]+\s*)?(?P<label>[^:：\n]{2,40}?)\s*[:：]\s*(?P<value>.*)$")
_MAX_NAME_WORDS = 5
_ENOUGH_HINTS = 2
_SHORTEST_CLAIM = 6
_INTRODUCED = re.compile(r"\s+[–—-]\s|\s*:\s|,\s+(?:an?|the|une?|une|eine?|una|uno|il|la|le|el|der|die|das)\s")
_FIGURES = re.compile(r"\b\d+:\d+\b|\b\d+[\s-]*(?:s|sec|second|seconds|sek|seg|min)\b")
_SILENT, _SPOKEN = "silent", "spoken"
_CAPITALISING_NOUNS = {"de"}


def product_name(text: str, tag: str) -> str | None:
    """The name of the product, a span of ``text``; None where it is not certain."""
    language = base_language(tag)
    announced = _announced(text, language)
    if announced is not None:
        return announced
    opening = _capitalised_words(text, 0)
    if opening is not None and _INTRODUCED.match(text, len(opening)) and _is_a_name(opening, language):
        return opening
    for match in _QUOTED.finditer(text):
        name = match.group(1)
        if len(name.split()) <= _MAX_NAME_WORDS and (name[0].isupper() or not name.isascii()) and name[-1].isalnum():
            return name
    return None


@lru_cache(maxsize=16)
def spoken_spans(text: str, tag: str) -> tuple[Span, ...]:
    """The sentences of a brief that can be said aloud: no instructions to the makers, no silent fields of a form."""
    language = base_language(tag)
    vocabulary = lexicon(language) if has_templates(tag) else None
    is_form = vocabulary is not None and _count_fields(text, vocabulary) >= 2
    found: list[Span] = []
    position = 0
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        name, value = _field(line, vocabulary)
        if name == _SILENT or (is_form and not name and not line.rstrip().endswith(tuple(ENDS))):
            continue
        start += value
        for sentence in sentences(text[start:position]):
            span = trimmed(text, start + sentence.start, start + sentence.end)
            if vocabulary is not None:
                span = trimmed(text, span.start + vocabulary.lead_in(span.text), span.end)
                if _instructs(span.text, vocabulary):
                    continue
            found.append(span)
    return tuple(found)


def _says_something(clause: str) -> bool:
    return len(clause) >= _SHORTEST_CLAIM or " " in clause or (len(clause) > 2 and clause[0] > "\u2e80")


def _field(line: str, vocabulary: Lexicon | None) -> tuple[str, int]:
    """Whether a line is a silent or a spoken field of a form, and where its value begins."""
    label = _LABEL.match(line) if vocabulary is not None else None
    if label is None or vocabulary is None:
        return "", 0
    name = label["label"].strip().strip("*_").lower()
    if name in vocabulary.list("silent_labels"):
        return _SILENT, label.start("value")
    return (_SPOKEN, label.start("value")) if name in vocabulary.list("spoken_labels") else ("", 0)


def _count_fields(text: str, vocabulary: Lexicon) -> int:
    return sum(bool(_field(line, vocabulary)[0]) for line in text.splitlines())


def claims(text: str, tag: str, name: str | None) -> tuple[str, ...]:
    """What the brief says for the product: its own clauses, without the one that only gives the name."""
    said = []
    for sentence in spoken_spans(text, tag):
        for clause in clauses(sentence.text):
            plain = without_full_stop(clause).text.strip('"“”«»„「」『』《》*_-–— ')
            if _says_something(plain) and plain in text and not (name is not None and name in plain):
                said.append(plain)
    return tuple(dict.fromkeys(said))


def _instructs(sentence: str, vocabulary: Lexicon) -> bool:
    """Whether a sentence speaks to the makers: one word of the trade, or two that a story may also use."""
    if vocabulary.language in BY_SUBSTRING:
        certain = [word for word in vocabulary.list("instructions") if word in sentence]
        hints = [word for word in vocabulary.list("instruction_hints") if word in sentence]
    else:
        spoken = " ".join(word.text.lower() for word in words(sentence, vocabulary.language))
        padded = f" {spoken} "
        certain = [word for word in vocabulary.list("instructions") if f" {word} " in padded]
        hints = [word for word in vocabulary.list("instruction_hints") if f" {word} " in padded]
    return bool(certain) or len(hints) >= _ENOUGH_HINTS or _FIGURES.search(sentence) is not None


def _announced(text: str, language: str) -> str | None:
    """The capitalised words after ``Launch the``, ``Introducing`` and their like."""
    if not has_templates(language):
        return None
    needed = 2 if language in _CAPITALISING_NOUNS else 1
    for lead in lexicon(language).list("product_after"):
        for match in re.finditer(rf"(?<!\w){re.escape(lead)}\s+", text, re.IGNORECASE):
            name = _capitalised_words(text, match.end())
            if name is not None and (len(name.split()) >= needed or _looks_coined(name)):
                return name
    return None


def _capitalised_words(text: str, start: int) -> str | None:
    end = start
    for word in re.finditer(r"[^\s,.;:!?()\"“”«»]+", text[start:]):
        if text[end : start + word.start()].strip() or not (word.group()[0].isupper() or word.group()[0].isdigit()):
            break
        if "\n" in text[end : start + word.start()]:
            break
        end = start + word.end()
    name = text[start:end]
    return name if name and name[0].isupper() and len(name.split()) <= _MAX_NAME_WORDS else None


def _is_a_name(name: str, language: str) -> bool:
    """Whether capitalised words that open a text are a name: coined, or two where nouns are not capitalised."""
    return any(map(_looks_coined, name.split())) or (language not in _CAPITALISING_NOUNS and len(name.split()) > 1)


def _looks_coined(name: str) -> bool:
    return any(character.isupper() or character.isdigit() for character in name[1:])
