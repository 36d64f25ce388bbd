"""Who plays: the figures that a brief is about, with the looks, age and gender that it tells."""

from __future__ import annotations

import random

import pytest
from asked import agent, ask, facts, treatment, write

from studio.production.tasks import MergeTreatment
from studio.production.treatment import TreatmentDraft
from studio.production.vocabulary import (
    Accessory,
    Age,
    AgentRole,
    Garment,
    Gender,
    Headwear,
    Species,
    SpiritForm,
)
from studio.tools.offline.rules.casting import cast_speakers, told_genders


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


def test_speakers_have_the_gender_that_the_text_tells() -> None:
    told = ("Gordon stops the bus.", "He takes off his cap.", "Nadia looks up.", "She waits.", "Kim sits.", "It rains.")
    assert told_genders(("GORDON", "NADIA", "KIM"), told, "en") == {
        "GORDON": Gender.MASCULINE,
        "NADIA": Gender.FEMININE,
    }
    for seed in range(6):
        cast = cast_speakers(("GORDON", "KIM"), (), {"GORDON": Gender.MASCULINE}, random.Random(seed))
        assert cast[0].appearance.gender is cast[0].voice.gender is Gender.MASCULINE


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("A story for a child about a fox who cannot sleep. No people, please.", "en", ["The fox"]),
        ("A cat walks through the city at night. Without a dog. No children.", "en", ["The cat"]),
        ("Eine Geschichte für ein Kind: ein Bär sucht seinen Schatten.", "de", ["Der Bär"]),
        ("Un conte pour enfants sur un ours qui compte les étoiles. Pas de sorcière.", "fr", ["L'ours"]),
        ("Ein junger Mann und eine alte Frau warten.", "de", ["Der Mann", "Die Frau"]),
        ("Sie gibt einem jungen Mann die Karte. Der junge Mann lacht.", "de", ["Der Mann"]),
        ("Der Junge und der alte Mann gehen ans Meer.", "de", ["Der Junge", "Der Mann"]),
        ("ein junge sucht seinen drachen", "de", ["Der Junge"]),
    ],
)
def test_only_whom_a_brief_is_about_is_cast(text: str, language: str, names: list[str]) -> None:
    assert [member.name for member in treatment(facts(text, language=language)).cast] == names


def test_speakers_look_as_their_introduction_and_their_names_say() -> None:
    text = (
        "LUKAS, 19, a caretaker's jacket two sizes too big for him, opens.\n"
        "RUTH BAKER, 60s, wool hat, knocks.\n\nLUKAS\nYes?\n\nFOREMAN\nNo."
    )
    for seed in range(6):
        lukas, ruth, foreman = (
            member.appearance
            for member in cast_speakers(("LUKAS", "RUTH", "FOREMAN"), (), {}, random.Random(seed), text)
        )
        assert (lukas.gender, lukas.age, lukas.garment) == (Gender.MASCULINE, Age.YOUNG, Garment.JACKET)
        assert (ruth.gender, ruth.age, ruth.headwear) == (Gender.FEMININE, Age.OLD, Headwear.BEANIE)
        assert foreman.gender is Gender.MASCULINE


def test_a_figure_of_a_persons_own_text_is_in_the_cast_only_if_a_line_names_it() -> None:
    brief = facts("A fox waits. The rest is for my grandmother.")
    told = MergeTreatment(brief=brief, agent=agent(AgentRole.DIRECTOR), pitches=(), own_text=(("It waits.",),))
    named = told.model_copy(update={"own_text": (("A fox waits.",),)})
    assert TreatmentDraft.model_validate_json(ask(told)).cast == ()
    assert [member.name for member in TreatmentDraft.model_validate_json(ask(named)).cast] == ["The fox"]
