"""The timeline: what it promises for every production, not for chosen ones."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from productions import production_of, scene_of, shots_of, take, timed_productions

from studio.graph.screenplay import scene_budgets
from studio.production.document import Production
from studio.production.timeline import END, TITLE, TimedShot, Timeline, lay_out, parts_in_order, scene_timing
from studio.production.vocabulary import TransitionKind


def lent_tail(timeline: Timeline, shot: TimedShot) -> int:
    """How many of its last frames a shot lends to the transition after it."""
    following = timeline.shots[timeline.shots.index(shot) + 1 :]
    return following[0].lent_head if following else 0


@given(timed_productions())
def test_shots_cover_the_film_without_a_gap(production: Production) -> None:
    timeline = lay_out(production)
    shots = timeline.shots
    assert shots[0].start == 0
    assert (shots[0].shot, shots[-1].shot) == (TITLE, END)
    for before, after in pairwise(shots):
        assert after.start == before.start + before.frames - after.lent_head
    assert shots[-1].start + shots[-1].frames == timeline.frames
    assert [timed.scene for timed in timeline.scenes] == [scene.id for scene in production.scenes]


@given(timed_productions())
def test_the_parts_of_the_film_add_up_to_its_frames(production: Production) -> None:
    timeline = lay_out(production)
    frames = 0
    for before, after in parts_in_order(timeline):
        frames += after.frames - after.lent_head - lent_tail(timeline, after) if before is None else after.lent_head
    assert frames == timeline.frames


@given(timed_productions())
def test_every_shot_keeps_a_body_that_can_be_encoded(production: Production) -> None:
    timeline = lay_out(production)
    for timed in timeline.shots:
        assert timed.frames >= timed.lent_head + lent_tail(timeline, timed) + 6


@given(timed_productions())
def test_lines_are_heard_one_after_the_other_within_their_scene(production: Production) -> None:
    for timed in lay_out(production).scenes:
        scene = production.scene(timed.scene)
        assert [line.line for line in timed.lines] == [line.id for line in scene.lines]
        for line in timed.lines:
            samples = production.takes[line.line].samples
            assert production.rendition.samples(line.frames) >= samples
        for before, after in pairwise(timed.lines):
            assert after.start > before.start + before.frames
        if timed.lines:
            assert timed.lines[0].start > 0
            assert timed.lines[-1].start + timed.lines[-1].frames < timed.frames


@given(timed_productions())
def test_a_scene_is_as_long_as_its_shots(production: Production) -> None:
    for scene in production.scenes:
        timing = scene_timing(production, scene)
        assert timing.frames == sum(timing.shots)
        assert len(timing.shots) == len(production.shots[scene.id])


@given(timed_productions(), st.data())
def test_another_take_changes_the_timing_of_its_own_scene_only(production: Production, data: st.DataObject) -> None:
    lines = [(scene, line) for scene, line in production.lines()]
    if not lines:
        return
    changed, line = data.draw(st.sampled_from(lines))
    samples = data.draw(st.integers(min_value=4_800, max_value=12 * 48_000))
    revised = production.revised(takes={**production.takes, line.id: take(samples)})
    for scene in production.scenes:
        if scene.id != changed.id:
            assert scene_timing(revised, scene) == scene_timing(production, scene)


@pytest.mark.parametrize("longer", [3.0, 3.4, 2.6])
def test_another_take_changes_its_own_beat_only(longer: float) -> None:
    production = production_of(scene_of("One.", "Two.", "Three."), seconds=[18.0])
    scene = production.scenes[0]
    takes = {line.id: take(3 * 48_000) for line in scene.lines}
    production = production.revised(shots={scene.id: shots_of(scene, (1, 1, 1))}, takes=takes)
    before = scene_timing(production, scene)
    last = scene.lines[-1].id
    after = scene_timing(production.revised(takes={**takes, last: take(round(longer * 48_000))}), scene)
    assert after.lines[:2] == before.lines[:2]
    assert after.shots[:2] == before.shots[:2]


@settings(deadline=None)
@given(
    st.floats(min_value=5.0, max_value=900.0, allow_nan=False),
    st.integers(min_value=0, max_value=2**31),
    st.floats(min_value=0.2, max_value=1.0),
)
def test_a_film_whose_takes_keep_to_their_budgets_has_the_asked_length(asked: float, seed: int, full: float) -> None:
    blank = production_of(seed=seed, asked=asked)
    budgets = scene_budgets(blank)
    drafts = [scene_of("One.", "Two.") for _ in budgets]
    production = production_of(*drafts, seconds=[budget.seconds for budget in budgets], seed=seed, asked=asked)
    takes = {
        line.id: take(max(1, round(budget.spoken_seconds * full * 48_000 / 2)))
        for scene, budget in zip(production.scenes, budgets, strict=True)
        for line in scene.lines
    }
    shots = {scene.id: shots_of(scene, (1, 1)) for scene in production.scenes}
    timeline = lay_out(production.revised(takes=takes, shots=shots))
    assert abs(production.rendition.seconds(timeline.frames) - asked) <= asked * 0.1


def test_a_cut_lends_no_frames_and_has_no_part() -> None:
    production = production_of(scene_of(), scene_of(), seconds=[6.0, 6.0])
    scenes = tuple(scene.model_copy(update={"enters": TransitionKind.CUT}) for scene in production.scenes)
    shots = {scene.id: shots_of(scene, (1,)) for scene in scenes}
    timeline = lay_out(production.revised(scenes=scenes, shots=shots))
    transitions = [after.shot for before, after in parts_in_order(timeline) if before is not None]
    assert transitions == [END]
