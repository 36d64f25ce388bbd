"""Everything that will be asked for a film, before anything is called: which tool, how often usually and at most.

``usually`` is a film whose drafts and pictures are accepted at once; ``at_most`` one in which every loop runs to its
last round, every answer has to be asked for twice, and every tool fails in the end, so that its fallbacks are asked
too. Knows nothing of prices.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from studio.agents import Team
from studio.agents.acceptance import MOST_FIGURES
from studio.agents.agent import TRIES as ASKED
from studio.agents.prompt import WORDS_PER_SECOND
from studio.graph.clips import piece_frames
from studio.graph.meeting import own_scenes
from studio.graph.pictures import ATTEMPTS
from studio.graph.review import REPAIR_ROUNDS, SHEETS
from studio.graph.screenplay import ROUNDS, own_scene_seconds, scene_budgets
from studio.producer.producer import Toolbox, answer_schema
from studio.production.assets import Asset
from studio.production.brief import ReferencePicture
from studio.production.canonical import Document, content_hash
from studio.production.document import Production
from studio.production.slices import sheet_size
from studio.production.tasks import (
    MOST_AMBIENCES,
    MOST_EFFECTS,
    SHORTEST_PLANNED,
    AgentProfile,
    CritiqueFilm,
    CritiquePicture,
    CritiqueScreenplay,
    DescribeCharacter,
    DescribeMotion,
    DescribePicture,
    JudgePitches,
    MergeTreatment,
    Pitch,
    PlanShots,
    ReviseScreenplay,
    ScoreScene,
    StageOwnText,
    Task,
    WriteScreenplay,
    most_shots,
)
from studio.production.treatment import MusicDirection
from studio.production.vocabulary import (
    AgentRole,
    Ambience,
    Framing,
    Mood,
    ReferenceUse,
    Setting,
    SheetView,
    Style,
    TextForm,
    TimeOfDay,
    Weather,
)
from studio.tools.embedding import EmbeddingRequest, likeness_of
from studio.tools.image import ImageRequest, Staging, most_references
from studio.tools.language import LanguageRequest, ShownPicture, sees
from studio.tools.music import MusicRequest
from studio.tools.sound import SoundRequest
from studio.tools.tool import Capability, Tool
from studio.tools.video import VideoRequest, longest
from studio.tools.voice import VoiceRequest

SECONDS_A_SHOT = 5.0
"""A shot as the director is asked to plan it."""
_LINES_A_SCENE = 2
_SOUNDS_A_SCENE = 2
_CARDS = 2
_CHARACTERS, _MOST_CHARACTERS = 2, 6
"""How many members of the cast are seen usually; more than the second are hardly ever written."""
_PROMPT: dict[type[Task[Any]], int] = {
    Pitch: 2_900,
    JudgePitches: 7_000,
    MergeTreatment: 8_000,
    WriteScreenplay: 4_500,
    StageOwnText: 4_500,
    CritiqueScreenplay: 4_500,
    ReviseScreenplay: 5_500,
    PlanShots: 4_000,
    DescribeCharacter: 2_900,
    DescribePicture: 3_900,
    CritiquePicture: 3_100,
    DescribeMotion: 3_900,
    ScoreScene: 2_700,
    CritiqueFilm: 3_700,
}
"""Characters of system prompt and prompt in a short film; what holds the screenplay grows with its scenes."""
_A_SCENE: dict[type[Task[Any]], int] = {CritiqueScreenplay: 350, ReviseScreenplay: 500, WriteScreenplay: 60}
_HOLDS_BRIEF = frozenset(_PROMPT) - {
    PlanShots,
    DescribeCharacter,
    DescribePicture,
    CritiquePicture,
    DescribeMotion,
    ScoreScene,
}
_REFERENCES, _MOST_REFERENCES = 2, 6
"""Views of cast sheets that go along with a picture: two of each figure."""
_CAPTION = 120
"""Characters of what is said of a shown picture."""
_SOME_PICTURE = Asset(hash=content_hash("a picture that is not painted yet"), media_type="image/png")


@dataclass(frozen=True)
class Planned:
    """Requests of one kind to one tool: a typical one, and how often it is made ``usually`` and ``at_most``."""

    tool: Tool[Any, Any]
    request: Document
    usually: int
    at_most: int


@dataclass(frozen=True)
class Plan:
    """A film of which nothing is made yet, with the tools and the team that will make it.

    ``scenes`` and ``shots`` are as many as there usually are, ``most_shots`` as many as there may be.
    """

    production: Production
    toolbox: Toolbox
    team: Team
    scenes: int
    shots: int
    most_shots: int

    def requests(self) -> Iterator[Planned]:
        """All that is asked for it, without fallbacks."""
        yield from self._words()
        yield from self._pictures()
        yield from self._sound()

    def with_fallbacks(self) -> Iterator[Planned]:
        """The requests, and the same to each fallback, which are usually not made."""
        for planned in self.requests():
            yield planned
            for tool in self.toolbox.chain(planned.tool)[1:]:
                yield replace(planned, tool=tool, usually=0)

    def _words(self) -> Iterator[Planned]:
        own = self.production.brief.form is not TextForm.BRIEF
        for profile in self.team.profiles:
            yield self._task(profile, Pitch, 1, 1)
            yield self._task(profile, JudgePitches, 1, 1)
        director, writer, critic, composer = (
            self._lead(role) for role in (AgentRole.DIRECTOR, AgentRole.WRITER, AgentRole.CRITIC, AgentRole.COMPOSER)
        )
        yield self._task(director, MergeTreatment, 1, 1)
        if own:
            yield self._task(writer, StageOwnText, 1, 1)
        else:
            yield self._task(writer, WriteScreenplay, 1, 1)
            yield self._task(critic, CritiqueScreenplay, 1, ROUNDS + 1)
            yield self._task(writer, ReviseScreenplay, 0, ROUNDS)
        yield self._task(director, PlanShots, self.scenes, self.scenes)
        for artist, usually, at_most in self._candidates():
            # A refused wording is found again, once.
            yield self._task(artist, DescribePicture, usually, at_most * 2)
            yield self._task(critic, CritiquePicture, usually, at_most, shown=1 + MOST_FIGURES)
        if self._sheets() is not None:
            yield self._task(self._lead(AgentRole.ARTIST), DescribeCharacter, _CHARACTERS, _MOST_CHARACTERS * 2)
        for artist, usually, at_most in self._moving():
            yield self._task(artist, DescribeMotion, usually, at_most * 2)
        yield self._task(composer, ScoreScene, self.scenes, self.scenes)
        yield self._task(critic, CritiqueFilm, 1, 1 + REPAIR_ROUNDS, shown=SHEETS)

    def _pictures(self) -> Iterator[Planned]:
        width, height = self.production.rendition.size
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
            references=self.production.brief.references,
        )
        sheets, room = self._sheets(), 0
        if sheets is not None:
            tool, room = sheets
            room -= len(picture.references)
            across, upright = sheet_size(self.production.rendition)
            views, sheet = len(SheetView), picture.model_copy(update={"width": across, "height": upright})
            # A refused front is worded once more.
            yield Planned(tool, _after_sheets(sheet, 1), _CHARACTERS * views, _MOST_CHARACTERS * (views + 1))
        for artist, usually, at_most in self._candidates():
            own = self.toolbox.tool(Capability.IMAGE, artist)
            yield Planned(own, _after_sheets(picture, min(room, _REFERENCES)), usually, 0)
            # A refused wording is paid for at most once more.
            yield Planned(own, _after_sheets(picture, min(room, _MOST_REFERENCES)), 0, at_most * 2)
        if sheets is not None and Capability.EMBEDDING in self.toolbox.tools:
            eye = self.toolbox.tool(Capability.EMBEDDING)
            if likeness_of(eye) is not None:
                seen = EmbeddingRequest(items=(_SOME_PICTURE,) * (1 + _REFERENCES * len(SheetView)))
                for _, usually, at_most in self._candidates():
                    yield Planned(eye, seen, usually, at_most)
        numerator, denominator = self.production.rendition.rate
        for artist, usually, at_most in self._moving():
            tool = self.toolbox.tool(Capability.VIDEO, artist)
            clip = VideoRequest(
                prompt="x" * 400,
                picture=_SOME_PICTURE,
                width=width,
                height=height,
                frames=math.ceil(SECONDS_A_SHOT) * numerator // denominator,
                rate_numerator=numerator,
                rate_denominator=denominator,
                seed=0,
            )
            for frames in piece_frames(clip.frames, longest(tool, clip)):
                yield Planned(tool, clip.model_copy(update={"frames": frames}), usually, at_most * 2)

    def _sheets(self) -> tuple[Tool[Any, Any], int] | None:
        """The tool that paints cast sheets, and how many pictures it takes; None where it takes none."""
        tool = self.toolbox.tool(Capability.IMAGE, self._lead(AgentRole.ARTIST))
        room = most_references(tool)
        return (tool, room) if room else None

    def _sound(self) -> Iterator[Planned]:
        brief, there, scenes = self.production.brief, self.toolbox.tools, self.scenes
        composer, rendition = self._lead(AgentRole.COMPOSER), self.production.rendition
        if Capability.VOICE in there and brief.voice:
            own = [line for scene in own_scenes(self.production) for line in scene.lines]
            lines = len(own) or scenes * _LINES_A_SCENE
            words = max(1, math.ceil(brief.seconds / lines * WORDS_PER_SECOND))
            said = VoiceRequest(text="words " * words, language=brief.language, speaker="narrator")
            yield Planned(self.toolbox.tool(Capability.VOICE), said, lines, lines * (1 + ROUNDS))
        samples = rendition.samples(rendition.frames(max(1.0, brief.seconds / max(1, scenes))))
        if Capability.MUSIC in there and brief.music:
            cue = MusicRequest(
                prompt="", direction=MusicDirection(), mood=Mood.CALM, samples=samples, theme_seed=0, seed=0
            )
            yield Planned(self.toolbox.tool(Capability.MUSIC, composer), cue, scenes + _CARDS, scenes + _CARDS)
        if Capability.SOUND in there:
            sound = SoundRequest(prompt="", sound=next(iter(Ambience)), samples=samples, seed=0)
            tool = self.toolbox.tool(Capability.SOUND, composer)
            yield Planned(tool, sound, scenes * _SOUNDS_A_SCENE, scenes * (MOST_AMBIENCES + MOST_EFFECTS))

    def _task(
        self, agent: AgentProfile, task: type[Task[Any]], usually: int, at_most: int, *, shown: int = 0
    ) -> Planned:
        """One task's requests, with as many pictures as are ``shown`` at most to an agent who sees."""
        brief, tool = self.production.brief, self.toolbox.tool(Capability.LANGUAGE, agent)
        length = _PROMPT[task] + _A_SCENE.get(task, 0) * self.scenes
        length += len(brief.text) if task in _HOLDS_BRIEF else 0
        request = LanguageRequest(
            task=task.name(),
            input={},
            system="",
            prompt="x" * length,
            answer_schema=answer_schema(task.answer),
            language=brief.language,
            seed=0,
            pictures=(ShownPicture(picture=_SOME_PICTURE, caption="x" * _CAPTION),) * shown if sees(tool) else (),
        )
        return Planned(tool, request, usually, at_most * ASKED)

    def _lead(self, role: AgentRole) -> AgentProfile:
        return next(one for one in self.team.profiles if one.role is role)

    def _candidates(self) -> Iterator[tuple[AgentProfile, int, int]]:
        """The artist of each candidate for a picture, with how many of these there are usually and at most."""
        artists = [one for one in self.team.profiles if one.role is AgentRole.ARTIST]
        for number in range(ATTEMPTS):
            usually = 0 if number else self.shots + _CARDS
            yield artists[number % len(artists)], usually, (self.most_shots + _CARDS) * (1 + REPAIR_ROUNDS)

    def _moving(self) -> Iterator[tuple[AgentProfile, int, int]]:
        """The artists whose pictures a video tool moves, with how many clips there are usually and at most.

        Of a shot's candidates one is moved: who work with the same tools share the clips.
        """
        asked = set()
        for artist, usually, _ in self._candidates():
            if self.toolbox.has(Capability.VIDEO, artist):
                tools = tuple(self.toolbox.tool(what, artist).name for what in (Capability.VIDEO, Capability.LANGUAGE))
                if tools not in asked:
                    yield artist, max(0, usually - _CARDS), self.most_shots * (1 + REPAIR_ROUNDS)
                asked.add(tools)


def _after_sheets(picture: ImageRequest, views: int) -> ImageRequest:
    shown = ReferencePicture(use=ReferenceUse.CHARACTER, asset=_SOME_PICTURE)
    return picture.model_copy(update={"references": (*picture.references, *(shown,) * views)})


def plan(production: Production, toolbox: Toolbox, team: Team) -> Plan:
    """What will be asked for ``production``, of which nothing is made yet."""
    lengths = _scene_lengths(production)
    return Plan(
        production,
        toolbox,
        team,
        scenes=len(lengths),
        shots=sum(max(1, round(one / SECONDS_A_SHOT)) for one in lengths),
        # A written screenplay may divide its time otherwise than it was planned.
        most_shots=max(sum(map(most_shots, lengths)), math.ceil(sum(lengths) / SHORTEST_PLANNED)),
    )


def _scene_lengths(production: Production) -> tuple[float, ...]:
    if production.brief.form is TextForm.BRIEF:
        return tuple(budget.seconds for budget in scene_budgets(production))
    return own_scene_seconds(production, own_scenes(production))
