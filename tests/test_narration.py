"""The written lines: complete in every language, grammatical by construction, explained line by line."""

from __future__ import annotations

import random as randomness
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from provenance import explain

from studio.production.screenplay import ScreenplayDraft
from studio.production.speaking import expected_seconds
from studio.production.tasks import AgentProfile, BriefFacts, MergeTreatment, SceneBudget, WriteScreenplay
from studio.production.vocabulary import (
    AgentRole,
    Kind,
    Landmark,
    Mood,
    Setting,
    StoryShape,
    Temperament,
    TimeOfDay,
    Weather,
)
from studio.tools.offline.rules.lexicon import WRITTEN_LANGUAGES, figure_looks, lexicon
from studio.tools.offline.rules.pitching import AD_SHAPES, STORY_SHAPES
from studio.tools.offline.rules.quoting import OVERRUN
from studio.tools.offline.rules.recognition import recognise
from studio.tools.offline.rules.staging import STORY_BEATS, ad_beats, story_beats
from studio.tools.offline.rules.templates import SLOT, Fillings, book, fill, proposal
from studio.tools.offline.rules.treating import merge_treatment
from studio.tools.offline.rules.writing import write_screenplay

DIRECTOR = AgentProfile(name="Director", role=AgentRole.DIRECTOR, temperament=Temperament.TRADITIONAL)
MIN_ALTERNATIVES = {"en": 8}
FEWEST_ALTERNATIVES = 6
FEWEST_CLAIMS = 3
"""Lines of an advertisement that are true of a kettle and of a heat warning are few."""


def screenplay(
    text: str, language: str, kind: Kind = Kind.STORY, seconds: tuple[float, ...] = (4.2,) * 6, seed: int = 1
) -> ScreenplayDraft:
    random = randomness.Random(seed)
    facts = BriefFacts(text=text, kind=kind, language=language, seconds=sum(seconds) / 0.6)
    treatment = merge_treatment(MergeTreatment(brief=facts, agent=DIRECTOR, pitches=()), random)
    shape = random.choice(AD_SHAPES if kind is Kind.AD else STORY_SHAPES)
    treatment = treatment.model_copy(update={"shape": shape})
    budgets = tuple(SceneBudget(seconds=spoken / 0.6, spoken_seconds=spoken) for spoken in seconds)
    return write_screenplay(WriteScreenplay(brief=facts, agent=DIRECTOR, treatment=treatment, budgets=budgets), random)


def spoken(draft: ScreenplayDraft) -> list[str]:
    return [line.text for scene in draft.scenes for line in scene.lines]


@pytest.mark.parametrize("language", WRITTEN_LANGUAGES)
@pytest.mark.parametrize("kind", list(Kind))
def test_every_shape_and_beat_has_alternatives_for_any_brief(language: str, kind: Kind) -> None:
    lines = book(language, kind)
    # The same for every shape of an advertisement: a long film stays longer in each beat of its arc.
    ad = sorted({beat for shape in AD_SHAPES for beat in ad_beats(9, shape)})
    shapes, beats = (AD_SHAPES, ad) if kind is Kind.AD else (STORY_SHAPES, STORY_BEATS)
    for shape in shapes:
        for beat in beats:
            for_any = [t for t in lines["every"][beat] if not t.needs]
            fewest = FEWEST_CLAIMS if kind is Kind.AD else MIN_ALTERNATIVES.get(language, FEWEST_ALTERNATIVES)
            assert len(for_any) >= fewest, (shape, beat)
            if kind is Kind.STORY:
                about_hero = [t for section in ("every", shape) for t in lines[section][beat] if "hero" in t.needs]
                assert len(about_hero) >= 3, (shape, beat)
    for section, keys in (("mood", Mood), ("place", Setting), ("weather", Weather), ("time", TimeOfDay)):
        assert set(lines[section]) == {key.value for key in keys}
    assert {*shapes, "one", "two"} == set(lines["title"])
    if kind is Kind.STORY:
        assert set(lines["landmark"]) == {mark.value for mark in Landmark}
        assert set(lines["trait"]) == {looks.group for looks in figure_looks().values()}
        assert set(lines["spoken_by_hero"]) == set(lines["spoken_by_other"]) == set(STORY_BEATS)


