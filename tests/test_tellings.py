"""Tellings: complete, true to their figures, and readable from every place where a film may cut them."""

from __future__ import annotations

import re
from collections import Counter
from statistics import median

import pytest

from studio.production.vocabulary import Kind
from studio.tools.offline.rules.lexicon import WRITTEN_LANGUAGES, lexicon
from studio.tools.offline.rules.pitching import STORY_SHAPES
from studio.tools.offline.rules.staging import STORY_BEATS
from studio.tools.offline.rules.tellings import Telling, fitting, tellings
from studio.tools.offline.rules.templates import SLOT, Fillings, book, fill
from studio.tools.offline.speech.pace import expected_seconds

LANGUAGES = [language for language in WRITTEN_LANGUAGES if tellings(language)]
TOLD = [
    pytest.param(language, telling, id=f"{language}-{telling.name}")
    for language in LANGUAGES
    for telling in tellings(language)
]
FIGURES = (frozenset[str](), frozenset({"hero"}), frozenset({"hero", "other"}))
FEWEST = {"en": (5, 6, 8)}
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
