"""What a provider refuses is asked for once more, in other words. Knows nothing of what is made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from studio.errors import ContentRefused

MadeT = TypeVar("MadeT")

_REFUSED = "The provider refused the last wording ({reason}) Describe the same moment in other, harmless words."


async def in_other_words(make: Callable[[str, bool], Awaitable[MadeT]], note: str = "") -> MadeT:
    """``make(note, True)``; where the provider refuses its words, ``make`` with the reason as well, and False.

    The flag says that there are other words to be tried before a fallback is.
    """
    try:
        return await make(note, True)
    except ContentRefused as error:
        return await make("; ".join(filter(None, (note, _REFUSED.format(reason=error.what)))), False)
