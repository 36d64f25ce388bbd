"""A loaded pipeline of diffusers that makes sound, asked as its family is. Knows nothing of requests or films."""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.tools.local.hardware import Hardware
from studio.tools.local.placing import place
from studio.tools.local.seeding import generator
from studio.tools.local.sound_families import SoundFamily
from studio.tools.local.weights import variant

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_WITH_A_RATE = ("vocoder", "vae")
"""Parts whose configuration may tell the rate, the first that does."""


@dataclass(frozen=True)
class Piece:
    """One sound to be made, of ``seconds``; ``told`` are further arguments."""

    words: str
    seconds: float
    seed: int
    told: Mapping[str, Any] = field(default_factory=dict)


class PiecePlayer:
    """A pipeline on its device."""

    def __init__(self, pipeline: Any, family: SoundFamily) -> None:
        self._pipeline = pipeline
        self._family = family
        self._takes = frozenset(signature(pipeline.__call__).parameters)
        configs: list[Any] = [getattr(getattr(pipeline, part, None), "config", None) for part in _WITH_A_RATE]
        self._rate = next(int(one.sampling_rate) for one in configs if hasattr(one, "sampling_rate"))
        self._most = math.inf
        if family.whole:
            # Smaller models of a family have a smaller window.
            self._most = pipeline.transformer.config.sample_size * pipeline.vae.hop_length / self._rate

    @classmethod
    def load(cls, folder: Path, device: Hardware, family: SoundFamily) -> PiecePlayer:
        """The pipeline of ``folder``. What is too large for the device as a whole is moved there part by part."""
        from diffusers import DiffusionPipeline

        half = device.bytes_a_weight < 4
        with warnings.catch_warnings():
            # How diffusers builds its autoencoder of sound is torch's affair and its own.
            warnings.simplefilter("ignore", FutureWarning)
            pipeline = DiffusionPipeline.from_pretrained(
                str(folder), dtype=device.dtype, variant=variant(folder, half=half)
            )
        place(pipeline, folder, device)
        pipeline.set_progress_bar_config(disable=True)
        return cls(pipeline, family)

    def play(self, pieces: list[Piece]) -> list[tuple[npt.NDArray[np.float32], int]]:
        """Each piece as samples x channels, and its rate. All chance of one piece is its own."""
        return [(self._played(piece), self._rate) for piece in pieces]

    def _played(self, piece: Piece) -> npt.NDArray[np.float32]:
        import numpy as np

        family = self._family
        asked: dict[str, Any] = {
            "prompt": piece.words,
            family.length: min(piece.seconds, self._most),
            "num_inference_steps": family.steps,
            "generator": generator(piece.seed),
            **family.says,
            **piece.told,
        }
        if family.guidance is not None:
            asked["guidance_scale"] = family.guidance
        if family.avoided and "negative_prompt" in self._takes:
            asked["negative_prompt"] = family.avoided
        with warnings.catch_warnings():
            # torchsde, of the last digit of a step's time.
            warnings.filterwarnings("ignore", "Should have t", UserWarning)
            made = self._pipeline(**asked).audios[0]
        sound = np.asarray(made if isinstance(made, np.ndarray) else made.float().cpu(), np.float32)
        return np.atleast_2d(sound).T
