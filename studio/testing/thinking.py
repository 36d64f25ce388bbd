"""What language and embedding tools keep to: answers that fit their tasks, and vectors that mean something."""

# ruff: noqa: S101 - these are tests

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from studio.agents.acceptance import faults
from studio.agents.prompt import system_prompt, task_prompt
from studio.agents.team import default_team
from studio.production.assets import Asset
from studio.production.canonical import Document
from studio.production.critique import CriterionScore, CritiqueDraft, Suggestion
from studio.production.screenplay import LineDraft, SceneDraft, ScreenplayDraft, ShotDraft
from studio.production.tasks import (
    TASKS,
    AgentProfile,
    BriefFacts,
    CritiqueFilm,
    CritiquePicture,
    CritiqueScreenplay,
    DescribeCharacter,
    DescribeMotion,
    DescribePicture,
    FilmEvidence,
    JudgePitches,
    MergeTreatment,
    OwnScene,
    PictureEvidence,
    Pitch,
    PitchDraft,
    PitchOnTheTable,
    PlanShots,
    ReviseScreenplay,
    SceneBudget,
    SceneMeasurements,
    ScoreScene,
    StageOwnText,
    Task,
    WriteScreenplay,
)
from studio.production.treatment import Appearance, CharacterDraft, MusicDirection, TreatmentDraft
from studio.production.vocabulary import (
    AgentRole,
    CameraMove,
    Framing,
    Kind,
    Landmark,
    Mood,
    Setting,
    Species,
    StoryShape,
    TimeOfDay,
    Weather,
)
from studio.testing.conformance import ToolConformance
from studio.tools.embedding import EmbeddingProduct, EmbeddingRequest
from studio.tools.language import LanguageProduct, LanguageRequest
from studio.tools.tool import Capability

AnswerT = TypeVar("AnswerT", bound=Document)


def sample_tasks() -> tuple[Task[Any], ...]:
    """One task of every kind, all about the same small film."""
    team = {profile.role: profile for profile in reversed(default_team().profiles)}
    brief = BriefFacts(text="A lighthouse keeper befriends a storm", kind=Kind.STORY, language="en", seconds=20)
    keeper = CharacterDraft(name="The Keeper", role="keeper", appearance=Appearance(species=Species.PERSON))
    treatment = TreatmentDraft(
        title="The Keeper and the Storm",
        logline="A lighthouse keeper befriends a storm",
        shape=StoryShape.FABLE,
        cast=(keeper,),
    )
    pitches = tuple(
        PitchOnTheTable(
            number=number,
            agent=profile,
            pitch=PitchDraft(concept="A quiet night at sea.", shape=StoryShape.FABLE, mood=mood),
            mean_score=0.5,
        )
        for number, (profile, mood) in enumerate(
            ((team[AgentRole.WRITER], Mood.CALM), (team[AgentRole.ARTIST], Mood.TENSE)), 1
        )
    )
    scene = SceneDraft(
        setting=Setting.COAST,
        place="the lighthouse",
        time_of_day=TimeOfDay.NIGHT,
        weather=Weather.STORM,
        mood=Mood.TENSE,
        landmark=Landmark.LIGHTHOUSE,
        action="The keeper looks at the sea.",
        characters=(keeper.name,),
        lines=(LineDraft(text="The storm was closer now."),),
    )
    screenplay = ScreenplayDraft(title=treatment.title, scenes=(scene, scene))
    budgets = (SceneBudget(seconds=7, spoken_seconds=4.5),) * 2
    measured = (SceneMeasurements(spoken_seconds=1.8, budget_seconds=4.5, words=5, repeated_share=0.0),) * 2
    shot = ShotDraft(framing=Framing.WIDE, move=CameraMove.PUSH_IN, characters=scene.characters)
    critique = CritiqueDraft(
        scores=(CriterionScore(criterion="variety", score=0.2, evidence="both scenes say the same"),),
        suggestions=(Suggestion(target="scene 2", advice="Say something else."),),
        alignment=0.6,
        overall=0.4,
    )
    writer, critic = team[AgentRole.WRITER], team[AgentRole.CRITIC]
    director, artist = team[AgentRole.DIRECTOR], team[AgentRole.ARTIST]
    written: dict[str, Any] = {"brief": brief, "treatment": treatment}
    judged = PictureEvidence(brightness=0.4, contrast=0.2, detail=0.3, legibility=0.6, palette_drift=None)
    film = FilmEvidence(
        seconds=20,
        asked_seconds=20,
        black_seconds=0,
        frozen_seconds=0,
        longest_silence=0.4,
        loudness=-16,
        true_peak=-1.6,
        clipped=0,
        reading_speed=14,
        duplicate_shots=(),
    )
    return (
        Pitch(brief=brief, agent=writer),
        JudgePitches(brief=brief, agent=critic, pitches=pitches),
        MergeTreatment(brief=brief, agent=director, pitches=pitches),
        WriteScreenplay(**written, agent=writer, budgets=budgets),
        StageOwnText(**written, agent=writer, title=treatment.title, scenes=(OwnScene(lines=scene.lines),)),
        CritiqueScreenplay(**written, agent=critic, screenplay=screenplay, measurements=measured),
        ReviseScreenplay(**written, agent=writer, budgets=budgets, screenplay=screenplay, critique=critique, round=1),
        PlanShots(agent=director, kind=Kind.STORY, language="en", treatment=treatment, scene=scene, seconds=9),
        DescribeCharacter(agent=artist, look=treatment.look, character=treatment.cast[0]),
        DescribePicture(agent=artist, treatment=treatment, scene=scene, shot=shot),
        CritiquePicture(agent=critic, scene=scene, shot=shot, measurements=judged),
        DescribeMotion(
            agent=artist, treatment=treatment, scene=scene, shot=shot, picture="A lighthouse above the sea."
        ),
        ScoreScene(agent=team[AgentRole.COMPOSER], music=MusicDirection(), scene=scene, seconds=9),
        CritiqueFilm(**written, agent=critic, measurements=film),
    )


