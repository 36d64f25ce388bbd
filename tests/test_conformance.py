"""The offline tools keep to what every tool of their capability keeps to, and the suites notice what does not."""

from __future__ import annotations

import asyncio
import hashlib
import json
import math
import re
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest
from conftest import NetworkOff

from studio import testing
from studio.testing import (
    BandedPictures,
    EmbeddingConformance,
    ImageConformance,
    LanguageConformance,
    Model3dConformance,
    MusicConformance,
    SoundConformance,
    VideoConformance,
    VoiceConformance,
)
from studio.tools.capabilities import CONTRACTS
from studio.tools.embedding import EmbeddingProduct, EmbeddingRequest
from studio.tools.model3d import MEDIA_TYPE, Model3dProduct, Model3dRequest
from studio.tools.offline.composer.composer import Composer
from studio.tools.offline.illustrator.storybook import Storybook
from studio.tools.offline.rules.rules import Rules
from studio.tools.offline.soundscape.soundscape import Soundscape
from studio.tools.offline.speech.espeak import Espeak
from studio.tools.tool import CHOSEN, Capability, Workbench
from studio.tools.video import VideoProduct, VideoRequest
from studio.tools.voice import VoiceProduct, VoiceRequest


class TestRules(LanguageConformance):
    tool = Rules()


class TestStorybook(ImageConformance):
    tool = Storybook()


class TestBandedPictures(ImageConformance):
    tool = BandedPictures()


class TestEspeak(VoiceConformance):
    tool = Espeak()


class TestComposer(MusicConformance):
    tool = Composer()


class TestSoundscape(SoundConformance):
    tool = Soundscape()


# No offline tool has the other capabilities: small ones show that their suites can be passed.


@dataclass(frozen=True)
class Flipbook:
    """Frames of one colour that gets lighter."""

    name: str = "testing:flipbook"
    version: str = "1"
    capability: Capability = Capability.VIDEO

    async def __call__(self, request: VideoRequest, bench: Workbench) -> VideoProduct:
        return await asyncio.to_thread(self._make, request, bench)

    def _make(self, request: VideoRequest, bench: Workbench) -> VideoProduct:
        import av
        import numpy as np

        path = bench.scratch / "video.mp4"
        with av.open(str(path), "w") as container:
            stream = container.add_stream("mpeg4", rate=request.rate_numerator, options={"threads": "1"})
            stream.width, stream.height, stream.pix_fmt = request.width, request.height, "yuv420p"
            for number in range(request.frames):
                shade = np.full((request.height, request.width, 3), 60 + number, np.uint8)
                container.mux(stream.encode(av.VideoFrame.from_ndarray(shade, "rgb24")))
            container.mux(stream.encode())
        return VideoProduct(video=bench.add(path, "video/mp4"), frames=request.frames)


class TestFlipbook(VideoConformance):
    tool = Flipbook()


@dataclass(frozen=True)
class Triangle:
    """A mesh of one triangle."""

    name: str = "testing:triangle"
    version: str = "1"
    capability: Capability = Capability.MODEL3D

    async def __call__(self, request: Model3dRequest, bench: Workbench) -> Model3dProduct:
        await asyncio.sleep(0)
        corners = struct.pack("<9f", 0, 0, 0, 1, 0, 0, 0, 1, 0)
        document = {
            "asset": {"version": "2.0"},
            "buffers": [{"byteLength": len(corners)}],
            "bufferViews": [{"buffer": 0, "byteLength": len(corners)}],
            "accessors": [
                {"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3", "min": [0, 0, 0], "max": [1, 1, 0]}
            ],
            "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
        }
        text = json.dumps(document).encode()
        text += b" " * (-len(text) % 4)
        chunks = struct.pack("<I4s", len(text), b"JSON") + text + struct.pack("<I4s", len(corners), b"BIN\0") + corners
        glb = struct.pack("<4sII", b"glTF", 2, 12 + len(chunks)) + chunks
        return Model3dProduct(model=bench.add(glb, MEDIA_TYPE))


class TestTriangle(Model3dConformance):
    tool = Triangle()


@dataclass(frozen=True)
class Letters:
    """Texts as counts of their letter triples: alike when they are spelled alike."""

    name: str = "testing:letters"
    version: str = "1"
    capability: Capability = Capability.EMBEDDING

    async def __call__(self, request: EmbeddingRequest, bench: Workbench) -> EmbeddingProduct:
        await asyncio.sleep(0)
        return EmbeddingProduct(vectors=tuple(self._vector(str(item)) for item in request.items))

    def _vector(self, text: str) -> tuple[float, ...]:
        counts = [0.0] * 64
        for first in range(len(text) - 2):
            counts[hashlib.sha256(text[first : first + 3].encode()).digest()[0] % 64] += 1
        return tuple(count / math.hypot(*counts) for count in counts)


