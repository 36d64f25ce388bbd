"""The title card and the end card: their words, and when they are seen."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from productions import production_of

from studio.graph import cards
from studio.production.document import Production
from studio.production.timeline import END, TITLE
from studio.production.vocabulary import Kind

LANGUAGES = tomllib.loads(Path(cards.__file__).with_name("cards.toml").read_text(encoding="utf-8"))


def in_language(language: str, kind: Kind = Kind.STORY) -> Production:
    production = production_of()
    return production.revised(brief=production.brief.model_copy(update={"language": language, "kind": kind}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_end_says_so_and_that_a_machine_made_it(language: str) -> None:
    production = in_language(language)
    title, _, disclosure = cards.card_words(production, END)
    assert (title, disclosure) == (LANGUAGES[language]["end"], LANGUAGES[language]["disclosure"])
    assert cards.card_words(production, TITLE) == (production.title, "", "")


def test_another_language_gets_no_words_of_ours() -> None:
    production = in_language("eo")
    assert cards.card_words(production, END) == (production.title, "", "")


def test_an_advertisement_ends_with_its_name_and_the_disclosure() -> None:
    production = in_language("en-GB", Kind.AD)
    assert cards.card_words(production, END) == (production.title, "", LANGUAGES["en"]["disclosure"])
    assert cards.card_shot(production, END).shows_product
    assert not cards.card_shot(production, TITLE).shows_product


@pytest.mark.parametrize("card", [TITLE, END])
def test_the_place_is_seen_before_the_words(card: str) -> None:
    production = in_language("en")
    frames = cards.card_frames(production, card)
    shown = cards.lettering(production, card, frames)
    assert shown is not None
    assert 0 < shown.start < frames // 4
    assert shown.end == frames
