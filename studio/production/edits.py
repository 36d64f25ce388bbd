"""Edits: typed changes to a production, with who made them. Everything that they make untrue is made again.

Applying an edit is pure; a change that names something that is not there is a ``BadInput``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from studio.errors import BadInput
from studio.production.canonical import Document
from studio.production.document import PERSON, Production, Scene
from studio.production.plain_text import control_character
from studio.production.vocabulary import Landmark, Mood, Setting, TimeOfDay, Weather


class SetLine(Document):
    """Another wording for one line; ``scene`` and ``line`` are numbers from 1."""

    edit: Literal["set_line"] = "set_line"
    scene: int
    line: int
    text: str
    author: str = PERSON

    def apply(self, production: Production) -> Production:
        """``production`` with the new wording."""
        scene = _scene(production, self.scene)
        if not 1 <= self.line <= len(scene.lines):
            raise BadInput(
                f"Scene {self.scene} has no line {self.line}.", next_step=f"It has {len(scene.lines)} lines."
            )
        if not self.text.strip():
            raise BadInput("A line cannot be empty.", next_step="Give its words.")
        control = control_character(self.text)
        if control is not None:
            raise BadInput(f"The line holds the control character {control!r}.", next_step="Give plain text.")
        lines = list(scene.lines)
        old = lines[self.line - 1]
        lines[self.line - 1] = old.model_copy(update={"text": self.text, "author": self.author})
        return _replaced(production, scene, lines=tuple(lines))


class SetScene(Document):
    """Another staging of one scene; None leaves a field as it is, and the landmark "none" takes it away."""

    edit: Literal["set_scene"] = "set_scene"
    scene: int
    setting: Setting | None = None
    time_of_day: TimeOfDay | None = None
    weather: Weather | None = None
    mood: Mood | None = None
    landmark: Landmark | Literal["none"] | None = None
    author: str = PERSON

    def apply(self, production: Production) -> Production:
        """``production`` with the scene staged anew."""
        scene = _scene(production, self.scene)
        names = ("setting", "time_of_day", "weather", "mood", "landmark")
        changes = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        if self.landmark == "none":
            changes["landmark"] = None
        return _replaced(production, scene, **changes)


class Redraw(Document):
    """Another attempt at one shot's picture; ``scene`` and ``shot`` are numbers from 1."""

    edit: Literal["redraw"] = "redraw"
    scene: int
    shot: int
    author: str = PERSON

    def apply(self, production: Production) -> Production:
        """``production`` with one more attempt asked of the shot."""
        scene = _scene(production, self.scene)
        shots = list(production.shots.get(scene.id, ()))
        if not 1 <= self.shot <= len(shots):
            raise BadInput(f"Scene {self.scene} has no shot {self.shot}.", next_step=f"It has {len(shots)} shots.")
        old = shots[self.shot - 1]
        shots[self.shot - 1] = old.model_copy(update={"attempt": old.attempt + 1})
        return production.revised(shots={**production.shots, scene.id: tuple(shots)})


Edit = SetLine | SetScene | Redraw


def edited(production: Production, edits: Sequence[Edit]) -> Production:
    """``production`` with ``edits`` applied in order; a film that it had is another's from then on."""
    for edit in edits:
        production = edit.apply(production)
    return production.revised(film=None, mix=None) if edits else production


def _scene(production: Production, number: int) -> Scene:
    if not 1 <= number <= len(production.scenes):
        raise BadInput(
            f"There is no scene {number}.", next_step=f"The film has {len(production.scenes)} scenes.", scene=number
        )
    return production.scenes[number - 1]


def _replaced(production: Production, scene: Scene, **changes: Any) -> Production:
    changed = scene.model_copy(update=changes)
    return production.revised(scenes=tuple(changed if one.id == scene.id else one for one in production.scenes))
