"""What every tool keeps to, whatever its capability: the base of the conformance suites.

A suite is a class of pytest-style tests. Import it into a test module under your own subclass and say which tool:

    from studio.testing import ImageConformance

    class TestAcme(ImageConformance):
        tool = AcmePictures()

With ``pytest.register_assert_rewrite("studio.testing")`` in ``conftest.py`` failures show their values. Knows nothing
of pytest itself beyond its ``tmp_path``.
"""

# ruff: noqa: S101 - these are tests

from __future__ import annotations

import asyncio
import multiprocessing
import re
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from studio.production.assets import assets_in
from studio.production.canonical import Document
from studio.testing.bench import FolderBench, made_in_passing
from studio.tools.capabilities import CONTRACTS
from studio.tools.tool import Capability

RequestT = TypeVar("RequestT", bound=Document)
ProductT = TypeVar("ProductT", bound=Document)

_SHORT, _SHARE = 0.3, 0.25
"""For how many seconds, or for which share of a call, others may wait for their turn, on a busy machine too."""


class ToolConformance(Generic[RequestT, ProductT]):
    """Name, version, types, determinism, and manners on the event loop.

    ``deterministic`` is False for a tool that answers differently on every call, such as a remote model;
    ``picklable`` is False for one that cannot be sent to another process. Both switch the tests off that need it.
    """

    tool: Any
    capability: ClassVar[Capability]
    deterministic: ClassVar[bool] = True
    picklable: ClassVar[bool] = True

    def a_request(self, folder: Path) -> RequestT:
        """A request that every tool of the capability can answer; override it for one that needs another."""
        raise NotImplementedError

    def ask(self, request: RequestT, folder: Path) -> tuple[ProductT, FolderBench]:
        """The tool's product, and the workbench that holds its files."""
        bench = FolderBench(folder)
        product: ProductT = asyncio.run(self.tool(request, bench))
        return product, bench

    def test_it_says_what_it_is(self) -> None:
        """``name`` is provider:model, ``version`` says something, and the capability is the suite's."""
        assert re.fullmatch(r"[a-z0-9_.-]+:\S+", self.tool.name), self.tool.name
        assert self.tool.version.strip()
        assert self.tool.capability is self.capability

    def test_the_product_is_of_its_type_and_its_files_are_there(self, tmp_path: Path) -> None:
        """The product survives JSON, and every file that it names was added."""
        product, bench = self.ask(self.a_request(tmp_path), tmp_path)
        expected = CONTRACTS[self.capability][1]
        assert type(product) is expected
        assert expected.model_validate_json(product.model_dump_json()) == product
        for asset in assets_in(product):
            assert bench.path(asset).stat().st_size > 0
            assert "/" in asset.media_type

    def test_the_event_loop_stays_free(self, tmp_path: Path) -> None:
        """Others get their turn while it works: what computes for long does so in a thread or a process."""
        request, bench = self.a_request(tmp_path), FolderBench(tmp_path)
        # What a first call imports is not meant.
        self.ask(request, tmp_path)

        async def waits() -> list[float]:
            """Seconds between the turns of another task."""
            work = asyncio.ensure_future(self.tool(request, bench))
            turns = [time.perf_counter()]
            while not work.done():
                await asyncio.sleep(0)
                turns.append(time.perf_counter())
            work.result()
            return [later - earlier for earlier, later in pairwise(turns)]

        waited = asyncio.run(waits())
        # A call that never waits for anything is over after the first turn.
        assert len(waited) > 1
        assert max(waited) < max(_SHORT, sum(waited) * _SHARE)

    def test_the_same_request_gives_the_same_bytes(self, tmp_path: Path) -> None:
        """Also in another process, whose hash seed is another."""
        if not (self.deterministic and self.picklable):
            return
        request = self.a_request(tmp_path)
        here, _ = self.ask(request, tmp_path)
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            elsewhere = pool.submit(made_in_passing, self.tool, request).result()
        assert elsewhere == here

    def test_calls_do_not_disturb_one_another(self, tmp_path: Path) -> None:
        """Two calls side by side, each at a bench of its own, give what each gives alone."""
        if not self.deterministic:
            return
        request = self.a_request(tmp_path)
        alone, _ = self.ask(request, tmp_path)

        async def together() -> list[ProductT]:
            return list(await asyncio.gather(*(self.tool(request, FolderBench(tmp_path)) for _ in range(2))))

        assert asyncio.run(together()) == [alone, alone]
