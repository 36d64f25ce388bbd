"""What in a person's own text speaks to the makers of the film: letters around it, notes, brackets, a title page.

A note is sought only where people put one: in brackets of its own, before the text, or after it. All that stands
between is the person's, word for word. What orders and greetings sound like is known in the offline rules.
"""

from __future__ import annotations

import re

from studio.agents.manuscript.language import detect_language
from studio.agents.manuscript.letters import (
    asks_the_makers,
    unquoted,
    without_addresses_to_makers,
    without_asides,
    without_head,
    without_label,
    without_requests,
)
from studio.agents.manuscript.marks import (
    begins_a_note,
    field_labels,
    is_heading,
    is_separator,
    is_slugline,
    item,
    numbered_heading,
    speech,
)
from studio.production.vocabulary import TextForm
from studio.tools.offline.rules.addressing import asks_for, talks_of_the_work
from studio.tools.offline.rules.lexicon import base_language
from studio.tools.offline.rules.pairs import pairs
from studio.tools.offline.rules.sentences import ENDS, sentences
from studio.tools.offline.rules.speakable import (
    begins_as_an_order,
    bids_farewell,
    greets,
    is_for_makers,
    is_surely_for_makers,
    label_of,
)

_POSTSCRIPT = re.compile(r"\s*(?:p\.?\s?)+s\b|\s*(?:n\.?b|p\.?d)\b\.?\s*:", re.IGNORECASE)
_HEAD_OF_A_NOTE = re.compile(r"[^.!?…]{2,60}?\s[–—-]\s[^.!?…]+")
"""``Note of intent — short film, working title: The Lift``: parts without a sentence."""

_QUOTES = re.compile('["“”„«»「」『』]')
_DIALOGUE_DASH = re.compile(r"^\s*[–—-]\s*\w")
_MOST_WORDS_OF_A_NAME = 4
_MOST_WORDS_OF_A_MANNER = 6
_SENTENCE_ENDS = ".…?"
"""What ends a sentence, but no line under which a name stands."""

_FOR_WHOM = re.compile(
    r"\s*(?:for|to|für|an|pour|à|aux?|para|a|per|ai?|agli|voor|aan|dla|do)\s(?:[^\W\d_]+\s?){1,4}[:：]", re.IGNORECASE
)
"""A dative before a colon, in all languages."""

_OPENING_BRACKETS = "([（【［"
_TITLE_PAGE_WORDS = 4
_LINES_OF_A_SALUTATION = 2
_LABEL_WORDS = 5
_NOTES_LEFT_AND_RIGHT = 4
"""Paragraphs at either end of a text among which notes are sought."""


def without_notes(text: str, form: TextForm) -> str:
    """``text`` without what speaks to the makers; as it is where nothing else is left."""
    return own_part(text, form) or text


def own_part(text: str, form: TextForm) -> str:
    """What of ``text`` does not speak to the makers; empty where all of it does."""
    language = base_language(detect_language(text))
    text = _before_the_tail(text, language)
    if form is TextForm.STORY:
        text = without_head(without_label(without_asides(unquoted(text), language)), language)
    lines = _without_salutation(text.splitlines(), language)
    if form is TextForm.SCREENPLAY:
        lines = _without_title_page(lines, language)
    blocks = _blocks(lines)
    kept = _without_brackets(blocks, language)
    kept = _after_the_opening(kept, language)
    kept = _before_the_close(kept, language)
    if is_letter(text) and len(kept) > 1 and _is_signature(kept[-1]):
        kept = kept[:-1]
    kept = without_addresses_to_makers(kept, language)
    if form is TextForm.STORY:
        kept = without_requests(kept, language)
    told = "\n\n".join("\n".join(block) for block in kept)
    return told if any(character.isalnum() for character in told) else ""


