"""Which parts of a brief can be said aloud: its sentences without orders to the makers, form fields, prices in lists,
addresses and farewells.

Everything here only leaves words out. When it is unsure whether a sentence speaks to the audience, it is left out.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from studio.tools.offline.rules import layout
from studio.tools.offline.rules.announcing import announcement, in_two
from studio.tools.offline.rules.announcing import announces as announces  # noqa: PLC0414 - others import it from here
from studio.tools.offline.rules.lexicon import (
    BY_SUBSTRING,
    Lexicon,
    base_language,
    glossary,
    has_templates,
    lexicon,
    names_any,
)
from studio.tools.offline.rules.orders import orders as orders  # noqa: PLC0414 - others import it from here
from studio.tools.offline.rules.pairs import is_balanced, pairs
from studio.tools.offline.rules.sentences import ENDS, Span, clauses, sentences, trimmed
from studio.tools.offline.rules.signs import FIGURES, signs_of
from studio.tools.offline.rules.signs import begins_as_an_order as begins_as_an_order  # noqa: PLC0414
from studio.tools.offline.rules.signs import is_for_makers as is_for_makers  # noqa: PLC0414
from studio.tools.offline.rules.signs import is_surely_for_makers as is_surely_for_makers  # noqa: PLC0414
from studio.tools.offline.rules.signs import names_trade as names_trade  # noqa: PLC0414
from studio.tools.offline.rules.signs import wishes as wishes  # noqa: PLC0414

_LABEL = re.compile(
    r"^\s*(?:[-*•#+·・]+\s*)?[*_]*(?P<label>(?=\S)[^:：\n\t]{2,40}?)[*_]*\s*(?:[:：]|\t)\s*(?P<value>.*)$"
)
_SOME_LABEL = re.compile(r"^\s*(?:[-*•#+·・]+\s*)?[*_]*[^\W\d_][^\s:：.!?,]*(?:\s[^\s:：.!?,]+){0,2}\s*[:：](?!\S*//)")
_LIST_MARK = re.compile(
    r"^\s*(?:(?:[-*•‣▪◦+·・–—>✓✔✅★☆]|[^\w\s\"'“”«»„‚‘「『《（(¿¡.,:;!?$€£¥#@])+\s+|[・•]\s*|"
    rf"{layout.ORDINAL_MARK}\s+|"
    r"[(（]?\d{1,2}[.)）、/]\s+|[ivxIVX]{1,4}[.)]\s+|[a-zA-Z]\)\s+|"
    r"(?:[Ss]lide|[Ff]olie|[Dd]iapo\w*|TOP|[Pp]unkt|[Pp]onto|[Pp]unto|[Pp]oint|[Pp]unt|[Tt]weet)\s?\d{1,2}\s*[:.–—-]\s*)"
)
_ADDRESS = re.compile(
    r"https?:|www\.|\w@\w|(?<!\w)[#@＃]\w|[a-z0-9-]\.(?:com|org|net|de|fr|es|it|eu|io|co|uk|cn|jp|br|pt|ch|at|info|shop|example)\b|"
    r"\b[A-Za-z]:\\|(?:\+|\b00)\d[\d\s()/.-]{6,}\d|\b0\d[\d\s()/.-]{6,}\d|\b\d{3}[-. ]\d{3,4}[-. ]\d{3,4}\b|"
    r"\(\d{2,4}\)\s?\d{3,5}[-. ]\d{3,4}\b",
    re.IGNORECASE,
)
_CURRENCY = r"(?:€|\$|£|¥|₽|₹|EUR|USD|GBP|CHF|JPY|CNY|R\$|kr\.?|zł|Euros?|euros?|dollars?|pounds?|円|元|块|원)"
_PRICE = re.compile(rf"{_CURRENCY}\s?\d|\d[\d.,]*\s?{_CURRENCY}(?!\w)|\b\d+p\b")
_SLOGAN_QUOTED = (
    r"[^\n\"“”«»„「」『』]{0,40}?(?:\"([^\"\n]+)\"|[“„”]([^”“\n]+)[”“]|«([^»\n]+)»|「([^」\n]+)」|『([^』\n]+)』)"
)
_AT_THE_END = (
    r"(?<!\w)(?:at the end|am ende|am schluss|zum schluss|à la fin|al final|alla fine|no final|no fim|в конце|в финале|"
    r"最后|结尾|片尾|最後に|最後は|締め\w*)(?=[^\n\"“”«»„「」『』]{0,28}[:：]|\s?[\"“„«「『])"
)
"""What comes at the end, before quoted words, is a slogan, too."""

_QUOTED_AFTER_COLON = (
    r"[:：\t]\s*(?:\"([^\"\n]+[.!?])\"|[“„]([^”“\n]+[.!?])[”“]|«\s?([^»\n]+[.!?])\s?»|「([^」\n]+。)」)"
)
"""A whole sentence in quotation marks after a colon, or in a cell of its own, is what a campaign says."""

WORDS_AND_MARKS = re.compile("[^|\u200d\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]+")
"""Everything but emoji, which no voice reads and few fonts have, and the bars of tables."""

PICTURES = re.compile(rf"[ ]*{WORDS_AND_MARKS.pattern.replace('[^', '[')}[ ]*")

_NO_SPACE_BEFORE = tuple(".,!?…;:)")

_ANNOUNCED_WORDS = re.compile(r"[^\W\d_]{2,20}\s?[:：]\s*(?=[\"“„«「])")
_FEW_WORDS = 4
"""Words up to which a sentence that only negates, or only names a manner, is an order."""

_WORDS_AFTER_A_HEAD = 6
"""Words from which on what goes on in small letters after a colon is a sentence rather than a list."""

_INNER_ITEM = re.compile(r"(?:(?<=\s)|(?<=^))[(（]?(?P<number>\d{1,2})[)）]\s+", re.MULTILINE)
_BYLINE = re.compile(
    r"(?:[Bb]y|[Vv]on|[Pp]ar|[Pp]or|[Dd]i|[Dd]oor) (?:[A-ZÀ-Þ][\w.'’-]*)(?: [A-ZÀ-Þ][\w.'’-]*){0,2}"
    r"(?:,? \(?(?:age|aged|alter|âge|edad|età|idade|\d)[^.!?\n]{0,30})?|作者[:：]?.{1,12}"
)
_HEAD_OF_WISHES = re.compile(r"[^:：.!?]{2,60}[:：]")
_COLON = re.compile(r"[:：](?=\s|[^\x00-\x7f])|：")
_HEADING = re.compile(r"^\s*\d{1,2}[.)]\s+(\S[^.!?:]{1,38})$")

_MARKUP = re.compile(r"[<>{}|\\]|%s")
_EXAMPLE = re.compile(
    r"(?:e\.\s?g\.|ex\s?[:.]|(?:p|par)\.? ex|z\.?\s?b\.|zum beispiel\b|for (?:example|instance)\b|(?:por|p\.) ej|"
    r"(?:ad|per) es(?:\.|empio)|por exemplo\b|p\. ex|bijv\.|bijvoorbeeld\b|np\.|na przykład\b)",
    re.IGNORECASE,
)
"""What follows is an example of what was said before."""

_LIST_ITEMS, _WORDS_OF_AN_ITEM, _WORDS_OF_THE_LAST = 3, 3, 7
_LEFT_OVER = " ,;:，：、،؛–—"
_LABEL_WORDS = 2
_SENTENCES_OF_A_FIELD = 2
_LONG_HEAD = 4
_NAME_WORDS = 4
_GREETING_WORDS, _LONGEST_GREETING = 6, 12
_GREETING_ENDS = (",", "!", ":", "，", "！", "：", "、")
_LONGEST_SLOGAN = 90
_SILENT, _SPOKEN = "silent", "spoken"


@lru_cache(maxsize=64)
def spoken_spans(text: str, tag: str) -> tuple[Span, ...]:
    """The sentences of a brief that can be said aloud, balanced, without list marks and full of words."""
    language = base_language(tag)
    vocabulary = lexicon(language) if has_templates(tag) else None
    is_form = vocabulary is not None and _count_fields(text, vocabulary) >= 2
    laid_out = layout.is_form(text)
    silent = vocabulary.list("silent_labels") if vocabulary is not None else ()
    spoken = (*(vocabulary.list("spoken_labels") if vocabulary is not None else ()), *layout.SPOKEN)
    has_lines = sum(bool(line.strip()) for line in text.splitlines()) > 1
    found: list[Span] = []
    position = 0
    parting = in_silence = by_label = left_out = False
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        heading = _HEADING.match(line)
        section = (layout.heading(line) if laid_out else "") or (heading[1].lower() if heading is not None else "")
        if section and vocabulary is not None:
            by_label = line.rstrip().endswith((":", "："))
            in_silence = layout.is_silent_section(section, line, silent, spoken if laid_out else None)
        elif by_label and layout.label(line) is not None:
            in_silence = False
        if laid_out and (section or layout.is_silent_line(line, spoken)):
            left_out = True
            continue
        name, value = _field(line, vocabulary)
        says_nothing = name == _SILENT or (is_form and not name and not line.rstrip().endswith(tuple(ENDS)))
        is_listed = _is_price_list(line) or (has_lines and not laid_out and not name and _is_unknown_field(line))
        # A field that is for the audience is so under any heading, such as the name of the sheet.
        if (in_silence and not (laid_out and name == _SPOKEN)) or says_nothing or is_listed:
            left_out = left_out or bool(line.strip())
            continue
        start += value or _mark(line)
        sentences_said, wished = _before_wishes(text, _sentences_of(text, start, position), language)
        for sentence in sentences_said:
            announced = [] if is_address(sentence.text) else in_two(text, announcement(text, sentence, language))
            found += announced
            span = None if announced else _bare(text, sentence, language, vocabulary)
            if span is None or greets(span.text, language):
                continue
            begins = name == _SPOKEN and span.start == start
            if laid_out and not layout.is_whole(span.text, begins=begins):
                left_out = True
                continue
            if bids_farewell(span.text, language):
                parting = True
            elif (
                (parting and (len(span.text.split()) <= _NAME_WORDS or not span.text.endswith(tuple(ENDS))))
                or _calls_out(text, span)
                or not _can_be_said(span.text, language)
                or (left_out and (leans(span.text, language) or _is_scrap(span.text)))
                or (left_out and not found and name != _SPOKEN and stands_in(span.text, language))
            ):
                left_out = True
            else:
                left_out = False
                found.append(span)
        left_out = left_out or wished
    return tuple(found)


def _calls_out(text: str, span: Span) -> bool:
    """``hi !``: a small letter and an exclamation mark at the beginning of a text greet in any language."""
    begins = not any(map(str.isalnum, text[: span.start])) and any(map(str.isalnum, text[span.end :]))
    return begins and span.text[:1].islower() and span.text.endswith("!") and len(span.text.split()) <= _LABEL_WORDS


def _is_scrap(sentence: str) -> bool:
    """``past the roof.``: few words from a small letter on, which go on with what was said before."""
    return sentence[:1].islower() and len(sentence.split()) < _FEW_WORDS


def _before_wishes(text: str, said: list[Span], language: str) -> tuple[list[Span], bool]:
    """The sentences of a line up to one such as ``Things I'd love in it:``, after which is said what is wished for, and
    whether there is one; without the name of who wrote the text."""
    for number, one in enumerate(said):
        if _HEAD_OF_WISHES.match(one.text) is not None and wishes(one.text, language):
            return said[:number], True
    signs_off = bool(said) and said[-1].start > 0 and not any(map(str.isalnum, text[said[-1].end :]))
    return said[:-1] if signs_off and is_byline(said[-1].text) else said, False


def _is_unknown_field(line: str) -> bool:
    """Whether a line begins with a label and is no paragraph."""
    return _SOME_LABEL.match(line) is not None and len(sentences(line)) <= _SENTENCES_OF_A_FIELD


def _bare(text: str, sentence: Span, language: str, vocabulary: Lexicon | None) -> Span | None:
    """A sentence without heads, labels, asides and lead-ins; None for a field that says nothing to the audience."""
    span = _without_asides(text, _without_head(text, sentence, language), language)
    span = _without_tail(text, span, language)
    span = trimmed(text, span.start + _label_of_words(span.text), span.end)
    label = label_of(span.text)
    if label is not None and vocabulary is not None and label[0] in vocabulary.list("silent_labels"):
        return None
    if label is not None and _is_a_label(label[0], vocabulary):
        span = trimmed(text, span.start + label[1], span.end)
    known = vocabulary or glossary(language)
    if known is not None:
        span = trimmed(text, span.start + known.lead_in(span.text), span.end)
    return trimmed(text, span.start + len(span.text) - len(span.text.lstrip(_LEFT_OVER)), span.end)


def _sentences_of(text: str, start: int, end: int) -> list[Span]:
    """The sentences of a line; an item of a list within the line ends one, and so does a small picture, which nobody
    says."""
    found = []
    items = _items(text, start, end)
    for begin, finish in pairwise((start, *(place for item in items for place in item), end)):
        if (begin, finish) in items:
            continue
        for part in WORDS_AND_MARKS.finditer(text, begin, finish):
            found += [
                trimmed(text, part.start() + one.start, part.start() + one.end) for one in sentences(part.group())
            ]
    return [span for span in found if span.text]


def _items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the numbers of a list within a line stand: ``1) a key 2) a door``; none where they do not count up."""
    marks = list(_INNER_ITEM.finditer(text, start, end))
    numbers = [int(mark["number"]) for mark in marks]
    # The number that opens a line is a list mark, which has been left out already.
    counts_up = numbers in (list(range(1, len(marks) + 1)), list(range(2, len(marks) + 2)))
    return [mark.span() for mark in marks] if marks and counts_up and numbers != [1] else []


