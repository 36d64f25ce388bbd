"""The advertised thing: its name, exactly as the brief writes it, and what the brief itself says for it.

A name counts only where it is certain; claims are spans of the brief. Knows nothing of what the product is good for.
"""

from __future__ import annotations

import re
from functools import lru_cache

from studio.production.vocabulary import ProductForm
from studio.tools.offline.rules.lexicon import BY_SUBSTRING, base_language, glossary, has_templates, lexicon
from studio.tools.offline.rules.pairs import is_balanced, pairs
from studio.tools.offline.rules.sentences import ENDS, Span, clauses, sentences, without_full_stop
from studio.tools.offline.rules.speakable import (
    is_address,
    names_slogan,
    orders,
    slogan,
    spoken_spans,
    without_addresses,
)

LONGEST_NAME = 40
_OPENING_SENTENCES, _NEAR_WORDS, _NEAR_IDEOGRAPHS = 3, 3, 6
_QUOTED = re.compile(r"[\"“„”«「『《【]\s*([^\"“”«»「」『』《》【】\n]{2,40}?)\s*[\"”“»」』》】]")
_NAME_MARKS = {"zh": "「『《【"}
"""Marks between which names without capitals stand."""

_EARLY = 40
_LEGAL_FORMS = frozenset({"GmbH", "AG", "KG", "Inc", "Ltd", "LLC", "SA", "SARL", "SL", "SRL", "SpA", "Co", "B.V"})
_MAX_NAME_WORDS = 5
_MAX_IDEOGRAPHS = 12
_INTRODUCED = re.compile(
    r"\s+[–—-]\s|\s*(?P<label>:)\s|,\s+(?:an?|the|une?|une|eine?|una|uno|um|uma|il|la|le|el|o|der|die|das)\s"
)
_LISTED = re.compile(r",\s(?=[^,.\n]{2,30},\s)")
"""``Óptica Medina, Valencia, ...``: a name and where it is."""

_SENTENCE_MARKS = re.compile(r"[.!?…。！？;:：；,，、/\\|<>=*_]")
_TITLE_OF_PERSON = re.compile(r"(?:^|\s)(?:mr|mrs|ms|dr|st|prof|mme|mlle|sr|sra|sig|hr|fr)\.?$", re.IGNORECASE)
_INNER_POINT = re.compile(r"\b(?:St|Dr|Mr|Mrs|Ms|No|Nr)\.|(?<=\d)[.,](?=\d)")
_NUMBERED_NAME = re.compile(r"(?:N°|No|Nº|#)?\s?\d{1,4}")
_NO_NAMES = frozenset(
    {
        *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
        *("november", "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"),
        *("sunday", "christmas", "easter", "halloween", "weihnachten", "ostern", "noël", "pâques", "navidad"),
        *("natale", "natal", "instagram", "facebook", "tiktok", "youtube", "whatsapp", "linkedin", "google"),
        *("english", "deutsch", "français", "español", "italiano", "we", "i", "you", "our", "my", "the", "it"),
        *("this", "that", "they", "he", "she", "a", "an", "please", "wir", "ich", "sie", "uns", "nous", "je"),
        *("vous", "on", "nos", "yo", "io", "noi", "you're", "dear", "hello", "hi", "hey", "hallo", "liebe"),
        *("lieber", "liebes", "bonjour", "cher", "chère", "hola", "estimado", "ciao", "gentile", "sehr"),
        *("re", "fwd", "subject", "betreff", "objet", "asunto", "oggetto"),
    }
)
"""Capitalised words that often follow ``launch`` or ``for`` and are no names."""

_ARTICLES = frozenset({"the", "la", "le", "el", "il", "lo", "les", "los", "las", "der", "die", "das", "den", "our"})
_CAPITALISING_NOUNS = {"de"}
_SHOUTED = 0.6


