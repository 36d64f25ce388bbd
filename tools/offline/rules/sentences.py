"""Where sentences, clauses and words begin and end, as spans of the text: nothing is ever rewritten.

Sentences end as in UAX #29, but for abbreviations and speech that goes on, and at the spaces of Thai. Nothing is cut
within brackets or quotation marks. Knows nothing of meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from studio.tools.offline.rules.pairs import is_balanced, pairs

ENDS = ".!?…。！？।؟۔"
_CLAUSE_BORDER = re.compile(r"[,;:，；：、،؛–—]+(?=\s|$)|[，；：、]|(?<=[\u2e80-\uabff])[,;:]|\s[-–—]\s")
_TITLES = (
    "Dr|Mr|Mrs|Ms|Mx|St|Ste|Sta|Sto|Prof|Hr|Fr|Frau|Mme|Mlle|MM|Sr|Sra|Srta|Dra|Don|Sig|Dott|Ing|Arch|Avv|Capt|Sgt|Lt|Gen|"
    "Rev|Jr|Mt|Ft|Ave|Bd|Str|Av|Avda|Hl|Mgr|Me"
)
_TITLES_IN_HASTE = "(?i:dr|mr|mrs|ms|prof|hr|fr|mme|mlle|sr|sra|dra|sig|st|ste|jr)"
"""Titles that are no words in any letters, as ``me`` and ``don`` are."""

_SMALL_WORDS = (
    "vs|bzw|ca|approx|inkl|exkl|zzgl|ggf|evtl|sog|bspw|vgl|usf|env|cf|ex|ej|ecc|Tel|Tél|tel|tél|max|min|incl|feat|geb|"
    "Uds|Ud|Vd|INT|EXT"
)
_ABBREVIATION = re.compile(
    rf"(?:^|[\s(\[«»„“\"])(?:[A-HJ-Za-zÀ-Þ]|(?!(?i:[ap]\.m))(?:[^\W\d_]\.)+[^\W\d_]|{_TITLES}|{_TITLES_IN_HASTE}|{_SMALL_WORDS})\.\s*$"
)
_BEFORE_NAMES = re.compile(
    r"(?<!\w)(?:mevr|mw|dhr|jhr|drs|mgr|inż|ks|św|ul|al|pl|płk|kpt|frl|pfr|hptm|bgm|geom|rag|cav|comm|dott|avv|sigg|ing|capt|sgt|rev|hno|hna|exm[oa]|vda|vve|"
    r"(?:[ao]|d[ao]|ao|pel[ao]) (?:eng|arq|pe|dep))\.\s*$",
    re.IGNORECASE,
)
"""What is shortened before a name alone: ``mevr. Van Dam``, ``ul. Długa``."""

_WEEKDAYS = re.compile(
    r"(?<!\w)(?:mon|tues?|wed|thurs?|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|"
    r"gio|sab|seg|ter|qua|qui|sex|ma|wo|vr|za|zo|pon|wt|śr|czw|pt|sob|niedz)\.\s*$",
    re.IGNORECASE,
)
"""Days of the week, which are shortened before what goes on in small letters: ``mer. et sam.``"""

_JOINS_DAYS = r"(?:and|to|und|bis|et|au|à|y|a|e|ao|en|tot|i|do|–|-|&)"
_AND_A_DAY = re.compile(rf"{_JOINS_DAYS}\s+\w{{2,5}}\.", re.IGNORECASE)
_DAY_BEFORE = re.compile(rf"\w{{2,5}}\.\s+{_JOINS_DAYS}\s+$", re.IGNORECASE)
_FROM_AN_HOUR = re.compile(r"(?:from|von|de|des|dalle|das|van|od|at|um|à|a|alle|às|om|o)\s+\d|\d")
"""What follows the days on which something is open."""

_WITHOUT_VOWEL = re.compile(
    r"(?<!\w)(?<!\d\s)(?![Hhshmtpzf]+\.)(?!\w*(\w)\1)(?!km|kg|cm|mm|ml|tv|cd|dvd)"
    r"[BCDFGHJKLMNPQRSTVWXZŁŚŻ]?[bcdfghjklmnpqrstvwxzłśżźćń]{1,5}(?<=\w\w)\.\s*$"
)
_SYLLABIC = re.compile(r"(?<=[^\W\d_])[rl](?=[^\W\d_])", re.IGNORECASE)
"""``krk`` is a word in languages that sing their r."""

_ORDINAL = re.compile(r"(?<![\w.,:€$£])\d{1,3}\.\s*$")
_BEGINS_ANEW = re.compile(
    r"(?:he|she|it|they|we|i|you|then|and|but|so|er|sie|es|wir|ich|man|dann|und|aber|il|elle|on|ils|elles|puis|et|mais|él|ella|"
    r"y|pero|luego|lui|lei|e|ma|poi|ele|ela|mas|aí|depois|hij|ze|zij|en|dan|maar|on|ona|oni|i|ale|potem|the|der|die|das|ein|"
    r"eine|le|la|un|une|el|una|o|a|um|uma|de|het|een)(?![\w'’])"
)
"""What begins a sentence after a number, where somebody in a hurry writes no capitals: ``after 10. she does``."""

_SOMEBODY = re.compile(
    r"(?:he|she|it|they|we|you|er|sie|wir|ich|il|elle|ils|elles|él|ella|lui|lei|ele|ela|hij|ze|zij|ona|oni)(?!\w)"
)
"""Who begins a sentence in any text."""

_BEFORE_ORDINAL = re.compile(
    r"(?<!\w)(?:im|am|de[rmns]|die|das|zu[mr]|vom|beim|jede\w?|(?:[mds]?ein|ihr|unser|euer)(?:e[rmns]?)?)\s+\d{1,3}\.\s*$",
    re.IGNORECASE,
)
"""German words before a number that counts: ``im 2. Hof``."""

_BEFORE_NUMBERS = re.compile(
    r"(?<!\w)(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Okt|Nov|Dec|Dez|janv|févr|juil|sept|déc|ene|dic|gen|ott|"
    r"No|Nos|Nr|N|Blz|Kl|Lok|Godz|Pkt|Poz|Ok|Ca|Vol|Art|Abb|Fig|Kap|Ch|Chap|Cap|Bd|Abs|pp|Pág|Pag|Núm|Op|Ep|Sect|Tab|Jg|Bl|Pl)\.\s*$",
    re.IGNORECASE,
)
_STREET = re.compile(r"[Ss]tr\.\s*$")
_AFTER_A_MEASURE = re.compile(r"\d\s?[^\W\d_]*\s(?:max|min)\.\s*$", re.IGNORECASE)
"""``30 sec max.`` ends a sentence before a capital letter."""

_LIST_NUMBER = re.compile(r"^\s*[(#*-]?\s*(?:\d{1,3}|[ivxIVX]{1,5})\.\s*$")
_SHORT_WORD = re.compile(r"(?<!\w)\w{1,3}\.\s*$")
_DATE = re.compile(r"(?<![\d.,])\d{1,2}\.\s*$")
# Months, and what is counted; last a move of chess, as in "71. Kd6".
_AFTER_ORDINAL = re.compile(
    r"\s*(?:Jan|Feb|März|Mär|Apr|Mai|Juni|Juli|Aug|Sep|Okt|Nov|Dez|Jahrhundert|Stock|Etage|Klasse|Advent|Weltkrieg|"
    r"Geburtstag|Jahrestag|Platz|Mal\b|Teil\b|Tag\b|Kapitel|\d|[A-Z]?[a-z]?x?[a-h][1-8]\b)"
)
_LONGEST_PAIR = 240
"""Letters between two quotation marks up to which nothing between them is a sentence of its own."""

_SENTENCE_END = re.compile(
    r"[.!?…؟۔]+(?:\s?»|[\"'”’“)\]])*(?=\s)|(?<=[^\W\d_]{2})[.!?]+(?!(?:Com|Net|Org|Js|Io|Ai|Tv)\b)(?=[A-ZÀ-ÞА-Я][^\W\d_A-Z.]*[\s,'’])|[!?]+(?=[\u3040-\u30ff\u4e00-\u9fff])|[。！？।]+[\"'”’」』）】]*"
)
_HASTE = re.compile(r"(?<!\w)(?:pls|plz|thx|lol|svp|stp|mdr|xd)\.\s*$", re.IGNORECASE)
"""Short words of messages, which are no abbreviations before a small letter."""

_SMALL_AFTER_STOP = re.compile(r"[^\W\d_]{4,}[.!?]+ +[a-zß-ÿ]")
_SMALL_AFTER_WORD = re.compile(r"[^\W\d_]{2,}[.!?]+ +[a-zß-ÿ]")
_HASTY = 2
"""Small letters after the full stops of long words from which on a text is written without capitals."""

_FIRST_WORD_SHORTENED = re.compile(r"\s*[^\W\d_]{2,6}\.\s*$")
"""``Treas. asked whether ...``: one short word before a small letter is an abbreviation."""

_DASHES = "–—-"
_SAYS = re.compile(
    r"[^\s，。！？“”]{0,6}(?:问|说|道|答|喊|叫|想|嘟囔)(?:道|着)?[。，,]|[^\s、。！？「」]{0,12}(?:言った|聞いた|尋ねた|答えた|叫んだ)"
)
"""Who said it, after the closing mark of speech in scripts without small letters."""

_TAG_AFTER_DASH = re.compile(r"[–—-]\s?[a-zà-ÿ]")
_JAPANESE_QUOTATIVE = "と"
_OPENING = '«„“"'
_CLOSING = "\"'”’»“)]}」』》"
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|[^\w\s]")
_WORD_WITH_ELISION = re.compile(r"[^\W\d_]{1,6}['’](?=\w)|[^\W_]+(?:-[^\W_]+)*|[^\w\s]")
_ELIDING = {"fr", "it"}


@dataclass(frozen=True)
class Span:
    """A stretch of a text, ``text == source[start:end]``."""

    text: str
    start: int
    end: int


def trimmed(source: str, start: int, end: int) -> Span:
    """The span without white space at its ends."""
    while start < end and source[start].isspace():
        start += 1
    while end > start and source[end - 1].isspace():
        end -= 1
    return Span(source[start:end], start, end)


def sentences(source: str) -> tuple[Span, ...]:
    """The sentences of ``source`` in order; line breaks end a sentence too, and so do spaces in Thai."""
    found: list[Span] = []
    position = 0
    hasty = len(_SMALL_AFTER_STOP.findall(source)) >= _HASTY or (
        source.lstrip()[:1].islower() and len(_SMALL_AFTER_WORD.findall(source)) >= _HASTY
    )
    for line in source.splitlines(keepends=True):
        found += _sentences_of_line(source, position, position + len(line), hasty=hasty)
        position += len(line)
    return tuple(found)


def clauses(source: str) -> tuple[Span, ...]:
    """The clauses of ``source``, cut at commas, colons, semicolons and dashes; the cut mark is left out."""
    found: list[Span] = []
    for sentence in sentences(source):
        start = 0
        enclosed = _enclosed(sentence.text)
        for border in _CLAUSE_BORDER.finditer(sentence.text):
            if border.start() not in enclosed:
                found.append(trimmed(source, sentence.start + start, sentence.start + border.start()))
                start = border.end()
        found.append(trimmed(source, sentence.start + start, sentence.end))
    return tuple(clause for clause in found if any(character.isalnum() for character in clause.text))


def words(source: str, language: str) -> tuple[Span, ...]:
    """Words and punctuation marks; French and Italian elided articles are words of their own."""
    pattern = _WORD_WITH_ELISION if language in _ELIDING else _WORD
    return tuple(Span(match.group(), match.start(), match.end()) for match in pattern.finditer(source))


def without_full_stop(span: Span) -> Span:
    """The span without a closing full stop; other marks belong to the words."""
    text = span.text
    if text.endswith((".", "。", "।")) and not text.endswith(".."):
        return trimmed(text, 0, len(text) - 1)
    return span


def _sentences_of_line(source: str, start: int, end: int, *, hasty: bool) -> list[Span]:
    pieces: list[tuple[int, int]] = []
    enclosed = _enclosed(source[start:end])
    borders = [
        match.end() for match in _SENTENCE_END.finditer(source, start, end) if match.end() - start not in enclosed
    ]
    for begin, finish in pairwise((start, *borders, end)):
        if begin == finish:
            continue
        if pieces and _belongs_together(source[pieces[-1][0] : pieces[-1][1]], source[begin:finish], hasty=hasty):
            pieces[-1] = (pieces[-1][0], finish)
        else:
            pieces.append((begin, finish))
    spans = []
    for begin, finish in pieces:
        spans += _at_thai_spaces(source, begin, finish)
    return [span for span in spans if span.text]


def _enclosed(line: str) -> frozenset[int]:
    """The places of ``line`` within a pair of brackets or quotation marks; a border may lie on neither of its marks."""
    return frozenset(
        place
        for opening, closing in pairs(line)
        if closing - opening <= _LONGEST_PAIR
        for place in range(opening + 1, closing + 1)
    )


def _belongs_together(before: str, after: str, *, hasty: bool) -> bool:
    """Whether an end mark ended no sentence: an abbreviation, a number, an omission, or speech before who said it."""
    if (_ABBREVIATION.search(before) and not _ends_with_a_measure(before, after)) or _LIST_NUMBER.match(before):
        return True
    following = after.lstrip()
    days = _WEEKDAYS.search(before)
    if days is not None and (
        _AND_A_DAY.match(following) or (_DAY_BEFORE.search(before[: days.start()]) and _FROM_AN_HOUR.match(following))
    ):
        return True
    if _ORDINAL.search(before) and _SOMEBODY.match(following):
        return False
    if _counts(before, after, hasty=hasty) or (
        _is_shortened(before) and (following[:1].isupper() or following[:1].isdigit())
    ):
        return True
    if not any(map(str.isalnum, following)) or not any(map(str.isalnum, before)):
        return True
    last = before.rstrip()[-1:]
    if last in _CLOSING and following[0] == _JAPANESE_QUOTATIVE:
        return True
    if last in _CLOSING and _SAYS.match(following):
        return True
    if before.lstrip()[:1] in _DASHES and _TAG_AFTER_DASH.match(following):
        return True
    if not following[0].islower() or _HASTE.search(before):
        return False
    if before.lstrip()[:1] in _DASHES:
        # "— Who is there? asked the fox.": what a dash opens ends with who said it.
        return True
    if before.lstrip()[0] in _OPENING and not is_balanced(before):
        # «What is it? asked the girl: who said it stands within the marks.
        return True
    # A small letter after the full stop of a long word is a sentence of somebody in a hurry, not an abbreviation.
    if last in _CLOSING or last == "…" or before.rstrip().endswith(".."):
        return True
    return not hasty and (_SHORT_WORD.search(before) or _FIRST_WORD_SHORTENED.fullmatch(before)) is not None


def _counts(before: str, after: str, *, hasty: bool) -> bool:
    """Whether a number and what it counts stand on either side: ``No. | 4``, ``3. | Mai``, ``2. | hof``."""
    following = after.lstrip()
    if (_BEFORE_NUMBERS.search(before) or _STREET.search(before)) and following[:1].isdigit():
        return True
    if _DATE.search(before) and _AFTER_ORDINAL.match(after):
        return True
    goes_on = following[:1].islower() and not (hasty and _BEGINS_ANEW.match(following))
    return _ORDINAL.search(before) is not None and (goes_on or _BEFORE_ORDINAL.search(before) is not None)


def _is_shortened(before: str) -> bool:
    """Whether words end in an abbreviation: of those that stand before names, or a short word that nobody can say."""
    silent = _WITHOUT_VOWEL.search(before)
    return _BEFORE_NAMES.search(before) is not None or (silent is not None and not _SYLLABIC.search(silent[0]))


def _ends_with_a_measure(before: str, after: str) -> bool:
    return _AFTER_A_MEASURE.search(before) is not None and after.lstrip()[:1].isupper()


def _at_thai_spaces(source: str, start: int, end: int) -> list[Span]:
    if not re.search("[\u0e00-\u0e7f]", source[start:end]):
        return [trimmed(source, start, end)]
    spans = []
    begin = start
    for gap in re.finditer(r"(?<=[\u0e00-\u0e7f])\s+(?=[\u0e00-\u0e7f])", source[start:end]):
        spans.append(trimmed(source, begin, start + gap.start()))
        begin = start + gap.end()
    spans.append(trimmed(source, begin, end))
    return spans
