"""studio.toml, a project's own choice, and what is asked for now: which of them counts, and what is no setting."""

from __future__ import annotations

import re
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from films import BRIEF, WISHES, studio_in
from openai_wire import KEY

from studio import Studio
from studio.agents import Team, default_team
from studio.errors import SettingsError, ToolNotFound, UnknownOption
from studio.production.tasks import AgentProfile
from studio.production.vocabulary import AgentRole, Temperament
from studio.settings import Choice, parse_budget, read_settings
from studio.storage.tables import saved_id
from studio.testing import BandedPictures
from studio.tools.offline.soundscape.soundscape import Soundscape
from studio.tools.secrets import find_key, without_key
from studio.tools.tool import Capability


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def written(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "studio.toml").write_text(text, encoding="utf-8")
    return folder


def test_without_a_file_everything_is_offline(tmp_path: Path) -> None:
    with Studio(tmp_path) as studio:
        assert set(studio.tools().values()) == {
            "offline:rules",
            "offline:storybook",
            "offline:espeak",
            "offline:composer",
            "offline:soundscape",
            "offline:signature",
        }
        assert studio.toolbox().budget is None


def test_a_key_in_the_environment_is_not_spent_without_being_asked_for(tmp_path: Path) -> None:
    with Studio(tmp_path) as studio:
        assert not [name for name in studio.tools().values() if name.startswith("openai")]


def test_presets_go_over_one_another_and_single_tools_over_them(tmp_path: Path) -> None:
    with Studio(tmp_path, preset="openai, ollama", image="openai:another", sound=None) as studio:
        tools = studio.tools()
    assert tools["language"] == "ollama:gpt-oss:20b"
    assert tools["image"] == "openai:another"
    assert tools["sound"] == "offline:soundscape"


def test_the_file_says_what_films_are_made_with(tmp_path: Path) -> None:
    written(
        tmp_path,
        """
        strict = false
        [tools]
        with = "openai"
        image = "offline:storybook"
        [roles.critic]
        language = "box:judge"
        [agents.Mara]
        language = "openai:gpt-6-sol"
        [fallback]
        image = "offline:storybook"
        language = ["offline:rules"]
        [budget]
        dollars = 2.50
        [providers.box]
        base_url = "http://localhost:9/v1/"
        concurrency = 2
        requests_per_minute = 30
        [[price]]
        provider = "box"
        model = "judge"
        as_of = 2026-01-01
        source = "me"
        input = 1
        output = 2.5
        """,
    )
    with Studio(tmp_path) as studio:
        assert studio.tools()["language"] == "openai:gpt-6-luna"
        box = studio.toolbox()
        assert box.budget == Decimal("2.50")
        critic = AgentProfile(name="Bram", role=AgentRole.CRITIC, temperament=Temperament.MODERN)
        mara = critic.model_copy(update={"name": "Mara", "role": AgentRole.WRITER})
        theo = mara.model_copy(update={"name": "Theo"})
        asked = [box.tool(Capability.LANGUAGE, one) for one in (critic, mara, theo, None)]
        assert [one.name for one in asked] == ["box:judge", "openai:gpt-6-sol", *["openai:gpt-6-luna"] * 2]
        judge: Any = asked[0]
        assert judge.service.settings.base_url == "http://localhost:9/v1"
        assert judge.service.price("judge").output == Decimal("2.5")
        assert [one.name for one in box.fallbacks[Capability.LANGUAGE]] == ["offline:rules"]
        lane = next(one for one in box.lanes if one.holds("box:judge"))
        assert (lane.at_once, lane.per_minute) == (2, 30)
    # Whoever asks for something else gets it, single tools of the file included.
    with Studio(tmp_path, preset="offline", budget=9, strict=True) as studio:
        assert studio.tools()["language"] == "offline:rules"
        assert studio.toolbox().budget == 9
        assert studio.toolbox().fallbacks == {}


