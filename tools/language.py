"""The language capability: a named task with a typed input, a rendered prompt, and a typed answer."""

from __future__ import annotations

from typing import Any

from studio.production.canonical import Document


class LanguageRequest(Document):
    """``task`` and ``input`` are for tools that work by rule; ``system`` and ``prompt`` for models.

    ``answer_schema`` is the JSON schema that the answer must fit.
    """

    task: str
    input: dict[str, Any]
    system: str
    prompt: str
    answer_schema: dict[str, Any]
    language: str
    seed: int


class LanguageProduct(Document):
    """``answer`` is the JSON text of the task's result type."""

    answer: str
