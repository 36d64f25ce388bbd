"""Voices in ONNX files, loaded for one line each. Knows nothing of what they are given."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

PAUSE = 0.2
"""Seconds between sentences: each is spoken by itself."""
_LOADING = threading.Lock()
"""The seed is the whole runtime's, and is taken when a model is loaded."""


def loaded(path: Path, seed: int) -> Any:
    """The session of a file, which draws its noise from ``seed``."""
    import onnxruntime

    with _LOADING:
        onnxruntime.set_seed(seed % 2**31)
        onnxruntime.set_default_logger_severity(3)
        return onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
