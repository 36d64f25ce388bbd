"""Where models come from: a folder, or the hub over the wire with the official client; what is fetched, and refused."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hub_wire import NAME, Hub, hub
from local_calls import tool
from tiny_models import clip, stable_diffusion_xl, vits

from studio.errors import BadRequest, NotAuthorised, ToolNotFound, Unreachable
from studio.testing import FolderBench
from studio.tools.embedding import EmbeddingRequest
from studio.tools.local.hardware import Hardware
from studio.tools.local.weights import Weights, fingerprint, is_whole, needed, weight_count
from studio.tools.local.workshop import Recipe, workshop
from studio.tools.tool import Capability
from studio.tools.voice import VoiceRequest


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stable_diffusion_xl(tmp_path_factory.mktemp("models"))


def weights(endpoint: str = "http://127.0.0.1:9", model: str = NAME) -> Weights:
    return Weights(model, tool=f"diffusers:{model}", endpoint=endpoint)


def test_one_copy_of_every_part_is_needed() -> None:
    names = [
        "README.md",
        ".gitattributes",
        "model_index.json",
        "whole_model.safetensors",
        "tokenizer/merges.txt",
        "unet/config.json",
        "unet/model.safetensors",
        "unet/model.fp16.safetensors",
        "unet/model.bin",
        "unet/model.onnx",
        "vae/config.json",
        "vae/model.bin",
        "text/config.json",
        "text/flax_model.safetensors",
        "text/model-1-of-2.safetensors",
        "text/model.safetensors.index.json",
    ]
    texts = {"model_index.json", "tokenizer/merges.txt", "unet/config.json", "vae/config.json", "text/config.json"}
    text = {"text/model-1-of-2.safetensors", "text/model.safetensors.index.json"}
    assert set(needed(names, half=False)) == texts | text | {"unet/model.safetensors", "vae/model.bin"}
    assert set(needed(names, half=True)) == texts | text | {"unet/model.fp16.safetensors", "vae/model.bin"}
    alone = ["config.json", "model.safetensors", "pytorch_model.bin", "onnx/model.safetensors"]
    assert needed(alone, half=False) == ["config.json", "model.safetensors"]


def test_a_folder_is_used_as_it_is(folder: Path, tmp_path: Path) -> None:
    assert weights(model=str(folder)).found() == folder
    assert weights(model=str(folder)).missing_bytes() == 0
    assert weight_count(folder, ("unet",)) < weight_count(folder)
    with pytest.raises(ToolNotFound, match=r"model_index\.json or config\.json"):
        weights(model=str(tmp_path)).found()


def test_a_folder_that_lacks_a_part_is_not_whole(folder: Path, tmp_path: Path) -> None:
    import shutil

    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    assert is_whole(copy)
    before = fingerprint(copy)
    assert before == fingerprint(folder)
    next((copy / "unet").glob("*.safetensors")).unlink()
    assert not is_whole(copy)


def test_the_hub_says_how_much_it_is_and_sends_what_is_needed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Hub(folder)
    answer.files["everything.safetensors"] = b"x" * 1_000_000
    with hub(monkeypatch, tmp_path, answer) as server:
        wanted = weights(server.url)
        size = sum(len(content) for name, content in answer.files.items() if name != "everything.safetensors")
        assert wanted.missing_bytes() == size
        assert answer.sent == []
        assert is_whole(wanted.fetched())
        assert "everything.safetensors" not in answer.sent
        before = len(server.received)
        assert wanted.missing_bytes() == 0
        assert is_whole(wanted.fetched())
        # What is here is not asked for again, not even whether it is still the same.
        assert len(server.received) == before


VOICE_LINE = VoiceRequest(text="The lamp was lit.", language="en", speaker="narrator")


@pytest.mark.parametrize(
    ("make", "model", "capability", "request_"),
    [
        (vits, f"{NAME}-eng", Capability.VOICE, VOICE_LINE),
        (clip, NAME, Capability.EMBEDDING, EmbeddingRequest(items=("a lamp",))),
    ],
)
def test_who_needs_single_precision_is_fetched_and_kept_in_it(
    make: Any, model: str, capability: Capability, request_: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where others are loaded as halves, and where the hub has a copy in halves."""
    answer, kept = Hub(make(tmp_path / "there")), []
    whole = answer.files["model.safetensors"]
    answer.files["model.fp16.safetensors"] = whole[: len(whole) // 2]

    class Listening:
        async def made(self, recipe: Recipe[Any], *work: Any, **group: Any) -> Any:
            kept.append(recipe.size)
            return await workshop().made(recipe, *work, **group)

    monkeypatch.setattr("studio.tools.local.model.hardware", lambda: Hardware("cpu", "bfloat16"))
    monkeypatch.setattr("studio.tools.local.model.workshop", Listening)
    with hub(monkeypatch, tmp_path / "cache", answer) as server:
        one: Any = tool("transformers", model, capability, base_url=server.url)
        texts = sum(len(content) for name, content in answer.files.items() if not name.endswith(".safetensors"))
        assert one.to_fetch(request_) == texts + len(whole)
        asyncio.run(one(request_, FolderBench(tmp_path / "bench")))
        (weights,) = one.needs(request_)
        assert kept == [4 * one.weights_of(weights)]
    assert "model.safetensors" in answer.sent
    assert "model.fp16.safetensors" not in answer.sent


def test_the_hub_is_asked_once_what_a_model_has(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Hub(folder)
    with hub(monkeypatch, tmp_path, answer) as server:
        one: Any = tool("transformers", f"{NAME}-eng", Capability.VOICE, base_url=server.url)
        assert one.to_fetch(VOICE_LINE) > 0
        before = len(server.received)
        assert one.to_fetch(VOICE_LINE) > 0
        assert one.seconds(VOICE_LINE) > 0
        assert len(server.received) == before


def test_a_gated_model_says_what_to_accept_where(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with hub(monkeypatch, tmp_path, Hub(folder, gated=True)) as server, pytest.raises(NotAuthorised) as raised:
        weights(server.url).fetched()
    assert f"Accept them at {server.url}/{NAME}, and set HF_TOKEN" in str(raised.value)


def test_an_unknown_model_and_a_hub_that_is_not_there_are_told_apart(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hub(monkeypatch, tmp_path, Hub(folder)) as server:
        with pytest.raises(BadRequest, match="no model 'somebody/else'"):
            weights(server.url, "somebody/else").fetched()
        gone = server.url
    with pytest.raises(Unreachable, match="name a folder that has the model"):
        weights(gone).missing_bytes()
