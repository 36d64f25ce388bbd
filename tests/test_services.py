"""Services by name: whose key, which address, which models, what a call can cost."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

import pytest
from openai_calls import PICTURE, a_service, painter, say, tool, writer
from openai_wire import ANSWER, KEY, PITCH, responded
from pydantic import ValidationError

from studio.errors import MissingExtra, ToolNotFound
from studio.production.treatment import MusicDirection
from studio.production.vocabulary import Mood
from studio.testing import FolderBench
from studio.testing.wire import WireServer
from studio.tools import service_offers
from studio.tools.answers import strict_schema
from studio.tools.elevenlabs.music import ElevenLabsMusic
from studio.tools.music import MusicRequest
from studio.tools.offers import make_tool, preset, services
from studio.tools.openai.image import OpenAIImage
from studio.tools.openai.language import OpenAILanguage
from studio.tools.providers import Configuration, ProviderSettings
from studio.tools.tool import CHOSEN, Capability


def test_without_its_key_a_tool_cannot_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ToolNotFound, match="OPENAI_API_KEY"):
        make_tool("openai:gpt-6-luna", Capability.LANGUAGE)


def test_a_key_is_in_no_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert KEY not in f"{writer()!r} {painter()!r} {services()!r}"


def test_presets_pick_what_a_service_has(monkeypatch: pytest.MonkeyPatch) -> None:
    assert preset("openai") == {
        Capability.LANGUAGE: "openai:gpt-6-luna",
        Capability.IMAGE: "openai:gpt-image-2.5-flare",
        Capability.VOICE: "openai:tts-1",
    }
    assert preset("ollama") == {Capability.LANGUAGE: "ollama:gpt-oss:20b"}
    with pytest.raises(ToolNotFound, match="vllm:MODEL"):
        preset("vllm")
    box = Configuration({"box": ProviderSettings(base_url="http://localhost:9/v1", language="mine")})
    assert preset("box", box) == {Capability.LANGUAGE: "box:mine"}
    vllm = Configuration({"vllm": ProviderSettings(language="qwen")})
    assert preset("vllm", vllm) == {Capability.LANGUAGE: "vllm:qwen"}


def test_a_model_for_what_a_service_does_not_do_is_refused() -> None:
    deaf = Configuration({"openai": ProviderSettings(music="tunes")})
    with pytest.raises(ToolNotFound, match=r"'openai' has no music tools\. Take music out of \[providers\.openai\]"):
        preset("openai", deaf)


def test_every_choice_of_a_person_is_a_model_of_a_provider() -> None:
    named = {one.value: f"my-{one.value}" for one in CHOSEN}
    settings = ProviderSettings.model_validate(named)
    assert settings.models() == {Capability(one): model for one, model in named.items()}
    assert settings.format_alone().models() == {}


def test_a_key_goes_to_nobody_else(server: WireServer, tmp_path: Path) -> None:
    """A server of one's own that is like OpenAI is not asked with OpenAI's key."""
    server.script.append(responded(ANSWER))
    box = Configuration({"box": ProviderSettings(like="openai", base_url=f"{server.url}/v1")})
    one = make_tool("box:mine", Capability.LANGUAGE, box)
    say(one, tmp_path)
    (received,) = server.received
    assert received.path == "/v1/responses"
    assert KEY not in received.headers["authorization"]
    assert isinstance(one, OpenAILanguage)
    assert one.most(PITCH) is None


def test_another_address_is_another_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert writer().version == "1"
    assert writer(base_url="http://localhost:9/v1").version.startswith("1-")
    box = Configuration({"box": ProviderSettings(base_url="http://localhost:9/v1")})
    assert make_tool("box:mine", Capability.LANGUAGE, box).version == "1"


@pytest.mark.parametrize("address", ["ftp://x", "http://me:secret@host/v1", "localhost:11434", "http://host/v1?key=1"])
def test_an_address_is_an_address(address: str) -> None:
    with pytest.raises(ValidationError):
        ProviderSettings(base_url=address)


def test_the_most_that_a_call_can_cost_is_more_than_it_does(server: WireServer, tmp_path: Path) -> None:
    """An answer of the capped length to a prompt with one token a byte, newly cached, is the dearest that there is."""
    one = writer(max_output_tokens=300)
    into = len((PITCH.system + PITCH.prompt + json.dumps(strict_schema(PITCH.answer_schema))).encode())
    server.script.append(responded(ANSWER, input=into, output=300))
    _, bench = say(one, tmp_path)
    assert isinstance(one, OpenAILanguage)
    most, likely = one.most(PITCH), one.likely(PITCH)
    assert most is not None
    assert likely is not None
    assert sum(bench.charged) < most
    assert likely < writer().most(PITCH)  # type: ignore[attr-defined]
    image = painter()
    assert isinstance(image, OpenAIImage)
    bound = image.most(PICTURE)
    assert bound is not None
    assert bound > Decimal("0.0153")
    finer = image.most(PICTURE.model_copy(update={"width": 3840, "height": 2160}))
    assert finer is not None
    assert finer > bound


def test_a_very_long_prompt_is_bounded_by_its_dearer_rate() -> None:
    one = tool("openai:gpt-6-luna", Capability.LANGUAGE, needs_key=False)
    assert isinstance(one, OpenAILanguage)
    long = one.most(PITCH.model_copy(update={"prompt": "x" * 300_000}))
    assert long is not None
    assert long > 300_000 * Decimal("0.25") / 1_000_000


def test_what_has_no_price_has_no_bound() -> None:
    one = tool("openrouter:somebody/something", Capability.LANGUAGE, needs_key=False)
    assert isinstance(one, OpenAILanguage)
    assert one.most(PITCH) is None
    assert tool("ollama:anything", Capability.LANGUAGE).most(PITCH) == 0  # type: ignore[attr-defined]


def test_without_its_extra_a_tool_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ELEVENLABS_API_KEY", "x")
    tried = make_tool_without("elevenlabs", monkeypatch)
    with pytest.raises(ToolNotFound, match=r"pip install 'creative-studio\[elevenlabs\]'"):
        tried()
    # A tool that was made all the same, such as a fallback, says so when it is called.
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "elevenlabs.client", None)
    one = ElevenLabsMusic("music_v2", a_service("elevenlabs", "http://127.0.0.1:9"))
    cue = MusicRequest(prompt="", direction=MusicDirection(), mood=Mood.CALM, samples=4_800, theme_seed=0, seed=0)
    with pytest.raises(MissingExtra, match=r"creative-studio\[elevenlabs\]") as raised:
        asyncio.run(one(cue, FolderBench(tmp_path)))
    assert raised.value.unpaid


def make_tool_without(package: str, patch: pytest.MonkeyPatch) -> Callable[[], object]:
    """Making a tool of ElevenLabs on a machine where ``package`` is not installed."""
    patch.setattr(service_offers, "find_spec", lambda name: None if name == package else find_spec(name))
    return lambda: make_tool("elevenlabs:eleven_v3", Capability.VOICE)


@pytest.mark.parametrize("kind", ["somebody", "feminine-", "old-feminine"])
def test_a_kind_of_speaker_is_one_that_there_is(kind: str) -> None:
    with pytest.raises(ValidationError):
        ProviderSettings(voices={kind: ("a",)})
