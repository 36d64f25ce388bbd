"""The brief's own words, scene by scene: claims of an advertisement, or the sentences of a story.

Every piece is a span of the brief. A sentence is told whole where a scene can hold it; where none can, it is cut into
as few pieces as possible, which follow one another over the borders of scenes with nothing said between them.
"""

from __future__ import annotations

import re
from itertools import pairwise

from studio.production.tasks import BriefFacts
from studio.production.treatment import TreatmentDraft
from studio.production.vocabulary import Kind
from studio.tools.offline.rules.lexicon import BY_SUBSTRING, base_language, has_templates
from studio.tools.offline.rules.narration import OwnLine
from studio.tools.offline.rules.pairs import is_balanced
from studio.tools.offline.rules.products import claims, product_name, product_noun
from studio.tools.offline.rules.recognition import recognise, recognise_brief
from studio.tools.offline.rules.sentences import Span, clauses, without_full_stop, words
from studio.tools.offline.rules.speakable import orders, slogan, spoken_spans
from studio.tools.offline.rules.staging import ad_beats
from studio.tools.offline.speech.pace import expected_seconds

TOLD_SHARE = 0.75
"""Of a brief that is longer than the film can say, the beginning is told up to this share of what may be spoken."""

_CLAIMED_SHARE = 0.85
"""The share of the scenes' seconds that claims may take: they seldom fill a scene to its end."""

_LONG_CLAIM = 6.0
"""Seconds beyond which a claim is rather an explanation."""

_NAMING_SECONDS = 0.9
"""What ``Say hello to`` takes besides the name."""

_WITH_NUMBER = re.compile(r"\d")

_SHARES = (0.6, 0.7, 0.8, 0.9, 1.0)
"""Shares of the longest piece that are tried, so that pieces come out even."""

_SHORTEST_PIECE = 1.8
"""Seconds that a piece must take to have a scene of its own."""

OVERRUN = 1.3
"""How far a sentence that cannot be cut may exceed a scene's seconds when it stands there alone: a budget leaves room
for a second line's pause and for a slow voice."""

_ROUNDING = 1e-6
_FIRST, _AFTER_ALL, _BEFORE_ALL, _LAST_WORD = 2, 8, -1, 99


def own_words(facts: BriefFacts, treatment: TreatmentDraft, seconds: tuple[float, ...]) -> list[list[OwnLine]]:
    """The spans that belong to each scene, for scenes with ``seconds`` for words; a slogan has the last one."""
    if facts.kind is Kind.AD and seconds:
        last = slogan(facts.text, facts.language)
        cost = expected_seconds(last, facts.language) if last is not None else 0.0
        if last is not None and cost <= seconds[-1]:
            placed = _placed(facts, treatment, (*seconds[:-1], seconds[-1] - cost))
            before = [[line for line in lines if line.text not in last] for lines in placed]
            return [*before[:-1], [*before[-1], OwnLine(last, _LAST_WORD)]]
    return _placed(facts, treatment, seconds)


def _placed(facts: BriefFacts, treatment: TreatmentDraft, seconds: tuple[float, ...]) -> list[list[OwnLine]]:
    language = facts.language
    longest = max(seconds, default=0.0)
    if facts.kind is Kind.AD and has_templates(language):
        seconds = _with_room_for_the_name(facts, treatment, seconds)
        said = claims(facts.text, language, certain_name(facts, treatment))
        cut = [
            pieces
            for claim in _telling(said, language, _CLAIMED_SHARE * sum(seconds[1:]))
            if (pieces := in_pieces(claim, language, longest))
        ]
        # What is claimed comes after the product is met, or with it where there is much to say.
        beats = ad_beats(len(seconds), treatment.shape)
        half = len(seconds) // 2
        meeting = min(beats.index("meet") if "meet" in beats else 0, half)
        ways = [_in_order(cut, seconds, language, first) for first in dict.fromkeys((half, meeting))]
        return max(ways, key=lambda scenes: sum(map(len, scenes)))
    spans = [span for span in spoken_spans(facts.text, language) if not _denies(span.text, language)]
    # What is left of "Make a film about ..." is no sentence; the title says it.
    told = [span.text for span in spans if len(spans) == 1 or not _is_remainder(facts.text, span)]
    if has_templates(language) and treatment.cast and all(_says(treatment.title, sentence) for sentence in told):
        return [[] for _ in seconds]
    cut = [pieces for sentence in dict.fromkeys(told) if (pieces := in_pieces(sentence, language, longest))]
    if not has_templates(language):
        return _in_order(_spread(cut, language, len(seconds)), seconds, language, 0, to_the_end=True)
    return _in_order(cut, seconds, language, 0)


