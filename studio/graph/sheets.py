"""The cast sheets of a scene's characters: once a character, before the first picture that shows it.

Scenes side by side ask for the same sheets, which the producer makes once. The front is painted first; the other views
are painted after it. Where the image tool takes no pictures, looks are kept by words and seeds alone. Knows nothing of
shots.
"""

from __future__ import annotations

import asyncio

from studio.agents import Artist
from studio.graph.context import RunContext, slice_if_stale
from studio.graph.wording import in_other_words
from studio.producer.making import Credit
from studio.producer.notices import hearing
from studio.production.assets import Asset
from studio.production.brief import ReferencePicture
from studio.production.canonical import derive_seed
from studio.production.document import Production, Scene
from studio.production.made import CastSheet, SheetPicture
from studio.production.patch import Patch, merged
from studio.production.slices import SheetSlice, sheet_slice
from studio.production.vocabulary import Facing, Framing, ReferenceUse, Setting, SheetView, TimeOfDay, Weather
from studio.tools.image import ImageProduct, ImageRequest, StagedFigure, Staging, most_references
from studio.tools.tool import Capability

_VIEWS = {
    SheetView.FRONT: "seen straight from the front",
    SheetView.THREE_QUARTER: "turned by 45 degrees, seen in three-quarter view",
    SheetView.BACK: "seen from behind",
}
_FACINGS = {SheetView.FRONT: Facing.FRONT, SheetView.THREE_QUARTER: Facing.LEFT, SheetView.BACK: Facing.BACK}
_PROMPT = (
    "Character reference, {style} style: {described} {view}. One figure alone, whole, from head to feet, upright, arms "
    "a little away from the body, calm face, on a plain pale grey ground in even light. No lettering."
)


async def draw_sheets(context: RunContext, production: Production, scene: Scene) -> Patch:
    """The cast sheets of everybody who is in a shot of ``scene``."""
    seen = {member for shot in production.shots[scene.id] for member in shot.characters}
    # One artist, in one order, whichever scene comes first.
    artist = context.crew().artists[0]
    return merged(await asyncio.gather(*(_sheet(context, production, member, artist) for member in sorted(seen))))


async def _sheet(context: RunContext, production: Production, character_id: str, artist: Artist) -> Patch:
    shown = most_references(context.producer.tool(Capability.IMAGE, artist.profile)) > 0
    if not shown and character_id not in production.sheets:
        return Patch()
    needs = sheet_slice(production, character_id, shown=shown)
    part = f"sheet/{character_id}"
    stale = slice_if_stale(production, part, needs)
    if stale is None:
        return Patch()
    with hearing() as heard:
        sheet = await _drawn(context, needs, character_id, artist) if shown else CastSheet()
    return Patch(sheets={character_id: sheet}, slices={part: stale}, notices={part: tuple(heard)})


async def _drawn(context: RunContext, needs: SheetSlice, key: str, artist: Artist) -> CastSheet:
    """The front from the artist's words, in other ones where the provider refuses the first; then the other views."""

    async def painted(
        described: str, view: SheetView, *shown: ReferencePicture, has_other_words: bool = False
    ) -> Asset:
        made = await context.producer.make(
            context.producer.tool(Capability.IMAGE, artist.profile),
            _request(needs, described, key, view, (*shown, *needs.references)),
            ImageProduct,
            role="artist",
            credit=Credit(agent=artist.profile.name),
            has_other_words=has_other_words,
        )
        return made.picture

    async def begun(note: str, has_other_words: bool) -> tuple[str, Asset]:
        seed = derive_seed(needs.seed, "describe")
        draft = await artist.describe_character(needs.look, needs.character, seed, note)
        return draft.prompt, await painted(draft.prompt, SheetView.FRONT, has_other_words=has_other_words)

    described, front = await in_other_words(begun)
    same = ReferencePicture(use=ReferenceUse.CHARACTER, asset=front, figure=key, caption=described)
    others = [view for view in SheetView if view is not SheetView.FRONT]
    made = await asyncio.gather(*(painted(described, view, same) for view in others))
    pictures = zip((SheetView.FRONT, *others), (front, *made), strict=True)
    return CastSheet(
        described=described, pictures=tuple(SheetPicture(view=view, picture=picture) for view, picture in pictures)
    )


def _request(
    needs: SheetSlice, described: str, key: str, view: SheetView, references: tuple[ReferencePicture, ...]
) -> ImageRequest:
    return ImageRequest(
        prompt=_PROMPT.format(style=needs.look.style.value, described=described.rstrip(". ") + ",", view=_VIEWS[view]),
        staging=Staging(
            setting=Setting.ROOM,
            time_of_day=TimeOfDay.DAY,
            weather=Weather.CLEAR,
            framing=Framing.MEDIUM,
            style=needs.look.style,
            palette=needs.look.palette,
            figures=(StagedFigure(key=key, appearance=needs.character.appearance, facing=_FACINGS[view]),),
        ),
        width=needs.width,
        height=needs.height,
        seed=derive_seed(needs.seed, "image"),
        references=references,
    )
