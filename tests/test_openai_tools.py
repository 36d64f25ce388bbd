"""The tools that speak OpenAI's format, through the official SDK and real sockets: what goes out, what comes back."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from openai_wire import ANSWER, KEY, PICTURE_USAGE, PITCH, Mind, completed, drawn, failed, pictured, responded
from PIL import Image
from pydantic import ValidationError

from studio.errors import (
    BadRequest,
    Cause,
    ContentRefused,
    MalformedProduct,
    NotAuthorised,
    ProviderError,
    QuotaExhausted,
    RateLimited,
    ServerFailed,
    TimedOut,
    ToolNotFound,
    Unreachable,
)
from studio.production.brief import ReferencePicture
from studio.production.tasks import TASKS
from studio.production.vocabulary import Framing, ReferenceUse, Setting, Style, TimeOfDay, Weather
from studio.testing import FolderBench, ImageConformance, LanguageConformance
from studio.testing.wire import Sent, WireServer, as_json
from studio.tools.answers import json_in, strict_schema
from studio.tools.image import ImageProduct, ImageRequest, Staging
from studio.tools.language import LanguageProduct, LanguageRequest
from studio.tools.offers import make_tool, preset, services
from studio.tools.openai.image import OpenAIImage, nearest_size
from studio.tools.openai.language import OpenAILanguage
from studio.tools.providers import Configuration, ProviderSettings, Service
from studio.tools.tool import Capability, Tool, Workbench

STAGING = Staging(
    setting=Setting.SEA, time_of_day=TimeOfDay.NIGHT, weather=Weather.STORM, framing=Framing.WIDE, style=Style.PAPER
)
PICTURE = ImageRequest(prompt="A lighthouse in a storm", staging=STAGING, width=960, height=540, seed=3)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[WireServer]:
    """A server in OpenAI's place; each test says what it answers."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with WireServer(lambda _: failed(500, message="The test did not say what to answer.")) as running:
        monkeypatch.setenv("OPENAI_BASE_URL", f"{running.url}/v1")
        yield running


def tool(name: str, capability: Capability, **given: Any) -> Tool[Any, Any]:
    """A tool of a provider with more settings."""
    provider = name.partition(":")[0]
    return make_tool(name, capability, Configuration({provider: ProviderSettings(**given)}))


def writer(**given: Any) -> Tool[Any, Any]:
    return tool("openai:gpt-6-luna", Capability.LANGUAGE, **given)


def local_writer(server: WireServer, **given: Any) -> Tool[Any, Any]:
    return tool("ollama:gpt-oss:20b", Capability.LANGUAGE, base_url=f"{server.url}/v1", **given)


def painter(**given: Any) -> Tool[Any, Any]:
    return tool("openai:gpt-image-2.5-flare", Capability.IMAGE, **given)


def say(one: Tool[Any, Any], folder: Path, request: LanguageRequest = PITCH) -> tuple[LanguageProduct, FolderBench]:
    bench = FolderBench(folder)
    return asyncio.run(one(request, bench)), bench


def paint(one: Tool[Any, Any], folder: Path, request: ImageRequest = PICTURE) -> tuple[ImageProduct, FolderBench]:
    bench = FolderBench(folder)
    return asyncio.run(one(request, bench)), bench


def test_responses_is_asked_for_an_answer_in_a_strict_schema(server: WireServer, tmp_path: Path) -> None:
    server.script.append(responded(ANSWER, input=1_000, output=200, cached=400))
    product, bench = say(writer(), tmp_path)
    assert product.answer == ANSWER
    (received,) = server.received
    assert (received.method, received.path) == ("POST", "/v1/responses")
    assert received.headers["authorization"] == f"Bearer {KEY}"
    body = received.json
    form = body.pop("text")["format"]
    assert body == {
        "model": "gpt-6-luna",
        "instructions": "You are Mara.",
        "input": "Say what film you would make.",
        "max_output_tokens": 16_000,
        "store": False,
    }
    assert form == {
        "type": "json_schema",
        "name": "Pitch",
        "strict": True,
        "schema": strict_schema(PITCH.answer_schema),
    }
    # 600 tokens at 0.10, 400 cached ones at 0.01 and 200 out at 0.50 dollars per million.
    assert bench.charged == [Decimal("0.000164")]


