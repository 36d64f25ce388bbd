"""A person's own text: notes to the makers are not told, a poem keeps its lines, all else is word for word."""

from __future__ import annotations

import textwrap

import pytest

from studio.agents.manuscript import detect_form, own_scenes, speakers
from studio.agents.manuscript.marks import is_slugline, is_transition
from studio.agents.manuscript.notes import without_notes
from studio.agents.manuscript.verse import is_verse, is_wrapped
from studio.production.vocabulary import TextForm

STORY = """Once there was a button that had never been buttoned. She was sewn on the inside of a coat.

"What is it like outside?" she asked the thread.

One day the top button fell off and rolled away. The tailor turned the coat inside out, and there was light."""
POEM = """left pocket: two tickets, a chestnut
right pocket: a hole
lining: years of coins
making weather when she walked

I wear it to the shop
I buy the eggs"""
WRAPPED = textwrap.fill(
    "The lift in our building has not worked since the spring, and nobody has ever complained, because of the man "
    "on the sixth floor. Every morning at seven he carries down whatever needs carrying down, be it a cello or a cat.",
    60,
)


def lines(text: str, form: TextForm) -> list[str]:
    return [line.text for scene in own_scenes(text, form) for line in scene.lines]


TOLD = lines(STORY, TextForm.STORY)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Note: please keep the words exactly.\n\n", ""),
        ("", "\n\n(About two minutes long, a warm voice.)"),
        ("", "\n\n[NOTE TO WHOEVER MAKES THIS: no bagpipes. It has to be yellow.]"),
        ("", "\n\n---\n\n(please keep the ending. I would like a narrator, not too slow.)"),
        ("", "\n\nI would like a film of two minutes. It is true, by the way."),
        ("", " We need a short film of this. It should be warm."),
        ("Hello team,\n\nhere is the story, please do not change the film script:\n\n", "\n\nMany thanks,\nNora"),
        ("", "\n\nPlease no music in the film.\n\nBest wishes,\nJo x"),
        ("", "\n\nP.S. The film should have a narrator."),
    ],
)
def test_notes_around_a_story_are_not_told(before: str, after: str) -> None:
    assert lines(before + STORY + after, TextForm.STORY) == TOLD


@pytest.mark.parametrize(
    "end",
    [
        '\n\n"Please show me the way," she said. "I want to see the film."',
        "\n\nThe film was over, and they walked home.",
        "\n\nShe never spoke of it again (nobody asked).",
        "\n\nMany thanks, said nobody.",
        "\n\nShow me the light, thought the button.",
    ],
)
def test_a_story_that_sounds_like_a_note_is_told_to_its_end(end: str) -> None:
    told = lines(STORY + end, TextForm.STORY)
    assert "".join(told).replace(" ", "") == "".join(TOLD).replace(" ", "") + end.replace("\n", "").replace(" ", "")


def test_a_text_that_is_nothing_but_a_note_is_kept() -> None:
    assert without_notes("(a warm voice, please)", TextForm.STORY) == "(a warm voice, please)"


def test_a_letter_that_is_the_story_keeps_its_words() -> None:
    text = (
        "Dear Emma\n\nThe sea is calm tonight. I light the lamp as you did.\n\nYours, and the sea's, I am for ever here"
    )
    assert lines(text, TextForm.STORY)[-1] == "Yours, and the sea's, I am for ever here"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Hi Priya,\n\nabout the film. We run a plant nursery.\n\nThanks a lot\nJo", TextForm.BRIEF),
        (POEM, TextForm.STORY),
        ("– Tu as pensé au pain ?\n– Toute la journée.\n– Et alors ?\nElle a ri.", TextForm.STORY),
        ("ANNA: Look.\nTOM: Where?\nANNA: There.\nTOM: Ah.", TextForm.SCREENPLAY),
        ("come closer\nno\nnot that close\nI have been saying this\nfor a hundred years\nto everyone", TextForm.STORY),
        ("INNEN. KÜCHE - NACHT\n\nEine Lampe brennt.", TextForm.SCREENPLAY),
        ("a fox\nit should be a funny film\nno talking please\nfor my kids\nmake it short", TextForm.BRIEF),
        ("Open from 9 to 5\nCoffee 3 euros\nTea 2 euros\nCake 4 euros", TextForm.BRIEF),
    ],
)
def test_forms(text: str, form: TextForm) -> None:
    assert detect_form(text, from_file=False) is form


