"""No broken sentence: of a sentence of the brief everything is told, in order and in one go, or nothing."""

from __future__ import annotations

import random as randomness

import pytest
from asked import DIRECTOR, film
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.production.critique import CritiqueDraft, Suggestion
from studio.production.screenplay import ScreenplayDraft
from studio.production.tasks import (
    BriefFacts,
    ReviseScreenplay,
)
from studio.production.vocabulary import Kind
from studio.tools.offline.rules.criticism import KEEP_TO_BRIEF
from studio.tools.offline.rules.cutting import beginning, in_pieces
from studio.tools.offline.rules.products import claims, product_noun
from studio.tools.offline.rules.recognition import recognise_brief
from studio.tools.offline.rules.revising import revise_screenplay
from studio.tools.offline.rules.sentences import sentences
from studio.tools.offline.rules.speakable import is_for_makers, spoken_spans

SENTENCES = {
    "en": (
        "The ferry leaves at six, with two cows, a piano and nobody who can play it.",
        "A widow, 71, a retired welder, builds a boat in her kitchen; the kitchen door is too narrow.",
        "Entry £4, children free, dogs welcome.",
        "On Sunday 3 May, from nine until the tea runs out, we open the gates of Harrow Mill, the last of its kind.",
        "Nobody (not even Ruth) asked why.",
        "The river froze.",
        "It thawed in the night, and by morning the ice had taken the bridge, the jetty and the baker's boat with it.",
    ),
    "de": (
        "Der Zug hält in Wesel, in Rees, in Emmerich und dann sehr lange nirgends.",
        "Frau Kamp, 80, früher Lotsin, zählt die Schiffe; es werden jeden Abend weniger.",
        "Eintritt 3 €, Kinder frei, montags zu.",
        "Die Uhr steht.",
    ),
    "fr": (
        "Le facteur, 58 ans, porte une lettre, une seule, à une maison qui n'existe plus.",
        "Il neige.",
        "Le pont, vieux et rouillé, tient encore, mais personne n'ose le traverser.",
    ),
    "nl": (
        "Op de dijk staan een paard, een bakfiets en een man die niets zegt.",
        "Het regent, en toch blijft iedereen staan.",
        "De brug gaat open.",
    ),
    "zh": ("灯塔老了，海还是那片海。", "船来了。"),
    "ar": ("ينتظر الرجل، والبحر هادئ.", "جاءت السفينة."),
}  # fmt: skip


def broken(draft: ScreenplayDraft, told: tuple[str, ...]) -> list[str]:
    """The sentences of which something is told, but not all of it in one go; scenes without words part them too."""
    lines = [line.text for scene in draft.scenes for line in (scene.lines or ())]
    silent = [number for number, scene in enumerate(draft.scenes) if not scene.lines]
    spoken = [(number, line.text) for number, scene in enumerate(draft.scenes) for line in scene.lines]
    found = []
    for sentence in told:
        pieces = [(at, text) for at, (_, text) in enumerate(spoken) if text.strip(" .") and text in sentence]
        if not pieces:
            continue
        first, last = pieces[0][0], pieces[-1][0]
        joined = " ".join(text for _, text in spoken[first : last + 1])
        parted = any(spoken[first][0] < scene < spoken[last][0] for scene in silent)
        if "".join(joined.split()) != "".join(sentence.split()) or parted:
            found.append(f"{sentence!r} told as {lines[first : last + 1]}")
    return found


@settings(max_examples=150, deadline=None)
@given(
    language=st.sampled_from(sorted(SENTENCES)),
    order=st.randoms(use_true_random=False),
    count=st.integers(2, 6),
    kind=st.sampled_from(list(Kind)),
    seconds=st.lists(st.floats(2.5, 7.0), min_size=3, max_size=9).map(tuple),
    seed=st.integers(0, 50),
)
def test_of_a_sentence_all_is_told_or_nothing(
    language: str, order: randomness.Random, count: int, kind: Kind, seconds: tuple[float, ...], seed: int
) -> None:
    told = tuple(order.sample(SENTENCES[language], min(count, len(SENTENCES[language]))))
    text = " ".join(told)
    plan, task, draft = film(text, language, kind, seed=seed, seconds=seconds)
    only_begun = len({line.text for scene in draft.scenes for line in scene.lines if line.text in text}) <= 1
    assert only_begun or not broken(draft, told)
    critique = CritiqueDraft(
        scores=(),
        suggestions=tuple(
            Suggestion(target=f"scene {number + 1}", advice=advice)
            for number, advice in enumerate((KEEP_TO_BRIEF, "say it in other words", KEEP_TO_BRIEF))
        ),
        alignment=0.5,
        overall=0.5,
    )
    revision = ReviseScreenplay(
        brief=task.brief,
        agent=DIRECTOR,
        treatment=plan,
        budgets=task.budgets,
        screenplay=draft,
        critique=critique,
        round=1,
    )
    assert only_begun or not broken(revise_screenplay(revision, randomness.Random(seed + 1)), told)