def _with_room_for_the_name(
    facts: BriefFacts, treatment: TreatmentDraft, seconds: tuple[float, ...]
) -> tuple[float, ...]:
    """What is left of the seconds of the scenes in which the product is named: where it is met, and the last."""
    name = certain_name(facts, treatment)
    if name is None:
        return seconds
    beats = ad_beats(len(seconds), treatment.shape)
    naming = _NAMING_SECONDS + expected_seconds(name, facts.language)
    return tuple(
        max(0.0, length - naming) if beat in ("meet", "call") else length
        for beat, length in zip(beats, seconds, strict=True)
    )


def _telling(said: tuple[str, ...], tag: str, room: float) -> tuple[str, ...]:
    """The claims that fit into ``room`` seconds, in their order: those about the advertiser and the customer first."""
    language = base_language(tag)
    ours = orders(language).ours

    def is_about_us(claim: str) -> bool:
        if language in BY_SUBSTRING:
            return any(word in claim for word in ours)
        return any(word.text in ours for word in words(claim.lower(), ""))

    chosen: list[str] = []

    def worth(claim: str) -> tuple[bool, bool]:
        return expected_seconds(claim, tag) > _LONG_CLAIM, not is_about_us(claim) and not _WITH_NUMBER.search(claim)

    for claim in sorted(said, key=worth):
        cost = expected_seconds(claim, tag)
        if cost <= room:
            chosen.append(claim)
            room -= cost
    return tuple(claim for claim in said if claim in chosen)


def in_pieces(sentence: str, tag: str, longest: float) -> list[str]:
    """The sentence whole if it can be said in ``longest`` seconds, else in few, even pieces; empty if it cannot be
    cut and is much too long. It is cut after a clause, whose mark stays with it, or else before a word that joins."""
    if expected_seconds(sentence, tag) <= longest:
        return [sentence]
    for joints in ((), orders(base_language(tag)).joints):
        parts = _parts(sentence, joints)
        for share in _SHARES:
            pieces = _grouped(sentence, parts, tag, share * longest)
            if pieces and len(pieces) == len(_grouped(sentence, parts, tag, longest)):
                return pieces
    return [sentence] if expected_seconds(sentence, tag) <= OVERRUN * longest and is_balanced(sentence) else []


def _parts(sentence: str, joints: tuple[str, ...]) -> list[tuple[int, int]]:
    """The smallest pieces that ``sentence`` may be cut into, as places of it."""
    begins = [clause.start for clause in clauses(sentence)] or [0]
    if joints:
        pattern = rf"(?<=\s)(?:{'|'.join(map(re.escape, joints))})\s"
        begins += [match.start() for match in re.finditer(pattern, sentence)]
    begins = sorted({0, *begins[1:]} | set(begins) - {begins[0]})
    return [(begin, end) for begin, end in pairwise((*begins, len(sentence)))]


def _grouped(sentence: str, parts: list[tuple[int, int]], tag: str, longest: float) -> list[str]:
    """Neighbouring parts together, each piece within ``longest`` seconds and balanced; empty if that cannot be."""
    pieces: list[str] = []
    start = parts[0][0]
    for place, (_, end) in enumerate(parts):
        piece = sentence[start:end].strip()
        following = parts[place + 1][1] if place + 1 < len(parts) else None
        longer = sentence[start:following].strip() if following is not None else ""
        if longer and (expected_seconds(longer, tag) <= longest or not is_balanced(piece)):
            continue
        if expected_seconds(piece, tag) > longest or not is_balanced(piece):
            return []
        pieces.append(piece)
        start = end
    return pieces


def _spread(sentences: list[list[str]], tag: str, count: int) -> list[list[str]]:
    """Sentences cut further at their clauses, the longest first, as long as there are more scenes than pieces."""
    cut = [list(pieces) for pieces in sentences]
    while sum(map(len, cut)) < count:
        halved = [
            (expected_seconds(piece, tag), number, place, halves)
            for number, pieces in enumerate(cut)
            for place, piece in enumerate(pieces)
            if (halves := _halves(piece, tag))
        ]
        if not halved:
            break
        _, number, place, halves = max(halved, key=lambda entry: entry[0])
        cut[number][place : place + 1] = halves
    return cut


