"""Clips by ComfyUI over real sockets: from a first frame, in the model's own frames, brought to the film's."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import pytest
from comfyui_calls import CLIP, ask, tool
from comfyui_wire import Comfy, animating, comfyui, node
from openai_wire import drawn

from studio.errors import BadRequest, MalformedProduct
from studio.production.vocabulary import CameraMove
from studio.testing import FolderBench, VideoConformance
from studio.testing.wire import Sent, WireServer
from studio.tools.tool import Capability, most
from studio.tools.video import VideoRequest, longest


@pytest.fixture
def served() -> Iterator[tuple[WireServer, Comfy]]:
    with comfyui() as running:
        yield running


def mover(folder: Path, url: str = "http://127.0.0.1:9", nodes: Any = None, **given: Any) -> Any:
    return tool(folder, animating() if nodes is None else nodes, url, Capability.VIDEO, **given)


def test_a_clip_begins_with_the_picture(served: tuple[WireServer, Comfy], tmp_path: Path) -> None:
    server, comfy = served
    bench = FolderBench(tmp_path)
    first = drawn("first", "192x108")
    request = CLIP.model_copy(update={"picture": bench.add(first, "image/png"), "move": CameraMove.PUSH_IN})
    one = mover(tmp_path, server.url)
    product = asyncio.run(one(request, bench))
    with av.open(str(bench.path(product.video))) as container:
        stream = container.streams.video[0]
        assert [(frame.width, frame.height) for frame in container.decode(stream)] == [(192, 108)] * 48
        assert stream.average_rate == 24
        assert not container.streams.audio
    (entry,) = comfy.history.values()
    sent = entry["prompt"][2]
    asked = animating()
    asked["3"]["inputs"]["seed"] = 5
    asked["6"]["inputs"]["text"] = "Waves roll in under a lighthouse. The camera slowly pushes in."
    # Two seconds at 16 a second are 32 frames, and 33 is the next number that the model counts in.
    asked["50"]["inputs"] |= {"width": 160, "height": 96, "length": 33}
    asked["52"]["inputs"]["image"] = f"studio-{request.picture.hash[:24]}.png"
    assert sent == asked
    assert comfy.files["input", asked["52"]["inputs"]["image"]] == first
    assert most(one, request) == 0


@pytest.mark.parametrize(
    ("frames", "length"), [(1, 1), (2, 9), (12, 9), (13, 9), (14, 17), (108, 73), (120, 81), (121, 81), (200, 137)]
)
def test_enough_frames_are_asked_for(
    served: tuple[WireServer, Comfy], tmp_path: Path, frames: int, length: int
) -> None:
    server, comfy = served
    comfy.ends = lambda _: ({}, {})
    nodes = animating(n52=None)
    with pytest.raises(MalformedProduct):
        ask(mover(tmp_path, server.url, nodes), tmp_path, CLIP.model_copy(update={"frames": frames}))
    (entry,) = comfy.history.values()
    assert entry["prompt"][2]["50"]["inputs"]["length"] == length


def test_no_clip_is_longer_than_the_workflows_own(tmp_path: Path) -> None:
    # 81 frames at 16 a second are a little over 5 seconds.
    assert longest(mover(tmp_path), CLIP) == 121
    assert longest(mover(tmp_path), CLIP.model_copy(update={"rate_numerator": 16})) == 81
    short = animating()
    short["50"]["inputs"]["length"] = 40
    one = mover(tmp_path, nodes=short)
    assert longest(one, CLIP) == 60


def test_a_length_between_the_models_numbers_is_kept(served: tuple[WireServer, Comfy], tmp_path: Path) -> None:
    server, comfy = served
    nodes = animating(n52=None)
    nodes["50"]["inputs"]["length"] = 40
    ask(mover(tmp_path, server.url, nodes), tmp_path, CLIP.model_copy(update={"frames": 60}))
    (entry,) = comfy.history.values()
    assert entry["prompt"][2]["50"]["inputs"]["length"] == 40


def test_a_workflow_that_moves_a_picture_needs_one(served: tuple[WireServer, Comfy], tmp_path: Path) -> None:
    server, _ = served
    with pytest.raises(BadRequest, match="was given none"):
        ask(mover(tmp_path, server.url), tmp_path, CLIP)
    assert server.received == []


def test_files_of_video_helper_suite_are_taken(served: tuple[WireServer, Comfy], tmp_path: Path) -> None:
    server, comfy = served
    nodes = animating(n52=None, n57=None, n58=node("VHS_VideoCombine", frame_rate=16, images=["8", 0]))
    usual = comfy.painted

    def ends(sent: Any) -> Any:
        outputs, status = usual(animating(n52=None) | {"50": sent["50"]})
        return {"58": {"gifs": outputs["58"]["images"]}}, status

    comfy.ends = ends
    product, _ = ask(mover(tmp_path, server.url, nodes), tmp_path, CLIP)
    assert product.frames == 48


@pytest.mark.parametrize("sent", [Sent(b"no clip", media_type="video/mp4"), Sent(b"", media_type="video/mp4")])
def test_what_is_no_clip_is_malformed(served: tuple[WireServer, Comfy], tmp_path: Path, sent: Sent) -> None:
    server, comfy = served
    server.answer = lambda received: sent if received.path.startswith("/view") else comfy(received)
    with pytest.raises(MalformedProduct, match="no clip that can be used") as raised:
        ask(mover(tmp_path, server.url, animating(n52=None)), tmp_path, CLIP)
    assert raised.value.retryable


class TestComfyUIVideo(VideoConformance):
    @pytest.fixture(autouse=True)
    def _served(self, tmp_path: Path) -> Iterator[None]:
        with comfyui() as (server, _):
            self.tool = mover(tmp_path, server.url, animating(n52=None))
            yield

    def a_request(self, folder: Path) -> VideoRequest:
        return CLIP
