"""Models that draw from torch's one source of chance, made repeatable. Knows nothing of what they make."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Chance as ``seed`` says within the block, on every device; outside of it as if nothing had been drawn."""
    import torch

    devices = range(torch.cuda.device_count()) if torch.cuda.is_available() else ()
    with torch.random.fork_rng(devices):
        torch.manual_seed(seed % 2**63)
        yield
