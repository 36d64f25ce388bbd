"""Fonts that cover a text: two shipped ones for Latin, Greek and Cyrillic, and those found on the machine for the rest.

A text is covered when every character that shows has a glyph in one of the chosen faces. Where that cannot be had the
answer is None and ``missing_font_notice`` says what to install: there is never tofu. Pictographs (emoji) are the one
exception: they have no outline to draw, so they are left out of the drawn line.

Knows nothing of shaping or of pictures.
"""

from __future__ import annotations

import os
import sys
import sysconfig
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import uharfbuzz as hb
from fontTools import unicodedata as scripts

_SHIPPED = Path(__file__).parent / "fonts"
_SUFFIXES = (".ttf", ".otf", ".ttc")
_WEIGHT = 600


@dataclass(frozen=True, order=True)
class FontFace:
    """One face of a font file."""

    path: str
    index: int = 0


CAPTION_FACE = FontFace(str(_SHIPPED / "NotoSans-SemiBold.ttf"))
DISPLAY_FACE = FontFace(str(_SHIPPED / "NotoSerifDisplay-Medium.ttf"))


@dataclass(frozen=True)
class FontChoice:
    """Faces that together cover a text; a character is drawn with the first face that has it."""

    faces: tuple[FontFace, ...]


_FAMILIES: dict[str, tuple[str, ...]] = {
    "Arab": ("NotoSansArabic", "NotoNaskhArabic", "GeezaPro", "SFArabic", "segoeui", "tahoma", "DejaVuSans", "Amiri"),
    "Hebr": ("NotoSansHebrew", "ArialHB", "SFHebrew", "segoeui", "tahoma", "DejaVuSans", "FreeSans"),
    "Deva": ("NotoSansDevanagari", "Kohinoor", "DevanagariSangam", "Nirmala", "Mangal", "Lohit-Devanagari", "FreeSans"),
    "Thai": ("NotoSansThai", "Thonburi", "LeelawUI", "Leelawadee", "tahoma", "Loma", "Garuda", "FreeSans"),
    "Hang": ("NotoSansCJK", "NotoSansKR", "AppleSDGothicNeo", "malgun", "NanumGothic", "SourceHanSans", "unfonts"),
    "Jpan": (
        "NotoSansCJK",
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
        "NotoSansCJK",
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
    "Thai": ("fonts-noto-core", "justmytype-intl-sea"),
    "Hani": ("fonts-noto-cjk", ""),
    "Hira": ("fonts-noto-cjk", ""),
    "Kana": ("fonts-noto-cjk", ""),
    "Hang": ("fonts-noto-cjk", ""),
}
_REGIONS = {"ja": "JP", "ko": "KR", "zh": "SC", "yue": "HK"}
_IN_PACKAGES = ("justmytype_", "noto_cjk")


def cover(text: str, language: str, *, display: bool = False) -> FontChoice | None:
    """Faces that cover ``text`` (BCP 47 ``language`` decides between Chinese, Japanese and Korean forms), or None.

    ``display`` puts the serif for titles before the caption face.
    """
    shipped = (DISPLAY_FACE, CAPTION_FACE) if display else (CAPTION_FACE,)
    shown = [character for character in text if must_show(character)]
    needed = frozenset(map(ord, shown)).difference(*map(_coverage, shipped))
    foreign = sum(ord(character) in needed for character in shown)
    found: list[FontFace] = []
    while needed:
        face = _best_face(needed, language)
        if face is None:
            return None
        found.append(face)
        needed -= _coverage(face)
    # A text mostly in another script takes that script's face for its punctuation and digits too.
    return FontChoice((*found, *shipped) if 2 * foreign > len(shown) else (*shipped, *found))


def missing_font_notice(text: str, language: str) -> str:
    """One line for the person: which characters no font covers, and what to install."""
    choice = (CAPTION_FACE,)
    lost = sorted({c for c in text if must_show(c) and not any(has_glyph(face, c) for face in choice)})
    lost = [c for c in lost if cover(c, language) is None] or lost
    names = sorted({scripts.script_name(scripts.script(c)) for c in lost})
    packages = [_PACKAGES.get(scripts.script(c), ("fonts-noto-core", "")) for c in lost]
    debian = " ".join(sorted({package for package, _ in packages}))
    python = " ".join(sorted({package for _, package in packages if package}))
    ways = [f"on Debian: apt install {debian}"] if debian else []
    if python:
        ways.append(f"anywhere: pip install {python}")
    return (
        f"No font on this machine shows {', '.join(names)} text ({language}), so captions are not burned in."
        f" Install one ({'; '.join(ways)}) or put a font file into {_user_folder()}."
    )


def must_show(character: str) -> bool:
    """Whether ``character`` needs a glyph: everything but spaces, controls, joiners, selectors and pictographs."""
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Cs", "Cn", "Zs", "Zl", "Zp", "So", "Sk"):
        return category == "Cn"
    return not 0xFE00 <= ord(character) <= 0xFE0F


def has_glyph(face: FontFace, character: str) -> bool:
    """Whether ``face`` maps ``character`` to a glyph."""
    return ord(character) in _coverage(face)


@lru_cache(maxsize=64)
def open_font(face: FontFace) -> hb.Font:
    """The face for shaping and outlines, in font units; a variable font is set to the weight of captions."""
    font = hb.Font(hb.Face(hb.Blob.from_file_path(face.path), face.index))
    if any(axis.tag == "wght" for axis in font.face.axis_infos):
        font.set_variations({"wght": _WEIGHT})
    return font


@lru_cache(maxsize=4096)
def _coverage(face: FontFace) -> frozenset[int]:
    """Code points with a glyph; empty for a file that is no usable outline font."""
    try:
        opened = hb.Face(hb.Blob.from_file_path(face.path), face.index)
        tags = set(opened.table_tags)
    except (OSError, hb.HarfBuzzError):
        return frozenset()
    return frozenset(opened.unicodes) if tags & {"glyf", "CFF ", "CFF2"} else frozenset()


def _best_face(needed: frozenset[int], language: str) -> FontFace | None:
    """The preferred found face that has the first needed character, the one that has most of all where several do."""
    own = [code for code in needed if scripts.script(chr(code)) not in ("Zyyy", "Zinh")]
    first = min(own or needed)
    script = scripts.script(chr(first))
    primary = language.split("-", maxsplit=1)[0].lower()
    family_key = {"Hira": "Jpan", "Kana": "Jpan"}.get(
        script, "Jpan" if primary == "ja" and script == "Hani" else script
    )
    for wanted in _FAMILIES.get(family_key, (f"NotoSans{scripts.script_name(script).replace(' ', '')}",)):
        named = [path for path in _found() if Path(path).name.lower().startswith(wanted.lower())]
        for path in sorted(named, key=_style_rank):
            face = _regional_face(path, language)
            if first in _coverage(face):
                return face
    faces = (_regional_face(path, language) for path in _found())
    covering = [(len(needed & _coverage(face)), face) for face in faces if first in _coverage(face)]
    return min(covering, key=lambda pair: (-pair[0], _style_rank(pair[1].path), pair[1]))[1] if covering else None


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
    parts = language.replace("_", "-").split("-")
    region = _REGIONS.get(parts[0].lower(), "SC")
    if region == "SC" and {"Hant", "TW"} & set(parts):
        region = "TC"
    if region == "SC" and {"HK", "MO"} & set(parts):
        region = "HK"
    blob = hb.Blob.from_file_path(path)
    for index in range(hb.Face(blob).count):
        family = hb.Face(blob, index).get_name(hb.OTNameIdPredefined.FONT_FAMILY) or ""
        if region in family.split() and "Mono" not in family:
            return FontFace(path, index)
    return FontFace(path)


@cache
def _found() -> tuple[str, ...]:
    """Font files in the standard folders and in font packages of this Python, sorted; read once a process."""
    files = {path for folder in _folders() for path in _walk(folder)}
    return tuple(sorted(files))


def _walk(folder: str) -> Iterator[str]:
    for root, _, names in os.walk(folder):
        yield from (os.path.join(root, name) for name in names if name.lower().endswith(_SUFFIXES))  # noqa: PTH118


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
    own = (
        [str(entry) for entry in packages.iterdir() if entry.name.startswith(_IN_PACKAGES)] if packages.is_dir() else []
    )
    return [*system, *sorted(own)]
