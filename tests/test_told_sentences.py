"""Which of a brief's sentences are told, where they stand, and what is left out with what they lean on."""

from __future__ import annotations

import random as randomness

import pytest

from studio.production.screenplay import ScreenplayDraft
from studio.production.tasks import AgentProfile, BriefFacts, MergeTreatment, SceneBudget, WriteScreenplay
from studio.production.vocabulary import AgentRole, Kind, Temperament
from studio.tools.offline.rules.cutting import borders
from studio.tools.offline.rules.layout import heading, is_form
from studio.tools.offline.rules.lexicon import names_any
from studio.tools.offline.rules.quoting import lent_seconds
from studio.tools.offline.rules.sentences import sentences
from studio.tools.offline.rules.speakable import bids_farewell, greets, is_for_makers, slogan, spoken_spans
from studio.tools.offline.rules.treating import merge_treatment
from studio.tools.offline.rules.writing import write_screenplay

DIRECTOR = AgentProfile(name="Director", role=AgentRole.DIRECTOR, temperament=Temperament.TRADITIONAL)


def film(
    text: str, language: str, kind: Kind = Kind.STORY, seconds: tuple[float, ...] = (4.5,) * 5
) -> tuple[ScreenplayDraft, list[str]]:
    """The screenplay, and which of its lines are the brief's own."""
    facts = BriefFacts(text=text, kind=kind, language=language, seconds=sum(seconds) / 0.6)
    plan = merge_treatment(MergeTreatment(brief=facts, agent=DIRECTOR, pitches=()), randomness.Random(1))
    budgets = tuple(SceneBudget(seconds=length / 0.6, spoken_seconds=length) for length in seconds)
    task = WriteScreenplay(brief=facts, agent=DIRECTOR, treatment=plan, budgets=budgets)
    draft = write_screenplay(task, randomness.Random(1))
    return draft, [line.text for scene in draft.scenes for line in scene.lines if line.text in text]


def said(text: str, language: str) -> list[str]:
    return [span.text for span in spoken_spans(text, language)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "de",
            "Eine Bäckerin backt jede Nacht ein Brot zu viel und legt es vor eine Tür, hinter der niemand mehr wohnt.",
        ),
        ("en", "A retired beekeeper gets a voicemail meant for someone else and spends a day trying to deliver it."),
        (
            "pt",
            "Quando o rádio quebra no último capítulo da novela, a telefonista resolve inventar o final pela linha.",
        ),
    ],
)
def test_a_sentence_stays_in_one_scene(language: str, text: str) -> None:
    assert film(text, language)[1] == [text]


def test_a_long_sentence_borrows_seconds_and_the_film_keeps_its_length() -> None:
    text = "A retired beekeeper gets a voicemail meant for someone else and spends a day trying to deliver it."
    facts = BriefFacts(text=text, kind=Kind.STORY, language="en", seconds=40)
    plan = merge_treatment(MergeTreatment(brief=facts, agent=DIRECTOR, pitches=()), randomness.Random(1))
    lent = lent_seconds(facts, plan, (4.5,) * 5)
    assert sum(lent) == pytest.approx(22.5, abs=0.01)
    assert max(lent) > 5.0
    assert min(lent) >= 0.5 * 4.5


def test_what_no_scene_can_hold_goes_on_in_the_same_place_and_hour() -> None:
    text = (
        "In the spring that the river forgot to rise, a ferryman rowed his boat up the main street on the dry cobbles, "
        "pulled by forty children and a mule, because, he said, if the water would not come to the boat then the boat "
        "must go and look for the water."
    )
    draft, own = film(text, "en")
    assert " ".join(own) == text
    places = {
        (scene.setting, scene.time_of_day, scene.weather, scene.mood)
        for scene in draft.scenes
        if any(line.text in own for line in scene.lines)
    }
    assert len(own) > 1
    assert len(places) == 1


def test_what_leans_on_a_sentence_without_time_is_left_out_too() -> None:
    long = (
        "Every judge pretends not to know, " + "although the honey turns up in the tea each morning, " * 6 + "always."
    )
    text = f"Marta keeps bees. {long} That is her rent. One day a new judge arrives."
    assert film(text, "en")[1] == ["Marta keeps bees.", "One day a new judge arrives."]


