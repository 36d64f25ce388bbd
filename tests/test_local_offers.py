"""Models in this process as they are listed and chosen, with or without the packages that they need."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio import Studio
from studio.cli.report import list_tools
from studio.errors import ToolNotFound, UnknownOption
from studio.tools import service_offers
from studio.tools.offers import make_tool, preset
from studio.tools.providers import Configuration, ProviderSettings
from studio.tools.tool import Capability

INSTALL = "pip install 'creative-studio[local]'"


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without the extra."""
    monkeypatch.setattr(service_offers, "find_spec", lambda name: None if name == "torch" else name)


def test_without_the_extra_every_place_says_what_to_install(
    bare: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, capability in (
        ("diffusers:any/model", Capability.IMAGE),
        ("diffusers:any/model", Capability.MUSIC),
        ("diffusers:any/model", Capability.SOUND),
        ("diffusers:any/model", Capability.VIDEO),
        ("diffusers:any/model", Capability.MODEL3D),
        ("transformers:any/model", Capability.VOICE),
        ("transformers:any/model", Capability.MUSIC),
        ("transformers:any/model", Capability.EMBEDDING),
    ):
        with pytest.raises(ToolNotFound) as raised:
            make_tool(name, capability)
        assert INSTALL in str(raised.value)
    with Studio(tmp_path, preset="local") as studio, pytest.raises(ToolNotFound, match="creative-studio"):
        studio.begin("A fox learns to paint")
    list_tools(Configuration(), as_json=True)
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    local = [one for one in listed if one["tool"].startswith(("diffusers:", "transformers:"))]
    assert [one["capability"] for one in local] == [
        "image",
        "music",
        "sound",
        "video",
        "model3d",
        "voice",
        "music",
        "embedding",
    ]
    assert {one["missing"] for one in local} == {INSTALL}
    assert {one["price"] for one in local} == {"free"}


def test_voices_in_files_want_an_extra_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """And no address: nothing else is missing once it is there."""
    named = [(provider, f"{provider}:/voices/one.onnx") for provider in ("piper", "kokoro")]
    missing = service_offers.find_spec
    monkeypatch.setattr(service_offers, "find_spec", lambda name: None if name == "onnxruntime" else missing(name))
    for _, name in named:
        with pytest.raises(ToolNotFound, match=r"pip install 'creative-studio\[onnx\]'"):
            make_tool(name, Capability.VOICE)
    monkeypatch.setattr(service_offers, "find_spec", lambda name: name)
    for provider, name in named:
        assert make_tool(name, Capability.VOICE).name == name
        with pytest.raises(ToolNotFound, match="no model of its own choice"):
            preset(provider)


def test_the_preset_is_what_its_services_would_choose() -> None:
    chosen = preset("local")
    assert chosen[Capability.LANGUAGE].startswith("ollama:")
    assert chosen[Capability.IMAGE].startswith("diffusers:")
    assert {chosen[one].partition(":")[0] for one in (Capability.VOICE, Capability.MUSIC)} == {"transformers"}
    # Sounds stay offline until a model is named: those of Stable Audio are gated, and nobody's first film fails.
    assert not {Capability.SOUND, Capability.VIDEO, Capability.MODEL3D} & chosen.keys()
    mine = Configuration({"diffusers": ProviderSettings(sound="/sounds")})
    assert preset("local", mine)[Capability.SOUND] == "diffusers:/sounds"
    mine = Configuration({"ollama": ProviderSettings(language="qwen3"), "diffusers": ProviderSettings(image="/mine")})
    assert preset("local", mine)[Capability.LANGUAGE] == "ollama:qwen3"
    assert preset("local", mine)[Capability.IMAGE] == "diffusers:/mine"
    with pytest.raises(UnknownOption, match="offline, local, "):
        preset("locale")
