"""Text that people, models or tools wrote, made safe to print: a terminal is steered by none of it."""

from __future__ import annotations

_JOINERS = "\u200c\u200d"
"""Without them Persian and Hindi words and many emoji fall apart."""


def plain(text: str) -> str:
    """``text`` on one line, without characters that steer a terminal."""
    return " ".join("".join(one for one in text if one.isprintable() or one.isspace() or one in _JOINERS).split())
