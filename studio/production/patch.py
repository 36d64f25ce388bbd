"""What one scene's branch made: the parts of a production by their ids, to be merged with its siblings' at the join."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from studio.production.canonical import Document
from studio.production.document import Production, Shot
from studio.production.made import Critique, Cue, Picture, Segment, Sound, Take
from studio.production.screenplay import CueSheetDraft


class Patch(Document):
    """Made parts by id, the hashes of their slices, and the critiques on the way. Order of merging does not matter."""

    shots: dict[str, tuple[Shot, ...]] = Field(default_factory=dict)
    takes: dict[str, Take] = Field(default_factory=dict)
    cue_sheets: dict[str, CueSheetDraft] = Field(default_factory=dict)
    cues: dict[str, Cue] = Field(default_factory=dict)
    sounds: dict[str, tuple[Sound, ...]] = Field(default_factory=dict)
    pictures: dict[str, Picture] = Field(default_factory=dict)
    segments: dict[str, Segment] = Field(default_factory=dict)
    transitions: dict[str, Segment] = Field(default_factory=dict)
    slices: dict[str, str] = Field(default_factory=dict)
    critiques: tuple[Critique, ...] = ()

    def merged(self, other: Patch) -> Patch:
        """Both patches in one; ``other`` wins where both have a part."""
        fields: dict[str, Any] = {
            name: {**getattr(self, name), **getattr(other, name)}
            for name in type(self).model_fields
            if name != "critiques"
        }
        return Patch(**fields, critiques=_once(self.critiques + other.critiques))

    def applied_to(self, production: Production) -> Production:
        """``production`` with these parts instead of its own."""
        changes: dict[str, Any] = {
            name: {**getattr(production, name), **getattr(self, name)}
            for name in type(self).model_fields
            if name != "critiques" and getattr(self, name)
        }
        return production.revised(**changes, critiques=_once(production.critiques + self.critiques))


def _once(critiques: tuple[Critique, ...]) -> tuple[Critique, ...]:
    ordered = sorted(set(critiques), key=lambda one: (one.subject, one.round, one.critic, one.model_dump_json()))
    return tuple(ordered)