def _without_head(text: str, span: Span, language: str) -> Span:
    """The span without what says before a colon what is to be made: ``A spot for our library: come and read.``"""
    enclosed = pairs(span.text)
    for colon in _COLON.finditer(span.text):
        place = colon.start()
        if any(opening < place < closing for opening, closing in enclosed):
            continue
        head, rest = span.text[:place], trimmed(text, span.start + colon.end(), span.end)
        fewest = _WORDS_AFTER_A_HEAD if rest.text[:1].islower() else _FEW_WORDS
        tells = len(rest.text.split()) >= fewest or sum(mark > "\u2e80" for mark in rest.text) >= 2 * _FEW_WORDS
        if tells and _is_a_head(head, language):
            return trimmed(text, rest.end, rest.end) if _is_a_list(rest.text) else rest
        return span
    return span


def _is_a_list(words: str) -> bool:
    """``the office, the square, the stands, Aunt Vi's wake``: what is to be shown, in a few words each."""
    found = [len(clause.text.split()) for clause in clauses(words)]
    few = all(count <= _WORDS_OF_AN_ITEM for count in found[:-1])
    return words[:1].islower() and len(found) >= _LIST_ITEMS and few and found[-1] <= _WORDS_OF_THE_LAST


def _is_a_head(words_before: str, language: str) -> bool:
    signs = signs_of(words_before, language)
    if signs.wishes:
        # What follows "The film should be heard:" says how.
        return False
    if names_slogan(words_before, language):
        return False
    heads = orders(language).heads
    if language in BY_SUBSTRING:
        begins = signs.plain.startswith(heads)
    else:
        begins = _begins_with(signs.plain, heads) or _names_early(signs.plain, heads)
    opening = clauses(words_before)[:1]
    hails = bool(opening) and len(words_before.split()) <= _GREETING_WORDS and greets(f"{opening[0].text},", language)
    return begins or hails or signs.names_trade or FIGURES.search(signs.plain) is not None


