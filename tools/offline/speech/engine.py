"""Runs the worker process and reads what it spoke. Knows nothing of films, words or casting."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.errors import MissingExtra, ToolError

_WORKER = "studio.tools.offline.speech.worker"
_SECONDS_AT_LEAST = 60
_CHARACTERS_A_SECOND = 200
"""Far below what the slowest machine reaches; only a hung process meets this limit."""

WORD_MARK = 1


@dataclass(frozen=True)
class EngineVoice:
    """Settings of the engine: voice and variant by name, words a minute (80..450), pitch and range (0..99)."""

    name: str
    rate: int
    pitch: int
    range: int


@dataclass(frozen=True)
class Mark:
    """Something that happens at a sample: a word begins at a character of the text, or a clause has ended there."""

    kind: int
    character: int
    sample: int


@dataclass(frozen=True)
class Speech:
    """Raw speech: 1-D int16 at ``sample_rate``, and its marks in the order in which they were spoken."""

    pcm: npt.NDArray[np.int16]
    sample_rate: int
    marks: tuple[Mark, ...]


def speak(text: str, voice: EngineVoice, tool: str) -> Speech:
    """Speak ``text`` in a fresh process, which makes the bytes repeatable.

    Raises ``ToolError`` (naming ``tool``) where the process fails, ``MissingExtra`` where the library is not installed.
    """
    request = {"text": text, "voice": voice.name, "rate": voice.rate, "pitch": voice.pitch, "range": voice.range}
    return _read(_answered(request, len(text), tool))


def phonemes(texts: list[str], voice: str, tool: str) -> list[str]:
    """How the engine's ``voice`` would say each of ``texts``, in IPA: words apart by spaces, clauses by line ends.

    Raises as ``speak`` does.
    """
    output = _answered({"texts": texts, "voice": voice}, sum(map(len, texts)), tool)
    (length,) = struct.unpack_from("<I", output)
    found: list[str] = json.loads(output[4 : 4 + length])["phonemes"]
    return found


def _answered(request: dict[str, object], characters: int, tool: str) -> bytes:
    """What the worker says to ``request``."""
    limit = _SECONDS_AT_LEAST + characters / _CHARACTERS_A_SECOND
    try:
        # -P: a file of the person's, in the folder they are in, is never imported by mistake.
        done = subprocess.run(  # noqa: S603  our own module, no shell
            [sys.executable, "-P", "-m", _WORKER],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=limit,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ToolError(f"The voice did not finish within {limit:.0f} s.", tool=tool, retryable=True) from error
    except OSError as error:
        raise ToolError(f"The voice's process could not be started: {error}.", tool=tool, retryable=True) from error
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        reason = said[-1] if said else f"exit status {done.returncode}"
        if "espeakng_loader" in reason:
            raise MissingExtra(
                "The package espeakng-loader is not installed.", next_step="pip install espeakng-loader", tool=tool
            )
        raise ToolError(f"The voice's process failed: {reason}.", tool=tool)
    return done.stdout


def _read(output: bytes) -> Speech:
    (length,) = struct.unpack_from("<I", output)
    header = json.loads(output[4 : 4 + length])
    return Speech(
        pcm=np.frombuffer(output[4 + length :], "<i2").astype(np.int16, copy=False),
        sample_rate=header["sample_rate"],
        marks=tuple(Mark(*mark) for mark in header["marks"]),
    )
