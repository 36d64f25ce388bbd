"""Prompts as long as a model reads them. Knows nothing of what they ask for."""

from __future__ import annotations

import re
from typing import Any

_CLAUSE = re.compile(r"(?<=[.;,])\s+")


def as_long_as_read(prompt: str, words: str, tokenizer: Any, most: int) -> str:
    """``prompt``, and ``words`` after it, in at most ``most`` tokens: the prompt's end is left out clause by clause."""
    said = [words] if words else []
    for number, clause in enumerate(_CLAUSE.split(prompt.strip())):
        longer = [*said[:number], clause, *said[number:]]
        if len(tokenizer(" ".join(longer)).input_ids) > most:
            # A first clause that is too long by itself is cut by the model: better than nothing.
            return " ".join(said if number else longer)
        said = longer
    return " ".join(said)
