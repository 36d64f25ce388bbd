"""The whole plug-in surface: what a provider offers, and how it is found.

A package offers tools through an entry point of the group ``studio.tools`` that names a function without arguments
which returns ``ToolOffer``s (one tool each) and ``ProviderOffer``s (every model of a service); the built-in providers
use the same group. Nothing heavy is imported until a tool is made.

    [project.entry-points."studio.tools"]
    acme = "acme_studio:offers"
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from studio.errors import ToolNotFound, UnknownOption
from studio.tools.providers import Configuration, ProviderSettings, Service
from studio.tools.tool import Capability, Tool

GROUP = "studio.tools"


@dataclass(frozen=True)
class ToolOffer:
    """A tool that can be had. ``name`` is ``provider:model``.

    ``make`` imports what the tool needs and returns it. ``missing`` says what has to be done before it can be used,
    in one line, or is empty. ``free`` promises that no call ever costs money.
    """

    name: str
    capability: Capability
    summary: str
    make: Callable[[], Tool[Any, Any]]
    missing: Callable[[], str] = str
    free: bool = False


@dataclass(frozen=True)
class ProviderOffer:
    """Every model of a service for one capability, under ``provider:any-model``.

    ``settings`` are the service's own, over which a person's go; ``make`` gets the model's name and the service.
    ``start`` is the command that starts its server, where that is on a person's own machine.
    """

    provider: str
    capability: Capability
    summary: str
    settings: ProviderSettings
    make: Callable[[str, Service], Tool[Any, Any]]
    missing: Callable[[Service], str]
    start: str = ""


PRESETS: dict[str, dict[Capability, str]] = {
    "offline": {
        Capability.LANGUAGE: "offline:rules",
        Capability.IMAGE: "offline:storybook",
        Capability.VOICE: "offline:espeak",
        Capability.MUSIC: "offline:composer",
        Capability.SOUND: "offline:soundscape",
        Capability.EMBEDDING: "offline:signature",
    }
}
TOGETHER = {"local": ("ollama", "diffusers", "transformers")}
"""Presets that are several services' own choices; what none of them has is the default's."""
DEFAULT_PRESET = "offline"
TEMPLATE = "compatible"
"""The provider that is no service, but what every service of one's own is like that does not say otherwise."""
_NO_CONFIGURATION = Configuration()


@cache
def _offered() -> tuple[dict[str, ToolOffer], dict[tuple[str, Capability], ProviderOffer]]:
    tools: dict[str, ToolOffer] = {}
    providers: dict[tuple[str, Capability], ProviderOffer] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        offered: Iterable[ToolOffer | ProviderOffer] = entry.load()()
        for offer in offered:
            if isinstance(offer, ProviderOffer):
                providers[offer.provider, offer.capability] = offer
            else:
                tools[offer.name] = offer
    return tools, providers


def offers() -> dict[str, ToolOffer]:
    """Every offered tool by its name, from all installed packages."""
    return _offered()[0]


def services(
    configuration: Configuration = _NO_CONFIGURATION,
) -> dict[tuple[str, Capability], tuple[ProviderOffer, Service]]:
    """Every service by its name and capability, a person's own included, with the offer that it is used through."""
    offered = _offered()[1]
    names = dict.fromkeys((*(name for name, _ in offered if name != TEMPLATE), *configuration.providers))
    found: dict[tuple[str, Capability], tuple[ProviderOffer, Service]] = {}
    for name in names:
        given = configuration.providers.get(name, ProviderSettings())
        like = name if any(one == name for one, _ in offered) else given.like
        for (provider, capability), offer in offered.items():
            if provider == like:
                own = name == provider
                # A key goes to nobody else than the service that it is for.
                settings = given.over(offer.settings if own else offer.settings.format_alone())
                offered_url = offer.settings.base_url if own else settings.base_url
                found[name, capability] = (
                    offer,
                    Service(name, settings, offered_url, configuration.prices, configuration.folder),
                )
    return found


def is_free(name: str) -> bool:
    """Whether the tool of this name is offered with the promise that it costs nothing."""
    offer = offers().get(name)
    return offer is not None and offer.free


def preset(word: str, configuration: Configuration = _NO_CONFIGURATION) -> dict[Capability, str]:
    """The tools that one word stands for: ``offline``, a service's own choice of models, or those of several."""
    if word in PRESETS:
        return PRESETS[word]
    if word in TOGETHER:
        return {what: tool for one in TOGETHER[word] for what, tool in preset(one, configuration).items()}
    there = {what: service for (name, what), (_, service) in services(configuration).items() if name == word}
    if not there:
        names = dict.fromkeys(name for name, _ in services(configuration))
        raise UnknownOption("preset", word, [*PRESETS, *TOGETHER, *names])
    chosen = {what: model for service in there.values() for what, model in service.settings.models().items()}
    for what in chosen.keys() - there.keys():
        raise ToolNotFound(
            f"{word!r} has no {what.value} tools.",
            next_step=f"Take {what.value} out of [providers.{word}]: it has {', '.join(one.value for one in there)}.",
            tool=word,
        )
    if not chosen:
        able = next(iter(there)).value
        raise ToolNotFound(
            f"{word!r} has no model of its own choice.",
            next_step=f'Name one: --{able} {word}:MODEL, or {able} = "MODEL" under [providers.{word}].',
            tool=word,
        )
    return {what: f"{word}:{chosen[what]}" for what in there if what in chosen}


def make_tool(name: str, capability: Capability, configuration: Configuration = _NO_CONFIGURATION) -> Tool[Any, Any]:
    """The tool of that name; ``ToolNotFound`` says which there are, or what it lacks."""
    offer = offers().get(name)
    if offer is not None and offer.capability is capability:
        missing = offer.missing()
        if missing:
            raise ToolNotFound(f"The tool {name!r} cannot be used: {missing}", tool=name)
        return offer.make()
    provider, _, model = name.partition(":")
    there = services(configuration)
    if model and (provider, capability) in there:
        served, service = there[provider, capability]
        missing = served.missing(service)
        if missing:
            raise ToolNotFound(f"The tool {name!r} cannot be used: {missing}", tool=name)
        return served.make(model, service)
    known = sorted(one.name for one in offers().values() if one.capability is capability)
    known += sorted(f"{one}:MODEL" for one, what in there if what is capability)
    raise ToolNotFound(
        f"There is no {capability.value} tool {name!r}.",
        next_step=f"Use one of: {', '.join(known)}; a tool of your own is handed over from Python, as "
        f"Studio({capability.value}=...).",
        tool=name,
    )
