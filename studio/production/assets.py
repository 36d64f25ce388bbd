"""A media file, named by the hash of its bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from studio.production.canonical import Document


class Asset(Document):
    """A stored file: SHA-256 of its bytes, and what kind of media it is."""

    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    media_type: str


def assets_in(value: Any) -> Iterator[Asset]:
    """Every asset that ``value`` names, at any depth."""
    if isinstance(value, Asset):
        yield value
    elif isinstance(value, Document):
        for name in type(value).model_fields:
            yield from assets_in(getattr(value, name))
    elif isinstance(value, dict):
        for entry in value.values():
            yield from assets_in(entry)
    elif isinstance(value, (tuple, list)):
        for entry in value:
            yield from assets_in(entry)
