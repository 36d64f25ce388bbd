"""What a text is: a brief, an outline, a story or a screenplay. Only clear signs count; in doubt it is a brief.

Knows nothing of what the text means.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from studio.agents.manuscript.language import detect_language
from studio.agents.manuscript.marks import (
    cue,
    field_labels,
    is_slugline,
    item,
    names_said_again,
    numbered_heading,
    speech,
    without_clock,
)
from studio.agents.manuscript.notes import is_letter, own_part
from studio.agents.manuscript.verse import is_dictated, is_verse
from studio.production.vocabulary import Kind, TextForm
from studio.tools.offline.rules.addressing import asks_for, talks_of_the_work
from studio.tools.offline.rules.layout import is_form, label
from studio.tools.offline.rules.lexicon import base_language, has_templates
from studio.tools.offline.rules.sentences import ENDS, sentences
from studio.tools.offline.rules.speakable import PICTURES, is_for_makers

_STORY_WORDS, _STORY_SENTENCES = 120, 5
_FILE_WORDS, _FILE_SENTENCES = 60, 4
_ENCLOSED_WORDS, _ENCLOSED_SENTENCES = 45, 2
_STORY_SHARE = 0.5
"""The share of a text that its story has at least where the rest speaks to the makers."""

_MIN_ITEMS = 3
_FEWEST_WORDS = 3
_OUTLINE_WORDS = 60
"""Words a heading, up to which a text with headings is an outline rather than a story in chapters."""

_WORDS_PER_IDEOGRAPH = 0.6
_DASH = re.compile(r"\s*[–—]\s*[^\W\d_¿¡«]")
_ORDERS_IN_VERSE = 0.5
"""The share of a poem's lines that may sound like orders to the makers: poems give orders too."""

_REQUESTS_IN_VERSE = 0.1
"""The share of a poem's lines that may name a film: poems are about films, too."""

_WORDS_PER_REQUEST = 200
"""Words of a letter for each that names a film, below which the film is what it is about."""

_LABEL_WORDS = 2
_MOST_FOR_MAKERS = 0.2
"""The share of sentences for the makers from which on a text for an advertisement is no text of the person's own."""

_DICTATED_WORDS = 25
"""Words of what was dictated that make about one sentence."""

_REQUEST = re.compile(
    r"\b(?:films?|movies?|videos?|clips?|spots?|ads?|commercials?|adverts?|campaigns?|audiences?|brands?|footage|"
    r"storyboards?|viewers?|kampagnen?|zielgruppen?|werbe\w*|marken?|zuschauer\w*|campagnes?|publicité\w*|public cible|"
    r"marques?|spectateurs?|campañas?|anuncios?|vídeos?|películas?|público objetivo|marcas?|campagne|pubblicit\w*|"
    r"filmati|marchi|campanhas?|filmes?|público-alvo|doelgroep\w*|reclame\w*|кампани\w*|ролик\w*|фильм\w*|аудитори\w*)\b"
    r"|广告|影片|视频|短片|品牌|观众|受众|動画|映像|広告|視聴者|영상|광고|브랜드|시청자|فيلم|إعلان|फिल्म|विज्ञापन|वीडियो",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"^\s*(?:please\s+)?(?:make|create|write|produce|show|tell|film|we\s+(?:want|need)|i\s+(?:want|need|would like)|"
    r"mach\w*|erstell\w*|wir\s+(?:wollen|brauchen|möchten)|ich\s+(?:möchte|brauche|will)|faites|fais|créez|crée|"
    r"nous\s+(?:voulons|aimerions)|je\s+(?:veux|voudrais)|haz|crea|hagan|queremos|quiero|necesitamos|fate|fai|crea|"
    r"vogliamo|vorrei|faça|crie|queremos|quero|(?:gente,\s+)?(?:preciso|precisamos|gostaria|queria)|maak|we\s+willen|сделай\w*|создай\w*|мы\s+хотим)\b"
    r"|^\s*(?:请|制作|拍|我们想|我想)|(?:を作って|してください)",
    re.IGNORECASE,
)


def detect_form(text: str, *, from_file: bool, kind: Kind = Kind.STORY) -> TextForm:
    """The form of ``text``; a file is sooner the person's own text than an argument is, and a text with notes is none
    where something is advertised."""
    lines = [without_clock(line) for line in text.splitlines() if line.strip()]
    told = own_part(text, TextForm.STORY)
    if sum(line.lstrip().startswith("|") for line in lines) >= _MIN_ITEMS:
        # A table has no sentences, but in its cells.
        return TextForm.BRIEF
    if _is_screenplay(lines):
        return TextForm.SCREENPLAY
    if _is_form_sheet(lines):
        return TextForm.BRIEF
    if _is_dialogue(lines):
        return TextForm.STORY
    if _is_outline(lines, from_file):
        return TextForm.OUTLINE
    if kind is Kind.AD and has_templates(detect_language(text)) and _share_for_makers(told) >= _MOST_FOR_MAKERS:
        # Whoever has something to sell says what is to be said of it, and how, in one breath.
        return TextForm.BRIEF
    if is_letter(text) and len(_REQUEST.findall(told)) * _WORDS_PER_REQUEST > _words(told):
        return TextForm.BRIEF
    if _is_story(text, told, from_file) or _is_poem(told):
        return TextForm.STORY
    return TextForm.BRIEF


