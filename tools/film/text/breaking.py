"""Breaks text into caption blocks of at most two lines that fit a width.

Lines break where UAX #14 allows it, between phrases in Chinese, Japanese and Thai, and between words in Korean. Of
all ways to break, the one with the fewest blocks, the most even lines, and blocks that end with a sentence or a clause
is chosen. Knows nothing of time.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from fontTools import unicodedata as scripts
from uniseg.graphemecluster import grapheme_cluster_boundaries
from uniseg.linebreak import line_break_boundaries

from studio.tools.film.text.faces import FontChoice
from studio.tools.film.text.phrases import is_phrased, phrases
from studio.tools.film.text.shaping import shape_line

MAX_LINES = 2
_BLOCK_COST = 1.5
_LINE_COST = 0.6
_MID_CLAUSE_COST = 1.6
_CLAUSE_COST = 0.35
_MIXED_COST = 0.8
"""Of a block that ends one sentence and begins the next without ending it."""
_SCANT = 0.55
_SCANT_COST = 3.0
"""Of a block that is emptier than this share of a line: it flashes by."""
_WIDEST = 2.2
"""A balanced line is never wider than so many even ones."""
_LOOSE_END_COST = 0.06
_SENTENCE_STOPS = (". ", "! ", "? ", "… ", "。", "！", "？", "। ", "؟ ")
_SENTENCE_END = frozenset(".!?…。！？।؟۔։")
_CLAUSE_END = frozenset(",;:，、；：،؛—–")
_CLOSING = "\"'”’»」』）)]】› \u00a0\u202f"
_NEWLINES = frozenset("\n\r\v\f\x85\u2028\u2029")


@dataclass(frozen=True)
class TextLine:
    """``text[start:end]`` of the broken text, without the spaces at its ends."""

    start: int
    end: int


@dataclass(frozen=True)
class CaptionBlock:
    """What is seen at one time: one or two lines, in order."""

    lines: tuple[TextLine, ...]

    @property
    def start(self) -> int:
        return self.lines[0].start

    @property
    def end(self) -> int:
        return self.lines[-1].end


@lru_cache(maxsize=256)
def caption_blocks(
    text: str, language: str, fonts: FontChoice, size: float, max_width: float
) -> tuple[CaptionBlock, ...]:
    """Break ``text`` into blocks of one or two lines no wider than ``max_width`` at ``size`` (both in pixels).

    Together the lines hold every character of ``text`` but spaces and newlines. Only a single word wider than a whole
    line is broken inside, between grapheme clusters.
    """
    blocks: list[CaptionBlock] = []
    start = 0
    for index in range(len(text) + 1):
        if index == len(text) or text[index] in _NEWLINES:
            paragraph = text[start:index]
            if paragraph.strip():
                left = _left_edges(paragraph, language, fonts, size)
                spans = _spans(paragraph, _breaks(paragraph, language, left, max_width))
                blocks.extend(
                    CaptionBlock(tuple(TextLine(start + first, start + last) for first, last in lines))
                    for lines in _best_blocks(paragraph, spans, left, max_width)
                )
            start = index + 1
    return tuple(blocks)


def balanced_lines(
    text: str, language: str, fonts: FontChoice, size: float, max_width: float, most: int
) -> tuple[tuple[TextLine, ...], ...]:
    """One paragraph as one line, as two, .. as ``most``: each time as even as it can be; fewer where it has no breaks.

    Sizes and widths are in pixels, as in ``caption_blocks``, but only a word wider than ``max_width`` is broken inside.
    """
    left = _left_edges(text, language, fonts, size)
    spans = _spans(text, _breaks(text, language, left, max_width))
    whole = left[spans[-1][1]] - left[spans[0][0]] if spans else 0.0
    found: list[tuple[TextLine, ...]] = []
    for count in range(1, min(most, len(spans)) + 1):
        aim = max(whole / count, 1.0)
        # By number of spans set: the cost, and the lines.
        settings: list[tuple[float, tuple[TextLine, ...]] | None] = [(0.0, ()), *([None] * len(spans))]
        for _ in range(count):
            longer: list[tuple[float, tuple[TextLine, ...]] | None] = [None] * (len(spans) + 1)
            for before, setting in enumerate(settings[:-1]):
                for after in range(before + 1, len(spans) + 1):
                    line = TextLine(spans[before][0], spans[after - 1][1])
                    width = left[line.end] - left[line.start]
                    if setting is None or (width > _WIDEST * aim and after > before + 1):
                        break
                    cost = setting[0] + (width / aim - 1) ** 2 + _loose_end(text, line)
                    known = longer[after]
                    if known is None or cost < known[0]:
                        longer[after] = (cost, (*setting[1], line))
            settings = longer
        if (last := settings[-1]) is not None:
            found.append(last[1])
    return tuple(found)


def _loose_end(text: str, line: TextLine) -> float:
    """The cost of a short word (an article, a preposition) that hangs at the end of a line."""
    word = text[line.start : line.end].rpartition(" ")[2]
    return _LOOSE_END_COST if line.end < len(text) and len(word) <= 3 and word.isalpha() else 0.0


def _left_edges(paragraph: str, language: str, fonts: FontChoice, size: float) -> list[float]:
    """Sum of the advances of all characters before each index: the width of any stretch is a difference of two."""
    advances = [0.0] * len(paragraph)
    for glyph in shape_line(paragraph, language, fonts, size).glyphs:
        advances[glyph.cluster] += glyph.advance
    edges = [0.0]
    for advance in advances:
        edges.append(edges[-1] + advance)
    return edges


def _breaks(paragraph: str, language: str, left: list[float], max_width: float) -> list[int]:
    """Where a line may start, from 0 to the paragraph's end; narrower than a line apart wherever possible."""
    allowed = [0, *(index for index in line_break_boundaries(paragraph) if index > 0)]
    preferred = _word_breaks(paragraph, language, allowed)
    clusters = sorted(set(grapheme_cluster_boundaries(paragraph)))
    breaks = [0]
    for first, last in pairwise(preferred):
        breaks.extend(_forced(paragraph, first, last, allowed, clusters, left, max_width))
        breaks.append(last)
    return breaks


