"""Films whose words, pictures, voices, music and sounds all come over the wire, from two services."""

from __future__ import annotations

import wave
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("elevenlabs", reason="needs the extra: pip install 'creative-studio[elevenlabs]'")

import elevenlabs_wire
from elevenlabs_wire import elevenlabs_server, failed, is_list, sounded, tones, usual
from films import BRIEF, WISHES, uses
from openai_wire import KEY as OPENAI_KEY
from openai_wire import openai_server
from paid import asked, decoded_frames, places_of, run_cli, settings_for, studio_with

from studio.errors import BudgetExceeded, StudioError
from studio.producer import making
from studio.producer.events import Event, RequestFailed
from studio.storage.tables import Outcome
from studio.testing.wire import Received, Sent, WireServer, as_json

pytestmark = pytest.mark.usefixtures("small_films")

BOTH = "openai,elevenlabs"
KEYS = (OPENAI_KEY, elevenlabs_wire.KEY)


@pytest.fixture
def thinking(monkeypatch: pytest.MonkeyPatch) -> Iterator[WireServer]:
    monkeypatch.setattr(making, "_FIRST_WAIT", 0.01)
    with openai_server(monkeypatch) as running:
        yield running


@pytest.fixture
def sounding(monkeypatch: pytest.MonkeyPatch) -> Iterator[WireServer]:
    with elevenlabs_server(monkeypatch) as running:
        yield running


def kind(one: Received) -> str:
    return "list" if is_list(one) else one.path.split("/")[2].partition("?")[0]


def test_a_film_is_made_by_two_services(thinking: WireServer, sounding: WireServer, tmp_path: Path) -> None:
    with studio_with(tmp_path, preset=BOTH, budget=10) as studio:
        film = studio.create(BRIEF, **WISHES)
        assert film.degraded == ()
        assert decoded_frames(film) == film.production.film.frames  # type: ignore[union-attr]
        by_tool = Counter(use.tool for use in uses(studio, film.project) if use.outcome == Outcome.MADE)
        before = len(thinking.received) + len(sounding.received)
        assert studio.resume(film.project).path == film.path
        assert len(thinking.received) + len(sounding.received) == before
    paid = [one for one in sounding.received if not is_list(one)]
    made = Counter(map(kind, paid))
    assert made["text-to-speech"] == by_tool["elevenlabs:eleven_v3"] >= 2
    assert made["music"] == by_tool["elevenlabs:music_v2"] >= 2
    assert made["sound-generation"] == by_tool["elevenlabs:eleven_text_to_sound_v2"] >= 2
    # Two cues of the same mood and length are two requests in the same words: a prompt goes without a seed.
    assert {count for one, count in asked(sounding, is_list).items()} == {1}
    assert sounding.most_at_once <= 3
    assert not any(one.path.endswith("/audio/speech") for one in thinking.received)
    # Speech by the credits that the answers reported, music by its length, sounds by their bound.
    cost = sum(
        {
            "text-to-speech": lambda body: Decimal(len(body["text"])) / 10_000,
            "music": lambda body: Decimal("0.60") * body["music_length_ms"] / 60_000,
            "sound-generation": lambda _: Decimal("0.12"),
        }[kind(one)](one.json)
        for one in paid
    )
    assert film.cost > float(cost)
    for take in film.production.takes.values():
        assert take.words
        with wave.open(str(studio.workspace.assets.path(take.audio)), "rb") as file:  # type: ignore[arg-type]
            assert (file.getnframes(), file.getframerate()) == (take.samples, 48_000)
    assert [places_of(key, tmp_path) for key in KEYS] == [[], []]


