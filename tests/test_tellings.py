"""Tellings: complete, true to their figures, and readable from every place where a film may cut them."""

from __future__ import annotations

import random as randomness
import re
from collections import Counter
from collections.abc import Iterable
from statistics import median

import pytest
from asked import DIRECTOR, film
from provenance import explain

from studio.production.critique import CritiqueDraft
from studio.production.screenplay import SceneDraft
from studio.production.speaking import expected_seconds
from studio.production.tasks import (
    ReviseScreenplay,
)
from studio.production.vocabulary import Kind, StoryShape
from studio.tools.offline.rules import writing
from studio.tools.offline.rules.lexicon import WRITTEN_LANGUAGES, lexicon
from studio.tools.offline.rules.pitching import STORY_SHAPES
from studio.tools.offline.rules.revising import revise_screenplay
from studio.tools.offline.rules.staging import STORY_BEATS
from studio.tools.offline.rules.tellings import Telling, fitting, subjects, tellings
from studio.tools.offline.rules.templates import SLOT, Fillings, Template, book, fill

SECONDS = (4.8,) * 6
SIGHTS = {"place", "weather", "landmark", "time"}

LANGUAGES = [language for language in WRITTEN_LANGUAGES if tellings(language)]
TOLD = [
    pytest.param(language, telling, id=f"{language}-{telling.name}")
    for language in LANGUAGES
    for telling in (*tellings(language), *subjects(language))
]
FIGURES = (frozenset[str](), frozenset({"hero"}), frozenset({"hero", "other"}))
FEWEST = {"en": (3, 6, 8)}
"""Tellings about nobody, the hero, and two."""
MIN_SECONDS, MAX_SECONDS = 0.9, 4.2
MAX_FIRST_SECONDS = 4.0
MAX_CHARACTERS = 100
BEFORE_MEETING = STORY_BEATS[: STORY_BEATS.index("ally")]


def filled(text_of: Telling, language: str, beat: str, order: int) -> list[str]:
    figures = lexicon(language).figures
    return [
        fill(text_of.lines[beat][order], Fillings(hero, figures[number - 1])) for number, hero in enumerate(figures)
    ]


def slots(text: str) -> list[tuple[str, str | None]]:
    return [(slot["name"].lower(), slot["form"]) for slot in SLOT.finditer(text)]


@pytest.mark.parametrize(("language", "telling"), TOLD)
def test_every_beat_has_two_or_three_lines(language: str, telling: Telling) -> None:
    assert tuple(telling.lines) == STORY_BEATS
    assert all(2 <= len(lines) <= 3 for lines in telling.lines.values())
    assert telling.figures in FIGURES
    assert telling.shapes <= set(STORY_SHAPES)
    for figure, spoken in telling.spoken.items():
        assert not spoken or figure in telling.figures
        assert set(spoken) <= set(STORY_BEATS)
        assert all(lines for lines in spoken.values())
        assert not [text for lines in spoken.values() for line in lines for text in slots(line.text)]


@pytest.mark.parametrize(("language", "telling"), TOLD)
def test_every_line_takes_every_figure_and_no_other_slot(language: str, telling: Telling) -> None:
    for beat, lines in telling.lines.items():
        for order, template in enumerate(lines):
            assert template.needs <= telling.figures, template.text
            for line in filled(telling, language, beat, order):
                assert not {"{", "}"} & set(line)
                assert "  " not in line
                assert line == line.strip()
                assert not line[0].islower(), line


@pytest.mark.parametrize(("language", "telling"), TOLD)
def test_lines_can_be_said_in_a_breath(language: str, telling: Telling) -> None:
    for beat, lines in telling.lines.items():
        for order, template in enumerate(lines):
            lengths = [expected_seconds(line, language) for line in filled(telling, language, beat, order)]
            longest = MAX_SECONDS if order else MAX_FIRST_SECONDS
            assert MIN_SECONDS <= median(lengths) <= longest, (template.text, median(lengths))
            assert max(map(len, filled(telling, language, beat, order))) <= MAX_CHARACTERS, template.text
    for spoken in telling.spoken.values():
        assert all(expected_seconds(line.text, language) <= 2.6 for lines in spoken.values() for line in lines)


