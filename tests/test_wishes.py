"""What people wish for in a film is not told; what they announce, dictated or wrote in verse is told whole."""

from __future__ import annotations

import pytest
from asked import facts, treatment

from studio.agents.manuscript import detect_form, own_scenes
from studio.agents.manuscript.notes import without_notes
from studio.production.vocabulary import Kind, TextForm
from studio.tools.offline.rules.announcing import announcement
from studio.tools.offline.rules.layout import is_form
from studio.tools.offline.rules.quoting import own_words
from studio.tools.offline.rules.sentences import Span
from studio.tools.offline.rules.speakable import is_surely_for_makers, spoken_spans

TALE = (
    "A kettle lived on a boat. It sang when the water was hot. One night it sang so loudly that a whale came up to "
    "listen. They have been friends since then, and nobody makes tea without asking the whale first."
)


def said(text: str, language: str) -> list[str]:
    return [span.text for span in spoken_spans(text, language)]


@pytest.mark.parametrize(
    ("language", "wish"),
    [
        ("en", "Things I'd rather not see: crying, violins."),
        ("en", "You're better at this than I am."),
        ("en", "omg can you make a lil film of our first date??"),
        ("en", "I drive a tram and I'd like to turn this into something for my mum."),
        ("de", "Querformat, ohne Gedudel."),
        ("fr", "Mentionner que l'entrée est gratuite."),
        ("fr", "Les enfants voudraient que le loup soit violet."),
        ("es", "Que al final se den la mano."),
        ("es", "Quiero que sea una tragedia."),
        ("it", "Si richiede un breve contributo, sobrio e luminoso."),
        ("it", "I bambini vorrebbero che la balena fosse rosa."),
        ("pt", "Coloca que a gente também abre aos domingos!"),
        ("pt", "No fim deve surgir a pergunta «E você?»."),
    ],
)
def test_a_wish_is_surely_for_the_makers(language: str, wish: str) -> None:
    assert is_surely_for_makers(wish, language)
    assert said(wish, language) == []


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "The children want to go home."),
        ("en", "They want to turn it into a garden."),
        ("es", "Quiero que sea feliz."),
        ("it", "Decise di non cambiarla."),
        ("fr", "Les enfants voudraient rester."),
        ("de", "Am Ende muss der Fuchs gehen."),
        ("pt", "No fim deve chover."),
    ],
)
def test_what_stories_say_is_no_wish(language: str, told: str) -> None:
    assert not is_surely_for_makers(told, language)


def test_words_of_the_trade_within_a_quotation_give_nothing_away() -> None:
    assert said("门上的纸条写着“放下就好，谢谢”。", "zh")
    assert not said("做完请说谢谢。", "zh")


def test_wishes_around_a_story_are_not_told_and_neither_is_what_they_list() -> None:
    told = without_notes(TALE, TextForm.STORY).split()
    for text in (
        f"I teach ten-year-olds who wrote this together, so please leave it alone. {TALE}",
        f"Story: {TALE}",
        f"{TALE} By Ada, age 9",
        f"{TALE}\n\nThings I'd love in it: fog. Big spoons. A moon.\n\nYou're better at words than me.",
        f"{TALE}\n\nA blue whale would be lovely, don't worry if not. Also please no narrator please.",
    ):
        assert without_notes(text, TextForm.STORY).split() == told


def test_a_byline_is_no_sentence_of_a_brief() -> None:
    assert said("A snail wins a race. By Tom, age 8", "en") == ["A snail wins a race."]


def test_a_poem_about_a_film_is_told_verse_by_verse() -> None:
    poem = (
        "The cinema is closed tonight,\nthe seats are folded up,\na man alone with the last light\n"
        "drinks from a cup.\n\n"
        "He runs a film for no one there,\nit flickers and it hums,\nand down the row, in the third chair,\n"
        "somebody comes.\n\nThey do not speak, they do not need,\nthe story is half gone,\n"
        "the reel runs out, and none the less\nit all goes on."
    )
    assert detect_form(poem, from_file=False) is TextForm.STORY
    assert detect_form(
        "Make a film about\na small red boat\nthat crosses the sea\nand comes home", from_file=False
    ) is (TextForm.BRIEF)


def test_marks_of_emphasis_are_not_told_and_a_message_in_italics_is_one() -> None:
    text = "The screen asked: *Continue? Yes / No.* She smiled at the *Maria*. 3 * 4 is 12 * 1."
    scenes = own_scenes(text, TextForm.STORY)
    lines = [line.text for scene in scenes for line in scene.lines]
    assert lines == ["The screen asked: Continue? Yes / No.", "She smiled at the Maria.", "3 * 4 is 12 * 1."]


def test_what_was_dictated_is_a_story_told_in_breaths() -> None:
    text = " ".join(
        f"and then the {thing} came round the corner of our street and nobody knew what to say about it"
        for thing in ("goat", "bishop", "piano", "tram", "moon", "circus", "baker", "sea")
    )
    assert detect_form(text, from_file=False) is TextForm.STORY
    lines = [line.text for scene in own_scenes(text, TextForm.STORY) for line in scene.lines]
    assert " ".join(lines) == text
    assert len(lines) > 3
    assert all(line.startswith("and ") for line in lines)


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "it",
            "Mi serve un video per la festa del pane, 3 maggio, piazza Grande: si balla fino a tardi, bambini gratis.",
            ["La festa del pane, 3 maggio, piazza Grande", "Si balla fino a tardi, bambini gratis."],
        ),
        (
            "zh",
            "帮我们图书馆做个小视频，提醒街坊们来换书，5月1号到3号，每天上午九点开门。",
            ["街坊们来换书，5月1号到3号，每天上午九点开门。"],
        ),
    ],
)
def test_what_a_request_announces_is_told_whole(language: str, text: str, told: list[str]) -> None:
    brief = facts(text, Kind.AD, language)
    scenes = own_words(brief, treatment(brief), (9.0, 9.0, 9.0, 9.0))
    assert [line.text for scene in scenes for line in scene] == told


def test_an_audience_is_not_what_a_request_announces() -> None:
    text = "We need a video for kids aged 8 to 10, about volcanoes, in 3 parts."
    assert announcement(text, Span(text, 0, len(text)), "en") is None


def test_a_long_field_of_a_form_is_no_paragraph() -> None:
    field = (
        "How we see it: lamps between the trees, like a sky on the ground. Nets, hands, breath. The first drop. " * 2
    )
    assert is_form(f"Product: oil.\n{field}\nLength: 30 seconds\n{field}\nNo drones.")


def test_a_sentence_that_cannot_stand_beside_its_answer_is_told_all_the_same() -> None:
    text = (
        "We both took the last umbrella at the kiosk by the bridge.\nNeither of us let go and we walked home like that."
    )
    brief = facts(text)
    scenes = own_words(brief, treatment(brief), (4.6, 4.6, 5.2, 2.0))
    assert any(scenes)
