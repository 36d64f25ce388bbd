"""Tools that fail: what is tried again, how often, and that nothing half-made is kept."""

from __future__ import annotations

import asyncio
import errno
from pathlib import Path
from typing import Any

import pytest
from desks import REQUEST, Carver, Desk, carved

from studio.errors import DiskFull, MalformedProduct, ToolError
from studio.producer import making
from studio.producer.events import RequestFailed
from studio.producer.making import request_key
from studio.testing import ScriptedTool
from studio.tools.model3d import Model3dProduct, Model3dRequest
from studio.tools.tool import Capability, Workbench


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


def failing(**cause: Any) -> ToolError:
    return ToolError("The provider is busy.", tool="testing:scripted", **cause)


def test_a_passing_failure_is_tried_again_after_the_wait_that_was_asked_for(desk: Desk, waits: list[float]) -> None:
    steps = [failing(retryable=True, retry_after=7.0, status=429), failing(retryable=True), carved]
    with ScriptedTool(Capability.MODEL3D, steps) as tool:
        asyncio.run(desk.carve(tool))
    assert waits == [7.0, 1.0]
    assert desk.outcomes == ["failed", "failed", "made"]
    assert desk.usage[0].error == "The provider is busy."
    failures = [event for event in desk.events if isinstance(event, RequestFailed)]
    assert [event.again for event in failures] == [True, True]


def test_a_wait_of_more_than_a_minute_is_left_to_the_person(desk: Desk, waits: list[float]) -> None:
    long = failing(retryable=True, retry_after=600.1)
    with (
        ScriptedTool(Capability.MODEL3D, [failing(retryable=True, retry_after=60.0), long]) as tool,
        pytest.raises(ToolError, match=r"The provider is busy\. Resume in 11 minutes\."),
    ):
        asyncio.run(desk.carve(tool))
    assert waits == [60.0]
    assert desk.outcomes == ["failed", "failed"]


@pytest.mark.parametrize(("retryable", "tries"), [(True, 2), (False, 1)])
def test_what_is_malformed_is_made_once_more_where_that_may_help(
    desk: Desk, waits: list[float], retryable: bool, tries: int
) -> None:
    broken = MalformedProduct("Half a lighthouse.", tool="testing:scripted", retryable=retryable)
    with ScriptedTool(Capability.MODEL3D, [broken] * tries) as tool, pytest.raises(MalformedProduct):
        asyncio.run(desk.carve(tool))
    assert desk.outcomes == ["failed"] * tries


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
