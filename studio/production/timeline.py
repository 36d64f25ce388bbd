"""The timeline: which frame belongs to which shot, transition, line and cue. Computed before anything is drawn.

Every length inside a scene depends on that scene alone, so that an edit moves what follows and changes none of it.

    |<----------- shot ----------->|
    | lent |        body    | lent |          lent frames are shown by the transitions at either end
           |<- segment ---->|

Knows only lengths: of takes, of scenes, of transitions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from studio.production.document import Production, Scene, Shot
from studio.production.rendition import Rendition
from studio.production.vocabulary import TransitionKind

TITLE, END = "title", "end"
"""Ids of the two cards."""
_CARD_SHARE = {TITLE: 0.1, END: 0.08}
_CARD_SECONDS = {TITLE: (1.5, 3.2), END: (1.5, 2.8)}
TRANSITION_SECONDS = 0.5
SCENE_LEAD = 0.7
"""Seconds before the first word of a scene: the transition into it, and a breath."""
SCENE_TAIL = 0.8
"""Seconds after the last word of a scene."""
BETWEEN_LINES = 0.35
SHORTEST_SHOT = 1.5
_SLACK_BEFORE = 0.3
"""The share of a beat's spare time that passes before its first word."""
_LONGEST_WAIT = 0.9


@dataclass(frozen=True)
class TimedLine:
    """When a line is heard, as the first frame and the length in frames, from the start of its scene."""

    line: str
    start: int
    frames: int


@dataclass(frozen=True)
class TimedShot:
    """A shot's place in the film: ``start`` is the film's frame at which its first frame, lent or not, falls.

    ``enters`` is the transition that leads into it, which shows its first ``lent_head`` frames.
    """

    shot: str
    scene: str
    start: int
    frames: int
    enters: TransitionKind
    lent_head: int


@dataclass(frozen=True)
class TimedScene:
    """A scene's place in the film, in frames, its transitions included, and its lines."""

    scene: str
    start: int
    frames: int
    lines: tuple[TimedLine, ...]


@dataclass(frozen=True)
class Timeline:
    """The whole film, title card to end card. ``frames`` is its length."""

    shots: tuple[TimedShot, ...]
    scenes: tuple[TimedScene, ...]
    frames: int

    def shot(self, shot_id: str) -> TimedShot:
        """The shot of that id; KeyError where there is none."""
        for timed in self.shots:
            if timed.shot == shot_id:
                return timed
        raise KeyError(shot_id)

    def scene(self, scene_id: str) -> TimedScene:
        """The scene of that id; KeyError where there is none."""
        for timed in self.scenes:
            if timed.scene == scene_id:
                return timed
        raise KeyError(scene_id)


@dataclass(frozen=True)
class SceneTiming:
    """How long a scene and its shots are, and when its lines are heard, in frames from its start."""

    frames: int
    shots: tuple[int, ...]
    lines: tuple[TimedLine, ...]


def scene_overhead(lines: int) -> float:
    """Seconds of a scene with ``lines`` lines that are not spoken."""
    return SCENE_LEAD + SCENE_TAIL + BETWEEN_LINES * max(0, lines - 1)


def time_scene(scene: Scene, shots: Sequence[Shot], line_frames: Sequence[int], rendition: Rendition) -> SceneTiming:
    """The timing of one scene. ``line_frames`` is the length of each line's take.

    Lines and shots are dealt into beats by their number alone, so that the words of one line decide only the length
    of its own beat. A beat is as long as its share of the scene, or longer where its lines need it.
    """
    beats = max(1, min(len(shots), len(scene.lines)))
    shots_of = _deal(len(shots), beats)
    lines_of = _deal(len(scene.lines), beats)
    whole_share = sum(shot.share for shot in shots)
    budget = rendition.frames(scene.seconds)
    frames_of_shot: list[int] = []
    timed: list[TimedLine] = []
    start = 0
    for beat in range(beats):
        members = [shots[index] for index in shots_of[beat]]
        lead = rendition.frames(SCENE_LEAD if beat == 0 else BETWEEN_LINES / 2)
        tail = rendition.frames(SCENE_TAIL if beat == beats - 1 else BETWEEN_LINES / 2)
        gap = rendition.frames(BETWEEN_LINES)
        spoken = [line_frames[index] for index in lines_of[beat]]
        needed = lead + tail + sum(spoken) + gap * max(0, len(spoken) - 1)
        share = sum(shot.share for shot in members) / whole_share
        shortest = len(members) * rendition.frames(SHORTEST_SHOT)
        frames = max(round(budget * share), needed, shortest)
        spare = frames - needed
        position = start + lead + min(round(spare * _SLACK_BEFORE), rendition.frames(_LONGEST_WAIT))
        for index, length in zip(lines_of[beat], spoken, strict=True):
            timed.append(TimedLine(scene.lines[index].id, position, length))
            position += length + gap
        frames_of_shot += _divide(frames, [shot.share for shot in members], rendition.frames(SHORTEST_SHOT))
        start += frames
    return SceneTiming(start, tuple(frames_of_shot), tuple(timed))


