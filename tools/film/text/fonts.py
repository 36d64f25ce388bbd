"""Fonts that cover a text: two shipped ones for Latin, Greek and Cyrillic, and those found on the machine for the rest.

A text is covered when every character that shows has a glyph in one of the chosen faces. Where that cannot be had the
answer is None and ``missing_font_notice`` says what to install: there is never tofu. Pictographs (emoji) are the one
exception: they have no outline to draw, so they are left out of the drawn line.

Knows nothing of pictures.
"""

from __future__ import annotations

import os
import sys
import sysconfig
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import uharfbuzz as hb
from fontTools import unicodedata as scripts

from studio.tools.film.text.faces import CAPTION_FACE, DISPLAY_FACE, FontChoice, FontFace, has_glyph, must_show
from studio.tools.film.text.shaping import shape_line

__all__ = ["CAPTION_FACE", "DISPLAY_FACE", "FontChoice", "FontFace", "cover", "missing_font_notice"]

_SUFFIXES = (".ttf", ".otf", ".ttc")
_BLANK_FONTS = ("lastresort", "adobeblank")
"""Fonts that claim every character and show none of them."""

_FAMILIES: dict[str, tuple[str, ...]] = {
    "Arab": ("NotoSansArabic", "NotoNaskhArabic", "GeezaPro", "SFArabic", "segoeui", "tahoma", "DejaVuSans", "Amiri"),
    "Hebr": ("NotoSansHebrew", "ArialHB", "SFHebrew", "segoeui", "tahoma", "DejaVuSans", "FreeSans"),
    "Deva": ("NotoSansDevanagari", "Kohinoor", "DevanagariSangam", "Nirmala", "Mangal", "Lohit-Devanagari", "FreeSans"),
    "Thai": ("NotoSansThai", "Thonburi", "LeelawUI", "Leelawadee", "tahoma", "Loma", "Garuda", "FreeSans"),
    "Hang": ("NotoSansCJK", "NotoSansKR", "AppleSDGothicNeo", "malgun", "NanumGothic", "SourceHanSans", "unfonts"),
    "Jpan": (
        "NotoSansJP",
        "ヒラギノ角ゴシック",
        "Hiragino",
        "YuGoth",
        "meiryo",
        "msgothic",
        "SourceHanSans",
        "ipaexg",
        "ipag",
        "TakaoGothic",
        "VL-Gothic",
        "DroidSansFallback",
    ),
    "Hani": (
        "NotoSansSC",
        "NotoSansTC",
        "PingFang",
        "STHeiti",
        "msyh",
        "msjh",
        "simhei",
        "SourceHanSans",
        "wqy-zenhei",
        "wqy-microhei",
        "DroidSansFallback",
    ),
}
"""File names that a script's good text faces begin with, best first, on Linux, macOS and Windows."""

_STYLES = ("semibold", "demibold", "bold", "medium", "regular")
_PACKAGES: dict[str, tuple[str, str]] = {
    "Arab": ("fonts-noto-core", "justmytype-intl-rtl"),
    "Hebr": ("fonts-noto-core", "justmytype-intl-rtl"),
    "Deva": ("fonts-noto-core", "justmytype-intl-south-asia"),
    "Beng": ("fonts-noto-core", "justmytype-intl-south-asia"),
    "Taml": ("fonts-noto-core", "justmytype-intl-south-asia"),
    "Telu": ("fonts-noto-core", "justmytype-intl-south-asia"),
    "Khmr": ("fonts-noto-core", "justmytype-intl-sea"),
    "Laoo": ("fonts-noto-core", "justmytype-intl-sea"),
    "Mymr": ("fonts-noto-core", "justmytype-intl-sea"),
    "Thai": ("fonts-noto-core", "justmytype-intl-sea"),
    "Hani": ("fonts-noto-cjk", "justmytype-intl-cjk"),
    "Hira": ("fonts-noto-cjk", "justmytype-intl-cjk"),
    "Kana": ("fonts-noto-cjk", "justmytype-intl-cjk"),
    "Hang": ("fonts-noto-cjk", "justmytype-intl-cjk"),
}
_NOTO = ("fonts-noto-core", "")
_REGIONS = {"ja": "JP", "ko": "KR", "zh": "SC", "yue": "HK"}
_IN_PACKAGES = ("justmytype_", "noto_cjk")


@lru_cache(maxsize=256)
def cover(text: str, language: str, *, display: bool = False) -> FontChoice | None:
    """Faces that cover ``text`` (BCP 47 ``language`` decides between Chinese, Japanese and Korean forms), or None.

    ``display`` puts the serif for titles before the caption face.
    """
    shipped = (DISPLAY_FACE, CAPTION_FACE) if display else (CAPTION_FACE,)
    shown = [character for character in text if must_show(character)]
    missing = frozenset(character for character in shown if not any(has_glyph(face, character) for face in shipped))
    foreign = sum(character in missing for character in shown)
    found: list[FontFace] = []
    while missing:
        face = _best_face(missing, language)
        if face is None:
            return None
        found.append(face)
        missing = frozenset(character for character in missing if not has_glyph(face, character))
    # A text mostly in another script takes that script's face for its punctuation and digits too.
    choice = FontChoice((*found, *shipped) if 2 * foreign > len(shown) else (*shipped, *found))
    return choice if shape_line(text, language, choice, 16.0).is_whole else None


