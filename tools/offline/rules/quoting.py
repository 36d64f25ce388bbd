"""The brief's own words, scene by scene: claims of an advertisement, or the sentences of a story.

Every piece is a span of the brief. Of a sentence all is told or nothing: whole where a scene can hold it; where none
can, in pieces that follow one another over the borders of scenes with nothing said between them. Only of a brief that
would else be told nothing of, the beginning of a sentence is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from studio.production.tasks import BriefFacts
from studio.production.treatment import TreatmentDraft
from studio.production.vocabulary import Kind
from studio.tools.offline.rules.cutting import OVERRUN, beginning, halves, in_pieces
from studio.tools.offline.rules.lexicon import BY_SUBSTRING, base_language, has_templates
from studio.tools.offline.rules.narration import OwnLine
from studio.tools.offline.rules.products import claims, product_name, product_noun
from studio.tools.offline.rules.recognition import recognise, recognise_brief
from studio.tools.offline.rules.sentences import Span, sentences, without_full_stop, words
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

_ROUNDING = 1e-6
_FIRST, _AFTER_ALL, _BEFORE_ALL, _LAST_WORD = 2, 8, -1, 99


def own_words(facts: BriefFacts, treatment: TreatmentDraft, seconds: tuple[float, ...]) -> list[list[OwnLine]]:
    """The spans that belong to each scene, for scenes with ``seconds`` for words; a slogan has the last one."""
    if facts.kind is Kind.AD and seconds:
        last = slogan(facts.text, facts.language)
        cost = expected_seconds(last, facts.language) if last is not None else 0.0
        if last is not None and cost <= seconds[-1]:
            placed = _placed(facts, treatment, (*seconds[:-1], seconds[-1] - cost), last)
            return [*placed[:-1], [*placed[-1], OwnLine(last, _LAST_WORD)]]
    return _placed(facts, treatment, seconds)


def _placed(
    facts: BriefFacts, treatment: TreatmentDraft, seconds: tuple[float, ...], last: str | None = None
) -> list[list[OwnLine]]:
    """The spans without those that say what has the ``last`` word."""
    language = facts.language
    longest = max(seconds, default=0.0)
    if facts.kind is Kind.AD and has_templates(language):
        seconds = _with_room_for_the_name(facts, treatment, seconds)
        said = tuple(
            claim
            for claim in claims(facts.text, language, certain_name(facts, treatment))
            if last is None or (claim not in last and last not in claim)
        )
        cut = _cut(_telling(said, language, _CLAIMED_SHARE * sum(seconds[1:])), language, longest)
        # What is claimed comes after the product is met, or with it where there is much to say.
        beats = ad_beats(len(seconds), treatment.shape)
        half = len(seconds) // 2
        meeting = min(beats.index("meet") if "meet" in beats else 0, half)
        ways = [_in_order(cut, seconds, language, first) for first in dict.fromkeys((half, meeting))]
        return max(ways, key=lambda scenes: sum(map(len, scenes)))
    spans = [span for span in spoken_spans(facts.text, language) if not _denies(span.text, language)]
    # What is left of "Make a film about ..." is no sentence; the title says it.
    told = [span.text for span in spans if len(spans) == 1 or not _is_remainder(facts.text, span)]
    if not told and not has_templates(language):
        # Nobody else will say anything: rather a note to the makers than a film without a word.
        told = [span.text for span in sentences(facts.text)]
    if has_templates(language) and treatment.cast and all(_says(treatment.title, sentence) for sentence in told):
        return [[] for _ in seconds]
    cut = _cut(told, language, longest)
    if not has_templates(language):
        placed = _in_order(_spread(cut, language, len(seconds)), seconds, language, 0, to_the_end=True)
    else:
        placed = _in_order(cut, seconds, language, 0)
    if not any(placed) and told:
        begun = beginning(told[0], language, longest)
        at = seconds.index(longest)
        return [[OwnLine(begun)] if number == at and begun is not None else [] for number in range(len(seconds))]
    return placed


def _cut(told: Iterable[str], tag: str, longest: float) -> list[list[str]]:
    """Every sentence in pieces that can be said, without sentences of which that cannot be or that repeat a piece."""
    found: list[list[str]] = []
    for sentence in dict.fromkeys(told):
        pieces = in_pieces(sentence, tag, longest)
        known = {piece for others in found for piece in others}
        if pieces and known.isdisjoint(pieces) and len(set(pieces)) == len(pieces):
            found.append(pieces)
    return found


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

    def worth(claim: str) -> tuple[bool, bool, bool]:
        # What is said first says what the others are about.
        follows = claim != said[0]
        return (
            follows,
            expected_seconds(claim, tag) > _LONG_CLAIM,
            not is_about_us(claim) and not _WITH_NUMBER.search(claim),
        )

    for claim in sorted(said, key=worth):
        cost = expected_seconds(claim, tag)
        if cost <= room:
            chosen.append(claim)
            room -= cost
    return tuple(claim for claim in said if claim in chosen)


def _spread(sentences: list[list[str]], tag: str, count: int) -> list[list[str]]:
    """Sentences cut further where a thought ends, the longest first, as long as there are more scenes than pieces."""
    cut = [list(pieces) for pieces in sentences]
    while sum(map(len, cut)) < count:
        halved = [
            (expected_seconds(piece, tag), number, place, two)
            for number, pieces in enumerate(cut)
            for place, piece in enumerate(pieces)
            if (two := halves(piece, tag))
        ]
        if not halved:
            break
        _, number, place, two = max(halved, key=lambda entry: entry[0])
        cut[number][place : place + 1] = two
    return cut


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
            if scenes:
                # Nothing lies between two pieces of a sentence, not even a scene in which nothing is said.
                place = min(place, scenes[-1] + 1)
            while (
                place < len(seconds)
                and cost > left[place]
                and not (left[place] == seconds[place] and cost <= OVERRUN * seconds[place])
            ):
                place += 1
            if place == len(seconds) or (scenes and place > scenes[-1] + 1):
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
