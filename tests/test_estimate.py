"""The estimate: no call, no project, and numbers that the film then keeps to."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from films import BRIEF, WISHES, uses
from openai_wire import KEY, openai_server
from paid import run_cli
from PIL import Image

from studio import Studio
from studio.errors import BriefError, PriceUnknown, ToolNotFound
from studio.storage.tables import Outcome
from studio.testing import BandedPictures, ScriptedTool
from studio.testing.wire import WireServer
from studio.tools.tool import Capability


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[WireServer]:
    with openai_server(monkeypatch) as running:
        yield running


@pytest.mark.usefixtures("small_films")
@pytest.mark.parametrize("wishes", [WISHES, {"quality": "draft", "length": 16}])
def test_the_film_keeps_to_the_estimate(server: WireServer, tmp_path: Path, wishes: dict[str, object]) -> None:
    with Studio(tmp_path / "work", preset="openai") as studio:
        expected = studio.estimate(BRIEF, **wishes)
        assert server.received == []
        assert not (tmp_path / "work").exists()
        film = studio.create(BRIEF, **wishes)
        made = Counter(use.tool for use in uses(studio, film.project) if use.outcome == Outcome.MADE)
    assert expected.scenes == len(film.scenes)
    for calls in expected.calls:
        # Nothing is asked more often than it may be; the plan is close.
        assert made[calls.tool] <= calls.at_most
        assert made[calls.tool] >= calls.usually / 2
    assert expected.likely is not None
    assert expected.most is not None
    assert Decimal(str(film.cost)) <= expected.most
    assert 0 < expected.likely < expected.most


def test_what_is_offline_costs_nothing(tmp_path: Path) -> None:
    with Studio(tmp_path) as studio:
        expected = studio.estimate(BRIEF)
    assert (expected.likely, expected.most) == (0, 0)
    assert expected.in_words() == "It costs nothing."
    assert {one.capability for one in expected.calls} == {"language", "image", "voice", "music", "sound"}


def test_a_tool_without_a_price_is_named(tmp_path: Path) -> None:
    with (
        ScriptedTool(Capability.MUSIC, [], name="band:live") as band,
        Studio(tmp_path, music=band, image=BandedPictures()) as studio,
    ):
        expected = studio.estimate(BRIEF)
    assert expected.most is None
    assert expected.unpriced == ("band:live",)
    assert "band:live" in expected.in_words()


ONE_PAID_TOOL = {
    "a craft's": ('[roles.artist]\nimage = "openai:gpt-image-2.5-flare"\n', "openai:gpt-image-2.5-flare", 1),
    "the first artist's": ('[agents.Ines]\nimage = "openai:gpt-image-2.5-flare"\n', "openai:gpt-image-2.5-flare", 1),
    "the second artist's": ('[agents.Juno]\nimage = "openai:gpt-image-2.5-flare"\n', "openai:gpt-image-2.5-flare", 0),
    "an agent's words": ('[agents.Juno]\nlanguage = "openai:gpt-6-luna"\n', "openai:gpt-6-luna", 1),
    "a fallback": ('[fallback]\nlanguage = ["openai:gpt-6-luna"]\n', "openai:gpt-6-luna", 0),
}
"""One word of studio.toml: what it says, the tool that it names, and whether that is usually called."""


@pytest.mark.parametrize(("text", "tool", "usual"), ONE_PAID_TOOL.values(), ids=ONE_PAID_TOOL)
def test_whoever_may_be_asked_is_priced(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, tool: str, usual: int
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    (tmp_path / "studio.toml").write_text(text, encoding="utf-8")
    with Studio(tmp_path) as studio:
        expected = studio.estimate(BRIEF)
        calls = next(one for one in expected.calls if one.tool == tool)
        assert (calls.usually > 0) == bool(usual)
        assert calls.at_most > 0
        assert expected.most is not None
        assert expected.most > 0
        assert (expected.likely or 0) > 0 or not usual
    with Studio(tmp_path, strict=True) as studio:
        # Strict films have no fallbacks.
        assert (studio.estimate(BRIEF).most == 0) == text.startswith("[fallback]")


def test_both_artists_candidates_are_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with Studio(tmp_path, preset="openai") as studio:
        (all_of_them,) = [one for one in studio.estimate(BRIEF).calls if one.capability == "image"]
    (tmp_path / "studio.toml").write_text('[agents.Juno]\nimage = "openai:gpt-image-2.5-sunburst"\n', encoding="utf-8")
    with Studio(tmp_path, preset="openai") as studio:
        ines, juno = [one for one in studio.estimate(BRIEF).calls if one.capability == "image"]
    assert (ines.usually, juno.usually) == (all_of_them.usually, 0)
    # The first artist paints the cast sheets as well.
    assert ines.at_most > juno.at_most > 0
    assert ines.at_most + juno.at_most == all_of_them.at_most


def test_a_fallback_without_a_price_is_not_begun_under_a_budget(tmp_path: Path) -> None:
    (tmp_path / "studio.toml").write_text(
        '[providers.box]\nbase_url = "http://localhost:9/v1"\n[fallback]\nlanguage = ["box:mine"]\n', encoding="utf-8"
    )
    with Studio(tmp_path, budget=1) as studio:
        with pytest.raises(PriceUnknown, match="box:mine"):
            studio.begin(BRIEF)
        assert studio.workspace.history.projects() == []


def test_longer_and_finer_films_cost_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with Studio(tmp_path, preset="openai") as studio:
        costs = [
            studio.estimate(BRIEF, length=length, quality=quality).likely
            for length, quality in ((20, "draft"), (60, "draft"), (60, "final"))
        ]
        silent = studio.estimate(BRIEF, voice=False, music=False)
    assert costs == sorted(cost for cost in costs if cost is not None)
    assert {one.capability for one in silent.calls} == {"language", "image", "sound"}


def test_a_text_of_one_s_own_is_counted_by_its_words(tmp_path: Path) -> None:
    story = "The keeper lit the lamp. The storm came closer.\n\nIt only wanted to be seen. He let it in."
    with Studio(tmp_path) as studio:
        expected = studio.estimate(story, form="story")
    voice = next(one for one in expected.calls if one.capability == "voice")
    assert voice.usually >= 4


def test_what_no_film_can_be_made_of_has_no_price(tmp_path: Path) -> None:
    with Studio(tmp_path) as studio, pytest.raises(BriefError):
        studio.estimate("  ")
    with Studio(tmp_path, language="nobody:nothing") as studio, pytest.raises(ToolNotFound):
        studio.estimate(BRIEF)


def test_the_command_says_what_it_would_take(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    where = ("-w", str(tmp_path / "work"))
    assert run_cli(monkeypatch, "estimate", BRIEF, "--with", "openai", *where) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("40 seconds, 5 scenes, about")
    assert any("openai:gpt-image-2.5-flare (image)" in line and "at most $" in line for line in lines)
    assert any(line.endswith("free") and "offline:composer" in line for line in lines)
    assert lines[-1].startswith("It costs about $")
    assert run_cli(monkeypatch, "estimate", BRIEF, "--with", "openai", "--json", *where) == 0
    told = json.loads(capsys.readouterr().out)
    assert 0 < told["likely"] < told["most"]
    assert told["unpriced"] == []
    assert run_cli(monkeypatch, "estimate", BRIEF, "--with", "nobody", *where) == 2
    assert "Use one of: offline, local, audiocraft" in capsys.readouterr().err


def test_the_command_prices_the_film_that_create_would_make(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    Image.new("RGB", (300, 300), (200, 60, 60)).save(tmp_path / "logo.png")

    def told(*words: str) -> dict[str, Any]:
        where = ("--with", "openai", "--json", "-w", str(tmp_path / "work"))
        assert run_cli(monkeypatch, "estimate", "A fox learns to paint. An owl helps.", *words, *where) == 0
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        return answer

    plain = told()
    assert told("--reference", f"logo={tmp_path / 'logo.png'}")["most"] > plain["most"]
    own = told("--as", "story", "--style", "ink", "--tone", "calm", "--seed", "3", "--captions", "none", "--strict")
    assert (own["scenes"], own["most"]) != (plain["scenes"], plain["most"])
    assert not (tmp_path / "work").exists()


@pytest.mark.usefixtures("small_films")
@pytest.mark.parametrize("text", [text for text, _, _ in ONE_PAID_TOOL.values()], ids=ONE_PAID_TOOL)
def test_whoever_makes_a_film_without_a_budget_is_told_the_price_and_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    """Also who goes on with one: what it may cost now is not what somebody agreed to then."""
    asked: list[str] = []
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setattr("studio.cli.commands._is_there", lambda: True)
    monkeypatch.setattr("typer.confirm", lambda question, **_: asked.append(question))
    where = ("-w", str(tmp_path))
    with Studio(tmp_path) as studio:
        project = studio.begin(BRIEF, **WISHES).name
        (tmp_path / "studio.toml").write_text(text, encoding="utf-8")
        paid = studio.begin(BRIEF, **WISHES).name
    for words in (("create", BRIEF), ("resume", paid), ("resume", project, "--with", "openai")):
        assert run_cli(monkeypatch, *words, *where) == 130
        told = capsys.readouterr().err
        assert "It costs about $" in told
        assert ("what is made already costs nothing more" in told) == (words[0] == "resume")
    assert asked == ["Go on?"] * 3
    with Studio(tmp_path) as studio:
        assert [row.name for row in studio.workspace.history.projects()] == [project, paid]
        assert studio.choice(studio.workspace.history.project(project)).presets == ()


def test_every_tool_is_listed_with_its_price_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    (tmp_path / "studio.toml").write_text(
        '[providers.box]\nbase_url = "http://localhost:9/v1"\nlanguage = "mine"\nfree = true\n', encoding="utf-8"
    )
    assert run_cli(monkeypatch, "tools", "--json", "-w", str(tmp_path)) == 0
    told = {(one["tool"], one["capability"]): one for one in map(json.loads, capsys.readouterr().out.splitlines())}
    paid = told["openai:gpt-6-luna", "language"]
    assert paid["missing"] == "Set OPENAI_API_KEY in the environment."
    assert not paid["ready"]
    assert "$0.1 in, $0.5 out per million tokens" in paid["price"]
    assert told["offline:rules", "language"]["price"] == told["box:mine", "language"]["price"] == "free"
    assert told["openrouter:openrouter/auto", "language"]["price"] == "price not known"
    # Without a project, nothing is made in the folder.
    assert [path.name for path in tmp_path.iterdir()] == ["studio.toml"]
