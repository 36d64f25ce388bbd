"""Which brackets and quotation marks of a text belong together, in any script.

Marks that stand for something else are no brackets: apostrophes, inches, smileys, the bracket of a list number. Knows
nothing of sentences.
"""

from __future__ import annotations

import re
from functools import lru_cache

_CLOSERS = {
    "(": ")",
    "[": "]",
    "{": "}",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "„": "“”",
    "‚": "‘’",
    "“": "”",
    "”": "”",
    "‘": "’",
    '"': '"',
    "「": "」",
    "『": "』",
    "（": "）",
    "【": "】",
    "《": "》",
    "〈": "〉",
    "〔": "〕",
    "［": "］",
    "｛": "｝",
    "｢": "｣",
}
_OPEN_ONLY = frozenset("([{„“「『（【《〈〔［｛｢")
_SOFT = frozenset("‘’‚")
"""Marks that may be apostrophes: they pair where they can and are never missed."""

_QUOTATION_MARKS = frozenset("«»„“”「」『』")
"""Those that stand for nothing else: ``"`` are inches and seconds, too."""

_ALL_CLOSERS = frozenset("".join(_CLOSERS.values()))
_NO_BRACKET = re.compile(r"(?<!\w)[:;=8][-^']?[()\[\]{}]+|^\s*\w{1,3}\)", re.MULTILINE)


@lru_cache(maxsize=256)
def pairs(text: str) -> tuple[tuple[int, int], ...]:
    """The places of the opening and the closing mark of every pair, in the order of the closing marks."""
    return _matched(text)[0]


def is_balanced(text: str) -> bool:
    """Whether no bracket or quotation mark lacks its other half."""
    return not _matched(text)[1]


def without_lone_marks(text: str) -> str:
    """``text`` without the quotation marks that lack their other half, and the spaces between them and words."""
    for place in sorted(_matched(text)[1], reverse=True):
        if text[place] in _QUOTATION_MARKS:
            text = text[:place].rstrip() + text[place + 1 :] if place else text[1:].lstrip()
    return text


def unquoted(words: str) -> str:
    """``words`` without a pair of quotation marks that holds the whole of them."""
    bare = words.strip()
    inside = len(bare) > 2 and (0, len(bare) - 1) in pairs(bare) and bare[0] not in "([{（【"
    return bare[1:-1].strip() if inside else bare


def _matched(text: str) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...]]:
    """The pairs, and the places of marks that are left over."""
    silent = {place for match in _NO_BRACKET.finditer(text) for place in range(match.start(), match.end())}
    found: list[tuple[int, int]] = []
    waiting: list[int] = []
    missing: list[int] = []
    for place, mark in enumerate(text):
        if place in silent or (mark not in _CLOSERS and mark not in _ALL_CLOSERS):
            continue
        opening = _opening_of(text, place, waiting)
        if opening is not None:
            missing += [skipped for skipped in waiting[opening + 1 :] if text[skipped] not in _SOFT]
            found.append((waiting[opening], place))
            del waiting[opening:]
        elif _opens(text, place):
            waiting.append(place)
        elif mark not in _SOFT and not _is_unit(text, place):
            missing.append(place)
    return tuple(found), (*missing, *(place for place in waiting if text[place] not in _SOFT))


def _opening_of(text: str, place: int, waiting: list[int]) -> int | None:
    """Where in ``waiting`` the mark that is closed at ``place`` stands; None if nothing is closed."""
    mark = text[place]
    if mark in _SOFT and text[place + 1 : place + 2].isalnum():
        return None
    for number in range(len(waiting) - 1, -1, -1):
        if mark in _CLOSERS[text[waiting[number]]]:
            return number
    return None


def _opens(text: str, place: int) -> bool:
    mark = text[place]
    if mark in _OPEN_ONLY:
        return True
    if mark not in _CLOSERS or _is_unit(text, place):
        return False
    return mark in "«‹" or not text[place - 1 : place].isalnum()


def _is_unit(text: str, place: int) -> bool:
    """``5"`` are inches."""
    return text[place] == '"' and text[place - 1 : place].isdigit()
