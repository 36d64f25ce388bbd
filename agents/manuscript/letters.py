"""The story within a letter, without what its writer says around it to those who make the film.

Requests stand at the ends of a text: first what is wanted, then the story, then how it is to be and a farewell. Between
them every word is the person's. Knows nothing of layout.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from studio.agents.manuscript.marks import is_title
from studio.agents.manuscript.verse import is_verse, is_wrapped
from studio.tools.offline.rules.addressing import (
    announces_a_work,
    asks_for,
    asks_to_make,
    speaks_to_you,
    talks_of_the_work,
)
from studio.tools.offline.rules.pairs import pairs
from studio.tools.offline.rules.sentences import Span, clauses, sentences, trimmed
from studio.tools.offline.rules.speakable import (
    WORDS_AND_MARKS,
    begins_as_an_order,
    bids_farewell,
    greets,
    is_address,
    is_byline,
    is_for_makers,
    is_surely_for_makers,
    leans,
    names_slogan,
    names_trade,
    slogan,
    wishes,
)

_SPOKEN = re.compile(
    r"[\"“„«「『](?:[^\"“”„«»「」『』]*[.!?…,。！？，][\"”“»」』]|\s?\w+(?:\s[^\s\"”“»」』]+){3,}|\w{7,}[」』”])|^\s*[–—-]\s*\w"
)
"""Speech: a whole sentence or several words in quotation marks, where one or two are a name."""

_ENDING = (
    r"(?:cut|fade|out|black|to|end|ends|the|schnitt|schluss|schwarz|ende|aus|abblende|noir|fin|fondu|au|fine|nero|stacco|"
    r"dissolvenza|corte|fundido|a|negro|final|конец|затемнение|титры)"
)
_ENDINGS = re.compile(
    rf"\W*{_ENDING}(?:\W+{_ENDING}){{0,3}}\W*|[（(]?(?:完|剧终|全文完|おわり|終わり|終|끝)[)）]?\W*", re.IGNORECASE
)
_OPENING_SHARE, _CLOSING_SHARE = 0.4, 0.6
"""Up to where in a text a request belongs to its opening, and from where on to its close."""

_STORY_LABEL = re.compile(
    r"^[ \t]*\**(?:(?:the |my |our )?story|(?:die )?geschichte|(?:l['’])?histoire|(?:la )?historia|(?:la )?storia|"
    r"(?:a )?história|(?:het )?verhaal|история|сюжет|故事|情节|あらすじ|ストーリー|物語|줄거리|이야기)"
    r"\**[ ]?[:：]\**\s*(?=\S)",
    re.IGNORECASE | re.MULTILINE,
)
_ANNOUNCED = re.compile(r"[^:：\n]{2,160}[:：]\s*")
_FEWEST_AFTER_HEAD = 4
_HEAD = re.compile(r"[^:：.!?]{2,60}[:：]")
_FULL_STOPS = (".", "…", "?", "。")
_NOTES_SHARE = 0.6
"""The share of the sentences after a request that are notes where all of them are."""

_POLITE = (
    r"please|pls|plz|bitte|merci de|merci d'|svp|por favor|per favore|per cortesia|graag|alsjeblieft|"
    r"пожалуйста|请|請|麻烦"
)
_POLITELY = re.compile(
    rf"(?:^|[\W])(?:{_POLITE}|svp|stp|proszę|prosimy|merci d['’]avance|gracias|obrigad[oa]|grazie)\W*(?:$|,)",
    re.IGNORECASE,
)
_PLEASE = re.compile(rf"\W*(?:{_POLITE})", re.IGNORECASE)
_ASKS_WITHIN = re.compile(rf"(?<=[\w,，(–—]\s)(?:{_POLITE})\b|(?<=[，(])(?:{_POLITE})", re.IGNORECASE)
_ENDS_POLITELY = re.compile(
    r"(?:please|pls|plz|bitte|svp|stp|s'il (?:vous|te) plaît|porfa|por favor|per favore|пожалуйста)\W*$"
    r"|(?:いただけ|頂け)\w*[。！!？?]*$|(?:ください|下さい|お願い\w*|て(?:ほしい|欲しい)です|주세요|부탁\w*|바랍니다)[。.！!]*$",
    re.IGNORECASE,
)
_SIGNATURE_WORDS = 6
_PARTS_OF_A_LETTER = 2
_SHARE_OF_AN_ADDRESS, _SENTENCES_OF_AN_ADDRESS = 0.4, 5
_LENGTH = re.compile(
    r"\b(?:minut\w*|seconds?|segund\w*|sekund\w*|secondes?|secondi|secs?|seg|sek|min)\b|[\d一二两三]\s?(?:分钟|秒)",
    re.IGNORECASE,
)
_LENGTH_WORDS = 7
_DASH = re.compile(r"\s*[–—-]\s*\w")
_NEAR_THE_BEGINNING, _NEAR_THE_END = 2, 4
"""Sentences at the ends of a text among which there are wishes to its makers."""

_ADDRESSED_SHARE = 0.15
"""The share of sentences with a word for the reader, from which on a text speaks to somebody in it."""

_FAREWELL_WORDS, _LONGEST_FAREWELL = 3, 8
_WORDS_OF_A_WISH = 5
_QUOTED_SHARE, _QUOTED_SENTENCES = 0.6, 3


class _Part(Enum):
    TOLD = "told"
    LIKELY = "likely"
    SURE = "sure"


@dataclass(frozen=True)
class _Sentence:
    block: int
    span: Span
    part: _Part
    opens: bool
    trade: bool
    end: float
    """Where it ends, as a share of the text."""


def unquoted(text: str) -> str:
    """The story that a letter gives in quotation marks, without them; ``text`` where it gives none."""
    for opening, closing in pairs(text):
        inside = text[opening + 1 : closing]
        most = len(inside) >= _QUOTED_SHARE * len(text)
        if most and text[opening] in '«“„「『"' and len(sentences(inside)) >= _QUOTED_SENTENCES:
            around = text[:opening] + text[closing + 1 :]
            return inside.strip() if any(map(str.isalpha, around)) else text
    return text


def without_requests(blocks: list[list[str]], language: str) -> list[list[str]]:
    """The paragraphs of a story without the sentences before and after it that speak to the makers."""
    if is_verse([line for block in blocks for line in block]):
        return _verse(blocks, language)
    joint = " " if is_wrapped(blocks) else "\n"
    texts = [joint.join(block) for block in blocks]
    said = _sentences(texts, language)
    dropped = _opening(said, texts) | _closing(said, language) | _lists(said, language)
    if not dropped:
        return blocks
    kept = []
    for number, text in enumerate(texts):
        rest = text
        for one in sorted((said[at] for at in dropped if said[at].block == number), key=lambda one: -one.span.start):
            # What stood on either side did not follow one another.
            rest = rest[: one.span.start] + "\0" + rest[one.span.end :]
        parts = [part.splitlines() for part in rest.split("\0")]
        kept += [[line.strip() for line in lines if any(map(str.isalnum, line))] for lines in parts]
    return [block for block in kept if block]


def asks_the_makers(sentence: str, language: str) -> bool:
    """Whether a sentence asks its reader for a film: it names one, and wishes, orders or turns to somebody politely."""
    if _is_spoken(sentence) or not (names_trade(sentence, language) or _LENGTH.search(sentence)):
        return False
    return (
        is_surely_for_makers(sentence, language)
        or asks_for(sentence, language)
        or begins_as_an_order(sentence, language)
        or speaks_to_you(sentence, language)
        or _POLITELY.search(sentence) is not None
    )


def without_addresses_to_makers(blocks: list[list[str]], language: str) -> list[list[str]]:
    """Paragraphs without a short one at either end that speaks to the makers as a whole: what else stands beside a
    request in a paragraph of its own says whence the text is, how it is to be, or who asks. A text whose paragraphs
    speak to somebody themselves is left alone."""
    if len(blocks) < _PARTS_OF_A_LETTER or is_verse([line for block in blocks for line in block]):
        return blocks
    first = 1 if is_title(blocks[0][0]) and len(blocks[0]) == 1 else 0
    whole = sum(len(line) for block in blocks for line in block)
    kept = list(blocks)
    if _is_an_address(kept[-1], language, whole, closes=True):
        kept = kept[:-1]
    elif (
        len(kept) > _PARTS_OF_A_LETTER
        and _is_signed(kept[-1])
        and _is_an_address(kept[-2], language, whole, closes=True)
    ):
        kept = kept[:-2]
    if len(kept) > first + 1 and _is_an_address(kept[first], language, whole, closes=False):
        kept = [*kept[:first], *kept[first + 1 :]]
    return kept


def _is_an_address(block: list[str], language: str, whole: int, *, closes: bool) -> bool:
    """Whether a paragraph that is a small part of the ``whole`` text asks for a film and quotes nobody."""
    text = " ".join(block)
    found = [one.text for one in sentences(text)]
    small = len(text) <= _SHARE_OF_AN_ADDRESS * whole and len(found) <= _SENTENCES_OF_AN_ADDRESS
    quiet = not any(map(_is_spoken, found))
    # What ends a text may have its last words before a request; what opens one has its origin there.
    asked = found[:1] if closes else found
    return small and quiet and any(asks_the_makers(one, language) for one in asked)


def _is_signed(block: list[str]) -> bool:
    """Whether a paragraph is a name: a few words with capitals, on one line that ends no sentence."""
    words = block[0].split()
    short = len(block) == 1 and 1 < len(words) <= _SIGNATURE_WORDS - 1
    return short and block[0].rstrip()[-1:].isalpha() and words[0][0].isupper() and words[-1][0].isupper()


def _verse(blocks: list[list[str]], language: str) -> list[list[str]]:
    """Stanzas without a paragraph at either end that speaks to the makers, of which the poem says nothing."""
    notes = [_is_a_note(block, language) for block in blocks]
    first = 1 if len(blocks) > 1 and notes[0] else 0
    last = len(blocks) - 1 if len(blocks) - first > 1 and notes[-1] else len(blocks)
    return blocks[first:last]


def _is_a_note(block: list[str], language: str) -> bool:
    """Whether a paragraph among stanzas is a note: all of it, or some of one that is prose."""
    found = [_is_note(one.text, language) for one in sentences(" ".join(block))]
    return all(found) or (len(block) == 1 and len(found) > 1 and any(found))


def _is_note(sentence: str, language: str) -> bool:
    if _signs(sentence, language)[0] is _Part.SURE:
        return True
    return not _is_spoken(sentence) and (
        asks_to_make(sentence, language) or asks_for(sentence, language) or _POLITELY.search(sentence) is not None
    )


def without_label(text: str) -> str:
    """``text`` without the word ``Story:`` before the paragraph that is it."""
    return _STORY_LABEL.sub("", text)


def without_head(text: str, language: str) -> str:
    """``text`` without the words before a colon by which its first sentences announce it: ``Here is my idea: ...``"""
    for one in sentences(text):
        if one.start > _OPENING_SHARE * len(text):
            break
        head = _ANNOUNCED.match(one.text)
        if head is None or _is_spoken(one.text[: head.end()]):
            continue
        if not announces_a_work(head[0], language) and not _hails(head[0], language):
            continue
        rest = one.text[head.end() :]
        if len(rest.split()) >= _FEWEST_AFTER_HEAD or not rest:
            following = text[one.start + head.end() :].lstrip()
            begins = following[:1] if text.lstrip()[:1].islower() else following[:1].upper()
            return text[: one.start] + begins + following[1:]
    return text


def _hails(head: str, language: str) -> bool:
    """Whether words before a colon greet somebody and name the film: ``Hi all, it's Jo, for the film we agreed:``"""
    return greets(f"{' '.join(head.split()[:1])},", language) and names_trade(head, language)


