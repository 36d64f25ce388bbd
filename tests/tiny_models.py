"""Tiny real models, where what they need is installed; a test module that imports this is left out otherwise."""

from __future__ import annotations

import os

import pytest

# Here and in the processes that tests start: several times faster for models of this size, and the same to the bit.
os.environ["OMP_NUM_THREADS"] = "1"

torch = pytest.importorskip(
    "torch", reason='models in this process: pip install torch==2.13.0 && pip install -e ".[local]"'
)
pytest.importorskip("diffusers", reason='models in this process: pip install -e ".[local]"')

torch.set_num_threads(1)

from studio.testing.picture_models import (  # noqa: E402 - only where torch is there
    clip,
    dino,
    flux2_klein,
    ip_adapter,
    stable_diffusion,
    stable_diffusion_xl,
)
from studio.testing.solid_models import shap_e, shap_e_of_pictures  # noqa: E402
from studio.testing.sound_models import ace_step, musicgen, stable_audio  # noqa: E402
from studio.testing.video_models import cogvideox, ltx, ltx2, wan_i2v, wan_ti2v  # noqa: E402
from studio.testing.voice_models import speecht5, vits  # noqa: E402

__all__ = [
    "ace_step",
    "clip",
    "cogvideox",
    "dino",
    "flux2_klein",
    "ip_adapter",
    "ltx",
    "ltx2",
    "musicgen",
    "shap_e",
    "shap_e_of_pictures",
    "speecht5",
    "stable_audio",
    "stable_diffusion",
    "stable_diffusion_xl",
    "torch",
    "vits",
    "wan_i2v",
    "wan_ti2v",
]
