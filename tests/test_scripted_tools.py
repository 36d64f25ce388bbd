"""Scripted tools for tests: a script that does not fit what is asked fails the test."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from desks import REQUEST, Desk, carved, think

from studio.errors import StudioError, ToolError, UnknownTask
from studio.testing import ScriptedLanguage, ScriptedTool
from studio.tools.tool import Capability


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
