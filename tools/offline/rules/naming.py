"""Where a brief writes the name of what it advertises: each way of naming gives the names that it finds.

A name counts only where it is certain. Knows nothing of what the thing is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from studio.tools.offline.rules.layout import is_form
from studio.tools.offline.rules.lexicon import BY_SUBSTRING, base_language, has_templates, lexicon, read_toml
from studio.tools.offline.rules.pairs import is_balanced
from studio.tools.offline.rules.requests import asked_subject, asking, is_document, names_film
from studio.tools.offline.rules.sentences import clauses, sentences, without_full_stop
from studio.tools.offline.rules.speakable import is_address, names_slogan

_FEW_LETTERS = 20
OPENING_SENTENCES, _QUOTING_SENTENCES = 3, 2
_QUOTED = re.compile(
    r"[\"“„”«「『《【]\s*([^\"“”«»「」『』《》【】\n]{2,40}?)\s*[\"”“»」』》】]|(?<!\w)[‘'‚]([^'‘’\n]{2,30})['’‘](?!\w)"
)
_NAME_MARKS = {"zh": "「『《【", "ko": "'‘\"“「", "hi": "'‘\"“", "ar": '«"“'}
"""Marks between which names without capitals stand."""

_EARLY, _FEW_WORDS = 40, 2
_LEGAL_FORMS = frozenset({"GmbH", "AG", "KG", "Inc", "Ltd", "LLC", "SA", "SARL", "SL", "SRL", "SpA", "B.V"})
_MAX_NAME_WORDS = 5
_MAX_IDEOGRAPHS = 12
_INTRODUCED = re.compile(
    r"\s+[–—-]\s|\s*(?P<label>:)\s|,\s+(?:an?|the|une?|une|eine?|una|uno|um|uma|il|la|le|el|o|der|die|das|c'est)\s"
)
_LISTED = re.compile(r",\s(?=[^,.\n]{2,30},\s)")
"""``Óptica Medina, Valencia, ...``: a name and where it is."""

_OPENING_LABEL = re.compile(r"[^:.!?\n]{2,40}:\s+(?:(?:the|la|le|el|il|das|die|der)\s+(?=[A-ZÀ-Þ]))?")
_EXPLAINED = re.compile(r",\s[^\W\dA-Z]")
_SENTENCE_MARKS = re.compile(r"[.!?…。！？;:：；，,、/\\|<>=*_]")
_TITLE_OF_PERSON = re.compile(r"(?:^|\s)(?:mr|mrs|ms|dr|st|prof|mme|mlle|sr|sra|sig|hr|fr)\.?$", re.IGNORECASE)
_INNER_POINT = re.compile(r"\b(?:St|Dr|Mr|Mrs|Ms|No|Nr|Vol)\.|(?<=\d)[.,](?=\d)|(?<=\w):(?=\w)|(?<=\w)[!?！？]$")
_NUMBERED = re.compile(r"\. ?\d{1,3}(?!\d)")
_NUMBERED_NAME = re.compile(r"(?:N°|No|Nº|#)?\s?\d{1,4}")
_LABELLED = re.compile(
    r"^\W*(?:\d+[.)]\s*)?(?:product(?: name)?|(?:produkt|marken)(?:name)?|name des produkts|(?:nom du )?produit|"
    r"(?:nombre del )?producto|(?:nome del )?prodotto|(?:nome do )?produto|productnaam|"
    r"商品名|製品名|产品名?称?|商品名?称?|"
    r"제품명?|상품명|продукт|название(?: продукта)?|товар|"
    r"(?:nazwa )?produktu?|service|servizio|servicio|serviço|dienst|usługa|brand(?: name)?|marke|marque|marca|marchio|"
    r"ブランド名|品牌名?称?|المنتج|اسم المنتج)\s*(?:[:：]|\t)\s*(?P<name>\S.*)$",
    re.IGNORECASE | re.MULTILINE,
)
"""The field of a form that names what is advertised."""

_ELIDED = re.compile(r"[a-z]{1,2}['’]\w")
_VALUE_ENDS = re.compile(r"[,，、。(（\[;；|\n]|\s[–—-]\s|\.\s")
_WORD = re.compile(r"[^\s,.;:!?()\[\]{}\"“”„«»「」『』（），。！？、：]+")
_LATIN = re.compile(r"[A-ZÀ-Þ][\w&'’:-]*(?: (?:&|[A-Z0-9À-Þ][\w&'’:-]*)){0,4}")
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

_WORDS_OF_A_HOUSE = 3
_PUBLIC_HOUSES = frozenset(
    {
        *("library", "school", "college", "hospital", "bibliothek", "stadtbücherei", "bücherei", "schule", "gymnasium"),
        *("bibliothèque", "médiathèque", "école", "collège", "lycée", "hôpital", "biblioteca", "escuela", "colegio"),
        *("instituto", "scuola", "liceo", "istituto", "ospedale", "escola", "colégio", "bibliotheek", "ziekenhuis"),
        *("biblioteka", "szkoła", "liceum", "szpital"),
    }
)
"""What is named after people, who are then in its name and sell nothing."""


ARTICLES = frozenset({"the", "la", "le", "el", "il", "lo", "les", "los", "las", "der", "die", "das", "den", "our"})
_CAPITALISING_NOUNS = {"de"}
_SHOUTED = 0.6


@dataclass(frozen=True)
class _Names:
    """The lists of products.toml for one language; what they mean is said there."""

    called: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()
    animals: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()


@cache
def _known(language: str) -> _Names:
    data = read_toml("products.toml").get(language, {})
    return _Names(**{name: tuple(listed) for name, listed in data.items()})


def places_before(language: str) -> tuple[str, ...]:
    """Words that say of what follows that it is where, of what or with what something is."""
    return _known(language).places


def names(text: str, tag: str) -> Iterator[str]:
    """The names that ``text`` may give what it advertises, the most certain first; none of a person after whom a house
    is named."""
    language = base_language(tag)
    for name in _named(text, tag, language):
        before = text[: max(0, text.find(name))].rsplit("\n", maxsplit=1)[-1]
        if not _is_named_after(before, name):
            yield name


def _named(text: str, tag: str, language: str) -> Iterator[str]:
    yield from _labelled(text, language)
    yield from _announced(text, language)
    yield from _called(text, language)
    yield from _asked(text, tag)
    yield from _opening(text, language)
    yield from _ours(text, language)
    yield from _quoted(text, language)
    yield from _traded(text, language)


def is_certain(name: str, language: str) -> bool:
    """Whether words that stand where a name may stand look like one."""
    if _count_words(name, _known(language).joined) > _MAX_NAME_WORDS or not is_balanced(name) or is_address(name):
        return False
    letters = sum(character.isalpha() for character in name)
    if letters < 2 and _NUMBERED_NAME.fullmatch(name) is None:
        return False
    if _TITLE_OF_PERSON.search(name) or _SENTENCE_MARKS.search(_INNER_POINT.sub("", name)):
        return False
    lowered = name.lower()
    if is_document(name, language) or names_body(name, language):
        return False
    if lowered in _NO_NAMES or lowered.split()[0] in _NO_NAMES or names_slogan(name, language):
        return False
    if lowered in labels(language):
        return False
    ideographs = sum(character > "\u2e80" for character in name)
    return ideographs <= _MAX_IDEOGRAPHS


def labels(tag: str) -> tuple[str, ...]:
    """What the fields of a brief are called."""
    if not has_templates(tag):
        return ()
    known = lexicon(base_language(tag))
    return (*known.list("silentlabels"), *known.list("spokenlabels"))


def is_shouted(text: str) -> bool:
    """Whether a text is written in capitals, which then say nothing of names."""
    cased = [character for character in text if character.isupper() or character.islower()]
    return len(cased) > _FEW_LETTERS and sum(c.isupper() for c in cased) > _SHOUTED * len(cased)


def _announced(text: str, language: str) -> list[str]:
    """The capitalised words after ``Launch the``, ``Introducing`` and their like."""
    if not has_templates(language):
        return []
    found = []
    for lead in lexicon(language).list("product_after"):
        # After an article one capitalised word is as likely a feast or a place.
        needed = 2 if language in _CAPITALISING_NOUNS or lead.split()[-1].lower() in ARTICLES else 1
        for match in re.finditer(rf"(?<!\w){re.escape(lead)}\s+", text, re.IGNORECASE):
            name = _capitalised_words(text, match.end())
            if name is not None and (len(name.split()) >= needed or _looks_coined(name)):
                found.append(name)
    return found


def _labelled(text: str, language: str) -> list[str]:
    """The names in the fields of a form: ``Product: Pluvia``."""
    found = []
    for match in _LABELLED.finditer(text):
        value = match["name"]
        quoted = _QUOTED.search(value.split("(")[0].split("（")[0])
        if quoted is not None:
            found.append(_in_quotes(quoted).rstrip("."))
            continue
        plain = _VALUE_ENDS.split(value, maxsplit=1)[0].strip()
        caseless = plain.lower() == plain.upper()
        joined = _known(language).joined
        parts = plain.split()
        named = all(not word[0].islower() or word in joined or _ELIDED.match(word) for word in parts)
        whole = caseless or (named and len(parts) <= _MAX_NAME_WORDS)
        name = plain if whole else _capitalised_words(value, 0, joined=joined)
        sure = name is not None and (language not in _CAPITALISING_NOUNS or " " in name or _looks_coined(name))
        if name and sure:
            found.append(name)
    return found


def _is_named_after(before: str, name: str) -> bool:
    """Whether a library, a school or another house in ``before`` is named after somebody called ``name``."""
    house = not {*before.lower().split()[-_WORDS_OF_A_HOUSE:]}.isdisjoint(_PUBLIC_HOUSES)
    parts = name.split()
    return (
        house
        and before.rstrip(" ")[-1:] in '"“„«'
        and len(parts) > 1
        and all(part.istitle() and part.isalpha() for part in parts)
    )


def names_body(words: str, tag: str) -> bool:
    """Whether words name a public body, which sells nothing."""
    return not {*words.lower().split()}.isdisjoint(_known(base_language(tag)).bodies)


def is_thing(text: str, tag: str, name: str) -> bool:
    """Whether what is called ``name`` may be a thing: not a firm, a shop, a place, an occasion or a campaign, as its
    sentence or the next would say. What a form gives as its product is."""
    language = base_language(tag)
    known = _known(language)
    if name in _labelled(text, language):
        return True
    place = text.find(name)
    found = sentences(text)
    at = next((number for number, one in enumerate(found) if one.start <= place < one.end), 0)
    said = " ".join(one.text for one in found[at : at + 2]).lower()
    before = r"\w*" if language in _CAPITALISING_NOUNS else ""
    after = r"\w{0,2}" if language == "pl" else r"(?:e?s)?"
    trades = "|".join(map(re.escape, (*known.trades, *known.bodies)))
    firm = re.search(r"&\s|\w['’]s$", name) is not None
    return not firm and (not trades or re.search(rf"(?<!\w){before}(?:{trades}){after}(?!\w)", said) is None)


def whole_name(name: str, text: str, tag: str) -> str:
    """A name with what belongs to it where it stands in ``text``: ``Vuoto`` of ``Vuoto a Rendere``, ``Ann's`` of
    ``Ann's hot sauce``."""
    language = base_language(tag)
    end = text.find(name) + len(name)
    if language in BY_SUBSTRING or end < len(name):
        return name
    joined = "|".join(map(re.escape, (*_known(language).joined, *_known(language).within)))
    after = re.match(rf"(?:\s(?:{joined})){{1,2}}\s[A-ZÀ-Þ][\w-]+", text[end:]) if joined else None
    if after is None and re.search(r"\w['’]s$", name) is not None:
        after = re.match(r"(?:\s[a-z][\w-]+){1,3}(?=\s*(?:$|[.,;:!?\n–—(]))", text[end:])
    return name + after[0] if after is not None else name


