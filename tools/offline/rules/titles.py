"""What a film is called: the title that it is given, else the brief's own words for who or what it is about.

Knows nothing of how a phrase is found in a sentence.
"""

from __future__ import annotations

import re

from studio.production.tasks import BriefFacts
from studio.production.vocabulary import Kind, StoryShape
from studio.tools.offline.rules.addressing import speaks_of_me
from studio.tools.offline.rules.layout import ORDINAL_MARK
from studio.tools.offline.rules.lexicon import BY_SUBSTRING, base_language, has_templates, lexicon
from studio.tools.offline.rules.motifs import closing_thing, motif
from studio.tools.offline.rules.naming import ARTICLES, names_body
from studio.tools.offline.rules.pairs import unquoted
from studio.tools.offline.rules.products import product_name
from studio.tools.offline.rules.recognition import Recognition
from studio.tools.offline.rules.requests import asked_subject, asking, is_document, names_film, parted_at_pictures
from studio.tools.offline.rules.sentences import clauses, sentences, trimmed, without_full_stop
from studio.tools.offline.rules.speakable import greets, is_for_makers, slogan, spoken_spans
from studio.tools.offline.rules.templates import Fillings, book, capitalised, fill
from studio.tools.offline.rules.topics import (
    GOOD_TITLE,
    MAX_TITLE,
    begins_with_pronoun,
    can_stand,
    is_title,
    joining_words,
    opening_phrase,
    opens_with_place,
    says_little,
    sets_scene,
    speaks_of_film,
    tale_begins,
    title_of,
    width,
    without_fillers,
    without_setting,
)

_HEADING_MARKS = "#*_= \t"
_ASKING_SENTENCES = 3
"""Sentences that may ask for a film before the story begins."""

