"""Where a loaded pipeline of diffusers computes. Knows nothing of what it makes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from studio.tools.local.hardware import Hardware
from studio.tools.local.weights import size_in_memory

_ROOM_TO_WORK = 1.3
"""Times its weights is what a pipeline at least needs."""


def place(pipeline: Any, folder: Path, device: Hardware) -> None:
    """Move the pipeline of ``folder`` to the device; what is too large for it as a whole, part by part in its turn."""
    size = size_in_memory(folder, device.bytes_a_weight)
    if device.is_accelerated and size * _ROOM_TO_WORK > device.free_bytes():
        pipeline.enable_model_cpu_offload(device=device.device)
    else:
        pipeline.to(device.device)
