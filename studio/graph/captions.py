"""Captions: a line's words broken into blocks of two lines at most, timed by its take.

The same blocks are burned into the pictures and written beside the film, so that both say the same at the same time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studio.production.document import Line, Production, Scene
from studio.production.made import Take
from studio.production.timeline import SceneTiming, TimedLine
from studio.production.vocabulary import Captions
from studio.tools.film.overlay import caption_place
from studio.tools.film.requests import BurnedCaption, CaptionWord
from studio.tools.film.text.breaking import CaptionBlock, caption_blocks
from studio.tools.film.text.fonts import CAPTION_FACE, FontChoice, cover, missing_font_notice

_HOLD_SECONDS = 0.35
"""How long a caption stays after its last word, where nothing follows it."""


@dataclass(frozen=True)
class SceneCaption:
    """A block of one line: its text (lines joined by a newline), its words, and its frames from the scene's start."""

    line: str
    text: str
    words: tuple[CaptionWord, ...]
    start: int
    end: int


def scene_captions(production: Production, scene: Scene, timing: SceneTiming) -> list[SceneCaption]:
    """All captions of a scene in order; none overlaps the next."""
    return [
        caption
        for line, timed in zip(scene.lines, timing.lines, strict=True)
        for caption in _line_captions(production, line, timed)
    ]


def burned_captions(production: Production, scene: Scene, timing: SceneTiming) -> tuple[tuple[BurnedCaption, ...], ...]:
    """For each shot of a scene what is burned into it, in frames of the shot; nothing where captions stay beside."""
    per_shot: list[list[BurnedCaption]] = [[] for _ in timing.shots]
    if burns_captions(production) and not uncovered(production, scene):
        for caption in scene_captions(production, scene, timing):
            first = 0
            for number, frames in enumerate(timing.shots):
                burned = _cut_to(caption, production.brief.language, first, frames)
                if burned is not None:
                    per_shot[number].append(burned)
                first += frames
    return tuple(tuple(one) for one in per_shot)


def burns_captions(production: Production) -> bool:
    """Whether captions are drawn into the pictures: on request, and where nobody speaks the words."""
    wanted = production.rendition.captions
    silent = any(take.audio is None for take in production.takes.values())
    return wanted is Captions.BURNED or (wanted is Captions.BESIDE and silent)


def uncovered(production: Production, scene: Scene) -> str:
    """Why captions of a scene cannot be burned: no font shows its words; empty where one does."""
    text = " ".join(line.text for line in scene.lines)
    if cover(text, production.brief.language) is not None:
        return ""
    return missing_font_notice(text, production.brief.language)


def _line_captions(production: Production, line: Line, timed: TimedLine) -> Iterator[SceneCaption]:
    take = production.takes[line.id]
    blocks = _blocks(production, line.text)
    starts = [_frame_of(production, take, line.text, block.start, timed) for block in blocks]
    last = timed.start + timed.frames + production.rendition.frames(_HOLD_SECONDS)
    for number, block in enumerate(blocks):
        start = starts[number]
        end = starts[number + 1] if number + 1 < len(blocks) else last
        if end > start:
            text, words = _set(production, take, line.text, block, timed)
            yield SceneCaption(line.id, text, words, start, end)


def _blocks(production: Production, text: str) -> tuple[CaptionBlock, ...]:
    width, height = production.rendition.size
    language = production.brief.language
    # Where no font covers the text, it is only written beside the film; widths of the shipped face serve for breaking.
    fonts = cover(text, language) or FontChoice((CAPTION_FACE,))
    place = caption_place(width, height)
    return caption_blocks(text, language, fonts, place.size, place.max_width)


def _frame_of(production: Production, take: Take, text: str, position: int, timed: TimedLine) -> int:
    """The frame at which the character at ``position`` is heard, or would be read."""
    if position == 0:
        return timed.start
    for word in take.words:
        if word.start_char >= position or word.end_char > position:
            return timed.start + production.rendition.frame_at(word.start)
    return timed.start + round(timed.frames * position / len(text))


def _set(
    production: Production, take: Take, text: str, block: CaptionBlock, timed: TimedLine
) -> tuple[str, tuple[CaptionWord, ...]]:
    pieces: list[str] = []
    words: list[CaptionWord] = []
    length = 0
    for piece in block.lines:
        if pieces:
            length += 1
        offset = length - piece.start
        pieces.append(text[piece.start : piece.end])
        length += piece.end - piece.start
        words += [
            CaptionWord(
                start_char=max(word.start_char, piece.start) + offset,
                end_char=min(word.end_char, piece.end) + offset,
                start=timed.start + production.rendition.frame_at(word.start),
                end=timed.start + production.rendition.frame_at(word.end),
            )
            for word in take.words
            if word.start_char < piece.end and word.end_char > piece.start
        ]
    return "\n".join(pieces), tuple(words)


def _cut_to(caption: SceneCaption, language: str, first: int, frames: int) -> BurnedCaption | None:
    start, end = max(0, caption.start - first), min(frames, caption.end - first)
    if end <= start:
        return None
    words = tuple(
        word.model_copy(update={"start": word.start - first, "end": word.end - first}) for word in caption.words
    )
    return BurnedCaption(text=caption.text, language=language, words=words, start=start, end=end)
