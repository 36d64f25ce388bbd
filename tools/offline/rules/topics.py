"""What a sentence is about, in words that can be a title: a span of it that is whole, short and speaks to nobody.

Knows nothing of films and their kinds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from studio.tools.offline.rules.broken import SAYS_WHAT, before_relative, is_interrupted, leads_on
from studio.tools.offline.rules.lexicon import BY_SUBSTRING, base_language, has_templates, lexicon
from studio.tools.offline.rules.pairs import is_balanced, pairs, unquoted
from studio.tools.offline.rules.recognition import recognise
from studio.tools.offline.rules.requests import OBLIQUE, asking, is_document, is_for_somebody, quoted_first
from studio.tools.offline.rules.sentences import Span, clauses, without_full_stop
from studio.tools.offline.rules.sentences import words as words_of
from studio.tools.offline.rules.speakable import greets, is_address, is_for_makers, names_price, names_slogan, orders

MIN_TITLE, MIN_IDEOGRAPHS, MAX_TITLE = 6, 4, 60
GOOD_TITLE, LONG_TITLE = 44, 50
"""Letters up to which a title is read at a glance, and up to which the subject of a request is not cut."""

MAX_QUESTION = 66
_MOST_WORDS = 7
_NOUN_AND_ARTICLE, _FEW_WORDS = 2, 3
_LENGTH_REACH = 24
_MOST_NAMES = 4
_DETERMINERS = ("determiners", "determiners_m", "determiners_f", "determiners_n")
_COUNTS = frozenset(
    ("two", "three", "four", "five", "zwei", "drei", "vier", "deux", "trois", "dos", "tres", "cuatro", "due", "tre")
)
_QUESTION = ("?", "？", "؟")
_UNFINISHED = (":", "：", ",", "，", "、", ";", "；", "(", "–", "—", "-")
_FILE_NAME = re.compile(
    r"\w\.(?:mov|mp4|avi|docx?|pdf|txt|md|jpe?g|png|wav|mp3|pptx?)\b|\w_\w*_\w|^(?:img|dsc|scan)[_-]?\d", re.I
)
_TITLE_OF_PERSON = re.compile(r"(?:mr|mrs|ms|dr|prof|mme|m|sr|sra|don|doña|dona|seu|frau|herr)\.?", re.IGNORECASE)
_QUOTED_OPENING = re.compile(r"[^「『'‘“\"、。,.]{0,10}(?:「[^」]+」|『[^』]+』|'[^']+'|‘[^’]+’|“[^”]+”)")
_COLON = re.compile(r"\s*[:：]\s")
_BRACKET = re.compile(r"\s*[(（\[【][^)）\]】]*[)）\]】]\s*")
_LENGTH = re.compile(
    r"\b(?:\d+|an?|one|two|half a|ein(?:er|e)?|une?|uno?|una|um|uma|een|halve)[\s-]*"
    r"(?:s|sec|secs|min|minuten?|minutes?|minutos?|minuti|minuut|minut[yaęę]?|seconden|sekund[yę]?|seconds?|sekunden?|secondes?|segundos?|secondi)\b|\d+\s*(?:秒|分钟|分間|секунд)",
    re.IGNORECASE,
)
"""How long something lasts, which the subject of a request is not."""

_GERMAN_NOUN = (
    r"(?:[DdMm]ein|[Uu]nser|[Ee]in|[Dd])(?:e|er|as|ie)?\s(?:[a-zäöüß]+e[rsn]?\s){0,2}[A-ZÄÖÜ][\w-]+"
    r"(?:\s(?:der|des|von|vom|aus)\s[A-ZÄÖÜ][\w-]+)?"
)
_GERMAN_SUBJECT = re.compile(rf"({_GERMAN_NOUN})\s([a-zäöüß]+te?)\b")
"""A German sentence that opens with who or what, and the verb after it."""

_GERMAN_TURNED = re.compile(rf"\b([a-zäöüß]+te?)\s({_GERMAN_NOUN})")
"""A German sentence that opens with when or where: the verb stands before who or what."""

_NO_VERBS = frozenset(
    ("mit", "seit", "statt", "samt", "nicht", "erst", "fast", "sonst", "dort", "oft", "jetzt", "heute")
)
"""German words that end as verbs do; of the two that are verbs the lexicon knows."""

_BEING = frozenset(
    ("are", "we're", "am", "i'm", "bin", "sind", "suis", "sommes", "soy", "somos", "sono", "siamo", "sou", "zijn")
)
_LAUGHTER = re.compile(r"\s+(?:(?:j[aeiou]){2,}j?|(?:h[aeiou]){2,}h?|lol|mdr|xd|kkk+|哈{2,})\W*$", re.IGNORECASE)
_ADVERTISES = re.compile(
    r"\A(?:ad|advert|commercial|promo|spot|werbung|werbespot|anuncio|publicidad|pub|publicité|pubblicità|"
    r"propaganda|anúncio|reclame|reklama)\s"
    r"(?:for|für|pour|para|per|de la|del|de|di|do|da|dos|das|voor|van|dla)\s(?=\w)",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"(?:there['’]?s this|my name is|mein name ist|je m['’]appelle|me llamo|mi chiamo|o meu nome é|chamo-me|"
    r"mijn naam is|nazywam się)\b",
    re.IGNORECASE,
)
_PLEA = re.compile(r"\w+en Sie\b(?!.*\?$)")
"""A German order to the reader."""

_CONJUNCTIVE = "てで"
"""Endings of a Japanese clause that goes on."""


def title_of(sentence: str, tag: str, *, asked: bool = False) -> str | None:
    """The best title in ``sentence``: the whole, who or what it is about, its first clause, or the phrase that opens
    it; None where every one of these would be broken. ``asked`` is for the subject of a request, a noun phrase."""
    if (asked or sentence[:1].islower()) and _LENGTH.search(sentence[:_LENGTH_REACH]) is not None:
        return None
    sentence = _without_time(sentence[tale_begins(sentence, tag) :], tag)
    sentence = sentence.rstrip("?？ ") if asked else sentence
    plain, leaning = without_fillers(_plain(without_setting(sentence, tag)), base_language(tag))
    found = _candidates(plain, tag, leaning=leaning, asked=asked) if plain else iter(())
    return next((words for words in found if words is not None), None)


def _candidates(plain: str, tag: str, *, leaning: bool, asked: bool) -> Iterator[str | None]:
    """What a sentence may give as a title, the best first; ``leaning`` is for a clause that needs another."""
    language = base_language(tag)
    first = next((_plain(clause.text) for clause in clauses(plain)), "")
    plain = _without_particle(plain, language)
    first = _without_particle(_without_bracket(first), language) or plain
    # "My son asked: ..." is no title without what he asked.
    announces = _COLON.match(plain, len(first)) is not None and not _verbs(tag).isdisjoint(first.lower().split())
    refuses = asked and _refuses(plain.split(), language)
    cut_off = leaning or announces or refuses
    # A whole sentence may end in any word: "She didn't get on".
    whole = plain if not cut_off and can_stand(plain, tag, whole=True) else None
    opening = first if not cut_off and _is_long_enough(first) and can_stand(first, tag) else None
    if opening is not None and first != plain and (_waits(first, tag) or is_interrupted(plain, first, tag)):
        opening = None
    phrase = opening_phrase(first, tag, short=leaning, fewest=1 if asked and has_templates(tag) else 2)
    about = _who_or_what(plain, tag) or _quoted_opening(plain, language)
    # "My mum" says little, if there is more.
    says_little = about is not None and len(about.split()) == 2 and about.split()[0].lower() in asking(language).mine
    most = LONG_TITLE if asked else GOOD_TITLE
    yield whole if width(plain) <= most and not (asked and first != plain) else None
    yield _said_first(plain, tag)
    yield phrase if leaning or refuses else None
    yield None if says_little else about
    yield whole if plain.endswith(_QUESTION) else None
    yield _after_a_place(plain, tag)
    is_place = whole is not None and opens_with_place(first, language)
    yield opening if width(first) <= GOOD_TITLE and not is_place else None
    yield from (phrase, whole, opening, about)


def _waits(clause: str, tag: str) -> bool:
    """Whether a first clause has its point in the next: in German one that ends in a verb, elsewhere one in which a
    second has begun."""
    words = clause.split()
    if base_language(tag) == "de":
        return words[-1].islower()
    return not has_templates(tag) and any(word.lower() in SAYS_WHAT for word in words[1:])


def _said_first(sentence: str, tag: str) -> str | None:
    """What is said in quotation marks before who says it."""
    said = quoted_first(sentence)
    if said is None or len(said) + 2 >= len(sentence):
        return None
    said = said.rstrip(",，")
    return said if can_stand(said, tag, whole=True) else None


def can_stand(words: str, tag: str, *, whole: bool = False) -> bool:
    """Whether words can be a title: of a title's length, said to nobody who makes the film, and not broken off;
    ``whole`` is for a sentence, which never is."""
    language = base_language(tag)
    if not is_title(words) or speaks_of_film(words, tag) or is_for_somebody(words, tag):
        return False
    # "38 of 52 members, 1 dog (plot 17)" is a count.
    if words[0].isdigit() and re.match(r"\d+\s.*\d", words) is not None:
        return False
    if "%" in words or is_document(words, tag) or greets(words, language) or (language == "de" and _PLEA.match(words)):
        return False
    if words.rsplit(maxsplit=1)[-1].lower() in asking(language).films and len(words.split()) <= 2:
        return False
    # "Every year around 40 people" is where a sentence begins, and no title without its end.
    if not whole and words.lower().startswith(asking(language).often or ("\n",)):
        return False
    return not _begins_open(words, tag) and (whole or not _ends_open(words, tag))


def is_title(words: str) -> bool:
    """Whether words can stand as a title: short, whole, balanced, with letters, no address, price or file name."""
    letters = width("".join(character for character in words if character.isalpha()))
    most = MAX_QUESTION if words.endswith(_QUESTION) else MAX_TITLE
    return (
        letters >= 2
        and width(words) <= most
        and "\n" not in words
        and is_balanced(words)
        and not is_address(words)
        and not names_price(words)
        and _FILE_NAME.search(words) is None
        and not words.endswith(_UNFINISHED)
        and words[0] not in "([（"
    )


def opening_phrase(clause: str, tag: str, *, short: bool = False, fewest: int = 2) -> str | None:
    """The beginning of a clause that ends before a phrase and can be a title: the longest such, or the shortest if
    ``short`` or in languages whose verbs are not known; of ``fewest`` words or more, and without a verb at its end."""
    language = base_language(tag)
    known = asking(language)
    phrases = {*orders(language).phrases, *known.phrases}
    verbs = _verbs(tag)
    fitting: list[str] = []
    for word in words_of(clause, language):
        if word.text.lower() not in phrases:
            continue
        border = word.start
        words = clause[:border].split()
        if leads_on(words) or before_relative(" ".join(words), language) != " ".join(words):
            continue
        # "My uncle always said that": before what is said or thought only a noun and its article are whole.
        if word.text.lower() in SAYS_WHAT and len(words) > _NOUN_AND_ARTICLE:
            continue
        unknown = not has_templates(tag) and any(said.lower() in verbs for said in words)
        if unknown or any(said.lower() in SAYS_WHAT for said in words[1:]):
            continue
        if len(words) > 1 and words[-1].lower() in verbs:
            words = words[:-1]
            if any(word.lower() in known.subordinate for word in words):
                continue
        candidate = (
            clause[: clause.find(words[-1], len(" ".join(words[:-1]))) + len(words[-1])].strip() if words else ""
        )
        if opens_with_place(clause, language):
            if any(said.lower() in verbs for said in words):
                continue
            candidate = _last_noun_phrase(candidate, tag)
        whole = len(words) >= fewest and width(candidate) <= GOOD_TITLE and not re.search("[,;:–—]", candidate)
        refused = _refuses(words, language)
        if whole and not refused and can_stand(candidate, tag):
            fitting.append(candidate)
    if not fitting:
        return None
    return fitting[0] if short or not has_templates(tag) else fitting[-1]


def _refuses(words: list[str], language: str) -> bool:
    """Whether words go on to say what there is none of: ``patience with no clocks``."""
    phrases = {*orders(language).phrases, *asking(language).phrases}
    lowered = [word.lower() for word in words]
    return any(
        word in orders(language).negators and (word in phrases or before in phrases)
        for before, word in pairwise(lowered)
    )


def width(text: str) -> float:
    """The length of ``text`` in Latin letters: characters of East Asia say and take more, marks above letters none."""
    spaced = (character for character in text if unicodedata.category(character) not in {"Mn", "Mc"})
    return sum(2.5 if "\u2e80" <= c < "\uac00" else 1.6 if "\uac00" <= c <= "\ud7a3" else 1 for c in spaced)


def tale_begins(sentence: str, tag: str) -> int:
    """How many letters of a sentence end in ``Once upon a time there was`` or ``the hero is``; 0 without."""
    lowered = sentence.lower().replace("’", "'")
    known = asking(base_language(tag))
    for words in sorted((*known.beginnings, *known.heroes), key=len, reverse=True):
        place = lowered.find(words)
        end = place + len(words)
        rest = sentence[end:].lstrip(" ,，、")
        opens = base_language(tag) in BY_SUBSTRING or rest.lower().startswith(
            tuple(f"{word} " for word in _starters(tag))
        )
        if place >= 0 and rest and opens:
            return len(sentence) - len(rest)
    return 0


def _without_time(sentence: str, tag: str) -> str:
    """A sentence without how often something happens, where who does it follows: ``Every night the moon waits``."""
    for words in sorted(asking(base_language(tag)).often, key=len, reverse=True):
        rest = sentence[len(words) :].lstrip(" ,")
        if sentence.lower().startswith(f"{words} ") and rest.split()[0].lower() in _starters(tag):
            return rest
    return sentence


def sets_scene(sentence: str, tag: str) -> bool:
    """Whether a sentence begins with where it is, as a script does: ``Palermo, summer 1962.``"""
    if base_language(tag) in {"ja", "zh", "ko"}:
        return False
    found = clauses(sentence)
    first = without_full_stop(found[0]).text if len(found) > 1 else ""
    return first[:1].isupper() and " " not in first and first.isalpha() and sentence[found[0].end :][:1] in (",", ":")


def without_setting(sentence: str, tag: str) -> str:
    """A sentence without where it is set, where a colon parts the two: ``Venice, high water: two strangers ...``"""
    if not sets_scene(sentence, tag):
        return sentence
    colon = _COLON.search(sentence)
    after = sentence[colon.end() :] if colon is not None else ""
    return after if len(after.split()) > 2 else sentence


def says_little(words: str, tag: str) -> bool:
    """Whether a title is but somebody or something of which there are many, or where and when: ``A man``."""
    language = base_language(tag)
    known = asking(language)
    parts = words.lower().split()
    if _SAYS_NOTHING.match(words):
        return True
    if len(parts) <= _FEW_WORDS and parts[-1:] and parts[-1].isdigit():
        return True
    single = len(parts) <= _NOUN_AND_ARTICLE and bool(parts) and parts[0] in {*known.articles, *known.mine}
    return single or (opens_with_place(words, language) and not words.endswith(_QUESTION))


def begins_with_pronoun(words: str, tag: str) -> bool:
    """Whether words begin with one that stands for somebody whom a title has not named."""
    language = base_language(tag)
    pronouns = (*orders(language).pronouns, *asking(language).pronouns)
    return any(re.match(rf"{re.escape(word)}(?:['’]\w+)?(?!\w)", words, re.IGNORECASE) for word in pronouns)


def speaks_of_film(words: str, tag: str) -> bool:
    """Whether words give orders, say what is not to be seen, or are torn from a sentence about the film."""
    language = base_language(tag)
    if language == "de" and OBLIQUE.match(words):
        return True
    return is_for_makers(words, language) or names_slogan(words, language) or bool(recognise(words, tag).denied)


def _plain(words: str) -> str:
    """Words without quotation marks around all of them, their full stop, more than one closing mark, and what says that
    they are what an advertisement is for."""
    words = _ADVERTISES.sub("", _LAUGHTER.sub("", words.strip()))
    bare = unquoted(without_full_stop(Span(words, 0, len(words))).text)
    bare = re.sub(r"([?？])[?!？！]+$", r"\1", bare)
    return re.sub(r"\s*!{1,}$", "", bare) if not bare.startswith("¡") else bare


def without_fillers(words: str, language: str) -> tuple[str, bool]:
    """Words without those that open them and say nothing, and whether they were a clause that leans on another."""
    known = asking(language)
    for listed in (known.fillers, known.fillers, known.heroes, known.ourselves):
        for word in sorted(listed, key=len, reverse=True):
            border = "" if language in {"zh", "ja"} else r"(?!\w)"
            match = re.match(rf"{re.escape(word)}{border}[\s,!]*(?=\w)", words, re.IGNORECASE)
            rest = words[match.end() :] if match is not None else ""
            if rest and (word.split()[-1] not in _BEING or _opens_noun(rest, language)):
                words = _without_next_clause(rest, language) if word.split()[-1] in _BEING else rest
                break
    for word in () if words.endswith(_QUESTION) else known.subordinate:
        match = re.match(rf"{re.escape(word)}\s+(?=\w)", words, re.IGNORECASE)
        if match is not None and language not in BY_SUBSTRING:
            return words[match.end() :], True
    return words, False


def _without_next_clause(words: str, tag: str) -> str:
    """Words up to a second clause about the same: ``a bakery in Bath and we bake at night``."""
    joined = "|".join(map(re.escape, asking(base_language(tag)).joining or ("\n",)))
    pronouns = "|".join(map(re.escape, orders(base_language(tag)).pronouns or ("\n",)))
    return re.split(rf",?\s(?:{joined})\s(?:{pronouns})(?!\w)", words, maxsplit=1, flags=re.IGNORECASE)[0]


def _opens_noun(words: str, tag: str) -> bool:
    """Whether words begin as a noun phrase does: ``We are`` is followed by who, not by ``open``."""
    first = words.split(maxsplit=1)[0]
    return not first[0].islower() or first.lower() in _starters(tag) or "'" in first or "’" in first


def _without_bracket(words: str) -> str:
    """A clause without a bracket that ends it."""
    asides = [opening for opening, closing in pairs(words) if closing == len(words) - 1 and words[opening] in "([（【"]
    return words[: asides[0]].rstrip() if asides and asides[0] > 0 else words


def _without_particle(words: str, language: str) -> str:
    """Words of Japanese or Korean without the particle that would lead on from them."""
    for particle in sorted(asking(language).particles, key=len, reverse=True):
        noun = words.removesuffix(particle)
        if noun != words and len(noun) > 1 and not "\u3040" <= noun[-1] <= "\u309f":
            return noun
    return words


def _quoted_opening(words: str, language: str) -> str | None:
    """A noun in quotation marks that opens words of a language without capitals."""
    if language not in {"ja", "ko", "zh"}:
        return None
    match = _QUOTED_OPENING.match(words)
    long = match is not None and match.end() < len(words) and width(match[0]) >= MIN_TITLE
    return match[0] if match is not None and long and is_title(match[0]) else None


def _who_or_what(sentence: str, tag: str) -> str | None:
    """The words before the verb of a sentence: who or what it is about. None where that is not certain."""
    language = base_language(tag)
    verbs = _verbs(tag)
    if language == "de" and (subject := _GERMAN_SUBJECT.match(sentence)) is not None and subject[2] not in _NO_VERBS:
        return subject[1] if can_stand(subject[1], tag) else None
    found = [word for word in words_of(sentence, language) if word.text.lower() in verbs]
    if not found or found[0].start == 0:
        return _name(sentence, language)
    about = before_relative(_BRACKET.sub(" ", sentence[: found[0].start]).strip(), language)
    opening = about.lower().replace("’", "'").split()
    if not opening:
        return None
    begins_well = opening[0] in _starters(tag) or "'" in opening[0] or about[0].isdigit() or opening[0] in _COUNTS
    many = len(re.split(r"[\s']+", about.replace("’", "'")))
    whole = many >= 2 and len(opening) <= _MOST_WORDS and width(about) <= GOOD_TITLE and not re.search("[,;:–—]", about)
    return about if whole and begins_well and can_stand(about, tag) else _name(sentence, language)


def _last_noun_phrase(words: str, tag: str) -> str:
    """Words from where a second noun phrase begins that nothing joins to the first: ``a house in Turin | the lift``."""
    joining = {*orders(base_language(tag)).phrases, *asking(base_language(tag)).phrases}
    joining |= {*asking(base_language(tag)).joining, *asking(base_language(tag)).places}
    determiners = {*asking(base_language(tag)).articles, "the", "le", "la", "l'", "el", "il", "lo", "o", "de", "het"}
    found = list(re.finditer(r"\w+['’]?", words))
    for before, word in reversed(list(pairwise(found))):
        lone = word[0].lower().replace("’", "'") in determiners & _starters(tag) | {"l'"}
        if lone and before[0].lower() not in joining and before[0].lower() not in _starters(tag):
            rest = words[word.start() :]
            return words if {*rest.lower().split()} & joining or len(rest.split()) > _MOST_WORDS else rest
    return words


def _after_a_place(sentence: str, tag: str) -> str | None:
    """Who or what a sentence is about that opens with a place or a time: ``In Cairo a tailor waits``."""
    language = base_language(tag)
    if not opens_with_place(sentence, language):
        return None
    found = clauses(sentence)
    if len(found) > 1 and (after := _who_or_what(sentence[found[1].start :], tag)) is not None:
        return after
    if language == "de":
        turned = _GERMAN_TURNED.search(sentence)
        return turned[2] if turned is not None and turned[1] not in _NO_VERBS and can_stand(turned[2], tag) else None
    articles = asking(language).articles
    opening = next((word for word in words_of(sentence, language)[1:] if word.text.lower() in articles), None)
    about = _who_or_what(sentence[opening.start :], tag) if opening is not None else None
    return _last_noun_phrase(about, tag) if about is not None else None


def _is_long_enough(clause: str) -> bool:
    """Whether a clause alone says something: some letters, or a few characters that are words."""
    return len(clause) >= (MIN_IDEOGRAPHS if clause[0] > "\u2e80" else MIN_TITLE)


def opens_with_place(words: str, language: str) -> bool:
    """Whether words begin with where or when."""
    known = asking(language)
    return words.lower().partition(" ")[0] in known.places or words.lower().startswith(known.often or ("\n",))


@cache
def _verbs(tag: str) -> frozenset[str]:
    language = base_language(tag)
    return frozenset((*asking(language).verbs, *(lexicon(language).list("verbs") if has_templates(tag) else ())))


@cache
def _starters(tag: str) -> frozenset[str]:
    """Words that open a noun phrase."""
    language = base_language(tag)
    listed = [lexicon(language).list(name) for name in _DETERMINERS] if has_templates(tag) else []
    return frozenset((*asking(language).starts, *(word for words in listed for word in words)))


def _name(sentence: str, language: str) -> str | None:
    """The name of two or more words that opens a sentence: ``Mr. Adebayo is``. None where nouns have capitals too."""
    known = asking(language)
    if language == "de" or sentence.isupper():
        return None
    names: list[str] = []
    for word in sentence.split():
        if not (word[0].isupper() and (word[-1].isalnum() or _TITLE_OF_PERSON.fullmatch(word))):
            break
        names.append(word)
    known_words = orders(language)
    no_names = {*known.names_not, *known_words.phrases, *known_words.leaning, *known_words.pronouns, *known.subordinate}
    no_names |= set(known.places)
    certain = 2 <= len(names) <= _MOST_NAMES and len(names) < len(sentence.split()) and names[0].lower() not in no_names
    following = sentence.split()[len(names)] if certain else ""
    return " ".join(names) if following[:1].islower() and following not in known.joining else None


def _begins_open(words: str, tag: str) -> bool:
    """Whether words begin with one that makes them part of another clause."""
    language = base_language(tag)
    opening = words.lower().replace("’", "'").split()
    return len(opening) > 1 and opening[0] in asking(language).subordinate and not words.endswith(_QUESTION)


def _ends_open(words: str, tag: str) -> bool:
    """Whether words end in one that leads on to others: a relative word, a conjunction, a preposition, an article."""
    language = base_language(tag)
    if language == "ja":
        return words.endswith(tuple(_CONJUNCTIVE)) and "\u3040" <= words[-2:-1] <= "\u309f"
    *_, last = words.lower().replace("’", "'").split() or [""]
    known = {*joining_words(tag), *orders(language).pronouns}
    return len(words.split()) > 1 and last in known


@cache
def joining_words(tag: str) -> frozenset[str]:
    """Small words that lead on to others: conjunctions, prepositions, articles."""
    language = base_language(tag)
    known, mine = orders(language), asking(language)
    return frozenset((*known.phrases, *known.joints, *mine.phrases, *mine.subordinate, *_starters(tag)))
