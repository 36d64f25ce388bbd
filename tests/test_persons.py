"""Who is seen where a brief is about somebody outside the lexicons."""

from __future__ import annotations

import pytest
from asked import facts, treatment, write

from studio.production.vocabulary import Age, Gender, Kind, Setting, Species
from studio.tools.offline.rules.lexicon import figure_looks, read_toml
from studio.tools.offline.rules.persons import people
from studio.tools.offline.rules.recognition import recognise


@pytest.mark.parametrize(
    ("text", "language", "name", "species", "gender"),
    [
        ("The last chimney sweep of Dundee", "en", "Chimney sweep", Species.PERSON, None),
        ("A midwife hears a knock", "en", "Midwife", Species.PERSON, Gender.FEMININE),
        ("A magpie runs for office", "en", "Magpie", Species.BIRD, None),
        ("Die Hebamme und der Faden", "de", "Hebamme", Species.PERSON, Gender.FEMININE),
        ("L'âne qui savait lire", "fr", "Âne", Species.HORSE, None),
        ("Un afilador llega al barrio", "es", "Afilador", Species.PERSON, Gender.MASCULINE),
        ("La levatrice di Matera", "it", "Levatrice", Species.PERSON, Gender.FEMININE),
        ("O amolador acorda cedo", "pt", "Amolador", Species.PERSON, Gender.MASCULINE),
        ("De melkboer wacht", "nl", "Melkboer", Species.PERSON, Gender.MASCULINE),
        ("Zakonnica gra w szachy", "pl", "Zakonnica", Species.PERSON, Gender.FEMININE),
    ],
)
def test_somebody_outside_the_lexicons_is_seen(
    text: str, language: str, name: str, species: Species, gender: Gender | None
) -> None:
    for seed in range(3):
        plan = treatment(facts(text, language=language), seed)
        member = plan.cast[0]
        assert (member.name, member.appearance.species) == (name, species)
        assert gender is None or member.appearance.gender is gender
        assert any(name in scene.characters for scene in write(facts(text, language=language), plan).scenes)


@pytest.mark.parametrize(
    ("text", "language", "age", "species"),
    [
        ("My nephew is a drummer (9) and loud", "en", Age.YOUNG, Species.CHILD),
        ("An 84-year-old plumber retires", "en", Age.OLD, Species.PERSON),
        ("Una cajera de 67 años aprende a nadar", "es", Age.OLD, Species.PERSON),
        ("A pensioner writes letters", "en", Age.OLD, Species.PERSON),
        ("A welder writes letters", "en", Age.ADULT, Species.PERSON),
    ],
)
def test_they_are_as_old_as_the_text_says(text: str, language: str, age: Age, species: Species) -> None:
    looks = treatment(facts(text, language=language)).cast[0].appearance
    assert (looks.age, looks.species) == (age, species)


def test_two_of_a_kind_are_two() -> None:
    cast = treatment(facts("Two electricians share one ladder")).cast
    assert [member.name for member in cast] == ["Electricians 1", "Electricians 2"]
    assert cast[0].appearance.main_colour != cast[1].appearance.main_colour


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A cactus in the office of a notary", "en"),
        ("A film for nurses about salt", "en"),
        ("Un cactus en la oficina de un notario", "es"),
        ("A plumber's spanner goes missing", "en"),
        ("No plumber can mend it", "en"),
        ("The plumber-free house", "en"),
        ("A dog food company", "en"),
        ("A hot dog stand", "en"),
    ],
)
def test_who_is_named_in_passing_is_not_seen(text: str, language: str) -> None:
    assert people(text, language) == ()


def test_an_advertisement_has_nobody() -> None:
    assert treatment(facts("A plumber who comes on Sundays", Kind.AD)).cast == ()


def test_every_listed_figure_can_be_drawn() -> None:
    tables = {"few", "years", "before", "goes_on", "of", "mine", "pronouns", "articles"}
    figures = {name for key, table in read_toml("persons.toml").items() if key not in tables for name in table}
    assert figures
    assert figures <= set(figure_looks())


def test_who_is_seen_is_seen_at_home_where_nothing_else_suggests_itself() -> None:
    assert recognise("a paperboy grows old", "en").home is figure_looks()["postman"].home
    assert recognise("a courier in the desert", "en").home is Setting.DESERT
