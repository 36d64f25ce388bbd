"""What every tool that is a model in this process has: its weights, what is fetched for them, how long a CPU takes.

Knows nothing of what models make.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from studio.production.canonical import content_hash
from studio.production.money import FREE
from studio.tools.local.hardware import Hardware, cpu_flops, hardware
from studio.tools.local.weights import Weights, fingerprint, own_folder, size_in_memory, weight_count
from studio.tools.local.workshop import Recipe, workshop
from studio.tools.providers import ServiceModel

ModelT = TypeVar("ModelT")
ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")


@dataclass(frozen=True)
class LocalModel(ServiceModel):
    """A model in a folder of the person's or on the hub. Free; everything runs on the machine's best device."""

    tuned: ClassVar[tuple[str, ...]] = ()
    """The settings of its provider that change what it makes."""
    single_precision: ClassVar[bool] = False
    """Whether it is loaded in single precision everywhere, also where others are halves."""

    @property
    def version(self) -> str:
        """Of the format, of the folder's files, and of what a person changed about how the model is asked."""
        told = [super().version]
        folder = own_folder(self.model)
        if folder is not None and folder.is_dir():
            told.append(fingerprint(folder))
        changed = {name: value for name in self.tuned if (value := getattr(self.service.settings, name))}
        if changed:
            told.append(content_hash(changed)[:8])
        return "-".join(told)

    def weights(self, model: str = "") -> Weights:
        """Where the weights are: of ``model`` where the tool has several, else of its own."""
        return Weights(
            model or self.model,
            tool=self.name,
            endpoint=self.service.settings.base_url,
            half=self._bytes_a_weight() < 4,
        )

    def most(self, _request: Any) -> Decimal:
        """See ``studio.tools.tool.Priced``."""
        return FREE

    def to_fetch(self, request: Any) -> int:
        """See ``studio.tools.tool.InProcess``."""
        return sum(one.missing_bytes() for one in self.needs(request))

    def fetch(self, request: Any) -> None:
        """See ``studio.tools.tool.InProcess``."""
        for one in self.needs(request):
            one.fetched()

    def seconds(self, request: Any) -> float:
        """See ``studio.tools.tool.InProcess``."""
        return 0.0 if hardware().is_accelerated else self.operations(request) / cpu_flops()

    @staticmethod
    async def awake() -> None:
        """Wait until torch is there: importing it takes seconds, in which the event loop has other work to do."""
        await asyncio.to_thread(hardware)

    def needs(self, _request: Any) -> tuple[Weights, ...]:
        """All weights that a call for a request needs."""
        return (self.weights(),)

    def operations(self, request: Any) -> float:
        """About how many floating point operations a call takes."""
        raise NotImplementedError

    async def made(
        self,
        weights: Weights,
        load: Callable[[Path, Hardware], ModelT],
        work: Callable[[ModelT, list[ItemT]], list[ResultT]],
        item: ItemT,
        group: Hashable = None,
    ) -> ResultT:
        """What ``work`` makes of ``item`` with the model that ``load`` makes of the weights' folder."""
        folder = await asyncio.to_thread(weights.fetched)

        def loaded(device: Hardware) -> ModelT:
            with quiet():
                return load(folder, device)

        def worked(model: ModelT, items: list[ItemT]) -> list[ResultT]:
            with quiet():
                return work(model, items)

        size = await asyncio.to_thread(size_in_memory, folder, self._bytes_a_weight())
        # The same files under two names are one model.
        key = f"{self.service.name}:{weights.model}"
        return await workshop().made(Recipe(key, loaded, size), worked, item, group=group)

    def weights_of(self, weights: Weights, parts: tuple[str, ...] = ()) -> int:
        """How many weights a model has, or parts of its pipeline; a guess by its files' size until it is here."""
        folder = weights.found()
        if folder is not None:
            return weight_count(folder, parts)
        return weights.missing_bytes() // self._bytes_a_weight()

    def _bytes_a_weight(self) -> int:
        return 4 if self.single_precision else hardware().bytes_a_weight


@contextmanager
def quiet() -> Iterator[None]:
    """Without the libraries' notes and progress bars: they are not about what the person asked for."""
    from diffusers.utils import logging as of_diffusers
    from transformers.utils import logging as of_transformers

    libraries: tuple[Any, ...] = (of_diffusers, of_transformers)
    before = [(one, one.get_verbosity(), one.is_progress_bar_enabled()) for one in libraries]
    for one in libraries:
        one.set_verbosity_error()
        one.disable_progress_bar()
    try:
        yield
    finally:
        for one, level, had_bars in before:
            one.set_verbosity(level)
            if had_bars:
                one.enable_progress_bar()
