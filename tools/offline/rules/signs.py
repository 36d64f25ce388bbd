"""What gives a sentence away that speaks to the makers of a film: how it begins, a word of the trade, a wish.

What it quotes is somebody else's and gives nothing away. Knows sentences alone, not where they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from studio.tools.offline.rules.lexicon import BY_SUBSTRING, WRITTEN_LANGUAGES, has_templates, lexicon
from studio.tools.offline.rules.orders import orders
from studio.tools.offline.rules.sentences import words

_FEW_WORDS = 4
"""Words up to which a sentence that only negates, or only names a manner, is an order."""

FIGURES = re.compile(
    r"\b(?:16:9|9:16|4:3|3:4|1:1|4:5|21:9|2:3|3:2)\b|\b0{1,2}:\d\d\b|\b\d+[\s-]*(?:s|sec|secs|second|seconds|sek|sekunden|seg|segundos|secondes|secondi|min)\b|\d+\s*[秒分](?!の)|(?<!\d)\d{1,2}\s?분(?![\uac00-\ud7a3])|%\s*$"
)

_ASKS = re.compile(
    r"(?:いただけ\w*|ください|下さい|お願い\w*|ほしいです|欲しいです|うれしいです|嬉しいです|幸いです|希望\w*|助かります)[。！!？?]*$"
    r"|(?:주세요|부탁\w*|바랍니다|좋겠어요|좋겠습니다)[.!]*$|(?:呗|好吗|可以吗|行吗)[。！!？?]*$"
)
"""How a sentence ends that asks for something, where such words stand last."""

QUOTED = re.compile(r"\"[^\"]+\"|[“„][^“”„]+[”“]|«[^«»]+»|「[^「」]+」|『[^『』]+』")

_ENOUGH_HINTS = 2


def is_for_makers(sentence: str, language: str) -> bool:
    """Whether a sentence speaks to the makers: by how it begins, one word of the trade, or two that stories use too."""
    signs = signs_of(sentence, language)
    if signs.opens or signs.given_away or signs.hints >= _ENOUGH_HINTS or FIGURES.search(signs.plain) is not None:
        return True
    said = [word.text for word in words(signs.plain, "") if word.text[0].isalnum()]
    if not said or language in BY_SUBSTRING:
        return False
    # What has a verb tells something: "No one came."
    known = orders(language)
    verbs = lexicon(language).list("verbs") if has_templates(language) else ()
    few = len(said) <= _FEW_WORDS and not any(word in verbs for word in said)
    if signs.hints and verbs and not any(word in verbs for word in said):
        return True
    negates = few and f"{' '.join(said)} ".startswith(tuple(f"{word} " for word in known.negators))
    manner = {*known.tones, *known.joints}
    return negates or (said[0] in known.tones and all(word in manner for word in said))


def is_surely_for_makers(sentence: str, language: str) -> bool:
    """Whether a sentence both begins as an order does and names something of the trade, as few stories do."""
    signs = signs_of(sentence, language)
    return signs.wishes or (signs.opens and (signs.names_trade or FIGURES.search(signs.plain) is not None))


def wishes(sentence: str, language: str) -> bool:
    """Whether a sentence says in so many words what the makers are to do, such as ``Things I'd love in it``."""
    return signs_of(sentence, language).wishes


def begins_as_an_order(sentence: str, language: str) -> bool:
    """Whether a sentence begins, or in some languages ends, as one to the makers does."""
    return signs_of(sentence, language).opens


def names_trade(sentence: str, language: str) -> bool:
    """Whether a sentence names something of the trade, such as a film or a voice-over."""
    return signs_of(sentence, language).names_trade


@dataclass(frozen=True)
class _Signs:
    """What gives a sentence away: ``plain`` is how it was read, ``names_trade`` leaves courtesies out."""

    plain: str
    wishes: bool
    opens: bool
    given_away: bool
    names_trade: bool
    hints: int


@lru_cache(maxsize=512)
def signs_of(sentence: str, language: str) -> _Signs:
    known = orders(language)
    plain = sentence.lower().replace("’", "'").lstrip('-–—*•+·・>(（["“«„「¿¡ ')
    unquoted = _around_quotations(plain)
    vocabulary = lexicon(language) if has_templates(language) else None
    certain = known.marks + (vocabulary.list("instructions") if vocabulary else ())
    hints = vocabulary.list("instruction_hints") if vocabulary else ()
    if language in BY_SUBSTRING:
        wishing = plain.startswith(known.wishes) or any(word in unquoted for word in known.requests)
        opens = plain.startswith(known.openers) or _ASKS.search(plain) is not None
        named = [word for word in certain if word.lower() in unquoted]
        hinted = [word for word in hints if word in unquoted]
    else:
        padded, around = _padded(plain), _padded(unquoted)
        wishing = any(padded.startswith(f" {_spaced(word)} ") for word in known.wishes) or any(
            f" {_spaced(word)} " in around for word in known.requests
        )
        opens = any(padded.startswith(f" {_spaced(opener)} ") for opener in known.openers)
        named = [word for word in certain if f" {_spaced(word)} " in around]
        hinted = [word for word in hints if f" {_spaced(word)} " in around]
        named += [mark for mark in _foreign_marks(language) if f" {mark} " in around]
    trade = any(word not in known.openers for word in (*named, *hinted))
    return _Signs(plain, wishing, opens or wishing, bool(named) or wishing, trade, len(hinted))


def _padded(plain: str) -> str:
    said = " ".join(word.text for word in words(plain, "") if word.text[0].isalnum() or word.text in ".:")
    return f" {said} ".replace(" . ", " ")


def _around_quotations(plain: str) -> str:
    """``plain`` without what it quotes, which somebody else says; as it is where little else is left."""
    rest = QUOTED.sub(" ", plain)
    return rest if 2 * len(rest) > len(plain) else plain


@cache
def _foreign_marks(language: str) -> tuple[str, ...]:
    """Marks of several words in the other languages of the lists: people mix languages."""
    others = [orders(other).marks for other in WRITTEN_LANGUAGES if other not in (language, *BY_SUBSTRING)]
    return tuple(_spaced(mark) for marks in others for mark in marks if " " in mark)


@cache
def _spaced(phrase: str) -> str:
    """A phrase as the words of a sentence are joined."""
    return " ".join(word.text for word in words(phrase, "") if word.text[0].isalnum() or word.text == ":")
