"""What one scene's branch made: the parts of a production by their ids, to be merged with its siblings' at the join."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from studio.production.canonical import Document
from studio.production.document import Production, Shot
from studio.production.made import CastSheet, Clip, Critique, Cue, Picture, Segment, Sound, Take
from studio.production.screenplay import CueSheetDraft


class Patch(Document):
    """Made parts by id, their slices' hashes, what could not be done as asked, and the critiques on the way.

    Order of merging does not matter. A part with a slice and no notices was made as it was asked for.
    """

    shots: dict[str, tuple[Shot, ...]] = Field(default_factory=dict)
    takes: dict[str, Take] = Field(default_factory=dict)
    cue_sheets: dict[str, CueSheetDraft] = Field(default_factory=dict)
    cues: dict[str, Cue] = Field(default_factory=dict)
    sounds: dict[str, tuple[Sound, ...]] = Field(default_factory=dict)
    sheets: dict[str, CastSheet] = Field(default_factory=dict)
    pictures: dict[str, Picture] = Field(default_factory=dict)
    clips: dict[str, Clip] = Field(default_factory=dict)
    segments: dict[str, Segment] = Field(default_factory=dict)
    transitions: dict[str, Segment] = Field(default_factory=dict)
    slices: dict[str, str] = Field(default_factory=dict)
    serials: dict[str, int] = Field(default_factory=dict)
    notices: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    critiques: tuple[Critique, ...] = ()

    def applied_to(self, production: Production) -> Production:
        """``production`` with these parts instead of its own.

        What was made for shots that are gone goes with them, and the critiques of pictures that are painted again.
        """
        was = {shot.id for scene in self.shots for shot in production.shots.get(scene, ())}
        stays = {shot.id for shots in self.shots.values() for shot in shots}
        production = production.without_shots(was - stays) if was - stays else production
        changes: dict[str, Any] = {
            name: {**getattr(production, name), **getattr(self, name)}
            for name in _BY_ID
            if getattr(self, name) and name != "notices"
        }
        standing = tuple(one for one in production.critiques if one.subject not in self.pictures)
        patched = production.revised(**changes, critiques=_once(standing + self.critiques))
        return patched.with_notices({**dict.fromkeys(self.slices, ()), **self.notices})


_BY_ID = tuple(name for name in Patch.model_fields if name != "critiques")


def merged(patches: Iterable[Patch]) -> Patch:
    """All patches in one; a later one wins where two have a part."""
    fields: dict[str, dict[str, Any]] = {name: {} for name in _BY_ID}
    critiques: list[Critique] = []
    for patch in patches:
        for name in _BY_ID:
            fields[name].update(getattr(patch, name))
        critiques += patch.critiques
    return Patch(**fields, critiques=_once(tuple(critiques)))


def merged_json(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """``merged`` of two patches as JSON, which are not read for that: a long film has many, and large ones."""
    return {
        name: {**first.get(name, {}), **second.get(name, {})}
        if name in _BY_ID
        else [*first.get(name, ()), *second.get(name, ())]
        for name in first.keys() | second.keys()
    }


def _once(critiques: tuple[Critique, ...]) -> tuple[Critique, ...]:
    ordered = sorted(set(critiques), key=lambda one: (one.subject, one.round, one.critic, one.model_dump_json()))
    return tuple(ordered)
