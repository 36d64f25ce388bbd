"""What the producer notes and tells: thoughts, degradations, critiques, each after what it is about is stored."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from desks import MARA, PITCH, REQUEST, Carver, Desk, think

from studio.agents import Writer
from studio.errors import DiskFull, MalformedProduct, ServerFailed
from studio.producer.events import AgentSpoke, Degraded, Event, RequestAnswered
from studio.producer.making import request_key
from studio.producer.notices import hearing
from studio.producer.producer import Producer
from studio.producer.record import RunRecord
from studio.production.canonical import canonical_json
from studio.production.critique import CritiqueDraft
from studio.production.tasks import Pitch, PitchDraft
from studio.production.vocabulary import Mood, StoryShape
from studio.storage.workspace import Workspace
from studio.testing import ScriptedLanguage


def test_a_degradation_is_announced_once_and_heard_by_every_part_that_it_is_of(desk: Desk) -> None:
    async def part(*notices: str) -> list[str]:
        with hearing() as heard:
            await asyncio.gather(*(degrade(notice) for notice in notices))
        return heard

    async def degrade(notice: str) -> None:
        desk.producer.degrade(notice)

    async def parts() -> list[list[str]]:
        return await asyncio.gather(part("No voice.", "No voice."), part(), part("No voice.", "No captions."))

    assert asyncio.run(parts()) == [["No voice."], [], ["No voice.", "No captions."]]
    assert [event.notice for event in desk.events if isinstance(event, Degraded)] == ["No voice.", "No captions."]


ANSWER = PitchDraft(concept="A quiet night.", shape=StoryShape.FABLE, mood=Mood.CALM)


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


@pytest.mark.parametrize("fault", [BrokenPipeError(32, "Broken pipe"), ServerFailed("not the tool's")])
def test_a_listener_that_fails_leaves_the_ledger_as_it_is(tmp_path: Path, fault: Exception) -> None:
    desk, carver = Desk(tmp_path), Carver()

    def broken(_: Event) -> None:
        raise fault

    listened = RunRecord(desk.workspace.ledger, project_id=desk.project_id, run_id=desk.run_id, listen=broken)
    producer, desk.producer = desk.producer, Producer(desk.workspace, desk.producer.toolbox, listened)
    with pytest.raises(type(fault)) as raised:
        asyncio.run(desk.carve(carver))
    assert raised.value is fault
    assert [(use.outcome, use.error) for use in desk.usage] == [("made", "")]
    desk.producer = producer
    asyncio.run(desk.carve(carver))
    assert len(carver.calls) == 1
    assert desk.outcomes == ["made", "stored"]


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