def missing_font_notice(text: str, language: str) -> str:
    """One line for the person: the scripts of ``text`` that no font shows, and what to install."""
    lost = sorted({character for character in text if must_show(character) and cover(character, language) is None})
    kinds = sorted({_script(character) for character in lost})
    names = [scripts.script_name(kind).replace("_", " ") for kind in kinds]
    packages = [_PACKAGES.get(kind, _NOTO) for kind in kinds] or [_NOTO]
    debian = " ".join(sorted({package for package, _ in packages}))
    python = " ".join(sorted({package for _, package in packages if package}))
    ways = [f"on Debian: apt install {debian}", *([f"anywhere: pip install {python}"] if python else [])]
    return (
        f"No font on this machine shows {', '.join(names) or 'this'} text ({language}), so it is not drawn."
        f" Install one ({'; '.join(ways)}) or put a font file into {_user_folder()}."
    )


def _best_face(missing: frozenset[str], language: str) -> FontFace | None:
    """The preferred found face that has the first missing character of a script, else whichever has most of all."""
    own = [character for character in missing if _script(character) not in ("Zyyy", "Zinh")]
    first = min(own or missing)
    for wanted in _preferred_names(_script(first), language):
        named = [path for path in _found() if _file_name(path).startswith(wanted.lower())]
        for path in sorted(named, key=_style_rank):
            face = _regional_face(path, language)
            if has_glyph(face, first):
                return face
    faces = [face for face in (_regional_face(path, language) for path in _found()) if has_glyph(face, first)]
    reach = {face: sum(has_glyph(face, character) for character in missing) for face in faces}
    return min(faces, key=lambda face: (-reach[face], _style_rank(face.path), face), default=None)


def _preferred_names(script: str, language: str) -> tuple[str, ...]:
    general = f"NotoSans{scripts.script_name(script).replace('_', '').replace(' ', '')}"
    if script not in ("Hani", "Hira", "Kana"):
        return _FAMILIES.get(script, (general,))
    is_japanese = script != "Hani" or language.lower().startswith("ja")
    return ("NotoSansCJK", f"NotoSans{_region(language)}", *_FAMILIES["Jpan" if is_japanese else "Hani"])


def _region(language: str) -> str:
    """Whose forms of Chinese characters a language is written in, as font families call them."""
    parts = language.replace("_", "-").split("-")
    region = _REGIONS.get(parts[0].lower(), "SC")
    if region == "SC" and {"HK", "MO"} & set(parts):
        return "HK"
    return "TC" if region == "SC" and {"Hant", "TW"} & set(parts) else region


def _script(character: str) -> str:
    return str(scripts.script(character))


def _file_name(path: str) -> str:
    """In small letters and composed, as some systems store names decomposed."""
    return unicodedata.normalize("NFC", Path(path).name).lower()


def _style_rank(path: str) -> tuple[int, int, str]:
    """Semi-bold upright first; condensed, italic and user-interface cuts last."""
    stem = Path(path).stem.lower()
    odd = any(word in stem for word in ("condensed", "italic", "oblique", "ui-", "mono", "serif", "extra", "black"))
    style = next((rank for rank, name in enumerate(_STYLES) if stem.endswith(("-" + name, name))), len(_STYLES))
    return (int(odd), style, path)


@lru_cache(maxsize=512)
def _regional_face(path: str, language: str) -> FontFace:
    """The face of a collection that is made for the language's region: its family name ends in SC, TC, HK, JP or KR."""
    if not path.lower().endswith(".ttc"):
        return FontFace(path)
    region = _region(language)
    for index, family in enumerate(_families_in(path)):
        if region in family.split() and "Mono" not in family:
            return FontFace(path, index)
    return FontFace(path)


def _families_in(path: str) -> list[str]:
    """Family names of a collection's faces; none where the file cannot be read."""
    try:
        blob = hb.Blob.from_file_path(path)
    except (OSError, hb.HarfBuzzError):
        return []
    opened = [hb.Face(blob, index) for index in range(hb.Face(blob).count)]
    return [face.get_name(hb.OTNameIdPredefined.FONT_FAMILY) or "" for face in opened]


@cache
def _found() -> tuple[str, ...]:
    """Font files in the standard folders and in font packages of this Python, sorted; read once a process."""
    files = {path for folder in _folders() for path in _walk(folder)}
    return tuple(sorted(files))


def _walk(folder: str) -> Iterator[str]:
    for root, _, names in os.walk(folder):
        for name in names:
            if name.lower().endswith(_SUFFIXES) and not name.lower().startswith(_BLANK_FONTS):
                yield str(Path(root, name))


def _user_folder() -> str:
    if sys.platform == "darwin":
        return "~/Library/Fonts"
    if sys.platform == "win32":
        return r"%LOCALAPPDATA%\Microsoft\Windows\Fonts"
    return "~/.local/share/fonts"


def _folders() -> list[str]:
    home = Path.home()
    if sys.platform == "darwin":
        system = ["/System/Library/Fonts", "/Library/Fonts", str(home / "Library/Fonts")]
    elif sys.platform == "win32":
        windows = os.environ.get("WINDIR", r"C:\Windows")
        system = [windows + r"\Fonts", os.environ.get("LOCALAPPDATA", str(home)) + r"\Microsoft\Windows\Fonts"]
    else:
        data = os.environ.get("XDG_DATA_HOME", str(home / ".local/share"))
        system = ["/usr/share/fonts", "/usr/local/share/fonts", data + "/fonts", str(home / ".fonts")]
    packages = Path(sysconfig.get_paths()["purelib"])
    return [*system, *(str(folder) for prefix in _IN_PACKAGES for folder in sorted(packages.glob(prefix + "*")))]