def _before_the_tail(text: str, language: str) -> str:
    """``text`` up to its last separator, where what follows begins by speaking to the makers."""
    lines = text.splitlines()
    places = [number for number, line in enumerate(lines) if is_separator(line)]
    told = "\n".join(lines[: places[-1]]) if places else ""
    tail = "\n".join(lines[places[-1] + 1 :]).strip() if places else ""
    if not tail or len(tail) >= len(told):
        return text
    first = next(iter(sentences(tail))).text
    begins = greets(first, language) or is_for_makers(first, language) or asks_for(first, language)
    begins = (
        begins or _addresses(first, language) or any(asks_the_makers(one.text, language) for one in sentences(tail))
    )
    return told if begins else text


def _addresses(sentence: str, language: str) -> bool:
    """``For those who film it: no drums.``: a few words for whom what follows is, and an order."""
    head = _FOR_WHOM.match(sentence)
    rest = sentence[head.end() :].strip() if head is not None else ""
    orders = is_for_makers(rest, language) or begins_as_an_order(rest, language) or asks_for(rest, language)
    return bool(rest) and orders and speech(sentence) is None


def is_letter(text: str) -> bool:
    """Whether a text greets its reader in a line of its own, as a letter does."""
    language = base_language(detect_language(text))
    return _salutation([line for line in text.splitlines() if line.strip()], language) > 0


def _salutation(lines: list[str], language: str) -> int:
    """How many of the first ``lines`` greet the reader; what a salutation begins may end on the next line."""
    if not lines:
        return 0
    if len(lines) > 1 and greets(f"{lines[0].strip()} {lines[1].strip()}", language):
        return 2
    return 1 if greets(lines[0], language) else 0


def _without_salutation(lines: list[str], language: str) -> list[str]:
    """``lines`` without a salutation on two of them; one of a single line goes with the notes of the opening."""
    said = [number for number, line in enumerate(lines) if line.strip()]
    if _salutation([lines[number] for number in said], language) < _LINES_OF_A_SALUTATION:
        return lines
    return lines[said[1] + 1 :]


def is_request(sentence: str, tag: str) -> bool:
    """Whether a sentence that nobody in the text speaks surely tells the makers how to film."""
    return is_surely_for_makers(sentence, base_language(tag)) and not _QUOTES.search(sentence)


