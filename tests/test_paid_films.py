"""Films whose words and pictures come over the wire: made, stopped by money, by failures and by a kill, and gone on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from films import BRIEF, WISHES, uses
from openai_wire import KEY, failed, openai_server, responded
from paid import asked, decoded_frames, places_of, run_cli, settings_for, studio_with

from studio import Studio
from studio.errors import BudgetError, BudgetExceeded, NotAuthorised, PriceUnknown, StudioError
from studio.producer import making
from studio.producer.events import Degraded, Event, OutcomeUnknown, RequestFailed
from studio.storage.tables import Outcome
from studio.testing.wire import Received, Sent, WireServer

pytestmark = pytest.mark.usefixtures("small_films")

TESTS = Path(__file__).parent


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[WireServer]:
    monkeypatch.setattr(making, "_FIRST_WAIT", 0.01)
    with openai_server(monkeypatch) as running:
        yield running


def is_picture(one: Received) -> bool:
    return "/images/" in one.path


def is_speech(one: Received) -> bool:
    return one.path.endswith("/audio/speech")


def test_a_film_is_made_over_the_wire_and_nothing_is_asked_twice(server: WireServer, tmp_path: Path) -> None:
    with studio_with(tmp_path, budget=5) as studio:
        film = studio.create(BRIEF, **WISHES)
        assert decoded_frames(film) == film.production.film.frames  # type: ignore[union-attr]
        assert set(asked(server).values()) == {1}
        pictures = [one for one in server.received if is_picture(one)]
        said = [one for one in server.received if is_speech(one)]
        words = len(server.received) - len(pictures) - len(said)
        # By the usage that the answers reported; speech by its characters.
        cost = Decimal("0.0002") * words + Decimal("0.01533") * len(pictures)
        cost += Decimal("0.000015") * sum(len(one.json["input"]) for one in said)
        assert film.cost == pytest.approx(float(cost))
        assert len(pictures) >= 4
        assert said
        before = len(server.received)
        assert studio.resume(film.project).path == film.path
        assert len(server.received) == before
        assert server.most_at_once <= 4
    assert places_of(KEY, tmp_path) == []


def test_local_models_cost_nothing(server: WireServer, tmp_path: Path) -> None:
    settings_for(tmp_path, f'[providers.ollama]\nbase_url = "{server.url}/v1"\nconcurrency = 2\n')
    with studio_with(tmp_path, preset="ollama", budget=0) as studio:
        film = studio.create(BRIEF, **WISHES)
    assert film.cost == 0
    assert {one.path for one in server.received} == {"/v1/chat/completions"}
    assert server.most_at_once <= 2


def test_a_craft_may_work_with_a_model_of_its_own(server: WireServer, tmp_path: Path) -> None:
    settings_for(
        tmp_path,
        f"""
        [roles.critic]
        language = "ollama:judge"
        [agents.Juno]
        language = "ollama:dreamer"
        [providers.ollama]
        base_url = "{server.url}/v1"
        """,
    )
    with studio_with(tmp_path) as studio:
        film = studio.create(BRIEF, **WISHES)
        by_tool: dict[str, set[str]] = {}
        for use in uses(studio, film.project):
            by_tool.setdefault(use.tool, set()).add(use.agent)
    assert by_tool["ollama:judge"] == {"Bram"}
    assert by_tool["ollama:dreamer"] == {"Juno"}
    assert not by_tool["openai:gpt-6-luna"] & {"Bram", "Juno"}
    asked_there = {one.json["model"] for one in server.received if one.path == "/v1/chat/completions"}
    assert asked_there == {"judge", "dreamer"}


def test_where_the_budget_ends_everything_is_kept(server: WireServer, tmp_path: Path) -> None:
    budget = Decimal("0.06")
    with studio_with(tmp_path, budget=budget) as studio:
        project = studio.begin(BRIEF, **WISHES).name
        with pytest.raises(BudgetExceeded) as raised:
            studio.resume(project)
        error = raised.value
        assert error.exit_code == 1
        assert error.fields["project"] == project
        assert error.spent + error.reserved + error.needed > error.budget == budget
        spent = sum(use.micros or 0 for use in uses(studio, project))
        assert 0 < spent <= budget * 1_000_000
        made = len(server.received)
        assert made > 10
    with studio_with(tmp_path, preset=None, budget=1) as studio:
        film = studio.resume(project)
        assert float(spent / 1e6) < film.cost < 1
    # What was paid for under the first budget was not asked for again.
    assert set(asked(server).values()) == {1}


def test_a_price_that_nobody_knows_is_not_paid_under_a_budget(server: WireServer, tmp_path: Path) -> None:
    with studio_with(tmp_path, image="openai:gpt-image-from-tomorrow", budget=5) as studio:
        with pytest.raises(PriceUnknown, match="gpt-image-from-tomorrow"):
            studio.create(BRIEF, **WISHES)
        # Found out before the words were paid for.
        assert server.received == []
        assert studio.workspace.history.projects() == []


@pytest.mark.parametrize(
    ("tools", "named"),
    [
        ({"preset": "openai"}, "money: openai:gpt-6-luna, openai:gpt-image-2.5-flare, openai:tts-1."),
        # What is free would come first.
        ({"preset": None, "voice": "openai:tts-1"}, "money: openai:tts-1."),
    ],
)
def test_where_nothing_may_be_spent_nothing_is_begun_that_costs_money(
    server: WireServer, tmp_path: Path, tools: dict[str, Any], named: str
) -> None:
    with studio_with(tmp_path, budget=0, **tools) as studio:
        with pytest.raises(BudgetError, match=r"at most \$") as raised:
            studio.create(BRIEF, **WISHES)
        assert named in str(raised.value)
        assert "\n" not in str(raised.value)
        assert studio.workspace.history.projects() == []
    assert server.received == []


def test_what_costs_nothing_is_made_where_nothing_may_be_spent(server: WireServer, tmp_path: Path) -> None:
    # Who only stands in is not asked, and so costs nothing.
    settings_for(tmp_path, '[fallback]\nlanguage = ["openai:gpt-6-luna"]\n')
    with studio_with(tmp_path, preset=None, budget=0) as studio:
        assert studio.create(BRIEF, **WISHES).cost == 0
    assert server.received == []


@pytest.mark.parametrize("more", ["2", "none"])
def test_the_command_ends_where_the_budget_does_and_goes_on_with_another(
    server: WireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], more: str
) -> None:
    where = ("-w", str(tmp_path / "work"))
    # With one scene, both cards would show one place, and be asked for in the same words.
    wishes = ("--length", "9", "--scenes", "2", "--quality", "draft")
    assert run_cli(monkeypatch, "create", BRIEF, "--with", "openai", "--budget", "0.02", *wishes, *where) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "The budget of $0.02 is not enough" in line
    assert "Resume with: studio resume a-lighthouse-keeper-befriends-a-storm" in line
    assert run_cli(monkeypatch, "resume", "a-lighthouse-keeper-befriends-a-storm", "--budget", more, *where) == 0
    assert set(asked(server).values()) == {1}
    # Without a limit the price is said before; whether a film has one is shown with what it cost.
    assert ("It costs" in capsys.readouterr().err) == (more == "none")
    assert run_cli(monkeypatch, "show", "a-lighthouse-keeper-befriends-a-storm", "--cost", *where) == 0
    assert ("of a budget of $2.00" in capsys.readouterr().out) == (more == "2")


def test_somebody_who_is_there_is_asked_before_money_is_spent_without_a_limit(
    server: WireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("create", BRIEF, "--with", "openai", "-w", str(tmp_path / "work"))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.confirm", lambda *_, **__: False)
    assert run_cli(monkeypatch, *words) == 130
    assert "at most $" in capsys.readouterr().err
    assert server.received == []
    server.answer = lambda _: failed(401)
    assert run_cli(monkeypatch, *words, "--yes") == 1
    assert "at most $" not in capsys.readouterr().err
    assert server.received


def test_passing_failures_are_passed_over(server: WireServer, tmp_path: Path) -> None:
    server.script.extend(
        [
            failed(429, retry_after="0.01"),
            failed(500),
            Sent(b"<html>Bad gateway</html>", 502, "text/html"),
            Sent(responded("{}").body, share=0.5),
            responded("I would make a film about a storm."),
            responded(refusal="I cannot help with that."),
        ]
    )
    events: list[Event] = []
    with studio_with(tmp_path) as studio:
        film = studio.create(BRIEF, on_event=events.append, **WISHES)
        again = [event.again for event in events if isinstance(event, RequestFailed)]
        # The last two go back to the agent, who asks in other words.
        assert sorted(again) == [False, False, True, True, True, True]
        assert film.degraded == ()
        outcomes = Counter(use.outcome for use in uses(studio, film.project))
    # A limited call cost nothing, what was malformed or refused said its price, of the rest nobody knows.
    assert (outcomes[Outcome.FAILED], outcomes[Outcome.UNKNOWN]) == (3, 3)
    repairs = [one for one in server.received if b"is not the JSON that was asked for" in one.body]
    assert len(repairs) == 1


def test_a_refused_picture_is_described_in_other_words(server: WireServer, tmp_path: Path) -> None:
    usual = server.answer
    refused: list[str] = []

    def once(received: Received) -> Sent:
        if is_picture(received) and not refused:
            refused.append(received.json["prompt"])
            return failed(400, "moderation_blocked", "The storm is too wild")
        return usual(received)

    server.answer = once
    with studio_with(tmp_path) as studio:
        film = studio.create(BRIEF, **WISHES)
    assert len(refused) == 1
    assert film.degraded == ()
    told = [one for one in server.received if not is_picture(one) and "The storm is too wild" in one.body.decode()]
    assert len(told) == 1


def no_pictures(usual: Any, status: int = 400) -> Any:
    def answer(received: Received) -> Sent:
        sent: Sent = failed(status, message="Not today.") if is_picture(received) else usual(received)
        return sent

    return answer


def test_a_fallback_stands_in_and_is_never_silent(server: WireServer, tmp_path: Path) -> None:
    settings_for(tmp_path, '[fallback]\nimage = ["offline:storybook"]\n')
    server.answer = no_pictures(server.answer)
    events: list[Event] = []
    with studio_with(tmp_path) as studio:
        film = studio.create(BRIEF, on_event=events.append, **WISHES)
    assert len(film.degraded) == 1
    assert "offline:storybook stood in for openai:gpt-image-2.5-flare" in film.degraded[0]
    assert [event.notice for event in events if isinstance(event, Degraded)] == list(film.degraded)


def test_strict_fails_instead(server: WireServer, tmp_path: Path) -> None:
    settings_for(tmp_path, '[fallback]\nimage = ["offline:storybook"]\n')
    server.answer = no_pictures(server.answer)
    with studio_with(tmp_path, strict=True) as studio, pytest.raises(StudioError, match="Not today"):
        studio.create(BRIEF, **WISHES)


def test_strict_refuses_a_film_that_is_not_as_it_was_asked_for(tmp_path: Path) -> None:
    """Nobody here speaks Klingon: without --strict the film is a silent one that says so."""
    work = tmp_path / "work"
    with Studio(work, strict=True) as studio, pytest.raises(StudioError, match=r"No voice.*--no-strict") as raised:
        studio.create("Ein Versuch", language="tlh", **WISHES)
    project = raised.value.fields["project"]
    # A resume is as strict as the project, until somebody says otherwise.
    with Studio(work) as studio, pytest.raises(StudioError, match="No voice"):
        studio.resume(project)
    with Studio(work, strict=False) as studio:
        assert any("No voice" in notice for notice in studio.resume(project).degraded)
    with Studio(work) as studio:
        assert studio.choice(studio.workspace.history.project(project)).strict is False


EVERY_FAILURE = [
    failed(401, "invalid_api_key", f"Incorrect API key provided: {KEY}."),
    failed(403, message=f"{KEY} may not do this."),
    failed(400, message=f"There is a {KEY} in your request."),
    failed(404, message=f"{KEY} knows no such model."),
    failed(429, "insufficient_quota", f"{KEY} has nothing left."),
    failed(429, message=f"{KEY} asks too often.", retry_after="0.01"),
    failed(500, message=f"{KEY} broke something."),
    Sent(f"<html>{KEY}</html>".encode(), 502, "text/html"),
    Sent(f"{KEY} is no JSON".encode()),
    responded(f"I saw {KEY}."),
    responded(refusal=f"I will not work for {KEY}."),
    Sent(responded(KEY).body, share=0.5),
]


def test_no_key_is_left_anywhere_after_runs_that_fail_in_every_way(
    server: WireServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What the service says is kept out too, where it repeats the key."""
    for failure in EVERY_FAILURE:
        server.answer = lambda _, sent=failure: sent  # type: ignore[misc]
        with studio_with(tmp_path) as studio:
            project = studio.begin(BRIEF, **WISHES).name
            told: list[str] = []
            with pytest.raises(StudioError) as raised:
                studio.resume(project, on_event=lambda event: told.append(event.model_dump_json()))  # noqa: B023
            assert KEY not in f"{raised.value} {raised.value.fields} {told}"
    out, err = capfd.readouterr()
    assert KEY not in out + err
    assert places_of(KEY, tmp_path) == []