def test_the_last_sentence_ends_the_film_only_if_it_stands_alone() -> None:
    middle = " ".join(f"The old man walks to the well number {number} and it is dry." for number in range(20))
    assert film(f"{middle} At dusk rain falls.", "en")[1][-1] == "At dusk rain falls."
    assert film(f"{middle} That was his last one.", "en")[1][-1] != "That was his last one."


def test_nothing_stands_between_a_sentence_and_its_answer() -> None:
    draft, own = film("A man waits on the bench for the bank to buy it. But which one, nobody can say.", "en")
    spoken = [line.text for scene in draft.scenes for line in scene.lines]
    assert spoken.index(own[1]) == spoken.index(own[0]) + 1


def test_a_fragment_follows_what_it_needs() -> None:
    draft, own = film("A baker dreams of a bread that is not. The whole town is glad. Nobody else.", "en")
    spoken = [line.text for scene in draft.scenes for line in scene.lines]
    assert spoken.index("Nobody else.") == spoken.index(own[1]) + 1


def test_a_letter_is_closed_by_a_name() -> None:
    assert bids_farewell("Warmly, Edith", "en")
    assert not bids_farewell("Love is blind", "en")
    assert len(sentences("It is me. Could you see?")) == 2


def test_the_first_sentence_told_is_not_about_somebody_unnamed() -> None:
    assert said("Queria uma historinha sobre um pescador. Ele guarda sapatos. Um dia chove.", "pt") == ["Um dia chove."]
    assert said("Please make it warm. There is a lamp.", "en") == ["There is a lamp."]


def test_a_bare_phrase_is_announced_before_anything_else() -> None:
    for text, said in (
        ("a cloud that is afraid of heights", "A cloud that is afraid of heights."),
        ("Why is yawning contagious?", "Why is yawning contagious?"),
    ):
        draft, _ = film(text, "en")
        assert draft.scenes[0].lines[0].text == said


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "en",
            "Story for kids 4-6: Snip the scissors lives in a drawer full of spoons.",
            "Snip the scissors lives in a drawer full of spoons.",
        ),
        (
            "de",
            "Infofilm für unsere Gemeinde (ca. 45 Sek.): Ab März gehört der Müll in die Tonne.",
            "Ab März gehört der Müll in die Tonne.",
        ),
        ("nl", "Kort filmpje voor onze bakfiets: je mag hem gratis lenen bij ons.", "je mag hem gratis lenen bij ons."),
        (
            "ru",
            "Короче, идея такая: дворник находит во дворе старую скрипку.",
            "дворник находит во дворе старую скрипку.",
        ),
        (
            "de",
            "moin, kurze idee: ein Wärter hat Höhenangst und viele Treppen.",
            "ein Wärter hat Höhenangst und viele Treppen.",
        ),
        ("en", "A fox wakes up at noon in the park, 30 seconds", "A fox wakes up at noon in the park"),
    ],
)
def test_what_is_to_be_made_is_not_told(language: str, text: str, told: str) -> None:
    assert said(text, language) == [told]


def test_a_clause_after_a_colon_stays_in_its_sentence() -> None:
    text = "The museum has one rule: do not correct anything at all."
    assert said(text, "en") == [text]


def test_a_paragraph_is_no_form_field() -> None:
    text = "What we make:\n\nAlso: Die Börse ist am Sonntag. Der Eintritt ist frei. Man bringt mit, was man hat."
    assert said(text, "de")[1:] == ["Der Eintritt ist frei.", "Man bringt mit, was man hat."]


def test_the_items_of_a_list_within_a_line_are_sentences() -> None:
    assert said("1) a boy finds a key 2) it fits nothing 3) he tries every door", "en") == [
        "a boy finds a key",
        "it fits nothing",
        "he tries every door",
    ]
    assert said("In 1961 the 2 of them met at 7 o'clock.", "en") == ["In 1961 the 2 of them met at 7 o'clock."]


def test_clock_times_are_told_and_picture_formats_are_not() -> None:
    assert said("Every night at 11:40 a woman gets on the bus. Format 16:9.", "en") == [
        "Every night at 11:40 a woman gets on the bus."
    ]


def test_a_line_of_its_own_is_no_slogan() -> None:
    assert said("I drive the last bus in Tucson, line 8.", "en") == ["I drive the last bus in Tucson, line 8."]