@pytest.mark.parametrize(("language", "telling"), TOLD)
def test_figures_come_in_once_and_in_order(language: str, telling: Telling) -> None:
    opening = telling.lines["opening"]
    introducing = Counter(name for lines in telling.lines.values() for line in lines for name in line.introduces)
    assert max(introducing.values(), default=0) <= 1
    if "hero" in telling.figures:
        assert "hero" in opening[0].introduces
    if "other" in telling.figures:
        early = [line for beat in BEFORE_MEETING for line in telling.lines[beat] if "other" in line.needs]
        if "other" in introducing:
            assert "other" in opening[0].introduces, "the opening introduces both in its first line, or nobody does"
        else:
            assert not early, early
        meeting = telling.lines["ally"][0]
        assert "other" in meeting.needs
        assert "other" not in meeting.introduces
        assert "other" in introducing or not set(BEFORE_MEETING) & set(telling.spoken["other"])
    else:
        assert set(introducing) <= {"hero"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_tellings_for_many_subjects(language: str) -> None:
    nobody = [told for told in tellings(language) if not told.figures]
    about = subjects(language)
    assert len(nobody) + len(about) >= 8
    assert all(told.words and not told.figures for told in about)
    lines = Counter(
        line.text for told in (*nobody, *about) for line in (line for beat in told.all_lines for line in beat)
    )
    assert [text for text, times in lines.items() if times > 1] == []


@pytest.mark.parametrize(
    ("language", "text", "subject"),
    [
        ("en", "A tortoise and a hamster share a hutch.", "animals"),
        ("en", "The night shift at the moon observatory", "night"),
        ("de", "Die Geige im Orchester schweigt.", "music"),
        ("fr", "Une soupe et du pain pour tous", "food"),
        ("es", "La maleta que perdió el tren", "ways"),
        ("it", "Il semaforo e il robot", "machines"),
        ("nl", "De viool in het orkest zwijgt.", "music"),
        ("pt", "A mala que perdeu o trem", "ways"),
        ("pl", "Szewc zgubił klucz od szuflady z guzikami.", "things"),
        ("zh", "灯塔边的小船", "water"),
    ],
)
def test_the_telling_follows_the_words_of_the_brief(language: str, text: str, subject: str) -> None:
    found = fitting(language, frozenset(), StoryShape.FABLE, STORY_BEATS, text)
    assert [told.name for told in found] == [subject]
    other = fitting(language, frozenset(), StoryShape.FABLE, STORY_BEATS, "Zorblax")
    assert subject not in {told.name for told in other}
    assert other


def test_of_two_subjects_the_seed_chooses() -> None:
    text = "A violin on the train. It hums in the tunnel."
    told = {
        of_tellings("en", [line for scene in film(text, "en", seed=seed, seconds=SECONDS)[2].scenes
                           for line in told_lines(scene, "en", text)])[0].section
        for seed in range(12)
    }  # fmt: skip
    assert told == {"music", "ways"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_twice(language: str) -> None:
    texts = Counter(line.text for told in tellings(language) for lines in told.lines.values() for line in lines)
    texts.update(
        line.text
        for told in tellings(language)
        for spoken in told.spoken.values()
        for lines in spoken.values()
        for line in lines
    )
    stock = {line.text for keys in book(language, Kind.STORY).values() for lines in keys.values() for line in lines}
    assert [text for text, times in texts.items() if times > 1] == []
    assert not stock & set(texts)
    elsewhere = {
        line.text
        for other in LANGUAGES
        if other != language
        for told in tellings(other)
        for lines in told.lines.values()
        for line in lines
    }
    assert not elsewhere & set(texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_telling_for_every_film(language: str) -> None:
    counts = Counter(told.figures for told in tellings(language))
    fewest = FEWEST.get(language, (1, 1, 1))
    assert all(counts[figures] >= count for figures, count in zip(FIGURES, fewest, strict=True)), counts
    for shape in STORY_SHAPES:
        for figures in FIGURES:
            found = fitting(language, figures, shape, STORY_BEATS)
            assert len(found) >= (2 if language in FEWEST else 1), (shape, sorted(figures))
            assert all(told.figures == figures for told in found)


def test_english_names_the_figures_only_by_their_slots() -> None:
    one = re.compile(r"\b(he|she|him|her|his|hers|himself|herself|itself|its)\b", re.IGNORECASE)
    for told in tellings("en"):
        for lines in told.lines.values():
            for line in lines:
                assert not (line.needs and one.search(line.text)), line.text


LEANING = {
    "en": r"^(it(?! is (late|raining|the middle))|that|they|he|she|here(?! is \{)|and|but|so|or|then)\b"
    r"|\b(this|these|those)\b",
    "de": r"^(und|aber|doch|also|dann|da|er|sie|es(?! (ist (spät|mitten)|regnet)))\b"
    r"|\b(das hier|diese[rsmn]?|dies|ihn|ihm|davon|dafür|damit)\b",
    "fr": r"^(et|mais|or|alors|puis|donc|il(?! (est tard|pleut|y a))|elle|ils|elles)\b|\b(cela|ceci|ça)\b",
    "es": r"^(y|pero|entonces|así|él|ella|ellos)\b|\b(esto|eso|aquello|ello|este|ese|esta|esa)\b",
    "it": r"^(e|ma|poi|allora|così|lui|lei|loro)\b|\b(questo|quello|questa|quella|ciò)\b",
    "nl": r"^(en|maar|dus|dan|toch|daar|hij|zij|ze|dat|die|"
    r"het (is(?! (laat|stil|midden))|was|wordt|kan|heeft|gaat|blijft|komt))\b"
    r"|\b(dit|deze|hem|ervan|daarvan|daarvoor|daarmee)\b",
    "pt": r"^(e|mas|então|assim|depois|ele|ela|eles|elas)\b"
    r"|\b(isso|isto|aquilo|disso|disto|nisso|nisto|este|esse|esta|essa|aquele|aquela)\b",
    "pl": r"^(i|a|ale|potem|wtedy|więc|on|ona|ono|oni|one|to)\b|\b(ten|ta|tego|tej|tym|tą|jego|jej|ich)\b",
    "zh": r"^(但|可是|然后|于是|所以|这|那)|[它他她]|这个|那个|这就|这是",
}
"""Words that lean on what stands before: without it they mean nothing, or something else."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_next_to_the_briefs_own_words_lean_on_nothing(language: str) -> None:
    leaning = re.compile(LEANING[language], re.IGNORECASE)
    frames = [telling for telling in tellings(language) if not telling.figures]
    lines = [line.text for telling in frames for told in telling.lines.values() for line in told]
    lines += [
        line.text
        for section, keys in book(language, Kind.AD).items()
        if section != "title"
        for told in keys.values()
        for line in told
    ]
    assert [line for line in lines if leaning.search(line)] == []
    assert not [line for line in lines if line.endswith((":", "?", "？", "：", "…"))], "a promise or a question"


BACKWARD = {
    "en": r"^(it (?!feels|takes)|they|this|that|afterwards|after that)|^\{hero\} \w+ (it|them)\b",
    "de": r"^(es (?!muss|gibt|passiert)|das (ist|war)|sie|er) |^\{hero\} \w+ es\b",
    "fr": r"^(cela|ceci|ça|elle|ils|elles) |^\{hero\} (le|la|les) \w+e\.",
    "es": r"^(esto|eso|ello) |^\w* ?\{hero\} lo \w+\.",
    "it": r"^(questo|quello) (?!che)|^\{hero\} lo dice",
    "nl": r"^(hij|zij|ze|dat (is|was|heeft)|die|dit|het (is|was)) |^\{hero\} \w+ (het|ze)\.",
    "pt": r"^(isso|isto|aquilo|ele|ela) |^\w* ?\{hero\} [oa] \w+\.",
    "pl": r"^(to|ono|oni|one|ten|ta|tego|tym) |^\{hero\} \w+ (je|go|ją|ich|to)\b",
    "zh": r"^([它他她]|[这那](?!时|一次|就))",
}
"""Beginnings that point back: films leave beats out, and of a beat the later lines."""


@pytest.mark.parametrize(("language", "telling"), TOLD)
def test_a_beat_begins_with_a_line_that_points_at_nothing_left_out(language: str, telling: Telling) -> None:
    backward = re.compile(BACKWARD[language], re.IGNORECASE)
    assert not [
        lines[0].text for beat, lines in telling.lines.items() if beat != "opening" and backward.search(lines[0].text)
    ]


def _shape(seed: int) -> StoryShape:
    """A shape drawn by ``seed``."""
    return randomness.Random(seed).choice(STORY_SHAPES)


def told_lines(scene: SceneDraft, language: str, brief: str) -> list[Template | None]:
    """Of every line of the narrator its template, None for the brief's own words."""
    found = [explain(line.text, language, brief) for line in scene.lines if not line.speaker]
    assert None not in found
    return [provenance.template for provenance in found if provenance is not None]


def of_tellings(language: str, lines: Iterable[Template | None]) -> list[Template]:
    names = {told.name for told in (*tellings(language), *subjects(language))}
    return [line for line in lines if line is not None and line.section in names]


BRIEFS = [
    ("en", "A lighthouse keeper befriends a storm"),
    ("en", "The fox and the moon"),
    ("en", "A bear cub learns to fish"),
    ("en", "the loneliness of being early"),
    ("de", "Eine Bäckerin trifft einen Fuchs"),
    ("es", "Un farero se hace amigo de una tormenta"),
    ("fr", "Une horlogère répare l'horloge du roi"),
    ("it", "Un gatto e una bambina cercano la luna"),
    ("nl", "Een vuurtorenwachter raakt bevriend met een storm"),
    ("pt", "Um faroleiro fica amigo de uma tempestade"),
    ("zh", "一只小狐狸爱上了月亮"),
]
LENGTHS = [(4.8,) * 3, (4.2,) * 6, (5.0, 4.0, 5.5, 4.5), (6.0,) * 18, (12.0,) * 8]


@pytest.mark.parametrize("seconds", LENGTHS, ids=len)
@pytest.mark.parametrize(("language", "text"), BRIEFS)
def test_a_films_narration_is_one_telling_in_order(language: str, text: str, seconds: tuple[float, ...]) -> None:
    for seed in range(3):
        _, _, draft = film(text, language, seed=seed, seconds=seconds, shape=_shape(seed))
        by_scene = [told_lines(scene, language, text) for scene in draft.scenes]
        told = [line for lines in by_scene for line in of_tellings(language, lines)]
        assert told, "the film tells nothing"
        asides = {telling.name for telling in tellings(language) if not telling.figures}
        assert {line.section for line in told} <= {told[0].section, *asides}
        places = [(STORY_BEATS.index(line.key), line.order) for line in told if line.section == told[0].section]
        assert places == sorted(set(places))
        assert places[0] == (0, 0)
        # No line is said without those of its beat that come before it.
        assert all((beat, earlier) in places for beat, order in places for earlier in range(order))


@pytest.mark.parametrize("seconds", LENGTHS, ids=len)
@pytest.mark.parametrize(("language", "text"), BRIEFS)
def test_nothing_written_stands_between_lines_of_the_telling(
    language: str, text: str, seconds: tuple[float, ...]
) -> None:
    for seed in range(3):
        _, _, draft = film(text, language, seed=seed, seconds=seconds, shape=_shape(seed))
        for scene in draft.scenes:
            lines = told_lines(scene, language, text)
            at = [number for number, line in enumerate(lines) if of_tellings(language, [line])]
            if not at:
                continue
            assert all(line is None or of_tellings(language, [line]) for line in lines[at[0] : at[-1]])
            sights = [line for line in lines if line is not None and line.section in SIGHTS]
            assert len(sights) <= 1
            assert 2 * len(sights) <= len(scene.lines)
            speeches = [number for number, line in enumerate(scene.lines) if line.speaker]
            assert speeches in ([], [len(scene.lines) - 1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_telling_is_chosen_for_some_film(language: str) -> None:
    figures = lexicon(language).figures
    names: set[str] = set()
    written = {told.name for told in tellings(language)}
    for seed in range(150):
        hero, other = figures[seed % len(figures)], figures[-1 - seed % 7]
        connective = lexicon(language).list("and")[0]
        pair = f"{hero.forms['a']} {connective} {other.forms['a']}"
        for text in (pair, hero.forms["a"], "Zorblax"):
            scenes = film(text, language, seed=seed, seconds=SECONDS, shape=_shape(seed))[2].scenes
            lines = [line for scene in scenes for line in told_lines(scene, language, text)]
            # Whatever begins the film is its telling; lines of others may follow where time is left.
            names |= {line.section for line in of_tellings(language, lines)[:1]}
        if names >= written:
            break
    assert names >= written


def test_a_brief_that_tells_the_story_itself_is_framed() -> None:
    sentences = ("A fox sits on the shore.", "It waits for the moon.", "The moon is late tonight.")
    text = " ".join(sentences)
    for seed in range(12):
        scenes = film(text, "en", seed=seed, seconds=SECONDS, shape=_shape(seed))[2].scenes
        lines = [line for scene in scenes for line in told_lines(scene, "en", text)]
        told = of_tellings("en", lines)
        assert told[0] is lines[0], "the frame begins the film"
        assert not any(line.needs for line in told)
        single = {line.section for line in lines if line is not None} - {line.section for line in told}
        assert single <= SIGHTS | {"mood", "trait"}, "no single line of a beat stands among the brief's sentences"
        spoken = [line.text for scene in scenes for line in scene.lines]
        begin = spoken.index(sentences[0])
        assert spoken[begin : begin + len(sentences)] == list(sentences), "nothing stands between them"


def test_sentences_of_the_brief_stay_in_neighbouring_scenes() -> None:
    text = "A nurse finds an old machine in the corridor. One night it gives her a ticket."
    for seed in range(8):
        for seconds in ((6.0,) * 7, (4.0, 4.0, 2.0, 2.0, 4.0, 4.0)):
            scenes = film(text, "en", seed=seed, seconds=seconds, shape=_shape(seed))[2].scenes
            own = [number for number, scene in enumerate(scenes) for line in scene.lines if line.text in text]
            assert len(own) == 2
            assert own[1] - own[0] <= 1
            spoken = [line.text for scene in scenes for line in scene.lines]
            between = spoken.index("One night it gives her a ticket.") - 1
            assert spoken[between] == "A nurse finds an old machine in the corridor."


def test_a_claim_that_leans_on_another_follows_it_at_once() -> None:
    text = "Pepperleaf, a shampoo bar that lasts eighty washes. It fits in a tin."
    for seed in range(8):
        draft = film(text, "en", Kind.AD, seed=seed, seconds=(5.0,) * 6)[2]
        spoken = [line.text for scene in draft.scenes for line in scene.lines]
        at = spoken.index("It fits in a tin.")
        assert spoken[at - 1] == "Pepperleaf, a shampoo bar that lasts eighty washes."


def test_a_revision_goes_on_with_the_same_telling() -> None:
    text = "A lighthouse keeper befriends a storm"
    for seed in range(12):
        treatment, task, draft = film(text, "en", seed=seed, seconds=SECONDS, shape=_shape(seed))
        scenes = list(draft.scenes)
        scenes[2] = scenes[2].model_copy(update={"lines": ()})
        revision = ReviseScreenplay(
            brief=task.brief,
            agent=DIRECTOR,
            treatment=treatment,
            budgets=task.budgets,
            screenplay=draft.model_copy(update={"scenes": tuple(scenes)}),
            critique=CritiqueDraft(scores=(), suggestions=(), alignment=0.5, overall=0.5),
            round=1,
        )
        revised = revise_screenplay(revision, randomness.Random(seed + 100))
        lines = [line for scene in revised.scenes for line in told_lines(scene, "en", text)]
        asides = {told.name for told in tellings("en") if not told.figures}
        assert len({line.section for line in of_tellings("en", lines)} - asides) == 1
        assert of_tellings("en", told_lines(revised.scenes[2], "en", text))[0].order == 0


def test_without_a_fitting_telling_single_lines_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "fitting", lambda *_: ())
    text = "A lighthouse keeper befriends a storm"
    for seed in range(4):
        scenes = film(text, "en", seed=seed, seconds=SECONDS, shape=_shape(seed))[2].scenes
        assert all(scene.lines for scene in scenes)
        assert not of_tellings("en", [line for scene in scenes for line in told_lines(scene, "en", text)])


def test_nothing_written_follows_a_slogan() -> None:
    text = 'Open day at Fern Hill farm on 12 May. Come and meet the goats. Slogan: "See you at the gate."'
    for seed in range(6):
        scenes = film(text, "en", Kind.AD, seed=seed, seconds=(5.0,) * 5)[2].scenes
        assert "See you at the gate" in scenes[-1].lines[-1].text
        assert not [line for line in told_lines(scenes[-1], "en", text) if line is not None and not line.needs]


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("the clock that lied", "en", "The clock that lied."),
        ("Der Schirm ohne Dach", "de", "Der Schirm ohne Dach."),
        ("Un parapluie pour la lune ?", "fr", "Un parapluie pour la lune ?"),
        ("会走路的雨伞", "zh", "会走路的雨伞。"),
    ],
)
def test_a_brief_that_is_only_a_name_is_said_first(text: str, language: str, first: str) -> None:
    _, _, draft = film(text, language, seconds=(5.0,) * 4)
    told = [line.text for scene in draft.scenes for line in scene.lines]
    assert told[0] == first
    # And the telling goes on after it.
    assert len(told) > 4


def test_a_name_that_the_telling_says_anyhow_is_not_said_twice() -> None:
    _, _, draft = film("The fox and the moon", "en", seconds=(5.0,) * 4)
    told = [line.text for scene in draft.scenes for line in scene.lines]
    assert "The fox and the moon." not in told
