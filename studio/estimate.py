"""What a film would take and cost, before anything is called: the same planning numbers, times the tools' prices.

Every request is priced with the tool that would be asked: the agent's own, its craft's, or everybody's. ``likely`` is
a film whose drafts and pictures are accepted at once; ``most`` one in which every loop runs to its last round, every
answer has to be asked for twice, and every tool fails in the end, so that its fallbacks are asked too. Knows nothing of
money spent.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from studio.agents import Team
from studio.agents.agent import TRIES as ASKED
from studio.agents.prompt import WORDS_PER_SECOND
from studio.graph.meeting import own_scenes
from studio.graph.pictures import ATTEMPTS
from studio.graph.review import REPAIR_ROUNDS
from studio.graph.screenplay import ROUNDS, own_scene_seconds, scene_budgets
from studio.producer.producer import Toolbox
from studio.production.canonical import Document
from studio.production.document import Production
from studio.production.money import FREE, in_words
from studio.production.tasks import SHORTEST_PLANNED, TASKS, AgentProfile
from studio.production.treatment import MusicDirection
from studio.production.vocabulary import (
    AgentRole,
    Ambience,
    Framing,
    Mood,
    Setting,
    Style,
    TextForm,
    TimeOfDay,
    Weather,
)
from studio.tools.image import ImageRequest, Staging
from studio.tools.language import LanguageRequest
from studio.tools.music import MusicRequest
from studio.tools.offers import is_free
from studio.tools.sound import SoundRequest
from studio.tools.tool import Capability, InProcess, Tool, likely, most
from studio.tools.voice import VoiceRequest

SECONDS_A_SHOT = 5.0
"""A shot as the director is asked to plan it."""
_LINES_A_SCENE = 2
_SOUNDS_A_SCENE = 2
_CARDS = 2
SLOW_SECONDS = 120.0
"""What is done sooner is not worth a question."""
_PROMPT = {
    "Pitch": 2_900,
    "JudgePitches": 7_000,
    "MergeTreatment": 8_000,
    "WriteScreenplay": 4_500,
    "StageOwnText": 4_500,
    "CritiqueScreenplay": 4_500,
    "ReviseScreenplay": 5_500,
    "PlanShots": 4_000,
    "DescribePicture": 3_900,
    "CritiquePicture": 3_100,
    "ScoreScene": 2_700,
    "CritiqueFilm": 3_700,
}
"""Characters of system prompt and prompt in a short film; what holds the screenplay grows with its scenes."""
_A_SCENE = {"CritiqueScreenplay": 350, "ReviseScreenplay": 500, "WriteScreenplay": 60}
_HOLDS_BRIEF = frozenset(_PROMPT) - {"PlanShots", "DescribePicture", "CritiquePicture", "ScoreScene"}


@dataclass(frozen=True)
class Calls:
    """Calls of one tool for one capability: how many ``usually`` and ``at_most``, and what they cost in US dollars.

    A cost is None where nobody knows the price. ``cpu_seconds`` is how long this machine's CPU computes for all of them
    (0 where it does not), ``to_fetch`` how many bytes have to be fetched first.
    """

    tool: str
    capability: str
    usually: int
    at_most: int
    likely: Decimal | None
    most: Decimal | None
    cpu_seconds: float = 0.0
    to_fetch: int = 0


@dataclass(frozen=True)
class Estimate:
    """A film's plan and price. ``seconds`` is its length."""

    seconds: float
    scenes: int
    shots: int
    calls: tuple[Calls, ...] = field(default=())

    @property
    def likely(self) -> Decimal | None:
        """What the film usually costs; None where the price of a tool is not known."""
        return _total([one.likely for one in self.calls])

    @property
    def most(self) -> Decimal | None:
        """What it costs if everything is done as often as it may be; None where nobody knows."""
        return _total([one.most for one in self.calls])

    @property
    def unpriced(self) -> tuple[str, ...]:
        """The tools whose price nobody knows."""
        return tuple(dict.fromkeys(one.tool for one in self.calls if one.most is None))

    @property
    def cpu_seconds(self) -> float:
        """How long models keep this machine's CPU busy, about."""
        return sum(one.cpu_seconds for one in self.calls)

    @property
    def is_slow(self) -> bool:
        """Whether that is so long that a person should agree to it first."""
        return self.cpu_seconds > SLOW_SECONDS

    @property
    def to_fetch(self) -> int:
        """How many bytes have to be fetched first."""
        return sum(one.to_fetch for one in self.calls)

    def effort_in_words(self) -> str:
        """What this machine has to fetch and how long it computes, in a sentence each; empty where that is little."""
        said = [f"{one.tool} fetches {_size(one.to_fetch)} first." for one in self.calls if one.to_fetch]
        if self.is_slow:
            slow = ", ".join(one.tool for one in self.calls if one.cpu_seconds)
            time = _duration(self.cpu_seconds)
            said.append(f"This machine has no GPU: on its CPU, {slow} would take about {time} for this film.")
        return " ".join(said)

    def in_words(self) -> str:
        """The price in a sentence, with how sure it is."""
        if self.unpriced:
            return f"The price of {', '.join(self.unpriced)} is not known: it may cost anything."
        if not self.most:
            return "It costs nothing."
        return (
            f"It costs about {in_words(self.likely or FREE)}, at most {in_words(self.most)}. The first is a guess from "
            "usual lengths; the second holds unless calls fail and are repeated, and a budget holds always."
        )


