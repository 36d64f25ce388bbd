"""Briefs as people really write them: brackets, quotes, prices, orders, links. What is unsure is left out."""

from __future__ import annotations

import random as randomness

import pytest
from asked import DIRECTOR, film
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.production.screenplay import LineDraft, ScreenplayDraft
from studio.production.tasks import (
    BriefFacts,
    MergeTreatment,
    OwnScene,
    StageOwnText,
)
from studio.production.vocabulary import Kind, Landmark, Mood, Setting, StoryShape, TimeOfDay
from studio.tools.offline.rules.lexicon import WRITTEN_LANGUAGES
from studio.tools.offline.rules.ownwords import stage_own_text
from studio.tools.offline.rules.pairs import is_balanced, pairs
from studio.tools.offline.rules.products import LONGEST_NAME, product_name
from studio.tools.offline.rules.recognition import Recognition, recognise
from studio.tools.offline.rules.sentences import clauses, sentences
from studio.tools.offline.rules.speakable import orders, slogan, spoken_spans
from studio.tools.offline.rules.staging import stages
from studio.tools.offline.rules.treating import merge_treatment

LANGUAGES = (*WRITTEN_LANGUAGES, "ja", "ko", "ru", "ar", "hi")


def said(draft: ScreenplayDraft) -> list[str]:
    return [line.text for scene in draft.scenes for line in scene.lines]


_WORDS = [
    "The fox runs",
    "jars",
    "2.50 a jar",
    "Vol. 3",
    "M. Quang",
    "z. B. Salz",
    "at 5.30",
    "nobody.",
    "Yes!",
    "no, not",
    "云。",
]
_MARKS = [
    ("(", ")"),
    ("[", "]"),
    ("«", "»"),
    ("„", "“"),
    ("“", "”"),
    ('"', '"'),
    ("「", "」"),
    ("『", "』"),
    ("（", "）"),
    ("【", "】"),
]


def _enclosed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    joined = st.lists(inner, min_size=1, max_size=4).map(" ".join)
    return st.tuples(st.sampled_from(_MARKS), joined).map(lambda parts: f"{parts[0][0]}{parts[1]}{parts[0][1]}")


_BALANCED = st.lists(
    st.recursive(st.sampled_from([*_WORDS, ". ", ", ", " – "]), _enclosed, max_leaves=8), min_size=1, max_size=10
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(text=_BALANCED.filter(lambda text: is_balanced(text) and len(text) < 240))
def test_nothing_is_cut_within_brackets_or_quotation_marks(text: str) -> None:
    for span in (*sentences(text), *clauses(text)):
        assert is_balanced(span.text), span
        assert text[span.start : span.end] == span.text


@settings(max_examples=100, deadline=None)
@given(text=st.text(alphabet="ab (）(\"“”„«»「」[]'.,! \n", max_size=80), language=st.sampled_from(LANGUAGES))
def test_what_is_said_aloud_is_balanced_whatever_the_brief(text: str, language: str) -> None:
    assert all(is_balanced(span.text) for span in spoken_spans(text, language))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It is sold in jars (2.50 a jar. Really.) Come by.", 2),
        ("„Geh. Jetzt.“ Dann schwieg er.", 2),
        ("MRS. ADEYEMI opens at 5.30 today. M. Quang plays.", 2),
        ("Vol. 3 is out at St. Ives. J. R. Smith wrote it.", 2),
        ("Am 3. Mai, z. B. um 5.30 Uhr, kam Dr. Weiß. Er blieb.", 2),
        ("Vive cerca, p. ej. en la Avda. Sol. No sale.", 2),
        ("it rains. nobody minds. we dance.", 3),
    ],
)
def test_points_that_end_no_sentence(text: str, count: int) -> None:
    assert len(sentences(text)) == count, sentences(text)