@pytest.mark.parametrize("language", WRITTEN_LANGUAGES)
def test_every_line_takes_every_figure(language: str) -> None:
    figures = lexicon(language).figures
    assert {figure.id for figure in figures} <= set(figure_looks())
    filled: set[str] = set()
    for kind in Kind:
        for keys in book(language, kind).values():
            for template in (template for lines in keys.values() for template in lines):
                for number, hero in enumerate(figures):
                    line = fill(template, Fillings(hero, figures[number - 1], "Trail Flask"))
                    assert "{" not in line
                    assert "}" not in line
                    assert "  " not in line
                    assert line == line.strip()
                    if not template.needs:
                        break
                assert all(
                    slot["name"].lower() in {"hero", "other", "product"} for slot in SLOT.finditer(template.text)
                )
        written = [
            t.text for s, keys in book(language, kind).items() if s != "title" for lines in keys.values() for t in lines
        ]
        assert len(written) == len(set(written))
        filled |= set(written)
    assert max(map(len, filled)) <= 100


@pytest.mark.parametrize("language", WRITTEN_LANGUAGES)
def test_proposals_are_complete(language: str) -> None:
    words = proposal(language)
    assert set(words["concept"]) == set(StoryShape)
    assert set(words["manner"]) == set(Temperament)
    assert all("{brief}" in concept for concept in words["concept"].values())


def test_languages_do_not_share_lines() -> None:
    said: dict[str, str] = {}
    for language in WRITTEN_LANGUAGES:
        for kind in Kind:
            for section, keys in book(language, kind).items():
                for template in (t for lines in keys.values() for t in lines if section != "title"):
                    if re.sub(SLOT, "", template.text).strip(" .,:!?。，"):
                        assert said.setdefault(template.text, language) == language, template.text


def _words(language: str) -> list[str]:
    vocabulary = lexicon(language)
    grammar = [
        word for name in ("determiners", "determiners_m", "refusing", "and") for word in vocabulary.list(name)[:4]
    ]
    nouns = [figure.forms["a"] for figure in vocabulary.figures[::3]]
    places = [
        words[0] for group in (vocabulary.settings, vocabulary.weathers, vocabulary.times) for words in group.values()
    ]
    return [*grammar, *nouns, *places, "Zorblax", "42", "—", "“Quux”", ",", ".", "!", "\n", "é", "xylem"]


@settings(max_examples=60, deadline=None)
@given(
    data=st.data(),
    language=st.sampled_from([*WRITTEN_LANGUAGES, "ja", "sv", "zh-Hant"]),
    kind=st.sampled_from(list(Kind)),
    seconds=st.lists(st.floats(0.0, 14.0), min_size=1, max_size=12).map(tuple),
    seed=st.integers(0, 1000),
)
def test_every_line_is_a_template_with_stored_forms_or_a_span(
    data: st.DataObject, language: str, kind: Kind, seconds: tuple[float, ...], seed: int
) -> None:
    pool = _words(language if language in WRITTEN_LANGUAGES else "en")
    text = data.draw(st.lists(st.sampled_from(pool), min_size=1, max_size=40).map(" ".join), label="brief")
    draft = screenplay(text, language, kind, seconds, seed)
    assert len(draft.scenes) == len(seconds)
    lines = spoken(draft)
    assert len(lines) == len(set(lines))
    for line in lines:
        # Where nothing has been written and nothing of the brief can be said, the title is.
        named = line == draft.title and language not in WRITTEN_LANGUAGES
        assert named or explain(line, language, text) is not None, line
        assert "{" not in line
        assert "  " not in line or line in text
    for scene, budget in zip(draft.scenes, seconds, strict=True):
        spoken_seconds = sum(expected_seconds(line.text, language) for line in scene.lines)
        # A sentence is said whole: alone in its scene it may be longer, and the scene borrows from the others.
        alone = len(scene.lines) == 1 and scene.lines[0].text in text
        limit = max(sum(seconds), OVERRUN * budget) if alone else budget
        assert spoken_seconds <= limit + 1e-6


def test_a_sentence_that_was_not_written_is_not_explained() -> None:
    brief = "A lighthouse keeper befriends a storm"
    assert explain("The lighthouse keeper gets up at five.", "en", brief) is None
    assert explain("This is the story of a spoon.", "en", brief) is None
    assert explain("Es ist jetzt ganz nah.", "en", brief) is None
    assert explain("a storm", "en", brief) is not None
    provenance = explain("That is when the lighthouse keeper understands.", "en", brief)
    assert provenance is not None
    assert provenance.forms == ("the lighthouse keeper",)


@pytest.mark.parametrize("language", WRITTEN_LANGUAGES)
@pytest.mark.parametrize("kind", list(Kind))
def test_default_films_speak_for_most_of_their_budget(language: str, kind: Kind) -> None:
    for seed in range(4):
        budget = (4.2,) * 6
        draft = screenplay("Zorblax", language, kind, budget, seed)
        seconds = sum(expected_seconds(line, language) for line in spoken(draft))
        assert 0.6 * sum(budget) <= seconds <= sum(budget)


