"""What a request for a film announces: ``[A video for] our fair, 3 May in the park: come along.``

Only where what is left names what is offered, with figures that tell when, where or for how much.
"""

from __future__ import annotations

import re

from studio.tools.offline.rules.lexicon import BY_SUBSTRING
from studio.tools.offline.rules.pairs import is_balanced, pairs
from studio.tools.offline.rules.sentences import ENDS, Span, clauses, trimmed
from studio.tools.offline.rules.signs import is_for_makers, names_trade

_FEWEST_WORDS = 6
"""Words from which on what is left of a request names something."""

_COLON = re.compile(r"[:：](?=\s|[^\x00-\x7f])|：")
_ASKS_FOR_A_FILM = re.compile(
    r"[^.!?:：]{0,60}?\b(?:video|vídeo|vidéo|film|filmato|filme|filmchen|filmpje|spot|clip)\b[^.!?:：,]{0,40}?"
    r"\b(?:per|pour|für|for|para|pra|about|über|su|sobre|voor)\s+"
    r"(?:(?:promuovere|divulgar|promover|anunciar|promote|advertise|announce|annoncer)\s+)?",
    re.IGNORECASE,
)

_OURS_OR_THE = re.compile(
    r"(?:(?:the|our|my|das|die|der|den|unser\w*|mein\w*|la|le|les|notre|nos|mon|ma|mes|el|los|las|nuestr\w*|mis?|"
    r"il|lo|i|gli|o|a|os|as|meus?|minhas?|noss[oa]s?|onze|ons|mijn|het|de)\s|l['’])",
    re.IGNORECASE,
)

_REMINDS = re.compile(r"(?:提醒|通知|告诉|号召|邀请|宣传|介绍)")


def announcement(text: str, span: Span, language: str) -> Span | None:
    """What a sentence that asks for a film announces, to its end: ``[A video for] our fair, 3 May: come.`` None where
    the sentence asks for nothing, or what is left is not news."""
    if language in BY_SUBSTRING:
        found = clauses(span.text)
        if len(found) < 2 or not names_trade(found[0].text, language):
            return None
        rest = trimmed(text, span.start + found[1].start, span.end)
        begun = _REMINDS.match(rest.text)
        rest = trimmed(text, rest.start + (begun.end() if begun is not None else 0), rest.end)
        return rest if _tells_when(rest.text) and not is_for_makers(rest.text, language) else None
    asks = _ASKS_FOR_A_FILM.match(span.text)
    if asks is None:
        return None
    rest = trimmed(text, span.start + asks.end(), span.end)
    # A small picture ends a sentence in messages.
    parted = bool(text[rest.end :].split("\n", maxsplit=1)[0].strip()) and not rest.text.endswith(tuple(ENDS))
    news = announces(rest.text) and (parted or _tells_when(rest.text))
    return rest if news and not is_for_makers(rest.text, language) else None


def in_two(text: str, news: Span | None) -> list[Span]:
    """What is announced, parted at its colon: what there is, and what becomes of it."""
    if news is None or not is_balanced(news.text):
        return []
    colon = _COLON.search(news.text)
    if colon is None or any(opening < colon.start() < closing for opening, closing in pairs(news.text)):
        return [news]
    two = trimmed(text, news.start, news.start + colon.start()), trimmed(text, news.start + colon.end(), news.end)
    return [part for part in two if part.text]


def announces(words_left: str) -> bool:
    """Whether what is left of a request names what is offered: several words from an article or possessive on."""
    return _OURS_OR_THE.match(words_left) is not None and len(words_left.split()) >= _FEWEST_WORDS


def _tells_when(sentence: str) -> bool:
    """Whether a whole sentence gives figures after its first clause: a date, a place, an offer."""
    found = clauses(sentence)
    figures = len(found) > 1 and any(map(str.isdigit, sentence[found[1].start :]))
    return figures and sentence.endswith(tuple(ENDS))
