"""The brief's own words, scene by scene: claims of an advertisement, or the sentences of a story.

Every piece is a span of the brief. Of a sentence all is told or nothing: whole where a scene can hold it, for which the
others lend it seconds; where none can, in pieces that follow one another over the borders of scenes with nothing said
between them. What leans on a sentence that is left out is left out with it. Only of a brief that would else be told
nothing of, the beginning of a sentence is told.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from studio.production.speaking import expected_seconds
from studio.production.tasks import BriefFacts
from studio.production.treatment import TreatmentDraft
from studio.production.vocabulary import Kind
from studio.tools.offline.rules.addressing import lacks_somebody, refers_back
from studio.tools.offline.rules.audience import told_to_audience
from studio.tools.offline.rules.cutting import OVERRUN, beginning, in_pieces
from studio.tools.offline.rules.lexicon import BY_SUBSTRING, base_language, has_templates
from studio.tools.offline.rules.narration import OwnLine
from studio.tools.offline.rules.products import claims, product_name, product_noun
from studio.tools.offline.rules.recognition import recognise, recognise_brief
from studio.tools.offline.rules.sentences import Span, without_full_stop
from studio.tools.offline.rules.speakable import (
    announces,
    answers,
    greets,
    is_about_us,
    leans,
    orders,
    slogan,
    speaks_of_nobody,
    spoken_spans,
    stands_in,
)
from studio.tools.offline.rules.staging import ad_beats

TOLD_SHARE = 0.75
"""Of a brief that is longer than the film can say, the beginning is told up to this share of what may be spoken."""

_CLAIMED_SHARE = 0.85
"""The share of the scenes' seconds that claims may take: they seldom fill a scene to its end."""

_LONG_CLAIM = 6.0
"""Seconds beyond which a claim is rather an explanation."""

_NAMING_SECONDS = 0.9
"""What ``Say hello to`` takes besides the name."""

_WITH_NUMBER = re.compile(r"\d")

_LARGEST_SHARE = 0.45
"""The share of a film's words that one sentence may take to be told in one scene."""

_LEAST_LEFT = 0.5
"""The share of their seconds that the other scenes keep."""

_REMAINING_WORDS = 4
"""Words up to which what is left of a request says nothing."""

_FEW_SCENES = _FRAGMENT_WORDS = 2
_FULL_STOPS = (".", "。", "।", "!", "！", "…")
_ROUNDING = 1e-6
_FIRST, _AFTER_ALL, _BEFORE_ALL, _LAST_WORD = 2, 8, -1, 99


def own_words(facts: BriefFacts, treatment: TreatmentDraft, seconds: tuple[float, ...]) -> list[list[OwnLine]]:
    """The spans that belong to each scene, for scenes with ``seconds`` for words; a slogan has the last one.

    What stands alone that followed a colon or a request begins with a capital letter."""
    return [
        [replace(line, text=_begun(line.text, facts.text)) for line in scene]
        for scene in _said(facts, treatment, seconds)
    ]


def _begun(words: str, text: str) -> str:
    before = text[: max(0, text.find(words))].rstrip()
    begins = before.endswith((":", "：")) or (_is_cut_off(text, words) and announces(words))
    return words[:1].upper() + words[1:] if begins else words


def _said(facts: BriefFacts, treatment: TreatmentDraft, seconds: tuple[float, ...]) -> list[list[OwnLine]]:
    if facts.kind is Kind.AD and seconds:
        last = slogan(facts.text, facts.language)
        cost = expected_seconds(last, facts.language) if last is not None else 0.0
        if last is not None and cost <= seconds[-1]:
            placed = _placed(facts, treatment, (*seconds[:-1], seconds[-1] - cost), last)
            return [*placed[:-1], [*placed[-1], OwnLine(last, _LAST_WORD)]]
    return _placed(facts, treatment, seconds)


