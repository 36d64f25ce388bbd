"""The person's own text as scenes and lines, word for word.

Joined, the lines give the text back, except for headings, list marks, marks of emphasis, speakers' names, directions
in brackets on a line of their own or before speech, quotation marks that no line pairs, notes to the makers, and
white space. Knows nothing of pictures or time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from studio.agents.manuscript.language import detect_language
from studio.agents.manuscript.marks import (
    cue,
    heading_and_text,
    is_camera_note,
    is_heading,
    is_narrator,
    is_parenthetical,
    is_separator,
    is_shouted,
    is_title,
    is_transition,
    item,
    names_said_again,
    speech,
    without_bullet,
    without_clock,
    without_mark,
)
from studio.agents.manuscript.notes import is_request, without_notes
from studio.agents.manuscript.verse import is_dictated, is_verse, is_wrapped
from studio.production.screenplay import NARRATOR, LineDraft
from studio.production.speaking import expected_seconds
from studio.production.tasks import OwnScene
from studio.production.vocabulary import TextForm
from studio.tools.offline.rules.lexicon import base_language
from studio.tools.offline.rules.orders import orders
from studio.tools.offline.rules.pairs import without_lone_marks
from studio.tools.offline.rules.sentences import ENDS, sentences
from studio.tools.offline.rules.speakable import PICTURES, without_pictures

_SCENE_WEIGHT = 170
"""Letters of a scene that is told in about twelve seconds."""

_STANZA_WEIGHT = 85
"""The same of verse, which is told more slowly."""

_IDEOGRAPH_WEIGHT = 3


_SPEECH_ENDS = (*ENDS, *'"”»“」』')
_OPENING_BRACKET = re.compile(r"^\s*[(（][^()（）]*[)）]\s*(?=\S)")


_JOINING = 2
"""The joining words of a language that begin a thought of its own: the first two of its list."""

_BREATH = 9.0
"""Seconds of what is told in one go of a sentence that was dictated."""

_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]{1,400}?)(?<=\S)(\1)(?![\w*])")
"""Italics and bold type as Markdown has them."""

_THE_END = re.compile(r"\n\s*(?:the end|ende|fin|fine|fim|einde|конец|koniec)[.!]?\s*$", re.IGNORECASE)


@dataclass
class _Scene:
    heading: str = ""
    lines: list[LineDraft] = field(default_factory=list)


def own_scenes(text: str, form: TextForm, count: int | None = None) -> tuple[OwnScene, ...]:
    """The scenes of ``text``, with ``count`` as near to that many as its lines allow; none for a text without words."""
    text = "\n".join(map(without_clock, _THE_END.sub("", without_notes(text, form)).split("\n")))
    if form is TextForm.SCREENPLAY:
        scenes = _screenplay(text)
    elif form is TextForm.OUTLINE:
        scenes = _outline(text)
    else:
        scenes = _prose(text)
    if not is_verse(text.splitlines()):
        # Speech that goes on over several lines has its marks in none of them.
        for scene in scenes:
            scene.lines = [LineDraft(speaker=line.speaker, text=without_lone_marks(line.text)) for line in scene.lines]
    told = [OwnScene(heading=scene.heading, lines=tuple(scene.lines)) for scene in scenes if scene.lines]
    if count is not None:
        told = _fitted(told, count)
    return tuple(told)


def speakers(scenes: tuple[OwnScene, ...]) -> tuple[str, ...]:
    """Who speaks, in the order of their first line."""
    return tuple(dict.fromkeys(line.speaker for scene in scenes for line in scene.lines if line.speaker != NARRATOR))


def _told(text: str, speaker: str = NARRATOR) -> list[LineDraft]:
    speaker = NARRATOR if is_narrator(speaker) else speaker
    # A small picture ends a sentence where the next begins with a capital, or in a script without any.
    parted = PICTURES.sub(lambda mark: "\n" if _begins_anew(text[mark.end() :]) else mark.group(), text)
    said = [without_pictures(words).strip() for words in _sentences(parted)]
    return [LineDraft(speaker=speaker, text=words) for words in said if words]


def _sentences(text: str) -> list[str]:
    """The sentences of ``text`` without marks of emphasis, which nothing within divides; one that was dictated in
    breaths."""
    bare, stressed = _without_emphasis(text)
    found: list[tuple[int, int]] = []
    for one in sentences(bare):
        # A message that is set in italics within a sentence is one, whatever marks it has.
        if found and any(found[-1][0] < opens < one.start < closes for opens, closes in stressed):
            found[-1] = (found[-1][0], one.end)
        else:
            found.append((one.start, one.end))
    said = [bare[start:end] for start, end in found]
    return [piece for words in said for piece in (_breaths(words) if is_dictated(words) else [words])]


def _without_emphasis(text: str) -> tuple[str, list[tuple[int, int]]]:
    """``text`` without marks of emphasis, and where what they enclosed stands in it."""
    bare, stressed, position = "", [], 0
    for one in _EMPHASIS.finditer(text):
        bare += text[position : one.start()]
        stressed.append((len(bare), len(bare) + len(one[2])))
        bare, position = bare + one[2], one.end()
    return bare + text[position:], stressed


def _breaths(words: str) -> list[str]:
    """What was dictated, divided before ``and`` and ``but``, each piece as long as a breath has room for."""
    tag = detect_language(words)
    joints = "|".join(map(re.escape, orders(base_language(tag)).joints[:_JOINING]))
    found: list[str] = []
    for part in re.split(rf"\s+(?=(?:{joints})\s)", words) if joints else [words]:
        if found and expected_seconds(f"{found[-1]} {part}", tag) <= _BREATH:
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


def _begins_anew(following: str) -> bool:
    first = following.lstrip()[:1]
    return first.isalnum() and not first.islower()


def _screenplay(text: str) -> list[_Scene]:
    scenes = [_Scene()]
    lines = text.splitlines()
    again = names_said_again(lines)
    speaker = NARRATOR
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if not line.strip():
            speaker = NARRATOR
        elif is_heading(line):
            scenes.append(_Scene(line.strip()))
            speaker = NARRATOR
        elif parts := heading_and_text(line):
            names = is_heading(parts[1]) or is_shouted(parts[1])
            scenes.append(_Scene(line.strip()) if names else _Scene(parts[0], _told(parts[1])))
            speaker = NARRATOR
        elif is_separator(line) or is_transition(line) or is_parenthetical(line) or is_camera_note(line):
            continue
        elif name := cue(line, following):
            speaker = name
        elif speaker == NARRATOR and is_shouted(line):
            continue
        elif spoken := speech(line, again):
            # How it is said is no part of what is said.
            scenes[-1].lines += _told(_OPENING_BRACKET.sub("", spoken[1]), spoken[0])
            # What follows "NAME: words" is told, unless the words went on over the end of the line.
            speaker = NARRATOR if spoken[1].endswith(_SPEECH_ENDS) else spoken[0]
        else:
            scenes[-1].lines += _told(without_bullet(line).strip(), speaker)
    return scenes if sum(bool(scene.lines) for scene in scenes) > 1 else _regrouped(scenes)


def _outline(text: str) -> list[_Scene]:
    scenes = [_Scene()]
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    if is_title(first) and not item(first) and not heading_and_text(first):
        lines.remove(first)
        scenes[0].heading = first.strip()
    for line in lines:
        if not line.strip() or is_separator(line):
            continue
        if parts := heading_and_text(line):
            scenes.append(_Scene(parts[0], _told(parts[1])))
        elif is_heading(line) or (not item(line) and line.rstrip().endswith((":", "："))):
            scenes.append(_Scene(line.strip()))
        elif item(line) and line[:1].strip():
            scenes.append(_Scene("", _told(without_mark(line).strip())))
        else:
            scenes[-1].lines += _told(without_mark(line).strip())
    # Between the steps of an outline people also say how they are to be filmed.
    language = detect_language(text)
    for scene in scenes:
        scene.lines = [line for line in scene.lines if not is_request(line.text, language)]
    return scenes


def _prose(text: str) -> list[_Scene]:
    """By headings and separators; where there are none by paragraphs, long ones in balanced groups of sentences."""
    blocks = _under_title(_blocks("\n".join(line for line in text.splitlines() if not is_transition(line))))
    scenes: list[_Scene] = []
    titled = len(blocks) > 1 and len(blocks[0]) == 1 and not is_heading(blocks[0][0])
    if titled and (is_title(blocks[0][0]) or is_shouted(blocks[0][0])):
        scenes.append(_Scene(blocks[0][0].strip()))
        blocks = blocks[1:]
    wrapped = is_wrapped(blocks)
    verse = is_verse([line for block in blocks for line in block])
    weight = _STANZA_WEIGHT if verse else _SCENE_WEIGHT
    if any(is_heading(line) or is_separator(line) for block in blocks for line in block):
        scenes += _divided(blocks, wrapped=wrapped)
    else:
        for block in blocks:
            lines = _paragraph(block, wrapped=wrapped)
            if scenes and _weight(scenes[-1].lines) + _weight(lines) <= weight:
                scenes[-1].lines += lines
            else:
                scenes.append(_Scene("", lines))
    if verse and len(scenes) > 1:
        # A poem breathes between its stanzas, nowhere else.
        return scenes
    return [part for scene in scenes for part in _balanced(scene, weight)]


def _under_title(blocks: list[list[str]]) -> list[list[str]]:
    """``blocks`` with a first line in capitals that ends no sentence as one of its own."""
    if blocks and len(blocks[0]) > 1 and is_shouted(blocks[0][0]) and not all(map(is_shouted, blocks[0])):
        return [blocks[0][:1], blocks[0][1:], *blocks[1:]]
    return blocks


def _divided(blocks: list[list[str]], *, wrapped: bool) -> list[_Scene]:
    """Blocks between headings and separators, which may stand on any line."""
    scenes = [_Scene()]
    for block in blocks:
        told: list[str] = []
        for line in block:
            if not is_separator(line) and not is_heading(line):
                told.append(line)
                continue
            scenes[-1].lines += _paragraph(told, wrapped=wrapped)
            told = []
            scenes.append(_Scene("" if is_separator(line) else line.strip().lstrip("# ")))
        scenes[-1].lines += _paragraph(told, wrapped=wrapped)
    return scenes


def _paragraph(block: list[str], *, wrapped: bool) -> list[LineDraft]:
    """The sentences of a paragraph; a line break ends one unless the lines were only full."""
    lines = [without_bullet(line).strip() for line in block]
    return _told(" ".join(lines) if wrapped else "\n".join(lines))


def _blocks(text: str) -> list[list[str]]:
    """The lines of every paragraph."""
    blocks: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _regrouped(scenes: list[_Scene]) -> list[_Scene]:
    """A screenplay without headings, in balanced parts."""
    return [part for scene in scenes for part in _balanced(scene)]


def _balanced(scene: _Scene, weight: int = _SCENE_WEIGHT) -> list[_Scene]:
    parts = max(1, round(_weight(scene.lines) / weight))
    groups = _groups(scene.lines, parts)
    return [_Scene(scene.heading if number == 0 else "", group) for number, group in enumerate(groups)]


def _groups(lines: list[LineDraft], parts: int) -> list[list[LineDraft]]:
    """``lines`` in ``parts`` runs of about equal weight, none empty."""
    parts = min(parts, len(lines)) or 1
    groups: list[list[LineDraft]] = [[]]
    left = _weight(lines)
    for number, line in enumerate(lines):
        open_groups = parts - len(groups) + 1
        remaining = len(lines) - number
        full = groups[-1] and _weight(groups[-1]) + _weight([line]) / 2 > left / open_groups
        if groups[-1] and len(groups) < parts and (full or remaining <= parts - len(groups)):
            left -= _weight(groups[-1])
            groups.append([])
        groups[-1].append(line)
    return groups


def _fitted(scenes: list[OwnScene], count: int) -> list[OwnScene]:
    """As near to ``count`` scenes as can be: neighbours joined, or the longest divided."""
    while len(scenes) > count:
        joints = range(len(scenes) - 1)
        place = min(joints, key=lambda at: (_weight([*scenes[at].lines, *scenes[at + 1].lines]), at))
        first, second = scenes[place], scenes[place + 1]
        scenes[place : place + 2] = [
            OwnScene(heading=first.heading or second.heading, lines=first.lines + second.lines)
        ]
    while 0 < len(scenes) < count:
        divisible = [at for at in range(len(scenes)) if len(scenes[at].lines) > 1]
        if not divisible:
            break
        place = max(divisible, key=lambda at: (_weight(list(scenes[at].lines)), -at))
        opening, rest = _groups(list(scenes[place].lines), 2)
        heading = scenes[place].heading
        scenes[place : place + 1] = [OwnScene(heading=heading, lines=tuple(opening)), OwnScene(lines=tuple(rest))]
    return scenes


def _weight(lines: list[LineDraft]) -> int:
    """Letters to be told; an ideograph is as long as several letters."""
    return sum(_IDEOGRAPH_WEIGHT if character > "\u2e80" else 1 for line in lines for character in line.text)