def test_chat_completions_is_asked_of_every_other_server(server: WireServer, tmp_path: Path) -> None:
    server.script.append(completed(ANSWER))
    product, bench = say(local_writer(server, reasoning_effort="low"), tmp_path)
    assert product.answer == ANSWER
    (received,) = server.received
    assert received.path == "/v1/chat/completions"
    assert KEY not in received.headers["authorization"]
    body = received.json
    schema = strict_schema(PITCH.answer_schema)
    system, user = body.pop("messages")
    assert body == {
        "model": "gpt-oss:20b",
        "response_format": {"type": "json_schema", "json_schema": {"name": "Pitch", "schema": schema, "strict": True}},
        "max_tokens": 16_000,
        "seed": 7,
        "reasoning_effort": "low",
    }
    assert user == {"role": "user", "content": PITCH.prompt}
    # A server that ignores the schema has at least told it to the model.
    assert system["content"].startswith("You are Mara.")
    assert json.loads(system["content"].rpartition("\n")[2]) == schema
    assert sum(bench.charged) == 0


def test_openai_can_be_asked_through_chat_as_well(server: WireServer, tmp_path: Path) -> None:
    server.script.append(completed(ANSWER))
    say(writer(api="chat", max_output_tokens=900), tmp_path)
    assert server.received[0].path == "/v1/chat/completions"
    assert server.received[0].json["max_completion_tokens"] == 900


@pytest.mark.parametrize(
    "said",
    [
        ANSWER,
        f"```json\n{ANSWER}\n```",
        f"```\n{ANSWER}```\nI hope that you like it {{smile}}.",
        f"Here is my pitch:\n\n{ANSWER}\n\nShall I go on?",
    ],
)
def test_json_is_found_in_what_models_write(said: str) -> None:
    assert json_in(said) == ANSWER


@pytest.mark.parametrize("said", ["", "I would rather not.", '{"concept": "A keeper', "[1, 2]"])
def test_what_is_no_json_object_says_why(said: str) -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_in(said)


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (responded("I would make a film about a storm."), "no JSON object"),
        (responded('{"concept": "A keeper', incomplete="max_output_tokens"), "cut off after 16000 tokens"),
        (responded('{"concept": "A keeper"'), "broken"),
    ],
)
def test_a_malformed_answer_is_paid_for_and_says_what_is_wrong(
    server: WireServer, tmp_path: Path, sent: Sent, reason: str
) -> None:
    server.script.append(sent)
    bench = FolderBench(tmp_path)
    with pytest.raises(MalformedProduct, match=reason) as raised:
        asyncio.run(writer()(PITCH, bench))
    assert reason in raised.value.fields["reason"]
    assert raised.value.cause is Cause.MALFORMED
    assert sum(bench.charged) > 0


@pytest.mark.parametrize(
    ("chat", "sent"),
    [
        (False, responded(refusal="I cannot help with that.")),
        (False, responded("{", incomplete="content_filter")),
        (True, completed(None, refusal="I cannot help with that.")),
        (True, completed("", finish="content_filter")),
    ],
)
def test_a_refusal_is_no_malformed_answer(server: WireServer, tmp_path: Path, chat: bool, sent: Sent) -> None:
    server.script.append(sent)
    bench = FolderBench(tmp_path)
    with pytest.raises(ContentRefused, match="refuses") as raised:
        asyncio.run(writer(api="chat" if chat else "responses")(PITCH, bench))
    assert raised.value.cause is Cause.CONTENT_POLICY
    assert not raised.value.retryable
    assert sum(bench.charged) > 0


FAILURES: list[tuple[Sent, type[ProviderError], bool, bool]] = [
    (failed(401, "invalid_api_key", f"Incorrect API key provided: {KEY}."), NotAuthorised, False, True),
    (failed(403, message="Not your project."), NotAuthorised, False, True),
    (failed(429, "rate_limit_exceeded", retry_after="7"), RateLimited, True, True),
    (failed(429, "insufficient_quota"), QuotaExhausted, False, True),
    (failed(400, "moderation_blocked", "Rejected by the safety system."), ContentRefused, False, True),
    (failed(400, message=f"Bad key {KEY} in it."), BadRequest, False, True),
    (failed(404, "model_not_found", "No such model."), BadRequest, False, True),
    (failed(500), ServerFailed, True, False),
    (failed(503), ServerFailed, True, False),
    (Sent(b"<html>Bad gateway</html>", 502, "text/html"), ServerFailed, True, False),
    (Sent(b"<html>Welcome</html>", 200, "text/html"), ServerFailed, True, False),
    (Sent(b'{"id": "resp_1", "output": [', 200), ServerFailed, True, False),
    (as_json({"hello": "world"}), ServerFailed, True, False),
    (as_json([1, 2]), ServerFailed, True, False),
    (Sent(responded(ANSWER).body, share=0.5), Unreachable, True, False),
]


