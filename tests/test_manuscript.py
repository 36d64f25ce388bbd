"""The person's text: language, form, and scenes that give it back word for word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.agents.manuscript import detect_form, detect_language, own_scenes, speakers
from studio.production.tasks import OwnScene
from studio.production.vocabulary import TextForm
from studio.tools.offline.rules.sentences import clauses, sentences


def told(scenes: tuple[OwnScene, ...]) -> str:
    return "".join(line.text for scene in scenes for line in scene.lines)


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A lighthouse keeper befriends a storm", "en"),
        ("Space cats", "en"),
        ("quantum gravity", "en"),
        ("Two sisters", "en"),
        ("Sushi", "en"),
        ("12 34", "en"),
        ("Ein Fuchs", "de"),
        ("Kaffee am Morgen", "de"),
        ("le chat", "fr"),
        ("Une boulangère et la lune", "fr"),
        ("El mar", "es"),
        ("Un marinero y una ballena", "es"),
        ("Il gatto", "it"),
        ("Lo straniero", "it"),
        ("O amor", "pt"),
        ("Uma raposa procura a lua", "pt"),
        ("Een vos en de maan", "nl"),
        ("Omas Skateboard", "de"),
        ("Un escargot traverse Paris", "fr"),
        ("Nonna vola", "it"),
        ("Grandma's skateboard", "en"),
        ("Six swans", "en"),
        ("En räv och månen", "sv"),
        ("Lis i księżyc", "pl"),
        ("Bir tilki ve ay", "tr"),
        ("狐狸和月亮", "zh"),
        ("燈塔守護人和風暴", "zh-Hant"),
        ("きつねと月", "ja"),
        ("여우와 달", "ko"),
        ("ثعلب والقمر", "ar"),
        ("Лиса и луна", "ru"),
        ("Лисиця і місяць", "uk"),
        ("लोमड़ी और चाँद", "hi"),
        ("สุนัขจิ้งจอกกับดวงจันทร์", "th"),
        ("שועל וירח", "he"),
        ("Μια αλεπού και το φεγγάρι", "el"),
        ("推出 Trail Flask，一款回收钢制成的水壶", "zh"),
        ("新しい iPhone の広告", "ja"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert detect_language(text) == language


STORY = " ".join(
    f"On the {day} day the old boat drifted a little farther, and nobody on the shore could say why it did."
    for day in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
)
SCRIPT = """FADE IN:

INT. KITCHEN - NIGHT

MARIA
(whispering)
Did you hear that?

TOM (V.O.)
No. Go back to sleep.

She looks at the door.

EXT. COAST - DAWN

