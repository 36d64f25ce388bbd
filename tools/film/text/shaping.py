"""From a line of text to placed glyph outlines: direction, faces, and HarfBuzz's shaping.

The widths that lines are broken by and the outlines that are drawn come from the same shaping. Knows nothing of colour.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz as hb
from fontTools import unicodedata as scripts

from studio.tools.film.text.bidi import is_right_to_left, visual_runs
from studio.tools.film.text.faces import FontChoice, FontFace, has_glyph, must_show, open_font

_ASCENT = 1.069
_DESCENT = 0.293
"""Of the shipped caption face, in ems; lines of every script are set on the same grid."""


@dataclass(frozen=True)
class PlacedGlyph:
    """A glyph at ``x``, ``y`` (pixels, y down from the baseline) for the characters from ``cluster`` on."""

    face: FontFace
    glyph: int
    x: float
    y: float
    advance: float
    cluster: int


@dataclass(frozen=True)
class ShapedLine:
    """Glyphs from left to right and the width of the line, in pixels at ``size`` pixels an em."""

    glyphs: tuple[PlacedGlyph, ...]
    width: float
    size: float

    @property
    def is_whole(self) -> bool:
        """Whether no glyph is the face's sign for a missing one."""
        return all(glyph.glyph != 0 for glyph in self.glyphs)


@lru_cache(maxsize=1024)
def shape_line(text: str, language: str, fonts: FontChoice, size: float, spacing: float = 0.0) -> ShapedLine:
    """Shape one line of ``text``; ``spacing`` is added between letters, in pixels (not in joined scripts)."""
    glyphs: list[PlacedGlyph] = []
    pen = 0.0
    for start, end, backwards in visual_runs(text, right_to_left=is_right_to_left(text, language)):
        pieces = list(_face_runs(text, start, end, fonts))
        for face, first, last in reversed(pieces) if backwards else pieces:
            pen = _shape_run(text, first, last, language, face, size, spacing, backwards, pen, glyphs)
    joined = any(scripts.script(character) in _JOINED for character in text)
    width = pen - (spacing if glyphs and spacing and not joined else 0.0)
    return ShapedLine(tuple(glyphs), width, size)


@lru_cache(maxsize=8192)
def outline(face: FontFace, glyph: int) -> str:
    """The glyph's outline as SVG path data in font units, y up; empty for a space."""
    pen = _PathPen()
    open_font(face).draw_glyph_with_pen(glyph, pen)
    return "".join(pen.commands)


def units_per_em(face: FontFace) -> int:
    """Font units in an em."""
    return int(open_font(face).face.upem)


def line_metrics(size: float) -> tuple[float, float]:
    """Ascent and descent of a line of any script at ``size`` pixels an em."""
    return size * _ASCENT, size * _DESCENT


_NOTHING = 0x200B
_JOINED = frozenset(("Arab", "Syrc", "Deva", "Beng", "Guru", "Mong", "Nkoo"))


def _face_runs(text: str, start: int, end: int, fonts: FontChoice) -> list[tuple[FontFace, int, int]]:
    """Runs of one script and one face, in the text's order. Common characters stay with what they follow."""
    runs: list[tuple[FontFace, int, int, str]] = []
    for index in range(start, end):
        character = text[index]
        script = scripts.script(character)
        common = script in ("Zyyy", "Zinh") or not must_show(character)
        if runs and common and (has_glyph(runs[-1][0], character) or not must_show(character)):
            runs[-1] = (*runs[-1][:2], index + 1, runs[-1][3])
            continue
        face = next((face for face in fonts.faces if has_glyph(face, character)), fonts.faces[0])
        if runs and face == runs[-1][0] and (script == runs[-1][3] or runs[-1][3] == "Zyyy" or common):
            runs[-1] = (face, runs[-1][1], index + 1, runs[-1][3] if common else script)
        else:
            runs.append((face, index, index + 1, "Zyyy" if common else script))
    return [(face, first, last) for face, first, last, _ in runs]


def _shape_run(
    text: str,
    start: int,
    end: int,
    language: str,
    face: FontFace,
    size: float,
    spacing: float,
    backwards: bool,
    pen: float,
    glyphs: list[PlacedGlyph],
) -> float:
    """Append the run's glyphs and return where the pen stands after it."""
    font = open_font(face)
    scale = size / font.face.upem
    buffer = hb.Buffer()
    # What has no outline (controls, emoji that no face has) becomes a space without width.
    buffer.add_codepoints([ord(c) if _is_drawn(face, c) else _NOTHING for c in text[start:end]])
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if backwards else "ltr"
    buffer.language = language
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_GRAPHEMES
    spaced = spacing and not any(scripts.script(text[i]) in _JOINED for i in range(start, end))
    hb.shape(font, buffer, {"liga": False} if spaced else {})
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        advance = position.x_advance * scale + (spacing if spaced and position.x_advance else 0.0)
        glyphs.append(
            PlacedGlyph(
                face,
                info.codepoint,
                pen + position.x_offset * scale,
                -position.y_offset * scale,
                advance,
                start + info.cluster,
            )
        )
        pen += advance
    return pen


def _is_drawn(face: FontFace, character: str) -> bool:
    return has_glyph(face, character) or must_show(character) or unicodedata.category(character) == "Cf"


class _PathPen:
    """Collects an outline as SVG path commands."""

    def __init__(self) -> None:
        self.commands: list[str] = []

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802  the pen protocol's names
        self.commands.append(f"M{point[0]:g} {point[1]:g}")

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self.commands.append(f"L{point[0]:g} {point[1]:g}")

    def curveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self.commands.append("C" + " ".join(f"{x:g} {y:g}" for x, y in points))

    def qCurveTo(self, *points: tuple[float, float]) -> None:  # noqa: N802
        self.commands.append("Q" + " ".join(f"{x:g} {y:g}" for x, y in points))

    def closePath(self) -> None:  # noqa: N802
        self.commands.append("Z")

    def endPath(self) -> None:  # noqa: N802
        self.commands.append("Z")
