"""What stands at the ends of a person's own text, and marks that are no words: neither is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.agents.manuscript import detect_form, own_scenes
from studio.agents.manuscript.marks import is_separator, item, without_mark
from studio.agents.manuscript.notes import without_notes
from studio.production.tasks import BriefFacts
from studio.production.vocabulary import Kind, Setting, TextForm
from studio.tools.offline.rules.casting import in_own_words
from studio.tools.offline.rules.layout import label
from studio.tools.offline.rules.naming import names
from studio.tools.offline.rules.recognition import recognise
from studio.tools.offline.rules.sentences import sentences
from studio.tools.offline.rules.speakable import bids_farewell, greets, slogan

KNOWN = json.loads((Path(__file__).parent / "briefs" / "known.json").read_text(encoding="utf-8"))
TALE = """The lift had two buttons, and only one of them had ever been pressed. Mr Ode pressed it every morning at six.

On Thursday he pressed the other one. The lift thought about it, and then it went up.

When the doors opened there was a garden, and in it a chair with his name on it."""


def told(text: str, form: TextForm = TextForm.STORY) -> list[str]:
    return [line.text for scene in own_scenes(text, form) for line in scene.lines]


def test_no_known_text_tells_an_ornament_or_half_a_list_mark() -> None:
    for brief in KNOWN:
        form = detect_form(brief["text"], from_file=True, kind=Kind(brief["kind"]))
        for line in told(brief["text"], form):
            assert not is_separator(line), brief["id"]
            assert not line.startswith(("ª", "º")), brief["id"]


@pytest.mark.parametrize("ornament", ["—", "–", "***", "* * *", "~", "⁂", "•"])
def test_an_ornament_alone_is_never_told(ornament: str) -> None:
    assert told(f"{TALE}\n\n{ornament}") == told(TALE)


@pytest.mark.parametrize("mark", ["1.", "1)", "1.ª", "2.º", "3º", "1ª.", "3rd.", "1er."])
def test_a_list_mark_goes_as_a_whole(mark: str) -> None:
    line = f"{mark} La pila de arriba."
    assert item(line) == "number"
    assert without_mark(line) == "La pila de arriba."


@pytest.mark.parametrize("line", ["1er étage, porte gauche.", "3rd March was cold.", "1º de mayo, nadie lava."])
def test_a_number_that_counts_in_a_sentence_stays(line: str) -> None:
    assert without_mark(line) == line


def test_cells_before_a_tab_are_labels() -> None:
    sheet = 'Product\tHale & Sons gutter check (est. 1971)\nAudience\tpeople who look up\nLength\t30"\nTone\tdry'
    assert [label(line) for line in sheet.splitlines()] == ["product", "audience", "length", "tone"]
    assert detect_form(sheet, from_file=False, kind=Kind.AD) is TextForm.BRIEF
    assert next(names(sheet, "en")) == "Hale & Sons"
    assert slogan(f'{sheet}\nLine\t"It will not mend itself."', "en") == "It will not mend itself."


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Sehr geehrte Damen und Herren,", "de"),
        ("Mesdames, Messieurs,", "fr"),
        ("Muy señores míos:", "es"),
        ("Apreciados señores:", "es"),
        ("Gent.mo Direttore,", "it"),
        ("Spett.le Studio,", "it"),
        ("Exmos. Senhores,", "pt"),
        ("Geachte heer De Wit,", "nl"),
        ("Hooggeachte redactie,", "nl"),
        ("Szanowni Państwo,", "pl"),
        ("尊敬的编辑部：", "zh"),
    ],
)
def test_salutations(line: str, language: str) -> None:
    assert greets(line, language)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Hochachtungsvoll,", "de"),
        ("Com os melhores cumprimentos,", "pt"),
        ("Con i migliori saluti,", "it"),
        ("Met hartelijke groet,", "nl"),
        ("Dios les pague.", "es"),
        ("Veuillez agréer", "fr"),
    ],
)
def test_closings(line: str, language: str) -> None:
    assert bids_farewell(line, language)


def test_a_salutation_on_two_lines_and_a_closing_with_a_name_go() -> None:
    letter = (
        "Exmos.\nSenhores,\n\nO meu avô passou quarenta anos numa casinha branca, virada ao mar. Depois acabou "
        "a caça.\n\n"
        "Um dia levou-me lá acima. Apontou e disse o nome dela, e acenou-lhe.\n\n"
        "Gostava que fizessem disto um filme curto, por favor.\n\nCom os melhores cumprimentos,\nM. F. d'Ávila"
    )
    kept = without_notes(letter, TextForm.STORY)
    assert kept.startswith("O meu avô")
    assert kept.endswith("acenou-lhe.")


@pytest.mark.parametrize(
    ("text", "count"),
    [("Ouvert mer. et sam. Venez !", 2), ("Open Mon. to Fri. from 9.", 1), ("lun. a vie. de 9 a 6", 1),
     ("Il regarde la mer. Et puis il part.", 2)],
)  # fmt: skip
def test_days_of_the_week_end_no_sentence(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@pytest.mark.parametrize(
    "note",
    [
        "NOTE FOR FILM: about 3 minutes if allowed. The last shot should be the garden.",
        "Could you make it one film of two minutes, please. Same room throughout, changing weather.",
        "I would love it as a little film, please. His name can stay. Ray has said it is fine.",
    ],
)
def test_a_paragraph_for_the_makers_at_the_end_is_not_told(note: str) -> None:
    assert told(f"{TALE}\n\n{note}") == told(TALE)
    assert told(f"{TALE}\n\n-----\n{note}") == told(TALE)


def test_a_line_that_calls_the_text_a_note_is_not_told() -> None:
    assert told(f"Note of intent — short film, working title: THE LIFT\n\n{TALE}") == told(TALE)


def test_an_opening_that_says_whence_the_text_is_goes_with_its_request() -> None:
    opening = "From the lift book, copied out by me. Could you make it one film, please."
    assert told(f"{opening}\n\n{TALE}") == told(TALE)


@pytest.mark.parametrize(
    "within",
    ["He had once seen a film about lifts, three minutes long, and liked it.", "Please mind the doors, said the lift."],
)
def test_what_stands_within_the_story_stays(within: str) -> None:
    first, *rest = TALE.split("\n\n")
    assert within in " ".join(told("\n\n".join((first, within, *rest))))


def test_a_brief_that_is_a_phrase_gives_its_hero_in_its_own_words() -> None:
    text = "the man who proofreads tide tables"
    facts = BriefFacts(text=text, kind=Kind.STORY, language="en", seconds=30)
    hero = in_own_words(recognise(text, "en").hero, facts)
    assert hero is not None
    assert hero.forms["a"] == text
    assert hero.forms["the"] == "the man"


def test_a_heading_in_capitals_is_no_product() -> None:
    sheet = "CONSULTATION — FILM DE SENSIBILISATION\n\nObjet : un film court\nCible : foyers\nTon : humour admis"
    assert "SENSIBILISATION" not in list(names(sheet, "fr"))


def test_whom_a_speaker_greets_is_nobody() -> None:
    figures = recognise("E allora signore e signori buonasera, si gioca l'ultima boccia.", "it").figures
    assert not figures


def test_a_house_with_an_article_is_no_animal() -> None:
    assert not recognise("Wij zitten in zaal De Zwaan met koffie.", "nl").figures
    assert recognise("De zwaan zit op het water.", "nl").figures


def test_one_rocket_sets_no_tale_in_space_that_stands_on_earth() -> None:
    text = "Da casinha virada ao mar via a baleia, e deitava o foguete."
    assert recognise(text, "pt").suggested is Setting.COAST
    assert recognise("O foguete passa pelo planeta e pelo cometa, longe do mar.", "pt").suggested is Setting.SPACE
