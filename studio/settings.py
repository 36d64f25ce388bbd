"""Settings: which tools make a film, for whom, at what price. From studio.toml, a project, and whoever asks.

    [tools]
    with = ["openai"]                       # presets, in order
    language = "openai:gpt-6-sol"           # or a tool per capability
    [roles.critic]
    language = "ollama:gpt-oss:20b"
    [agents."Mara Voss"]
    image = "openai:gpt-image-2.5-sunburst"
    [fallback]
    image = ["offline:storybook"]
    [budget]
    dollars = 2.50
    [providers.openai]
    concurrency = 8

Keys are never settings: they come from the environment or the system's keyring.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from studio.errors import SettingsError
from studio.production.canonical import Document
from studio.production.tasks import AgentProfile
from studio.production.vocabulary import AgentRole
from studio.tools.prices import Price, known_prices
from studio.tools.providers import Configuration, ProviderSettings, Words
from studio.tools.tool import Capability

FILE = "studio.toml"
_SECRET_NAME = re.compile(r"(^|[_-])(api[_-]?key|key|token|secret|password)$", re.IGNORECASE)
_SECRET_VALUE = re.compile(r"^(sk-|sk_|Bearer\s|xi-)\S{8,}|^[A-Za-z0-9_-]*sk-[A-Za-z0-9_-]{16,}")

Tools = dict[Capability, str]
Dollars = Annotated[Decimal, Field(ge=0)]


class Choice(Document):
    """What a film is made with; kept with its project. ``presets`` are words such as ``offline`` and ``openai``.

    A tool that was handed over as an object is known by its name; ``budget`` is "none" where one was taken away, and
    None where nothing is said; ``slow`` agrees to models that take long on this machine; ``team`` is empty for the
    default one.
    """

    presets: tuple[str, ...] = ()
    tools: Tools = Field(default_factory=dict)
    roles: dict[AgentRole, Tools] = Field(default_factory=dict)
    agents: dict[str, Tools] = Field(default_factory=dict)
    fallback: dict[Capability, Words] = Field(default_factory=dict)
    budget: Dollars | Literal["none"] | None = None
    strict: bool | None = None
    slow: bool | None = None
    team: tuple[AgentProfile, ...] = ()

    @property
    def limit(self) -> Decimal | None:
        """The most that the film may cost, in US dollars; None where there is no limit."""
        return self.budget if isinstance(self.budget, Decimal) else None

    def over(self, other: Choice) -> Choice:
        """This choice on top of ``other``: presets of this one make the tools of the other one forgotten."""
        tools = self.tools if self.presets else other.tools | self.tools
        return Choice(
            presets=self.presets or other.presets,
            tools=tools,
            roles={role: other.roles.get(role, {}) | self.roles.get(role, {}) for role in other.roles | self.roles},
            agents={
                name: other.agents.get(name, {}) | self.agents.get(name, {}) for name in other.agents | self.agents
            },
            fallback=other.fallback | self.fallback,
            budget=other.budget if self.budget is None else self.budget,
            strict=other.strict if self.strict is None else self.strict,
            slow=other.slow if self.slow is None else self.slow,
            team=self.team or other.team,
        )


class Settings(Document):
    """All that studio.toml says, and the ``folder`` that it is in."""

    choice: Choice = Choice()
    providers: dict[str, ProviderSettings] = Field(default_factory=dict)
    prices: tuple[Price, ...] = ()
    folder: Path = Path()

    @property
    def configuration(self) -> Configuration:
        """What tools are made with."""
        return Configuration(self.providers, known_prices().with_more(self.prices), self.folder)


class _Chosen(Document):
    language: str | None = None
    image: str | None = None
    voice: str | None = None
    music: str | None = None
    sound: str | None = None
    video: str | None = None
    embedding: str | None = None

    def chosen(self) -> Tools:
        named = ((capability, getattr(self, capability.value, None)) for capability in Capability)
        return {capability: tool for capability, tool in named if tool is not None}


class _ToolTable(_Chosen):
    with_: Words = Field(default=(), alias="with")


class _FallbackTable(Document):
    language: Words = ()
    image: Words = ()
    voice: Words = ()
    music: Words = ()
    sound: Words = ()
    video: Words = ()


class _BudgetTable(Document):
    dollars: Dollars | None = None


class _File(Document):
    """The tables of studio.toml."""

    tools: _ToolTable = _ToolTable()
    roles: dict[AgentRole, _Chosen] = Field(default_factory=dict)
    agents: dict[str, _Chosen] = Field(default_factory=dict)
    fallback: _FallbackTable = _FallbackTable()
    budget: _BudgetTable = _BudgetTable()
    providers: dict[str, ProviderSettings] = Field(default_factory=dict)
    price: tuple[Price, ...] = ()
    strict: bool | None = None
    slow: bool | None = None

    def settings(self, folder: Path) -> Settings:
        chains = self.fallback.model_dump()
        return Settings(
            choice=Choice(
                presets=self.tools.with_,
                tools=self.tools.chosen(),
                roles={role: table.chosen() for role, table in self.roles.items()},
                agents={name: table.chosen() for name, table in self.agents.items()},
                fallback={Capability(name): chain for name, chain in chains.items() if chain},
                budget=self.budget.dollars,
                strict=self.strict,
                slow=self.slow,
            ),
            providers=self.providers,
            prices=self.price,
            folder=folder,
        )


def read_settings(folder: Path) -> Settings:
    """What studio.toml in ``folder`` says; nothing where there is none. Raises ``SettingsError``."""
    path = folder / FILE
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Settings(folder=folder)
    except OSError as error:
        raise SettingsError(f"{str(path)!r} cannot be read: {error.strerror}.") from error
    try:
        tables = tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except (ValueError, tomllib.TOMLDecodeError) as error:
        # What a parser quotes may be a key.
        where = re.search(r"\(at [^)]*\)", str(error))
        raise SettingsError(f"{str(path)!r} is not TOML {where[0] if where else ''}".strip() + ".") from None
    _refuse_secrets(tables, path)
    try:
        return _File.model_validate(tables).settings(folder)
    except ValidationError as error:
        raise _unusable(error, path) from None


def read_choice(text: str) -> Choice:
    """The choice that a project keeps."""
    return Choice.model_validate_json(text)


def parse_budget(value: object) -> Decimal | Literal["none"] | None:
    """A person's budget in US dollars, or "none" for none; None where nothing is said. Raises ``SettingsError``."""
    if value is None:
        return None
    if value == "none":
        return "none"
    try:
        budget = Decimal(str(value).strip().removeprefix("$"))
    except ArithmeticError:
        budget = Decimal("NaN")
    if not budget.is_finite() or budget < 0:
        raise SettingsError(
            f"The budget {str(value)!r} is not an amount.", next_step="Give US dollars, such as 2.50, or none."
        )
    return budget


