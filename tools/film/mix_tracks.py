"""The film's sound before its level is set: placed sounds added up block by block, all but the voice ducked under it.

Reads the WAV files as it goes; knows nothing of loudness or encoding.
"""

from __future__ import annotations

import contextlib
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from studio.errors import ToolError
from studio.tools.film.loudness import magnitude
from studio.tools.film.requests import MixRequest, PlacedSound
from studio.tools.tool import Workbench
from studio.tools.wav import RATE, Sound

BLOCK = RATE
"""Samples in a block: one second."""
EDGE = 240
"""Every placed sound fades over at least 5 ms at each edge, so that no cut clicks."""

_HOP = 480
_GATE = 10 ** (-42 / 20)
"""A hop of 10 ms whose voice is above this is speech."""


@dataclass(frozen=True)
class Ducking:
    """How many dB music and sounds make way for the voice, from ``ahead`` samples before it until ``hold`` after it.

    ``hold`` bridges the pause between two sentences, in which they would otherwise swell. ``attack`` and ``release``
    are time constants in seconds.
    """

    music: float = 10.0
    sounds: float = 7.0
    ahead: int = 9_600
    hold: int = 28_800
    attack: float = 0.08
    release: float = 0.4


class PlacedFile:
    """A placed sound and its WAV file, read a window at a time."""

    def __init__(self, placed: PlacedSound, path: Path) -> None:
        self._placed = placed
        self._path = path
        with self._open() as file:
            if file.getframerate() != RATE or file.getsampwidth() != 2 or file.getnchannels() not in (1, 2):
                raise ToolError(
                    f"Sound {placed.audio.hash[:12]!r} has {file.getnchannels()} channel(s) of "
                    f"{8 * file.getsampwidth()} bit at {file.getframerate()} Hz; the mixer takes 1 or 2 of 16 bit "
                    f"at {RATE} Hz.",
                    next_step="Convert it first.",
                )
            self._length = min(placed.samples, file.getnframes())

    def add_to(self, mix: Sound, first: int) -> None:
        """Add what sounds in the film's samples ``first`` .. ``first + len(mix)`` to ``mix``."""
        start = max(first, self._placed.start)
        end = min(first + len(mix), self._placed.start + self._length)
        if start >= end:
            return
        offset = start - self._placed.start
        with self._open() as file:
            channels = file.getnchannels()
            file.setpos(offset)
            content = file.readframes(end - start)
        sound = np.frombuffer(content, "<i2").reshape(-1, channels).astype(np.float32) / np.float32(32768)
        mix[start - first : start - first + len(sound)] += sound * self._gain(offset, len(sound))[:, None]

    def _gain(self, offset: int, samples: int) -> npt.NDArray[np.float32]:
        """The gain from ``offset`` samples after the sound's start; the fades are quarter sines, so that two sounds
        that cross keep their power."""
        half = max(1, self._length // 2)
        fade_in = min(max(self._placed.fade_in, EDGE), half)
        fade_out = min(max(self._placed.fade_out, EDGE), half)
        gain = np.full(samples, 10 ** (self._placed.gain / 20), np.float32)
        rising = max(0, min(samples, fade_in - offset))
        gain[:rising] *= np.sin((np.arange(offset, offset + rising, dtype=np.float32) + 0.5) * (np.pi / 2 / fade_in))
        falling = max(0, min(samples, offset + samples - (self._length - fade_out)))
        left = self._length - offset - samples
        gain[samples - falling :] *= np.sin(
            (np.arange(left + falling, left, -1, dtype=np.float32) - 0.5) * (np.pi / 2 / fade_out)
        )
        return gain

    @contextlib.contextmanager
    def _open(self) -> Iterator[wave.Wave_read]:
        try:
            with wave.open(str(self._path), "rb") as file:
                yield file
        except (wave.Error, EOFError) as error:
            raise ToolError(
                f"Sound {self._placed.audio.hash[:12]!r} is not a PCM WAV file: {error}.", next_step="Make it again."
            ) from error


class Tracks:
    """All placed sounds of a mix. ``blocks`` may be walked any number of times and gives the same each time."""

    def __init__(self, request: MixRequest, bench: Workbench, ducking: Ducking) -> None:
        self._samples = request.samples
        self._ducking = ducking
        self._voice = _opened(request.voice, bench)
        self._music = _opened(request.music, bench)
        self._sounds = _opened(request.sounds, bench)

    def blocks(self) -> Iterator[Sound]:
        """The whole mix in order: n x 2 float32, one second a block, the last as short as it must be."""
        duck = _Duck(self._ducking)
        for first in range(0, self._samples, BLOCK):
            length = min(BLOCK, self._samples - first)
            ahead = self._sum(self._voice, first, BLOCK + self._ducking.ahead)
            mix, around = self._sum(self._music, first, length), self._sum(self._sounds, first, length)
            if self._voice:
                down = duck.depth(ahead)[:length, None]
                mix *= 10 ** (down * np.float32(-self._ducking.music / 20))
                around *= 10 ** (down * np.float32(-self._ducking.sounds / 20))
            mix += around
            mix += ahead[:length]
            yield mix

    @staticmethod
    def _sum(files: Sequence[PlacedFile], first: int, samples: int) -> Sound:
        mix: Sound = np.zeros((samples, 2), np.float32)
        for file in files:
            file.add_to(mix, first)
        return mix


class _Duck:
    """How far down all but the voice is, from its level in hops of 10 ms; remembers that from block to block."""

    def __init__(self, ducking: Ducking) -> None:
        self._ducking = ducking
        self._hold = 0
        self._depth = 0.0

    def depth(self, voice: Sound) -> npt.NDArray[np.float32]:
        """0 (not at all) .. 1 (wholly) for one block, given the voice in it and for ``ahead`` samples after it."""
        levels = np.sqrt(np.square(magnitude(voice)).reshape(-1, _HOP).mean(axis=1))
        ahead = self._ducking.ahead // _HOP
        speech = np.lib.stride_tricks.sliding_window_view(levels, ahead + 1).max(axis=1) > _GATE
        rise = np.exp(-_HOP / RATE / self._ducking.attack)
        fall = np.exp(-_HOP / RATE / self._ducking.release)
        curve = [self._depth]
        for speaks in speech[: BLOCK // _HOP].tolist():
            self._hold = self._ducking.hold // _HOP if speaks else max(0, self._hold - 1)
            target, keep = (1.0, rise) if self._hold else (0.0, fall)
            self._depth = target + (self._depth - target) * keep
            curve.append(self._depth)
        return np.interp(np.arange(BLOCK) / _HOP, np.arange(len(curve)), curve).astype(np.float32)


def _opened(sounds: Sequence[PlacedSound], bench: Workbench) -> tuple[PlacedFile, ...]:
    return tuple(PlacedFile(placed, bench.path(placed.audio)) for placed in sounds)
