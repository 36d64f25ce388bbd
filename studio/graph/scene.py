"""One scene's branch: shots, then voice and music on one side and pictures on the other, then the segments.

Every stage takes the production as it stands and returns the parts that it made again; what is true already is left
alone. Lengths depend on this scene only.
"""

from __future__ import annotations

import asyncio

from studio.errors import UnsupportedLanguage
from studio.graph.captions import burned_captions
from studio.graph.context import RunContext, slice_if_stale
from studio.graph.pictures import paint
from studio.producer.producer import Credit
from studio.production.canonical import derive_seed
from studio.production.document import Production, Scene, Shot
from studio.production.identity import child_id
from studio.production.made import Cue, Segment, Sound, Take, Word
from studio.production.patch import Patch
from studio.production.reading import reading_seconds
from studio.production.rendition import SAMPLE_RATE
from studio.production.slices import (
    CueSlice,
    TakeSlice,
    cue_sheet_slice,
    cue_slice,
    picture_slice,
    shot_plan_slice,
    sounds_slice,
    take_slices,
)
from studio.production.timeline import scene_timing, transition_frames
from studio.production.vocabulary import Ambience, CameraMove, TransitionKind
from studio.tools.film.requests import SegmentProduct, SegmentRequest, ShotView, VideoSettings
from studio.tools.music import MusicProduct, MusicRequest
from studio.tools.sound import SoundProduct, SoundRequest
from studio.tools.tool import Capability
from studio.tools.voice import VoiceProduct, VoiceRequest

MOVE_STRENGTH = 0.6
EFFECT_SECONDS = 4.0


async def plan_shots(context: RunContext, production: Production, scene: Scene) -> Patch:
    """The shots of a scene."""
    needs = shot_plan_slice(production, scene)
    stale = slice_if_stale(production, f"shots/{scene.id}", needs)
    if stale is None:
        return Patch()
    director = context.crew(scene.id).director
    plan = await director.plan_shots(
        needs.kind, needs.language, needs.treatment, needs.scene, needs.seconds, needs.seed
    )
    ids = {member.name: member.id for member in (production.treatment.cast if production.treatment else ())}
    before = len(production.shots.get(scene.id, ()))
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
    return Patch(shots={scene.id: shots}, slices={f"shots/{scene.id}": stale})


async def speak(context: RunContext, production: Production, scene: Scene) -> Patch:
    """The takes of a scene's lines."""
    stale = {}
    for line_id, needs in take_slices(production, scene).items():
        slice_hash = slice_if_stale(production, f"take/{line_id}", needs)
        if slice_hash is not None:
            stale[line_id] = (needs, slice_hash)
    takes = await asyncio.gather(*(_take(context, needs, scene.id) for needs, _ in stale.values()))
    return Patch(
        takes=dict(zip(stale, takes, strict=True)),
        slices={f"take/{line_id}": slice_hash for line_id, (_, slice_hash) in stale.items()},
    )


async def score(context: RunContext, production: Production, scene: Scene) -> Patch:
    """The cue sheet, the music and the sounds of a scene whose takes are made."""
    patch = Patch()
    needs = cue_sheet_slice(production, scene)
    stale = slice_if_stale(production, f"cue_sheet/{scene.id}", needs)
    if stale is not None:
        composer = context.crew(scene.id).composer
        sheet = await composer.score(needs.music, needs.scene, needs.seconds, production.brief.language, needs.seed)
        patch = Patch(cue_sheets={scene.id: sheet}, slices={f"cue_sheet/{scene.id}": stale})
    sheet = patch.applied_to(production).cue_sheets[scene.id]
    frames = scene_timing(production, scene).frames
    cue_patch, sound_patch = await asyncio.gather(
        compose(
            context,
            production,
            scene.id,
            cue_slice(production, scene.id, sheet.mood, sheet.intensity, sheet.note, frames),
        ),
        _sounds(context, production, scene, frames, patch.applied_to(production)),
    )
    return patch.merged(cue_patch).merged(sound_patch)


async def compose(context: RunContext, production: Production, subject: str, needs: CueSlice) -> Patch:
    """The music of a scene or a card, exactly as long as it; none where none is wanted."""
    if not production.brief.music or not context.producer.has(Capability.MUSIC):
        return Patch()
    stale = slice_if_stale(production, f"cue/{subject}", needs)
    if stale is None:
        return Patch()
    made = await context.producer.make(
        context.producer.tool(Capability.MUSIC),
        MusicRequest(
            prompt=needs.note,
            direction=needs.music,
            mood=needs.mood,
            intensity=needs.intensity,
            samples=production.rendition.samples(needs.frames),
            theme_seed=needs.theme_seed,
            seed=needs.seed,
        ),
        MusicProduct,
        role="composer",
        credit=Credit(agent=context.crew(subject).composer.profile.name, scene=subject),
    )
    cue = Cue(
        audio=made.audio,
        samples=made.samples,
        notes=made.notes,
        stems=tuple((stem.name, stem.audio) for stem in made.stems),
    )
    return Patch(cues={subject: cue}, slices={f"cue/{subject}": stale})


