"""Words in OpenAI's format, through the official SDK and real sockets: what goes out, what comes back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openai_calls import a_service, local_writer, say, tool, writer
from openai_wire import ANSWER, KEY, PITCH, Mind, completed, failed, responded

from studio.errors import BadRequest, Cause, MalformedProduct, ServerFailed
from studio.production.tasks import TASKS
from studio.testing import FolderBench, LanguageConformance
from studio.testing.wire import Sent, WireServer, as_json
from studio.tools.answers import json_in, strict_schema
from studio.tools.language import LanguageProduct, LanguageRequest
from studio.tools.openai.language import OpenAILanguage
from studio.tools.prices import AROUND
from studio.tools.tool import Capability, Workbench


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


@pytest.fixture(autouse=True)
def _nothing_learnt(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port may have been another test's server."""
    monkeypatch.setattr("studio.tools.openai.talk._IN_WORDS", set())


REFUSALS = [
    failed(400, message="This response_format type is unavailable now"),
    failed(400, message="Invalid parameter: 'text.format' of type 'json_schema' is not supported with this model."),
    as_json({"object": "error", "message": "[{'loc': ('body', 'response_format', 'type')}]", "code": 400}, 400),
    as_json({"detail": [{"loc": ["body", "response_format", "type"], "msg": "Input should be 'text'"}]}, 422),
    failed(500, message='response_format type must be one of "text" or "json_object", but got: json_schema'),
]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_server_that_refuses_the_schema_is_asked_without_it(
    server: WireServer, tmp_path: Path, refusal: Sent
) -> None:
    server.script += [refusal, completed(f"Gladly:\n{ANSWER}"), completed(ANSWER), refusal, completed(ANSWER)]
    product, _ = say(local_writer(server), tmp_path)
    assert product.answer == ANSWER
    held, in_words = (received.json for received in server.received)
    # The same question otherwise, with the schema before the model's eyes.
    assert held.pop("response_format")["type"] == "json_schema"
    assert in_words == held
    assert json.loads(in_words["messages"][0]["content"].rpartition("\n")[2]) == strict_schema(PITCH.answer_schema)
    # It is refused once: another tool of the same server and model knows.
    say(local_writer(server), tmp_path)
    assert "response_format" not in server.received[2].json
    # Another model may well take it.
    other = tool("ollama:qwen", Capability.LANGUAGE, base_url=f"{server.url}/v1")
    assert say(other, tmp_path)[0].answer == ANSWER
    assert ["response_format" in received.json for received in server.received[3:]] == [True, False]


@pytest.mark.parametrize("api", ["chat", "responses"])
def test_only_the_call_that_was_answered_is_paid_for(server: WireServer, tmp_path: Path, api: str) -> None:
    sent = completed(ANSWER) if api == "chat" else responded(ANSWER)
    one = writer(api=api)
    server.script += [failed(400, message="response_format is not supported"), sent]
    _, bench = say(one, tmp_path)
    # 1,000 tokens at 0.10 and 200 at 0.50 dollars per million, and never more than was put aside.
    assert bench.charged == [Decimal("0.0002")]
    assert one.most(PITCH) > bench.charged[0]
    held, in_words = (received.json for received in server.received)
    before, after = (
        body["messages"][0]["content"] if api == "chat" else body["instructions"] for body in (held, in_words)
    )
    assert (held.keys() - in_words.keys()) == {"response_format" if api == "chat" else "text"}
    # What said the schema is now said in the prompt, even where it was not before.
    assert before == PITCH.system
    assert json.loads(after.rpartition("\n")[2]) == strict_schema(PITCH.answer_schema)
    bound = len(before.encode()) + len(json.dumps(strict_schema(PITCH.answer_schema)))
    assert len(after.encode()) <= bound + AROUND


@pytest.mark.parametrize(
    ("first", "kind", "asked"),
    [
        (failed(400, message="No such seed."), BadRequest, 1),
        (failed(500, message="response_format made it break"), ServerFailed, 1),
        (failed(400, message="The schema of the database."), BadRequest, 2),
    ],
)
def test_another_reason_is_told_and_nothing_is_learnt_of_it(
    server: WireServer, tmp_path: Path, first: Sent, kind: type[Exception], asked: int
) -> None:
    server.script += [first] * asked + [responded(ANSWER)]
    with pytest.raises(kind):
        say(writer(), tmp_path)
    assert len(server.received) == asked
    say(writer(), tmp_path)
    assert "text" in server.received[asked].json


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


class TestOpenAILanguage(LanguageConformance):
    deterministic = False

    @pytest.fixture(autouse=True)
    def _served(self) -> Iterator[None]:
        mind = Mind()
        with WireServer(mind) as running:
            self.tool = _Telling(OpenAILanguage("a-model", a_service("box", f"{running.url}/v1")), mind)
            yield


class _Telling:
    """A language tool that tells the mind behind its server what it is going to ask."""

    def __init__(self, inner: OpenAILanguage, mind: Mind) -> None:
        self.name, self.version, self.capability = inner.name, inner.version, inner.capability
        self._inner, self._mind = inner, mind

    async def __call__(self, request: LanguageRequest, bench: Workbench) -> LanguageProduct:
        self._mind.listen(request)
        return await self._inner(request, bench)
