"""Renders the prompt files: one system prompt for every agent, one prompt for every task.

Prompts are data, under ``prompts/``: ``system.md`` with a craft's part from ``craft/``, ``<task_name>.md`` for each
task, and the blocks of ``material/`` that tasks share. Material (the person's words, colleagues' work) stands between
a line ``<<<name`` and a line ``name>>>``. Only the files write those marks: whatever a value holds, its marks are
shortened, so material cannot end its own block.

Knows nothing of who answers.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.production.canonical import Document
from studio.production.tasks import AgentProfile, Task

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parent / "prompts"
WORDS_PER_SECOND = 2.4
"""How fast a calm narrator speaks English; a prompt turns seconds into words with it."""

_INVISIBLE = "\u200b-\u200f\u2060-\u2064\ufeff\u00ad"
_MARK = re.compile(rf"([<>])(?:[{_INVISIBLE}]*[<>]){{2,}}")


def system_prompt(agent: AgentProfile) -> str:
    """Who ``agent`` is, what its craft asks for, and how it answers."""
    return _environment().get_template("system.md").render(agent=agent).strip()


def task_prompt(task: Task[Any], faults: tuple[str, ...] = ()) -> str:
    """What ``task`` asks; ``faults`` says why the last answer could not be used."""
    template = _environment().get_template(template_name(type(task)))
    return template.render(task=task, faults=faults, words_per_second=WORDS_PER_SECOND).strip()


def template_name(task: type[Task[Any]]) -> str:
    """The file of a task's prompt: its name in snake case."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", task.name()).lower() + ".md"


def without_marks(value: object) -> object:
    """``value`` with every run of three or more angle brackets (with invisible characters between, too) cut to two."""
    if isinstance(value, (int, float)):
        return value
    return _MARK.sub(lambda match: match.group(1) * 2, str(value))


def _as_json(value: object) -> str:
    plain = value.model_dump(mode="json", exclude_none=True) if isinstance(value, Document) else value
    return json.dumps(plain, ensure_ascii=False)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        finalize=without_marks,
        autoescape=False,  # noqa: S701 - prompts are not HTML; marks are kept out by ``finalize``
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,  # an included block must end its line
    )
    environment.filters["json"] = _as_json
    return environment
