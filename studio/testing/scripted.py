"""Tools whose answers are given beforehand, for tests of what calls them.

A request too many and a step that was not used are both failures: ``verify`` (or leaving the ``with`` block) says
which. A step is a product, an error to raise, or a function of the request and the workbench that returns a product.
"""

from __future__ import annotations

import inspect
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any, TypeAlias, TypeVar

from studio.errors import StudioError, ToolError
from studio.production.canonical import Document
from studio.production.tasks import TASKS, Task
from studio.tools.capabilities import CONTRACTS, LanguageTool
from studio.tools.language import LanguageProduct, LanguageRequest
from studio.tools.tool import Capability, Workbench

Step: TypeAlias = Document | StudioError | Callable[[Any, Workbench], Any]
Answer: TypeAlias = Document | str | StudioError | Callable[[Any], Document | str]
"""How a scripted language tool answers a task: typed, as raw text, with an error, or by a function of the task."""

ScriptT = TypeVar("ScriptT", bound="_Script")


class _Script:
    """Counts what was asked, and fails when that was not what was written."""

    def __init__(self, name: str, version: str, capability: Capability) -> None:
        self.name = name
        self.version = version
        self.capability = capability
        self.requests: list[Any] = []
        self._too_many: list[str] = []

    def verify(self) -> None:
        """Raise ``AssertionError`` unless exactly the written steps were asked for."""
        faults = [f"{what} was asked for, but no step is left for it" for what in self._too_many]
        faults += [f"{what} was never asked for" for what in self._unused()]
        if faults:
            raise AssertionError(f"{self.name}: {'; '.join(faults)}.")

    def __enter__(self: ScriptT) -> ScriptT:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # A failure in the block is the better news; what is left of the script follows from it.
        if error is None:
            self.verify()

    def _unused(self) -> list[str]:
        raise NotImplementedError

    def _beyond(self, what: str) -> ToolError:
        self._too_many.append(what)
        return ToolError(f"{self.name} has no step left for {what}.", next_step="Write another step.", tool=self.name)


class ScriptedTool(_Script):
    """A tool of any capability that makes the products of ``steps``, in order. ``requests`` keeps what it was asked."""

    def __init__(
        self, capability: Capability, steps: Iterable[Step], *, name: str = "testing:scripted", version: str = "1"
    ) -> None:
        super().__init__(name, version, capability)
        self._steps = deque(steps)

    async def __call__(self, request: Document, bench: Workbench) -> Any:
        """The next step's product; raises the next step's error, or ``ToolError`` when no step is left."""
        expected, _ = CONTRACTS[self.capability]
        if not isinstance(request, expected):
            raise TypeError(f"{self.name} was asked with a {type(request).__name__}, not a {expected.__name__}")
        self.requests.append(request)
        if not self._steps:
            raise self._beyond(f"request {len(self.requests)}")
        step = self._steps.popleft()
        if isinstance(step, StudioError):
            raise step
        if isinstance(step, Document):
            return step
        made = step(request, bench)
        return await made if inspect.isawaitable(made) else made

    def _unused(self) -> list[str]:
        done = len(self.requests)
        return [f"step {done + number}" for number in range(1, len(self._steps) + 1)]


class ScriptedLanguage(_Script):
    """A language tool with written answers, per task and in order.

    ``answers`` maps a task (or its name) to its answers; a task may be asked several times side by side, so order
    counts within a task only. ``otherwise`` answers the tasks that are not written down; without it they are
    requests too many. ``tasks`` keeps the typed tasks that it was asked.
    """

    def __init__(
        self,
        answers: Mapping[type[Task[Any]] | str, Iterable[Answer]],
        *,
        otherwise: LanguageTool | None = None,
        name: str = "testing:language",
        version: str = "1",
    ) -> None:
        super().__init__(name, version, Capability.LANGUAGE)
        self._answers = {_name(task): deque(given) for task, given in answers.items()}
        self._otherwise = otherwise
        self.tasks: list[Task[Any]] = []

    async def __call__(self, request: LanguageRequest, bench: Workbench) -> LanguageProduct:
        """The task's next answer; raises its error, or ``ToolError`` when none is left."""
        task = _known()[request.task].model_validate(request.input)
        self.requests.append(request)
        self.tasks.append(task)
        if request.task not in self._answers and self._otherwise is not None:
            return await self._otherwise(request, bench)
        written = self._answers.get(request.task)
        if not written:
            raise self._beyond(request.task)
        answer = written.popleft()
        if isinstance(answer, StudioError):
            raise answer
        if callable(answer):
            answer = answer(task)
        return LanguageProduct(answer=answer if isinstance(answer, str) else answer.model_dump_json())

    def _unused(self) -> list[str]:
        return [
            f"answer {number} to {task}" for task, left in self._answers.items() for number in range(1, len(left) + 1)
        ]


def _known() -> dict[str, type[Task[Document]]]:
    return {task.name(): task for task in TASKS}


def _name(task: type[Task[Any]] | str) -> str:
    name = task if isinstance(task, str) else task.name()
    if name not in _known():
        raise ValueError(f"{name!r} is no task; the tasks are {', '.join(_known())}")
    return name
