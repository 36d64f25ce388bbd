"""The brief's own words as the logline: always a span of it, cut only where a clause ends."""

from __future__ import annotations

from studio.tools.offline.rules.sentences import clauses, sentences
from studio.tools.offline.rules.speakable import spoken_spans

MAX_LOGLINE = 240


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
