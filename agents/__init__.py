"""The five kinds of agents: who they are, what they are asked, and how they ask a language tool."""

from studio.agents.agent import Agent
from studio.agents.artist import Artist
from studio.agents.composer import Composer
from studio.agents.critic import Critic
from studio.agents.director import Director
from studio.agents.team import Crew, Team, default_team, load_team
from studio.agents.writer import Writer

__all__ = [
    "Agent",
    "Artist",
    "Composer",
    "Crew",
    "Critic",
    "Director",
    "Team",
    "Writer",
    "default_team",
    "load_team",
]
