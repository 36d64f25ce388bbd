"""The brief's own words, scene by scene: claims of an advertisement, sentences of a story, else its clauses.

Every piece is a span of the brief. A sentence is told whole where a scene can hold it; where none can, its clauses
follow one another over the borders of scenes with nothing said between them.
"""

from __future__ import annotations

from studio.production.tasks import BriefFacts
from studio.production.treatment import TreatmentDraft
from studio.production.vocabulary import Kind
from studio.tools.offline.rules.lexicon import has_templates
from studio.tools.offline.rules.narration import OwnLine
from studio.tools.offline.rules.pairs import is_balanced
from studio.tools.offline.rules.products import claims, product_name, product_noun
from studio.tools.offline.rules.recognition import recognise, recognise_brief
from studio.tools.offline.rules.sentences import Span, clauses, without_full_stop
from studio.tools.offline.rules.speakable import slogan, spoken_spans
from studio.tools.offline.speech.pace import expected_seconds

TOLD_SHARE = 0.75
"""Of a brief that is longer than the film can say, the beginning is told up to this share of what may be spoken."""

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
    if not has_templates(facts.language):
        pieces = [
            without_full_stop(clause).text
            for span in spoken_spans(facts.text, facts.language)
            if not _denies(span.text, facts.language)
            for clause in clauses(span.text)
        ]
        return _in_order([[piece] for piece in dict.fromkeys(filter(is_balanced, pieces))], seconds, facts.language, 0)
    if facts.kind is Kind.AD:
        said = claims(facts.text, facts.language, certain_name(facts, treatment))
        return _in_order([[claim] for claim in said], seconds, facts.language, len(seconds) // 2)
    spans = [span for span in spoken_spans(facts.text, facts.language) if not _denies(span.text, facts.language)]
    # What is left of "Make a film about ..." is no sentence; the title says it.
    told = [span.text for span in spans if len(spans) == 1 or not _is_remainder(facts.text, span)]
    if len(told) <= 1 and treatment.cast:
        # The title says it already.
        return [[] for _ in seconds]
    longest = max(seconds, default=0.0)
    sentences = []
    for sentence in dict.fromkeys(told):
        whole = expected_seconds(sentence, facts.language) <= longest
        sentences.append([sentence] if whole else [clause.text for clause in clauses(sentence)])
    return _in_order(sentences, seconds, facts.language, 0)


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


def _in_order(sentences: list[list[str]], seconds: tuple[float, ...], language: str, first: int) -> list[list[OwnLine]]:
    """The pieces of ``sentences`` in order from scene ``first`` on, evenly spread, each scene within its
    seconds; a sentence with a piece that is too long for any scene is left out."""
    longest = max(seconds, default=0.0)
    sentences = [
        pieces for pieces in sentences if all(expected_seconds(piece, language) <= longest for piece in pieces)
    ]
    left = list(seconds)
    room = sum(seconds[first:])
    lengths = [[expected_seconds(piece, language) for piece in sentence] for sentence in sentences]
    total = sum(sum(pieces) for pieces in lengths)
    stretch = len(seconds) - first if total <= room else 0
    place, spoken = first, 0.0
    placed: list[list[int]] = []
    for costs in lengths:
        if total > room and spoken + sum(costs) > TOLD_SHARE * room:
            break
        place = max(place, first + int(stretch * spoken / total))
        scenes: list[int] = []
        for cost in costs:
            while place < len(seconds) and cost > left[place]:
                place += 1
            if place == len(seconds):
                return _ranked(sentences, placed, len(seconds))
            scenes.append(place)
            left[place] -= cost
            spoken += cost
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
