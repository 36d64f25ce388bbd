"""Ids: short, deterministic, never positional, never reused.

An id is derived from its parent and from how many children the parent ever had, so that reordering or removing
changes no other id, and scenes that are made side by side cannot disturb each other's ids.
"""

from __future__ import annotations

import hashlib

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_LENGTH = 6


def child_id(parent: str, kind: str, serial: int) -> str:
    """The id of the ``serial``-th ``kind`` that ``parent`` ever had, such as ``scene-k4m7qx``."""
    number = int.from_bytes(hashlib.sha256(f"{parent}/{kind}/{serial}".encode()).digest()[:8], "big")
    digits = []
    for _ in range(_LENGTH):
        number, digit = divmod(number, len(_ALPHABET))
        digits.append(_ALPHABET[digit])
    return f"{kind}-{''.join(digits)}"
