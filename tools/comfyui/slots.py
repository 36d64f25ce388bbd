"""Where a request's values go in a workflow: by the titles that a person gave the nodes, else by what the nodes are.

    Prompt        the text                          else: the text that the samplers' ``positive`` comes from
    Seed          the seed                          else: every ``seed`` and ``noise_seed``
    Size          ``width`` and ``height``,         else: the node with width, height and batch_size
    Width, Height or each in a node of its own
    Reference 1   a picture to load, also 2, 3 ...  else: the only LoadImage
    First frame   the picture that a clip begins with, likewise
    Length        a clip's length in frames         else: the only ``length``
    Frame rate    how many of them make a second    else: the only ``fps`` or ``frame_rate``
    Output        the node whose file is taken      else: the only node that saves (a picture: or shows) one

A value that comes over a link is set where it stands. What is not found, or more than once, is one ``SettingsError``
that names the title to give. A workflow without a size, or without a picture to load, is used as it is. Knows nothing
of servers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from studio.errors import SettingsError
from studio.tools.comfyui.workflow import Place, Workflow

_TEXTS = ("text", "text_g", "text_l", "clip_l", "t5xxl", "prompt", "positive", "value", "string")
_SEEDS = ("seed", "noise_seed")
_LENGTHS = ("length", "num_frames", "video_length", "frames", "value")
_RATES = ("fps", "frame_rate")
_LARGEST = 1e20
"""Seeds go up to 2**64; what is no number for anything is none."""
_LOADER = "LoadImage"
_SAVES_PICTURES = (("SaveImage",), ("PreviewImage",))
_SAVES_CLIPS = (("SaveVideo", "SaveWEBM", "VHS_VideoCombine"),)


@dataclass(frozen=True)
class Slots:
    """The places of a workflow. ``size`` is width and height, or empty; ``pictures`` are in their order.

    ``length`` and ``rate`` (frames a second) are of workflows that make clips.
    """

    prompt: tuple[Place, ...]
    seed: tuple[Place, ...]
    size: tuple[Place, ...]
    pictures: tuple[Place, ...]
    output: str
    length: tuple[Place, ...] = ()
    rate: float = 0.0


def picture_slots(workflow: Workflow) -> Slots:
    """The places in a workflow that makes a picture. Raises ``SettingsError``."""
    graph = _Graph(workflow)
    return Slots(
        graph.prompt(), graph.seed(), graph.size(), graph.references(), graph.output(_SAVES_PICTURES, "picture")
    )


def clip_slots(workflow: Workflow) -> Slots:
    """The places in a workflow that makes a clip. Raises ``SettingsError``."""
    graph = _Graph(workflow)
    return Slots(
        graph.prompt(),
        graph.seed(),
        graph.size(),
        graph.first_frame(),
        graph.output(_SAVES_CLIPS, "clip"),
        graph.length(),
        graph.rate(),
    )


class _Graph:
    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow
        self._nodes = workflow.nodes

    def prompt(self) -> tuple[Place, ...]:
        titled = self._titled("Prompt")
        if titled:
            return self._found("Prompt", {place for node in titled for place in self._texts(node)}, "the text")
        texts = {place for node in self._conditioned() for place in self._texts(node)}
        if len({place.node for place in texts}) > 1:
            raise self._several("Prompt", {place.node for place in texts}, "the text")
        return self._found("Prompt", texts, "the text")

    def seed(self) -> tuple[Place, ...]:
        titled = self._titled("Seed")
        names = (*_SEEDS, "value") if titled else _SEEDS
        return self._found("Seed", self._numbers(titled or self._nodes, names), "the seed")

    def size(self) -> tuple[Place, ...]:
        apart = [self._titled("Width"), self._titled("Height")]
        if all(apart):
            sides = [
                next(self._numbers(nodes, (side, "value")), None)
                for nodes, side in zip(apart, ("width", "height"), strict=True)
            ]
        else:
            nodes = self._titled("Size") or [
                node for node, one in self._nodes.items() if {"width", "height", "batch_size"} <= one["inputs"].keys()
            ]
            if not nodes:
                return ()
            if len(nodes) > 1:
                raise self._several("Size", nodes, "the size")
            sides = [next(self._numbers(nodes, (side,)), None) for side in ("width", "height")]
        places = tuple(side for side in sides if side is not None and self._value(side) > 0)
        if len(set(places)) < 2:
            # Also where both come from one number, which would make squares.
            raise self._missing("Size", "the width and the height, each for itself")
        return places

    def references(self) -> tuple[Place, ...]:
        found: list[Place] = []
        while nodes := self._titled(title := f"Reference {len(found) + 1}"):
            found.append(self._loader(title, nodes))
        return tuple(found) or self._only_loader("Reference 1")

    def first_frame(self) -> tuple[Place, ...]:
        nodes = self._titled("First frame")
        return (self._loader("First frame", nodes),) if nodes else self._only_loader("First frame")

    def output(self, kinds: Iterable[tuple[str, ...]], what: str) -> str:
        nodes = self._titled("Output")
        for classes in kinds:
            nodes = nodes or [node for node, one in self._nodes.items() if one["class_type"] in classes]
        if not nodes:
            raise self._missing("Output", f"what saves the {what}")
        if len(nodes) > 1:
            raise self._several("Output", nodes, f"what saves the {what}")
        return nodes[0]

    def length(self) -> tuple[Place, ...]:
        titled = self._titled("Length")
        numbers = self._numbers(titled or self._nodes, _LENGTHS if titled else _LENGTHS[:1])
        places = {place for place in numbers if self._value(place) >= 1}
        if len(places) > 1:
            raise self._several("Length", {place.node for place in places}, "the number of frames")
        return self._found("Length", places, "the number of frames")

    def rate(self) -> float:
        titled = self._titled("Frame rate")
        names = (*_RATES, "value") if titled else _RATES
        places = set(self._numbers(titled or self._nodes, names))
        rates = {float(self._value(place)) for place in places}
        if len(rates) > 1:
            raise self._several("Frame rate", {place.node for place in places}, "the frames a second")
        self._found("Frame rate", {place for place in places if self._value(place) > 0}, "the frames a second")
        return rates.pop()

    def _titled(self, title: str) -> list[str]:
        return [node for node in self._nodes if self._workflow.title(node).strip().casefold() == title.casefold()]

    def _conditioned(self) -> Iterator[str]:
        """The nodes that a picture is made in, by what steers them."""
        for node, one in self._nodes.items():
            if self._linked(node, "positive") or ("Guider" in one["class_type"] and self._linked(node, "conditioning")):
                yield node

    def _texts(self, node: str) -> list[Place]:
        """The texts that a node's own conditioning comes from, the nearest ones of every way up."""
        found: list[Place] = []
        seen: set[str] = set()
        ways = [node]
        while ways:
            here = ways.pop()
            if here in seen:
                continue
            seen.add(here)
            inputs = self._nodes[here]["inputs"]
            own = [Place(here, name) for name in _TEXTS if isinstance(inputs.get(name), str)]
            if own:
                found += own
            elif above := self._linked(here, "positive"):
                ways.append(above)
            else:
                ways += [above for name in inputs if _leads_up(name) and (above := self._linked(here, name))]
        return found

    def _numbers(self, nodes: Iterable[str], names: Iterable[str]) -> Iterator[Place]:
        """The numbers under these names, there or where a link leads."""
        for node in nodes:
            for name in names:
                above = self._linked(node, name)
                place = Place(above, "value") if above else Place(node, name)
                value = self._value(place)
                if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < _LARGEST:
                    yield place

    def _only_loader(self, title: str) -> tuple[Place, ...]:
        nodes = [node for node, one in self._nodes.items() if one["class_type"] == _LOADER]
        if len(nodes) > 1:
            raise self._several(title, nodes, "the picture to load")
        return (self._loader(title, nodes),) if nodes else ()

    def _loader(self, title: str, nodes: list[str]) -> Place:
        if len(nodes) > 1:
            raise self._several(title, nodes, "one picture")
        place = Place(nodes[0], "image")
        if not isinstance(self._value(place), str):
            raise self._missing(title, "the picture to load")
        return place

    def _linked(self, node: str, name: str) -> str:
        """The node that an input comes from; empty where it comes from none."""
        value = self._nodes[node]["inputs"].get(name)
        is_link = isinstance(value, list) and len(value) == 2
        return str(value[0]) if is_link and str(value[0]) in self._nodes else ""

    def _value(self, place: Place) -> Any:
        return self._nodes[place.node]["inputs"].get(place.input)

    def _found(self, title: str, places: Iterable[Place], what: str) -> tuple[Place, ...]:
        found = tuple(sorted(set(places)))
        if not found:
            raise self._missing(title, what)
        return found

    def _missing(self, title: str, what: str) -> SettingsError:
        where = f"among the nodes titled {title!r} " if self._titled(title) else ""
        return SettingsError(
            f"In the workflow {self._workflow.name!r} {where}nothing was found that is {what}.",
            next_step=f"In ComfyUI, give the node that holds it the title {title!r}, and export the workflow again.",
        )

    def _several(self, title: str, nodes: Iterable[str], what: str) -> SettingsError:
        named = ", ".join(self._workflow.said(node) for node in sorted(nodes))
        return SettingsError(
            f"In the workflow {self._workflow.name!r} several nodes may be {what}: {named}.",
            next_step=f"In ComfyUI, give the one that is meant the title {title!r}, and export the workflow again.",
        )


def _leads_up(name: str) -> bool:
    return name.startswith("conditioning") or name in _TEXTS
