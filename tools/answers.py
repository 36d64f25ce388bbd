"""JSON schemas as strict servers want them, and JSON as models really write it."""

from __future__ import annotations

import json
import re
from typing import Any

_FENCED = re.compile(r"```(?:json)?\s*\n(.*?)(?:```|\Z)", re.DOTALL | re.IGNORECASE)
_DROPPED = ("default", "title")


def strict_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """``schema`` in the strict dialect: every property required, no others, no defaults, references bare."""
    if "$ref" in schema:
        # Strict servers refuse anything beside a reference.
        return {"$ref": schema["$ref"]}
    strict: dict[str, Any] = {}
    for name, value in schema.items():
        if name in ("properties", "$defs"):
            strict[name] = {key: strict_schema(one) for key, one in value.items()}
        elif name == "items":
            strict[name] = strict_schema(value)
        elif name in ("anyOf", "allOf", "oneOf"):
            strict[name] = [strict_schema(one) for one in value]
        elif name not in _DROPPED:
            strict[name] = value
    if strict.get("type") == "object":
        strict["required"] = list(strict.get("properties", {}))
        strict["additionalProperties"] = False
    return strict


def with_schema(system: str, schema: dict[str, Any]) -> str:
    """A system prompt that shows the schema of the answer, for models that nobody else makes keep to it."""
    return f"{system}\n\n# The schema of your answer\n{json.dumps(strict_schema(schema), ensure_ascii=False)}"


def json_in(answer: str) -> str:
    """The JSON object in ``answer``, without fence and prose around it; ``ValueError`` says why there is none."""
    fenced = _FENCED.search(answer)
    text = fenced[1] if fenced else answer
    start = text.find("{")
    if start < 0:
        raise ValueError("there is no JSON object in it")
    try:
        _, end = json.JSONDecoder().raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise ValueError(f"its JSON is broken: {error.msg} at character {error.pos - start}") from None
    return text[start:end]