def _called(text: str, language: str) -> list[str]:
    """The name after ``called`` and its like: quoted, or with a capital."""
    found = []
    for word in _known(language).called:
        for match in re.finditer(rf"(?<!\w){re.escape(word)}\s*:?\s+", text, re.IGNORECASE):
            quoted = _QUOTED.match(text, match.end())
            name = _in_quotes(quoted) if quoted is not None else _capitalised_words(text, match.end())
            if name is not None and not _names_animal(text, match.start(), language):
                found.append(name)
    return found


def _names_animal(text: str, place: int, language: str) -> bool:
    """Whether who is called so is somebody: ``a woman named Lupita``, not a thing of those who advertise."""
    sentence = next((one.text for one in sentences(text)[:OPENING_SENTENCES] if one.start <= place < one.end), None)
    before = set(re.findall(r"\w+", text[max(0, place - 24) : place].lower()))
    return sentence is None or not before.isdisjoint(_known(language).animals)


def _asked(text: str, tag: str) -> list[str]:
    """The name in what one of the first sentences asks a film for: quoted, else with capitals, and not a place's."""
    language = base_language(tag)
    for sentence in sentences(text)[:OPENING_SENTENCES]:
        if _heads_a_form(text, sentence.text):
            continue
        subject = asked_subject(sentence.text, tag)
        if subject is None:
            continue
        quoted = [name for match in _QUOTED.finditer(subject) if _opens_as_name(name := _in_quotes(match).strip())]
        if quoted:
            return quoted
        if language not in _CAPITALISING_NOUNS:
            first, second, *_ = (*(without_full_stop(clause).text for clause in clauses(subject)), "", "")
            return (
                _with_capitals(first, subject, language)
                or [second][: " " in second and second == _capitalised_words(second, 0)]
            )
    return []


