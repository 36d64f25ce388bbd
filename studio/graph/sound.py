"""What is heard in a scene: its takes, its cue, its ambiences and effects.

Every stage takes the production as it stands and returns the parts that it made again; what is true already is left
alone. Lengths depend on this scene only. Knows nothing of how a film is mixed.
"""

from __future__ import annotations

import asyncio

from studio.errors import UnsupportedLanguage
from studio.graph.context import RunContext, slice_if_stale
from studio.producer.making import Credit
from studio.producer.notices import hearing
from studio.production.canonical import derive_seed
from studio.production.document import Production, Scene
from studio.production.made import Cue, Sound, Take, Word
from studio.production.patch import Patch, merged
from studio.production.reading import reading_seconds
from studio.production.rendition import SAMPLE_RATE
from studio.production.screenplay import CueSheetDraft
from studio.production.slices import CueSlice, TakeSlice, cue_sheet_slice, cue_slice, sounds_slice, take_slices
from studio.production.timeline import scene_timing
from studio.production.vocabulary import Ambience
from studio.tools.music import MusicProduct, MusicRequest
from studio.tools.sound import SoundProduct, SoundRequest
from studio.tools.tool import Capability
from studio.tools.voice import VoiceProduct, VoiceRequest

EFFECT_SECONDS = 4.0


async def speak(context: RunContext, production: Production, scene: Scene) -> Patch:
    """The takes of a scene's lines."""
    stale = {}
    for line_id, needs in take_slices(production, scene).items():
        slice_hash = slice_if_stale(production, f"take/{line_id}", needs)
        if slice_hash is not None:
            stale[line_id] = (needs, slice_hash)
    return merged(
        await asyncio.gather(
            *(_spoken(context, line_id, needs, slice_hash, scene.id) for line_id, (needs, slice_hash) in stale.items())
        )
    )


async def score(context: RunContext, production: Production, scene: Scene) -> Patch:
    """The cue sheet, the music and the sounds of a scene whose takes are made."""
    patch = await _cue_sheet(context, production, scene)
    sheet = patch.applied_to(production).cue_sheets[scene.id]
    frames = scene_timing(production, scene).frames
    cue = cue_slice(production, scene.id, sheet.mood, sheet.intensity, sheet.note, frames)
    return merged(
        [
            patch,
            *await asyncio.gather(
                compose(context, production, scene.id, cue), _sounds(context, production, scene, sheet, frames)
            ),
        ]
    )


async def compose(context: RunContext, production: Production, subject: str, needs: CueSlice) -> Patch:
    """The music of a scene or a card, exactly as long as it; none where none is wanted."""
    if not production.brief.music or not context.producer.has(Capability.MUSIC):
        return Patch()
    stale = slice_if_stale(production, f"cue/{subject}", needs)
    if stale is None:
        return Patch()
    composer = context.crew(subject).composer.profile
    request = MusicRequest(
        prompt=needs.note,
        direction=needs.music,
        mood=needs.mood,
        intensity=needs.intensity,
        samples=production.rendition.samples(needs.frames),
        theme_seed=needs.theme_seed,
        seed=needs.seed,
    )
    with hearing() as heard:
        made = await context.producer.make(
            context.producer.tool(Capability.MUSIC, composer),
            request,
            MusicProduct,
            role="composer",
            credit=Credit(agent=composer.name, scene=subject),
        )
    cue = Cue(
        audio=made.audio,
        samples=made.samples,
        notes=made.notes,
        stems=tuple((stem.name, stem.audio) for stem in made.stems),
    )
    part = f"cue/{subject}"
    return Patch(cues={subject: cue}, slices={part: stale}, notices={part: tuple(heard)})


def is_ambience(sound: Sound) -> bool:
    """Whether a sound lasts as long as its scene."""
    return isinstance(sound.sound, Ambience)


async def _cue_sheet(context: RunContext, production: Production, scene: Scene) -> Patch:
    needs = cue_sheet_slice(production, scene)
    stale = slice_if_stale(production, f"cue_sheet/{scene.id}", needs)
    if stale is None:
        return Patch()
    composer = context.crew(scene.id).composer
    with hearing() as heard:
        sheet = await composer.score(needs.music, needs.scene, needs.seconds, production.brief.language, needs.seed)
    part = f"cue_sheet/{scene.id}"
    return Patch(cue_sheets={scene.id: sheet}, slices={part: stale}, notices={part: tuple(heard)})


async def _spoken(context: RunContext, line_id: str, needs: TakeSlice, slice_hash: str, scene: str) -> Patch:
    part = f"take/{line_id}"
    with hearing() as heard:
        take = await _take(context, needs, scene)
    return Patch(takes={line_id: take}, slices={part: slice_hash}, notices={part: tuple(heard)})


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
    context: RunContext, production: Production, scene: Scene, sheet: CueSheetDraft, frames: int
) -> Patch:
    needs = sounds_slice(production, scene, sheet, frames)
    stale = slice_if_stale(production, f"sounds/{scene.id}", needs)
    if stale is None or not context.producer.has(Capability.SOUND):
        return Patch()
    composer = context.crew(scene.id).composer.profile
    wanted = _sound_requests(sheet, production.rendition.samples(frames), needs.seed)
    with hearing() as heard:
        made = await asyncio.gather(
            *(
                context.producer.make(
                    context.producer.tool(Capability.SOUND, composer),
                    request,
                    SoundProduct,
                    role="composer",
                    credit=Credit(agent=composer.name, scene=scene.id),
                )
                for _, request in wanted
            )
        )
    sounds = tuple(
        Sound(sound=request.sound, audio=product.audio, start=start, samples=product.samples)
        for (start, request), product in zip(wanted, made, strict=True)
    )
    part = f"sounds/{scene.id}"
    return Patch(sounds={scene.id: sounds}, slices={part: stale}, notices={part: tuple(heard)})


def _sound_requests(sheet: CueSheetDraft, whole: int, seed: int) -> list[tuple[int, SoundRequest]]:
    """What a cue sheet asks for in a scene of ``whole`` samples, each with the sample at which it begins."""
    wanted = [
        (
            0,
            SoundRequest(
                prompt=ambience.sound.value,
                sound=ambience.sound,
                strength=ambience.strength,
                samples=whole,
                seed=derive_seed(seed, "ambience", str(number)),
            ),
        )
        for number, ambience in enumerate(sheet.ambiences)
    ]
    longest = min(whole, round(EFFECT_SECONDS * SAMPLE_RATE))
    for number, effect in enumerate(sheet.effects):
        # An effect that would run past the scene begins earlier instead.
        start = min(round(effect.moment * whole), whole - longest)
        request = SoundRequest(
            prompt=effect.sound.value,
            sound=effect.sound,
            strength=effect.strength,
            samples=longest,
            seed=derive_seed(seed, "effect", str(number)),
        )
        wanted.append((start, request))
    return wanted