def test_inches_smileys_and_apostrophes_are_no_quotation_marks() -> None:
    assert is_balanced("It's 5\" long :) isn't it?\n1) yes")
    assert not is_balanced("with both signs)")
    assert pairs("a (b «c») d") == ((5, 7), (2, 8))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("C:\\Users\\ann\\brief.docx", "en"),
        ("https://shop.example.com/new", "en"),
        ("#summer #sale", "en"),
        ("🎈🎈", "en"),
        ("Anuncio para la Feria!", "es"),
        ("Stand: 4.11.", "de"),
        ('the "so sorry we are late" edition', "en"),
        ('Our slogan: "Simply Better"', "en"),
        ("BRAND NEW SHOP. LAUNCH PARTY ON FRIDAY NIGHT", "en"),
        ("We need something nice for our little shop, please", "en"),
    ],
)
def test_without_a_certain_name_there_is_none(text: str, language: str) -> None:
    assert product_name(text, language) is None
    plan, _, draft = film(text, language, Kind.AD)
    assert plan.product is None
    assert sum(character.isalpha() for character in plan.title) >= 2
    assert "http" not in plan.title
    assert said(draft)


def test_without_a_name_the_thing_itself_is_the_product() -> None:
    plan, _, draft = film("We sell a small lamp for reading in bed", "en", Kind.AD)
    assert plan.product is not None
    assert (plan.product.name, plan.product.form.value) == ("lamp", "lamp")
    assert not any("Meet lamp" in line or line.startswith("lamp") for line in said(draft))


_SCRAPS = [
    *(
        "Launch",
        "the",
        "Introducing",
        "Blue",
        "X",
        "N°7",
        "(2.50",
        "€)",
        '"We are',
        'here."',
        "“Wag & Bone”",
        "#tag",
        "🎉",
        "Title:",
    ),
    *(
        "www.a.com",
        "C:\\x",
        "please",
        "Slogan:",
        "“Ja.”",
        "\n",
        "- ",
        ".",
        "!",
        "Working title:",
        "ad for",
        "「",
        "」",
        "5.30",
    ),
]


@settings(max_examples=120, deadline=None)
@given(
    text=st.lists(st.sampled_from(_SCRAPS), min_size=1, max_size=14).map(" ".join).filter(str.strip),
    language=st.sampled_from(LANGUAGES),
    kind=st.sampled_from(list(Kind)),
)
def test_names_and_titles_are_whole(text: str, language: str, kind: Kind) -> None:
    name = product_name(text, language)
    if name is not None:
        assert name in text
        assert len(name) <= LONGEST_NAME
        assert is_balanced(name)
        assert sum(c.isalpha() for c in name) >= 2 or any(c.isdigit() for c in name)
        assert not {"#", "🎉", "\\"} & set(name)
    plan, _, _ = film(text, language, kind)
    if language in WRITTEN_LANGUAGES:
        assert is_balanced(plan.title)
        assert sum(c.isalpha() for c in plan.title) >= 2 or any(c.isdigit() for c in plan.title)
        assert "www." not in plan.title


ORDERS = [
    (
        "en",
        "A fox counts stars.",
        "Please make it funny. We want no people. It should be no longer than 30 seconds. Thanks, Maureen",
    ),
    (
        "de",
        "Ein Fuchs zählt Sterne.",
        "Wir hätten gern etwas Lustiges. Soll nicht länger sein. Bitte keine Musik. Danke, Familie Huber",
    ),
    ("fr", "Un renard compte les étoiles.", "On voudrait quelque chose de drôle. Pas de voix off. Merci !"),
    ("es", "Un zorro cuenta estrellas.", "Que no salga nadie. Queremos algo alegre. Gracias"),
    (
        "it",
        "Una volpe conta le stelle.",
        "Vorremmo qualcosa di allegro. Non deve durare molto, niente voce fuori campo. Grazie",
    ),
    ("zh", "狐狸数星星。", "请拍得有趣一点。不要旁白。谢谢！"),
    ("pt", "Uma raposa conta estrelas.", "Queremos algo alegre. Sem voz off. Obrigada"),
    ("ja", "狐が星を数える。", "ロゴを最後に入れてください。30秒以内でお願いします。"),
    ("ar", "ثعلب يعد النجوم.", "نريد شيئا مرحا. الرجاء بدون موسيقى. شكرا"),
]


@pytest.mark.parametrize(("language", "told", "asked"), ORDERS)
def test_orders_to_the_makers_are_not_said(language: str, told: str, asked: str) -> None:
    spans = [span.text for span in spoken_spans(f"{told} {asked} www.fox.com #fox", language)]
    assert spans == [told]


def test_prices_in_lists_and_contact_lines_are_not_said() -> None:
    text = "Our bread is baked at night.\n- rye 3 €\n- wheat 2.50 €\nCall 020 7946 0991\nannie@bread.com"
    assert [span.text for span in spoken_spans(text, "en")] == ["Our bread is baked at night."]