@pytest.mark.parametrize("language", WRITTEN_LANGUAGES)
def test_three_minutes_have_enough_to_say(language: str) -> None:
    budget = (6.0,) * 18
    for text in ("Zorblax", f"{lexicon(language).figures[0].forms['a']}"):
        lines = spoken(screenplay(text, language, Kind.STORY, budget, 3))
        assert len(lines) == len(set(lines))
        assert sum(expected_seconds(line, language) for line in lines) >= 0.6 * sum(budget)


def test_figures_speak_about_a_fifth_of_the_lines() -> None:
    draft = [
        line
        for seed in range(12)
        for scene in screenplay("A lighthouse keeper befriends a storm", "en", seed=seed).scenes
        for line in scene.lines
    ]
    share = sum(bool(line.speaker) for line in draft) / len(draft)
    assert 0.1 <= share <= 0.3
    assert {line.speaker for line in draft} == {"", "The lighthouse keeper", "The storm"}


@pytest.mark.parametrize("count", range(1, 30))
def test_beats_follow_the_arc(count: int) -> None:
    for with_other in (False, True):
        beats = story_beats(count, with_other)
        assert len(beats) == count
        assert beats[0] == "opening"
        assert list(beats) == sorted(beats, key=STORY_BEATS.index)
        assert count == 1 or beats[-1] == "closing"
    for shape in AD_SHAPES:
        assert len(ad_beats(count, shape)) == count


RECOGNISED = [
    ("en", "A lighthouse keeper befriends a storm", ["lighthouse_keeper", "storm"]),
    ("en", "The fox and the moon", ["fox", "moon"]),
    ("en", "A lonely star falls into a pond", ["star"]),
    ("en", "A bear cub learns to fish", ["bear"]),
    ("en", "An old fisherman, his cat and the sea", ["fisher", "cat"]),
    ("en", "A young woman smuggles books across the border", ["woman"]),
    ("en", "In a village in the mountains, a clockmaker named Tobias stops a clock", ["clockmaker"]),
    ("en", "Make a short film about a knight who fears the dark", ["knight"]),
    ("de", "Es war einmal ein König, der keine Krone wollte", ["king"]),
    ("de", "Eine Bäckerin trifft einen Fuchs", ["baker", "fox"]),
    ("de", "Ein Junge ohne Namen sucht den Kapitän", ["boy", "captain"]),
    ("fr", "Le renard qui aimait l'étoile", ["fox"]),
    ("fr", "Une horlogère répare l'horloge du roi", ["clockmaker", "king"]),
    ("es", "Un farero se hace amigo de una tormenta", ["lighthouse_keeper", "storm"]),
    ("it", "Un gatto e una bambina cercano la luna", ["cat", "girl"]),
    ("nl", "Een vuurtorenwachter raakt bevriend met een storm", ["lighthouse_keeper", "storm"]),
    ("nl", "Het oude vrouwtje en de kat wachten op de postbode", ["old_woman", "cat", "postman"]),
    ("nl", "Er was eens een koning die geen kroon wilde", ["king"]),
    ("pt", "Um faroleiro fica amigo de uma tempestade", ["lighthouse_keeper", "storm"]),
    ("pt", "A raposa e a lua", ["fox", "moon"]),
    ("pt", "Era uma vez um rei que não queria coroa", ["king"]),
    ("pt", "Uma astrônoma conversa com a estrela", ["astronomer", "star"]),
    ("pl", "Latarnik zaprzyjaźnia się z burzą", ["lighthouse_keeper", "storm"]),
    ("pl", "Pewnego dnia stary rybak spotyka małą sowę", ["fisher", "owl"]),
    ("pl", "Lis i księżyc", ["fox", "moon"]),
    ("zh", "一只小狐狸爱上了月亮", ["fox", "moon"]),
]


@pytest.mark.parametrize(("language", "text", "figures"), RECOGNISED)
def test_figures_are_recognised(language: str, text: str, figures: list[str]) -> None:
    assert [figure.id for figure in recognise(text, language).figures] == figures


