"""What ComfyUI says is wrong, in a line: with a workflow that it does not take, or a job that it could not end.

Knows the forms of its answers, and nothing of connections.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from studio.tools.comfyui.workflow import Workflow
from studio.tools.service_errors import QUOTED

_MOST = 2
"""Of a refused workflow, so many faults are said."""
_TRY = "Look whether the workflow runs in ComfyUI itself."


class Fault(NamedTuple):
    """What is wrong, and what to do about it."""

    said: str
    hint: str = ""


def refusal(answer: Any, workflow: Workflow) -> Fault | None:
    """Why a workflow is not taken, by its nodes; None where ``answer`` does not say."""
    if not isinstance(answer, dict):
        return None
    faults = [
        Fault(f"{workflow.said(str(node))}: {_words(error)}", _remedy(error))
        for node, one in _table(answer.get("node_errors")).items()
        for error in _list(_table(one).get("errors"))
        if isinstance(error, dict)
    ]
    error = answer.get("error")
    if not faults and isinstance(error, dict) and _words(error):
        faults = [Fault(_words(error), _remedy(error))]
    if not faults:
        return Fault(_short(error)) if isinstance(error, str) and error else None
    more = f"; and {len(faults) - _MOST} more" if len(faults) > _MOST else ""
    return Fault("; ".join(fault.said for fault in faults[:_MOST]) + more, faults[0].hint)


def concerns(answer: dict[str, Any], output: str) -> bool:
    """Whether a workflow that was taken will not come to its node ``output``."""
    return any(
        output in map(str, _list(_table(one).get("dependent_outputs")))
        for one in _table(answer.get("node_errors")).values()
    )


def failure(entry: dict[str, Any], workflow: Workflow) -> Fault | None:
    """Why a job in the history came to nothing; None where it came to its end."""
    status = _table(entry.get("status"))
    if status.get("status_str") != "error":
        return None
    told = {
        str(one[0]): _table(one[1])
        for one in _list(status.get("messages"))
        if isinstance(one, (list, tuple)) and len(one) == 2
    }
    if "execution_interrupted" in told:
        return Fault("was interrupted in ComfyUI", "Resume to have it made.")
    error = told.get("execution_error")
    if not error:
        return Fault("failed in ComfyUI, which does not say why", _TRY)
    said, kind = _short(str(error.get("exception_message", ""))), str(error.get("exception_type", ""))
    kind = kind.rpartition(".")[2]
    is_memory = "OutOfMemory" in kind or "out of memory" in said.lower()
    hint = "Set smaller sizes in studio.toml, or use a smaller model." if is_memory else _TRY
    return Fault(f"failed in ComfyUI at {workflow.said(str(error.get('node_id')))}: {kind}: {said}", hint)


def _remedy(error: dict[str, Any]) -> str:
    kind, extra = str(error.get("type", "")), _table(error.get("extra_info"))
    wanted = extra.get("received_value")
    if kind == "value_not_in_list" and isinstance(wanted, str):
        return f"Put {_short(wanted)!r} where ComfyUI looks for it, or choose one that is there in the workflow."
    if kind in ("missing_node_type", "invalid_prompt"):
        return "Install the custom node in ComfyUI, or take it out of the workflow."
    return _TRY


def _words(error: dict[str, Any]) -> str:
    return _short(": ".join(str(error[key]).strip().rstrip(".") for key in ("message", "details") if error.get(key)))


def _short(text: str) -> str:
    return " ".join(text.split())[:QUOTED].rstrip(".")


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
