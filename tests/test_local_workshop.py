"""Models in this process: loaded once, let go when the room is needed, one at work at a time, in batches."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

from tiny_models import torch

from studio.errors import ToolError
from studio.tools.local.hardware import Hardware
from studio.tools.local.workshop import Keeper, Recipe, Workshop

CPU = Hardware("cpu", "float32")


class Memory:
    """A device's memory in which models of some size lie."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.loads: list[str] = []
        self.keeper = Keeper(CPU, self.free)

    def free(self) -> int:
        return self.size - 100 * len(self.keeper.kept)

    def model(self, name: str, size: int = 70) -> Recipe[str]:
        def load(_: Hardware) -> str:
            self.loads.append(name)
            return name

        return Recipe(name, load, size)


def echo(model: str, items: list[str]) -> list[str]:
    return [f"{model} {item}" for item in items]


async def all_made(workshop: Workshop, *asked: tuple[Recipe[str], str, Any], work: Callable[..., Any] = echo) -> Any:
    made = [workshop.made(recipe, work, item, group=group) for recipe, item, group in asked]
    return await asyncio.gather(*made, return_exceptions=True)


def test_a_model_is_loaded_once() -> None:
    memory = Memory(1000)
    workshop = Workshop(memory.keeper)
    for _ in range(2):
        assert asyncio.run(all_made(workshop, (memory.model("a"), "1", None))) == ["a 1"]
    assert memory.loads == ["a"]


def test_the_least_recently_used_makes_room() -> None:
    memory = Memory(250)
    one, two, three = (memory.model(name) for name in "abc")
    for recipe in (one, two, one, three):
        with memory.keeper.at_work(recipe):
            pass
    assert memory.keeper.kept == ("a", "c")
    with memory.keeper.at_work(two):
        pass
    assert memory.keeper.kept == ("c", "b")
    assert memory.loads == ["a", "b", "c", "b"]


def test_only_one_model_works_at_a_time() -> None:
    memory = Memory(1000)
    at_work: list[str] = []
    most = 0

    def slow(model: str, items: list[str]) -> list[str]:
        nonlocal most
        at_work.append(model)
        most = max(most, len(at_work))
        time.sleep(0.005)
        at_work.remove(model)
        return items

    workshop = Workshop(memory.keeper)

    def from_a_loop() -> None:
        asyncio.run(all_made(workshop, *((memory.model(name), name, None) for name in "abab"), work=slow))

    threads = [threading.Thread(target=from_a_loop) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert sorted(memory.loads) == ["a", "b"]


def test_what_waits_together_is_one_batch() -> None:
    memory = Memory(1000)
    batches: list[list[str]] = []

    def noted(model: str, items: list[str]) -> list[str]:
        batches.append(items)
        return echo(model, items)

    one, two = memory.model("a"), memory.model("b")
    asked = [(one, "1", "wide"), (two, "2", "wide"), (one, "3", "tall"), (one, "4", "wide"), (one, "5", None)]
    made = asyncio.run(all_made(Workshop(memory.keeper), *asked, work=noted))
    assert made == ["a 1", "b 2", "a 3", "a 4", "a 5"]
    assert batches == [["1", "4"], ["2"], ["3"], ["5"]]


def test_what_fails_in_a_batch_fails_alone() -> None:
    memory = Memory(1000)

    def picky(model: str, items: list[str]) -> list[str]:
        if "bad" in items:
            raise ValueError("bad")
        return echo(model, items)

    one = memory.model("a")
    asked = [(one, item, "wide") for item in ("1", "bad", "2")]
    first, failed, last = asyncio.run(all_made(Workshop(memory.keeper), *asked, work=picky))
    assert (first, last) == ("a 1", "a 2")
    assert isinstance(failed, ValueError)


def test_without_memory_others_are_let_go_and_then_it_is_said() -> None:
    memory = Memory(1000)
    workshop = Workshop(memory.keeper)
    large = memory.model("large")

    def hungry(model: str, items: list[str]) -> list[str]:
        if len(memory.keeper.kept) > 1:
            raise torch.OutOfMemoryError("no more")
        return echo(model, items)

    asyncio.run(all_made(workshop, (memory.model("a"), "1", None)))
    assert asyncio.run(all_made(workshop, (large, "1", None), work=hungry)) == ["large 1"]
    assert memory.keeper.kept == ("large",)

    def never(_model: str, _items: list[str]) -> list[str]:
        raise torch.OutOfMemoryError("no more")

    (failed,) = asyncio.run(all_made(workshop, (large, "1", None), work=never))
    assert isinstance(failed, ToolError)
    assert "does not fit into the memory" in str(failed)


def test_who_gives_up_is_not_waited_for() -> None:
    memory = Memory(1000)
    workshop = Workshop(memory.keeper)
    worked: list[str] = []
    begun = threading.Event()
    may_end = threading.Event()

    def slow(model: str, items: list[str]) -> list[str]:
        worked.extend(items)
        begun.set()
        may_end.wait()
        return echo(model, items)

    async def two() -> str:
        first = asyncio.create_task(workshop.made(memory.model("a"), slow, "first"))
        await asyncio.to_thread(begun.wait)
        second = asyncio.create_task(workshop.made(memory.model("a"), slow, "second"))
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.wait([second])
        may_end.set()
        return await first

    assert asyncio.run(two()) == "a first"
    assert asyncio.run(all_made(workshop, (memory.model("a"), "third", None), work=slow)) == ["a third"]
    assert worked == ["first", "third"]
