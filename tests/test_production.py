"""The production document: hashes, ids, slices, patches and edits."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from productions import TREATMENT, asset, production_of, scene_of, shots_of, take
from pydantic import ValidationError

from studio.errors import BadInput
from studio.production.assets import Asset
from studio.production.canonical import canonical_json, content_hash, derive_seed
from studio.production.critique import CritiqueDraft
from studio.production.document import PERSON, Production, adopt_screenplay, adopt_treatment, scene_draft
from studio.production.edits import Redraw, SetLine, SetScene, edited
from studio.production.identity import child_id
from studio.production.made import Critique, Cue, Film, Segment
from studio.production.patch import Patch, merged, merged_json
from studio.production.screenplay import LineDraft, ScreenplayDraft
from studio.production.slices import (
    cue_sheet_slice,
    picture_slice,
    screenplay_slice,
    shot_plan_slice,
    take_slices,
    treatment_slice,
)
from studio.production.vocabulary import Landmark, Mood, Setting, TimeOfDay

plain_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=12,
)


@given(plain_json)
def test_canonical_json_is_json_without_spaces_and_reads_back(value: Any) -> None:
    text = canonical_json(value)
    assert json.loads(text) == value
    assert canonical_json(json.loads(text)) == text


@given(st.dictionaries(st.text(), st.integers(), min_size=2))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    turned = dict(reversed(value.items()))
    assert content_hash(turned) == content_hash(value)


@given(st.frozensets(st.text(max_size=4)))
def test_a_set_has_one_form(value: frozenset[str]) -> None:
    assert canonical_json(value) == canonical_json(sorted(value))


@given(plain_json, plain_json)
def test_different_values_have_different_hashes(first: Any, second: Any) -> None:
    same = canonical_json(first) == canonical_json(second)
    assert (content_hash(first) == content_hash(second)) is same


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), b"bytes"])
def test_what_has_no_json_is_refused(value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        canonical_json([value])


def test_the_hash_is_the_same_for_every_version() -> None:
    """What stands in a database is found again: this value may never change."""
    value = {"b": [1, 2.5, None, True], "a": "灯塔", "asset": asset("one", "image/png")}
    assert content_hash(value) == "b91e9597586eeb4b0cf0a27477851242e203e49ed8b46ad7330ec7b48a1eeb2c"
    assert derive_seed(7, "voice", "cast-1") == 1250308508
    assert child_id("production/0", "scene", 1) == "scene-3puu8w"


@given(st.integers(), st.lists(st.text(), max_size=3))
def test_seeds_are_small_and_stable(seed: int, path: list[str]) -> None:
    derived = derive_seed(seed, *path)
    assert 0 <= derived < 2**31
    assert derived == derive_seed(seed, *path)


@given(st.text(max_size=8))
def test_the_ids_of_siblings_differ(parent: str) -> None:
    ids = {child_id(parent, "scene", serial) for serial in range(200)}
    assert len(ids) == 200
    assert all(one.removeprefix("scene-").isalnum() and len(one) == len("scene-") + 6 for one in ids)


def a_production() -> Production:
    """Three scenes of two lines, with two shots and a take for each line."""
    production = production_of(
        scene_of("Come here.", "I am here."),
        scene_of("Wait.", "I wait.", mood=Mood.TENSE, setting=Setting.FOREST),
        scene_of("Good night.", "Good night!", mood=Mood.TENDER, setting=Setting.LAKE),
    )
    shots = {scene.id: shots_of(scene, (1, 1)) for scene in production.scenes}
    takes = {line.id: take(48_000, line.id) for _, line in production.lines()}
    return production.revised(shots=shots, takes=takes)


def test_ids_are_unique_and_come_from_the_seed_alone() -> None:
    first, again = a_production(), a_production()
    assert first == again
    ids = [one.id for one in (*first.treatment.cast, first.treatment, *first.scenes)] if first.treatment else []
    ids += [line.id for _, line in first.lines()]
    ids += [shot.id for shots in first.shots.values() for shot in shots]
    assert len(set(ids)) == len(ids) == 2 + 1 + 3 + 6 + 6
    other = production_of(scene_of("Come here."), seed=1)
    assert other.scenes[0].id not in ids


def test_ids_are_never_used_again() -> None:
    production = a_production()
    assert production.treatment is not None
    treated = adopt_treatment(production, TREATMENT, "Director")
    assert treated.treatment is not None
    assert not {one.id for one in treated.treatment.cast} & {one.id for one in production.treatment.cast}
    rewritten = adopt_screenplay(
        treated, ScreenplayDraft(title="Again", scenes=(scene_of(),) * 3), (5.0,) * 3, "Writer"
    )
    assert not {scene.id for scene in rewritten.scenes} & {scene.id for scene in production.scenes}


def test_adopting_a_screenplay_gives_speakers_their_ids() -> None:
    production = a_production()
    assert production.treatment is not None
    keeper, fox = production.treatment.cast
    assert [line.speaker for line in production.scenes[0].lines] == ["", fox.id]
    assert production.scenes[0].characters == (keeper.id, fox.id)
    assert production.title == "Two friends"
    draft = scene_draft(production, production.scenes[0], with_lines=True)
    assert draft == scene_of("Come here.", "I am here.")
    assert scene_draft(production, production.scenes[0], with_lines=False).lines == ()


def test_a_stranger_in_a_screenplay_is_read_by_the_narrator_and_not_seen() -> None:
    stranger = scene_of().model_copy(
        update={"characters": ("Keeper", "Stranger"), "lines": (LineDraft(speaker="Stranger", text="Hello."),)}
    )
    production = production_of(stranger)
    assert production.scenes[0].lines[0].speaker == ""
    assert len(production.scenes[0].characters) == 1


def test_a_person_s_words_keep_their_author() -> None:
    production = production_of()
    draft = ScreenplayDraft(title="Mine", scenes=(scene_of("My own words."),))
    adopted = adopt_screenplay(production, draft, (5.0,), "Mara", line_author=PERSON, headings=("INT. ROOM",))
    assert (adopted.scenes[0].author, adopted.scenes[0].heading) == ("Mara", "INT. ROOM")
    assert adopted.scenes[0].lines[0].author == PERSON


def test_a_screenplay_needs_a_length_for_every_scene() -> None:
    with pytest.raises(ValueError, match="shorter"):
        adopt_screenplay(production_of(), ScreenplayDraft(title="", scenes=(scene_of(),) * 2), (5.0,), "Writer")


def test_a_production_reads_back_from_its_json() -> None:
    production = a_production()
    assert Production.model_validate_json(canonical_json(production)) == production
    with pytest.raises(ValidationError):
        Production.model_validate_json(canonical_json(production)[:-1] + ',"surprise":1}')


def slices(production: Production) -> dict[str, str]:
    """Every authored slice of a production, by part."""
    found = {
        "treatment": content_hash(treatment_slice(production)),
        "screenplay": content_hash(screenplay_slice(production)),
    }
    for scene in production.scenes:
        found[f"shots/{scene.id}"] = content_hash(shot_plan_slice(production, scene))
        found[f"cue_sheet/{scene.id}"] = content_hash(cue_sheet_slice(production, scene))
        for line_id, needs in take_slices(production, scene).items():
            found[f"take/{line_id}"] = content_hash(needs)
        for shot in production.shots[scene.id]:
            found[f"picture/{shot.id}"] = content_hash(picture_slice(production, scene, shot))
    return found


def changed(before: Production, after: Production) -> set[str]:
    """The parts whose slices differ."""
    old, new = slices(before), slices(after)
    return {part for part in old.keys() | new.keys() if old.get(part) != new.get(part)}


def test_another_wording_changes_one_take_and_nothing_else() -> None:
    production = a_production()
    line = production.scenes[1].lines[0]
    after = SetLine(scene=2, line=1, text="Wait a little.").apply(production)
    assert changed(production, after) == {f"take/{line.id}"}


def test_another_mood_stays_within_its_scene() -> None:
    production = a_production()
    scene = production.scenes[1]
    after = SetScene(scene=2, mood=Mood.JOYFUL).apply(production)
    own = {f"shots/{scene.id}", f"cue_sheet/{scene.id}"}
    own |= {f"take/{line.id}" for line in scene.lines} | {f"picture/{shot.id}" for shot in production.shots[scene.id]}
    assert changed(production, after) == own


def test_another_order_of_scenes_changes_no_slice() -> None:
    production = a_production()
    assert changed(production, production.revised(scenes=tuple(reversed(production.scenes)))) == set()


def test_a_scene_less_changes_no_other_s_slice() -> None:
    production = a_production()
    gone = production.scenes[0]
    after = production.revised(scenes=production.scenes[1:])
    parts = {one.id for one in (gone, *gone.lines, *production.shots[gone.id])}
    assert {part.partition("/")[2] for part in changed(production, after)} == parts


def test_drawing_again_changes_one_picture() -> None:
    production = a_production()
    shot = production.shots[production.scenes[0].id][1]
    after = Redraw(scene=1, shot=2).apply(production)
    assert changed(production, after) == {f"picture/{shot.id}"}


def test_the_look_of_a_stranger_changes_no_picture_without_them() -> None:
    production = a_production()
    assert production.treatment is not None
    keeper, fox = production.treatment.cast
    scene = production.scenes[0]
    alone = tuple(shot.model_copy(update={"characters": (keeper.id,)}) for shot in production.shots[scene.id])
    production = production.revised(shots={**production.shots, scene.id: alone})
    other = fox.model_copy(update={"appearance": fox.appearance.model_copy(update={"main_colour": "#ff0000"})})
    treatment = production.treatment.model_copy(update={"cast": (keeper, other)}) if production.treatment else None
    parts = changed(production, production.revised(treatment=treatment))
    assert not parts & {f"picture/{shot.id}" for shot in alone}
    assert {f"picture/{shot.id}" for shot in production.shots[production.scenes[1].id]} <= parts


_keys = st.sampled_from(["a", "b", "c"])


def _segment(name: str) -> Segment:
    return Segment(video=asset(name, "video/mp4"), frames=24)


def _critique(subject: str, number: int) -> Critique:
    draft = CritiqueDraft(scores=(), alignment=1.0, overall=number / 4)
    return Critique(critic="Iris", subject=subject, round=number, critique=draft)


# The parts of a key are always the same here: two branches never make different ones of the same scene.
patches = st.builds(
    Patch,
    takes=st.sets(_keys).map(lambda keys: {key: take(4_800, key) for key in sorted(keys)}),
    cues=st.sets(_keys).map(lambda keys: {key: Cue(audio=asset(key), samples=4_800) for key in sorted(keys)}),
    segments=st.sets(_keys).map(lambda keys: {key: _segment(key) for key in sorted(keys)}),
    slices=st.sets(_keys).map(lambda keys: {key: content_hash(key) for key in sorted(keys)}),
    critiques=st.lists(st.builds(_critique, _keys, st.integers(0, 4)), max_size=3).map(tuple),
)


@given(patches, patches, patches)
def test_patches_merge_in_any_order(first: Patch, second: Patch, third: Patch) -> None:
    assert merged((first, second)) == merged((second, first))
    assert merged((merged((first, second)), third)) == merged((first, merged((second, third))))
    assert canonical_json(merged((first, second))) == canonical_json(merged((second, first)))


@given(patches, patches)
def test_merging_or_applying_twice_changes_nothing(first: Patch, second: Patch) -> None:
    both = merged((first, second))
    assert merged((both, second)) == both == merged((both, both))
    production = a_production()
    once = first.applied_to(production)
    assert first.applied_to(once) == once
    assert second.applied_to(once) == both.applied_to(production)


@given(patches)
def test_a_patch_survives_the_graph_s_state(patch: Patch) -> None:
    dumped = json.loads(json.dumps(patch.model_dump(mode="json", exclude_defaults=True)))
    assert Patch.model_validate(dumped) == patch
    assert merged((Patch(), Patch.model_validate(dumped))) == merged((patch, Patch()))


@given(patches, patches)
def test_patches_are_merged_unread_as_they_are_read(first: Patch, second: Patch) -> None:
    unread = merged_json(*(one.model_dump(mode="json", exclude_defaults=True) for one in (first, second)))
    production = a_production()
    assert Patch.model_validate(unread).applied_to(production) == merged((first, second)).applied_to(production)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (SetLine(scene=4, line=1, text="x"), "There is no scene 4. The film has 3 scenes."),
        (SetLine(scene=0, line=1, text="x"), "There is no scene 0. The film has 3 scenes."),
        (SetLine(scene=1, line=3, text="x"), "Scene 1 has no line 3. It has 2 lines."),
        (SetLine(scene=1, line=-1, text="x"), "Scene 1 has no line -1. It has 2 lines."),
        (SetLine(scene=1, line=1, text=" \n"), "A line cannot be empty. Give its words."),
        (SetLine(scene=1, line=1, text="a\x1bb"), "The line holds the control character '\\x1b'. Give plain text."),
        (SetScene(scene=9, mood=Mood.CALM), "There is no scene 9. The film has 3 scenes."),
        (Redraw(scene=1, shot=3), "Scene 1 has no shot 3. It has 2 shots."),
        (Redraw(scene=-1, shot=1), "There is no scene -1. The film has 3 scenes."),
    ],
)
def test_an_edit_of_what_is_not_there_is_one_clear_line(edit: SetLine | SetScene | Redraw, message: str) -> None:
    with pytest.raises(BadInput) as raised:
        edit.apply(a_production())
    assert str(raised.value) == message


def test_an_edit_changes_what_it_names_and_says_whose_the_words_are() -> None:
    production = a_production()
    edit = SetScene(scene=1, mood=Mood.EPIC, time_of_day=TimeOfDay.NIGHT)
    scene = edit.apply(edit.apply(production)).scenes[0]
    assert (scene.mood, scene.time_of_day, scene.setting) == (Mood.EPIC, TimeOfDay.NIGHT, Setting.COAST)
    placed = SetScene(scene=1, landmark=Landmark.WINDMILL).apply(production)
    assert placed.scenes[0].landmark is Landmark.WINDMILL
    assert edit.apply(placed).scenes[0].landmark is Landmark.WINDMILL
    assert SetScene(scene=1, landmark="none").apply(placed).scenes[0].landmark is None
    line = SetLine(scene=1, line=2, text="No.").apply(production).scenes[0].lines[1]
    assert (line.text, line.author, line.id) == ("No.", PERSON, production.scenes[0].lines[1].id)
    assert production.scenes[0].lines[1].text == "I am here."


def test_an_asset_is_named_by_a_whole_hash() -> None:
    with pytest.raises(ValidationError):
        Asset(hash="../../etc/passwd", media_type="text/plain")


def test_an_edited_film_is_no_longer_the_film() -> None:
    film = Film(video=asset("film", "video/mp4"), frames=9, poster=asset("poster", "image/png"))
    finished = a_production().revised(film=film)
    assert edited(finished, ()) == finished
    changed = edited(finished, (SetLine(scene=1, line=1, text="Yes."), SetScene(scene=1, mood=Mood.CALM)))
    assert changed.film is None
    assert (changed.scenes[0].lines[0].text, changed.scenes[0].mood) == ("Yes.", Mood.CALM)