@pytest.mark.parametrize("make", [writer, painter])
@pytest.mark.parametrize(("sent", "kind", "retryable", "unpaid"), FAILURES)
def test_failures_are_errors_by_their_cause(
    server: WireServer,
    tmp_path: Path,
    make: Any,
    sent: Sent,
    kind: type[ProviderError],
    retryable: bool,
    unpaid: bool,
) -> None:
    server.script.append(sent)
    one = make()
    with pytest.raises(ProviderError) as raised:
        asyncio.run(one(PITCH if make is writer else PICTURE, FolderBench(tmp_path)))
    error = raised.value
    assert type(error) is kind
    assert (error.retryable, error.unpaid) == (retryable, unpaid)
    assert (error.provider, error.tool) == ("openai", one.name)
    assert error.status == (sent.status if sent.status != 200 else None)
    assert error.cause is kind.cause
    # Nothing that is told or kept of it holds the key, and the SDK's own error is not behind it.
    assert KEY not in f"{error} {error.fields} {error.next_step}"
    assert error.__cause__ is None
    # The SDK asked once: only the producer asks again.
    assert len(server.received) == 1


@pytest.mark.parametrize(
    ("headers", "wait"),
    [({"retry_after": "7"}, 7.0), ({"retry_after_ms": "250"}, 0.25), ({}, None), ({"retry_after": "soon"}, None)],
)
def test_the_wait_that_the_server_asks_for_is_told(
    server: WireServer, tmp_path: Path, headers: dict[str, str], wait: float | None
) -> None:
    server.script.append(failed(429, **headers))
    with pytest.raises(RateLimited) as raised:
        say(writer(), tmp_path)
    assert raised.value.retry_after == wait


def test_the_wait_may_be_a_date(server: WireServer, tmp_path: Path) -> None:
    server.script.append(lambda _: failed(429, retry_after=formatdate(2_000_000_000, usegmt=True)))
    with pytest.raises(RateLimited) as raised:
        say(writer(), tmp_path)
    assert raised.value.retry_after is not None
    assert raised.value.retry_after > 1_000


def test_who_says_nothing_is_not_waited_for(server: WireServer, tmp_path: Path) -> None:
    server.script.append(Sent(hangs=True))
    with pytest.raises(TimedOut, match=r"0\.2 seconds") as raised:
        say(writer(timeout=0.2), tmp_path)
    assert raised.value.retryable
    assert not raised.value.unpaid


def test_nobody_there_costs_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with WireServer(lambda _: Sent()) as gone:
        address = gone.url
    with pytest.raises(Unreachable, match="cannot be reached") as raised:
        say(writer(base_url=address), tmp_path)
    assert raised.value.unpaid


def test_a_picture_comes_in_the_asked_size(server: WireServer, tmp_path: Path) -> None:
    server.script.append(pictured(drawn("x", "1536x864")))
    product, bench = paint(painter(), tmp_path)
    with Image.open(bench.path(product.picture)) as picture:
        assert (picture.format, picture.size, picture.mode) == ("PNG", (960, 540), "RGB")
    assert product.layers is None
    (received,) = server.received
    assert received.path == "/v1/images/generations"
    assert received.json == {
        "model": "gpt-image-2.5-flare",
        "prompt": "A lighthouse in a storm",
        "size": "1536x864",
        "quality": "low",
        "n": 1,
    }
    # 50 tokens of text at 5, 10 of pictures at 8 and 500 out at 30 dollars per million.
    assert bench.charged == [Decimal("0.01533")]


def test_references_are_sent_along_and_explained(server: WireServer, tmp_path: Path) -> None:
    server.script.append(pictured(drawn("x", "1536x1024")))
    bench = FolderBench(tmp_path)
    product, logo = drawn("bottle", "64x64"), drawn("logo", "32x32")
    references = (
        ReferencePicture(use=ReferenceUse.PRODUCT, asset=bench.add(product, "image/png")),
        ReferencePicture(use=ReferenceUse.LOGO, asset=bench.add(logo, "image/png")),
    )
    asyncio.run(painter()(PICTURE.model_copy(update={"references": references}), bench))
    (received,) = server.received
    assert received.path == "/v1/images/edits"
    files = [part for part in received.form if part.filename]
    assert [(part.name, part.media_type, part.content) for part in files] == [
        ("image[]", "image/png", product),
        ("image[]", "image/png", logo),
    ]
    fields = {part.name: part.content.decode() for part in received.form if not part.filename}
    assert fields["model"] == "gpt-image-2.5-flare"
    assert fields["size"] == "1536x864"
    assert fields["prompt"].startswith("A lighthouse in a storm\nPicture 1 is the product")
    assert "Picture 2 is the logo" in fields["prompt"]


