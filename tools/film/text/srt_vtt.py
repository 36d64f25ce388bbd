"""Writes captions as SubRip (SRT) and WebVTT files.

SubRip has no escapes: what looks like its markup is broken up invisibly, so text stays text. WebVTT escapes, and can
carry the time of every word. Knows nothing of frames beyond the rate that it is handed.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

_WORD_JOINER = "\u2060"


@dataclass(frozen=True)
class TimedWord:
    """A word of one line: characters ``first`` to ``last`` of line number ``line``, heard from frame ``start``."""

    line: int
    first: int
    last: int
    start: int


@dataclass(frozen=True)
class TimedCaption:
    """One or two lines, seen from frame ``start`` until frame ``end`` of the film, with word times or without."""

    lines: tuple[str, ...]
    start: int
    end: int
    words: tuple[TimedWord, ...] = ()


def srt(captions: Iterable[TimedCaption], rate: Fraction) -> str:
    """The captions as a SubRip file; ``rate`` is frames a second."""
    cues = [
        f"{number}\n{_clock(caption.start, rate, ',')} --> {_clock(caption.end, rate, ',')}\n"
        + "\n".join(_without_markup(_one_line(line)) for line in caption.lines)
        + "\n"
        for number, caption in enumerate(captions, start=1)
    ]
    return "\n".join(cues)


def vtt(captions: Iterable[TimedCaption], rate: Fraction, language: str) -> str:
    """The captions as a WebVTT file with a time tag before every timed word but the first of its cue."""
    cues = [
        f"{_clock(caption.start, rate, '.')} --> {_clock(caption.end, rate, '.')}\n"
        + "\n".join(_tagged(caption, number, rate) for number in range(len(caption.lines)))
        + "\n"
        for caption in captions
    ]
    return "\n".join((f"WEBVTT\nLanguage: {language}\n", *cues))


def _tagged(caption: TimedCaption, number: int, rate: Fraction) -> str:
    line = caption.lines[number]
    pieces: list[str] = []
    position = 0
    for word in caption.words:
        # A tag must lie inside its cue and after the one before it.
        if word.line != number or not caption.start < word.start < caption.end:
            continue
        pieces.append(_escaped(line[position : word.first]))
        pieces.append(f"<{_clock(word.start, rate, '.')}>")
        position = word.first
    pieces.append(_escaped(line[position:]))
    return "".join(pieces)


def _clock(frame: int, rate: Fraction, point: str) -> str:
    """The time of a frame to the millisecond, rounded up, so that it never falls into the frame before."""
    milliseconds = -(-frame * 1000 * rate.denominator // rate.numerator)
    seconds, milliseconds = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}{milliseconds:03d}"


def _one_line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())


def _escaped(text: str) -> str:
    """Text for WebVTT: no markup, no line breaks, no arrow that would begin a cue; its outer spaces stay."""
    plain = "".join(" " if character.isspace() else character for character in text.replace("\0", ""))
    return html.escape(plain, quote=False)


def _without_markup(text: str) -> str:
    """Text for SubRip: a word joiner keeps players from reading a tag, an override or an arrow in it."""
    return (
        text.replace("<", "<" + _WORD_JOINER).replace("{", "{" + _WORD_JOINER).replace("-->", "--" + _WORD_JOINER + ">")
    )