def card_seconds(card: str, film_seconds: float) -> float:
    """How long a card stands in a film of that asked length: a share of it, within bounds."""
    shortest, longest = _CARD_SECONDS[card]
    return min(longest, max(shortest, film_seconds * _CARD_SHARE[card]))


def around_scenes(scenes: int, film_seconds: float) -> float:
    """Seconds of a film that are not its scenes': the cards, less what the transitions overlap."""
    return sum(card_seconds(card, film_seconds) for card in (TITLE, END)) - TRANSITION_SECONDS * (scenes + 1)


def transition_frames(kind: TransitionKind, rendition: Rendition) -> int:
    """How many frames a transition lasts; a cut lasts none."""
    return 0 if kind is TransitionKind.CUT else rendition.frames(TRANSITION_SECONDS)


def lay_out(production: Production) -> Timeline:
    """The timeline of a production whose shots are planned and whose takes are made."""
    rendition = production.rendition
    asked = production.brief.seconds
    entries: list[tuple[str, str, int, TransitionKind]] = []
    timings: dict[str, SceneTiming] = {}
    entries.append((TITLE, "", rendition.frames(card_seconds(TITLE, asked)), TransitionKind.CUT))
    for scene in production.scenes:
        timing = scene_timing(production, scene)
        timings[scene.id] = timing
        for number, (shot, frames) in enumerate(zip(production.shots[scene.id], timing.shots, strict=True)):
            entries.append((shot.id, scene.id, frames, TransitionKind.CUT if number else scene.enters))
    entries.append((END, "", rendition.frames(card_seconds(END, asked)), TransitionKind.DISSOLVE))

    shots: list[TimedShot] = []
    start = 0
    for shot_id, scene_id, frames, kind in entries:
        head = transition_frames(kind, rendition)
        start -= head
        shots.append(TimedShot(shot_id, scene_id, start, frames, kind, head))
        start += frames
    scenes = []
    for scene_id, timing in timings.items():
        first = next(shot for shot in shots if shot.scene == scene_id)
        scenes.append(TimedScene(scene_id, first.start, timing.frames, timing.lines))
    return Timeline(tuple(shots), tuple(scenes), start)


def scene_timing(production: Production, scene: Scene) -> SceneTiming:
    """The timing of ``scene`` from its own shots and takes."""
    rendition = production.rendition
    lengths = [rendition.frame_at(production.takes[line.id].samples) for line in scene.lines]
    return time_scene(scene, production.shots[scene.id], lengths, rendition)


def parts_in_order(timeline: Timeline) -> list[tuple[TimedShot | None, TimedShot]]:
    """What the film is joined from: ``(None, shot)`` is a shot's body, ``(before, after)`` a transition."""
    parts: list[tuple[TimedShot | None, TimedShot]] = [(None, timeline.shots[0])]
    for before, after in pairwise(timeline.shots):
        if after.lent_head:
            parts.append((before, after))
        parts.append((None, after))
    return parts


def _deal(count: int, groups: int) -> list[range]:
    borders = [round(count * number / groups) for number in range(groups + 1)]
    return [range(first, last) for first, last in pairwise(borders)]


def _divide(frames: int, shares: Sequence[float], shortest: int) -> list[int]:
    """``frames`` divided by ``shares``, none shorter than ``shortest`` where there is room for that."""
    free = max(0, frames - shortest * len(shares))
    total = sum(shares)
    borders = [0]
    passed = 0.0
    for number, share in enumerate(shares, 1):
        passed += share
        base = min(shortest, frames // len(shares)) * number
        borders.append(base + round(free * passed / total))
    borders[-1] = frames
    return [last - first for first, last in pairwise(borders)]
