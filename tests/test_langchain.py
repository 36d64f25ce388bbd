"""A chat model of LangChain, real but for its answers, writes a film."""

from __future__ import annotations

import asyncio
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from films import BRIEF, WISHES, made, studio_in
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from openai_wire import ANSWER, KEY, PITCH
from pydantic import Field

from studio import Studio
from studio.errors import MalformedProduct, NotAuthorised, PriceUnknown, TimedOut, ToolError
from studio.testing import FolderBench
from studio.tools.langchain import LangChainLanguage, is_chat_model
from studio.tools.language import LanguageRequest
from studio.tools.offline.rules.rules import Rules
from studio.tools.prices import LongContext, Price, PriceList
from studio.tools.tool import Capability, most

PRICE = """
[[price]]
provider = "langchain"
model = "ruled"
as_of = 2026-01-01
source = "me"
input = {into}
output = {out}
"""


class Ruled(BaseChatModel):
    """Answers the agents' prompts by rule; ``requests`` maps a prompt to what it was rendered from."""

    requests: dict[tuple[str, str], LanguageRequest] = Field(default_factory=dict)
    model_name: str = "ruled"
    max_tokens: int | None = None

    @property
    def _llm_type(self) -> str:
        return "ruled"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        system, prompt = (str(message.text) for message in messages)
        request = self.requests[system.partition("\n\n# The schema")[0], prompt]
        answer = asyncio.run(Rules()(request, None)).answer  # type: ignore[arg-type]
        usage = {"input_tokens": 1_000, "output_tokens": 100, "total_tokens": 1_100}
        message = AIMessage(content=f"```json\n{answer}\n```", usage_metadata=usage)
        return ChatResult(generations=[ChatGeneration(message=message)])


@pytest.fixture
def ruled(monkeypatch: pytest.MonkeyPatch) -> Ruled:
    model = Ruled()
    usual = LangChainLanguage.__call__

    async def noted(self: LangChainLanguage, request: LanguageRequest, bench: Any) -> Any:
        model.requests[request.system, request.prompt] = request
        return await usual(self, request, bench)

    monkeypatch.setattr(LangChainLanguage, "__call__", noted)
    return model


@pytest.mark.usefixtures("small_films")
def test_it_writes_a_film_and_costs_what_its_price_says(ruled: Ruled, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "studio.toml").write_text(PRICE.format(into=1, out=10), encoding="utf-8")
    ruled.max_tokens = 200
    with studio_in(folder, language=ruled, budget=1) as studio:
        expected = studio.estimate(BRIEF, **WISHES)
        film = studio.create(BRIEF, **WISHES)
        calls = made(studio, film.project)["langchain:ruled"]
    assert calls > 10
    assert film.cost == pytest.approx(0.002 * calls)
    assert expected.likely is not None
    assert expected.most is not None
    assert expected.likely > 0
    assert film.cost < expected.most


def test_two_messages_are_sent_and_the_schema_is_shown(tmp_path: Path) -> None:
    said: list[list[BaseMessage]] = []

    class Listening(GenericFakeChatModel):
        def _generate(self, messages: list[BaseMessage], *more: Any, **other: Any) -> ChatResult:
            said.append(messages)
            return super()._generate(messages, *more, **other)

    tool = LangChainLanguage(Listening(messages=iter([AIMessage(ANSWER), AIMessage("No.")])))
    assert asyncio.run(tool(PITCH, FolderBench(tmp_path))).answer == ANSWER
    system, human = said[0]
    assert (system.type, human.type, human.text) == ("system", "human", PITCH.prompt)
    assert str(system.text).startswith("You are Mara.")
    assert '"concept"' in str(system.text)
    with pytest.raises(MalformedProduct, match="no JSON object"):
        asyncio.run(tool(PITCH, FolderBench(tmp_path)))


@pytest.mark.parametrize(
    ("taken", "details", "cost"),
    [
        (1_000, {}, "1000"),
        (1_000, {"cache_read": 400, "cache_creation": 100}, "840"),
        (1_000, {"cache_creation": 0, "ephemeral_5m_input_tokens": 100}, "1200"),
        (3_000, {"cache_read": 1_000}, "4200"),
    ],
)
def test_a_call_costs_what_its_usage_says(tmp_path: Path, taken: int, details: dict[str, Any], cost: str) -> None:
    usage = {"input_tokens": taken, "output_tokens": 0, "total_tokens": taken, "input_token_details": details}
    model = GenericFakeChatModel(messages=iter([AIMessage(ANSWER, usage_metadata=usage)]))
    price = Price(
        provider="langchain",
        model="GenericFakeChatModel",
        as_of=date(2026, 1, 1),
        source="me",
        input=Decimal(1_000_000),
        cached_input=Decimal(100_000),
        cache_write=Decimal(3_000_000),
        output=Decimal(1),
        long_context=LongContext(above=2_000, input=Decimal(2), output=Decimal(2)),
    )
    bench = FolderBench(tmp_path)
    asyncio.run(LangChainLanguage(model, PriceList((price,)))(PITCH, bench))
    assert bench.charged == [Decimal(cost)]


class Refused(Exception):
    """As the SDKs of providers raise it."""

    status_code = 401


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (Refused(f"Incorrect API key: {KEY}"), NotAuthorised),
        (TimeoutError(KEY), TimedOut),
        (RuntimeError(KEY), ToolError),
    ],
)
def test_its_failures_are_ours_and_do_not_hold_its_key(tmp_path: Path, error: Exception, kind: type[ToolError]) -> None:
    class Failing(GenericFakeChatModel):
        def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
            raise error

    tool = LangChainLanguage(Failing(messages=iter([])))
    with pytest.raises(ToolError) as raised:
        asyncio.run(tool(PITCH, FolderBench(tmp_path)))
    assert type(raised.value) is kind
    assert KEY not in f"{raised.value} {raised.value.fields}"
    assert raised.value.__cause__ is None


def test_under_a_budget_only_what_can_cost_no_more_is_asked(ruled: Ruled, tmp_path: Path) -> None:
    ruled.max_tokens = 1_000
    with Studio(tmp_path, language=ruled, budget=5) as studio, pytest.raises(PriceUnknown, match="langchain:ruled"):
        studio.begin(BRIEF)
    (tmp_path / "studio.toml").write_text(PRICE.format(into=1, out=10), encoding="utf-8")
    with Studio(tmp_path, language=ruled, budget=5) as studio:
        studio.begin(BRIEF)
        tool = studio.toolbox().tools[Capability.LANGUAGE]
    sent = len(PITCH.system.encode()) + len(PITCH.prompt.encode())
    bound = most(tool, PITCH)
    # A thousand tokens out at ten dollars a million, and in no more than a token a byte.
    assert bound is not None
    assert bound > Decimal("0.01") + Decimal(sent) / 1_000_000
    for unlimited in (None, -1):
        ruled.max_tokens = unlimited
        with Studio(tmp_path, language=ruled, budget=5) as studio, pytest.raises(PriceUnknown, match="max_tokens"):
            studio.begin(BRIEF)
    (tmp_path / "studio.toml").write_text(PRICE.format(into=0, out=0), encoding="utf-8")
    with Studio(tmp_path, language=ruled, budget=5) as studio:
        assert most(studio.toolbox().tools[Capability.LANGUAGE], PITCH) == Decimal(0)
        studio.begin(BRIEF)


def test_what_is_a_chat_model_is_found_without_importing_any() -> None:
    assert is_chat_model(GenericFakeChatModel(messages=iter([])))
    assert not is_chat_model(Rules())
    assert not is_chat_model("openai:gpt-6-luna")
