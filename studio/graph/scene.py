"""What is seen in a scene: its shots, their pictures and their encoded segments.

Every stage takes the production as it stands and returns the parts that it made again; what is true already is left
alone. Lengths depend on this scene only.
"""

from __future__ import annotations

import asyncio

from studio.graph.captions import burned_captions
from studio.graph.context import RunContext, slice_if_stale
from studio.graph.pictures import paint
from studio.graph.sheets import draw_sheets
from studio.producer.making import Credit
from studio.producer.notices import hearing
from studio.production.canonical import derive_seed
from studio.production.document import Production, Scene, Shot
from studio.production.identity import child_id
from studio.production.made import Clip, Segment
from studio.production.patch import Patch, merged
from studio.production.slices import picture_slice, shot_plan_slice
from studio.production.timeline import scene_timing, transition_frames
from studio.production.vocabulary import CameraMove, TransitionKind
from studio.tools.film.requests import SegmentProduct, SegmentRequest, ShotView, VideoSettings

MOVE_STRENGTH = 0.6


async def plan_shots(context: RunContext, production: Production, scene: Scene) -> Patch:
    """The shots of a scene."""
    needs = shot_plan_slice(production, scene)
    stale = slice_if_stale(production, f"shots/{scene.id}", needs)
    if stale is None:
        return Patch()
    director = context.crew(scene.id).director
    with hearing() as heard:
        plan = await director.plan_shots(
            needs.kind, needs.language, needs.treatment, needs.scene, needs.seconds, needs.seed
        )
    ids = {member.name: member.id for member in (production.treatment.cast if production.treatment else ())}
    before = production.serials.get(scene.id, 0)
    shots = tuple(
        Shot(
            id=child_id(scene.id, "shot", before + number),
            author=director.profile.name,
            framing=draft.framing,
            move=draft.move,
            description=draft.description,
            characters=tuple(ids[name] for name in draft.characters if name in ids),
            share=max(draft.share, 0.1),
            shows_product=draft.shows_product,
        )
        for number, draft in enumerate(plan.shots)
    )
    part = f"shots/{scene.id}"
    return Patch(
        shots={scene.id: shots},
        serials={scene.id: before + len(shots)},
        slices={part: stale},
        notices={part: tuple(heard)},
    )


async def illustrate(context: RunContext, production: Production, scene: Scene) -> Patch:
    """The cast sheets of a scene's characters, and the pictures of its shots."""
    sheets = await draw_sheets(context, production, scene)
    known = sheets.applied_to(production)
    return merged(
        [
            sheets,
            *await asyncio.gather(
                *(_illustrate_shot(context, known, scene, shot) for shot in production.shots[scene.id])
            ),
        ]
    )


async def shoot(context: RunContext, production: Production, scene: Scene) -> Patch:
    """The encoded bodies of a scene's shots."""
    views = shot_views(production, scene)
    return merged(
        await asyncio.gather(
            *(encode(context, production, shot_id, view, first, last, scene.id) for shot_id, view, first, last in views)
        )
    )


async def encode(
    context: RunContext, production: Production, shot_id: str, view: ShotView, first: int, last: int, scene: str
) -> Patch:
    """The segment of one shot, unless the one that there is was made from the same."""
    request = SegmentRequest(shot=view, first=first, last=last, video=video_settings(production))
    stale = slice_if_stale(production, f"segment/{shot_id}", request)
    if stale is None:
        return Patch()
    made = await context.producer.make(
        context.producer.toolbox.film["film:segment"], request, SegmentProduct, credit=Credit(scene=scene)
    )
    return Patch(
        segments={shot_id: Segment(video=made.video, frames=made.frames)}, slices={f"segment/{shot_id}": stale}
    )


def shot_views(production: Production, scene: Scene) -> list[tuple[str, ShotView, int, int]]:
    """Every shot of a scene as the camera sees it, with the first and last frame of its body."""
    timing = scene_timing(production, scene)
    shots = production.shots[scene.id]
    head = transition_frames(scene.enters, production.rendition)
    tail = transition_frames(leaves_by(production, scene), production.rendition)
    captions = burned_captions(production, scene, timing)
    views = []
    for number, (shot, frames) in enumerate(zip(shots, timing.shots, strict=True)):
        picture = production.pictures[shot.id]
        view = ShotView(
            picture=picture.picture,
            layers=picture.layers,
            footage=production.clips.get(shot.id, Clip()).pieces,
            move=shot.move,
            strength=0.0 if shot.move is CameraMove.STATIC else MOVE_STRENGTH,
            frames=frames,
            seed=derive_seed(production.seed, "camera", shot.id),
            captions=captions[number],
        )
        first = head if number == 0 else 0
        last = frames - (tail if number == len(shots) - 1 else 0)
        views.append((shot.id, view, first, last))
    return views


def leaves_by(production: Production, scene: Scene) -> TransitionKind:
    """The transition that leads out of a scene: the next one's, or the end card's."""
    ids = [one.id for one in production.scenes]
    number = ids.index(scene.id) + 1
    return production.scenes[number].enters if number < len(ids) else TransitionKind.DISSOLVE


def video_settings(production: Production) -> VideoSettings:
    """The rendition as the film engine takes it."""
    rendition = production.rendition
    width, height = rendition.size
    preset, crf = rendition.encoder
    return VideoSettings(
        width=width,
        height=height,
        rate_numerator=rendition.rate[0],
        rate_denominator=rendition.rate[1],
        preset=preset,
        crf=crf,
    )


async def _illustrate_shot(context: RunContext, production: Production, scene: Scene, shot: Shot) -> Patch:
    needs = picture_slice(production, scene, shot)
    part = f"picture/{shot.id}"
    stale = slice_if_stale(production, part, needs)
    if stale is None:
        return Patch()
    with hearing() as heard:
        picture, critiques = await paint(context, needs, subject=shot.id, scene=scene.id)
    return Patch(pictures={shot.id: picture}, slices={part: stale}, notices={part: tuple(heard)}, critiques=critiques)
