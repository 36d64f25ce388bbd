"""Cutting a sentence that no scene can hold into pieces, at the places where a speaker would breathe.

Every way of cutting is weighed: few pieces, borders that end a thought, and pieces of even length. The pieces in order
are the whole sentence. Knows nothing of scenes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from studio.production.speaking import expected_seconds
from studio.tools.offline.rules.lexicon import base_language
from studio.tools.offline.rules.pairs import is_balanced
from studio.tools.offline.rules.sentences import clauses
from studio.tools.offline.rules.speakable import orders

OVERRUN = 1.3
"""How far a sentence that cannot be cut may exceed a scene's seconds when it stands there alone: a budget leaves room
for a second line's pause and for a slow voice."""

THOUGHT, JOINED, COMMA, WORD, LIST_BEGINS, IN_LIST = 0.0, 1.0, 2.5, 4.0, 5.0, 16.0
"""What it costs to cut after a strong mark, at a comma before a joining word, at another comma, before a joining word
without a comma, before a list or an apposition, and within one."""

_A_PIECE, _UNEVEN = 3.0, 2.0
_STRONG = frozenset(";:；：–—-؛")
_LIST_COMMA = frozenset("、")
_SHORT_WORDS, _SHORT_IDEOGRAPHS = 3, 5
_SHORTEST_HALF = 1.8
_LEFT_OVER = " ,;:，：、،؛–—-"


@dataclass(frozen=True)
class Border:
    """A place of a sentence where it may be cut, and what that costs."""

    place: int
    cost: float


def borders(sentence: str, tag: str) -> tuple[Border, ...]:
    """The places within ``sentence`` where a piece may begin, in order."""
    joints = orders(base_language(tag)).joints
    begins = [clause.start for clause in clauses(sentence)][1:]
    found = [Border(place, _cost(sentence, begins, number, joints)) for number, place in enumerate(begins)]
    if joints:
        pattern = rf"(?<=\s)(?:{'|'.join(map(re.escape, joints))})(?=\s)"
        matches = [match for match in re.finditer(pattern, sentence) if match.start() not in begins]
        # Of joints that follow one another, as in "because when", the first begins the thought.
        ends = {match.end() + 1 for match in matches}
        found += [Border(match.start(), WORD) for match in matches if match.start() not in ends]
    return tuple(sorted(found, key=lambda border: border.place))


def in_pieces(sentence: str, tag: str, longest: float) -> list[str]:
    """The sentence whole if it can be said in ``longest`` seconds, else in the best pieces that can; empty if it cannot
    be cut so and is much too long."""
    if expected_seconds(sentence, tag) <= longest:
        return [sentence]
    ends = (Border(0, 0.0), *borders(sentence, tag), Border(len(sentence), 0.0))
    # The least cost of cutting the sentence up to each place, with the pieces.
    best: dict[int, tuple[float, list[str]]] = {0: (0.0, [])}
    for end in ends[1:]:
        ways = []
        for start, (spent, before) in best.items():
            piece = sentence[start : end.place].strip()
            seconds = expected_seconds(piece, tag)
            if seconds <= longest and is_balanced(piece):
                uneven = _UNEVEN * (1 - seconds / longest) ** 2
                ways.append((spent + end.cost + _A_PIECE + uneven, [*before, piece]))
        if ways:
            best[end.place] = min(ways, key=lambda way: way[0])
    if len(sentence) in best:
        return best[len(sentence)][1]
    return [sentence] if expected_seconds(sentence, tag) <= OVERRUN * longest and is_balanced(sentence) else []


def beginning(sentence: str, tag: str, longest: float) -> str | None:
    """The longest beginning that can be said in ``longest`` seconds and ends with a thought; None if there is none."""
    fitting = [
        words
        for border in borders(sentence, tag)
        if border.cost <= JOINED
        and is_balanced(words := sentence[: border.place].strip().rstrip(_LEFT_OVER))
        and _SHORTEST_HALF <= expected_seconds(words, tag) <= longest
    ]
    return fitting[-1] if fitting else None


def _cost(sentence: str, begins: list[int], number: int, joints: tuple[str, ...]) -> float:
    """What it costs to cut where clause ``number`` after the first begins."""
    place = begins[number]
    mark = sentence[:place].rstrip()[-1:]
    if mark in _STRONG:
        return THOUGHT
    previous = begins[number - 1] if number else 0
    following = begins[number + 1] if number + 1 < len(begins) else len(sentence)
    before, after = sentence[previous:place], sentence[place:following]
    joined = next((joint for joint in joints if after.startswith(f"{joint} ")), None)
    if mark in _LIST_COMMA or (number and _is_short(before)):
        return IN_LIST
    if joined is not None:
        return JOINED
    first = re.split(rf"\s(?:{'|'.join(map(re.escape, joints))})\s", after)[0] if joints else after
    return LIST_BEGINS if _is_short(first) else COMMA


def _is_short(clause: str) -> bool:
    """Whether a clause is as short as the items of a list, or as an apposition."""
    ideographs = sum(character > "\u2e80" for character in clause)
    return 0 < ideographs <= _SHORT_IDEOGRAPHS if ideographs else len(clause.split()) <= _SHORT_WORDS