def test_the_estimate_knows_both_and_a_budget_holds(
    thinking: WireServer, sounding: WireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    where = ("-w", str(tmp_path / "work"))
    assert run_cli(monkeypatch, "estimate", BRIEF, "--with", "openai,elevenlabs", "--length", "9", *where) == 0
    told = capsys.readouterr().out
    assert "elevenlabs:eleven_v3 (voice)" in told
    assert "at most $" in told
    assert thinking.received == sounding.received == []
    with studio_with(tmp_path, preset=BOTH, budget="0.3") as studio:
        project = studio.begin(BRIEF, **WISHES).name
        with pytest.raises(BudgetExceeded):
            studio.resume(project)
        spent = sum(use.micros or 0 for use in uses(studio, project))
    assert 0 < spent <= 300_000
    with studio_with(tmp_path, preset=None, budget=10) as studio:
        studio.resume(project)
        made = Counter(use.tool for use in uses(studio, project) if use.outcome == Outcome.MADE)
    assert set(asked(thinking).values()) == {1}
    # Nothing that was paid for under the first budget was asked for again.
    assert sum(not is_list(one) for one in sounding.received) == sum(
        count for tool, count in made.items() if tool.startswith("elevenlabs:")
    )


def test_one_tool_of_each_may_be_named(thinking: WireServer, sounding: WireServer, tmp_path: Path) -> None:
    settings_for(tmp_path, '[providers.elevenlabs.voices]\nnarrator = "Berta"\nany = ["v-1", "v-2"]\n')
    with studio_with(tmp_path, voice="elevenlabs:eleven_multilingual_v2", music="offline:composer") as studio:
        film = studio.create(BRIEF, **WISHES)
    assert {kind(one) for one in sounding.received} == {"list", "text-to-speech"}
    assert {one.json["model_id"] for one in sounding.received if not is_list(one)} == {"eleven_multilingual_v2"}
    voices = {take.voice for take in film.production.takes.values()}
    assert voices <= {"Berta (v-berta)", "v-1", "v-2"}
    assert thinking.received


def test_passing_failures_are_passed_over(thinking: WireServer, sounding: WireServer, tmp_path: Path) -> None:
    failures = {
        "text-to-speech": [failed(429, "too_many_concurrent_requests", retry_after="0.01"), failed(500)],
        "music": [Sent(sounded(tones(1.0)).body, media_type="audio/mpeg", share=0.5)],
        "sound-generation": [Sent(b"<html>Bad gateway</html>", 502, "text/html")],
    }

    def answer(received: Received) -> Sent:
        waiting = failures.get(kind(received))
        return waiting.pop() if waiting else usual(received)

    sounding.answer = answer
    events: list[Event] = []
    with studio_with(tmp_path, preset=BOTH) as studio:
        film = studio.create(BRIEF, on_event=events.append, **WISHES)
        outcomes = Counter(use.outcome for use in uses(studio, film.project))
    assert film.degraded == ()
    assert [event.again for event in events if isinstance(event, RequestFailed)] == [True] * 4
    # Only of the refused one it is known that nobody was paid.
    assert (outcomes[Outcome.FAILED], outcomes[Outcome.UNKNOWN]) == (1, 3)
    assert thinking.received


def test_a_used_up_quota_is_one_clear_line_and_what_is_made_is_kept(
    thinking: WireServer, sounding: WireServer, tmp_path: Path
) -> None:
    sounding.answer = lambda one: usual(one) if kind(one) != "music" else failed(401, "quota_exceeded")
    with studio_with(tmp_path, preset=BOTH) as studio:
        project = studio.begin(BRIEF, **WISHES).name
        with pytest.raises(StudioError, match="The account at elevenlabs has nothing left"):
            studio.resume(project)
        sounding.answer = usual
        studio.resume(project)
        made = Counter(use.tool for use in uses(studio, project) if use.outcome == Outcome.MADE)
    calls = Counter(map(kind, sounding.received))
    assert calls["text-to-speech"] == made["elevenlabs:eleven_v3"]
    assert set(asked(thinking).values()) == {1}


KEY = elevenlabs_wire.KEY
EVERY_FAILURE = [
    failed(401, "invalid_api_key", f"Invalid API key {KEY}."),
    failed(401, "quota_exceeded", f"{KEY} has 0 credits."),
    failed(403, "missing_permissions", f"{KEY} may not do this."),
    failed(404, "voice_not_found", f"{KEY} has no such voice."),
    failed(400, "content_against_policy", f"We do not say {KEY}."),
    failed(429, "too_many_concurrent_requests", f"{KEY} asks too often.", retry_after="0.01"),
    failed(500, message=f"{KEY} broke something."),
    as_json({"detail": f"Something about {KEY}"}, 418),
    Sent(f"<html>{KEY}</html>".encode(), 502, "text/html"),
    Sent(f"{KEY} is no JSON".encode()),
    as_json({"audio_base64": KEY, "alignment": None}),
    Sent(KEY.encode(), media_type="audio/mpeg"),
    Sent(KEY.encode(), media_type=f"text/{KEY}"),
    Sent(sounded(tones(1.0)).body, media_type="audio/mpeg", share=0.5),
]


@pytest.mark.parametrize("lists_too", [False, True])
def test_no_key_is_left_anywhere_after_runs_that_fail_in_every_way(
    thinking: WireServer, sounding: WireServer, tmp_path: Path, capfd: pytest.CaptureFixture[str], lists_too: bool
) -> None:
    """What the service says is kept out too, where it repeats the key."""
    for failure in EVERY_FAILURE:
        sounding.answer = lambda one, sent=failure: usual(one) if is_list(one) and not lists_too else sent  # type: ignore[misc]
        with studio_with(tmp_path, preset=BOTH) as studio:
            project = studio.begin(BRIEF, **WISHES).name
            told: list[str] = []
            with pytest.raises(StudioError) as raised:
                studio.resume(project, on_event=lambda event: told.append(event.model_dump_json()))  # noqa: B023
            assert not any(key in f"{raised.value} {raised.value.fields} {told}" for key in KEYS)
    assert thinking.received
    out, err = capfd.readouterr()
    assert not any(key in out + err for key in KEYS)
    assert [places_of(key, tmp_path) for key in KEYS] == [[], []]
