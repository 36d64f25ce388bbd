"""What pictures and clips by a workflow share: the file, its places, the size that is asked for."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from studio.production.assets import Asset
from studio.production.canonical import content_hash
from studio.tools.comfyui.client import Server, connected
from studio.tools.comfyui.job import made
from studio.tools.comfyui.slots import Slots
from studio.tools.comfyui.workflow import Place, Workflow, read_workflow
from studio.tools.painting import nearest_size
from studio.tools.providers import ServiceModel
from studio.tools.tool import Workbench

Values = list[tuple[Place, str | int]]
_SMALLEST = 64
_SEEDS = 2**32
"""What every sampler takes."""


@dataclass(frozen=True)
class ComfyUIModel(ServiceModel):
    """The workflow in the file ``model``, as it is when this is made. Raises ``SettingsError``."""

    workflow: Workflow = field(init=False, repr=False)
    slots: Slots = field(init=False, repr=False)
    step: ClassVar[int]
    """Of which sides are multiples, in pixels."""

    def __post_init__(self) -> None:
        workflow = read_workflow(self.model, self.service.folder)
        object.__setattr__(self, "workflow", workflow)
        object.__setattr__(self, "slots", self.places(workflow))

    @staticmethod
    def places(workflow: Workflow) -> Slots:
        """Where values go in a workflow of this kind. Raises ``SettingsError``."""
        raise NotImplementedError

    @property
    def version(self) -> str:
        """Another one for another workflow, other sizes or another address."""
        return f"{super().version}-{content_hash([self.workflow.hash, self.service.settings.sizes])[:12]}"

    def asked(self, prompt: str, seed: int, width: int, height: int) -> Values:
        """What every workflow is told."""
        values: Values = [(place, prompt) for place in self.slots.prompt]
        values += [(place, seed % _SEEDS) for place in self.slots.seed]
        if self.slots.size:
            values += zip(self.slots.size, self.size(width, height), strict=True)
        return values

    def size(self, width: int, height: int) -> tuple[int, int]:
        """What is asked for where ``width`` x ``height`` is needed: that shape, with the workflow's own area."""
        sizes = self.service.settings.sizes
        if sizes:
            across, down = map(int, nearest_size(sizes, width, height).split("x"))
            return across, down
        own = [self.own(place) for place in self.slots.size]
        scale = math.sqrt(own[0] * own[1] / (width * height))
        across, down = (max(_SMALLEST, round(side * scale / self.step) * self.step) for side in (width, height))
        return across, down

    def own(self, place: Place) -> Any:
        """What the file says at a place."""
        return self.workflow.nodes[place.node]["inputs"][place.input]

    async def run(self, values: Values, pictures: Iterable[tuple[Place, Asset]], bench: Workbench) -> Path:
        """The file that the workflow makes of ``values`` and ``pictures``. Raises ``ProviderError``s."""
        file = bench.scratch / "made"
        async with connected(self.service, self.name, self.workflow) as server:
            shown = [(place, await _handed_over(server, asset, bench)) for place, asset in pictures]
            one = await made(server, self.workflow.filled([*values, *shown]), self.slots.output, bench)
            await server.download(one, file)
        return file


async def _handed_over(server: Server, asset: Asset, bench: Workbench) -> str:
    server.where = "it was handing over the pictures"
    content = await asyncio.to_thread(bench.path(asset).read_bytes)
    suffix = asset.media_type.partition("/")[2]
    return await server.upload(f"studio-{asset.hash[:24]}.{suffix}", content, asset.media_type)
