"""The team as data, and the crew that it becomes once it can think.

A team file is TOML: one ``[[agent]]`` table with name, role, temperament, personality and expertise for each agent.
Knows nothing of what a crew is asked to do.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from studio.agents.agent import Agent
from studio.agents.artist import Artist
from studio.agents.composer import Composer
from studio.agents.critic import Critic
from studio.agents.director import Director
from studio.agents.writer import Writer
from studio.errors import BadInput, UnknownOption
from studio.producer.thinking import Thinking
from studio.production.tasks import AgentProfile
from studio.production.vocabulary import AgentRole, Temperament

DEFAULT_TEAM = Path(__file__).parent / "team.toml"
CRAFTS = (AgentRole.WRITER, AgentRole.ARTIST, AgentRole.COMPOSER, AgentRole.DIRECTOR, AgentRole.CRITIC)
MOST_AGENTS = 24
"""Every agent judges every other's pitch, so work grows with the square of the team."""

AgentT = TypeVar("AgentT", bound=Agent)
WordT = TypeVar("WordT", bound=StrEnum)


@dataclass(frozen=True)
class Crew:
    """The agents at work. ``everyone`` is in the team's order; the first composer, director and critic lead."""

    everyone: tuple[Agent, ...]
    writers: tuple[Writer, ...]
    artists: tuple[Artist, ...]
    composer: Composer
    director: Director
    critic: Critic


@dataclass(frozen=True)
class Team:
    """Who works in the studio: at least one of each craft, no two of one name; raises ``BadInput`` otherwise."""

    profiles: tuple[AgentProfile, ...]

    def __post_init__(self) -> None:
        names = [profile.name.strip().casefold() for profile in self.profiles]
        for profile, name in zip(self.profiles, names, strict=True):
            if not name:
                raise BadInput(f"A {profile.role} of the team has no name.", next_step="Give every agent a name.")
            if names.count(name) > 1:
                raise BadInput(
                    f"The team has more than one {profile.name!r}.", next_step="Give every agent a name of its own."
                )
            if profile.role not in CRAFTS:
                raise UnknownOption(f"{profile.name}'s role", profile.role, CRAFTS)
        for craft in CRAFTS:
            if not self._of(craft):
                raise BadInput(f"The team has no {craft}.", next_step="A team needs at least one agent of each craft.")
        if len(self.profiles) > MOST_AGENTS:
            raise BadInput(
                f"The team has {len(self.profiles)} agents.", next_step=f"{MOST_AGENTS} are the most that it can have."
            )

    def assemble(self, thinking: Thinking) -> Crew:
        """The crew whose members all think through ``thinking``."""
        classes: dict[AgentRole, type[Agent]] = {
            AgentRole.WRITER: Writer,
            AgentRole.ARTIST: Artist,
            AgentRole.COMPOSER: Composer,
            AgentRole.DIRECTOR: Director,
            AgentRole.CRITIC: Critic,
        }
        everyone = tuple(classes[profile.role](profile, thinking) for profile in self.profiles)
        return Crew(
            everyone=everyone,
            writers=_those(Writer, everyone),
            artists=_those(Artist, everyone),
            composer=_those(Composer, everyone)[0],
            director=_those(Director, everyone)[0],
            critic=_those(Critic, everyone)[0],
        )

    def _of(self, craft: AgentRole) -> tuple[AgentProfile, ...]:
        return tuple(profile for profile in self.profiles if profile.role is craft)


def default_team() -> Team:
    """Two writers and two artists of different temperament, a composer, a director and a critic."""
    return load_team(DEFAULT_TEAM)


def load_team(path: Path) -> Team:
    """The team of the file at ``path``; raises ``BadInput`` with one clear line when it is no usable team."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BadInput(f"The team file {str(path)!r} cannot be read: {reason}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"The team file {str(path)!r} is not TOML: {error}.") from error
    tables = content.pop("agent", [])
    if content:
        raise BadInput(
            f"The team file {str(path)!r} has the unknown entry {min(content)!r}.", next_step="Use [[agent]] tables."
        )
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        raise BadInput(f"The team file {str(path)!r} has no [[agent]] tables.", next_step="Write one for each agent.")
    return Team(tuple(_profile(table, number) for number, table in enumerate(tables, start=1)))


def _profile(table: dict[str, Any], number: int) -> AgentProfile:
    who = str(table.get("name") or f"Agent {number}")
    role = _word(AgentRole, table, "role", who, CRAFTS)
    temperament = _word(Temperament, table, "temperament", who, tuple(Temperament))
    try:
        return AgentProfile.model_validate({**table, "role": role, "temperament": temperament})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"{who} in the team file: {field}: {first['msg']}.") from error


def _word(kind: type[WordT], table: dict[str, Any], field: str, who: str, valid: tuple[WordT, ...]) -> WordT:
    value = table.get(field)
    if value is None:
        raise BadInput(f"{who} has no {field}.", next_step=f"Use one of: {', '.join(valid)}.")
    if value not in valid:
        raise UnknownOption(f"{who}'s {field}", value, valid)
    return kind(value)


def _those(craft: type[AgentT], everyone: tuple[Agent, ...]) -> tuple[AgentT, ...]:
    return tuple(agent for agent in everyone if isinstance(agent, craft))