def test_a_poem_keeps_its_lines_and_wrapped_prose_does_not() -> None:
    assert lines(POEM, TextForm.STORY) == [line for line in POEM.splitlines() if line]
    assert len(own_scenes(POEM, TextForm.STORY)) > 1
    assert lines(WRAPPED, TextForm.STORY)[-1] == (
        "Every morning at seven he carries down whatever needs carrying down, be it a cello or a cat."
    )
    assert is_verse(POEM.splitlines())
    assert not is_wrapped([POEM.splitlines()])
    assert is_wrapped([WRAPPED.splitlines()])


def test_a_title_above_separated_parts_is_not_spoken() -> None:
    scenes = own_scenes("The Weigher of Salt\n\nThe sea is calm.\n\n***\n\nIt wakes.", TextForm.STORY)
    assert [line.text for scene in scenes for line in scene.lines] == ["The sea is calm.", "It wakes."]


SCRIPT = """EXACT CHANGE
by K. Mensah

Draft 3 - short screenplay, 2 pages

FADE IN:

EXT. QUEUE - DAWN

Grey light. Eleven cars in a line.

PRIYA
One car, please.
[She waits.]

SMASH CUT TO BLACK.

PRIYA
Thank you.

FADE OUT.

(Music idea: only wipers.)"""


def test_a_screenplay_says_neither_its_title_page_nor_its_transitions() -> None:
    assert lines(SCRIPT, TextForm.SCREENPLAY) == [
        "Grey light.",
        "Eleven cars in a line.",
        "One car, please.",
        "Thank you.",
    ]
    assert speakers(own_scenes(SCRIPT, TextForm.SCREENPLAY)) == ("PRIYA",)


def test_what_follows_a_line_of_dialogue_is_told() -> None:
    (scene,) = own_scenes("ANNA: Look.\nThey sit.\nBEN: A long\nway down.\nANNA: Yes.", TextForm.SCREENPLAY)
    assert [(line.speaker, line.text) for line in scene.lines] == [
        ("ANNA", "Look."),
        ("", "They sit."),
        ("BEN", "A long"),
        ("BEN", "way down."),
        ("ANNA", "Yes."),
    ]


def test_an_outline_tells_neither_its_title_nor_how_it_is_filmed() -> None:
    steps = "1. A woman shovels snow.\n2. A boy shakes it. Please avoid music here.\n3. He stops."
    text = f"THE GLOBE (rough outline)\n\n{steps}\n\nImportant: it is no magic."
    assert lines(text, TextForm.OUTLINE) == [
        "A woman shovels snow.",
        "A boy shakes it.",
        "He stops.",
    ]


@pytest.mark.parametrize("line", ["CUT TO BLACK.", "SCHNITT AUF:", "FONDU AU NOIR", "CORTE A:", "DISSOLVENZA", "淡出"])
def test_transitions(line: str) -> None:
    assert is_transition(line)


@pytest.mark.parametrize("line", ["FINE ART", "He cut to black.", "SCHWARZE WAND", "CUTLERY"])
def test_words_are_no_transitions(line: str) -> None:
    assert not is_transition(line)


def test_sluglines_in_other_languages() -> None:
    assert is_slugline("INTÉRIEUR NUIT - CUISINE")
    assert is_slugline("外景。海边")
    assert not is_slugline("INTERIOR DESIGN SALE")
