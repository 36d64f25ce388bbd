"""Where and when scenes play: in the places that a text names or suggests, each unlike the one before."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from asked import BUDGETS, agent, ask, facts, treatment, write

from studio.production.screenplay import LineDraft, ScreenplayDraft
from studio.production.tasks import (
    OwnScene,
    StageOwnText,
)
from studio.production.vocabulary import (
    Kind,
    Landmark,
    Mood,
    Setting,
    StoryShape,
    TimeOfDay,
    Weather,
)
from studio.tools.offline.rules.recognition import Recognition, recognise
from studio.tools.offline.rules.staging import Stage, alike, at_told_times, stages


def test_scenes_stay_in_the_briefs_world() -> None:
    scenes = write(facts(), treatment(facts())).scenes
    assert len(scenes) == len(BUDGETS)
    assert {scene.setting for scene in scenes} <= {Setting.COAST, Setting.SEA, Setting.VILLAGE}
    assert scenes[0].landmark is Landmark.LIGHTHOUSE
    assert Weather.STORM in {scene.weather for scene in scenes}
    assert scenes[-1].weather is Weather.CLEAR
    assert all("The lighthouse keeper" in scene.characters for scene in scenes)
    night = write(facts("A fox crosses the city at night"), treatment(facts("A fox crosses the city at night"))).scenes
    assert [scene.time_of_day for scene in night][1:-1] == [TimeOfDay.NIGHT] * (len(night) - 2)
    snowy = write(facts("A fox in the snow"), treatment(facts("A fox in the snow"))).scenes
    assert {scene.weather for scene in snowy} == {Weather.SNOW}


def _stage(scenes: tuple[OwnScene, ...], language: str = "en", speakers: tuple[str, ...] = ()) -> ScreenplayDraft:
    text = "\n\n".join("\n".join((own.heading, *(line.text for line in own.lines))) for own in scenes)
    brief = facts(text, language=language)
    task = StageOwnText(
        brief=brief, agent=agent(), treatment=treatment(brief, speakers=speakers), title="Mine", scenes=scenes
    )
    return ScreenplayDraft.model_validate_json(ask(task))


def test_own_text_is_staged_by_what_it_says() -> None:
    staged = _stage(
        (
            OwnScene(
                heading="INT. KITCHEN - NIGHT",
                lines=(LineDraft(speaker="MARIA", text="Did you hear that?"), LineDraft(text="Tom looks up.")),
            ),
            OwnScene(heading="EXT. BEACH - DAWN", lines=(LineDraft(text="Fog lies on the lighthouse."),)),
            OwnScene(lines=(LineDraft(text="Nobody speaks."),)),
        ),
        speakers=("MARIA", "TOM"),
    )
    first, second, third = staged.scenes
    assert (first.setting, first.time_of_day) == (Setting.ROOM, TimeOfDay.NIGHT)
    assert first.characters == ("MARIA", "TOM")
    assert first.lines[0].text == "Did you hear that?"
    assert (second.setting, second.time_of_day, second.weather) == (Setting.COAST, TimeOfDay.DAWN, Weather.FOG)
    assert second.landmark is Landmark.LIGHTHOUSE
    assert (third.setting, third.weather) == (Setting.COAST, Weather.FOG)
    assert third.characters == ()


def test_own_text_in_other_languages_is_staged() -> None:
    german = _stage((OwnScene(lines=(LineDraft(text="Es schneit im Wald, und die Nacht ist still."),)),), "de")
    assert (german.scenes[0].setting, german.scenes[0].weather) == (Setting.FOREST, Weather.SNOW)
    headed = _stage((OwnScene(heading="EXT. FOREST - NIGHT", lines=(LineDraft(text="静かだ。"),)),), "ja")
    assert (headed.scenes[0].setting, headed.scenes[0].time_of_day) == (Setting.FOREST, TimeOfDay.NIGHT)


@pytest.mark.parametrize(
    ("text", "language", "setting"),
    [
        ("Grandmother's piano", "en", Setting.ROOM),
        ("Le triangle de l'orchestre attend", "fr", Setting.ROOM),
        ("夜市要拆了。", "zh", Setting.CITY),
        ("A cargo ship without a destination, and the ship's computer is jealous.", "en", Setting.SPACE),
        ("Stuck nine hours in the airport with my grandmother.", "en", Setting.CITY),
        ("Dziewczynka liczy mewy na plaży.", "pl", Setting.COAST),
        ("Film pour « N°7 », une eau. Pas de femme qui court sur une plage.", "fr", None),
        ("Zorblax", "en", None),
    ],
)
def test_things_suggest_a_place_where_none_is_named(text: str, language: str, setting: Setting | None) -> None:
    assert recognise(text, language).home is setting


def test_a_place_that_is_named_counts_before_what_things_suggest() -> None:
    assert recognise("Grandmother's piano. In space.", "en").home is Setting.SPACE


def test_neighbouring_scenes_differ_in_place_light_weather_or_mood() -> None:
    for seed in range(30):
        for kind, shape in ((Kind.STORY, StoryShape.FABLE), (Kind.AD, StoryShape.AIDA)):
            for home in (Setting.COAST, Setting.ROOM, Setting.SPACE, Setting.CITY):
                seen = Recognition(settings=(home,), times=(TimeOfDay.NIGHT,))
                placed = stages(kind, shape, Mood.HOPEFUL, seen, 5, random.Random(seed))
                assert not any(alike(one, other) for one, other in pairwise(placed))


def test_an_exterior_is_not_staged_indoors() -> None:
    staged = _stage(
        (
            OwnScene(heading="INT. KITCHEN - NIGHT", lines=(LineDraft(text="Nobody speaks."),)),
            OwnScene(heading="EXT. COUNTRY ROAD - NIGHT", lines=(LineDraft(text="A bus goes by."),)),
            OwnScene(heading="EXT. ZORBLAX - DAY", lines=(LineDraft(text="Nobody."),)),
        )
    )
    assert [scene.setting.is_indoors for scene in staged.scenes] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "weathers"),
    [
        ("In London Dr John Snow goes from door to door.", ()),
        ("It isnt raining, nobody is running.", ()),
        ("Snow falls on the town.", (Weather.SNOW,)),
        ("In March Snow falls.", ()),
        ("Rain falls on the town.", (Weather.RAIN,)),
    ],
)
def test_weather_is_neither_a_name_nor_what_is_denied(text: str, weathers: tuple[Weather, ...]) -> None:
    assert recognise(text, "en").weathers == weathers


def test_an_advertisement_that_names_no_place_is_set_where_people_live() -> None:
    for seed in range(20):
        placed = stages(Kind.AD, StoryShape.AIDA, Mood.HOPEFUL, Recognition(), 3, random.Random(seed))
        assert {stage.setting for stage in placed} <= {Setting.CITY, Setting.ROOM}
        assert not any(stage.landmark for stage in placed)


@pytest.mark.parametrize(
    ("text", "language", "setting"),
    [
        ("A night nurse counts the doors in the corridor.", "en", Setting.ROOM),
        ("Volunteers count the birds on the mud flats.", "en", Setting.COAST),
        ("Антарктида, станция. Повар ищет сгущёнку.", "ru", Setting.MOUNTAINS),
        ("山の中の駅で、駅員が待っていました。", "ja", Setting.MOUNTAINS),
        ("Un cactus que vive en la oficina de un notario sueña con ver el desierto.", "es", Setting.ROOM),
        ("布団から出られない女の子がいます。", "ja", Setting.ROOM),
        ("Ein Dachs in der Tiefgarage", "de", Setting.CITY),
        ("Una zorra en la azotea", "es", Setting.CITY),
        ("A hymn in the chapel", "en", Setting.ROOM),
        ("Somebody sings in Wrocław", "pl", Setting.CITY),
        ("A badger, a fox and an owl meet near Leeds", "en", Setting.FOREST),
    ],
)
def test_a_film_plays_where_its_people_are(text: str, language: str, setting: Setting) -> None:
    assert recognise(text, language).home is setting


def test_a_film_that_stays_in_one_place_does() -> None:
    seen = recognise("Stay in exactly the same place: a river, then a forest, then a city.", "en")
    placed = stages(Kind.STORY, StoryShape.FABLE, Mood.CALM, seen, 6, random.Random(1))
    assert {stage.setting for stage in placed} == {Setting.LAKE}


def test_nothing_stands_in_a_place_that_the_text_does_not_name() -> None:
    for seed in range(12):
        placed = stages(Kind.STORY, StoryShape.FABLE, Mood.CALM, Recognition(), 6, random.Random(seed))
        assert {stage.landmark for stage in placed} == {None}
        meadow = Recognition(settings=(Setting.MEADOW,))
        assert Landmark.WINDMILL not in {
            stage.landmark for stage in stages(Kind.STORY, StoryShape.FABLE, Mood.CALM, meadow, 6, random.Random(seed))
        }


def test_a_scene_has_the_light_that_its_own_words_tell() -> None:
    night = Stage("trial", Setting.CITY, TimeOfDay.NIGHT, Weather.CLEAR, Mood.CALM, None)
    texts = ["", "The next morning the door is open.", "", "In the evening it rains.", ""]
    lit = at_told_times((night,) * 5, texts, "en")
    assert [stage.time for stage in lit] == [
        TimeOfDay.NIGHT,
        TimeOfDay.DAWN,
        TimeOfDay.DAWN,
        TimeOfDay.DUSK,
        TimeOfDay.NIGHT,
    ]
    assert at_told_times((night,) * 2, ["", "The door is open."], "en") == (night,) * 2
