"""Models at full size on this machine's GPU, with random weights: speed, what a batch gains, and peak memory.

python -m benchmarks.gpu            the real architectures: SDXL at 1024 pixels, MusicGen medium
python -m benchmarks.gpu --tiny     tiny ones on whatever there is, to see that the measurement itself works
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from studio.testing.picture_models import FULL_SDXL, TINY_SDXL, SDXLSize, sdxl_pipeline
from studio.testing.sound_models import MEDIUM_MUSICGEN, TINY_MUSICGEN, MusicgenSize, musicgen_model
from studio.tools.local.families import families
from studio.tools.local.hardware import EXTRA, PACKAGES, Hardware, hardware
from studio.tools.local.music import Cue, Player
from studio.tools.local.painter import Commission, Painter
from studio.tools.local.workshop import Keeper, Recipe, Workshop
from studio.tools.service_offers import to_install

BATCH = 4
STEPS = 20
SECONDS = 20.0


def main(arguments: list[str]) -> int:
    """Print the figures; 1 where there is nothing to measure on."""
    tiny = "--tiny" in arguments
    if install := to_install(EXTRA, PACKAGES):
        print(f"Models cannot run here: {install}")
        return 1
    device = hardware()
    if not (device.is_accelerated or tiny):
        print("There is no GPU here: nothing was measured.")
        return 1
    print(f"{_name(device)}, {device.precision}{', tiny models: no figure for anything else' if tiny else ''}")
    pictures(device, TINY_SDXL if tiny else FULL_SDXL, side=128 if tiny else 1024, steps=2 if tiny else STEPS)
    music(device, TINY_MUSICGEN if tiny else MEDIUM_MUSICGEN, seconds=2.0 if tiny else SECONDS)
    return 0


def pictures(device: Hardware, size: SDXLSize, *, side: int, steps: int) -> None:
    """Four pictures one after another, and the same four as one batch, through the workshop that the tools use."""

    def load(where: Hardware) -> Painter:
        with tempfile.TemporaryDirectory() as words, _built_in(where):
            pipeline = sdxl_pipeline(size, Path(words))
        pipeline.set_progress_bar_config(disable=True)
        return Painter(pipeline.to(where.device), families()["sdxl"])

    def asked(seed: int) -> Commission:
        return Commission("A lighthouse in a storm, storybook illustration", "", seed, side, side, steps)

    workshop = Workshop(Keeper(device))
    recipe = Recipe("benchmark:sdxl", load, 0)

    async def alone() -> None:
        for seed in range(BATCH):
            await workshop.made(recipe, Painter.paint, asked(seed))

    async def together() -> None:
        await asyncio.gather(*(workshop.made(recipe, Painter.paint, asked(seed), group=1) for seed in range(BATCH)))

    for once in (alone, together):
        # The first run chooses kernels.
        asyncio.run(once())
    singles, peak_alone = _measured(device, alone)
    batch, peak = _measured(device, together)
    print(f"SDXL, {side} x {side}, {steps} steps: {BATCH / singles:.3f} pictures a second one by one ({peak_alone})")
    print(f"  a batch of {BATCH}: {BATCH / batch:.3f} a second ({peak}); {singles / batch:.2f} x the throughput")


def music(device: Hardware, size: MusicgenSize, *, seconds: float) -> None:
    """One cue."""
    with _built_in(device):
        model, processor = musicgen_model(size)
    player = Player(model.to(device.device).eval(), processor)
    cue = Cue("calm film score, harp, cello", seconds, 1)

    async def played() -> None:
        await asyncio.to_thread(player.play, [cue])

    asyncio.run(played())
    took, peak = _measured(device, played)
    print(f"MusicGen: {seconds / took:.2f} seconds of music a second, {seconds:g} s at once ({peak})")


@contextmanager
def _built_in(device: Hardware) -> Iterator[None]:
    """New weights are in the device's precision: twice the memory would be needed otherwise."""
    import torch

    usual = torch.get_default_dtype()
    torch.set_default_dtype(device.dtype)
    try:
        yield
    finally:
        torch.set_default_dtype(usual)


def _measured(device: Hardware, work: Callable[[], Any]) -> tuple[float, str]:
    """Seconds that ``work`` takes, and its peak memory in words."""
    import torch

    on_gpu = device.device == "cuda"
    if on_gpu:
        torch.cuda.reset_peak_memory_stats()
        torch.cuda.synchronize()
    started = time.perf_counter()
    asyncio.run(work())
    if on_gpu:
        torch.cuda.synchronize()
    took = time.perf_counter() - started
    peak = f"peak {torch.cuda.max_memory_allocated() / 2**30:.1f} GiB" if on_gpu else "peak memory not measured here"
    return took, peak


def _name(device: Hardware) -> str:
    import torch

    return str(torch.cuda.get_device_name()) if device.device == "cuda" else device.device


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