def lent_seconds(facts: BriefFacts, treatment: TreatmentDraft, seconds: tuple[float, ...]) -> tuple[float, ...]:
    """``seconds`` for words with what a scene needs to hold a long sentence whole, taken evenly from the others."""
    longest, whole = max(seconds, default=0.0), sum(seconds)
    costs = [expected_seconds(sentence, facts.language) for sentence in _told(facts, treatment, seconds)]
    places = _places(costs, len(seconds), facts)
    long = [number for number, cost in enumerate(costs) if longest < cost <= _LARGEST_SHARE * whole]
    while long:
        lent = _lent(costs, places, long, seconds)
        if lent is None:
            long.remove(max(long, key=lambda number: costs[number]))
            continue
        room = max((length for place, length in enumerate(lent) if place not in {places[n] for n in long}), default=0.0)
        crowded = [number for number, cost in enumerate(costs) if room < cost <= longest and number not in long]
        # A sentence that had room before the others lent theirs needs a scene as long as itself, too.
        grown = sorted((*long, *crowded))
        if not crowded:
            return lent
        if _lent(costs, places, grown, seconds) is None:
            long.remove(max(long, key=lambda number: costs[number]))
        else:
            long = grown
    return seconds


def _places(costs: list[float], count: int, facts: BriefFacts) -> list[int]:
    """The scene for every sentence: as far into the film as it stands in what is told."""
    if not has_templates(facts.language):
        # The last sentence has the last scene, as in ``_in_order``.
        first, stretch, total = 0, count - 1, sum(costs[:-1])
    else:
        first = 0 if count <= _FEW_SCENES else count // 2 if facts.kind is Kind.AD else 1
        stretch, total = count - first, sum(costs)
    return [first + int(stretch * sum(costs[:number]) / max(total, _ROUNDING)) for number in range(len(costs))]


def _lent(
    costs: list[float], places: list[int], long: list[int], seconds: tuple[float, ...]
) -> tuple[float, ...] | None:
    """``seconds`` where the scenes of ``long`` sentences have their costs and the others what is left; None if that is
    little."""
    wanted: dict[int, float] = {}
    for number in long:
        place = max(places[number], max(wanted, default=-1) + 1)
        wanted[place] = costs[number] + _ROUNDING
    others = sum(length for place, length in enumerate(seconds) if place not in wanted)
    left = sum(seconds) - sum(wanted.values())
    if max(wanted) >= len(seconds) or not left > _LEAST_LEFT * others:
        return None
    return tuple(wanted.get(place, length * left / others) for place, length in enumerate(seconds))


def _told(
    facts: BriefFacts, treatment: TreatmentDraft, seconds: tuple[float, ...], last: str | None = None
) -> list[str]:
    """What of the brief is to be said: the claims of an advertisement without those that say what has the ``last``
    word, or the sentences of a story."""
    language = facts.language
    if facts.kind is Kind.AD and has_templates(language):
        name = certain_name(facts, treatment)
        said = tuple(
            claim
            for claim in _after_small_talk(claims(facts.text, language, name), facts)
            if (last is None or not _repeats(claim, last))
            and not (
                _is_remainder(facts.text, claim) and (name is not None or _goes_on(claim, language) or _is_short(claim))
            )
        )
        most = _LARGEST_SHARE * sum(seconds)
        said = told_to_audience(said, facts.text, facts.kind, base_language(language))
        whole = tuple(claim for claim in said if expected_seconds(claim, language) <= most)
        said = whole if len(whole) >= _FEW_SCENES else said
        room = _CLAIMED_SHARE * sum(_with_room_for_the_name(facts, treatment, seconds)[1:])
        return _standing(said, _telling(said, language, room), facts, strictly=True)
    spans = tuple(
        span.text for span in spoken_spans(facts.text, language) if last is None or not _repeats(span.text, last)
    )
    # What is left of "Make a film about ..." is no sentence; the title says it.
    asked = tuple(span for span in spans if len(spans) > 1 and _is_remainder(facts.text, span))
    open_to_all = tuple(span for span in spans if span not in asked and not _denies(span, language))
    kept = told_to_audience(open_to_all, facts.text, facts.kind, base_language(language))
    told = _standing(spans, kept, facts, asked)
    if not told and last is None and not has_templates(language):
        # Nobody else will say anything: rather what the film is called than a film without a word.
        told = [treatment.title]
    return told


def _is_short(words: str) -> bool:
    return len(words.split()) <= _REMAINING_WORDS


