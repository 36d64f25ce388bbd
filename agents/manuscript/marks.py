"""The signs by which people lay out their own texts: sluglines, cues, speech, list items, chapter headings."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

_SLUGLINE = re.compile(r"^\s*(?:\d+[.)]?\s+)?(?:INT|EXT|INT\.?/EXT|I/E)[./ ]\s*\S", re.UNICODE)
_HEADING_WORD = (
    r"(?:scene|szene|scène|escena|scena|cena|chapter|kapitel|chapitre|capítulo|capitolo|act|akt|acte|acto|atto|ato|"
    r"part|teil|partie|parte|scène|сцена|глава|часть|scena|rozdział|sahne|bölüm|hoofdstuk|deel|kapitel|shot)"
)
_NUMBERED_HEADING = re.compile(
    rf"^\s*[#*\s]*{_HEADING_WORD}\s+(?:\d+|[ivxlc]+|one|two|three|four|five|six|seven|eight|nine|ten)\b[^.!?。]*$"
    r"|^\s*[#*\s]*第\s*[一二三四五六七八九十百\d]+\s*[章幕场場节節回話].{0,40}$|^\s*제?\s*\d+\s*(?:장|막|화).{0,40}$",
    re.IGNORECASE,
)
_HEADING_AND_TEXT = re.compile(
    rf"^\s*[#*\s]*(?P<heading>{_HEADING_WORD}\s+(?:\d+|[ivxlc]+)|第\s*[一二三四五六七八九十百\d]+\s*[章幕场場])\s*[:：.–—-]\s*(?P<text>\S.*)$",
    re.IGNORECASE,
)
_MARKDOWN_HEADING = re.compile(r"^\s*#{1,6}\s+\S")
_SEPARATOR = re.compile(r"^\s*(?:[*#=~_–—-]\s*){3,}$|^\s*[*#⁂❦]\s*$")
_TRANSITION = re.compile(
    r"^\s*(?:FADE (?:IN|OUT|TO BLACK)|CUT TO|DISSOLVE TO|SMASH CUT TO|MATCH CUT TO|THE END)[.:]?\s*$"
)
_NUMBER = re.compile(r"^\s*(?:\d{1,3}|[a-z])[.)、．]\s*(?=\S)|^\s*[（(]\d{1,3}[)）]\s*(?=\S)|^\s*[①-⑳]\s*(?=\S)")
_BULLET = re.compile(r"^\s*[-*•‣▪–—]\s+(?=\S)")
_PARENTHETICAL = re.compile(r"^\s*[（(][^（()）]*[)）]\s*$")
_SPEECH = re.compile(
    r"^\s*(?P<name>[^\W\d_][\w .'’-]{0,28}?)\s*(?:[（(][^()（）]*[)）])?\s*(?P<mark>[:：])\s*(?P<words>\S.*)$"
)
_CUE = re.compile(r"^\s*(?P<name>[^\W\d_][\w .'’-]{0,28}?)\s*(?:[（(][^()（）]*[)）]\s*)*$")
_MAX_NAME_WORDS = 3
_MAX_TITLE = 60
_NARRATORS = frozenset(
    {
        *("narrator", "voiceover", "voice-over", "v.o.", "erzähler", "erzählerin", "narrateur", "narratrice"),
        *("narrador", "narradora", "narratore", "verteller", "рассказчик", "旁白", "ナレーター", "내레이션"),
    }
)


@cache
def field_labels() -> frozenset[str]:
    """What the fields of a brief are called, in lower case; nobody is called so in a dialogue."""
    data = tomllib.loads(files("studio.agents.manuscript").joinpath("labels.toml").read_text(encoding="utf-8"))
    return frozenset(label for labels in data.values() for label in labels)


def is_slugline(line: str) -> bool:
    """``EXT. COAST - NIGHT`` and its like."""
    return _SLUGLINE.match(line) is not None


def numbered_heading(line: str) -> bool:
    """``Scene 2``, ``Chapter IV: The Sea``, ``第三章``, or ``Scene 2: text``."""
    return _NUMBERED_HEADING.match(line) is not None or _HEADING_AND_TEXT.match(line) is not None


def heading_and_text(line: str) -> tuple[str, str] | None:
    """The parts of ``Scene 2: The keeper wakes.``, where the text is a sentence of the scene."""
    match = _HEADING_AND_TEXT.match(line)
    if match is None or (_NUMBERED_HEADING.match(line) and not match["text"].rstrip().endswith((".", "!", "?", "。"))):
        return None
    return match["heading"], match["text"]


def is_heading(line: str) -> bool:
    """A line that names a scene rather than tells it."""
    return is_slugline(line) or _NUMBERED_HEADING.match(line) is not None or _MARKDOWN_HEADING.match(line) is not None


def is_separator(line: str) -> bool:
    """``***`` and its like."""
    return _SEPARATOR.match(line) is not None


def is_transition(line: str) -> bool:
    """``CUT TO:`` and its like."""
    return _TRANSITION.match(line) is not None


def is_parenthetical(line: str) -> bool:
    """A direction in brackets on a line of its own."""
    return _PARENTHETICAL.match(line) is not None


def item(line: str) -> str:
    """``number`` or ``bullet`` for a list item, else an empty string."""
    return "number" if _NUMBER.match(line) else "bullet" if _BULLET.match(line) else ""


def without_mark(line: str) -> str:
    """A list item without its number or bullet."""
    return _BULLET.sub("", line, count=1) if _BULLET.match(line) else _NUMBER.sub("", line, count=1)


def is_title(line: str) -> bool:
    """Whether a first line, standing alone, is what the text is called: short, and no sentence."""
    plain = line.strip()
    return 0 < len(plain) <= _MAX_TITLE and plain[-1].isalnum() and "," not in plain


def is_narrator(name: str) -> bool:
    """``Narrator`` and its like."""
    return name.lower() in _NARRATORS


def speech(line: str) -> tuple[str, str] | None:
    """Speaker and words of ``NAME: words``; None for a field of a brief, a heading or a clock time."""
    match = _SPEECH.match(line)
    if match is None or is_heading(line) or numbered_heading(line) or item(line):
        return None
    name = match["name"].strip()
    if name.lower() in field_labels() or len(name.split()) > _MAX_NAME_WORDS or not _is_name(name):
        return None
    return name, match["words"].strip()


def cue(line: str, following: str) -> str | None:
    """The speaker named by a line in capitals above what is said."""
    match = _CUE.match(line)
    if match is None or is_heading(line) or is_transition(line) or not following.strip():
        return None
    name = match["name"].strip()
    has_case = name.lower() != name.upper()
    if not has_case or name != name.upper() or len(name) < 2 or len(name.split()) > _MAX_NAME_WORDS:
        return None
    return None if following.strip() == following.strip().upper() and len(following.strip()) < 30 else name


def _is_name(name: str) -> bool:
    """Capitalised words; scripts without capitals are taken as they are, if short."""
    if name.lower() == name.upper():
        return len(name) <= 8
    return all(word[0].isupper() or len(word) <= 3 for word in name.split()) and name[0].isupper()
