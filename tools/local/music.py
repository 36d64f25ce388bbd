"""Music by MusicGen of transformers in this process, at the exact length of its scene.

The model hears half a minute at most: longer cues go on from their own last seconds. The film's motif is not its: what
the cues have in common is what they are asked for.
"""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.production.canonical import content_hash
from studio.tools.cues import cue_of
from studio.tools.local.hardware import Hardware
from studio.tools.local.model import LocalModel
from studio.tools.local.seeding import seeded
from studio.tools.local.weights import variant
from studio.tools.music import MusicProduct, MusicRequest
from studio.tools.prompting import music_prompt
from studio.tools.tool import Capability, Workbench
from studio.tools.wav import RATE

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from studio.tools.recordings import Sound

_WINDOW, _OVERLAP = 30.0, 10.0
"""Seconds that the model makes at once, and of them those that it is given when it goes on."""
_LEAST = 1.0
_GUIDANCE = 3.0
TOKENS_A_SECOND = 50
OPERATIONS_A_TOKEN = 12
"""For each weight and token: what is slow is not computing with the weights but reading them."""


@dataclass(frozen=True)
class Cue:
    """One piece of music: what it is asked for with, and at least how long it is."""

    words: str
    seconds: float
    seed: int


@dataclass(frozen=True)
class TransformersMusic(LocalModel):
    """The music model ``model``."""

    capability: Capability = Capability.MUSIC

    async def __call__(self, request: MusicRequest, bench: Workbench) -> MusicProduct:
        """The cue. Raises ``MalformedProduct`` where the model plays nothing."""
        await self.awake()
        words = music_prompt(request)
        seed = int(content_hash([request.seed, request.theme_seed, words])[:15], 16)
        cue = Cue(words, max(_LEAST, request.samples / RATE), seed)
        sound, rate = await self.made(self.weights(), Player.load, Player.play, cue)
        return await asyncio.to_thread(_product, sound.T, rate, request, self.name, bench)

    def operations(self, request: MusicRequest) -> float:
        """By the length of the cue."""
        weights = self.weights_of(self.weights())
        return OPERATIONS_A_TOKEN * weights * TOKENS_A_SECOND * request.samples / RATE


class Player:
    """A loaded music model."""

    def __init__(self, model: Any, processor: Any) -> None:
        self._model = model
        self._processor = processor
        self._rate = int(model.config.audio_encoder.sampling_rate)

    @classmethod
    def load(cls, folder: Path, device: Hardware) -> Player:
        """The model and the processor of ``folder``."""
        from transformers import AutoProcessor, MusicgenForConditionalGeneration

        half = device.bytes_a_weight < 4
        model = MusicgenForConditionalGeneration.from_pretrained(
            folder, dtype=device.dtype, variant=variant(folder, half=half)
        )
        return cls(model.to(device.device).eval(), AutoProcessor.from_pretrained(folder))

    def play(self, cues: list[Cue]) -> list[tuple[npt.NDArray[np.float32], int]]:
        """Each cue at least as long as asked, as channels x samples, and its rate. All chance of one cue is its own."""
        import torch

        played = []
        for cue in cues:
            with torch.inference_mode(), seeded(cue.seed):
                played.append((self._played(cue), self._rate))
        return played

    def _played(self, cue: Cue) -> npt.NDArray[np.float32]:
        import numpy as np

        sound = self._window(cue.words, min(cue.seconds, _WINDOW), None)
        wanted = math.ceil(cue.seconds * self._rate)
        while sound.shape[1] < wanted:
            last = sound[:, -round(_OVERLAP * self._rate) :]
            more = min((wanted - sound.shape[1]) / self._rate, _WINDOW - _OVERLAP)
            further = self._window(cue.words, more, last)[:, last.shape[1] :]
            if not further.shape[1]:
                break
            sound = np.concatenate([sound, further], axis=1)
        return sound

    def _window(self, words: str, seconds: float, before: Any) -> npt.NDArray[np.float32]:
        """``seconds`` of music after ``before`` (channels x samples), which is at its beginning."""
        given: dict[str, Any] = {}
        if before is not None:
            given = {"audio": before.T.squeeze() if before.shape[0] == 1 else before, "sampling_rate": self._rate}
        inputs = self._processor(text=[words], padding=True, return_tensors="pt", **given).to(self._model.device)
        if "input_values" in inputs:
            inputs["input_values"] = inputs["input_values"].to(self._model.dtype)
        encoder, decoder = self._model.config.audio_encoder, self._model.config.decoder
        # The codebooks begin one after another.
        tokens = math.ceil(seconds * encoder.frame_rate) + decoder.num_codebooks
        made = self._model.generate(**inputs, do_sample=True, guidance_scale=_GUIDANCE, max_new_tokens=tokens)
        sound: npt.NDArray[np.float32] = made[0].float().cpu().numpy()
        return sound


def _product(sound: Sound, rate: int, request: MusicRequest, tool: str, bench: Workbench) -> MusicProduct:
    from studio.tools.recordings import resampled, stereo

    return cue_of(stereo(resampled(sound, rate)), request, tool=tool, bench=bench)
