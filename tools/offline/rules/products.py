"""The advertised thing: its name, exactly as the brief writes it, and what the brief itself says for it.

A name counts only where it is certain; claims are spans of the brief. Knows nothing of what the product is good for.
"""

from __future__ import annotations

import re
from functools import lru_cache

from studio.production.vocabulary import ProductForm
from studio.tools.offline.rules.lexicon import (
    BY_SUBSTRING,
    WRITTEN_LANGUAGES,
    base_language,
    glossary,
    has_templates,
    lexicon,
)
from studio.tools.offline.rules.naming import (
    ARTICLES,
    OPENING_SENTENCES,
    is_certain,
    is_shouted,
    labels,
    names,
    places_before,
    whole_name,
)
from studio.tools.offline.rules.pairs import is_balanced, unquoted
from studio.tools.offline.rules.requests import parted_at_pictures
from studio.tools.offline.rules.sentences import ENDS, Span, clauses, sentences, without_full_stop
from studio.tools.offline.rules.speakable import (
    orders,
    slogan,
    spoken_spans,
    without_addresses,
)

LONGEST_NAME = 40
_PRICE_OF = re.compile(r"\d\s+(?:an?|per|each|le|la|il|el|das|die|der|pro|par|por|al|o|a)\s+$")
"""``£6 a jar``: what is counted, not what is sold."""

_NEAR_WORDS, _NEAR_IDEOGRAPHS = 3, 6


@lru_cache(maxsize=64)
def product_name(text: str, tag: str) -> str | None:
    """The name of the product, a span of ``text``; None where it is not certain."""
    plain = without_addresses(parted_at_pictures(text))
    said = slogan(text, tag)
    if is_shouted(plain):
        return None
    certain = (name for name in names(plain, tag) if len(name) <= LONGEST_NAME and is_certain(name, base_language(tag)))
    sure = (
        name for name in certain if not _is_emphasis(name, plain) and (said is None or name in text.replace(said, ""))
    )
    name = next(sure, None)
    return whole_name(name, text, tag) if name is not None else None


def _is_emphasis(name: str, text: str) -> bool:
    """Whether a single word in capitals is a word of the text, said loudly: ``We are NOT doing that``."""
    return (
        name.isupper() and " " not in name and re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", text) is not None
    )


def product_forms(text: str, tag: str, name: str) -> tuple[ProductForm, ...]:
    """What the thing called ``name`` may be: the forms that are named in a clause with it or in the next one."""
    language = base_language(tag)
    known = lexicon(language) if has_templates(tag) else glossary(language)
    if known is None:
        return ()
    said = [clause.text for sentence in sentences(text) if name in sentence.text for clause in clauses(sentence.text)]
    near = [place for place, clause in enumerate(said) if name in clause]
    spoken = " ".join(" ".join(said[place : place + 2]).replace(name, "·") for place in near).lower()
    border = ("", "") if language in BY_SUBSTRING else (r"(?<!\w)", r"(?!\w)")
    places = {
        form: match.start()
        for form, words in known.products.items()
        for word in words
        if (match := re.search(border[0] + re.escape(word.lower()) + border[1], spoken)) is not None
    }
    return tuple(sorted(places, key=lambda form: places[form]))


def product_noun(text: str, tag: str, form: ProductForm) -> str | None:
    """The brief's own word for a thing of ``form``, as it stands in ``text``; None where none is advertised.

    A thing is, if the brief opens with it or calls it ours; others are named in passing.
    """
    language = base_language(tag)
    known = lexicon(language) if has_templates(tag) else glossary(language)
    if known is None:
        return None
    border = ("", "") if language in BY_SUBSTRING else (r"(?<!\w)", r"(?!\w)")
    found = [
        match
        for word in known.products.get(form, ())
        for match in re.finditer(border[0] + re.escape(word) + border[1], text, re.IGNORECASE)
        if _is_advertised(text, match.start(), language)
    ]
    return min(found, key=lambda match: (match.start(), -len(match[0])))[0] if found else None


def _is_advertised(text: str, place: int, language: str) -> bool:
    """Whether a thing at ``place`` is what the brief opens with, and neither whose nor where something else is, or
    stands soon after ``our``."""
    opening = sentences(text)[:OPENING_SENTENCES]
    before = re.split(r"[.!?。！？\n]", text[:place].lower())[-1]
    if language in BY_SUBSTRING:
        # 我们有茶 has tea, 我们的茶 sells it.
        ours = any(f"{word}的" in before[-_NEAR_IDEOGRAPHS:] for word in orders(language).ours)
        first = clauses(text)[:1]
        return ours or (bool(first) and place < first[0].end)
    told = before.split()
    if any(word in orders(language).ours for word in told[-_NEAR_WORDS:]):
        return True
    if language not in WRITTEN_LANGUAGES:
        return place < clauses(text)[0].end
    is_object = bool(told) and (told[-1] in places_before(language) or _PRICE_OF.search(before) is not None)
    return not is_object and (not opening or place < opening[-1].end)


def claims(text: str, tag: str, name: str | None) -> tuple[str, ...]:
    """What the brief says for the product: its own sentences, each to its end; from its beginning, or from after the
    name and an order to launch it, which are said otherwise."""
    said = []
    for sentence in spoken_spans(text, tag):
        found = clauses(sentence.text)
        if found and _only_names(found[0].text, tag, name):
            found = found[1:]
        if found and not _orders(found[0].text, tag):
            said.append(unquoted(sentence.text[found[0].start :]))
    return tuple(
        claim
        for claim in dict.fromkeys(words.strip("*_-–— ") for words in said)
        if _says_something(claim) and is_balanced(claim) and claim in text
    )


def _only_names(clause: str, tag: str, name: str | None) -> bool:
    """Whether a clause that opens a sentence gives but the name, is a label, or orders to launch a thing."""
    bare = unquoted(without_full_stop(Span(clause, 0, len(clause))).text).strip("*_-–— ")
    if bare.lower() in labels(tag):
        return True
    rest = bare[_order(bare, tag) :].strip().lower()
    return _orders(bare, tag) or (name is not None and rest.endswith(name.lower()) and _is_article(rest, name))


def _is_article(words: str, name: str) -> bool:
    before = words[: len(words) - len(name)].split()
    return all(word in ARTICLES for word in before)


def _order(clause: str, tag: str) -> int:
    """How many letters of ``clause`` announce the product: ``Launch the``."""
    leads = _lead_pattern(base_language(tag))
    match = leads.match(clause) if leads is not None else None
    return match.end() if match is not None else 0


def _orders(clause: str, tag: str) -> bool:
    """Whether a clause says what is to be done with the product, and not who ``we`` are."""
    lead = clause[: _order(clause, tag)].lower()
    return bool(lead) and lead.split()[0] not in orders(base_language(tag)).ours


def _says_something(claim: str) -> bool:
    """Whether a claim is more than a bare noun."""
    letters = sum(character.isalpha() for character in claim)
    return letters >= 2 and (" " in claim or claim.endswith(tuple(ENDS)) or claim[0] > "\u2e80")


def _lead_pattern(language: str) -> re.Pattern[str] | None:
    """Clauses that begin like ``Launch the`` tell what to do with the product, not what it is."""
    if not has_templates(language):
        return None
    leads = "|".join(re.escape(lead) for lead in lexicon(language).list("product_after"))
    return re.compile(rf"(?:{leads})(?!\w)" if language not in BY_SUBSTRING else f"(?:{leads})", re.IGNORECASE)