async def illustrate(context: RunContext, production: Production, scene: Scene) -> Patch:
    """The pictures of a scene's shots."""
    patches = await asyncio.gather(
        *(_illustrate_shot(context, production, scene, shot) for shot in production.shots[scene.id])
    )
    patch = Patch()
    for one in patches:
        patch = patch.merged(one)
    return patch


async def shoot(context: RunContext, production: Production, scene: Scene) -> Patch:
    """The encoded bodies of a scene's shots."""
    views = shot_views(production, scene)
    patches = await asyncio.gather(
        *(encode(context, production, shot_id, view, first, last, scene.id) for shot_id, view, first, last in views)
    )
    patch = Patch()
    for one in patches:
        patch = patch.merged(one)
    return patch


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


async def _take(context: RunContext, needs: TakeSlice, scene: str) -> Take:
    producer = context.producer
    if needs.voice and producer.has(Capability.VOICE):
        request = VoiceRequest(
            text=needs.text,
            language=needs.language,
            speaker=needs.speaker,
            direction=needs.direction,
            mood=needs.mood,
            seed=needs.seed,
        )
        try:
            made = await producer.make(
                producer.tool(Capability.VOICE),
                request,
                VoiceProduct,
                role=needs.speaker,
                credit=Credit(scene=scene),
            )
        except UnsupportedLanguage as error:
            producer.degrade(f"No voice: {error}")
        else:
            words = tuple(Word.model_validate(word.model_dump()) for word in made.words)
            return Take(audio=made.audio, samples=made.samples, words=words, voice=made.voice)
    return Take(audio=None, samples=round(reading_seconds(needs.text) * SAMPLE_RATE))


async def _sounds(
    context: RunContext, production: Production, scene: Scene, frames: int, with_sheet: Production
) -> Patch:
    sheet = with_sheet.cue_sheets[scene.id]
    needs = sounds_slice(production, scene, sheet, frames)
    stale = slice_if_stale(production, f"sounds/{scene.id}", needs)
    if stale is None or not context.producer.has(Capability.SOUND):
        return Patch()
    rendition = production.rendition
    whole = rendition.samples(frames)
    wanted: list[tuple[int, SoundRequest]] = [
        (
            0,
            SoundRequest(
                prompt=ambience.sound.value,
                sound=ambience.sound,
                strength=ambience.strength,
                samples=whole,
                seed=derive_seed(needs.seed, "ambience", str(number)),
            ),
        )
        for number, ambience in enumerate(sheet.ambiences)
    ]
    longest = min(whole, round(EFFECT_SECONDS * SAMPLE_RATE))
    for number, effect in enumerate(sheet.effects):
        # An effect that would run past the scene begins earlier instead.
        start = min(round(effect.moment * whole), whole - longest)
        wanted.append(
            (
                start,
                SoundRequest(
                    prompt=effect.sound.value,
                    sound=effect.sound,
                    strength=effect.strength,
                    samples=longest,
                    seed=derive_seed(needs.seed, "effect", str(number)),
                ),
            )
        )
    made = await asyncio.gather(
        *(
            context.producer.make(
                context.producer.tool(Capability.SOUND),
                request,
                SoundProduct,
                role="composer",
                credit=Credit(agent=context.crew(scene.id).composer.profile.name, scene=scene.id),
            )
            for _, request in wanted
        )
    )
    sounds = tuple(
        Sound(sound=request.sound, audio=product.audio, start=start, samples=product.samples)
        for (start, request), product in zip(wanted, made, strict=True)
    )
    return Patch(sounds={scene.id: sounds}, slices={f"sounds/{scene.id}": stale})


async def _illustrate_shot(context: RunContext, production: Production, scene: Scene, shot: Shot) -> Patch:
    needs = picture_slice(production, scene, shot)
    part = f"picture/{shot.id}"
    stale = slice_if_stale(production, part, needs)
    if stale is None:
        return Patch()
    picture, critiques = await paint(context, needs, subject=shot.id, scene=scene.id)
    context.made.add(part)
    return Patch(pictures={shot.id: picture}, slices={part: stale}, critiques=critiques)


def is_ambience(sound: Sound) -> bool:
    """Whether a sound lasts as long as its scene."""
    return isinstance(sound.sound, Ambience)
