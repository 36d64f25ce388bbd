"""Films whose clips come over the wire: made once, paid for once, nowhere a key."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from films import BRIEF, WISHES, uses
from paid import decoded_frames, places_of, settings_for, studio_with
from video_wire import KEY, Maker, footage

from studio.storage.tables import Outcome
from studio.testing.wire import Sent

pytestmark = pytest.mark.usefixtures("small_films")


def test_a_film_is_made_of_a_service_s_clips(service: Maker, tmp_path: Path) -> None:
    # As long as the longest that it may be asked for.
    service.file = Sent(footage(12), media_type="video/mp4")
    settings = service.settings()
    settings_for(
        tmp_path,
        f"""
[providers.{service.provider}]
base_url = "{settings.base_url}"
key_variable = "VIDEO_KEY"
poll_seconds = 0.01

[[price]]
provider = "{service.provider}"
model = "{service.model}"
as_of = 2026-11-21
source = "a test"
second = "0.05"
credits = "10000"
""",
    )
    wishes = {**WISHES, "music": False, "scenes": 2}
    tool = f"{service.provider}:{service.model}"
    with studio_with(tmp_path, preset="offline", video=tool, budget=10) as studio:
        film = studio.create(BRIEF, **wishes)
        assert film.degraded == ()
        assert film.production.film is not None
        assert decoded_frames(film) == film.production.film.frames
        made = [use for use in uses(studio, film.project) if use.tool == tool]
        shots = {shot.id for scene in film.production.scenes for shot in film.production.shots[scene.id]}
        assert film.production.clips.keys() == shots
        assert {use.outcome for use in made} == {Outcome.MADE}
        assert len(service.submissions) == len(made) >= len(shots)
        assert film.cost == pytest.approx(sum(use.cost for use in made))
        assert film.cost > 0
        asked = len(service.received)
        assert studio.resume(film.project).path == film.path
        assert len(service.received) == asked
    assert set(Counter(one.body for one in service.submissions).values()) == {1}
    assert places_of(KEY, tmp_path) == []
