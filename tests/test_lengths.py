"""Scenes' lengths follow the words, and the film keeps its own."""

from __future__ import annotations

import pytest

from studio.graph.lengths import FEWEST_SCENES, budget, fitted, joined
from studio.production.screenplay import LineDraft, SceneDraft, ScreenplayDraft
from studio.production.timeline import around_scenes, scene_overhead
from studio.production.vocabulary import Mood, Setting, TimeOfDay, Weather

FILM = 40.0


def scene(text: str, action: str) -> SceneDraft:
    return SceneDraft(
        setting=Setting.CITY,
        time_of_day=TimeOfDay.DAY,
        weather=Weather.CLEAR,
        mood=Mood.CALM,
        action=action,
        lines=(LineDraft(text=text),) if text else (),
    )


def draft(*scenes: SceneDraft) -> ScreenplayDraft:
    return ScreenplayDraft(title="Film", scenes=scenes)


def test_a_scene_with_many_words_takes_what_others_can_spare() -> None:
    budgets = tuple(budget(7.0) for _ in range(4))
    lengths = fitted(budgets, (9.0, 2.0, 2.0, 0.0), (1, 1, 1, 0))
    assert lengths[0].seconds == pytest.approx(9.0 / 0.9 + scene_overhead(2), abs=0.02)
    assert sum(length.seconds for length in lengths) == pytest.approx(28.0, abs=0.05)
    assert min(length.seconds for length in lengths) >= 3.5


def test_scenes_that_have_room_keep_their_budgets() -> None:
    budgets = tuple(budget(7.0) for _ in range(3))
    assert fitted(budgets, (3.0, 3.0, 3.0), (1, 1, 1)) == budgets


def test_a_scene_that_says_and_shows_nothing_new_is_joined() -> None:
    budgets = tuple(budget(6.5) for _ in range(4))
    written = draft(scene("One.", "one"), scene("", "one"), scene("Two.", "two"), scene("", "a ship sails"))
    whole, lengths = joined(written, budgets, FILM)
    assert [one.action for one in whole.scenes] == ["one", "two", "a ship sails"]
    assert sum(length.seconds for length in lengths) == pytest.approx(FILM - around_scenes(3, FILM), abs=0.05)
    assert lengths[0].seconds > 1.8 * lengths[1].seconds


def test_a_film_keeps_a_few_scenes_and_a_full_one_all() -> None:
    budgets = tuple(budget(6.5) for _ in range(5))
    silent = draft(scene("One.", "one"), *(scene("", "one") for _ in range(4)))
    assert len(joined(silent, budgets, FILM)[0].scenes) == FEWEST_SCENES
    full = draft(*(scene(f"{number}.", "one") for number in range(5)))
    assert joined(full, budgets, FILM) == (full, budgets)
