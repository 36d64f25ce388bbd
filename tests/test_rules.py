"""The offline language tool: every task answered, the same everywhere."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest
from asked import KEEPER, agent, ask, facts, request_of

from studio.errors import ToolError, UnknownTask
from studio.production.tasks import (
    TASKS,
    MergeTreatment,
    Pitch,
    PitchDraft,
)
from studio.production.vocabulary import (
    AgentRole,
)
from studio.testing.bench import FolderBench
from studio.tools.language import LanguageRequest
from studio.tools.offline.rules.rules import Rules, answer, rules
from studio.tools.tool import Capability


def test_every_task_has_a_rule() -> None:
    assert set(rules()) == {task.name() for task in TASKS}
    tool = Rules()
    assert (tool.name, tool.capability) == ("offline:rules", Capability.LANGUAGE)


def test_the_tool_answers_through_its_door(tmp_path: Path) -> None:
    task = Pitch(brief=facts(), agent=agent())
    request = LanguageRequest(
        task="Pitch", input=task.model_dump(mode="json"), system="", prompt="", answer_schema={}, language="en", seed=4
    )
    product = asyncio.run(Rules()(request, FolderBench(tmp_path)))
    assert KEEPER in PitchDraft.model_validate_json(product.answer).concept


def test_an_unknown_task_names_the_known_ones() -> None:
    request = LanguageRequest(task="Sing", input={}, system="", prompt="", answer_schema={}, language="en", seed=1)
    with pytest.raises(UnknownTask, match=r"'Sing'.*WriteScreenplay"):
        answer(request)


def test_a_malformed_input_is_refused() -> None:
    request = LanguageRequest(task="Pitch", input={}, system="", prompt="", answer_schema={}, language="en", seed=1)
    with pytest.raises(ToolError, match=r"Pitch.*brief"):
        answer(request)


def test_another_process_gives_the_same_answer() -> None:
    task = MergeTreatment(brief=facts(), agent=agent(AgentRole.DIRECTOR), pitches=())
    script = (
        "import sys; from studio.tools.language import LanguageRequest as R;"
        "from studio.tools.offline.rules.rules import answer;"
        "print(answer(R.model_validate_json(sys.stdin.read())).answer)"
    )
    request = request_of(task)
    answers = {
        subprocess.run(
            [sys.executable, "-c", script],
            input=request.model_dump_json(),
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert answers == {ask(task)}
