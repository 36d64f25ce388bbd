"""What this machine computes with: its device, the precision that suits it, and how much memory is free.

Knows nothing of models. Imports torch when it is asked, never before.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

PACKAGES = ("torch", "diffusers", "transformers", "accelerate", "psutil", "ftfy", "torchsde", "trimesh")
EXTRA = "local"
"""What installs them."""
_PROBE = 768
_PROBES = 3
_BYTES = {"float32": 4, "float16": 2, "bfloat16": 2}


@dataclass(frozen=True)
class Hardware:
    """``device`` as torch names it ("cuda", "mps" or "cpu"), and the ``precision`` that models have there."""

    device: str
    precision: str

    @property
    def is_accelerated(self) -> bool:
        """Whether there is more than a CPU."""
        return self.device != "cpu"

    @property
    def bytes_a_weight(self) -> int:
        """Of the precision."""
        return _BYTES[self.precision]

    @property
    def dtype(self) -> torch.dtype:
        """The precision as torch has it."""
        import torch

        found: torch.dtype = getattr(torch, self.precision)
        return found

    def free_bytes(self) -> int:
        """Memory of the device that models can still take."""
        import torch

        if self.device == "cuda":
            free, _ = torch.cuda.mem_get_info()
            return int(free + torch.cuda.memory_reserved() - torch.cuda.memory_allocated())
        if self.device == "mps":
            return int(torch.mps.recommended_max_memory() - torch.mps.current_allocated_memory())
        import psutil

        return int(psutil.virtual_memory().available)

    def give_back(self) -> None:
        """Return what no model holds any more to the device."""
        import gc

        import torch

        gc.collect()
        if self.device == "cuda":
            torch.cuda.empty_cache()
        elif self.device == "mps":
            torch.mps.empty_cache()


@cache
def hardware() -> Hardware:
    """The best device of this machine."""
    import torch

    if torch.cuda.is_available():
        # Half precision without bfloat16's range overflows in some decoders; older cards have nothing else.
        return Hardware("cuda", "bfloat16" if torch.cuda.is_bf16_supported() else "float16")
    if torch.backends.mps.is_available():
        return Hardware("mps", "float16")
    return Hardware("cpu", "float32")


@cache
def cpu_flops() -> float:
    """Floating point operations per second of this machine's CPU, measured once on products of matrices."""
    import time

    import numpy as np

    one = np.ones((_PROBE, _PROBE), np.float32)
    one @ one
    started = time.perf_counter()
    for _ in range(_PROBES):
        one @ one
    return _PROBES * 2 * _PROBE**3 / (time.perf_counter() - started)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether a device, or the machine, had no more memory."""
    import torch

    told = isinstance(error, RuntimeError) and "allocate memory" in str(error)
    return told or isinstance(error, (torch.OutOfMemoryError, MemoryError))
