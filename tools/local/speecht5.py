"""A loaded SpeechT5: one model for every voice that there is an embedding (x-vector) of.

Voices are named by files of 512 numbers (``.npy``); without any it speaks with none, and figures are told apart by
pitch. It cannot be told how fast to speak.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.errors import ToolError
from studio.tools.local.hardware import Hardware
from studio.tools.local.pitch import apart, pitched
from studio.tools.local.seeding import seeded
from studio.tools.local.spoken import Line, Spoken

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

VOCODER = "vocoder"
"""The folder of it, in a model's own."""
_LONGEST = 10.0
"""Frames of 16 ms for a letter, after which a model that does not find the end is stopped: twice a slow speaker's."""


class SpeechT5:
    """A model and its vocoder, in single precision."""

    def __init__(self, model: Any, vocoder: Any, processor: Any) -> None:
        self._model = model
        self._vocoder = vocoder
        self._processor = processor

    @classmethod
    def load(cls, folder: Path, device: Hardware, vocoder: Path) -> SpeechT5:
        """The model of ``folder`` with its tokenizer, and the ``vocoder`` of its folder."""
        import torch
        from transformers import SpeechT5ForTextToSpeech, SpeechT5HifiGan, SpeechT5Processor

        model, sounding = (
            kind.from_pretrained(place, dtype=torch.float32).to(device.device).eval()
            for kind, place in ((SpeechT5ForTextToSpeech, folder), (SpeechT5HifiGan, vocoder))
        )
        return cls(model, sounding, SpeechT5Processor.from_pretrained(folder))

    def speak(self, lines: list[Line]) -> list[Spoken]:
        """The raw speech of each line."""
        return [self._spoken(line) for line in lines]

    def _spoken(self, line: Line) -> Spoken:
        import torch

        # Whom no embedding tells from the narrator is told by pitch.
        pitch = line.pitch * (apart(line.request.speaker) if line.voice is None else 1)
        read = self._processor(text=line.request.text, return_tensors="pt").to(self._model.device)
        with torch.inference_mode(), seeded(line.request.seed):
            made = self._model.generate_speech(
                read.input_ids, self._embedding(line), vocoder=self._vocoder, maxlenratio=_LONGEST
            )
        sound: npt.NDArray[np.float32] = made.float().cpu().numpy().reshape(-1)
        name = f"{pitch:+.3f}" if line.voice is None else f"-{Path(line.voice).stem}{pitch:+.3f}"
        return Spoken(sound, pitched(self._vocoder.config.sampling_rate, pitch), name, None, line.pace / pitch)

    def _embedding(self, line: Line) -> Any:
        import numpy as np
        import torch

        wanted = self._model.config.speaker_embedding_dim
        if line.voice is None:
            return torch.zeros((1, wanted), device=self._model.device)
        try:
            numbers = np.load(Path(line.voice).expanduser(), allow_pickle=False).astype(np.float32).reshape(1, wanted)
        except (OSError, ValueError) as error:
            raise ToolError(
                f"{line.tool} has no voice {line.voice!r}: {error}.",
                next_step=f"Name an .npy file of {wanted} numbers, a speaker embedding (x-vector).",
                tool=line.tool,
            ) from None
        return torch.from_numpy(numbers).to(self._model.device)
