"""The producer: one door to every tool, through which nothing passes twice."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desks import MARA, PITCH, REQUEST, Carver, Desk
from films import Standing

from studio.agents import Writer
from studio.producer.events import RequestAnswered
from studio.producer.lanes import Lane
from studio.producer.making import Credit, request_key
from studio.production.assets import assets_in
from studio.storage.tables import ProductRow
from studio.testing import ScriptedTool
from studio.tools.language import LanguageProduct, LanguageRequest
from studio.tools.model3d import Model3dProduct, Model3dRequest
from studio.tools.offline.rules.rules import Rules
from studio.tools.tool import Capability, Workbench

OTHER = Model3dRequest(prompt="a fox", seed=1)


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
    assert desk.outcomes == ["unknown"]
    asyncio.run(desk.carve(Carver()))
    assert desk.outcomes == ["unknown", "made"]


def test_after_the_end_was_called_nothing_begins_and_what_runs_is_kept(tmp_path: Path) -> None:
    asked: list[str] = []

    async def ramble(request: LanguageRequest, bench: Workbench) -> LanguageProduct:
        asked.append(request.prompt)
        while not ending:  # noqa: ASYNC110 - an event would belong to one loop
            await asyncio.sleep(0)
        return LanguageProduct(answer="Sure! Here is my pitch.")

    desk, carver = Desk(tmp_path, Standing(Rules(), ramble)), Carver(pause=0.2)
    ending = False

    async def end() -> None:
        nonlocal ending
        # The agent would ask again with the reason, and somebody else anew.
        agent = asyncio.create_task(Writer(MARA, desk.producer).pitch(PITCH.brief, 1))
        running = asyncio.create_task(desk.carve(carver))
        await carver.begun()
        while not asked:  # noqa: ASYNC110
            await asyncio.sleep(0)
        ending = True
        await desk.producer.finish()
        assert sorted(desk.outcomes) == ["failed", "made"]
        with pytest.raises(asyncio.CancelledError):
            await desk.carve(carver, REQUEST.model_copy(update={"seed": 2}))
        with pytest.raises(asyncio.CancelledError):
            await agent
        await running

    asyncio.run(end())
    assert (len(asked), len(carver.calls)) == (1, 1)
    assert sorted(desk.outcomes) == ["failed", "made"]
