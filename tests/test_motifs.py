"""What a text comes back to, as a title where its first words say too little or cannot be cut."""

from __future__ import annotations

import pytest
from asked import facts, treatment

from studio.production.vocabulary import Kind
from studio.tools.offline.rules.motifs import closing_thing, motif
from studio.tools.offline.rules.products import product_name
from studio.tools.offline.rules.topics import says_little


@pytest.mark.parametrize(
    ("language", "text", "title"),
    [
        ("en", "A man buys a trumpet. Nobody asked him. The trumpet knows one note.", "The trumpet"),
        ("de", "Eine Frau findet einen Koffer. Sie öffnet den Koffer nie.", "Der Koffer"),
        ("fr", "Un homme achète une horloge. La nuit, l'horloge recule.", "L'horloge"),
        ("es", "Una mujer planta un limonero. El limonero no crece.", "El limonero"),
        ("it", "Un uomo trova uno specchio. Lo specchio ride.", "Lo specchio"),
        ("nl", "Een man koopt een trompet. De trompet kent maar één noot.", "De trompet"),
    ],
)
def test_a_thing_that_returns_is_what_a_text_is_about(language: str, text: str, title: str) -> None:
    assert motif(text, language) == title


def test_it_is_the_title_of_a_text_that_opens_with_anybody() -> None:
    text = (
        "Un homme découvre dans la cave de son immeuble une horloge de deux mètres qui recule d'une heure par jour. "
        "Les enfants rient. Un jour, l'horloge sonne."
    )
    assert treatment(facts(text, language="fr")).title == "L'horloge"


def test_somebody_and_what_is_named_once_are_no_motif() -> None:
    assert motif("A plumber meets a plumber. The plumber laughs.", "en") is None
    assert motif("A man buys a trumpet.", "en") is None
    assert motif("Człowiek kupuje trąbkę. Trąbka gra.", "pl") is None


def test_a_sentence_may_end_in_its_thing() -> None:
    assert closing_thing("A man walks home with a tuba. It rains.", "en") == "A tuba"
    assert closing_thing("A man walks home with a plumber. It rains.", "en") is None


@pytest.mark.parametrize(("words", "little"), [("A man", True), ("My son", True), ("The red kite", False)])
def test_some_titles_say_little(words: str, little: bool) -> None:
    assert says_little(words, "en") is little


@pytest.mark.parametrize(
    ("language", "text", "title"),
    [
        ("en", "THE LONG FERRY (short story)\n\nNobody waits on the quay. The ferry comes.", "The Long Ferry"),
        ("fr", "LE DERNIER TRAM (nouvelle)\n\nIl pleut sur la place. Le tram attend.", "Le dernier tram"),
        ("it", "Sceneggiatura: L'ombrello rosso\n\nPiove. Nessuno esce.", "L'ombrello rosso"),
    ],
)
def test_a_heading_is_the_title_without_what_kind_of_text_it_is(language: str, text: str, title: str) -> None:
    assert treatment(facts(text, language=language)).title == title


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("it", "Apro un negozio, si chiama «Pane a Portar Via», a Lecce.", "Pane a Portar Via"),
        ("en", "Ad for Uncle Bertie's pickled onions", "Uncle Bertie's pickled onions"),
        ("en", "We run Marlow & Niece, a bookshop in York.", "Marlow & Niece"),
    ],
)
def test_a_name_is_whole(language: str, text: str, name: str) -> None:
    assert product_name(text, language) == name


def test_a_word_said_loudly_is_no_name() -> None:
    assert product_name("We are NEVER doing a jingle. We never did.", "en") is None


@pytest.mark.parametrize(
    "text",
    [
        "Campaign \"Look Up Twice\" for the cycling safety week",
        "Meet Larkin & Sons, who mend clocks.",
        "Spot for the bakery \"Golden Crust\" in Hull",
    ],
)  # fmt: skip
def test_what_is_no_thing_is_not_drawn_as_a_box(text: str) -> None:
    assert treatment(facts(text, Kind.AD)).product is None