@lru_cache(maxsize=64)
def product_name(text: str, tag: str) -> str | None:
    """The name of the product, a span of ``text``; None where it is not certain."""
    language = base_language(tag)
    plain = without_addresses(text)
    said = slogan(text, tag)
    if _is_shouted(plain):
        return None
    for name in (*_announced(plain, language), *_opening(plain, language), *_quoted(plain, language)):
        if _is_certain(name, language) and not (said is not None and name in said):
            return name
    return None


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
    """Whether a thing at ``place`` stands in one of the sentences that open the brief, or soon after ``our``."""
    opening = sentences(text)[:_OPENING_SENTENCES]
    if not opening or place < opening[-1].end:
        return True
    before = re.split(r"[.!?。！？\n]", text[:place].lower())[-1]
    if language in BY_SUBSTRING:
        return any(word in before[-_NEAR_IDEOGRAPHS:] for word in orders(language).ours)
    return any(word in orders(language).ours for word in before.split()[-_NEAR_WORDS:])


def claims(text: str, tag: str, name: str | None) -> tuple[str, ...]:
    """What the brief says for the product: its own sentences, each to its end; from its beginning, or from after the
    name and an order to launch it, which are said otherwise."""
    said = []
    for sentence in spoken_spans(text, tag):
        found = clauses(sentence.text)
        if found and _only_names(found[0].text, tag, name):
            found = found[1:]
        if found and not _orders(found[0].text, tag):
            said.append(_unquoted(sentence.text[found[0].start :]))
    return tuple(
        claim
        for claim in dict.fromkeys(words.strip("*_-–— ") for words in said)
        if _says_something(claim) and is_balanced(claim) and claim in text
    )


def _only_names(clause: str, tag: str, name: str | None) -> bool:
    """Whether a clause that opens a sentence gives but the name, is a label, or orders to launch a thing."""
    bare = _unquoted(without_full_stop(Span(clause, 0, len(clause))).text).strip("*_-–— ")
    if bare.lower() in _labels(tag):
        return True
    rest = bare[_order(bare, tag) :].strip().lower()
    return _orders(bare, tag) or (name is not None and rest.endswith(name.lower()) and _is_article(rest, name))


def _is_article(words: str, name: str) -> bool:
    before = words[: len(words) - len(name)].split()
    return all(word in _ARTICLES for word in before)


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


def _unquoted(clause: str) -> str:
    """The clause without a pair of quotation marks that holds the whole of it."""
    if len(clause) > 1 and (0, len(clause) - 1) in pairs(clause) and clause[0] not in "([（【":
        return clause[1:-1].strip()
    return clause


def _lead_pattern(language: str) -> re.Pattern[str] | None:
    """Clauses that begin like ``Launch the`` tell what to do with the product, not what it is."""
    if not has_templates(language):
        return None
    leads = "|".join(re.escape(lead) for lead in lexicon(language).list("product_after"))
    return re.compile(rf"(?:{leads})(?!\w)" if language not in BY_SUBSTRING else f"(?:{leads})", re.IGNORECASE)


def _is_certain(name: str, language: str) -> bool:
    """Whether words that stand where a name may stand look like one."""
    if len(name) > LONGEST_NAME or len(name.split()) > _MAX_NAME_WORDS or not is_balanced(name) or is_address(name):
        return False
    letters = sum(character.isalpha() for character in name)
    if letters < 2 and _NUMBERED_NAME.fullmatch(name) is None:
        return False
    if _TITLE_OF_PERSON.search(name) or _SENTENCE_MARKS.search(_INNER_POINT.sub("", name)):
        return False
    lowered = name.lower()
    if lowered in _NO_NAMES or lowered.split()[0] in _NO_NAMES or names_slogan(name, language):
        return False
    if lowered in _labels(language):
        return False
    ideographs = sum(character > "\u2e80" for character in name)
    return ideographs <= _MAX_IDEOGRAPHS


def _labels(tag: str) -> tuple[str, ...]:
    """What the fields of a brief are called."""
    if not has_templates(tag):
        return ()
    known = lexicon(base_language(tag))
    return (*known.list("silent_labels"), *known.list("spoken_labels"))