def _heads_a_form(text: str, line: str) -> bool:
    """Whether a line in capitals says what a form itself is called."""
    return line.isupper() and is_form(text)


def _with_capitals(clause: str, subject: str, language: str) -> list[str]:
    """The words with capitals in the first clause of a subject: two or more, a coined one, or an introduced one."""
    known = _known(language)
    for word in _WORD.finditer(clause):
        before = clause[: word.start()].lower().replace("’", "'").split()
        if not word[0][0].isupper() or (before and before[-1] in known.places):
            continue
        name = _capitalised_words(clause, word.start(), joined=known.joined)
        introduced = _INTRODUCED.match(subject, word.end())
        if name is not None and (" " in name or _looks_coined(name) or (introduced and not introduced["label"])):
            return [name]
    return []


def _ours(text: str, language: str) -> list[str]:
    """The name after ``We are``, in one of the first sentences that has one."""
    for sentence in sentences(text):
        for opening in asking(language).ourselves:
            match = re.match(
                rf"{re.escape(opening)}(?!\w)\s+(?:(?:{'|'.join(ARTICLES)})\s+)?", sentence.text, re.IGNORECASE
            )
            name = _capitalised_words(sentence.text, match.end()) if match is not None else None
            if name is not None and len(name.split()) > 1 and language not in _CAPITALISING_NOUNS:
                return [name]
    return _from(text, language)


