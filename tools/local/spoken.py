"""A line for a loaded voice, and what it makes of it. Knows nothing of models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.production.rendition import SAMPLE_RATE
from studio.tools.takes import Times
from studio.tools.voice import VoiceRequest

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True)
class Line:
    """What is spoken: ``pitch`` and ``pace`` multiply the voice's own; ``voice`` is its number, where one is named."""

    request: VoiceRequest
    pitch: float
    pace: float
    voice: str | None
    tool: str


@dataclass(frozen=True)
class Spoken:
    """1-D ``sound`` of ``rate`` Hz, and when it says letters. ``voice`` tells it from the others of its model.

    ``letters`` are (start, end) in samples by the place in the text; None where the model reads no letters.
    ``pace`` is how many times faster it is to be, of a model that cannot be told.
    """

    sound: npt.NDArray[np.float32]
    rate: int
    voice: str
    letters: dict[int, tuple[int, int]] | None
    pace: float = 1.0

    def times(self, spans: list[tuple[int, int]]) -> Times | None:
        """When words are heard, at 48 kHz. One of which no letter is read takes no time."""
        if self.letters is None:
            return None
        scale = SAMPLE_RATE / self.rate
        times, latest = [], 0
        for first, last in spans:
            heard = [self.letters[place] for place in range(first, last) if place in self.letters]
            start, latest = (heard[0][0], heard[-1][1]) if heard else (latest, latest)
            times.append((round(start * scale), round(latest * scale)))
        return times
