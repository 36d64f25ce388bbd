"""The language capability: a named task with a typed input, a rendered prompt, and a typed answer."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from studio.production.assets import Asset
from studio.production.canonical import Document
from studio.tools.tool import Tool


class ShownPicture(Document):
    """A picture, and in words what it is there for."""

    picture: Asset
    caption: str


class LanguageRequest(Document):
    """``task`` and ``input`` are for tools that work by rule; ``system`` and ``prompt`` for models.

    ``answer_schema`` is the JSON schema that the answer must fit. ``pictures`` are only there where the tool ``sees``;
    each is shown after its caption, and all after the prompt.
    """

    task: str
    input: dict[str, Any]
    system: str
    prompt: str
    answer_schema: dict[str, Any]
    language: str
    seed: int
    pictures: tuple[ShownPicture, ...] = ()


class LanguageProduct(Document):
    """``answer`` is the JSON text of the task's result type."""

    answer: str


@runtime_checkable
class Seeing(Protocol):
    """What a language tool has beside its call where its model may look at pictures."""

    @property
    def sees(self) -> bool:
        """Whether it does."""
        ...


def sees(tool: Tool[Any, Any]) -> bool:
    """Whether a language tool is shown pictures."""
    return isinstance(tool, Seeing) and tool.sees
