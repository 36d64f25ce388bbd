"""Where a model's answer at fal says that what it made can be fetched."""

from __future__ import annotations

from typing import Any

from studio.errors import MalformedProduct


def address_of(answer: dict[str, Any], kind: str, tool: str) -> str:
    """The address of the first file of the ``kind`` "video" or "image"; raises ``MalformedProduct`` without one."""
    several = answer.get(f"{kind}s")
    one = several[0] if isinstance(several, list) and several else answer.get(kind)
    address = one.get("url") if isinstance(one, dict) else None
    if not isinstance(address, str):
        raise MalformedProduct(f"{tool} answered without a {kind}.", tool=tool)
    return address