def _halves(piece: str, tag: str) -> list[str]:
    """A piece as two that are each long enough to stand in a scene; empty if there are none."""
    found = []
    for _, border in _parts(piece, ())[:-1]:
        halves = [piece[:border].strip(), piece[border:].strip()]
        shorter = min(expected_seconds(half, tag) for half in halves)
        if shorter >= _SHORTEST_PIECE and all(map(is_balanced, halves)):
            found.append((shorter, halves))
    return max(found, key=lambda entry: entry[0])[1] if found else []


def _says(title: str, sentence: str) -> bool:
    """Whether the title card says a sentence already."""
    return without_full_stop(Span(sentence, 0, len(sentence))).text.casefold() in title.casefold()


def _denies(sentence: str, tag: str) -> bool:
    """``There is no lighthouse in it`` tells the makers what not to draw."""
    return bool(recognise(sentence, tag).denied)


def _is_remainder(text: str, span: Span) -> bool:
    before = text[: span.start].rstrip(" \t")
    return span.text[:1].islower() and bool(before) and before[-1].isalnum()


def certain_name(facts: BriefFacts, treatment: TreatmentDraft) -> str | None:
    """The product's name as it may stand in a sentence: from the brief with certainty, or set by a person."""
    name = product_name(facts.text, facts.language)
    if treatment.product is None:
        return name
    given = treatment.product.name
    nouns = {product_noun(facts.text, facts.language, form) for form in recognise_brief(facts).products}
    return None if name is None and given in nouns else given


def _in_order(
    sentences: list[list[str]], seconds: tuple[float, ...], language: str, first: int, *, to_the_end: bool = False
) -> list[list[OwnLine]]:
    """The pieces of ``sentences`` in order from scene ``first`` on, evenly spread, each scene within its seconds.

    Of more than can be told, the beginning is told and the last sentence ends the film. ``to_the_end`` keeps the last
    piece for the last scene even where there is little to tell.
    """
    lengths = [[expected_seconds(piece, language) for piece in sentence] for sentence in sentences]
    longest, room = max(seconds, default=0.0), sum(seconds[first:])
    total = sum(min(longest, cost) for costs in lengths for cost in costs)
    if total > room and len(sentences) > 1 and first == 0:
        *begun, last = _in_order(sentences[:-1], (*seconds[:-1], 0.0), language, 0)
        fits = len(sentences[-1]) == 1 and lengths[-1][0] <= OVERRUN * seconds[-1]
        return [*begun, [OwnLine(sentences[-1][0])] if fits else last]
    left = list(seconds)
    stretch = len(seconds) - first if total <= room else 0
    if to_the_end and stretch and sentences:
        total = max(total - min(longest, lengths[-1][-1]), 0.01)
        stretch -= 1
    place, spoken = first, 0.0
    placed: list[list[int]] = []
    for costs in lengths:
        if placed and total > room and spoken + sum(costs) > TOLD_SHARE * room:
            break
        scenes: list[int] = []
        for cost in costs:
            if to_the_end or not scenes:
                place = min(max(place, first + int(stretch * spoken / total + _ROUNDING)), len(seconds))
            while (
                place < len(seconds)
                and cost > left[place]
                and not (left[place] == seconds[place] and cost <= OVERRUN * seconds[place])
            ):
                place += 1
            if place == len(seconds):
                return _ranked(sentences, placed, len(seconds))
            scenes.append(place)
            spoken += min(cost, left[place])
            left[place] = max(0.0, left[place] - cost)
        placed.append(scenes)
    return _ranked(sentences, placed, len(seconds))


def _ranked(sentences: list[list[str]], placed: list[list[int]], count: int) -> list[list[OwnLine]]:
    """Lines by scene; what goes on in the next scene comes last, what came from the one before comes first."""
    scenes: list[list[OwnLine]] = [[] for _ in range(count)]
    for pieces, places in zip(sentences, placed, strict=False):
        for piece, place in zip(pieces, places, strict=True):
            begun, goes_on = places[0] < place, places[-1] > place
            rank = _BEFORE_ALL if begun else _AFTER_ALL if goes_on else _FIRST
            scenes[place].append(OwnLine(piece, rank, alone=begun and goes_on))
    return scenes