@pytest.mark.usefixtures("small_films")
def test_a_project_goes_on_with_the_tools_that_it_was_begun_with(tmp_path: Path) -> None:
    with Studio(tmp_path, preset="ollama", budget="1.5") as studio:
        project = studio.begin(BRIEF, **WISHES)
    with Studio(tmp_path) as studio:
        row = studio.workspace.history.project(project.name)
        box = studio.toolbox(row)
        assert box.tools[Capability.LANGUAGE].name == "ollama:gpt-oss:20b"
        assert box.budget == Decimal("1.5")
    # What a resume asks for holds from then on.
    with studio_in(tmp_path, preset="offline") as studio:
        studio.resume(project.name)
    with Studio(tmp_path) as studio:
        choice = studio.choice(studio.workspace.history.project(project.name))
    bands = {Capability.IMAGE: "testing:bands"}
    assert choice == Choice(presets=("offline",), tools=bands, budget=Decimal("1.5"))


@pytest.mark.usefixtures("small_films")
def test_a_budget_can_be_taken_away(tmp_path: Path) -> None:
    with studio_in(written(tmp_path, "[budget]\ndollars = 2.50\n")) as studio:
        project = studio.begin(BRIEF, **WISHES)
        assert studio.toolbox(project).budget == Decimal("2.50")
    with studio_in(tmp_path, budget="none") as studio:
        assert studio.toolbox().budget is None
        studio.resume(project.name)
    # It is kept as every other choice is, and another budget can be set again.
    with studio_in(tmp_path) as studio:
        row = studio.workspace.history.project(project.name)
        assert studio.toolbox(row).budget is None
        studio.resume(project.name)
        assert studio.toolbox(studio.workspace.history.project(project.name)).budget is None
    with studio_in(tmp_path, budget=4) as studio:
        assert studio.toolbox(row).budget == 4


def test_a_project_made_with_an_object_is_not_made_with_something_else_unasked(tmp_path: Path) -> None:
    own = BandedPictures()
    with Studio(tmp_path, image=own) as studio:
        assert studio.toolbox().tools[Capability.IMAGE] is own
        name = studio.begin(BRIEF, **WISHES).name
    with Studio(tmp_path) as studio:
        with pytest.raises(ToolNotFound, match=rf"'testing:bands'.*{name}.*Studio\(image=") as raised:
            studio.resume(name)
        assert "\n" not in str(raised.value)
        row = studio.workspace.history.project(name)
        assert studio.choice(row).tools == {Capability.IMAGE: "testing:bands"}
    for again in ({"image": own}, {"image": "offline:storybook"}, {"preset": "offline"}):
        with Studio(tmp_path, **again) as studio:
            assert Capability.IMAGE in studio.toolbox(row).tools


def test_an_object_that_is_offered_too_is_found_by_its_name(tmp_path: Path) -> None:
    with Studio(tmp_path, sound=Soundscape()) as studio:
        row = studio.begin(BRIEF, **WISHES)
    with Studio(tmp_path) as studio:
        assert studio.toolbox(row).tools[Capability.SOUND] == Soundscape()


@pytest.mark.usefixtures("small_films")
def test_a_project_goes_on_with_its_team(tmp_path: Path) -> None:
    usual = default_team().profiles
    team = Team(tuple(one.model_copy(update={"name": f"{one.name} the Second"}) for one in usual))
    (tmp_path / "studio.toml").write_text('[agents."Mara the Second"]\nlanguage = "offline:rules"\n', encoding="utf-8")
    with studio_in(tmp_path, team=team) as studio:
        name = studio.begin(BRIEF, **WISHES).name
    with studio_in(tmp_path) as studio:
        film = studio.resume(name)
        messages = studio.workspace.ledger.messages(saved_id(studio.workspace.history.project(name)))
    assert {one.agent for one in messages} <= {one.name for one in team.profiles}
    assert {critique.critic for critique in film.critiques} == {"Bram the Second"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[tools\n", "not TOML"),
        ("[tool]\n", "Use one of: tools, roles, agents, fallback, budget, providers, price, strict"),
        ('[tools]\nmovie = "x"\n', "Use one of: language, image, voice, music, sound, video, embedding, with"),
        ('[providers.openai]\nurl = "x"\n', "base_url"),
        ('[roles.actor]\nlanguage = "x"\n', "writer, artist, composer, director, critic"),
        ("[budget]\ndollars = -1\n", "budget.dollars"),
        ("[budget]\neuros = 1\n", "Use one of: dollars"),
        ('[providers.box]\nbase_url = "box"\n', "http://"),
        ("[[price]]\nprovider = 'box'\n", "price"),
        ("[providers.openai]\ntimeout = 0\n", "timeout"),
    ],
)
def test_what_cannot_be_used_is_one_clear_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Studio(written(tmp_path, text))
    message = str(raised.value)
    assert says in message
    assert "studio.toml" in message
    assert "\n" not in message
    assert raised.value.exit_code == 2


