"""The offline director, artist, composer and judges: their grammar holds for every scene, and says the same twice."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.production.screenplay import LineDraft, PictureDraft, SceneDraft, ShotDraft, ShotPlanDraft
from studio.production.tasks import (
    AgentProfile,
    BriefFacts,
    DescribePicture,
    JudgementDraft,
    JudgePitches,
    PitchDraft,
    PitchOnTheTable,
    PlanShots,
    ScoreScene,
)
from studio.production.treatment import (
    Appearance,
    CharacterDraft,
    Look,
    MusicDirection,
    ProductDraft,
    TreatmentDraft,
)
from studio.production.vocabulary import (
    AgentRole,
    Ambience,
    CameraMove,
    Effect,
    Expression,
    Facing,
    Framing,
    Garment,
    Kind,
    Landmark,
    Mood,
    Pose,
    Setting,
    Species,
    StoryShape,
    Style,
    Temperament,
    TimeOfDay,
    Weather,
)
from studio.tools.offline.rules.depiction import appearance_words, colour_name
from studio.tools.offline.rules.directing import SHORTEST_SHOT, plan_shots
from studio.tools.offline.rules.judging import judge_pitches
from studio.tools.offline.rules.painting import describe_picture
from studio.tools.offline.rules.scoring import score_scene

NAMES = ("Mara", "Brume", "Fen", "Old Tom")


def agent(temperament: Temperament = Temperament.MODERN) -> AgentProfile:
    return AgentProfile(name="Nadia", role=AgentRole.DIRECTOR, temperament=temperament)


def treatment(product: ProductDraft | None = None) -> TreatmentDraft:
    species = (Species.PERSON, Species.SPIRIT, Species.FOX, Species.CHILD)
    return TreatmentDraft(
        title="The Keeper",
        logline="A keeper and a storm",
        shape=StoryShape.FABLE,
        cast=tuple(
            CharacterDraft(name=name, appearance=Appearance(species=body))
            for name, body in zip(NAMES, species, strict=True)
        ),
        product=product,
    )


def scene(**changes: Any) -> SceneDraft:
    values: dict[str, Any] = {
        "setting": Setting.COAST,
        "time_of_day": TimeOfDay.DAY,
        "mood": Mood.CALM,
        "characters": ("Mara", "Brume"),
    }
    return SceneDraft(**{**values, **changes})


SCENES = st.builds(
    SceneDraft,
    setting=st.sampled_from(list(Setting)),
    time_of_day=st.sampled_from(list(TimeOfDay)),
    weather=st.sampled_from(list(Weather)),
    mood=st.sampled_from(list(Mood)),
    landmark=st.none() | st.sampled_from(list(Landmark)),
    action=st.sampled_from(
        ("", "Mara walks to the pier.", "They sleep by the fire.", "Brume waves to Mara.", "雨が降る。", "Mara sits.")
    ),
    characters=st.lists(st.sampled_from(NAMES), unique=True, max_size=4).map(tuple),
    lines=st.lists(
        st.builds(LineDraft, speaker=st.sampled_from(("", *NAMES)), text=st.sampled_from(("Hm.", "Who are you?", "…"))),
        max_size=4,
    ).map(tuple),
)
SEEDS = st.integers(0, 99)
TEMPERAMENTS = st.sampled_from(list(Temperament))


def planned(
    stage: SceneDraft,
    seconds: float = 14,
    seed: int = 0,
    kind: Kind = Kind.STORY,
    product: ProductDraft | None = None,
    temperament: Temperament = Temperament.MODERN,
) -> ShotPlanDraft:
    task = PlanShots(
        agent=agent(temperament),
        kind=kind,
        language="en",
        treatment=treatment(product),
        scene=stage,
        seconds=seconds,
    )
    plan = plan_shots(task, random.Random(seed))
    assert plan == plan_shots(task, random.Random(seed))
    return plan


@given(SCENES, st.floats(2, 90), SEEDS, st.sampled_from(list(Kind)), TEMPERAMENTS)
def test_shot_grammar_holds_for_every_scene(
    stage: SceneDraft, seconds: float, seed: int, kind: Kind, temperament: Temperament
) -> None:
    product = ProductDraft(name="Trail Flask") if kind is Kind.AD else None
    shots = planned(stage, seconds, seed, kind, product, temperament).shots
    assert 1 <= len(shots) <= max(1, seconds / SHORTEST_SHOT)
    assert len(shots) >= seconds / 9
    for shot in shots:
        assert set(shot.characters) <= set(stage.characters)
        assert len(shot.characters) == len(set(shot.characters)) <= (2 if shot.framing is Framing.CLOSE else 3)
        assert 0.5 < shot.share < 2
        assert shot.description.startswith(("Wide shot of", "Medium shot of", "Close shot of"))
        assert shot.description.endswith(".")
        assert all(name in shot.description for name in shot.characters)
        assert not shot.shows_product or kind is Kind.AD
    for before, after in itertools.pairwise(shots):
        assert (before.framing, before.move) != (after.framing, after.move)
    if len(shots) > 1:
        assert shots[0].framing is Framing.WIDE
    if not stage.characters and kind is Kind.STORY:
        assert {shot.framing for shot in shots} <= {Framing.WIDE, Framing.MEDIUM}


def test_a_scene_gets_a_shot_for_about_every_four_to_six_seconds() -> None:
    for seconds, few, many in ((5, 1, 1), (7, 1, 2), (14, 2, 3), (30, 5, 7), (60, 10, 14)):
        counts = {len(planned(scene(), seconds, temperament=temperament).shots) for temperament in Temperament}
        assert few <= min(counts)
        assert max(counts) <= many


def test_the_closest_shot_belongs_to_the_emotional_line() -> None:
    lines = (LineDraft(text="The storm came."), LineDraft(speaker="Brume", text="Stay!"), LineDraft(text="It stayed."))
    shots = planned(scene(lines=lines), 13).shots
    assert [shot.framing for shot in shots] == [Framing.WIDE, Framing.CLOSE, Framing.MEDIUM]
    assert shots[1].characters == ("Brume",)
    assert shots[1].share > shots[2].share


def test_a_close_shot_holds_both_where_the_scene_is_about_both() -> None:
    shots = planned(scene(mood=Mood.TENDER), 14).shots
    assert [shot.characters for shot in shots if shot.framing is Framing.CLOSE] == [("Mara", "Brume")]


def test_a_long_scene_changes_who_is_seen() -> None:
    shots = planned(scene(mood=Mood.HOPEFUL), 40).shots
    for framing in (Framing.MEDIUM, Framing.CLOSE):
        seen = [shot.characters for shot in shots if shot.framing is framing]
        assert len(set(seen)) >= 2


def test_moves_follow_mood_and_journey() -> None:
    for seed in range(8):
        assert planned(scene(mood=Mood.TENSE), 14, seed).shots[0].move in (CameraMove.PUSH_IN, CameraMove.TILT_DOWN)
        assert planned(scene(mood=Mood.EPIC), 14, seed).shots[0].move in (CameraMove.TILT_UP, CameraMove.PAN_RIGHT)
        journey = planned(scene(action="Mara walks home.", mood=Mood.HOPEFUL), 14, seed).shots[0].move
        assert journey in (CameraMove.PAN_LEFT, CameraMove.PAN_RIGHT)
        assert planned(scene(mood=Mood.MELANCHOLY), 20, seed).shots[-1].move is CameraMove.PULL_OUT


def test_an_advertisement_ends_its_scenes_on_the_product() -> None:
    flask = ProductDraft(name="Trail Flask")
    joyful = scene(mood=Mood.JOYFUL, lines=(LineDraft(text="Trail Flask is here."),))
    hero = planned(joyful, 9, kind=Kind.AD, product=flask).shots[-1]
    assert (hero.framing, hero.characters, hero.shows_product) == (Framing.CLOSE, (), True)
    assert hero.description.startswith("Close shot of Trail Flask on the coast by day")
    short = planned(joyful, 5, kind=Kind.AD, product=flask).shots
    assert [(shot.framing, shot.characters, shot.shows_product) for shot in short] == [
        (Framing.MEDIUM, ("Mara",), True)
    ]
    assert planned(scene(mood=Mood.JOYFUL), 9, 0, Kind.AD, flask).shots[-1].shows_product
    problem = scene(mood=Mood.MELANCHOLY)
    assert not any(shot.shows_product for shot in planned(problem, 9, kind=Kind.AD, product=flask).shots)
    named = problem.model_copy(update={"lines": (LineDraft(text="It was not a trail flask."),)})
    assert planned(named, 9, kind=Kind.AD, product=flask).shots[-1].shows_product
    assert not any(shot.shows_product for shot in planned(scene(), 9, product=flask).shots)


def test_descriptions_are_plain_sentences() -> None:
    stage = scene(weather=Weather.STORM, landmark=Landmark.LIGHTHOUSE, time_of_day=TimeOfDay.DUSK, characters=("Mara",))
    assert (
        planned(stage, 5, seed=1)
        .shots[0]
        .description.startswith("Wide shot of Mara on the coast at dusk in a storm, a lighthouse in sight; the camera ")
    )
    room = planned(scene(setting=Setting.ROOM, characters=()), 5).shots[0].description
    assert room.startswith("Wide shot of the room by day, a clear sky outside; the camera ")
    space = planned(scene(setting=Setting.SPACE, weather=Weather.RAIN, characters=()), 5).shots[0].description
    assert space.startswith("Wide shot of outer space by day; ")


def painted(stage: SceneDraft, shot: ShotDraft, seed: int = 0, note: str = "") -> PictureDraft:
    task = DescribePicture(agent=agent(), treatment=treatment(), scene=stage, shot=shot, note=note)
    picture = describe_picture(task, random.Random(seed))
    assert picture == describe_picture(task, random.Random(seed))
    return picture


def shot_of(*names: str, framing: Framing = Framing.MEDIUM, move: CameraMove = CameraMove.PUSH_IN) -> ShotDraft:
    return ShotDraft(framing=framing, move=move, characters=names)


@given(SCENES, st.sampled_from(list(Framing)), SEEDS)
def test_every_figure_is_directed_within_what_can_be_drawn(stage: SceneDraft, framing: Framing, seed: int) -> None:
    names = stage.characters[:3]
    figures = painted(stage, shot_of(*names, framing=framing), seed).figures
    assert tuple(figure.name for figure in figures) == names
    for figure in figures:
        if figure.pose is Pose.SLEEP:
            assert stage.time_of_day is TimeOfDay.NIGHT
            assert stage.mood in (Mood.CALM, Mood.TENDER)
            assert figure.expression is Expression.NEUTRAL
        if figure.pose in (Pose.SIT, Pose.WALK, Pose.SLEEP):
            assert framing is not Framing.CLOSE
            assert stage.setting not in (Setting.SEA, Setting.SPACE)
            assert figure.name != "Brume"
    if len(figures) >= 2:
        assert figures[0].facing is Facing.RIGHT
        assert figures[-1].facing is Facing.LEFT


@given(SCENES, SEEDS)
def test_two_figures_keep_their_sides_throughout_a_scene(stage: SceneDraft, seed: int) -> None:
    pair = stage.model_copy(update={"characters": ("Mara", "Fen")})
    together = painted(pair, shot_of("Mara", "Fen"), seed).figures
    for number, name in enumerate(("Mara", "Fen")):
        alone = painted(pair, shot_of(name, framing=Framing.CLOSE), seed + 1).figures[0]
        assert alone.facing is together[number].facing


def test_poses_follow_an_action_that_is_recognised() -> None:
    night = {"time_of_day": TimeOfDay.NIGHT, "setting": Setting.MEADOW}
    for action, expected in (
        ("Mara walks to the pier.", (Pose.WALK, None)),
        ("Fen waves to Mara.", (None, Pose.WAVE)),
        ("Mara and Fen sit by the fire.", (Pose.SIT, Pose.SIT)),
        ("Mara and Fen sleep.", (Pose.SLEEP, Pose.SLEEP)),
        ("She looks at the stars.", (Pose.LOOK_UP, None)),
        ("Mara touches the door.", (Pose.REACH, None)),
    ):
        stage = scene(action=action, characters=("Mara", "Fen"), **night)
        figures = painted(stage, shot_of("Mara", "Fen")).figures
        for figure, pose in zip(figures, expected, strict=True):
            assert pose is None or figure.pose is pose, action


def test_a_walker_goes_with_the_camera() -> None:
    stage = scene(action="Mara walks.", characters=("Mara",))
    left = painted(stage, shot_of("Mara", move=CameraMove.PAN_LEFT)).figures[0]
    right = painted(stage, shot_of("Mara", move=CameraMove.PAN_RIGHT)).figures[0]
    assert (left.facing, right.facing) == (Facing.LEFT, Facing.RIGHT)


def test_a_prompt_tells_a_model_all_it_needs_and_no_names() -> None:
    stage = scene(weather=Weather.FOG, landmark=Landmark.LIGHTHOUSE, place="the old pier")
    prompt = painted(stage, shot_of("Mara", "Brume"), note="lighten the sky").prompt
    for part in ("Storybook", "Medium shot", "person with tan skin", "cloud-shaped spirit", "by day", "drifting fog"):
        assert part in prompt
    for part in ("a lighthouse", "(the old pier)", "facing right", "calm mood", "no lettering", "Lighten the sky."):
        assert part in prompt
    assert "Mara" not in prompt
    assert "#" not in prompt
    assert "drifting" not in painted(scene(setting=Setting.SPACE, weather=Weather.FOG), shot_of("Mara")).prompt


def test_looks_and_colours_are_named() -> None:
    names = {"#2f6f8f": "blue", "#e3b23c": "yellow", "#000000": "black", "#ffffff": "white", "#808080": "grey"}
    names |= {"#ff2020": "red", "#1e5b1e": "dark green", "#3b2a20": "dark brown", "#f4c8d8": "pale pink"}
    assert {colour: colour_name(colour) for colour in names} == names
    assert appearance_words(Appearance(species=Species.OWL, main_colour="#808080")).startswith("an owl in grey")
    overalls = appearance_words(Appearance(species=Species.CHILD, garment=Garment.OVERALLS))
    assert "wearing overalls in" in overalls


def scored(stage: SceneDraft, seconds: float = 8, seed: int = 0, temperament: Temperament = Temperament.MODERN) -> Any:
    task = ScoreScene(
        agent=agent(temperament), music=MusicDirection(instruments=("flute",)), scene=stage, seconds=seconds
    )
    sheet = score_scene(task, random.Random(seed))
    assert sheet == score_scene(task, random.Random(seed))
    return sheet


@given(SCENES, st.floats(2, 60), SEEDS, TEMPERAMENTS)
def test_cue_sheets_stay_sparing_and_in_range(
    stage: SceneDraft, seconds: float, seed: int, temperament: Temperament
) -> None:
    sheet = scored(stage, seconds, seed, temperament)
    assert sheet.mood is stage.mood
    assert 0.1 <= sheet.intensity <= 1
    sounds = [entry.sound for entry in sheet.ambiences]
    assert len(sounds) == len(set(sounds)) <= 2
    assert len(sheet.effects) <= 2
    assert all(0 < entry.strength <= 1 for entry in (*sheet.ambiences, *sheet.effects))
    assert all(0 <= effect.moment <= 0.9 for effect in sheet.effects)
    assert list(sheet.effects) == sorted(sheet.effects, key=lambda effect: effect.moment)
    if stage.setting is Setting.SPACE:
        assert sounds == [Ambience.SPACE]
        assert Effect.THUNDER not in [effect.sound for effect in sheet.effects]
    if seconds < 4:
        assert sheet.effects == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [Ambience.SEA]),
        ({"weather": Weather.STORM}, [Ambience.SEA, Ambience.WIND]),
        ({"weather": Weather.RAIN}, [Ambience.SEA, Ambience.RAIN]),
        ({"setting": Setting.FOREST}, [Ambience.BIRDS]),
        ({"setting": Setting.FOREST, "time_of_day": TimeOfDay.NIGHT}, [Ambience.CRICKETS]),
        ({"setting": Setting.FOREST, "weather": Weather.RAIN}, [Ambience.RAIN, Ambience.WIND]),
        ({"setting": Setting.LAKE}, [Ambience.BIRDS, Ambience.STREAM]),
        ({"setting": Setting.CITY, "weather": Weather.RAIN}, [Ambience.RAIN, Ambience.CITY]),
        ({"setting": Setting.DESERT}, [Ambience.WIND]),
        ({"setting": Setting.MOUNTAINS, "weather": Weather.STORM}, [Ambience.WIND, Ambience.RAIN]),
        ({"setting": Setting.ROOM}, [Ambience.ROOM]),
        ({"setting": Setting.ROOM, "time_of_day": TimeOfDay.NIGHT}, [Ambience.FIRE]),
        ({"setting": Setting.WORKSHOP, "weather": Weather.RAIN}, [Ambience.ROOM, Ambience.RAIN]),
        ({"setting": Setting.MEADOW, "landmark": Landmark.CAMPFIRE}, [Ambience.FIRE, Ambience.BIRDS]),
    ],
)
def test_every_place_has_its_sound(changes: dict[str, Any], expected: list[Ambience]) -> None:
    assert [entry.sound for entry in scored(scene(**changes)).ambiences] == expected


def test_effects_mark_what_the_scene_shows() -> None:
    stormy = scene(weather=Weather.STORM, landmark=Landmark.LIGHTHOUSE)
    assert [effect.sound for effect in scored(stormy).effects] == [Effect.THUNDER, Effect.FOGHORN]
    assert [effect.sound for effect in scored(stormy, temperament=Temperament.MINIMAL).effects] == [Effect.THUNDER]
    assert scored(scene()).effects == ()
    walking = scene(setting=Setting.VILLAGE, action="Mara walks home.")
    assert [effect.sound for effect in scored(walking).effects] == [Effect.FOOTSTEPS]
    assert any(scored(scene(mood=Mood.HOPEFUL), seed=seed).effects for seed in range(10))


def test_intensity_follows_mood_and_makes_room_for_words() -> None:
    assert scored(scene(mood=Mood.EPIC)).intensity > scored(scene(mood=Mood.CALM)).intensity
    spoken = scene(lines=(LineDraft(text="word " * 20),))
    assert scored(spoken).intensity < scored(scene()).intensity
    indoors = scored(scene(setting=Setting.ROOM, weather=Weather.STORM)).ambiences[1]
    assert indoors.strength < scored(scene(setting=Setting.MOUNTAINS, weather=Weather.STORM)).ambiences[0].strength


def pitch(**changes: Any) -> PitchDraft:
    values: dict[str, Any] = {
        "concept": "A lighthouse keeper befriends a storm",
        "shape": StoryShape.FABLE,
        "mood": Mood.TENDER,
    }
    return PitchDraft(**{**values, **changes})


def judged(*pitches: PitchDraft, temperament: Temperament = Temperament.MODERN, **brief: Any) -> JudgementDraft:
    facts: dict[str, Any] = {
        "text": "A lighthouse keeper befriends a storm",
        "kind": Kind.STORY,
        "language": "en",
        "seconds": 40,
    }
    task = JudgePitches(
        brief=BriefFacts(**{**facts, **brief}),
        agent=agent(temperament),
        pitches=tuple(
            PitchOnTheTable(number=number, agent=agent(), pitch=entry) for number, entry in enumerate(pitches, 1)
        ),
    )
    answer = judge_pitches(task, random.Random(0))
    assert answer == judge_pitches(task, random.Random(0))
    assert [score.number for score in answer.scores] == list(range(1, len(pitches) + 1))
    return answer


@pytest.mark.parametrize(
    ("better", "worse", "brief"),
    [
        (pitch(), pitch(shape=StoryShape.AIDA), {}),
        (pitch(shape=StoryShape.AIDA), pitch(), {"kind": Kind.AD}),
        (pitch(look=Look(style=Style.INK)), pitch(), {"style": Style.INK}),
        (pitch(), pitch(look=Look(style=Style.NEON)), {}),
        (
            pitch(look=Look(style=Style.NEON)),
            pitch(look=Look(style=Style.INK)),
            {"text": "A fox crosses the city at night"},
        ),
        (pitch(look=Look(style=Style.WATERCOLOR)), pitch(look=Look(style=Style.PAPER)), {}),
        (pitch(mood=Mood.PLAYFUL), pitch(), {"tone": "funny"}),
        (pitch(), pitch(mood=Mood.TENSE), {"audience": "young children"}),
        (pitch(), pitch(concept="Two robots plant a garden"), {}),
        (pitch(concept="灯台守が嵐と友だちになる"), pitch(), {"text": "灯台守が嵐と友だちになる", "language": "ja"}),
    ],
)
def test_alignment_is_keeping_to_what_was_asked(better: PitchDraft, worse: PitchDraft, brief: dict[str, Any]) -> None:
    first, second = judged(better, worse, **brief).scores
    assert first.alignment > second.alignment


def test_feasibility_is_fitting_the_length_and_the_means() -> None:
    quest = pitch(shape=StoryShape.HEROS_JOURNEY)
    short, long = judged(quest, seconds=12).scores[0], judged(quest, seconds=60).scores[0]
    assert short.feasibility < long.feasibility == 1
    hasty = pitch(music=MusicDirection(mood=Mood.CALM, beats_per_minute=150))
    crowded = pitch(music=MusicDirection(instruments=tuple("abcdefghij")))
    calm, fast, full = judged(pitch(), hasty, crowded).scores
    assert calm.feasibility > max(fast.feasibility, full.feasibility)


def test_creativity_is_distance_from_the_other_pitches() -> None:
    odd = pitch(
        concept="The storm is the one who keeps the light",
        shape=StoryShape.MYSTERY,
        mood=Mood.MYSTERIOUS,
        look=Look(style=Style.PAPER),
    )
    same, twin, own = judged(pitch(), pitch(), odd).scores
    assert own.creativity > same.creativity == twin.creativity


def test_temperament_decides_what_a_judge_is_strict_about() -> None:
    table = (pitch(), pitch(), pitch(shape=StoryShape.AIDA))
    traditional = judged(*table, temperament=Temperament.TRADITIONAL).scores[2]
    futuristic = judged(*table, temperament=Temperament.FUTURISTIC).scores[2]
    assert traditional.alignment < futuristic.alignment
    assert (
        judged(*table, temperament=Temperament.FUTURISTIC).scores[0].creativity
        < judged(*table, temperament=Temperament.TRADITIONAL).scores[0].creativity
    )


def test_comments_name_the_evidence() -> None:
    score = judged(pitch(shape=StoryShape.AIDA), pitch()).scores[0]
    assert "the shape aida for this story (0.20)" in score.comment or "(0.00)" in score.comment
    assert score.comment.endswith(".")


@given(st.lists(st.sampled_from(list(StoryShape)), min_size=1, max_size=6), TEMPERAMENTS, st.floats(5, 10_000))
def test_every_pitch_is_judged_whatever_it_is(
    shapes: list[StoryShape], temperament: Temperament, seconds: float
) -> None:
    judged(*(pitch(shape=shape) for shape in shapes), temperament=temperament, seconds=seconds, text="…")