def _word_breaks(paragraph: str, language: str, allowed: list[int]) -> list[int]:
    between = set(accumulate(map(len, phrases(paragraph, language)))) if is_phrased(language) else None
    if between is not None and language.lower().startswith("th"):
        return sorted({*allowed, *(index for index in between if _may_break_thai(paragraph, index))})
    return [
        index
        for index in allowed
        if index in (0, len(paragraph))
        or paragraph[index - 1].isspace()
        or (
            not (_is_hangul(paragraph[index - 1]) and _is_hangul(paragraph[index]))
            and (between is None or index in between or not _is_east_asian(paragraph[index - 1]))
        )
    ]


def _may_break_thai(paragraph: str, index: int) -> bool:
    """Not before a mark, a closing sign or a space, and not after an opening one."""
    if index in (0, len(paragraph)):
        return True
    before, after = paragraph[index - 1], paragraph[index]
    return unicodedata.category(after)[0] in "LN" and unicodedata.category(before) not in ("Ps", "Pi")


def _forced(
    paragraph: str,
    first: int,
    last: int,
    allowed: list[int],
    clusters: list[int],
    left: list[float],
    max_width: float,
) -> list[int]:
    """Breaks inside a stretch that is wider than a line: where UAX #14 allows it, else between clusters."""
    if left[first + len(paragraph[first:last].rstrip())] - left[first] <= max_width:
        return []
    forced: list[int] = []
    start = first
    while left[last] - left[start] > max_width:
        fitting = [index for index in allowed if start < index < last and left[index] - left[start] <= max_width]
        fitting = fitting or [i for i in clusters if start < i < last and left[i] - left[start] <= max_width]
        # A single cluster wider than the line stands alone.
        following = [index for index in clusters if start < index < last]
        if not fitting and not following:
            break
        start = fitting[-1] if fitting else following[0]
        forced.append(start)
    return forced


def _spans(paragraph: str, breaks: list[int]) -> list[tuple[int, int]]:
    """The stretches between breaks without the spaces around them; none is empty."""
    stretches = ((first, paragraph[first:last]) for first, last in pairwise(breaks))
    return [
        (first + len(stretch) - len(stretch.lstrip()), first + len(stretch.rstrip()))
        for first, stretch in stretches
        if stretch.strip()
    ]


def _best_blocks(
    paragraph: str, spans: list[tuple[int, int]], left: list[float], max_width: float
) -> list[tuple[tuple[int, int], ...]]:
    """The cheapest blocks that hold all spans: a shortest path, found from the end."""
    count = len(spans)
    best: list[tuple[float, tuple[tuple[int, int], ...], int]] = [(0.0, (), count)] * (count + 1)
    for begin in range(count - 1, -1, -1):
        best[begin] = min(
            (
                (_block_cost(paragraph, lines, left, max_width, is_last=after == count) + best[after][0], lines, after)
                for lines, after in _block_choices(spans, left, begin, max_width)
            ),
            key=lambda option: (option[0], -option[2]),
        )
    blocks = []
    position = 0
    while position < count:
        _, lines, position = best[position]
        blocks.append(lines)
    return blocks


def _block_choices(
    spans: list[tuple[int, int]], left: list[float], begin: int, max_width: float
) -> Iterator[tuple[tuple[tuple[int, int], ...], int]]:
    """Every block of one or two lines that begins with span ``begin``, with the number of the span after it."""
    for first, middle in _line_choices(spans, left, begin, max_width):
        yield (first,), middle
        for second, after in _line_choices(spans, left, middle, max_width):
            yield (first, second), after


def _line_choices(
    spans: list[tuple[int, int]], left: list[float], begin: int, max_width: float
) -> Iterator[tuple[tuple[int, int], int]]:
    for after in range(begin + 1, len(spans) + 1):
        line = (spans[begin][0], spans[after - 1][1])
        if after > begin + 1 and left[line[1]] - left[line[0]] > max_width:
            return
        yield line, after


def _block_cost(
    paragraph: str, lines: tuple[tuple[int, int], ...], left: list[float], max_width: float, *, is_last: bool
) -> float:
    widths = [left[last] - left[first] for first, last in lines]
    cost = _BLOCK_COST + _LINE_COST * (len(lines) - 1)
    cost += sum(((before - after) / max_width) ** 2 for before, after in pairwise(widths))
    cost += max(0.0, _SCANT - sum(widths) / max_width) * _SCANT_COST
    cost += sum(0.25 * _ending_cost(paragraph, last) for _, last in lines[:-1])
    if is_last:
        return cost
    ending = _ending_cost(paragraph, lines[-1][1])
    first, last = lines[0][0], lines[-1][1]
    if ending and any(sign in paragraph[first : last - 1] for sign in _SENTENCE_STOPS):
        cost += _MIXED_COST
    return cost + ending


def _ending_cost(paragraph: str, end: int) -> float:
    """Of ending before ``end``: 0 after a sentence, a little after a clause, more inside one."""
    ending = paragraph[max(0, end - 4) : end].rstrip(_CLOSING)[-1:]
    if ending in _SENTENCE_END:
        return 0.0
    return _CLAUSE_COST if ending in _CLAUSE_END else _MID_CLAUSE_COST


def _is_hangul(character: str) -> bool:
    return str(scripts.script(character)) == "Hang"


def _is_east_asian(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
