"""Font faces: which characters one has, and opening it for shaping. Knows nothing of where fonts are found."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb

_SHIPPED = Path(__file__).parent / "fonts"
_WEIGHT = 600
_OUTLINES = frozenset(("glyf", "CFF ", "CFF2"))
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "So", "Sk"))
_PICTOGRAPHIC = re.compile("[\ufe00-\ufe0f\u20e3\U0001f000-\U0001fbff]")
"""Parts of emoji that Unicode files elsewhere, and emoji that are newer than Python's tables."""


@dataclass(frozen=True, order=True)
class FontFace:
    """One face of a font file."""

    path: str
    index: int = 0


@dataclass(frozen=True)
class FontChoice:
    """Faces that together cover a text; a character is drawn with the first face that has it."""

    faces: tuple[FontFace, ...]


CAPTION_FACE = FontFace(str(_SHIPPED / "NotoSans-SemiBold.ttf"))
DISPLAY_FACE = FontFace(str(_SHIPPED / "NotoSerifDisplay-Medium.ttf"))


def must_show(character: str) -> bool:
    """Whether ``character`` needs a glyph: everything but spaces, controls, joiners, selectors and pictographs."""
    return unicodedata.category(character) not in _UNSEEN and not _PICTOGRAPHIC.match(character)


def has_glyph(face: FontFace, character: str) -> bool:
    """Whether ``face`` maps ``character`` to a glyph."""
    return ord(character) in coverage(face)


@lru_cache(maxsize=4096)
def coverage(face: FontFace) -> hb.Set:
    """Code points with a glyph; empty for a file that is no usable outline font."""
    try:
        opened = hb.Face(hb.Blob.from_file_path(face.path), face.index)
        return opened.unicodes if _OUTLINES & set(opened.table_tags) else hb.Set()
    except (OSError, hb.HarfBuzzError):
        return hb.Set()


@lru_cache(maxsize=64)
def open_font(face: FontFace) -> hb.Font:
    """The face for shaping and outlines, in font units; a variable font is set to the weight of captions."""
    font = hb.Font(hb.Face(hb.Blob.from_file_path(face.path), face.index))
    if any(axis.tag == "wght" for axis in font.face.axis_infos):
        font.set_variations({"wght": _WEIGHT})
    return font