def _refuse_secrets(value: Any, path: Path, place: str = "") -> None:
    if isinstance(value, dict):
        for name, one in value.items():
            if _SECRET_VALUE.search(name):
                raise _secret(place, path)
            where = f"{place}.{name}" if place else str(name)
            if isinstance(one, str) and _SECRET_NAME.search(name):
                raise _secret(where, path)
            _refuse_secrets(one, path, where)
    elif isinstance(value, list):
        for one in value:
            _refuse_secrets(one, path, place)
    elif isinstance(value, str) and _SECRET_VALUE.search(value):
        raise _secret(place, path)


def _secret(place: str, path: Path) -> SettingsError:
    return SettingsError(
        f"{str(path)!r} holds a key{f' at {place!r}' if place else ''}; it is not read.",
        next_step="Remove it there, and put the key into the environment, such as OPENAI_API_KEY.",
        path=str(path),
    )


def _unusable(error: ValidationError, path: Path) -> SettingsError:
    """The first fault without the value that it is about: that could be a secret."""
    first = error.errors(include_input=False, include_context=False, include_url=False)[0]
    place = [str(part) for part in first["loc"] if part != "[key]"]
    what, hint = first["msg"], ""
    if first["type"] == "extra_forbidden":
        what = "there is no such setting"
        hint = f"Use one of: {', '.join(_known(place[:-1]))}."
    elif first["type"] == "enum":
        what, hint = "it is not known", f"Use one of: {', '.join(_known(place[:-1]))}."
    return SettingsError(f"{str(path)!r} is not usable at {'.'.join(place)!r}: {what}.", next_step=hint, path=str(path))


def _known(place: list[str]) -> list[str]:
    """The settings that there are in the table at ``place``."""
    tables: dict[str, type[Document]] = {
        "tools": _ToolTable,
        "roles": _Chosen,
        "agents": _Chosen,
        "fallback": _FallbackTable,
        "budget": _BudgetTable,
        "providers": ProviderSettings,
        "price": Price,
    }
    if place[:1] == ["roles"] and len(place) == 1:
        return [role.value for role in AgentRole]
    fields = (tables[place[0]] if place else _File).model_fields
    return [field.alias or name for name, field in fields.items()]