def _from(text: str, language: str) -> list[str]:
    """The name after ``I'm Sue from``, which says for whom the speaker works."""
    known = _known(language)
    if not known.staff:
        return []
    staff, ourselves = ("|".join(map(re.escape, words)) for words in (known.staff, asking(language).ourselves))
    match = re.search(rf"(?<!\w)(?:{ourselves})\s(?:[^.!?,\n]{{1,30}}?\s)?(?:{staff})\s+(?=\w)", text, re.IGNORECASE)
    name = _capitalised_words(text, match.end(), joined=known.joined) if match is not None else None
    return [name] if name is not None and len(name.split()) > 1 else []


def _opening(text: str, language: str) -> list[str]:
    """Capitalised words that open one of the first lines, or follow a label that does, and are explained at once."""
    lines = [match.end() for match in re.finditer(r"(?:\A|\n)[ \t]*(?=\S)", text)][:OPENING_SENTENCES]
    labels = [(match.end(), True) for line in lines if (match := _OPENING_LABEL.match(text, line)) is not None]
    for start, labelled in (*((line, False) for line in lines), *labels):
        name = _capitalised_words(text, start, joined=_known(language).joined)
        if name is None or not (labelled or _is_a_name(name, language)):
            continue
        line = text[start:].split("\n", maxsplit=1)[0]
        if not labelled and name.isupper() and _heads_a_form(text, name if " " in name else line):
            continue
        end = start + len(name)
        introduced = _INTRODUCED.match(text, end) or _LISTED.match(text, end)
        if introduced is None and labelled and " " in name:
            # After a label, "Lavandería La Osa, abierta ..." is explained by any clause.
            introduced = _EXPLAINED.match(text, end)
        if introduced is None or (labelled and language in _CAPITALISING_NOUNS):
            continue
        # Two plain words before a colon are as likely a label.
        is_label = introduced.groupdict().get("label") and len(text.splitlines()) > 1
        if not (is_label and (start != lines[0] or not _looks_coined(name))):
            return [name]
    return []


