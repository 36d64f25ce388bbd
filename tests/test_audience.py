"""The last gate: what of a brief is whole and for those who see the film, and what is for those who make it."""

from __future__ import annotations

import pytest

from studio.agents.manuscript import detect_form, own_scenes
from studio.production.vocabulary import Kind, TextForm
from studio.tools.offline.rules.addressing import asks_for, refers_back, speaks_to_makers, talks_of_the_work
from studio.tools.offline.rules.audience import is_whole, told_to_audience
from studio.tools.offline.rules.pairs import without_lone_marks
from studio.tools.offline.rules.sentences import sentences
from studio.tools.offline.rules.speakable import without_pictures


def lines(text: str, form: TextForm = TextForm.STORY) -> list[str]:
    return [line.text for scene in own_scenes(text, form) for line in scene.lines]


TALES = {
    "en": (
        "The heron stood on the weir all winter. Each morning the miller set "
        "out a herring for it. In March the herring stayed where it lay."
    ),
    "de": (
        "Der Reiher stand den ganzen Winter am Wehr. Jeden Morgen legte "
        "der Müller einen Hering hin. Im März blieb der Hering liegen."
    ),
    "fr": (
        "Le héron resta tout l'hiver près du barrage. Chaque matin, le "
        "meunier posait un hareng. En mars, le hareng resta sur la pierre."
    ),
    "es": (
        "La garza pasó el invierno junto a la presa. Cada mañana el "
        "molinero dejaba un arenque. En marzo el arenque se quedó en la piedra."
    ),
    "it": (
        "L'airone restò tutto l'inverno vicino alla diga. Ogni mattina "
        "il mugnaio posava un'aringa. A marzo l'aringa restò sulla pietra."
    ),
    "pt": (
        "A garça passou o inverno junto ao açude. Todas as manhãs "
        "o moleiro deixava um arenque. Em março o arenque ficou na pedra."
    ),
    "nl": (
        "De reiger stond de hele winter bij de stuw. Elke ochtend "
        "legde de molenaar een haring neer. In maart bleef de haring liegen."
    ),
    "pl": (
        "Czapla stała całą zimę przy tamie. Co rano młynarz "
        "kładł śledzia na kamieniu. W marcu śledź został na kamieniu."
    ),
}

CLOSES = [
    ("en", "It would be lovely if the heron never moved."),
    ("en", "No narration, just the river."),
    ("de", "Ich fände es schön, wenn man den Fluss hört."),
    ("fr", "J'aimerais qu'on entende la rivière."),
    ("es", "Me gustaría que se oyera el río."),
    ("it", "Sarebbe bello se si sentisse il fiume."),
    ("pt", "Gostaria que se ouvisse o rio."),
    ("nl", "Ik zou het fijn vinden als je de rivier hoort."),
    ("pl", "Proszę, żeby było słychać rzekę."),
]


@pytest.mark.parametrize(("language", "wish"), CLOSES)
def test_a_wish_after_an_own_story_is_not_told(language: str, wish: str) -> None:
    assert " ".join(lines(f"{TALES[language]} {wish}")) == TALES[language]
    assert asks_for(wish, language) or talks_of_the_work(wish, language)


@pytest.mark.parametrize("language", sorted(TALES))
def test_no_sentence_of_a_tale_is_taken_for_a_note(language: str) -> None:
    assert not any(speaks_to_makers(one.text, language) for one in sentences(TALES[language]))


def test_a_wish_in_a_letter_to_somebody_is_told() -> None:
    text = (
        "You kept the oars in the loft. You said they would be needed. I took them down today and you were right, they "
        "float. You would have laughed at the knots. I would like you to hear the water again."
    )
    assert " ".join(lines(text)) == text


def test_what_announces_a_tale_is_not_told() -> None:
    text = f"My nephew (8) made up this story and I wrote it down: {TALES['en']}"
    assert " ".join(lines(text)) == TALES["en"]


def test_what_follows_a_rule_and_speaks_to_makers_is_not_told() -> None:
    text = f"{TALES['en']}\n\n---\nDear film people, the miller is my uncle. He is tall."
    assert " ".join(lines(text)) == TALES["en"]


def test_a_letter_that_tells_a_long_story_is_a_story() -> None:
    tale = " ".join(
        f"On day {number} the heron moved one stone nearer to the mill and waited." for number in range(1, 16)
    )
    letter = f"Dear Ada,\n\nyou once said one could make a film of this.\n\n{tale}\n\nYours, Bo"
    assert detect_form(letter, from_file=True) is TextForm.STORY
    assert detect_form("Dear Ada,\n\nwe need a film about herons. It rains.", from_file=False) is TextForm.BRIEF