MARIA: We made it. Dr. Lee was right.
"""
SHEET = """Objective: more test rides
Target audience: young families
Tone: warm
Key message: One bike replaces the second car.
"""


@pytest.mark.parametrize(
    ("text", "from_file", "form"),
    [
        ("A fox", False, TextForm.BRIEF),
        (STORY, False, TextForm.STORY),
        (STORY, True, TextForm.STORY),
        ("We want a film for our audience. " + STORY, False, TextForm.STORY),
        ("We want a film for our audience. It opens on a boat. Please show the shore, too.", True, TextForm.BRIEF),
        (SCRIPT, True, TextForm.SCREENPLAY),
        ("ANNA: Hello.\nBEN: Who is there?\nANNA: Only me.", False, TextForm.SCREENPLAY),
        (SHEET, True, TextForm.BRIEF),
        ("I. A fox wakes.\nII. It runs\nIII. Home", False, TextForm.OUTLINE),
        ("Plano 1: Una mujer abre.\nPlano 2: Entra el gato", False, TextForm.OUTLINE),
        ("- Shot 1: harbour\n- Shot 2: hands\n- Shot 3: boat", False, TextForm.OUTLINE),
        ("镜头1：老人出海。\n镜头2：鱼来了。", False, TextForm.OUTLINE),
        ("- A fox wakes in the snow.\n- It looks at the moon.\n- Nobody answers it.", False, TextForm.OUTLINE),
        ("・狐が目を覚ます。\n・月を見上げる。\n・また眠る。", False, TextForm.OUTLINE),
        ("Stand: 12.03.\nArbeitstitel: Nachtzug\nEine Frau fährt nach Hause.", False, TextForm.BRIEF),
        ("1. A fox wakes.\n2. It meets the moon.\n3. They talk.", False, TextForm.OUTLINE),
        ("Scene 1: The fox wakes.\nScene 2: It runs.", False, TextForm.OUTLINE),
        (f"Chapter 1\n{STORY}\n\nChapter 2\n{STORY}", True, TextForm.STORY),
        ("- light\n- cheap\n- made here", False, TextForm.BRIEF),
        ("第一章 海\n老人出海了。\n第二章 鱼\n鱼来了。", True, TextForm.OUTLINE),
        ("Ziel: mehr Besucher\nZielgruppe: Familien\nDauer: 30 Sekunden", False, TextForm.BRIEF),
    ],
)
def test_forms(text: str, from_file: bool, form: TextForm) -> None:
    assert detect_form(text, from_file=from_file) is form


def test_a_screenplay_keeps_speakers_words_and_headings() -> None:
    scenes = own_scenes(SCRIPT, TextForm.SCREENPLAY)
    assert [scene.heading for scene in scenes] == ["INT. KITCHEN - NIGHT", "EXT. COAST - DAWN"]
    said = [(line.speaker, line.text) for scene in scenes for line in scene.lines]
    assert said == [
        ("MARIA", "Did you hear that?"),
        ("TOM", "No."),
        ("TOM", "Go back to sleep."),
        ("", "She looks at the door."),
        ("MARIA", "We made it."),
        ("MARIA", "Dr. Lee was right."),
    ]
    assert speakers(scenes) == ("MARIA", "TOM")


def test_an_outline_has_a_scene_for_each_item() -> None:
    scenes = own_scenes("1. A fox wakes. It yawns.\n2) The moon rises.\n3. Home.", TextForm.OUTLINE)
    assert [[line.text for line in scene.lines] for scene in scenes] == [
        ["A fox wakes.", "It yawns."],
        ["The moon rises."],
        ["Home."],
    ]
    headed = own_scenes("Scene 1: The fox wakes.\nScene 2\nIt runs.", TextForm.OUTLINE)
    assert [scene.heading for scene in headed] == ["Scene 1", "Scene 2"]


@pytest.mark.parametrize("mark", ["- ", "• ", "+ ", "・", "1. ", "2) ", "II. ", "– "])
def test_list_marks_go_and_words_stay(mark: str) -> None:
    text = "\n".join(f"{mark}{line}" for line in ("A - B waits.", "It costs 1.50 + tax.", "I. think so."))
    lines = [line.text for scene in own_scenes(text, TextForm.OUTLINE) for line in scene.lines]
    assert "".join(lines).replace(" ", "") == "A-Bwaits.Itcosts1.50+tax.I.thinkso."


def test_a_label_with_a_number_is_a_marker_and_no_speaker() -> None:
    scenes = own_scenes("Shot 1: wide on the harbour\nShot 2 (close): hands\nSzene 3 – Er geht.", TextForm.OUTLINE)
    assert [(scene.heading, told((scene,))) for scene in scenes] == [
        ("Shot 1", "wide on the harbour"),
        ("Shot 2", "hands"),
        ("Szene 3", "Er geht."),
    ]
    spoken = own_scenes("SHOT 4B: the harbour\nANNA: Look.\nPLANO 2\nLa casa.\nANNA: Yes.", TextForm.SCREENPLAY)
    assert speakers(spoken) == ("ANNA",)


def test_a_title_is_a_heading_and_the_narrator_has_no_name() -> None:
    scenes = own_scenes("The Old Lamp\n\nThe sea is calm. It waits.", TextForm.STORY)
    assert [(scene.heading, told((scene,))) for scene in scenes] == [("The Old Lamp", "The sea is calm.It waits.")]
    spoken = own_scenes("ANNA: Take it.\nNarrator: And so he left.", TextForm.SCREENPLAY)
    assert speakers(spoken) == ("ANNA",)


def test_headings_and_separators_divide_a_story() -> None:
    scenes = own_scenes("# Dawn\nThe sea is calm.\n\n***\n\nIt wakes.", TextForm.STORY)
    assert [(scene.heading, told((scene,))) for scene in scenes] == [("Dawn", "The sea is calm."), ("", "It wakes.")]


@pytest.mark.parametrize("count", [1, 2, 4, 7])
def test_a_wished_number_of_scenes(count: int) -> None:
    scenes = own_scenes(STORY, TextForm.STORY, count)
    assert len(scenes) == count
    assert bare(told(scenes)) == bare(STORY)


def test_scenes_are_balanced() -> None:
    lengths = [len(told((scene,))) for scene in own_scenes(STORY * 3, TextForm.STORY)]
    assert max(lengths) <= 3 * min(lengths)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dr. Smith came. He sat down!", 2),
        ("“Go!” he said. “Now.”", 2),
        ("老人出海了。鱼来了！他笑了吗？", 3),
        ("वह आया। वह गया।", 2),
        ("ذهب الرجل. هل عاد؟ نعم.", 3),
        ("彼は笑った。「行こう。」と言った。", 2),
        ("หมาจิ้งจอกตื่น มันวิ่ง", 2),
        ("It costs 3.50 euros. Fine.", 2),
        ("« Va ! » dit-il. Elle partit.", 2),
        ("She knew more than I. Then she left...  and came back.", 2),
        ("Er nahm Licht mit, z. B. die Lampe. Dann ging er.", 2),
    ],
)
def test_sentences_end_where_readers_end_them(text: str, count: int) -> None:
    found = sentences(text)
    assert len(found) == count, found
    assert all(text[span.start : span.end] == span.text for span in found)


def test_clauses_are_spans_cut_at_marks() -> None:
    text = "Deep down, where it is dark: a light. 老人，鱼，海。"
    assert [span.text for span in clauses(text)] == ["Deep down", "where it is dark", "a light.", "老人", "鱼", "海。"]
    assert all(text[span.start : span.end] == span.text for span in clauses(text))


_PIECES = [
    "The fox ran",
    "Dr. Lee",
    "“Go!”",
    "彼は笑った。",
    "老人出海了。",
    "he said",
    "3.5",
    "वह आया।",
    "...",
    "Yes",
    "No?",
    "a\tb",
]


@settings(max_examples=150, deadline=None)
@given(
    pieces=st.lists(st.sampled_from([*_PIECES, ". ", "! ", "\n", "\n\n", ", "]), min_size=1, max_size=60),
    count=st.one_of(st.none(), st.integers(1, 12)),
)
def test_a_story_is_given_back_word_for_word(pieces: list[str], count: int | None) -> None:
    text = " ".join(pieces)
    scenes = own_scenes(text, TextForm.STORY, count)
    title = scenes[0].heading if scenes else ""
    assert bare(title + told(scenes)) == bare(text)
    assert all(scene.lines for scene in scenes)
    assert count is None or len(scenes) <= count


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=200))
def test_any_text_has_a_language_a_form_and_sentences(text: str) -> None:
    assert re.fullmatch(r"[a-z]{2,3}(-Hant)?", detect_language(text))
    if text.strip():
        assert detect_form(text, from_file=True) in TextForm
    assert bare("".join(span.text for span in sentences(text))) == bare(text)