def test_an_expired_key_is_one_clear_line(
    server: WireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    server.answer = lambda _: failed(401, "invalid_api_key", f"Incorrect API key provided: {KEY}.")
    words = ["create", BRIEF, "--with", "openai", "--length", "9", "--quality", "draft", "-w", str(tmp_path / "work")]
    assert run_cli(monkeypatch, *words) == NotAuthorised.exit_code
    err = capsys.readouterr().err.splitlines()
    # The price was told before anything was spent.
    assert "at most $" in err[0]
    assert err[1].startswith("openai does not accept the key")
    assert "OPENAI_API_KEY" in err[1]
    assert "studio resume" in err[1]
    assert len(err) == 2


def test_a_killed_run_sends_nothing_again_that_was_answered(server: WireServer, tmp_path: Path) -> None:
    """Killed in another process; what was in flight is reported, counted, and asked again; nothing else is."""
    with studio_with(tmp_path, budget=5) as studio:
        expected = studio.create(BRIEF, **WISHES)
    answers = {one.said: server.answer(one) for one in server.received}
    everything = len(server.received)
    server.received.clear()
    hold_after = everything // 2

    def answered(received: Received) -> Sent:
        return answers[received.said] if len(server.received) <= hold_after else Sent(hangs=True)

    server.answer = answered
    folder = tmp_path / "killed"
    environment = {**os.environ, "PYTHONPATH": str(TESTS)}
    process = subprocess.Popen([sys.executable, __file__, str(folder)], env=environment, stdout=subprocess.DEVNULL)
    try:
        while len(server.received) <= hold_after + 1:
            assert process.poll() is None
            signal.sigtimedwait([], 0.05)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    first = asked(server)
    in_flight = len(server.received) - hold_after
    server.answer = lambda received: answers[received.said]
    events: list[Event] = []
    with Studio(folder) as studio:
        (project,) = studio.workspace.history.projects()
        film = studio.resume(project.name, on_event=events.append)
        unknown = [use for use in uses(studio, project.name) if use.outcome == Outcome.UNKNOWN]
    assert film.production.film == expected.production.film
    sent = asked(server)
    twice = [one for one, count in sent.items() if count > 1]
    assert max(sent.values()) <= 2
    assert set(first) <= set(sent)
    (told,) = [event for event in events if isinstance(event, OutcomeUnknown)]
    # A call is written down before it is sent: the kill may have come between.
    assert in_flight <= told.calls == len(unknown) <= 4
    # What had arrived at the kill and was not stored yet was in flight as well.
    assert len(twice) <= told.calls
    assert told.cost == pytest.approx(sum(use.cost for use in unknown))
    assert film.cost == pytest.approx(expected.cost + told.cost)
    assert places_of(KEY, folder) == []


def test_what_it_cost_is_shown_by_agent_tool_and_scene(
    server: WireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with studio_with(tmp_path, budget=5) as studio:
        film = studio.create(BRIEF, **WISHES)
    for extra in ([], ["--json"]):
        assert run_cli(monkeypatch, "show", film.project, "--cost", "-w", str(tmp_path / "work"), *extra) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].endswith("spent of a budget of $5.00")
    shown = json.loads(said[-1])
    assert shown["cost"] == pytest.approx(film.cost)
    assert (shown["held"], shown["outcome_unknown"], shown["unpriced"]) == (0, 0, [])
    for way in ("agent", "tool", "scene"):
        assert sum(shown[way].values()) == pytest.approx(film.cost)
    assert {name for name, cost in shown["tool"].items() if cost} == {
        "openai:gpt-6-luna",
        "openai:gpt-image-2.5-flare",
        "openai:tts-1",
    }
    assert {"scene 1", "title", "the whole film"} <= set(shown["scene"])
    assert {"Mara", "Ines"} <= set(shown["agent"])


def main_in_another_process(folder: str) -> None:
    """Make the film in ``folder`` with the server of the environment."""
    from films import SMALL

    from studio.production import rendition

    rendition._LONG_SIDE = SMALL
    with Studio(folder, preset="openai", budget=5) as studio:
        studio.create(BRIEF, **WISHES)


if __name__ == "__main__":
    main_in_another_process(sys.argv[1])