@pytest.mark.parametrize(
    "text",
    [
        f'[providers.openai]\napi_key = "{KEY}"\n',
        '[providers.openai]\nkey = "abc-secret-abc"\n',
        f'[providers.openai]\nbase_url = "{KEY}"\n',
        f'openai = ["{KEY}"]\n',
        f'[tools]\nlanguage = "{KEY}"\n',
        f'[providers.openai]\nbase_url = "http://me:{KEY}@host/v1"\n',
        f'[providers.openai]\ntimeout = "{KEY}"\n',
        f"api_key = {KEY}\n",
        f"[tools]\n{KEY} = 1\n",
    ],
)
def test_a_key_in_the_file_is_an_error_that_does_not_tell_it(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError) as raised:
        read_settings(written(tmp_path, text))
    error: BaseException | None = raised.value
    told = f"{raised.value} {raised.value.fields}"
    assert KEY not in told
    assert "abc-secret-abc" not in told
    assert error is not None
    assert error.__cause__ is None


def test_names_that_nobody_knows_are_found_out_at_once(tmp_path: Path) -> None:
    with pytest.raises(UnknownOption, match="openai"):
        Studio(tmp_path, preset="nonsense")
    with Studio(written(tmp_path, '[agents.Zoe]\nlanguage = "offline:rules"\n')) as studio:
        with pytest.raises(SettingsError, match="Mara"):
            studio.begin(BRIEF)
        assert not (tmp_path / "studio.db").exists()
    with (
        Studio(tmp_path / "other", language="nobody:nothing") as studio,
        pytest.raises(ToolNotFound, match="openai:MODEL"),
    ):
        studio.begin(BRIEF)


@pytest.mark.parametrize(
    ("value", "budget"),
    [
        (None, None),
        ("none", "none"),
        (5, Decimal(5)),
        ("2.50", Decimal("2.50")),
        ("$3", Decimal(3)),
        (0.1, Decimal("0.1")),
    ],
)
def test_budgets_are_amounts_or_none(value: object, budget: Decimal | str | None) -> None:
    assert parse_budget(value) == budget


@pytest.mark.parametrize("value", ["a lot", "", -1, "nan", "inf"])
def test_what_is_no_amount_is_no_budget(value: object) -> None:
    with pytest.raises(SettingsError, match="budget"):
        parse_budget(value)


def test_the_settings_of_the_page_are_settings(tmp_path: Path) -> None:
    page = (Path(__file__).parent.parent / "docs" / "tools.md").read_text(encoding="utf-8")
    (shown,) = [one for one in re.findall(r"```toml\n(.*?)```", page, re.DOTALL) if "[tools]" in one]
    settings = read_settings(written(tmp_path, shown))
    assert settings.choice.budget == Decimal("2.50")
    assert settings.providers["box"].free
    with Studio(tmp_path) as studio:
        assert studio.toolbox().tools[Capability.LANGUAGE].name == "openai:gpt-6-luna"


def test_a_key_may_be_in_the_system_s_keyring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "keyring.py").write_text(
        "def get_password(service, name):\n"
        "    if service == 'creative-studio' and name == 'BOX_KEY':\n"
        f"        return {KEY!r}\n"
        "    if name == 'BROKEN':\n"
        "        raise RuntimeError('locked')\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "keyring", raising=False)
    assert find_key("BOX_KEY") == KEY
    assert find_key("OTHER") is None
    assert find_key("BROKEN") is None
    assert find_key("") is None
    monkeypatch.setenv("BOX_KEY", "sk-of-the-environment")
    assert find_key("BOX_KEY") == "sk-of-the-environment"


def test_a_key_is_hidden_wherever_it_stands() -> None:
    assert without_key(f"a {KEY} b {KEY}", KEY) == "a [key] b [key]"
    assert without_key("nothing", None) == "nothing"
