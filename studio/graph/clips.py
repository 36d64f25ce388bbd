"""The clips of a scene: its shots' pictures, moved by a video tool where one was chosen.

A clip lasts whole seconds, so that a word more or less in a scene needs no other one. Where a tool's clips are shorter
than the shot, each piece begins with the last frame of the one before. A wording that the provider refuses is found
again, once. Knows nothing of how footage is shown.
"""

from __future__ import annotations

import asyncio

from studio.agents import Artist
from studio.graph.context import RunContext, slice_if_stale
from studio.graph.wording import in_other_words
from studio.producer.making import Credit
from studio.producer.notices import hearing
from studio.production.assets import Asset
from studio.production.canonical import derive_seed
from studio.production.document import Production, Scene, Shot
from studio.production.made import Clip, Footage
from studio.production.patch import Patch, merged
from studio.production.slices import ClipSlice, clip_slice
from studio.production.timeline import scene_timing
from studio.tools.film.requests import StillProduct, StillRequest
from studio.tools.tool import Capability
from studio.tools.video import VideoProduct, VideoRequest, longest


def are_made(context: RunContext) -> bool:
    """Whether anybody has a video tool."""
    return any(context.producer.has(Capability.VIDEO, artist.profile) for artist in context.crew().artists)


async def animate(context: RunContext, production: Production, scene: Scene) -> Patch:
    """The clips of a scene whose pictures and takes are made."""
    timing = scene_timing(production, scene)
    return merged(
        await asyncio.gather(
            *(
                _animate_shot(context, production, scene, shot, frames)
                for shot, frames in zip(production.shots[scene.id], timing.shots, strict=True)
            )
        )
    )


async def _animate_shot(context: RunContext, production: Production, scene: Scene, shot: Shot, frames: int) -> Patch:
    artists = context.crew(scene.id).artists
    # Whose picture it is.
    artist = artists[production.pictures[shot.id].chosen % len(artists)]
    moves = context.producer.has(Capability.VIDEO, artist.profile)
    if not moves and shot.id not in production.clips:
        return Patch()
    needs = clip_slice(production, scene, shot, frames=frames, moves=moves)
    part = f"clip/{shot.id}"
    stale = slice_if_stale(production, part, needs)
    if stale is None:
        return Patch()
    with hearing() as heard:
        clip = await _directed(context, needs, artist, scene.id) if moves else Clip()
    return Patch(clips={shot.id: clip}, slices={part: stale}, notices={part: tuple(heard)})


async def _directed(context: RunContext, needs: ClipSlice, artist: Artist, scene: str) -> Clip:
    """What the artist asks for, filmed; in other words where the provider refuses the first."""

    async def filmed(note: str, has_other_words: bool) -> Clip:
        motion = await artist.describe_motion(
            needs.treatment, needs.scene, needs.shot, needs.described, derive_seed(needs.seed, "motion"), note
        )
        return await _filmed(context, needs, motion.prompt, artist, scene, has_other_words=has_other_words)

    return await in_other_words(filmed)


async def _filmed(
    context: RunContext, needs: ClipSlice, prompt: str, artist: Artist, scene: str, *, has_other_words: bool
) -> Clip:
    producer, credit = context.producer, Credit(agent=artist.profile.name, scene=scene)
    tool = producer.tool(Capability.VIDEO, artist.profile)
    whole = VideoRequest(
        prompt=prompt,
        picture=needs.picture,
        move=needs.shot.move,
        width=needs.width,
        height=needs.height,
        frames=-(-needs.seconds * needs.rate[0] // needs.rate[1]),
        rate_numerator=needs.rate[0],
        rate_denominator=needs.rate[1],
        seed=derive_seed(needs.seed, "footage"),
    )
    pieces: list[Footage] = []
    for number, frames in enumerate(piece_frames(whole.frames, longest(tool, whole))):
        begins = needs.picture if not pieces else await _last_frame(context, needs, pieces[-1], credit)
        made = await producer.make(
            tool,
            whole.model_copy(
                update={"picture": begins, "frames": frames, "seed": derive_seed(whole.seed, str(number))}
            ),
            VideoProduct,
            role="artist",
            credit=credit,
            # What stands already was paid for: only the first piece is worded again.
            has_other_words=has_other_words and not pieces,
        )
        pieces.append(Footage(video=made.video, frames=made.frames))
    return Clip(pieces=tuple(pieces))


def piece_frames(frames: int, most: int) -> tuple[int, ...]:
    """``frames`` in as few pieces of at most ``most`` as there can be, as even as can be, the longer ones first."""
    count = -(-frames // most)
    even, more = divmod(frames, count)
    return tuple(even + (number < more) for number in range(count))


async def _last_frame(context: RunContext, needs: ClipSlice, footage: Footage, credit: Credit) -> Asset:
    still = await context.producer.make(
        context.producer.toolbox.film["film:still"],
        StillRequest(footage=footage, frame=footage.frames - 1, width=needs.width, height=needs.height),
        StillProduct,
        credit=credit,
    )
    return still.picture
