"""The order in which mixed left-to-right and right-to-left text is drawn: the implicit rules of UAX #9.

W1 to W7, N0 to N2, I1, I2, L1 and L2, for one line of one paragraph. Explicit embeddings and isolates are format
characters that captions do not carry; they count as neutral. Knows nothing of fonts.
"""

from __future__ import annotations

import unicodedata
from itertools import groupby

_STRONG = ("L", "R", "AL")
_RTL_SCRIPTS = frozenset(("ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"))
_SPACES = frozenset(("WS", "S", "B"))
_CLOSING_OF = dict(zip("([{⁅⟦⟨⟪〈《「『【〔〖（［｛", ")]}⁆⟧⟩⟫〉》」』】〕〗）］｝", strict=True))
_STRONG_AS = {"L": "L", "R": "R", "EN": "R", "AN": "R"}


def is_right_to_left(text: str, language: str) -> bool:
    """Direction of a paragraph: that of its first strong character, else that of its language (P2, P3)."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in _STRONG:
            return kind != "L"
    return language.split("-", maxsplit=1)[0].lower() in _RTL_SCRIPTS


def levels(text: str, *, right_to_left: bool) -> list[int]:
    """The embedding level of every character of one line; odd levels run from right to left."""
    base = int(right_to_left)
    original = [unicodedata.bidirectional(character) or "L" for character in text]
    kinds = _resolve_weak(original, base)
    _resolve_brackets(text, original, kinds, base)
    kinds = _resolve_neutrals(kinds, base)
    resolved = []
    for kind in kinds:
        if base == 0:
            resolved.append({"L": 0, "R": 1}.get(kind, 2))
        else:
            resolved.append({"R": 1}.get(kind, 2))
    # L1: spaces at the end of the line go to its end.
    for index in range(len(text) - 1, -1, -1):
        if original[index] not in _SPACES:
            break
        resolved[index] = base
    return resolved


def visual_runs(text: str, *, right_to_left: bool) -> list[tuple[int, int, bool]]:
    """(start, end, right to left) of the runs of one line of ``text``, from the left edge to the right."""
    embedding = levels(text, right_to_left=right_to_left)
    runs: list[tuple[int, int, int]] = []
    position = 0
    for level, group in groupby(embedding):
        length = len(list(group))
        runs.append((position, position + length, level))
        position += length
    for level in range(max(embedding, default=0), 0, -1):
        index = 0
        while index < len(runs):
            end = index
            while end < len(runs) and runs[end][2] >= level:
                end += 1
            runs[index:end] = reversed(runs[index:end])
            index = max(end, index + 1)
    return [(start, end, level % 2 == 1) for start, end, level in runs]


def _resolve_weak(original: list[str], base: int) -> list[str]:
    kinds = list(original)
    edge = "R" if base else "L"
    previous = edge
    strong = edge
    for index, kind in enumerate(kinds):
        if kind == "NSM":  # W1
            kinds[index] = previous
        elif kind == "EN" and strong == "AL":  # W2
            kinds[index] = "AN"
        if kinds[index] in _STRONG:
            strong = kinds[index]
        previous = kinds[index]
    kinds = ["R" if kind == "AL" else kind for kind in kinds]  # W3
    for index in range(1, len(kinds) - 1):  # W4
        before, after = kinds[index - 1], kinds[index + 1]
        if before == after and (
            (kinds[index] == "ES" and before == "EN") or (kinds[index] == "CS" and before in ("EN", "AN"))
        ):
            kinds[index] = before
    index = 0
    while index < len(kinds):  # W5, W6
        end = index
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        if end > index:
            touches = (index > 0 and kinds[index - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN")
            kinds[index:end] = ["EN" if touches else "ON"] * (end - index)
        index = max(end, index + 1)
    kinds = ["ON" if kind in ("ES", "ET", "CS") else kind for kind in kinds]
    strong = edge
    for index, kind in enumerate(kinds):  # W7
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[index] = "L"
    return kinds


def _resolve_brackets(text: str, original: list[str], kinds: list[str], base: int) -> None:
    """N0, in place: brackets take the direction of what they hold or, where that differs, of what is before them."""
    own, other = ("R", "L") if base else ("L", "R")
    for opening, closing in _bracket_pairs(text, kinds):
        inside = {_STRONG_AS[kind] for kind in kinds[opening + 1 : closing] if kind in _STRONG_AS}
        if not inside:
            continue
        before = next((_STRONG_AS[kind] for kind in reversed(kinds[:opening]) if kind in _STRONG_AS), own)
        direction = other if own not in inside and before == other else own
        for bracket in (opening, closing):
            kinds[bracket] = direction
            following = bracket + 1
            while following < len(kinds) and original[following] == "NSM":
                kinds[following] = direction
                following += 1


def _bracket_pairs(text: str, kinds: list[str]) -> list[tuple[int, int]]:
    """BD16: matching brackets that are still neutral, by where they open."""
    awaited: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for index, character in enumerate(text):
        if kinds[index] != "ON":
            continue
        if character in _CLOSING_OF:
            awaited.append((_CLOSING_OF[character], index))
        depth = next((d for d in range(len(awaited) - 1, -1, -1) if awaited[d][0] == character), None)
        if depth is not None:
            pairs.append((awaited[depth][1], index))
            del awaited[depth:]
    return sorted(pairs)


def _resolve_neutrals(kinds: list[str], base: int) -> list[str]:
    edge = "R" if base else "L"
    index = 0
    while index < len(kinds):
        end = index
        while end < len(kinds) and kinds[end] not in _STRONG_AS:
            end += 1
        if end > index:
            before = _STRONG_AS[kinds[index - 1]] if index else edge
            after = _STRONG_AS[kinds[end]] if end < len(kinds) else edge
            kinds[index:end] = [before if before == after else edge] * (end - index)
        index = max(end, index + 1)
    return kinds