def test_every_list_of_orders_is_in_lower_case_and_without_doubles() -> None:
    for language in LANGUAGES[:-1]:
        known = orders(language)
        assert known.openers
        assert known.slogans
        assert all(entry == entry.strip() for entry in (*known.openers, *known.farewells))
        assert len(set(known.marks)) == len(known.marks), language


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", 'A tea shop. SLOGAN IS "WE WOULD RATHER NOT."', "WE WOULD RATHER NOT."),
        ("de", "Eine Bäckerei. Claim: „Brot, das bleibt.“", "Brot, das bleibt."),
        ("es", 'Turrón artesano. Lema: "Dulce como antes." Gracias', "Dulce como antes."),
        ("ja", "喫茶店。キャッチコピー「朝が、待ち遠しい。」", "朝が、待ち遠しい。"),
    ],
)
def test_a_slogan_has_the_last_word(language: str, text: str, words: str) -> None:
    assert slogan(text, language) == words
    lines = said(film(text, language, Kind.AD)[2])
    assert lines[-1] == words
    assert not any(words in line for line in lines[:-1])


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A boy by the sea. There is no old white lighthouse in it."),
        ("de", "Ein Junge am Meer. Einen Leuchtturm gibt es hier nicht."),
        ("pt", "Um menino na praia. Não há farol."),
        ("ja", "海辺の少年。灯台はない。"),
    ],
)
def test_what_is_denied_is_never_seen(language: str, text: str) -> None:
    assert Landmark.LIGHTHOUSE in recognise(text, language).denied
    for seed in range(6):
        scenes = film(text, language, Kind.STORY, seed=seed)[2].scenes
        assert all(scene.landmark is not Landmark.LIGHTHOUSE for scene in scenes)


def test_a_landmark_that_nobody_named_is_seen_once_at_most() -> None:
    forest = Recognition(settings=(Setting.FOREST,))
    seen = set()
    for seed in range(24):
        placed = stages(Kind.STORY, StoryShape.FABLE, Mood.CALM, forest, 9, randomness.Random(seed))
        marks = [stage.landmark for stage in placed if stage.landmark is not None]
        assert len(marks) <= 1
        seen |= set(marks)
    assert seen


def _staged(lines: tuple[str, ...], language: str, seed: int) -> ScreenplayDraft:
    facts = BriefFacts(text="\n".join(lines), kind=Kind.STORY, language=language, seconds=60)
    own = tuple(OwnScene(lines=(LineDraft(text=line),)) for line in lines)
    random = randomness.Random(seed)
    plan = merge_treatment(MergeTreatment(brief=facts, agent=DIRECTOR, pitches=()), random)
    task = StageOwnText(brief=facts, agent=DIRECTOR, treatment=plan, title="Mine", scenes=own)
    return stage_own_text(task, random)


@pytest.mark.parametrize("language", ["en", "sw"])
def test_a_text_that_names_nothing_has_one_place_and_an_arc(language: str) -> None:
    homes = set()
    for seed in range(12):
        scenes = _staged(tuple(f"Zorblax hums {number}." for number in range(6)), language, seed).scenes
        assert len({scene.setting for scene in scenes}) == 1
        homes.add(scenes[0].setting)
        times = [scene.time_of_day for scene in scenes]
        assert (times[0], times[-1]) == (TimeOfDay.DAY, TimeOfDay.DAWN)
        assert {TimeOfDay.DUSK, TimeOfDay.NIGHT} <= set(times)
        assert len({scene.mood for scene in scenes}) >= 4
        assert all(scene.landmark is None for scene in scenes)
    assert len(homes) >= 2


def test_what_was_named_goes_on_until_something_else_is() -> None:
    lines = ("We walk into the forest at night.", "Nobody speaks.", "Then the beach, at dawn.", "It is quiet.")
    scenes = _staged(lines, "en", 3).scenes
    assert [scene.setting.value for scene in scenes] == ["forest", "forest", "coast", "coast"]
    assert [scene.time_of_day for scene in scenes] == [TimeOfDay.NIGHT] * 2 + [TimeOfDay.DAWN] * 2
    assert scenes[3].mood is Mood.CALM
