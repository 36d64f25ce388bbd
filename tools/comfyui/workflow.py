"""A person's workflow, as ComfyUI's "Export (API)" writes it: nodes by id, each with its class and inputs.

It is data: nothing in it is run here. Knows nothing of servers, nor of what goes where.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from studio.errors import SettingsError
from studio.production.canonical import content_hash

Nodes = dict[str, dict[str, Any]]
_MOST_BYTES = 8_000_000
_EXPORT = 'In ComfyUI choose Workflow > Export (API), in older ones "Save (API format)", and name that file.'


class Place(NamedTuple):
    """An input of a node."""

    node: str
    input: str


@dataclass(frozen=True)
class Workflow:
    """``content`` is the graph as JSON; ``name`` is what a person calls its file."""

    name: str
    content: str

    @cached_property
    def nodes(self) -> Nodes:
        """The nodes by their ids. Only to be read."""
        nodes: Nodes = json.loads(self.content)
        return nodes

    @cached_property
    def hash(self) -> str:
        """Another one for another workflow."""
        return content_hash(self.nodes)

    def title(self, node: str) -> str:
        """What a node is called in ComfyUI; its class where it has no title."""
        one = self.nodes[node]
        meta = one.get("_meta")
        title = meta.get("title") if isinstance(meta, dict) else None
        return title if isinstance(title, str) and title.strip() else str(one["class_type"])

    def said(self, node: str) -> str:
        """A node as errors name it."""
        if node not in self.nodes:
            return f"node {node}"
        return f"{self.title(node)!r} (node {node}, {self.nodes[node]['class_type']})"

    def filled(self, values: Iterable[tuple[Place, str | int]]) -> Nodes:
        """The nodes with other values at some places."""
        nodes = copy.deepcopy(self.nodes)
        for place, value in values:
            nodes[place.node]["inputs"][place.input] = value
        return nodes


def read_workflow(name: str, folder: Path) -> Workflow:
    """The workflow in the file ``name``, which is in ``folder`` where it is no whole path. Raises ``SettingsError``."""
    path = _located(name, folder)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _unusable(name, f"is larger than {_MOST_BYTES:,} bytes", _EXPORT)
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise _unusable(name, f"does not exist in {str(path.parent)!r}", _elsewhere(name)) from None
    except OSError as error:
        raise _unusable(name, f"cannot be read: {error.strerror}", _EXPORT) from None
    try:
        nodes = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise _unusable(name, "is not JSON", _EXPORT) from None
    if isinstance(nodes, dict) and isinstance(nodes.get("nodes"), list) and "links" in nodes:
        raise _unusable(name, "is in the format of ComfyUI's canvas, which its server does not take", _EXPORT)
    if not isinstance(nodes, dict) or not nodes or not all(_is_node(one) for one in nodes.values()):
        raise _unusable(name, "is no workflow in ComfyUI's API format", _EXPORT)
    return Workflow(name, json.dumps(nodes, ensure_ascii=False))


def _no_number(what: str) -> None:
    raise ValueError(f"{what} is not JSON")


def _is_node(one: object) -> bool:
    return isinstance(one, dict) and isinstance(one.get("class_type"), str) and isinstance(one.get("inputs"), dict)


def _located(name: str, folder: Path) -> Path:
    path = Path(name)
    # Where there is nobody of that name, the tilde is part of it.
    with suppress(RuntimeError):
        path = path.expanduser()
    return folder / path


def _elsewhere(name: str) -> str:
    """Whoever types a name often means the folder where they are."""
    with suppress(OSError):
        here = Path(name).resolve()
        if here.is_file():
            return f"Give the whole path of the one here: comfyui:{here}"
    return "Put it into the workspace's folder, beside studio.toml, or give its whole path."


def _unusable(name: str, what: str, hint: str) -> SettingsError:
    return SettingsError(f"The workflow {name!r} {what}.", next_step=hint)
