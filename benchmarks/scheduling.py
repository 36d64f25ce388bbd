"""How near the scenes' calls come to the best that could be: twelve scenes, tools that only wait, eight calls at once.

Rendering is left out: what counts is from the first call of a tool that makes media to the last one's answer.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from studio import Studio
from studio.production.rendition import SAMPLE_RATE
from studio.testing import BandedPictures
from studio.tools.music import MusicProduct, MusicRequest
from studio.tools.sound import SoundProduct, SoundRequest
from studio.tools.tool import Capability, Workbench
from studio.tools.voice import SpokenWord, VoiceProduct, VoiceRequest
from studio.tools.wav import MEDIA_TYPE, wav

SCENES, AT_ONCE = 12, 8
SECONDS = {Capability.IMAGE: 3.0, Capability.VOICE: 1.0, Capability.MUSIC: 2.0, Capability.SOUND: 0.0}
_SETTINGS = f"[providers.waiting]\nbase_url = 'http://127.0.0.1:9/v1'\nconcurrency = {AT_ONCE}\n"


@dataclass
class Clock:
    """When the calls began and ended."""

    spans: list[tuple[float, float]] = field(default_factory=list)
    work: float = 0.0

    @property
    def wall(self) -> float:
        """From the first call to the last answer."""
        return max(end for _, end in self.spans) - min(start for start, _ in self.spans)


@dataclass(frozen=True)
class Waiting:
    """A tool that takes its time, and next to none of the processor's."""

    capability: Capability
    clock: Clock
    version: str = "1"

    @property
    def name(self) -> str:
        """As of one provider, so that all wait in one lane."""
        return f"waiting:{self.capability}"

    async def __call__(self, request: Any, bench: Workbench) -> Any:
        """What is asked for, later."""
        start = time.perf_counter()
        await asyncio.sleep(SECONDS[self.capability])
        product = await self._made(request, bench)
        if SECONDS[self.capability]:
            self.clock.spans.append((start, time.perf_counter()))
            self.clock.work += SECONDS[self.capability]
        return product

    async def _made(self, request: Any, bench: Workbench) -> Any:
        if isinstance(request, VoiceRequest):
            return _spoken(request, bench)
        if isinstance(request, MusicRequest):
            return MusicProduct(audio=bench.add(_hum(request.samples, 2), MEDIA_TYPE), samples=request.samples)
        if isinstance(request, SoundRequest):
            return SoundProduct(audio=bench.add(_hum(request.samples, 2), MEDIA_TYPE), samples=request.samples)
        return await BandedPictures()(request, bench)


def _spoken(request: VoiceRequest, bench: Workbench) -> VoiceProduct:
    samples = SAMPLE_RATE * 2
    words, at = [], 0
    parts = request.text.split()
    for number, part in enumerate(parts):
        start = request.text.index(part, at)
        at = start + len(part)
        words.append(
            SpokenWord(
                start_char=start,
                end_char=at,
                start=samples * number // len(parts),
                end=samples * (number + 1) // len(parts),
            )
        )
    audio = bench.add(_hum(samples, 1), MEDIA_TYPE)
    return VoiceProduct(audio=audio, samples=samples, words=tuple(words), voice="waiting")


def _hum(samples: int, channels: int) -> bytes:
    return wav(np.full((samples, channels), 4096, "<i2"))


def main() -> None:
    """Print the time, the bound and their ratio."""
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "studio.toml").write_text(_SETTINGS, encoding="utf-8")
        tools: dict[str, Any] = {one.value: Waiting(one, clock) for one in SECONDS}
        with Studio(folder, **tools) as studio:
            film = studio.create(
                "A lighthouse keeper befriends a storm", quality="draft", length=3.5 * SCENES, scenes=SCENES
            )
            pictures = len(film.production.pictures)
    longest = max(SECONDS[Capability.IMAGE], SECONDS[Capability.VOICE] + SECONDS[Capability.MUSIC])
    bound = max(longest, clock.work / AT_ONCE)
    print(
        f"{len(film.scenes)} scenes, {pictures} pictures, {clock.work:.0f} s of work in {clock.wall:.2f} s; "
        f"at best {bound:.2f} s: {clock.wall / bound:.2f}"
    )


if __name__ == "__main__":
    main()
