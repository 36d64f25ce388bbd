"""A media file, named by the hash of its bytes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from studio.production.canonical import Document


class Asset(Document):
    """A stored file: SHA-256 of its bytes, and what kind of media it is."""

    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    media_type: str
