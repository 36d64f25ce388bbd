"""Language tags (BCP 47), as people and services write them."""

from __future__ import annotations


def primary_language(tag: str) -> str:
    """The language of a tag without script and region: ``de-AT`` and ``de_AT`` give ``de``."""
    return tag.replace("_", "-").split("-")[0].lower()