def _is_shouted(text: str) -> bool:
    """Whether a text is written in capitals, which then say nothing of names."""
    cased = [character for character in text if character.isupper() or character.islower()]
    return len(cased) > LONGEST_NAME / 2 and sum(c.isupper() for c in cased) > _SHOUTED * len(cased)


def _announced(text: str, language: str) -> list[str]:
    """The capitalised words after ``Launch the``, ``Introducing`` and their like."""
    if not has_templates(language):
        return []
    found = []
    for lead in lexicon(language).list("product_after"):
        # After an article one capitalised word is as likely a feast or a place.
        needed = 2 if language in _CAPITALISING_NOUNS or lead.split()[-1].lower() in _ARTICLES else 1
        for match in re.finditer(rf"(?<!\w){re.escape(lead)}\s+", text, re.IGNORECASE):
            name = _capitalised_words(text, match.end())
            if name is not None and (len(name.split()) >= needed or _looks_coined(name)):
                found.append(name)
    return found


def _opening(text: str, language: str) -> list[str]:
    """Capitalised words that open the text and are explained at once."""
    name = _capitalised_words(text, 0)
    if name is None or not _is_a_name(name, language):
        return []
    introduced = _INTRODUCED.match(text, len(name)) or _LISTED.match(text, len(name))
    if introduced is None:
        return []
    # Two plain words before a colon are as likely a label.
    return (
        [] if introduced.groupdict().get("label") and len(text.splitlines()) > 1 and not _looks_coined(name) else [name]
    )


def _quoted(text: str, language: str) -> list[str]:
    """Quoted words that are written as a name is: every longer word with a capital, or a script without capitals."""
    found = []
    for match in _QUOTED.finditer(text):
        name = match.group(1)
        before = re.split(r"[.!?。！？\"“”«»„「」『』]", text[max(0, match.start() - 24) : match.start()])[-1]
        caseless = name.lower() == name.upper()
        if caseless and not _is_marked_as_name(text, match, language):
            # Where nothing has capitals, words in quotation marks are as likely words.
            continue
        named = caseless or all(word[0].isupper() or word[0].isdigit() or len(word) <= 3 for word in name.split())
        first = name[0].isupper() or name[0].isdigit() or caseless
        if (
            first
            and (named or caseless)
            and (name[-1].isalnum() or name[-1] == ")")
            and not names_slogan(before, language)
        ):
            found.append(name)
    return found


def _is_marked_as_name(text: str, match: re.Match[str], language: str) -> bool:
    """Whether quoted words without capitals stand early in marks for names, or after ``Launch`` and its like."""
    leads = lexicon(language).list("product_after") if has_templates(language) else ()
    launched = bool(leads) and text[: match.start()].rstrip().endswith(leads)
    return launched or (match[0][0] in _NAME_MARKS.get(language, "「『") and match.start() <= _EARLY)


def _capitalised_words(text: str, start: int) -> str | None:
    end = start
    for word in re.finditer(r"[^\s,.;:!?()\[\]{}\"“”„«»「」『』（），。！？、：]+", text[start:]):
        between = text[end : start + word.start()]
        if word.group() == "&" and end > start:
            continue
        if word.group() in _LEGAL_FORMS:
            break
        if between.strip(" &") or "\n" in between or not (word.group()[0].isupper() or word.group()[0].isdigit()):
            break
        end = start + word.end()
    name = text[start:end]
    count = len(name.replace(" & ", " ").split())
    return name if name and name[0].isupper() and count <= _MAX_NAME_WORDS else None


def _is_a_name(name: str, language: str) -> bool:
    """Whether capitalised words that open a text are a name: coined, or two where nouns are not capitalised."""
    return any(map(_looks_coined, name.split())) or (language not in _CAPITALISING_NOUNS and len(name.split()) > 1)


def _looks_coined(name: str) -> bool:
    return any(character.isupper() or character.isdigit() for character in name[1:])
