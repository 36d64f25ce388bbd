"""The producer: one door to every tool, through which nothing passes twice and nothing half-made is kept."""

from __future__ import annotations

import asyncio
import errno
import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from productions import begin

from studio.agents import Writer
from studio.errors import DiskFull, MalformedProduct, StudioError, ToolError, UnknownTask
from studio.producer import making
from studio.producer.events import AgentSpoke, Degraded, Event, RequestAnswered, RequestFailed
from studio.producer.making import Credit, Lane, request_key
from studio.producer.producer import Producer, Toolbox
from studio.producer.record import RunRecord
from studio.production.assets import assets_in
from studio.production.canonical import canonical_json
from studio.production.critique import CritiqueDraft
from studio.production.tasks import AgentProfile, BriefFacts, Pitch, PitchDraft
from studio.production.vocabulary import AgentRole, Kind, Mood, StoryShape, Temperament
from studio.storage.tables import MessageRow, ProductRow, UsageRow, saved_id
from studio.storage.workspace import Workspace
from studio.testing import ScriptedLanguage, ScriptedTool
from studio.tools.model3d import Model3dProduct, Model3dRequest
from studio.tools.tool import Capability, Tool, Workbench

REQUEST = Model3dRequest(prompt="a lighthouse", seed=1)
OTHER = Model3dRequest(prompt="a fox", seed=1)


@dataclass(frozen=True)
class Carver:
    """Makes a file of the request's words; counts how many calls ran, and how many side by side."""

    name: str = "testing:carver"
    version: str = "1"
    capability: Capability = Capability.MODEL3D
    calls: list[str] = field(default_factory=list)
    at_once: list[int] = field(default_factory=list)
    pause: float = 0.02

    async def begun(self) -> None:
        """Wait until it was called."""
        while not self.calls:  # noqa: ASYNC110 - an event would belong to one loop
            await asyncio.sleep(0)

    async def __call__(self, request: Model3dRequest, bench: Workbench) -> Model3dProduct:
        self.calls.append(request.prompt)
        self.at_once.append(1)
        running = len(self.at_once)
        await asyncio.sleep(self.pause)
        self.at_once.pop()
        bench.report(0.5)
        file = bench.scratch / "made.glb"
        file.write_bytes(f"{request.prompt} {running}".encode())
        return Model3dProduct(model=bench.add(file, "model/gltf-binary"))