class TestLetters(EmbeddingConformance):
    tool = Letters()


@pytest.mark.parametrize("name", testing.__all__)
def test_every_name_for_people_who_write_tools_is_there_and_used(name: str) -> None:
    assert getattr(testing, name).__name__ == name
    root = Path(__file__).parent.parent
    pages = [*root.glob("tests/*.py"), *root.glob("docs/*.md"), *root.glob("benchmarks/*.py")]
    assert any(re.search(rf"\b{name}\b", page.read_text(encoding="utf-8")) for page in pages)


def test_there_is_a_suite_and_a_contract_for_each_of_the_eight_capabilities() -> None:
    suites = (
        LanguageConformance,
        ImageConformance,
        VoiceConformance,
        MusicConformance,
        SoundConformance,
        VideoConformance,
        Model3dConformance,
        EmbeddingConformance,
    )
    assert {suite.capability for suite in suites} == set(CONTRACTS) == set(CHOSEN)


# Tools with one fault each: a suite that passes everything would be worth nothing.


@dataclass(frozen=True)
class Hurried:
    """Espeak with something done to its product."""

    change: Callable[[VoiceProduct], VoiceProduct]
    name: str = "testing:hurried"
    version: str = "1"
    capability: Capability = Capability.VOICE

    async def __call__(self, request: VoiceRequest, bench: Workbench) -> VoiceProduct:
        return self.change(await Espeak()(request, bench))


@pytest.mark.parametrize(
    ("change", "test"),
    [
        ({"words": ()}, "test_every_word_has_a_time"),
        ({"samples": 7}, "test_the_take_is_as_long_as_it_says_and_has_no_silent_edges"),
        ({"voice": ""}, "test_a_speaker_keeps_the_voice"),
    ],
)
def test_a_voice_with_a_fault_does_not_pass(change: dict[str, Any], test: str, tmp_path: Path) -> None:
    suite = VoiceConformance()
    suite.tool = Hurried(lambda product: product.model_copy(update=change))
    with pytest.raises(AssertionError):
        getattr(suite, test)(tmp_path)


@dataclass
class Fickle:
    """Another vector at every call, and the event loop never free."""

    name: str = "Fickle Tool"
    version: str = "1"
    capability: Capability = Capability.EMBEDDING
    calls: ClassVar[list[int]] = []

    async def __call__(self, request: EmbeddingRequest, bench: Workbench) -> EmbeddingProduct:
        self.calls.append(1)
        return EmbeddingProduct(vectors=tuple((float(len(self.calls)), 0.0) for _ in request.items))


@pytest.mark.parametrize(
    ("test", "needs_folder"),
    [
        ("test_it_says_what_it_is", False),
        ("test_the_event_loop_stays_free", True),
        ("test_calls_do_not_disturb_one_another", True),
        ("test_there_is_one_unit_vector_for_each_item", True),
        ("test_what_is_alike_is_near", True),
    ],
)
def test_a_fickle_tool_does_not_pass(test: str, needs_folder: bool, tmp_path: Path) -> None:
    suite = EmbeddingConformance()
    suite.tool = Fickle()
    with pytest.raises(AssertionError):
        getattr(suite, test)(*([tmp_path] if needs_folder else []))


@dataclass(frozen=True)
class Blocking:
    """Gives others one turn, and then none while it works."""

    name: str = "testing:blocking"
    version: str = "1"
    capability: Capability = Capability.EMBEDDING

    async def __call__(self, request: EmbeddingRequest, bench: Workbench) -> EmbeddingProduct:
        await asyncio.sleep(0)
        time.sleep(0.4)  # noqa: ASYNC251 - its fault
        return EmbeddingProduct(vectors=((1.0, 0.0),) * len(request.items))


def test_a_tool_that_blocks_the_event_loop_does_not_pass(tmp_path: Path) -> None:
    suite = EmbeddingConformance()
    suite.tool = Blocking()
    with pytest.raises(AssertionError):
        suite.test_the_event_loop_stays_free(tmp_path)


def test_the_network_is_off() -> None:
    with pytest.raises(NetworkOff), socket.socket() as out:
        out.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkOff):
        socket.getaddrinfo("example.org", 443)
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())