NOT_FIGURES = [
    ("en", "Storm the castle of boredom"),
    ("en", "A dog food company"),
    ("en", "It was raining cats and dogs"),
    ("en", "A hot dog stand"),
    ("en", "A film without a dog"),
    ("en", "The king of spices"),
    ("en", "Dogs welcome"),
    ("en", "A ship sails through a storm"),
    ("en", "Cloud computing for banks"),
    ("en", "My grandmother's bread"),
    ("en", "She swims like a whale"),
    ("en", "A wolf who wants to become a baker"),
    ("en", "A dragon teaches a child to read"),
    ("en", "Two sisters and a fox"),
    ("en", "A cat videos channel"),
    ("de", "Ein Drache und ein Ritter werden Freunde"),
    ("de", "Die Bäcker der Stadt streiken"),
    ("de", "Kein Hund weit und breit"),
    ("de", "Muskelkater nach dem Training"),
    ("de", "Ein Schiff im Sturm"),
    ("fr", "Une étoile de mer"),
    ("fr", "Pas de chien ici"),
    ("es", "Dos hermanas buscan a su abuelo"),
    ("es", "Luna de miel en Cádiz"),
    ("it", "Una stella marina sulla spiaggia"),
    ("es", "Un dragón enseña a un niño a leer"),
    ("nl", "Een wolf die bakker wil worden"),
    ("nl", "Geen hond te zien"),
    ("nl", "Een schip in de storm"),
    ("nl", "De honden van het dorp"),
    ("pt", "Duas irmãs procuram o avô"),
    ("pt", "A minha avó faz pão"),
    ("pt", "Lua de mel em Lisboa"),
    ("pt", "Uma estrela-do-mar na praia"),
    ("pt", "Um barco na tempestade"),
    ("pl", "Burza mózgów w biurze"),
    ("pl", "Chleb mojej babci"),
    ("pl", "Dom latarnika stoi pusty"),
    ("pl", "Dwie siostry szukają psa"),
    ("pl", "Statek płynie przez burzę"),
    ("zh", "一条龙教孩子读书"),
    ("zh", "大熊猫吃竹子"),
    ("zh", "星期天的马路"),
]


@pytest.mark.parametrize(("language", "text"), NOT_FIGURES)
def test_doubtful_figures_are_not_told_of(language: str, text: str) -> None:
    recognised = recognise(text, language)
    assert recognised.hero is None
    assert recognised.other is None


def test_places_weather_and_time_are_recognised_with_certainty() -> None:
    seen = recognise("On a rainy night in a small mountain village, no snow, a train stops", "en")
    assert seen.weathers == (Weather.RAIN,)
    assert seen.times == (TimeOfDay.NIGHT,)
    assert Setting.VILLAGE in seen.settings
    assert seen.landmarks == (Landmark.TRAIN,)
    bored = recognise("Storm the market and bridge the gap", "en")
    assert bored.weathers == ()
    assert bored.landmarks == ()


@pytest.mark.parametrize(
    ("language", "text"), [("ja", "灯台守と嵐"), ("nl", "De oude vuurtoren en de storm"), ("ru", "Старый маяк и буря")]
)
def test_places_are_recognised_in_languages_without_narration(language: str, text: str) -> None:
    seen = recognise(text, language)
    assert (seen.settings, seen.weathers, seen.landmarks) == (
        (Setting.COAST,),
        (Weather.STORM,),
        (Landmark.LIGHTHOUSE,),
    )
    assert seen.figures == ()


def test_a_language_without_templates_says_only_the_briefs_own_clauses() -> None:
    text = "En fyrvaktare blir vän med en storm, och tillsammans räddar de ett skepp"
    lines = spoken(screenplay(text, "sv"))
    assert lines == [text]


def test_a_long_sentence_is_told_in_clauses_with_nothing_between() -> None:
    text = "Deep in the mountains, far from every road, Zorblax counts the echoes. Nobody answers."
    scenes = screenplay(text, "en", seconds=(3.0, 3.0)).scenes
    told = [line.text for scene in scenes for line in scene.lines]
    assert told[:2] == ["Deep in the mountains, far from every road,", "Zorblax counts the echoes."]
    assert {(scene.setting, scene.time_of_day, scene.weather) for scene in scenes} == {
        (scenes[0].setting, scenes[0].time_of_day, scenes[0].weather)
    }


def test_instructions_to_the_makers_are_not_narrated() -> None:
    text = "A fox crosses a frozen river. Please use warm music and a vertical format. Length: 30 seconds."
    assert not [line for line in spoken(screenplay(text, "en")) if "music" in line or "30" in line]


def test_only_a_certain_name_is_used_in_sentences() -> None:
    named = spoken(screenplay("Launch the Trail Flask, a bottle made of recycled steel", "en", Kind.AD))
    assert any("Trail Flask" in line for line in named)
    assert "a bottle made of recycled steel" in named
    unnamed = spoken(screenplay("Sell more umbrellas this autumn", "en", Kind.AD))
    assert [line for line in unnamed if "umbrellas" in line] in ([], ["Sell more umbrellas this autumn"])