def without_asides(text: str, language: str) -> str:
    """``text`` without brackets within it that ask the makers for something, and with the words alone of a last line
    that is announced: ``Last line: "Home."``"""
    asides = [
        (opening, closing)
        for opening, closing in pairs(text)
        if text[opening] in "([（【" and _PLEASE.match(text[opening + 1 : closing])
    ]
    for opening, closing in sorted(asides, reverse=True):
        text = text[:opening].rstrip(" \t") + text[closing + 1 :]
    for one in reversed(sentences(text)):
        last = slogan(one.text, language) if names_slogan(one.text, language) else None
        if last is not None and one.start >= _OPENING_SHARE * len(text):
            # The words alone are a sentence, whatever mark they lack.
            parted = "" if last.endswith((*_FULL_STOPS, "!")) or not text[one.end :].strip() else "\n\n"
            text = text[: one.start] + last + parted + text[one.end :]
    return text


def _sentences(texts: list[str], language: str) -> list[_Sentence]:
    """Every sentence with what it is; a small picture ends one, as in messages."""
    whole = max(1, sum(map(len, texts)))
    found = []
    before = 0
    for number, text in enumerate(texts):
        for words in WORDS_AND_MARKS.finditer(text):
            for one in sentences(words.group()):
                span = trimmed(text, words.start() + one.start, words.start() + one.end)
                end = (before + span.end) / whole
                found.append(_Sentence(number, span, *_signs(span.text, language), end))
        before += len(text)
    if len(found) > 1 and _takes_leave(found[-1].span.text, language):
        found[-1] = replace(found[-1], part=_Part.SURE, opens=True, trade=True)
    told = [one for one in found[1:-1] if one.part is _Part.TOLD]
    addressed = sum(speaks_to_you(one.span.text, language) for one in told)
    if addressed >= _ADDRESSED_SHARE * max(1, len(told)):
        return found
    # At the ends of a text that speaks to nobody, a wish is one to the makers.
    return [
        replace(one, part=_Part.SURE, opens=True, trade=True)
        if _is_at_an_end(number, found) and not _DASH.match(texts[one.block]) and _is_note(one.span.text, language)
        else one
        for number, one in enumerate(found)
    ]