@dataclass(frozen=True)
class _Planned:
    """Requests of one kind: a typical one, and how often it is made."""

    tool: Tool[Any, Any]
    request: Document
    usually: int
    at_most: int


def estimated(production: Production, toolbox: Toolbox, team: Team) -> Estimate:
    """The estimate for a production of which nothing is made yet."""
    scenes, usual, planned = _plan(production, toolbox, team)
    sums: dict[tuple[str, str], list[_Planned]] = {}
    for one in (asked for first in planned for asked in _chain(first, toolbox)):
        sums.setdefault((one.tool.name, one.tool.capability.value), []).append(one)
    return Estimate(
        seconds=production.brief.seconds,
        scenes=scenes,
        shots=usual,
        calls=tuple(
            Calls(
                tool=tool,
                capability=capability,
                usually=sum(one.usually for one in some),
                at_most=sum(one.at_most for one in some),
                likely=_total([_times(_cost(one, likely), one.usually) for one in some]),
                most=_total([_times(_cost(one, most), one.at_most) for one in some]),
                cpu_seconds=sum(one.usually * local.seconds(one.request) for one, local in _here(some)),
                to_fetch=max((local.to_fetch(one.request) for one, local in _here(some)), default=0),
            )
            for (tool, capability), some in sums.items()
        ),
    )


def fetch(production: Production, toolbox: Toolbox, team: Team) -> None:
    """Fetch what the tools of a film need on this machine."""
    _, _, planned = _plan(production, toolbox, team)
    for one, local in _here(planned):
        if local.to_fetch(one.request):
            local.fetch(one.request)


def _here(planned: Iterable[_Planned]) -> Iterator[tuple[_Planned, InProcess]]:
    """What is usually asked of models in this process."""
    for one in planned:
        if one.usually and isinstance(one.tool, InProcess):
            yield one, one.tool


def _plan(production: Production, toolbox: Toolbox, team: Team) -> tuple[int, int, list[_Planned]]:
    """How many scenes and shots there are usually, and all that is asked for them."""
    lengths = _scene_lengths(production)
    usual = sum(max(1, round(one / SECONDS_A_SHOT)) for one in lengths)
    dense = max(len(lengths), math.ceil(sum(lengths) / SHORTEST_PLANNED))
    planned = [
        *_words(production, toolbox, team, len(lengths), usual, dense),
        *_media(production, toolbox, team, len(lengths), usual, dense),
    ]
    return len(lengths), usual, planned


def _scene_lengths(production: Production) -> tuple[float, ...]:
    if production.brief.form is TextForm.BRIEF:
        return tuple(budget.seconds for budget in scene_budgets(production))
    return own_scene_seconds(production, own_scenes(production))


def _words(
    production: Production, toolbox: Toolbox, team: Team, scenes: int, usual: int, dense: int
) -> Iterator[_Planned]:
    """Every task: who is asked, how often usually, and how often at most."""
    own = production.brief.form is not TextForm.BRIEF
    for profile in team.profiles:
        yield _task(production, toolbox, profile, "Pitch", scenes, 1, 1)
        yield _task(production, toolbox, profile, "JudgePitches", scenes, 1, 1)
    director, writer, critic, composer = (
        _lead(team, role) for role in (AgentRole.DIRECTOR, AgentRole.WRITER, AgentRole.CRITIC, AgentRole.COMPOSER)
    )
    yield _task(production, toolbox, director, "MergeTreatment", scenes, 1, 1)
    if own:
        yield _task(production, toolbox, writer, "StageOwnText", scenes, 1, 1)
    else:
        yield _task(production, toolbox, writer, "WriteScreenplay", scenes, 1, 1)
        yield _task(production, toolbox, critic, "CritiqueScreenplay", scenes, 1, ROUNDS + 1)
        yield _task(production, toolbox, writer, "ReviseScreenplay", scenes, 0, ROUNDS)
    yield _task(production, toolbox, director, "PlanShots", scenes, scenes, scenes)
    for artist, usually, at_most in _candidates(team, usual, dense):
        # A refused wording is found again, once.
        yield _task(production, toolbox, artist, "DescribePicture", scenes, usually, at_most * 2)
        yield _task(production, toolbox, critic, "CritiquePicture", scenes, usually, at_most)
    yield _task(production, toolbox, composer, "ScoreScene", scenes, scenes, scenes)
    yield _task(production, toolbox, critic, "CritiqueFilm", scenes, 1, 1 + REPAIR_ROUNDS)


