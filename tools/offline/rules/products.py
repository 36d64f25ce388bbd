"""The advertised thing: its name, exactly as the brief writes it, and what the brief itself says for it.

A name counts only where it is certain; claims are spans of the brief. Knows nothing of what the product is good for.
"""

from __future__ import annotations

import re

from studio.tools.offline.rules.lexicon import Lexicon, base_language, has_templates, lexicon
from studio.tools.offline.rules.sentences import Span, clauses, sentences, trimmed, without_full_stop, words

_QUOTED = re.compile(r"[\"“«„「『《]\s*([^\"”»“」』》\n]{2,40}?)\s*[\"”»“」』》]")
_LABEL = re.compile(r"^\s*(?:[-*•#]+\s*)?(?P<label>[^:：\n]{2,40}?)\s*[:：]\s*(?P<value>.*)$")
_MAX_NAME_WORDS = 5
_CAPITALISING_NOUNS = {"de"}


def product_name(text: str, tag: str) -> str | None:
    """The name of the product, a span of ``text``; None where it is not certain."""
    language = base_language(tag)
    announced = _announced(text, language)
    if announced is not None:
        return announced
    for match in _QUOTED.finditer(text):
        name = match.group(1)
        if len(name.split()) <= _MAX_NAME_WORDS and (name[0].isupper() or not name.isascii()) and name[-1].isalnum():
            return name
    return None


def spoken_spans(text: str, tag: str) -> tuple[Span, ...]:
    """The sentences of a brief that can be said aloud: no instructions to the makers, no silent fields of a form."""
    language = base_language(tag)
    vocabulary = lexicon(language) if has_templates(tag) else None
    found: list[Span] = []
    position = 0
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        label = _LABEL.match(line)
        if label is not None and vocabulary is not None:
            name = label["label"].strip().strip("*_").lower()
            if name in vocabulary.list("silent_labels"):
                continue
            if name in vocabulary.list("spoken_labels"):
                start += label.start("value")
        for sentence in sentences(text[start:position]):
            span = trimmed(text, start + sentence.start, start + sentence.end)
            if vocabulary is None or not _instructs(span.text, vocabulary):
                found.append(span)
    return tuple(found)


def claims(text: str, tag: str, name: str | None) -> tuple[str, ...]:
    """What the brief says for the product: its own clauses, without the one that only gives the name."""
    said = []
    for sentence in spoken_spans(text, tag):
        for clause in clauses(sentence.text):
            plain = without_full_stop(clause).text.strip('"“”«»„「」『』《》*_-–— ')
            if len(plain) > 2 and plain in text and not (name is not None and name in plain):
                said.append(plain)
    return tuple(dict.fromkeys(said))


def _instructs(sentence: str, vocabulary: Lexicon) -> bool:
    spoken = {word.text.lower() for word in words(sentence, vocabulary.language)}
    return any(word in spoken for word in vocabulary.list("instructions")) or bool(re.search(r"\b\d+:\d+\b", sentence))


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


def _looks_coined(name: str) -> bool:
    return any(character.isupper() or character.isdigit() for character in name[1:])