def _names_early(plain: str, heads: tuple[str, ...]) -> bool:
    """Whether one of the longer heads follows a few small words: ``Hello, a short idea``."""
    longer = "|".join(re.escape(head) for head in heads if len(head) >= _LONG_HEAD)
    return bool(longer) and re.match(rf"(?:[\w']+\W+){{1,3}}(?:{longer})(?!\w)", plain) is not None


def _without_asides(text: str, span: Span, language: str) -> Span:
    """The span without a bracket that opens it, or that ends it and speaks to the makers: such a bracket says how, not
    what."""
    closing = next((end for start, end in pairs(span.text) if start == 0 and span.text[0] in "([（【"), None)
    if closing is not None:
        return trimmed(text, span.start + closing + 1, span.end)
    for start, end in pairs(span.text):
        last = not any(character.isalnum() for character in span.text[end:])
        if last and start > 0 and span.text[start] in "([（【" and is_for_makers(span.text[start + 1 : end], language):
            return trimmed(text, span.start, span.start + start)
    return span


def _without_tail(text: str, span: Span, language: str) -> Span:
    """The span without a last clause of few words for the makers: ``A fox wakes up at noon, 30 seconds.``"""
    found = clauses(span.text)
    if len(found) < 2 or not is_for_makers(found[-1].text, language) or len(found[-1].text.split()) > _FEW_WORDS:
        return span
    rest = trimmed(text, span.start, span.start + found[-2].end)
    tells = len(rest.text.split()) > _FEW_WORDS and not is_for_makers(rest.text, language)
    return rest if tells and is_for_makers(span.text, language) else span