def test_an_advertisement_with_notes_among_its_sentences_is_a_brief() -> None:
    text = (
        "Our mill grinds rye on Tuesdays. The flour is still warm when you get it. The miller sings, badly. "
        "Mood: warm and floury. It would be lovely if you could show the wheel. Closing words are yours."
    )
    assert detect_form(text, from_file=True, kind=Kind.AD) is TextForm.BRIEF


def test_marks_that_no_line_pairs_are_left_out() -> None:
    assert without_lone_marks("« Who is it ? asked the miller.") == "Who is it ? asked the miller."
    assert without_lone_marks('5" of «rain»') == '5" of «rain»'
    text = (
        "« Qui est là ? demanda le meunier.\n\n— C'est moi. »\n\nLe héron entra sans saluer personne et regarda le feu."
    )
    assert lines(text) == [
        "Qui est là ? demanda le meunier.",
        "— C'est moi.",
        "Le héron entra sans saluer personne et regarda le feu.",
    ]


def test_a_chat_is_spoken_by_those_who_wrote_it() -> None:
    text = "[21:04] Mia: is the heron back\n[21:05] Tom: no\n[21:05] Mia: who ate the herring\n[21:09] Tom: oh"
    assert detect_form(text, from_file=False) is TextForm.SCREENPLAY
    assert lines(text, TextForm.SCREENPLAY) == ["is the heron back", "no", "who ate the herring", "oh"]


def test_a_numbered_scene_with_its_words_on_one_line_is_no_line() -> None:
    text = (
        "SZENE 1. Das Wehr, früh. Ein Reiher.\n\nMÜLLER\n(leise)\nDa bist du.\n\n"
        "SZENE 2. Dasselbe Wehr.\n\nMÜLLER: (lacht) Und weg."
    )
    assert lines(text, TextForm.SCREENPLAY) == [
        "Das Wehr, früh.",
        "Ein Reiher.",
        "Da bist du.",
        "Dasselbe Wehr.",
        "Und weg.",
    ]


@pytest.mark.parametrize(
    ("sentence", "text", "whole"),
    [
        ("The heron waits.", "The heron waits. It rains.", True),
        ("Heron of the weir", "Heron of the weir", True),
        (
            "What we would like to see",
            "What we would like to see\nThe heron waits on the stones.\nIt rains on the river.",
            False,
        ),
        ("waits on the weir.", "The heron waits on the weir. It rains.", False),
        ("The heron (the old one", "The heron (the old one) waits.", False),
    ],
)
def test_what_is_whole(sentence: str, text: str, *, whole: bool) -> None:
    assert is_whole(sentence, text) is whole


def test_a_tale_keeps_out_its_writer_and_its_reader() -> None:
    said = ("A heron counts stones.", "We love herons.", "Could the stones be blue?", "It loses count.", "Mood: grey.")
    text = " ".join(said)
    assert told_to_audience(said, text, Kind.STORY, "en") == ("A heron counts stones.", "It loses count.")
    mine = ("My aunt counted stones.", "We loved her.")
    assert told_to_audience(mine, " ".join(mine), Kind.STORY, "en") == mine


@pytest.mark.parametrize(
    ("sentence", "language", "back"),
    [
        ("Nobody knows where she went.", "en", True),
        ("The heron knows where she went.", "en", False),
        ("Keiner hat ihm geglaubt.", "de", True),
        ("Der Müller hat ihm geglaubt.", "de", False),
        ('Wer sagt: "Er kommt"?', "de", False),
    ],
)
def test_what_refers_back(sentence: str, language: str, *, back: bool) -> None:
    assert refers_back(sentence, language) is back


def test_sentences_without_capitals_end_at_their_stops() -> None:
    text = "the heron ate it. the miller cried. they are friends now"
    assert [one.text for one in sentences(text)] == ["the heron ate it.", "the miller cried.", "they are friends now"]
    assert [one.text for one in sentences("Chr. asked whether it could swim.")] == ["Chr. asked whether it could swim."]


def test_nothing_is_left_where_a_small_picture_stood_before_a_mark() -> None:
    assert without_pictures("It swims 🐟. And it sings 🎵 badly") == "It swims. And it sings badly"
