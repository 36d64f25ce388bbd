"""How people ask for a film, and what they say that it is about: "a film about ...", "an ad for our ...".

Knows nothing of titles and names. The words are in titles.toml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from studio.tools.offline.rules.lexicon import BY_SUBSTRING, base_language, read_toml
from studio.tools.offline.rules.pairs import pairs
from studio.tools.offline.rules.speakable import orders

OBLIQUE = re.compile(r"(?:[mdsk]?ein|unser|euer|eur|ihr|jed|dies)(?:en|em|es)\b|d(?:en|em|es)\b", re.IGNORECASE)
"""German articles and possessives that no title can begin with."""

_LABEL = re.compile(r"^(?:[^:：.!?(]|\([^)]*\)){1,60}[:：]\s+(?=\S)")
_NEAR = 40
"""Letters of a sentence in which it says that it is about a film."""


_PICTURES = re.compile("[\u200d\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]+")


def parted_at_pictures(text: str) -> str:
    """``text`` of the same length with line breaks for emoji: what they part is not one phrase."""
    return _PICTURES.sub(lambda match: "\n" * len(match[0]), text)


@dataclass(frozen=True)
class Asking:
    """The lists of titles.toml for one language; what they mean is said there."""

    films: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    mine: tuple[str, ...] = ()
    pronouns: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    ourselves: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    subordinate: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    names_not: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    heroes: tuple[str, ...] = ()
    joining: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    often: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()


@cache
def asking(language: str) -> Asking:
    """The lists of ``language``; empty ones where nothing is known."""
    data = read_toml("titles.toml").get(language, {})
    return Asking(**{name: tuple(listed) for name, listed in data.items()})


def asked_subject(sentence: str, tag: str) -> str | None:
    """What a request says that its film is about, to the end of the sentence; None where it does not ask for one."""
    language = base_language(tag)
    known = asking(language)
    label = _LABEL.match(sentence)
    if label is not None and _is_for_audience(label[0], language):
        return sentence[label.end() :].strip()
    sentence = without_audience(sentence, language)
    for pattern in known.asked:
        match = re.match(pattern, sentence)
        if match is not None:
            return quoted_first(match["subject"]) or match["subject"].strip()
    if names_film(sentence[:_NEAR], language) and (quoted := quoted_first(sentence)) is not None:
        return quoted
    lead = _lead(language)
    found = lead.search(sentence) if lead is not None else None
    label = _LABEL.match(sentence)
    if label is not None and found is None and names_film(label[0], language):
        return sentence[label.end() :].strip()
    if found is None:
        return None
    if (
        label is not None
        and found["about"].lower() in known.audience
        and not _is_ours(sentence[found.end() :], language)
    ):
        return sentence[label.end() :].strip()
    rest = sentence[found.end() :].strip()
    if known.channels and re.match(rf"(?:\w+['’\s]\s*)?(?:{_either(known.channels)})(?!\w)", rest, re.IGNORECASE):
        return None
    if language == "de" and (oblique := OBLIQUE.match(rest)) is not None:
        # Without its oblique article a German noun can stand alone; adjectives before it cannot.
        rest = rest[oblique.end() :].strip()
        return rest if rest[:1].isupper() else None
    return rest or None


def without_request(sentence: str, language: str) -> str:
    """``sentence`` from its subject on, where it opens by asking for a film: a ``campagne`` is no countryside then."""
    lead = _lead(language)
    found = lead.match(sentence) if lead is not None else None
    return sentence[found.end() :] if found is not None else sentence


def is_for_somebody(sentence: str, tag: str) -> bool:
    """Whether a sentence says for whom a film is: ``A tale for kids``."""
    return _is_for_audience(sentence, base_language(tag))


def without_audience(sentence: str, language: str) -> str:
    """``sentence`` without whom it says that the film is for."""
    known = asking(language)
    if not known.audiences:
        return sentence
    words, articles, audiences = (
        _either(listed) for listed in (known.audience, known.articles or ("",), known.audiences)
    )
    return re.sub(
        rf"(?<!\w)(?:{words})\s+(?:(?:{articles})\s+)?(?:{audiences})(?!\w)", "", sentence, flags=re.IGNORECASE
    )


def _is_for_audience(words: str, language: str) -> bool:
    """Whether words up to the next mark end in whom a film is for, or begin so."""
    known = asking(language)
    if not known.audiences:
        return False
    films = rf"(?:^|\b(?:{_either(known.films)})\s+(?:[\w-]+\s+)?)"
    return re.search(rf"{films}(?:{_either(known.audience)})\s+(?:[\w'’]+\s+)?(?:{_either(known.audiences)})(?!\w)",
                     words, re.IGNORECASE) is not None  # fmt: skip


def _is_ours(words: str, language: str) -> bool:
    """Whether words before a colon name what is advertised, not for whom: ``our shop:``, ``Bow Books:``."""
    told = re.split("[:：]", words)[0].split()
    named = language != "de" and any(word[0].isupper() for word in told)
    return bool(told) and (named or told[0].lower() in {*orders(language).ours, *asking(language).mine})


def is_document(words: str, tag: str) -> bool:
    """Whether words are what a document is called: ``CREATIVE BRIEF``, ``Internal memo``; not what it is about."""
    language = base_language(tag)
    documents = {*asking(language).documents, *asking("en").documents}
    plain = words.casefold().strip(" \t【】[]()#*_:：.-–—\"'“”„«»")
    if language in {"ja", "zh", "ko"}:
        return plain in documents or plain.endswith(tuple(asking(language).documents or ("\n",)))
    label = rf"(?:[\w'’]+[ -]){{0,2}}?(?:{_either(tuple(documents))})(?:\s+(?:n[o°º.]*\s?)?\d+)?"
    return re.fullmatch(label, plain) is not None


def quoted_first(words: str) -> str | None:
    """The quoted words that open ``words``."""
    opening = next((end for start, end in pairs(words) if start == 0 and words[0] not in "([{（【"), None)
    return words[1:opening].strip() if opening is not None else None


@cache
def _lead(language: str) -> re.Pattern[str] | None:
    """A request up to the words before its subject: it opens a sentence, or follows a word of wishing."""
    known = asking(language)
    if not known.films or not known.about:
        return None
    films, about, free, wishes = (_either(listed) for listed in (known.films, known.about, known.free, known.wishes))
    compound = r"[\w-]*" if language in {"de", "nl"} else r"(?:\w+-)?"
    gap = r"[^\w\n.]+"
    filling = rf"(?:(?:(?:{free})|\d[\w.,]*|\([^)]*\)){gap})*?"
    before = (
        rf"(?:(?:^|[:;,]\s|\s[–—-]\s)\W*{filling}(?:[\w-]+\s+)?(?:(?:{free})\s+)*|"
        rf"\b(?:{wishes})\b\W+(?:(?:{free})\s+)*(?:[\w'’-]+\s+){{0,3}}?)"
    )
    # French ``d'`` joins without a space.
    joined = rf"(?P<about>{about})(?:(?<=['’])|(?!\w)\s*)"
    return re.compile(
        rf"{before}{compound}(?:{films})(?!\w)\s*(?:[\w-]+\s+)??{filling}(?:[\w-]+\s+)?{joined}", re.IGNORECASE
    )


def _either(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def names_film(label: str, language: str) -> bool:
    """Whether words name a film of any kind."""
    films = asking(language).films
    if language in BY_SUBSTRING:
        return any(film in label for film in films)
    ends = r"\w*" if language in {"de", "nl"} else ""
    return bool(films) and re.search(rf"(?<!\w){ends}(?:{_either(films)})(?!\w)", label, re.IGNORECASE) is not None
