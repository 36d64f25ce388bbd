"""Pictures by ComfyUI over real sockets: what goes out, what comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from comfyui_calls import ask, tool
from comfyui_wire import Comfy, comfyui, node, painting
from openai_calls import PICTURE
from openai_wire import drawn
from PIL import Image

from studio.production.brief import ReferencePicture
from studio.production.vocabulary import ReferenceUse
from studio.testing import FolderBench, ImageConformance
from studio.testing.wire import WireServer
from studio.tools.tool import most


@pytest.fixture
def served() -> Iterator[tuple[WireServer, Comfy]]:
    with comfyui() as running:
        yield running


def paths(server: WireServer) -> list[str]:
    return [f"{one.method} {urlsplit(one.path).path}" for one in server.received]


def test_a_picture_comes_in_the_asked_size(served: tuple[WireServer, Comfy], tmp_path: Path) -> None:
    server, comfy = served
    one = tool(tmp_path, painting(), server.url)
    product, bench = ask(one, tmp_path)
    with Image.open(bench.path(product.picture)) as picture:
        assert (picture.format, picture.size, picture.mode) == ("PNG", (960, 540), "RGB")
    assert product.layers is None
    assert paths(server)[:2] == ["GET /ws", "POST /prompt"]
    prompt = server.received[1].json
    assert sorted(prompt) == ["client_id", "prompt", "prompt_id"]
    assert parse_qs(urlsplit(server.received[0].path).query) == {"clientId": [prompt["client_id"]]}
    assert prompt["client_id"] == prompt["prompt_id"]
    asked = painting()
    asked["3"]["inputs"]["seed"] = 3
    # The film's shape at the workflow's own number of pixels, in steps of 8.
    asked["5"]["inputs"] |= {"width": 680, "height": 384}
    asked["6"]["inputs"]["text"] = "A lighthouse in a storm"
    assert prompt["prompt"] == asked
    (job,) = comfy.history
    assert job == prompt["prompt_id"]
    assert f"GET /history/{job}" in paths(server)
    shown = comfy.history[job]["outputs"]["9"]["images"][0]
    view = parse_qs(urlsplit(server.received[-1].path).query, keep_blank_values=True)
    assert view == {"filename": [shown["filename"]], "subfolder": [""], "type": ["output"]}
    assert "authorization" not in server.received[1].headers
    # A machine of one's own costs nothing.
    assert most(one, PICTURE) == 0
    assert bench.charged == []


def test_references_are_uploaded_and_shown(served: tuple[WireServer, Comfy], tmp_path: Path) -> None:
    server, comfy = served
    nodes = painting(
        n20=node("LoadImage", "Reference 1", image="example.png"),
        n21=node("LoadImage", "Reference 2", image="example.png"),
        n22=node("LoadImage", "Reference 3", image="grey.png"),
    )
    bench = FolderBench(tmp_path)
    product, logo = drawn("bottle", "64x64"), drawn("logo", "32x32")
    references = (
        ReferencePicture(use=ReferenceUse.PRODUCT, asset=bench.add(product, "image/png")),
        ReferencePicture(use=ReferenceUse.LOGO, asset=bench.add(logo, "image/webp")),
    )
    request = PICTURE.model_copy(update={"references": references})
    asyncio.run(tool(tmp_path, nodes, server.url)(request, bench))
    first, second = (one for one in server.received if one.path == "/upload/image")
    parts = {part.name: part for part in first.form}
    assert (parts["image"].media_type, parts["image"].content) == ("image/png", product)
    assert parts["image"].filename == f"studio-{references[0].asset.hash[:24]}.png"
    assert (parts["type"].content, parts["overwrite"].content) == (b"input", b"true")
    assert next(part for part in second.form if part.name == "image").filename.endswith(".webp")
    (entry,) = comfy.history.values()
    sent = entry["prompt"][2]
    assert sent["20"]["inputs"]["image"] == parts["image"].filename
    # What has no reference keeps what the workflow was saved with.
    assert sent["22"]["inputs"]["image"] == "grey.png"
    assert sent["6"]["inputs"]["text"].startswith("A lighthouse in a storm\nPicture 1 is the product")
    assert "Picture 2 is the logo" in sent["6"]["inputs"]["text"]


def test_a_reference_that_cannot_be_shown_is_not_told_of(served: tuple[WireServer, Comfy], tmp_path: Path) -> None:
    server, comfy = served
    bench = FolderBench(tmp_path)
    asset = bench.add(drawn("bottle", "64x64"), "image/png")
    request = PICTURE.model_copy(update={"references": (ReferencePicture(use=ReferenceUse.PRODUCT, asset=asset),)})
    asyncio.run(tool(tmp_path, painting(), server.url)(request, bench))
    (entry,) = comfy.history.values()
    assert entry["prompt"][2]["6"]["inputs"]["text"] == "A lighthouse in a storm"


def test_sizes_may_be_said(served: tuple[WireServer, Comfy], tmp_path: Path) -> None:
    server, comfy = served
    ask(tool(tmp_path, painting(), server.url, sizes=("1024x1024", "1344x768")), tmp_path)
    (entry,) = comfy.history.values()
    assert entry["prompt"][2]["5"]["inputs"] == {"width": 1344, "height": 768, "batch_size": 1}


def test_older_servers_name_the_job_themselves(served: tuple[WireServer, Comfy], tmp_path: Path) -> None:
    server, comfy = served
    comfy.takes_names = False
    ask(tool(tmp_path, painting(), server.url), tmp_path)
    (job,) = comfy.history
    assert job != next(one for one in server.received if one.path == "/prompt").json["prompt_id"]


def test_a_picture_that_is_only_shown_is_taken_too(served: tuple[WireServer, Comfy], tmp_path: Path) -> None:
    server, _ = served
    ask(tool(tmp_path, painting(n9=node("PreviewImage", images=["8", 0])), server.url), tmp_path)
    assert parse_qs(urlsplit(server.received[-1].path).query)["type"] == ["temp"]


def test_a_server_behind_a_key_is_asked_with_it(
    served: tuple[WireServer, Comfy], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, _ = served
    monkeypatch.setenv("BOX_KEY", "secret-0123456789")
    ask(tool(tmp_path, painting(), server.url, key_variable="BOX_KEY"), tmp_path)
    assert {one.headers["authorization"] for one in server.received} == {"Bearer secret-0123456789"}


class TestComfyUIImage(ImageConformance):
    @pytest.fixture(autouse=True)
    def _served(self, tmp_path: Path) -> Iterator[None]:
        with comfyui() as (server, _):
            self.tool = tool(tmp_path, painting(), server.url)
            yield