def _takes_leave(sentence: str, language: str) -> bool:
    """``a bit of fun, not too sweet, thanks a lot, Sue``: several things in few words, one of them a farewell."""
    found = [clause.text for clause in clauses(sentence.replace(". ", ", "))]
    few = len(found) > 2 and all(len(clause.split()) <= _WORDS_OF_A_WISH for clause in found)
    return few and not _is_spoken(sentence) and any(bids_farewell(clause, language) for clause in found[1:])


def _is_at_an_end(number: int, found: list[_Sentence]) -> bool:
    near = number < _NEAR_THE_BEGINNING or number >= len(found) - _NEAR_THE_END
    return near or found[number].block == found[-1].block


def _signs(sentence: str, language: str) -> tuple[_Part, bool, bool]:
    """What a sentence is, whether it begins as an order does, and whether it names something of the trade."""
    ends = sentence.rstrip().endswith(_FULL_STOPS)
    parts = bids_farewell(" ".join(sentence.split()[:_FAREWELL_WORDS]), language)
    if (
        _ENDINGS.fullmatch(sentence)
        or (parts and not ends and len(sentence.split()) <= _LONGEST_FAREWELL)
        or (bids_farewell(sentence, language) and not ends)
    ):
        return _Part.SURE, True, True
    if greets(sentence, language) or bids_farewell(sentence, language):
        return _Part.LIKELY, True, not ends
    if _SPOKEN.search(sentence) and not _asks_for_a_line(sentence, language):
        return _Part.TOLD, False, False
    opens, trade = begins_as_an_order(sentence, language), names_trade(sentence, language)
    if is_surely_for_makers(sentence, language) or (opens and _ENDS_POLITELY.search(sentence)):
        return _Part.SURE, opens, trade
    if talks_of_the_work(sentence, language):
        return _Part.SURE, True, True
    if _LENGTH.search(sentence) and len(sentence.split()) <= _LENGTH_WORDS:
        return _Part.LIKELY, False, True
    likely = is_for_makers(sentence, language) or is_address(sentence)
    return (_Part.LIKELY if likely else _Part.TOLD), opens, trade


