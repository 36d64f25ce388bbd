"""Briefs of a few words, written in haste, or laid out as sheets: what of them is read, and what is said."""

from __future__ import annotations

import pytest

from studio.agents.manuscript import detect_language
from studio.agents.manuscript.notes import own_part
from studio.production.tasks import BriefFacts
from studio.production.vocabulary import Kind, Setting, TextForm
from studio.tools.offline.rules.addressing import lacks_somebody
from studio.tools.offline.rules.persons import people
from studio.tools.offline.rules.products import product_name
from studio.tools.offline.rules.recognition import recognise
from studio.tools.offline.rules.sentences import sentences
from studio.tools.offline.rules.speakable import spoken_spans
from studio.tools.offline.rules.titles import own_title
from studio.tools.offline.rules.topics import opening_phrase, title_of
from studio.tools.offline.rules.wording import logline


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("spot per Pasticceria Zum!, Bari", "it"),
        ("spot per Lavanderia Zzz", "it"),
        ("video per Bar Sport", "it"),
        ("spot for Pizzeria La Nonna, Leeds", "en"),
        ("a film about Casa della Luce", "en"),
        ("Grandpa's violin", "en"),
        ("reklama dla Baru Bum", "pl"),
        ("anuncio de horchata artesana Xufla", "es"),
    ],
)
def test_function_words_decide_for_short_briefs_and_names_do_not(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "sentence",
    [
        "Het busje van mevr. De Wit staat al te wachten.",
        "ein geiger, 3. hof, kein licht",
        "Sie probt im 2. Hinterhof, seit Jahren.",
        "Na ul. Polnej stoi stary młyn.",
        "Wywiad prowadzi inż. Zając.",
        "Zie blz. 12 van het schrift.",
    ],
)
def test_no_sentence_ends_at_an_abbreviation_or_an_ordinal(sentence: str) -> None:
    assert [one.text for one in sentences(sentence)] == [sentence]


@pytest.mark.parametrize(
    "text",
    [
        "The bus comes at 7. Nobody gets on.",
        "no calls after 11. he rings anyway.",
        "Wir spielen bei Grün-Weiß FC. Im Tor steht Oma.",
        "Słoik kosztuje 9 zł. Babcia go nie odda.",
    ],
)
def test_a_sentence_ends_after_a_number_a_unit_or_initials(text: str) -> None:
    assert len(sentences(text)) == 2


STORY = (
    "Mila keeps the tram shed swept. Every night one tram comes home late and warm. "
    "She waits up for it with a torch and a flask. Nobody else knows which tram. "
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ok so idea for a quick short. ", ""),
        ("", "That's pretty much it. Can it be mostly her hands?"),
        ("", "Could it look cold, please? 1961 or so, Leith"),
        ("", "bit of a laugh, not too sad, thanks a lot, Jo"),
        ("This would be for my sister's wedding (3 June). ", ""),
    ],
)
def test_what_frames_a_story_is_not_told(before: str, after: str) -> None:
    assert own_part(before + STORY + after, TextForm.STORY).split() == STORY.split()


@pytest.mark.parametrize("end", ["Thank you, Mila.", "That's it, said the tram, and slept."])
def test_a_story_keeps_its_last_words(end: str) -> None:
    assert own_part(STORY + end, TextForm.STORY).endswith(end)


def test_a_sheet_says_what_its_fields_are_for() -> None:
    text = (
        "CAMPAIGN SHEET\n\nClient: Tern Ferries\nFormat: 30 sec, web\nAudience: islanders\n"
        "Must have: Dogs sail free. The crossing takes an hour.\nTone: dry\nDeadline: Monday"
    )
    assert [span.text for span in spoken_spans(text, "en")] == ["Dogs sail free.", "The crossing takes an hour."]
    assert logline(text.replace("islanders", "islanders " * 30), "en") == "Dogs sail free."


def test_a_message_in_a_sheet_may_begin_with_a_small_letter() -> None:
    message = "één avond per week zingen we, en daarna is er soep."
    text = f"Formulier\n\nDoel: leden\nLengte: 30 sec\nToon: warm\nBoodschap: {message}"
    assert [span.text for span in spoken_spans(text, "nl")] == [message]


def test_neither_greeting_nor_signature_is_said() -> None:
    text = (
        "yep !\n\nUnsere Bücherei öffnet wieder am Montag. Der Eintritt ist frei.\n\nMit besten Grüßen\n"
        "Anna-Lena v. d. Aue, Leiterin der Bücherei"
    )
    assert [span.text for span in spoken_spans(text, "de")] == [
        "Unsere Bücherei öffnet wieder am Montag.",
        "Der Eintritt ist frei.",
    ]


def test_a_list_of_what_to_show_is_not_said() -> None:
    text = "la idea del vídeo: el puerto, la lonja, el bar, la boda del primo Chano. Vendemos redes desde 1950."
    assert [span.text for span in spoken_spans(text, "es")] == ["Vendemos redes desde 1950."]


@pytest.mark.parametrize(
    ("sentence", "language", "told", "lacks"),
    [
        ("Il bigliettaio del secondo gli teneva il posto.", "it", (), True),
        ("Il bigliettaio del secondo gli teneva il posto.", "it", ("Un nonno prende il tram.",), False),
        ("La otra tarde se le acercó la portera.", "es", (), True),
        ("A boy finds a dog and follows him.", "en", (), False),
        ("The porter kept him a seat.", "en", (), True),
        ("Marta calls and the porter answers them.", "en", (), True),
    ],
)
def test_whom_nobody_brought_in(sentence: str, language: str, told: tuple[str, ...], *, lacks: bool) -> None:
    assert lacks_somebody(sentence, language, told) is lacks


@pytest.mark.parametrize(
    ("sentence", "language", "title"),
    [
        ("Mia zia Pina che da vent'anni ha fatto la sarta", "it", "Mia zia Pina"),
        ("Ein Schäfersohn am Rand von Ulm versteckt drei Hunde.", "de", "Ein Schäfersohn"),
    ],
)
def test_a_title_is_cut_before_what_it_would_tear(sentence: str, language: str, title: str) -> None:
    assert (title_of(sentence, language) or opening_phrase(sentence, language)) == title


def test_a_clause_that_is_interrupted_is_no_title() -> None:
    sentence = "Una tarde ella encuentra, junto a su cubo, un mapa de las mareas."
    assert title_of(sentence, "es") != "Una tarde ella encuentra"


def test_a_count_is_no_title() -> None:
    told = ("21 von 30 Mitgliedern, 2 Hunde (Halle 3)", "Der Kassenwart zählt das Geld noch einmal ganz genau nach.")
    facts = BriefFacts(text="\n".join(told), language="de", kind=Kind.STORY, seconds=60)
    assert not own_title(facts, told)[0].isdigit()


def test_a_library_is_not_who_it_is_named_after() -> None:
    text = "Scheda\n\nCommittente: Biblioteca civica «Elsa Morante»\nDurata: 30 secondi\nTono: lieve\nFormato: video"
    assert product_name(text, "it") != "Elsa Morante"


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("El reloj de Villafranca del Lago Viejo se paró un martes por la tarde y nadie dijo nada.", ()),
        ("La barca cruza el lago con dos maletas y un perro.", (Setting.LAKE,)),
    ],
)
def test_a_part_of_a_name_is_no_place(text: str, settings: tuple[Setting, ...]) -> None:
    assert recognise(text, "es").settings == settings


def test_what_a_pronoun_does_is_nobody() -> None:
    assert not people("Um dia ele guarda a chave. Depois esquece.", "pt")
