"""ElevenLabs' format as a server speaks it: answers, errors, and a server that really speaks, plays and rustles."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import av
import numpy as np
import pytest

from studio.production.treatment import VoiceDirection
from studio.production.vocabulary import Gender
from studio.testing import FolderBench
from studio.testing.hearing import read_wav
from studio.testing.wire import Answer, Received, Sent, WireServer, as_json
from studio.tools.offline.speech.espeak import Espeak
from studio.tools.voice import VoiceRequest

KEY = "xi-test-0123456789abcdefghijklmnopqrstuvwxyz"
VOICES = [
    {"voice_id": "v-anna", "name": "Anna", "labels": {"gender": "female", "age": "young", "language": "en"}},
    {"voice_id": "v-berta", "name": "Berta", "labels": {"gender": "female", "age": "old", "language": "en"}},
    {"voice_id": "v-carl", "name": "Carl", "labels": {"gender": "male", "age": "middle_aged", "language": "en"}},
    {"voice_id": "v-dieter", "name": "Dieter", "labels": {"gender": "male", "age": "middle_aged", "language": "de"}},
    {
        "voice_id": "v-dear",
        "name": "Dear",
        "labels": {"gender": "neutral", "age": "middle_aged", "language": "en"},
        "sharing": {"rate": 2.5},
    },
]
UNLISTED = [{"voice_id": f"v-{number}", "name": f"Voice {number}"} for number in (1, 2, 3)] + [
    {"voice_id": "v-star", "name": "Star", "sharing": {"rate": 3}}
]
"""What anybody may use and the account does not list."""
MODELS = [
    {"model_id": "eleven_v3", "languages": [{"language_id": one, "name": one} for one in ("en", "de", "no")]},
    {
        "model_id": "eleven_multilingual_v2",
        "languages": [{"language_id": "en", "name": "English"}],
        "can_use_style": True,
        "can_use_speaker_boost": True,
    },
]


def mp3(sound: Any, rate: int = 44_100) -> bytes:
    """``sound`` (samples x channels, -1..1) as an MP3 file."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp3") as container:
        stream = container.add_stream("mp3", rate=rate, layout="mono" if sound.shape[1] == 1 else "stereo")
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(sound.T, np.float32), format="fltp", layout=stream.layout.name
        )
        frame.sample_rate = rate
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return buffer.getvalue()


def spoken(text: str, speed: float = 1.0, *, aligned: bool = True) -> dict[str, Any]:
    """What the speech endpoint answers: the offline voice's take of ``text``, with the times of its characters."""
    plain = re.sub(r"^\[\w+\] ", "", text)
    request = VoiceRequest(
        text=plain, language="en", speaker="x", direction=VoiceDirection(gender=Gender.FEMININE), pace=speed
    )
    with tempfile.TemporaryDirectory() as folder:
        bench = FolderBench(Path(folder))
        product = asyncio.run(Espeak()(request, bench))
        sound = read_wav(bench, product.audio, channels=1)
    starts, ends = np.zeros(len(text)), np.zeros(len(text))
    offset, before = len(text) - len(plain), 0.0
    for word in product.words:
        first, last = word.start_char + offset, word.end_char + offset
        edges = np.linspace(word.start, word.end, last - first + 1) / 48_000
        starts[first:last], ends[first:last] = edges[:-1], edges[1:]
    for place in range(len(text)):
        before = starts[place] = max(before, starts[place])
        ends[place] = max(before, ends[place])
    alignment = {
        "characters": list(text),
        "character_start_times_seconds": starts.tolist(),
        "character_end_times_seconds": ends.tolist(),
    }
    return {
        "audio_base64": base64.b64encode(mp3(sound, 48_000)).decode(),
        "alignment": alignment if aligned else None,
        "normalized_alignment": None,
    }


def tones(seconds: float, channels: int = 2, seed: int = 1) -> Any:
    """A quiet chord with a little noise, at 44.1 kHz."""
    time = np.arange(round(seconds * 44_100)) / 44_100
    chord = sum(np.sin(2 * np.pi * pitch * time) for pitch in (220.0, 277.2, 329.6))
    noise = np.random.default_rng(seed).normal(0, 0.1, (len(time), channels))
    return 0.1 * (np.asarray(chord)[:, None] + noise)


def sounded(sound: Any, **headers: str) -> Sent:
    """An answer of the music and sound endpoints."""
    return Sent(mp3(sound), media_type="audio/mpeg", headers=headers)


def failed(status: int, code: str = "", message: str = "No.", **headers: str) -> Sent:
    """An error as the service words it."""
    return as_json({"detail": {"status": code, "message": message}}, status, **headers)


def usual(received: Received) -> Sent:
    """The usual answer to ``received``, whatever its endpoint."""
    path = urlsplit(received.path).path
    if path == "/v2/voices":
        return as_json({"voices": VOICES, "has_more": False, "total_count": len(VOICES), "next_page_token": None})
    if path.startswith("/v1/voices/") and is_list(received):
        found = [one for one in (*VOICES, *UNLISTED) if one["voice_id"] == path.rpartition("/")[2]]
        return as_json(found[0]) if found else failed(404, "voice_not_found", "A voice with that id was not found.")
    if path == "/v1/models":
        return as_json(MODELS)
    if path.endswith("/with-timestamps"):
        asked = received.json
        sent = spoken(asked["text"], asked["voice_settings"]["speed"])
        return as_json(sent, character_cost=str(len(asked["text"])))
    if path == "/v1/music":
        return sounded(tones(received.json["music_length_ms"] / 1000))
    if path == "/v1/sound-generation":
        return sounded(tones(received.json["duration_seconds"]))
    return failed(404, message=f"There is no {path}.")


def is_list(received: Received) -> bool:
    """Whether a request only asks what there is, which costs nothing."""
    return received.method == "GET"


@contextmanager
def elevenlabs_server(patch: pytest.MonkeyPatch, answer: Answer = usual) -> Iterator[WireServer]:
    """A server in ElevenLabs' place, with a key in the environment."""
    with WireServer(answer) as server:
        patch.setenv("ELEVENLABS_API_KEY", KEY)
        patch.setenv("ELEVENLABS_BASE_URL", server.url)
        yield server


def body_of(sent: Sent) -> Any:
    """What an answer says."""
    return json.loads(sent.body)