def _is_spoken(sentence: str) -> bool:
    return _SPOKEN.search(sentence) is not None


def _asks_for_a_line(sentence: str, language: str) -> bool:
    """Whether quoted words are not said in the story but wanted in the film: both ``should`` and a quotation."""
    if _SPOKEN.match(sentence.strip()):
        return False
    return is_surely_for_makers(sentence, language) or (
        names_slogan(sentence, language) and is_for_makers(sentence, language)
    )


def _opening(said: list[_Sentence], texts: list[str]) -> set[int]:
    """What stands before the story: notes from the first sentence on, and what leads to a request."""
    first = 1 if said and is_title(texts[0]) and len(texts) > 1 else 0
    run = _run(said, range(first, len(said)))
    dropped = set(run) if _are_notes([said[at] for at in run]) or _asks_first(said, run) else set()
    for at, one in enumerate(said):
        if one.end > _OPENING_SHARE or one.part is not _Part.SURE or _ENDINGS.fullmatch(one.span.text):
            continue
        before = range(first, at)
        leads = any(said[earlier].part is not _Part.TOLD for earlier in before)
        dropped |= {*before, at} if leads else {at}
        dropped |= set(_run(said, range(at, len(said))))
    return dropped | _first_paragraph(said, texts)


def _asks_first(said: list[_Sentence], run: list[int]) -> bool:
    """Whether the first sentence tells who writes and asks for something: ``... , so please keep it as it is.``"""
    text = said[run[0]].span.text if run else ""
    return _ASKS_WITHIN.search(text) is not None


