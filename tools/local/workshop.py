"""Where models of one device are kept and work: one at a time, on a thread of its own.

A model is loaded once and kept; the least recently used ones are let go when another needs the room. Requests that
wait for the same model and may share a batch run as one. Knows nothing of what models make.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, TypeVar

from studio.errors import ToolError
from studio.tools.local.hardware import Hardware, hardware, is_out_of_memory

ModelT = TypeVar("ModelT")
ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")

MOST_AT_ONCE = 8
"""Requests in one batch."""
_GATHER = 0.02
"""Seconds that an idle device waits for requests that come together: little beside the shortest work."""
_ROOM_TO_WORK = 1.3
"""Times its weights is what a model needs while it works, roughly; what is short after all is noticed then."""


@dataclass(frozen=True)
class Recipe(Generic[ModelT]):
    """How a model comes into memory. ``key`` tells it from others; ``size`` is its weights in bytes."""

    key: str
    load: Callable[[Hardware], ModelT] = field(repr=False)
    size: int


@dataclass(frozen=True, eq=False)
class _Job:
    recipe: Recipe[Any]
    work: Callable[[Any, list[Any]], list[Any]]
    item: Any
    group: Hashable
    done: Future[Any] = field(default_factory=Future)

    def goes_with(self, other: _Job) -> bool:
        return self.group is not None and (self.recipe.key, self.group) == (other.recipe.key, other.group)


class Keeper:
    """The loaded models of one device. Safe to use from several threads; one model works at a time."""

    def __init__(self, device: Hardware, free_bytes: Callable[[], int] | None = None) -> None:
        self.device = device
        self._free_bytes = free_bytes or device.free_bytes
        self._models: OrderedDict[str, Any] = OrderedDict()
        self._guard = threading.RLock()

    @property
    def kept(self) -> tuple[str, ...]:
        """The keys of the loaded models, the least recently used first."""
        with self._guard:
            return tuple(self._models)

    @contextmanager
    def at_work(self, recipe: Recipe[ModelT]) -> Iterator[ModelT]:
        """The model of ``recipe``, loaded if it is not, to work with alone."""
        with self._guard:
            if recipe.key not in self._models:
                while self._models and self._free_bytes() < recipe.size * _ROOM_TO_WORK:
                    self._let_go(next(iter(self._models)))
                self._models[recipe.key] = recipe.load(self.device)
            self._models.move_to_end(recipe.key)
            model: ModelT = self._models[recipe.key]
            yield model

    def let_others_go(self, recipe: Recipe[Any]) -> bool:
        """Keep only the model of ``recipe``; whether there was another."""
        with self._guard:
            others = [key for key in self._models if key != recipe.key]
            for key in others:
                self._let_go(key)
            return bool(others)

    def _let_go(self, key: str) -> None:
        del self._models[key]
        self.device.give_back()


class Workshop:
    """Takes requests from any event loop and works them off in order, in batches where they wait together."""

    def __init__(self, keeper: Keeper) -> None:
        self.keeper = keeper
        self._waiting: deque[_Job] = deque()
        self._guard = threading.Lock()
        self._is_open = False

    async def made(
        self,
        recipe: Recipe[ModelT],
        work: Callable[[ModelT, list[ItemT]], list[ResultT]],
        item: ItemT,
        *,
        group: Hashable = None,
    ) -> ResultT:
        """What ``work`` makes of ``item``: one result for each item of its list.

        Items of the same model and ``group`` may be in one list; None is always alone. ``work`` runs on the device's
        thread. Raises what ``work`` raises, and ``ToolError`` where the memory is not enough for the item alone.
        """
        job = _Job(recipe, work, item, group)
        with self._guard:
            self._waiting.append(job)
            if not self._is_open:
                self._is_open = True
                threading.Thread(target=self._serve, name=f"studio-{self.keeper.device.device}", daemon=True).start()
        result: ResultT = await asyncio.wrap_future(job.done)
        return result

    def _serve(self) -> None:
        time.sleep(_GATHER)
        while batch := self._next():
            wanted = [job for job in batch if job.done.set_running_or_notify_cancel()]
            if wanted:
                self._work(wanted)

    def _next(self) -> list[_Job]:
        """The request that waits longest with all that go with it; none where nobody waits, and the thread ends."""
        with self._guard:
            if not self._waiting:
                self._is_open = False
                return []
            first = self._waiting.popleft()
            batch = [first, *(job for job in self._waiting if job.goes_with(first))][:MOST_AT_ONCE]
            self._waiting = deque(job for job in self._waiting if job not in batch)
            return batch

    def _work(self, jobs: list[_Job]) -> None:
        recipe = jobs[0].recipe
        try:
            with self.keeper.at_work(recipe) as model:
                made = jobs[0].work(model, [job.item for job in jobs])
        except BaseException as error:
            # Without its frames: they hold what the failed work had in memory.
            failure = error.with_traceback(None)
        else:
            for job, result in zip(jobs, made, strict=True):
                job.done.set_result(result)
            return
        if len(jobs) > 1:
            # What the batch could not do, each may do alone, or fail at for a reason of its own.
            for job in jobs:
                self._work([job])
        elif not is_out_of_memory(failure):
            jobs[0].done.set_exception(failure)
        elif self.keeper.let_others_go(recipe):
            self._work(jobs)
        else:
            jobs[0].done.set_exception(_too_large(recipe, self.keeper.device))


@cache
def workshop() -> Workshop:
    """The workshop of this machine's best device."""
    return Workshop(Keeper(hardware()))


def _too_large(recipe: Recipe[Any], device: Hardware) -> ToolError:
    return ToolError(
        f"{recipe.key} does not fit into the memory of this machine's {device.device} "
        f"({recipe.size / 1e9:.1f} GB of weights).",
        next_step="Choose a smaller model or a lower --quality, or close what else uses that memory.",
        tool=recipe.key,
    )