def _label_of_words(sentence: str) -> int:
    """Where in ``Line: "Come as you are."`` the quoted words begin that one word announces; 0 for another sentence."""
    match = _ANNOUNCED_WORDS.match(sentence)
    return match.end() if match is not None and (match.end(), len(sentence) - 1) in pairs(sentence) else 0


def leans(sentence: str, language: str) -> bool:
    """Whether a sentence begins with a word that joins it to the one before."""
    known = orders(language)
    return _EXAMPLE.match(sentence) is not None or _opens_with(sentence, (*known.leaning, *known.answering), language)


def stands_in(sentence: str, language: str) -> bool:
    """Whether a sentence begins with a word for what the one before it named, such as ``She``."""
    return _opens_with(sentence, orders(language).standing_in, language)


def speaks_of_nobody(sentence: str, language: str) -> bool:
    """Whether a sentence begins as what there is or is not: ``There is no``, ``No``."""
    known = orders(language)
    return _begins_with(_plain(sentence), (*known.free, *known.negators))


def answers(sentence: str, language: str) -> bool:
    """Whether a sentence begins with a word by which it follows the one before it at once, such as ``But``."""
    return _opens_with(sentence, orders(language).answering, language)


def _opens_with(sentence: str, found: tuple[str, ...], language: str) -> bool:
    plain = _plain(sentence)
    if _begins_with(plain, orders(language).free):
        return False
    return plain.startswith(found) if language in BY_SUBSTRING else _begins_with(plain, found)


