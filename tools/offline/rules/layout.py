"""Written forms: briefs with headings, labels and lists, of which only whole sentences can be said aloud.

A heading or a label is never spoken, and an item of a list only where it is a sentence. A cell before a tab is a label,
as in a table that somebody pasted. Knows nothing of what is said.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from studio.tools.offline.rules.sentences import ENDS, sentences

SPOKEN = frozenset(
    {
        *("ключевое сообщение", "сообщение", "главная мысль", "история", "сюжет", "оффер", "предложение"),
        *("メッセージ", "ストーリー", "あらすじ", "物語", "キャッチ", "キーメッセージ", "메시지", "줄거리", "스토리"),
        *("mensagem", "mensagem principal", "mensagem chave", "mensagem-chave", "história", "obrigatório", "promessa"),
        *("boodschap", "kernboodschap", "verhaal", "verplicht", "moet erin", "belofte", "kern"),
        *("przekaz", "główny przekaz", "kluczowy przekaz", "obowiązkowo", "musi być", "obietnica", "najważniejsze"),
        *("line", "must have", "must haves", "must-have", "must-haves", "must say", "must include", "single thought"),
        *("key thought", "one thing to say", "what to say", "what it is", "what we say", "single-minded proposition"),
        *("muss rein", "muss vorkommen", "pflicht", "kernaussage", "hauptaussage", "was es ist", "fakten"),
        *("à dire", "obligatoire", "à mentionner", "idée clé", "message-clé", "idée maîtresse", "ce que c'est"),
        *("obligatorio", "mensaje-clave", "idea clave", "idea central", "qué decir", "qué es", "qué queremos decir"),
        *("da dire", "obbligatorio", "idea di base", "messaggio-chiave", "idea chiave", "cos'è", "promessa"),
    }
)
"""Labels of what the audience may hear, in all languages; a lexicon has more."""

ORDINAL_MARK = r"\d{1,3}(?:\.[ªº°]|[ªº°][.)]|[ªº°](?=\s+\W*[A-ZÀ-Þ])|(?:st|nd|rd|th|er|re|ère|e|ème)[.)])"
"""A number that counts and opens an item of a list as a whole: ``1.ª``, ``2º``, ``3rd.``"""

_MARK = (
    rf"(?:{ORDINAL_MARK}\s+|[-*•‣▪◦·+–—>#■□◆◇●○▶★☆✓・]+\s*|"
    rf"[(（]?(?:\d{{1,2}}|[a-zA-Z]|[ivxIVX]{{1,4}})[.)）、]\s*|[①-⑳]\s*)"
)
_ITEM = re.compile(rf"^\s*{_MARK}+(?=\S)")
_LABEL = re.compile(
    rf"^\s*{_MARK}*[*_【\[]*(?P<label>(?=\S)[^:：。!?！？\n\t]{{1,48}}?)[*_】\]]*\s*(?:[:：](?!//|\d\d)|\t)[*_]*\s*(?P<value>.*)$"
)
_BRACKETED = re.compile(r"^\s*[【\[［〈《<].{1,40}[】\]］〉》>]\s*$")
_NUMBERED = re.compile(r"^\s*(?:#{1,6}\s+|\d{1,2}[.)、]\s*|[IVX]{1,4}[.)]\s*|[一二三四五六七八九十]{1,2}[、．.]\s*)\S")
_MOST_LABEL_WORDS, _MOST_HEADING_WORDS, _MOST_HEADING_LETTERS = 4, 9, 24
_FEWEST_LINES, _FEWEST_SIGNS, _LEAST_SHARE = 3, 3, 0.4
_FEWEST_WORDS, _FEWEST_IDEOGRAPHS = 3, 6
_PARAGRAPH, _MOST_PROSE = 120, 0.25
"""Letters of a line of several sentences that is a paragraph, and the share of such lines of a text that is none."""

_END_MARKS = tuple(ENDS)
_CLOSING = "\"'”’»)]）」』*_ "


@lru_cache(maxsize=64)
def is_form(text: str) -> bool:
    """Whether a text is laid out as a form: many of its lines are headings, labels or items of lists."""
    lines = [line for line in text.splitlines() if line.strip()]
    if sum(map(_is_prose, lines)) >= _MOST_PROSE * len(lines):
        return False
    names = sum(bool(heading(line)) or label(line) is not None for line in lines)
    signs = sum(bool(heading(line)) or label(line) is not None or bool(_ITEM.match(line)) for line in lines)
    return len(lines) >= _FEWEST_LINES and signs >= max(_FEWEST_SIGNS, _LEAST_SHARE * len(lines)) and names > 1


def _is_prose(line: str) -> bool:
    """Whether a line is a paragraph, rather than a long field or a long item."""
    if label(line) is not None or _ITEM.match(line):
        return False
    return len(line) > _PARAGRAPH and len(sentences(line)) > 1


def heading(line: str) -> str:
    """What a heading says, in lower case; empty for another line. ``4. TONE (short)``, ``【背景】``, ``## Idea``."""
    bare = re.sub(r"\s*[(（][^()（）]*[)）]\s*$", "", line.strip()).rstrip("*_ ")
    if not bare or is_whole(bare) or bare.endswith(_END_MARKS):
        return ""
    plain = _ITEM.sub("", bare).strip("*_#【】[]［］〈〉《》<> :：").lower()
    few = len(plain.split()) <= _MOST_HEADING_WORDS if " " in plain else len(plain) <= _MOST_HEADING_LETTERS
    shouted = bare.upper() == bare and bare.lower() != bare
    begins = bare.startswith("#") or shouted or _BRACKETED.match(bare) or bare.endswith((":", "："))
    numbered = _NUMBERED.match(bare) and len(plain.split()) <= _MOST_LABEL_WORDS and (":" not in bare)
    return plain if few and (begins or numbered) else ""


def label(line: str) -> str | None:
    """The label of ``Label: value`` in lower case, of few words; None for another line."""
    match = _LABEL.match(line)
    if match is None:
        return None
    words = match["label"].strip("*_ 【】[]").lower()
    return words if words and len(words.split()) <= _MOST_LABEL_WORDS else None


def is_silent_section(heading: str, line: str, silent: tuple[str, ...], spoken: Collection[str] | None) -> bool:
    """Whether what stands under ``heading`` is for the makers; what ``line`` only introduces with a colon is, if it is
    called so. ``spoken`` is None outside forms, where nothing else is silent."""
    if heading.startswith(silent):
        return True
    if spoken is None or line.rstrip().endswith((":", "：")):
        return False
    said = f" {' '.join(heading.replace('-', ' ').split())} "
    return not any(f" {name} " in said for name in spoken)


def is_silent_line(line: str, spoken: Collection[str]) -> bool:
    """Whether a line of a form has a label that is none of those ``spoken``, and a value that is so for the makers."""
    found = label(line)
    return found is not None and found not in spoken


def is_whole(sentence: str, *, begins: bool = False) -> bool:
    """Whether words in a form are a sentence: several, from a capital letter on, or where a field ``begins`` from any,
    to an end mark."""
    bare = sentence.strip()
    closed = bare.rstrip(_CLOSING)
    if not bare or not closed.endswith(_END_MARKS):
        return False
    first = next((character for character in bare if character.isalpha()), "")
    ideographs = sum(character > "\u2e80" for character in bare)
    long = ideographs >= _FEWEST_IDEOGRAPHS if ideographs else len(bare.split()) >= _FEWEST_WORDS
    return long and bool(first) and (begins or not first.islower())