@pytest.mark.parametrize(("language", "text"), [("en", "Hi Priya,"), ("pt", "Oi gente!"), ("de", "Guten Tag,")])
def test_greetings(language: str, text: str) -> None:
    assert greets(text, language)
    assert said(f"{text}\n\nA", language) == []


@pytest.mark.parametrize(("language", "text"), [("en", "Love conquers all."), ("en", "Many a mile he walked.")])
def test_sentences_are_no_farewells(language: str, text: str) -> None:
    assert not bids_farewell(text, language)
    assert not greets(text, language)


def test_a_phrase_about_the_film_speaks_to_the_makers() -> None:
    assert is_for_makers("A quiet factual film, no wave shown", "en")
    assert not is_for_makers("The camera was a present from her aunt.", "en")


def test_figures_are_words_and_not_letters() -> None:
    assert not names_any(
        "A walking stick is taking the king's place in baking.".replace("king's", "queen's"), ("king",), "en"
    )
    assert names_any("The king, at last.", ("king",), "en")
    assert names_any("老国王来了", ("国王",), "zh")


def test_a_sentence_ends_without_a_space_and_not_within_an_address() -> None:
    assert [span.text for span in sentences("The lamp is old.He lights it.Nobody knows.")] == [
        "The lamp is old.",
        "He lights it.",
        "Nobody knows.",
    ]
    assert len(sentences("Visit Booking.Com today.")) == 1
    assert len(sentences("Silent since Jan. 3rd. They wait.")) == 2
    assert len(sentences("Simple, 30 sec max. Merci !")) == 2


def test_a_piece_does_not_end_in_a_joining_word() -> None:
    sentence = "he never tells anyone because who would believe him"
    assert [sentence[border.place :] for border in borders(sentence, "en")] == ["because who would believe him"]


FORM = """CREATIVE BRIEF
Prepared by: Priya N.

1. BACKGROUND
- Hearthly makes kettles in Sheffield. Nobody knows it.

2. SUPPORTING POINTS (max three)
- Repairable with one screwdriver
- Made in Sheffield

3. KEY MESSAGE
- The last kettle you'll need.

4. MANDATORIES
- Logo: visible at least twice.
"""


def test_headings_labels_and_scraps_of_a_form_are_not_said() -> None:
    assert [span.text for span in spoken_spans(FORM, "en")] == ["The last kettle you'll need."]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("4. SINGLE-MINDED MESSAGE", "single-minded message"),
        ("【背景】", "背景"),
        ("## Tone (short)", "tone"),
        ("Hintergrund:", "hintergrund"),
        ("The kettle is blue.", ""),
        ("a quiet morning", ""),
    ],
)
def test_headings(line: str, name: str) -> None:
    assert heading(line) == name


def test_a_form_in_a_language_without_a_lexicon_says_its_message_only() -> None:
    text = "Бриф\nКлиент: пекарня\nАудитория: семьи\nКлючевое сообщение: Хлеб без спешки.\nТон: тёплый"
    assert [span.text for span in spoken_spans(text, "ru")] == ["Хлеб без спешки."]


def test_what_followed_a_colon_begins_with_a_capital() -> None:
    draft, _ = film("Нужен ролик для приюта: в субботу день открытых дверей, можно прийти погулять с собаками.", "ru")
    said = " ".join(line.text for scene in draft.scenes for line in scene.lines)
    assert said == "В субботу день открытых дверей, можно прийти погулять с собаками."


def test_quoted_words_that_come_at_the_end_are_the_slogan() -> None:
    assert (
        slogan('Queremos un video. Al final: "Que llueva para todos" y nuestra página.', "es")
        == "Que llueva para todos"
    )
    assert slogan("Am Ende steht der Satz: „Rosenfurt bleibt cool.“ und das Logo.", "de") == "Rosenfurt bleibt cool."


def test_paragraphs_under_a_title_with_labels_among_them_are_no_form() -> None:
    paragraph = (
        "The road ends at our harbour, and so do their emails. There is one pub, which opens when Morag hears it. "
    )
    assert not is_form(
        f"COME FOR THE STONES\n\n{paragraph * 2}\n\nThings to do: kayak hire.\n\nHow to get here: ferry."
    )
    assert is_form(FORM)