def _plain(sentence: str) -> str:
    return sentence.lower().replace("’", "'").lstrip('"“„«»—–-¿¡ ')


def _is_a_label(label: str, vocabulary: Lexicon | None) -> bool:
    """Whether words before a colon name a field of a brief; of a language without a lexicon, one or two words do."""
    if vocabulary is not None:
        return label in vocabulary.list("spoken_labels") or label in layout.SPOKEN
    return len(label.split()) <= _LABEL_WORDS


def slogan(text: str, tag: str) -> str | None:
    """The quoted words that the brief calls its slogan, verbatim; None where it names none."""
    names = "|".join(re.escape(name) for name in sorted(orders(base_language(tag)).slogans, key=len, reverse=True))
    if not names:
        return None
    patterns = (
        _AT_THE_END + _SLOGAN_QUOTED,
        rf"(?<!\w)(?:{names})(?:{_SLOGAN_QUOTED})",
        rf"(?:^|[.!?。！？])\W*(?:{names})\s*[:：]\s*([^\n]+)$",
        _QUOTED_AFTER_COLON,
    )
    for pattern in patterns:
        for match in re.finditer(pattern, text, re.IGNORECASE | re.MULTILINE):
            said = next(group for group in match.groups() if group is not None).strip()
            fits = 2 <= len(said) <= _LONGEST_SLOGAN and is_balanced(said) and _has_words(said)
            if fits and not is_address(said) and not is_for_makers(said, base_language(tag)):
                return said
    return None


def names_slogan(sentence: str, language: str) -> bool:
    """Whether a sentence speaks of a slogan, so that it is not itself said."""
    return names_any(sentence, (name.lower() for name in orders(language).slogans), language)