def _traded(text: str, language: str) -> list[str]:
    """The two or more words with capitals after a shop or a feast in one of the first sentences."""
    trades = "|".join(map(re.escape, _known(language).trades))
    if not trades or language in _CAPITALISING_NOUNS:
        return []
    joined = _known(language).joined
    opening = sentences(text)[:OPENING_SENTENCES]
    found = re.finditer(rf"(?<!\w)(?:{trades})\s+(?=\w)", text[: opening[-1].end] if opening else "", re.IGNORECASE)
    named = (_capitalised_words(text, match.end(), joined=joined) for match in found)
    return [name for name in named if name is not None and " " in name and not is_shouted(name)]


def _quoted(text: str, language: str) -> list[str]:
    """Words in quotation marks in the first sentences that are written as a name is; Latin ones in another script."""
    found = []
    opening = sentences(text)[:_QUOTING_SENTENCES]
    end = opening[-1].end if opening else 0
    for match in _QUOTED.finditer(text, 0, end):
        name = _in_quotes(match)
        before = re.split(r"[.!?。！？\"“”«»„「」『』]", text[max(0, match.start() - 24) : match.start()])[-1]
        caseless = name.lower() == name.upper()
        if caseless and not _is_marked_as_name(text, match, language):
            # Where nothing has capitals, words in quotation marks are as likely words.
            continue
        is_film = bool(before.split()) and names_film(before.split()[-1], language)
        if _is_written_as_name(name) and not names_slogan(before, language) and not is_film:
            found.append(name)
    if language in BY_SUBSTRING and opening:
        found += [match[0] for match in _LATIN.finditer(opening[0].text) if " " in match[0]]
    return found


def _in_quotes(match: re.Match[str]) -> str:
    return str(next(filter(None, match.groups())))


def _opens_as_name(words: str) -> bool:
    """Whether a few words that are quoted where a name is expected may be one."""
    return bool(words) and not words[0].islower() and len(words.split()) <= _MAX_NAME_WORDS


def _is_written_as_name(name: str) -> bool:
    """Whether every longer word has a capital, or the script has none, and the name ends as one may."""
    caseless = name.lower() == name.upper()
    named = all(word[0].isupper() or not word[0].isalpha() or len(word) <= 3 for word in name.split())
    single = name[0].isupper() and name[-1] in "!?" and len(name.split()) <= 3
    return caseless or (
        (name[0].isupper() or name[0].isdigit()) and (named or single) and (name[-1].isalnum() or name[-1] in ")]!?")
    )


def _is_marked_as_name(text: str, match: re.Match[str], language: str) -> bool:
    """Whether quoted words without capitals stand early in marks for names, or after ``Launch`` and its like."""
    leads = lexicon(language).list("product_after") if has_templates(language) else ()
    launched = bool(leads) and text[: match.start()].rstrip().endswith(leads)
    few = len(_in_quotes(match).split()) <= _FEW_WORDS
    return launched or (few and match[0][0] in _NAME_MARKS.get(language, "「『") and match.start() <= _EARLY)


def _capitalised_words(text: str, start: int, joined: tuple[str, ...] = ()) -> str | None:
    """The words with capitals at ``start``; small words of ``joined`` may stand between them."""
    end = reached = start
    for word in _WORD.finditer(text, start):
        between = text[reached : word.start()]
        if between.strip(" &") or "\n" in between or word[0] in _LEGAL_FORMS:
            break
        reached = word.end()
        if word[0][0].isupper() or word[0][0].isdigit():
            end = word.end()
        elif end == start or (word[0] != "&" and word[0] not in joined):
            break
    if text[start:end].endswith(("Vol", "No", "Nr")) and (number := _NUMBERED.match(text, end)) is not None:
        end = number.end()
    name = text[start:end]
    return name if name and name[0].isupper() and _count_words(name, joined) <= _MAX_NAME_WORDS else None


def _count_words(name: str, joined: tuple[str, ...]) -> int:
    """How many words a name has beside numbers and those that join others."""
    return sum(not word.isdigit() and word != "&" and word not in joined for word in name.split())


def _is_a_name(name: str, language: str) -> bool:
    """Whether capitalised words that open a text are a name: coined, or two where nouns are not capitalised."""
    return any(map(_looks_coined, name.split())) or (language not in _CAPITALISING_NOUNS and len(name.split()) > 1)


def _looks_coined(name: str) -> bool:
    return any(character.isupper() or character.isdigit() for character in name[1:])
