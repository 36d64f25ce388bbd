"""Chance that is repeatable: of torch's one source for models that draw from it, or a source for one thing.

Knows nothing of what is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch


def generator(seed: int) -> torch.Generator:
    """Chance as ``seed`` says, drawn on the CPU, so that every device draws the same."""
    import torch

    return torch.Generator("cpu").manual_seed(seed % 2**63)


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Chance as ``seed`` says within the block, on every device; outside of it as if nothing had been drawn."""
    import torch

    devices = range(torch.cuda.device_count()) if torch.cuda.is_available() else ()
    with torch.random.fork_rng(devices):
        torch.manual_seed(seed % 2**63)
        yield