def language_request(task: Task[Any], seed: int = 1) -> LanguageRequest:
    """``task`` as an agent asks it, with the prompts that the agents really use."""
    agent: AgentProfile = getattr(task, "agent")  # noqa: B009 - not every task declares it to the type checker
    return LanguageRequest(
        task=task.name(),
        input=task.model_dump(mode="json"),
        system=system_prompt(agent),
        prompt=task_prompt(task, ()),
        answer_schema=type(task).answer.model_json_schema(),
        language="en",
        seed=seed,
    )


class LanguageConformance(ToolConformance[LanguageRequest, LanguageProduct]):
    """Every task is answered with JSON of its type that the agents can use as it is.

    ``asked_again`` allows one more try with the faults in the prompt, as agents do for models.
    """

    capability = Capability.LANGUAGE
    asked_again: ClassVar[bool] = False

    def a_request(self, folder: Path) -> LanguageRequest:
        return language_request(sample_tasks()[0])

    def test_every_task_has_a_usable_answer(self, tmp_path: Path) -> None:
        tasks = sample_tasks()
        assert {type(task) for task in tasks} == set(TASKS)
        for task in tasks:
            request = language_request(task)
            found = self._faults(task, request, tmp_path)
            if found and self.asked_again:
                found = self._faults(task, request.model_copy(update={"prompt": task_prompt(task, found)}), tmp_path)
            assert not found, f"{task.name()}: {found}"

    def _faults(self, task: Task[Any], request: LanguageRequest, folder: Path) -> tuple[str, ...]:
        product, _ = self.ask(request, folder)
        return faults(task, type(task).answer.model_validate_json(product.answer))


class EmbeddingConformance(ToolConformance[EmbeddingRequest, EmbeddingProduct]):
    """One vector of length 1 for each item; what is alike is nearer than what is not."""

    capability = Capability.EMBEDDING
    alike: ClassVar[tuple[str, str, str]] = ("a storm at sea", "a storm on the sea", "a cup of coffee in the morning")
    """Two texts that mean nearly the same, and one that means something else."""

    def items(self, folder: Path) -> tuple[str | Asset, ...]:
        """What is compared: ``alike``, or for a tool that reads no texts such pictures, in a bench over ``folder``."""
        return self.alike

    def a_request(self, folder: Path) -> EmbeddingRequest:
        return EmbeddingRequest(items=self.items(folder))

    def test_there_is_one_unit_vector_for_each_item(self, tmp_path: Path) -> None:
        vectors = self.ask(self.a_request(tmp_path), tmp_path)[0].vectors
        assert len(vectors) == len(self.items(tmp_path))
        assert len({len(vector) for vector in vectors}) == 1
        assert all(math.isclose(math.hypot(*vector), 1.0, abs_tol=1e-4) for vector in vectors)

    def test_an_item_does_not_depend_on_its_neighbours(self, tmp_path: Path) -> None:
        together = self.ask(self.a_request(tmp_path), tmp_path)[0].vectors
        alone = self.ask(EmbeddingRequest(items=self.items(tmp_path)[1:2]), tmp_path)[0].vectors[0]
        assert all(math.isclose(one, other, abs_tol=1e-4) for one, other in zip(together[1], alone, strict=True))

    def test_what_is_alike_is_near(self, tmp_path: Path) -> None:
        first, second, other = self.ask(self.a_request(tmp_path), tmp_path)[0].vectors
        assert _dot(first, second) > max(_dot(first, other), _dot(second, other))


def _dot(first: tuple[float, ...], second: tuple[float, ...]) -> float:
    return sum(one * another for one, another in zip(first, second, strict=True))
