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


WISHES = [
    (
        "Hi, could you make a short film from this? Please keep it calm, about 30 seconds. ",
        "A girl called Mina can't sleep. She opens the curtain. The washing on the line is dancing. One sock is alone. "
        "She runs down in her slippers and pegs it up next to the other one, and the two hold on to each other in the "
        "wind all night long. Then she goes back to bed and sleeps until the milkman comes.",
        " If you could have the moon in it she'd be delighted. Thank you x",
    ),
    (
        "Liebes Team, könnt ihr daraus einen kleinen Film machen? Bitte nicht zu traurig und mit Musik. ",
        "Im Sommer 1951 fuhr meine Oma Gerda mit dem Fahrrad ans Meer. Sie brauchte drei Tage und hatte zwei Platten. "
        "In Bremervörde lieh ihr ein Lehrling seine Luftpumpe. Am Strand stand sie eine Stunde lang mit den Schuhen in "
        "der Hand und sagte nichts. Auf dem Rückweg brachte sie dem Lehrling eine Muschel mit, und er ist mein Opa.",
        " Vielen lieben Dank und herzliche Grüße, Jonas",
    ),
    (
        "祖父の話を映像にしていただけないでしょうか。\n\n",
        "祖父は北海道の小さな駅で駅員をしていました。冬になると乗る人はほとんどいなかったそうです。"
        "ある年の一月、吹雪で汽車が止まり、三人のお客さんが取り残されました。四人はストーブを囲んで、二晩を過ごしました。"
        "三日目の朝、空は真っ青に晴れて、除雪車が来ました。",
        "\n\nあまり泣かせるようにはせず、淡々とした感じにしていただけるとうれしいです。",
    ),
]


@pytest.mark.parametrize(("before", "story", "after"), WISHES)
def test_a_request_around_a_story_is_left_out_and_the_story_told_whole(before: str, story: str, after: str) -> None:
    text = before + story + after
    assert detect_form(text, from_file=len(text) > 400) is TextForm.STORY
    assert "".join(lines(text, TextForm.STORY)).replace(" ", "") == story.replace(" ", "")


def test_a_story_in_quotation_marks_is_told_without_them() -> None:
    told = "Il était une fois un crayon gris. Le rouge refusa. Le bleu aussi. Depuis, ils travaillent ensemble."
    assert " ".join(lines(f"Voici le texte (merci d'y tenir) : « {told} »", TextForm.STORY)) == told


def test_a_last_line_that_is_asked_for_is_told_last_and_alone() -> None:
    text = (
        "The ice goes, and there is a river. A cart loses a wheel here. In 1968 they build a school (please show only "
        'the gate). It rains.\n\nLast line, spoken by the narrator: "The water remembers." Under two minutes if '
        "possible, please."
    )
    told = lines(text, TextForm.STORY)
    assert told[-1] == "The water remembers."
    assert told[-3:-1] == ["In 1968 they build a school.", "It rains."]


def test_a_message_about_an_advertisement_is_no_story() -> None:
    text = (
        "Every year forty people are rescued here because they walked out at low tide. We need a film for social media "
        "that tells visitors to check the board. Serious but not gruesome please. It should end with our website."
    )
    assert detect_form(text, from_file=True) is TextForm.BRIEF


def test_a_request_in_the_middle_takes_the_wishes_after_it_along() -> None:
    text = (
        "Meena's father mends sewing machines in Leicester. What I'd like is a short video for the website. It should "
        "show the workshop. People bring him machines their grandmothers had. He never met one he couldn't mend."
    )
    told = " ".join(lines(text, TextForm.STORY))
    assert told == (
        "Meena's father mends sewing machines in Leicester. People bring him machines their grandmothers had. He never "
        "met one he couldn't mend."
    )


def test_small_pictures_are_not_read() -> None:
    assert lines("Dan is a chef 👨‍🍳 now. He left 🐈🌭 Nobody saw it.", TextForm.STORY) == [
        "Dan is a chef now.",
        "He left",
        "Nobody saw it.",
    ]


@pytest.mark.parametrize(
    "mark",
    [
        *(
            "SERIES OF SHOTS",
            "BACK TO SCENE",
            "LATER",
            "Later.",
            "MONTAGE - THE DAY PASSES",
            "CLOSE ON: her hands",
            "SFX: rain",
        ),
        *(
            "RÜCKBLENDE",
            "ZURÜCK ZUR SZENE",
            "NAHAUFNAHME: die Hand",
            "PLUS TARD",
            "GROS PLAN : la main",
            "SERIE DE PLANOS",
        ),
        *("MÁS TARDE", "PIÙ TARDI", "ТИТРЫ", "特写：她的手", "回想"),
    ],
)
def test_marks_of_the_camera_are_never_spoken(mark: str) -> None:
    text = f"EXT. PIER - DAY\n\nFog lies on the water.\n\n{mark}\n\nA bell rings.\n\nMAURICE\nNot yet, Doreen."
    assert lines(text, TextForm.SCREENPLAY) == ["Fog lies on the water.", "A bell rings.", "Not yet, Doreen."]


def test_words_before_a_colon_are_a_speaker_only_as_a_name() -> None:
    text = "EXT. PIER - DAY\n\nFrom far off: the grumble of engines.\n\nAnna de la Cruz: Listen."
    scenes = own_scenes(text, TextForm.SCREENPLAY)
    assert speakers(scenes) == ("Anna de la Cruz",) or speakers(scenes) == ()
    assert "From far off: the grumble of engines." in lines(text, TextForm.SCREENPLAY)


def test_a_poem_is_divided_between_stanzas_only() -> None:
    stanza = "the tide goes out and takes the pier\nand what the pier was thinking of\nall winter long I watched it\n"
    stanza += "walk up and down the bay"
    scenes = own_scenes(f"{stanza}\n\n{stanza}", TextForm.STORY)
    assert [len(scene.lines) for scene in scenes] == [4, 4]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("— Qui va là ? gronda-t-il.\n— Moi.", ["— Qui va là ? gronda-t-il.", "— Moi."]),
        ("—¿Cruzamos? —preguntó.", ["—¿Cruzamos? —preguntó."]),
        ("“这么晚了，还过河？”他问。天黑了。", ["“这么晚了，还过河？”他问。", "天黑了。"]),
        ("一\n\n天黑了。\n\n二\n\n船来了。\n\n（完）", ["天黑了。", "船来了。"]),
        ("It was late.\n\nThe End", ["It was late."]),
    ],
)
def test_speech_keeps_its_tag_and_numbers_of_sections_are_not_read(text: str, told: list[str]) -> None:
    assert lines(text, TextForm.STORY) == told
