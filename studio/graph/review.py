"""The critic on the whole film: measured by decoding it, judged, and pictures that look alike asked for once more.

The critic repairs only what it has not seen before, and nothing twice; elsewhere the critique proposes. What it has
seen stands in the production, so that a run that goes on after a kill repairs what it would have repaired.
"""

from __future__ import annotations

import asyncio
import math
from itertools import combinations

from studio.agents import Critic
from studio.graph.captions import scene_captions
from studio.graph.context import RunContext, slice_if_stale
from studio.producer.making import Credit
from studio.producer.notices import hearing
from studio.production.canonical import derive_seed
from studio.production.document import Production, Shot
from studio.production.made import Critique
from studio.production.patch import Patch
from studio.production.rendition import SAMPLE_RATE
from studio.production.slices import brief_facts, picture_slice, treatment_of
from studio.production.tasks import FilmEvidence
from studio.production.timeline import Timeline, lay_out, scene_timing
from studio.tools.film.requests import (
    ContactSheetProduct,
    ContactSheetRequest,
    FilmMeasurements,
    FilmMeasureRequest,
    NumberedPicture,
    PictureMeasurements,
    PictureMeasureRequest,
)
from studio.tools.language import ShownPicture, sees
from studio.tools.tool import Capability

REPAIR_ROUNDS = 1
"""How often the critic has the same picture painted again: what it asked for itself counts as seen."""
SHEETS, _ON_A_SHEET = 4, 20
"""How many contact sheets a critic is shown at most, and how many shots are on one."""
_ALIKE_BITS = 4
"""Signatures of 64 bits that differ in no more than this are of the same picture."""


async def review_film(context: RunContext, production: Production) -> Production:
    """``production`` with the critique of its film, and with another attempt at the pictures that it repairs."""
    if production.film is None:
        return production
    measured = await context.producer.make(
        context.producer.toolbox.film["film:measure_film"],
        FilmMeasureRequest(film=production.film.video),
        FilmMeasurements,
    )
    alike = await _alike(context, production)
    numbers = {shot.id: number for number, shot in enumerate(_shots(production), 1)}
    evidence = film_evidence(production, measured, tuple((numbers[first], numbers[second]) for first, second in alike))
    critic = context.crew().critic
    with hearing() as heard:
        critique = await critic.critique_film(
            brief_facts(production),
            treatment_of(production),
            evidence,
            derive_seed(production.seed, "review"),
            await _contact_sheets(context, production, critic),
        )
    before = [one for one in production.critiques if one.subject == "film"]
    last = max(before, key=lambda one: one.round, default=None)
    # The same film judged again is no other round: a run that changes nothing leaves nothing changed.
    number = 0 if last is None else last.round + (last.critique != critique)
    context.producer.note_critique(critique, critic=critic.profile.name, subject="film", scene="", round_number=number)
    judgement = Critique(critic=critic.profile.name, subject="film", round=number, critique=critique)
    judged = Patch(critiques=(judgement,), notices={"review": tuple(heard)}).applied_to(production)
    unseen = _unseen(production)
    repaired = _with_another_attempt(judged, {second for _, second in alike if second in unseen})
    # What it asks for itself counts as seen.
    seen = {f"review/{shot}": slice_hash for shot, slice_hash in _unseen(repaired).items()}
    return repaired.revised(slices={**repaired.slices, **seen})


async def _contact_sheets(context: RunContext, production: Production, critic: Critic) -> tuple[ShownPicture, ...]:
    """The film's shots at a glance, for a critic who sees: all of them, or of a long film evenly many."""
    if not sees(context.producer.tool(Capability.LANGUAGE, critic.profile)):
        return ()
    numbered = list(enumerate(_shots(production), 1))
    step = max(1, math.ceil(len(numbered) / (SHEETS * _ON_A_SHEET)))
    chosen = [
        NumberedPicture(number=number, picture=production.pictures[shot.id].picture)
        for number, shot in numbered[::step]
    ]
    width, height = production.rendition.size
    pages = [chosen[first : first + _ON_A_SHEET] for first in range(0, len(chosen), _ON_A_SHEET)]
    made = await asyncio.gather(
        *(
            context.producer.make(
                context.producer.toolbox.film["film:contact_sheet"],
                ContactSheetRequest(pictures=tuple(page), width=width, height=height),
                ContactSheetProduct,
                credit=Credit(agent=critic.profile.name),
            )
            for page in pages
        )
    )
    return tuple(
        ShownPicture(picture=one.sheet, caption=f"Contact sheet: shots {page[0].number} to {page[-1].number}")
        for one, page in zip(made, pages, strict=True)
    )


def film_evidence(
    production: Production, measured: FilmMeasurements, alike: tuple[tuple[int, int], ...]
) -> FilmEvidence:
    """What was measured of the film against what its timeline asks for."""
    rendition = production.rendition
    brief = production.brief
    asked = brief.seconds if brief.length_is_explicit or brief.form == "brief" else None
    return FilmEvidence(
        seconds=measured.seconds,
        asked_seconds=asked,
        black_seconds=rendition.seconds(sum(frames for _, frames in measured.black)),
        frozen_seconds=rendition.seconds(sum(frames for _, frames in measured.frozen)),
        longest_silence=measured.longest_silence if brief.music else 0.0,
        sound_asked=brief.voice or brief.music,
        loudness=measured.loudness,
        true_peak=measured.true_peak,
        clipped=measured.clipped,
        reading_speed=fastest_reading(production, lay_out(production)),
        duplicate_shots=alike,
    )


def fastest_reading(production: Production, timeline: Timeline) -> float:
    """Characters a second of the fastest caption; 0 without captions."""
    fastest = 0.0
    for timed in timeline.scenes:
        scene = production.scene(timed.scene)
        for caption in scene_captions(production, scene, scene_timing(production, scene)):
            seconds = production.rendition.seconds(caption.end - caption.start)
            fastest = max(fastest, len(caption.text) / max(seconds, 1 / SAMPLE_RATE))
    return fastest


def _unseen(production: Production) -> dict[str, str]:
    """The pictures that the critic has not judged in a film yet, by shot, with what they are painted from."""
    needs = {
        shot.id: picture_slice(production, scene, shot)
        for scene in production.scenes
        for shot in production.shots[scene.id]
    }
    stale = {shot: slice_if_stale(production, f"review/{shot}", needed) for shot, needed in needs.items()}
    return {shot: slice_hash for shot, slice_hash in stale.items() if slice_hash is not None}


def _with_another_attempt(production: Production, shot_ids: set[str]) -> Production:
    shots = {
        scene: tuple(
            shot.model_copy(update={"attempt": shot.attempt + 1}) if shot.id in shot_ids else shot for shot in members
        )
        for scene, members in production.shots.items()
    }
    return production.revised(shots=shots)


async def _alike(context: RunContext, production: Production) -> list[tuple[str, str]]:
    signatures = {}
    for shot in _shots(production):
        picture = production.pictures[shot.id]
        palette = production.treatment.look.palette if production.treatment else ()
        measured = await context.producer.make(
            context.producer.toolbox.film["film:measure_picture"],
            PictureMeasureRequest(picture=picture.picture, layers=picture.layers, palette=palette),
            PictureMeasurements,
            credit=Credit(agent=context.crew().critic.profile.name),
        )
        signatures[shot.id] = int(measured.signature, 16)
    return [
        (first, second)
        for first, second in combinations(signatures, 2)
        if (signatures[first] ^ signatures[second]).bit_count() <= _ALIKE_BITS
    ]


def _shots(production: Production) -> list[Shot]:
    return [shot for scene in production.scenes for shot in production.shots[scene.id]]