def _is_screenplay(lines: list[str]) -> bool:
    """Sluglines, cues above their speech, or several people who speak by turns."""
    if any(is_slugline(line) for line in lines):
        return True
    cues = [name for line, following in pairwise(lines) if (name := cue(line, following))]
    if len(cues) >= 2 and len(set(cues)) < len(cues):
        return True
    again = names_said_again(lines)
    speakers = [spoken[0] for line in lines if (spoken := speech(line, again))]
    if len(speakers) < 2 or _labels(lines) >= 2:
        return False
    talks = len(set(speakers)) < len(speakers) or len(speakers) >= 0.6 * len(lines)
    return talks and len(speakers) >= 0.3 * len(lines)


def _is_form_sheet(lines: list[str]) -> bool:
    return _labels(lines) >= 2


def _labels(lines: list[str]) -> int:
    """How many lines are fields of a brief such as ``Objective:``; what opens several lines is a speaker's name."""
    found = [
        label[1].strip().lower()
        for line in lines
        if (label := re.match(r"^\s*(?:[-*•#・■●◆□○①-⑳]+\s*)?[*【]*([^:：*【】\t]{2,40})[*】]*\s*(?:[:：]|\t)", line))
        is not None
    ]
    return sum(label in field_labels() and found.count(label) == 1 for label in found)


def _is_outline(lines: list[str], from_file: bool) -> bool:
    headings = sum(numbered_heading(line) for line in lines)
    if headings >= 2:
        return sum(map(_words, lines)) <= _OUTLINE_WORDS * headings
    items = Counter(kind for line in lines if (kind := item(line)))
    numbered = items["number"] >= _MIN_ITEMS and items["number"] >= 0.5 * len(lines)
    bulleted = items["bullet"] >= _MIN_ITEMS and items["bullet"] >= 0.6 * len(lines)
    if _ORDER.search(lines[0]) or (_REQUEST.search(lines[0]) and not item(lines[0])):
        return numbered and from_file
    return numbered or (bulleted and (from_file or _tells(lines)))


def _tells(lines: list[str]) -> bool:
    """Whether bullets tell what happens, in sentences, rather than list what is wanted or what a thing can do."""
    told = [line.rstrip() for line in lines if item(line) == "bullet"]
    whole = [line for line in told if line.endswith(tuple(ENDS)) and _words(line) >= _FEWEST_WORDS]
    return len(whole) == len(told) and not any(_REQUEST.search(line) for line in lines)


def _is_dialogue(lines: list[str]) -> bool:
    """Whether most lines begin with a dash and somebody asks or calls."""
    spoken = [line for line in lines if _DASH.match(line)]
    asks = any(line.rstrip().endswith(("?", "!")) for line in spoken)
    return asks and len(spoken) >= _MIN_ITEMS and len(spoken) >= 0.6 * len(lines)


def _is_story(text: str, told: str, from_file: bool) -> bool:
    """Long prose of which what is ``told`` does not talk about the film to be made."""
    if is_form(text):
        return False
    words = _words(text)
    # A request around it says that the rest is the person's own text as surely as a file does.
    if _words(told) < words:
        wanted_words, wanted_sentences = _ENCLOSED_WORDS, _ENCLOSED_SENTENCES
    else:
        wanted_words, wanted_sentences = (
            (_FILE_WORDS, _FILE_SENTENCES) if from_file else (_STORY_WORDS, _STORY_SENTENCES)
        )
    # A letter that is mostly about the film has a story in it at best in a few words.
    if _words(told) < max(_STORY_SHARE * words, wanted_words) or _sentences(told) < wanted_sentences:
        return False
    return len(_REQUEST.findall(told)) < 2 and not _ORDER.search(told)


def _share_for_makers(told: str) -> float:
    """The share of the sentences that have a label, or are for those who make the film."""
    language = base_language(detect_language(told))
    found = [one.text for part in PICTURES.split(told) for one in sentences(part)]
    notes = sum(
        len((label(one) or "so many words").split()) <= _LABEL_WORDS
        or is_for_makers(one, language)
        or asks_for(one, language)
        or talks_of_the_work(one, language)
        for one in found
    )
    return notes / max(1, len(found))


def _sentences(text: str) -> int:
    """How many sentences a text has, where small pictures end one as they do in messages; what was dictated without a
    mark counts by its length."""
    found = [one.text for part in PICTURES.split(text) if part.strip() for one in sentences(part)]
    return sum(max(1, _words(one) // _DICTATED_WORDS) if is_dictated(one) else 1 for one in found)


def _is_poem(text: str) -> bool:
    """Verse that asks for nothing; a long poem may speak of a film once in a while."""
    lines = [line for line in text.splitlines() if line.strip()]
    language = base_language(detect_language(text))
    return (
        is_verse(lines)
        and not any(item(line) for line in lines)
        and len(_REQUEST.findall(text)) <= _REQUESTS_IN_VERSE * len(lines)
        and not _ORDER.search(text)
        and sum(is_for_makers(line, language) for line in lines) <= _ORDERS_IN_VERSE * len(lines)
    )


def _words(text: str) -> int:
    """About how many words a text has, in any script."""
    ideographs = len(re.findall("[\u3040-\u30ff\u4e00-\u9fff]", text))
    return len(re.findall(r"\w+", text)) + int(_WORDS_PER_IDEOGRAPH * ideographs)
