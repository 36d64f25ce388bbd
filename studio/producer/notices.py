"""Who hears that something was not done as it was asked for: whoever makes the part that it was done for.

Knows nothing of parts: what is heard within a ``hearing`` block, in all tasks that begin there, is in its list.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_heard: ContextVar[list[str]] = ContextVar("heard")


@contextmanager
def hearing() -> Iterator[list[str]]:
    """A list of the notices that are given within the block."""
    heard: list[str] = []
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


def hear(notice: str) -> None:
    """Give a notice to the block around, once."""
    heard = _heard.get([])
    if notice not in heard:
        heard.append(notice)
