"""The brief's own words as the logline: always a span of it, cut only where a clause ends."""

from __future__ import annotations

from studio.tools.offline.rules.lexicon import base_language
from studio.tools.offline.rules.requests import is_document
from studio.tools.offline.rules.sentences import clauses, sentences
from studio.tools.offline.rules.speakable import greets, is_for_makers, spoken_spans

MAX_LOGLINE = 240
_FEWEST_WORDS, _FEWEST_IDEOGRAPHS = 2, 4


def logline(text: str, tag: str) -> str:
    """The brief itself, or its first sentence that says something, or its first clause that does."""
    plain = " ".join(text.split())
    if len(plain) <= MAX_LOGLINE:
        return plain
    spoken = [span.text for span in spoken_spans(text, tag)] or [span.text for span in sentences(text)]
    fitting = [words for words in spoken if len(words) <= MAX_LOGLINE and _tells(words, tag)]
    # What is left of "Make a film about ..." is no sentence; in messages every sentence begins with a small letter.
    for candidate in sorted(fitting, key=lambda words: words[0].islower()):
        return candidate
    parts = [clause.text for clause in clauses(text) if not is_for_makers(clause.text, base_language(tag))]
    first = next((part for part in parts if _tells(part, tag)), next(iter(parts), plain))
    return first if len(first) <= MAX_LOGLINE else first[: MAX_LOGLINE - 2].rsplit(" ", 1)[0] + " …"


def _tells(words: str, tag: str) -> bool:
    """Whether words tell something: neither a greeting nor the heading of a form nor a single word."""
    language = base_language(tag)
    ideographs = sum(mark > "\u2e80" for mark in words)
    few = ideographs < _FEWEST_IDEOGRAPHS if ideographs else len(words.split()) < _FEWEST_WORDS
    heading = words.isupper() or is_document(words, tag)
    short = not ideographs and len(words.split()) == _FEWEST_WORDS and is_for_makers(words, language)
    return not (few or short or heading or greets(words, language))