def is_about_us(sentence: str, language: str) -> bool:
    """Whether those who advertise speak of themselves or of their customers."""
    return names_any(sentence, orders(language).ours, language)


def names_price(text: str) -> bool:
    """Whether a text holds an amount of money."""
    return _PRICE.search(text) is not None


def is_address(text: str) -> bool:
    """Whether a text holds a web or mail address, a telephone number, a path or a tag."""
    return _ADDRESS.search(text) is not None


def without_addresses(text: str) -> str:
    """``text`` of the same length in which words that are addresses are bars, which stand in no name."""
    return re.sub(r"\S+", lambda word: "|" * len(word[0]) if is_address(word[0]) else word[0], text)


def without_pictures(text: str) -> str:
    """``text`` with spaces for emoji, and none doubled by that."""
    return PICTURES.sub(lambda mark: "" if text[mark.end() :][:1] in _NO_SPACE_BEFORE else " ", text)


def label_of(line: str) -> tuple[str, int] | None:
    """The label of ``Label: value`` in lower case and where the value begins."""
    match = _LABEL.match(line)
    return (match["label"].strip().strip("*_").lower(), match.start("value")) if match else None


def _can_be_said(sentence: str, language: str) -> bool:
    if (
        not _has_words(sentence)
        or sentence.endswith((":", "："))
        or not is_balanced(sentence)
        or is_address(sentence)
        or _MARKUP.search(sentence)
    ):
        return False
    amounts = len(_PRICE.findall(sentence))
    if amounts > 1 or (amounts == 1 and not sentence.endswith(tuple(ENDS))):
        return False
    return not is_for_makers(sentence, language) and not names_slogan(sentence, language)


def _has_words(sentence: str) -> bool:
    return sum(character.isalpha() for character in sentence) >= 2


def _is_price_list(line: str) -> bool:
    return names_price(line) and _LIST_MARK.match(line) is not None


def _mark(line: str) -> int:
    match = _LIST_MARK.match(line)
    return match.end() if match else 0


def bids_farewell(sentence: str, language: str) -> bool:
    """Whether a sentence is how a letter ends: ``Many thanks!``"""
    plain = sentence.lower().strip(" ,.!¡~-–—:)")
    if language in BY_SUBSTRING:
        return plain.startswith(orders(language).farewells)
    known = orders(language)
    alone = any(re.match(rf"{re.escape(word)}(?:,|$)", plain) is not None for word in known.closings)
    return len(plain.split()) <= _NAME_WORDS and (alone or _begins_with(plain, known.farewells))


def is_byline(sentence: str) -> bool:
    """Whether a sentence says who wrote what precedes it: ``By Ana, age 10``."""
    return _BYLINE.fullmatch(sentence) is not None


def greets(line: str, language: str) -> bool:
    """Whether a line is how a letter begins: ``Hello there,``"""
    plain = line.lower().strip()
    if language in BY_SUBSTRING:
        return len(plain) <= _LONGEST_GREETING and plain.startswith(orders(language).greetings)
    whole = plain.endswith(_GREETING_ENDS) or len(plain.split()) <= _NAME_WORDS - 1
    few = len(plain.split()) <= _GREETING_WORDS and not plain.endswith((".", "?"))
    return whole and few and _begins_with(plain, orders(language).greetings)


def _begins_with(plain: str, found: tuple[str, ...]) -> bool:
    return any(re.match(rf"{re.escape(word)}(?!\w)", plain) is not None for word in found)


def _field(line: str, vocabulary: Lexicon | None) -> tuple[str, int]:
    """Whether a line is a silent or a spoken field of a form, and where its value begins."""
    label = label_of(line)
    if label is None:
        return "", 0
    if vocabulary is None:
        return (_SPOKEN, label[1]) if label[0] in layout.SPOKEN else ("", 0)
    if label[0] in vocabulary.list("silent_labels"):
        return _SILENT, label[1]
    return (_SPOKEN, label[1]) if _is_a_label(label[0], vocabulary) else ("", 0)


def _count_fields(text: str, vocabulary: Lexicon) -> int:
    return sum(bool(_field(line, vocabulary)[0]) for line in text.splitlines())
