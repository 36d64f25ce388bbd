"""The person's own text as scenes and lines, word for word.

Joined, the lines give the text back, except for headings, list marks, speakers' names, directions in brackets on a line
of their own, and white space. Knows nothing of pictures or time.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from studio.agents.manuscript.marks import (
    cue,
    heading_and_text,
    is_heading,
    is_narrator,
    is_parenthetical,
    is_separator,
    is_title,
    is_transition,
    item,
    speech,
    without_bullet,
    without_mark,
)
from studio.production.screenplay import NARRATOR, LineDraft
from studio.production.tasks import OwnScene
from studio.production.vocabulary import TextForm
from studio.tools.offline.rules.sentences import sentences

_SCENE_WEIGHT = 170
"""Letters of a scene that is told in about twelve seconds."""

_IDEOGRAPH_WEIGHT = 3


@dataclass
class _Scene:
    heading: str = ""
    lines: list[LineDraft] = field(default_factory=list)


def own_scenes(text: str, form: TextForm, count: int | None = None) -> tuple[OwnScene, ...]:
    """The scenes of ``text``, with ``count`` as near to that many as its lines allow; none for a text without words."""
    if form is TextForm.SCREENPLAY:
        scenes = _screenplay(text)
    elif form is TextForm.OUTLINE:
        scenes = _outline(text)
    else:
        scenes = _prose(text)
    told = [OwnScene(heading=scene.heading, lines=tuple(scene.lines)) for scene in scenes if scene.lines]
    if count is not None:
        told = _fitted(told, count)
    return tuple(told)


def speakers(scenes: tuple[OwnScene, ...]) -> tuple[str, ...]:
    """Who speaks, in the order of their first line."""
    return tuple(dict.fromkeys(line.speaker for scene in scenes for line in scene.lines if line.speaker != NARRATOR))


def _told(text: str, speaker: str = NARRATOR) -> list[LineDraft]:
    speaker = NARRATOR if is_narrator(speaker) else speaker
    return [LineDraft(speaker=speaker, text=sentence.text) for sentence in sentences(text)]


def _screenplay(text: str) -> list[_Scene]:
    scenes = [_Scene()]
    lines = text.splitlines()
    speaker = NARRATOR
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if not line.strip():
            speaker = NARRATOR
        elif is_heading(line):
            scenes.append(_Scene(line.strip()))
            speaker = NARRATOR
        elif is_separator(line) or is_transition(line) or is_parenthetical(line):
            continue
        elif name := cue(line, following):
            speaker = name
        elif spoken := speech(line):
            speaker = spoken[0]
            scenes[-1].lines += _told(spoken[1], speaker)
        else:
            scenes[-1].lines += _told(without_bullet(line).strip(), speaker)
    return scenes if sum(bool(scene.lines) for scene in scenes) > 1 else _regrouped(scenes)


def _outline(text: str) -> list[_Scene]:
    scenes = [_Scene()]
    for line in text.splitlines():
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
    return scenes


def _prose(text: str) -> list[_Scene]:
    """By headings and separators; where there are none by paragraphs, long ones in balanced groups of sentences."""
    lines = text.splitlines()
    if any(is_heading(line) or is_separator(line) for line in lines):
        scenes = [_Scene()]
        for line in lines:
            if is_separator(line):
                scenes.append(_Scene())
            elif is_heading(line):
                scenes.append(_Scene(line.strip().lstrip("# ")))
            else:
                scenes[-1].lines += _told(without_bullet(line))
    else:
        scenes = _paragraphs(text)
    return [part for scene in scenes for part in _balanced(scene)]


def _paragraphs(text: str) -> list[_Scene]:
    """Paragraphs, short ones joined with the next; a title above them is the heading of the first."""
    scenes: list[_Scene] = []
    blocks = _blocks(text)
    if len(blocks) > 1 and is_title(blocks[0]):
        first, *blocks = blocks
        scenes.append(_Scene(first))
    for paragraph in blocks:
        lines = _told(paragraph)
        if scenes and _weight(scenes[-1].lines) + _weight(lines) <= _SCENE_WEIGHT:
            scenes[-1].lines += lines
        else:
            scenes.append(_Scene("", lines))
    return scenes


def _blocks(text: str) -> list[str]:
    blocks: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    # A line break within a paragraph is only where the line was full.
    return [" ".join(without_bullet(line).strip() for line in block) for block in blocks if block]


def _regrouped(scenes: list[_Scene]) -> list[_Scene]:
    """A screenplay without headings, in balanced parts."""
    return [part for scene in scenes for part in _balanced(scene)]


def _balanced(scene: _Scene) -> list[_Scene]:
    parts = max(1, round(_weight(scene.lines) / _SCENE_WEIGHT))
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
