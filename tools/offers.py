"""The whole plug-in surface: what a provider offers, and how it is found.

A package offers tools through an entry point of the group ``studio.tools`` that names a function without arguments
which returns ``ToolOffer``s; the built-in providers use the same group. Nothing heavy is imported until a tool is made.

    [project.entry-points."studio.tools"]
    acme = "acme_studio:offers"
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from studio.errors import ToolNotFound
from studio.tools.tool import Capability, Tool

GROUP = "studio.tools"


@dataclass(frozen=True)
class ToolOffer:
    """A tool that can be had. ``name`` is ``provider:model``.

    ``make`` imports what the tool needs and returns it. ``missing`` says what has to be done before it can be used,
    in one line, or is empty.
    """

    name: str
    capability: Capability
    summary: str
    make: Callable[[], Tool[Any, Any]]
    missing: Callable[[], str] = str


PRESETS: dict[str, dict[Capability, str]] = {
    "offline": {
        Capability.LANGUAGE: "offline:rules",
        Capability.IMAGE: "offline:storybook",
        Capability.VOICE: "offline:espeak",
        Capability.MUSIC: "offline:composer",
        Capability.SOUND: "offline:soundscape",
    }
}


@cache
def offers() -> dict[str, ToolOffer]:
    """Every offered tool by its name, from all installed packages."""
    found: dict[str, ToolOffer] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        offered: Iterable[ToolOffer] = entry.load()()
        found.update({offer.name: offer for offer in offered})
    return found


def make_tool(name: str, capability: Capability) -> Tool[Any, Any]:
    """The tool of that name; ``ToolNotFound`` says which there are, or what it lacks."""
    offer = offers().get(name)
    if offer is None or offer.capability is not capability:
        there = sorted(one.name for one in offers().values() if one.capability is capability)
        raise ToolNotFound(
            f"There is no {capability.value} tool {name!r}.", next_step=f"Use one of: {', '.join(there)}.", tool=name
        )
    missing = offer.missing()
    if missing:
        raise ToolNotFound(f"The tool {name!r} cannot be used: {missing}", tool=name)
    return offer.make()
