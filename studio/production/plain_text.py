"""What a person's words may be made of."""

from __future__ import annotations

import unicodedata

_WHITE = "\n\r\t\f\v\x85"
"""Control characters that only part words."""


def control_character(text: str) -> str | None:
    """The first character of ``text`` that is no text: a control character, or half of a surrogate pair."""
    return next((one for one in text if unicodedata.category(one) in ("Cc", "Cs") and one not in _WHITE), None)