def _first_paragraph(said: list[_Sentence], texts: list[str]) -> set[int]:
    """The first paragraph of several where it speaks of the film from its first sentence on."""
    opening = [at for at, one in enumerate(said) if one.block == 0]
    if len(texts) <= 2 or not opening or said[opening[-1]].end > _OPENING_SHARE:
        return set()
    return set(opening) if said[opening[0]].trade else set()


def _closing(said: list[_Sentence], language: str) -> set[int]:
    """What stands after the story: requests near the end with notes that follow them, and the notes of which the last
    sentences consist."""
    signed = _signature(said, language)
    run = [*_run(said, range(len(said) - len(signed) - 1, -1, -1))[::-1], *signed]
    dropped = set(run) if _are_notes([said[at] for at in run]) else set()
    if len(said) > 1 and is_byline(said[-1].span.text):
        dropped.add(len(said) - 1)
    for at, one in enumerate(said):
        if one.part is not _Part.SURE or one.end <= _OPENING_SHARE:
            continue
        rest = range(at + 1, len(said))
        notes = sum(said[later].part is not _Part.TOLD for later in rest)
        if rest and notes >= _NOTES_SHARE * len(rest):
            return dropped | {at, *rest}
        if at + 1 < len(said) and leans(said[at + 1].span.text, language):
            # "Nothing sweet, please. And no broom."
            dropped.add(at + 1)
        if one.end > _CLOSING_SHARE or rest:
            dropped |= {at, *(later for later in rest if said[later].part is not _Part.TOLD)}
    return dropped


def _lists(said: list[_Sentence], language: str) -> set[int]:
    """Wishes before a colon, wherever they stand, with the rest of their paragraph, which says what is wished for."""
    heads = [at for at, one in enumerate(said) if wishes(one.span.text, language) and _HEAD.match(one.span.text)]
    return {later for at in heads for later in range(at, len(said)) if said[later].block == said[at].block}


def _signature(said: list[_Sentence], language: str) -> list[int]:
    """The places of the last few words, without an end mark, after a farewell or a note: ``Lodz, about 1974``."""
    last = len(said) - 1
    text = said[last].span.text if said else ""
    after_a_note = last > 0 and said[last - 1].part is _Part.SURE and any(map(str.isdigit, text))
    if last < 1 or not (after_a_note or bids_farewell(said[last - 1].span.text, language)):
        return []
    short = len(text.split()) <= _SIGNATURE_WORDS and not text.endswith((*_FULL_STOPS, "!", "！"))
    return [last] if short and said[last].part is _Part.TOLD else []


def _are_notes(run: list[_Sentence]) -> bool:
    """Whether neighbouring sentences that may be notes surely are: one alone may be a story's, too."""
    if any(one.part is _Part.SURE for one in run):
        return True
    return bool(run) and (run[0].opens or len(run) > 1) and any(one.trade for one in run)


def _run(said: list[_Sentence], places: range) -> list[int]:
    """The places from the first on that are no story."""
    run = []
    for at in places:
        if said[at].part is _Part.TOLD:
            break
        run.append(at)
    return run