@settings(max_examples=100, deadline=None)
@given(
    language=st.sampled_from(sorted(SENTENCES)),
    number=st.integers(0, 20),
    longest=st.floats(1.0, 8.0),
)
def test_the_pieces_of_a_sentence_are_the_sentence(language: str, number: int, longest: float) -> None:
    sentence = SENTENCES[language][number % len(SENTENCES[language])]
    pieces = in_pieces(sentence, language, longest)
    assert not pieces or "".join("".join(pieces).split()) == "".join(sentence.split())


def test_a_list_and_a_name_with_what_it_says_of_it_stay_together() -> None:
    listed = "She packs a kettle, two cups, a map and some string; nobody in the village asks her where she is going."
    assert in_pieces(listed, "en", 5.0)[0].endswith("string;")
    apposed = "The judge, Mr Obi, a kind man, closes the court early, because the swallows have come back to the roof."
    assert in_pieces(apposed, "en", 5.0)[1].startswith("because")


def test_a_beginning_ends_with_a_thought() -> None:
    sentence = (
        "A man sells umbrellas, a hat, a coat, and when it rains he gives them all away, because he likes the rain."
    )
    begun = beginning(sentence, "en", 6.0)
    assert begun is not None
    assert sentence.startswith(begun)
    assert begun[-1].isalnum()
    assert beginning("Zorblax, Yorblax, Worblax", "en", 1.0) is None


def test_claims_are_whole_sentences() -> None:
    text = "Entry £4, children free, dogs welcome. It's about a woman, 61, a diver, who counts seals."
    assert claims(text, "en", None) == tuple(span.text for span in sentences(text))


ASKED = [
    ("en", "Explain it with a map."), ("en", "Children should understand it."), ("en", "No diagrams."),
    ("en", "THE CAT MUST NOT SING."), ("en", "Warm and funny."), ("en", "Told like a bedtime tale."),
    ("en", "Film en noir et blanc si possible."), ("de", "Keine Grafiken."), ("de", "Ruhig und poetisch."),
    ("de", "Erklärt es bitte."), ("fr", "Expliquez la marée."), ("fr", "Drôle et tendre."),
    ("fr", "Pas de chiffres."), ("es", "Sin gráficos."), ("es", "Explica la marea."),
    ("es", "Divertido y tierno."),
    ("it", "Niente grafici."), ("it", "Spiegate la marea."), ("it", "Tenero e allegro."),
    ("zh", "语气要温柔。"), ("hi", "30 सेकंड की फ़िल्म चाहिए।"),
]  # fmt: skip
TOLD = [
    ("en", "No one came."), ("en", "A little fox sleeps."), ("de", "Niemand kommt."), ("fr", "Elle n'a pas peur."),
    ("es", "No duerme nadie."), ("it", "Non dorme nessuno."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "sentence"), ASKED)
def test_notes_to_the_makers_are_known(language: str, sentence: str) -> None:
    assert is_for_makers(sentence, language)


@pytest.mark.parametrize(("language", "sentence"), TOLD)
def test_sentences_of_a_story_are_told(language: str, sentence: str) -> None:
    assert not is_for_makers(sentence, language)


def test_asides_labels_and_sentences_that_lean_on_what_is_not_said() -> None:
    text = 'The owl moves out (dont worry, happy end). Sign: "Be there at two." Please no music. Otherwise I complain.'
    assert [span.text for span in spoken_spans(text, "en")] == ["The owl moves out", '"Be there at two."']


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "A heron who is afraid of frogs, fish and reeds moves to the city and opens a bank.",
            "A heron who is afraid of frogs",
        ),
        ("THE LAST LAMP\nIn a harbour town a lamp refuses to go out. Nobody knows why it does that.", "The Last Lamp"),
        (
            "It rains on everyone, and it has for years and years and years. The town of Odd has one umbrella.",
            "The town of Odd has one umbrella",
        ),
    ],
)
def test_titles_are_whole_phrases(text: str, title: str) -> None:
    plan, _, _ = film(text, "en", Kind.STORY, seconds=(4.5,) * 5)
    assert plan.title == title


def test_a_thing_named_in_passing_is_not_advertised() -> None:
    letter = "Dear all. Our harvest day is on Sunday. There will be music. There will be cake. Bring boots and a coat."
    brief = BriefFacts(text=letter, kind=Kind.AD, language="en", seconds=40)
    forms = recognise_brief(brief).products
    assert forms
    assert all(product_noun(letter, "en", form) is None for form in forms)
    plan, _, _ = film(letter, "en", Kind.AD, seconds=(4.5,) * 5)
    assert plan.product is None


@pytest.mark.parametrize("kind", list(Kind))
def test_a_brief_of_orders_alone_is_called_by_its_title_where_there_is_nothing_else_to_say(kind: Kind) -> None:
    text = "Реклама нового парома. Сделайте ролик на полминуты."
    assert spoken_spans(text, "ru") == ()
    plan, _, screenplay = film(text, "ru", kind, seconds=(6.0, 6.0, 6.0))
    told = [line.text for scene in screenplay.scenes for line in scene.lines]
    assert told == [plan.title]
