"""How long people take to read a line that is only shown.

Rates after common subtitling practice: 15 characters a second in alphabets, 6 in scripts that write a syllable or a
word with one character.
"""

from __future__ import annotations

import unicodedata

_ALPHABETIC_RATE = 15.0
_DENSE_RATE = 6.0
_SHORTEST = 1.2
_DENSE = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")


def reading_seconds(text: str) -> float:
    """Seconds that a reader needs for ``text``, at least 1.2."""
    dense = sum(1 for character in text if unicodedata.name(character, "").startswith(_DENSE))
    return max(_SHORTEST, dense / _DENSE_RATE + (len(text) - dense) / _ALPHABETIC_RATE)
