"""The whole film's sound: mixed in streamed passes, brought to its loudness by measured gain, encoded once.

Memory does not grow with the film. Knows nothing of pictures, scenes or why a sound is where it is.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from studio.tools.film.loudness import LoudnessMeter
from studio.tools.film.mix_encoding import MEDIA_TYPE, SoundSettings, decode_sound, encode_aac
from studio.tools.film.mix_limiter import limited
from studio.tools.film.mix_tracks import Ducking, Tracks
from studio.tools.film.requests import MixProduct, MixRequest
from studio.tools.tool import Capability, Workbench

_HEADROOM = 0.5
"""Encoding moves peaks: the limiter first aims this many dB below the ceiling."""
_CLOSE = 0.4
"""LU from the target that need no further attempt."""
_ATTEMPTS = 4
_MOST_LIMITING = 9.0
"""dB by which the mix as a whole may be pushed into the limiter; beyond, it would be heard to pump."""


@dataclass(frozen=True)
class _Attempt:
    path: Path
    gain: float
    ceiling: float
    loudness: float | None
    true_peak: float | None


@dataclass(frozen=True)
class Mixer:
    """Mixes and encodes the sound of a film."""

    name: str = "film:mix"
    version: str = "2"
    capability: Capability = Capability.FILM
    ducking: Ducking = field(default_factory=Ducking)
    settings: SoundSettings = field(default_factory=SoundSettings)

    async def __call__(self, request: MixRequest, bench: Workbench) -> MixProduct:
        """The mix of exactly ``request.samples``; raises ``ToolError`` for a sound that is not 48 kHz 16-bit WAV."""
        return await asyncio.to_thread(self._mix, request, bench)

    def _mix(self, request: MixRequest, bench: Workbench) -> MixProduct:
        tracks = Tracks(request, bench, self.ducking)
        meter = LoudnessMeter()
        for block in tracks.blocks():
            meter.add(block)
        best = self._best_attempt(request, tracks, meter, bench)
        return MixProduct(
            audio=bench.add(best.path, MEDIA_TYPE),
            samples=request.samples,
            loudness=best.loudness,
            true_peak=best.true_peak,
        )

    def _best_attempt(self, request: MixRequest, tracks: Tracks, meter: LoudnessMeter, bench: Workbench) -> _Attempt:
        """Encode until the decoded sound is close to the target and under the ceiling, at most ``_ATTEMPTS`` times."""
        ceiling = request.true_peak_ceiling - _HEADROOM
        most = 0.0 if meter.true_peak is None else ceiling - meter.true_peak + _MOST_LIMITING
        gain = 0.0 if meter.integrated is None else min(request.target_lufs - meter.integrated, most)
        attempts: list[_Attempt] = []
        while len(attempts) < _ATTEMPTS:
            attempt = self._attempt(tracks, gain, ceiling, bench.scratch / f"mix-{len(attempts)}.mp4")
            attempts.append(attempt)
            over = 0.0 if attempt.true_peak is None else attempt.true_peak - request.true_peak_ceiling
            short = 0.0 if attempt.loudness is None else request.target_lufs - attempt.loudness
            wanted = min(gain + short, most)
            if over <= 0 and (abs(short) <= _CLOSE or abs(wanted - gain) < _CLOSE / 2):
                break
            gain = wanted
            ceiling -= max(0.0, over + 0.1) if over > 0 else 0.0
        return min(attempts, key=lambda attempt: _distance(attempt, request))

    def _attempt(self, tracks: Tracks, gain: float, ceiling: float, path: Path) -> _Attempt:
        encode_aac(limited(tracks.blocks(), gain, ceiling), path, self.settings)
        meter = LoudnessMeter()
        for block in decode_sound(path):
            meter.add(block)
        return _Attempt(path, gain, ceiling, meter.integrated, meter.true_peak)


def _distance(attempt: _Attempt, request: MixRequest) -> float:
    """How far an attempt is from what was asked; a peak over the ceiling weighs more than any loudness."""
    over = 0.0 if attempt.true_peak is None else max(0.0, attempt.true_peak - request.true_peak_ceiling)
    off = 0.0 if attempt.loudness is None else abs(request.target_lufs - attempt.loudness)
    return off + 100 * over