def _lead(team: Team, role: AgentRole) -> AgentProfile:
    return next(one for one in team.profiles if one.role is role)


def _candidates(team: Team, usual: int, dense: int) -> Iterator[tuple[AgentProfile, int, int]]:
    """The artist of each candidate for a picture, with how many of these there are usually and at most."""
    artists = [one for one in team.profiles if one.role is AgentRole.ARTIST]
    for number in range(ATTEMPTS):
        usually = 0 if number else usual + _CARDS
        yield artists[number % len(artists)], usually, (dense + _CARDS) * (1 + REPAIR_ROUNDS)


def _chain(planned: _Planned, toolbox: Toolbox) -> Iterator[_Planned]:
    """The requests, and the same of each fallback, which are usually not made."""
    yield planned
    for tool in toolbox.chain(planned.tool)[1:]:
        yield replace(planned, tool=tool, usually=0)


def _task(
    production: Production, toolbox: Toolbox, agent: AgentProfile, task: str, scenes: int, usually: int, at_most: int
) -> _Planned:
    length = _PROMPT[task] + _A_SCENE.get(task, 0) * scenes
    length += len(production.brief.text) if task in _HOLDS_BRIEF else 0
    answer = next(one for one in TASKS if one.name() == task).answer
    request = LanguageRequest(
        task=task,
        input={},
        system="",
        prompt="x" * length,
        answer_schema=answer.model_json_schema(),
        language=production.brief.language,
        seed=0,
    )
    return _Planned(toolbox.tool(Capability.LANGUAGE, agent), request, usually, at_most * ASKED)


def _media(
    production: Production, toolbox: Toolbox, team: Team, scenes: int, usual: int, dense: int
) -> Iterator[_Planned]:
    brief, there, composer = production.brief, toolbox.tools, _lead(team, AgentRole.COMPOSER)
    width, height = production.rendition.size
    seconds = brief.seconds / max(1, scenes)
    if Capability.IMAGE in there:
        staging = Staging(
            setting=Setting.SEA,
            time_of_day=TimeOfDay.DAY,
            weather=Weather.CLEAR,
            framing=Framing.WIDE,
            style=Style.PAPER,
        )
        picture = ImageRequest(
            prompt="x" * 700,
            staging=staging,
            width=width,
            height=height,
            seed=0,
            references=brief.references,
        )
        for artist, usually, at_most in _candidates(team, usual, dense):
            # A refused wording is paid for at most once more.
            yield _Planned(toolbox.tool(Capability.IMAGE, artist), picture, usually, at_most * 2)
    if Capability.VOICE in there and brief.voice:
        own = [line for scene in own_scenes(production) for line in scene.lines]
        lines = len(own) or scenes * _LINES_A_SCENE
        words = max(1, math.ceil(brief.seconds / lines * WORDS_PER_SECOND))
        said = VoiceRequest(text="words " * words, language=brief.language, speaker="narrator")
        yield _Planned(toolbox.tool(Capability.VOICE), said, lines, lines * (1 + ROUNDS))
    samples = production.rendition.samples(production.rendition.frames(max(1.0, seconds)))
    if Capability.MUSIC in there and brief.music:
        cue = MusicRequest(prompt="", direction=MusicDirection(), mood=Mood.CALM, samples=samples, theme_seed=0, seed=0)
        yield _Planned(toolbox.tool(Capability.MUSIC, composer), cue, scenes + _CARDS, scenes + _CARDS)
    if Capability.SOUND in there:
        sound = SoundRequest(prompt="", sound=next(iter(Ambience)), samples=samples, seed=0)
        yield _Planned(
            toolbox.tool(Capability.SOUND, composer), sound, scenes * _SOUNDS_A_SCENE, scenes * _SOUNDS_A_SCENE * 2
        )


def _cost(planned: _Planned, by: Any) -> Decimal | None:
    cost: Decimal | None = FREE if is_free(planned.tool.name) else by(planned.tool, planned.request)
    return cost


def _times(cost: Decimal | None, count: int) -> Decimal | None:
    if not count:
        return FREE
    return None if cost is None else cost * count


def _total(costs: list[Decimal | None]) -> Decimal | None:
    known = [cost for cost in costs if cost is not None]
    return sum(known, FREE) if len(known) == len(costs) else None


def _duration(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    return f"{minutes} minutes" if minutes < 120 else f"{minutes / 60:.0f} hours"


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{max(1, round(count / 1e6))} MB"
