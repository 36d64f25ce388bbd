"""The signs by which people lay out their own texts: sluglines, cues, speech, list items, chapter headings."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from studio.tools.offline.rules.layout import ORDINAL_MARK

_SLUGLINE = re.compile(
    r"^\s*(?:\d+[.)]?\s+)?(?:(?:INT|EXT|INT\.?/EXT|I/E)[./ ]|"
    r"(?:INNEN|AU(?:SS|ẞ)EN|INTÉRIEUR|EXTÉRIEUR|INTERIOR|EXTERIOR|INTERNO|ESTERNO|ИНТ|НАТ)"
    r"(?:\s?[./:–—-]|\s(?=(?:TAG|NACHT|JOUR|NUIT|DÍA|NOCHE|GIORNO|NOTTE|DAY|NIGHT)\b))|[内外]景[.．。:：、\s])\s*\S"
)
_HEADING_WORD = (
    r"(?:scene|szene|scène|escena|scena|cena|chapter|kapitel|chapitre|capítulo|capitolo|act|akt|acte|acto|atto|ato|"
    r"part|teil|partie|parte|сцена|глава|часть|rozdział|sahne|bölüm|hoofdstuk|deel|shot|einstellung|bild|plan|plano|"
    r"toma|inquadratura|quadro|beeld|кадр|panel|frame|sequence|séquence|secuencia|sequenz|sequenza|beat|step)"
)
_HEADING_NUMBER = r"(?:\d+[a-z]?|[ivxlc]+)"
_NUMBERED_HEADING = re.compile(
    rf"^[#*\s•+–—-]*{_HEADING_WORD}\s+(?:{_HEADING_NUMBER}|one|two|three|four|five|six|seven|eight|nine|ten)\b[^.!?。]*$"
    r"|^\s*[#*\s]*第\s*[一二三四五六七八九十百\d]+\s*[章幕场場节節回話].{0,40}$|^\s*제?\s*\d+\s*(?:장|막|화).{0,40}$"
    r"|^\s*(?:镜头|鏡頭|分镜|场景|シーン|カット|場面|씬|장면|컷|مشهد|لقطة|दृश्य)\s*[\d一二三四五六七八九十]+[^.!?。]*$",
    re.IGNORECASE,
)
_HEADING_AND_TEXT = re.compile(
    rf"^[#*\s•+–—-]*(?P<heading>{_HEADING_WORD}\s+{_HEADING_NUMBER}|第\s*[一二三四五六七八九十百\d]+\s*[章幕场場]|"
    r"(?:镜头|鏡頭|分镜|场景|シーン|カット|場面|씬|장면|컷|مشهد|لقطة|दृश्य)\s*[\d一二三四五六七八九十]+)"
    r"\**(?:\s*[（(][^()（）]*[)）])?\s*[:：.–—-]\**\s*(?P<text>\S.*)$",
    re.IGNORECASE,
)
_SHOT = re.compile(
    r"^[#*\s•+–—-]*(?:shot|plano|plan|einstellung|bild|toma|inquadratura|quadro|beeld|кадр|panel|frame|镜头|鏡頭|分镜|カット|컷|"
    r"لقطة)\s+?\d",
    re.IGNORECASE,
)
_MARKDOWN_HEADING = re.compile(r"^\s*#{1,6}\s+\S")
_SEPARATOR = re.compile(r"^\s*(?:[*#=~_–—•·⁂❦❧☙✦✻◊-]\s*)+$")
_TRANSITION = re.compile(
    r"^\s*(?:(?:HARD |SMASH |MATCH |JUMP |QUICK |SLOW )*"
    r"(?:FADE|CUT|DISSOLVE|WIPE|IRIS|BLACKOUT|FREEZE FRAME|END (?:CREDITS|OF FILM))"
    r"(?: (?:IN|OUT|TO|BACK|FROM|THROUGH)\b[^.:\n]*)?|THE END|"
    r"(?:HARTER )?(?:SCHNITT|ÜBERBLENDUNG|AUFBLENDE|ABBLENDE|SCHWARZBLENDE|BLENDE|SCHWARZ|ENDE)"
    r"(?: (?:AUF|ZU|NACH|IN|AUS|INS)\b[^.:\n]*)?|(?:(?:OUVERTURE|FERMETURE) EN )?FONDU[^.:\n]*|COUPE[^.:\n]*|NOIR|FIN|"
    r"CORTE (?:A|PARA|FINAL)\b[^.:\n]*|FUNDIDO[^.:\n]*|FUNDE A (?:NEGRO|BLANCO)|"
    r"DISSOLVENZA[^.:\n]*|STACCO[^.:\n]*|FINE|FIM|"
    r"淡入|淡出|切至|切到|[（(]?(?:剧终|全文完|全剧终|完|終|おわり|끝)[)）]?|フェードイン|フェードアウト|暗転|終わり|ЗАТЕМНЕНИЕ|КОНЕЦ)[.:：。!]?\s*$"
)
_CAMERA = (
    r"series of shots|montage(?: sequence)?|intercut|back to(?: the)? (?:scene|present|shot)|flash(?:back|forward)|"
    r"split screen|"
    r"(?:moments |minutes |hours |days |weeks |months |years |much |some time |a little )?later(?: that (?:day|"
    r"night|evening))?|"
    r"continuous|same(?: time)?|beat|pause|black screen|title card|over black|credits(?: roll)?|end of (?:montage|"
    r"flashback)|"
    r"end (?:montage|flashback)|"
    r"rückblende|bildfolge|parallelmontage|zurück zur szene|später|kurz darauf|abspann|vorspann|schwarzes bild|"
    r"série de plans|suite de plans|retour à la scène|plus tard|montage parallèle|écran noir|générique(?: de fin)?|"
    r"serie de planos|secuencia de montaje|montaje|vuelta a la escena|volvemos a la escena|más tarde|pantalla negra|"
    r"créditos|"
    r"serie di inquadrature|sequenza di montaggio|montaggio|torna alla scena|ritorno alla scena|più tardi|"
    r"schermo nero|"
    r"titoli di coda|серия кадров|монтаж|позже|титры|蒙太奇|闪回|回到现场|稍后|黑屏|字幕|モンタージュ|"
    r"回想|回想終わり|元の場面|数時間後|몽타주|잠시 후"
)
_CAMERA_SHOT = (
    r"(?:extreme |medium |slow )?(?:close[- ]?up|close|wide|angle|insert|pov|pan|zoom|tracking|establishing|aerial|"
    r"drone|overhead)"
    r"(?: shot)?(?: (?:on|of|to|in|out|shot))*|shot|camera|sfx|fx|sound|music|super|titles?|title card|"
    r"on[- ]?screen(?: text)?|"
    r"nahaufnahme|großaufnahme|totale|halbtotale|kamera|musik|ton|geräusch|einblendung|gros plan|plan large|"
    r"plan serré|"
    r"caméra|musique|son|bruitage|carton|primer plano|plano general|plano detalle|cámara|música|sonido|rótulo|"
    r"primo piano|campo lungo|totale|macchina da presa|musica|suono|cartello|крупный план|общий план|камера|музыка|"
    r"звук|титр|"
    r"特写|近景|远景|全景|中景|音乐|音效|镜头|字幕|クローズアップ|アップ|引き|音楽|効果音|テロップ|se|bgm|클로즈업|음악|효과음|자막"
)
_CAMERA_NOTE = re.compile(
    rf"^\W*(?:{_CAMERA})\W*$|^\s*(?:{_CAMERA}|{_CAMERA_SHOT})\s*[:：–—]\s*\S.*$|"
    rf"^\s*(?:{_CAMERA}|{_CAMERA_SHOT})\s*[:：]\s*$",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"^\s*(?:{ORDINAL_MARK}\s+|\d{{1,3}}(?:[)、．]|\.(?![\dªº°]))\s*|(?:[a-z]|[IVX]{{1,5}})[.)]\s+|[（(](?:\d{{1,3}}|[ivx]{{1,4}})[)）]\s*|[①-⑳]\s*)(?=\S)"
)
_BULLET = re.compile(r"^\s*(?:[-*•‣▪◦·+–—>→]\s+|[・•●○■□◆▶]\s*)(?=\S)")
_PLAIN_BULLET = re.compile(r"^\s*(?:[-*•‣▪◦·+]\s+|[・•●○■□◆▶]\s*)(?=\S)")
_NUMERAL_HEADING = re.compile(r"^\s*(?:[IVX]{1,5}|\d{1,2}|[（(]?[一二三四五六七八九十]{1,3}[)）]?)[.)、．]?\s*$")
_PARENTHETICAL = re.compile(r"^\s*(?:[（(][^（()）]*[)）]|[\[［【][^\[\]]*[\]］】])\s*$")
_SPEECH = re.compile(
    r"^\s*(?P<name>[^\W\d_][\w .'’-]{0,28}?)\s*(?:[（(][^()（）]*[)）])?\s*(?P<mark>[:：])\s*(?P<words>\S.*)$"
)
_CUE = re.compile(r"^\s*(?P<name>[^\W\d_][\w .'’-]{0,28}?)\s*(?:[（(][^()（）]*[)）]\s*)*$")
_MAX_NAME_WORDS = 3
_SENTENCE_MARKS = (".", "!", "?", "…", '"', "”", "»")
_PARTICLES = frozenset(
    {
        *("de", "la", "le", "el", "di", "da", "do", "dos", "von", "zu", "van", "der", "den", "of", "the"),
        *("y", "e", "du"),
    }
)
_CLOCK = re.compile(
    r"^\s*\[?(?:\d{1,2}[./]\d{1,2}[./]\d{2,4},?\s)?\d{1,2}[:.]\d\d(?:[:.]\d\d)?\]?(?:\s[–-])?\s+(?=[^\W\d_][^:\n]{0,28}:\s)"
)
_MAX_TITLE = 60
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_CLOSING_BRACKET = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
_NARRATORS = frozenset(
    {
        *("narrator", "voiceover", "voice-over", "v.o.", "erzähler", "erzählerin", "narrateur", "narratrice"),
        *("narrador", "narradora", "narratore", "verteller", "рассказчик", "旁白", "ナレーター", "내레이션"),
    }
)


@cache
def field_labels() -> frozenset[str]:
    """What the fields of a brief are called, in lower case."""
    return frozenset(label for labels in _labels().values() for label in labels)


def begins_a_note(words: str) -> bool:
    """Whether words before a colon or a dash begin the name of a field for the makers: ``Note for film``."""
    first = _FIRST_WORD.match(words.lower())
    return first is not None and first[0] in _labels()["notes"]


@cache
def _labels() -> dict[str, list[str]]:
    text = files("studio.agents.manuscript").joinpath("labels.toml").read_text(encoding="utf-8")
    labels: dict[str, list[str]] = tomllib.loads(text)
    return labels


def is_slugline(line: str) -> bool:
    """``EXT. COAST - NIGHT`` and its like."""
    return _SLUGLINE.match(line) is not None


def numbered_heading(line: str) -> bool:
    """``Scene 2``, ``Chapter IV: The Sea``, ``第三章``, ``II.`` alone, or ``Shot 2: text``."""
    patterns = (_NUMBERED_HEADING, _HEADING_AND_TEXT, _NUMERAL_HEADING)
    return any(pattern.match(line) is not None for pattern in patterns)


def heading_and_text(line: str) -> tuple[str, str] | None:
    """The parts of ``Scene 2: The keeper wakes.``, where the text is a sentence of the scene."""
    match = _HEADING_AND_TEXT.match(line)
    if match is None:
        return None
    is_sentence = match["text"].rstrip().endswith((".", "!", "?", "…", "。", "！", "？", "”", "»", "」"))
    # What follows the number of a shot tells it even without a full stop; a chapter may have a name.
    if _NUMBERED_HEADING.match(line) and not is_sentence and not _SHOT.match(line):
        return None
    return match["heading"], match["text"]


def is_heading(line: str) -> bool:
    """A line that names a scene rather than tells it."""
    patterns = (_SLUGLINE, _NUMBERED_HEADING, _MARKDOWN_HEADING, _NUMERAL_HEADING)
    return any(pattern.match(line) is not None for pattern in patterns)


def is_separator(line: str) -> bool:
    """``***`` and its like."""
    return _SEPARATOR.match(line) is not None


def is_transition(line: str) -> bool:
    """``CUT TO:`` and its like."""
    return _TRANSITION.match(line) is not None


def is_camera_note(line: str) -> bool:
    """``SERIES OF SHOTS``, ``Later.`` or ``CLOSE ON: her hands``: how a screenplay is cut and shot, in a line of its
    own."""
    return _CAMERA_NOTE.match(line) is not None


def is_shouted(line: str) -> bool:
    """A line in capitals that ends no sentence: in a screenplay, when nobody speaks, it is for those who make it."""
    bare = line.strip()
    has_case = bare.lower() != bare.upper()
    return has_case and bare == bare.upper() and not bare.endswith(_SENTENCE_MARKS)


def is_parenthetical(line: str) -> bool:
    """A direction in brackets on a line of its own."""
    return _PARENTHETICAL.match(line) is not None


def item(line: str) -> str:
    """``number`` or ``bullet`` for a list item, else an empty string."""
    return "number" if _NUMBER.match(line) else "bullet" if _BULLET.match(line) else ""


def without_mark(line: str) -> str:
    """A list item without its number or bullet."""
    return _BULLET.sub("", line, count=1) if _BULLET.match(line) else _NUMBER.sub("", line, count=1)


def without_bullet(line: str) -> str:
    """A line without the bullet that opens it; dashes stay, since in prose they begin what somebody says."""
    return _PLAIN_BULLET.sub("", line, count=1)


def is_title(line: str) -> bool:
    """Whether a first line, standing alone, is what the text is called: short, and no sentence."""
    plain = _CLOSING_BRACKET.sub("", line.strip()).strip("《》〈〉『』")
    return 0 < len(plain) <= _MAX_TITLE and plain[-1].isalnum() and "," not in plain


def is_narrator(name: str) -> bool:
    """``Narrator`` and its like."""
    return name.lower() in _NARRATORS


def names_said_again(lines: Iterable[str]) -> frozenset[str]:
    """The words before colons, in lower case, that open several lines: a field stands in a form once, a speaker speaks
    again."""
    labels = Counter(match["name"].strip().lower() for line in lines if (match := _SPEECH.match(line)))
    return frozenset(label for label, count in labels.items() if count > 1)


def speech(line: str, again: frozenset[str] = frozenset()) -> tuple[str, str] | None:
    """Speaker and words of ``NAME: words``; None for a heading, a clock time or a field of a brief that is not among
    the names said ``again``."""
    match = _SPEECH.match(line)
    if match is None or is_heading(line) or numbered_heading(line) or item(line):
        return None
    name = match["name"].strip()
    if any(character.isdigit() for character in name):
        return None
    is_field = name.lower() in field_labels() and name.lower() not in again
    if is_field or len(name.split()) > _MAX_NAME_WORDS or not _is_name(name):
        return None
    return name, match["words"].strip()


def without_clock(line: str) -> str:
    """A line of a chat without the hour at which it was written: ``[14:02] Jo: are you there``."""
    return _CLOCK.sub("", line, count=1)


def cue(line: str, following: str) -> str | None:
    """The speaker named by a line in capitals above what is said."""
    match = _CUE.match(line)
    if match is None or is_heading(line) or is_transition(line) or not following.strip():
        return None
    name = match["name"].strip()
    has_case = name.lower() != name.upper() and not any(character.isdigit() for character in name)
    if not has_case or name != name.upper() or len(name) < 2 or len(name.split()) > _MAX_NAME_WORDS:
        return None
    return None if following.strip() == following.strip().upper() and len(following.strip()) < 30 else name


def _is_name(name: str) -> bool:
    """Capitalised words; scripts without capitals are taken as they are, if short."""
    if name.lower() == name.upper():
        return len(name) <= 8
    return name[0].isupper() and all(word[0].isupper() or word in _PARTICLES for word in name.split())
