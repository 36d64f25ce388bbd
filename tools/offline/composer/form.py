"""A cue's form: how many beats fit its samples, where the final chord falls, and which sections it has.

The tempo stays the mood's wherever the length allows; what does not make a half bar is given to the final chord.
Knows nothing of notes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.tools.offline.composer.score import Timing
from studio.tools.wav import RATE

BAR = 4.0
_HALF_BAR = 2.0
_RINGING = 0.24
"""Share of a cue that its final chord has at least, up to ``_LONGEST_RINGING`` seconds."""
_LONGEST_RINGING = 2.4
_HASTE = 1.35
"""How much faster than its mood a very short cue may be."""


class Section(StrEnum):
    """A part of the form."""

    INTRO = "intro"
    THEME = "theme"
    VARIATION = "variation"
    CONTRAST = "contrast"
    OUTRO = "outro"


@dataclass(frozen=True)
class Span:
    """A section from beat ``start``, ``beats`` long."""

    section: Section
    start: float
    beats: float


def timing_of(samples: int, beats_per_minute: float) -> Timing:
    """How many beats ``samples`` hold before the final chord, in half bars; none in a very short cue."""
    seconds = samples / RATE
    ringing = min(_LONGEST_RINGING, _RINGING * seconds)
    half_bar = _HALF_BAR * 60 / beats_per_minute
    halves = int((seconds - ringing) / half_bar)
    if halves == 0 and seconds - ringing >= half_bar / _HASTE:
        beats_per_minute = 60 * _HALF_BAR / (seconds - ringing)
        halves = 1
    return Timing(samples, halves * _HALF_BAR, beats_per_minute)


def spans_of(beats: float) -> tuple[Span, ...]:
    """The sections of a cue with ``beats`` before its final chord, without gaps.

    Up to three bars are the theme alone; from five bars there is a variation, from seven an introduction and an
    outro, from nine a contrast; long cues go round variation and contrast.
    """
    bars = int(beats // BAR)
    plan = _plan(bars)
    spans: list[Span] = []
    start = 0.0
    for section, length in plan:
        spans.append(Span(section, start, length * BAR))
        start += length * BAR
    rest = beats - start
    if rest > 0:
        if spans:
            last = spans[-1]
            spans[-1] = Span(last.section, last.start, last.beats + rest)
        else:
            spans.append(Span(Section.THEME, 0.0, rest))
    return tuple(spans)


def _plan(bars: int) -> list[tuple[Section, int]]:
    if bars <= 0:
        return []
    if bars <= 3:
        return [(Section.THEME, bars)]
    if bars <= 6:
        return [(Section.THEME, bars - bars // 2), (Section.VARIATION, bars // 2)]
    phrase = 2 if bars < 14 else 4
    intro = 1 if bars < 14 else 2
    plan = [(Section.INTRO, intro), (Section.THEME, phrase)]
    left = bars - intro - phrase
    for section in _rounds(left // phrase):
        plan.append((section, phrase))
        left -= phrase
    return [*plan, (Section.OUTRO, left)] if left else plan


def _rounds(count: int) -> list[Section]:
    """Variation first, then contrast and variation by turns; one phrase is left to the outro if there are enough."""
    turns = [Section.VARIATION if turn % 2 == 0 else Section.CONTRAST for turn in range(count)]
    return turns if count < 3 else turns[:-1]
