"""The offline language tool: every task answered, the same everywhere, and revisions that change what was measured."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from studio.errors import ToolError, UnknownTask
from studio.graph.screenplay import measure_scenes
from studio.production.critique import CritiqueDraft, Suggestion
from studio.production.screenplay import LineDraft, SceneDraft, ScreenplayDraft
from studio.production.tasks import (
    TASKS,
    AgentProfile,
    BriefFacts,
    CritiqueScreenplay,
    MergeTreatment,
    OwnScene,
    Pitch,
    PitchDraft,
    PitchOnTheTable,
    ReviseScreenplay,
    SceneBudget,
    StageOwnText,
    Task,
    WriteScreenplay,
)
from studio.production.treatment import TreatmentDraft
from studio.production.vocabulary import (
    Accessory,
    Age,
    AgentRole,
    Garment,
    Gender,
    Headwear,
    Kind,
    Landmark,
    Mood,
    ProductForm,
    Setting,
    Species,
    SpiritForm,
    StoryShape,
    Style,
    Temperament,
    TimeOfDay,
    Weather,
)
from studio.testing.bench import FolderBench
from studio.tools.language import LanguageRequest
from studio.tools.offline.rules.casting import cast_speakers, told_genders
from studio.tools.offline.rules.criticism import critique_screenplay
from studio.tools.offline.rules.products import claims, product_name
from studio.tools.offline.rules.quoting import in_pieces
from studio.tools.offline.rules.recognition import Recognition, recognise
from studio.tools.offline.rules.rules import Rules, answer, rules
from studio.tools.offline.rules.speakable import spoken_spans
from studio.tools.offline.rules.staging import alike, stages
from studio.tools.offline.rules.wording import MAX_LOGLINE, MAX_TITLE, logline, subject
from studio.tools.offline.speech.pace import expected_seconds
from studio.tools.tool import Capability

KEEPER = "A lighthouse keeper befriends a storm"
BUDGETS = (SceneBudget(seconds=7, spoken_seconds=4.2),) * 6


def facts(text: str = KEEPER, kind: Kind = Kind.STORY, language: str = "en", style: Style | None = None) -> BriefFacts:
    return BriefFacts(text=text, kind=kind, language=language, seconds=40, style=style)


def agent(role: AgentRole = AgentRole.WRITER, temperament: Temperament = Temperament.TRADITIONAL) -> AgentProfile:
    return AgentProfile(name=f"{role} {temperament}", role=role, temperament=temperament)


def ask(task: Task[PitchDraft] | Task[TreatmentDraft] | Task[ScreenplayDraft], seed: int = 1) -> str:
    request = LanguageRequest(
        task=task.name(),
        input=task.model_dump(mode="json"),
        system="",
        prompt="",
        answer_schema={},
        language="en",
        seed=seed,
    )
    return answer(request).answer


def pitch(brief: BriefFacts, profile: AgentProfile, seed: int = 1) -> PitchDraft:
    return PitchDraft.model_validate_json(ask(Pitch(brief=brief, agent=profile), seed))


def treatment(brief: BriefFacts, seed: int = 1, speakers: tuple[str, ...] = ()) -> TreatmentDraft:
    task = MergeTreatment(brief=brief, agent=agent(AgentRole.DIRECTOR), pitches=(), speakers=speakers)
    return TreatmentDraft.model_validate_json(ask(task, seed))


def write(brief: BriefFacts, plan: TreatmentDraft, budgets: tuple[SceneBudget, ...] = BUDGETS) -> ScreenplayDraft:
    task = WriteScreenplay(brief=brief, agent=agent(), treatment=plan, budgets=budgets)
    return ScreenplayDraft.model_validate_json(ask(task))


def test_every_task_has_a_rule() -> None:
    assert set(rules()) == {task.name() for task in TASKS}
    tool = Rules()
    assert (tool.name, tool.capability) == ("offline:rules", Capability.LANGUAGE)


def test_the_tool_answers_through_its_door(tmp_path: Path) -> None:
    task = Pitch(brief=facts(), agent=agent())
    request = LanguageRequest(
        task="Pitch", input=task.model_dump(mode="json"), system="", prompt="", answer_schema={}, language="en", seed=4
    )
    product = asyncio.run(Rules()(request, FolderBench(tmp_path)))
    assert KEEPER in PitchDraft.model_validate_json(product.answer).concept


def test_an_unknown_task_names_the_known_ones() -> None:
    request = LanguageRequest(task="Sing", input={}, system="", prompt="", answer_schema={}, language="en", seed=1)
    with pytest.raises(UnknownTask, match=r"'Sing'.*WriteScreenplay"):
        answer(request)


def test_a_malformed_input_is_refused() -> None:
    request = LanguageRequest(task="Pitch", input={}, system="", prompt="", answer_schema={}, language="en", seed=1)
    with pytest.raises(ToolError, match=r"Pitch.*brief"):
        answer(request)


def test_another_process_gives_the_same_answer() -> None:
    task = MergeTreatment(brief=facts(), agent=agent(AgentRole.DIRECTOR), pitches=())
    script = (
        "import sys; from studio.tools.language import LanguageRequest as R;"
        "from studio.tools.offline.rules.rules import answer;"
        "print(answer(R.model_validate_json(sys.stdin.read())).answer)"
    )
    request = LanguageRequest(
        task=task.name(),
        input=task.model_dump(mode="json"),
        system="",
        prompt="",
        answer_schema={},
        language="en",
        seed=1,
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", script],
            input=request.model_dump_json(),
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert answers == {ask(task)}


def test_pitches_quote_the_brief_and_say_that_they_are_drafts() -> None:
    made = pitch(facts(), agent())
    assert KEEPER in made.concept
    assert "offline draft" in made.argument
    german = pitch(facts("Ein Fuchs sucht den Mond", language="de"), agent())
    assert "Ein Fuchs sucht den Mond" in german.concept
    assert "Offline-Entwurf" in german.argument


def test_temperaments_differ_and_a_wished_style_wins() -> None:
    styles = {pitch(facts(), agent(AgentRole.ARTIST, temperament)).look.style for temperament in Temperament}
    assert styles == set(Style)
    wished = pitch(facts(style=Style.INK), agent(AgentRole.ARTIST, Temperament.FUTURISTIC))
    assert wished.look.style is Style.INK
    shapes = {pitch(facts("Zorblax"), agent(), seed).shape for seed in range(12)}
    assert len(shapes) > 1


def test_a_named_shape_and_tone_are_followed() -> None:
    assert pitch(facts("A detective looks for a missing cat"), agent()).shape is StoryShape.MYSTERY
    toned = facts().model_copy(update={"tone": "a bit spooky and mysterious"})
    assert pitch(toned, agent()).mood is Mood.MYSTERIOUS


def test_the_best_pitch_carries_and_artist_and_composer_lend() -> None:
    def table(number: int, role: AgentRole, score: float, **changes: object) -> PitchOnTheTable:
        base = pitch(facts(), agent(role)).model_copy(update=changes)
        return PitchOnTheTable(number=number, agent=agent(role), pitch=base, mean_score=score)

    music = pitch(facts(), agent()).music.model_copy(update={"mood": Mood.EPIC, "tonic": 11})
    look = pitch(facts(), agent()).look.model_copy(update={"style": Style.PAPER})
    pitches = (
        table(1, AgentRole.WRITER, 0.4, shape=StoryShape.FABLE),
        table(2, AgentRole.WRITER, 0.9, shape=StoryShape.ROMANCE, mood=Mood.EPIC),
        table(3, AgentRole.ARTIST, 0.5, look=look),
        table(4, AgentRole.COMPOSER, 0.5, music=music),
    )
    task = MergeTreatment(brief=facts(), agent=agent(AgentRole.DIRECTOR), pitches=pitches)
    merged = TreatmentDraft.model_validate_json(ask(task))
    assert merged.shape is StoryShape.ROMANCE
    assert merged.look.style is Style.PAPER
    assert merged.music.tonic == 11


def test_the_keeper_looks_like_a_keeper_and_the_storm_is_a_spirit() -> None:
    for seed in range(5):
        keeper, storm = treatment(facts(), seed).cast
        assert (keeper.name, storm.name) == ("The lighthouse keeper", "The storm")
        looks = keeper.appearance
        assert (looks.species, looks.age, looks.beard) == (Species.PERSON, Age.OLD, True)
        assert (looks.garment, looks.headwear, looks.accessory) == (Garment.COAT, Headwear.CAP, Accessory.LANTERN)
        assert (storm.appearance.species, storm.appearance.spirit) == (Species.SPIRIT, SpiritForm.CLOUD)
        assert keeper.appearance.main_colour != storm.appearance.main_colour
        assert keeper.voice != storm.voice


def test_grammatical_gender_casts_the_figure() -> None:
    baker = treatment(facts("Eine Bäckerin findet einen Stern", language="de")).cast[0]
    assert baker.name == "Die Bäckerin"
    assert baker.appearance.gender is Gender.FEMININE


def test_a_brief_without_a_certain_figure_has_no_cast() -> None:
    assert treatment(facts("The price of salt")).cast == ()
    assert all(not scene.characters for scene in write(facts("The price of salt"), treatment(facts("x"))).scenes)


def test_speakers_of_an_own_text_become_the_cast() -> None:
    cast = treatment(facts("MIA: Hello.\nA FOX: Good evening."), speakers=("MIA", "TOM", "FOX")).cast
    assert [member.name for member in cast] == ["MIA", "TOM", "FOX"]
    assert len({member.appearance.main_colour for member in cast}) == 3


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Launch the Trail Flask, a bottle made of recycled steel, for weekend hikers", "en", "Trail Flask"),
        ("Introducing Lumi, the lamp that wakes you gently", "en", "Lumi"),
        ("A campaign for “Blue Harbour”, our new chocolate", "en", "Blue Harbour"),
        ("Client: Northwind Bikes\nObjective: more test rides", "en", "Northwind Bikes"),
        ("Lancez Brume, un parfum léger", "fr", "Brume"),
        ("Presentamos Café Nube, el café frío", "es", "Café Nube"),
        ("Werbung für die Alpenglück Flasche, aus Stahl", "de", "Alpenglück Flasche"),
        ("推出“山泉杯”，一款保温杯", "zh", "山泉杯"),
        ("GreenLeaf Tea – calm in a cup", "en", "GreenLeaf Tea"),
        ("Café Lumière : le goût du matin", "fr", "Café Lumière"),
        ("Neue Saison: alles muss raus", "de", None),
        ("Come to the market in Old Harbour", "en", None),
        ("Sell more umbrellas this autumn", "en", None),
        ("Launch a new line of shoes", "en", None),
        ("Werbung für Kaffee", "de", None),
    ],
)
def test_product_names_are_spans_found_with_certainty(text: str, language: str, name: str | None) -> None:
    assert product_name(text, language) == name
    assert name is None or name in text


def test_an_ad_has_a_product_with_its_form_and_the_briefs_own_claims() -> None:
    brief = facts("Launch the Trail Flask, a bottle made of recycled steel, for weekend hikers", Kind.AD)
    plan = treatment(brief)
    assert plan.title == "Trail Flask"
    assert plan.product is not None
    assert (plan.product.name, plan.product.form) == ("Trail Flask", ProductForm.BOTTLE)
    said = [line.text for scene in write(brief, plan).scenes for line in scene.lines]
    assert said[-1].startswith("Trail Flask")
    assert claims(brief.text, "en", "Trail Flask") == ("a bottle made of recycled steel, for weekend hikers",)
    assert "a bottle made of recycled steel, for weekend hikers" in said


def test_a_name_that_a_person_gave_the_product_is_used() -> None:
    brief = facts("Sell more boots this autumn", Kind.AD)
    plan = treatment(brief)
    assert plan.product is not None
    renamed = plan.model_copy(update={"product": plan.product.model_copy(update={"name": "Pluvia"})})
    assert any("Pluvia" in line.text for scene in write(brief, renamed).scenes for line in scene.lines)


def test_fields_of_a_form_sheet_are_silent_unless_they_speak_to_the_audience() -> None:
    text = (
        "Campaign\nObjective: more riders\nTarget audience: parents\nKey message: One bike replaces the second car.\n"
    )
    assert [span.text for span in spoken_spans(text, "en")] == ["One bike replaces the second car."]


def test_titles_and_loglines_are_the_briefs_own_words() -> None:
    assert treatment(facts()).title == KEEPER
    assert subject("Make a short film about a fox who counts stars.", "en") == "a fox who counts stars"
    long = "Zorblax hums. " + "And then it hums again, " * 60
    assert logline(long, "en") == "Zorblax hums."
    assert len(logline("word " * 200, "en")) <= MAX_LOGLINE
    endless = facts("Seven pale lanterns drift over a marsh that nobody has crossed since the flood took the bridge")
    assert len(treatment(endless).title) <= MAX_TITLE


@pytest.mark.parametrize(
    ("text", "told", "title"),
    [
        ("FADE IN:\nINT. KITCHEN - NIGHT\nTom waits.", ("Tom waits.",), "Tom waits"),
        ("The Long Night\n\nINT. KITCHEN - NIGHT\nTom waits.", ("Tom waits.",), "The Long Night"),
        ("Title: Salt\n\nTom waits.", ("Tom waits.",), "Salt"),
        ("# Dawn\nThe sea, calm for once, shines.", ("The sea, calm for once, shines.",), "Dawn"),
        ("The sea is calm. It waits.", ("The sea is calm.", "It waits."), "The sea is calm"),
    ],
)
def test_an_own_text_is_called_by_its_own_words(text: str, told: tuple[str, ...], title: str) -> None:
    task = MergeTreatment(brief=facts(text), agent=agent(AgentRole.DIRECTOR), pitches=(), own_text=(told,))
    merged = TreatmentDraft.model_validate_json(ask(task))
    assert merged.title == title
    assert merged.logline.startswith(told[0])


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


def _revise(draft: ScreenplayDraft, suggestions: tuple[Suggestion, ...] = ()) -> ScreenplayDraft:
    critique = CritiqueDraft(scores=(), suggestions=suggestions, alignment=0.5, overall=0.5)
    task = ReviseScreenplay(
        brief=facts(),
        agent=agent(),
        treatment=treatment(facts()),
        budgets=BUDGETS,
        screenplay=draft,
        critique=critique,
        round=1,
    )
    return ScreenplayDraft.model_validate_json(ask(task, seed=9))


def _seconds(scene: SceneDraft) -> float:
    return sum(expected_seconds(line.text, "en") for line in scene.lines)


def test_a_revision_mends_what_is_too_long_too_short_or_repeated() -> None:
    draft = write(facts(), treatment(facts()))
    long = (
        LineDraft(text="This line goes on, and on, and on, far beyond what anybody could say in the time there is."),
    )
    scenes = list(draft.scenes)
    scenes[1] = scenes[1].model_copy(update={"lines": long})
    scenes[2] = scenes[2].model_copy(update={"lines": ()})
    scenes[4] = scenes[4].model_copy(update={"lines": scenes[3].lines})
    revised = _revise(draft.model_copy(update={"scenes": tuple(scenes)}))
    assert revised.scenes[0] == scenes[0]
    assert revised.scenes[3] == scenes[3]
    for number in (1, 2, 4):
        assert 0.6 * 4.2 <= _seconds(revised.scenes[number]) <= 4.2
    said = [line.text for scene in revised.scenes for line in scene.lines]
    assert len(said) == len(set(said))


def test_a_revision_rewrites_the_scene_that_the_critic_names() -> None:
    draft = write(facts(), treatment(facts()))
    revised = _revise(draft, (Suggestion(target="scene 3", advice="Say it differently."),))
    assert revised.scenes[2].lines != draft.scenes[2].lines
    assert revised.scenes[3:] == draft.scenes[3:]


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


def _alike(scene: SceneDraft, **changes: object) -> SceneDraft:
    return scene.model_copy(update={"mood": Mood.CALM, "weather": Weather.CLEAR, **changes})


FAULTS: list[tuple[str, str, Callable[[ScreenplayDraft], ScreenplayDraft]]] = [
    ("variety", "staged", lambda draft: _with(draft, [_alike(draft.scenes[0])] * 2 + list(draft.scenes[2:]))),
    (
        "structure",
        "ends tense",
        lambda draft: _with(draft, [*draft.scenes[:-1], draft.scenes[-1].model_copy(update={"mood": Mood.TENSE})]),
    ),
    ("structure", "one mood", lambda draft: _with(draft, [_alike(scene) for scene in draft.scenes])),
    ("structure", "nothing happens", lambda draft: _with(draft, [_emptied(draft.scenes[0]), *draft.scenes[1:]])),
    ("structure", "no title", lambda draft: draft.model_copy(update={"title": " "})),
    (
        "structure",
        "never seen",
        lambda draft: _with(draft, [scene.model_copy(update={"characters": ()}) for scene in draft.scenes]),
    ),
]


def _with(draft: ScreenplayDraft, scenes: list[SceneDraft]) -> ScreenplayDraft:
    return draft.model_copy(update={"scenes": tuple(scenes)})


def _emptied(scene: SceneDraft) -> SceneDraft:
    return scene.model_copy(update={"action": "", "lines": ()})


def _criticised(draft: ScreenplayDraft, brief: BriefFacts, plan: TreatmentDraft) -> CritiqueDraft:
    measured = measure_scenes(draft, BUDGETS, brief.language, voice=True)
    task = CritiqueScreenplay(
        brief=brief, agent=agent(AgentRole.CRITIC), treatment=plan, screenplay=draft, measurements=measured
    )
    return critique_screenplay(task, random.Random(0))


def _score(critique: CritiqueDraft, criterion: str) -> float:
    return next(score.score for score in critique.scores if score.criterion == criterion)


@pytest.mark.parametrize(("criterion", "fault", "spoil"), FAULTS)
def test_a_revision_follows_what_the_critic_suggests(
    criterion: str, fault: str, spoil: Callable[[ScreenplayDraft], ScreenplayDraft]
) -> None:
    brief = facts()
    plan = treatment(brief)
    spoiled = spoil(write(brief, plan))
    before = _criticised(spoiled, brief, plan)
    assert fault in next(score.evidence for score in before.scores if score.criterion == criterion)
    task = ReviseScreenplay(
        brief=brief,
        agent=agent(),
        treatment=plan,
        budgets=BUDGETS,
        screenplay=spoiled,
        critique=before,
        round=1,
    )
    after = _criticised(ScreenplayDraft.model_validate_json(ask(task, seed=9)), brief, plan)
    assert _score(after, criterion) > _score(before, criterion)
    assert after.overall > before.overall


def test_a_revision_names_the_product() -> None:
    brief = facts("Launch the Trail Flask, a bottle made of recycled steel, for weekend hikers", Kind.AD)
    plan = treatment(brief)
    draft = write(brief, plan)
    unnamed = _with(
        draft,
        [
            scene.model_copy(update={"lines": tuple(line for line in scene.lines if "Trail Flask" not in line.text)})
            for scene in draft.scenes
        ],
    )
    before = _criticised(unnamed, brief, plan)
    named = tuple(one for one in before.suggestions if one.advice == "name Trail Flask")
    assert named
    critique = before.model_copy(update={"suggestions": named})
    task = ReviseScreenplay(
        brief=brief, agent=agent(), treatment=plan, budgets=BUDGETS, screenplay=unnamed, critique=critique, round=1
    )
    revised = ScreenplayDraft.model_validate_json(ask(task, seed=9))
    assert "Trail Flask" in revised.scenes[-1].lines[-1].text
    assert _score(_criticised(revised, brief, plan), "alignment") > _score(before, "alignment")


TITLES = [
    ("en", Kind.STORY, "The vending machine on platform 4 gives people the wrong thing and always has. Not broken.",
     "The vending machine on platform 4"),
    ("en", Kind.STORY, 'A short film called "Noon". A man carries a clock across a wide and empty country.', "Noon"),
    ("en", Kind.STORY, "There has been no rain in the town of Salt Fork for ten years. Nobody owns an umbrella.",
     "There has been no rain"),
    ("de", Kind.STORY, "Ein Apfelbaum steht genau auf der Grenze zwischen zwei Grundstücken.", "Ein Apfelbaum"),
    ("fr", Kind.AD, "Campagne contre le gaspillage : « Le pain d'hier n'a pas dit son dernier mot. » Drôle et tendre.",
     "Le pain d'hier n'a pas dit son dernier mot"),
    ("es", Kind.AD, "Óptica Medina, Valencia, tres generaciones. Revisión gratuita sin cita.", "Óptica Medina"),
    ("it", Kind.STORY, "Un coro di montagna è rimasto con un solo cantore, il basso.", "Un coro di montagna"),
    ("zh", Kind.STORY, "请帮我做一个短片:一只在税务局大厅住了八年的乌龟,每天看人排队。",
     "一只在税务局大厅住了八年的乌龟"),
    ("en", Kind.AD, "🎈 NEW 🎈 We sell a small lamp to read by", "NEW We sell a small lamp to read by"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "kind", "text", "title"), TITLES)
def test_long_briefs_have_short_titles(language: str, kind: Kind, text: str, title: str) -> None:
    assert treatment(facts(text, kind, language)).title == title


def test_a_sentence_that_no_scene_can_hold_is_cut_in_few_pieces_and_kept_whole() -> None:
    sentence = "He was a baker in a small town, up at half past two every morning, and nobody ever saw him eat."
    pieces = in_pieces(sentence, "en", 4.5)
    assert len(pieces) == 2
    assert " ".join(pieces) == sentence
    assert all(expected_seconds(piece, "en") <= 4.5 for piece in pieces)
    joined = "The keeper of the last lighthouse on the coast teaches the storm a song and the storm forgets it at once"
    assert " ".join(in_pieces(joined, "en", 4.5)) == joined
    assert in_pieces("Zorblax " * 40, "en", 4.5) == []


def test_of_a_brief_that_is_too_long_the_end_is_told_too() -> None:
    text = " ".join(f"The old man walks to the well number {number} and it is dry." for number in range(20))
    brief = facts(f"{text} Then it rains.")
    said = [line.text for line in write(brief, treatment(brief)).scenes[-1].lines]
    assert "Then it rains." in said


def test_labels_asides_and_emoji_are_not_said() -> None:
    text = "Message: tea takes time. [warm, slow] One leaf at a time. Our kettle sings 🍵 and so do we."
    said = [span.text for span in spoken_spans(text, "en")]
    assert said == ["tea takes time.", "One leaf at a time.", "Our kettle sings", "and so do we."]


@pytest.mark.parametrize(
    ("text", "language", "setting"),
    [
        ("Grandmother's piano", "en", Setting.ROOM),
        ("Le triangle de l'orchestre attend", "fr", Setting.ROOM),
        ("夜市要拆了。", "zh", Setting.CITY),
        ("Zorblax", "en", None),
    ],
)
def test_things_suggest_a_place_where_none_is_named(text: str, language: str, setting: Setting | None) -> None:
    assert recognise(text, language).home is setting
    assert recognise(f"{text} In space.", "en").home is Setting.SPACE


@pytest.mark.parametrize(
    ("text", "language", "age"),
    [
        ("An old fisherman and the sea", "en", Age.OLD),
        ("Une vieille sorcière et la mer", "fr", Age.OLD),
        ("Un joven pescador y el mar", "es", Age.YOUNG),
        ("A fisherman and the old sea", "en", Age.ADULT),
    ],
)
def test_people_are_as_old_as_the_brief_says(text: str, language: str, age: Age) -> None:
    assert treatment(facts(text, language=language)).cast[0].appearance.age is age


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


def test_speakers_have_the_gender_that_the_text_tells() -> None:
    told = ("Gordon stops the bus.", "He takes off his cap.", "Nadia looks up.", "She waits.", "Kim sits.", "It rains.")
    assert told_genders(("GORDON", "NADIA", "KIM"), told, "en") == {
        "GORDON": Gender.MASCULINE,
        "NADIA": Gender.FEMININE,
    }
    for seed in range(6):
        cast = cast_speakers(("GORDON", "KIM"), (), {"GORDON": Gender.MASCULINE}, random.Random(seed))
        assert cast[0].appearance.gender is cast[0].voice.gender is Gender.MASCULINE
