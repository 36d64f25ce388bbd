"""What happens during a run, as typed events: for progress displays, logs and other people's front ends."""

from __future__ import annotations

from typing import Literal

from studio.production.canonical import Document


class RunStarted(Document):
    """Work on a project began."""

    event: Literal["run_started"] = "run_started"
    project: str
    run: int
    resumed: bool


class StageStarted(Document):
    """A stage began; ``scene`` is a scene's id, or empty for the whole film."""

    event: Literal["stage_started"] = "stage_started"
    stage: str
    scene: str = ""


class StageFinished(Document):
    """A stage ended; ``made`` is False where all of it was true already."""

    event: Literal["stage_finished"] = "stage_finished"
    stage: str
    scene: str = ""
    made: bool = True


class ScenesPlanned(Document):
    """The screenplay stands; ``scenes`` are ids in order with a line that tells them apart, ``stages`` what each goes
    through."""

    event: Literal["scenes_planned"] = "scenes_planned"
    title: str
    scenes: tuple[tuple[str, str], ...]
    stages: tuple[str, ...] = ()


class RequestAnswered(Document):
    """A tool made a product, or the store had it; ``seconds`` and ``cost`` (US dollars) of this use."""

    event: Literal["request_answered"] = "request_answered"
    tool: str
    capability: str
    agent: str = ""
    scene: str = ""
    stored: bool
    seconds: float
    cost: float


class RequestFailed(Document):
    """A tool failed; ``again`` tells whether it is tried again. It may have cost something all the same."""

    event: Literal["request_failed"] = "request_failed"
    tool: str
    scene: str = ""
    message: str
    again: bool
    seconds: float = 0.0
    cost: float = 0.0


class OutcomeUnknown(Document):
    """Calls of earlier runs that ended without a word (killed, timed out, broken off): up to ``cost`` US dollars may
    have been paid for them."""

    event: Literal["outcome_unknown"] = "outcome_unknown"
    calls: int
    cost: float


class AgentSpoke(Document):
    """An agent answered a task."""

    event: Literal["agent_spoke"] = "agent_spoke"
    agent: str
    role: str
    task: str
    scene: str = ""


class CritiqueGiven(Document):
    """A critic judged something; ``accepted`` tells whether it passed the threshold."""

    event: Literal["critique_given"] = "critique_given"
    critic: str
    subject: str
    scene: str = ""
    round: int
    overall: float
    accepted: bool


class SceneFailed(Document):
    """A scene could not be made; its siblings go on."""

    event: Literal["scene_failed"] = "scene_failed"
    scene: str
    message: str


class Degraded(Document):
    """Something could not be done as asked, and was done otherwise."""

    event: Literal["degraded"] = "degraded"
    notice: str


class RunFinished(Document):
    """The film is there. ``cost`` is all that the project's calls cost so far, in US dollars."""

    event: Literal["run_finished"] = "run_finished"
    project: str
    film: str
    seconds: float
    cost: float


Event = (
    RunStarted
    | StageStarted
    | StageFinished
    | ScenesPlanned
    | RequestAnswered
    | RequestFailed
    | OutcomeUnknown
    | AgentSpoke
    | CritiqueGiven
    | SceneFailed
    | Degraded
    | RunFinished
)