def _goes_on(words: str, tag: str) -> bool:
    """Whether words begin as no sentence and no noun does: ``at the market``."""
    return words.split(maxsplit=1)[0].lower() in orders(base_language(tag)).phrases


def _is_fragment(sentence: str) -> bool:
    """``Nobody does.``: so few words say something only after others."""
    spaced = all(mark < "\u2e80" for mark in sentence)
    return spaced and len(sentence.split()) <= _FRAGMENT_WORDS and sentence.endswith(_FULL_STOPS)


def _is_torn(sentence: str, language: str) -> bool:
    """Whether a sentence makes little sense without the one before it."""
    return leans(sentence, language) or stands_in(sentence, language) or refers_back(sentence, language)


def _repeats(words: str, last: str) -> bool:
    return words in last or last in words


def _after_small_talk(said: tuple[str, ...], facts: BriefFacts) -> tuple[str, ...]:
    """The claims of a letter from the first on in which those who advertise speak of themselves."""
    language = base_language(facts.language)
    opening = next((line for line in facts.text.splitlines() if line.strip()), "")
    if not greets(opening, language):
        return said
    begins = next((number for number, claim in enumerate(said) if is_about_us(claim, language)), 0)
    return said[begins:]


def _standing(
    said: tuple[str, ...],
    kept: tuple[str, ...],
    facts: BriefFacts,
    named: tuple[str, ...] = (),
    *,
    strictly: bool = False,
) -> list[str]:
    """``kept`` without what leans on a sentence of ``said`` or before it that is not told; those ``named`` are known
    otherwise. ``strictly`` nothing stands that has a word for what was named before."""
    language = base_language(facts.language)
    told: list[str] = []
    omitted = bool(said) and _follows_others(facts.text, said[0])
    for number, sentence in enumerate(said):
        before = said[number - 1] if number else None
        missing = before is not None and before not in told and before not in named
        torn = _is_torn(sentence, language) or (strictly and refers_back(sentence, language, anywhere=True))
        if before is None and strictly and omitted:
            missing = torn = leans(sentence, language) or stands_in(sentence, language)
        lost = omitted and not strictly and lacks_somebody(sentence, language, told)
        if sentence in kept and not (missing and torn) and not lost:
            told.append(sentence)
        else:
            omitted = True
    return list(dict.fromkeys(told))


def _follows_others(text: str, sentence: str) -> bool:
    """Whether something stands before a sentence, other than the name of its field."""
    before = text[: max(0, text.find(sentence))].rstrip()
    return any(map(str.isalnum, before)) and not before.endswith((":", "："))


def _placed(
    facts: BriefFacts, treatment: TreatmentDraft, seconds: tuple[float, ...], last: str | None = None
) -> list[list[OwnLine]]:
    """The spans without those that say what has the ``last`` word."""
    language = facts.language
    longest = max(seconds, default=0.0)
    told = _told(facts, treatment, seconds, last)
    if facts.kind is Kind.AD and has_templates(language):
        seconds = _with_room_for_the_name(facts, treatment, seconds)
        cut = _cut(told, language, longest)
        if base_language(language) not in BY_SUBSTRING:
            # What no scene can hold is not claimed in pieces, but in scripts whose clauses stand by themselves.
            cut = [pieces for pieces in cut if pieces[0] in told]
        # What is claimed comes after the product is met, or with it where there is much to say.
        beats = ad_beats(len(seconds), treatment.shape)
        half = len(seconds) // 2
        meeting = min(beats.index("meet") if "meet" in beats else 0, half)
        ways = [_in_order(cut, seconds, language, first) for first in dict.fromkeys((half, meeting))]
        return max(ways, key=lambda scenes: sum(map(len, scenes)))
    if has_templates(language) and treatment.cast and all(_says(treatment.title, sentence) for sentence in told):
        return [[] for _ in seconds]
    cut = _cut(told, language, longest)
    if not has_templates(language):
        placed = _in_order(cut, seconds, language, 0, to_the_end=True)
    else:
        placed = _in_order(cut, seconds, language, 0)
    if not any(placed) and told:
        # Sooner a sentence without its answer beside it than none.
        placed = _in_order([[sentence] for sentence in told], seconds, language, 0)
    if not any(placed) and told:
        begun = beginning(told[0], language, longest)
        at = seconds.index(longest)
        return [[OwnLine(begun)] if number == at and begun is not None else [] for number in range(len(seconds))]
    return _announced(placed, facts.text)