def _blocks(lines: list[str]) -> list[list[str]]:
    """Paragraphs; a separator is one of its own."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if is_separator(line):
            blocks += [[line], []]
        elif line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _without_title_page(lines: list[str], language: str) -> list[str]:
    """A screenplay without what stands before its first slugline and tells nothing: title, author, draft."""
    first = next((number for number, line in enumerate(lines) if is_slugline(line) or numbered_heading(line)), 0)
    page = [line if _tells(line, language) and not (first and _has_label(line)) else "" for line in lines[:first]]
    return [*page, *lines[first:]]


def _tells(line: str, language: str) -> bool:
    whole = line.rstrip().endswith(tuple(ENDS)) and len(line.split()) >= _TITLE_PAGE_WORDS
    notes = any(is_for_makers(one.text, language) or talks_of_the_work(one.text, language) for one in sentences(line))
    return whole and line.upper() != line and not notes


def _without_brackets(blocks: list[list[str]], language: str) -> list[list[str]]:
    """Blocks without those in one pair of brackets, and without such lines, where they speak to the makers or stand at
    an end of the text."""
    kept = []
    for number, block in enumerate(blocks):
        at_an_end = number in (0, 1, len(blocks) - 1)
        if _is_bracketed("\n".join(block)) and (at_an_end or _speaks_to_makers("\n".join(block), language)):
            continue
        lines = [
            line
            for place, line in enumerate(block)
            if not (
                _is_bracketed(line)
                and (_speaks_to_makers(line, language) or (at_an_end and place in (0, 1, len(block) - 1)))
            )
        ]
        if lines:
            kept.append(lines)
    return kept


def _is_bracketed(text: str) -> bool:
    bare = text.strip()
    return len(bare) > 2 and bare[0] in _OPENING_BRACKETS and (0, len(bare) - 1) in pairs(bare)


def _speaks_to_makers(text: str, language: str) -> bool:
    bare = text.strip().strip("()[]（）【】［］")
    return any(is_for_makers(sentence.text, language) for sentence in sentences(bare)) or _has_label(bare)


def _has_label(line: str) -> bool:
    """Whether a line begins with the name of a field, as ``Note:`` or ``PS:``, or with ``P.S.``."""
    label = label_of(line)
    begins = label[0] if label is not None else ""
    return (
        begins in field_labels()
        or (begins_a_note(begins) and len(begins.split()) <= _LABEL_WORDS)
        or re.match(r"\s*(?:p\.?\s?)+s\b\.?|\s*(?:n\.?b|p\.?d)\b\.?\s*:", line, re.I) is not None
    )


def _after_the_opening(blocks: list[list[str]], language: str) -> list[list[str]]:
    """Blocks without the greeting and the notes that precede the text."""
    kept = [list(block) for block in blocks]
    for _ in range(_NOTES_LEFT_AND_RIGHT):
        if not kept:
            break
        if greets(kept[0][0], language):
            kept[0] = kept[0][1:]
        elif _is_separator_block(kept[0]) or (len(kept) > 1 and _is_a_note(kept[0], language)):
            kept[0] = []
        else:
            break
        kept = [block for block in kept if block]
    return kept


def _before_the_close(blocks: list[list[str]], language: str) -> list[list[str]]:
    """Blocks without the notes, the farewell and the name that follow the text."""
    kept = [list(block) for block in blocks]
    for number in range(max(1, len(kept) - _NOTES_LEFT_AND_RIGHT), len(kept)):
        if _is_farewell(kept[number:], language):
            kept = kept[:number]
            break
    while len(kept) > 1 and (_is_separator_block(kept[-1]) or _is_a_note(kept[-1], language)):
        kept = kept[:-1]
    return [block for block in kept if block]


def _is_signature(block: list[str]) -> bool:
    bare = block[0].rstrip()
    return len(block) == 1 and len(bare.split()) <= _MOST_WORDS_OF_A_NAME and bare[-1:].isalpha()


def _is_farewell(blocks: list[list[str]], language: str) -> bool:
    """Whether blocks are a farewell with names after it, and notes after those."""
    first = blocks[0][0]
    if not bids_farewell(first, language) or first.rstrip().endswith(tuple(_SENTENCE_ENDS)) or _QUOTES.search(first):
        return False
    rest = [blocks[0][1:], *blocks[1:]]
    return all(
        all(len(line.split()) <= _MOST_WORDS_OF_A_NAME for line in block) or _is_a_note(block, language)
        for block in rest
    )


def _is_separator_block(block: list[str]) -> bool:
    return len(block) == 1 and is_separator(block[0])


def _is_a_note(block: list[str], language: str) -> bool:
    """Whether a block at an end of a text is a note: labelled, surely for the makers from its first sentence on, or an
    announcement of the text."""
    text = "\n".join(block)
    if _has_label(text) and not item(block[0]) and not any(map(is_heading, block)):
        return True
    if len(block) == 1 and begins_a_note(text) and _HEAD_OF_A_NOTE.fullmatch(text.strip()):
        return True
    if _is_spoken_by_somebody(text):
        return False
    found = sentences(text)
    begins = found[0].text if found else ""
    if _names_a_manner(begins) or talks_of_the_work(begins, language) or _addresses(begins, language):
        return True
    if text.rstrip().endswith((":", "：")) and any(is_for_makers(one.text, language) for one in found):
        return True
    return bool(found) and is_surely_for_makers(found[0].text, language)


def _names_a_manner(sentence: str) -> bool:
    """``Tone gentle, never sweet.``: the name of a field without its colon, and few words."""
    said = sentence.lower().split()
    return 1 < len(said) <= _MOST_WORDS_OF_A_MANNER and said[0] in field_labels()


def _is_spoken_by_somebody(text: str) -> bool:
    return _QUOTES.search(text) is not None or _DIALOGUE_DASH.match(text) is not None