class Desk:
    """A producer over a workspace, with what it announced and recorded."""

    def __init__(self, folder: Path, tool: Tool[Any, Any] | None = None, lanes: tuple[Lane, ...] = ()) -> None:
        self.workspace = Workspace(folder)
        history = self.workspace.history
        known = history.projects()
        self.project_id = saved_id(known[0] if known else begin(history, "A film"))
        self.run_id = self.workspace.ledger.start_run(self.project_id)
        self.events: list[Event] = []
        toolbox = Toolbox(tools={tool.capability: tool} if tool else {}, film={}, lanes=lanes)
        self.record = RunRecord(
            self.workspace.ledger, project_id=self.project_id, run_id=self.run_id, listen=self.events.append
        )
        self.producer = Producer(self.workspace, toolbox, self.record)

    async def carve(self, tool: Tool[Any, Any], request: Model3dRequest = REQUEST, **more: Any) -> Model3dProduct:
        return await self.producer.make(tool, request, Model3dProduct, **more)

    @property
    def usage(self) -> list[UsageRow]:
        self.record.write()
        return self.workspace.ledger.usage(self.project_id)

    @property
    def messages(self) -> list[MessageRow]:
        self.record.write()
        return self.workspace.ledger.messages(self.project_id)

    @property
    def outcomes(self) -> list[str]:
        return [use.outcome for use in self.usage]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "work")


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses before another try; none is really made."""
    pauses: list[float] = []
    rest = asyncio.sleep

    async def noted(seconds: float, result: Any = None) -> Any:
        pauses.append(seconds)
        await rest(0)

    monkeypatch.setattr(making.asyncio, "sleep", noted)
    return pauses


def test_a_request_is_made_once_and_then_answered_from_the_store(desk: Desk) -> None:
    carver = Carver()
    first = asyncio.run(desk.carve(carver, credit=Credit(agent="Ada", scene="scene-1")))
    second = asyncio.run(desk.carve(carver))
    assert first == second
    assert carver.calls == ["a lighthouse"]
    assert desk.outcomes == ["made", "stored"]
    assert (desk.usage[0].agent, desk.usage[0].scene, desk.usage[0].capability) == ("Ada", "scene-1", "model3d")
    assert desk.usage[0].seconds > 0 == desk.usage[1].seconds
    answered = [event for event in desk.events if isinstance(event, RequestAnswered)]
    assert [event.stored for event in answered] == [False, True]


def test_what_is_asked_for_side_by_side_is_made_once(desk: Desk) -> None:
    carver = Carver()

    async def ask() -> list[Model3dProduct]:
        return await asyncio.gather(*(desk.carve(carver) for _ in range(5)), desk.carve(carver, OTHER))

    *same, other = asyncio.run(ask())
    assert len(set(same)) == 1
    assert other not in same
    assert sorted(carver.calls) == ["a fox", "a lighthouse"]


def test_one_asker_who_gives_up_leaves_the_answer_to_the_other(desk: Desk) -> None:
    carver = Carver()

    async def ask() -> Model3dProduct:
        first = asyncio.create_task(desk.carve(carver))
        second = asyncio.create_task(desk.carve(carver))
        await carver.begun()
        first.cancel()
        return await second

    assert desk.workspace.assets.has(asyncio.run(ask()).model)
    assert carver.calls == ["a lighthouse"]


def _carve_elsewhere(folder: Path) -> tuple[str, int]:
    carver = Carver(pause=0.5)
    made = asyncio.run(Desk(folder).carve(carver))
    return made.model.hash, len(carver.calls)


def test_two_processes_make_a_request_once(tmp_path: Path) -> None:
    Desk(tmp_path / "work")
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        results = pool.map(_carve_elsewhere, [tmp_path / "work"] * 2, chunksize=1)
    assert len({content for content, _ in results}) == 1
    assert sorted(calls for _, calls in results) == [0, 1]
    assert [path for path in (tmp_path / "work" / "locks").iterdir() if len(path.stem) == 64] == []


@pytest.mark.parametrize(
    "change",
    [{"role": "artist"}, {"candidate": 1}, {"attempt": 1}],
    ids=["role", "candidate", "attempt"],
)
def test_another_role_candidate_or_attempt_is_another_request(desk: Desk, change: dict[str, Any]) -> None:
    carver = Carver()
    asyncio.run(desk.carve(carver))
    asyncio.run(desk.carve(carver, **change))
    assert len(carver.calls) == 2


def test_a_new_version_of_a_tool_answers_anew() -> None:
    old, new = Carver(), Carver(version="2")
    assert request_key(old, REQUEST) != request_key(new, REQUEST)
    assert request_key(old, REQUEST) == request_key(Carver(pause=9), REQUEST)


def test_a_lost_file_is_made_again(desk: Desk) -> None:
    carver = Carver()
    first = asyncio.run(desk.carve(carver))
    desk.workspace.assets.path(first.model).unlink()
    second = asyncio.run(desk.carve(carver))
    assert second == first
    assert desk.workspace.assets.has(first.model)
    assert desk.outcomes == ["made", "made"]


def test_a_lost_file_that_comes_back_differently_replaces_the_stored_product(desk: Desk) -> None:
    def made(content: bytes) -> Callable[[Any, Workbench], Model3dProduct]:
        return lambda _, bench: Model3dProduct(model=bench.add(content, "model/gltf-binary"))

    with ScriptedTool(Capability.MODEL3D, [made(b"first"), made(b"second")]) as tool:
        first = asyncio.run(desk.carve(tool))
        desk.workspace.assets.path(first.model).unlink()
        second = asyncio.run(desk.carve(tool))
        assert second != first
        # What is there now is the answer from now on.
        assert asyncio.run(desk.carve(tool)) == second


def failing(**cause: Any) -> ToolError:
    return ToolError("The provider is busy.", tool="testing:scripted", **cause)


def carved(_: Model3dRequest, bench: Workbench) -> Model3dProduct:
    return Model3dProduct(model=bench.add(b"made", "model/gltf-binary"))


def test_a_passing_failure_is_tried_again_after_the_wait_that_was_asked_for(desk: Desk, waits: list[float]) -> None:
    steps = [failing(retryable=True, retry_after=7.0, status=429), failing(retryable=True), carved]
    with ScriptedTool(Capability.MODEL3D, steps) as tool:
        asyncio.run(desk.carve(tool))
    assert waits == [7.0, 1.0]
    assert desk.outcomes == ["failed", "failed", "made"]
    assert desk.usage[0].error == "The provider is busy."
    failures = [event for event in desk.events if isinstance(event, RequestFailed)]
    assert [event.again for event in failures] == [True, True]


def test_no_wait_is_longer_than_a_minute(desk: Desk, waits: list[float]) -> None:
    with ScriptedTool(Capability.MODEL3D, [failing(retryable=True, retry_after=86_400.0), carved]) as tool:
        asyncio.run(desk.carve(tool))
    assert waits == [60.0]


def test_a_lasting_failure_is_not_tried_again(desk: Desk, waits: list[float]) -> None:
    with ScriptedTool(Capability.MODEL3D, [failing(status=401)]) as tool, pytest.raises(ToolError, match="busy"):
        asyncio.run(desk.carve(tool))
    assert waits == []
    assert desk.outcomes == ["failed"]
    assert [event.again for event in desk.events if isinstance(event, RequestFailed)] == [False]


def test_the_tries_are_bounded(desk: Desk, waits: list[float]) -> None:
    with ScriptedTool(Capability.MODEL3D, [failing(retryable=True)] * 3) as tool, pytest.raises(ToolError):
        asyncio.run(desk.carve(tool))
    assert desk.outcomes == ["failed"] * 3


def test_a_failure_is_not_remembered(desk: Desk) -> None:
    with ScriptedTool(Capability.MODEL3D, [failing(), carved]) as tool:
        with pytest.raises(ToolError):
            asyncio.run(desk.carve(tool))
        asyncio.run(desk.carve(tool))
    assert desk.outcomes == ["failed", "made"]


def test_a_product_of_another_type_is_never_stored(desk: Desk) -> None:
    with ScriptedTool(Capability.MODEL3D, [REQUEST, carved]) as tool:
        with pytest.raises(MalformedProduct, match="made a Model3dRequest where a Model3dProduct was asked for"):
            asyncio.run(desk.carve(tool))
        assert desk.workspace.ledger.product(request_key(tool, REQUEST)) is None
        asyncio.run(desk.carve(tool))
    assert desk.outcomes == ["failed", "made"]


def test_a_product_whose_files_were_never_added_is_never_stored(desk: Desk, tmp_path: Path) -> None:
    elsewhere = asyncio.run(Desk(tmp_path / "elsewhere").carve(Carver()))
    with ScriptedTool(Capability.MODEL3D, [elsewhere]) as tool:
        with pytest.raises(MalformedProduct, match="names a file that it did not add"):
            asyncio.run(desk.carve(tool))
        assert desk.workspace.ledger.product(request_key(tool, REQUEST)) is None
    assert desk.outcomes == ["failed"]


def test_a_fault_in_a_tool_is_a_tool_error_in_one_line(desk: Desk) -> None:
    def faulty(_: Model3dRequest, bench: Workbench) -> Model3dProduct:
        raise RuntimeError("first line\nsecond line")

    with (
        ScriptedTool(Capability.MODEL3D, [faulty]) as tool,
        pytest.raises(ToolError, match="testing:scripted failed with RuntimeError: first line second line") as raised,
    ):
        asyncio.run(desk.carve(tool))
    assert "\n" not in str(raised.value)
    assert desk.outcomes == ["failed"]
    assert isinstance(raised.value.__cause__, RuntimeError)


def test_a_disk_that_fills_up_within_a_tool_is_called_that(desk: Desk) -> None:
    def full(_: Model3dRequest, bench: Workbench) -> Model3dProduct:
        raise OSError(errno.ENOSPC, "No space left on device")

    with ScriptedTool(Capability.MODEL3D, [full]) as tool, pytest.raises(DiskFull, match="then resume"):
        asyncio.run(desk.carve(tool))


def test_scratch_is_private_and_removed(desk: Desk) -> None:
    seen: list[Path] = []

    def look(_: Model3dRequest, bench: Workbench) -> Model3dProduct:
        assert list(bench.scratch.iterdir()) == []
        (bench.scratch / "left behind").write_text("x")
        seen.append(bench.scratch)
        return Model3dProduct(model=bench.add(b"made", "model/gltf-binary"))

    with ScriptedTool(Capability.MODEL3D, [look, look]) as tool:
        asyncio.run(desk.carve(tool))
        asyncio.run(desk.carve(tool, OTHER))
    assert len(set(seen)) == 2
    assert not any(folder.exists() for folder in seen)


@pytest.mark.parametrize(
    "lanes",
    [
        pytest.param((Lane(2, frozenset({"testing"})),), id="provider"),
        pytest.param((Lane(2, frozenset({"testing:carver"})), Lane(3, frozenset({"other", "testing"}))), id="tool"),
        pytest.param((Lane(3, frozenset({"testing:carver"})), Lane(2, frozenset({"other", "testing"}))), id="both"),
    ],
)
def test_no_more_calls_run_than_the_narrowest_lane_allows(tmp_path: Path, lanes: tuple[Lane, ...]) -> None:
    desk, carver = Desk(tmp_path, lanes=lanes), Carver()

    async def ask() -> None:
        requests = [Model3dRequest(prompt=str(number), seed=0) for number in range(6)]
        await asyncio.gather(*(desk.carve(carver, request) for request in requests))

    asyncio.run(ask())
    contents = {desk.workspace.assets.path(one).read_text().split()[1] for one in _made(desk)}
    assert contents == {"1", "2"}


def _made(desk: Desk) -> list[Any]:
    keys = [use.key for use in desk.usage if use.outcome == "made"]
    rows: list[ProductRow] = [row for key in keys if (row := desk.workspace.ledger.product(key))]
    return [one for row in rows for one in assets_in(Model3dProduct.model_validate_json(row.product))]


def test_a_cancelled_call_stores_nothing_and_lets_go(desk: Desk) -> None:
    carver = Carver(pause=30)

    async def ask() -> None:
        asked = asyncio.create_task(desk.carve(carver))
        await carver.begun()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked

    started = time.monotonic()
    asyncio.run(ask())
    assert time.monotonic() - started < 10
    assert desk.outcomes == []
    asyncio.run(desk.carve(Carver()))
    assert desk.outcomes == ["made"]


def test_a_degradation_is_announced_once(desk: Desk) -> None:
    async def degrade() -> None:
        for notice in ("No voice: Klingon.", "No captions.", "No voice: Klingon."):
            desk.producer.degrade(notice)

    asyncio.run(degrade())
    assert list(desk.producer.degraded) == ["No voice: Klingon.", "No captions."]
    assert [event.notice for event in desk.events if isinstance(event, Degraded)] == list(desk.producer.degraded)


MARA = AgentProfile(name="Mara", role=AgentRole.WRITER, temperament=Temperament.TRADITIONAL)
PITCH = Pitch(brief=BriefFacts(text="A fox", kind=Kind.STORY, language="en", seconds=20), agent=MARA)
ANSWER = PitchDraft(concept="A quiet night.", shape=StoryShape.FABLE, mood=Mood.CALM)


def think(desk: Desk) -> PitchDraft:
    return asyncio.run(
        desk.producer.think(PITCH, agent=MARA, system="You are Mara.", prompt="Pitch!", language="en", seed=1)
    )


def test_a_thought_is_noted_with_who_had_it(tmp_path: Path) -> None:
    with ScriptedLanguage({Pitch: [ANSWER]}) as language:
        desk = Desk(tmp_path, language)
        assert think(desk) == think(desk) == ANSWER
    assert language.tasks == [PITCH]
    assert (language.requests[0].system, language.requests[0].prompt) == ("You are Mara.", "Pitch!")
    notes = desk.messages
    assert [(note.agent, note.role, note.task) for note in notes] == [("Mara", "writer", "Pitch")]
    assert PitchDraft.model_validate_json(notes[0].answer) == ANSWER
    assert [event.agent for event in desk.events if isinstance(event, AgentSpoke)] == ["Mara", "Mara"]


@pytest.mark.parametrize(
    "answer", ["Sure! Here is my pitch.", "{}", '{"concept": "A", "shape": "haiku", "mood": "calm"}']
)
def test_an_answer_that_does_not_fit_is_never_stored(tmp_path: Path, answer: str) -> None:
    with ScriptedLanguage({Pitch: [answer, ANSWER]}) as language:
        desk = Desk(tmp_path, language)
        with pytest.raises(MalformedProduct, match=r"testing:language answered Pitch with something else: ") as raised:
            think(desk)
        assert "\n" not in str(raised.value)
        assert think(desk) == ANSWER
    assert [note.answer for note in desk.messages] == [ANSWER.model_dump_json()]
    assert desk.outcomes == ["failed", "made"]


def test_an_agent_asks_again_with_the_reason_where_an_answer_does_not_fit(tmp_path: Path) -> None:
    with ScriptedLanguage({Pitch: ['{"concept": "A", "shape": "haiku", "mood": "calm"}', ANSWER]}) as language:
        desk = Desk(tmp_path, language)
        assert asyncio.run(Writer(MARA, desk.producer).pitch(PITCH.brief, 1)) == ANSWER
    first, second = language.requests
    assert "<<<faults" not in first.prompt
    assert "<<<faults\n- The answer is not the JSON that was asked for: shape: Input should be 'heros" in second.prompt
    assert first.model_copy(update={"prompt": second.prompt}) == second
    assert desk.outcomes == ["failed", "made"]


def test_an_agent_that_never_gets_a_fitting_answer_gives_up(tmp_path: Path) -> None:
    with ScriptedLanguage({Pitch: ["No.", "{}"]}) as language:
        desk = Desk(tmp_path, language)
        with pytest.raises(MalformedProduct, match="answered Pitch with something else: concept: Field required"):
            asyncio.run(Writer(MARA, desk.producer).pitch(PITCH.brief, 1))
    assert "Invalid JSON" in language.requests[1].prompt
    assert desk.outcomes == ["failed", "failed"]


def test_a_product_is_stored_before_anybody_is_told(tmp_path: Path) -> None:
    desk, found = Desk(tmp_path), []

    def look(event: Event) -> None:
        if isinstance(event, RequestAnswered):
            # Through another connection: what it finds is what a killed process would leave.
            with Workspace(tmp_path) as other:
                found.append(other.ledger.product(request_key(Carver(), REQUEST)) is not None)
                found.append([use.outcome for use in other.ledger.usage(desk.project_id)])

    desk.producer = Producer(
        desk.workspace,
        desk.producer.toolbox,
        RunRecord(desk.workspace.ledger, project_id=desk.project_id, run_id=desk.run_id, listen=look),
    )
    asyncio.run(desk.carve(Carver()))
    assert found == [True, ["made"]]


def test_notes_wait_for_one_another_but_not_for_long(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    transactions = []
    note = desk.workspace.ledger.note
    monkeypatch.setattr(desk.workspace.ledger, "note", lambda notes: (transactions.append(len(notes)), note(notes)))

    async def ask() -> None:
        await asyncio.gather(*(desk.carve(Carver(), REQUEST.model_copy(update={"seed": seed})) for seed in range(5)))
        for seed in range(5):
            await desk.carve(Carver(), REQUEST.model_copy(update={"seed": seed}))
        while not transactions:  # noqa: ASYNC110 - nobody asks for anything more
            await asyncio.sleep(0.01)

    asyncio.run(ask())
    assert transactions == [5]
    assert [use.outcome for use in desk.workspace.ledger.usage(desk.project_id)] == ["made"] * 5 + ["stored"] * 5


def test_notes_that_could_not_be_written_are_written_later(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(notes: object) -> None:
        raise DiskFull("No space left.")

    asyncio.run(desk.carve(Carver()))
    with monkeypatch.context() as patch:
        patch.setattr(desk.workspace.ledger, "note", full)
        asyncio.run(desk.carve(Carver()))
        desk.record.try_to_write()
        with pytest.raises(DiskFull):
            desk.record.write()
    assert desk.outcomes == ["made", "stored"]


def test_a_critique_is_noted_once_with_every_score(desk: Desk) -> None:
    draft = CritiqueDraft(scores=(), alignment=0.5, overall=0.69)

    async def judge() -> None:
        for _ in range(2):
            desk.producer.note_critique(draft, critic="Iris", subject="film", scene="", round_number=0)

    asyncio.run(judge())
    desk.record.write()
    rows = desk.workspace.ledger.critiques(desk.project_id)
    assert [(row.critic, row.subject, row.round, row.overall) for row in rows] == [("Iris", "film", 0, 0.69)]
    assert rows[0].critique == canonical_json(draft)


# The scripted fakes themselves


def test_a_script_fails_on_a_step_that_was_not_used(desk: Desk) -> None:
    tool = ScriptedTool(Capability.MODEL3D, [carved, carved])
    with pytest.raises(AssertionError, match=r"testing:scripted: step 2 was never asked for\."), tool:
        asyncio.run(desk.carve(tool))
    assert tool.requests == [REQUEST]


def test_a_script_fails_on_a_request_too_many_even_if_its_error_was_swallowed(desk: Desk) -> None:
    tool = ScriptedTool(Capability.MODEL3D, [])
    with pytest.raises(ToolError, match="has no step left for request 1"):
        asyncio.run(desk.carve(tool))
    with pytest.raises(AssertionError, match="request 1 was asked for, but no step is left for it"):
        tool.verify()


def test_a_script_refuses_a_request_of_another_capability(desk: Desk) -> None:
    with pytest.raises(ToolError, match="was asked with a Model3dRequest, not a ImageRequest"):
        asyncio.run(desk.carve(ScriptedTool(Capability.IMAGE, [carved])))


def test_a_language_script_answers_per_task(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="'Pitsch' is no task"):
        ScriptedLanguage({"Pitsch": []})
    language = ScriptedLanguage({"Pitch": [UnknownTask("No.")], "JudgePitches": ["{}"]})
    with pytest.raises(StudioError, match="No"):
        think(Desk(tmp_path, language))
    with pytest.raises(ToolError, match="no step left for Pitch"):
        think(Desk(tmp_path, language))
    with pytest.raises(AssertionError, match=r"Pitch was asked for, .*; answer 1 to JudgePitches was never asked for"):
        language.verify()