def _announced(placed: list[list[OwnLine]], text: str) -> list[list[OwnLine]]:
    """A brief that is one phrase or question, said before anything else as a subject is announced."""
    lines = [line for scene in placed for line in scene]
    if len(lines) != 1 or not placed[0]:
        return placed
    if not lines[0].text.endswith(_FULL_STOPS) or _is_remainder(text, lines[0].text):
        return [[OwnLine(lines[0].text, _BEFORE_ALL)], *placed[1:]]
    return placed


def _cut(told: Collection[str], tag: str, longest: float) -> list[list[str]]:
    """Every sentence in pieces that can be said, together with what answers it; without sentences of which that cannot
    be, that repeat a piece, or that lean on one that is left out."""
    found: list[list[str]] = []
    left_out = False
    for sentence in dict.fromkeys(told):
        pieces = in_pieces(sentence, tag, longest)
        known = {piece for others in found for piece in others}
        torn = left_out and _is_torn(sentence, base_language(tag))
        repeats = not known.isdisjoint(pieces) or len(set(pieces)) < len(pieces)
        if torn or repeats or not pieces:
            left_out = True
        elif found and not left_out and (answers(sentence, base_language(tag)) or _is_fragment(sentence)):
            # Nothing comes between a sentence and its answer.
            found[-1] += pieces
        else:
            found.append(pieces)
            left_out = False
    # Where other sentences are told, too, one that no scene can hold is better left out than divided.
    whole = [pieces for pieces in found if all(piece in told for piece in pieces)]
    return whole or found


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
    chosen: list[str] = []

    def worth(claim: str) -> tuple[bool, bool, bool]:
        # What is said first says what the others are about.
        follows = claim != said[0]
        return (
            follows,
            expected_seconds(claim, tag) > _LONG_CLAIM,
            not is_about_us(claim, language) and not _WITH_NUMBER.search(claim),
        )

    for claim in sorted(said, key=worth):
        cost = expected_seconds(claim, tag)
        if cost <= room:
            chosen.append(claim)
            room -= cost
    return tuple(claim for claim in said if claim in chosen)


def _says(title: str, sentence: str) -> bool:
    """Whether the title card says a sentence already."""
    return without_full_stop(Span(sentence, 0, len(sentence))).text.casefold() in title.casefold()


def _denies(sentence: str, tag: str) -> bool:
    """``There is no lighthouse in it`` tells the makers what not to draw; ``She saw no lighthouse`` tells a story."""
    language = base_language(tag)
    return bool(recognise(sentence, tag).denied) and (language in BY_SUBSTRING or speaks_of_nobody(sentence, language))


def _is_remainder(text: str, words: str) -> bool:
    """Whether words are what is left of a sentence that asks for a film, and name nothing that is offered."""
    return _is_cut_off(text, words) and not announces(words)


def _is_cut_off(text: str, words: str) -> bool:
    """Whether words go on in the middle of a line."""
    before = text[: text.find(words)].rstrip(" \t")
    return words[:1].islower() and bool(before) and before[-1].isalnum()


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
    total = max(_ROUNDING, sum(min(longest, cost) for costs in lengths for cost in costs))
    # A last scene without seconds is kept for the last sentence already.
    if total > room and len(sentences) > 1 and first == 0 and seconds[-1] > 0:
        *begun, _ = _in_order(sentences[:-1], (*seconds[:-1], 0.0), language, 0)
        fits = len(sentences[-1]) == 1 and lengths[-1][0] <= OVERRUN * seconds[-1]
        follows = any(line.text == sentences[-2][-1] for scene in begun for line in scene)
        # "Then it rains." ends a film well even where something is left out before it.
        begins = sentences[-1][0]
        torn = answers(begins, base_language(language)) or stands_in(begins, base_language(language))
        if fits and (follows or not torn):
            return [*begun, [OwnLine(sentences[-1][0])]]
        return _in_order(sentences[:-1], seconds, language, 0)
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
            scenes[place].append(OwnLine(piece, rank, alone=begun and goes_on, goes_on=begun))
    return scenes
