"""Line breaks that mean something: verse, and lines that were only full.

Prose from an editor breaks its lines where the next word had no room; a poem breaks them where it breathes. Knows
nothing of what the lines say.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_NARROWEST = 40
"""Letters of the longest line from which on lines may have been broken because they were full."""

_FULL_SHARE = 0.6
_FEWEST_LINES = 4
_SHORTEST, _LONGEST = 2, 12
"""Words of a line of verse, for most of the lines."""

_DICTATED = 60
"""Words of one sentence without a comma in every twenty, beyond which nobody wrote it but spoke it."""

_WORDS_PER_MARK = 20
_VERSE_WIDTH = 70
_MOST_EXCEPTIONS = 0.3


def is_wrapped(blocks: Sequence[Sequence[str]]) -> bool:
    """Whether the lines of paragraphs were broken where they were full."""
    breaks = [(first, second) for block in blocks for first, second in pairwise(block)]
    widest = max((_width(line) for block in blocks for line in block), default=0)
    if not breaks or widest < _NARROWEST:
        return False
    full = sum(_width(first.rstrip()) + 1 + _first_word(second) > widest for first, second in breaks)
    return full >= _FULL_SHARE * len(breaks)


def is_verse(lines: Sequence[str]) -> bool:
    """Whether lines are a poem's: several, short, without figures, and not broken because they were full."""
    told = [line.strip() for line in lines if line.strip()]
    if len(told) < _FEWEST_LINES or is_wrapped([told]):
        return False
    odd = sum(not _is_line_of_verse(line) for line in told)
    return odd <= _MOST_EXCEPTIONS * len(told) and not any(character.isdigit() for line in told for character in line)


def is_dictated(sentence: str) -> bool:
    """Whether a sentence was spoken rather than written: very long, and with hardly a mark in it."""
    count = len(sentence.split())
    return count > _DICTATED and sum(mark in ",;:–—" for mark in sentence) * _WORDS_PER_MARK < count


def _is_line_of_verse(line: str) -> bool:
    if any(mark > "\u2e80" for mark in line):
        return _width(line) <= _VERSE_WIDTH // 2
    return _SHORTEST <= len(line.split()) <= _LONGEST and len(line) <= _VERSE_WIDTH


def _width(line: str) -> int:
    return sum(2 if character > "\u2e80" else 1 for character in line)


def _first_word(line: str) -> int:
    word = line.split(maxsplit=1)[0] if line.split() else ""
    return 2 if word[:1] > "\u2e80" else len(word)
