"""Teams as data: the default one, a person's own, and what makes a file unusable."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from studio.agents import Agent, Composer, Critic, Director, Team, default_team, load_team
from studio.errors import BadInput, UnknownOption
from studio.production.tasks import Task


class NoThinking:
    """Nobody is asked anything here."""

    async def think(self, task: Task[Any], **asked: Any) -> Any:
        raise AssertionError(f"{task.name()} was asked with {sorted(asked)}")


def test_the_default_team_has_two_writers_and_two_artists_of_different_temperament() -> None:
    crew = default_team().assemble(NoThinking())
    assert len(crew.everyone) == 7
    for pair in (crew.writers, crew.artists):
        assert len({agent.profile.temperament for agent in pair}) == len(pair) == 2
    assert [type(agent) for agent in (crew.composer, crew.director, crew.critic)] == [Composer, Director, Critic]
    for agent in crew.everyone:
        assert agent.profile.personality
        assert agent.profile.expertise


TEAM = "\n".join(
    f'[[agent]]\nname = "{name}"\nrole = "{name.lower()}"\ntemperament = "minimal"'
    for name in ("Writer", "Artist", "Composer", "Director", "Critic")
)


def test_a_person_can_give_their_own_team(tmp_path: Path) -> None:
    path = tmp_path / "team.toml"
    path.write_text(TEAM)
    crew = load_team(path).assemble(NoThinking())
    assert [agent.profile.name for agent in crew.everyone] == ["Writer", "Artist", "Composer", "Director", "Critic"]
    assert all(isinstance(agent, Agent) for agent in crew.everyone)


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        (TEAM.replace('role = "critic"', 'role = "writer"'), BadInput, "The team has no critic"),
        (TEAM.replace('role = "critic"', 'role = "boss"'), UnknownOption, "Critic's role 'boss' is not known. Use one"),
        (TEAM.replace('role = "critic"', 'role = "person"'), UnknownOption, "'person' is not known"),
        (TEAM.replace('role = "critic"', ""), BadInput, "Critic has no role"),
        (TEAM.replace('temperament = "minimal"', 'temperament = "loud"'), UnknownOption, "traditional, modern"),
        (TEAM.replace('"Critic"', '"writer"'), BadInput, "more than one 'Writer'"),
        (TEAM.replace('name = "Critic"', 'name = "  "'), BadInput, "has no name"),
        (TEAM + "\nage = 4", BadInput, "Critic in the team file: age: "),
        (TEAM + "\npersonality = 4", BadInput, "Critic in the team file: personality: "),
        ("colour = 'red'", BadInput, "unknown entry 'colour'"),
        ("", BadInput, r"no \[\[agent\]\] tables"),
        ("agent = 3", BadInput, r"no \[\[agent\]\] tables"),
        ("[[agent]", BadInput, "is not TOML"),
    ],
)
def test_an_unusable_team_is_one_clear_line(tmp_path: Path, content: str, error: type[BadInput], message: str) -> None:
    path = tmp_path / "team.toml"
    path.write_text(content)
    with pytest.raises(error, match=message) as raised:
        load_team(path)
    assert "\n" not in str(raised.value)
    assert raised.value.exit_code == 2


def test_a_team_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read: No such file"):
        load_team(tmp_path / "none.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="is not TOML"):
        load_team(tmp_path / "binary.toml")


def test_a_team_has_a_largest_size() -> None:
    extras = tuple(default_team().profiles[0].model_copy(update={"name": f"Ada {number}"}) for number in range(18))
    with pytest.raises(BadInput, match="The team has 25 agents"):
        Team((*default_team().profiles, *extras))