_TITLE_LABEL = re.compile(
    r"^\W*(?:(?:working|provisional|film|project|arbeits|film|projekt|vorläufiger)[\s-]?)?"
    r"(?:title|titel|titre|título|titulo|titolo|标题|题目|片名|題名|タイトル|仮題|仮タイトル|제목|название|العنوان)"
    r"(?:\s(?:provisoire|de travail|provisional|provisorio|provisório|provvisorio|di lavoro)|暂定)?"
    r"\s*[:：]\s*(?P<title>\S.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_DOCUMENT_LABEL = re.compile(
    r"\A\W*(?:exposé|expose|treatment|synopsis|outline|entwurf|drehbuch|kurzfilm|short film|scénario|court[- ]métrage|"
    r"guion|guión|cortometraje|sceneggiatura|soggetto|cortometraggio|roteiro|curta|scenariusz|scenario|konspekt)"
    r"\s*[:：–—-]\s*(?P<title>\S[^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
"""The first line of a document that says what it is, and then what it is called."""

_SUBJECT = re.compile(
    r"^\W*(?:re|subject|betreff|betrifft|objet|asunto|oggetto|assunto|onderwerp|тема|temat|件名|主题)\s*[:：]\s*(?P<title>\S.*)$",
    re.IGNORECASE | re.MULTILINE,
)
"""What a letter or a memo says that it is about."""

_NOT_A_TITLE = re.compile(r"[.:：。]$|^(?:INT|EXT|I/E|FADE|CUT)\b|^\d|[:：]\s")
_IN_QUOTES = (
    r"(?:\"([^\"\n]+)\"|[“„”]([^”“\n]+)[”“]|«\s?([^»\n]+?)\s?»|»([^«\n]+)«|"
    r"「([^」\n]+)」|『([^』\n]+)』|《([^》\n]+)》)"
)
_CALLED = re.compile(
    r"\b(?:titled|entitled|(?:film|story|short|movie|video|tale)(?: is)? called|with the title|mit dem titel|"
    r"(?:projekt|project|projet|proyecto|progetto)\s*:\s*(?:\w+film\s)?|"
    r"intitulée?|qui s'appelle|titulad[oa]|que se llama|intitolat[oa]|dal titolo|chamad[oa])\s*:?\s*" + _IN_QUOTES,
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"\A\W*(?:outline|treatment|script|screenplay|storyboard|short film|entwurf|drehbuch|scénario|guion|guión|"
    r"sceneggiatura|大纲|剧本|campaign|campaña|campagne|campagna|kampagne|campanha)\b[^\n\"“”„«»「」]{0,24}"
    + _IN_QUOTES,
    re.IGNORECASE,
)
_FILM_IN_QUOTES = re.compile(
    r"\A\W*[^\n\"“”„«»「」《》]{0,80}?(?:\b\w*film|cortometraje|court[- ]métrage|cortometraggio|curta(?:-metragem)?|"
    r"短片|动画片|ролик|фильм)\s*[–—:-]?\s*" + _IN_QUOTES,
    re.IGNORECASE,
)
"""A film that is named in quotation marks as soon as it is spoken of."""

_SLUGLINE = re.compile(
    r"^[ \t]*(?:(?:scene|szene|bild|scène|séquence|escena|secuencia|scena|cena|sequência)?\s*\d+[.):]?\s*[-–—]?\s*)?"
    r"(?:INT\.?/EXT|INT|EXT|I/E|INNEN|AU(?:SS|ẞ)EN|INTERIOR|EXTERIOR|ESTERNO|INTERNO|WNĘTRZE|PLENER|BINNEN|BUITEN)"
    r"[./ ]+\s*"
    r"(?P<place>[^\n–—]+?)\s*(?:\s[-–—]\s.*|[-–—].*)?$",
    re.MULTILINE | re.IGNORECASE,
)
"""Where a scene of a screenplay plays, with its number or without."""

_BRACKET_AT_END = re.compile(r"\s*[(（\[][^)）\]]*[)）\]]\s*$")
"""What kind of text it is, after a title: ``(short story)``."""
_LONGEST_ABBREVIATION = 4
_WORDS_OF_A_HEAD = 5
_CLAUSES = re.compile("[,，、;；]")
_MARK = re.compile(rf"^{ORDINAL_MARK}\s+")
_SMALL_WORDS = frozenset(
    ("a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "but", "or", "with", "from", "by")
)
"""Words without capitals in an English title."""


def title(facts: BriefFacts, recognition: Recognition, shape: StoryShape) -> str:
    """A short title: the one it is given, the product, what the request asks for, who or what the first sentences are
    about, the figures, or the shape's name."""
    given = _given(facts)
    if given is not None:
        return _cased(given, facts.text, facts.language)
    plain = parted_at_pictures(facts.text)
    tag = facts.language
    found = _tale(plain, tag) or _asked(plain, tag)
    if found is None and recognition.hero is not None and facts.kind is Kind.STORY:
        found = _first_title(plain, tag) or _figures_title(recognition, tag)
    found = _fuller(found or _first_title(plain, tag), plain, tag)
    if found is not None:
        return _cased(capitalised(found), plain, tag)
    if has_templates(tag):
        return book(base_language(tag), facts.kind)["title"][shape][0].text
    return capitalised(shortest_clause(plain, tag))


def own_title(facts: BriefFacts, told: tuple[str, ...]) -> str:
    """The title of a person's own text: its title line if it has one, else what it advertises, its first sentence if
    that is short, the place where a screenplay opens, or what its first sentences are about."""
    text, tag = facts.text, facts.language
    given = _labelled(text) or _called(text) or _subject_line(text, tag) or _heading(text) or _line_alone(text, told)
    given = given or _head_left_out(text, told, tag)
    if given is not None:
        return _cased(capitalised(given), text, tag)
    if facts.kind is Kind.AD and (advertised := _advertised(facts)) is not None:
        return advertised
    first = without_full_stop(sentences(told[0])[0]).text if told and sentences(told[0]) else ""
    if (
        can_stand(first, tag)
        and width(first) <= GOOD_TITLE
        and not _CLAUSES.search(first)
        and not begins_with_pronoun(first, tag)
    ):
        found: str | None = title_of(first, tag)
    else:
        place = _SLUGLINE.search(text)
        named = re.split(r"\.\s", place["place"].strip())[0] if place is not None else ""
        found = named if is_title(named) else None
    found = _tale(text, tag) or found or _asked(text, tag) or _best_of(told, tag)
    found = _fuller(found, " ".join(told) or text, tag)
    return (
        _cased(capitalised(found), text, tag)
        if found is not None
        else capitalised(shortest_clause(told[0] if told else text, tag))
    )


def _fuller(found: str | None, text: str, tag: str) -> str | None:
    """A title, or what the text comes back to where there is none or it says too little: ``A man``."""
    if found is not None and not says_little(found, tag):
        return found
    return motif(text, tag) or closing_thing(text, tag) or found


def shortest_clause(text: str, tag: str = "") -> str:
    """The first clause that fits a title, or the shortest there is, or its beginning."""
    found = [without_full_stop(clause).text for clause in clauses(text)] or [text.strip()]
    found = [words for words in found if sum(map(str.isalnum, words)) > 1] or found
    language = base_language(tag)
    found = [without_fillers(clause, language)[0] for clause in found if not greets(clause, language)] or found
    fitting = [clause for clause in found if is_title(clause)] or [word for word in found if len(word) <= MAX_TITLE]
    return fitting[0] if fitting else opening_phrase(found[0], tag) or _cut(min(found, key=len))


def _given(facts: BriefFacts) -> str | None:
    """The title that a brief names, its product, or its heading."""
    named = _labelled(facts.text) or _called(facts.text) or _subject_line(facts.text, facts.language)
    if named is None and facts.kind is Kind.AD and (advertised := _advertised(facts)) is not None:
        # A name may begin with a small letter, an article may not.
        return capitalised(advertised) if advertised.split()[0] in ARTICLES else advertised
    heading = _heading(facts.text)
    if named is None and (heading is None or speaks_of_film(heading, facts.language)):
        return None
    return _cased(named or heading or "", facts.text, facts.language)


def _tale(text: str, tag: str) -> str | None:
    """Who or what the tale that begins in one of the first sentences is about."""
    for sentence in sentences(parted_at_pictures(text))[:_ASKING_SENTENCES]:
        found = title_of(sentence.text, tag) if tale_begins(sentence.text, tag) else None
        if found is not None:
            return found
    return None


def _asked(text: str, tag: str) -> str | None:
    """The title in what one of the first sentences asks for."""
    for sentence in sentences(text)[:_ASKING_SENTENCES]:
        subject = asked_subject(without_full_stop(sentence).text, tag)
        if subject and names_body(subject.split(":")[0], tag):
            # A council asks; what for stands after its name.
            subject = subject.partition(":")[2].strip()
        found = title_of(subject, tag, asked=True) if subject else None
        if found is not None:
            return found
    return None


def _first_title(text: str, tag: str) -> str | None:
    """The title in the first sentence that has one, of those that can be told; a sentence that begins with a pronoun
    waits for all others."""
    told = tuple(span.text for span in spoken_spans(text, tag)) or tuple(span.text for span in sentences(text))
    return _best_of(told, tag)


def _best_of(told: tuple[str, ...], tag: str) -> str | None:
    # "A bedtime story, quiet, for a four-year-old" says what is wanted.
    films = asking(base_language(tag)).films
    told = tuple(line for line in told if not line.lower().startswith(tuple(f"{film} " for film in films))) or told
    ordered = sorted(
        told,
        key=lambda sentence: (
            not tale_begins(sentence, tag),
            _is_exclamation(sentence),
            _goes_on(sentence, told),
            sets_scene(without_setting(sentence, tag), tag),
            begins_with_pronoun(without_fillers(sentence, base_language(tag))[0], tag),
        ),
    )
    found = [title for sentence in ordered if (title := title_of(sentence, tag)) is not None]
    # Where a sentence cannot be cut, a short later one is a better title than a long first one.
    short = [title for title in found if width(title) <= GOOD_TITLE] if base_language(tag) in BY_SUBSTRING else []
    found = short or found
    settled = [
        title
        for title in found
        if not opens_with_place(title, base_language(tag)) and not begins_with_pronoun(title, tag)
    ]
    return next(iter(settled or found), None)


def _goes_on(sentence: str, told: tuple[str, ...]) -> bool:
    """Whether words are the end of a longer sentence: without the capital that others begin with."""
    return sentence != told[0] and sentence[:1].islower() and any(other[:1].isupper() for other in told)


def _is_exclamation(sentence: str) -> bool:
    """Whether a sentence is one word in capitals: ``NEW``."""
    return sentence.isupper() and " " not in sentence


def _figures_title(recognition: Recognition, tag: str) -> str | None:
    if recognition.hero is None:
        return None
    titles = book(base_language(tag), Kind.STORY)["title"]
    return fill(titles["two" if recognition.other else "one"][0], Fillings(recognition.hero, recognition.other))


def _advertised(facts: BriefFacts) -> str | None:
    """The product's name as it is written, or the slogan, where the brief of an advertisement has one."""
    name = product_name(facts.text, facts.language)
    said = slogan(facts.text, facts.language)
    spoken = said.rstrip(".。") if said is not None else ""
    found = name if name is not None and is_title(name) else spoken
    return _cased(found, facts.text, facts.language) if is_title(found) else None


def _line_alone(text: str, told: tuple[str, ...]) -> str | None:
    """The first line of a text, where it stands alone above what is told."""
    first = next((line.strip(_HEADING_MARKS) for line in text.splitlines() if line.strip(_HEADING_MARKS)), "")
    if _SLUGLINE.match(first):
        return None
    alone_on_its_page = len(told) > 1 and re.match(rf"\s*{re.escape(first)}\s*\n\s*\n", text) is not None
    if not is_title(first) or _NOT_A_TITLE.search(first) or is_document(first, ""):
        return None
    if alone_on_its_page:
        return _BRACKET_AT_END.sub("", first) or first
    told_too = first in told or any(line.startswith(first) or first.endswith(line) for line in told)
    return None if told_too else _BRACKET_AT_END.sub("", first) or first


def _head_left_out(text: str, told: tuple[str, ...], tag: str) -> str | None:
    """The first words of a text up to a comma, where they say what it is without a verb and are not told themselves:
    ``From the visitors' book, copied out by me.``"""
    found = sentences(text)
    first = found[0].text if found else ""
    head, comma, _ = first.partition(",")
    head = _BRACKET_AT_END.sub("", head).strip()
    few = 1 < len(head.split()) <= _WORDS_OF_A_HEAD
    if not comma or not few or not has_templates(tag) or any(first.startswith(line) or line in first for line in told):
        return None
    language = base_language(tag)
    names = not {*head.lower().split()} & {*lexicon(language).list("verbs")} and not speaks_of_me(head, language)
    names = names and not any(map(str.isdigit, head)) and not names_film(head, language)
    fits = names and is_title(head) and head[0].isupper() and not greets(f"{head},", language)
    return head if fits and not is_for_makers(head, language) and not is_document(head, tag) else None


def _heading(text: str) -> str | None:
    """The first line of a longer text, where it is a title by its capitals or its quotation marks and the rest is
    not written so."""
    lines = [line.strip(_HEADING_MARKS) for line in text.splitlines() if line.strip(_HEADING_MARKS)]
    if len(lines) < 2:
        return None
    first, rest = lines[0], " ".join(lines[1:])
    given = unquoted(first)
    given = _BRACKET_AT_END.sub("", given) or given
    if _SLUGLINE.match(first):
        return None
    marked = given != first or (first.isupper() and not rest.isupper())
    fits = is_title(given) and not _NOT_A_TITLE.search(given) and not is_document(given, "")
    return given if marked and fits else None


def _called(text: str) -> str | None:
    """The quoted words of which the text says that the film is called so, or those of a line that announces it."""
    for pattern in (_CALLED, _ANNOUNCED, _FILM_IN_QUOTES):
        for match in pattern.finditer(text):
            given = without_full_stop(trimmed(found := next(filter(None, match.groups())), 0, len(found))).text
            if is_title(given):
                return given
    return None


def _labelled(text: str) -> str | None:
    """What follows ``Title:`` or ``Working title:``, if that can be one."""
    for match in _TITLE_LABEL.finditer(text):
        given = unquoted(match["title"].strip().strip(_HEADING_MARKS))
        if is_title(given):
            return given
    named = _DOCUMENT_LABEL.match(text)
    given = unquoted(_BRACKET_AT_END.sub("", named["title"].strip().strip(_HEADING_MARKS))) if named else ""
    return given if is_title(given) and not _NOT_A_TITLE.search(given) else None


def _subject_line(text: str, tag: str) -> str | None:
    """What follows ``Subject:``, unless it asks for a film."""
    for match in _SUBJECT.finditer(text):
        given = unquoted(match["title"].strip())
        if can_stand(given, tag) and not names_film(given, base_language(tag)):
            return given
    return None


def _cased(words: str, text: str, tag: str) -> str:
    """Words that are all in capitals as a title is written: English ones with capitals, others with those that the
    rest of the text gives them within a sentence. German ones, whose nouns have capitals, and abbreviations stay. The
    mark of a list's item is no word of it."""
    words = capitalised(_MARK.sub("", words))
    letters = [character for character in words if character.isalpha()]
    shouted = len(letters) > _LONGEST_ABBREVIATION and all(character.isupper() for character in letters)
    language = base_language(tag)
    if not shouted or language == "de":
        return words
    small = joining_words(tag)
    found = {word.casefold(): word for word in re.findall(r"[^\W\d_]\w*", text) if not word.isupper()}
    named: dict[str, str] = {low: word for low, word in found.items() if word[0].isupper() and low not in small}

    def written(match: re.Match[str]) -> str:
        word: str = match[0].lower()
        inner = match.start() > 0 and match.end() < len(words)
        if language == "en" and not (inner and word in _SMALL_WORDS):
            return capitalised(word)
        return named.get(word, word)

    return capitalised(re.sub(r"\w+(?:['’]\w+)*", written, words))


def _cut(words: str) -> str:
    """The beginning of ``words``, up to the end of a word, where nothing in them is a title."""
    if width(words) <= MAX_TITLE:
        return words
    most = next(end for end in range(len(words), 0, -1) if width(words[:end]) <= MAX_TITLE - 2)
    cut = words[:most]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + " …"
