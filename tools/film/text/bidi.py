"""The order in which mixed left-to-right and right-to-left text is drawn: the implicit rules of UAX #9.

W1 to W7, N1, N2, I1, I2, L1 and L2, for one line of one paragraph. Explicit embeddings and isolates are format
characters that captions do not carry; they count as neutral. Knows nothing of fonts.
"""

from __future__ import annotations

import unicodedata
from itertools import groupby

_STRONG = ("L", "R", "AL")
_RTL_SCRIPTS = frozenset(("ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"))
_MIRRORED_AFTER = frozenset(("WS", "S", "B"))


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
    kinds = _resolve_neutrals(_resolve_weak(original, base), base)
    resolved = []
    for kind in kinds:
        if base == 0:
            resolved.append({"L": 0, "R": 1}.get(kind, 2))
        else:
            resolved.append({"R": 1}.get(kind, 2))
    # L1: spaces at the end of the line go to its end.
    for index in range(len(text) - 1, -1, -1):
        if original[index] not in _MIRRORED_AFTER:
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


def _resolve_neutrals(kinds: list[str], base: int) -> list[str]:
    edge = "R" if base else "L"
    solid = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
    index = 0
    while index < len(kinds):
        end = index
        while end < len(kinds) and kinds[end] not in solid:
            end += 1
        if end > index:
            before = solid[kinds[index - 1]] if index else edge
            after = solid[kinds[end]] if end < len(kinds) else edge
            kinds[index:end] = [before if before == after else edge] * (end - index)
        index = max(end, index + 1)
    return kinds