@pytest.mark.parametrize(
    ("sent", "paid"),
    [
        (pictured(b"not a picture"), True),
        (as_json({"created": 0, "data": [], "usage": PICTURE_USAGE}), True),
        (as_json({"created": 0, "data": [{"b64_json": "%%%"}]}), False),
        (as_json({"created": 0, "data": [{"url": "http://127.0.0.1/picture.png"}]}), False),
    ],
)
def test_an_answer_without_a_picture_is_malformed(server: WireServer, tmp_path: Path, sent: Sent, paid: bool) -> None:
    server.script.append(sent)
    bench = FolderBench(tmp_path)
    with pytest.raises(MalformedProduct):
        asyncio.run(painter()(PICTURE, bench))
    assert bool(bench.charged) is paid


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(1920, 1080, "1536x864"), (1080, 1920, "864x1536"), (1080, 1080, "1024x1024"), (1080, 1350, "1024x1280")],
)
def test_the_nearest_shape_is_asked_for(width: int, height: int, size: str) -> None:
    _, service = services()["openai", Capability.IMAGE]
    assert nearest_size(service.settings.sizes, width, height) == size


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
    }
    assert preset("ollama") == {Capability.LANGUAGE: "ollama:gpt-oss:20b"}
    with pytest.raises(ToolNotFound, match="vllm:MODEL"):
        preset("vllm")
    box = Configuration({"box": ProviderSettings(base_url="http://localhost:9/v1", language="mine")})
    assert preset("box", box) == {Capability.LANGUAGE: "box:mine"}
    vllm = Configuration({"vllm": ProviderSettings(language="qwen")})
    assert preset("vllm", vllm) == {Capability.LANGUAGE: "vllm:qwen"}


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


@pytest.mark.parametrize("task", TASKS)
def test_every_answer_s_schema_is_strict(task: Any) -> None:
    """Every object closed, every property required, no default, references alone."""

    def look(value: Any) -> None:
        if isinstance(value, dict):
            if "$ref" in value:
                assert list(value) == ["$ref"]
            if value.get("type") == "object":
                assert value["additionalProperties"] is False
                assert value["required"] == list(value["properties"])
            assert not {"default", "prefixItems", "patternProperties"} & {
                key for key in value if value[key] is not look
            }
            for one in value.values():
                look(one)
        elif isinstance(value, list):
            for one in value:
                look(one)

    look(strict_schema(task.answer.model_json_schema()))


def a_service(name: str, url: str, **given: Any) -> Service:
    return Service(name, ProviderSettings(base_url=url, **given), url)


class TestOpenAILanguage(LanguageConformance):
    deterministic = False

    @pytest.fixture(autouse=True)
    def _served(self) -> Iterator[None]:
        mind = Mind()
        with WireServer(mind) as running:
            self.tool = _Telling(OpenAILanguage("a-model", a_service("box", f"{running.url}/v1")), mind)
            yield


class TestOpenAIImage(ImageConformance):
    deterministic = False

    @pytest.fixture(autouse=True)
    def _served(self) -> Iterator[None]:
        with WireServer(Mind()) as running:
            self.tool = OpenAIImage("a-model", a_service("box", f"{running.url}/v1"))
            yield


class _Telling:
    """A language tool that tells the mind behind its server what it is going to ask."""

    def __init__(self, inner: OpenAILanguage, mind: Mind) -> None:
        self.name, self.version, self.capability = inner.name, inner.version, inner.capability
        self._inner, self._mind = inner, mind

    async def __call__(self, request: LanguageRequest, bench: Workbench) -> LanguageProduct:
        self._mind.listen(request)
        return await self._inner(request, bench)


def test_a_picture_keeps_its_middle(server: WireServer, tmp_path: Path) -> None:
    """A square for a wide frame loses as much above as below, and nothing is stretched."""
    square = Image.new("RGB", (900, 900), "black")
    square.paste((255, 255, 255), (300, 300, 600, 600))
    buffer = io.BytesIO()
    square.save(buffer, "PNG")
    server.script.append(pictured(buffer.getvalue()))
    product, bench = paint(painter(sizes=("1024x1024",)), tmp_path)
    assert server.received[0].json["size"] == "1024x1024"
    with Image.open(bench.path(product.picture)) as picture:
        box = picture.convert("L").point(lambda value: 255 * (value > 128)).getbbox()
    assert box == (320, 110, 640, 430)
